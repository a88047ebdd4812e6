//! Texts in the order of their letters that read like numbers, versions or days. In: metrics and frames as they are computed, the
//! groups and rows behind them. Out: a warning where the least or greatest of some texts is another one than the one that is meant,
//! where `sort: key` puts codes in another order than that of the numbers for which they stand, and where an expression compares two
//! such texts of a row.

use super::aggregate::{aggregate, key};
use super::grouping::group;
use super::groups::GroupTable;
use super::scope::{Scope, selected};
use super::second::cell;
use crate::diagnostic::{Code, Diagnostic, Location, Subject};
use crate::plan::{
    BreakdownStep, MetricStep, Plan, Rollup, RollupAggregate, RollupKind, RollupMeasure, StepRows,
};
use crate::report::{Breakdown, KeepRule, Order, Role, SortedTexts};
use crate::results::{Frame, Key, Results, Value};
use crate::sql::{
    Aggregate, Expression, FilteredAggregate, Node, Ordered, Reading, Type, is_misordered,
    meant_key, pair, put_in_order, telling, text_of_key,
};
use std::collections::{BTreeMap, BTreeSet};

/// What all groups of all bases are looked up in.
type Tables<'a> = (&'a [GroupTable], &'a Scope);

/// Looks at what expressions put in order in the rows of sources.
pub(super) fn of_rows(plan: &Plan, (tables, scope): Tables<'_>, results: &mut Results) {
    for step in &plan.ordered {
        let table = &tables[step.rollup.base];
        let rows = selected(table, &step.rollup, scope);
        let Some(measure) = step.rollup.measures.first() else {
            continue;
        };
        let Ok((value, _)) = aggregate(table, &rows, measure) else {
            continue;
        };
        results.ordered.push(step.ordered.location.clone());
        if let Value::Text(both) = value
            && let Some(both) = pair(&both)
        {
            results.problems.push(step.ordered.told(both));
        }
    }
}

/// The warnings of a metric that is made of the rows of a source.
pub(super) fn of_metric(step: &MetricStep, tables: Tables<'_>) -> Vec<Diagnostic> {
    let metric = &step.definition;
    let place = Location::key(&metric.pointer);
    let Some(rollup) = step.numerator.rollup() else {
        return Vec::new();
    };
    let measures = rollup.measures.iter();
    let told = measures.filter_map(|measure| of_groups(rollup, measure, tables, |_| true));
    told.map(|warning| warning.at(place.clone())).collect()
}

/// The warnings of a breakdown: of its measures, and of its order.
pub(super) fn of_breakdown(
    step: &BreakdownStep,
    tables: Tables<'_>,
    frame: &Frame,
) -> Vec<Diagnostic> {
    let definition = &step.definition;
    let mut told = Vec::new();
    if let StepRows::Base { rollup, .. } = &step.rows {
        let keys = frame.rows.iter().map(|row| row.keys.as_slice());
        let keys: BTreeSet<&[Key]> = keys.collect();
        let is_shown = |group: &[Key]| keys.contains(group);
        let puts_together = definition.total || frame.rows.iter().any(crate::results::Row::folded);
        let together = Rollup {
            by: Vec::new(),
            ..rollup.clone()
        };
        let values = frame.columns.values().iter();
        let values = values.filter(|column| column.role() == Some(Role::Value));
        for column in values {
            let at = column.measure().unwrap_or_default();
            let (Some(measure), Some(of)) = (rollup.measures.get(at), definition.measures.get(at))
            else {
                continue;
            };
            let found = of_groups(rollup, measure, tables, is_shown).or_else(|| {
                let of_all = || of_groups(&together, measure, tables, |_| true);
                puts_together.then(of_all).flatten()
            });
            told.extend(found.map(|it| it.at(Location::value(&of.expression.pointer))));
        }
    }
    let levels = 0..definition.by.len();
    told.extend(levels.filter_map(|level| sorted(definition, frame, level)));
    told
}

