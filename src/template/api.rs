//! What a template may name beside the breakdowns of its report: the one table, which checks before a run,
//! values in a run and origins of numbers read. The columns of a row are in `report/columns.rs`, filters and
//! tests in `filters/table.rs`, what the template language itself brings in `language.rs`.

/// A list of names, each with what it means.
macro_rules! names {
    ($(#[$of:meta])* $table:ident: $($(#[$about:meta])* $variant:ident = $text:literal,)*) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $table {
            $($(#[$about])* $variant,)*
        }

        impl $table {
            /// All of them, in the order in which messages list them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As a template writes it.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// What a template means by a name.
            pub(crate) fn of(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.name() == name)
            }

            /// All names.
            pub(crate) fn names<'a>() -> impl Iterator<Item = &'a str> + Clone {
                Self::ALL.iter().map(|it| it.name())
            }
        }
    };
}

names! {
    /// A name that every template knows.
    Global:
    /// `metrics.name`: the value of a metric.
    Metrics = "metrics",
    /// `formatted.name`: the value of a metric, written in its format.
    Formatted = "formatted",
    /// `claims.name`: the sentence of a claim; in a condition, whether it holds.
    Claims = "claims",
    /// `params.name`: the value of a param.
    Params = "params",
    /// `sources.name`: the numbers of a source.
    Sources = "sources",
    /// `coverage.name`: what a lookup dimension or a column knows.
    Coverage = "coverage",
    /// `corrections`: what was corrected in the sources, in a sentence; empty where nothing was.
    Corrections = "corrections",
    /// `breaks`: the days since the period before on which what is counted changed, each with `date`, `what`, `source` and `latest`.
    Breaks = "breaks",
    /// `previous.name`: the value of a param in the period before; nothing in the first period.
    Previous = "previous",
    /// `labels.dimension.code`: what people read for a code.
    Labels = "labels",
    /// `locale`: the tag of the language that is written.
    Locale = "locale",
    /// `row`: the row that the label of a chart is of; nothing elsewhere.
    Row = "row",
}

names! {
    /// A number of a source.
    SourceNumber:
    /// Rows that the report works on.
    Rows = "rows",
    /// Rows in its files.
    RowsRead = "rows_read",
    /// Rows that were left out.
    RowsDropped = "rows_dropped",
    /// Rows of its files that are none of it.
    RowsOutside = "rows_outside",
    /// Cells that were cleared.
    CellsCleared = "cells_cleared",
    /// Cells that were corrected.
    CellsCorrected = "cells_corrected",
    /// Its files.
    Files = "files",
}

names! {
    /// What a coverage says.
    CoverageNumber:
    /// Share of the measure that is known.
    Share = "share",
    /// That share in the period before.
    SharePrevious = "share_previous",
    /// The share now minus the one before, in percentage points.
    ShareChange = "share_change",
    /// Share of the rows that are known.
    RowsShare = "rows_share",
    /// Share of the measure whose key has no value in the lookup.
    BlankShare = "blank_share",
    /// Share of the measure without a key, or with an empty cell.
    EmptyShare = "empty_share",
    /// Share of the measure whose key the lookup does not have.
    UnknownShare = "unknown_share",
    /// Keys that the lookup does not have.
    UnknownKeys = "unknown_keys",
    /// Keys for which the lookup has no value.
    BlankKeys = "blank_keys",
    /// Keys of the lookup that no row has.
    UnusedKeys = "unused_keys",
    /// The unknown key that carries most; none where there is none.
    Heaviest = "heaviest",
}

names! {
    /// What a breakdown can be asked.
    Method:
    /// `has(code)`: whether there is a row of a code.
    Has = "has",
    /// `others()`: the row of the folded rest.
    Others = "others",
    /// `missing()`: the row of what has no value.
    Missing = "missing",
    /// `total()`: the total below the rows.
    Total = "total",
    /// `left()`: the rows of the period before that are no longer there.
    Left = "left",
}

names! {
    /// What a claim can be asked.
    ClaimPart:
    /// `claims.name.turned`: whether it has turned since the period before; nothing where that is not known.
    Turned = "turned",
}
