//! Template values as filters see them. In: a value of a template. Out: the number or the label
//! that it stands for, or its description in a message.

use minijinja::Value;
use minijinja::value::ValueKind;

use crate::template::no_value::NoValue;
use crate::text::Number;
use crate::text::french::Article;

/// The longest text that a message quotes, in characters.
const LONGEST_QUOTE: usize = 40;

/// A label that has a singular and a plural, as specs declare it: `{one, other, gender, in}`.
pub(super) struct Term {
    pub(super) one: String,
    pub(super) other: String,
    pub(super) article: Option<Article>,
    /// What is said for being in it: `en vision`.
    pub(super) inside: Option<String>,
}

impl Term {
    /// The label in a map; `None` if the value is something else.
    pub(super) fn of(value: &Value) -> Option<Self> {
        if value.kind() != ValueKind::Map {
            return None;
        }
        let text = |key| {
            value
                .get_attr(key)
                .ok()
                .and_then(|part| part.as_str().map(str::to_owned))
        };
        Some(Self {
            one: text("one")?,
            other: text("other")?,
            article: text("gender").and_then(|gender| Article::parse(&gender)),
            inside: text("in"),
        })
    }
}

/// The integer in a value; floats, even whole ones, and truth values do not count.
pub(super) fn integer_of(value: &Value) -> Option<i128> {
    value
        .is_integer()
        .then(|| i128::try_from(value.clone()).ok())
        .flatten()
}

/// The finite number in a value.
pub(super) fn number_of(value: &Value) -> Option<Number> {
    if value.kind() != ValueKind::Number {
        return None;
    }
    if value.is_integer() {
        return integer_of(value).map(Number::Integer);
    }
    f64::try_from(value.clone())
        .ok()
        .filter(|float| float.is_finite())
        .map(Number::Float)
}

/// The value described for a message, shortened.
pub(super) fn described(value: &Value) -> String {
    if NoValue::is(value) {
        return "a metric without a value".to_owned();
    }
    match value.kind() {
        ValueKind::Undefined => "an undefined value".to_owned(),
        ValueKind::None => "none".to_owned(),
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            let start: String = text.chars().take(LONGEST_QUOTE).collect();
            let more = if start.len() < text.len() { "…" } else { "" };
            format!("the text {start:?}{more}")
        }
        ValueKind::Number => format!("the number {value}"),
        ValueKind::Bool => format!("the truth value {}", value.is_true()),
        ValueKind::Seq | ValueKind::Iterable => "a list".to_owned(),
        ValueKind::Map => "a map".to_owned(),
        kind => format!("a value of the kind {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use minijinja::{Value, context};

    use super::{Term, described, integer_of, number_of};
    use crate::text::Number;
    use crate::text::french::Article;

    #[test]
    fn integers_stay_integers_and_nothing_else_is_one() {
        assert_eq!(integer_of(&Value::from(i128::MAX)), Some(i128::MAX));
        assert_eq!(integer_of(&Value::from(u128::MAX)), None);
        for value in [
            Value::from(2.0),
            Value::from(true),
            Value::from("2"),
            Value::UNDEFINED,
        ] {
            assert_eq!(integer_of(&value), None, "{value:?}");
        }
        assert_eq!(number_of(&Value::from(0.5)), Some(Number::Float(0.5)));
        assert_eq!(number_of(&Value::from(7)), Some(Number::Integer(7)));
        for value in [
            Value::from(f64::NAN),
            Value::from(true),
            Value::from("2"),
            Value::from(()),
        ] {
            assert_eq!(number_of(&value), None, "{value:?}");
        }
    }

    #[test]
    fn a_label_needs_both_forms() {
        let term =
            Term::of(&context! { one => "langue", other => "langues", gender => "f" }).unwrap();
        assert_eq!(
            (&*term.one, &*term.other, term.article),
            ("langue", "langues", Some(Article::La))
        );
        assert!(Term::of(&context! { one => "langue" }).is_none());
        assert!(Term::of(&Value::from("langue")).is_none());
    }

    #[test]
    fn a_message_quotes_the_beginning_of_long_texts() {
        assert_eq!(described(&Value::from("a\"b")), r#"the text "a\"b""#);
        assert_eq!(
            described(&Value::from("x".repeat(41))),
            format!("the text \"{}\"…", "x".repeat(40))
        );
        assert_eq!(described(&Value::UNDEFINED), "an undefined value");
        assert_eq!(described(&Value::from(2.5)), "the number 2.5");
    }
}
