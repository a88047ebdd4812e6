//! The controls of charts beyond pointing: ranges, single series, opening a tile, addresses, files
//! and copies. The tests check what a person sees; every number was worked out by hand.

use super::charts::{SPEC, changed, lengths};
use super::{Tab, opened};
use crate::fixture::Project;
use serde_json::json;

/// Four entities in the order of their downloads: a 600 + 200, b 120, c 100, d 50; 1,070 in all.
const ROWS: &str = "model,entity,task,downloads\n1,a,text,600\n2,a,image,200\n3,b,text,120\n\
                    4,c,sound,100\n5,d,text,50\n";

fn page(tab: &Tab) -> Project {
    opened(Project::of(SPEC).file("rows.csv", ROWS), tab)
}

/// The names beside the bars, from top to bottom.
const NAMES: &str = "[...document.querySelectorAll('#figure-bars .rows li:not([hidden]) > span')]\
                     .map(it => it.textContent).join('')";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_range_of_bars_follows_its_address_and_the_keyboard_shows_all_again() {
    let tab = Tab::new();
    let _project = page(&tab);
    assert_eq!(tab.text(NAMES), "abcd");
    tab.eval("location.hash = '#figure-bars&range=1-3'; 0");
    tab.wait_for(&changed("figure-bars"));
    assert_eq!(tab.text(NAMES), "bcd");
    // From top to bottom, texts of b, sounds of c, texts of d: 120, 100 and 50.
    assert_eq!(lengths(&tab), [100, 83, 42]);
    tab.eval("document.querySelector('#figure-bars .tools > button:nth-last-of-type(5)').focus()");
    tab.key("Enter");
    assert_eq!(tab.text("location.hash"), "#figure-bars");
    assert_eq!(tab.text(NAMES), "abcd");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_range_is_chosen_from_lists_by_keyboard_without_losing_the_place() {
    let tab = Tab::new();
    let _project = page(&tab);
    let range = "[...document.querySelectorAll('#figure-bars .tools summary')].find(it => it.textContent === 'Range')";
    tab.eval(&format!("{range}.focus()"));
    tab.key("Enter");
    tab.wait_for("document.querySelector('#figure-bars .panel select')");
    tab.key("Tab");
    tab.key("ArrowDown");
    assert_eq!(tab.text("location.hash"), "#figure-bars&range=1-3");
    assert_eq!(tab.text(NAMES), "bcd");
    tab.key("ArrowDown");
    assert_eq!(tab.text(NAMES), "cd");
    tab.key("Tab");
    tab.key("ArrowUp");
    assert_eq!(tab.text(NAMES), "c");
    assert_eq!(tab.text("location.hash"), "#figure-bars&range=2-2");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_series_is_alone_after_a_double_click_and_among_the_others_after_another() {
    let tab = Tab::new();
    let _project = page(&tab);
    let all = lengths(&tab);
    for expected in [&[100][..], &all] {
        // The legend lists texts first, behind its title; images come second.
        tab.double_click("#figure-bars .legend li:nth-of-type(3)");
        assert_eq!(lengths(&tab), expected);
    }
    assert_eq!(tab.text("location.hash"), "#figure-bars");
    tab.eval("document.querySelector('#figure-bars .tools summary').focus()");
    tab.key("Enter");
    tab.wait_for("document.querySelector('#figure-bars .panel input[type=checkbox]')");
    // The search field, then the series: a box and a button each.
    for _ in 0..2 {
        tab.key("Tab");
    }
    tab.key("Space");
    assert_eq!(tab.text("location.hash"), "#figure-bars&hide=text");
    // Images of a and sounds of c.
    assert_eq!(lengths(&tab), [100, 50]);
    tab.key("Space");
    assert_eq!(lengths(&tab), all);
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_tile_opens_at_the_second_touch_and_at_the_first_click_and_the_way_leads_out() {
    let tab = Tab::new();
    let _project = page(&tab);
    let way = "(() => { const way = document.querySelector('#figure-tiles .way'); \
               return way.hidden ? '' : [...way.children].map(it => it.textContent).join(' > '); })()";
    let head = "#figure-tiles .tree em";
    tab.phone(800, 900);
    tab.touch(head);
    assert_eq!(tab.text(way), "");
    assert_eq!(
        tab.text("document.querySelector('.note-of-mark').textContent"),
        "a80074.8% of total"
    );
    tab.touch(head);
    tab.wait_for("!document.querySelector('#figure-tiles .way').hidden");
    assert_eq!(tab.text(way), "All > a");
    // 600 and 200 of 800, of 1,070 in all.
    let texts = tab.text("document.querySelector('#figure-tiles .tree').textContent");
    assert!(
        texts.contains("75.0% of group") && texts.contains("18.7% of total"),
        "{texts}"
    );
    tab.touch("#figure-tiles .way button");
    tab.wait_for("document.querySelector('#figure-tiles .way').hidden");
    let tab = Tab::new();
    let _project = page(&tab);
    tab.click(head);
    assert_eq!(tab.text(way), "All > a");
    // On paper the way says of which tile the inside is shown.
    tab.media("print", &[]);
    let printed = "[...document.querySelectorAll('#figure-tiles .way > *')].filter(it => it.checkVisibility()).map(it => it.textContent).join(' > ')";
    assert_eq!(tab.text(printed), "All > a");
    tab.media("screen", &[]);
    tab.click("#figure-tiles .way button");
    assert_eq!(tab.text(way), "");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn an_address_of_what_is_not_there_shows_the_whole_figure() {
    let tab = Tab::new();
    let _project = page(&tab);
    let all = lengths(&tab);
    for state in [
        "hide=nobody",
        "range=3-9",
        "range=2-1",
        "range=x",
        "root=a&root=text&root=x",
        "share=maybe",
    ] {
        tab.eval("location.hash = '#figure-bars&hide=image'; 0");
        tab.wait_for(&changed("figure-bars"));
        assert_ne!(lengths(&tab), all);
        tab.eval(&format!("location.hash = '#figure-bars&{state}'; 0"));
        tab.wait_for(&format!("!{}", changed("figure-bars")));
        assert_eq!(lengths(&tab), all, "{state}");
        tab.eval(&format!("location.hash = '#figure-tiles&{state}'; 0"));
    }
    tab.eval("location.hash = '#nothing&range=1-2'; 0");
    assert_eq!(tab.take_errors(), Vec::<String>::new());
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_chart_is_saved_as_it_is_shown_and_its_address_copied() {
    let tab = Tab::new();
    let project = page(&tab);
    let saved = project.folder().join("saved");
    std::fs::create_dir(&saved).expect("a folder");
    tab.downloads_to(&saved);
    tab.allow_clipboard();
    tab.click("#figure-bars .legend [class]");
    // Shares, the three formats, the address.
    let file = |kind: u32, name: &str| {
        tab.click(&format!(
            "#figure-bars .tools > button:nth-last-of-type({kind})"
        ));
        let path = saved.join(name);
        for _ in 0..200 {
            if let Ok(bytes) = std::fs::read(&path)
                && !bytes.is_empty()
            {
                return bytes;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("{name} was not saved");
    };
    let svg = String::from_utf8(file(4, "bars.svg")).expect("text");
    let document = roxmltree::Document::parse(&svg).expect("XML");
    assert_eq!(document.root_element().tag_name().name(), "svg");
    assert!(
        svg.contains(" Downloads<") && svg.contains(">sound<") && svg.contains("font:400 1"),
        "{svg}"
    );
    let png = file(3, "bars.png");
    let decoder = png::Decoder::new(std::io::Cursor::new(&png[..]));
    let reader = decoder.read_info().expect("a picture");
    let width = tab.eval("document.querySelector('#figure-bars .drawing').offsetWidth");
    assert_eq!(
        Some(u64::from(reader.info().width)),
        width.as_u64().map(|width| 2 * width),
        "two pixels for each of the drawing"
    );
    let csv = String::from_utf8(file(2, "bars.csv")).expect("text");
    assert_eq!(
        csv,
        "Entity,Task,Downloads,Share (%)\na,text,600,75.0\na,image,200,25.0\n\
         b,text,120,100.0\nc,sound,100,100.0\nd,text,50,100.0\n"
    );
    let link = "#figure-bars .tools > button:last-of-type";
    tab.click(link);
    tab.wait_for(&format!(
        "document.querySelector('{link}').textContent === 'Copied'"
    ));
    let copied = tab.text("navigator.clipboard.readText()");
    assert!(copied.ends_with("/out/index.html#figure-bars&hide=text"));
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_figure_that_is_put_into_the_page_later_gets_its_controls() {
    let tab = Tab::new();
    let _project = page(&tab);
    tab.eval(
        "(() => {
            const figure = document.querySelector('#figure-bars');
            const next = figure.cloneNode(true);
            next.querySelectorAll('.tools, .way').forEach(it => it.remove());
            figure.replaceWith(next);
            document.dispatchEvent(new Event('hfreport:update'));
        })()",
    );
    assert_eq!(
        tab.eval("document.querySelectorAll('#figure-bars .tools').length"),
        json!(1)
    );
    tab.click("#figure-bars .legend [class]");
    assert_eq!(tab.text("location.hash"), "#figure-bars&hide=text");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn controls_answer_to_a_finger_and_to_the_keyboard_alike() {
    let tab = Tab::new();
    let _project = page(&tab);
    tab.phone(800, 900);
    let button = "#figure-bars .tools > button:first-of-type";
    let sorted = "#figure-bars thead th:nth-child(3) button";
    let first = "document.querySelector('#figure-bars tbody tr').textContent";
    let by_finger = |selector: &str| tab.touch(selector);
    let by_key = |selector: &str| {
        tab.eval(&format!("document.querySelector('{selector}').focus()"));
        tab.key("Enter");
    };
    let hands: [&dyn Fn(&str); 2] = [&by_finger, &by_key];
    for hand in hands {
        hand(button);
        tab.wait_for("location.hash === '#figure-bars&share=1'");
        // Of a 75 % texts and 25 % images; one task each of b, c and d.
        assert_eq!(lengths(&tab), [75, 25, 100, 100, 100]);
        hand(button);
        tab.wait_for("location.hash === '#figure-bars'");
        hand("#figure-bars .data summary");
        tab.wait_for("document.querySelector('#figure-bars .data').open && document.querySelector('#figure-bars .filter')");
        hand(sorted);
        assert_eq!(tab.text(first), "atext60075.0");
        hand(sorted);
        assert_eq!(tab.text(first), "dtext50100.0");
        hand("#figure-bars .data summary");
        tab.wait_for("!document.querySelector('#figure-bars .data').open");
    }
    tab.touch("#figure-bars .legend li:nth-of-type(3)");
    tab.wait_for("location.hash === '#figure-bars&hide=image'");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn where_rows_are_left_out_no_share_is_made_of_the_rest() {
    let tab = Tab::new();
    // The first entity has 800 of 1,070: alone it would be the total.
    let spec = SPEC.replace(
        "measures: [downloads], within: who",
        "measures: [downloads], within: who, keep: {who: {top: 1, other: drop}}",
    );
    let _project = opened(Project::of(&spec).file("rows.csv", ROWS), &tab);
    tab.eval("document.querySelector('#figure-bars .drawing').focus()");
    tab.key("Home");
    let note =
        "[...document.querySelector('.note-of-mark').children].map(it => it.textContent).join('|')";
    assert_eq!(tab.text(note), "a › text|600|Share (%): 75.0");
    let buttons = "[...document.querySelectorAll('#figure-bars .tools > button:not([hidden])')].map(it => it.textContent).join()";
    assert_eq!(tab.text(buttons), "SVG,PNG,CSV,Link");
    let tiles = tab.text("document.querySelector('#figure-tiles .tree').textContent");
    assert!(!tiles.contains('%'), "{tiles}");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_table_of_ranges_sorts_by_size() {
    let tab = Tab::new();
    let spec = SPEC
        .replace(
            "dimensions: {",
            "dimensions: {size: {bucket: downloads, edges: [100, 110, 1000], title: Size}, ",
        )
        .replace(
            "by: [who, what], measures: [downloads], within: who",
            "by: size, measures: [downloads]",
        )
        .replace("y: who, color: what", "y: size, color: size")
        .replace("stacked_bar", "bar");
    let _project = opened(Project::of(&spec).file("rows.csv", ROWS), &tab);
    tab.click("#figure-bars .data summary");
    tab.wait_for("document.querySelector('#figure-bars .filter')");
    let sizes = "[...document.querySelectorAll('#figure-bars tbody tr')].map(it => it.cells[0].textContent).join()";
    let in_order = tab.text(sizes);
    tab.click("#figure-bars thead th:nth-child(1) button");
    let descending = tab.text(sizes);
    tab.click("#figure-bars thead th:nth-child(1) button");
    assert_eq!(tab.text(sizes), in_order);
    let turned: Vec<&str> = descending.rsplit(',').collect();
    assert_eq!(turned.join(","), in_order);
}
