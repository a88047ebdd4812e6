//! The definition that a problem speaks of: its kind and its name.

use std::fmt;

/// Kinds of definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectKind {
    /// A param.
    Param,
    /// A source, with its columns.
    Source,
    /// A lookup.
    Lookup,
    /// A dimension.
    Dimension,
    /// A measure.
    Measure,
    /// A filter.
    Filter,
    /// A breakdown.
    Breakdown,
    /// A metric.
    Metric,
    /// A check, by its number in the list, from 0.
    Check,
    /// A chart.
    Chart,
    /// The colours of a dimension.
    Colors,
    /// A section, by its number in the list, from 0.
    Section,
    /// A published figure.
    Figure,
}

impl SubjectKind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::Param,
        Self::Source,
        Self::Lookup,
        Self::Dimension,
        Self::Measure,
        Self::Filter,
        Self::Breakdown,
        Self::Metric,
        Self::Check,
        Self::Chart,
        Self::Colors,
        Self::Section,
        Self::Figure,
    ];

    /// The key of the spec that holds definitions of this kind.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Param => "params",
            Self::Source => "sources",
            Self::Lookup => "lookups",
            Self::Dimension => "dimensions",
            Self::Measure => "measures",
            Self::Filter => "filters",
            Self::Breakdown => "breakdowns",
            Self::Metric => "metrics",
            Self::Check => "checks",
            Self::Chart => "charts",
            Self::Colors => "colors",
            Self::Section => "sections",
            Self::Figure => "published",
        }
    }

    /// The word for one definition of this kind.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Param => "param",
            Self::Source => "source",
            Self::Lookup => "lookup",
            Self::Dimension => "dimension",
            Self::Measure => "measure",
            Self::Filter => "filter",
            Self::Breakdown => "breakdown",
            Self::Metric => "metric",
            Self::Check => "check",
            Self::Chart => "chart",
            Self::Colors => "colors",
            Self::Section => "section",
            Self::Figure => "published figure",
        }
    }
}

/// A definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its name in the spec; the number, from 0, of what stands in a list.
    pub name: String,
}

impl Subject {
    /// The definition of a kind and a name.
    #[must_use]
    pub fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
        }
    }

    /// The definition in which a pointer of the spec ends: `/breakdowns/by_size/by` is of the
    /// breakdown `by_size`. Settings of the whole spec are of none.
    #[must_use]
    pub fn of(pointer: &str) -> Option<Self> {
        let mut parts = pointer.strip_prefix('/')?.split('/');
        let key = parts.next()?;
        let kind = SubjectKind::ALL.into_iter().find(|it| it.key() == key)?;
        Some(Self::new(kind, unescaped(parts.next()?)))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} `{}`", self.kind.word(), self.name)
    }
}

/// A part of a JSON pointer as the key that it means.
#[must_use]
pub fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::{Subject, SubjectKind};

    #[test]
    fn a_pointer_ends_in_the_definition_that_it_passes() {
        let of = |pointer| Subject::of(pointer).map(|it| (it.kind, it.name));
        let breakdown = Some((SubjectKind::Breakdown, "by_size".to_owned()));
        assert_eq!(of("/breakdowns/by_size"), breakdown);
        assert_eq!(of("/breakdowns/by_size/by/0"), breakdown);
        assert_eq!(
            of("/filters/a~1b"),
            Some((SubjectKind::Filter, "a/b".into()))
        );
        assert_eq!(of("/title/fr"), None);
        assert_eq!(of("/breakdowns"), None);
        assert_eq!(of(""), None);
    }
}
