//! What a report computes, in the words of its spec. In: the report. Out: its definitions as they stand in
//! `report.json`, and as they are held against those of an earlier bundle.

use crate::document::Defined;
use crate::document::manifest::LookupRecord;
use crate::document::report_json as json;
use crate::document::report_json::{
    BreakdownDefinition, ClaimDefinition, Definitions, DenominatorDefinition, MetricDefinition,
    RowsOf, Texts,
};
use crate::report::definition::{Wording, dimension_definition, keep_text};
use crate::report::{
    Breakdown, Claim, ContractColumn, Denominator, Dimension, LocalText, Metric, Numerator, Report,
    Rows,
};
use crate::spec::grammar::{OnViolation, ShareOf};
use indexmap::IndexMap;

/// What a report computes, from these lookups and with these params.
#[must_use]
pub(crate) fn defined(
    report: &Report,
    lookups: IndexMap<String, LookupRecord>,
    params: IndexMap<String, String>,
) -> Defined {
    let breakdowns = report.breakdowns.iter().map(|(name, it)| {
        let measures = it.measures.iter().map(|measure| measure.name.clone());
        let defined = (breakdown_definition(report, it), measures.collect());
        (name.clone(), defined)
    });
    let metrics = report.metrics.iter();
    let metrics = metrics.map(|(name, it)| (name.clone(), metric_definition(report, it)));
    Defined {
        version: None,
        definitions: definitions(report),
        breakdowns: breakdowns.collect(),
        metrics: metrics.collect(),
        claims: report
            .claims
            .iter()
            .map(|(name, claim)| (name.clone(), claim_definition(claim)))
            .collect(),
        corrections: None,
        lookups,
        params,
    }
}

/// The definitions on which metrics and breakdowns build.
pub(super) fn definitions(report: &Report) -> Definitions {
    Definitions {
        sources: report
            .sources
            .iter()
            .map(|source| {
                let columns = source.columns.iter();
                let columns = columns.filter_map(|(name, column)| {
                    Some((name.clone(), contract_text(name, column)?))
                });
                let of_report = json::Source {
                    filter: source.filter.as_ref().map(|it| it.text.clone()),
                    columns: columns.collect(),
                };
                (source.name.clone(), of_report)
            })
            .collect(),
        scope: report.scope.as_ref().map(|scope| json::Scope {
            filter: scope.filter.as_ref().map(|it| it.text.clone()),
            top: scope.top.as_ref().map(|top| json::ScopeTop {
                by: top.by.clone(),
                measure: top.measure.name.clone(),
                n: top.n,
            }),
        }),
        measures: report
            .measures
            .iter()
            .map(|(name, measure)| {
                let entry = json::Measure {
                    definition: measure.definition.clone(),
                    ratio: measure.ratio.clone(),
                    title: raw(report, &measure.title),
                    unit: raw(report, &measure.unit),
                };
                (name.clone(), entry)
            })
            .collect(),
        dimensions: report
            .dimensions
            .iter()
            .map(|(name, dimension)| (name.clone(), dimension_of(report, dimension)))
            .collect(),
        filters: report.filters.clone(),
    }
}

fn dimension_of(report: &Report, dimension: &Dimension) -> json::Dimension {
    let definition = dimension_definition(report, dimension).into_iter();
    let definition = definition.map(|(key, text)| format!("{key} {text}"));
    json::Dimension {
        source: report.sources[dimension.source].name.clone(),
        kind: dimension.value_type.to_string(),
        definition: definition.collect::<Vec<_>>().join("; "),
        title: raw(report, &dimension.title),
    }
}

