//! A second engine: plain loops over the rows of a JSON file, one group per distinct key, without
//! Polars.

use hfreport::diagnostic::Diagnostic;
use hfreport::engine::rollup::coded::Coded;
use hfreport::engine::rollup::codes::MISSING;
use hfreport::engine::rollup::groups::{AggregateColumn, GroupTable};
use hfreport::engine::rollup::invalid::Invalid;
use hfreport::engine::rollup::numbers::{Numbers, Runs};
use hfreport::engine::{Engine, Scanned};
use hfreport::meter::Meter;
use hfreport::plan::{AtomKind, Base, BaseAggregateKind, DimensionIndex, Plan, Scan};
use hfreport::report::DimensionKind;
use hfreport::results::{Pushdown, SourceStatistics, Value};
use hfreport::sql::{Decimal, Expression, Sum, Type};
use hfreport::text::Date;
use hfreport::world::World;
use serde_json::Value as Json;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of each source, as JSON.
pub(super) struct Loops {
    pub(super) sources: Vec<Vec<Json>>,
}

impl Engine for Loops {
    fn scan(
        &self,
        _: &dyn World,
        plan: &Plan,
        scan: &Scan,
        _: &Meter,
    ) -> Result<Scanned, Vec<Diagnostic>> {
        let bases = plan.bases.iter().enumerate();
        let bases = bases.filter(|(_, base)| base.source == scan.source);
        let rows = &self.sources[scan.source];
        let tables = bases.map(|(at, base)| (at, groups(plan, base, rows)));
        Ok(Scanned {
            tables: tables.collect(),
            statistics: SourceStatistics {
                name: plan.sources[scan.source].name.clone(),
                files: Vec::new(),
                rows_read: rows.len(),
                rows: rows.len(),
                cells_cleared: 0,
                rows_dropped: 0,
                rows_outside: 0,
                empty: Vec::new(),
                violations: Vec::new(),
                corrected: None,
                likeness: None,
                sample: None,
                days: BTreeMap::new(),
            },
            warnings: Vec::new(),
            invalid: BTreeMap::<DimensionIndex, Invalid>::new(),
            absent: Vec::new(),
            pushdown: Pushdown::default(),
        })
    }
}

/// A row, or one of the values of its list.
struct Mention<'a> {
    row: usize,
    json: &'a Json,
    value: Option<String>,
}

fn groups(plan: &Plan, base: &Base, rows: &[Json]) -> GroupTable {
    let mut mentions = Vec::new();
    for (row, json) in rows.iter().enumerate() {
        let values = match base.explode {
            Some(exploded) => valid(plan, exploded, json),
            None => Vec::new(),
        };
        if values.is_empty() {
            mentions.push(Mention {
                row,
                json,
                value: None,
            });
        }
        mentions.extend(values.into_iter().map(|value| Mention {
            row,
            json,
            value: Some(value),
        }));
    }
    // The members of each group by its key: codes, truth values and, if rows are kept apart,
    // the row.
    let mut groups: Vec<(Vec<Option<String>>, Vec<&Mention<'_>>)> = Vec::new();
    for mention in &mentions {
        let keys = base.keys.iter();
        let keys = keys.map(|column| key(plan, base, &column.name, mention));
        let truths = base
            .atoms
            .iter()
            .map(|atom| truth(plan, base, &atom.kind, mention).map(|truth| truth.to_string()));
        let row = base.per_row.then(|| Some(mention.row.to_string()));
        let key: Vec<Option<String>> = keys.chain(truths).chain(row).collect();
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, members)) => members.push(mention),
            None => groups.push((key, vec![mention])),
        }
    }
    let mut table = GroupTable {
        rows: groups
            .iter()
            .map(|(_, members)| i64::try_from(members.len()).expect("few rows"))
            .collect(),
        source_rows: base.per_row.then(|| {
            groups
                .iter()
                .map(|(_, members)| members[0].row as u32)
                .collect()
        }),
        ..GroupTable::default()
    };
    for (at, column) in base.keys.iter().enumerate() {
        let keys = groups.iter().map(|(key, _)| key[at].clone());
        table.keys.insert(column.name.clone(), coded(keys));
    }
    for (at, atom) in base.atoms.iter().enumerate() {
        let truths = groups.iter().map(|(key, _)| {
            let truth = key[base.keys.len() + at].as_ref()?;
            Some(truth == "true")
        });
        table.atoms.insert(atom.name.clone(), truths.collect());
    }
    for aggregate in &base.aggregates {
        let values = groups.iter().map(|(_, members)| -> Vec<Value> {
            let members = members.iter();
            let values = members.map(|member| value(plan, base, &aggregate.value, member));
            values.filter(|value| *value != Value::Null).collect()
        });
        let found = aggregated(aggregate.kind, aggregate.value.kind, values);
        table.aggregates.push(found);
    }
    table
}

