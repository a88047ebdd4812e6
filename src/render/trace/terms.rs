//! The terms from which a number is taken. In: the origin in the copy of a template ([`trace`]),
//! and the rows that it names. Out: terms, and their code between the signs in the text.
//!
//! [`trace`]: crate::template::trace

use crate::render::values::{Cell, RowsOf, cell, covered, rows_of};
use crate::report::{MetricRole, Report};
use crate::results::{Results, RowAt};
use crate::spec::ParamValue;
use crate::template::{CoverageNumber, SourceNumber};
use minijinja::Value;
use minijinja::value::ValueKind;

/// A term from which a number is taken, by positions in the report and its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Term {
    /// A cell of a breakdown.
    Cell(Cell),
    /// A number of rows of a breakdown that stand for a value.
    Rows { frame: usize, count: usize },
    /// The sum of a column over rows of a breakdown.
    Sum {
        frame: usize,
        column: usize,
        count: usize,
    },
    /// A metric, or how it has changed.
    Metric(usize, MetricRole),
    /// The condition of a claim.
    Claim(usize),
    /// A param.
    Param(usize),
    /// A param of the period before.
    Previous(usize),
    /// A number of a source.
    Source { source: usize, number: SourceNumber },
    /// A number of a coverage.
    Coverage {
        coverage: usize,
        number: CoverageNumber,
    },
    /// A formula, followed by its parts.
    Formula {
        /// The claim in whose text it is; without one it is in the template itself.
        claim: Option<usize>,
        /// Its position among the formulas of that text.
        at: usize,
    },
}

/// The terms of an origin; `None` unless all of it is certain.
pub(super) fn terms(report: &Report, results: &Results, origin: &Value) -> Option<Vec<Term>> {
    if origin.kind() != ValueKind::Seq {
        return None;
    }
    let parts: Vec<Value> = origin.try_iter().ok()?.collect();
    let (kind, parts) = parts.split_first()?;
    let term = match (kind.as_str()?, parts) {
        ("metric", [name]) => {
            let name = name.as_str()?;
            let is_metric = |name: &str| results.metrics.contains_key(name);
            let (name, role) = if is_metric(name) {
                (name, MetricRole::Value)
            } else {
                MetricRole::of(name, is_metric)?
            };
            results.metrics[name].in_role(role).number()?;
            Term::Metric(report.metrics.get_index_of(name)?, role)
        }
        ("previous", [name]) => {
            let name = name.as_str()?;
            match results.previous.as_ref()?.params.get(name)? {
                ParamValue::Integer(_) | ParamValue::Number(_) => {
                    Term::Previous(report.params.get_index_of(name)?)
                }
                ParamValue::Boolean(_) | ParamValue::Text(_) | ParamValue::Date(_) => return None,
            }
        }
        ("param", [name]) => {
            let (at, _, value) = report.params.get_full(name.as_str()?)?;
            match value {
                ParamValue::Integer(_) | ParamValue::Number(_) => Term::Param(at),
                ParamValue::Boolean(_) | ParamValue::Text(_) | ParamValue::Date(_) => return None,
            }
        }
        ("source", [name, number]) => {
            let (name, number) = (name.as_str()?, number.as_str()?);
            Term::Source {
                source: results.sources.iter().position(|it| it.name == name)?,
                number: SourceNumber::of(number)?,
            }
        }
        ("coverage", [name, number]) => {
            let number = CoverageNumber::of(number.as_str()?)?;
            let at = report.coverage.get_index_of(name.as_str()?)?;
            covered(report, results, at, number).number()?;
            Term::Coverage {
                coverage: at,
                number,
            }
        }
        ("cell", [row, column]) => Term::Cell(cell(row, column.as_str()?)?),
        ("rows", [list]) => {
            let rows = rows_of(list)?;
            Term::Rows {
                frame: rows.frame,
                count: rows.of_values,
            }
        }
        ("sum", [list, column]) => {
            let RowsOf { frame, all, .. } = rows_of(list)?;
            let column = column.as_str()?;
            let mut columns = results.frames[frame].columns.cells().iter();
            Term::Sum {
                frame,
                column: columns.position(|known| known.name == column)?,
                count: all,
            }
        }
        ("formula", [number, of @ ..]) => {
            let at = number.as_usize()?;
            let mut found = vec![Term::Formula { claim: None, at }];
            for part in of {
                found.extend(terms(report, results, part)?);
            }
            return Some(found);
        }
        _ => return None,
    };
    Some(vec![term])
}

