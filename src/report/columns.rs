//! The columns of a breakdown. In: its dimensions, attributes and measures. Out: one list that
//! gives each column's content, type, unit, format and title; frames, tables, files, charts,
//! templates and second steps read it.
//!
//! This is the only place that knows the names that the language makes itself: `downloads_share`,
//! `downloads_rank`, `downloads_cumulative`, `downloads_previous` and the other columns of change,
//! `type_label`, `type_term`, `folded`.

mod made;
mod make;
mod role;

pub(crate) use made::{MadeName, made_name, made_names};
pub(crate) use make::{ColumnInputs, Shares};
pub use role::Role;

use super::{LocalText, labels, usual_format};
use crate::spec::grammar::{Format, FormatName};
use crate::sql::{Type, Unit};
use crate::text::{Locale, shown};

/// The truth value of every row of a breakdown: whether it is the folded rest.
pub(crate) const FOLDED: &str = "folded";
/// Suffix of a dimension's name with which a template reads the label.
const LABEL: &str = "_label";
/// Suffix of a dimension's name with which a template reads the noun with its forms.
const TERM: &str = "_term";

/// The position of a column's cells in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Position among the dimensions.
    Dimension(usize),
    /// Position among the attributes.
    Attribute(usize),
    /// Position among the value columns.
    Value(usize),
}

/// The content of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnContent {
    /// Codes of a dimension of the report, which has their labels. `None` for values computed by
    /// another breakdown whose rows are grouped again by one of its value columns.
    Codes(Option<String>),
    /// A measure in a role.
    Measure {
        /// Position of the measure in the breakdown.
        measure: usize,
        /// The role.
        role: Role,
    },
    /// What is true or not of a row as a whole.
    Fact(Fact),
}

/// A truth value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// It was not there in the period before.
    Entered,
    /// It is not there in the period after.
    Leaves,
    /// The period for which its date stands has rows in all of its parts.
    Whole,
}

impl Fact {
    /// The name of its column.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Leaves => "leaves",
            Self::Whole => "whole",
        }
    }

    /// Its name for readers.
    #[must_use]
    pub(crate) const fn word(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Entered, Locale::Fr) => "nouveau",
            (Self::Entered, Locale::En) => "new",
            (Self::Leaves, Locale::Fr) => "sortant",
            (Self::Leaves, Locale::En) => "leaving",
            (Self::Whole, Locale::Fr) => "période entière",
            (Self::Whole, Locale::En) => "whole period",
        }
    }
}

/// A column of a breakdown.
#[derive(Clone, Debug)]
pub struct Column {
    /// Name in expressions, templates and files.
    pub name: String,
    /// The position of its cells.
    pub slot: Slot,
    /// Its content.
    pub holds: ColumnContent,
    /// Type of its cells in expressions.
    pub value_type: Type,
    /// The unit of its number, or of both integers of a share; `None` for codes and ranks.
    pub unit: Option<LocalText>,
    /// The format of its numbers.
    pub format: Format,
    /// The decimals with which its shares add up, if they do.
    pub adds_up: Option<u8>,
    /// Title, a template.
    pub title: LocalText,
}

