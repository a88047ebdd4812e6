//! One contract for the files of all periods. In: the profile of the last one, and those of the others. Out: the first one, so
//! that it holds in all: what is empty, repeated or wider elsewhere.

use crate::engine::{ColumnProfile, Fit, Notation, Outside, Profile, Total};
use crate::sql::{Decimal, Type};

/// What a period adds up to.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    rows: usize,
    /// Name, sum and number of empty cells of each column.
    columns: Vec<(String, Option<Decimal>, usize)>,
}

/// A limit of guards: its key, what it is by itself, and how far a draft widens it for all periods.
struct Guard {
    key: &'static str,
    usual: f64,
    most: f64,
}

const CHANGE: Guard = Guard {
    key: "change",
    usual: 0.25,
    most: 0.5,
};
const EMPTY: Guard = Guard {
    key: "empty",
    usual: 0.05,
    most: 0.25,
};

/// A limit of guards that periods need.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Limit {
    /// Its key.
    pub(super) key: &'static str,
    /// What holds for all periods.
    pub(super) usual: f64,
    /// What holds for each period, the first one first; empty if that is the same.
    pub(super) of_periods: Vec<f64>,
}

impl Guard {
    /// The next step above what a period has, since exactly as much is allowed and a float may be a little less.
    fn step(&self, found: f64) -> f64 {
        (((found + 1e-9) / self.usual).ceil() * self.usual).max(self.usual)
    }

    /// The limit for periods of which each but the first differs so much from the one before; none if the usual one does.
    fn limit(&self, found: &[f64]) -> Option<Limit> {
        let steps: Vec<f64> = found.iter().map(|it| self.step(*it)).collect();
        let is_odd = |step: &&f64| **step > self.most + 1e-9;
        let all = steps.iter().filter(|step| !is_odd(step));
        let usual = all.copied().fold(self.usual, f64::max);
        let has_odd = steps.iter().any(|step| is_odd(&step));
        let of_each = steps.iter().map(|step| step.max(usual));
        let limit = Limit {
            key: self.key,
            usual,
            of_periods: if has_odd {
                std::iter::once(usual).chain(of_each).collect()
            } else {
                Vec::new()
            },
        };
        (has_odd || usual > self.usual + 1e-9).then_some(limit)
    }
}

impl Limit {
    /// The positions of periods that have a limit of their own, and these.
    pub(super) fn odd(&self) -> impl Iterator<Item = (usize, f64)> {
        let periods = self.of_periods.iter().copied().enumerate();
        periods.filter(|(_, limit)| *limit > self.usual + 1e-9)
    }
}