/// Terms encoded as letters and digits, which Markdown escaping leaves unchanged.
pub(in crate::render) fn encoded(terms: &[Term]) -> String {
    let terms = terms.iter().map(|term| match term {
        Term::Cell(Cell { frame, row, column }) => match row {
            RowAt::Here(row) => format!("c{frame}.{row}.{column}"),
            RowAt::Total => format!("t{frame}.{column}"),
            RowAt::Left(row) => format!("l{frame}.{row}.{column}"),
        },
        Term::Rows { frame, count } => format!("r{frame}.{count}"),
        Term::Sum {
            frame,
            column,
            count,
        } => format!("s{frame}.{column}.{count}"),
        Term::Metric(at, MetricRole::Value) => format!("m{at}"),
        Term::Metric(at, role) => format!("m{at}.{}", *role as usize),
        Term::Claim(at) => format!("q{at}"),
        Term::Param(at) => format!("p{at}"),
        Term::Previous(at) => format!("b{at}"),
        Term::Source { source, number } => format!("d{source}.{}", *number as usize),
        Term::Coverage { coverage, number } => format!("k{coverage}.{}", *number as usize),
        Term::Formula { claim: None, at } => format!("f{at}"),
        Term::Formula {
            claim: Some(claim),
            at,
        } => format!("f{at}.{claim}"),
    });
    terms.collect::<Vec<_>>().join(",")
}

/// Decodes the terms.
pub(super) fn decoded(code: &str) -> Option<Vec<Term>> {
    code.split(',').map(term).collect()
}

/// A code with each of its terms changed.
pub(in crate::render) fn coded(code: &str, changed: impl Fn(Term) -> Term) -> String {
    let terms = decoded(code).unwrap_or_default();
    let terms: Vec<Term> = terms.into_iter().map(changed).collect();
    encoded(&terms)
}

fn term(code: &str) -> Option<Term> {
    let mut letters = code.chars();
    let kind = letters.next()?;
    let numbers: Vec<usize> = letters
        .as_str()
        .split('.')
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    let cell = |frame, row, column| Term::Cell(Cell { frame, row, column });
    Some(match (kind, numbers.as_slice()) {
        ('c', &[frame, row, column]) => cell(frame, RowAt::Here(row), column),
        ('t', &[frame, column]) => cell(frame, RowAt::Total, column),
        ('l', &[frame, row, column]) => cell(frame, RowAt::Left(row), column),
        ('r', &[frame, count]) => Term::Rows { frame, count },
        ('s', &[frame, column, count]) => Term::Sum {
            frame,
            column,
            count,
        },
        ('m', &[at]) => Term::Metric(at, MetricRole::Value),
        ('m', &[at, role]) if role > 0 => Term::Metric(at, *MetricRole::ALL.get(role)?),
        ('q', &[at]) => Term::Claim(at),
        ('p', &[at]) => Term::Param(at),
        ('b', &[at]) => Term::Previous(at),
        ('d', &[source, number]) => Term::Source {
            source,
            number: *SourceNumber::ALL.get(number)?,
        },
        ('k', &[coverage, number]) => Term::Coverage {
            coverage,
            number: *CoverageNumber::ALL.get(number)?,
        },
        ('f', &[at]) => Term::Formula { claim: None, at },
        ('f', &[at, claim]) => Term::Formula {
            claim: Some(claim),
            at,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Term, decoded, encoded};
    use crate::render::values::Cell;
    use crate::report::MetricRole;
    use crate::results::RowAt;
    use crate::template::{CoverageNumber, SourceNumber};

    #[test]
    fn a_code_stands_for_its_terms() {
        let terms = [
            Term::Formula { claim: None, at: 1 },
            Term::Cell(Cell {
                frame: 12,
                row: RowAt::Here(0),
                column: 3,
            }),
            Term::Cell(Cell {
                frame: 1,
                row: RowAt::Total,
                column: 2,
            }),
            Term::Cell(Cell {
                frame: 1,
                row: RowAt::Left(4),
                column: 2,
            }),
            Term::Rows { frame: 1, count: 2 },
            Term::Sum {
                frame: 1,
                column: 2,
                count: 3,
            },
            Term::Metric(4, MetricRole::Value),
            Term::Metric(4, MetricRole::Growth),
            Term::Param(5),
            Term::Previous(6),
            Term::Source {
                source: 0,
                number: SourceNumber::RowsRead,
            },
            Term::Coverage {
                coverage: 2,
                number: CoverageNumber::RowsShare,
            },
            Term::Formula {
                claim: Some(6),
                at: 0,
            },
            Term::Claim(7),
        ];
        let code = encoded(&terms);
        assert_eq!(
            code,
            "f1,c12.0.3,t1.2,l1.4.2,r1.2,s1.2.3,m4,m4.3,p5,b6,d0.1,k2.3,f0.6,q7"
        );
        assert_eq!(decoded(&code), Some(terms.to_vec()));
        for wrong in ["", "x1", "c1.2", "m", "m-1", "m1,", "m1.0", "m1.4"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
