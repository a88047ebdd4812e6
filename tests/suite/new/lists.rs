//! `hfreport new` on cells that are lists.

use super::{has_lines, listed, of_rows};

#[test]
fn lists_as_pandas_and_json_write_them_are_lists() {
    for (cells, separator) in [
        ("x,\"['a', 'b c']\",3\ny,['a'],4\nz,[],5\n", ", "),
        (
            "x,\"[\"\"a\"\",\"\"b c\"\"]\",3\ny,\"[\"\"a\"\"]\",4\nz,[],5\n",
            ",",
        ),
    ] {
        let (project, text) = of_rows("rows.csv", format!("name,tags,n\n{cells}"));
        assert!(
            text.contains("tags: {type: \"list<string>\", sql: \"string_split(replace(replace(replace(tags, '[', ''), ']', ''), ")
                && text.contains(&format!(", '{separator}')\"}}")),
            "{text}"
        );
        // The dimension that the draft proposes: 7 of a, 3 of b c; z has none.
        let text = text
            .replace(
                "measures:\n",
                "dimensions: {tag: {explode: tags}}\nmeasures:\n",
            )
            .replace(
                "breakdowns:\n",
                "breakdowns:\n  a_tag: {by: tag, measures: [n], share_of: rows}\n",
            )
            .replace(
                "charts:\n",
                "charts:\n  tags: {type: bar, data: a_tag, x: n, y: tag}\n",
            )
            .replace("sections:\n", "sections:\n  - chart: tags\n");
        std::fs::write(project.folder().join("listed.yaml"), text).unwrap();
        let run = ["run", "listed.yaml", "--out", "listed", "--quiet"];
        assert_eq!(project.hfreport(&run).fine().stderr, "");
        assert_eq!(listed(&project, "listed"), "a: 7, b c: 3");
    }
}

#[test]
fn lists_that_cannot_be_cut_stay_texts_with_the_cell_that_is_in_the_way() {
    let mut rows = String::from("name,tags,n\n");
    for row in 0..5 {
        rows.push_str(&format!("n{row},['a'],{row}\n"));
    }
    rows.push_str("last,\"['a, b']\",5\n");
    let (_, text) = of_rows("rows.csv", rows);
    has_lines(
        &text,
        &[
            "tags: {type: string}  # 1 cell is not a list such as `['a']` without quotes, commas and brackets in its values, such as `['a, b']`: mend the file, and the column can be read as that",
        ],
    );
}
