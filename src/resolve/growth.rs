//! Definitions that multiply each other. In: the texts of filters and of SQL dimensions. Out: an
//! error at each one that would expand to too much, before any name is replaced.

use super::context::Context;
use crate::diagnostic::Code;
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// Maximum number of conditions or values that a definition may expand to.
const MAX_PARTS: u64 = 1000;
/// Maximum depth of references between definitions.
const MAX_DEPTH: usize = 60;

/// The size of an expanded definition.
#[derive(Clone, Copy)]
struct Size {
    parts: u64,
    depth: usize,
}

impl Context<'_> {
    /// Reports the first filter or dimension that expands to too much; returns whether there is
    /// none.
    pub(super) fn definitions_are_bounded(&mut self) -> bool {
        let dimensions = self.spec.dimensions.iter();
        let dimensions: IndexMap<&str, &str> = dimensions
            .filter_map(|(name, dimension)| Some((name.as_str(), dimension.sql.as_deref()?)))
            .collect();
        let filters = self.spec.filters.iter();
        let filters: IndexMap<&str, &str> = filters
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let found = [
            ("filter", "filters", too_large(&filters)),
            ("dimension", "dimensions", too_large(&dimensions)),
        ];
        let mut is_bounded = true;
        for (kind, plural, name) in found {
            let Some(name) = name else {
                continue;
            };
            is_bounded = false;
            self.error(
                Code::DEFINITION,
                &format!("/{plural}/{}", crate::spec::escape(name)),
                format!(
                    "{kind} `{name}` stands for more than {MAX_PARTS} others, or is more than {MAX_DEPTH} deep, through the names in it"
                ),
            );
        }
        is_bounded
    }
}

/// The first definition that is too large.
fn too_large<'a>(texts: &IndexMap<&'a str, &'a str>) -> Option<&'a str> {
    let mut sizes = BTreeMap::new();
    let mut names = texts.keys().copied();
    names.find(|name| {
        let size = size(name, texts, &mut sizes, 0);
        size.parts > MAX_PARTS || size.depth > MAX_DEPTH
    })
}

fn size<'a>(
    name: &'a str,
    texts: &IndexMap<&'a str, &'a str>,
    sizes: &mut BTreeMap<&'a str, Size>,
    depth: usize,
) -> Size {
    let one = Size { parts: 1, depth: 1 };
    if let Some(size) = sizes.get(name) {
        return *size;
    }
    if depth > MAX_DEPTH {
        return Size { parts: 1, depth };
    }
    // A cycle is reported where names are resolved.
    sizes.insert(name, one);
    let mut whole = one;
    for word in words(texts[name]) {
        if let Some((name, _)) = texts.get_key_value(word) {
            let part = size(name, texts, sizes, depth + 1);
            whole.parts = whole.parts.saturating_add(part.parts);
            whole.depth = whole.depth.max(part.depth + 1);
        }
    }
    sizes.insert(name, whole);
    whole
}

/// The words of an expression, except those inside text literals.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split('\'').step_by(2);
    outside.flat_map(|part| part.split(|it: char| !it.is_alphanumeric() && it != '_'))
}

#[cfg(test)]
mod tests {
    use super::too_large;
    use indexmap::IndexMap;

    fn chain(length: usize, step: impl Fn(usize) -> String) -> Vec<(String, String)> {
        let first = ("f0".to_owned(), "downloads > 1".to_owned());
        let others = (1..=length).map(|at| (format!("f{at}"), step(at - 1)));
        [first].into_iter().chain(others).collect()
    }

    fn found(texts: &[(String, String)]) -> Option<&str> {
        let texts: IndexMap<&str, &str> = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        too_large(&texts)
    }

    #[test]
    fn what_doubles_is_found_where_it_passes_the_limit() {
        let twice = |at: usize| format!("f{at} AND f{at}");
        // 1, 3, 7, … 2^(n + 1) − 1 parts: f9 expands to 1,023.
        assert_eq!(found(&chain(8, twice)), None);
        assert_eq!(found(&chain(40, twice)), Some("f9"));
        assert_eq!(found(&chain(59, |at| format!("NOT f{at}"))), None);
        assert_eq!(
            found(&chain(20_000, |at| format!("NOT f{at}"))),
            Some("f60")
        );
    }

    #[test]
    fn circles_and_names_in_texts_count_once() {
        let one = [("f".to_owned(), "f AND f".to_owned())];
        assert_eq!(found(&one), None);
        assert_eq!(
            found(&chain(40, |at| format!("name = 'f{at} f{at}'"))),
            None
        );
    }
}
