//! Input from strangers: YAML, templates, expressions and data that would exhaust the machine, break
//! a reader or come out as something that runs. Each is told, and nothing panics.

use crate::fixture::{Outcome, Project, bundle};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

const SPEC: &str = "
version: 1
title: Rows
sources: {models: {path: rows.csv, columns: {model: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_model: {by: model, measures: [downloads], keep: {model: {top: 3}}}}
charts: {models: {type: bar, data: by_model, x: model, y: downloads}}
sections: [{chart: models}, {table: by_model}]
";

/// Runs a spec over a file of rows.
fn over(file: &str, rows: &[u8]) -> Outcome {
    let spec = SPEC.replace("rows.csv", file);
    Project::of(&spec)
        .file(file, rows)
        .hfreport(&["run", "spec.yaml", "--quiet"])
}

#[track_caller]
fn told(outcome: Outcome, code: &str, part: &str) {
    let outcome = outcome.ends_with(1);
    assert!(outcome.stderr.contains(code), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.len() < 5000,
        "{} bytes",
        outcome.stderr.len()
    );
}

fn refused_rows(file: &str, rows: &[u8], code: &str, part: &str) {
    told(over(file, rows), code, part);
}

/// The spec with more text behind it.
fn refused_spec(more: &str, code: &str, part: &str) {
    let project = Project::of(&format!("{SPEC}{more}")).file("rows.csv", "model,downloads\na,1\n");
    told(
        project.hfreport(&["run", "spec.yaml", "--quiet"]),
        code,
        part,
    );
}

fn refused_template(template: &str, part: &str) {
    let template = serde_json::Value::from(template);
    let spec = SPEC.replace(
        "{table: by_model}",
        &format!("{{table: by_model}}, {{text: {template}}}"),
    );
    let project = Project::of(&spec).file("rows.csv", "model,downloads\na,1\n");
    told(
        project.hfreport(&["run", "spec.yaml", "--quiet"]),
        "HF0601",
        part,
    );
}

fn zipped(rows: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(rows).unwrap();
    encoder.finish().unwrap()
}

mod yaml {
    use super::*;

    #[test]
    fn aliases_that_explode_are_refused() {
        let mut more = "x-a: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 0..12 {
            let next = level + 1;
            let alias = vec![format!("*a{level}"); 10].join(", ");
            more.push_str(&format!("x-{level}: &a{next} [{alias}]\n"));
        }
        refused_spec(&more, "HF0103", "at most 200000 nodes");
    }

    #[test]
    fn an_alias_of_itself_is_refused() {
        refused_spec("x-a: &a [*a]\n", "HF0103", "an alias refers to itself");
    }

    #[test]
    fn deep_nesting_is_refused_in_blocks_and_in_brackets() {
        refused_spec(
            &format!("x-a: {}\n", "[".repeat(100_000)),
            "HF0103",
            "not closed",
        );
        refused_spec(
            &format!("x-a: {}a{}\n", "[".repeat(200), "]".repeat(200)),
            "HF0103",
            "64 deep",
        );
        refused_spec(
            &format!("x-a:\n{}a\n", "- ".repeat(50_000)),
            "HF0103",
            "64 deep",
        );
    }

    #[test]
    fn a_control_character_is_told_with_its_place() {
        refused_spec("\nfoot: a\u{0}b\n", "HF0103", "unprintable character");
    }

    #[test]
    fn a_file_that_is_too_large_is_refused() {
        refused_spec(
            &format!("x-a: {}\n", "x".repeat(5_000_000)),
            "HF0103",
            "at most 4194304",
        );
    }

    #[test]
    fn a_byte_order_mark_and_ends_of_lines_of_windows_are_read() {
        let spec = format!("\u{feff}{}", SPEC.trim_start().replace('\n', "\r\n"));
        let project = Project::of(&spec).file("rows.csv", "model,downloads\na,1\n");
        let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
        assert_eq!(outcome.stderr, "");
    }

    #[test]
    fn a_place_behind_a_byte_order_mark_and_ends_of_lines_of_windows_is_exact() {
        let spec = SPEC.trim_start().replace("data: by_model", "data: by_modl");
        let spec = format!("\u{feff}{}", spec.replace('\n', "\r\n"));
        let project = Project::of(&spec).file("rows.csv", "model,downloads\na,1\n");
        let outcome = project.hfreport(&["check", "spec.yaml", "--message-format", "short"]);
        let outcome = outcome.ends_with(1);
        assert!(
            outcome.stderr.starts_with("spec.yaml:6:36: error[HF0301]"),
            "{}",
            outcome.stderr
        );
    }
}

mod expressions {
    use super::*;

    fn refused(text: &str, part: &str) {
        refused_spec(
            &format!("metrics: {{m: {{measure: downloads, where: \"{text}\"}}}}\n"),
            "HF0304",
            part,
        );
    }

    #[test]
    fn nesting_and_chains_without_end_are_refused() {
        refused(
            &format!("{}true{}", "(".repeat(20_000), ")".repeat(20_000)),
            "nested too deeply",
        );
        refused(&format!("{}true", "NOT ".repeat(20_000)), "500 operators");
        refused(
            &format!("{}true", "downloads = 1 OR ".repeat(5_000)),
            "500 operators",
        );
        refused(&format!("1 < {}1", "1+".repeat(20_000)), "500 operators");
        refused(
            &format!("CASE {}END", "WHEN true THEN true ".repeat(20_000)),
            "500 operators",
        );
    }

    #[test]
    fn a_long_list_of_values_is_read() {
        let list: Vec<String> = (0..20_000).map(|it| it.to_string()).collect();
        let more = format!(
            "metrics: {{m: {{measure: downloads, where: \"downloads IN ({})\", allow: [HF0308]}}}}\n",
            list.join(",")
        );
        let project =
            Project::of(&format!("{SPEC}{more}")).file("rows.csv", "model,downloads\na,1\n");
        project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    }
}

mod templates {
    use super::*;

    #[test]
    fn loops_without_end_are_stopped() {
        refused_template(
            "{% for a in range(100000) %}{% for b in range(100000) %}{{ a }}{% endfor %}{% endfor %}",
            "it runs too long",
        );
        refused_template("{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(1) }}", "");
    }

    #[test]
    fn memory_without_end_is_stopped() {
        refused_template("{{ 'a' * 1000000000 }}", "");
        refused_template(
            "{% set n = namespace(x='aaaaaaaaaa') %}{% for i in range(1000) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
            "it runs too long",
        );
        refused_template("{{ range(1000000000)|list|length }}", "");
        refused_template("{{ range(10000)|join('a' * 10000) }}", "it runs too long");
        // Lists are added lazily, past the count of steps.
        refused_template(
            "{% set n = namespace(x=[1]) %}{% for i in range(1000) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x|length }}",
            "the texts take",
        );
    }

    #[test]
    fn a_text_without_end_is_refused() {
        refused_template("{{ 'a [b](c) ' * 100000 }}", "at most 500000 are printed");
    }

    #[test]
    fn deep_nesting_is_refused() {
        refused_template(
            &format!("{{{{ 1{} }}}}", "+1".repeat(20_000)),
            "longer than 2000 bytes",
        );
        refused_template(
            &format!("{{{{ {}1 }}}}", "not ".repeat(20_000)),
            "longer than 2000 bytes",
        );
        refused_template(&"{% if 1 %}".repeat(5000), "");
        let alternatives = "{% elif 3 %}".repeat(5000);
        refused_template(
            &format!("{{% if 1 %}}{alternatives}{{% endif %}}"),
            "more than 200 `elif`",
        );
    }

    #[test]
    fn no_other_file_is_read() {
        for statement in [
            "include '/etc/passwd'",
            "extends '/etc/passwd'",
            "import '/etc/passwd' as x",
            "from '/etc/passwd' import x",
        ] {
            refused_template(
                &format!("{{% {statement} %}}"),
                "a template reads no other file",
            );
        }
    }
}

mod data {
    use super::*;

    /// A small Parquet file, made by the engine.
    fn parquet() -> Vec<u8> {
        use polars::prelude::*;
        let names: Vec<String> = (0..5000).map(|it| format!("model {it}")).collect();
        let downloads: Vec<i64> = (0..5000).collect();
        let mut frame = df!("model" => names, "downloads" => downloads).unwrap();
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
        bytes
    }

    #[test]
    fn parquet_that_is_cut_off_or_corrupt_is_told() {
        let whole = parquet();
        over("rows.parquet", &whole).fine();
        for length in [
            0,
            3,
            4,
            8,
            100,
            whole.len() / 2,
            whole.len() - 9,
            whole.len() - 1,
        ] {
            let outcome = over("rows.parquet", &whole[..length]).ends_with(1);
            assert!(
                outcome.stderr.contains("HF040"),
                "{length}: {}",
                outcome.stderr
            );
        }
        for start in [100, 1000, whole.len() / 2, whole.len() - 600] {
            told(
                over("rows.parquet", &whole[start..]),
                "HF0402",
                "rows.parquet",
            );
        }
        let mut state = 1_u64;
        for round in 0..60 {
            let mut broken = whole.clone();
            for _ in 0..20 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % broken.len();
                broken[at] ^= (state >> 20) as u8 | 1;
            }
            let outcome = over("rows.parquet", &broken);
            assert!(outcome.code < 2, "round {round}: {}", outcome.stderr);
            assert!(
                !outcome.stderr.contains("panicked"),
                "round {round}: {}",
                outcome.stderr
            );
        }
    }

    #[test]
    fn gzip_that_is_cut_off_or_corrupt_is_told() {
        let whole = zipped(&b"model,downloads\na,1\n".repeat(100));
        let cut = &whole[..whole.len() / 2];
        refused_rows("rows.csv.gz", cut, "HF0402", "not valid gzip");
        let mut broken = whole.clone();
        let middle = broken.len() / 2;
        broken[middle] ^= 0xff;
        refused_rows("rows.csv.gz", &broken, "HF0402", "not valid gzip");
    }

    #[test]
    fn what_begins_as_no_json_is_told() {
        refused_rows(
            "rows.json",
            b"x\x01 rows",
            "HF0402",
            "line 1, column 1 (row 1): found `x",
        );
        refused_rows(
            "rows.ndjson",
            b"model,downloads\na,1\n",
            "HF0402",
            "line 1, column 1 (row 1): found `model`, a row is an object",
        );
    }

    #[test]
    fn a_table_is_not_taken_for_compressed_and_a_compressed_one_not_for_a_table() {
        let spec = SPEC
            .replace("model: {type: string}", "\"x^2\": {type: string}")
            .replace("by: model", "by: x^2")
            .replace("keep: {model:", "keep: {x^2:")
            .replace("x: model", "x: x^2");
        let project = Project::of(&spec).file("rows.csv", "x^2,downloads\na,1\n");
        project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
        refused_rows(
            "rows.csv",
            &zipped(b"model,downloads\na,1\n"),
            "HF0402",
            "name it `rows.csv.gz`",
        );
    }

    #[test]
    fn a_zip_bomb_is_refused() {
        let mut rows = b"model,downloads\n".to_vec();
        rows.extend(b"a,1\n".repeat(30_000_000));
        refused_rows(
            "rows.csv.gz",
            &zipped(&rows),
            "HF0402",
            "expands to more than",
        );
    }

    #[test]
    fn json_that_is_nested_deeply_cut_off_or_no_json_is_told() {
        let deep = format!(
            "[{{\"model\": {}{}, \"downloads\": 1}}]",
            "[".repeat(50_000),
            "]".repeat(50_000)
        );
        refused_rows(
            "rows.json",
            deep.as_bytes(),
            "HF0402",
            "nested more than 64 deep",
        );
        refused_rows(
            "rows.ndjson",
            &deep.as_bytes()[1..],
            "HF0402",
            "nested more than 64 deep",
        );
        refused_rows(
            "rows.json",
            b"[{\"model\": \"a\", \"downloads\": 1},",
            "HF0402",
            "line 1, column 33 (row 2): found the end, a row is an object",
        );
        refused_rows(
            "rows.ndjson",
            b"{\"model\": \"a\", \"downloads\": NaN}\n",
            "HF0402",
            "line 1, column 29 (row 1): found `NaN`, expected a value",
        );
    }

    #[test]
    fn ragged_rows_and_open_quotes_are_told() {
        refused_rows(
            "rows.csv",
            b"model,downloads\na,1\nb,2,3\n",
            "HF0402",
            "line 3 (row 2): 3 fields, the header has 2",
        );
        refused_rows(
            "rows.csv",
            b"model,downloads\n\"a,1\nb,2\n",
            "HF0402",
            "line 2 (row 1): a quote is not closed",
        );
        refused_rows(
            "rows.csv",
            b"model,downloads\na\n",
            "HF0402",
            "line 2 (row 1): 1 field, the header has 2",
        );
    }

    #[test]
    fn other_encodings_are_told() {
        refused_rows(
            "rows.csv",
            b"model,downloads\na\xff\xfe,1\n",
            "HF0402",
            "line 2: the byte 0xFF is not UTF-8",
        );
        let wide: Vec<u8> = "\u{feff}model,downloads\na,1\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        refused_rows("rows.csv", &wide, "HF0402", "is UTF-16");
    }

    #[test]
    fn nul_bytes_are_text_of_a_name_and_no_number_and_no_header() {
        over("rows.csv", b"model,downloads\na\0b,1\n").fine();
        refused_rows(
            "rows.csv",
            b"model,downloads\na,1\0\n",
            "HF0404",
            "1 cell that is not of type integer",
        );
        refused_rows("rows.csv", &[0; 64], "HF0403", "has no column `model`");
    }

    #[test]
    fn a_cell_of_a_hundred_megabytes_is_a_violation() {
        let mut rows = b"model,downloads\n".to_vec();
        rows.extend(vec![b'x'; 100_000_000]);
        rows.extend(b",1\nb,2\n");
        refused_rows(
            "rows.csv",
            &rows,
            "HF0404",
            "1 text that is longer than 32767 characters",
        );
    }

    #[test]
    fn infinities_and_what_is_no_number_are_violations() {
        refused_rows(
            "rows.csv",
            b"model,downloads\na,NaN\nb,inf\nc,-inf\n",
            "HF0404",
            "3 cells that are not of type integer",
        );
        refused_rows(
            "rows.csv",
            b"model,downloads\na,1e400\n",
            "HF0404",
            "not of type integer",
        );
    }

    #[test]
    fn integers_past_64_bits_are_violations() {
        refused_rows(
            "rows.csv",
            b"model,downloads\na,9223372036854775808\n",
            "HF0404",
            "not of type integer",
        );
        refused_rows(
            "rows.json",
            b"[{\"model\": \"a\", \"downloads\": 18446744073709551616}]",
            "HF0404",
            "not of type integer",
        );
    }

    #[test]
    fn sums_past_64_bits_are_exact() {
        let spec = SPEC.replace("sections:", "checks: {exact: {from: by_model, sql: \"sum(downloads) = 18446744073709551614\"}}\nsections:");
        Project::of(&spec)
            .file(
                "rows.csv",
                "model,downloads\na,9223372036854775807\nb,9223372036854775807\n",
            )
            .hfreport(&["run", "spec.yaml", "--quiet"])
            .fine();
    }

    #[test]
    fn days_that_do_not_exist_or_lie_outside_of_the_calendar_are_violations() {
        let spec = SPEC.replace(
            "downloads: {type: integer}",
            "downloads: {type: integer}, day: {type: date}",
        );
        for day in ["2025-02-30", "999999-01-01", "-300000-01-01", "2025-13-01"] {
            let project =
                Project::of(&spec).file("rows.csv", format!("model,downloads,day\na,1,{day}\n"));
            told(
                project.hfreport(&["run", "spec.yaml", "--quiet"]),
                "HF0404",
                "not of type date",
            );
        }
    }

    #[test]
    fn tables_without_rows_with_one_row_and_without_values_are_fine_or_told() {
        refused_rows("rows.csv", b"", "HF0401", "no bytes");
        refused_rows("rows.csv", b"model,downloads\n", "HF0401", "no rows");
        refused_rows(
            "rows.csv",
            b"model,downloads\n,\n,\n",
            "HF0404",
            "empty cells",
        );
        over("rows.csv", b"model,downloads\na,1\n").fine();
        let spec = SPEC
            .replace("{type: string}", "{type: string, nullable: true}")
            .replace("{type: integer}", "{type: integer, nullable: true}");
        let project = Project::of(&spec).file("rows.csv", "model,downloads\n,\n,\n");
        project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    }

    #[test]
    fn a_million_groups_are_folded_and_not_drawn() {
        let mut rows = String::from("model,downloads\n");
        for row in 0..1_000_000 {
            rows.push_str(&format!("m{row},{row}\n"));
        }
        over("rows.csv", rows.as_bytes()).fine();
        let spec = SPEC.replace(", keep: {model: {top: 3}}", "");
        let project = Project::of(&spec).file("rows.csv", &rows);
        let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]);
        told(
            outcome,
            "HF0313",
            "would have 1000000 marks, at most 10000 are drawn",
        );
    }

    #[test]
    fn a_table_of_twenty_thousand_columns_is_told_in_a_few_words() {
        let names: Vec<String> = (0..20_000).map(|it| format!("c{it}")).collect();
        refused_rows(
            "rows.csv",
            names.join(",").as_bytes(),
            "HF0403",
            "and 19976 more",
        );
    }
}

