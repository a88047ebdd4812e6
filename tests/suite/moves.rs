//! Charts of change: slopes, ranks over dates, sparklines in tables. Expected values were worked out by hand.

use crate::fixture::Project;

/// Three months of five keys: b passes a, e comes in the last month, d goes.
const ROWS: &str = "day,key,n\n\
    2025-01-18,a,50\n2025-01-18,b,30\n2025-01-18,c,12\n2025-01-18,d,8\n\
    2025-02-19,a,45\n2025-02-19,b,40\n2025-02-19,c,10\n2025-02-19,d,5\n\
    2025-03-17,a,40\n2025-03-17,b,48\n2025-03-17,c,10\n2025-03-17,e,2\n";

const BREAKDOWN: &str =
    "{by: [day, key], measures: [n], within: day, over: {by: day, every: month}}";

fn project(breakdown: &str, chart: &str, rows: &str) -> Project {
    let spec = format!(
        r#"
version: 1
locales: [en, fr]
title: Moves
sources: {{rows: {{path: rows.csv, columns: {{day: {{type: date}}, key: {{type: string}}, n: {{type: integer}}}}}}}}
measures: {{n: {{sql: "sum(n)", title: Number}}}}
breakdowns: {{it: {breakdown}}}
charts: {{it: {chart}}}
sections: [{{chart: it}}]
outputs: {{formats: [html, markdown, json], charts: [svg]}}
"#
    );
    let project = Project::of(&spec).file("rows.csv", rows);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project
}

/// The alternative text of the figure in a language.
fn alternative(project: &Project, file: &str) -> String {
    let page = project.read(file);
    let text = page.split("![").nth(1).expect("a figure");
    text.split("](").next().expect("a text").to_owned()
}

#[test]
fn a_slope_along_dates_goes_from_the_first_to_the_last() {
    let chart = "{type: slope, data: it, x: day, y: n, color: key}";
    let project = project(BREAKDOWN, chart, ROWS);
    assert_eq!(
        alternative(&project, "out/report.md"),
        "Slope chart, Jan 2025 and Mar 2025: 5\u{a0}lines. Up: 1; down: 2; at the end only: 1; at the start only: 1. \
         Largest rise: b (from 30 to 48). Largest fall: a (from 50 to 40)."
    );
    assert_eq!(
        alternative(&project, "out/report.fr.md"),
        "Graphique en pentes, janv. 2025 et mars 2025\u{a0}: 5\u{a0}lignes. En hausse\u{a0}: 1\u{a0}; en baisse\u{a0}: 2\u{a0}; \
         à l’arrivée seulement\u{a0}: 1\u{a0}; au départ seulement\u{a0}: 1. Plus forte hausse\u{a0}: b (de 30 à 48). \
         Plus forte baisse\u{a0}: a (de 50 à 40)."
    );
    // The table behind it has the rows of both ends, and says where the others are.
    let page = project.read("out/index.html");
    let table = page.split("<tbody>").nth(1).expect("a table");
    let table = table.split("</table>").next().expect("a table");
    assert_eq!(table.matches("<tr>").count(), 8);
    assert!(
        table.contains("Jan 2025") && !table.contains("Feb 2025"),
        "{table}"
    );
    assert!(page.contains("4 more rows in tables/it.csv"), "{page}");
}

#[test]
fn a_slope_without_x_goes_from_the_period_before_to_the_last_one() {
    let project = project(BREAKDOWN, "{type: slope, data: it, y: n_share}", ROWS);
    assert_eq!(
        alternative(&project, "out/report.md"),
        "Slope chart, February 2025 and March 2025: 5\u{a0}lines. Up: 1; down: 1; level: 1; at the end only: 1; \
         at the start only: 1. Largest rise: b (from 40.0% to 48.0%). Largest fall: a (from 45.0% to 40.0%)."
    );
    let svg = project.read("out/charts/it.en.svg");
    // The key that has left stands on the left only, the new one on the right only.
    for (text, times) in [
        (">d<", 1),
        (">5.0%<", 1),
        (">e<", 1),
        (">2.0%<", 1),
        (">a<", 2),
    ] {
        assert_eq!(svg.matches(text).count(), times, "{text}: {svg}");
    }
}

