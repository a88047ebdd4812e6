//! Lines and words at bars of a page, on data that leave them little room: they overlap nothing, at every width, and stand
//! where they belong.

use super::charts::{NOTE, changed};
use super::widths::FAULTS;
use super::{Tab, opened};
use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
locales: [en]
title: Marked
sources:
  rows: {path: rows.csv, columns: {kind: {type: string}, panel: {type: string}, name: {type: string}, n: {type: integer}}}
measures: {n: {sql: sum(n), title: Downloads, format: compact}}
dimensions: {who: {sql: name, title: Name}, part: {sql: panel, title: Panel}}
breakdowns:
  one: {by: who, measures: [n], where: "kind = 'one'"}
  equal: {by: who, measures: [n], where: "kind = 'equal'"}
  signs: {by: who, measures: [n], where: "kind = 'signs'"}
  long: {by: who, measures: [n], where: "kind = 'long'"}
  far: {by: who, measures: [n], where: "kind = 'far'"}
  many: {by: who, measures: [n], where: "kind = 'many'"}
  panels: {by: [part, who], measures: [n], within: part, where: "kind = 'panels'"}
charts:
CHARTS
sections:
SECTIONS
"#;

/// Annotations of a chart whose first bar is `a`.
const WORDS: &str = "reference: [{value: 40, label: a line with a label of some length}, {between: [a, b], label: an edge between two of them}], annotations: [{bracket: {first: 2}, value: \"53.7%\", text: of downloads go to the first two of all that are here}, {bracket: {from: b}, text: what overlaps}, {at: a, text: a word or two about this very bar and perhaps its neighbours too}]";

fn spec() -> String {
    let mut charts = String::new();
    for data in ["one", "equal", "signs", "long", "far", "many"] {
        for (way, axes) in [("lying", "x: n, y: who"), ("standing", "x: who, y: n")] {
            charts += &format!(
                "  {data}_{way}: {{type: bar, data: {data}, {axes}, title: {data}, {WORDS}}}\n"
            );
        }
    }
    charts += "  far_log: {type: bar, data: far, x: n, y: who, scale: log, title: Logarithms, annotations: [{bracket: {first: 2}, text: two}]}\n";
    charts += "  panels: {type: bar, data: panels, x: n, y: who, facet: part, title: Panels}\n";
    charts += "  pairs: {type: dumbbell, data: panels, x: n, y: part, color: who, title: Pairs}\n";
    let names = charts
        .lines()
        .filter_map(|line| line.trim().split(':').next());
    let sections: String = names.map(|name| format!("  - chart: {name}\n")).collect();
    SPEC.replace("CHARTS", &charts)
        .replace("SECTIONS", &sections)
}

