//! Cells that may have to be corrected, found by a look at all rows.
//!
//! In: a source, and how many of its heaviest rows are looked at closely. Out: cells of all rows that break the contract
//! or are impossible beside the others, and of the heaviest rows those too that are missing, that contradict the key of
//! their row, or that are far from their like. Rows go by twice: first what is usual is learnt, then what is not is listed.
//! Nothing here is about models or hubs: a column of whole numbers is one of sizes if keys say the same sizes as it
//! (`sizes.rs`); its like are the rows whose keys begin alike, up to the first `/`.

mod sizes;
mod spread;

use super::cells::{Cells, RowValues};
use super::contract::{Contract, Look, text_of};
use super::expressions;
use super::problem::Problem;
use super::weight::weights;
use crate::diagnostic::Diagnostic;
use crate::report::{ContractColumn, Source};
use crate::results::{Suspect, Suspects, Value};
use crate::source::{Chunk, Chunking};
use crate::sql::Type;
use crate::world::World;
use polars::prelude::DataFrame;
use rayon::prelude::*;
use sizes::{Agreement, Size, agrees, sizes};
use spread::Spread;
use std::collections::{BTreeMap, BTreeSet};

/// What is looked for.
pub(crate) struct Asked {
    /// Columns of the contract.
    pub(crate) columns: Vec<String>,
    /// How many of the heaviest rows.
    pub(crate) top: usize,
}

/// A row: its file and its position there.
type Place = (usize, usize);

/// The rows of a chunk that belong to the source, as values.
struct Rows {
    /// Position in the chunk, key, and what the row weighs.
    all: Vec<(usize, String, i128)>,
    within: Vec<String>,
    look: Look,
}

/// What is usual.
#[derive(Default)]
struct Usual {
    /// The heaviest rows: what they weigh, their keys and places, the heaviest first.
    heaviest: Vec<(i128, String, Place)>,
    weight: i128,
    /// By column.
    columns: BTreeMap<String, OfColumn>,
}

/// What is usual in a column of whole numbers.
#[derive(Default)]
struct OfColumn {
    all: Spread,
    alike: BTreeMap<String, Spread>,
    agreement: Agreement,
}

/// Cells of a source that may have to be corrected.
///
/// # Errors
/// The source cannot be read, or an expression has no exact value.
pub(crate) fn suspects(
    world: &dyn World,
    source: &Source,
    key: &str,
    asked: &Asked,
) -> Result<Suspects, Vec<Diagnostic>> {
    let contract = Contract::open(world, source, Chunking::default())?;
    let search = Search {
        source,
        key,
        contract: &contract,
        asked,
    };
    search.run().map_err(|problem| vec![problem])
}

struct Search<'a> {
    source: &'a Source,
    key: &'a str,
    contract: &'a Contract<'a>,
    asked: &'a Asked,
}

