//! What templates see: `metrics`, `formatted`, `params`, `sources`, `labels`, and every breakdown
//! under its name.
//!
//! `by_type['company'].downloads_share` is a fraction, `by_type['company'].downloads` an integer;
//! `row.type` is a code, `row.type_label` what people read, `row.type_term` the noun with its
//! forms; codes of integers and truth values are numbers and truth values. A breakdown of several
//! dimensions is indexed level by level and iterates over its rows.

use super::format::value_in_text;
use crate::frame::{Frame, Key, Results, Row, Value as Exact, key_label};
use crate::report::labels::label;
use crate::report::{Column, Holds, InText, Report, Role};
use crate::spec::ParamValue;
use crate::spec::grammar::Gender;
use crate::sql::Type;
use crate::text::{self, Locale, Names, RowValue};
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};
use std::any::Any;
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
            Some(at) => RowValue::value(RowView {
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
    let row = row_view(row)?;
    let (frame, _, found) = row.shared.results.frames.get_full(&row.name)?;
    let mut columns = found.columns.values().iter();
    let column = columns.position(|known| known.name == column)?;
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
        let row = row_view(&item)?;
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
        RowValue::value(RowView {
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
        if prefix.len() == frame.columns.dimensions().len() {
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
        let level = frame.columns.dimensions().get(self.prefix.len())?;
        let kind = level.value_type;
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
    fn frame(&self) -> &Frame {
        &self.shared.results.frames[&self.name]
    }

    fn row(&self) -> &Row {
        &self.frame().rows[self.at]
    }
}

impl text::Row for RowView {
    fn get(&self, name: &str) -> Option<Value> {
        let shared = &self.shared;
        let row = self.row();
        Some(match self.frame().columns.in_text(name)? {
            InText::Cell(column) => match row.key(column.slot) {
                Some(Key::Code(code)) => typed(code, column.value_type),
                Some(Key::Missing | Key::Others) => Value::from(()),
                None => plain(row.value(column.slot)?),
            },
            InText::Label(column) => {
                let key = row.key(column.slot)?;
                Value::from(key_label(&shared.report, column, key, shared.locale))
            }
            InText::Term(column) => term(shared, column, row.key(column.slot)?.code()?),
            InText::Folded => Value::from(row.folded()),
        })
    }

    fn names(&self) -> Vec<Value> {
        self.frame().columns.names().map(Value::from).collect()
    }

    fn share(&self) -> Option<&str> {
        let mut values = self.frame().columns.values().iter();
        let share = values.find(|column| column.role() == Some(Role::Share))?;
        Some(&share.name)
    }

    fn label(&self, name: &str) -> Option<String> {
        let column = self.frame().columns.get(name)?;
        let key = self.row().key(column.slot)?;
        Some(key_label(
            &self.shared.report,
            column,
            key,
            self.shared.locale,
        ))
    }
}

/// The row that a value of a template is.
fn row_view(value: &Value) -> Option<&RowView> {
    let row: &dyn Any = RowValue::of(value)?;
    row.downcast_ref()
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
fn term(shared: &Shared, column: &Column, code: &str) -> Value {
    let dimension = match &column.holds {
        Holds::Codes(Some(dimension)) => shared.report.dimensions.get(dimension),
        Holds::Codes(None) | Holds::Measure { .. } => None,
    };
    let found = dimension
        .and_then(|d| d.labels.get(code))
        .and_then(|term| term.terms.get(&shared.locale));
    if let Some(term) = found {
        minijinja::context! {
            one => term.one.as_str(),
            other => term.other.as_str(),
            gender => match term.gender { Gender::M => "m", Gender::F => "f" },
        }
    } else {
        let text = column.label(&shared.report, code, shared.locale);
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
