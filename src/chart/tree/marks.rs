//! Rows → nested rectangles. In: the rows of a chart. Out: its tree, and the rows in the order of its leaves.

use crate::chart::color::Color;
use crate::chart::color::palette::OTHERS;
use crate::chart::data::{Data, code_of};
use crate::chart::sum::sum;
use crate::chart::tree::model::TreeNode;
use crate::report::Slot;
use crate::results::{ByKey, Key, Row, Value};
use crate::text::Locale;

/// The tree, whose nodes count the rows in the order of its leaves, and that order.
pub(crate) fn nodes(data: &Data<'_>) -> (Vec<TreeNode>, Vec<usize>) {
    let rows: Vec<&Row> = data.frame.rows.iter().collect();
    let total: i128 = rows.iter().map(|row| integer(data, row)).sum();
    let mut tree = nodes_of_level(data, &rows, 0, None, total);
    let mut order = Vec::new();
    for node in &mut tree {
        number(node, &mut order);
    }
    (tree, order)
}

/// The formatted sum of rows: exact for amounts, and for shares of one whole.
fn written(data: &Data<'_>, rows: &[&Row]) -> String {
    let cells: Vec<Value> = rows.iter().map(|row| data.cell(row)).collect();
    let exact = sum(cells.iter());
    if exact.number().is_some() {
        return data.words.value(&exact);
    }
    let added = cells.iter().filter_map(Value::float).sum();
    data.words.value(&Value::Number(added))
}

fn integer(data: &Data<'_>, row: &Row) -> i128 {
    match data.cell(row) {
        Value::Integer(value) => value,
        Value::Decimal(value) => value.units,
        value => value.float().map_or(0, |value| (value * 1e9) as i128),
    }
}

fn nodes_of_level(
    data: &Data<'_>,
    rows: &[&Row],
    level: usize,
    parent: Option<(i128, Color)>,
    total: i128,
) -> Vec<TreeNode> {
    let Some(dimension) = data.encoding.categories.get(level) else {
        return Vec::new();
    };
    let mut groups: ByKey<Key, Vec<&Row>> = ByKey::default();
    for row in rows {
        if let Some(key) = data.key(row, dimension) {
            groups.entry(key).or_default().push(row);
        }
    }
    let colored = if data.encoding.color.is_empty() {
        data.encoding.categories[0].as_str()
    } else {
        data.encoding.color.as_str()
    };
    let mut nodes: Vec<TreeNode> = groups
        .into_iter()
        .map(|(key, rows)| {
            let amount: i128 = rows.iter().map(|row| integer(data, row)).sum();
            // An inner node above the coloured level has no colour of its own.
            let color = match (data.frame.column(colored), parent) {
                _ if colored == dimension => data.words.color(dimension, &key),
                (Some(Slot::Dimension(at)), _) if at > position(data, dimension) => OTHERS,
                (Some(Slot::Attribute(_)), _) if level + 1 == data.encoding.categories.len() => {
                    data.color(rows[0])
                }
                (_, Some((_, color))) => color,
                _ => OTHERS,
            };
            TreeNode {
                label: data.words.label(dimension, &key),
                key: code_of(&key),
                value: amount as f64,
                text: written(data, &rows),
                share_of_parent: parent
                    .map_or_else(String::new, |(whole, _)| share(data, &rows, amount, whole)),
                share_of_total: share(data, &rows, amount, total),
                color,
                rows: {
                    let first = data.position_of(rows[0]);
                    first..first + 1
                },
                children: nodes_of_level(data, &rows, level + 1, Some((amount, color)), total),
            }
        })
        .collect();
    nodes.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.key.cmp(&b.key)));
    nodes
}

fn position(data: &Data<'_>, dimension: &str) -> usize {
    data.frame.columns.dimension(dimension).unwrap_or(0)
}

/// A share in percent, empty if the rows are not the whole; a share above zero is never written as
/// 0 but as less than one tenth, unless shares add up.
fn share(data: &Data<'_>, rows: &[&Row], part: i128, whole: i128) -> String {
    if !data.whole {
        return String::new();
    }
    let share = data.share(rows, part, whole);
    if matches!(share, Value::Rounded(_)) || !rounds_to_nothing(part, whole) {
        return data.words.percent(&share);
    }
    let least = data.words.percent(&Value::share(1, 1000));
    match data.locale {
        Locale::Fr => format!("<\u{a0}{least}"),
        Locale::En => format!("<{least}"),
    }
}

/// Whether a part is above zero but less than half of a tenth of a percent.
fn rounds_to_nothing(part: i128, whole: i128) -> bool {
    part > 0 && part.saturating_mul(2000) < whole
}

/// Numbers the rows of a node in the order of its leaves; their old positions are appended to
/// `order`.
fn number(node: &mut TreeNode, order: &mut Vec<usize>) {
    let start = order.len();
    if node.children.is_empty() {
        order.push(node.rows.start);
    }
    for child in &mut node.children {
        number(child, order);
    }
    node.rows = start..order.len();
}

#[cfg(test)]
mod tests {
    use super::rounds_to_nothing;

    #[test]
    fn a_share_that_rounds_to_nothing_is_less_than_a_tenth() {
        // 1 of 2,000 is 0.05 %, which rounds up.
        assert!(!rounds_to_nothing(1, 2000));
        assert!(rounds_to_nothing(1, 2001));
        assert!(!rounds_to_nothing(0, 2001));
    }
}
