//! Compares published figures with computed ones.
//!
//! In: figures as printed, and results. Out: one line per figure: printed, computed to the same
//! number of digits, difference, verdict. A figure is right when the computed value, rounded half
//! away from zero to the printed decimals, has the same digits.

use super::{Results, Value};
use crate::diagnostic::{Code, Diagnostic, Subject, SubjectKind};
use crate::report::printed::{PrintedNumber, shown};
use crate::report::{Published, Report, Slot};
use crate::spec::ParamValue;
use crate::spec::grammar::{Printed, PublishedFigure, Scalar};
use crate::sql::Decimal;
use crate::text::round_scaled;

/// The verdict on a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As printed.
    Fine,
    /// Given as input, and as printed.
    Input,
    /// Different, but waived.
    Waived,
    /// Cannot be computed from the rows.
    NotComputable,
    /// Different.
    Different,
}

impl Verdict {
    /// All verdicts.
    pub(crate) const ALL: [Self; 5] = [
        Self::Fine,
        Self::Input,
        Self::Waived,
        Self::NotComputable,
        Self::Different,
    ];

    /// Its word in the list.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Input => "input",
            Self::Waived => "waived",
            Self::NotComputable => "not computable",
            Self::Different => "DIFFERENT",
        }
    }
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Id of the figure.
    pub id: String,
    /// As printed.
    pub printed: String,
    /// What computes it: the name of a metric, a cell of a breakdown or a param; empty if nothing
    /// does.
    pub computed_by: String,
    /// Computed, with as many digits.
    pub computed: String,
    /// Computed minus printed, in the printed unit; empty where there is none.
    pub difference: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Why it is waived or not computable, or what is wrong.
    pub remark: String,
}

/// Compares all published figures with the results.
#[must_use]
pub(crate) fn verify(report: &Report, results: &Results) -> Vec<Line> {
    report
        .published
        .iter()
        .map(|published| line(report, results, published))
        .collect()
}

/// Differences as errors at their spans in the file.
#[must_use]
pub(crate) fn problems(report: &Report, lines: &[Line]) -> Vec<Diagnostic> {
    report
        .published
        .iter()
        .zip(lines)
        .filter(|(_, line)| line.verdict == Verdict::Different)
        .map(|(published, line)| {
            Diagnostic::error(
                Code::PUBLISHED,
                format!(
                    "published figure `{}` is printed as {}, {} computes {}{}",
                    line.id,
                    line.printed,
                    line.computed_by,
                    if line.computed.is_empty() {
                        "nothing"
                    } else {
                        &line.computed
                    },
                    if line.remark.is_empty() {
                        String::new()
                    } else {
                        format!(": {}", line.remark)
                    }
                ),
            )
            .about(Subject::new(SubjectKind::Figure, &line.id))
            .at(published.place)
            .hint("`hfreport verify` lists all figures; a difference that is right is accepted with `waived: \"reason\"`")
        })
        .collect()
}

fn line(report: &Report, results: &Results, published: &Published) -> Line {
    let figure = &published.figure;
    let mut line = Line {
        id: figure.id.clone(),
        printed: printed(figure),
        computed_by: computed_by(figure),
        computed: String::new(),
        difference: String::new(),
        verdict: Verdict::Different,
        remark: String::new(),
    };
    if let Some(reason) = &figure.not_computable {
        line.verdict = Verdict::NotComputable;
        line.remark.clone_from(reason);
        return line;
    }
    let value = match value_of(report, results, figure) {
        Ok(value) => value,
        Err(remark) => {
            line.remark = remark;
            return waive(line, figure);
        }
    };
    let fits = compare(figure, &value, &mut line);
    line.verdict = match (fits, figure.input.is_some()) {
        (true, true) => Verdict::Input,
        (true, false) => Verdict::Fine,
        (false, _) => Verdict::Different,
    };
    if fits && let Some(reason) = &figure.waived {
        // A waiver that is no longer needed would hide the next difference.
        line.verdict = Verdict::Different;
        line.remark = format!("the waiver is not needed: {reason}");
        return line;
    }
    waive(line, figure)
}

/// The printed form: a value, one of several, or a bound.
fn printed(figure: &PublishedFigure) -> String {
    if let Some(options) = &figure.one_of {
        let texts: Vec<String> = options.iter().map(shown).collect();
        return format!("one of {}", texts.join(", "));
    }
    let bound =
        |sign, bound: &Option<Printed>| bound.as_ref().map(|it| format!("{sign} {}", shown(it)));
    let value = figure.printed.as_ref().map(shown);
    value
        .or_else(|| bound(">", &figure.more_than))
        .or_else(|| bound("<", &figure.less_than))
        .unwrap_or_default()
}

fn computed_by(figure: &PublishedFigure) -> String {
    if let Some(name) = &figure.metric {
        format!("metric `{name}`")
    } else if let Some(name) = &figure.input {
        format!("`{name}`")
    } else if let Some(cell) = &figure.cell {
        let at: Vec<String> = cell.at.values().map(Scalar::code).collect();
        format!("`{}` of `{}` at {}", cell.read, cell.of, at.join(" / "))
    } else {
        String::new()
    }
}

fn waive(mut line: Line, figure: &PublishedFigure) -> Line {
    if line.verdict == Verdict::Different
        && let Some(reason) = &figure.waived
    {
        line.verdict = Verdict::Waived;
        line.remark.clone_from(reason);
    }
    line
}

