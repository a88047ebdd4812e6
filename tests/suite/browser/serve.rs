//! A page that `hfreport serve` keeps current while its files are edited.

use super::Tab;
use crate::fixture::Project;
use crate::server::Server;
use serde_json::json;

const ROWS: &str = "entity,task,downloads\na,text,600\na,image,200\nb,text,100\nb,sound,100\n";

const SPEC: &str = r#"
version: 1
locales: [en]
title: Served
sources:
  models:
    path: rows.csv
    columns: {entity: {type: string}, task: {type: string}, downloads: {type: integer}}
measures: {downloads: {sql: "sum(downloads)", title: Downloads}}
breakdowns: {parts: {by: [entity, task], measures: [downloads], within: entity, title: Parts}}
allow: [HF0308]
charts:
  bars: {type: stacked_bar, data: parts, x: downloads, y: entity, color: task, caption: Bars}
  tiles: {type: treemap, data: parts}
sections:
  - heading: Before
  - text: before.md.j2
  - heading: Charts
  - chart: bars
  - heading: After
  - text: after.md.j2
"#;

const BEFORE: &str = "In all {{ parts|sum(attribute='downloads')|integer }}.\n\nAs it was.\n";

/// The page's messages about its runs.
const SHADOW: &str = "document.querySelector('html > div').shadowRoot";
/// The problems of the last run, as displayed.
const OVERLAY: &str =
    "document.querySelector('html > div').shadowRoot.querySelector('section:not([hidden]) pre')";

fn project() -> Project {
    let long = "A paragraph with [a link](https://example.org).\n\n".repeat(60);
    Project::of(SPEC)
        .file("rows.csv", ROWS)
        .file("before.md.j2", BEFORE)
        .file("after.md.j2", long)
}

