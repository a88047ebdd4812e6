//! Charts with mouse, touch and keyboard. The tests check what a person sees: lengths, texts, the
//! address; every number was worked out by hand.

use super::{Tab, opened};
use crate::fixture::Project;
use serde_json::json;

/// Two entities, three tasks: a 600 + 200, b 100 + 100, of 1,000 downloads in all.
const ROWS: &str =
    "model,entity,task,downloads\n1,a,text,600\n2,a,image,200\n3,b,text,100\n4,b,sound,100\n";

pub(super) const SPEC: &str = r#"
version: 1
locales: [en]
title: Charts
sources:
  models:
    path: rows.csv
    columns: {model: {type: string}, entity: {type: string}, task: {type: string}, downloads: {type: integer}}
measures: {downloads: {sql: "sum(downloads)", title: Downloads}}
dimensions: {who: {sql: entity, title: Entity}, what: {sql: task, title: Task}}
breakdowns: {parts: {by: [who, what], measures: [downloads], within: who, title: Parts}}
charts:
  bars: {type: stacked_bar, data: parts, x: downloads, y: who, color: what}
  tiles: {type: treemap, data: parts}
sections: [{chart: bars}, {chart: tiles}]
"#;

/// The note about the mark under the pointer; empty if there is none.
pub(super) const NOTE: &str = "(() => { const note = document.querySelector('.note-of-mark'); \
                    return note.hidden ? '' : [...note.children].map(it => it.textContent).join('|'); })()";

fn page(tab: &Tab) -> Project {
    opened(Project::of(SPEC).file("rows.csv", ROWS), tab)
}

/// Lengths of the bars and segments that are shown, in the order of the page, relative to the longest.
pub(super) fn lengths(tab: &Tab) -> Vec<i64> {
    let found = tab.eval(
        "(() => {
            const parts = [...document.querySelectorAll('#figure-bars .rows i')].map(it => it.getBoundingClientRect());
            const longs = parts.filter(it => it.width).map(it => it.width);
            return longs.map(it => Math.round(100 * it / Math.max(...longs)));
        })()",
    );
    let found = found.as_array().expect("lengths").iter();
    found.map(|it| it.as_i64().expect("a length")).collect()
}

