//! `report.json`: every metric, breakdown and chart with definition, unit and exact values.

use super::format::format_value;
use crate::frame::{Frame, Key, Results, Value, key_label};
use crate::publish::{Block, Document};
use crate::report::{Denominator, LocalText, Metric, Numerator, Report};
use crate::text::Locale;
use serde_json::{Map, Value as Json, json};

/// A value as JSON: integers exact (as text beyond 64 bits), shares as their quotient.
#[must_use]
pub fn value_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => json!(value),
        Value::Integer(value) => match i64::try_from(*value) {
            Ok(value) => json!(value),
            Err(_) => json!(value.to_string()),
        },
        Value::Ratio(_) | Value::Number(_) => json!(value.float()),
        Value::Text(text) => json!(&**text),
        Value::Date(date) => json!(date.to_string()),
    }
}

/// A metric's value in a locale, as texts print it.
#[must_use]
pub fn metric_value(metric: &Metric, value: &Value, locale: Locale) -> String {
    format_value(&metric.format, value, locale)
}

/// The whole file.
#[must_use]
pub fn report_json(report: &Report, results: &Results, documents: &[Document]) -> Json {
    let metrics: Map<String, Json> = results
        .metrics
        .iter()
        .map(|(name, result)| {
            let metric = &report.metrics[name];
            let formatted: Map<String, Json> = report
                .locales
                .iter()
                .map(|locale| {
                    let text = metric_value(metric, &result.value, *locale);
                    (locale.tag().to_owned(), json!(text))
                })
                .collect();
            let mut entry = json!({
                "definition": definition(metric),
                "value": value_json(&result.value),
                "formatted": formatted,
                "numerator": value_json(&result.numerator),
                "numerator_rows": value_json(&Value::Integer(result.numerator_rows)),
            });
            if result.denominator != Value::Null
                && let Json::Object(entry) = &mut entry
            {
                entry.insert("denominator".into(), value_json(&result.denominator));
                entry.insert(
                    "denominator_rows".into(),
                    value_json(&Value::Integer(result.denominator_rows)),
                );
            }
            (name.clone(), entry)
        })
        .collect();
    let breakdowns: Map<String, Json> = results
        .frames
        .iter()
        .map(|(name, frame)| (name.clone(), frame_json(report, frame)))
        .collect();
    let titles: Map<String, Json> = documents
        .iter()
        .map(|document| (document.locale.tag().to_owned(), json!(document.title)))
        .collect();
    json!({
        "title": titles,
        "metrics": metrics,
        "breakdowns": breakdowns,
        "charts": charts(report, documents),
        "unmatched": results.unmatched.iter().map(|found| json!({
            "dimension": found.dimension,
            "lookup": found.lookup,
            "keys": found.keys,
            "examples": found.examples,
            "rows": value_json(&Value::Integer(found.rows)),
            "share": value_json(&found.share),
            "share_of": found.measure,
        })).collect::<Vec<_>>(),
    })
}

/// What a metric is, in the words of the spec.
fn definition(metric: &Metric) -> Json {
    let mut map = Map::new();
    match &metric.numerator {
        Numerator::Aggregate {
            measure, in_scope, ..
        } => {
            map.insert("measure".into(), json!(measure.name));
            map.insert(
                "rows".into(),
                json!(if *in_scope { "scope" } else { "all" }),
            );
        }
        Numerator::Second { from, expression } => {
            map.insert("from".into(), json!(from));
            map.insert("sql".into(), json!(expression.text));
        }
    }
    if let Some(filter) = &metric.filter {
        map.insert("where".into(), json!(filter.text));
    }
    let of = match &metric.denominator {
        Denominator::None => None,
        Denominator::Aggregate {
            measure,
            filter,
            in_scope,
            ..
        } => Some(json!({
            "measure": measure.name,
            "where": filter.as_ref().map(|filter| filter.text.clone()),
            "rows": if *in_scope { "scope" } else { "all" },
        })),
        Denominator::Param(name, _) => Some(json!({ "param": name })),
        Denominator::Metric(name) => Some(json!({ "metric": name })),
    };
    if let Some(of) = of {
        map.insert("of".into(), of);
    }
    Json::Object(map)
}

fn frame_json(report: &Report, frame: &Frame) -> Json {
    let definition = &report.breakdowns[&frame.name];
    let units: Map<String, Json> = definition
        .measures
        .iter()
        .filter_map(|measure| {
            let found = report.measures.get(&measure.name)?;
            Some((measure.name.clone(), texts(report, &found.unit)))
        })
        .collect();
    let rows: Vec<Json> = frame
        .rows
        .iter()
        .map(|row| {
            let mut map = Map::new();
            let keys = frame.by.iter().zip(&row.keys);
            for (name, key) in keys.chain(frame.attributes.iter().zip(&row.attributes)) {
                map.insert(name.clone(), key_json(key));
            }
            for (name, value) in frame.columns.iter().zip(&row.values) {
                map.insert(name.clone(), value_json(value));
            }
            if row.folded() {
                map.insert("folded".into(), json!(true));
            }
            Json::Object(map)
        })
        .collect();
    let labels: Map<String, Json> = frame
        .by
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let mut by_code = Map::new();
            for row in &frame.rows {
                if let Key::Code(code) = &row.keys[at] {
                    let texts: Map<String, Json> = report
                        .locales
                        .iter()
                        .map(|locale| {
                            let label = key_label(report, name, &row.keys[at], *locale);
                            (locale.tag().to_owned(), json!(label))
                        })
                        .filter(|(_, label)| *label != json!(&**code))
                        .collect();
                    if !texts.is_empty() {
                        by_code.insert(code.to_string(), Json::Object(texts));
                    }
                }
            }
            (name.clone(), Json::Object(by_code))
        })
        .filter(|(_, labels)| labels.as_object().is_some_and(|map| !map.is_empty()))
        .collect();
    json!({
        "by": frame.by,
        "where": definition.filter.as_ref().map(|filter| filter.text.clone()),
        "within": definition.within.iter().map(|at| frame.by[*at].clone()).collect::<Vec<_>>(),
        "rows_of": if definition.in_scope { "scope" } else { "all" },
        "units": units,
        "labels": labels,
        "rows": rows,
    })
}

fn key_json(key: &Key) -> Json {
    key.code().map_or(Json::Null, |code| json!(code))
}

fn charts(report: &Report, documents: &[Document]) -> Json {
    let charts: Map<String, Json> = report
        .charts
        .iter()
        .map(|(name, chart)| {
            let mut locales = Map::new();
            for document in documents {
                for block in &document.blocks {
                    if let Block::Figure(figure) = block
                        && figure.id == *name
                    {
                        locales.insert(
                            document.locale.tag().to_owned(),
                            json!({
                                "number": figure.number,
                                "title": figure.title,
                                "alternative": figure.alternative,
                            }),
                        );
                    }
                }
            }
            let entry = json!({
                "type": chart.kind.name(),
                "data": chart.data,
                "dimensions": chart.encoding.categories,
                "value": chart.encoding.value,
                "color": chart.encoding.color,
                "locales": locales,
            });
            (name.clone(), entry)
        })
        .collect();
    Json::Object(charts)
}

fn texts(report: &Report, text: &LocalText) -> Json {
    let texts: Map<String, Json> = report
        .locales
        .iter()
        .map(|locale| (locale.tag().to_owned(), json!(text.get(*locale))))
        .collect();
    Json::Object(texts)
}
