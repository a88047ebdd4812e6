//! The columns of a table that are made of something: bars, strips, the first part of each row, texts. In: the table of the
//! columns as they are. Out: the same with its columns as the spec wants them, and how their cells look.

use super::colors::Palette;
use super::format::format_cell;
use super::links::address_of;
use super::origins::is_marked;
use super::row_labels::RowLabels;
use super::texts::Texts;
use super::trace::TracedText;
use crate::chart::Color;
use crate::diagnostic::Diagnostic;
use crate::document::{CellMark, Look, Looks, MARK, Table, TableColumn};
use crate::report::{Chart, Column, LocalText, PartsOf, Shows, Slot};
use crate::results::{Frame, InPrint, Key, Results, Row, RowAt, Shown};
use crate::text::Locale;
use indexmap::IndexMap;

/// What stands between notes, and between the parts of a row.
const BETWEEN: &str = " · ";

/// So many that are level are named beside each other; of more none is.
const MOST_LEVEL: usize = 2;

/// A column as it is made: its title, its cells and their looks, its cell in the total.
struct Made {
    column: TableColumn,
    cells: Vec<(String, Option<Look>)>,
    total: String,
}

/// A table with its columns as its chart wants them; `plain` has those of [`Chart::columns`] as they are.
///
/// Beside it the texts of its cells, with the origins of their numbers.
///
/// # Errors
/// A text of a column that fails.
pub(super) fn made_table(
    texts: &Texts<'_>,
    (results, palette, in_print): (&Results, &Palette, Option<&InPrint>),
    chart: &Chart,
    plain: Table,
) -> Result<(Table, TracedText), Diagnostic> {
    let frame = &results.frames[&chart.data];
    let rows = &frame.rows[..plain.rows.len()];
    let maker = Maker {
        texts,
        results,
        palette,
        in_print,
        chart,
        rows,
        plain: &plain,
    };
    let mut looks = Looks::default();
    let mut columns = Vec::new();
    let mut cells = vec![Vec::new(); rows.len()];
    let mut total = Vec::new();
    let mut written = TracedText::default();
    for (at, wanted) in chart.made.iter().enumerate() {
        let mut made = match &wanted.shows {
            Shows::Column(name, notes) => maker.column(name, notes),
            Shows::Bar(name, notes) => maker.bars(frame, name, notes),
            Shows::Strip(parts) => maker.strips(frame, parts, &mut looks.legend),
            Shows::Top(parts, skip) => maker.tops(frame, parts, skip),
            Shows::Text(text) => {
                let pointer = format!("{}/text", wanted.pointer);
                maker.texts(text, &pointer, &mut written)?
            }
        };
        if let Some(title) = &wanted.title {
            let mark = if made.column.title.ends_with(MARK) {
                MARK
            } else {
                ""
            };
            let title = texts.plain(title, &format!("{}/title", wanted.pointer))?;
            made.column.title = format!("{title}{mark}");
        }
        columns.push(made.column);
        total.push(made.total);
        for (row, (text, look)) in made.cells.into_iter().enumerate() {
            cells[row].push(text);
            if let Some(look) = look {
                looks.cells.insert((row, at), look);
            }
        }
    }
    let table = Table {
        columns,
        groups: 0,
        rows: cells,
        total: plain.total.is_some().then_some(total),
        looks,
        ..plain
    };
    Ok((table, written))
}

fn plain_column(title: String) -> TableColumn {
    TableColumn {
        title,
        numeric: false,
        order: Vec::new(),
    }
}

struct Maker<'a> {
    texts: &'a Texts<'a>,
    results: &'a Results,
    palette: &'a Palette,
    /// What is in print, where the rest is marked.
    in_print: Option<&'a InPrint>,
    chart: &'a Chart,
    rows: &'a [Row],
    plain: &'a Table,
}

