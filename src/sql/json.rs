//! Members of a JSON text: `data ->> 'key'`, `data -> 0`. A member is returned as it was written,
//! so that no digit of a number is lost.

use super::{Failure, Outcome, Value};
use serde::de::IgnoredAny;

/// A member by its key, or by its position from 0; missing where it is absent or `null`. `plain`
/// returns texts without their quotes.
pub(super) fn member(text: &str, member: &Value, plain: bool) -> Outcome {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    if serde_json::from_str::<IgnoredAny>(text).is_err() {
        return Err(Failure::new(format!("`{}` is no JSON", shown(text)))
            .hint("`CASE WHEN text LIKE '{%' THEN text ->> 'key' END` leaves other texts out"));
    }
    let found = match member {
        Value::Text(key) => {
            let mut named = Members::of(text, '{').filter(|(name, _)| name.as_deref() == Some(key));
            let first = named.next();
            if named.next().is_some() {
                return Err(Failure::new(format!(
                    "`{key}` stands twice in `{}`",
                    shown(text)
                )));
            }
            first
        }
        Value::Integer(at) => usize::try_from(*at)
            .ok()
            .and_then(|at| Members::of(text, '[').nth(at)),
        _ => None,
    };
    Ok(match found {
        None | Some((_, "null")) => Value::Null,
        Some((_, raw)) if plain && raw.starts_with('"') => {
            serde_json::from_str::<String>(raw).map_or(Value::Null, |text| Value::text(&text))
        }
        Some((_, raw)) => Value::text(raw),
    })
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// The members of an object or array that is known to be valid JSON: keys and raw values.
struct Members<'a> {
    rest: &'a str,
    keyed: bool,
}

impl<'a> Members<'a> {
    fn of(text: &'a str, open: char) -> Self {
        Self {
            rest: text.trim_start().strip_prefix(open).unwrap_or_default(),
            keyed: open == '{',
        }
    }

    /// The next value as it was written.
    fn raw(&mut self) -> Option<&'a str> {
        let text = self.rest.trim_start();
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let (raw, rest) = text.split_at_checked(values.byte_offset())?;
        self.rest = rest;
        Some(raw.trim_end())
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (Option<String>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest.trim_start();
        self.rest = text.strip_prefix(',').unwrap_or(text);
        let key = if self.keyed {
            let key = serde_json::from_str(self.raw()?).ok()?;
            self.rest = self.rest.trim_start().strip_prefix(':')?;
            Some(key)
        } else {
            None
        };
        Some((key, self.raw()?))
    }
}
