//! Labels for codes: from the spec, from lookups, for buckets, for others and for missing.

use super::{DimensionKind, Report};
use crate::sql::Type;
use crate::text::compact::{Digits, compact_short};
use crate::text::list::{Conjunction, list};
use crate::text::{CalendarUnit, Date, Locale, Number, shown};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

/// Maximum number of decimals of an edge: enough for every 64-bit integer, since a rounded edge would be another one.
const EDGE_DIGITS: u8 = 12;

/// The label of a code of a dimension.
#[must_use]
pub(crate) fn label(report: &Report, dimension: &str, code: &str, locale: Locale) -> String {
    let Some(found) = report.dimensions.get(dimension) else {
        return code.to_owned();
    };
    if let Some(term) = found.labels.get(code).and_then(|term| {
        term.terms
            .get(&locale)
            .or_else(|| term.terms.values().next())
    }) {
        return shown(&term.one).into_owned();
    }
    if let Some((lookup, attribute)) = found.label_from.get(&locale)
        && let Some(text) = report.lookups[lookup].get(code, *attribute)
    {
        return shown(text).into_owned();
    }
    if let DimensionKind::Bucket {
        edges,
        right_closed,
        codes,
        ..
    } = &found.kind
        && let Some(at) = codes.iter().position(|known| known == code)
    {
        return bucket_label(edges, *right_closed, at, locale);
    }
    match found.value_type {
        Type::Boolean => boolean(code == "true", locale).to_owned(),
        Type::Date => of_date(code, found.period(), locale),
        _ => shown(code).into_owned(),
    }
}

/// The label of a date: the name of the period whose first day it is, if it is that of one.
#[must_use]
pub(super) fn of_date(code: &str, period: Option<CalendarUnit>, locale: Locale) -> String {
    let unit = period.unwrap_or(CalendarUnit::Day);
    Date::parse(code).map_or_else(
        || shown(code).into_owned(),
        |day| unit.name(unit.of(day), locale),
    )
}

/// The row of the total: of means and the like, which add up to nothing, that of all rows together.
#[must_use]
pub(crate) fn total(is_sum: bool, locale: Locale) -> &'static str {
    match (is_sum, locale) {
        (true, _) => "Total",
        (false, Locale::Fr) => "Ensemble",
        (false, Locale::En) => "Overall",
    }
}

/// The label of the folded rest.
#[must_use]
pub(crate) fn others(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "Autres",
        Locale::En => "Others",
    }
}

/// What a document says of shares that are rounded together.
#[must_use]
pub(crate) fn adds_up(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "Parts arrondies de sorte que leur somme soit 100\u{202f}%",
        Locale::En => "Shares rounded so that they add up to 100%",
    }
}

/// A title in the quotes of a locale.
#[must_use]
pub(crate) fn quoted(title: &str, locale: Locale) -> String {
    match locale {
        Locale::Fr => {
            let inner = title.split('«').map(str::trim_start).collect::<Vec<_>>();
            let inner = inner.join("“");
            let inner = inner.split('»').map(str::trim_end).collect::<Vec<_>>();
            format!("«\u{a0}{}\u{a0}»", inner.join("”"))
        }
        Locale::En => format!("“{}”", title.replace('“', "‘").replace('”', "’")),
    }
}

/// What a document says of shares that add up to more than their whole: of all, or of those of the measures with these titles.
#[must_use]
pub(crate) fn overlap(titles: &[String], locale: Locale) -> String {
    let titles_in_quotes = titles.iter().map(|title| quoted(title, locale));
    let titles_in_quotes: Vec<String> = titles_in_quotes.collect();
    let named = list(&titles_in_quotes, Conjunction::And, locale);
    let shares = match (titles, locale) {
        ([], Locale::Fr) => "La somme des parts".to_owned(),
        ([], Locale::En) => "Shares".to_owned(),
        (_, Locale::Fr) => format!("Pour {named}, la somme des parts"),
        (_, Locale::En) => format!("Shares of {named}"),
    };
    match locale {
        Locale::Fr => format!(
            "{shares} dépasse 100\u{202f}%, car ce qui figure dans plusieurs lignes compte dans chacune"
        ),
        Locale::En => format!(
            "{shares} add up to more than 100%, since what is in several rows counts in each of them"
        ),
    }
}

/// The label of rows without a value.
#[must_use]
pub(crate) fn missing(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "non renseigné",
        Locale::En => "not given",
    }
}

/// The label of a truth value.
#[must_use]
pub(crate) fn boolean(value: bool, locale: Locale) -> &'static str {
    match (value, locale) {
        (true, Locale::Fr) => "oui",
        (false, Locale::Fr) => "non",
        (true, Locale::En) => "yes",
        (false, Locale::En) => "no",
    }
}

/// The label of a bucket: `< 5 M`, `5 M – 25 M`, `≥ 7,5 Md`; `<5M`, `5M–25M`, `≥7.5B`.
fn bucket_label(edges: &[i64], right_closed: bool, at: usize, locale: Locale) -> String {
    let edge = |at: usize| {
        let value = Number::Integer(i128::from(edges[at]));
        compact_short(value, Digits::up_to(EDGE_DIGITS), locale)
    };
    let (below, above) = if right_closed {
        ("≤", ">")
    } else {
        ("<", "≥")
    };
    let space = match locale {
        Locale::Fr => "\u{a0}",
        Locale::En => "",
    };
    if at == 0 {
        format!("{below}{space}{}", edge(0))
    } else if at == edges.len() {
        format!("{above}{space}{}", edge(at - 1))
    } else {
        format!("{}{space}–{space}{}", edge(at - 1), edge(at))
    }
}

/// Bytes that sort in the collation order of the locale.
#[must_use]
pub(crate) fn sort_key(text: &str, locale: Locale) -> Vec<u8> {
    let preferences: CollatorPreferences = match locale {
        Locale::Fr => locale!("fr").into(),
        Locale::En => locale!("en").into(),
    };
    let mut key = Vec::new();
    if let Ok(collator) = Collator::try_new(preferences, CollatorOptions::default()) {
        let collator: CollatorBorrowed<'_> = collator;
        let Ok(()) = collator.write_sort_key_to(text, &mut key);
    }
    // The text itself breaks ties, so that the order is total.
    key.extend_from_slice(text.as_bytes());
    key
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use crate::text::Locale;

    #[test]
    fn quotes_within_a_quoted_title_are_those_of_the_second_level() {
        let french = quoted("Les «\u{a0}bons\u{a0}» chiffres", Locale::Fr);
        assert_eq!(french, "«\u{a0}Les “bons” chiffres\u{a0}»");
        let english = quoted("The “good” numbers", Locale::En);
        assert_eq!(english, "“The ‘good’ numbers”");
        assert_eq!(quoted("Le hub", Locale::Fr), "«\u{a0}Le hub\u{a0}»");
    }
}