impl Maker<'_> {
    /// The position of a column in the table of columns as they are.
    fn at(&self, name: &str) -> usize {
        let mut names = self.chart.columns.iter();
        names.position(|column| column == name).unwrap_or_default()
    }

    /// A column as it is, with others in small letters.
    fn column(&self, name: &str, notes: &[String]) -> Made {
        let (at, notes) = (self.at(name), self.places(notes));
        let cells = self.plain.rows.iter().enumerate().map(|(row, cells)| {
            let look = self.plain.looks.of(row, at).cloned().unwrap_or_default();
            with_note(cells[at].clone(), self.said(cells, &notes), look)
        });
        Made {
            column: self.plain.columns[at].clone(),
            cells: cells.collect(),
            total: self.total(at),
        }
    }

    /// A column of numbers with bars, with others in small letters.
    fn bars(&self, frame: &Frame, name: &str, notes: &[String]) -> Made {
        let mut made = self.column(name, notes);
        let slot = frame.column(name);
        let length = |row: &Row| {
            let value = row.value(slot?).and_then(crate::results::Value::float);
            value.filter(|value| value.is_finite() && *value > 0.0)
        };
        let longest = self.rows.iter().filter_map(length).fold(0.0, f64::max);
        for (row, (_, look)) in self.rows.iter().zip(&mut made.cells) {
            let mark = length(row).map_or(CellMark::None, |length| CellMark::Bar(length / longest));
            look.get_or_insert_default().mark = mark;
        }
        made
    }

    /// How rows are made up.
    fn strips(&self, frame: &Frame, parts: &PartsOf, legend: &mut Vec<(String, String)>) -> Made {
        let found = Parts::new(self.results, frame, parts);
        let Some(found) = found else {
            return self.nothing();
        };
        let labels = RowLabels::new(self.texts.report, found.frame, self.texts.locale);
        // All rows have their parts in one order: that of what they weigh together.
        let mut weights: IndexMap<&Key, f64> = IndexMap::new();
        for row in self.rows {
            for (key, part) in found.of(row) {
                *weights.entry(key).or_default() += found.share(part);
            }
        }
        weights.retain(|_, weight| *weight > 0.0);
        weights.sort_by(|_, one, _, other| other.total_cmp(one));
        let color = |key: &Key| {
            let Color { red, green, blue } = self.palette.color(&parts.dimension, key);
            format!("{red:02x}{green:02x}{blue:02x}")
        };
        legend.extend(weights.keys().map(|key| {
            let label = labels.label(&parts.dimension, key);
            (label, color(key))
        }));
        let cells = self.rows.iter().map(|row| {
            let mut own = found.of(row);
            own.sort_by(|one, other| found.share(other.1).total_cmp(&found.share(one.1)));
            let said = own.iter().map(|(key, part)| {
                let label = labels.label(&parts.dimension, key);
                let written = found.written(*part, self.texts.locale);
                let mark = found.mark(
                    *part,
                    self.in_print,
                    Shown::new(&written, self.texts.locale),
                );
                format!("{label} {written}{mark}")
            });
            let said: Vec<String> = said.collect();
            let shares = own.iter().map(|it| found.written(it.1, self.texts.locale));
            let level = level(&shares.collect::<Vec<_>>());
            let strip = weights.keys().filter_map(|key| {
                let (_, part) = own.iter().find(|(own, _)| own == key)?;
                Some((found.share(*part), color(key)))
            });
            let look = Look {
                head: said[..level].join(BETWEEN),
                mark: CellMark::Strip(strip.collect()),
                ..Look::default()
            };
            (said.join(BETWEEN), Some(look).filter(|_| !said.is_empty()))
        });
        Made {
            column: plain_column(self.texts.column_title(found.column)),
            cells: cells.collect(),
            total: String::new(),
        }
    }

    /// The first part of each row, without those that are passed over.
    fn tops(&self, frame: &Frame, parts: &PartsOf, skip: &[String]) -> Made {
        let Some(found) = Parts::new(self.results, frame, parts) else {
            return self.nothing();
        };
        let labels = RowLabels::new(self.texts.report, found.frame, self.texts.locale);
        let named = |key: &Key| {
            let code = key.code();
            code.is_some_and(|code| !skip.iter().any(|skipped| code.contains(skipped.as_str())))
        };
        let cells = self.rows.iter().map(|row| {
            let mut own = found.of(row);
            own.retain(|(key, _)| named(key));
            let shares = own.iter().map(|it| found.written(it.1, self.texts.locale));
            let shares: Vec<String> = shares.collect();
            let level = level(&shares);
            let (Some((key, _)), 1..=MOST_LEVEL) = (own.first(), level) else {
                return (String::new(), None);
            };
            let link = address_of(self.texts.report, found.column, key);
            let look = Look {
                link: Some(link).filter(|_| level == 1).unwrap_or_default(),
                ..Look::default()
            };
            let firsts = own[..level].iter();
            let firsts = firsts.map(|(key, _)| labels.label(&parts.dimension, key));
            let firsts: Vec<String> = firsts.collect();
            let shown = Shown::new(&shares[0], self.texts.locale);
            let mark = found.mark(own[0].1, self.in_print, shown);
            with_note(firsts.join(BETWEEN), format!("{}{mark}", shares[0]), look)
        });
        Made {
            column: plain_column(self.texts.column_title(found.column)),
            cells: cells.collect(),
            total: String::new(),
        }
    }

    /// A text for each row, `written` behind those of the columns before.
    fn texts(
        &self,
        text: &LocalText,
        pointer: &str,
        written: &mut TracedText,
    ) -> Result<Made, Diagnostic> {
        let report = self.texts.report;
        let texts = self.rows.iter().map(|row| {
            let text = self.texts.row_text(text, &self.chart.data, row, pointer)?;
            Ok(match self.in_print {
                Some(in_print) => text.with_marks(MARK, |number, text| {
                    is_marked(
                        (report, self.results, in_print),
                        number,
                        text,
                        self.texts.locale,
                    )
                }),
                None => text,
            })
        });
        let texts: Vec<TracedText> = texts.collect::<Result<_, Diagnostic>>()?;
        let said: Vec<(String, bool)> = texts
            .iter()
            .map(|text| (text.text.clone(), !text.numbers.is_empty()))
            .collect();
        let starts = written.push_cells(texts);
        let cells = said.into_iter().zip(starts);
        let cells = cells.map(|((text, has_numbers), start)| {
            let look = has_numbers.then(|| Look {
                start: Some(start),
                ..Look::default()
            });
            (text, look)
        });
        Ok(Made {
            column: plain_column(String::new()),
            cells: cells.collect(),
            total: String::new(),
        })
    }

    /// A column without anything in it.
    fn nothing(&self) -> Made {
        Made {
            column: plain_column(String::new()),
            cells: vec![(String::new(), None); self.rows.len()],
            total: String::new(),
        }
    }

    /// The cells of these columns, as a note; what the head of its column would mark is marked here.
    fn said(&self, cells: &[String], places: &[usize]) -> String {
        let cells = places.iter().map(|at| (*at, cells[*at].as_str()));
        let cells = cells.filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(at, cell)| {
            let is_marked = self.plain.columns[at].title.ends_with(MARK);
            format!("{cell}{}", if is_marked { MARK } else { "" })
        });
        cells.collect::<Vec<_>>().join(BETWEEN)
    }

    fn places(&self, names: &[String]) -> Vec<usize> {
        names.iter().map(|name| self.at(name)).collect()
    }

    fn total(&self, at: usize) -> String {
        let total = self.plain.total.as_ref();
        total.map(|cells| cells[at].clone()).unwrap_or_default()
    }
}

