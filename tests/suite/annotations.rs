//! Lines and words on charts: at the marks that they are about, in the alternative text, as notes where there is no room.
//! Expected values were worked out by hand.

use crate::charts::{alternatives, texts};
use crate::fixture::Project;

/// 50 + 30 of 100; c has 20.
const ROWS: &str = "when,account,downloads\n2022,a,50\n2022,b,30\n2023,c,20\n";
const BY_ACCOUNT: &str = "by_account: {by: account, measures: [downloads]}";

fn bars(annotations: &str) -> (Project, [String; 2]) {
    let chart = format!("{{type: bar, data: by_account, x: downloads, y: account, {annotations}}}");
    alternatives("integer", BY_ACCOUNT, &chart, ROWS)
}

/// The alternative text behind that of the bars.
fn said(alternative: &str) -> &str {
    let bars = alternative.find("c (20). ").or(alternative.find("c (20)."));
    let rest = &alternative[bars.expect("bars")..];
    rest.trim_start_matches("c (20).").trim()
}

#[test]
fn a_bracket_is_over_the_first_bars_and_says_so() {
    let bracket = "annotations: [{bracket: {first: 2}, value: \"{{ (by_account['a'].downloads_share + by_account['b'].downloads_share)|percent }}\", text: {fr: à deux, en: for both}}]";
    let (project, [french, english]) = bars(bracket);
    assert_eq!(said(&english), "a to b: 80.0% for both.", "{english}");
    assert_eq!(
        said(&french),
        "D’a à b\u{a0}: 80,0\u{202f}% à deux.",
        "{french}"
    );
    let written = texts(&project, "it.en.svg");
    assert!(written.contains(&"80.0%".to_owned()), "{written:?}");
    assert!(written.contains(&"for both".to_owned()), "{written:?}");
    assert!(project.read("out/charts/it.en.svg").contains("annotations"));
}

#[test]
fn words_at_a_mark_know_its_row_and_an_empty_text_is_left_out() {
    let (project, [_, english]) = bars(
        "annotations: [{at: c, text: \"rank {{ row.downloads_rank }}\"}, {at: a, text: \"{% if row.downloads > 99 %}large{% endif %}\"}]",
    );
    assert_eq!(said(&english), "c: rank 3.");
    assert!(texts(&project, "it.en.svg").contains(&"rank 3".to_owned()));
}

#[test]
fn a_line_at_a_value_extends_the_axis_and_one_between_buckets_stands_there() {
    let (project, [french, english]) =
        bars("reference: [{value: 1k, label: {fr: mille, en: a thousand}}]");
    assert_eq!(said(&english), "Line at 1,000: a thousand.");
    assert_eq!(said(&french), "Repère à 1\u{202f}000\u{a0}: mille.");
    // The axis ends beyond the longest bar.
    assert!(texts(&project, "it.en.svg").contains(&"1,000".to_owned()));
    let (_, [_, english]) = bars("reference: [{between: [b, a], label: the gap}]");
    assert_eq!(said(&english), "Between a and b: the gap.");
}

#[test]
fn what_has_no_room_becomes_a_numbered_note_below_the_chart() {
    let long = "a very long remark ".repeat(12);
    let (project, [_, english]) = bars(&format!(
        "width: 300, annotations: [{{at: a, text: \"{long}\"}}]"
    ));
    assert!(said(&english).starts_with("a: a very long remark"));
    let written = texts(&project, "it.en.svg");
    let numbers = written.iter().filter(|text| *text == "1").count();
    // At the bar and before the note.
    assert_eq!(numbers, 2, "{written:?}");
    assert!(
        written
            .iter()
            .any(|text| text.starts_with("a: a very long")),
        "{written:?}"
    );
}

#[test]
fn a_cell_of_a_heatmap_has_a_frame_and_its_words_stand_below() {
    let chart = "{type: heatmap, data: cells, x: when, y: account, annotations: [{cell: {row: c, column: 2023}, text: \"{{ row.downloads }} in all\"}, {cell: {row: a, column: 2022}}]}";
    let breakdown = "cells: {by: [account, when], measures: [downloads], within: account}";
    let (project, [_, english]) = alternatives("integer", breakdown, chart, ROWS);
    assert!(
        english.ends_with("c, 2023: 20 in all. a, 2022."),
        "{english}"
    );
    let svg = project.read("out/charts/it.en.svg");
    assert!(
        svg.contains("stroke=\"#d4480b\" stroke-width=\"2\""),
        "{svg}"
    );
    assert!(texts(&project, "it.en.svg").contains(&"c, 2023: 20 in all".to_owned()));
}

#[test]
fn a_line_chart_has_words_at_a_point_of_one_of_its_lines() {
    let chart = "{type: line, data: points, x: when, y: downloads, color: account, annotations: [{at: {when: 2022, account: b}, text: here}, {bracket: {first: 2}, text: both years}], reference: [{value: 25, label: a quarter}]}";
    let breakdown = "points: {by: [when, account], measures: [downloads]}";
    let (project, [_, english]) = alternatives("integer", breakdown, chart, ROWS);
    assert!(
        english.ends_with("Line at 25: a quarter. b, 2022: here. Both years."),
        "{english}"
    );
    let written = texts(&project, "it.en.svg");
    for text in ["here", "both years", "a quarter"] {
        assert!(written.contains(&text.to_owned()), "{written:?}");
    }
}

#[test]
fn a_chart_without_annotations_has_none_of_their_markup() {
    let (project, _) = bars("values: true");
    assert!(!project.read("out/charts/it.en.svg").contains("annotations"));
}
