//! How the columns of a breakdown are made. In: the names of its dimensions and attributes, its
//! measures, and which roles it has. Out: the list of its columns, in order.

use super::{Absent, Column, ColumnContent, Columns, FOLDED, Fact, Role, Slot};
use crate::report::{
    ByName, Dimension, LocalText, Measure, MeasureKind, MeasureUse, Over, usual_format,
};
use crate::spec::grammar::{Format, FormatName, FormatParameters};
use crate::sql::{Aggregate, Type, difference_type};
use crate::text::case::readable;

/// The advice where shares could be of several wholes.
const NO_WHOLE: &str =
    "there are no shares until `within` says of what: add `within: total` or `within: parent`";

/// Why a measure that is an amount has none.
const SWITCHED_OFF: &str = "its measure says `shares: false`";

/// Decimals of changes in percentage points.
const DECIMALS_OF_POINTS: u8 = 2;

/// Decimals of an index, of which 100 is the base.
const DECIMALS_OF_INDEX: u8 = 1;

/// Why sums of measurements have no shares.
const OF_NUMBERS: &str = "sums of type number are measurements without shares: amounts such as money are read with `type: decimal(2)`, or `integer`, and have them";
/// Why others than sums and counts have no shares.
const OF_NO_AMOUNT: &str = "only sums and counts have shares: a mean, a ratio, a least or greatest value is no part of a whole";

/// The shares that the amounts of a breakdown have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shares {
    /// None: it has several dimensions and does not say what shares refer to.
    None,
    /// The share of each row.
    Each,
    /// The share of each row, and its cumulative share.
    Cumulative,
}

/// The inputs for the columns of a breakdown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ColumnInputs<'a> {
    /// Dimensions of the report.
    pub dimensions: &'a ByName<Dimension>,
    /// Measures of the report.
    pub measures: &'a ByName<Measure>,
    /// Columns of the breakdown that the rows come from; `None` for rows of a source.
    pub from: Option<&'a Columns>,
    /// The columns of change that each measure has, where it has what they are made from.
    pub changes: &'a [Role],
    /// What else is said of every row.
    pub facts: &'a [Fact],
    /// Whether that is said among the rows that are kept: what comes among them may have been among others.
    pub of_kept: bool,
    /// The dates along which its rows are compared, if they are.
    pub over: Option<&'a Over>,
    /// The decimals with which its shares add up, if they do.
    pub add_up: Option<u8>,
    /// Whether the breakdown itself asks for these columns, so that all of its tables have them.
    pub asked: bool,
}

