//! What the page tells of the numbers of a document. In: the terms behind each number. Out: one
//! definition for each metric, column, count or formula that is mentioned, and for each number the
//! rows that it is taken from, with exact integers.

use super::super::context::Cell;
use super::super::documents::made_from;
use super::super::texts::Texts;
use super::terms::{OF_SOURCES, Term};
use super::texts::{Traced, Written};
use crate::document::{NumberDefinition, NumberOrigin, Origins, RowOrigin};
use crate::frame::{Results, Value, key_label};
use crate::report::definition::{
    Part, Said, breakdown_definition, column_definition, metric_definition, same_but_condition,
};
use crate::report::{Breakdown, Column, Numerator, Rows};
use crate::spec::ParamValue;
use crate::text::Locale;
use crate::text::case::lower_first;
use crate::text::number::integer;
use std::collections::BTreeMap;

/// The origins of the numbers of a document, whose blocks were `written`.
pub(in crate::render) fn origins(
    texts: &Texts<'_>,
    results: &Results,
    written: &[Written],
) -> Origins {
    let mut collector = Collector {
        texts,
        results,
        known: BTreeMap::new(),
        definitions: Vec::new(),
    };
    let numbers = written.iter().map(|written| {
        let numbers = written.numbers.iter();
        numbers
            .filter_map(|number| collector.number(number, &written.formulas))
            .collect()
    });
    let mut numbers: Vec<Vec<NumberOrigin>> = numbers.collect();
    let mut definitions = collector.definitions;
    say_denominators_once(&mut numbers, &mut definitions);
    Origins {
        numbers,
        definitions,
    }
}

/// Moves a denominator that is that of all rows of a definition from them to it.
fn say_denominators_once(numbers: &mut [Vec<NumberOrigin>], definitions: &mut [NumberDefinition]) {
    for (at, definition) in definitions.iter_mut().enumerate() {
        let rows: Vec<&mut RowOrigin> = numbers
            .iter_mut()
            .flatten()
            .filter(|number| number.definition == at)
            .flat_map(|number| &mut number.rows)
            .collect();
        // The rows behind a formula are of other definitions.
        let Some(first) = rows.first().filter(|_| definition.computed_from.is_empty()) else {
            continue;
        };
        let denominator = first.denominator;
        if rows.iter().all(|row| row.denominator == denominator) {
            definition.denominator = denominator;
            for row in rows {
                row.denominator = None;
            }
        }
    }
}

/// What a definition is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Metric(usize),
    Column { frame: usize, column: usize },
    Rows(usize),
    Param(usize),
    Source { source: usize, number: usize },
    Formula(String, Vec<usize>),
}

struct Collector<'a> {
    texts: &'a Texts<'a>,
    results: &'a Results,
    known: BTreeMap<Subject, usize>,
    definitions: Vec<NumberDefinition>,
}

