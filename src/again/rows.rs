//! How the rows of a source make the changes between two bundles.

use super::Places;
use super::by_key::{Given, Keys};
use super::inputs::Side;
use super::recoded::{Values, recoded};
use super::wanted::{Source, Wanted, counted, wanted};
use crate::compare::split::{Amount, OfRows, Recoded, RowsOf, Split};
use crate::compare::{Options, ReadBundle};
use crate::diagnostic::{Code, Diagnostic, nearest, there_are};
use crate::document::report_json::Cell;
use crate::engine::RowGroup;
use crate::pipeline::{Checked, Failure};
use crate::report::{Breakdown, MeasureUse, Report, Rows};
use crate::results::Key;
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// Most amounts that are kept at once: rows times numbers. More numbers take the rows another time.
const MOST_AMOUNTS: usize = 4_000_000;

/// Splits the changes of sums and counts over a source into rows that stayed, new, gone and recoded.
///
/// # Errors
/// The inputs of a bundle are not at hand as they were, the source has no unique column, a breakdown is of other rows.
pub(crate) fn rows(
    world: &dyn World,
    [old, new]: [&ReadBundle; 2],
    source: &str,
    options: &Options,
    places: &Places,
) -> Result<OfRows, Failure> {
    let sides = Side::both([old, new], places);
    let checked = [sides[0].checked(world)?, sides[1].checked(world)?];
    let reports = checked.each_ref().map(|checked| checked.report.clone());
    let fail = |problem| sides[1].failure(problem);
    let one = Source::find(&reports[0], source).map_err(fail)?;
    let other = Source::find(&reports[1], source).map_err(fail)?;
    if one.key != other.key {
        let message = format!(
            "the rows of source `{source}` are found again by `{}` in the old bundle and by `{}` in the new one",
            one.key, other.key
        );
        return Err(fail(Diagnostic::error(Code::INPUTS, message)));
    }
    let work = Work {
        world,
        sides,
        checked: &checked,
        sources: [one, other],
    };
    work.split([old, new], options)
}

impl<'a> Source<'a> {
    /// The source of a report with its unique column.
    fn find(report: &'a Report, name: &str) -> Result<Self, Diagnostic> {
        let names = || report.sources.iter().map(|source| source.name.as_str());
        let at = report.sources.iter().position(|source| source.name == name);
        let Some(at) = at else {
            let message = format!("there is no source `{name}`; {}", there_are(names()));
            let problem = Diagnostic::error(Code::UNKNOWN_NAME, message);
            return Err(problem.maybe_hint(nearest(name, names())));
        };
        let mut columns = report.sources[at].columns.iter();
        let unique = columns.find(|(_, column)| column.unique && !column.unique_in_file);
        let Some((key, _)) = unique else {
            let message = format!(
                "the rows of source `{name}` are not found again: none of its columns is `unique`"
            );
            return Err(Diagnostic::error(Code::INPUTS, message)
                .hint("add `unique: true` to the column that identifies a row, and run both periods again"));
        };
        Ok(Self { report, at, key })
    }
}

