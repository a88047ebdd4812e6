//! Names that the language makes of measures and dimensions. In: the names of these. Out: what a name
//! means, and all of them.

use super::{FOLDED, LABEL, Role, TERM};
use crate::text::Locale;

/// A name that the language makes itself, and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MadeName<'a> {
    /// The name of a measure's column, and its role in words.
    OfMeasure(&'a str, &'static str),
    /// The name of a value derived from a dimension, and its description.
    OfDimension(&'a str, &'static str),
    /// `folded`.
    Folded,
}

/// Whether the language makes a name itself, given these measures and dimensions.
#[must_use]
pub(crate) fn made_name<'a>(
    name: &str,
    measures: impl IntoIterator<Item = &'a str>,
    dimensions: impl IntoIterator<Item = &'a str>,
) -> Option<MadeName<'a>> {
    if name == FOLDED {
        return Some(MadeName::Folded);
    }
    // Those of dates are made for breakdowns with `over` only, which report them themselves.
    let roles = Role::MADE.into_iter().filter(|role| !role.is_of_dates());
    let roles = roles.map(|role| (role.ending(), role.word(Locale::En)));
    let of_dimension = [(LABEL, "label"), (TERM, "noun")];
    let mut measures = measures.into_iter();
    let made = measures.find_map(|measure| {
        let ending = name.strip_prefix(measure)?;
        let (_, word) = roles.clone().find(|(known, _)| *known == ending)?;
        Some(MadeName::OfMeasure(measure, word))
    });
    let mut dimensions = dimensions.into_iter();
    made.or_else(|| {
        dimensions.find_map(|dimension| {
            let ending = name.strip_prefix(dimension)?;
            let (_, word) = of_dimension.iter().find(|(known, _)| *known == ending)?;
            Some(MadeName::OfDimension(dimension, word))
        })
    })
}

/// The names of all columns that breakdowns may have for some measures, and `folded`.
pub(crate) fn made_names<'a>(
    measures: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = String> {
    let names = measures.into_iter().flat_map(|measure| {
        let made = Role::MADE.map(|role| role.name_of(measure));
        std::iter::once(measure.to_owned()).chain(made)
    });
    names.chain(std::iter::once(FOLDED.to_owned()))
}