/// How many of the first shares are written alike: none of them is ahead.
fn level(shares: &[String]) -> usize {
    let alike = shares.iter().take_while(|share| **share == shares[0]);
    alike.count()
}

/// A cell with a note: in small letters where it is drawn, in brackets where it is read.
fn with_note(text: String, note: String, look: Look) -> (String, Option<Look>) {
    if note.is_empty() {
        return (text, Some(look).filter(|look| *look != Look::default()));
    }
    let whole = format!("{text} ({note})");
    let head = text;
    (whole, Some(Look { head, note, ..look }))
}

/// The parts of the rows of a table.
struct Parts<'a> {
    frame: &'a Frame,
    /// The dimension that the table has not.
    column: &'a Column,
    share: &'a Column,
    /// Of the keys of a row, the positions of those of the frame of parts in its order.
    rows: IndexMap<Vec<&'a Key>, Vec<usize>>,
    /// The dimensions of the table, as their keys stand in it.
    dimensions: usize,
}

impl<'a> Parts<'a> {
    fn new(results: &'a Results, table: &Frame, parts: &PartsOf) -> Option<Self> {
        let frame = results.frames.get(&parts.data)?;
        let slots = table.columns.dimensions().iter();
        let slots = slots.map(|it| frame.column(&it.name));
        let slots = slots.collect::<Option<Vec<_>>>()?;
        let mut rows: IndexMap<Vec<&Key>, Vec<usize>> = IndexMap::new();
        for (at, row) in frame.rows.iter().enumerate() {
            let keys = slots.iter().filter_map(|slot| row.key(*slot));
            rows.entry(keys.collect()).or_default().push(at);
        }
        Some(Self {
            frame,
            column: frame.columns.get(&parts.dimension)?,
            share: frame.columns.get(&parts.share)?,
            rows,
            dimensions: slots.len(),
        })
    }