#[test]
fn the_rest_of_a_slope_is_compared_with_the_rest() {
    let chart = "{type: slope, data: it, y: n, marks: 2}";
    let project = project(BREAKDOWN, chart, ROWS);
    // c and d had 15 in February, c and e have 12 in March.
    assert_eq!(
        alternative(&project, "out/report.md"),
        "Slope chart, February 2025 and March 2025: 3\u{a0}lines. Up: 1; down: 2. Largest rise: b (from 40 to 48). \
         Largest fall: a (from 45 to 40)."
    );
    let svg = project.read("out/charts/it.en.svg");
    assert!(svg.contains(">15<") && svg.contains(">12<"), "{svg}");
    assert_eq!(svg.matches(">Others<").count(), 2);
}

#[test]
fn a_slope_of_ranks_rises_to_the_first_place() {
    let chart = "{type: slope, data: it, y: n_rank, marks: 2}";
    let project = project(BREAKDOWN, chart, ROWS);
    assert_eq!(
        alternative(&project, "out/report.md"),
        "Slope chart, February 2025 and March 2025: 2\u{a0}lines. Up: 1; down: 1. Largest rise: b (from 2 to 1). \
         Largest fall: a (from 1 to 2)."
    );
}

#[test]
fn ranks_over_dates_leave_out_what_is_lower_and_break_at_a_missing_month() {
    let chart = "{type: bump, data: it, x: day, y: n_rank, color: key, marks: 3}";
    let whole = project(BREAKDOWN, chart, ROWS);
    assert_eq!(
        alternative(&whole, "out/report.md"),
        "Ranks from 1 to 3: 3\u{a0}lines over 3\u{a0}points. Ranked first: a (Jan 2025 and Feb 2025), then b (Mar 2025). \
         Largest climb between Jan 2025 and Mar 2025: b (from rank 2 to rank 1). \
         Largest fall between Jan 2025 and Mar 2025: a (from rank 1 to rank 2)."
    );
    let svg = whole.read("out/charts/it.en.svg");
    assert!(!svg.contains(">d<") && !svg.contains(">e<"), "{svg}");
    let rows: String = ROWS
        .lines()
        .filter(|it| !it.contains("-02-"))
        .map(|it| format!("{it}\n"))
        .collect();
    let broken = project(BREAKDOWN, chart, &rows);
    let text = alternative(&broken, "out/report.md");
    assert!(text.contains("No data: Feb 2025."), "{text}");
    let svg = broken.read("out/charts/it.en.svg");
    assert!(svg.contains("class=\"gaps\""), "{svg}");
    // No line leads over the gap: there are points only.
    let marks = svg.split("class=\"marks\"").nth(1).expect("marks");
    let marks = marks.split("class=\"axis\"").next().expect("marks");
    assert!(
        !marks.contains("<path") && marks.matches("<circle").count() == 6,
        "{marks}"
    );
}

/// a and b are equal in both months, and c leaves d behind, with which it was equal.
const EQUAL: &str = "day,key,n\n\
    2025-02-19,a,40\n2025-02-19,b,40\n2025-02-19,c,10\n2025-02-19,d,10\n\
    2025-03-17,b,50\n2025-03-17,a,50\n2025-03-17,c,20\n2025-03-17,d,10\n";

/// How often each text stands in a drawing.
fn times(svg: &str, texts: [&str; 4]) -> [usize; 4] {
    texts.map(|text| svg.matches(&format!(">{text}<")).count())
}

/// The heights of all points of a drawing, without repetitions.
fn heights(svg: &str) -> Vec<&str> {
    let marks = svg.split("class=\"marks\"").nth(1).expect("marks");
    let points = marks.split("<circle ").skip(1);
    let heights = points.map(|it| it.split("cy=\"").nth(1).expect("a height"));
    let heights = heights.map(|it| it.split('"').next().expect("a height"));
    let mut heights: Vec<&str> = heights.collect();
    heights.sort_unstable();
    heights.dedup();
    heights
}

