//! Several charts in one figure: the switch with and without scripts, by address, on paper, in another language.

use super::charts::SPEC;
use super::{Tab, opened};
use crate::fixture::Project;
use serde_json::json;

const ROWS: &str = "model,entity,task,downloads\n1,a,text,600\n2,a,image,200\n3,b,text,100\n";

/// The figures that are seen, in the order of the page.
const SEEN: &str = "[...document.querySelectorAll('figure')].filter(it => it.checkVisibility()).map(it => it.id).join()";

fn page(tab: &Tab) -> Project {
    let both = "[{variants: [{chart: bars, label: Bars}, {chart: tiles, label: Tiles}]}]";
    let spec = SPEC
        .replace("[{chart: bars}, {chart: tiles}]", both)
        .replace("locales: [en]", "locales: [en, fr]");
    opened(Project::of(&spec).file("rows.csv", ROWS), tab)
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_switch_shows_one_chart_of_a_figure_and_the_address_leads_back_to_it() {
    let tab = Tab::new();
    let project = page(&tab);
    assert_eq!(tab.text(SEEN), "figure-bars");
    tab.click(".tabs label:nth-of-type(2)");
    assert_eq!(tab.text(SEEN), "figure-tiles");
    assert_eq!(tab.text("location.hash"), "#figure-tiles");
    // The arrow keys of radio buttons go through.
    tab.eval("document.querySelector('.tabs :checked').focus()");
    tab.key("ArrowLeft");
    assert_eq!(tab.text(SEEN), "figure-bars");
    tab.eval("location.hash = '#figure-tiles&root=a'; 0");
    tab.wait_for("!document.querySelector('#figure-tiles .way').hidden");
    assert_eq!(tab.text(SEEN), "figure-tiles");
    // The link to the other language has the state of the figure.
    tab.eval("document.querySelector('.languages a').addEventListener('click', event => event.preventDefault()); 0");
    tab.click(".languages a");
    assert_eq!(
        tab.text("document.querySelector('.languages a').hash"),
        "#figure-tiles&root=a"
    );
    drop(project);
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_switch_works_without_scripts_and_paper_shows_the_first_chart() {
    let tab = Tab::new();
    let project = page(&tab);
    tab.without_scripts();
    tab.open_file(&project.folder().join("out/index.html"));
    tab.click(".tabs label:nth-of-type(2)");
    assert_eq!(tab.text(SEEN), "figure-tiles");
    tab.media("print", &[]);
    assert_eq!(tab.text(SEEN), "figure-bars");
    let on_paper = "[...document.querySelectorAll('.tabs, .tools, .data, #contents')].filter(it => it.checkVisibility()).length";
    assert_eq!(tab.eval(on_paper), json!(0));
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn the_contents_show_where_one_is() {
    let tab = Tab::new();
    let spec = SPEC.replace(
        "[{chart: bars}, {chart: tiles}]",
        "[{heading: One}, {chart: bars}, {chart: tiles}, {heading: Two}, {chart: bars}, {chart: tiles}]",
    );
    let _project = opened(Project::of(&spec).file("rows.csv", ROWS), &tab);
    tab.viewport(1280, 600);
    tab.eval("document.querySelector('#two').scrollIntoView({behavior: 'instant'})");
    tab.wait_for("document.querySelector('#contents [aria-current]')?.textContent === 'Two'");
    tab.eval("document.querySelector('#one').scrollIntoView({behavior: 'instant'})");
    tab.wait_for("document.querySelector('#contents [aria-current]')?.textContent === 'One'");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_table_is_filtered_by_a_number_with_ordinary_spaces() {
    let tab = Tab::new();
    let spec = SPEC.replace("locales: [en]", "locales: [fr]");
    let rows = ROWS.replace("600", "1600600");
    let _project = opened(Project::of(&spec).file("rows.csv", rows), &tab);
    tab.click("#figure-bars .data summary");
    tab.wait_for("document.querySelector('#figure-bars .filter')");
    tab.click("#figure-bars .filter input");
    tab.type_text("1 600 600");
    assert_eq!(
        tab.eval("document.querySelectorAll('#figure-bars tbody tr').length"),
        json!(1)
    );
}
