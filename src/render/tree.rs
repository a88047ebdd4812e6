//! Frames → treemaps.

use super::charts::{Build, code_of};
use super::format::format_value;
use crate::chart::Color;
use crate::chart::model::TreeNode;
use crate::frame::{ColumnRef, Key, Row, Value};
use crate::spec::grammar::{Format, FormatName};
use crate::text::Locale;
use indexmap::IndexMap;

impl Build<'_> {
    /// The tree, whose nodes count the rows in the order of its leaves, and that order.
    pub(super) fn tree(&self) -> (Vec<TreeNode>, Option<Vec<usize>>) {
        let rows: Vec<&Row> = self.frame.rows.iter().collect();
        let total: i128 = rows.iter().map(|row| self.integer(row)).sum();
        let mut tree = self.level(&rows, 0, None, total);
        let mut order = Vec::new();
        for node in &mut tree {
            number(node, &mut order);
        }
        (tree, Some(order))
    }

    pub(super) fn integer(&self, row: &Row) -> i128 {
        match self.cell(row) {
            Value::Integer(value) => value,
            value => value.float().map_or(0, |value| (value * 1e9) as i128),
        }
    }

    pub(super) fn level(
        &self,
        rows: &[&Row],
        level: usize,
        parent: Option<(i128, Color)>,
        total: i128,
    ) -> Vec<TreeNode> {
        let Some(dimension) = self.chart.categories.get(level) else {
            return Vec::new();
        };
        let mut groups: IndexMap<Key, Vec<&Row>> = IndexMap::new();
        for row in rows {
            if let Some(key) = self.key(row, dimension) {
                groups.entry(key).or_default().push(row);
            }
        }
        let colored = if self.chart.color.is_empty() {
            self.chart.categories[0].as_str()
        } else {
            self.chart.color.as_str()
        };
        let mut nodes: Vec<TreeNode> = groups
            .into_iter()
            .map(|(key, rows)| {
                let sum: i128 = rows.iter().map(|row| self.integer(row)).sum();
                // An inner node above the coloured level has no colour of its own.
                let color = match (self.frame.column(colored), parent) {
                    _ if colored == dimension => self.palette.color(dimension, &key),
                    (Some(ColumnRef::Dimension(at)), _) if at > self.position(dimension) => {
                        crate::chart::OTHERS_COLOR
                    }
                    (Some(ColumnRef::Attribute(_)), _)
                        if level + 1 == self.chart.categories.len() =>
                    {
                        self.color(rows[0])
                    }
                    (_, Some((_, color))) => color,
                    _ => crate::chart::OTHERS_COLOR,
                };
                TreeNode {
                    label: self.label(dimension, &key),
                    key: code_of(&key),
                    value: sum as f64,
                    text: format_value(&self.format, &Value::Integer(sum), self.locale),
                    share_of_parent: parent
                        .map_or_else(String::new, |(whole, _)| self.share(sum, whole)),
                    share_of_total: self.share(sum, total),
                    color,
                    rows: {
                        let first = self.position_of(rows[0]);
                        first..first + 1
                    },
                    children: self.level(&rows, level + 1, Some((sum, color)), total),
                }
            })
            .collect();
        nodes.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.key.cmp(&b.key)));
        nodes
    }

    pub(super) fn position(&self, dimension: &str) -> usize {
        self.frame
            .by
            .iter()
            .position(|name| name == dimension)
            .unwrap_or(0)
    }

    /// Empty where the rows are not the whole.
    pub(super) fn share(&self, part: i128, whole: i128) -> String {
        if self.report.breakdowns[&self.chart.data].drops_rows() {
            return String::new();
        }
        share(part, whole, self.locale)
    }
}

/// A share in percent; what is there is not told as nothing but as less than one tenth.
fn share(part: i128, whole: i128, locale: Locale) -> String {
    let percent = |part, whole| {
        let share = Value::share(part, whole);
        format_value(&Format::Name(FormatName::Percent), &share, locale)
    };
    if part <= 0 || part.saturating_mul(2000) >= whole {
        return percent(part, whole);
    }
    let least = percent(1, 1000);
    match locale {
        Locale::Fr => format!("<\u{a0}{least}"),
        Locale::En => format!("<{least}"),
    }
}

/// Numbers the rows of a node in the order of its leaves; `order` gets their old places.
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
    use super::share;
    use crate::text::Locale;

    #[test]
    fn a_share_that_rounds_to_nothing_is_less_than_a_tenth() {
        // 1 of 2,000 is 0.05 %, which rounds up.
        assert_eq!(share(1, 2000, Locale::Fr), "0,1\u{202f}%");
        assert_eq!(share(1, 2001, Locale::Fr), "<\u{a0}0,1\u{202f}%");
        assert_eq!(share(1, 2001, Locale::En), "<0.1%");
        assert_eq!(share(0, 2001, Locale::En), "0.0%");
    }
}
