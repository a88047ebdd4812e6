//! The definition that a problem concerns: its kind and its name.

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
    /// A claim.
    Claim,
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
    pub(crate) const ALL: [Self; 14] = [
        Self::Param,
        Self::Source,
        Self::Lookup,
        Self::Dimension,
        Self::Measure,
        Self::Filter,
        Self::Breakdown,
        Self::Metric,
        Self::Claim,
        Self::Check,
        Self::Chart,
        Self::Colors,
        Self::Section,
        Self::Figure,
    ];

    /// The key of the spec that holds definitions of this kind.
    #[must_use]
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Param => "params",
            Self::Source => "sources",
            Self::Lookup => "lookups",
            Self::Dimension => "dimensions",
            Self::Measure => "measures",
            Self::Filter => "filters",
            Self::Breakdown => "breakdowns",
            Self::Metric => "metrics",
            Self::Claim => "claims",
            Self::Check => "checks",
            Self::Chart => "charts",
            Self::Colors => "colors",
            Self::Section => "sections",
            Self::Figure => "published",
        }
    }

    /// The word for one definition of this kind.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Param => "param",
            Self::Source => "source",
            Self::Lookup => "lookup",
            Self::Dimension => "dimension",
            Self::Measure => "measure",
            Self::Filter => "filter",
            Self::Breakdown => "breakdown",
            Self::Metric => "metric",
            Self::Claim => "claim",
            Self::Check => "check",
            Self::Chart => "chart",
            Self::Colors => "colors",
            Self::Section => "section",
            Self::Figure => "published figure",
        }
    }
}

/// A definition: kind and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Its name in the spec; for an item of a list, its index from 0.
    pub name: String,
}

impl Subject {
    /// The definition of this kind and name.
    #[must_use]
    pub(crate) fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
        }
    }

    /// The definition that contains a pointer of the spec: `/breakdowns/by_size/by` belongs to the
    /// breakdown `by_size`. Settings of the whole spec belong to none.
    #[must_use]
    pub(crate) fn of(pointer: &str) -> Option<Self> {
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

/// A segment of a JSON pointer, unescaped to the key that it stands for.
#[must_use]
pub(crate) fn unescaped(part: &str) -> String {
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
