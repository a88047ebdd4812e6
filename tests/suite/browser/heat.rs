//! Heatmaps and every arrangement of bars under mouse and keyboard: each mark says its own amount.

use super::charts::{NOTE, SPEC, changed};
use super::{Tab, opened};
use crate::fixture::Project;

/// Two entities, three tasks: a 600 + 200, b 100 + 100, of 1,000 downloads in all; b has no images, a no sounds.
const ROWS: &str =
    "model,entity,task,downloads\n1,a,text,600\n2,a,image,200\n3,b,text,100\n4,b,sound,100\n";

/// What the marks of a figure say, one after the other by keyboard; at the middle of each the mouse is told the same.
fn said(tab: &Tab, figure: &str) -> Vec<String> {
    let drawing = format!("document.querySelector('#{figure} .drawing')");
    tab.eval(&format!(
        "({drawing}.scrollIntoView({{block: 'center', behavior: 'instant'}}), {drawing}.focus())"
    ));
    let mut found = Vec::new();
    tab.key("Home");
    loop {
        let note = tab.text(NOTE);
        if found.contains(&note) {
            return found;
        }
        let middle = tab.eval(
            "(() => { const box = document.querySelector('.at').getBoundingClientRect(); \
             return [box.x + box.width / 2, box.y + box.height / 2]; })()",
        );
        let at = |index: usize| middle[index].as_f64().expect("a place");
        tab.move_to(1.0, 1.0);
        tab.key("Escape");
        tab.move_to(at(0), at(1));
        assert_eq!(tab.text(NOTE), note, "{figure}");
        found.push(note);
        tab.key("ArrowRight");
    }
}

/// The four marks of the rows above.
const PARTS: [&str; 4] = [
    "a › image|200|25.0% of group|20.0% of total",
    "a › text|600|75.0% of group|60.0% of total",
    "b › sound|100|50.0% of group|10.0% of total",
    "b › text|100|50.0% of group|10.0% of total",
];

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn every_bar_of_every_arrangement_says_its_own_amount_to_mouse_and_keyboard() {
    let tab = Tab::new();
    for kind in ["stacked_bar", "normalized_bar", "grouped_bar"] {
        for axes in ["x: downloads, y: who", "x: who, y: downloads"] {
            let chart = format!("{{type: {kind}, data: parts, {axes}, color: what}}");
            let spec = SPEC.replace(
                "{type: stacked_bar, data: parts, x: downloads, y: who, color: what}",
                &chart,
            );
            let _project = opened(Project::of(&spec).file("rows.csv", ROWS), &tab);
            let mut found = said(&tab, "figure-bars");
            found.sort();
            assert_eq!(found, PARTS, "{chart}");
            // A series that is hidden is not pointed at, and the others are as they were.
            tab.eval("location.hash = '#figure-bars&hide=text'; 0");
            tab.wait_for(&changed("figure-bars"));
            let mut found = said(&tab, "figure-bars");
            found.sort();
            assert_eq!(found, [PARTS[0], PARTS[2]], "{chart}");
        }
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_cell_of_a_heatmap_says_its_amount_and_one_without_a_row_nothing() {
    let spec = SPEC.replace(
        "{type: stacked_bar, data: parts, x: downloads, y: who, color: what}",
        "{type: heatmap, data: parts, x: what, y: who}",
    );
    let tab = Tab::new();
    let _project = opened(Project::of(&spec).file("rows.csv", ROWS), &tab);
    let parts = [
        "a › image|200|Share (%): 25.0",
        "a › text|600|Share (%): 75.0",
        "b › sound|100|Share (%): 50.0",
        "b › text|100|Share (%): 50.0",
    ];
    let mut found = said(&tab, "figure-bars");
    found.sort();
    assert_eq!(found, parts);
    // Two rows and three columns: four cells say something.
    let mut silent = 0;
    for (row, column) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)] {
        let place = tab.eval(&format!(
            "(() => {{
                const cell = document.querySelector('#figure-bars .heat').rows[{row} + 1].cells[{column} + 1];
                const {{ left, top, width, height }} = cell.getBoundingClientRect();
                return [left + width / 2, top + height / 2];
            }})()"
        ));
        tab.move_to(1.0, 1.0);
        tab.key("Escape");
        tab.move_to(place[0].as_f64().expect("x"), place[1].as_f64().expect("y"));
        let note = tab.text(NOTE);
        assert!(note.is_empty() || parts.contains(&note.as_str()), "{note}");
        silent += usize::from(note.is_empty());
    }
    assert_eq!(silent, 2);
}