/// The warning of the least or greatest texts of groups, if one is another one than the one that is meant.
fn of_groups(
    rollup: &Rollup,
    measure: &RollupMeasure,
    (tables, scope): Tables<'_>,
    is_shown: impl Fn(&[Key]) -> bool,
) -> Option<Diagnostic> {
    let table = &tables[rollup.base];
    let aggregates = measure.expression.node.aggregates();
    let mut parts = measure.parts.iter().zip(aggregates);
    parts.find_map(|(part, of)| {
        let kind = match part.kind {
            RollupKind::Least(_) => RollupKind::Least(part.meant?),
            _ => RollupKind::Greatest(part.meant?),
        };
        let alone = |kind| RollupMeasure {
            parts: vec![RollupAggregate {
                condition: part.condition,
                kind,
                meant: None,
            }],
            expression: Expression {
                node: Node::Aggregate(Box::new(of.clone())),
                kind: Type::Text,
                ..measure.expression.clone()
            },
        };
        let rows = selected(table, rollup, scope);
        let measures = [alone(part.kind.clone()), alone(kind)];
        let groups = group(table, &rows, &rollup.by, &measures).ok()?.groups;
        let surprises = groups.positions().filter_map(|at| {
            let keys = rollup.by.iter().zip(groups.codes(at));
            let keys = keys.map(|(name, code)| key(&table.keys[name], *code));
            let is_shown = is_shown(&keys.collect::<Vec<Key>>());
            let [Value::Text(found), Value::Text(key)] =
                <[Value; 2]>::try_from(groups.values(at)).ok()?
            else {
                return None;
            };
            let meant = text_of_key(&key)?;
            let is_surprise = is_shown && is_misordered(&found, meant);
            is_surprise.then(|| (found.to_string(), meant.to_owned()))
        });
        let (found, meant) = surprises.min()?;
        Some(extreme(&measure.expression, of, (&found, &meant)))
    })
}

/// The warning of the least or greatest of some texts, where another one is meant.
fn extreme(
    expression: &Expression,
    of: &FilteredAggregate,
    (found, meant): (&str, &str),
) -> Diagnostic {
    let written = match expression.aggregate() {
        Some(_) => expression.text.clone(),
        None => of.to_string(),
    };
    let (more, less) = if found > meant {
        (found, meant)
    } else {
        (meant, found)
    };
    let message = format!(
        "`{written}` is '{found}', found by comparing texts letter by letter: '{more}' is more than '{less}'"
    );
    let text = telling(meant, found);
    let node = Node::Aggregate(Box::new(of.clone()));
    let hint = Reading::among_others(text).map(|reading| reading.instead(&node, text));
    Diagnostic::warning(Code::LETTER_ORDER, message).maybe_hint(hint)
}

/// The warnings of an expression over the rows of a frame that pass a condition; rows of the same values of what they are `grouped` by are
/// together.
pub(super) fn over_rows(
    (frame, grouped): (&Frame, &[String]),
    expression: &Expression,
    filter: Option<&Expression>,
    place: &Location,
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let conditions = filter.map(|it| &it.node);
    for [a, b] in conditions
        .into_iter()
        .chain([&expression.node])
        .flat_map(put_in_order)
    {
        let surprise = (0..frame.rows.len()).find_map(|row| {
            let read = |name: &str| cell(frame, row, name);
            match (a.value(&read), b.value(&read)) {
                (Ok(Value::Text(a)), Ok(Value::Text(b))) if is_misordered(&a, &b) => Some((a, b)),
                _ => None,
            }
        });
        if let Some((left, right)) = surprise {
            let ordered = Ordered {
                written: [a, b].map(Node::to_string),
                sides: [a.clone(), b.clone()],
                location: place.clone(),
            };
            told.push(ordered.told((&left, &right)));
        }
    }
    let aggregates = expression.node.aggregates();
    told.extend(aggregates.into_iter().filter_map(|of| {
        let both = extremes_of_rows((frame, grouped), of, filter)?;
        Some(extreme(expression, of, (&both.0, &both.1)).at(place.clone()))
    }));
    told
}