#[test]
fn equal_ranks_have_lines_of_their_own_and_the_number_that_they_share() {
    let chart = "{type: bump, data: it, x: day, y: n_rank, color: key, marks: 4}";
    let project = project(BREAKDOWN, chart, EQUAL);
    assert_eq!(
        alternative(&project, "out/report.md"),
        "Ranks from 1 to 4: 4\u{a0}lines over 2\u{a0}points. Ranked first: a and b (Feb 2025 and Mar 2025). \
         Largest fall: d (from rank 3 to rank 4)."
    );
    let french = alternative(&project, "out/report.fr.md");
    let first = "Au premier rang\u{a0}: a et b (févr. 2025 et mars 2025).";
    assert!(french.contains(first), "{french}");
    let svg = project.read("out/charts/it.en.svg");
    assert_eq!(heights(&svg).len(), 4, "{svg}");
    // 1, 1, 3, 3 on the left and 1, 1, 3, 4 on the right.
    assert_eq!(times(&svg, ["1", "2", "3", "4"]), [4, 0, 3, 1]);
}

#[test]
fn no_more_places_are_drawn_than_ranks_are_asked_for() {
    let chart = "{type: bump, data: it, x: day, y: n_rank, color: key, marks: 3}";
    let bump = project(BREAKDOWN, chart, EQUAL);
    let svg = bump.read("out/charts/it.en.svg");
    assert_eq!(times(&svg, ["a", "b", "c", "d"]), [2, 2, 2, 0]);
    let chart = "{type: slope, data: it, y: n_rank, marks: 3}";
    let slope = project(BREAKDOWN, chart, EQUAL);
    let svg = slope.read("out/charts/it.en.svg");
    assert_eq!(times(&svg, ["a", "b", "c", "d"]), [2, 2, 2, 0]);
}

#[test]
fn equal_ranks_of_a_slope_do_not_lie_on_each_other() {
    for x in ["", ", x: day, color: key"] {
        let chart = format!("{{type: slope, data: it, y: n_rank{x}}}");
        let project = project(BREAKDOWN, &chart, EQUAL);
        let text = alternative(&project, "out/report.md");
        let moved = "4\u{a0}lines. Down: 1; level: 3. Largest fall: d (from 3 to 4).";
        assert!(text.ends_with(moved), "{text}");
        let svg = project.read("out/charts/it.en.svg");
        assert_eq!(heights(&svg).len(), 4, "{svg}");
        assert_eq!(times(&svg, ["1", "2", "3", "4"]), [4, 0, 3, 1]);
    }
}

#[test]
fn a_sparkline_has_the_course_of_its_row_and_says_its_ends() {
    let chart = "{type: table, data: it, columns: [key, n, n_rank_change], \
                 sparkline: {data: it, x: day, y: n}}";
    let last = BREAKDOWN.replace(
        "within: day",
        "within: day, keep: {day: {any: \"day = DATE '2025-03-17'\", other: drop}}",
    );
    let project = project(BREAKDOWN, chart, ROWS);
    let page = project.read("out/report.md");
    assert!(page.contains("| Number (course) |"), "{page}");
    assert!(
        page.contains("| b | 48 | ▲\u{202f}1 | 30 → 48 |") || page.contains("30 → 48"),
        "{page}"
    );
    // Months 1 to 3 at 3, 60 and 117; 50, 45, 40 from the top to the bottom.
    let html = project.read("out/index.html");
    assert!(
        html.contains("<path d=\"M3 3L60 12L117 21h0\"/></svg> 50 → 40"),
        "{html}"
    );
    // e is there in the last month only: a point.
    assert!(html.contains("<path d=\"M117 12h0\"/></svg> 2"), "{html}");
    // The rows of one date have the course that another breakdown has.
    let spec = project.read("spec.yaml").replace(
        "breakdowns: {it:",
        &format!("breakdowns: {{last: {last}, it:"),
    );
    project.write(
        "spec.yaml",
        spec.replace("{type: table, data: it,", "{type: table, data: last,"),
    );
    project
        .hfreport(&["run", "spec.yaml", "--quiet", "--replace"])
        .fine();
    let page = project.read("out/report.md");
    assert_eq!(page.matches(" → ").count(), 3, "{page}");
}
