//! Charts: what they draw, with which columns, and whether that fits their breakdown.

use super::context::Context;
use super::semantics::{MOST_TILES, adds_up};
use crate::diagnostic::{Code, Diagnostic};
use crate::report::{
    Breakdown, Chart, DimensionKind, MOST_BARS, MeasureKind, MeasureUse, crowded_hint, measure_kind,
};
use crate::spec::escape;
use crate::spec::grammar::{self, ChartType, ShareOf};
use crate::sql::Type;

/// Rows that a table prints unless the spec says otherwise.
const TABLE_ROWS: u32 = 500;
/// Entries that a legend prints unless the spec says otherwise.
const LEGEND_ENTRIES: u32 = 20;

impl Context<'_> {
    pub(super) fn charts(&mut self) {
        for (name, chart) in &self.spec.charts {
            let pointer = format!("/charts/{}", escape(name));
            self.use_name("breakdown", &chart.data);
            let Some(breakdown) = self.report.breakdowns.get(&chart.data).cloned() else {
                if !self.spec.breakdowns.contains_key(&chart.data) {
                    let names: Vec<String> = self.spec.breakdowns.keys().cloned().collect();
                    self.unknown(
                        "breakdown",
                        &chart.data,
                        &format!("{pointer}/data"),
                        names.iter().map(String::as_str),
                    );
                }
                continue;
            };
            if let Some(chart) = self.chart(name, chart, &breakdown, &pointer) {
                self.report.charts.insert(name.clone(), chart);
            }
        }
    }

    fn chart(
        &mut self,
        name: &str,
        chart: &grammar::Chart,
        breakdown: &Breakdown,
        pointer: &str,
    ) -> Option<Chart> {
        self.keys_fit(chart, pointer);
        let (categories, value, horizontal) = match chart.kind {
            ChartType::Table => (breakdown.by.clone(), String::new(), false),
            ChartType::Treemap => {
                let levels = match &chart.levels {
                    Some(levels) => levels.clone(),
                    None => breakdown.by.clone(),
                };
                let value = chart
                    .value
                    .clone()
                    .unwrap_or_else(|| breakdown.measures[0].name.clone());
                self.measure_column(&value, breakdown, &format!("{pointer}/value"))?;
                self.levels(&levels, breakdown, &format!("{pointer}/levels"))?;
                (levels, value, false)
            }
            _ => self.axes(chart, breakdown, pointer)?,
        };
        let color = chart.color.clone().unwrap_or_default();
        self.color_fits(chart, breakdown, &categories, pointer)?;
        let note = match &chart.note {
            Some(note) => {
                self.measure_column(note, breakdown, &format!("{pointer}/note"))?;
                note.clone()
            }
            None => default_note(&value, breakdown),
        };
        let columns = match chart.kind {
            ChartType::Table => self
                .columns_of(breakdown)
                .into_iter()
                .map(|it| it.0)
                .collect(),
            _ => self.behind(breakdown, [&color, &value, &note]),
        };
        let columns = self.table_columns(chart, breakdown, columns, pointer)?;
        let adds_up = self.parts_add_up(breakdown, &value);
        let marks = self.most_marks(chart, breakdown, adds_up, pointer);
        let title = match &chart.title {
            Some(title) => self.text(title, &format!("{pointer}/title")),
            None => breakdown.title.clone(),
        };
        let mut optional = |text: &Option<grammar::Text>, key: &str| {
            text.as_ref()
                .map(|text| self.text(text, &format!("{pointer}/{key}")))
        };
        let label = optional(&chart.label, "label");
        let caption = optional(&chart.caption, "caption");
        let alternative = optional(&chart.alternative, "alternative");
        let legend_title = chart
            .legend
            .as_ref()
            .and_then(|legend| optional(&legend.title, "legend/title"));
        Some(Chart {
            name: name.to_owned(),
            kind: chart.kind,
            data: chart.data.clone(),
            categories,
            value,
            horizontal,
            color,
            columns,
            rows: chart.rows.unwrap_or(TABLE_ROWS) as usize,
            marks,
            adds_up,
            label,
            note,
            note_given: chart.note.is_some(),
            title,
            caption,
            alternative,
            legend_entries: chart
                .legend
                .as_ref()
                .and_then(|legend| legend.max)
                .unwrap_or(LEGEND_ENTRIES) as usize,
            legend_title,
            values: chart.values.unwrap_or(true),
            width: chart.width,
            height: chart.height,
            pointer: pointer.to_owned(),
        })
    }

    /// Keys that mean nothing for this type of chart.
    fn keys_fit(&mut self, chart: &grammar::Chart, pointer: &str) {
        let axes = !matches!(chart.kind, ChartType::Table | ChartType::Treemap);
        let drawn = chart.kind != ChartType::Table;
        let keys = [
            ("x", chart.x.is_some(), axes),
            ("y", chart.y.is_some(), axes),
            (
                "levels",
                chart.levels.is_some(),
                chart.kind == ChartType::Treemap,
            ),
            (
                "value",
                chart.value.is_some(),
                chart.kind == ChartType::Treemap,
            ),
            (
                "label",
                chart.label.is_some(),
                axes && chart.kind != ChartType::Line,
            ),
            ("rows", chart.rows.is_some(), !drawn),
            (
                "marks",
                chart.marks.is_some(),
                drawn && !matches!(chart.kind, ChartType::Line | ChartType::GroupedBar),
            ),
            ("color", chart.color.is_some(), drawn),
            ("legend", chart.legend.is_some(), drawn),
            ("values", chart.values.is_some(), drawn),
            ("note", chart.note.is_some(), drawn),
            ("width", chart.width.is_some(), drawn),
            ("height", chart.height.is_some(), drawn),
            ("alternative", chart.alternative.is_some(), drawn),
        ];
        for (key, given, fits) in keys {
            if given && !fits {
                let diagnostic = Diagnostic::error(
                    Code::DEFINITION,
                    format!(
                        "`{key}` means nothing for a chart of type {}",
                        chart.kind.name()
                    ),
                )
                .at(self.places.key(&format!("{pointer}/{key}")));
                self.problems.push(diagnostic);
            }
        }
    }

    /// Category dimensions, value column, and whether bars lie.
    fn axes(
        &mut self,
        chart: &grammar::Chart,
        breakdown: &Breakdown,
        pointer: &str,
    ) -> Option<(Vec<String>, String, bool)> {
        let (Some(x), Some(y)) = (&chart.x, &chart.y) else {
            let diagnostic = Diagnostic::error(
                Code::MISSING_KEY,
                format!("a chart of type {} needs `x` and `y`", chart.kind.name()),
            )
            .at(self.places.key(pointer));
            self.problems.push(diagnostic);
            return None;
        };
        let (x, y) = (x.list(), y.list());
        let is_measure = |names: &[String]| match names {
            [one] => is_measure_column(one, breakdown),
            _ => false,
        };
        let (categories, value, horizontal, at) = match (is_measure(&x), is_measure(&y)) {
            (true, false) => (y, x[0].clone(), true, "y"),
            (false, true) => (x, y[0].clone(), false, "x"),
            _ => {
                let columns: Vec<String> = measure_columns(breakdown);
                let known: Vec<&String> = columns.iter().chain(&breakdown.by).collect();
                let axes = [("x", &x), ("y", &y)];
                for (key, names) in axes {
                    for (at, name) in names.iter().enumerate() {
                        if !known.contains(&name) {
                            let at = self.item(&format!("{pointer}/{key}"), names.len(), at);
                            self.unknown(
                                &format!("column of breakdown `{}`", breakdown.name),
                                name,
                                &at,
                                known.iter().map(|name| name.as_str()),
                            );
                            return None;
                        }
                    }
                }
                let message = format!(
                    "one of `x` and `y` is a measure of the breakdown ({}), the other one or two of its dimensions ({})",
                    crate::diagnostic::allowed(columns.iter().map(String::as_str)),
                    crate::diagnostic::allowed(breakdown.by.iter().map(String::as_str))
                );
                let diagnostic =
                    Diagnostic::error(Code::DEFINITION, message).at(self.places.key(pointer));
                self.problems.push(diagnostic);
                return None;
            }
        };
        if chart.kind == ChartType::Line && (horizontal || categories.len() != 1) {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/x"),
                "a line has one dimension along x and a measure along y",
            );
            return None;
        }
        self.levels(&categories, breakdown, &format!("{pointer}/{at}"))?;
        if categories.len() > 2 {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/{at}"),
                format!(
                    "an axis has one or two dimensions, found {}",
                    categories.len()
                ),
            );
            return None;
        }
        Some((categories, value, horizontal))
    }

    /// Where one name of a list stands; a single one may be written without a list.
    fn item(&self, pointer: &str, length: usize, at: usize) -> String {
        let one = format!("{pointer}/{at}");
        if length == 1 && self.places.value(&one) == self.places.value(pointer) {
            pointer.to_owned()
        } else {
            one
        }
    }

    fn levels(&mut self, names: &[String], breakdown: &Breakdown, pointer: &str) -> Option<()> {
        let mut last = None;
        for (at, name) in names.iter().enumerate() {
            let position = breakdown.by.iter().position(|dimension| dimension == name);
            let Some(position) = position else {
                let at = self.item(pointer, names.len(), at);
                self.unknown(
                    &format!("dimension of breakdown `{}`", breakdown.name),
                    name,
                    &at,
                    breakdown.by.iter().map(String::as_str),
                );
                return None;
            };
            if last.is_some_and(|last| last >= position) {
                self.error(
                    Code::DEFINITION,
                    pointer,
                    format!(
                        "the dimensions stand in the order of the breakdown: {}",
                        breakdown.by.join(", ")
                    ),
                );
                return None;
            }
            last = Some(position);
        }
        Some(())
    }

    fn measure_column(&mut self, name: &str, breakdown: &Breakdown, pointer: &str) -> Option<()> {
        if is_measure_column(name, breakdown) {
            return Some(());
        }
        let columns = measure_columns(breakdown);
        self.unknown(
            &format!("measure of breakdown `{}`", breakdown.name),
            name,
            pointer,
            columns.iter().map(String::as_str),
        );
        None
    }

    /// Every dimension of the breakdown must be shown by position or colour.
    fn color_fits(
        &mut self,
        chart: &grammar::Chart,
        breakdown: &Breakdown,
        categories: &[String],
        pointer: &str,
    ) -> Option<()> {
        if chart.kind == ChartType::Table {
            return Some(());
        }
        let series = matches!(
            chart.kind,
            ChartType::StackedBar | ChartType::NormalizedBar | ChartType::GroupedBar
        );
        let at = format!("{pointer}/color");
        if let Some(color) = &chart.color {
            let known = breakdown.by.iter().chain(breakdown.with.keys());
            if !known.clone().any(|name| name == color) {
                self.unknown(
                    &format!("dimension or attribute of breakdown `{}`", breakdown.name),
                    color,
                    &at,
                    known.map(String::as_str),
                );
                return None;
            }
            self.use_name("dimension", color);
        } else if series {
            let diagnostic = Diagnostic::error(
                Code::MISSING_KEY,
                format!(
                    "a chart of type {} needs `color`: the dimension that makes the series",
                    chart.kind.name()
                ),
            )
            .at(self.places.key(pointer));
            self.problems.push(diagnostic);
            return None;
        }
        let hidden: Vec<&String> = breakdown
            .by
            .iter()
            .filter(|name| !categories.contains(name) && chart.color.as_ref() != Some(name))
            .collect();
        if let [hidden, ..] = hidden.as_slice() {
            let message = format!(
                "the chart does not show dimension `{hidden}` of breakdown `{}`: put it on an axis, into the levels, or into `color`",
                breakdown.name
            );
            let diagnostic =
                Diagnostic::error(Code::DEFINITION, message).at(self.places.key(pointer));
            self.problems.push(diagnostic);
            return None;
        }
        Some(())
    }

    /// The columns of the table behind a chart: what it shows, and nothing twice.
    fn behind(&self, breakdown: &Breakdown, [color, value, note]: [&str; 3]) -> Vec<String> {
        let all = self.columns_of(breakdown).into_iter().map(|(name, _)| name);
        let share = format!("{}_share", amount_of(value));
        let shown = [amount_of(value), value, share.as_str(), note];
        all.filter(|name| {
            breakdown.by.contains(name) || name == color || shown.contains(&name.as_str())
        })
        .collect()
    }

    /// Whether the values of parts sum to that of the whole: a row counts in one part only.
    fn parts_add_up(&self, breakdown: &Breakdown, value: &str) -> bool {
        let measure = breakdown
            .measures
            .iter()
            .find(|it| it.name == amount_of(value));
        let mentions = breakdown.share_of == ShareOf::Mentions;
        let explodes = |name: &String| {
            let dimension = self.report.dimensions.get(name);
            dimension.is_some_and(|it| matches!(it.kind, DimensionKind::Explode { .. }))
        };
        measure.is_some_and(|it| adds_up(&it.aggregate))
            && (mentions || !breakdown.by.iter().any(explodes))
    }

    /// How many marks are drawn; none where the values do not add up, so that nothing can be folded.
    fn most_marks(
        &mut self,
        chart: &grammar::Chart,
        breakdown: &Breakdown,
        adds_up: bool,
        pointer: &str,
    ) -> Option<usize> {
        if chart.marks.is_some() && !adds_up {
            let diagnostic = Diagnostic::error(
                Code::DEFINITION,
                "`marks` folds the smallest into one, but the values of this chart do not add up",
            )
            .at(self.places.key(&format!("{pointer}/marks")))
            .hint(crowded_hint(&breakdown.name, &breakdown.by[0]));
            self.problems.push(diagnostic);
        }
        let default = match chart.kind {
            ChartType::Treemap => MOST_TILES,
            ChartType::Bar | ChartType::StackedBar | ChartType::NormalizedBar => MOST_BARS,
            ChartType::Table | ChartType::GroupedBar | ChartType::Line => return None,
        };
        adds_up.then(|| chart.marks.map_or(default, |most| most as usize))
    }

    fn table_columns(
        &mut self,
        chart: &grammar::Chart,
        breakdown: &Breakdown,
        default: Vec<String>,
        pointer: &str,
    ) -> Option<Vec<String>> {
        let Some(columns) = &chart.columns else {
            return Some(default);
        };
        let all: Vec<String> = self
            .columns_of(breakdown)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        for (at, column) in columns.iter().enumerate() {
            if !all.contains(column) {
                self.unknown(
                    &format!("column of breakdown `{}`", breakdown.name),
                    column,
                    &format!("{pointer}/columns/{at}"),
                    all.iter().map(String::as_str),
                );
                return None;
            }
        }
        Some(columns.clone())
    }
}

