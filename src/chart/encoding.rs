//! The columns that a chart shows, and their roles. In: the keys of a chart, the columns of its
//! breakdown. Out: an [`Encoding`], or the first key that does not fit.

use crate::diagnostic::allowed;
use crate::report::Role;
use crate::spec::grammar::{self, ChartType, NameOrNames, ScaleType};

/// A drawable column of a breakdown: numbers of a measure.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    /// Name.
    pub(crate) name: String,
    /// Its measure.
    pub(crate) measure: String,
    /// Its role.
    pub(crate) role: Role,
    /// Its unit, in words: `in percent`, `in EUR`, `a plain number`.
    pub(crate) unit: String,
}

/// The order of a dimension's keys along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Dates, at their positions in the calendar.
    Dates,
    /// Numbers, in ascending order.
    Numbers,
    /// By the total of the value, largest first.
    Value,
    /// By code.
    Key,
    /// By label.
    Label,
}

impl Order {
    /// Whether the keys have an inherent order, however the breakdown sorts.
    pub(crate) fn is_a_scale(self) -> bool {
        match self {
            Self::Dates | Self::Numbers => true,
            Self::Value | Self::Key | Self::Label => false,
        }
    }
}

/// The breakdown as chart types see it.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Name of the breakdown.
    pub(crate) breakdown: String,
    /// Dimensions, outermost first.
    pub(crate) by: Vec<String>,
    /// Their orders along an axis.
    pub(crate) orders: Vec<Order>,
    /// Dimensions that are held fixed for shares and ranks.
    pub(crate) within: Vec<String>,
    /// The dimension of dates along which its rows are compared (`over`); empty if there is none.
    pub(crate) dates: String,
    /// Attributes.
    pub(crate) attributes: Vec<String>,
    /// Drawable columns, in order; the first is that of the first measure.
    pub(crate) numbers: Vec<Number>,
    /// First measure, whether it can be drawn or not.
    pub(crate) first_measure: String,
}

/// A key of a chart that does not fit; pointers are relative to the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// An undefined name.
    Unknown {
        /// What it should be: a dimension of a breakdown.
        kind: String,
        /// The name.
        name: String,
        /// The key that holds it.
        key: &'static str,
        /// Its position in its list, and the length of the list.
        item: Option<(usize, usize)>,
        /// The names that exist.
        known: Vec<String>,
    },
    /// The value of a key is wrong; holds the key and what is wrong.
    Value(&'static str, String),
    /// The chart as a whole is wrong.
    Chart(String),
    /// A key is missing.
    Missing(String),
}

/// The columns that a chart shows.
#[derive(Clone, Debug, Default)]
pub struct Encoding {
    /// Dimensions along the category axis, levels of a treemap, rows and columns of a heatmap, outermost first.
    pub categories: Vec<String>,
    /// Column of the value; empty for a table.
    pub value: String,
    /// Dimension or attribute that colours the marks; empty for a single colour.
    pub color: String,
    /// The column of the value's measure, by which series are ordered; the value itself if there is
    /// none.
    pub amount: String,
    /// The share of that measure; empty if there is none.
    pub share: String,
    /// A second column, written beside the marks; empty if there is none.
    pub note: String,
    /// The column of the value in the period before, at the other end of a mark; empty if there is none.
    pub before: String,
    /// Dimension whose values each have a panel; empty for one panel.
    pub facet: String,
    /// Whether the axis of the value is logarithmic.
    pub logarithmic: bool,
    /// What stands out, if anything does.
    pub highlight: Option<grammar::Highlight>,
}

impl Columns {
    /// The column of numbers with this name.
    pub(crate) fn number(&self, name: &str) -> Option<&Number> {
        self.numbers.iter().find(|number| number.name == name)
    }

    /// The column with the share of a measure.
    pub(crate) fn share_of(&self, measure: &str) -> Option<&Number> {
        let share = |it: &&Number| it.measure == measure && it.role == Role::Share;
        self.numbers.iter().find(share)
    }

    /// A column of numbers, named by a key.
    pub(crate) fn drawable(&self, name: &str, key: &'static str) -> Result<(), KeyProblem> {
        if self.number(name).is_some() {
            return Ok(());
        }
        Err(KeyProblem::Unknown {
            kind: format!("measure of breakdown `{}`", self.breakdown),
            name: name.to_owned(),
            key,
            item: None,
            known: self.number_names(),
        })
    }

