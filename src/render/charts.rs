//! Frames → chart models: labels, colours and numbers of every mark, in one locale.

use super::colors::Palette;
use super::format::{column_format, format_value, is_share};
use super::shown::shown;
use super::texts::Texts;
use super::titles::column_title;
use crate::chart::model::{
    ChartBody, ChartModel, Legend, LegendEntry, LineSeries, Lines, Mark, ValueFormat,
};
use crate::chart::{Color, alternative_text, assign};
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{ColumnRef, Frame, Key, Results, Row, Value, key_label};
use crate::report::labels::{missing, others};
use crate::report::{Chart, Report, crowded_hint};
use crate::spec::grammar::{ChartType, Format};
use crate::text::Locale;
use indexmap::{IndexMap, IndexSet};

/// Most marks of a drawing: nobody sees more, and no browser likes the page.
const MAX_MARKS: usize = 10_000;

/// A chart with the rows that it shows, in the order in which its marks name them.
pub(super) struct Shown {
    /// What is drawn.
    pub(super) model: ChartModel,
    /// The rows.
    pub(super) frame: Frame,
}

/// Makes a chart's model in one locale.
///
/// # Errors
/// No rows, values that the type cannot show, or a label whose template fails.
pub(super) fn model(
    texts: &Texts<'_>,
    results: &Results,
    palette: &Palette,
    chart: &Chart,
) -> Result<Shown, Diagnostic> {
    let whole = &results.frames[&chart.data];
    can_be_drawn(whole, chart)?;
    let mut frame = shown(whole, chart);
    let rows = frame.rows.iter().enumerate();
    let build = Build {
        texts,
        report: texts.report,
        locale: texts.locale,
        frame: &frame,
        positions: rows.map(|(at, row)| (row.keys.as_slice(), at)).collect(),
        palette,
        chart,
        format: column_format(texts.report, &chart.value),
        note_format: column_format(texts.report, &chart.note),
    };
    build.check()?;
    let mut order = None;
    let body = match chart.kind {
        ChartType::Treemap => {
            let tree;
            (tree, order) = build.tree();
            ChartBody::Treemap(tree)
        }
        ChartType::Line => ChartBody::Lines(build.lines()),
        _ => ChartBody::Bars(build.bars()?),
    };
    let percent = chart.kind == ChartType::NormalizedBar || is_share(texts.report, &chart.value);
    let mut model = ChartModel {
        id: chart.name.clone(),
        title: texts.plain(&chart.title, &format!("{}/title", chart.pointer))?,
        alternative: String::new(),
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
    };
    model.alternative = match &chart.alternative {
        Some(text) => texts.plain(text, &format!("{}/alternative", chart.pointer))?,
        None => alternative_text(&model),
    };
    if let Some(order) = order {
        frame.rows = order.into_iter().map(|at| frame.rows[at].clone()).collect();
    }
    Ok(Shown { model, frame })
}

/// Whether there are rows, and not more than a drawing can be made of.
fn can_be_drawn(frame: &Frame, chart: &Chart) -> Result<(), Diagnostic> {
    if frame.rows.is_empty() {
        return Err(Diagnostic::error(
            Code::EMPTY_BREAKDOWN,
            format!(
                "chart `{}` has nothing to show: breakdown `{}` has no rows",
                chart.name, frame.name
            ),
        )
        .of(&chart.pointer)
        .hint("look at its `where` and at `keep`"));
    }
    if frame.rows.len() > MAX_MARKS {
        return Err(Diagnostic::error(
            Code::CHART_FIT,
            format!(
                "chart `{}` would have {} marks, at most {MAX_MARKS} are drawn",
                chart.name,
                frame.rows.len()
            ),
        )
        .of(&chart.pointer)
        .hint(crowded_hint(&chart.data, &frame.by[0])));
    }
    Ok(())
}

pub(super) struct Build<'a> {
    pub(super) texts: &'a Texts<'a>,
    pub(super) report: &'a Report,
    pub(super) locale: Locale,
    pub(super) frame: &'a Frame,
    /// Where the row of some keys stands.
    positions: IndexMap<&'a [Key], usize>,
    pub(super) palette: &'a Palette,
    pub(super) chart: &'a Chart,
    pub(super) format: Format,
    pub(super) note_format: Format,
}

