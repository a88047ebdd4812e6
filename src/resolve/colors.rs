//! Colours of values, shared by all charts of a report.

use super::context::Context;
use crate::chart::{COLOR_NAMES, parse_color};
use crate::diagnostic::{Code, Diagnostic, Location, allowed, nearest, there_are};
use crate::report::Colors;
use crate::spec::escape;

impl Context<'_> {
    pub(super) fn colors(&mut self) {
        for (name, colors) in &self.spec.colors {
            let pointer = format!("/colors/{}", escape(name));
            self.color_dimension(name, &pointer);
            let shades_of = colors.shades_of.clone().unwrap_or_default();
            if !shades_of.is_empty() {
                self.color_dimension(&shades_of, &format!("{pointer}/shades_of"));
                if shades_of == *name
                    || self
                        .spec
                        .colors
                        .get(&shades_of)
                        .is_some_and(|base| base.shades_of.is_some())
                {
                    self.error(
                        Code::CYCLE,
                        &format!("{pointer}/shades_of"),
                        format!("`{shades_of}` has no colours of its own that could be shaded"),
                    );
                }
            }
            let mut values = indexmap::IndexMap::new();
            for (code, text) in &colors.values {
                if let Some(color) = parse_color(text) {
                    values.insert(code.clone(), color);
                } else {
                    let diagnostic = Diagnostic::error(
                        Code::WRONG_VALUE,
                        format!(
                            "`{text}` is no colour; colours are `#rrggbb` or {}",
                            allowed(COLOR_NAMES.iter().copied())
                        ),
                    )
                    .at(Location::value(format!("{pointer}/{}", escape(code))))
                    .maybe_hint(nearest(text, COLOR_NAMES.iter().copied()));
                    self.problems.push(diagnostic);
                }
            }
            let named = values.keys().map(|code: &String| {
                let place = Location::key(format!("{pointer}/{}", escape(code)));
                (code.clone(), place)
            });
            let named = named.collect();
            // Where nothing is shown by it, no value has its colour.
            let mut breakdowns = self.report.breakdowns.values();
            let column = breakdowns.find_map(|it| it.columns.get(name)?.texts_of().cloned());
            if let Some(dimension) = column {
                self.named_values(&dimension, "`colors` names", named);
            }
            self.report
                .colors
                .insert(name.clone(), Colors { shades_of, values });
        }
    }

    fn color_dimension(&mut self, name: &str, pointer: &str) {
        let is_column = self
            .report
            .sources
            .iter()
            .any(|source| source.columns.contains_key(name));
        if !self.spec.dimensions.contains_key(name) && !is_column {
            let names = self.groupings();
            let known = || names.iter().map(String::as_str);
            let location = match pointer.strip_suffix("/shades_of") {
                Some(_) => Location::value(pointer),
                None => Location::key(pointer),
            };
            let diagnostic = Diagnostic::error(
                Code::UNKNOWN_NAME,
                format!(
                    "there is no dimension or column `{name}`; {}",
                    there_are(known())
                ),
            )
            .unknown(name)
            .at(location)
            .maybe_hint(nearest(name, known()));
            self.problems.push(diagnostic);
        }
    }
}