fn rows() -> String {
    let long = "an organisation with a very long name of many words, and a-word-that-cannot-be-broken-anywhere-at-all-1234567890";
    let mut rows = "kind,panel,name,n\none,-,a,70\n".to_owned();
    for name in ["a", "b", "c", "d"] {
        rows += &format!("equal,-,{name},50\n");
    }
    rows += "signs,-,a,90\nsigns,-,b,40\nsigns,-,c,0\nsigns,-,d,-60\n";
    rows += &format!("long,-,a,90\nlong,-,b,80\nlong,-,\"{long}\",70\nlong,-,\"{long} (2)\",1\n");
    rows += "far,-,a,1000000000000\nfar,-,b,1000000\nfar,-,c,1\n";
    for at in 0..50 {
        let name = match at {
            0 => "a".to_owned(),
            1 => "b".to_owned(),
            _ => format!("organisation-{at:02}"),
        };
        rows += &format!("many,-,{name},{}\n", 5000 / (at + 1));
    }
    for (panel, one, other) in [("P", 90, 10), ("Q", 30, 80), ("R", 5, 5)] {
        rows += &format!("panels,{panel},x,{one}\npanels,{panel},y,{other}\n");
    }
    rows
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn lines_and_words_overlap_nothing_at_any_width_and_on_paper() {
    let tab = Tab::new();
    let _project = opened(Project::of(&spec()).file("rows.csv", rows()), &tab);
    for width in [320, 360, 480, 640, 700, 860, 1000, 1280] {
        tab.viewport(width, 900);
        assert_eq!(tab.text(FAULTS), "", "{width}");
    }
    tab.viewport(680, 900);
    tab.media("print", &[]);
    assert_eq!(tab.text(FAULTS), "");
}

/// Where the middle of a bracket, or an edge of a line, is among the bars, as the browser laid them out.
const PLACES: &str = r"(() => {
    const found = [];
    const box = element => element.getBoundingClientRect();
    for (const list of document.querySelectorAll('.rows.marked')) {
        const id = list.closest('figure').id;
        const bars = [...list.querySelectorAll('li:not(.an):not(.axis) p')];
        if (bars.length < 2) continue;
        const standing = getComputedStyle(bars[0].parentNode).display === 'contents';
        for (const bracket of list.querySelectorAll('.brk:not(.flat)')) {
            const line = box(bracket.querySelectorAll('u')[1]);
            const [first, second, third] = bars.slice(0, 3).map(box);
            const wide = box(list).width >= 800;
            if (standing && (line.left > first.left + 2 || line.right < second.right - 2 || (third && line.right > third.left))) found.push(id + ': bracket over columns');
            if (!standing && wide && (line.top > first.bottom || line.bottom < second.top || (third && line.bottom > third.top + 2))) found.push(id + ': bracket beside rows');
            if (!standing && !wide && line.top < second.bottom - 1) found.push(id + ': bracket below rows');
            for (const bar of list.querySelectorAll('i')) {
                const it = box(bar);
                if (it.width && line.left < it.right - 1 && line.right > it.left + 1 && line.top < it.bottom - 1 && line.bottom > it.top + 1) found.push(id + ': bracket on a bar');
            }
        }
        for (const cut of list.querySelectorAll('.cut u')) {
            const line = box(cut);
            const [first, second] = bars.map(box);
            if (standing ? line.left < first.right - 1 || line.right > second.left + 1 : line.top < first.bottom - 1 || line.bottom > second.top + 1) found.push(id + ': line between');
        }
    }
    return found.join('\n');
})()";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn brackets_and_lines_stand_at_their_bars() {
    let tab = Tab::new();
    let _project = opened(Project::of(&spec()).file("rows.csv", rows()), &tab);
    for width in [360, 900, 1280] {
        tab.viewport(width, 900);
        assert_eq!(tab.text(PLACES), "", "{width}");
    }
    // A line at 40 of 90, which is the longest bar of `signs`, whose axis goes to -60.
    let at = tab.eval(
        "(() => {
            const list = document.querySelector('#figure-signs_lying .rows');
            const [line, bar] = [list.querySelector('.lvl u'), list.querySelector('i')].map(it => it.getBoundingClientRect());
            return (line.left - bar.left) / bar.width;
        })()",
    );
    assert!(
        (at.as_f64().expect("a number") - 40.0 / 90.0).abs() < 0.01,
        "{at}"
    );
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn marks_of_panels_logarithms_and_pairs_have_notes_and_words_go_when_lengths_change() {
    let tab = Tab::new();
    let _project = opened(Project::of(&spec()).file("rows.csv", rows()), &tab);
    // Panels P: x 90, y 10; Q: x 30, y 80; R: 5 each.
    for (figure, mark, name) in [
        ("panels", 2, "P › y|10|4.5% of total"),
        ("far_log", 0, "a|1"),
        ("pairs", 1, "Q › y|80"),
        ("many_lying", 0, "a|5"),
    ] {
        let place = format!(
            "(() => {{
                const mark = document.querySelectorAll('#figure-{figure} .rows i')[{mark}];
                mark.scrollIntoView({{ block: 'center' }});
                const {{ left, right, top, bottom }} = mark.getBoundingClientRect();
                return [(left + right) / 2, (top + bottom) / 2];
            }})()"
        );
        let place = tab.eval(&place);
        let [x, y] = [0, 1].map(|at| place[at].as_f64().expect("a number"));
        tab.move_to(x, y);
        let said = tab.text(NOTE);
        assert!(said.starts_with(name), "{figure}: {said}");
    }
    // Lengths that are laid out again have no lines of before.
    tab.eval("location.hash = '#figure-many_lying&range=0-9'; 0");
    tab.wait_for(&changed("figure-many_lying"));
    assert_eq!(
        tab.eval("document.querySelectorAll('#figure-many_lying .an').length"),
        0
    );
    assert_eq!(tab.text(FAULTS), "");
}
