//! What the script of a page draws and writes again has the same units, signs and digits as the page before.

use super::charts::{changed, lengths};
use super::{Tab, opened};
use crate::fixture::Project;

/// A bar chart of one value of each name, of this format, in one language, on a page with the first name hidden.
fn drawn_again(locale: &str, measure: &str, rows: &str, tab: &Tab) -> Project {
    let spec = format!(
        r"
version: 1
locales: [{locale}]
title: Units
sources:
  rows:
    path: rows.csv
    columns: {{name: {{type: string, title: Name}}, n: {{type: integer}}}}
measures: {{value: {{{measure}}}}}
breakdowns: {{by_name: {{by: name, measures: [value]}}}}
charts: {{bars: {{type: bar, data: by_name, x: value, y: name, color: name}}}}
sections: [{{chart: bars}}]
"
    );
    let project = Project::of(&spec).file("rows.csv", format!("name,n\n{rows}"));
    let project = opened(project, tab);
    tab.eval("location.hash = '#figure-bars&hide=a'");
    let shows_all = changed("figure-bars").replace(
        "'Show all'",
        "document.documentElement.lang === 'fr' ? 'Tout afficher' : 'Show all'",
    );
    tab.wait_for(&shows_all);
    project
}

/// The values that the script has written.
const TEXTS: &str = "[...document.querySelectorAll('#figure-bars .rows li:not([hidden]) b')].map(it => it.textContent).filter(it => it).join('|')";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn currencies_units_and_signs_stay_where_a_chart_is_drawn_again() {
    let losses = "a,1000\nb,4000\nc,-2000\n";
    let billions = "a,1000\nb,4000000000000\nc,2000000000000\n";
    for (locale, format, rows, expected) in [
        (
            "fr",
            "{currency: EUR}",
            losses,
            "4\u{202f}000,00\u{a0}€|\u{2212}2\u{202f}000,00\u{a0}€",
        ),
        (
            "en",
            "{currency: EUR}",
            losses,
            "€4,000.00|\u{2212}€2,000.00",
        ),
        (
            "fr",
            "{unit: Go}",
            losses,
            "4\u{202f}000\u{a0}Go|\u{2212}2\u{202f}000\u{a0}Go",
        ),
        (
            "en",
            "{unit: GB}",
            losses,
            "4,000\u{a0}GB|\u{2212}2,000\u{a0}GB",
        ),
        (
            "fr",
            "{currency: EUR}",
            billions,
            "4\u{202f}000\u{202f}000\u{202f}000\u{202f}000,00\u{a0}€|2\u{202f}000\u{202f}000\u{202f}000\u{202f}000,00\u{a0}€",
        ),
        (
            "en",
            "{currency: EUR}",
            billions,
            "€4,000,000,000,000.00|€2,000,000,000,000.00",
        ),
        ("fr", "integer", losses, "4\u{202f}000|\u{2212}2\u{202f}000"),
        ("en", "{scale: k}", losses, "4K|\u{2212}2K"),
    ] {
        let tab = Tab::new();
        let measure = format!("sql: sum(n), title: \"Value of 2025\", format: {format}");
        let _project = drawn_again(locale, &measure, rows, &tab);
        let texts = tab.text(TEXTS);
        assert_eq!(texts, expected, "{format}");
        let unit = tab.text("document.querySelector('.unit').textContent");
        assert!(unit.ends_with("Value of 2025"), "{unit}");
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn what_is_written_in_words_is_drawn_again_in_its_true_length() {
    let tab = Tab::new();
    let measure = "sql: sum(n) / count(*), title: Value, format: compact";
    let rows = "a,7\nb,4800000\nc,960000\n";
    let _project = drawn_again("fr", measure, rows, &tab);
    // 960,000 of 4,800,000.
    assert_eq!(lengths(&tab), [100, 20]);
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_saved_table_keeps_names_and_digits_and_holds_no_formula() {
    let tab = Tab::new();
    let rows = "a,1\n007,9007199254740993\n\"1,5\",-3\na;=1+1,4\n=2+2,5\n-3,6\nשלום,7\n";
    let _project = drawn_again("en", "sql: sum(n), title: Value", rows, &tab);
    tab.eval("URL.createObjectURL = blob => (window.saved = blob.text(), '#'); 0");
    tab.click("#figure-bars .tools > button:nth-last-of-type(2)");
    tab.wait_for("window.saved");
    let copied = tab.text("window.saved");
    let first_two = |line: &str| {
        let value = line.rsplit_once(',').map_or(line, |(before, _)| before);
        value.to_owned()
    };
    let lines: Vec<String> = copied.lines().map(first_two).collect();
    assert_eq!(
        lines[1..],
        [
            "007,9007199254740993",
            "שלום,7",
            "-3,6",
            "'=2+2,5",
            "\"a;'=1+1\",4",
            "a,1",
            "\"1,5\",-3",
        ],
        "{copied}"
    );
}
