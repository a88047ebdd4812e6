//! Results → `report.json`. In: the report, its results, the documents. Out: every metric,
//! breakdown and chart with definition, unit, exact values and the digits shown in each locale.

use super::breakdown_json::{calendar, held};
use super::claims_json::claims;
use super::corrections;
use super::coverage::{LISTED, coverage_json, keys};
use super::defined::{breakdown_definition, definitions, metric_definition};
use super::format::{format_cell, value_in_text};
use super::links::link_of;
use super::row_labels::RowLabels;
use super::texts::Texts as TextsOf;
use crate::document::report_json as json;
use crate::document::report_json::{Cell, Code, LeftRow, ReportJson, RowKind, Texts, Whole};
use crate::document::{self, Block, Document};
use crate::report::{Breakdown, Chart, Column, LocalText, Metric, Report};
use crate::results::verify::Line;
use crate::results::{Frame, Key, MetricResult, PreviousBreakdown, Results, Row, Value};
use crate::text::Locale;
use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};
use std::sync::Arc;

/// The whole file; `figures` are those in print, `texts` the texts of each locale.
pub(super) fn report_json(
    report: &Report,
    results: &Arc<Results>,
    figures: &[Line],
    (texts, documents): (&[TextsOf<'_>], &[Document]),
) -> ReportJson {
    let make = Make { report, texts };
    ReportJson {
        version: json::VERSION,
        title: documents
            .iter()
            .map(|it| (it.locale.tag().to_owned(), it.title.clone()))
            .collect(),
        index: in_index(documents),
        definitions: definitions(report),
        metrics: results
            .metrics
            .iter()
            .map(|(name, result)| (name.clone(), make.metric(&report.metrics[name], result)))
            .collect(),
        breakdowns: results
            .frames
            .keys()
            .enumerate()
            .map(|(at, name)| (name.clone(), make.breakdown(results, at)))
            .collect(),
        claims: claims(report, results, texts),
        charts: report
            .charts
            .iter()
            .map(|(name, it)| (name.clone(), chart(it, documents)))
            .collect(),
        unmatched: results
            .unmatched
            .iter()
            .map(|found| json::Unmatched {
                dimension: found.dimension.clone(),
                lookup: found.lookup.clone(),
                keys: found.keys,
                heaviest: keys(&found.heaviest, |weight| Value::Integer(weight.amount)),
                rows: Whole(found.rows),
                share: Cell::from(&found.share),
                share_of: found.measure.clone(),
            })
            .collect(),
        corrections: corrections::in_json(report, results),
        coverage: coverage_json(report, results, LISTED),
        previous: results.previous.as_ref().map(|it| it.period.clone()),
        published: figures
            .iter()
            .map(|line| json::PublishedFigure {
                id: line.id.clone(),
                printed: line.printed.clone(),
                computed: line.computed.clone(),
            })
            .collect(),
    }
}

/// What an index of the periods says of the documents.
fn in_index(documents: &[Document]) -> Option<json::InIndex> {
    let first = documents.first()?.index.as_ref()?;
    let texts = |text: fn(&document::IndexEntry) -> &String| {
        let texts = documents.iter().filter_map(|document| {
            let text = text(document.index.as_ref()?);
            Some((document.locale.tag().to_owned(), text.clone()))
        });
        texts.filter(|(_, text)| !text.is_empty()).collect()
    };
    Some(json::InIndex {
        period: first.period.clone(),
        title: texts(|it| &it.title),
        status: texts(|it| &it.status),
        metrics: first.metrics.clone(),
        address: first.address.clone(),
    })
}

struct Make<'a> {
    report: &'a Report,
    texts: &'a [TextsOf<'a>],
}

