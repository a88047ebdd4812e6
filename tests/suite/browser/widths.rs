//! Charts at every width: on a telephone, in a window, on paper, with and without scripts, nothing stands beside the
//! page, no label is cut, lies on another one or is smaller than eleven pixels.

use super::charts::changed;
use super::{Tab, opened};
use crate::fixture::{Project, hfreport, home};
use std::path::PathBuf;

/// Examples with charts of each type, beside the whole October report.
const SPECS: [&str; 17] = [
    "reports/october_2025.yaml",
    "examples/chart_annotations.yaml",
    "examples/chart_areas.yaml",
    "examples/chart_bars.yaml",
    "examples/chart_bump.yaml",
    "examples/chart_dumbbell.yaml",
    "examples/chart_facets.yaml",
    "examples/chart_grouped_bars.yaml",
    "examples/chart_heatmaps.yaml",
    "examples/chart_normalized_bars.yaml",
    "examples/chart_slope.yaml",
    "examples/chart_stacked_bars.yaml",
    "examples/chart_treemaps.yaml",
    "examples/colors.yaml",
    "examples/money_and_units.yaml",
    "examples/over.yaml",
    "examples/several_files.yaml",
];

/// What is wrong with the texts of the figures that are seen.
pub(super) const FAULTS: &str = r"(() => {
    const found = [], page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) found.push('the page scrolls sideways');
    for (const drawing of document.querySelectorAll('figure > .body > .drawing')) {
        if (!drawing.checkVisibility()) continue;
        const say = (what, text) => found.push(`${drawing.closest('figure').id}: ${what}: ${text}`);
        if (drawing.scrollWidth > drawing.clientWidth + 1) say('scrolls sideways', drawing.scrollWidth);
        const seen = [];
        const texts = document.createTreeWalker(drawing, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const { data, parentElement: element } = texts.currentNode;
            const style = getComputedStyle(element);
            if (!data.trim() || !element.checkVisibility() || /TITLE|title|desc/.test(element.nodeName)) continue;
            const range = document.createRange();
            range.selectNodeContents(texts.currentNode);
            const box = range.getBoundingClientRect();
            if (box.width < 0.5) continue;
            const matrix = element.ownerSVGElement && element.getScreenCTM();
            const size = parseFloat(style.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1);
            if (size < 10.99) say('smaller than 11 px', `${data} ${size}`);
            if (box.left < -0.5 || box.right > page.clientWidth + 0.5) say('beside the page', data);
            if (matrix) {
                const frame = element.ownerSVGElement.getBoundingClientRect();
                if (box.left < frame.left - 1 || box.right > frame.right + 1) say('cut by its drawing', data);
            }
            for (let up = element; up !== drawing; up = up.parentElement) {
                if (getComputedStyle(up).overflowX !== 'hidden') continue;
                const frame = up.getBoundingClientRect();
                if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) say('cut', data);
            }
            for (const other of seen) {
                const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
                const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
                if (wide > 1.5 && high > 4) say('lies on another', `${data} on ${other.data}`);
            }
            seen.push({ box, data });
        }
    }
    return found.slice(0, 12).join('\n');
})()";

/// Shows the chart at a place of every figure of several.
const SHOW: &str = "at => document.querySelectorAll('.tabs').forEach(tabs => {
    const inputs = tabs.querySelectorAll('input');
    (inputs[at] || inputs[0]).checked = true;
})";