    /// The single column of numbers that a key names.
    pub(crate) fn one_number(
        &self,
        names: &NameOrNames,
        key: &'static str,
        chart: ChartType,
    ) -> Result<String, KeyProblem> {
        let names = names.list();
        let [only] = names.as_slice() else {
            let message = format!(
                "`{key}` of a {} is one measure column, found {}",
                chart.name(),
                names.len()
            );
            return Err(KeyProblem::Value(key, message));
        };
        self.drawable(only, key)?;
        Ok(only.clone())
    }

    /// Dimensions named by a key, in the order of the breakdown.
    pub fn in_order(&self, names: &[String], key: &'static str) -> Result<(), KeyProblem> {
        let mut last = None;
        for (at, name) in names.iter().enumerate() {
            let position = self.dimension(name, key, (at, names.len()))?;
            if last.is_some_and(|last| last >= position) {
                let order = self.by.join(", ");
                return Err(KeyProblem::Value(
                    key,
                    format!("the dimensions stand in the order of the breakdown: {order}"),
                ));
            }
            last = Some(position);
        }
        Ok(())
    }

    /// The position of a dimension named by a key.
    pub(crate) fn dimension(
        &self,
        name: &str,
        key: &'static str,
        item: (usize, usize),
    ) -> Result<usize, KeyProblem> {
        let found = self.by.iter().position(|dimension| dimension == name);
        found.ok_or_else(|| KeyProblem::Unknown {
            kind: format!("dimension of breakdown `{}`", self.breakdown),
            name: name.to_owned(),
            key,
            item: Some(item),
            known: self.by.clone(),
        })
    }

    /// The order of a dimension along an axis.
    pub(crate) fn order(&self, dimension: &str) -> Order {
        let at = self.by.iter().position(|name| name == dimension);
        at.map_or(Order::Value, |at| self.orders[at])
    }

    fn number_names(&self) -> Vec<String> {
        self.numbers.iter().map(|it| it.name.clone()).collect()
    }

    /// The colour of a chart: a dimension or an attribute, or none.
    fn color(&self, chart: &grammar::Chart) -> Result<String, KeyProblem> {
        let Some(color) = &chart.color else {
            return Ok(String::new());
        };
        let known = || self.by.iter().chain(&self.attributes);
        if known().any(|name| name == color) {
            return Ok(color.clone());
        }
        Err(KeyProblem::Unknown {
            kind: format!("dimension or attribute of breakdown `{}`", self.breakdown),
            name: color.clone(),
            key: "color",
            item: None,
            known: known().cloned().collect(),
        })
    }

    /// The dimension of the panels.
    fn facet(&self, chart: &grammar::Chart, categories: &[String]) -> Result<String, KeyProblem> {
        let Some(facet) = &chart.facet else {
            return Ok(String::new());
        };
        self.dimension(facet, "facet", (0, 1))?;
        if categories.contains(facet) || chart.color.as_ref() == Some(facet) {
            return Err(KeyProblem::Value(
                "facet",
                format!(
                    "`{facet}` is shown in each panel already: panels need a dimension of their own"
                ),
            ));
        }
        Ok(facet.clone())
    }

    /// The encoding of a chart with these categories and this value, once every dimension is used.
    pub(crate) fn encoding(
        &self,
        chart: &grammar::Chart,
        categories: Vec<String>,
        value: String,
    ) -> Result<Encoding, KeyProblem> {
        let color = self.color(chart)?;
        let facet = self.facet(chart, &categories)?;
        let hidden =
            |name: &&String| !categories.contains(name) && color != **name && facet != **name;
        if let Some(hidden) = self.by.iter().find(hidden) {
            return Err(KeyProblem::Chart(format!(
                "the chart does not show dimension `{hidden}` of breakdown `{}`: put it on an axis, into the levels, or into `color`",
                self.breakdown
            )));
        }
        let number = self.number(&value);
        let amount = number.map_or_else(|| value.clone(), |number| number.measure.clone());
        let share = self.share_of(&amount).map(|share| share.name.clone());
        let note = match (&chart.note, number) {
            (Some(note), _) => {
                self.drawable(note, "note")?;
                note.clone()
            }
            // The share of an amount is worth showing beside it.
            (None, Some(number)) if number.role == Role::Value => share.clone().unwrap_or_default(),
            (None, _) => String::new(),
        };
        Ok(Encoding {
            categories,
            value,
            color,
            amount,
            share: share.unwrap_or_default(),
            note,
            before: String::new(),
            facet,
            logarithmic: logarithmic(chart, number)?,
            highlight: highlight(chart)?,
        })
    }
}

