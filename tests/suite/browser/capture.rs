//! How a page looks on screen and on paper, how it is presented to assistive technology, and how
//! long it blocked its user.

use super::Tab;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::time::Duration;

impl Tab {
    /// A PNG of the whole page.
    #[track_caller]
    pub(crate) fn screenshot(&self) -> Vec<u8> {
        self.picture("document.documentElement")
    }

    /// A PNG of the first element that a selector finds.
    #[track_caller]
    pub(crate) fn screenshot_of(&self, selector: &str) -> Vec<u8> {
        self.picture(&format!(
            "document.querySelector({})",
            Value::from(selector)
        ))
    }

    /// A PNG of what the window shows.
    #[track_caller]
    pub(crate) fn screen_shown(&self) -> Vec<u8> {
        bytes(&self.command("Page.captureScreenshot", &json!({"format": "png"})))
    }

    fn picture(&self, element: &str) -> Vec<u8> {
        let area = self.eval(&format!(
            "(() => {{
                const box = {element}.getBoundingClientRect();
                return {{x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height, scale: 1}};
            }})()"
        ));
        let answer = self.command(
            "Page.captureScreenshot",
            &json!({"format": "png", "captureBeyondViewport": true, "clip": area}),
        );
        bytes(&answer)
    }

    /// The page as a PDF, on A4 with the margins and the breaks of its style.
    #[track_caller]
    pub(crate) fn pdf(&self) -> Vec<u8> {
        let answer = self.command(
            "Page.printToPDF",
            &json!({"printBackground": true, "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69}),
        );
        bytes(&answer)
    }

    /// The accessibility tree, in document order: role, name, and value if there is one.
    #[track_caller]
    pub(crate) fn accessible(&self) -> Vec<Accessible> {
        self.command("Accessibility.enable", &json!({}));
        let tree = self.command("Accessibility.getFullAXTree", &json!({}));
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let nodes = nodes.iter().filter(|node| node["ignored"] != true);
        nodes
            .map(|node| Accessible {
                role: text(&node["role"]["value"]),
                name: text(&node["name"]["value"]),
            })
            .collect()
    }

    /// How long tasks have blocked the page since it was opened: for each, the time beyond 50 ms.
    #[track_caller]
    pub(crate) fn blocking_time(&self) -> Duration {
        let milliseconds = self.eval(
            "new Promise(done => {
                let sum = 0;
                new PerformanceObserver(list => {
                    for (const task of list.getEntries()) sum += Math.max(0, task.duration - 50);
                }).observe({type: 'longtask', buffered: true});
                setTimeout(() => done(sum), 50);
            })",
        );
        Duration::from_secs_f64(milliseconds.as_f64().unwrap_or_default() / 1000.0)
    }

    /// Slows the page's processor down by this factor.
    #[track_caller]
    pub(crate) fn slower(&self, times: u32) {
        self.command("Emulation.setCPUThrottlingRate", &json!({"rate": times}));
    }
}

/// A node of the accessibility tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accessible {
    /// `heading`, `button`, `image`, …
    pub(crate) role: String,
    /// The accessible name.
    pub(crate) name: String,
}

fn bytes(answer: &Value) -> Vec<u8> {
    let text = answer["data"].as_str().expect("bytes of the browser");
    BASE64_STANDARD.decode(text).expect("base64")
}
