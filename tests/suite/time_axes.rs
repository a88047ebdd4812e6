//! Axes of dates: rows without a date, distances in time, dates far from all others. Expected values were worked out by hand.

use crate::charts::alternatives;
use crate::fixture::Project;

const BY_WHEN: &str = "it: {by: when, measures: [downloads]}";
const BY_BOTH: &str = "it: {by: [when, account], measures: [downloads], within: when}";

/// Two months and a row without a date.
const UNDATED: &str =
    "when,account,downloads\n2025-01-01,a,10\n2025-02-01,a,20\n2025-02-01,b,5\n,a,7\n";

/// The figure of a page.
fn figure(project: &Project, file: &str) -> String {
    let page = project.read(file);
    let figure = page.split("<figure").nth(1).expect("a figure");
    figure
        .split("</figure>")
        .next()
        .expect("its end")
        .to_owned()
}

#[test]
fn a_row_without_a_date_is_no_point_of_a_line_and_said() {
    let line = "{type: line, data: it, x: when, y: downloads}";
    let (project, [french, english]) = alternatives("date, nullable: true", BY_WHEN, line, UNDATED);
    assert_eq!(
        english,
        "Line chart: 2\u{a0}points. Total: from 10 (Jan 2025) to 25 (Feb 2025), the peak. \
         Without a date, not in the chart: not given (7)."
    );
    assert_eq!(
        french,
        "Courbe\u{a0}: 2\u{a0}points. Total\u{a0}: de 10 (janv. 2025) à 25 (févr. 2025), le maximum. \
         Sans date, hors du graphique\u{a0}: non renseigné (7)."
    );
    for (file, note) in [
        ("out/index.html", "Sans date, hors du graphique"),
        ("out/index.en.html", "Without a date, not in the chart"),
    ] {
        let figure = figure(&project, file);
        let caption = figure.split("<figcaption").nth(1).expect("a caption");
        assert!(caption.contains(note), "{figure}");
        // The table behind it still has the row.
        let table = figure.split("<tbody>").nth(1).expect("a table");
        assert_eq!(table.matches("<tr>").count(), 3, "{table}");
    }
    // The point of February is the last one, at the right end.
    let svg = project.read("out/charts/it.en.svg");
    assert!(!svg.contains("not given<"), "{svg}");
}

#[test]
fn areas_and_ranks_leave_rows_without_a_date_out_too() {
    for (breakdown, chart, value) in [
        (
            BY_BOTH,
            "{type: area, data: it, x: when, y: downloads, color: account}",
            " (7)",
        ),
        (
            BY_BOTH,
            "{type: normalized_area, data: it, x: when, y: downloads, color: account}",
            " (7)",
        ),
        (
            BY_BOTH,
            "{type: line, data: it, x: when, y: downloads, color: account}",
            " (7)",
        ),
        (
            BY_BOTH,
            "{type: bump, data: it, x: when, y: downloads_rank, color: account}",
            "",
        ),
    ] {
        let (_, [french, english]) =
            alternatives("date, nullable: true", breakdown, chart, UNDATED);
        let note = format!("Without a date, not in the chart: not given / a{value}.");
        assert!(english.ends_with(&note), "{english}");
        assert_eq!(english.matches("not given").count(), 1, "{english}");
        assert!(!french.contains("3\u{a0}points"), "{french}");
    }
    // A slope goes from the first date to the last one.
    let slope = "{type: slope, data: it, x: when, y: downloads, color: account}";
    let (_, [_, english]) = alternatives("date, nullable: true", BY_BOTH, slope, UNDATED);
    assert!(
        english.starts_with("Slope chart, Jan 2025 and Feb 2025"),
        "{english}"
    );
}

#[test]
fn others_have_no_place_on_a_line_of_dates_nor_a_missing_number_on_one_of_numbers() {
    let top = "it: {by: when, measures: [downloads], keep: {when: {top: 2}}}";
    let line = "{type: line, data: it, x: when, y: downloads}";
    let rows = "when,account,downloads\n2025-01-01,a,10\n2025-02-01,a,20\n2025-03-01,a,5\n";
    let (_, [_, english]) = alternatives("date", top, line, rows);
    assert!(
        english.starts_with("Line chart: 2\u{a0}points."),
        "{english}"
    );
    assert!(
        english.contains("Without a place on the axis, not in the chart: Others (5)."),
        "{english}"
    );
    let rows = "when,account,downloads\n2023,a,10\n2024,a,20\n,a,5\n";
    let (_, [french, _]) = alternatives("integer, nullable: true", BY_WHEN, line, rows);
    assert!(
        french.ends_with("Sans place sur l’axe, hors du graphique\u{a0}: non renseigné (5)."),
        "{french}"
    );
}

/// The horizontal places of the points of a drawing of one line.
fn places(project: &Project) -> Vec<f64> {
    let svg = project.read("out/charts/it.en.svg");
    let marks = svg.split("class=\"marks").nth(1).expect("marks");
    let dots = marks.split("cx=\"").skip(1);
    let places = dots.filter_map(|dot| dot.split('"').next()?.parse().ok());
    places.collect()
}

const LONG_GAP: &str = "when,account,downloads\n2023-01-01,a,1\n2023-02-01,a,2\n2023-03-01,a,3\n\
                        2023-04-01,a,4\n2023-05-01,a,5\n2023-06-01,a,6\n2027-01-01,a,7\n";

