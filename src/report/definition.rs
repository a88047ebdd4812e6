//! A definition explained part by part in the words of a locale. In: a metric or a breakdown of a
//! report. Out: its parts with defaults filled in, for `hfreport explain` and for the page.

pub(crate) use super::definition_part::{DefinitionPart, DefinitionText, Wording};
use super::definition_rows::{condition_text, filter_text, rows_text, whole_text};
use super::{
    Breakdown, Claim, Column, Denominator, Dimension, DimensionKind, Keep, KeepRule, MeasureUse,
    Metric, Numerator, Report, Role, Rows, UnmatchedKeys, labels,
};
use crate::spec::grammar::{KeepOther, ShareOf};
use crate::text::Locale;
use crate::text::number::integer;

fn said(part: DefinitionPart, text: impl Into<String>) -> DefinitionText {
    DefinitionText {
        part,
        text: text.into(),
    }
}

/// The parts of a metric.
#[must_use]
pub(crate) fn metric_definition(
    report: &Report,
    metric: &Metric,
    wording: Wording<'_>,
) -> Vec<DefinitionText> {
    let locale = wording.locale();
    let mut parts = Vec::new();
    match &metric.numerator {
        Numerator::Aggregate {
            source,
            measure,
            in_scope,
        } => {
            parts.push(said(
                DefinitionPart::From,
                source_text(report, *source, locale),
            ));
            parts.push(said(
                DefinitionPart::Measure,
                measure_text(report, measure, locale),
            ));
            parts.push(said(
                DefinitionPart::Rows,
                rows_text(report, *in_scope, wording),
            ));
        }
        Numerator::Second { from, expression } => {
            parts.push(said(
                DefinitionPart::From,
                breakdown_name(report, from, wording),
            ));
            parts.push(said(DefinitionPart::Sql, &expression.text));
        }
    }
    let filter = filter_text(report, metric.filter.as_ref(), locale);
    parts.push(said(DefinitionPart::Where, filter));
    parts.push(said(
        DefinitionPart::Of,
        denominator_text(report, metric, wording),
    ));
    if let Some(value) = metric.empty {
        parts.push(said(DefinitionPart::Empty, value.to_string()));
    }
    parts
}

/// The parts of a claim: what it stands on.
#[must_use]
pub(crate) fn claim_definition(
    report: &Report,
    claim: &Claim,
    wording: Wording<'_>,
) -> Vec<DefinitionText> {
    let locale = wording.locale();
    let condition = &claim.condition;
    let from = match (&condition.from, locale) {
        (Some(from), _) => breakdown_name(report, from, wording),
        (None, Locale::Fr) => "indicateurs".to_owned(),
        (None, Locale::En) => "metrics".to_owned(),
    };
    let mut parts = vec![
        said(DefinitionPart::From, from),
        said(DefinitionPart::Sql, &condition.expression.text),
    ];
    if condition.filter.is_some() {
        let filter = filter_text(report, condition.filter.as_ref(), locale);
        parts.push(said(DefinitionPart::Where, filter));
    }
    parts
}

/// The parts of a breakdown.
#[must_use]
pub(crate) fn breakdown_definition(
    report: &Report,
    breakdown: &Breakdown,
    wording: Wording<'_>,
) -> Vec<DefinitionText> {
    let locale = wording.locale();
    let from = match &breakdown.rows {
        Rows::Source(source) => source_text(report, *source, locale),
        Rows::Breakdown(from) => breakdown_name(report, from, wording),
    };
    let from = breakdown.of_periods(from, locale);
    let by = 0..breakdown.by.len();
    let by = by.map(|at| level_name(breakdown, at, wording));
    let mut parts = vec![
        said(DefinitionPart::From, from),
        said(DefinitionPart::By, by.collect::<Vec<_>>().join(", ")),
    ];
    let measures = breakdown.measures.iter();
    let text = |measure| measure_text(report, measure, locale);
    parts.extend(measures.map(|measure| said(DefinitionPart::Measure, text(measure))));
    let filter = filter_text(report, breakdown.filter.as_ref(), locale);
    parts.push(said(DefinitionPart::Where, filter));
    let rows = rows_text(report, breakdown.in_scope, wording);
    parts.push(said(DefinitionPart::Rows, rows));
    let over = breakdown.over.iter();
    parts.extend(over.map(|over| {
        let along = level_name(breakdown, over.level, wording);
        said(DefinitionPart::Over, over.described(&along, wording))
    }));
    let within = within_text(breakdown, wording);
    parts.push(said(
        DefinitionPart::Within,
        within.unwrap_or_else(|| whole(wording).to_owned()),
    ));
    if breakdown.add_up.is_some() {
        parts.push(said(DefinitionPart::AddUp, labels::adds_up(locale)));
    }
    parts
}

