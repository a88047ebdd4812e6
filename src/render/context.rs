//! What templates see: `metrics`, `formatted`, `params`, `sources`, `labels`, and every breakdown
//! under its name.
//!
//! `by_type['company'].downloads_share` is a fraction, `by_type['company'].downloads` an integer;
//! `row.type` is a code, `row.type_label` what people read, `row.type_term` the noun with its
//! forms; codes of integers and truth values are numbers and truth values. A breakdown of several
//! dimensions is indexed level by level and iterates over its rows.

use super::format::value_in_text;
use crate::frame::{Frame, Key, Results, Row, Value as Exact, key_label};
use crate::report::Report;
use crate::report::labels::label;
use crate::spec::ParamValue;
use crate::spec::grammar::Gender;
use crate::sql::Type;
use crate::text::{Locale, Names};
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};
use std::collections::BTreeMap;
use std::sync::Arc;

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
    names: Names,
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
            }),
        }
    }

    /// The names of the data that texts must print as they are.
    pub(super) fn names(&self) -> Names {
        self.shared.names.clone()
    }

    /// The report.
    pub(super) fn report(&self) -> &Report {
        &self.shared.report
    }

    /// What was computed.
    pub(super) fn results(&self) -> &Results {
        &self.shared.results
    }

    /// The whole context.
    pub(super) fn context(&self) -> Value {
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
        let metrics: BTreeMap<String, Value> = shared
            .results
            .metrics
            .iter()
            .map(|(name, metric)| (name.clone(), plain(&metric.value)))
            .collect();
        let formatted: BTreeMap<String, Value> = shared
            .results
            .metrics
            .iter()
            .map(|(name, metric)| {
                let format = &shared.report.metrics[name].format;
                (
                    name.clone(),
                    Value::from(value_in_text(format, &metric.value, shared.locale)),
                )
            })
            .collect();
        let params: BTreeMap<String, Value> = shared
            .report
            .params
            .iter()
            .map(|(name, value)| (name.clone(), param(value)))
            .collect();
        let sources: BTreeMap<String, Value> = shared
            .results
            .sources
            .iter()
            .map(|source| {
                let value = minijinja::context! {
                    rows => source.rows,
                    rows_read => source.rows_read,
                    rows_dropped => source.rows_dropped,
                    cells_cleared => source.cells_cleared,
                    files => source.files.len(),
                };
                (source.name.clone(), value)
            })
            .collect();
        context.insert("metrics".into(), Value::from(metrics));
        context.insert("formatted".into(), Value::from(formatted));
        context.insert("params".into(), Value::from(params));
        context.insert("sources".into(), Value::from(sources));
        context.insert(
            "labels".into(),
            Value::from_object(LabelsView(shared.clone())),
        );
        context.insert("locale".into(), Value::from(shared.locale.tag()));
        Value::from(context)
    }

    /// One row of a breakdown.
    pub(super) fn row(&self, breakdown: &str, row: &Row) -> Value {
        let at = self.shared.results.frames[breakdown]
            .rows
            .iter()
            .position(|known| known.keys == row.keys);
        match at {
            Some(at) => Value::from_object(RowView {
                shared: self.shared.clone(),
                name: breakdown.to_owned(),
                at,
            }),
            None => Value::UNDEFINED,
        }
    }
}

/// A place among the results: the position of a breakdown, of one of its rows, of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Position of the breakdown.
    pub(super) frame: usize,
    /// Position of the row.
    pub(super) row: usize,
    /// Position of the column among the values.
    pub(super) column: usize,
}

/// The cell that `row.column` stands for, if the value is a row and has such a number.
pub(super) fn cell(row: &Value, column: &str) -> Option<Cell> {
    let row = row.downcast_object_ref::<RowView>()?;
    let (frame, _, found) = row.shared.results.frames.get_full(&row.name)?;
    let column = found.columns.iter().position(|known| known == column)?;
    found.rows[row.at].values[column].number()?;
    Some(Cell {
        frame,
        row: row.at,
        column,
    })
}

/// The breakdown that all items of a list are rows of, and how many they are.
pub(super) fn rows_of(list: &Value) -> Option<(usize, usize)> {
    let mut found = None;
    let mut count = 0;
    for item in list.try_iter().ok()? {
        let row = item.downcast_object_ref::<RowView>()?;
        let frame = row.shared.results.frames.get_index_of(&row.name)?;
        if found.is_some_and(|known| known != frame) {
            return None;
        }
        found = Some(frame);
        count += 1;
    }
    Some((found?, count))
}