impl Column {
    /// The role of a value column.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self.holds {
            ColumnContent::Measure { role, .. } => Some(role),
            ColumnContent::Codes(_) | ColumnContent::Fact(_) => None,
        }
    }

    /// The dimension of which it has the texts.
    #[must_use]
    pub(crate) fn texts_of(&self) -> Option<&String> {
        match &self.holds {
            ColumnContent::Codes(Some(name)) if self.value_type == Type::Text => Some(name),
            _ => None,
        }
    }

    /// The position of the measure behind a value column.
    #[must_use]
    pub(crate) fn measure(&self) -> Option<usize> {
        match self.holds {
            ColumnContent::Measure { measure, .. } => Some(measure),
            ColumnContent::Codes(_) | ColumnContent::Fact(_) => None,
        }
    }

    /// The unit of its cells, where they are fractions of 1.
    #[must_use]
    pub(crate) fn unit(&self) -> Option<Unit> {
        if self.is_share() {
            Some(Unit::Share)
        } else if self.is_in_points() {
            Some(Unit::Points)
        } else {
            self.is_in_percent().then_some(Unit::Growth)
        }
    }

    /// Whether its cells are fractions of a whole.
    #[must_use]
    pub(crate) fn is_share(&self) -> bool {
        self.role().is_some_and(Role::is_share)
    }

    /// Whether its cells are fractions that are shown in percent: shares and growth.
    #[must_use]
    pub(crate) fn is_in_percent(&self) -> bool {
        self.role().is_some_and(Role::is_in_percent)
    }

    /// Whether its cells are differences of shares, or of a measure in percent, which are shown in percentage points.
    #[must_use]
    pub(crate) fn is_in_points(&self) -> bool {
        self.role().is_some_and(Role::is_difference) && self.format.is_points()
    }

    /// Whether it tells of a change: compares a row with an earlier one, or says whether it came or goes.
    #[must_use]
    pub(crate) fn is_of_change(&self) -> bool {
        match self.holds {
            ColumnContent::Measure { role, .. } => role.is_of_change(),
            ColumnContent::Fact(_) => true,
            ColumnContent::Codes(_) => false,
        }
    }

    /// Whether its cells are codes, which have labels.
    #[must_use]
    pub(crate) fn has_codes(&self) -> bool {
        matches!(self.holds, ColumnContent::Codes(_))
    }

    /// Whether its cells are numbers of a measure, which a chart can draw.
    #[must_use]
    pub(crate) fn is_numeric(&self) -> bool {
        !self.has_codes() && self.value_type.is_number()
    }

    /// A column that says of every row whether something is so; `of_kept` where it is so among the rows that are kept.
    #[must_use]
    fn of_fact(fact: Fact, slot: Slot, of_kept: bool) -> Self {
        let words = Locale::ALL.iter().map(|locale| {
            let word = match (fact, locale) {
                (Fact::Entered, Locale::Fr) if of_kept => "entre dans la liste",
                (Fact::Entered, Locale::En) if of_kept => "enters the list",
                _ => fact.word(*locale),
            };
            (*locale, word.to_owned())
        });
        Self {
            name: fact.name().to_owned(),
            slot,
            holds: ColumnContent::Fact(fact),
            value_type: Type::Boolean,
            unit: None,
            format: Format::Name(FormatName::Boolean),
            adds_up: None,
            title: LocalText::new(words),
        }
    }

    /// The label of one of its codes.
    #[must_use]
    pub(crate) fn label(&self, report: &super::Report, code: &str, locale: Locale) -> String {
        match &self.holds {
            ColumnContent::Codes(Some(dimension)) => labels::label(report, dimension, code, locale),
            _ if self.value_type == Type::Boolean => {
                labels::boolean(code == "true", locale).to_owned()
            }
            _ if self.value_type == Type::Date => labels::of_date(code, None, locale),
            _ => shown(code).into_owned(),
        }
    }
}

/// Whether the name of a column says of a row that it was not there in the period before.
#[must_use]
pub(crate) fn tells_of_entry(name: &str) -> bool {
    name == Fact::Entered.name()
}

/// The columns of a breakdown: dimensions, attributes, then each measure with its derived columns, then
/// the columns of change of each measure. The cells of the latter stand behind the other values of a row.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    list: Vec<Column>,
    dimensions: usize,
    attributes: usize,
    /// How many there are before those of change.
    own: usize,
    /// Names that it could have, with what would add them.
    absent: Vec<(String, Absent)>,
}

