//! Which rows a definition is about, in words. In: a condition, and whether it is of the scope. Out: both with the filters
//! and dimensions that they name.

use super::Report;
use super::definition_part::{Wording, dimension_name};
use crate::sql::Expression;
use crate::text::Locale;

/// The rows: all, or those of the scope.
pub(super) fn rows_text(report: &Report, in_scope: bool, wording: Wording<'_>) -> String {
    let locale = wording.locale();
    let Some(scope) = report.scope.as_ref().filter(|_| in_scope) else {
        return match locale {
            Locale::Fr => "toutes".to_owned(),
            Locale::En => "all".to_owned(),
        };
    };
    let mut parts = match locale {
        Locale::Fr => vec!["périmètre".to_owned()],
        Locale::En => vec!["scope".to_owned()],
    };
    let by = |name: &str| dimension_name(report, name, wording);
    parts.extend(scope.top.as_ref().map(|top| match (locale, top.n) {
        (Locale::Fr, 1) => format!("la première valeur de {}", by(&top.by)),
        (Locale::Fr, n) => format!("les {n} premières valeurs de {}", by(&top.by)),
        (Locale::En, 1) => format!("the first value of {}", by(&top.by)),
        (Locale::En, n) => format!("the first {n} values of {}", by(&top.by)),
    }));
    if scope.filter.is_some() {
        let filter = filter_text(report, scope.filter.as_ref(), locale);
        parts.push(match locale {
            Locale::Fr => format!("où {filter}"),
            Locale::En => format!("where {filter}"),
        });
    }
    parts.join(", ")
}

/// The condition of a metric or a claim, or that it has none.
pub(super) fn filter_text(report: &Report, filter: Option<&Expression>, locale: Locale) -> String {
    match (filter, locale) {
        (Some(filter), _) => condition_text(report, &filter.text),
        (None, Locale::Fr) => "toutes les lignes".to_owned(),
        (None, Locale::En) => "all rows".to_owned(),
    }
}

/// A condition with the definitions of the filters that it names: `sized (parameters IS NOT NULL)`.
pub(super) fn condition_text(report: &Report, condition: &str) -> String {
    let mut named: Vec<&str> = Vec::new();
    name_filters(report, condition, &mut named);
    let defined = named
        .iter()
        .map(|name| format!("{name} ({})", report.filters[*name]));
    let mut parts: Vec<String> = defined.collect();
    if named.first() != Some(&condition.trim()) {
        parts.insert(0, condition.to_owned());
    }
    parts.join(", ")
}

/// Adds the filters that a condition names, each with the filters named in it.
fn name_filters<'a>(report: &'a Report, condition: &str, named: &mut Vec<&'a str>) {
    // A part in quotes is a text literal.
    for part in condition.split('\'').step_by(2) {
        for word in part.split(|it: char| !it.is_alphanumeric() && it != '_') {
            if let Some((name, definition)) = report.filters.get_key_value(word)
                && !named.contains(&name.as_str())
            {
                named.push(name);
                name_filters(report, definition, named);
            }
        }
    }
}

/// The measure of a denominator, and of which rows it is.
pub(super) fn whole_text(
    report: &Report,
    measure: &str,
    filter: Option<&Expression>,
    in_scope: bool,
    wording: Wording<'_>,
) -> String {
    let locale = wording.locale();
    let mut parts = vec![match locale {
        Locale::Fr => format!("mesure {measure}"),
        Locale::En => format!("measure {measure}"),
    }];
    parts.extend(filter.map(|filter| {
        let condition = condition_text(report, &filter.text);
        match locale {
            Locale::Fr => format!("condition {condition}"),
            Locale::En => format!("where {condition}"),
        }
    }));
    let is_scoped = in_scope && report.scope.is_some();
    parts.extend(match locale {
        Locale::Fr if is_scoped => Some(format!("lignes du {}", rows_text(report, true, wording))),
        Locale::En if is_scoped => {
            Some(format!("rows of the {}", rows_text(report, true, wording)))
        }
        Locale::Fr if filter.is_none() => Some("toutes les lignes".to_owned()),
        Locale::En if filter.is_none() => Some("all rows".to_owned()),
        Locale::Fr if report.scope.is_some() => Some("sans le périmètre".to_owned()),
        Locale::En if report.scope.is_some() => Some("without the scope".to_owned()),
        _ => None,
    });
    parts.join(", ")
}