impl Make<'_> {
    fn metric(&self, metric: &Metric, result: &MetricResult) -> json::Metric {
        let has_denominator = result.denominator != Value::Null;
        json::Metric {
            title: self.printed(&metric.title),
            definition: metric_definition(self.report, metric),
            value: Cell::from(&result.value),
            previous: result.change.as_ref().map(|it| Cell::from(&it.previous)),
            share: metric.is_share(),
            shown: self.each(|texts| value_in_text(&metric.format, &result.value, texts.locale)),
            numerator: Cell::from(&result.numerator),
            numerator_rows: Whole(result.numerator_rows),
            denominator: has_denominator.then(|| Cell::from(&result.denominator)),
            denominator_rows: has_denominator.then_some(Whole(result.denominator_rows)),
        }
    }

    /// The breakdown of the frame at a position.
    fn breakdown(&self, results: &Arc<Results>, at: usize) -> json::Breakdown {
        let frame = &results.frames[at];
        let definition = &self.report.breakdowns[&frame.name];
        let columns = definition.columns.own().iter();
        json::Breakdown {
            title: self.printed(&definition.title),
            definition: breakdown_definition(self.report, definition),
            columns: columns.map(|it| self.column(definition, it)).collect(),
            labels: self.labels(frame),
            others: self.others(frame),
            calendar: frame.calendar.as_ref().map(|it| calendar(definition, it)),
            source_rows: Whole(frame.source_rows),
            rows: self.rows(results, at),
            total: frame
                .total
                .as_ref()
                .map(|it| self.total(results, frame, it)),
            compared: before(results, frame).is_some(),
            left: left(results, frame),
        }
    }

    fn column(&self, definition: &Breakdown, column: &Column) -> json::Column {
        let measure = column.measure().map(|at| &definition.measures[at].name);
        json::Column {
            name: column.name.clone(),
            holds: held(column),
            measure: measure.cloned(),
            kind: column.value_type.to_string(),
            title: self.printed(&column.title),
            unit: column.unit.as_ref().map(|unit| self.printed(unit)),
            link: link_of(self.report, column).map(|link| link.text.clone()),
        }
    }

    fn rows(&self, results: &Arc<Results>, at: usize) -> document::Rows<json::Row> {
        let locales: Vec<Locale> = self.texts.iter().map(|texts| texts.locale).collect();
        let count = results.frames[at].rows.len();
        let results = Arc::clone(results);
        let earlier = before(&results, &results.frames[at]).map(positions);
        document::Rows::new(count, move |row_at| {
            let frame = &results.frames[at];
            let found = &frame.rows[row_at];
            let place = earlier
                .as_ref()
                .and_then(|earlier| earlier.get(&found.keys));
            let before = place.and_then(|at| Some(&before(&results, frame)?.rows[*at].values));
            row(frame, found, before, &locales)
        })
    }

    /// The total over all rows, of no codes.
    fn total(&self, results: &Results, frame: &Frame, values: &[Value]) -> json::Row {
        let before = before(results, frame).and_then(|before| before.total.as_ref());
        let values = &values[..frame.columns.values().len()];
        let locales: Vec<Locale> = self.texts.iter().map(|texts| texts.locale).collect();
        json::Row {
            kind: RowKind::Total,
            codes: Vec::new(),
            attributes: Vec::new(),
            values: values.iter().map(Cell::from).collect(),
            previous: cells(before),
            shown: shown(frame, values, &locales),
        }
    }

    /// Labels that differ from their code.
    fn labels(&self, frame: &Frame) -> IndexMap<String, IndexMap<String, Texts>> {
        let mut labels: IndexMap<String, IndexMap<String, Texts>> = IndexMap::new();
        for column in frame.columns.keys() {
            let keys = frame.rows.iter().filter_map(|row| row.key(column.slot));
            let mut seen: IndexSet<&str, RandomState> = IndexSet::default();
            for key in keys {
                let Some(code) = key.code() else {
                    continue;
                };
                if !seen.insert(code) {
                    continue;
                }
                let mut texts = self.each(|texts| {
                    RowLabels::new(self.report, frame, texts.locale).label(&column.name, key)
                });
                texts.retain(|_, label| label != code);
                if !texts.is_empty() {
                    let of_column = labels.entry(column.name.clone()).or_default();
                    of_column.insert(code.to_owned(), texts);
                }
            }
        }
        labels
    }

    /// What the folded rest of each dimension is called.
    fn others(&self, frame: &Frame) -> IndexMap<String, Texts> {
        let columns = frame.columns.dimensions().iter();
        let has_rest = |column: &&Column| {
            let mut rows = frame.rows.iter();
            rows.any(|row| row.key(column.slot) == Some(&Key::Others))
        };
        let called = columns.filter(has_rest).map(|column| {
            let label = |texts: &TextsOf<'_>| {
                RowLabels::new(self.report, frame, texts.locale).label(&column.name, &Key::Others)
            };
            (column.name.clone(), self.each(label))
        });
        called.collect()
    }

    /// A text for each locale.
    fn each(&self, text: impl Fn(&TextsOf<'_>) -> String) -> Texts {
        let texts = self.texts.iter();
        texts
            .map(|texts| (texts.locale.tag().to_owned(), text(texts)))
            .collect()
    }

    /// The text as printed.
    fn printed(&self, text: &LocalText) -> Texts {
        self.each(|texts| texts.plain_or_raw(text.get(texts.locale)))
    }
}