impl Build<'_> {
    pub(super) fn check(&self) -> Result<(), Diagnostic> {
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

    pub(super) fn keys_text(&self, row: &Row) -> String {
        let labels: Vec<String> = self
            .frame
            .by
            .iter()
            .zip(&row.keys)
            .map(|(name, key)| key_label(self.report, name, key, self.locale))
            .collect();
        labels.join(" / ")
    }

    pub(super) fn cell(&self, row: &Row) -> Value {
        match self.frame.column(&self.chart.value) {
            Some(ColumnRef::Value(at)) => row.values[at].clone(),
            _ => Value::Null,
        }
    }

    pub(super) fn position_of(&self, row: &Row) -> usize {
        self.positions
            .get(row.keys.as_slice())
            .copied()
            .unwrap_or(0)
    }

    pub(super) fn value(&self, row: &Row) -> Option<f64> {
        self.cell(row).float().filter(|value| value.is_finite())
    }

    pub(super) fn key(&self, row: &Row, dimension: &str) -> Option<Key> {
        match self.frame.column(dimension)? {
            ColumnRef::Dimension(at) => Some(row.keys[at].clone()),
            ColumnRef::Attribute(at) => Some(row.attributes[at].clone()),
            ColumnRef::Value(_) => None,
        }
    }

    pub(super) fn color(&self, row: &Row) -> Color {
        if self.chart.color.is_empty() {
            return single_color();
        }
        self.key(row, &self.chart.color)
            .map_or_else(single_color, |key| {
                self.palette.color(&self.chart.color, &key)
            })
    }

    pub(super) fn note(&self, row: &Row) -> String {
        match self.frame.column(&self.chart.note) {
            Some(ColumnRef::Value(at)) => {
                let text = format_value(&self.note_format, &row.values[at], self.locale);
                // A share that grows from bar to bar says what it is.
                match (self.chart.note.ends_with("_cumulative"), self.locale) {
                    (false, _) => text,
                    (true, Locale::Fr) => format!("cumul {text}"),
                    (true, Locale::En) => format!("{text} so far"),
                }
            }
            _ => String::new(),
        }
    }

    pub(super) fn label(&self, dimension: &str, key: &Key) -> String {
        key_label(self.report, dimension, key, self.locale)
    }

    pub(super) fn mark(&self, row: &Row, series: &str, slot: usize) -> Option<Mark> {
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
            row: self.position_of(row),
            color: self.color(row),
            others: key == Some(Key::Others) || row.keys.last() == Some(&Key::Others),
        })
    }

    /// Rows by the keys of the category axis, in order; buckets without rows keep their place.
    pub(super) fn categories(&self) -> Vec<(Vec<Key>, Vec<&Row>)> {
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

    /// The series in legend order: by their total over the frame, others last. Shares are ordered
    /// as the measure that they are of, since shares within a series all add up to one.
    pub(super) fn series(&self) -> Vec<Key> {
        let value = &self.chart.value;
        let ordering = ["_share", "_cumulative"]
            .iter()
            .find_map(|ending| self.frame.column(value.strip_suffix(ending)?))
            .or_else(|| self.frame.column(value));
        let amount = |row: &Row| match ordering {
            Some(ColumnRef::Value(at)) => row.values[at].float().filter(|value| value.is_finite()),
            _ => None,
        };
        let mut totals: IndexMap<Key, f64> = IndexMap::new();
        for row in &self.frame.rows {
            if let Some(key) = self.key(row, &self.chart.color) {
                *totals.entry(key).or_default() += amount(row).unwrap_or(0.0);
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

    pub(super) fn legend(&self) -> Result<Option<Legend>, Diagnostic> {
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

    pub(super) fn lines(&self) -> Lines {
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
pub(super) fn code_of(key: &Key) -> String {
    match key {
        Key::Code(code) => code.to_string(),
        Key::Missing => "(missing)".to_owned(),
        Key::Others => "(others)".to_owned(),
    }
}