impl Search<'_> {
    fn run(&self) -> Result<Suspects, Diagnostic> {
        let mut usual = Usual::default();
        let learn = |chunk: &Chunk, rows: Rows| self.usual(chunk, &rows);
        self.each(learn, |found| usual.add(found, self.asked.top))?;
        let heaviest: BTreeSet<Place> = usual.heaviest.iter().map(|(_, _, place)| *place).collect();
        let mut cells: Vec<Suspect> = Vec::new();
        let list = |chunk: &Chunk, rows: Rows| self.unusual(chunk, &rows, &usual, &heaviest);
        self.each(list, |found| cells.extend(found))?;
        // Of one row in the order of the contract.
        cells.sort_by(|one, other| {
            let order = |it: &Suspect| (-it.weight, it.within.clone(), it.key.clone());
            order(one).cmp(&order(other))
        });
        Ok(Suspects {
            key: self.key.to_owned(),
            within: self.within(),
            cells,
            looked_at: usual.heaviest.len(),
            weight_looked_at: usual.heaviest.iter().map(|(weight, ..)| weight).sum(),
            weight: usual.weight,
        })
    }

    /// The columns from file names that name a row beside the key.
    fn within(&self) -> Vec<String> {
        if self.source.columns[self.key].unique_in_file {
            self.source.file_column_names()
        } else {
            Vec::new()
        }
    }

    /// Calls `find` for each chunk, many at a time, and `add` with what it finds, in the order of the rows.
    fn each<T: Send>(
        &self,
        find: impl Fn(&Chunk, Rows) -> Result<T, Problem> + Sync,
        mut add: impl FnMut(T),
    ) -> Result<(), Diagnostic> {
        let mut names = self.contract.all_names();
        for name in self.within() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        self.contract.each_batch(&names, |batch| {
            let found: Vec<Result<T, Diagnostic>> = batch
                .chunks
                .par_iter()
                .map(|chunk| {
                    let look = self.contract.look(batch, chunk)?;
                    let rows = self.rows(look).and_then(|rows| find(chunk, rows));
                    rows.map_err(|problem| problem.into_diagnostic(&self.source.name))
                })
                .collect();
            for found in found {
                add(found?);
            }
            Ok(())
        })
    }

    /// The rows of a chunk that pass the condition of the source.
    fn rows(&self, look: Look) -> Result<Rows, Problem> {
        let weights = self.weights(&look.frame)?;
        let keys = Cells::of(look.frame.column(self.key)?)?;
        let inside: Option<Vec<bool>> = match &self.source.filter {
            None => None,
            Some(filter) => match expressions::evaluate(&look.frame, &[filter])?.swap_remove(0) {
                RowValues::Column(truths) => {
                    let truths = truths.bool()?;
                    Some(truths.iter().map(|it| it == Some(true)).collect())
                }
                RowValues::Wide(_) => None,
            },
        };
        let is_inside = |row: &usize| inside.as_ref().is_none_or(|inside| inside[*row]);
        let rows = (0..look.frame.height())
            .filter(is_inside)
            .filter_map(|row| {
                // A key that was corrected names its row by what it was.
                let key = look.key_as_it_was(self.key, row).cloned();
                let key = key.or_else(|| keys.value(row).plain().map(|key| key.to_string()))?;
                Some((row, key, weights.get(row).copied().unwrap_or_default()))
            });
        let rows: Vec<_> = rows.collect();
        let mut within = Vec::new();
        for name in self.within() {
            let cell = if look.frame.height() == 0 {
                Value::Null
            } else {
                Cells::of(look.raw.column(&name)?)?.value(0)
            };
            within.push(cell.plain().unwrap_or_default().to_string());
        }
        Ok(Rows {
            all: rows,
            within,
            look,
        })
    }

    /// What each row weighs; one each where nothing is summed exactly.
    fn weights(&self, frame: &DataFrame) -> Result<Vec<i128>, Problem> {
        match &self.source.weight {
            Some(weight) => Ok(weights(frame, weight)?.iter().map(Value::units).collect()),
            None => Ok(vec![1; frame.height()]),
        }
    }

    /// The columns that are looked at, but for the key.
    fn columns(&self) -> impl Iterator<Item = (&String, &ContractColumn)> {
        let columns = self.source.columns.iter();
        columns.filter(|(name, column)| {
            column.is_plain() && *name != self.key && self.asked.columns.contains(name)
        })
    }

    /// Those of them whose values are held against each other: whole numbers, but for what rows are weighed by, which may be
    /// of any size.
    fn compared(&self) -> impl Iterator<Item = &String> {
        let weight = self
            .source
            .weight
            .as_ref()
            .map(|weight| &weight.expression.names);
        let columns = self.columns().filter(move |(name, column)| {
            column.kind == Type::Integer && !weight.is_some_and(|weight| weight.contains(*name))
        });
        columns.map(|(name, _)| name)
    }

    /// What is usual in a chunk.
    fn usual(&self, chunk: &Chunk, rows: &Rows) -> Result<Usual, Problem> {
        let mut usual = Usual::default();
        for (row, key, weight) in &rows.all {
            usual.weight += weight;
            let place = (chunk.file, chunk.rows.0 + row);
            usual.heaviest.push((*weight, key.clone(), place));
        }
        usual.keep(self.asked.top);
        for name in self.compared() {
            // Values that break the contract are values too.
            let values = rows.look.integers(name)?;
            let of = usual.columns.entry(name.clone()).or_default();
            for (row, key, _) in &rows.all {
                let Some(value) = values[*row] else {
                    continue;
                };
                of.all.add(value);
                if let Some(like) = like(key) {
                    of.alike.entry(like.to_owned()).or_default().add(value);
                }
                let sizes = sizes(key);
                if !sizes.is_empty() && value > 0 {
                    of.agreement.both += 1;
                    of.agreement.agreeing += u64::from(agrees(value, &sizes));
                }
            }
        }
        Ok(usual)
    }

    /// The cells of a chunk that are not usual.
    fn unusual(
        &self,
        chunk: &Chunk,
        rows: &Rows,
        usual: &Usual,
        heaviest: &BTreeSet<Place>,
    ) -> Result<Vec<Suspect>, Problem> {
        let mut found = Vec::new();
        for (name, column) in self.columns() {
            let Some(given) = rows.look.given(name) else {
                continue;
            };
            let of = usual.columns.get(name);
            let values = match of {
                Some(_) => rows.look.integers(name)?,
                None => Vec::new(),
            };
            let is_empty = given.is_null();
            for (row, key, weight) in &rows.all {
                if rows.look.is_corrected(name, *row) {
                    continue;
                }
                let is_heavy = heaviest.contains(&(chunk.file, chunk.rows.0 + row));
                let value = values.get(*row).copied().flatten();
                let mut reasons: Vec<String> = Vec::new();
                let broken = rows
                    .look
                    .problem(name, *row)
                    .map(|problem| in_words(column, problem));
                let odd = of.zip(value).and_then(|(of, value)| of.all.odd(value));
                reasons.extend(broken.into_iter().chain(odd));
                let is_missing = is_empty.get(*row) == Some(true);
                let mut is_sure = is_missing || !reasons.is_empty();
                if is_heavy && is_missing && reasons.is_empty() {
                    reasons.push("missing".to_owned());
                }
                let says: Vec<Size> = match of {
                    Some(of) if of.agreement.holds() => sizes(key),
                    _ => Vec::new(),
                };
                if let (true, Some(of), Some(value)) = (is_heavy, of, value) {
                    if !says.is_empty() && !agrees(value, &says) && value > 0 {
                        is_sure = false;
                    }
                    let alike = like(key).and_then(|like| Some((like, of.alike.get(like)?)));
                    let far = alike
                        .and_then(|(like, alike)| alike.odd_among(value, &format!("`{like}`")));
                    reasons.extend(far);
                }
                let contradicts = value.is_some_and(|value| !agrees(value, &says));
                if !says.is_empty()
                    && (is_missing || value.is_none() || contradicts)
                    && (is_heavy || !reasons.is_empty())
                {
                    let said: Vec<&str> = says.iter().map(|size| size.text.as_str()).collect();
                    reasons.push(format!("the name says {}", said.join(", ")));
                }
                if reasons.is_empty() {
                    continue;
                }
                let is = match says.as_slice() {
                    [only]
                        if column
                            .problem_of(&Value::Integer(only.value.into()))
                            .is_none() =>
                    {
                        Some(only.value.to_string())
                    }
                    _ => None,
                };
                found.push(Suspect {
                    within: rows.within.clone(),
                    key: key.clone(),
                    column: name.clone(),
                    was: text_of(given, *row),
                    is,
                    reasons,
                    is_sure,
                    weight: *weight,
                });
            }
        }
        Ok(found)
    }
}