/// The columns of a breakdown that are numbers of its measures.
fn measure_columns(breakdown: &Breakdown) -> Vec<String> {
    let mut columns = Vec::new();
    for MeasureUse { name, aggregate } in &breakdown.measures {
        match measure_kind(&aggregate.aggregate) {
            MeasureKind::Amount => {
                columns.push(name.clone());
                columns.push(format!("{name}_share"));
                if breakdown.cumulative {
                    columns.push(format!("{name}_cumulative"));
                }
                columns.push(format!("{name}_rank"));
            }
            MeasureKind::Mean | MeasureKind::Value(Type::Integer | Type::Number) => {
                columns.push(name.clone());
            }
            MeasureKind::Value(_) => {}
        }
    }
    columns
}

fn is_measure_column(name: &str, breakdown: &Breakdown) -> bool {
    measure_columns(breakdown)
        .iter()
        .any(|column| column == name)
}

/// The measure that a value column is of: that of a share, or the column itself.
fn amount_of(value: &str) -> &str {
    value.strip_suffix("_share").unwrap_or(value)
}

/// The share of an amount is worth telling beside it.
fn default_note(value: &str, breakdown: &Breakdown) -> String {
    let share = format!("{value}_share");
    if is_measure_column(&share, breakdown) {
        share
    } else {
        String::new()
    }
}
