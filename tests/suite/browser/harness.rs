//! The harness itself: input arrives, output is shown, errors of a page are reported.

use super::Tab;
use super::capture::Accessible;
use crate::fixture::Project;
use serde_json::json;
use std::time::Duration;

/// A page that records what happens to it.
const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { background: #fff; } main { height: 3000px; } button { margin-top: 2000px; display: block; }
@media (prefers-color-scheme: dark) { body { background: #000; } }
</style></head><body><main><h1>Page</h1><div id="area" style="width:200px;height:100px;background:#f00"></div>
<input aria-label="Field"><button>Press</button><p id="scripts">none</p></main><script>
const log = [];
for (const kind of ['click', 'mousemove', 'mousedown', 'mouseup', 'keydown', 'touchstart'])
  document.addEventListener(kind, event => log.push([kind, event.target.id || event.target.localName, event.key || '']));
document.querySelector('#scripts').textContent = 'run';
</script></body></html>"#;

fn project() -> (Project, Tab) {
    let project = Project::new().file("page.html", PAGE);
    let tab = Tab::with_file(&project.folder().join("page.html"));
    (project, tab)
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn events_of_mouse_keyboard_and_finger_arrive() {
    let (_project, tab) = project();
    tab.click("button");
    assert_eq!(tab.eval("log.at(-1)"), json!(["click", "button", ""]));
    assert_ne!(tab.eval("scrollY"), json!(0));
    let (x, y) = tab.middle("#area");
    tab.eval("log.length = 0");
    tab.drag((x - 50.0, y), (x + 50.0, y));
    assert_eq!(
        tab.eval("log.filter(it => it[0] == 'mousedown').length"),
        json!(1)
    );
    assert_eq!(
        tab.eval("log.filter(it => it[0] == 'mousemove').length"),
        json!(9)
    );
    tab.hover("#area");
    assert_eq!(
        tab.eval("document.querySelector('#area').matches(':hover')"),
        json!(true)
    );
    tab.click("input");
    tab.key("a");
    tab.type_text("bc");
    tab.key("ArrowLeft");
    tab.key("Shift+Z");
    tab.key("Backspace");
    assert_eq!(
        tab.eval("document.querySelector('input').value"),
        json!("abc")
    );
    tab.key("Tab");
    assert_eq!(
        tab.eval("document.activeElement.localName"),
        json!("button")
    );
    tab.key("Enter");
    assert_eq!(tab.eval("log.at(-1)"), json!(["click", "button", ""]));
    tab.key("Shift+Tab");
    assert_eq!(tab.eval("document.activeElement.localName"), json!("input"));
    tab.phone(400, 800);
    tab.eval("log.length = 0");
    tab.touch("button");
    tab.wait_for("log.length > 1");
    assert_eq!(tab.eval("log[0]"), json!(["touchstart", "button", ""]));
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn screens_preferences_and_scripts_are_what_the_test_says() {
    let (project, tab) = project();
    tab.viewport(640, 480);
    assert_eq!(tab.eval("[innerWidth, innerHeight]"), json!([640, 480]));
    tab.phone(320, 568);
    assert_eq!(
        tab.eval("[innerWidth, matchMedia('(pointer: coarse)').matches]"),
        json!([320, true])
    );
    tab.media(
        "print",
        &[
            ("prefers-color-scheme", "dark"),
            ("prefers-reduced-motion", "reduce"),
        ],
    );
    for query in [
        "print",
        "(prefers-color-scheme: dark)",
        "(prefers-reduced-motion: reduce)",
    ] {
        assert_eq!(
            tab.eval(&format!("matchMedia('{query}').matches")),
            json!(true),
            "{query}"
        );
    }
    tab.without_scripts();
    tab.open_file(&project.folder().join("page.html"));
    assert_eq!(
        tab.text("document.querySelector('#scripts').textContent"),
        "none"
    );
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn pictures_show_what_is_seen_and_by_whom() {
    let (_project, tab) = project();
    let pixel = |bytes: &[u8]| {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        (
            (frame.width, frame.height),
            [pixels[0], pixels[1], pixels[2]],
        )
    };
    assert_eq!(
        pixel(&tab.screenshot_of("#area")),
        ((200, 100), [255, 0, 0])
    );
    tab.vision("achromatopsia");
    let (_, [red, green, blue]) = pixel(&tab.screenshot_of("#area"));
    assert!(red == green && green == blue, "{red} {green} {blue}");
    tab.vision("none");
    assert!(pixel(&tab.screenshot()).0.1 > 3000);
    assert!(tab.pdf().starts_with(b"%PDF-"));
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn assistive_technology_is_given_names_and_states() {
    let (_project, tab) = project();
    for (role, name) in [
        ("heading", "Page"),
        ("textbox", "Field"),
        ("button", "Press"),
    ] {
        let (role, name) = (role.to_owned(), name.to_owned());
        assert!(tab.accessible().contains(&Accessible { role, name }));
    }
    assert_eq!(tab.axe().unwrap_or_default(), Vec::<String>::new());
    tab.eval("document.querySelector('input').removeAttribute('aria-label')");
    if let Some(found) = tab.axe() {
        assert!(
            found.len() == 1 && found[0].starts_with("label: "),
            "{found:?}"
        );
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn errors_refusals_and_requests_are_reported() {
    let policy = r#"<meta http-equiv="Content-Security-Policy" content="img-src 'none'"><img alt="" src="x.png">"#;
    let page = PAGE.replace(
        "<script>",
        &format!("{policy}<script>console.error('one');"),
    );
    let page = page.replace(
        "</script>",
        "; setTimeout(() => { throw Error('two'); });</script>",
    );
    let project = Project::new().file("page.html", page);
    let tab = Tab::with_file(&project.folder().join("page.html"));
    let _ = tab.eval("new Promise(done => setTimeout(done, 50))");
    let errors = tab.take_errors().join("\n");
    for part in ["one", "Error: two", "Content Security Policy"] {
        assert!(errors.contains(part), "{part}: {errors}");
    }
    let requests = tab.take_requests();
    assert!(requests[0].ends_with("/page.html"), "{requests:?}");
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn files_and_the_clipboard_can_be_looked_into_and_waiting_is_measured() {
    let (project, tab) = project();
    tab.downloads_to(project.folder());
    tab.eval(
        "(() => {
            const link = document.createElement('a');
            link.href = URL.createObjectURL(new Blob(['a,b']));
            link.download = 'rows.csv';
            link.click();
        })()",
    );
    let saved = project.folder().join("rows.csv");
    let is_saved = || std::fs::read(&saved).is_ok_and(|bytes| bytes == b"a,b");
    assert!((0..3000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        is_saved()
    }));
    tab.allow_clipboard();
    tab.eval("navigator.clipboard.writeText('copied')");
    assert_eq!(tab.text("navigator.clipboard.readText()"), "copied");
    tab.slower(2);
    tab.eval("new Promise(done => setTimeout(() => { const end = performance.now() + 300; while (performance.now() < end); done(); }))");
    assert!(tab.blocking_time() > Duration::from_millis(200));
}