/// The parts of a breakdown's column: those of its measure, and the denominator of a share.
#[must_use]
pub(crate) fn column_definition(
    report: &Report,
    breakdown: &Breakdown,
    column: &Column,
    wording: Wording<'_>,
) -> Vec<DefinitionText> {
    let locale = wording.locale();
    let own = |at: usize| measure_text(report, &breakdown.measures[at], locale);
    let own = column.measure().map(own);
    let base = column.role().map(Role::base);
    let mut parts = breakdown_definition(report, breakdown, wording);
    parts.retain(|said| match said.part {
        DefinitionPart::Measure => Some(&said.text) == own.as_ref(),
        DefinitionPart::Within => base == Some(Role::Rank),
        DefinitionPart::AddUp => column.adds_up.is_some(),
        _ => true,
    });
    if base.is_some_and(Role::is_share) {
        parts.push(said(DefinitionPart::Of, share_text(breakdown, wording)));
    }
    parts
}

/// How the values of a dimension are derived: keys of the spec and their values.
#[must_use]
pub(crate) fn dimension_definition(
    report: &Report,
    dimension: &Dimension,
) -> Vec<(&'static str, String)> {
    match &dimension.kind {
        DimensionKind::Column(column) => vec![("column", column.clone())],
        DimensionKind::Lookup {
            lookup,
            attribute,
            key,
            unmatched,
        } => {
            let attribute = &report.lookups[lookup].columns[*attribute];
            let rule = match unmatched {
                UnmatchedKeys::Warn => "no value, with a warning".to_owned(),
                UnmatchedKeys::Keep => "the key itself".to_owned(),
                UnmatchedKeys::Exclude => "the row is left out".to_owned(),
                UnmatchedKeys::Error => "an error".to_owned(),
                UnmatchedKeys::Code(code) => format!("the code {code}"),
            };
            vec![
                ("lookup", format!("{lookup}.{attribute} by {key}")),
                ("unmatched", rule),
            ]
        }
        DimensionKind::Bucket {
            column,
            codes,
            right_closed,
            ..
        } => {
            let closed = if *right_closed { "right" } else { "left" };
            vec![
                ("bucket", column.clone()),
                ("closed", closed.to_owned()),
                ("codes", codes.join(", ")),
            ]
        }
        DimensionKind::Explode { column, valid } => {
            let valid = valid.iter();
            let valid = valid.map(|(lookup, _)| ("valid", lookup.clone()));
            std::iter::once(("explode", column.clone()))
                .chain(valid)
                .collect()
        }
        DimensionKind::Sql(expression) => vec![("sql", expression.text.clone())],
    }
}

/// Which values stay: `top 20, others folded`; `measures` are those of the breakdown.
#[must_use]
pub(crate) fn keep_text(keep: &Keep, measures: &[MeasureUse]) -> String {
    let rule = match &keep.rule {
        KeepRule::Top {
            n,
            measure,
            per_parent,
        } => {
            let by = match measure {
                0 => String::new(),
                at => format!(" by {}", measures[*at].name),
            };
            let each = if *per_parent { " of each parent" } else { "" };
            format!("top {n}{by}{each}")
        }
        KeepRule::Any(condition) => format!("any row with {}", condition.text),
        KeepRule::Values(values) => values.join(", "),
    };
    let others = match keep.other {
        KeepOther::Fold => "folded",
        KeepOther::Drop => "dropped",
    };
    format!("{rule}; others {others}")
}

/// A short form of a metric's denominator, if it differs from the numerator in its condition only.
#[must_use]
pub(crate) fn same_but_condition(
    report: &Report,
    metric: &Metric,
    locale: Locale,
) -> Option<String> {
    let Numerator::Aggregate {
        measure, in_scope, ..
    } = &metric.numerator
    else {
        return None;
    };
    match &metric.denominator {
        Denominator::Aggregate {
            measure: of,
            filter,
            in_scope: of_scope,
            ..
        } if measure_text(report, of, locale) == measure_text(report, measure, locale)
            && of_scope == in_scope =>
        {
            let condition = filter.as_ref().map(|it| condition_text(report, &it.text));
            Some(match (condition, locale) {
                (Some(it), Locale::Fr) => format!("mêmes mesure et lignes, condition {it}"),
                (Some(it), Locale::En) => format!("same measure and rows, where {it}"),
                (None, Locale::Fr) => "mêmes mesure et lignes, sans condition".to_owned(),
                (None, Locale::En) => "same measure and rows, without a condition".to_owned(),
            })
        }
        _ => None,
    }
}

