//! The columns of a breakdown. In: its dimensions, attributes and measures. Out: one list that
//! gives each column's content, type, unit, format and title; frames, tables, files, charts,
//! templates and second steps read it.
//!
//! This is the only place that knows the names that the language makes itself: `downloads_share`,
//! `downloads_rank`, `downloads_cumulative`, `type_label`, `type_term`, `folded`.

mod role;

pub use role::Role;

use super::{Dimension, LocalText, Measure, MeasureKind, MeasureUse, labels, usual_format};
use crate::spec::grammar::{Format, FormatName};
use crate::sql::Type;
use crate::text::{Locale, shown};
use indexmap::IndexMap;

/// The truth value of every row of a breakdown: whether it is the folded rest.
pub(crate) const FOLDED: &str = "folded";
/// Suffix of a dimension's name with which a template reads the label.
const LABEL: &str = "_label";
/// Suffix of a dimension's name with which a template reads the noun with its forms.
const TERM: &str = "_term";

/// Suffixes of a measure's name for columns of change, which later versions will add.
const TO_COME: [(&str, &str); 6] = [
    ("_previous", "value in the period before"),
    ("_change", "change since the period before"),
    ("_growth", "growth since the period before"),
    ("_share_change", "change of the share"),
    ("_rank_previous", "rank in the period before"),
    ("_rank_change", "change of the rank"),
];

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
    /// Title, a template.
    pub title: LocalText,
}

impl Column {
    /// The role of a value column.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self.holds {
            ColumnContent::Measure { role, .. } => Some(role),
            ColumnContent::Codes(_) => None,
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
            ColumnContent::Codes(_) => None,
        }
    }

    /// Whether its cells are fractions of a whole.
    #[must_use]
    pub(crate) fn is_share(&self) -> bool {
        self.role().is_some_and(Role::is_share)
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

    /// The label of one of its codes.
    #[must_use]
    pub(crate) fn label(&self, report: &super::Report, code: &str, locale: Locale) -> String {
        match &self.holds {
            ColumnContent::Codes(Some(dimension)) => labels::label(report, dimension, code, locale),
            _ if self.value_type == Type::Boolean => {
                labels::boolean(code == "true", locale).to_owned()
            }
            _ => shown(code).into_owned(),
        }
    }
}

/// The columns of a breakdown: dimensions, attributes, then each measure with its derived columns.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    list: Vec<Column>,
    dimensions: usize,
    attributes: usize,
    /// Names that a switch of the breakdown would add, with what to do.
    absent: Vec<(String, &'static str)>,
}