/// The two sides, and what is asked of them.
struct Work<'a> {
    world: &'a dyn World,
    sides: [Side<'a>; 2],
    checked: &'a [Checked; 2],
    sources: [Source<'a>; 2],
}

/// Groups of a breakdown, of the old and the new bundle.
type Groups = [Vec<RowGroup>; 2];

impl Work<'_> {
    fn split(&self, bundles: [&ReadBundle; 2], options: &Options) -> Result<OfRows, Failure> {
        let keys = self.keys()?;
        let [stayed, added, gone] = keys.counts();
        let (wanted, not_split) = wanted(&self.sources, bundles);
        let mut numbers = Vec::new();
        let width = (MOST_AMOUNTS / keys.is_in.len().max(1)).max(1);
        for some in wanted.chunks(width) {
            numbers.extend(self.numbers(&keys, some)?);
        }
        if let Some(name) = &options.of {
            numbers.extend(self.breakdown(&keys, name, bundles, options.top)?);
        }
        Ok(OfRows {
            source: self.sources[1].report.sources[self.sources[1].at]
                .name
                .clone(),
            key: self.sources[1].key.to_owned(),
            stayed,
            new: added,
            gone,
            numbers,
            recoded: self.recoded(&keys, options.top)?,
            not_split,
        })
    }

    /// The keys of both files, and which of them are in scope.
    fn keys(&self) -> Result<Keys, Failure> {
        let mut keys = Keys::default();
        let has_scope = self.sources.iter().all(Source::has_scope);
        let rows = if has_scope {
            vec![RowsOf::All, RowsOf::Scope]
        } else {
            vec![RowsOf::All]
        };
        let by = |source: &Source<'_>| {
            let by = rows
                .iter()
                .map(|rows| source.by(&[], &counted(), None, *rows));
            by.collect::<Vec<_>>()
        };
        for at in [0, 1] {
            self.run(
                at,
                by(&self.sources[at]),
                &mut |place, groups| match rows[place] {
                    RowsOf::All => keys.note(at, &groups),
                    RowsOf::Scope => keys.note_scope(at, &groups),
                },
            )?;
        }
        Ok(keys)
    }

    /// Hands over the groups of breakdowns of one side, whose inputs must be those of its bundle.
    fn run(
        &self,
        at: usize,
        breakdowns: Vec<Breakdown>,
        take: &mut dyn FnMut(usize, Vec<RowGroup>),
    ) -> Result<(), Failure> {
        let (side, checked) = (&self.sides[at], &self.checked[at]);
        let report = self.sources[at].with(breakdowns);
        let read = match checked.by_row(self.world, &report, take) {
            Ok(read) => read,
            Err(problems) => {
                let failure = side.checked(self.world)?.failed(problems);
                return Err(side.explained(failure));
            }
        };
        let lookups = side.changed_lookups(self.world, checked).into_iter();
        let mut changed: Vec<String> = lookups.map(|(_, why)| why).collect();
        changed.extend(read.iter().filter_map(|source| side.changed_files(source)));
        let corrections = read.iter().map(|source| &source.name);
        changed.extend(
            corrections.filter_map(|source| side.changed_corrections(self.world, checked, source)),
        );
        if changed.is_empty() {
            Ok(())
        } else {
            Err(side.not_at_hand(&changed))
        }
    }

    /// The changes of some numbers.
    fn numbers(&self, keys: &Keys, wanted: &[Wanted]) -> Result<Vec<Split>, Failure> {
        let mut given: [Vec<Vec<Given>>; 2] = [Vec::new(), Vec::new()];
        for at in [0, 1] {
            let source = &self.sources[at];
            let breakdowns = wanted.iter().filter_map(|it| source.number(it));
            self.run(at, breakdowns.collect(), &mut |_, groups| {
                given[at].push(keys.given(&groups));
            })?;
        }
        let mut splits = Vec::new();
        for (at, wanted) in wanted.iter().enumerate() {
            let of_scope = wanted.rows == RowsOf::Scope;
            let sums = keys.split(&given[0][at], &given[1][at], of_scope);
            if let Some(bundles) = &wanted.bundles {
                for (side, (amount, cell)) in sums.both().iter().zip(bundles).enumerate() {
                    self.is_as_in_bundle(side, &format!("`{}`", wanted.name), *amount, cell)?;
                }
            }
            if !sums.is_nothing() {
                let name = (wanted.kind, wanted.name.clone());
                splits.push(sums.of(name, &wanted.measure, wanted.rows));
            }
        }
        Ok(splits)
    }

    /// A number that its rows do not sum up to is of other definitions.
    fn is_as_in_bundle(
        &self,
        at: usize,
        what: &str,
        amount: Amount,
        cell: &Cell,
    ) -> Result<(), Failure> {
        let is_nothing = *cell == Cell::Missing && amount.units == 0;
        if is_nothing || amount.cell() == *cell {
            return Ok(());
        }
        let side = &self.sides[at];
        let spec = &side.bundle.manifest.spec.path;
        let why = format!(
            "{what} is another number there now: `{spec}` or the program has changed since"
        );
        Err(side.not_at_hand(&[why]))
    }

    /// The changes of the rows of a breakdown, the largest first.
    fn breakdown(
        &self,
        keys: &Keys,
        name: &str,
        bundles: [&ReadBundle; 2],
        top: usize,
    ) -> Result<Vec<Split>, Failure> {
        let mut of_sides: Vec<(&Breakdown, Vec<&MeasureUse>)> = Vec::new();
        for source in &self.sources {
            let found = source.report.breakdowns.get(name);
            let found = found.filter(|it| it.rows == Rows::Source(source.at));
            let Some(breakdown) = found else {
                let message = format!(
                    "breakdown `{name}` is not one of rows of this source: its rows cannot be split"
                );
                let problem = Diagnostic::error(Code::INPUTS, message);
                return Err(self.sides[1].failure(problem));
            };
            let measures = breakdown.measures.iter().filter(|it| it.adds_up());
            of_sides.push((breakdown, measures.collect()));
        }
        let names = |at: usize| of_sides[at].1.iter().map(|it| it.name.clone());
        let shared: Vec<String> = names(1)
            .filter(|name| names(0).any(|it| it == *name))
            .collect();
        let mut splits = Vec::new();
        for measure in &shared {
            let mut groups: Groups = [Vec::new(), Vec::new()];
            for at in [0, 1] {
                let (breakdown, measures) = &of_sides[at];
                let Some(found) = measures.iter().find(|it| it.name == *measure) else {
                    continue;
                };
                let by = self.sources[at].rows_of(breakdown, found);
                self.run(at, vec![by], &mut |_, found| groups[at] = found)?;
            }
            let rows = if of_sides[1].0.in_scope {
                RowsOf::Scope
            } else {
                RowsOf::All
            };
            splits.extend(self.of_codes(keys, (name, measure, rows), &groups, bundles)?);
        }
        splits.sort_by_key(|split| std::cmp::Reverse(split.change.units.unsigned_abs()));
        splits.truncate(top);
        Ok(splits)
    }

    /// The changes of each code of a breakdown.
    fn of_codes(
        &self,
        keys: &Keys,
        (name, measure, rows): (&str, &str, RowsOf),
        groups: &Groups,
        bundles: [&ReadBundle; 2],
    ) -> Result<Vec<Split>, Failure> {
        let by_codes = groups.each_ref().map(|groups| {
            let mut by: BTreeMap<Vec<Key>, Vec<RowGroup>> = BTreeMap::new();
            for group in groups {
                let codes = &group.keys[..group.keys.len() - 1];
                by.entry(codes.to_vec()).or_default().push(group.clone());
            }
            by
        });
        let codes: BTreeSet<&Vec<Key>> = by_codes.iter().flat_map(BTreeMap::keys).collect();
        let mut splits = Vec::new();
        for codes in codes {
            let given = by_codes.each_ref().map(|by| {
                let groups = by.get(codes).map(Vec::as_slice);
                keys.given(groups.unwrap_or_default())
            });
            let sums = keys.split(&given[0], &given[1], rows == RowsOf::Scope);
            let label = label(name, codes, bundles[1]);
            for (at, amount) in sums.both().into_iter().enumerate() {
                let known: Option<Vec<&str>> = codes.iter().map(Key::code).collect();
                let cell = known.and_then(|codes| bundles[at].cell(name, measure, &codes));
                if let Some(cell) = cell {
                    let what = format!("`{measure}` of `{label}` in breakdown `{name}`");
                    self.is_as_in_bundle(at, &what, amount, &cell)?;
                }
            }
            if !sums.is_nothing() {
                splits.push(sums.of(("row", label), measure, rows));
            }
        }
        Ok(splits)
    }

    /// The dimensions in which rows of both files have another value.
    fn recoded(&self, keys: &Keys, top: usize) -> Result<Vec<Recoded>, Failure> {
        let [old, new] = self.sources.each_ref().map(Source::dimensions);
        let known: BTreeSet<&String> = old.iter().map(|it| &it.name).collect();
        let names = new
            .iter()
            .map(|it| &it.name)
            .filter(|name| known.contains(name));
        let names: Vec<String> = names.cloned().collect();
        let counted = counted();
        let width = (MOST_AMOUNTS / keys.is_in.len().max(1)).max(1);
        let mut found = Vec::new();
        for names in names.chunks(width) {
            let mut values: [Vec<Values>; 2] = [Vec::new(), Vec::new()];
            for at in [0, 1] {
                let source = &self.sources[at];
                let measures = source.measures();
                let measure = measures.values().next().unwrap_or(&counted);
                let by = names
                    .iter()
                    .map(|name| source.by(std::slice::from_ref(name), measure, None, RowsOf::All));
                self.run(at, by.collect(), &mut |_, groups| {
                    values[at].push(Values::of(keys, &groups));
                })?;
            }
            let [old, new] = &values;
            let pairs = names.iter().zip(old.iter().zip(new));
            found.extend(
                pairs.filter_map(|(name, (old, new))| recoded(name, keys, [old, new], top)),
            );
        }
        Ok(found)
    }
}

/// What people read for the codes of a row.
fn label(name: &str, codes: &[Key], bundle: &ReadBundle) -> String {
    let breakdown = bundle.report.breakdowns.get(name);
    let labels = codes.iter().enumerate().map(|(at, key)| {
        let Key::Code(code) = key else {
            return "(none)".to_owned();
        };
        let dimension = breakdown.and_then(|it| it.definition.by.get(at));
        bundle.label(dimension.map(String::as_str).unwrap_or_default(), code)
    });
    labels.collect::<Vec<_>>().join(" / ")
}
