//! Which numbers of a report are in print. In: its published figures and its results. Out: whether a metric or a cell is one
//! of them, or has exactly the value of one, and is shown with the digits that are printed.

use super::verify::value_of;
use super::{Results, RowAt, Value};
use crate::report::printed::PrintedNumber;
use crate::report::{Report, Slot};
use crate::spec::grammar::{PublishedFigure, Scalar};
use crate::text::{Locale, Ratio};
use std::collections::{BTreeMap, BTreeSet};

/// From here on two amounts that are equal to the last digit are the same one: smaller ones are equal by chance.
const TELLING: i128 = 1000;

/// The numbers that are in print, each as it is printed there.
#[derive(Clone, Debug, Default)]
pub(crate) struct InPrint {
    metrics: BTreeMap<String, Vec<PrintedNumber>>,
    /// By breakdown, row and position among the values.
    cells: BTreeMap<(String, usize, usize), Vec<PrintedNumber>>,
    /// By exact values, with the whole that a share is of.
    values: BTreeMap<(i128, i128), Vec<PrintedNumber>>,
    /// Metrics and cells that are printed otherwise, with leave: what is equal to them is no proof.
    other_metrics: BTreeSet<String>,
    other_cells: BTreeSet<(String, usize, usize)>,
}

impl InPrint {
    /// Those of a report. A figure of which only a bound is printed is no number in print, nor is one that the results
    /// differ from, with or without leave.
    #[must_use]
    pub(crate) fn new(report: &Report, results: &Results) -> Self {
        let mut known = Self::default();
        for published in &report.published {
            let figure = &published.figure;
            let number = figure.printed.as_ref().and_then(PrintedNumber::parse);
            let Some(number) = number.filter(|_| figure.not_computable.is_none()) else {
                continue;
            };
            if figure.waived.is_some() {
                known.other_metrics.extend(figure.metric.clone());
                known.other_cells.extend(cell_of(results, figure));
                continue;
            }
            let value = value_of(report, results, figure).ok();
            if let Some(name) = &figure.metric {
                let printed = known.metrics.entry(name.clone());
                printed.or_default().push(number.clone());
            }
            if let Some(cell) = cell_of(results, figure) {
                known.cells.entry(cell).or_default().push(number.clone());
            }
            if let Some(value) = value.as_ref().and_then(telling) {
                known.values.entry(value).or_default().push(number);
            }
        }
        known
    }

    /// Whether a metric is in print as it is `shown`.
    #[must_use]
    pub(crate) fn has_metric(&self, name: &str, value: &Value, shown: Shown<'_>) -> bool {
        shown.is_one_of(self.metrics.get(name))
            || !self.other_metrics.contains(name) && self.has_value(value, shown)
    }

    /// Whether the value in a row of a breakdown is in print as it is `shown`.
    #[must_use]
    pub(crate) fn has_cell(
        &self,
        breakdown: &str,
        (row, at): (RowAt, usize),
        value: &Value,
        shown: Shown<'_>,
    ) -> bool {
        let own = match row {
            RowAt::Here(row) => Some((breakdown.to_owned(), row, at)),
            RowAt::Total | RowAt::Left(_) => None,
        };
        let printed = own.as_ref().and_then(|own| self.cells.get(own));
        let is_other = own.is_some_and(|own| self.other_cells.contains(&own));
        shown.is_one_of(printed) || !is_other && self.has_value(value, shown)
    }

    /// Whether a value is in print as it is `shown`, wherever it is computed.
    #[must_use]
    pub(crate) fn has_value(&self, value: &Value, shown: Shown<'_>) -> bool {
        let found = telling(value).and_then(|value| self.values.get(&value));
        shown.is_one_of(found)
    }
}

/// A number as it is shown in a text or a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown<'t> {
    text: &'t str,
    locale: Locale,
}

impl<'t> Shown<'t> {
    /// The text of a number, with its unit and whatever stands around it.
    #[must_use]
    pub(crate) const fn new(text: &'t str, locale: Locale) -> Self {
        Self { text, locale }
    }

    /// Whether it has figures; what is said in words is none to be quoted.
    #[must_use]
    pub(crate) fn has_figures(self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// Its digits, with a decimal point; `None` where only a bound is shown.
    fn digits(self) -> Option<String> {
        let decimal = match self.locale {
            Locale::Fr => ',',
            Locale::En => '.',
        };
        let mut digits = String::new();
        for character in self.text.chars() {
            match character {
                '<' | '>' => return None,
                '-' | '\u{2212}' => digits.push('-'),
                it if it == decimal && !digits.is_empty() => digits.push('.'),
                it if it.is_ascii_digit() => digits.push(it),
                _ => {}
            }
        }
        Some(digits)
    }

    /// Whether it has the digits of one of these.
    fn is_one_of(self, printed: Option<&Vec<PrintedNumber>>) -> bool {
        let Some(digits) = self.digits() else {
            return false;
        };
        let mut printed = printed.into_iter().flatten();
        printed.any(|printed| printed.is_printed_as(&digits))
    }
}

/// The place of the cell that a figure is.
fn cell_of(results: &Results, figure: &PublishedFigure) -> Option<(String, usize, usize)> {
    let cell = figure.cell.as_ref()?;
    let frame = results.frames.get(&cell.of)?;
    let dimensions = frame.columns.dimensions().iter();
    let codes = dimensions.map(|column| cell.at.get(&column.name).map(Scalar::code));
    let codes: Vec<String> = codes.collect::<Option<_>>()?;
    let is_row = |keys: &[super::Key]| {
        let mut pairs = keys.iter().zip(&codes);
        pairs.all(|(key, code)| key.code() == Some(code.as_str()))
    };
    let row = frame.rows.iter().position(|row| is_row(&row.keys))?;
    match frame.column(&cell.read)? {
        Slot::Value(at) => Some((cell.of.clone(), row, at)),
        Slot::Dimension(_) | Slot::Attribute(_) => None,
    }
}

/// A value that is the same number wherever it is computed.
fn telling(value: &Value) -> Option<(i128, i128)> {
    match value.clone().exact() {
        Value::Integer(value) => (value.abs() >= TELLING).then_some((value, 1)),
        Value::Ratio(Ratio {
            numerator,
            denominator,
        }) => (denominator >= TELLING).then_some((numerator, denominator)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::report::printed::PrintedNumber;
    use crate::spec::grammar::Printed;
    use crate::text::Locale::{En, Fr};

    #[test]
    fn a_number_is_in_print_with_the_digits_that_are_printed_only() {
        let printed = |text: &str| {
            let number = PrintedNumber::parse(&Printed::Text(text.to_owned()));
            Some(vec![number.expect("a number")])
        };
        let is = |shown: &str, locale, text: &str| {
            Shown::new(shown, locale).is_one_of(printed(text).as_ref())
        };
        assert!(is("9,4\u{a0}%", Fr, "9.4 %"));
        assert!(is("9.4%", En, "9.4 %"));
        assert!(is("7.05 billion", En, "7.05B"));
        assert!(is("36\u{202f}450\u{202f}707\u{202f}797", Fr, "36450707797"));
        assert!(is("36,450,707,797", En, "36450707797"));
        assert!(!is("9.4%", En, "9 %"));
        assert!(!is("24.0%", En, "24 %"));
        assert!(!is("5.34 billion", En, "5.3B"));
        assert!(!is("<0.1%", En, "0.1 %"));
        assert!(!Shown::new("fifteen", En).has_figures());
    }
}
