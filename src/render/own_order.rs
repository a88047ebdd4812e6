//! The order of a column that its texts do not say: months follow each other in time and not by their letters. In: the rows of
//! a frame and the cells made of them. Out: the texts of the column in that order, for the script that sorts tables.

use crate::report::columns::ColumnContent;
use crate::report::{Breakdown, Column, Dimension, DimensionKind, KeepRule, Order, Report, Slot};
use crate::results::{Frame, Row, Value};
use crate::sql::Type;
use crate::text::Date;
use std::collections::BTreeMap;

/// The texts that stand in the column of a table at a position, in the order of what they stand for; none where this has no
/// order of its own, or texts that say it.
pub(super) fn own_order(
    report: &Report,
    frame: &Frame,
    (column, at): (&Column, usize),
    cells: &[Vec<String>],
) -> Vec<String> {
    if matches!(column.slot, Slot::Value(_)) && column.value_type != Type::Date {
        let texts = cells.iter().map(|cells| cells.get(at).cloned());
        return order_of_numbers(frame, column.slot, texts);
    }
    let dimension = match &column.holds {
        ColumnContent::Codes(Some(name)) => report.dimensions.get(name),
        ColumnContent::Codes(None) | ColumnContent::Measure { .. } | ColumnContent::Fact(_) => None,
    };
    let scale = Scale {
        column,
        dimension,
        breakdown: report.breakdowns.get(&frame.name),
    };
    let mut texts: BTreeMap<(i64, String), &String> = BTreeMap::new();
    let mut is_said = true;
    for (row, cells) in frame.rows.iter().zip(cells) {
        let Some(code) = code(row, column.slot) else {
            continue;
        };
        let Some(place) = scale.place(&code) else {
            return Vec::new();
        };
        let Some(text) = cells.get(at) else { continue };
        is_said &= *text == code;
        texts.insert((place, code), text);
    }
    if is_said && scale.given().is_none() {
        return Vec::new();
    }
    once(texts.into_values())
}

/// The texts of a column of numbers in the order of these, where words and signs say how large they are: `1.5 trillion`, `▼ 3`. The script
/// reads digits and short units alone.
fn order_of_numbers(
    frame: &Frame,
    slot: Slot,
    texts: impl Iterator<Item = Option<String>> + Clone,
) -> Vec<String> {
    let is_in_words = |text: String| text.contains("illi") || text.contains(['▲', '▼', 'T']);
    if !texts.clone().flatten().any(is_in_words) {
        return Vec::new();
    }
    let rows = frame.rows.iter().zip(texts);
    let numbers = rows.filter_map(|(row, text)| Some((row.value(slot)?.float()?, text?)));
    let mut numbers: Vec<(f64, String)> = numbers.collect();
    numbers.sort_by(|one, other| one.0.total_cmp(&other.0));
    once(numbers.iter().map(|(_, text)| text))
}

/// Texts without those that came before.
fn once<'t>(texts: impl Iterator<Item = &'t String>) -> Vec<String> {
    let mut ordered: Vec<String> = Vec::new();
    for text in texts {
        if !ordered.contains(text) {
            ordered.push(text.clone());
        }
    }
    ordered
}

/// What stands in a row: the code of a dimension or an attribute, or a day.
fn code(row: &Row, slot: Slot) -> Option<String> {
    if let Some(key) = row.key(slot) {
        return key.code().map(str::to_owned);
    }
    match row.value(slot)? {
        Value::Date(day) => Some(day.iso()),
        _ => None,
    }
}

/// What gives the values of a column their places.
struct Scale<'a> {
    column: &'a Column,
    dimension: Option<&'a Dimension>,
    breakdown: Option<&'a Breakdown>,
}

impl Scale<'_> {
    /// The place of a value; none where the values have no order of their own.
    fn place(&self, code: &str) -> Option<i64> {
        match (self.column.value_type, self.dimension.map(|it| &it.kind)) {
            (Type::Date, _) => Date::parse(code).map(Date::number),
            // Labels that are made of edges are numbers.
            (_, Some(DimensionKind::Bucket { codes, .. })) if self.has_labels() => {
                let place = codes.iter().position(|known| known == code)?;
                i64::try_from(place).ok()
            }
            // Codes such as 1 and 2 that have labels, in a breakdown that stands in their order.
            _ if self.is_by_key() => match self.given() {
                Some(given) => {
                    let place = given.iter().position(|value| value == code);
                    i64::try_from(place.unwrap_or(given.len())).ok()
                }
                None => code.parse().ok(),
            },
            _ => None,
        }
    }

    /// The values that a breakdown keeps, in the order in which the spec gives them.
    fn given(&self) -> Option<&Vec<String>> {
        let (Some(breakdown), Slot::Dimension(level)) = (self.breakdown, self.column.slot) else {
            return None;
        };
        match &breakdown.keep.get(&level)?.rule {
            KeepRule::Values(values) => Some(values),
            KeepRule::Top { .. } | KeepRule::Any(_) => None,
        }
    }

    /// Whether the spec gives the labels of its values.
    fn has_labels(&self) -> bool {
        self.dimension
            .is_some_and(|it| !it.labels.is_empty() || !it.label_from.is_empty())
    }

    /// Whether the breakdown stands in the order of the codes of the column.
    fn is_by_key(&self) -> bool {
        let sort = self.breakdown.map(|it| &it.sort);
        match self.column.slot {
            Slot::Dimension(level) => sort.is_some_and(|it| it.get(level) == Some(&Order::Key)),
            Slot::Attribute(_) | Slot::Value(_) => false,
        }
    }
}