fn aggregated(
    kind: BaseAggregateKind,
    of: Type,
    groups: impl Iterator<Item = Vec<Value>>,
) -> AggregateColumn {
    let extreme = |values: Vec<Value>, wanted: Ordering| {
        let mut values = values.into_iter();
        let first = values.next().unwrap_or(Value::Null);
        values.fold(first, |best, value| match value.compare(&best) {
            order if order == wanted => value,
            _ => best,
        })
    };
    let whole = |value: Value| match value {
        Value::Integer(value) => value,
        other => panic!("{other:?} is no integer"),
    };
    match kind {
        BaseAggregateKind::Sum if of == Type::Number => {
            AggregateColumn::Sums(groups.map(|values| Sum::of(&values)).collect())
        }
        BaseAggregateKind::Every => {
            let groups: Vec<Vec<Value>> = groups.collect();
            let count = groups.len();
            let items = (0..)
                .zip(groups)
                .flat_map(|(group, values)| values.into_iter().map(move |value| (group, value)));
            AggregateColumn::Numbers(Numbers::Values(Runs::new(count, items.collect())))
        }
        BaseAggregateKind::Sum if let Type::Decimal(scale) = of => {
            let units = |value: &Value| match value {
                Value::Decimal(decimal) => decimal.units,
                other => panic!("{other:?} is no decimal"),
            };
            let sums = groups.map(|values| values.iter().map(units).sum());
            AggregateColumn::Decimals(sums.collect(), scale)
        }
        BaseAggregateKind::Sum => AggregateColumn::Integers(
            groups
                .map(|values| values.into_iter().map(whole).sum())
                .collect(),
        ),
        BaseAggregateKind::Count => {
            AggregateColumn::Integers(groups.map(|values| values.len() as i128).collect())
        }
        BaseAggregateKind::Least => AggregateColumn::Values(
            groups
                .map(|values| extreme(values, Ordering::Less))
                .collect(),
        ),
        BaseAggregateKind::Greatest => AggregateColumn::Values(
            groups
                .map(|values| extreme(values, Ordering::Greater))
                .collect(),
        ),
    }
}

/// Codes for keys, in the order of their first occurrence.
fn coded(keys: impl Iterator<Item = Option<String>>) -> Coded {
    let mut values: Vec<String> = Vec::new();
    let codes = keys.map(|key| {
        let Some(key) = key else {
            return MISSING;
        };
        let known = values.iter().position(|value| *value == key);
        known.unwrap_or_else(|| {
            values.push(key);
            values.len() - 1
        }) as u32
    });
    let codes = codes.collect();
    Coded::new(codes, values.iter().map(String::as_str))
}

/// The distinct valid values of the list of an exploded dimension.
fn valid(plan: &Plan, dimension: DimensionIndex, json: &Json) -> Vec<String> {
    let step = &plan[dimension];
    let DimensionKind::Explode { column, valid } = &step.definition.kind else {
        return Vec::new();
    };
    let valid = step.lookup.zip(valid.as_ref());
    let valid: Option<BTreeSet<&str>> = valid.map(|(lookup, (_, attribute))| {
        let rows = plan[lookup].rows.values();
        rows.filter_map(|row| row[*attribute].as_deref()).collect()
    });
    let mut values: Vec<String> = Vec::new();
    for value in json[column].as_array().into_iter().flatten() {
        let text = value.as_str().expect("a text");
        let is_valid = valid.as_ref().is_none_or(|valid| valid.contains(text));
        if is_valid && !values.iter().any(|known| known == text) {
            values.push(text.to_owned());
        }
    }
    values
}

/// The code of a key of the base.
fn key(plan: &Plan, base: &Base, name: &str, mention: &Mention<'_>) -> Option<String> {
    let text = cell(plan, base, name, mention).plain();
    text.map(|text| text.to_string())
}

fn truth(plan: &Plan, base: &Base, kind: &AtomKind, mention: &Mention<'_>) -> Option<bool> {
    match kind {
        AtomKind::HasValid(dimension) => Some(!valid(plan, *dimension, mention.json).is_empty()),
        AtomKind::Condition(condition) => match value(plan, base, condition, mention) {
            Value::Boolean(truth) => Some(truth),
            _ => None,
        },
    }
}

fn value(plan: &Plan, base: &Base, expression: &Expression, mention: &Mention<'_>) -> Value {
    let found = expression
        .node
        .value(&|name| cell(plan, base, name, mention));
    found.expect("an exact value")
}

/// The value of a column, or of a dimension that is decided per row.
fn cell(plan: &Plan, base: &Base, name: &str, mention: &Mention<'_>) -> Value {
    let columns = &plan.sources[base.source].columns;
    if let Some(column) = columns.get(name) {
        let json = &mention.json[name];
        return match column.kind {
            _ if json.is_null() => Value::Null,
            Type::Integer => Value::Integer(json.as_i64().expect("an integer").into()),
            Type::Number => Value::Number(json.as_f64().expect("a number")),
            Type::Decimal(scale) => {
                let number = Value::Number(json.as_f64().expect("a number"));
                Value::Decimal(Decimal::of(&number, scale).expect("few digits"))
            }
            Type::Boolean => Value::Boolean(json.as_bool().expect("a truth value")),
            Type::Date => Value::Date(Date::parse(json.as_str().expect("a text")).expect("a day")),
            _ => Value::text(json.as_str().unwrap_or_default()),
        };
    }
    let mut dimensions = plan.dimensions.iter().map(|it| &it.definition);
    let dimension = dimensions.find(|it| it.name == name).expect("a dimension");
    match &dimension.kind {
        DimensionKind::Column(column) => cell(plan, base, column, mention),
        DimensionKind::Explode { .. } => {
            let value = mention.value.as_deref();
            value.map_or(Value::Null, Value::text)
        }
        DimensionKind::Sql(expression) => value(plan, base, expression, mention),
        DimensionKind::Bucket {
            column,
            edges,
            right_closed,
            codes,
        } => match cell(plan, base, column, mention) {
            Value::Integer(value) => {
                let is_below = |edge: &&i64| {
                    let edge = i128::from(**edge);
                    edge < value || edge == value && !right_closed
                };
                Value::text(&codes[edges.iter().filter(is_below).count()])
            }
            _ => Value::Null,
        },
        DimensionKind::Lookup { .. } => panic!("`{name}` is not decided per row"),
    }
}