impl Collector<'_> {
    fn number(&mut self, number: &Traced, formulas: &[String]) -> Option<NumberOrigin> {
        let range = number.range.clone();
        let parts = || number.terms.iter().filter_map(subject);
        let Some(Term::Formula(formula)) = number.terms.first() else {
            let definition = self.definition(parts().next()?);
            let rows = number.terms.iter().filter_map(|term| self.row(term));
            let rows = rows.collect();
            return Some(NumberOrigin {
                range,
                definition,
                rows,
            });
        };
        let mut computed_from: Vec<usize> = Vec::new();
        for part in parts() {
            let part = self.definition(part);
            if !computed_from.contains(&part) {
                computed_from.push(part);
            }
        }
        // Parts of several columns are not named by their row alone.
        let one_column = computed_from.len() == 1;
        let formula = formulas.get(*formula)?.clone();
        let definition = self.definition(Subject::Formula(formula, computed_from));
        let rows = number.terms.iter().filter_map(|term| {
            let definition = *self.known.get(&subject(term)?)?;
            let mut row = self.row(term).or_else(|| self.whole(term))?;
            let title = &self.definitions[definition].title;
            row.label = match row.label.as_str() {
                "" => title.clone(),
                _ if one_column => row.label,
                label => format!("{label}, {title}"),
            };
            Some(row)
        });
        let rows = rows.collect();
        Some(NumberOrigin {
            range,
            definition,
            rows,
        })
    }

    /// The position of a definition, which is made when it is first mentioned.
    fn definition(&mut self, subject: Subject) -> usize {
        if let Some(known) = self.known.get(&subject) {
            return *known;
        }
        let definition = self.defined(&subject);
        let position = self.definitions.len();
        self.definitions.push(definition);
        self.known.insert(subject, position);
        position
    }

    fn defined(&self, subject: &Subject) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let plain = |title: String, parts: Vec<(String, String)>| NumberDefinition {
            title,
            unit: String::new(),
            denominator: None,
            parts,
            computed_from: Vec::new(),
        };
        match subject {
            Subject::Metric(at) => self.metric(*at),
            Subject::Column { frame, column } => {
                let breakdown = &report.breakdowns[self.frame_name(*frame)];
                self.column(breakdown, &breakdown.columns.values()[*column])
            }
            Subject::Rows(frame) => {
                let breakdown = &report.breakdowns[self.frame_name(*frame)];
                let title = self.title(breakdown);
                let (title, unit) = match locale {
                    Locale::Fr => (format!("Nombre de lignes, {title}"), "lignes"),
                    Locale::En => (format!("Number of rows, {title}"), "rows"),
                };
                let mut said = breakdown_definition(report, breakdown, locale);
                said.retain(|said| !matches!(said.part, Part::Measure | Part::Within));
                NumberDefinition {
                    unit: unit.to_owned(),
                    ..plain(title, self.parts(said, &breakdown.rows))
                }
            }
            Subject::Param(at) => {
                let (name, value) = report.params.get_index(*at).map_or_else(
                    || (String::new(), String::new()),
                    |(name, value)| (name.clone(), param_text(value, locale)),
                );
                let (kind, part) = match locale {
                    Locale::Fr => ("Paramètre", "Valeur"),
                    Locale::En => ("Param", "Value"),
                };
                plain(format!("{kind} {name}"), vec![(part.to_owned(), value)])
            }
            Subject::Source { source, number } => {
                let name = &self.results.sources[*source].name;
                let title = format!("{name}.{}", OF_SOURCES[*number]);
                plain(title, vec![self.file(*source)])
            }
            Subject::Formula(formula, computed_from) => {
                let title = match locale {
                    Locale::Fr => "Calcul",
                    Locale::En => "Calculation",
                };
                let part = match locale {
                    Locale::Fr => "Formule",
                    Locale::En => "Formula",
                };
                NumberDefinition {
                    computed_from: computed_from.clone(),
                    ..plain(title.to_owned(), vec![(part.to_owned(), formula.clone())])
                }
            }
        }
    }

    fn metric(&self, at: usize) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let metric = &report.metrics[at];
        let result = &self.results.metrics[&metric.name];
        let mut said = metric_definition(report, metric, locale);
        let of = said.iter_mut().find(|said| said.part == Part::Of);
        if let (Some(of), Some(short)) = (of, same_but_condition(report, metric, locale)) {
            of.text = short;
        }
        let (rows, measure) = match &metric.numerator {
            Numerator::Aggregate {
                source, measure, ..
            } => (Rows::Source(*source), Some(&measure.name)),
            Numerator::Second { from, .. } => (Rows::Breakdown(from.clone()), None),
        };
        let mut parts = self.parts(said, &rows);
        let unit = measure.map_or_else(String::new, |name| self.unit(name));
        let (exact, counted) = match locale {
            Locale::Fr => ("Valeur exacte", "Lignes comptées"),
            Locale::En => ("Exact value", "Rows counted"),
        };
        let sides = match (&result.numerator, &result.denominator) {
            (numerator, Value::Null) => self.exact(numerator),
            (Value::Integer(_), Value::Integer(_)) => {
                let numerator = self.exact(&result.numerator);
                format!("{numerator} / {}", self.exact(&result.denominator))
            }
            _ => self.exact(&result.value),
        };
        let with_unit = [sides.as_str(), unit.as_str()].join("\u{a0}");
        parts.push((exact.to_owned(), with_unit.trim_end().to_owned()));
        let mut rows = integer(result.numerator_rows.into(), locale);
        if result.denominator_rows > 0 {
            rows = format!(
                "{rows} / {}",
                integer(result.denominator_rows.into(), locale)
            );
        }
        parts.push((counted.to_owned(), rows));
        NumberDefinition {
            title: self.texts.plain_or_raw(metric.title.get(locale)),
            unit,
            denominator: None,
            parts,
            computed_from: Vec::new(),
        }
    }

    fn column(&self, breakdown: &Breakdown, column: &Column) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let said = column_definition(report, breakdown, column, locale);
        NumberDefinition {
            title: format!(
                "{}, {}",
                self.texts.column_title(column),
                self.title(breakdown)
            ),
            unit: column.unit.as_ref().map_or_else(String::new, |unit| {
                self.texts.plain_or_raw(unit.get(locale))
            }),
            denominator: None,
            parts: self.parts(said, &breakdown.rows),
            computed_from: Vec::new(),
        }
    }

    /// The parts of a definition in words of the page, and the files behind it.
    fn parts(&self, said: Vec<Said>, rows: &Rows) -> Vec<(String, String)> {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let said = said.into_iter().map(|Said { part, mut text }| {
            if let (Part::From, Rows::Breakdown(name)) = (part, rows) {
                text = format!("{text} ({})", self.in_one_line(name));
            }
            (part.title(locale).to_owned(), text)
        });
        let mut parts: Vec<_> = said.collect();
        let mut rows = rows;
        while let Rows::Breakdown(name) = rows {
            rows = &report.breakdowns[name].rows;
        }
        if let Rows::Source(source) = rows {
            parts.push(self.file(*source));
        }
        parts
    }

    /// A breakdown that another definition starts from.
    fn in_one_line(&self, name: &str) -> String {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let breakdown = &report.breakdowns[name];
        let said = breakdown_definition(report, breakdown, locale);
        let parts = said.into_iter().map(|Said { part, text }| {
            let text = match (part, &breakdown.rows) {
                (Part::From, Rows::Breakdown(from)) => {
                    format!("{text} ({})", self.in_one_line(from))
                }
                _ => text,
            };
            format!("{} {text}", part.title(locale).to_lowercase())
        });
        let parts: Vec<String> = parts.collect();
        match locale {
            Locale::Fr => parts.join("\u{202f}; "),
            Locale::En => parts.join("; "),
        }
    }

    fn file(&self, source: usize) -> (String, String) {
        let locale = self.texts.locale;
        let part = match locale {
            Locale::Fr => "Fichier",
            Locale::En => "File",
        };
        let source = &self.results.sources[source];
        (part.to_owned(), made_from(source, source.rows_read, locale))
    }

    /// The title of a breakdown, or what it is by where it has none.
    fn title(&self, breakdown: &Breakdown) -> String {
        let locale = self.texts.locale;
        let title = self.texts.plain_or_raw(breakdown.title.get(locale));
        if title != breakdown.name {
            return title;
        }
        let by = breakdown.columns.dimensions().iter();
        let by = by.map(|column| lower_first(&self.texts.column_title(column)));
        let by = by.collect::<Vec<_>>().join(", ");
        match locale {
            Locale::Fr => format!("par {by}"),
            Locale::En => format!("by {by}"),
        }
    }

    fn unit(&self, measure: &str) -> String {
        let found = self.texts.report.measures.get(measure);
        let unit = found.map(|measure| measure.unit.get(self.texts.locale));
        unit.map_or_else(String::new, |unit| self.texts.plain_or_raw(unit))
    }

    fn frame_name(&self, frame: usize) -> &str {
        &self.results.frames[frame].name
    }

    /// The row behind a term, where its definition alone does not say its value.
    fn row(&self, term: &Term) -> Option<RowOrigin> {
        let locale = self.texts.locale;
        match *term {
            Term::Cell(Cell { frame, row, column }) => {
                let frame = &self.results.frames[frame];
                let row = &frame.rows[row];
                let labels = frame.columns.dimensions().iter().zip(&row.keys);
                let labels: Vec<String> = labels
                    .map(|(column, key)| key_label(self.texts.report, column, key, locale))
                    .collect();
                Some(exact_row(&row.values[column], labels.join(" / ")))
            }
            Term::Rows { frame, count } => {
                let all = self.results.frames[frame].rows.len();
                Some(RowOrigin {
                    numerator: count.to_string(),
                    denominator: (all != count).then_some(all as i128),
                    label: String::new(),
                })
            }
            Term::Sum { count, .. } => {
                let count = integer((count as i128).into(), locale);
                Some(RowOrigin {
                    numerator: String::new(),
                    denominator: None,
                    label: match locale {
                        Locale::Fr => format!("somme de lignes\u{a0}: {count}"),
                        Locale::En => format!("sum of rows: {count}"),
                    },
                })
            }
            Term::Metric(_) | Term::Param(_) | Term::Source { .. } | Term::Formula(_) => None,
        }
    }

    /// The value of a part of a formula whose definition says it elsewhere.
    fn whole(&self, term: &Term) -> Option<RowOrigin> {
        match *term {
            Term::Metric(at) => {
                let result = &self.results.metrics[&self.texts.report.metrics[at].name];
                Some(exact_row(&result.value, String::new()))
            }
            Term::Param(at) => {
                let (_, value) = self.texts.report.params.get_index(at)?;
                Some(RowOrigin {
                    numerator: match value {
                        ParamValue::Integer(value) => value.to_string(),
                        _ => return None,
                    },
                    denominator: None,
                    label: String::new(),
                })
            }
            _ => None,
        }
    }

    /// A value with all its digits.
    fn exact(&self, value: &Value) -> String {
        let locale = self.texts.locale;
        match value {
            Value::Ratio(ratio) => format!(
                "{} / {}",
                integer(ratio.numerator.into(), locale),
                integer(ratio.denominator.into(), locale)
            ),
            Value::Integer(value) => integer((*value).into(), locale),
            value => {
                let digits = value.float().map_or_else(String::new, |it| it.to_string());
                match locale {
                    Locale::Fr => digits.replace('.', ","),
                    Locale::En => digits,
                }
            }
        }
    }
}

