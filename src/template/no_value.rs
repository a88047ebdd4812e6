//! What has no value in a text: it can be asked for, and is never printed. In: its name. Out: a template value that no text
//! can hold unnoticed, not even joined to others.

use minijinja::value::{Object, ObjectRepr};
use minijinja::{Error, Value};
use std::fmt;
use std::sync::Arc;

/// What it leaves in a text that it is joined to, around its name: a character that is none, so that no data contain it.
const MARK: char = '\u{fdd0}';

/// The first of the characters in which the name stands there, which no filter of letters changes.
const FIRST: u32 = 0xe000;

/// What is said of it.
const NOTHING: &str = " has no value here";

/// What a text without it writes for a missing value that is joined to others.
pub(crate) const NONE: &str = "None";

/// A number that has no value, or its written form.
#[derive(Debug)]
pub(crate) struct NoValue {
    name: String,
}

impl NoValue {
    /// Of a name: `formatted.mean`.
    pub(crate) fn value(name: String) -> Value {
        Value::from_object(Self { name })
    }

    /// Whether a value is one.
    pub(super) fn is(value: &Value) -> bool {
        value.downcast_object_ref::<Self>().is_some()
    }

    /// Why a value cannot be printed, if it is one or was joined of one.
    pub(super) fn refusal(value: &Value) -> Option<String> {
        let name = if let Some(none) = value.downcast_object_ref::<Self>() {
            none.name.clone()
        } else {
            let (_, behind) = value.as_str()?.split_once(MARK)?;
            let name = behind.split(MARK).next().unwrap_or_default();
            let bytes = name
                .chars()
                .filter_map(|sign| u32::from(sign).checked_sub(FIRST));
            let bytes = bytes.filter_map(|byte| u8::try_from(byte).ok());
            String::from_utf8_lossy(&bytes.collect::<Vec<u8>>()).into_owned()
        };
        Some(format!(
            "`{name}`{NOTHING}; ask first, `{{% if {name} is not none %}}…{{% endif %}}`, or say what stands in its place, `{{{{ {name}|default(\"–\", true) }}}}`"
        ))
    }

    /// Whether a text failed because of one.
    pub(crate) fn failed(error: &Error) -> bool {
        error
            .detail()
            .is_some_and(|detail| detail.contains(NOTHING))
    }
}

impl Object for NoValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signs = self.name.bytes();
        let signs = signs.filter_map(|byte| char::from_u32(FIRST + u32::from(byte)));
        write!(out, "{MARK}{}{MARK}", signs.collect::<String>())
    }
}