/// Every name of the data that a text can print.
fn names(results: &Results, locale: Locale) -> Names {
    let rows = results.frames.values().flat_map(|frame| &frame.rows);
    let names = rows.flat_map(|row| {
        let keys = row.keys.iter().chain(&row.attributes);
        let texts = row.values.iter().filter_map(|value| match value {
            Exact::Text(text) => Some(&**text),
            _ => None,
        });
        keys.filter_map(Key::code).chain(texts)
    });
    Names::new(names, locale)
}

/// A value for templates: shares are fractions of 1 as floats, dates ISO texts.
fn plain(value: &Exact) -> Value {
    match value {
        Exact::Null => Value::from(()),
        Exact::Boolean(value) => Value::from(*value),
        Exact::Integer(value) => Value::from(*value),
        Exact::Ratio(_) | Exact::Number(_) => Value::from(value.float().unwrap_or(f64::NAN)),
        Exact::Text(text) => Value::from(text.to_string()),
        Exact::Date(date) => Value::from(date.to_string()),
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

/// A breakdown, or what is left of it under the codes of its outer dimensions.
#[derive(Debug)]
struct FrameView {
    shared: Arc<Shared>,
    name: String,
    prefix: Vec<String>,
}

impl FrameView {
    fn frame(&self) -> &Frame {
        &self.shared.results.frames[&self.name]
    }

    fn rows(&self) -> Vec<usize> {
        self.frame()
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| {
                self.prefix
                    .iter()
                    .zip(&row.keys)
                    .all(|(code, key)| key.code() == Some(code))
            })
            .map(|(at, _)| at)
            .collect()
    }

    fn row(&self, at: usize) -> Value {
        Value::from_object(RowView {
            shared: self.shared.clone(),
            name: self.name.clone(),
            at,
        })
    }

    /// The row at a position; a negative one counts from the end.
    fn nth(&self, at: i64) -> Option<usize> {
        let rows = self.rows();
        let from_the_end = i64::try_from(rows.len()).ok()?;
        let at = if at < 0 { at + from_the_end } else { at };
        rows.get(usize::try_from(at).ok()?).copied()
    }

    /// The row of a code, or the rows where dimensions are left.
    fn of_code(&self, code: &str) -> Option<Value> {
        let frame = self.frame();
        let mut prefix = self.prefix.clone();
        prefix.push(code.to_owned());
        let matches = |row: &Row| {
            prefix
                .iter()
                .zip(&row.keys)
                .all(|(code, key)| key.code() == Some(code))
        };
        let at = frame.rows.iter().position(matches)?;
        if prefix.len() == frame.by.len() {
            return Some(self.row(at));
        }
        Some(Value::from_object(Self {
            shared: self.shared.clone(),
            name: self.name.clone(),
            prefix,
        }))
    }
}

impl Object for FrameView {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        // A sequence would take truth values for positions.
        ObjectRepr::Iterable
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let frame = self.frame();
        let kind = value_type(&self.shared, frame.by.get(self.prefix.len())?);
        // Where codes are numbers, a number is a code and never a position.
        if key.kind() == ValueKind::Number && kind != Type::Integer {
            return self.nth(key.as_i64()?).map(|at| self.row(at));
        }
        let code = code_of(key)?;
        let found = self.of_code(&code);
        // Without an error a truth value or a number would be taken for a position after all.
        if found.is_none() && key.kind() != ValueKind::String {
            let message = format!(
                "`{}[{code}]` is undefined, {code} is a code here, not a position",
                self.name
            );
            let error = minijinja::Error::new(minijinja::ErrorKind::UndefinedError, message);
            return Some(Value::from(error));
        }
        found
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let rows = self.rows().into_iter();
        Enumerator::Values(rows.map(|at| self.row(at)).collect())
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut minijinja::State<'_, '_>,
        method: &str,
        arguments: &[Value],
    ) -> Result<Value, minijinja::Error> {
        let find = |wanted: Key| {
            let level = self.prefix.len();
            self.rows()
                .into_iter()
                .find(|at| self.frame().rows[*at].keys.get(level) == Some(&wanted))
                .map_or(Value::from(()), |at| self.row(at))
        };
        match method {
            "others" => Ok(find(Key::Others)),
            "missing" => Ok(find(Key::Missing)),
            "has" => Ok(Value::from(
                arguments
                    .first()
                    .and_then(code_of)
                    .is_some_and(|code| self.of_code(&code).is_some()),
            )),
            _ => Err(minijinja::Error::new(
                minijinja::ErrorKind::UnknownMethod,
                format!(
                    "a breakdown has `has(code)`, `others()` and `missing()`, not `{method}()`"
                ),
            )),
        }
    }
}

