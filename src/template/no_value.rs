//! A metric without a value in a text: it can be asked for, and is never printed. In: the name of the metric. Out: a template
//! value that no text can hold unnoticed, not even joined to others.

use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};
use std::fmt;
use std::sync::Arc;

/// What it leaves in a text that it is joined to: a character that is none, so that no data contain it.
const MARK: char = '\u{fdd0}';

/// The written form of a metric that has no value.
#[derive(Debug)]
pub(crate) struct NoValue {
    name: String,
}

impl NoValue {
    /// Of a metric.
    pub(crate) fn value(name: &str) -> Value {
        let name = name.to_owned();
        Value::from_object(Self { name })
    }

    /// Whether a value is one.
    pub(super) fn is(value: &Value) -> bool {
        value.downcast_object_ref::<Self>().is_some()
    }

    /// Why a value cannot be printed, if it is one or was joined of one.
    pub(super) fn refusal(value: &Value) -> Option<String> {
        let name = match value.downcast_object_ref::<Self>() {
            Some(none) => none.name.clone(),
            None => {
                let (_, behind) = value.as_str()?.split_once(MARK)?;
                behind.split(MARK).next().unwrap_or_default().to_owned()
            }
        };
        Some(format!(
            "`formatted.{name}` has no value here; ask first, `{{% if formatted.{name} is not none %}}…{{% endif %}}`, or say what stands in its place, `{{{{ formatted.{name}|default(\"–\", true) }}}}`"
        ))
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
        write!(out, "{MARK}{}{MARK}", self.name)
    }
}