fn subject(term: &Term) -> Option<Subject> {
    Some(match *term {
        Term::Cell(Cell { frame, column, .. }) | Term::Sum { frame, column, .. } => {
            Subject::Column { frame, column }
        }
        Term::Rows { frame, .. } => Subject::Rows(frame),
        Term::Metric(at) => Subject::Metric(at),
        Term::Param(at) => Subject::Param(at),
        Term::Source { source, number } => Subject::Source { source, number },
        Term::Formula(_) => return None,
    })
}

/// A row with the two integers of a share, or the one of an amount.
fn exact_row(value: &Value, label: String) -> RowOrigin {
    let (numerator, denominator) = match value {
        Value::Integer(value) => (value.to_string(), None),
        Value::Ratio(ratio) => (ratio.numerator.to_string(), Some(ratio.denominator)),
        // The script groups the digits of integers only.
        value => {
            let digits = value.float().map_or_else(String::new, |it| it.to_string());
            return RowOrigin {
                numerator: String::new(),
                denominator: None,
                label: format!("{label} = {digits}").trim_start().to_owned(),
            };
        }
    };
    RowOrigin {
        numerator,
        denominator,
        label,
    }
}

fn param_text(value: &ParamValue, locale: Locale) -> String {
    match value {
        ParamValue::Integer(value) => integer(i128::from(*value).into(), locale),
        ParamValue::Number(value) => value.to_string(),
        ParamValue::Boolean(value) => value.to_string(),
        ParamValue::Text(text) => text.clone(),
        ParamValue::Date(date) => date.long(locale),
    }
}
