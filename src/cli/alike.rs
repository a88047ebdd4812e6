//! What is wrong in several periods in the same way, once. In: the problems of each period. Out: groups of them, each with the
//! periods that it is about.

use crate::diagnostic::{Batch, Diagnostic, Format, SourceMap, emit};
use indexmap::IndexMap;
use std::path::Path;

/// How many periods a heading names before it only counts the rest, unless a single one is left.
const NAMED: usize = 2;

/// Problems that some periods have in common.
pub(super) struct Alike<'a> {
    /// What stands above them.
    pub(super) heading: String,
    spec: &'a Path,
    sources: &'a SourceMap,
    problems: Vec<Diagnostic>,
}

impl Alike<'_> {
    /// The problems, as those of the first of the periods.
    pub(super) fn batch(&self) -> Batch<'_> {
        Batch {
            spec: self.spec,
            problems: &self.problems,
            sources: self.sources,
        }
    }
}

/// The problems of periods, those that read the same in several of them once.
pub(super) fn alike<'a>(periods: &[(&str, Batch<'a>)]) -> Vec<Alike<'a>> {
    let mut found: IndexMap<String, (&'a Diagnostic, Vec<usize>)> = IndexMap::new();
    for (at, (_, batch)) in periods.iter().enumerate() {
        for problem in batch.problems {
            let alone = Batch {
                problems: std::slice::from_ref(problem),
                ..*batch
            };
            let text = emit(&[alone], Format::Human, false);
            let (_, of) = found.entry(text).or_insert((problem, Vec::new()));
            // Of two that read the same in one period, both are said of it.
            if of.last() != Some(&at) {
                of.push(at);
            }
        }
    }
    let mut groups: IndexMap<Vec<usize>, Vec<Diagnostic>> = IndexMap::new();
    for (problem, of) in found.into_values() {
        groups.entry(of).or_default().push(problem.clone());
    }
    let groups = groups.into_iter().filter_map(|(of, problems)| {
        let (_, first) = periods.get(*of.first()?)?;
        Some(Alike {
            heading: heading(&of, periods),
            spec: first.spec,
            sources: first.sources,
            problems,
        })
    });
    groups.collect()
}

/// `period 2025-10-01:`, `periods 2025-10-01, 2025-11-01 and 10 others:`, `all 12 periods:`.
fn heading(of: &[usize], periods: &[(&str, Batch<'_>)]) -> String {
    let names: Vec<&str> = of.iter().map(|at| periods[*at].0).collect();
    match names.as_slice() {
        [only] => format!("period {only}:"),
        all if all.len() == periods.len() => format!("all {} periods:", all.len()),
        [first @ .., last] if first.len() <= NAMED => {
            format!("periods {} and {last}:", first.join(", "))
        }
        names => {
            let (first, others) = names.split_at(NAMED);
            let first = first.join(", ");
            format!("periods {first} and {} others:", others.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::alike;
    use crate::diagnostic::{Batch, Code, Diagnostic, SourceMap};
    use std::path::Path;

    /// Each group as its heading and its messages.
    fn said(periods: &[(&str, &[&str])]) -> Vec<String> {
        let sources = SourceMap::default();
        let problems: Vec<Vec<Diagnostic>> = periods
            .iter()
            .map(|(_, messages)| {
                let all = messages.iter();
                all.map(|it| Diagnostic::warning(Code::UNUSED, *it))
                    .collect()
            })
            .collect();
        let batches: Vec<(&str, Batch<'_>)> = periods
            .iter()
            .zip(&problems)
            .map(|((name, _), problems)| {
                let batch = Batch {
                    spec: Path::new("spec.yaml"),
                    problems,
                    sources: &sources,
                };
                (*name, batch)
            })
            .collect();
        let groups = alike(&batches);
        let groups = groups.iter().map(|group| {
            let messages = group.batch().problems.iter();
            let messages: Vec<&str> = messages.map(|it| it.message.as_str()).collect();
            format!("{} {}", group.heading, messages.join(" | "))
        });
        groups.collect()
    }

    #[test]
    fn what_reads_the_same_in_several_periods_is_said_once_with_their_names() {
        assert_eq!(
            said(&[("1", &["a", "b"]), ("2", &["a"]), ("3", &["c", "a"])]),
            ["all 3 periods: a", "period 1: b", "period 3: c"]
        );
        assert_eq!(
            said(&[("1", &["a", "b"]), ("2", &[]), ("3", &["b", "a", "c"])]),
            ["periods 1 and 3: a | b", "period 3: c"]
        );
    }

    #[test]
    fn of_many_periods_two_are_named_and_the_others_counted() {
        assert_eq!(
            said(&[("1", &["a"]), ("2", &["a"]), ("3", &["a"]), ("4", &[])]),
            ["periods 1, 2 and 3: a"]
        );
        let [a, none]: [&[&str]; 2] = [&["a"], &[]];
        assert_eq!(
            said(&[("1", a), ("2", a), ("3", a), ("4", a), ("5", none)]),
            ["periods 1, 2 and 2 others: a"]
        );
    }

    #[test]
    fn a_single_period_is_named_as_such() {
        assert_eq!(said(&[("1", &["a", "a"])]), ["period 1: a"]);
        assert!(said(&[("1", &[]), ("2", &[])]).is_empty());
    }
}