mod outputs {
    use super::*;

    /// Names of models that are something else in one format or another.
    const NAMES: [&str; 12] = [
        "<script>alert(1)</script>",
        "</title></svg><img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![x](http://example.com/x.png)",
        "=HYPERLINK(\"http://example.com\")",
        "@SUM(1+1)|cmd",
        "+1+1",
        "-2+3",
        "{{ 7 * 7 }}{% raw %}",
        "--- \n# heading\n- !!python/object x: y",
        "| a | b |\u{202e}\u{0}",
        "'; DROP TABLE models; --",
    ];

    fn project() -> Project {
        let spec = SPEC
            .replace("top: 3", "top: 20")
            .replace("rows.csv", "rows.json")
            .replace(
                "sections:",
                "outputs: {formats: [html, markdown, jekyll, json], charts: [svg, png], jekyll: {date: 2025-10-01, front_matter: {first: \"{{ by_model[0].model }}\"}}}\nsections:",
            )
            .replace("{table: by_model}", "{table: by_model}, {text: \"{% for row in by_model %}{{ row.model }}, {% endfor %}\"}");
        let rows: Vec<serde_json::Value> = NAMES
            .iter()
            .enumerate()
            .map(|(at, name)| serde_json::json!({"model": name, "downloads": at + 1}))
            .collect();
        let project = Project::of(&spec).file("rows.json", serde_json::to_vec(&rows).unwrap());
        project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
        project
    }

