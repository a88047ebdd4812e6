//! A reader asks for the origin of a number in a text.

use super::{Tab, opened};
use crate::fixture::Project;
use serde_json::json;

const SPEC: &str = r#"
version: 1
locales: [fr]
title: Comptes
sources:
  models:
    path: rows.csv
    columns: {model: {type: string}, account: {type: string}, downloads: {type: integer}}
measures: {downloads: {sql: "sum(downloads)", title: Téléchargements, unit: téléchargements}}
breakdowns: {by_account: {by: account, measures: [downloads], title: Par compte}}
metrics: {share: {measure: downloads, where: "account = 'a'", of: {}, format: {percent: 2}, title: Part}}
sections:
  - text: "Le compte fait {{ formatted.share }}, le suivant {{ by_account[1].downloads_share|percent }} ; l’écart est de {{ (metrics.share - by_account[1].downloads_share)|points }}."
"#;

fn page(tab: &Tab) -> Project {
    let rows = "model,account,downloads\nx,a,7000\ny,b,2000\nz,c,1000\n";
    opened(Project::of(SPEC).file("rows.csv", rows), tab)
}

const BOX: &str = "document.querySelector('.origin')";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_number_says_where_it_comes_from_and_gives_the_focus_back() {
    let tab = Tab::new();
    let _project = page(&tab);
    let number = "main p a:nth-of-type(2)";
    tab.click(number);
    assert_eq!(tab.take_errors(), Vec::<String>::new());
    let told = tab.text(&format!("{BOX}.innerText"));
    for part in [
        "20,0\u{202f}%",
        "Téléchargements (part), Par compte",
        "Valeur exacte (téléchargements)",
        "2\u{202f}000 / 10\u{202f}000",
        "b",
        "sum(downloads)",
        "rows.csv",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(!told.contains('–'), "{told}");
    let label = tab.text(&format!("{BOX}.getAttribute('aria-label')"));
    assert_eq!(label, "20,0\u{202f}% – Téléchargements (part), Par compte");
    assert_eq!(
        tab.eval(&format!("document.activeElement === {BOX}")),
        json!(true)
    );
    tab.key("Escape");
    assert_eq!(tab.eval(BOX), json!(null));
    assert_eq!(
        tab.text("document.activeElement.textContent"),
        "20,0\u{202f}%"
    );
    tab.key("Enter");
    assert_ne!(tab.eval(&format!("{BOX}.id")), json!(null));
    tab.click("h1");
    assert_eq!(tab.eval(BOX), json!(null));
    assert_eq!(
        tab.text("document.activeElement.textContent"),
        "20,0\u{202f}%"
    );
    // A formula links to its parts.
    tab.click("main p a:nth-of-type(3)");
    let told = tab.text(&format!("{BOX}.innerText"));
    assert!(
        told.contains("metrics.share - by_account[1].downloads_share"),
        "{told}"
    );
    tab.click(".origin dd a");
    assert!(
        tab.text(&format!("{BOX}.innerText"))
            .contains("7\u{202f}000 / 10\u{202f}000")
    );
    tab.click(".origin button");
    assert_eq!(tab.eval(BOX), json!(null));
    assert_eq!(tab.take_errors(), Vec::<String>::new());
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn it_fits_a_phone_and_is_one_node_for_those_who_do_not_see_it() {
    let tab = Tab::new();
    tab.phone(360, 640);
    let _project = page(&tab);
    let nodes = tab.accessible();
    let links = nodes
        .iter()
        .filter(|node| node.role == "link" && node.name == "70,00\u{202f}%");
    assert_eq!(links.count(), 1);
    tab.touch("main p a");
    let fits = format!(
        "(r => r.left >= 0 && r.right <= 360)({BOX}.getBoundingClientRect()) && document.documentElement.scrollWidth <= 360"
    );
    assert_eq!(tab.eval(&fits), json!(true));
    if let Some(broken) = tab.axe() {
        assert_eq!(broken, Vec::<String>::new());
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn without_scripts_the_link_leads_to_the_definition() {
    let tab = Tab::new();
    tab.without_scripts();
    let _project = page(&tab);
    tab.click("main p a");
    tab.wait_for("location.hash === '#.0' && document.querySelector('section details').open");
    assert_eq!(
        tab.text("document.querySelector(':target b').textContent"),
        "Part"
    );
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_number_of_a_cell_keeps_its_rows_when_its_table_is_sorted_and_narrowed() {
    let tab = Tab::new();
    let spec = format!(
        "{SPEC}  - chart: notes\ncharts:\n  notes:\n    type: table\n    data: by_account\n    \
         columns: [account, {{text: \"avec {{{{ row.downloads }}}}\", title: Note}}]\n"
    );
    let rows = "model,account,downloads\nx,a,7000\ny,b,2000\nz,c,1000\n";
    let _project = opened(Project::of(&spec).file("rows.csv", rows), &tab);
    let told = |number: &str| {
        tab.click(number);
        let told = tab.text(&format!("{BOX}.innerText"));
        tab.key("Escape");
        told
    };
    let first = "main tbody tr:nth-of-type(1) a";
    assert!(told(first).contains("7\u{202f}000"));
    // By account, backwards: c is first.
    tab.click("main thead th button");
    tab.click("main thead th button");
    assert_eq!(
        tab.text("document.querySelector('main tbody td').textContent"),
        "avec 1000"
    );
    assert!(told(first).contains("1\u{202f}000"));
    // The numbers of the text above are what they were.
    assert!(told("main p a:nth-of-type(2)").contains("2\u{202f}000 / 10\u{202f}000"));
    assert_eq!(tab.take_errors(), Vec::<String>::new());
}
