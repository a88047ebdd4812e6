//! A tab: opens pages, evaluates JavaScript, waits for conditions, and records what the page wrote
//! to the console and requested from the network.

use super::connection::Browser;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a condition of a page may take to become true on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A tab in a context of its own.
pub(crate) struct Tab {
    browser: &'static Browser,
    session: String,
    context: String,
    told: RefCell<Told>,
}

/// Invisible actions of a page.
#[derive(Default)]
struct Told {
    /// Errors of the console, exceptions, refusals of the page's policy.
    errors: Vec<String>,
    /// Requested addresses.
    requests: Vec<String>,
}

impl Tab {
    /// An empty tab.
    pub(crate) fn new() -> Self {
        let browser = Browser::shared();
        let ask = |method, parameters| {
            browser
                .command("", method, &parameters)
                .unwrap_or_else(|problem| panic!("{problem}"))
        };
        let context = ask(
            "Target.createBrowserContext",
            json!({"disposeOnDetach": true}),
        );
        let context = text(&context["browserContextId"]);
        let target = ask(
            "Target.createTarget",
            json!({"url": "about:blank", "browserContextId": context, "newWindow": true}),
        );
        let target = text(&target["targetId"]);
        let attached = ask(
            "Target.attachToTarget",
            json!({"targetId": target, "flatten": true}),
        );
        let tab = Self {
            browser,
            session: text(&attached["sessionId"]),
            context,
            told: RefCell::default(),
        };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.command(&format!("{domain}.enable"), &json!({}));
        }
        tab.command(
            "Emulation.setFocusEmulationEnabled",
            &json!({"enabled": true}),
        );
        tab.viewport(1280, 900);
        tab
    }

    /// A tab that shows a file.
    pub(crate) fn with_file(path: &Path) -> Self {
        let tab = Self::new();
        tab.open_file(path);
        tab
    }

    /// Opens a file.
    pub(crate) fn open_file(&self, path: &Path) {
        self.open(&format!("file://{}", path.display()));
    }

    /// Opens an address and waits until it is loaded.
    pub(crate) fn open(&self, address: &str) {
        self.gather();
        let opened = self.command("Page.navigate", &json!({"url": address}));
        assert!(
            opened["errorText"].is_null(),
            "{address}: {}",
            opened["errorText"]
        );
        let events = self
            .browser
            .events_until(&self.session, "Page.loadEventFired");
        self.told
            .borrow_mut()
            .note(&events.unwrap_or_else(|problem| panic!("{address}: {problem}")));
    }

    /// A command of the `DevTools` protocol to this tab.
    #[track_caller]
    pub(super) fn command(&self, method: &str, parameters: &Value) -> Value {
        let answer = self.browser.command(&self.session, method, parameters);
        answer.unwrap_or_else(|problem| panic!("{problem}"))
    }

    /// A command to the browser about the context of this tab.
    #[track_caller]
    pub(super) fn context_command(&self, method: &str, mut parameters: Value) {
        parameters["browserContextId"] = self.context.as_str().into();
        let answer = self.browser.command("", method, &parameters);
        answer.unwrap_or_else(|problem| panic!("{problem}"));
    }

    /// The value of an expression in the page; promises are awaited.
    #[track_caller]
    pub(crate) fn eval(&self, expression: &str) -> Value {
        let answer = self.command(
            "Runtime.evaluate",
            &json!({"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true}),
        );
        let fault = &answer["exceptionDetails"];
        assert!(fault.is_null(), "{expression}\n{}", exception(fault));
        answer["result"]["value"].clone()
    }

    /// The text of an expression in the page.
    #[track_caller]
    pub(crate) fn text(&self, expression: &str) -> String {
        let value = self.eval(expression);
        let text = value.as_str().map(str::to_owned);
        text.unwrap_or_else(|| panic!("{expression} is {value}"))
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub(crate) fn wait_for(&self, expression: &str) {
        let end = Instant::now() + PATIENCE;
        let asked = format!("Boolean({expression})");
        while self.eval(&asked) != Value::Bool(true) {
            assert!(Instant::now() < end, "never true: {expression}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Takes what the page has reported so far: console errors, exceptions, refusals of its policy.
    pub(crate) fn take_errors(&self) -> Vec<String> {
        self.gather();
        std::mem::take(&mut self.told.borrow_mut().errors)
    }

    /// Takes the addresses requested so far, including the page's own.
    pub(crate) fn take_requests(&self) -> Vec<String> {
        self.gather();
        std::mem::take(&mut self.told.borrow_mut().requests)
    }

    /// Reads the events that have arrived; once it answers, those of everything the page did before
    /// have arrived.
    fn gather(&self) {
        let ask = json!({"expression": "0"});
        // A tab that is closed after a failed test has nothing more to report.
        let _ = self
            .browser
            .command(&self.session, "Runtime.evaluate", &ask);
        self.told
            .borrow_mut()
            .note(&self.browser.events(&self.session));
    }
}

impl Drop for Tab {
    /// Closes the tab; a passed test must not have left errors in the page.
    fn drop(&mut self) {
        let errors = self.take_errors();
        let close = json!({"browserContextId": self.context});
        let _ = self
            .browser
            .command("", "Target.disposeBrowserContext", &close);
        self.browser.events(&self.session);
        if !std::thread::panicking() {
            assert!(errors.is_empty(), "the page told: {}", errors.join("\n"));
        }
    }
}

impl Told {
    fn note(&mut self, events: &[Value]) {
        for event in events {
            let about = &event["params"];
            match event["method"].as_str().unwrap_or_default() {
                "Runtime.exceptionThrown" => {
                    self.errors.push(exception(&about["exceptionDetails"]));
                }
                "Runtime.consoleAPICalled"
                    if about["type"] == "error" || about["type"] == "assert" =>
                {
                    self.errors.push(about["args"].to_string());
                }
                "Log.entryAdded" if about["entry"]["level"] == "error" => {
                    let entry = &about["entry"];
                    self.errors
                        .push(format!("{} {}", text(&entry["text"]), text(&entry["url"])));
                }
                "Network.requestWillBeSent" => self.requests.push(text(&about["request"]["url"])),
                _ => {}
            }
        }
    }
}

fn exception(details: &Value) -> String {
    let described = text(&details["exception"]["description"]);
    format!("{} {described}", text(&details["text"]))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