/// How a metric is computed.
pub(super) fn metric_definition(report: &Report, metric: &Metric) -> MetricDefinition {
    let source = |at: usize| report.sources[at].name.clone();
    let filter =
        |filter: &Option<crate::sql::Expression>| filter.as_ref().map(|filter| filter.text.clone());
    let (from, measure, sql, rows) = match &metric.numerator {
        Numerator::Aggregate {
            source: at,
            measure,
            in_scope,
        } => {
            let rows = RowsOf::new(*in_scope);
            (source(*at), Some(measure.name.clone()), None, Some(rows))
        }
        Numerator::Second { from, expression } => {
            (from.clone(), None, Some(expression.text.clone()), None)
        }
    };
    MetricDefinition {
        from,
        measure,
        sql,
        filter: filter(&metric.filter),
        rows,
        of: match &metric.denominator {
            Denominator::None => None,
            Denominator::Aggregate {
                measure,
                filter: of,
                in_scope,
                ..
            } => Some(DenominatorDefinition::Measure {
                measure: measure.name.clone(),
                filter: filter(of),
                rows: RowsOf::new(*in_scope),
            }),
            Denominator::Param(param, _) => Some(DenominatorDefinition::Param {
                param: param.clone(),
            }),
            Denominator::Metric(metric) => Some(DenominatorDefinition::Metric {
                metric: metric.clone(),
            }),
        },
        empty: metric.empty,
    }
}

/// What a claim stands on.
pub(crate) fn claim_definition(claim: &Claim) -> ClaimDefinition {
    let condition = &claim.condition;
    ClaimDefinition {
        from: condition.from.clone(),
        sql: condition.expression.text.clone(),
        filter: condition.filter.as_ref().map(|it| it.text.clone()),
    }
}

/// How a breakdown is computed.
pub(super) fn breakdown_definition(report: &Report, definition: &Breakdown) -> BreakdownDefinition {
    let by = &definition.by;
    let name = |at: &usize| by[*at].clone();
    let exploded = definition.by_list;
    let share_of = match definition.share_of {
        ShareOf::Rows => "rows",
        ShareOf::Valid => "valid",
        ShareOf::Mentions => "mentions",
    };
    BreakdownDefinition {
        from: match &definition.rows {
            Rows::Source(at) => report.sources[*at].name.clone(),
            Rows::Breakdown(from) => from.clone(),
        },
        periods: definition.periods.as_ref().map(|periods| {
            let most = periods.most;
            most.map_or_else(|| "all".to_owned(), |most| most.to_string())
        }),
        by: by.clone(),
        filter: definition.filter.as_ref().map(|it| it.text.clone()),
        rows: RowsOf::new(definition.in_scope),
        over: definition
            .over
            .as_ref()
            .map(|it| it.described(&by[it.level], Wording::Spec)),
        within: definition.within.iter().map(name).collect(),
        share_of: exploded.then(|| share_of.to_owned()),
        add_up: definition.add_up,
        keep: definition
            .keep
            .iter()
            .map(|(at, keep)| (name(at), keep_text(keep, &definition.measures)))
            .collect(),
    }
}

/// What the contract makes of a column; `None` where it takes the cells as they are or none at all.
fn contract_text(name: &str, column: &ContractColumn) -> Option<String> {
    let value = &column.value.text;
    let mut parts = Vec::new();
    if !column.is_plain() || value != name {
        parts.push(format!("sql {value}"));
    }
    let what = match column.on_violation {
        OnViolation::Error => None,
        OnViolation::Clear => Some("cleared"),
        OnViolation::Drop => Some("dropped"),
    };
    if let Some(what) = what {
        let mut bad = vec![format!("not of type {}", column.kind)];
        bad.extend(column.min.map(|min| format!("below {min}")));
        bad.extend(column.max.map(|max| format!("above {max}")));
        bad.extend((!column.nullable).then(|| "empty".to_owned()));
        bad.extend(column.unique.then(|| "repeated".to_owned()));
        parts.push(format!("{what} where {}", bad.join(", ")));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The text as written in the spec.
fn raw(report: &Report, text: &LocalText) -> Texts {
    let locales = report.locales.iter();
    locales
        .map(|locale| (locale.tag().to_owned(), text.get(*locale).to_owned()))
        .collect()
}
