//! The places of bars. In: what an annotation is about, by codes. Out: its category.

use crate::chart::annotation::{Found, Sought, Target, along};
use crate::chart::bars::model::{Bars, Category};

/// The codes of a category, outermost first.
fn codes(category: &Category) -> Vec<&str> {
    let outer = category.group.as_ref().map(|(code, _)| code.as_str());
    let inner = outer.and_then(|outer| category.key.strip_prefix(outer)?.strip_prefix('/'));
    match (outer, inner) {
        (Some(outer), Some(inner)) => vec![outer, inner],
        (Some(_) | None, _) => vec![category.key.as_str()],
    }
}

impl Bars {
    /// The place of what an annotation is about.
    pub(super) fn place(&self, sought: &Sought) -> Option<Found> {
        let Sought::Mark { category, series } = sought else {
            let keys = self.categories.iter().map(|category| codes(category).pop());
            let keys: Vec<&str> = keys.map(Option::unwrap_or_default).collect();
            let labels = self.categories.iter().map(|it| it.label.as_str());
            return along(sought, &keys, &labels.collect::<Vec<_>>());
        };
        let fits = |it: &&Category| {
            let codes = codes(it);
            let mut pairs = category.iter().zip(&codes);
            category.len() == codes.len()
                && pairs.all(|(wanted, code)| wanted.as_ref().is_none_or(|it| it == code))
        };
        let at = self.categories.iter().position(|it| fits(&it))?;
        let found = &self.categories[at];
        let mark = match series {
            Some(series) => found.marks.iter().find(|mark| mark.key == *series)?,
            None => found.marks.first()?,
        };
        let group = found.group.as_ref().map(|(_, label)| label.clone());
        let series = series.as_ref().map(|_| mark.label.clone());
        let names = [group, Some(found.label.clone()), series];
        Some(Found {
            target: Target::Mark(at, None),
            names: names.into_iter().flatten().collect(),
            row: Some(mark.row),
        })
    }
}
