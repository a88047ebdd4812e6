//! Titles of columns of breakdowns, per locale.

use super::texts::Texts;
use crate::text::Locale;

/// The head of a column: that of the dimension or measure, with what is derived from it.
pub(super) fn column_title(texts: &Texts<'_>, column: &str) -> String {
    let report = texts.report;
    let locale = texts.locale;
    if let Some(dimension) = report.dimensions.get(column) {
        return texts.plain_or_raw(dimension.title.get(locale));
    }
    if let Some(measure) = report.measures.get(column) {
        return texts.plain_or_raw(measure.title.get(locale));
    }
    let endings = [
        ("_share", "part", "share"),
        ("_rank", "rang", "rank"),
        ("_cumulative", "part cumulée", "cumulative share"),
    ];
    for (ending, french, english) in endings {
        if let Some(measure) = column
            .strip_suffix(ending)
            .and_then(|name| report.measures.get(name))
        {
            let title = texts.plain_or_raw(measure.title.get(locale));
            return match locale {
                Locale::Fr => format!("{title} ({french})"),
                Locale::En => format!("{title} ({english})"),
            };
        }
    }
    column.to_owned()
}
