//! Frames → chart models: labels, colours and numbers of every mark, in one locale.

use super::colors::Palette;
use super::format::{column_format, format_value, is_share};
use super::texts::Texts;
use super::titles::column_title;
use crate::chart::model::{
    Arrangement, Bars, Category, ChartBody, ChartModel, Legend, LegendEntry, LineSeries, Lines,
    Mark, Orientation, TreeNode, ValueFormat,
};
use crate::chart::{Color, assign};
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{ColumnRef, Frame, Key, Results, Row, Value};
use crate::labels::{key_label, missing, others};
use crate::resolve::{Chart, Report};
use crate::spec::grammar::{ChartType, Format, FormatName};
use crate::text::{Locale, Ratio};
use indexmap::{IndexMap, IndexSet};

/// Draws a chart's model in one locale.
///
/// # Errors
/// No rows, values that the type cannot show, or a label whose template fails.
pub(super) fn model(
    texts: &Texts<'_>,
    results: &Results,
    palette: &Palette,
    chart: &Chart,
) -> Result<ChartModel, Diagnostic> {
    let frame = &results.frames[&chart.data];
    let build = Build {
        texts,
        report: texts.report,
        locale: texts.locale,
        frame,
        palette,
        chart,
        format: column_format(texts.report, &chart.value),
        note_format: column_format(texts.report, &chart.note),
    };
    build.check()?;
    let body = match chart.kind {
        ChartType::Treemap => ChartBody::Treemap(build.tree()),
        ChartType::Line => ChartBody::Lines(build.lines()),
        _ => ChartBody::Bars(build.bars()?),
    };
    let percent = chart.kind == ChartType::NormalizedBar || is_share(texts.report, &chart.value);
    Ok(ChartModel {
        id: chart.name.clone(),
        title: texts.plain(&chart.title, &format!("{}/title", chart.pointer))?,
        locale: texts.locale,
        value_title: column_title(texts, &chart.value),
        category_title: chart
            .categories
            .first()
            .map_or_else(String::new, |name| column_title(texts, name)),
        value_format: if percent {
            ValueFormat::Percent
        } else {
            ValueFormat::Compact
        },
        value_labels: chart.values,
        legend: build.legend()?,
        width: chart.width,
        height: chart.height,
        body,
    })
}

struct Build<'a> {
    texts: &'a Texts<'a>,
    report: &'a Report,
    locale: Locale,
    frame: &'a Frame,
    palette: &'a Palette,
    chart: &'a Chart,
    format: Format,
    note_format: Format,
}

