//! Alternative texts of charts name none of those that are printed alike as the largest.

use crate::charts::alternatives;

const ROWS: &str = "when,account,downloads\n2025-01-01,a,10\n2025-01-01,b,10\n2025-01-01,c,10\n2025-02-01,a,20\n2025-02-01,b,20\n2025-02-01,c,20\n";

#[test]
fn nobody_leads_a_chart_in_which_all_are_level() {
    let both = "both: {by: [when, account], measures: [downloads], within: when}";
    let turned = "both: {by: [account, when], measures: [downloads], within: account}";
    for (breakdown, chart, french, english) in [
        (
            "all: {by: account, measures: [downloads]}",
            "{type: bar, data: all, x: downloads, y: account}",
            "À égalité : a, b et c (30).",
            "Level: a, b, and c (30).",
        ),
        (
            "all: {by: account, measures: [downloads]}",
            "{type: treemap, data: all, levels: [account], value: downloads}",
            "À égalité : a, b et c (30, 33,3 %).",
            "Level: a, b, and c (30, 33.3%).",
        ),
        (
            both,
            "{type: slope, data: both, x: when, y: downloads, color: account}",
            "Plus forte hausse, à égalité : a, b et c.",
            "Largest rise, level: a, b, and c.",
        ),
        (
            both,
            "{type: bump, data: both, x: when, y: downloads_rank, color: account}",
            "Au premier rang : a, b et c (janv. 2025 et févr. 2025).",
            "Ranked first: a, b, and c (Jan 2025 and Feb 2025).",
        ),
        (
            turned,
            "{type: dumbbell, data: both, y: account, x: downloads, color: when}",
            "Écarts, à égalité : a, b et c.",
            "Gaps, level: a, b, and c.",
        ),
        (
            both,
            "{type: heatmap, data: both, x: when, y: account}",
            "En tête : a, févr. 2025 ; b, févr. 2025 et c, févr. 2025 (à égalité, 20). En dernier : a, janv. 2025 ; b, janv. 2025 et c, janv. 2025 (à égalité, 10).",
            "Largest: a, Feb 2025; b, Feb 2025; and c, Feb 2025 (level, 20). Smallest: a, Jan 2025; b, Jan 2025; and c, Jan 2025 (level, 10).",
        ),
    ] {
        let (_project, said) = alternatives("date", breakdown, chart, ROWS);
        let plain = said.map(|text| text.replace(['\u{a0}', '\u{202f}'], " "));
        assert!(plain[0].contains(french), "{}", plain[0]);
        assert!(plain[1].contains(english), "{}", plain[1]);
    }
}

#[test]
fn no_series_is_the_largest_where_two_are_level() {
    let chart = "{type: normalized_bar, data: both, y: when, x: downloads, color: account}";
    let both = "both: {by: [when, account], measures: [downloads], within: when}";
    let (_project, [french, english]) = alternatives("date", both, chart, ROWS);
    assert!(!french.contains("Série la plus grande"), "{french}");
    assert!(!english.contains("Largest series"), "{english}");
}