#[test]
fn months_with_a_long_gap_stand_at_their_places_and_the_gap_is_said() {
    let line = "{type: line, data: it, x: when, y: downloads}";
    let (project, [_, english]) = alternatives("date", BY_WHEN, line, LONG_GAP);
    assert_eq!(
        english,
        "Line chart: 7\u{a0}points. No data: Jul 2023 to Dec 2026. \
         Total: from 1 (Jan 2023) to 7 (Jan 2027), the peak."
    );
    let places = places(&project);
    let parts: Vec<f64> = places
        .iter()
        .map(|x| (x - places[0]) / (places[6] - places[0]) * 48.0)
        .collect();
    for (part, month) in parts.iter().zip([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 48.0]) {
        assert!((part - month).abs() < 0.05, "{parts:?}");
    }
}

#[test]
fn irregular_dates_are_as_far_from_each_other_as_they_are_in_time() {
    let line = "{type: line, data: it, x: when, y: downloads}";
    let rows = "when,account,downloads\n2022-03-01,a,10\n2022-03-15,a,11\n2022-09-30,a,12\n2025-03-01,a,15\n";
    let (project, [_, english]) = alternatives("date", BY_WHEN, line, rows);
    assert!(
        !english.contains("No data") && !english.contains("to scale"),
        "{english}"
    );
    let places = places(&project);
    // 0, 14, 213 and 1096 days.
    let days: Vec<f64> = places
        .iter()
        .map(|x| (x - places[0]) / (places[3] - places[0]) * 1096.0)
        .collect();
    for (found, day) in days.iter().zip([0.0, 14.0, 213.0, 1096.0]) {
        assert!((found - day).abs() < 1.0, "{days:?}");
    }
    // Names that would overlap are left out.
    let texts = crate::charts::texts(&project, "it.en.svg");
    assert!(
        texts.contains(&"March 1, 2022".to_owned()) && texts.contains(&"March 1, 2025".to_owned())
    );
    assert!(!texts.contains(&"March 15, 2022".to_owned()), "{texts:?}");
}

#[test]
fn columns_and_cells_of_irregular_dates_say_that_these_are_not_to_scale() {
    for (breakdown, chart) in [
        (BY_WHEN, "{type: bar, data: it, x: when, y: downloads}"),
        (BY_WHEN, "{type: bar, data: it, x: downloads, y: when}"),
        (
            BY_BOTH,
            "{type: stacked_bar, data: it, x: when, y: downloads, color: account}",
        ),
        (
            BY_BOTH,
            "{type: heatmap, data: it, x: when, y: account, value: downloads}",
        ),
    ] {
        let (project, [french, english]) = alternatives("date", breakdown, chart, LONG_GAP);
        assert!(
            english.ends_with("Dates are not to scale."),
            "{chart}: {english}"
        );
        let note = "Les dates ne sont pas à l’échelle.";
        assert!(french.ends_with(note), "{french}");
        assert!(figure(&project, "out/index.html").contains(note), "{chart}");
        let regular = "when,account,downloads\n2023-01-01,a,1\n2023-02-01,a,2\n2023-04-01,a,3\n";
        let (_, [_, english]) = alternatives("date", breakdown, chart, regular);
        assert!(!english.contains("to scale"), "{chart}: {english}");
    }
}

#[test]
fn a_date_far_from_all_others_is_a_warning_at_its_breakdown_and_told_once() {
    let days = (1..=31).map(|day| format!("2025-10-{day:02},a,1\n"));
    let rows: String = days.chain(["2052-10-03,a,1\n".to_owned()]).collect();
    let spec = r#"
version: 1
title: Far
sources: {rows: {path: rows.csv, columns: {when: {type: date}, account: {type: string}, n: {type: integer}}}}
measures: {n: {sql: "sum(n)"}}
breakdowns:
  it: {by: when, measures: [n]}
  both: {by: [account, when], measures: [n], within: account}
charts: {it: {type: line, data: it, x: when, y: n}}
sections: [{chart: it}, {table: both}]
"#;
    let project = Project::of(spec).file("rows.csv", format!("when,account,n\n{rows}"));
    let said = project.hfreport(&["run", "spec.yaml"]).fine().stderr;
    assert_eq!(said.matches("warning[HF0444]").count(), 1, "{said}");
    assert!(
        said.contains("`when` of breakdown `it` has 2052-10-03, which is 9834 days from the other dates (2025-10-01 to 2025-10-31)"),
        "{said}"
    );
}

#[test]
fn the_label_of_a_date_in_a_text_is_the_day_or_month_in_words() {
    let spec = r#"
version: 1
locales: [fr, en]
title: Days
sources: {rows: {path: rows.csv, columns: {when: {type: date}, n: {type: integer}}}}
measures: {n: {sql: "sum(n)"}}
dimensions: {month: {sql: "date_trunc('month', when)"}}
breakdowns:
  days: {by: when, measures: [n]}
  months: {by: month, measures: [n]}
sections: [{text: "{{ days[0].when_label }} ; {{ months[0].month_label }}"}]
outputs: {formats: [markdown]}
"#;
    let project = Project::of(spec).file("rows.csv", "when,n\n2025-11-01,1\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let text = |file: &str| project.read(file).replace(['\u{a0}', '\u{202f}'], " ");
    assert!(text("out/report.md").contains("1er novembre 2025 ; novembre 2025"));
    let english = text("out/report.en.md");
    assert!(
        english.contains("November 1, 2025 ; November 2025"),
        "{english}"
    );
}