impl ColumnInputs<'_> {
    /// The columns for some dimensions, attributes and measures.
    #[must_use]
    pub(crate) fn columns<'n>(
        &self,
        by: impl IntoIterator<Item = &'n String>,
        with: impl IntoIterator<Item = &'n String>,
        measures: &[MeasureUse],
        shares: Shares,
    ) -> Columns {
        let mut columns = Columns::default();
        let dimensions = by.into_iter().enumerate();
        let dimensions = dimensions.map(|(at, name)| self.key(name, Slot::Dimension(at)));
        columns.list.extend(dimensions);
        columns.dimensions = columns.list.len();
        let attributes = with.into_iter().enumerate();
        let attributes = attributes.map(|(at, name)| self.key(name, Slot::Attribute(at)));
        columns.list.extend(attributes);
        columns.attributes = columns.list.len() - columns.dimensions;
        for (at, measure) in measures.iter().enumerate() {
            self.add_measure(&mut columns, at, measure, shares);
        }
        columns.own = columns.list.len();
        for (at, measure) in measures.iter().enumerate() {
            self.add_changes(&mut columns, at, measure);
        }
        // Where rows of another breakdown are grouped by what is said of them, it is the code of a row.
        let is_key = |fact: &&Fact| {
            let known = self.from.and_then(|from| from.get(fact.name()));
            let mut keys = columns.keys().iter();
            known.is_some() && keys.any(|key| key.name == fact.name())
        };
        let facts: Vec<Fact> = self
            .facts
            .iter()
            .filter(|it| !is_key(it))
            .copied()
            .collect();
        for fact in &facts {
            let slot = columns.next();
            columns
                .list
                .push(Column::of_fact(*fact, slot, self.of_kept));
        }
        if self.asked {
            columns.own = columns.list.len();
        }
        columns
    }

    fn key(&self, name: &str, slot: Slot) -> Column {
        // A column of the earlier breakdown hides a dimension with the same name.
        let before = self.from.and_then(|from| from.get(name));
        let (holds, value_type, title) = if let Some(before) = before {
            let holds = match &before.holds {
                ColumnContent::Codes(dimension) => ColumnContent::Codes(dimension.clone()),
                ColumnContent::Measure { .. } | ColumnContent::Fact(_) => {
                    ColumnContent::Codes(None)
                }
            };
            (holds, before.value_type, before.title.clone())
        } else if let Some(dimension) = self.dimensions.get(name) {
            let holds = ColumnContent::Codes(Some(name.to_owned()));
            (holds, dimension.value_type, dimension.title.clone())
        } else {
            let kind = if name == FOLDED {
                Type::Boolean
            } else {
                Type::Text
            };
            (
                ColumnContent::Codes(None),
                kind,
                LocalText::same(&readable(name)),
            )
        };
        Column {
            name: name.to_owned(),
            slot,
            holds,
            value_type,
            unit: None,
            format: usual_format(value_type),
            adds_up: None,
            title,
        }
    }

    /// The measure at a position in a role, as the next column.
    fn column(&self, columns: &Columns, at: usize, it: &MeasureUse, role: Role) -> Column {
        let found = self.measures.get(&it.name);
        let title = found.map_or_else(
            || LocalText::same(&readable(&it.name)),
            |found| found.title.clone(),
        );
        let value_type = match role {
            Role::Value | Role::Previous | Role::YearPrevious | Role::Running => it.expression.kind,
            Role::Change => difference_type(it.expression.kind).unwrap_or(Type::Any),
            Role::Share
            | Role::Cumulative
            | Role::Growth
            | Role::SharePrevious
            | Role::ShareChange
            | Role::YearGrowth
            | Role::Mean
            | Role::Index => Type::Number,
            Role::Rank
            | Role::RankPrevious
            | Role::RankChange
            | Role::EnteredCount
            | Role::LeftCount => Type::Integer,
        };
        let counts_keys = matches!(role, Role::EnteredCount | Role::LeftCount);
        let adds_up = self.add_up.filter(|_| role.adds_up());
        let format = if let Some(decimals) = adds_up {
            Format::Parameters(FormatParameters {
                percent: Some(decimals),
                ..FormatParameters::default()
            })
        } else if role.is_in_percent() {
            Format::Name(FormatName::Percent)
        } else if role.is_in_points() {
            Format::Parameters(FormatParameters {
                points: Some(DECIMALS_OF_POINTS),
                ..FormatParameters::default()
            })
        } else if role == Role::Index {
            Format::Parameters(FormatParameters {
                decimals: Some(DECIMALS_OF_INDEX),
                ..FormatParameters::default()
            })
        } else {
            let of_measure = found.and_then(|found| found.format.clone());
            let of_measure = of_measure.filter(|_| role.base() == Role::Value && !counts_keys);
            let format = of_measure.unwrap_or_else(|| usual_format(value_type));
            if role == Role::Change {
                format.of_difference()
            } else {
                format
            }
        };
        // A rank counts nothing, and the integers of a difference of shares are of no unit.
        let has_unit = role.base() != Role::Rank && !format.is_points() && role != Role::Index;
        Column {
            name: role.name_of(&it.name),
            slot: columns.next(),
            holds: ColumnContent::Measure { measure: at, role },
            value_type,
            unit: found.filter(|_| has_unit).map(|found| found.unit.clone()),
            format,
            adds_up,
            title: role.title(&title, self.over),
        }
    }

    fn add_measure(&self, columns: &mut Columns, at: usize, it: &MeasureUse, shares: Shares) {
        let kind = it.kind();
        let mut roles = vec![Role::Value];
        let is_amount = kind == MeasureKind::Amount;
        let shares = if it.shares { shares } else { Shares::None };
        let of_whole = is_amount && shares != Shares::None;
        if of_whole {
            roles.push(Role::Share);
        }
        if match kind {
            MeasureKind::Amount => true,
            MeasureKind::Derived(kind) => kind.is_numeric(),
            MeasureKind::Value(_) => false,
        } {
            roles.push(Role::Rank);
        }
        if of_whole && shares == Shares::Cumulative {
            roles.push(Role::Cumulative);
        }
        for role in roles {
            let column = self.column(columns, at, it, role);
            columns.list.push(column);
        }
        if !is_amount {
            let aggregate = it.expression.aggregate();
            let is_sum = aggregate.is_some_and(|it| matches!(it.aggregate, Aggregate::Sum(_)));
            let reason = if is_sum { OF_NUMBERS } else { OF_NO_AMOUNT };
            for role in [Role::Share, Role::Cumulative] {
                let name = role.name_of(&it.name);
                columns.absent.push((name, Absent::Never(reason)));
            }
        }
        if is_amount && !it.shares {
            for role in [Role::Share, Role::Cumulative] {
                let name = role.name_of(&it.name);
                columns.absent.push((name, Absent::Never(SWITCHED_OFF)));
            }
        } else if is_amount {
            let mut absent = |role: Role, advice| {
                let name = role.name_of(&it.name);
                columns.absent.push((name, Absent::Switch(advice)));
            };
            if shares == Shares::None {
                absent(Role::Share, NO_WHOLE);
            }
            if shares != Shares::Cumulative {
                absent(Role::Cumulative, "add `cumulative: true`");
            }
        }
    }

    /// The columns of change of a measure whose other columns are there.
    fn add_changes(&self, columns: &mut Columns, at: usize, it: &MeasureUse) {
        let difference = difference_type(it.expression.kind);
        let is_number = it.expression.kind.is_number();
        for role in Role::MADE.into_iter().filter(|role| role.is_of_change()) {
            let made_from = ColumnContent::Measure {
                measure: at,
                role: role.base(),
            };
            let mut known = columns.list.iter();
            let has_base = known.any(|column| column.holds == made_from);
            let has_value = match role {
                Role::Change => difference.is_some(),
                Role::Growth | Role::YearGrowth | Role::Mean | Role::Index => is_number,
                Role::Running => it.adds_up(),
                Role::EnteredCount | Role::LeftCount => it.counts_distinct(),
                _ => true,
            };
            if !has_base || !has_value {
                continue;
            }
            if self.changes.contains(&role) {
                let column = self.column(columns, at, it, role);
                columns.list.push(column);
            } else {
                let name = role.name_of(&it.name);
                columns.absent.push((name, self.absent(role)));
            }
        }
    }

    /// What would add a column of change.
    fn absent(&self, role: Role) -> Absent {
        if !self.asked {
            return if role.is_of_dates() {
                Absent::Switch("add `over` with a dimension of dates")
            } else {
                Absent::Periods
            };
        }
        Absent::Switch(match role {
            Role::Mean => "add `mean: 3` to the `over` that belongs",
            Role::Index => "add `index: first` to the `over` that belongs",
            Role::YearPrevious | Role::YearGrowth => {
                "of years the year before is the period before: `_previous` and `_growth` belong"
            }
            _ => {
                "only shares and ranks within a date can be compared: add the date to the `within` that belongs"
            }
        })
    }
}