    fn files(project: &Project, ending: &str) -> Vec<(String, String)> {
        bundle(&project.folder().join("out"))
            .into_iter()
            .filter(|(name, _)| name.ends_with(ending))
            .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
            .collect()
    }

    #[test]
    fn pages_hold_no_script_handler_image_or_link_of_the_data() {
        let pages = files(&project(), ".html");
        assert!(pages.len() > 1);
        for (name, page) in pages {
            let page = page.to_lowercase();
            assert!(!page.contains("<script>alert"), "{name}");
            assert!(!page.contains("<img src=x"), "{name}");
            assert!(!page.contains("href=\"javascript:"), "{name}");
            assert!(!page.contains("src=\"http://example.com"), "{name}");
            assert!(
                page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
                "{name}"
            );
            assert!(
                page.contains("content-security-policy"),
                "{name} has no policy"
            );
        }
    }

    #[test]
    #[cfg_attr(
        not(feature = "browser"),
        ignore = "opens a browser: cargo test --features browser"
    )]
    fn a_browser_runs_and_loads_nothing_of_the_data() {
        let project = project();
        let tab = crate::browser::Tab::new();
        for name in ["index.html", "charts/models.en.svg"] {
            let path = project.folder().join("out").join(name);
            tab.open_file(&path);
            let own = format!("file://{}", path.display());
            for request in tab.take_requests() {
                assert!(request == own || request.starts_with("data:"), "{request}");
            }
            let built = tab.text("new XMLSerializer().serializeToString(document)");
            assert!(built.contains("&lt;script&gt;"), "{name}: {built}");
            let document = built.to_lowercase();
            // The page has its own script, which its policy allows by hash.
            let own_scripts = usize::from(name == "index.html");
            assert_eq!(document.matches("<script").count(), own_scripts, "{name}");
            assert!(!document.contains("<script>alert"), "{name}");
            assert!(!document.contains("<img src=\"x\""), "{name}");
            assert!(!document.contains("onerror=\""), "{name}");
            assert!(!document.contains("href=\"javascript:"), "{name}");
        }
    }

    #[test]
    fn cells_of_workbooks_are_texts_and_numbers() {
        use calamine::{Data, Reader, Xlsx, open_workbook};
        let project = project();
        let path = project.folder().join("out/report.xlsx");
        let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
        let mut found = 0;
        for sheet in workbook.sheet_names() {
            assert!(
                workbook.worksheet_formula(&sheet).unwrap().is_empty(),
                "{sheet}"
            );
            for cell in workbook.worksheet_range(&sheet).unwrap().used_cells() {
                assert!(!matches!(cell.2, Data::Error(_)), "{sheet}: {cell:?}");
                found += usize::from(
                    matches!(cell.2, Data::String(text) if NAMES.contains(&text.as_str())),
                );
            }
        }
        assert!(found >= NAMES.len() - 2, "{found} names");
    }

    #[test]
    fn drawings_are_xml_without_scripts_and_foreign_elements() {
        let drawings = files(&project(), ".svg");
        assert!(!drawings.is_empty());
        for (name, text) in drawings {
            let document = roxmltree::Document::parse(&text).unwrap();
            let known = [
                "svg", "title", "desc", "g", "path", "rect", "line", "text", "tspan", "polyline",
                "polygon", "circle", "style", "defs", "clipPath",
            ];
            for node in document.descendants().filter(roxmltree::Node::is_element) {
                assert!(
                    known.contains(&node.tag_name().name()),
                    "{name}: {}",
                    node.tag_name().name()
                );
                assert!(
                    node.attributes().all(|it| !it.name().starts_with("on")),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn markdown_shows_names_as_text() {
        for (name, text) in files(&project(), ".md") {
            let parser =
                pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::ENABLE_TABLES);
            let jekyll = name.starts_with("jekyll/");
            for event in parser {
                use pulldown_cmark::{Event, Tag};
                match event {
                    Event::Html(html) | Event::InlineHtml(html) => {
                        assert!(jekyll && !html.contains("<script"), "{name}: {html}");
                    }
                    Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                        assert!(
                            !dest_url.contains("javascript") && !dest_url.contains("example.com"),
                            "{name}: {dest_url}"
                        );
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn fields_of_tables_are_no_formulas() {
        use polars::prelude::*;
        let tables = files(&project(), ".csv");
        assert!(!tables.is_empty());
        for (name, text) in tables {
            let table = CsvReadOptions::default()
                .with_infer_schema_length(Some(0))
                .into_reader_with_file_handle(std::io::Cursor::new(text.into_bytes()))
                .finish()
                .unwrap();
            for column in table.columns() {
                for field in column.str().unwrap().iter().flatten() {
                    let is_number = field.parse::<f64>().is_ok();
                    let runs = field.starts_with(['=', '+', '@', '-']);
                    assert!(is_number || !runs, "{name}: {field}");
                }
            }
        }
    }

    #[test]
    fn json_gives_the_names_back_as_they_are() {
        let project = project();
        let report: serde_json::Value =
            serde_json::from_str(&project.read("out/report.json")).unwrap();
        let text = report.to_string();
        for name in NAMES {
            let quoted = serde_json::Value::from(name).to_string();
            assert!(text.contains(&quoted), "{name}");
        }
    }

    #[test]
    fn posts_have_front_matter_of_texts_and_no_liquid() {
        let project = project();
        let posts: Vec<(String, String)> = files(&project, ".md")
            .into_iter()
            .filter(|(name, _)| name.starts_with("jekyll/"))
            .collect();
        assert!(!posts.is_empty());
        for (name, post) in posts {
            let (_, rest) = post.split_once("---\n").unwrap();
            let (front, body) = rest.split_once("\n---\n").unwrap();
            project.write("front.yaml", front);
            let mut sources = hfreport::diagnostic::SourceMap::default();
            let path = project.folder().join("front.yaml");
            let world = hfreport::world::SystemWorld;
            let front = hfreport::spec::read_yaml(&world, &mut sources, &path).unwrap();
            let first = front.get("first").and_then(hfreport::spec::Node::text);
            assert_eq!(first, Some(NAMES[11]), "{name}");
            assert!(!body.contains("{{ 7") && !body.contains("{% raw"), "{name}");
        }
    }
}
