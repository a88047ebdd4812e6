//! Expressions over the groups of a base, each evaluated once per distinct combination of the
//! columns that it reads.

use super::coded::Coded;
use super::groups::GroupTable;
use super::numbering::{KeyPart, number_tuples};
use crate::diagnostic::Diagnostic;
use crate::plan::Base;
use crate::sql::{Expression, Node, Type, Value};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The value of an expression for each combination, and the combination of each group.
pub(super) struct Evaluated {
    /// One per combination.
    pub(super) values: Vec<Value>,
    /// The combination of each group.
    pub(super) combination: Arc<Vec<u32>>,
}

/// Evaluates expressions; those that read the same names share their combinations.
pub(super) fn evaluate(
    base: &Base,
    table: &GroupTable,
    expressions: &[&Expression],
) -> Result<Vec<Evaluated>, Diagnostic> {
    let mut by_names: IndexMap<Vec<&str>, Vec<usize>> = IndexMap::new();
    for (at, expression) in expressions.iter().enumerate() {
        let names = expression.names.iter().map(String::as_str).collect();
        by_names.entry(names).or_default().push(at);
    }
    let mut values: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut found: Vec<Option<Evaluated>> = expressions.iter().map(|_| None).collect();
    for (names, members) in by_names {
        let read = Read::new(table, &names);
        for (name, coded) in &read.keys {
            values
                .entry(name)
                .or_insert_with(|| coded.typed_values(kind_of(base, name)));
        }
        let numbering = read.number(table.rows.len());
        let combination = Arc::new(numbering.codes);
        for at in members {
            let expression = expressions[at];
            let of_row = |row: &u32| {
                let cell = |name: &str| read.cell(name, *row as usize, &values);
                let failed = |failure| {
                    let cells = names.iter().map(|name| format!("{name} is {}", cell(name)));
                    let cells: Vec<String> = cells.collect();
                    expression
                        .failed(failure)
                        .hint(format!("where {}", cells.join(", ")))
                };
                expression.node.value(&cell).map_err(failed)
            };
            found[at] = Some(Evaluated {
                values: numbering
                    .first
                    .iter()
                    .map(of_row)
                    .collect::<Result<_, _>>()?,
                combination: combination.clone(),
            });
        }
    }
    Ok(found.into_iter().flatten().collect())
}

/// The type of a column of groups.
fn kind_of(base: &Base, name: &str) -> Type {
    base.column(name).map_or(Type::Text, |column| column.kind)
}

/// The columns and truth values of groups that expressions read.
struct Read<'a> {
    keys: Vec<(&'a str, &'a Coded)>,
    atoms: Vec<Truths<'a>>,
}

/// The truth values of an atom.
struct Truths<'a> {
    name: &'a str,
    of_groups: &'a [Option<bool>],
    codes: Vec<u32>,
}

impl<'a> Read<'a> {
    fn new(table: &'a GroupTable, names: &[&'a str]) -> Self {
        let atoms = names.iter().filter_map(|name| {
            let truths = table.atoms.get(*name)?;
            let codes = truths.iter().map(|truth| truth_code(*truth)).collect();
            Some(Truths {
                name,
                of_groups: truths,
                codes,
            })
        });
        let keys = names
            .iter()
            .filter_map(|name| Some((*name, table.keys.get(*name)?)));
        Self {
            keys: keys.collect(),
            atoms: atoms.collect(),
        }
    }

    fn number(&self, groups: usize) -> super::numbering::Numbering {
        let keys = self.keys.iter().map(|(_, coded)| coded.part());
        let atoms = self.atoms.iter().map(|atom| KeyPart {
            codes: &atom.codes,
            values: 3,
        });
        let parts: Vec<KeyPart<'_>> = keys.chain(atoms).collect();
        number_tuples(&parts, 0..groups as u32)
    }

    fn cell(&self, name: &str, row: usize, values: &BTreeMap<&str, Vec<Value>>) -> Value {
        if let Some((_, coded)) = self.keys.iter().find(|(known, _)| *known == name) {
            let code = coded.codes[row] as usize;
            let value = values.get(name).and_then(|values| values.get(code));
            return value.cloned().unwrap_or(Value::Null);
        }
        let atom = self.atoms.iter().find(|atom| atom.name == name);
        let truth = atom.and_then(|atom| atom.of_groups[row]);
        truth.map_or(Value::Null, Value::Boolean)
    }
}

fn truth_code(truth: Option<bool>) -> u32 {
    truth.map_or(0, |truth| 1 + u32::from(truth))
}

/// Evaluates the base's conditions on its groups.
pub(super) fn conditions(base: &Base, table: &mut GroupTable) -> Result<(), Diagnostic> {
    // Most conditions are a single atom.
    let single = |condition: &Expression| match &condition.node {
        Node::Name(name) => table.atoms.get(name),
        _ => None,
    };
    let others: Vec<&Expression> = base
        .conditions
        .iter()
        .filter(|condition| single(condition).is_none())
        .collect();
    let mut found = evaluate(base, table, &others)?.into_iter();
    let mut results: Vec<Vec<bool>> = Vec::new();
    for condition in &base.conditions {
        if let Some(truth) = single(condition) {
            results.push(truth.iter().map(|truth| *truth == Some(true)).collect());
        } else if let Some(evaluated) = found.next() {
            let is_true = |value: &Value| *value == Value::Boolean(true);
            let truth: Vec<bool> = evaluated.values.iter().map(is_true).collect();
            let rows = evaluated.combination.iter();
            results.push(rows.map(|at| truth[*at as usize]).collect());
        }
    }
    table.conditions = results;
    Ok(())
}