/// Fills in the line and returns whether the figure holds.
fn compare(figure: &PublishedFigure, value: &Value, line: &mut Line) -> bool {
    let written = |printed: &Printed| {
        let number = PrintedNumber::parse(printed)?;
        let text = number.written_like(value)?;
        Some((number, text))
    };
    if let Some(printed) = &figure.printed {
        let Some((number, computed)) = written(printed) else {
            line.remark = match value {
                Value::Null => "the computed value is missing".to_owned(),
                value => format!(
                    "the computed value is {}",
                    value.plain().unwrap_or_else(|| "no number".into())
                ),
            };
            return false;
        };
        line.difference = difference(&number.digits(), &computed);
        let fits = number.is_printed_as(&computed);
        line.computed = computed;
        return fits;
    }
    if let Some(options) = &figure.one_of {
        return options.iter().any(|option| {
            written(option).is_some_and(|(number, computed)| {
                let fits = number.is_printed_as(&computed);
                line.computed = computed;
                fits
            })
        });
    }
    let (bound, sign) = match (&figure.more_than, &figure.less_than) {
        (Some(bound), _) => (bound, ">"),
        (None, Some(bound)) => (bound, "<"),
        (None, None) => return false,
    };
    let Some((number, computed)) = written(bound) else {
        return false;
    };
    let order = PrintedNumber::parse(bound).and_then(|bound| {
        let PrintedNumber::Number { power, .. } = bound else {
            return None;
        };
        // The bound itself is exact; twelve more decimals of the value decide.
        let exact =
            round_scaled(value.clone().exact().number()?, power, BOUND_DECIMALS)?.to_string();
        let limit = number.digits();
        let decimal = |text: &str| Decimal::parse(text, BOUND_DECIMALS);
        match (decimal(&exact), decimal(&limit)) {
            (Some(exact), Some(limit)) => Some(exact.units.cmp(&limit.units)),
            _ => exact.parse::<f64>().ok()?.partial_cmp(&limit.parse().ok()?),
        }
    });
    line.computed = computed;
    match order {
        Some(std::cmp::Ordering::Greater) => sign == ">",
        Some(std::cmp::Ordering::Less) => sign == "<",
        _ => false,
    }
}

/// Decimals to which a value is compared with a bound.
const BOUND_DECIMALS: u8 = 12;

/// Computed minus printed, exactly and with the decimals that are printed; empty where one of them is no number, or 128 bits do not
/// hold it.
fn difference(printed: &str, computed: &str) -> String {
    let decimals = printed.split_once('.').map_or(0, |(_, tail)| tail.len());
    let exactly = || {
        let scale = u8::try_from(decimals).ok()?;
        let units = |text: &str| Decimal::parse(text, scale).map(|it| it.units);
        let units = units(computed)?.checked_sub(units(printed)?)?;
        Some(Decimal { units, scale }.to_string())
    };
    exactly().unwrap_or_default()
}

/// The computed value of a figure.
///
/// # Errors
/// What it is computed by is not there.
pub(super) fn value_of(
    report: &Report,
    results: &Results,
    figure: &PublishedFigure,
) -> Result<Value, String> {
    if let Some(name) = &figure.metric {
        return results
            .metrics
            .get(name)
            .map(|metric| metric.value.clone())
            .ok_or_else(|| format!("there is no metric `{name}`"));
    }
    if let Some(name) = &figure.input {
        let name = name.strip_prefix("params.").unwrap_or(name);
        return match report.params.get(name) {
            Some(ParamValue::Integer(value)) => Ok(Value::Integer(i128::from(*value))),
            Some(ParamValue::Number(value)) => Ok(Value::Number(*value)),
            Some(ParamValue::Boolean(value)) => Ok(Value::Boolean(*value)),
            _ => Err(format!("there is no number `{name}`")),
        };
    }
    let cell = figure.cell.as_ref().ok_or("nothing to compare")?;
    let frame = results
        .frames
        .get(&cell.of)
        .ok_or_else(|| format!("there is no breakdown `{}`", cell.of))?;
    let codes: Vec<String> = frame
        .columns
        .dimensions()
        .iter()
        .map(|column| {
            cell.at
                .get(&column.name)
                .map_or_else(String::new, Scalar::code)
        })
        .collect();
    let texts: Vec<&str> = codes.iter().map(String::as_str).collect();
    let row = frame
        .find(&texts)
        .ok_or_else(|| format!("breakdown `{}` has no row {}", cell.of, codes.join(" / ")))?;
    match frame.column(&cell.read) {
        Some(Slot::Value(at)) => Ok(row.values[at].clone()),
        Some(Slot::Attribute(at)) => Ok(row.attributes[at]
            .code()
            .map_or(Value::Null, |code| Value::Text(code.into()))),
        _ => Err(format!("`{}` is no value", cell.read)),
    }
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_has_all_of_its_digits() {
        for (printed, computed, expected) in [
            ("901455120277197465672", "901455120277197465673", "1"),
            ("0.1", "0.3", "0.2"),
            ("92.48", "92.40", "-0.08"),
            ("-1.5", "-1.5", "0.0"),
            ("true", "1", ""),
        ] {
            assert_eq!(difference(printed, computed), expected, "{printed}");
        }
    }
}