/// A source, with the condition that its rows pass.
fn source_text(report: &Report, source: usize, locale: Locale) -> String {
    let source = &report.sources[source];
    let mut text = source.name.clone();
    if let Some(filter) = &source.filter {
        let word = match locale {
            Locale::Fr => "où",
            Locale::En => "where",
        };
        text = format!("{text}, {word} {}", filter.text);
    }
    if let Some(corrections) = source.corrections.as_ref().filter(|it| !it.list.is_empty()) {
        let word = match locale {
            Locale::Fr => "avec les corrections de",
            Locale::En => "with the corrections of",
        };
        text = format!("{text}, {word} {}", corrections.file_name());
    }
    text
}

/// A measure with its name and what weighs in a ratio, or the expression of a metric that has one of its own.
fn measure_text(report: &Report, of: &MeasureUse, locale: Locale) -> String {
    let Some(measure) = report.measures.get(&of.name) else {
        return of.expression.text.clone();
    };
    let text = format!("{} = {}", of.name, measure.definition);
    match (&measure.ratio, locale) {
        (None, _) => text,
        (Some([_, below]), Locale::Fr) => format!("{text}, pondéré par {below}"),
        (Some([_, below]), Locale::En) => format!("{text}, weighted by {below}"),
    }
}

fn breakdown_name(report: &Report, name: &str, wording: Wording<'_>) -> String {
    let called = match report.breakdowns.get(name) {
        Some(breakdown) => wording.called(name, &breakdown.title),
        None => name.to_owned(),
    };
    match wording.locale() {
        Locale::Fr => format!("répartition {called}"),
        Locale::En => format!("breakdown {called}"),
    }
}

/// A dimension of a breakdown, which may be a column of another one.
fn level_name(breakdown: &Breakdown, level: usize, wording: Wording<'_>) -> String {
    let name = &breakdown.by[level];
    match breakdown.columns.get(name) {
        Some(column) => wording.called(name, &column.title),
        None => name.clone(),
    }
}

/// The dimensions in each of whose values shares and ranks start anew, if there are any.
fn within_text(breakdown: &Breakdown, wording: Wording<'_>) -> Option<String> {
    let within = breakdown.within.iter();
    let within = within.map(|at| level_name(breakdown, *at, wording));
    let within: Vec<String> = within.collect();
    (!within.is_empty()).then(|| within.join(", "))
}

/// Where they do not start anew.
fn whole(wording: Wording<'_>) -> &'static str {
    match wording.locale() {
        Locale::Fr => "l’ensemble",
        Locale::En => "total",
    }
}

fn denominator_text(report: &Report, metric: &Metric, wording: Wording<'_>) -> String {
    let locale = wording.locale();
    match (&metric.denominator, locale) {
        (Denominator::None, Locale::Fr) => {
            "aucun\u{a0}: c’est une quantité, non une part".to_owned()
        }
        (Denominator::None, Locale::En) => "nothing: it is an amount, not a share".to_owned(),
        (Denominator::Param(name, value), _) => {
            let (name, value) = match wording {
                Wording::Spec => (name.clone(), value.to_string()),
                Wording::Page(..) => {
                    let value = integer(i128::from(*value).into(), locale);
                    (name.replace('_', " "), value)
                }
            };
            match locale {
                Locale::Fr => format!("paramètre {name} = {value}"),
                Locale::En => format!("param {name} = {value}"),
            }
        }
        (Denominator::Metric(name), _) => {
            let other = report.metrics.get(name);
            let called = other.map(|other| wording.called(name, &other.title));
            let called = called.as_ref().unwrap_or(name);
            match locale {
                Locale::Fr => format!("indicateur {called}"),
                Locale::En => format!("metric {called}"),
            }
        }
        (
            Denominator::Aggregate {
                measure,
                filter,
                in_scope,
                ..
            },
            _,
        ) => {
            let measure = measure_text(report, measure, locale);
            whole_text(report, &measure, filter.as_ref(), *in_scope, wording)
        }
    }
}

/// The denominator of a breakdown's shares.
fn share_text(breakdown: &Breakdown, wording: Wording<'_>) -> String {
    let locale = wording.locale();
    let whole = match (within_text(breakdown, wording), locale) {
        (None, Locale::Fr) => "le total".to_owned(),
        (None, Locale::En) => "the total".to_owned(),
        (Some(within), Locale::Fr) => format!("le total pour chaque valeur de {within}"),
        (Some(within), Locale::En) => format!("the total for each value of {within}"),
    };
    if !breakdown.by_list {
        return whole;
    }
    let of = match (breakdown.share_of, locale) {
        (ShareOf::Rows, Locale::Fr) => "toutes les lignes retenues",
        (ShareOf::Rows, Locale::En) => "all filtered rows",
        (ShareOf::Valid, Locale::Fr) => "lignes qui ont une valeur valide",
        (ShareOf::Valid, Locale::En) => "rows with a valid value",
        (ShareOf::Mentions, _) => "mentions",
    };
    format!("{whole}, {of}")
}
