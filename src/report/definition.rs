//! A definition explained part by part in the words of a locale. In: a metric or a breakdown of a
//! report. Out: its parts with defaults filled in, for `hfreport explain` and for the page.

use super::{
    Breakdown, Claim, Column, Denominator, Dimension, DimensionKind, Keep, KeepRule, MeasureUse,
    Metric, Numerator, Report, Role, Rows, UnmatchedKeys, labels,
};
use crate::spec::grammar::{KeepOther, ShareOf};
use crate::sql::Expression;
use crate::text::Locale;

/// A part of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefinitionPart {
    /// The origin of its rows.
    From,
    /// The dimensions.
    By,
    /// A measure.
    Measure,
    /// An expression over the rows of a breakdown.
    Sql,
    /// The condition on rows.
    Where,
    /// Whether the scope applies.
    Rows,
    /// The dates along which rows are compared.
    Over,
    /// The whole that shares and ranks refer to.
    Within,
    /// Whether its printed shares add up.
    AddUp,
    /// The denominator.
    Of,
    /// The value where the denominator is zero.
    Empty,
}

impl DefinitionPart {
    /// The key in the spec.
    #[must_use]
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::By => "by",
            Self::Measure => "measure",
            Self::Sql => "sql",
            Self::Where => "where",
            Self::Rows => "rows",
            Self::Over => "over",
            Self::Within => "within",
            Self::AddUp => "add_up",
            Self::Of => "of",
            Self::Empty => "empty",
        }
    }

    /// Its title in a page.
    #[must_use]
    pub(crate) const fn title(self, locale: Locale) -> &'static str {
        let (french, english) = match self {
            Self::From => ("Source", "Source"),
            Self::By => ("Par", "By"),
            Self::Measure => ("Mesure", "Measure"),
            Self::Sql => ("Expression", "Expression"),
            Self::Where => ("Condition", "Condition"),
            Self::Rows => ("Lignes", "Rows"),
            Self::Over => ("Dates", "Dates"),
            Self::Within => ("Au sein de", "Within"),
            Self::AddUp => ("Arrondi", "Rounding"),
            Self::Of => ("Dénominateur", "Denominator"),
            Self::Empty => ("Si le dénominateur est nul", "If the denominator is zero"),
        };
        match locale {
            Locale::Fr => french,
            Locale::En => english,
        }
    }
}