/// A project, its server, and a tab that shows the page and listens to the server.
fn opened() -> (Project, Server, Tab) {
    let project = project();
    let server = Server::of(&project);
    let tab = Tab::new();
    tab.open(&server.address(""));
    // A reloaded page would not have it.
    tab.eval("window.isTheSame = true");
    (project, server, tab)
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_text_changes_in_place_and_everything_else_stays_as_it_is_looked_at() {
    let (project, _server, tab) = opened();
    // A series is hidden, the data are open, the focus is on a link in the middle.
    tab.click("#figure-bars .tools details summary");
    tab.wait_for("document.querySelector('#figure-bars .panel input[type=checkbox]')");
    tab.click("#figure-bars .panel input[type=checkbox]");
    tab.click("#figure-bars .data summary");
    tab.eval(
        "const link = [...document.querySelectorAll('main p a[href*=example]')][30];
         link.scrollIntoView({block: 'center', behavior: 'instant'});
         link.focus();
         // What was opened above is laid out when the link stays where it is, whatever else the machine does.
         let last = null, same = 0;
         const settle = () => {
             const top = link.getBoundingClientRect().top;
             same = top === last ? same + 1 : 0;
             last = top;
             if (same < 20) {
                 requestAnimationFrame(settle);
                 return;
             }
             window.before = {
                 link, figure: document.querySelector('#figure-bars'), top,
                 drawing: document.querySelector('#figure-bars .drawing').innerHTML, hash: location.hash,
             };
         };
         requestAnimationFrame(settle); 0",
    );
    tab.wait_for("window.before?.link");
    assert_ne!(tab.text("before.hash"), "");
    project.write(
        "before.md.j2",
        format!("{}\n\nAnd\n\nmore.\n", BEFORE.replace("was", "is")),
    );
    tab.wait_for("document.querySelector('main').textContent.includes('As it is.')");
    tab.wait_for("document.querySelector('main').textContent.includes('more.')");
    // The page is moved back once what has changed above is laid out.
    tab.wait_for("Math.abs(before.link.getBoundingClientRect().top - before.top) < 1");
    for same in [
        "window.isTheSame",
        "document.activeElement === before.link",
        "document.querySelector('#figure-bars') === before.figure",
        "before.figure.querySelector('.drawing').innerHTML === before.drawing",
        "before.figure.querySelector('.data').open",
        "location.hash === before.hash",
    ] {
        assert_eq!(tab.eval(same), json!(true), "{same}");
    }
    tab.wait_for(&format!(
        "{SHADOW}.querySelector('[role=status]').textContent"
    ));
    let told = tab.text(&format!(
        "{SHADOW}.querySelector('[role=status]').textContent"
    ));
    assert!(
        told.starts_with("before.md.j2: text under “Before”"),
        "{told}"
    );
    // A caption changes, and its drawing keeps the series hidden.
    project.write("spec.yaml", SPEC.replace("caption: Bars", "caption: Beams"));
    tab.wait_for("before.figure.querySelector('.ft').textContent.includes('Beams')");
    let same = "before.figure.isConnected && before.figure.querySelector('.drawing').innerHTML === before.drawing";
    assert_eq!(tab.eval(same), json!(true));
    assert_eq!(tab.take_errors(), Vec::<String>::new());
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn the_focus_stays_in_a_text_that_changes_and_what_is_above_keeps_its_height() {
    let (project, _server, tab) = opened();
    tab.eval("document.querySelector('main p a').focus()");
    project.write("before.md.j2", BEFORE.replace("In all", "Altogether"));
    tab.wait_for("document.querySelector('main').textContent.includes('Altogether')");
    let focused = tab.text("document.activeElement.textContent");
    assert_eq!(focused, "1,000");
    assert_eq!(tab.eval("scrollY"), json!(0));
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn an_error_stands_above_the_last_good_page_with_the_excerpt_of_the_terminal_until_it_is_mended() {
    let (project, server, tab) = opened();
    project.write("spec.yaml", SPEC.replace("data: parts, x", "data: part, x"));
    tab.wait_for(OVERLAY);
    let shown = tab.text(&format!("{OVERLAY}.textContent"));
    let told = server.told("1 error;");
    assert!(shown.contains("--> spec.yaml:"), "{shown}");
    assert!(told.starts_with(&shown), "{told}\n{shown}");
    let page = tab.text("document.querySelector('main').textContent");
    assert!(page.contains("As it was."));
    if let Some(broken) = tab.axe() {
        assert_eq!(broken, Vec::<String>::new());
    }
    tab.key("Escape");
    assert_eq!(tab.eval(OVERLAY), json!(null));
    // A file that is missing and appears later.
    project.write("spec.yaml", SPEC.replace("before.md.j2", "new.md.j2"));
    tab.wait_for(&format!("{OVERLAY}?.textContent.includes('new.md.j2')"));
    project.write("new.md.j2", "It has come.\n");
    tab.wait_for("document.querySelector('main').textContent.includes('It has come.')");
    assert_eq!(tab.eval(OVERLAY), json!(null));
    assert_eq!(tab.eval("window.isTheSame"), json!(true));
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn data_that_change_are_drawn_and_charts_come_and_go() {
    let (project, _server, tab) = opened();
    project.write("rows.csv", ROWS.replace("600", "900"));
    tab.wait_for("document.querySelector('main').textContent.includes('1,300')");
    assert!(
        tab.text("document.querySelector('#figure-bars table').textContent")
            .contains("900")
    );
    // The new drawing has its controls.
    tab.wait_for("document.querySelector('#figure-bars .tools')");
    project.write(
        "spec.yaml",
        SPEC.replace("chart: bars", "chart: tiles\n  - chart: bars"),
    );
    tab.wait_for("document.querySelector('#figure-tiles .tools')");
    let order = "[...document.querySelectorAll('figure')].map(it => it.id).join()";
    assert_eq!(tab.text(order), "figure-tiles,figure-bars");
    let label = "document.querySelector('#figure-bars figcaption small').textContent";
    assert_eq!(tab.text(label), "Figure\u{a0}2");
    project.write("spec.yaml", SPEC.replace("  - heading: After\n", ""));
    tab.wait_for("!document.querySelector('#after, #figure-tiles')");
    assert_eq!(
        tab.text("document.querySelector('#contents').innerText")
            .matches("After")
            .count(),
        0
    );
    assert_eq!(tab.eval("window.isTheSame"), json!(true));
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_page_without_a_good_run_shows_the_error_and_then_the_report() {
    let project = project();
    project.write("spec.yaml", "version: 2\n");
    let server = Server::of(&project);
    let tab = Tab::new();
    tab.open(&server.address(""));
    tab.wait_for(OVERLAY);
    project.write("spec.yaml", SPEC);
    tab.wait_for("document.querySelector('h1')?.textContent === 'Served'");
    assert_eq!(tab.eval(OVERLAY), json!(null));
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_chart_that_is_drawn_anew_stays_where_it_is_and_leaves_its_lost_state_out_of_the_address() {
    let (project, _server, tab) = opened();
    tab.click("#figure-bars .legend [class]");
    assert_eq!(tab.text("location.hash"), "#figure-bars&hide=text");
    let top = "Math.round(document.querySelector('#figure-bars').getBoundingClientRect().top)";
    tab.eval(
        "scrollBy(0, document.querySelector('#figure-bars').getBoundingClientRect().top + 100)",
    );
    let before = tab.eval(top);
    for (round, rows) in [ROWS.replace("600", "601"), ROWS.to_owned()]
        .iter()
        .enumerate()
    {
        tab.eval("document.querySelector('#figure-bars').dataset.old = 1");
        project.write("rows.csv", rows);
        tab.wait_for("!document.querySelector('#figure-bars').dataset.old");
        tab.wait_for("document.querySelector('#figure-bars .tools')");
        assert_eq!(tab.eval(top), before, "round {round}");
        assert_eq!(tab.text("location.hash"), "#figure-bars");
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn the_origin_of_a_number_closes_when_the_page_changes() {
    let (project, _server, tab) = opened();
    tab.click("main p a");
    tab.wait_for("document.querySelector('.origin')");
    project.write("before.md.j2", BEFORE.replace("In all", "Altogether"));
    tab.wait_for("document.querySelector('main p').textContent.startsWith('Altogether')");
    assert_eq!(
        tab.eval("document.querySelectorAll('.origin').length"),
        json!(0)
    );
    // The number, now in a new text, can be asked for again.
    tab.click("main p a");
    tab.wait_for("document.querySelector('.origin').textContent.includes('1,000')");
}