/// A row of a breakdown.
#[derive(Debug)]
struct RowView {
    shared: Arc<Shared>,
    name: String,
    at: usize,
}

impl RowView {
    fn key(&self, name: &str) -> Option<&Key> {
        let frame = &self.shared.results.frames[&self.name];
        let row = &frame.rows[self.at];
        if let Some(at) = frame.by.iter().position(|known| known == name) {
            return Some(&row.keys[at]);
        }
        let at = frame.attributes.iter().position(|known| known == name)?;
        Some(&row.attributes[at])
    }
}

impl Object for RowView {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        let shared = &self.shared;
        let frame = &shared.results.frames[&self.name];
        let row = &frame.rows[self.at];
        if let Some(at) = frame.columns.iter().position(|known| known == name) {
            return Some(plain(&row.values[at]));
        }
        if let Some(key) = self.key(name) {
            let kind = value_type(shared, name);
            return Some(key.code().map_or(Value::from(()), |code| typed(code, kind)));
        }
        if name == "folded" {
            return Some(Value::from(row.folded()));
        }
        if let Some(dimension) = name.strip_suffix("_label") {
            let key = self.key(dimension)?;
            return Some(Value::from(key_label(
                &shared.report,
                dimension,
                key,
                shared.locale,
            )));
        }
        let dimension = name.strip_suffix("_term")?;
        let code = self.key(dimension)?.code()?.to_owned();
        Some(term(shared, dimension, &code))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let frame = &self.shared.results.frames[&self.name];
        let names: Vec<Value> = frame
            .by
            .iter()
            .chain(&frame.attributes)
            .chain(&frame.columns)
            .map(|name| Value::from(name.as_str()))
            .collect();
        Enumerator::Values(names)
    }
}

fn value_type(shared: &Shared, dimension: &str) -> Type {
    let found = shared.report.dimensions.get(dimension);
    found.map_or(Type::Text, |dimension| dimension.value_type)
}

/// A code as a value that compares like one: `row.year > 2019`.
fn typed(code: &str, kind: Type) -> Value {
    match kind {
        Type::Integer => code
            .parse::<i64>()
            .map_or_else(|_| Value::from(code), Value::from),
        Type::Boolean => Value::from(code == "true"),
        _ => Value::from(code),
    }
}

/// The code that a key in a template means: `"2019"`, `2019`, `true`.
fn code_of(key: &Value) -> Option<String> {
    match key.kind() {
        ValueKind::String => key.as_str().map(str::to_owned),
        ValueKind::Bool => Some(key.is_true().to_string()),
        ValueKind::Number if key.is_integer() => Some(key.to_string()),
        _ => None,
    }
}

/// The noun of a code with its forms, for the filters that agree with it.
fn term(shared: &Shared, dimension: &str, code: &str) -> Value {
    let found = shared
        .report
        .dimensions
        .get(dimension)
        .and_then(|d| d.labels.get(code))
        .and_then(|term| term.terms.get(&shared.locale));
    if let Some(term) = found {
        minijinja::context! {
            one => term.one.as_str(),
            other => term.other.as_str(),
            gender => match term.gender { Gender::M => "m", Gender::F => "f" },
        }
    } else {
        let text = label(&shared.report, dimension, code, shared.locale);
        minijinja::context! { one => text.as_str(), other => text.as_str(), gender => "m" }
    }
}

/// `labels.type.company`: the label of any code.
#[derive(Debug)]
struct LabelsView(Arc<Shared>);

impl Object for LabelsView {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let dimension = key.as_str()?;
        self.0.report.dimensions.get(dimension)?;
        Some(Value::from_object(DimensionLabels(
            self.0.clone(),
            dimension.to_owned(),
        )))
    }
}

#[derive(Debug)]
struct DimensionLabels(Arc<Shared>, String);

impl Object for DimensionLabels {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let code = key.as_str()?;
        Some(Value::from(label(
            &self.0.report,
            &self.1,
            code,
            self.0.locale,
        )))
    }
}