fn bundle(spec: &str) -> (Project, PathBuf) {
    let project = Project::new();
    let out = project.folder().join("out");
    let folder = out.display().to_string();
    let run = ["run", spec, "--out", &folder, "--format", "html", "--quiet"];
    hfreport(&home(), &run).fine();
    (project, out)
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn no_chart_is_cut_or_shrunk_at_any_width_with_or_without_scripts() {
    for spec in SPECS {
        let (_project, out) = bundle(spec);
        for scripts in [true, false] {
            let tab = Tab::new();
            if !scripts {
                tab.without_scripts();
            }
            tab.viewport(360, 900);
            tab.open_file(&out.join("index.html"));
            let switches = "Math.max(1, ...[...document.querySelectorAll('.tabs')].map(it => it.querySelectorAll('input').length))";
            let most = tab.eval(switches).as_u64().expect("a number");
            let widths: &[u32] = if scripts {
                &[360, 320, 700, 900, 1280]
            } else {
                &[360, 1280]
            };
            for &width in widths {
                tab.viewport(width, 900);
                for at in 0..most {
                    tab.eval(&format!("({SHOW})({at}), 0"));
                    let faults = tab.text(FAULTS);
                    assert_eq!(
                        faults, "",
                        "{spec} at {width}, chart {at}, scripts: {scripts}"
                    );
                }
            }
        }
    }
}

/// Forty bars, the last without a value, each with its share behind its value.
const LONG_LIST: &str = r"
version: 1
locales: [en]
title: Forty
sources:
  rows: {path: rows.csv, columns: {name: {type: string}, n: {type: integer, nullable: true}}}
measures: {n: {sql: sum(n), title: Downloads}}
dimensions: {who: {sql: name, title: Name}}
breakdowns: {whole: {by: who, measures: [n]}}
charts: {bars: {type: bar, data: whole, x: n, y: who, title: Forty bars}}
sections: [{chart: bars}]
";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn the_end_of_a_long_list_has_room_for_names_notes_and_what_is_missing() {
    let seen = |what: &str| {
        format!(
            "[...document.querySelectorAll('#figure-bars {what}')].filter(it => it.checkVisibility() && it.textContent).length"
        )
    };
    // Lengths that are alike, and a few long bars before many short ones.
    for (alike, tails) in [(true, 0), (false, 1)] {
        let mut rows = "name,n\n".to_owned();
        for at in 0..39 {
            let value = if alike || at < 18 {
                90_000 - at
            } else {
                9_000 - at
            };
            rows += &format!("organisation-with-a-name-{at:02},{value}\n");
        }
        rows += "without-a-value,\n";
        let tab = Tab::new();
        let _project = opened(Project::of(LONG_LIST).file("rows.csv", rows), &tab);
        for width in [320, 360, 700, 860, 960, 1280, 1600] {
            tab.viewport(width, 900);
            assert_eq!(tab.text(FAULTS), "", "{width}, alike: {alike}");
            assert_eq!(tab.eval("document.querySelectorAll('.tail').length"), tails);
            assert_eq!(tab.eval(&seen("li small")), 40, "{width}, alike: {alike}");
            let narrowest = "Math.min(...[...document.querySelectorAll('.tail span')].map(it => it.clientWidth))";
            let room = tab.eval(narrowest);
            assert!(alike || room.as_f64() >= Some(60.0), "{width}: {room}");
        }
        // The nineteenth to the last: the lengths are others, so that all are rows.
        tab.eval("location.hash = '#figure-bars&range=18-38'; 0");
        tab.wait_for(&changed("figure-bars"));
        for width in [1280, 360] {
            tab.viewport(width, 900);
            assert_eq!(tab.text(FAULTS), "", "{width}, alike: {alike}");
            assert_eq!(tab.eval("document.querySelectorAll('.tail').length"), 0);
        }
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn paper_shows_charts_of_html_in_its_own_width() {
    let (_project, out) = bundle("reports/october_2025.yaml");
    let tab = Tab::new();
    // The width of an A4 page inside its margins.
    tab.viewport(680, 900);
    tab.media("print", &[]);
    tab.open_file(&out.join("index.html"));
    assert_eq!(tab.text(FAULTS), "");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn october_is_printed_on_at_most_twenty_pages() {
    let (_project, out) = bundle("reports/october_2025.yaml");
    for page in ["index.html", "index.en.html"] {
        let pdf = Tab::with_file(&out.join(page)).pdf();
        let page_object = b"/Type /Page\n";
        let pages = pdf.windows(page_object.len());
        let pages = pages.filter(|it| it == page_object).count();
        assert!((10..=20).contains(&pages), "{page}: {pages} pages");
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn pictures_of_key_numbers_begin_where_their_numbers_do() {
    let (_project, out) = bundle("reports/october_2025.yaml");
    let tab = Tab::with_file(&out.join("index.html"));
    for width in [360, 500, 768, 1280] {
        tab.viewport(width, 900);
        let indented = tab.eval(
            "[...document.querySelectorAll('.keys li')].filter(it => {
                const left = element => element.getBoundingClientRect().left;
                return it.querySelector('path') && Math.abs(left(it.querySelector('path')) - left(it.querySelector('b'))) > 1;
            }).length",
        );
        assert_eq!(indented, 0, "{width}");
    }
}

/// Places with the numbers of eleven columns.
const WIDE: &str = r"
version: 1
locales: [fr]
title: Lieux
sources: {rows: {path: rows.csv, columns: {place: {type: string, nullable: true, title: Lieu}, n: {type: integer}}}}
measures:
  n: {sql: sum(n), title: Interventions des secours}
  mean: {sql: avg(n), title: Durée moyenne de chacune}
  most: {sql: max(n), title: Durée la plus longue}
  least: {sql: min(n), title: Durée la plus courte}
  rows: {sql: count(*), title: Nombre de signalements}
breakdowns: {places: {by: place, measures: [n, mean, most, least, rows]}}
sections: [{table: places}]
";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn words_of_the_first_column_of_a_table_are_whole_at_every_width() {
    let rows = "place,n\nSaint-Étienne,90000000\nBrest,80000000\n,70000000\n";
    let tab = Tab::new();
    let _project = opened(Project::of(WIDE).file("rows.csv", rows), &tab);
    let broken = "[...document.querySelectorAll('tbody th')].flatMap(cell => {
        const text = cell.firstChild, broken = [];
        for (const word of text.data.matchAll(/[\\p{L}]+/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            if (range.getClientRects().length > 1) broken.push(word[0]);
        }
        return broken;
    }).join()";
    for width in [360, 620, 700, 900, 1280] {
        tab.viewport(width, 900);
        assert_eq!(tab.text(broken), "", "{width}");
        assert_eq!(tab.text(FAULTS), "", "{width}");
    }
}
