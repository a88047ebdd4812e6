//! Frames → chart models, in one locale. In: a chart, its frame, words and colours. Out: the model
//! and the rows that it shows.

use super::annotations::annotations;
use super::colors::Palette;
use super::format::{affix, format_cell, format_value};
use super::row_labels::{RowLabels, word_of_new};
use super::texts::Texts;
use crate::chart::data::{Data, KeyNames, Words, code_of};
use crate::chart::descriptor::{ChartMarks, Descriptor};
use crate::chart::encoding::Encoding;
use crate::chart::fold::fold;
use crate::chart::model::{ChartModel, Common, Legend, LegendEntry, MOST_PANELS, ValueFormat};
use crate::chart::{Color, alternative_text};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::labels::sort_key;
use crate::report::{Chart, Column, Columns, Role, crowded_hint};
use crate::results::{Frame, Key, Results, Row, Value};
use crate::spec::grammar::{Format, FormatName};
use crate::text::{CalendarUnit, Date, Locale};

/// Maximum number of marks in a drawing: more are invisible, and slow down browsers.
const MAX_MARKS: usize = 10_000;

/// A chart with the rows that it shows, in the order in which its marks refer to them.
pub(super) struct Drawing {
    /// What is drawn.
    pub(super) model: ChartModel,
    /// The rows.
    pub(super) frame: Frame,
    /// Names of keys on the marks, where they differ from the labels.
    pub(super) names: KeyNames,
    /// Sentences about what the drawing does not show.
    pub(super) notes: Vec<String>,
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
    descriptor: &dyn Descriptor,
) -> Result<Drawing, Diagnostic> {
    let whole = &results.frames[&chart.data];
    can_be_drawn(whole, chart)?;
    let mut frame = drawn(whole, chart, descriptor);
    let encoding = &chart.encoding;
    let columns = &*whole.columns;
    let words = ChartWords {
        texts,
        palette,
        chart,
        labels: RowLabels::new(texts.report, &frame, texts.locale),
        frame: &frame,
        columns,
        value: columns.get(&encoding.value),
        note: columns.get(&encoding.note),
    };
    let drops_rows = texts.report.breakdowns[&chart.data].drops_rows();
    let data = Data::new(&words, texts.locale, &frame, encoding, !drops_rows);
    if descriptor.parts_of_a_whole() {
        nothing_is_negative(&data, chart)?;
    }
    if encoding.logarithmic {
        all_have_logarithms(&data, chart, &descriptor.values(encoding))?;
    }
    let ChartMarks {
        marks,
        order,
        names,
        notes,
    } = descriptor
        .marks(&data)
        .map_err(|problem| match problem.location {
            // What is wrong with the rows of a chart is wrong with the chart.
            Location::Unknown => problem.at(Location::key(&chart.pointer)),
            _ => problem,
        })?;
    if marks.panels() > MOST_PANELS {
        return Err(too_many_panels(chart, marks.panels()));
    }
    let text = |text, key: &str| texts.plain(text, &format!("{}/{key}", chart.pointer));
    let percent = descriptor.percent()
        || words
            .value
            .is_some_and(|it| it.is_in_percent() || it.format.is_percent());
    let legend = if descriptor.legend(encoding) && chart.legend_entries > 0 {
        let title = match &chart.legend_title {
            Some(title) => text(title, "legend/title")?,
            None => words.title(&encoding.color),
        };
        Some(legend(&data, title, chart.legend_entries))
    } else {
        None
    };
    let mut common = Common {
        id: chart.name.clone(),
        title: text(&chart.title, "title")?,
        alternative: String::new(),
        locale: texts.locale,
        value_title: value_title(&words, encoding, texts.locale),
        category_title: encoding
            .categories
            .first()
            .map_or_else(String::new, |name| words.title(name)),
        value_format: if percent {
            ValueFormat::Percent
        } else if words.value.is_some_and(Column::is_in_points) {
            ValueFormat::Points
        } else {
            ValueFormat::Compact
        },
        logarithmic: encoding.logarithmic,
        affix: words
            .value
            .map(|column| affix(&column.format, texts.locale))
            .unwrap_or_default(),
        value_labels: chart.values,
        legend,
        annotations: Vec::new(),
        width: chart.width,
        height: chart.height,
    };
    if let Some(order) = order {
        frame.rows = order.into_iter().map(|at| frame.rows[at].clone()).collect();
    }
    common.annotations = annotations(texts, chart, (&*marks, descriptor.percent()), &frame)?;
    common.alternative = if let Some(given) = &chart.alternative {
        texts.plain(given, &format!("{}/alternative", chart.pointer))?
    } else {
        let said = alternative_text(&*marks, &common);
        let sentences = std::iter::once(&said).chain(&notes);
        sentences.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let model = ChartModel { common, marks };
    Ok(Drawing {
        model,
        frame,
        names,
        notes,
    })
}

/// The title of the value axis, which says that it is logarithmic.
fn value_title(words: &ChartWords<'_>, encoding: &Encoding, locale: Locale) -> String {
    let title = words.title(&encoding.value);
    match locale {
        _ if !encoding.logarithmic => title,
        Locale::Fr => format!("{title} (échelle logarithmique)"),
        Locale::En => format!("{title} (logarithmic scale)"),
    }
}

/// The rows of a breakdown that a chart draws.
pub(super) fn drawn(whole: &Frame, chart: &Chart, descriptor: &dyn Descriptor) -> Frame {
    let mut frame = whole.clone();
    let encoding = &chart.encoding;
    if !encoding.before.is_empty() {
        // What was there in the period before only has an end too.
        frame.rows.extend(whole.left.iter().cloned());
    }
    frame = descriptor.selected(frame, encoding);
    match (chart.marks, descriptor.folding(encoding)) {
        (Some(most), Some(folding)) => fold(frame, encoding, &folding.folded, most),
        _ => frame,
    }
}

/// Whether there are rows, and not too many for a drawing.
fn can_be_drawn(frame: &Frame, chart: &Chart) -> Result<(), Diagnostic> {
    if frame.rows.is_empty() {
        return Err(Diagnostic::error(
            Code::EMPTY_BREAKDOWN,
            format!(
                "chart `{}` has nothing to show: breakdown `{}` has no rows",
                chart.name, frame.name
            ),
        )
        .at(Location::key(&chart.pointer))
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
        .at(Location::key(&chart.pointer))
        .hint(crowded_hint(
            &chart.data,
            &frame.columns.dimensions()[0].name,
        )));
    }
    Ok(())
}

/// Rejects negative values in parts of a whole.
fn nothing_is_negative(data: &Data<'_>, chart: &Chart) -> Result<(), Diagnostic> {
    let negative = |row: &&Row| data.value(row).is_some_and(|value| value < 0.0);
    match data.frame.rows.iter().find(negative) {
        Some(row) => Err(Diagnostic::error(
            Code::NEGATIVE,
            format!(
                "chart `{}` of type {} shows parts of a whole, {} is negative",
                chart.name,
                chart.kind.name(),
                data.keys_text(row)
            ),
        )
        .at(Location::key(&chart.pointer))
        .hint("use `type: bar` or `grouped_bar`")),
        None => Ok(()),
    }
}

/// More panels than can be compared.
fn too_many_panels(chart: &Chart, panels: usize) -> Diagnostic {
    let facet = &chart.encoding.facet;
    let message = format!(
        "chart `{}` would have {panels} panels, at most {MOST_PANELS} are drawn",
        chart.name
    );
    Diagnostic::error(Code::CHART_FIT, message)
        .at(Location::key(format!("{}/facet", chart.pointer)))
        .hint(format!(
            "write `keep: {{{facet}: {{top: {MOST_PANELS}}}}}` in breakdown `{}`",
            chart.data
        ))
}

/// Rejects values that have no place on a logarithmic axis.
fn all_have_logarithms(data: &Data<'_>, chart: &Chart, columns: &[&str]) -> Result<(), Diagnostic> {
    for column in columns {
        let has_none = |row: &&Row| {
            let value = data.cell_of(row, column).float();
            value.is_some_and(|value| value <= 0.0)
        };
        if let Some(row) = data.frame.rows.iter().find(has_none) {
            return Err(Diagnostic::error(
                Code::LOGARITHM,
                format!(
                    "chart `{}` has a logarithmic scale, on which zero and less have no place, and `{column}` of {} is {}",
                    chart.name,
                    data.keys_text(row),
                    data.words.value(&data.cell_of(row, column))
                ),
            )
            .at(Location::key(format!("{}/scale", chart.pointer)))
            .hint("leave such rows out of the breakdown, or the scale linear"));
        }
    }
    Ok(())
}

/// What people call a period: a month of a report that comes out on its first day, another day, a number.
pub(super) fn period_name(name: &str, locale: Locale) -> String {
    match Date::parse(name) {
        Some(date) if date.day() == 1 => date.month(locale),
        Some(date) => date.long(locale),
        None => name.to_owned(),
    }
}

/// The series with their colours.
fn legend(data: &Data<'_>, title: String, max_entries: usize) -> Legend {
    let color = &data.encoding.color;
    let series = data.series();
    let entries = series.iter().map(|key| LegendEntry {
        key: code_of(key),
        label: data.words.label(color, key),
        color: data.words.color(color, key),
    });
    Legend {
        title,
        entries: entries.collect(),
        max_entries,
    }
}

/// The words and colours of a chart.
struct ChartWords<'a> {
    texts: &'a Texts<'a>,
    palette: &'a Palette,
    chart: &'a Chart,
    labels: RowLabels<'a>,
    frame: &'a Frame,
    columns: &'a Columns,
    value: Option<&'a Column>,
    note: Option<&'a Column>,
}

