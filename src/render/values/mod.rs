//! What the names of a template stand for in a run. In: the report, its results, a locale. Out: values
//! behind the names of `template/api.rs`, and every breakdown under its name.
//!
//! `by_type['company'].downloads_share` is a fraction, `by_type['company'].downloads` an integer;
//! `row.type` is a code, `row.type_label` its label, `row.type_term` the noun with its forms;
//! integer and boolean codes are numbers and truth values. A breakdown of several dimensions is
//! indexed level by level and iterates over its rows.

mod breakdown;
mod coverage;
mod labels;
mod row;

pub(super) use coverage::covered;
pub(super) use row::{Cell, RowsOf, cell, rows_of};

use super::corrections;
use super::format::{format_in_role, value_in_text};
use crate::report::{MetricRole, Report};
use crate::results::{Key, Results, Row, RowAt, SourceStatistics, Value as Exact};
use crate::spec::ParamValue;
use crate::template::{
    ClaimValue, CoverageNumber, Global, NoValue, RowValue, Sentence, SourceNumber,
};
use crate::text::{Locale, SpelledNames};
use breakdown::FrameView;
use indexmap::IndexMap;
use labels::LabelsView;
use minijinja::Value;
use row::RowView;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The sentences of all claims.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    /// By claim.
    pub(super) of: IndexMap<String, Arc<Sentence>>,
    /// The formulas of each, by the position of the claim.
    pub(super) formulas: Vec<Vec<String>>,
}

/// The results of a report as templates of one locale see them.
#[derive(Clone, Debug)]
pub(super) struct Views {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    report: Arc<Report>,
    results: Arc<Results>,
    locale: Locale,
    names: SpelledNames,
    /// Whether what is missing is a value that no text can hold unnoticed.
    is_strict: bool,
}

impl Shared {
    /// A value for templates under the name by which it is read.
    fn plain(&self, value: &Exact, name: impl FnOnce() -> String) -> Value {
        match value {
            Exact::Null if self.is_strict => NoValue::value(name()),
            value => plain(value),
        }
    }
}

impl Views {
    /// Views of some results.
    pub(super) fn new(report: &Arc<Report>, results: &Arc<Results>, locale: Locale) -> Self {
        Self {
            shared: Arc::new(Shared {
                report: report.clone(),
                results: results.clone(),
                locale,
                names: names(results, locale),
                is_strict: false,
            }),
        }
    }

    /// The same, in which what is missing fails where it is joined to a text.
    pub(super) fn strict(&self) -> Self {
        let shared = &self.shared;
        Self {
            shared: Arc::new(Shared {
                report: shared.report.clone(),
                results: shared.results.clone(),
                locale: shared.locale,
                names: shared.names.clone(),
                is_strict: true,
            }),
        }
    }

    /// The names of the data that texts must print unchanged.
    pub(super) fn names(&self) -> SpelledNames {
        self.shared.names.clone()
    }

    /// The report.
    pub(super) fn report(&self) -> &Report {
        &self.shared.report
    }

    /// The results.
    pub(super) fn results(&self) -> &Results {
        &self.shared.results
    }

    /// The whole context; `sentences` are those of claims, which their own texts do not print.
    pub(super) fn context(&self, sentences: Option<&Sentences>) -> Value {
        let shared = &self.shared;
        let mut context: BTreeMap<String, Value> = BTreeMap::new();
        for name in shared.results.frames.keys() {
            let view = FrameView {
                shared: shared.clone(),
                name: name.clone(),
                prefix: Vec::new(),
            };
            context.insert(name.clone(), Value::from_object(view));
        }
        for global in Global::ALL {
            if let Some(value) = self.global(*global, sentences) {
                context.insert(global.name().to_owned(), value);
            }
        }
        Value::from(context)
    }

