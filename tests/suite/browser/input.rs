//! User input: real events of mouse, keyboard and touch, which the browser handles as if they came
//! from the machine.

use super::Tab;
use serde_json::{Value, json};

impl Tab {
    /// Clicks the middle of the first element that a selector finds, after scrolling it into view.
    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        let (x, y) = self.middle(selector);
        self.click_at(x, y);
    }

    /// Clicks at a point of the window.
    #[track_caller]
    pub(crate) fn click_at(&self, x: f64, y: f64) {
        self.move_to(x, y);
        self.press(x, y, 1);
    }

    /// Double-clicks the middle of an element, after scrolling it into view.
    #[track_caller]
    pub(crate) fn double_click(&self, selector: &str) {
        let (x, y) = self.middle(selector);
        self.click_at(x, y);
        self.press(x, y, 2);
    }

    /// Moves the mouse to a point of the window.
    #[track_caller]
    pub(crate) fn move_to(&self, x: f64, y: f64) {
        self.mouse("mouseMoved", x, y, 0);
    }

    /// Moves the mouse over the middle of an element, after scrolling it into view.
    #[track_caller]
    pub(crate) fn hover(&self, selector: &str) {
        let (x, y) = self.middle(selector);
        self.move_to(x, y);
    }

    /// Presses the mouse button at one point, moves in steps to another and releases it.
    #[track_caller]
    pub(crate) fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        self.move_to(from.0, from.1);
        self.mouse("mousePressed", from.0, from.1, 1);
        for step in 1..=8 {
            let part = f64::from(step) / 8.0;
            let x = from.0 + (to.0 - from.0) * part;
            let y = from.1 + (to.1 - from.1) * part;
            self.mouse("mouseMoved", x, y, 1);
        }
        self.mouse("mouseReleased", to.0, to.1, 0);
    }

    /// Presses a key: `Tab`, `Enter`, `ArrowRight`, `a`, with modifiers before it: `Shift+Tab`.
    #[track_caller]
    pub(crate) fn key(&self, combination: &str) {
        let mut held: Vec<&str> = combination.split('+').collect();
        let name = held.pop().unwrap_or_default();
        let modifiers: u8 = held.iter().map(|name| modifier(name)).sum();
        let (key, code, number, text) = key(name);
        let typed = if modifiers & !SHIFT == 0 { text } else { "" };
        let event = |kind: &str, text: &str| {
            let mut event = json!({
                "type": kind, "key": key, "code": code, "modifiers": modifiers,
                "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number,
            });
            if !text.is_empty() {
                event["text"] = text.into();
            }
            event
        };
        let down = if typed.is_empty() {
            "rawKeyDown"
        } else {
            "keyDown"
        };
        self.command("Input.dispatchKeyEvent", &event(down, typed));
        self.command("Input.dispatchKeyEvent", &event("keyUp", ""));
    }

    /// Types a text into the focused element.
    #[track_caller]
    pub(crate) fn type_text(&self, text: &str) {
        self.command("Input.insertText", &json!({"text": text}));
    }

    /// Taps the middle of an element, after scrolling it into view.
    #[track_caller]
    pub(crate) fn touch(&self, selector: &str) {
        let (x, y) = self.middle(selector);
        let points = json!([{"x": x, "y": y}]);
        for (kind, points) in [("touchStart", points), ("touchEnd", json!([]))] {
            self.command(
                "Input.dispatchTouchEvent",
                &json!({"type": kind, "touchPoints": points}),
            );
        }
    }

    /// The middle of an element in the window, after scrolling it into view.
    #[track_caller]
    pub(crate) fn middle(&self, selector: &str) -> (f64, f64) {
        let quoted = Value::from(selector);
        let point = self.eval(&format!(
            "(() => {{
                const element = document.querySelector({quoted});
                if (!element) return null;
                element.scrollIntoView({{block: 'center', inline: 'center', behavior: 'instant'}});
                const box = element.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})()"
        ));
        let at = |index: usize| point[index].as_f64();
        let point = at(0).zip(at(1));
        point.unwrap_or_else(|| panic!("there is no `{selector}`"))
    }

    /// The `count`-th click at the same point.
    fn press(&self, x: f64, y: f64, count: u8) {
        for (kind, buttons) in [("mousePressed", 1), ("mouseReleased", 0)] {
            self.command(
                "Input.dispatchMouseEvent",
                &json!({
                    "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": count,
                }),
            );
        }
    }

    fn mouse(&self, kind: &str, x: f64, y: f64, buttons: u8) {
        let moved = kind == "mouseMoved";
        let button = if moved && buttons == 0 {
            "none"
        } else {
            "left"
        };
        self.command(
            "Input.dispatchMouseEvent",
            &json!({
                "type": kind, "x": x, "y": y, "button": button, "buttons": buttons,
                "clickCount": u8::from(!moved),
            }),
        );
    }
}

const SHIFT: u8 = 8;

fn modifier(name: &str) -> u8 {
    match name {
        "Alt" => 1,
        "Control" => 2,
        "Meta" => 4,
        "Shift" => SHIFT,
        _ => panic!("`{name}` is no key that is held"),
    }
}

/// Key, code, number and text of a key by its name.
fn key(name: &str) -> (&str, String, u32, &str) {
    let special = |number, text| (name, name.to_owned(), number, text);
    match name {
        "Backspace" => special(8, ""),
        "Tab" => special(9, ""),
        "Enter" => special(13, "\r"),
        "Escape" => special(27, ""),
        "Space" => (" ", name.to_owned(), 32, " "),
        "PageUp" => special(33, ""),
        "PageDown" => special(34, ""),
        "End" => special(35, ""),
        "Home" => special(36, ""),
        "ArrowLeft" => special(37, ""),
        "ArrowUp" => special(38, ""),
        "ArrowRight" => special(39, ""),
        "ArrowDown" => special(40, ""),
        "Delete" => special(46, ""),
        _ => {
            let letter = name.chars().next().filter(|_| name.chars().count() == 1);
            let letter = letter.unwrap_or_else(|| panic!("`{name}` is no key"));
            let upper = letter.to_ascii_uppercase();
            let code = match upper {
                'A'..='Z' => format!("Key{upper}"),
                '0'..='9' => format!("Digit{upper}"),
                _ => String::new(),
            };
            (name, code, u32::from(upper), name)
        }
    }
}
