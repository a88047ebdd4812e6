//! How files of text are written. In: what a source and its columns say of signs, days, zones, delimiters and quotes. Out: the forms in
//! which their texts are read.

use super::context::Context;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::records::Dialect;
use crate::source::{DatePattern, MonthForm, TextForms, Zone};
use crate::spec::grammar::{self, Quote, SourceFormat};
use crate::sql::{Expression, Type};

impl Context<'_> {
    /// The zone of the days of a source or a column, if it names one.
    pub(super) fn zone(&mut self, name: Option<&String>, pointer: &str) -> Option<Zone> {
        let place = diagnostic::Location::value(format!("{pointer}/zone"));
        let zone = Zone::parse(name?).map_err(|problem| problem.at(place));
        self.problems.keep(zone)
    }

    /// The number format of a source's texts.
    pub(super) fn written(&mut self, source: &grammar::Source, pointer: &str) -> TextForms {
        let usual = TextForms::default();
        let mut sign = |key: &str, text: Option<&str>| {
            let text = text?;
            let mut signs = text.chars();
            match (signs.next(), signs.next()) {
                (Some(sign), None) if !sign.is_ascii_alphanumeric() && !"+-".contains(sign) => {
                    Some(sign)
                }
                _ => {
                    let message = format!("`{key}` is one sign between digits, found `{text}`");
                    self.error(Code::WRONG_VALUE, &format!("{pointer}/{key}"), message);
                    None
                }
            }
        };
        let decimal = sign("decimal", source.decimal.as_deref()).unwrap_or(usual.decimal);
        let thousands = sign("thousands", source.thousands.as_deref());
        if thousands == Some(decimal) {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/thousands"),
                format!("`{decimal}` cannot stand between thousands and before decimals"),
            );
            return usual;
        }
        TextForms {
            decimal,
            thousands,
            ..usual
        }
    }

    /// The form of a column's texts, given that of its source.
    pub(super) fn written_in(
        &mut self,
        column: &grammar::Column,
        value: &Expression,
        source: &TextForms,
        pointer: &str,
    ) -> TextForms {
        let kind = Type::from(column.kind);
        let keys = [
            ("date", column.date.is_some(), "says how days are written"),
            (
                "zone",
                column.zone.is_some(),
                "says whose days moments are in",
            ),
        ];
        for (key, is_given, says) in keys {
            if is_given && kind != Type::Date {
                let message = format!("`{key}` {says}, this column is of type {kind}");
                self.error(Code::DEFINITION, &format!("{pointer}/{key}"), message);
                return source.clone();
            }
        }
        let zone = self.zone(column.zone.as_ref(), pointer);
        let date = column.date.as_ref().and_then(|text| {
            let pattern = DatePattern::parse(text).map_err(|what| {
                let place = diagnostic::Location::value(format!("{pointer}/date"));
                let month = MonthForm::of_pattern(text);
                let month = month.map(|form| form.contract(&value.to_string(), true));
                let problem = Diagnostic::error(Code::WRONG_VALUE, what);
                problem.at(place).maybe_hint(month)
            });
            self.problems.keep(pattern)
        });
        TextForms {
            zone: zone.unwrap_or(source.zone),
            date,
            ..source.clone()
        }
    }

    /// The record format of CSV and TSV; `None` if the spec is wrong about it (reported).
    pub(super) fn dialect(
        &mut self,
        format: SourceFormat,
        delimiter: Option<&str>,
        quote: Quote,
        pointer: &str,
    ) -> Option<Dialect> {
        let usual = format.dialect();
        let is_delimited = matches!(format, SourceFormat::Csv | SourceFormat::Tsv);
        let given = [
            ("delimiter", delimiter.is_some()),
            ("quote", quote == Quote::None),
        ];
        if let Some((key, _)) = given.into_iter().find(|(_, given)| *given && !is_delimited) {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/{key}"),
                format!("`{key}` says how CSV and TSV are written, this file is of another format"),
            );
            return None;
        }
        let delimiter = match delimiter.map(str::as_bytes) {
            None => usual.delimiter,
            Some([byte]) if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => *byte,
            Some(_) => {
                self.error(
                    Code::WRONG_VALUE,
                    &format!("{pointer}/delimiter"),
                    format!(
                        "the delimiter is one ASCII character, no quote and no line end; found `{}`",
                        delimiter.unwrap_or_default().escape_default()
                    ),
                );
                return None;
            }
        };
        Some(Dialect {
            delimiter,
            quotes: quote == Quote::Double,
        })
    }
}