    /// What a name stands for that every template knows; none where only some texts have it.
    fn global(&self, global: Global, sentences: Option<&Sentences>) -> Option<Value> {
        let Shared {
            report,
            results,
            locale,
            ..
        } = &*self.shared;
        let metrics = results.metrics.iter();
        Some(match global {
            Global::Metrics => numbers_of(metrics.flat_map(|(name, found)| {
                let roles = roles(report, name);
                roles.map(move |role| {
                    let named = role.name_of(name);
                    let of = || format!("metrics.{named}");
                    let value = self.shared.plain(found.in_role(role), of);
                    (named, value)
                })
            })),
            // A claim without a result, since it tells of a change that is not known, says nothing.
            Global::Claims => map(report.claims.keys().map(|name| {
                let result = results.claims.get(name);
                let value = ClaimValue {
                    holds: result.is_some_and(|it| it.holds),
                    turned: result.and_then(|it| it.turned),
                    sentence: sentences.and_then(|it| it.of.get(name)).cloned(),
                };
                (&**name, Value::from_object(value))
            })),
            Global::Formatted => numbers_of(metrics.flat_map(|(name, found)| {
                let roles = roles(report, name);
                roles.map(move |role| {
                    let format = format_in_role(&report.metrics[name], role);
                    let (value, named) = (found.in_role(role), role.name_of(name));
                    let written = match value {
                        Exact::Null => NoValue::value(format!("formatted.{named}")),
                        value => Value::from(value_in_text(&format, value, *locale)),
                    };
                    (named, written)
                })
            })),
            Global::Previous => match &results.previous {
                Some(previous) => {
                    let params = previous.params.iter();
                    map(params.map(|(name, value)| (&**name, param(value))))
                }
                None => Value::from(()),
            },
            Global::Params => {
                let params = report.params.iter();
                map(params.map(|(name, value)| (&**name, param(value))))
            }
            Global::Sources => {
                let sources = results.sources.iter();
                map(sources.map(|source| (&*source.name, numbers(source))))
            }
            Global::Coverage => {
                let coverage = report.coverage.keys().enumerate();
                let coverage = coverage.take(results.coverage.len());
                map(coverage.map(|(at, name)| {
                    let numbers = CoverageNumber::ALL.iter();
                    let numbers = numbers.map(|it| {
                        let value = covered(report, results, at, *it);
                        (it.name(), plain(&value))
                    });
                    (&**name, map(numbers))
                }))
            }
            Global::Corrections => Value::from(corrections::sentence(report, results, *locale)),
            Global::Breaks => {
                let breaks = report.breaks.since().iter().map(|it| {
                    let fields = [
                        ("date", it.date.to_string()),
                        ("what", it.what.get(*locale).to_owned()),
                        ("source", it.source.clone()),
                    ];
                    let fields = fields.into_iter();
                    let fields = fields.map(|(name, text)| (name, Value::from(text)));
                    map(fields.chain([("latest", Value::from(it.latest))]))
                });
                Value::from(breaks.collect::<Vec<_>>())
            }
            Global::Labels => Value::from_object(LabelsView(self.shared.clone())),
            Global::Locale => Value::from(locale.tag()),
            // Only the label of a chart is of a row.
            Global::Row => return None,
        })
    }

    /// One row of a breakdown.
    pub(super) fn row(&self, breakdown: &str, row: &Row) -> Value {
        let at = self.shared.results.frames[breakdown]
            .rows
            .iter()
            .position(|known| known.keys == row.keys);
        match at {
            Some(at) => RowValue::value(RowView {
                shared: self.shared.clone(),
                name: breakdown.to_owned(),
                at: RowAt::Here(at),
            }),
            None => Value::UNDEFINED,
        }
    }
}

/// Every name in the data that a text can print.
fn names(results: &Results, locale: Locale) -> SpelledNames {
    let frames = results.frames.values();
    let rows = frames.flat_map(|frame| frame.rows.iter().chain(&frame.left));
    let names = rows.flat_map(|row| {
        let keys = row.keys.iter().chain(&row.attributes);
        let texts = row.values.iter().filter_map(|value| match value {
            Exact::Text(text) => Some(&**text),
            _ => None,
        });
        keys.filter_map(Key::code).chain(texts)
    });
    SpelledNames::new(names, locale)
}

/// The numbers of a source.
fn numbers(source: &SourceStatistics) -> Value {
    let number = |number: &SourceNumber| match number {
        SourceNumber::Rows => source.rows,
        SourceNumber::RowsRead => source.rows_read,
        SourceNumber::RowsDropped => source.rows_dropped,
        SourceNumber::RowsOutside => source.rows_outside,
        SourceNumber::CellsCleared => source.cells_cleared,
        SourceNumber::CellsCorrected => {
            let corrected = source.corrected.as_ref();
            corrected.map_or(0, |corrected| corrected.cells.len())
        }
        SourceNumber::Files => source.files.len(),
    };
    let numbers = SourceNumber::ALL.iter();
    map(numbers.map(|it| (it.name(), Value::from(number(it)))))
}

/// What texts may read of a metric: its value, and in a report with periods how that has changed.
fn roles<'a>(report: &'a Report, metric: &str) -> impl Iterator<Item = MetricRole> + 'a {
    let changes = report.metrics[metric].roles_of_change();
    let changes = changes.filter(|_| report.period.is_some());
    std::iter::once(MetricRole::Value).chain(changes)
}

/// Values by names that are made.
fn numbers_of(entries: impl Iterator<Item = (String, Value)>) -> Value {
    Value::from(entries.collect::<BTreeMap<String, Value>>())
}

/// Values by name.
fn map<'a>(entries: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let entries = entries.map(|(name, value)| (name.to_owned(), value));
    Value::from(entries.collect::<BTreeMap<String, Value>>())
}

/// A value for templates: shares are fractions of 1 as floats, those that add up as they are printed, dates are ISO texts.
fn plain(value: &Exact) -> Value {
    match value {
        Exact::Null => Value::from(()),
        Exact::Boolean(value) => Value::from(*value),
        Exact::Integer(value) => Value::from(*value),
        Exact::Ratio(_) | Exact::Rounded(_) | Exact::Decimal(_) | Exact::Number(_) => {
            Value::from(value.float().unwrap_or(f64::NAN))
        }
        Exact::Text(text) => Value::from(text.to_string()),
        Exact::Date(_) | Exact::List(_) => Value::from(value.plain().map(|text| text.to_string())),
    }
}

fn param(value: &ParamValue) -> Value {
    match value {
        ParamValue::Integer(value) => Value::from(*value),
        ParamValue::Number(value) => Value::from(*value),
        ParamValue::Boolean(value) => Value::from(*value),
        ParamValue::Text(text) => Value::from(text.clone()),
        ParamValue::Date(date) => Value::from(date.to_string()),
    }
}
