//! Charts that the script draws again: with an axis instead of values, with several marks in a line, and tables whose
//! texts have joiners. The tests check what a person sees; every number was worked out by hand.

use super::charts::{SPEC, changed};
use super::{Tab, opened};
use crate::fixture::Project;

/// Two entities, three tasks: a 600 + 200, b 100 + 100.
const ROWS: &str =
    "model,entity,task,downloads\n1,a,text,600\n2,a,image,200\n3,b,text,100\n4,b,sound,100\n";

/// The bars of this chart, opened and then shown without a series.
fn without(series: &str, chart: &str, tab: &Tab) -> Project {
    let bars = "{type: stacked_bar, data: parts, x: downloads, y: who, color: what}";
    let spec = SPEC.replace(bars, chart);
    let project = opened(Project::of(&spec).file("rows.csv", ROWS), tab);
    tab.eval(&format!("location.hash = '#figure-bars&hide={series}'; 0"));
    tab.wait_for(&changed("figure-bars"));
    assert_eq!(tab.take_errors(), Vec::<String>::new());
    project
}

/// Parts of the plot, in the order of the page.
fn parts(selector: &str) -> String {
    format!(
        "[...document.querySelectorAll('#figure-bars {selector}')].filter(it => it.checkVisibility())\
         .map(it => it.style.getPropertyValue('--v')).join()"
    )
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn an_axis_follows_the_lengths_of_its_bars() {
    let tab = Tab::new();
    let chart =
        "{type: grouped_bar, data: parts, x: downloads, y: who, color: what, values: false}";
    let _project = without("text", chart, &tab);
    // Images of a and sounds of b: 200 and 100.
    assert_eq!(tab.text(&parts(".rows i")), "1,0.5");
    let ticks =
        "[...document.querySelectorAll('#figure-bars .axis u')].map(it => it.textContent).join()";
    assert_eq!(tab.text(ticks), "0,50,100,150,200");
    assert_eq!(tab.text(&parts(".axis u")), "0,0.25,0.5,0.75,1");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn several_marks_of_a_line_stand_end_to_end() {
    let tab = Tab::new();
    let chart = "{type: bar, data: parts, x: downloads, y: who, color: what}";
    let _project = without("sound", chart, &tab);
    // a is 600 and 200 of 800, b is 100 of them.
    assert_eq!(tab.text(&parts(".rows i")), "0.75,0.25,0.125");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_range_is_found_as_it_is_typed_and_its_address_has_no_joiner() {
    let tab = Tab::new();
    let spec = SPEC
        .replace("locales: [en]", "locales: [fr]")
        .replace(
            "dimensions: {",
            "dimensions: {size: {bucket: downloads, edges: [100, 300, 1000], title: Size}, ",
        )
        .replace(
            "by: [who, what], measures: [downloads], within: who",
            "by: [who, size], measures: [downloads], within: who",
        )
        .replace("color: what", "color: size");
    let _project = opened(Project::of(&spec).file("rows.csv", ROWS), &tab);
    let ranges = tab.text("document.querySelector('#figure-bars').innerHTML");
    assert!(ranges.contains("–\u{2060}"), "{ranges}");
    tab.click("#figure-bars .data summary");
    tab.wait_for("document.querySelector('#figure-bars .filter')");
    let found = tab.text(
        "(() => {
            const rows = () => [...document.querySelectorAll('#figure-bars tbody tr')].map(it => it.textContent);
            const all = rows().length;
            const cell = [...document.querySelectorAll('#figure-bars tbody :is(th, td)')].find(it => it.textContent.includes('–'));
            const typed = cell.textContent.replace(/\\u2060/g, '').replace(/\\s/g, ' ');
            const field = document.querySelector('#figure-bars .filter input');
            field.value = typed;
            field.dispatchEvent(new Event('input'));
            return `${rows().length > 0 && rows().length < all}`;
        })()",
    );
    assert_eq!(found, "true");
    tab.click("#figure-bars .legend [class]");
    let address = tab.text("decodeURIComponent(location.hash)");
    assert!(
        address.contains("hide=") && !address.contains('\u{2060}'),
        "{address}"
    );
}