impl Usual {
    fn add(&mut self, more: Self, top: usize) {
        self.weight += more.weight;
        self.heaviest.extend(more.heaviest);
        self.keep(top);
        for (name, more) in more.columns {
            let of = self.columns.entry(name).or_default();
            of.all.merge(&more.all);
            of.agreement.add(more.agreement);
            for (like, spread) in more.alike {
                of.alike.entry(like).or_default().merge(&spread);
            }
        }
    }

    /// Keeps the heaviest rows only.
    fn keep(&mut self, top: usize) {
        let order = |(weight, key, place): &(i128, String, Place)| (-weight, key.clone(), *place);
        self.heaviest.sort_by_cached_key(order);
        self.heaviest.truncate(top);
    }
}

/// How the keys of a row's like begin.
fn like(key: &str) -> Option<&str> {
    key.split_once('/').map(|(like, _)| like)
}

/// How a cell breaks its contract.
fn in_words(column: &ContractColumn, problem: &str) -> String {
    match problem {
        "wrong type" => format!("not of type {}", column.kind),
        "null" => "missing, and the contract wants a value".to_owned(),
        "below min" => format!("below min {}", column.min.unwrap_or_default()),
        "above max" => format!("above max {}", column.max.unwrap_or_default()),
        other => other.to_owned(),
    }
}