/// The least or greatest text of some rows of a frame and the one that is meant, where these differ.
fn extremes_of_rows(
    (frame, grouped): (&Frame, &[String]),
    of: &FilteredAggregate,
    filter: Option<&Expression>,
) -> Option<(String, String)> {
    let (value, is_least) = match &of.aggregate {
        Aggregate::Least(value) => (value, true),
        Aggregate::Greatest(value) => (value, false),
        _ => return None,
    };
    if value.kind != Type::Text {
        return None;
    }
    let mut groups: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for row in 0..frame.rows.len() {
        let read = |name: &str| cell(frame, row, name);
        let mut conditions = of.filter.iter().chain(filter);
        if conditions.all(|it| it.node.holds(&read).unwrap_or_default())
            && let Ok(Value::Text(text)) = value.node.value(&read)
        {
            let group = grouped.iter().map(|name| read(name).to_string());
            let texts = groups.entry(group.collect()).or_default();
            texts.push(text.to_string());
        }
    }
    groups.values().find_map(|texts| {
        let keys = texts.iter().filter_map(|text| meant_key(text));
        let (found, meant) = if is_least {
            (texts.iter().min()?, keys.min()?)
        } else {
            (texts.iter().max()?, keys.max()?)
        };
        let meant = text_of_key(&meant)?;
        is_misordered(found, meant).then(|| (found.clone(), meant.to_owned()))
    })
}

/// The first two of some texts, in the order of their letters, whose letters say the contrary of what they read like.
pub(super) fn surprise<'t>(texts: &BTreeSet<&'t str>) -> Option<(&'t str, &'t str)> {
    let mut last: BTreeMap<String, &str> = BTreeMap::new();
    texts.iter().find_map(|text| {
        let kind = Reading::among_others(text)?.kind();
        let before = last.insert(kind, text)?;
        is_misordered(before, text).then_some((before, *text))
    })
}

/// The warnings of the columns of texts that templates put in order.
pub(super) fn of_templates(sorted: &[SortedTexts], results: &mut Results) {
    let told = sorted.iter().filter_map(|sorted| {
        let frame = results.frames.get(&sorted.breakdown)?;
        let cells = (0..frame.rows.len()).map(|row| cell(frame, row, &sorted.column));
        let cells: Vec<Value> = cells.collect();
        let texts = cells.iter().filter_map(|value| match value {
            Value::Text(text) => Some(&**text),
            _ => None,
        });
        let (first, second) = surprise(&texts.collect())?;
        let message = format!(
            "`{}` puts the texts of `{}` in order letter by letter, '{first}' before '{second}'",
            sorted.filter, sorted.column
        );
        let warning = Diagnostic::warning(Code::LETTER_ORDER, message);
        let hint = in_order_of_measure(&sorted.column, (first, second));
        let warning = warning.about(Subject::of(&sorted.pointer));
        Some(warning.at(sorted.location.clone()).maybe_hint(hint))
    });
    let told: Vec<Diagnostic> = told.collect();
    results.problems.extend(told);
}

/// What to write for rows that are wanted in the order which is meant by texts of a column.
fn in_order_of_measure(name: &str, (first, second): (&str, &str)) -> Option<String> {
    let text = telling(second, first);
    let reading = Reading::among_others(text)?;
    let of_parts = match reading {
        Reading::Number { .. } => None,
        _ => reading.value_of(name, text),
    };
    Some(match of_parts {
        Some(value) => format!(
            "order the rows by a measure, `sort: {{by: …}}`, for instance by `max({value})`"
        ),
        None => reading.instead(&Node::Name(name.to_owned()), text),
    })
}

/// The warning of a level in the order of its codes, if two of them stand in another order than what they read like.
fn sorted(definition: &Breakdown, frame: &Frame, level: usize) -> Option<Diagnostic> {
    let column = frame.columns.dimensions().get(level)?;
    let keep = definition.keep.get(&level).map(|keep| &keep.rule);
    let is_by_letters = definition.sort.get(level) == Some(&Order::Key)
        && column.value_type == Type::Text
        && frame.domains.get(level)?.is_none()
        && !matches!(keep, Some(KeepRule::Values(_)));
    if !is_by_letters {
        return None;
    }
    let codes = frame.rows.iter();
    let codes: BTreeSet<&str> = codes
        .filter_map(|row| row.keys.get(level)?.code())
        .collect();
    let (first, second) = surprise(&codes)?;
    let name = &column.name;
    let message = format!(
        "`sort: key` puts the texts of `{name}` in order letter by letter, '{first}' before '{second}'"
    );
    let hint = in_order_of_measure(name, (first, second));
    let warning = Diagnostic::warning(Code::LETTER_ORDER, message).maybe_hint(hint);
    Some(warning.at(Location::key(&definition.pointer)))
}