impl Facts {
    pub(super) fn of(profile: &Profile) -> Self {
        let columns = profile.columns.iter();
        let columns = columns.map(|it| (it.name.clone(), it.total, it.empty));
        Self {
            rows: profile.rows,
            columns: columns.collect(),
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, name: &str) -> Option<&(String, Option<Decimal>, usize)> {
        self.columns.iter().find(|(known, ..)| known == name)
    }

    /// By what part the rows or the measure rose or fell since a period before.
    fn change_since(&self, before: &Self, measure: Option<&str>) -> f64 {
        let part = |before: f64, now: f64| {
            if before == 0.0 {
                0.0
            } else {
                ((now - before) / before).abs()
            }
        };
        let total = |facts: &Self| {
            let (_, total, _) = facts.column(measure?)?;
            Some(total.as_ref()?.float())
        };
        let of_rows = part(before.rows as f64, self.rows as f64);
        match (total(before), total(self)) {
            (Some(before), Some(now)) => part(before, now).max(of_rows),
            _ => of_rows,
        }
    }

    /// By how much the share of empty cells of a column rose or fell.
    fn emptied_since(&self, before: &Self) -> f64 {
        let share = |empty: usize, rows: usize| empty as f64 / rows.max(1) as f64;
        let columns = self.columns.iter().filter_map(|(name, _, empty)| {
            let (_, _, known) = before.column(name)?;
            Some((share(*empty, self.rows) - share(*known, before.rows)).abs())
        });
        columns.fold(0.0, f64::max)
    }
}

/// The limits of guards that periods need.
pub(super) fn guards(history: &[Facts], measure: Option<&str>) -> Vec<Limit> {
    let pairs = || history.iter().zip(history.iter().skip(1));
    let change = pairs().map(|(before, now)| now.change_since(before, measure));
    let emptied = pairs().map(|(before, now)| now.emptied_since(before));
    let change = CHANGE.limit(&change.collect::<Vec<f64>>());
    let empty = EMPTY.limit(&emptied.collect::<Vec<f64>>());
    change.into_iter().chain(empty).collect()
}

/// Says of which file totals are that are not the sums of their rows.
pub(super) fn of_file(profile: &mut Profile, name: &str) {
    for differs in &mut profile.outside.differ {
        differs.file = Some(name.to_owned());
    }
}

/// Lets a profile hold the rows of another period.
pub(super) fn hold_too(profile: &mut Profile, other: &Profile) {
    for column in &mut profile.columns {
        let found = other.columns.iter().find(|it| it.name == column.name);
        // A period that lacks a column is reported by the run of the draft.
        if let Some(found) = found {
            hold_column(column, found, (profile.rows, other.rows));
        }
    }
    let unsure = by_numbers_alone(profile, other).or_else(|| by_numbers_alone(other, profile));
    let unsure = unsure.or_else(|| other.outside.unsure.clone());
    let (outside, others) = (&mut profile.outside, &other.outside);
    outside.unsure = outside.unsure.take().or(unsure);
    outside.blank += others.blank;
    outside.contradicted = outside
        .contradicted
        .take()
        .or_else(|| others.contradicted.clone());
    let has = |of: &Outside, total: &Total| {
        let mut known = of.totals.iter();
        known.any(|it| (&it.column, &it.label) == (&total.column, &total.label))
    };
    let lacks = |one: &Outside, other: &Outside| {
        let mut named = other.totals.iter().filter(|it| it.label.is_some());
        named.any(|total| !has(one, total))
    };
    outside.lacking |= others.lacking || lacks(outside, others) || lacks(others, outside);
    for total in &others.totals {
        let is_known =
            |known: &Total| (&known.column, &known.label) == (&total.column, &total.label);
        if !outside.totals.iter().any(is_known) {
            outside.totals.push(total.clone());
        }
    }
    for name in &others.sums {
        if !outside.sums.contains(name) {
            outside.sums.push(name.clone());
        }
    }
    if outside.apart.1.is_none() {
        outside.apart.clone_from(&others.apart);
    }
    outside.nested = outside.nested.take().or_else(|| others.nested.clone());
    outside.misfit = outside.misfit.take().or_else(|| others.misfit.clone());
    outside.differ.extend(others.differ.iter().cloned());
    outside.note = outside.note.take().or_else(|| others.note.clone());
    // A name that is that of a total in one period and of a row that counts in another tells nothing.
    let called = outside.called.iter().chain(&others.called);
    let called: Vec<&Total> = called.collect();
    let shared = outside.totals.iter().find(|total| {
        let is_like = |label: &str| total.is_called_like(label);
        let mut called = called.iter().filter(|it| it.column == total.column);
        called.any(|it| it.label == total.label || it.label.as_deref().is_some_and(is_like))
    });
    let shared = shared.or(others.shared.as_ref()).cloned();
    outside.shared = outside.shared.take().or(shared);
    if outside.called.is_empty() {
        outside.called.clone_from(&others.called);
    }
}

/// A row with the sum of others that is not called a total, and is none in another period: a row that has it by chance.
fn by_numbers_alone(of: &Profile, other: &Profile) -> Option<Total> {
    let totals = of.outside.totals.iter();
    let mut named = totals.filter(|it| it.label.is_some() && !it.is_called_so());
    let is_in = |total: &&Total| {
        let mut known = other.outside.totals.iter();
        known.any(|it| (&it.column, &it.label) == (&total.column, &total.label))
    };
    named.find(|total| !is_in(total)).cloned()
}

fn hold_column(
    column: &mut ColumnProfile,
    other: &ColumnProfile,
    (rows, of_other): (usize, usize),
) {
    column.empty = (column.empty + other.empty).min(rows);
    column.marked += other.marked;
    column.empty_elsewhere += other.empty_elsewhere;
    column.negative += other.negative;
    column.repeats |= other.repeats || other.distinct < of_other;
    column.is_unfit |= other.is_unfit;
    column.is_merged |= other.is_merged;
    column.versions = column.versions.take().or_else(|| other.versions.clone());
    column.mixed = column.mixed.take().or_else(|| other.mixed.clone());
    column.exponent = column.exponent.take().or_else(|| other.exponent.clone());
    column.apart = column.apart.take().or_else(|| other.apart.clone());
    column.hold_names(other);
    let is_text = |it: &ColumnProfile| it.fit == Fit::As(Type::Text);
    if is_text(column) && !is_text(other) {
        return;
    }
    let spaces = &mut column.notation.spaces;
    if spaces.len() < other.notation.spaces.len() {
        spaces.clone_from(&other.notation.spaces);
    }
    for text in &other.notation.missing {
        if !column.notation.missing.contains(text) {
            column.notation.missing.push(text.clone());
        }
    }
    if other.distinct == 0 || is_text(column) {
        return;
    }
    let numbers = |it: &ColumnProfile| matches!(it.fit, Fit::As(kind) if kind.is_number());
    if column.fit != other.fit && !(numbers(column) && numbers(other))
        || column.notation.form != other.notation.form
    {
        column.fit = Fit::As(Type::Text);
        column.notation = Notation::default();
        (column.total, column.days, column.is_money) = (None, None, false);
        return;
    }
    column.notation.hold_minus(&other.notation.minus);
    let is_whole = |it: &ColumnProfile| it.fit == Fit::As(Type::Integer);
    column.is_money = match (is_whole(column), is_whole(other)) {
        (true, false) => other.is_money,
        (false, false) => column.is_money && other.is_money,
        (true, true) => column.is_money || other.is_money,
        (false, true) => column.is_money,
    };
    if is_whole(column) {
        column.fit = other.fit.clone();
    } else if !is_whole(other) && column.fit != other.fit {
        column.fit = Fit::As(Type::Number);
    }
    column.total = match (column.total, other.total) {
        (Some(total), Some(found)) => total.rescaled(total.scale.max(found.scale)),
        _ => None,
    };
}

#[cfg(test)]
mod tests {
    use super::{CHANGE, EMPTY, Limit};

    #[test]
    fn a_limit_that_one_period_alone_needs_is_its_own() {
        let limit = |usual: f64, of_periods: &[f64]| {
            Some(Limit {
                key: "change",
                usual,
                of_periods: of_periods.to_vec(),
            })
        };
        assert_eq!(CHANGE.limit(&[0.1, 0.2]), None);
        assert_eq!(CHANGE.limit(&[0.1, 0.3]), limit(0.5, &[]));
        assert_eq!(CHANGE.limit(&[9.0, 0.1]), limit(0.25, &[0.25, 9.25, 0.25]));
        assert_eq!(CHANGE.limit(&[0.3, 0.9]), limit(0.5, &[0.5, 0.5, 1.0]));
        let odd = EMPTY.limit(&[0.9, 0.02]).unwrap();
        assert_eq!(odd.odd().map(|it| it.0).collect::<Vec<_>>(), [1]);
    }
}