impl Build<'_> {
    fn check(&self) -> Result<(), Diagnostic> {
        if self.frame.rows.is_empty() {
            return Err(Diagnostic::error(
                Code::EMPTY_BREAKDOWN,
                format!(
                    "chart `{}` has nothing to show: breakdown `{}` has no rows",
                    self.chart.name, self.frame.name
                ),
            )
            .of(&self.chart.pointer)
            .hint("look at its `where` and at `keep`"));
        }
        let parts = matches!(
            self.chart.kind,
            ChartType::Treemap | ChartType::StackedBar | ChartType::NormalizedBar
        );
        let negative = self
            .frame
            .rows
            .iter()
            .find(|row| self.value(row).is_some_and(|value| value < 0.0));
        match negative {
            Some(row) if parts => Err(Diagnostic::error(
                Code::NEGATIVE,
                format!(
                    "chart `{}` of type {} shows parts of a whole, {} is negative",
                    self.chart.name,
                    self.chart.kind.name(),
                    self.keys_text(row)
                ),
            )
            .of(&self.chart.pointer)
            .hint("use `type: bar` or `grouped_bar`")),
            _ => Ok(()),
        }
    }

    fn keys_text(&self, row: &Row) -> String {
        let labels: Vec<String> = self
            .frame
            .by
            .iter()
            .zip(&row.keys)
            .map(|(name, key)| key_label(self.report, name, key, self.locale))
            .collect();
        labels.join(" / ")
    }

    fn cell(&self, row: &Row) -> Value {
        match self.frame.column(&self.chart.value) {
            Some(ColumnRef::Value(at)) => row.values[at].clone(),
            _ => Value::Null,
        }
    }

    fn value(&self, row: &Row) -> Option<f64> {
        self.cell(row).float().filter(|value| value.is_finite())
    }

    fn key(&self, row: &Row, dimension: &str) -> Option<Key> {
        match self.frame.column(dimension)? {
            ColumnRef::Dimension(at) => Some(row.keys[at].clone()),
            ColumnRef::Attribute(at) => Some(row.attributes[at].clone()),
            ColumnRef::Value(_) => None,
        }
    }

    fn color(&self, row: &Row) -> Color {
        if self.chart.color.is_empty() {
            return single_color();
        }
        self.key(row, &self.chart.color)
            .map_or_else(single_color, |key| {
                self.palette.color(&self.chart.color, &key)
            })
    }

    fn note(&self, row: &Row) -> String {
        match self.frame.column(&self.chart.note) {
            Some(ColumnRef::Value(at)) => {
                format_value(&self.note_format, &row.values[at], self.locale)
            }
            _ => String::new(),
        }
    }

    fn label(&self, dimension: &str, key: &Key) -> String {
        key_label(self.report, dimension, key, self.locale)
    }

    fn mark(&self, row: &Row, series: &str, slot: usize) -> Option<Mark> {
        let value = self.value(row)?;
        let key = self.key(row, series);
        Some(Mark {
            key: key.as_ref().map_or_else(String::new, code_of),
            label: key
                .as_ref()
                .map_or_else(String::new, |key| self.label(series, key)),
            slot,
            value,
            text: format_value(&self.format, &self.cell(row), self.locale),
            note: self.note(row),
            color: self.color(row),
            others: key == Some(Key::Others) || row.keys.last() == Some(&Key::Others),
        })
    }

    /// Rows by the keys of the category axis, in order; buckets without rows keep their place.
    fn categories(&self) -> Vec<(Vec<Key>, Vec<&Row>)> {
        let mut found: IndexMap<Vec<Key>, Vec<&Row>> = IndexMap::new();
        if let [only] = self.chart.categories.as_slice()
            && let Some(ColumnRef::Dimension(at)) = self.frame.column(only)
            && let Some(domain) = &self.frame.domains[at]
        {
            let present: IndexSet<&Key> = self.frame.rows.iter().map(|row| &row.keys[at]).collect();
            let codes: Vec<Key> = domain.iter().map(|code| Key::Code(code.clone())).collect();
            // From the first to the last bucket that has rows: a breakdown of large sizes only
            // does not drag the small ones along.
            let first = codes.iter().position(|key| present.contains(key));
            let last = codes.iter().rposition(|key| present.contains(key));
            if let (Some(first), Some(last)) = (first, last) {
                for key in &codes[first..=last] {
                    found.insert(vec![key.clone()], Vec::new());
                }
            }
        }
        for row in &self.frame.rows {
            let keys: Vec<Key> = self
                .chart
                .categories
                .iter()
                .filter_map(|name| self.key(row, name))
                .collect();
            found.entry(keys).or_default().push(row);
        }
        found.into_iter().collect()
    }

    /// The series in legend order: by their total over the frame, others last.
    fn series(&self) -> Vec<Key> {
        let mut totals: IndexMap<Key, f64> = IndexMap::new();
        for row in &self.frame.rows {
            if let Some(key) = self.key(row, &self.chart.color) {
                *totals.entry(key).or_default() += self.value(row).unwrap_or(0.0);
            }
        }
        let mut series: Vec<(Key, f64)> = totals.into_iter().collect();
        let last = |key: &Key| match key {
            Key::Code(_) => 0,
            Key::Missing => 1,
            Key::Others => 2,
        };
        series.sort_by(|a, b| {
            last(&a.0)
                .cmp(&last(&b.0))
                .then_with(|| b.1.total_cmp(&a.1))
                .then_with(|| a.0.cmp(&b.0))
        });
        series.into_iter().map(|(key, _)| key).collect()
    }

    fn bars(&self) -> Result<Bars, Diagnostic> {
        let arrangement = match self.chart.kind {
            ChartType::StackedBar => Arrangement::Stacked,
            ChartType::NormalizedBar => Arrangement::Normalized,
            ChartType::GroupedBar => Arrangement::Grouped,
            _ => Arrangement::Single,
        };
        let single = arrangement == Arrangement::Single;
        let series = if single { Vec::new() } else { self.series() };
        let mut categories = Vec::new();
        for (keys, rows) in self.categories() {
            let mut marks: Vec<Mark> = Vec::new();
            if single {
                let name = self.chart.categories.last().cloned().unwrap_or_default();
                for row in &rows {
                    if let Some(mut mark) = self.mark(row, &name, 0) {
                        if self.chart.color.is_empty() {
                            mark.label = String::new();
                        } else if let Some(key) = self.key(row, &self.chart.color) {
                            mark.key = code_of(&key);
                            mark.label = self.label(&self.chart.color, &key);
                        }
                        marks.push(mark);
                    }
                }
            } else {
                for (slot, key) in series.iter().enumerate() {
                    let row = rows
                        .iter()
                        .find(|row| self.key(row, &self.chart.color).as_ref() == Some(key));
                    if let Some(mut mark) =
                        row.and_then(|row| self.mark(row, &self.chart.color, slot))
                    {
                        if arrangement != Arrangement::Grouped {
                            mark.slot = 0;
                        }
                        marks.push(mark);
                    }
                }
            }
            if arrangement == Arrangement::Normalized {
                self.normalize(&mut marks, &rows);
            }
            let mut label = keys
                .last()
                .zip(self.chart.categories.last())
                .map_or_else(String::new, |(key, name)| self.label(name, key));
            if let (Some(addition), Some(row)) = (&self.chart.label, rows.first()) {
                let pointer = format!("{}/label", self.chart.pointer);
                let added = self
                    .texts
                    .row_label(addition, &self.frame.name, row, &pointer)?;
                if !added.trim().is_empty() {
                    label = format!("{label} ({})", added.trim());
                }
            }
            let group = match (keys.as_slice(), self.chart.categories.as_slice()) {
                ([outer, _], [name, _]) => Some((code_of(outer), self.label(name, outer))),
                _ => None,
            };
            let end_label = match arrangement {
                Arrangement::Stacked => self.total(&rows),
                Arrangement::Single => match (marks.as_slice(), self.chart.note.is_empty()) {
                    ([mark], false) if !mark.note.is_empty() && self.chart.horizontal => {
                        mark.note.clone()
                    }
                    _ => String::new(),
                },
                Arrangement::Normalized | Arrangement::Grouped => String::new(),
            };
            categories.push(Category {
                key: keys.iter().map(code_of).collect::<Vec<_>>().join("/"),
                label,
                group,
                end_label,
                marks,
            });
        }
        Ok(Bars {
            orientation: if self.chart.horizontal {
                Orientation::Horizontal
            } else {
                Orientation::Vertical
            },
            arrangement,
            categories,
            slots: if arrangement == Arrangement::Grouped {
                series.len().max(1)
            } else {
                1
            },
        })
    }

    /// The sum of a category, exact for integers.
    fn total(&self, rows: &[&Row]) -> String {
        let mut sum = 0_i128;
        for row in rows {
            match self.cell(row) {
                Value::Integer(value) => sum += value,
                _ => return String::new(),
            }
        }
        format_value(&self.format, &Value::Integer(sum), self.locale)
    }

    /// Shares of the category; the amount becomes the note.
    fn normalize(&self, marks: &mut [Mark], rows: &[&Row]) {
        let whole: f64 = marks.iter().map(|mark| mark.value).sum();
        let exact: Option<i128> = rows
            .iter()
            .map(|row| match self.cell(row) {
                Value::Integer(value) => Some(value),
                _ => None,
            })
            .sum();
        for mark in marks {
            let amount = mark.text.clone();
            let share = match exact {
                Some(denominator) if denominator > 0 && mark.value.fract() == 0.0 => {
                    Value::Ratio(Ratio {
                        numerator: mark.value as i128,
                        denominator,
                    })
                }
                _ if whole > 0.0 => Value::Number(mark.value / whole),
                _ => Value::Null,
            };
            mark.text = format_value(&Format::Name(FormatName::Percent), &share, self.locale);
            mark.note = amount;
            mark.value = if whole > 0.0 { mark.value / whole } else { 0.0 };
        }
    }

    fn legend(&self) -> Result<Option<Legend>, Diagnostic> {
        if self.chart.color.is_empty()
            || self.chart.legend_entries == 0
            || (self.chart.kind == ChartType::Treemap
                && self.chart.categories.first() == Some(&self.chart.color))
        {
            return Ok(None);
        }
        let entries: Vec<LegendEntry> = self
            .series()
            .iter()
            .map(|key| LegendEntry {
                key: code_of(key),
                label: match key {
                    Key::Others => others(self.locale).to_owned(),
                    Key::Missing => missing(self.locale).to_owned(),
                    Key::Code(_) => self.label(&self.chart.color, key),
                },
                color: self.palette.color(&self.chart.color, key),
            })
            .collect();
        let title = match &self.chart.legend_title {
            Some(title) => self
                .texts
                .plain(title, &format!("{}/legend/title", self.chart.pointer))?,
            None => column_title(self.texts, &self.chart.color),
        };
        Ok(Some(Legend {
            title,
            entries,
            max_entries: self.chart.legend_entries,
        }))
    }

    fn tree(&self) -> Vec<TreeNode> {
        let rows: Vec<&Row> = self.frame.rows.iter().collect();
        let total: i128 = rows.iter().map(|row| self.integer(row)).sum();
        self.level(&rows, 0, None, total)
    }

    fn integer(&self, row: &Row) -> i128 {
        match self.cell(row) {
            Value::Integer(value) => value,
            value => value.float().map_or(0, |value| (value * 1e9) as i128),
        }
    }

    fn level(
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
                    children: self.level(&rows, level + 1, Some((sum, color)), total),
                }
            })
            .collect();
        nodes.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.key.cmp(&b.key)));
        nodes
    }

    fn position(&self, dimension: &str) -> usize {
        self.frame
            .by
            .iter()
            .position(|name| name == dimension)
            .unwrap_or(0)
    }

    fn share(&self, part: i128, whole: i128) -> String {
        let share = Value::share(part, whole);
        format_value(&Format::Name(FormatName::Percent), &share, self.locale)
    }

    fn lines(&self) -> Lines {
        let categories = self.categories();
        let dimension = &self.chart.categories[0];
        let positions: Vec<(String, String)> = categories
            .iter()
            .map(|(keys, _)| (code_of(&keys[0]), self.label(dimension, &keys[0])))
            .collect();
        let keys: Vec<Option<Key>> = if self.chart.color.is_empty() {
            vec![None]
        } else {
            self.series().into_iter().map(Some).collect()
        };
        let series = keys
            .iter()
            .map(|series| {
                let points = categories
                    .iter()
                    .map(|(_, rows)| {
                        let row = rows.iter().find(|row| {
                            series.is_none()
                                || self.key(row, &self.chart.color).as_ref() == series.as_ref()
                        })?;
                        self.mark(row, &self.chart.color, 0)
                    })
                    .collect();
                LineSeries {
                    key: series.as_ref().map_or_else(String::new, code_of),
                    label: series.as_ref().map_or_else(
                        || column_title(self.texts, &self.chart.value),
                        |key| self.label(&self.chart.color, key),
                    ),
                    color: series.as_ref().map_or_else(single_color, |key| {
                        self.palette.color(&self.chart.color, key)
                    }),
                    points,
                }
            })
            .collect();
        Lines { positions, series }
    }
}

/// The colour of marks that no dimension colours.
fn single_color() -> Color {
    assign(1)
        .first()
        .copied()
        .unwrap_or(crate::chart::OTHERS_COLOR)
}

/// The code of a key for machines; what has none gets a name that no YAML key of a colour uses.
fn code_of(key: &Key) -> String {
    match key {
        Key::Code(code) => code.to_string(),
        Key::Missing => "(missing)".to_owned(),
        Key::Others => "(others)".to_owned(),
    }
}