/// What would add a column to a breakdown.
#[derive(Clone, Copy, Debug)]
enum Absent {
    /// A switch of the breakdown, as advice.
    Switch(&'static str),
    /// Periods, of whose changes it would tell.
    Periods,
    /// Nothing, and why.
    Never(&'static str),
}

/// What a name after a row means in a template.
#[derive(Clone, Copy, Debug)]
pub enum InText<'a> {
    /// The cell of a column.
    Cell(&'a Column),
    /// The label of its code.
    Label(&'a Column),
    /// The noun for its code, with its forms.
    Term(&'a Column),
    /// Whether the row is the folded rest.
    Folded,
}

impl Columns {
    /// Where the cells of one more column would be.
    fn next(&self) -> Slot {
        Slot::Value(self.list.len() - self.dimensions - self.attributes)
    }

    /// The same with one more dimension behind the others, which holds values of this type.
    #[must_use]
    pub(crate) fn beside(&self, name: &str, value_type: Type, title: LocalText) -> Self {
        let mut columns = self.clone();
        let column = Column {
            name: name.to_owned(),
            slot: Slot::Dimension(columns.dimensions),
            holds: ColumnContent::Codes(None),
            value_type,
            unit: None,
            format: usual_format(value_type),
            adds_up: None,
            title,
        };
        columns.list.insert(columns.dimensions, column);
        columns.dimensions += 1;
        columns.own += 1;
        columns
    }

    /// All of them, in order.
    #[must_use]
    pub(crate) fn all(&self) -> &[Column] {
        &self.list
    }

    /// Those without the columns of change: what tables and files show that name no columns.
    #[must_use]
    pub fn own(&self) -> &[Column] {
        &self.list[..self.own]
    }

    /// The columns of change.
    #[must_use]
    pub fn changes(&self) -> &[Column] {
        &self.list[self.own..]
    }

    /// The dimensions, outermost first.
    #[must_use]
    pub(crate) fn dimensions(&self) -> &[Column] {
        &self.list[..self.dimensions]
    }

    /// The attributes.
    #[must_use]
    pub(crate) fn attributes(&self) -> &[Column] {
        &self.list[self.dimensions..self.dimensions + self.attributes]
    }

    /// Dimensions and attributes.
    #[must_use]
    pub(crate) fn keys(&self) -> &[Column] {
        &self.list[..self.dimensions + self.attributes]
    }

    /// What rows that left have: their codes and what they were in the period before.
    #[must_use]
    pub(crate) fn of_left(&self) -> Self {
        let was = |column: &&Column| {
            let role = column.role();
            matches!(
                role,
                Some(Role::Previous | Role::SharePrevious | Role::RankPrevious)
            )
        };
        let keys = self.keys().iter();
        let list: Vec<Column> = keys
            .chain(self.changes().iter().filter(was))
            .cloned()
            .collect();
        Self {
            own: self.keys().len(),
            list,
            dimensions: self.dimensions,
            attributes: self.attributes,
            absent: Vec::new(),
        }
    }

    /// The measures with their derived columns, without those of change.
    #[must_use]
    pub fn values(&self) -> &[Column] {
        &self.list[self.dimensions + self.attributes..self.own]
    }

    /// The columns of measures, those of change last: one for each value of a row.
    #[must_use]
    pub(crate) fn cells(&self) -> &[Column] {
        &self.list[self.dimensions + self.attributes..]
    }

    /// The names of all of them.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.list.iter().map(|column| column.name.as_str())
    }

    /// The column with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Column> {
        self.list.iter().find(|column| column.name == name)
    }

    /// The position of a dimension.
    #[must_use]
    pub(crate) fn dimension(&self, name: &str) -> Option<usize> {
        let mut dimensions = self.dimensions().iter();
        dimensions.position(|column| column.name == name)
    }

    /// The meaning of a name after a row in a template.
    #[must_use]
    pub(crate) fn in_text(&self, name: &str) -> Option<InText<'_>> {
        if let Some(column) = self.get(name) {
            return Some(InText::Cell(column));
        }
        if name == FOLDED {
            return Some(InText::Folded);
        }
        let key = |ending| {
            let column = self.get(name.strip_suffix(ending)?)?;
            column.has_codes().then_some(column)
        };
        key(LABEL)
            .map(InText::Label)
            .or_else(|| key(TERM).map(InText::Term))
    }

    /// The column probably meant by a name that a row does not have: the part before a label's
    /// suffix.
    #[must_use]
    pub(crate) fn meant(name: &str) -> &str {
        name.strip_suffix(LABEL)
            .or_else(|| name.strip_suffix(TERM))
            .unwrap_or(name)
    }

    /// Names that `breakdown` could have, with the advice what would add them.
    pub(crate) fn absent(&self, breakdown: &str) -> impl Iterator<Item = (&str, String)> {
        self.absent.iter().map(move |(name, absent)| {
            let advice = match absent {
                Absent::Switch(advice) => format!("{advice} to {breakdown}"),
                Absent::Never(reason) => (*reason).to_owned(),
                Absent::Periods => {
                    "columns of change come with `periods`, from the second one on".to_owned()
                }
            };
            (name.as_str(), advice)
        })
    }

    /// What to write so that `breakdown` has the first of its shares that wait for a key.
    pub(crate) fn switch(&self, breakdown: &str) -> Option<String> {
        let is_share = |name: &str| {
            let mut values = self.values().iter();
            values.any(|it| Role::Share.name_of(&it.name) == name)
        };
        let mut shares = self.absent.iter().filter(|(name, _)| is_share(name));
        shares.find_map(|(_, absent)| match absent {
            Absent::Switch(advice) => Some(format!("{advice} to {breakdown}")),
            Absent::Periods | Absent::Never(_) => None,
        })
    }

    /// The advice of [`Self::absent`] for a name.
    pub(crate) fn advice(&self, name: &str, breakdown: &str) -> Option<String> {
        let mut absent = self.absent(breakdown);
        absent.find(|(known, _)| *known == name).map(|it| it.1)
    }

    /// Two columns with the same name, the later one second.
    #[must_use]
    pub(crate) fn twice(&self) -> Option<(&Column, &Column)> {
        self.list.iter().enumerate().find_map(|(at, column)| {
            let first = self.list[..at].iter().find(|it| it.name == column.name)?;
            Some((first, column))
        })
    }
}

/// The name under which a template reads the label of a dimension's code.
#[must_use]
pub(crate) fn label_name(dimension: &str) -> String {
    format!("{dimension}{LABEL}")
}