/// Whether the axis of the value is logarithmic: shares are parts of a whole, and changes have signs.
fn logarithmic(chart: &grammar::Chart, value: Option<&Number>) -> Result<bool, KeyProblem> {
    if chart.scale != Some(ScaleType::Log) {
        return Ok(false);
    }
    match value {
        Some(number) if number.role != Role::Value => Err(KeyProblem::Value(
            "scale",
            format!(
                "a logarithmic scale is for amounts, and `{}` is none",
                number.name
            ),
        )),
        _ => Ok(true),
    }
}

/// What stands out: it leaves no other colours.
fn highlight(chart: &grammar::Chart) -> Result<Option<grammar::Highlight>, KeyProblem> {
    let Some(highlight) = &chart.highlight else {
        return Ok(None);
    };
    let says_nothing = highlight.first.is_none() && highlight.values.is_empty();
    let message = if chart.color.is_some() {
        "`highlight` leaves everything else grey, and `color` gives each value its own: a chart has one of them"
    } else if says_nothing {
        "`highlight` says what stands out: `first`, a number, or `values`, codes"
    } else {
        return Ok(Some(highlight.clone()));
    };
    Err(KeyProblem::Value("highlight", message.to_owned()))
}

/// The single dimension along an axis.
pub(crate) fn one_dimension(
    names: Vec<String>,
    key: &'static str,
    chart: ChartType,
    columns: &Columns,
) -> Result<String, KeyProblem> {
    for (at, name) in names.iter().enumerate() {
        columns.dimension(name, key, (at, names.len()))?;
    }
    let count = names.len();
    let [only] = <[String; 1]>::try_from(names).map_err(|_| {
        KeyProblem::Value(
            key,
            format!(
                "an axis of a {} has one dimension, found {count}",
                chart.name()
            ),
        )
    })?;
    Ok(only)
}

/// A category axis and a value axis.
pub(crate) struct Axes {
    /// Dimensions of the category axis, outermost first.
    pub(crate) categories: Vec<String>,
    /// Column of the value axis.
    pub(crate) value: String,
    /// Whether the value axis is x.
    pub(crate) horizontal: bool,
}

/// One of `x` and `y` must be a measure column, the other one or two dimensions.
pub(crate) fn axes(
    chart: &grammar::Chart,
    columns: &Columns,
    type_name: &str,
) -> Result<Axes, KeyProblem> {
    let (Some(x), Some(y)) = (&chart.x, &chart.y) else {
        return Err(KeyProblem::Missing(format!(
            "a chart of type {type_name} needs `x` and `y`"
        )));
    };
    let (x, y) = (x.list(), y.list());
    let is_number = |names: &[String]| match names {
        [one] => columns.number(one).is_some(),
        _ => false,
    };
    let (categories, value, horizontal, key) = match (is_number(&x), is_number(&y)) {
        (true, false) => (y, x[0].clone(), true, "y"),
        (false, true) => (x, y[0].clone(), false, "x"),
        (true, true) | (false, false) => return Err(no_axes(columns, &x, &y)),
    };
    columns.in_order(&categories, key)?;
    if categories.len() > 2 {
        return Err(KeyProblem::Value(
            key,
            format!(
                "an axis has one or two dimensions, found {}",
                categories.len()
            ),
        ));
    }
    Ok(Axes {
        categories,
        value,
        horizontal,
    })
}

/// Why two lists of names are not axes: the first name that is not a column, or else what axes are.
fn no_axes(columns: &Columns, x: &[String], y: &[String]) -> KeyProblem {
    let numbers = columns.number_names();
    let known: Vec<String> = numbers.iter().chain(&columns.by).cloned().collect();
    for (key, names) in [("x", x), ("y", y)] {
        if let Some(at) = names.iter().position(|name| !known.contains(name)) {
            return KeyProblem::Unknown {
                kind: format!("column of breakdown `{}`", columns.breakdown),
                name: names[at].clone(),
                key,
                item: Some((at, names.len())),
                known,
            };
        }
    }
    let is_number = |name: &String| numbers.contains(name);
    for (key, names) in [("x", x), ("y", y)] {
        if names.len() > 1 && names.iter().all(is_number) {
            let message = format!(
                "`{key}` is one measure column here, found {}: a `dumbbell` shows two in each row, a `table` any number, and each may have a chart of its own",
                names.len()
            );
            return KeyProblem::Value(key, message);
        }
    }
    KeyProblem::Chart(format!(
        "one of `x` and `y` is a measure of the breakdown ({}), the other one or two of its dimensions ({})",
        allowed(numbers.iter().map(String::as_str)),
        allowed(columns.by.iter().map(String::as_str))
    ))
}