/// The breakdown in the period before, where it is compared with it.
fn before<'a>(results: &'a Results, frame: &Frame) -> Option<&'a PreviousBreakdown> {
    results.previous.as_ref()?.breakdowns.get(&frame.name)
}

/// The positions of its rows by their keys.
fn positions(before: &PreviousBreakdown) -> IndexMap<Vec<Key>, usize, RandomState> {
    let rows = before.rows.iter().enumerate();
    rows.map(|(at, row)| (row.keys.clone(), at)).collect()
}

/// The exact values of a row of the period before; none without it.
fn cells(values: Option<&Vec<Value>>) -> Vec<Cell> {
    values.into_iter().flatten().map(Cell::from).collect()
}

/// The rows that left, with what they were.
fn left(results: &Results, frame: &Frame) -> Vec<LeftRow> {
    let Some(before) = before(results, frame) else {
        return Vec::new();
    };
    if frame.left.is_empty() {
        return Vec::new();
    }
    let positions = positions(before);
    let left = frame.left.iter().filter_map(|row| {
        let values = &before.rows[*positions.get(&row.keys)?].values;
        Some(LeftRow {
            codes: row.keys.iter().map(code).collect(),
            previous: cells(Some(values)),
        })
    });
    left.collect()
}

fn row(frame: &Frame, row: &Row, before: Option<&Vec<Value>>, locales: &[Locale]) -> json::Row {
    let values = &row.values[..frame.columns.values().len()];
    let kind = if row.folded() {
        RowKind::Others
    } else if row.keys.contains(&Key::Missing) {
        RowKind::Missing
    } else {
        RowKind::Value
    };
    json::Row {
        kind,
        codes: row.keys.iter().map(code).collect(),
        attributes: row.attributes.iter().map(code).collect(),
        values: values.iter().map(Cell::from).collect(),
        previous: cells(before),
        shown: shown(frame, values, locales),
    }
}

/// Values of the columns of a breakdown as tables show them.
fn shown(frame: &Frame, values: &[Value], locales: &[Locale]) -> IndexMap<String, Vec<String>> {
    let locales = locales.iter().map(|locale| {
        let cells = frame.columns.values().iter().zip(values);
        let cells = cells.map(|(it, value)| format_cell(it, value, *locale));
        (locale.tag().to_owned(), cells.collect())
    });
    locales.collect()
}

fn chart(chart: &Chart, documents: &[Document]) -> json::Chart {
    let mut locales = IndexMap::new();
    for document in documents {
        let figures = document.blocks.iter().filter_map(|block| match block {
            Block::Figure(figure) if figure.id == chart.name => Some(figure),
            _ => None,
        });
        for figure in figures {
            let text = json::ChartText {
                number: figure.number,
                title: figure.title.clone(),
                alternative: figure.alternative.clone(),
            };
            locales.insert(document.locale.tag().to_owned(), text);
        }
    }
    let given = |name: &String| (!name.is_empty()).then(|| name.clone());
    json::Chart {
        kind: chart.kind.name().to_owned(),
        data: chart.data.clone(),
        dimensions: chart.encoding.categories.clone(),
        value: given(&chart.encoding.value),
        color: given(&chart.encoding.color),
        locales,
    }
}

fn code(key: &Key) -> Code {
    match key {
        Key::Code(code) => Code::Value(code.to_string()),
        Key::Missing => Code::Missing,
        Key::Others => Code::Others { others: true },
    }
}