/// The advice where shares could be of several wholes.
const NO_WHOLE: &str =
    "there are no shares until `within` says of what: add `within: total` or `within: parent`";

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
    pub dimensions: &'a IndexMap<String, Dimension>,
    /// Measures of the report.
    pub measures: &'a IndexMap<String, Measure>,
    /// Columns of the breakdown that the rows come from; `None` for rows of a source.
    pub from: Option<&'a Columns>,
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
        columns
    }

    fn key(&self, name: &str, slot: Slot) -> Column {
        // A column of the earlier breakdown hides a dimension with the same name.
        let before = self.from.and_then(|from| from.get(name));
        let (holds, value_type, title) = if let Some(before) = before {
            let holds = match &before.holds {
                ColumnContent::Codes(dimension) => ColumnContent::Codes(dimension.clone()),
                ColumnContent::Measure { .. } => ColumnContent::Codes(None),
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
            (ColumnContent::Codes(None), kind, LocalText::same(name))
        };
        Column {
            name: name.to_owned(),
            slot,
            holds,
            value_type,
            unit: None,
            format: usual_format(value_type),
            title,
        }
    }

    fn add_measure(&self, columns: &mut Columns, at: usize, it: &MeasureUse, shares: Shares) {
        let kind = it.kind();
        let found = self.measures.get(&it.name);
        let title = found.map_or_else(|| LocalText::same(&it.name), |found| found.title.clone());
        let percent = || Format::Name(FormatName::Percent);
        let mut add = |role: Role, value_type: Type, format: Format| {
            let unit = found.filter(|_| role != Role::Rank);
            columns.list.push(Column {
                name: role.name_of(&it.name),
                slot: Slot::Value(columns.list.len() - columns.dimensions - columns.attributes),
                holds: ColumnContent::Measure { measure: at, role },
                value_type,
                unit: unit.map(|found| found.unit.clone()),
                format,
                title: role.title(&title),
            });
        };
        let value_type = it.expression.kind;
        add(
            Role::Value,
            value_type,
            found
                .and_then(|found| found.format.clone())
                .unwrap_or_else(|| usual_format(value_type)),
        );
        let is_amount = kind == MeasureKind::Amount;
        let of_whole = is_amount && shares != Shares::None;
        if of_whole {
            add(Role::Share, Type::Number, percent());
        }
        if match kind {
            MeasureKind::Amount => true,
            MeasureKind::Derived(kind) => kind.is_numeric(),
            MeasureKind::Value(_) => false,
        } {
            add(Role::Rank, Type::Integer, usual_format(Type::Integer));
        }
        if of_whole && shares == Shares::Cumulative {
            add(Role::Cumulative, Type::Number, percent());
        }
        if is_amount {
            let mut absent = |role: Role, advice| {
                columns.absent.push((role.name_of(&it.name), advice));
            };
            if shares == Shares::None {
                absent(Role::Share, NO_WHOLE);
            }
            if shares != Shares::Cumulative {
                absent(Role::Cumulative, "add `cumulative: true`");
            }
        }
    }
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
    /// All of them, in order.
    #[must_use]
    pub(crate) fn all(&self) -> &[Column] {
        &self.list
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

    /// The measures with their derived columns.
    #[must_use]
    pub fn values(&self) -> &[Column] {
        &self.list[self.dimensions + self.attributes..]
    }

    /// Their names.
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

    /// Names that a switch of the breakdown would add, with the advice to add it to `breakdown`.
    pub(crate) fn absent(&self, breakdown: &str) -> impl Iterator<Item = (&str, String)> {
        let absent = self.absent.iter();
        absent.map(move |(name, advice)| (name.as_str(), format!("{advice} to {breakdown}")))
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

/// A name that the language makes itself, and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MadeName<'a> {
    /// The name of a measure's column, and its role in words.
    OfMeasure(&'a str, &'static str),
    /// The name of a value derived from a dimension, and its description.
    OfDimension(&'a str, &'static str),
    /// `folded`.
    Folded,
}

/// Whether the language makes a name itself, given these measures and dimensions.
#[must_use]
pub(crate) fn made_name<'a>(
    name: &str,
    measures: impl IntoIterator<Item = &'a str>,
    dimensions: impl IntoIterator<Item = &'a str>,
) -> Option<MadeName<'a>> {
    if name == FOLDED {
        return Some(MadeName::Folded);
    }
    let roles = Role::MADE.map(|role| (role.ending(), role.word(Locale::En)));
    let of_measure = roles.into_iter().chain(TO_COME);
    let of_dimension = [(LABEL, "label"), (TERM, "noun")];
    let mut measures = measures.into_iter();
    let made = measures.find_map(|measure| {
        let ending = name.strip_prefix(measure)?;
        let (_, word) = of_measure.clone().find(|(known, _)| *known == ending)?;
        Some(MadeName::OfMeasure(measure, word))
    });
    let mut dimensions = dimensions.into_iter();
    made.or_else(|| {
        dimensions.find_map(|dimension| {
            let ending = name.strip_prefix(dimension)?;
            let (_, word) = of_dimension.iter().find(|(known, _)| *known == ending)?;
            Some(MadeName::OfDimension(dimension, word))
        })
    })
}

/// The names of all columns that breakdowns may have for some measures, and `folded`.
pub(crate) fn made_names<'a>(
    measures: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = String> {
    let names = measures.into_iter().flat_map(|measure| {
        let made = Role::MADE.map(|role| role.name_of(measure));
        std::iter::once(measure.to_owned()).chain(made)
    });
    names.chain(std::iter::once(FOLDED.to_owned()))
}