/// A part with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DefinitionText {
    /// The part.
    pub part: DefinitionPart,
    /// Its text, in the words of the spec.
    pub text: String,
}

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
    locale: Locale,
) -> Vec<DefinitionText> {
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
                measure_text(report, &measure.name, locale),
            ));
            parts.push(said(
                DefinitionPart::Rows,
                rows_text(report, *in_scope, locale),
            ));
        }
        Numerator::Second { from, expression } => {
            parts.push(said(DefinitionPart::From, breakdown_name(from, locale)));
            parts.push(said(DefinitionPart::Sql, &expression.text));
        }
    }
    let filter = filter_text(report, metric.filter.as_ref(), locale);
    parts.push(said(DefinitionPart::Where, filter));
    parts.push(said(
        DefinitionPart::Of,
        denominator_text(report, metric, locale),
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
    locale: Locale,
) -> Vec<DefinitionText> {
    let condition = &claim.condition;
    let from = match (&condition.from, locale) {
        (Some(from), _) => breakdown_name(from, locale),
        (None, Locale::Fr) => "métriques".to_owned(),
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
    locale: Locale,
) -> Vec<DefinitionText> {
    let from = match &breakdown.rows {
        Rows::Source(source) => source_text(report, *source, locale),
        Rows::Breakdown(from) => breakdown_name(from, locale),
    };
    let from = breakdown.of_periods(from, locale);
    let mut parts = vec![
        said(DefinitionPart::From, from),
        said(DefinitionPart::By, breakdown.by.join(", ")),
    ];
    let measures = breakdown.measures.iter();
    parts.extend(measures.map(|measure| {
        said(
            DefinitionPart::Measure,
            measure_text(report, &measure.name, locale),
        )
    }));
    let filter = filter_text(report, breakdown.filter.as_ref(), locale);
    parts.push(said(DefinitionPart::Where, filter));
    let rows = rows_text(report, breakdown.in_scope, locale);
    parts.push(said(DefinitionPart::Rows, rows));
    let over = breakdown.over.iter();
    parts.extend(over.map(|over| said(DefinitionPart::Over, over.described(&breakdown.by))));
    parts.push(said(DefinitionPart::Within, within_text(breakdown)));
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
    locale: Locale,
) -> Vec<DefinitionText> {
    let measure = column.measure().map(|at| &breakdown.measures[at].name);
    let own = measure.map(|measure| measure_text(report, measure, locale));
    let base = column.role().map(Role::base);
    let mut parts = breakdown_definition(report, breakdown, locale);
    parts.retain(|said| match said.part {
        DefinitionPart::Measure => Some(&said.text) == own.as_ref(),
        DefinitionPart::Within => base == Some(Role::Rank),
        DefinitionPart::AddUp => column.adds_up.is_some(),
        _ => true,
    });
    if base.is_some_and(Role::is_share) {
        parts.push(said(
            DefinitionPart::Of,
            share_text(report, breakdown, locale),
        ));
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
        } if of.name == measure.name && of_scope == in_scope => {
            let filter = filter_text(report, filter.as_ref(), locale);
            Some(match locale {
                Locale::Fr => format!("mêmes mesure et lignes, condition {filter}"),
                Locale::En => format!("same measure and rows, where {filter}"),
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

/// A measure with its definition; of a ratio also what weighs in it.
fn measure_text(report: &Report, name: &str, locale: Locale) -> String {
    let Some(measure) = report.measures.get(name) else {
        return name.to_owned();
    };
    let text = format!("{name} = {}", measure.definition);
    match (&measure.ratio, locale) {
        (None, _) => text,
        (Some([_, below]), Locale::Fr) => format!("{text}, pondéré par {below}"),
        (Some([_, below]), Locale::En) => format!("{text}, weighted by {below}"),
    }
}

fn breakdown_name(name: &str, locale: Locale) -> String {
    match locale {
        Locale::Fr => format!("répartition {name}"),
        Locale::En => format!("breakdown {name}"),
    }
}

fn rows_text(report: &Report, in_scope: bool, locale: Locale) -> String {
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
    parts.extend(scope.top.as_ref().map(|top| match (locale, top.n) {
        (Locale::Fr, 1) => format!("la première valeur de {}", top.by),
        (Locale::Fr, n) => format!("les {n} premières valeurs de {}", top.by),
        (Locale::En, n) => format!("the first {n} {}", top.by),
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

fn filter_text(report: &Report, filter: Option<&Expression>, locale: Locale) -> String {
    match (filter, locale) {
        (Some(filter), _) => condition_text(report, &filter.text),
        (None, Locale::Fr) => "toutes les lignes".to_owned(),
        (None, Locale::En) => "all rows".to_owned(),
    }
}

/// A condition with the definitions of the filters that it names: `sized (parameters IS NOT NULL)`.
fn condition_text(report: &Report, condition: &str) -> String {
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

fn within_text(breakdown: &Breakdown) -> String {
    let within: Vec<&str> = breakdown
        .within
        .iter()
        .map(|at| breakdown.by[*at].as_str())
        .collect();
    if within.is_empty() {
        "total".to_owned()
    } else {
        within.join(", ")
    }
}

fn denominator_text(report: &Report, metric: &Metric, locale: Locale) -> String {
    match (&metric.denominator, locale) {
        (Denominator::None, Locale::Fr) => "aucun, la métrique est une quantité".to_owned(),
        (Denominator::None, Locale::En) => "nothing, the metric is an amount".to_owned(),
        (Denominator::Param(name, value), Locale::Fr) => format!("paramètre {name} = {value}"),
        (Denominator::Param(name, value), Locale::En) => format!("param {name} = {value}"),
        (Denominator::Metric(name), Locale::Fr) => format!("métrique {name}"),
        (Denominator::Metric(name), Locale::En) => format!("metric {name}"),
        (
            Denominator::Aggregate {
                measure,
                filter,
                in_scope,
                ..
            },
            _,
        ) => {
            let measure = measure_text(report, &measure.name, locale);
            let filter = filter_text(report, filter.as_ref(), locale);
            let rows = rows_text(report, *in_scope, locale);
            match locale {
                Locale::Fr => format!("mesure {measure}, condition {filter}, lignes {rows}"),
                Locale::En => format!("measure {measure}, where {filter}, rows {rows}"),
            }
        }
    }
}

/// The denominator of a breakdown's shares.
fn share_text(report: &Report, breakdown: &Breakdown, locale: Locale) -> String {
    let whole = match (breakdown.within.is_empty(), locale) {
        (true, Locale::Fr) => "le total".to_owned(),
        (true, Locale::En) => "the total".to_owned(),
        (false, Locale::Fr) => format!("le total de chaque {}", within_text(breakdown)),
        (false, Locale::En) => format!("the total of each {}", within_text(breakdown)),
    };
    if !report.is_by_list(breakdown) {
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
