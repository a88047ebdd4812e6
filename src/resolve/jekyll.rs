//! The post of a Jekyll site: its date, its name, its front matter.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{FrontMatter, Jekyll, LocalText};
use crate::spec::{escape, grammar};
use crate::text::{Date, Locale};
use serde_json::Value;

const POINTER: &str = "/outputs/jekyll";

impl Context<'_> {
    /// The requested post; it is an error if there is none.
    pub(super) fn jekyll(&mut self, given: Option<&grammar::Jekyll>) -> Option<Jekyll> {
        let Some(given) = given else {
            let diagnostic = Diagnostic::error(
                Code::MISSING_KEY,
                "the format `jekyll` needs a day for its post: `outputs.jekyll` is missing",
            )
            .at(Location::key("/outputs"))
            .hint("add `jekyll: {date: 2025-10-28}` to `outputs`");
            self.problems.push(diagnostic);
            return None;
        };
        let date = self.with_params(&given.date, &format!("{POINTER}/date"))?;
        let Some(date) = Date::parse(&date) else {
            self.error(
                Code::WRONG_VALUE,
                &format!("{POINTER}/date"),
                format!("expected a day such as `2025-10-28`, found `{date}`"),
            );
            return None;
        };
        let slug = if let Some(slug) = &given.slug {
            self.with_params(slug, &format!("{POINTER}/slug"))?
        } else {
            let spec = self.tree.files.first().and_then(|path| path.file_stem());
            spec.unwrap_or_default()
                .to_string_lossy()
                .to_lowercase()
                .replace('_', "-")
        };
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if slug.is_empty() || !slug.chars().all(fits) {
            self.error(
                Code::WRONG_VALUE,
                &format!("{POINTER}/slug"),
                format!("expected lower-case letters, digits and hyphens, found `{slug}`"),
            );
            return None;
        }
        let front_matter = given.front_matter.iter().flatten().map(|(key, value)| {
            let pointer = format!("{POINTER}/front_matter/{}", escape(key));
            (key.clone(), front_matter(value, &pointer))
        });
        Some(Jekyll {
            date,
            slug,
            front_matter: front_matter.collect(),
        })
    }
}

/// A value of the front matter; a map of locales is a localised text.
fn front_matter(value: &Value, pointer: &str) -> FrontMatter {
    match value {
        Value::String(text) => FrontMatter::Text(LocalText::same(text), pointer.to_owned()),
        Value::Array(values) => FrontMatter::List(
            values
                .iter()
                .enumerate()
                .map(|(at, value)| front_matter(value, &format!("{pointer}/{at}")))
                .collect(),
        ),
        Value::Object(values) => {
            let texts: Vec<(Locale, String)> = Locale::ALL
                .iter()
                .filter_map(|locale| {
                    let text = values.get(locale.tag())?.as_str()?;
                    Some((*locale, text.to_owned()))
                })
                .collect();
            if !texts.is_empty() && texts.len() == values.len() {
                return FrontMatter::Text(LocalText::new(texts), pointer.to_owned());
            }
            FrontMatter::Map(
                values
                    .iter()
                    .map(|(key, value)| {
                        let pointer = format!("{pointer}/{}", escape(key));
                        (key.clone(), front_matter(value, &pointer))
                    })
                    .collect(),
            )
        }
        value => FrontMatter::Plain(value.clone()),
    }
}