impl ChartWords<'_> {
    /// A value in the format of its column.
    fn written(&self, column: Option<&Column>, value: &Value) -> String {
        column.map_or_else(String::new, |column| {
            format_cell(column, value, self.texts.locale)
        })
    }
}

impl Words for ChartWords<'_> {
    fn label(&self, dimension: &str, key: &Key) -> String {
        self.labels.label(dimension, key)
    }

    fn single_color(&self) -> Color {
        self.texts.report.theme.hues()[0]
    }

    fn color(&self, dimension: &str, key: &Key) -> Color {
        self.palette.color(dimension, key)
    }

    fn sort_key(&self, label: &str) -> Vec<u8> {
        sort_key(label, self.texts.locale)
    }

    fn title(&self, name: &str) -> String {
        let column = self.columns.get(name);
        column.map_or_else(String::new, |column| self.texts.column_title(column))
    }

    fn value(&self, value: &Value) -> String {
        self.written(self.value, value)
    }

    fn note(&self, value: &Value) -> String {
        let text = self.written(self.note, value);
        // A cumulative share is labelled as such.
        let grows = self.note.and_then(Column::role) == Some(Role::Cumulative);
        match (grows, self.texts.locale) {
            (false, _) => text,
            (true, Locale::Fr) => format!("cumul {text}"),
            (true, Locale::En) => format!("{text} so far"),
        }
    }

    fn missing(&self, row: &Row, column: &str) -> String {
        let new = self.columns.get(column).and_then(|column| {
            let tells = self
                .columns
                .changes()
                .iter()
                .any(|it| it.name == column.name);
            tells.then(|| word_of_new(self.texts.report, self.frame, row, self.texts.locale))
        });
        new.flatten().unwrap_or_default().to_owned()
    }

    fn periods(&self) -> [String; 2] {
        let period = self.texts.report.period.as_ref();
        let called = |name: &str| period_name(name, self.texts.locale);
        let before = period.and_then(|period| period.before.as_ref());
        let names = [
            before.map(|before| called(&before.name)),
            period.map(|period| called(&period.name)),
        ];
        names.map(Option::unwrap_or_default)
    }

    fn breaks(&self) -> Vec<(Date, String)> {
        let breaks = self.texts.report.breaks.list.iter();
        let locale = self.texts.locale;
        breaks.map(|it| (it.date, it.sentence(locale))).collect()
    }

    fn period_of(&self, dimension: &str) -> Option<CalendarUnit> {
        let dimension = self.texts.report.dimensions.get(dimension)?;
        dimension.period()
    }

    fn percent(&self, share: &Value) -> String {
        let column = self.columns.get(&self.chart.encoding.share);
        let adds_up = column.filter(|column| column.adds_up.is_some());
        let format = adds_up.map_or(&Format::Name(FormatName::Percent), |it| &it.format);
        format_value(format, share, self.texts.locale)
    }

    fn addition(&self, row: &Row) -> Result<String, Diagnostic> {
        let Some(label) = &self.chart.label else {
            return Ok(String::new());
        };
        let pointer = format!("{}/label", self.chart.pointer);
        self.texts.row_label(label, &self.chart.data, row, &pointer)
    }
}