/// Whether a figure is not as it was loaded: then it offers to show all.
pub(super) fn changed(figure: &str) -> String {
    format!(
        "[...document.querySelectorAll('#{figure} .tools > button')].some(it => it.textContent === 'Show all' && !it.hidden)"
    )
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_mark_says_its_amount_and_its_shares_to_mouse_finger_and_keyboard() {
    let tab = Tab::new();
    let _project = page(&tab);
    // 600 of the 800 of a are 75 %, of the 1,000 of all 60 %.
    let said = "a › text|600|75.0% of group|60.0% of total";
    tab.eval("document.querySelector('#figure-bars .drawing').focus()");
    tab.key("ArrowRight");
    assert_eq!(tab.text(NOTE), said);
    tab.key("End");
    assert_eq!(
        tab.text(NOTE),
        "b › sound|100|50.0% of group|10.0% of total"
    );
    tab.key("Escape");
    assert_eq!(tab.text(NOTE), "");
    tab.eval("document.activeElement.blur()");
    // The largest tile begins in the upper left corner of the treemap.
    let corner = tab.eval(
        "(() => {
            const tree = document.querySelector('#figure-tiles .tree');
            tree.scrollIntoView({block: 'center', behavior: 'instant'});
            const { left, top } = tree.getBoundingClientRect();
            return [left + 20, top + 60];
        })()",
    );
    let (x, y) = (corner[0].as_f64().unwrap(), corner[1].as_f64().unwrap());
    tab.move_to(x, y);
    assert_eq!(tab.text(NOTE), said);
    tab.eval("document.querySelector('.note-of-mark').hidden = true");
    tab.phone(800, 900);
    tab.eval("document.querySelector('#figure-bars .drawing').scrollIntoView()");
    // The only part of its series: 200 of 800, and of 1,000.
    tab.touch("#figure-bars .rows li:first-of-type i:nth-of-type(2)");
    assert_eq!(
        tab.text(NOTE),
        "a › image|200|25.0% of group|20.0% of total"
    );
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_series_is_hidden_shown_alone_and_found_and_the_rest_is_laid_out_again() {
    let tab = Tab::new();
    let _project = page(&tab);
    assert_eq!(lengths(&tab), [100, 33, 17, 17]);
    // Without texts the longest are the 200 of a: 200 and 100.
    tab.click("#figure-bars .legend [class]");
    assert_eq!(lengths(&tab), [100, 50]);
    assert_eq!(tab.text("location.hash"), "#figure-bars&hide=text");
    tab.click("#figure-bars .legend [class]");
    assert_eq!(lengths(&tab), [100, 33, 17, 17]);
    tab.click("#figure-bars .tools summary");
    tab.wait_for("document.querySelector('#figure-bars .panel input[type=search]')");
    tab.click("#figure-bars .panel input[type=search]");
    tab.type_text("SOU");
    assert_eq!(
        tab.text("[...document.querySelectorAll('#figure-bars .panel li')].map(it => it.textContent).join()"),
        "soundonly"
    );
    tab.click("#figure-bars .panel li button");
    assert_eq!(lengths(&tab), [100]);
    assert_eq!(
        tab.text("location.hash"),
        "#figure-bars&hide=text&hide=image"
    );
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn what_is_hidden_stays_a_part_of_the_whole_that_shares_are_of() {
    let project = page(&Tab::new());
    let tab = Tab::new();
    let page = project.folder().join("out/index.html");
    let texts = |figure: &str| {
        tab.open(&format!(
            "file://{}#{figure}&hide=text&share=1",
            page.display()
        ));
        tab.wait_for(&changed(figure));
        tab.text(&format!(
            "[...document.querySelectorAll('#{figure} .rows i:not([hidden])')].map(it => it.textContent).join('|')"
        ))
    };
    // Without texts, images still are 200 of the 800 of a, and sounds 100 of the 200 of b.
    let bars = texts("figure-bars");
    assert_eq!(bars, "25.0%|50.0%");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn an_address_leads_to_a_tile_and_the_keyboard_out_of_it_and_in_again() {
    let project = page(&Tab::new());
    let tab = Tab::new();
    let page = project.folder().join("out/index.html");
    tab.open(&format!("file://{}#figure-tiles&root=b", page.display()));
    tab.wait_for("document.querySelector('#figure-tiles .way') && !document.querySelector('#figure-tiles .way').hidden");
    let way =
        "[...document.querySelectorAll('#figure-tiles .way > *')].map(it => it.textContent).join()";
    assert_eq!(tab.text(way), "All,b");
    let texts = "document.querySelector('#figure-tiles .tree').textContent";
    // Each of the two tiles is half of b and a tenth of the total.
    assert!(
        tab.text(texts).contains("50.0% of group") && tab.text(texts).contains("10.0% of total")
    );
    tab.eval("document.querySelector('#figure-tiles .drawing').focus()");
    tab.key("Backspace");
    assert_eq!(tab.eval("location.hash"), json!("#figure-tiles"));
    tab.key("ArrowRight");
    tab.key("Enter");
    assert_eq!(tab.text(way), "All,a");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn shares_take_the_place_of_amounts_and_tables_sort_and_filter() {
    let tab = Tab::new();
    let _project = page(&tab);
    tab.click("#figure-bars .tools button");
    // Both bars are 100 % long: 75 + 25, 50 + 50.
    assert_eq!(lengths(&tab), [100, 33, 67, 67]);
    tab.click("#figure-bars .data summary");
    tab.wait_for("document.querySelector('#figure-bars .filter')");
    let cells = "[...document.querySelectorAll('#figure-bars tbody tr')].map(it => it.cells[1].textContent + it.cells[2].textContent).join()";
    tab.click("#figure-bars thead th:nth-child(3) button");
    tab.click("#figure-bars thead th:nth-child(3) button");
    assert!(
        tab.text(cells).ends_with("image200,text600"),
        "{}",
        tab.text(cells)
    );
    tab.click("#figure-bars .filter input");
    tab.type_text("image");
    assert_eq!(tab.text(cells), "image200");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn without_scripts_every_mark_is_a_row_that_can_be_read() {
    let tab = Tab::new();
    tab.without_scripts();
    let _project = page(&tab);
    let page = "[...document.querySelectorAll('#figure-bars tbody tr')].map(it => it.textContent).join('|')";
    assert_eq!(
        tab.text(page),
        "atext60075.0|image20025.0|bsound10050.0|text10050.0"
    );
    assert_eq!(
        tab.eval("document.querySelectorAll('.tools').length"),
        json!(0)
    );
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_loss_stays_a_loss_where_it_is_drawn_again_and_where_it_is_sorted() {
    let spec = SPEC
        .replace(
            "stacked_bar, data: parts, x: downloads, y: who, color: what",
            "bar, data: whole, x: downloads, y: who, color: who",
        )
        .replace(
            "{type: treemap, data: parts}",
            "{type: bar, data: whole, x: who, y: downloads}",
        )
        .replace(
            "{parts: {by: [who, what], measures: [downloads], within: who, title: Parts}}",
            "{whole: {by: who, measures: [downloads]}}",
        );
    // a +800, b −200: relative to the longer bar, 100 and 25 hundredths.
    let rows = ROWS.replace(",100", ",-100");
    let tab = Tab::new();
    let _project = opened(Project::of(&spec).file("rows.csv", rows), &tab);
    // Hidden and shown again through the address, a alone and b alone: each is drawn by the script.
    tab.eval("location.hash = '#figure-bars&hide=a'");
    tab.wait_for(&changed("figure-bars"));
    let values = "[...document.querySelectorAll('#figure-bars .rows b')].map(it => it.textContent).join('|')";
    assert!(
        tab.text(values).contains("\u{2212}200"),
        "{}",
        tab.text(values)
    );
    tab.click("#figure-bars .data summary");
    tab.wait_for("document.querySelector('#figure-bars .filter')");
    tab.click("#figure-bars thead th:nth-child(2) button");
    tab.click("#figure-bars thead th:nth-child(2) button");
    let first = "document.querySelector('#figure-bars tbody tr').textContent";
    assert!(
        tab.text(first).starts_with("b\u{2212}200"),
        "{}",
        tab.text(first)
    );
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn names_that_differ_by_a_space_are_two_series() {
    // The contract keeps the spaces of names.
    let rows =
        "model,entity,task,downloads\n1,x,a,600\n2,x,\"a \",200\n3,y,a,100\n4,y,\" a\",100\n";
    let tab = Tab::new();
    let _project = opened(Project::of(SPEC).file("rows.csv", rows), &tab);
    assert_eq!(tab.take_errors(), Vec::<String>::new());
    let series = "document.querySelectorAll('#figure-bars .legend [class]').length";
    assert_eq!(tab.eval(series), json!(3));
    // x: 600 and 200, y: 100 and 100; without `a`, 200 and 100 remain.
    tab.eval("location.hash = '#figure-bars&hide=a'");
    tab.wait_for(&changed("figure-bars"));
    let drawn = tab.text("document.querySelector('#figure-bars .rows').textContent");
    assert!(drawn.contains("200"), "{drawn}");
    assert_eq!(tab.take_errors(), Vec::<String>::new());
}
