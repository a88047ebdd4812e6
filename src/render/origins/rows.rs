//! The rows behind a number, with exact integers.

use super::Collector;
use crate::document::RowOrigin;
use crate::render::trace::Term;
use crate::render::values::Cell;
use crate::results::{Value, key_label};
use crate::spec::ParamValue;
use crate::text::Locale;
use crate::text::Ratio;
use crate::text::number::integer;

impl Collector<'_> {
    /// The row behind a term, if the definition alone does not determine its value.
    pub(super) fn row(&self, term: &Term) -> Option<RowOrigin> {
        let locale = self.texts.locale;
        match *term {
            Term::Cell(cell) => {
                let Cell { frame, row, column } = cell;
                let compared = self.before_and_now(cell);
                let with = |label: String| match &compared {
                    Some(compared) => format!("{label} ({compared})"),
                    None => label,
                };
                let frame = &self.results.frames[frame];
                let value = &frame.values(row)?[column];
                let Some(row) = frame.row(row) else {
                    let breakdown = self.texts.report.breakdowns.get(&frame.name)?;
                    let label = breakdown.total_label(frame.columns.cells().iter(), locale);
                    return Some(exact_row(value, with(label.to_owned()), locale));
                };
                let labels = frame.columns.dimensions().iter().zip(&row.keys);
                let labels: Vec<String> = labels
                    .map(|(column, key)| key_label(self.texts.report, column, key, locale))
                    .collect();
                Some(exact_row(value, with(labels.join(" / ")), locale))
            }
            Term::Rows { frame, count } => {
                let rows = self.results.frames[frame].rows.iter();
                let all = rows.filter(|row| row.is_value()).count();
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
            Term::Metric(..)
            | Term::Param(_)
            | Term::Previous(_)
            | Term::Source { .. }
            | Term::Coverage { .. }
            | Term::Formula { .. }
            | Term::Claim(_) => None,
        }
    }

    /// The value of a formula's part whose definition gives it elsewhere.
    pub(super) fn whole(&self, term: &Term) -> Option<RowOrigin> {
        match *term {
            Term::Metric(at, role) => {
                let result = &self.results.metrics[&self.texts.report.metrics[at].name];
                let value = result.in_role(role);
                Some(exact_row(value, String::new(), self.texts.locale))
            }
            Term::Param(at) | Term::Previous(at) => {
                let (name, value) = self.texts.report.params.get_index(at)?;
                let value = match (term, &self.results.previous) {
                    (Term::Previous(_), Some(previous)) => previous.params.get(name)?,
                    _ => value,
                };
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
}

/// A row with the two integers of a share, or the one of an amount.
fn exact_row(value: &Value, label: String, locale: Locale) -> RowOrigin {
    let (numerator, denominator) = match value {
        Value::Integer(value) => (value.to_string(), None),
        Value::Rounded(share) => {
            let Ratio {
                numerator,
                denominator,
            } = share.exact;
            (numerator.to_string(), Some(denominator))
        }
        Value::Ratio(ratio) => (ratio.numerator.to_string(), Some(ratio.denominator)),
        // The script groups the digits of integers only.
        value => {
            let digits = match value {
                Value::Decimal(value) => value.to_string(),
                value => value.float().map_or_else(String::new, |it| it.to_string()),
            };
            let digits = match locale {
                Locale::Fr => digits.replace('.', ","),
                Locale::En => digits,
            };
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