    /// The parts of a row that are something, each with its key, in the order of their breakdown.
    fn of(&self, row: &'a Row) -> Vec<(&'a Key, usize)> {
        let keys: Vec<&Key> = row.keys[..self.dimensions].iter().collect();
        let parts = self.rows.get(&keys).into_iter().flatten();
        let slot = self.column.slot;
        let parts = parts.filter_map(|at| Some((self.frame.rows[*at].key(slot)?, *at)));
        parts.filter(|(_, at)| self.share(*at) > 0.0).collect()
    }

    /// The share of a part, for drawing.
    fn share(&self, part: usize) -> f64 {
        let value = self.frame.rows[part].value(self.share.slot);
        value
            .and_then(crate::results::Value::float)
            .unwrap_or_default()
    }

    /// The share of a part as it is printed.
    fn written(&self, part: usize, locale: Locale) -> String {
        let value = self.frame.rows[part].value(self.share.slot);
        value.map_or_else(String::new, |value| {
            let text = format_cell(self.share, value, locale);
            let is_none = !text.contains(|digit: char| ('1'..='9').contains(&digit));
            let is_positive = value.float().is_some_and(|share| share > 0.0);
            // What is there is never written as nothing.
            let last = text.rfind('0').filter(|_| is_none && is_positive);
            match (last, locale) {
                (None, _) => text,
                (Some(at), Locale::Fr) => format!("<\u{a0}{}1{}", &text[..at], &text[at + 1..]),
                (Some(at), Locale::En) => format!("<{}1{}", &text[..at], &text[at + 1..]),
            }
        })
    }

    /// The mark of a share that is not in print; empty if it is, or if nothing is marked.
    fn mark(&self, part: usize, in_print: Option<&InPrint>, shown: Shown<'_>) -> &'static str {
        let value = self.frame.rows[part].value(self.share.slot);
        match (in_print, self.share.slot, value) {
            (Some(in_print), Slot::Value(at), Some(value))
                if !in_print.has_cell(&self.frame.name, (RowAt::Here(part), at), value, shown) =>
            {
                MARK
            }
            _ => "",
        }
    }
}
