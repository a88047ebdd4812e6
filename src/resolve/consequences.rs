//! Removes consequential problems: a reference to a definition that is wrong itself is not
//! reported. In: all problems of resolving, and the names of wrong definitions. Out: the actual
//! mistakes.

use crate::diagnostic::{Diagnostic, Severity};
use std::collections::BTreeSet;

/// Drops each undefined name whose definition has an error itself, also through several
/// definitions. `wrong` are the names of definitions known to be wrong, `declared` all names of the
/// spec. If these are `all` errors of the spec and none would be left, they stay: a spec is never fine
/// because each mistake is excused by another.
pub(super) fn without_consequences(
    mut problems: Vec<Diagnostic>,
    mut wrong: BTreeSet<String>,
    declared: &BTreeSet<String>,
    all: bool,
) -> Vec<Diagnostic> {
    // A name that nothing declares is a mistake of its own.
    let excusable: BTreeSet<String> = declared.union(&wrong).cloned().collect();
    let is_root = |problem: &Diagnostic| !misses_one_of(problem, &excusable);
    let roots = problems.iter().filter(|it| it.severity == Severity::Error);
    wrong.extend(roots.filter(|it| is_root(it)).filter_map(name));
    loop {
        let following = problems.iter().filter(|it| misses_one_of(it, &wrong));
        let more: Vec<String> = following.filter_map(name).collect();
        let known = wrong.len();
        wrong.extend(more);
        if wrong.len() == known {
            break;
        }
    }
    let stays = |problem: &Diagnostic| is_root(problem) || !misses_one_of(problem, &wrong);
    let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
    let mut errors = problems.iter().filter(is_error).peekable();
    let excuse_each_other = all && errors.peek().is_some() && !errors.any(stays);
    if !excuse_each_other {
        problems.retain(stays);
    }
    problems
}

/// Whether the undefined name in a problem is one of `names`. What a definition misses under its own name (the
/// dimension `name` an attribute `name`) is something else than the definition.
fn misses_one_of(problem: &Diagnostic, names: &BTreeSet<String>) -> bool {
    let unknown = problem.unknown.as_ref();
    unknown.is_some_and(|missed| names.contains(missed) && name(problem).as_ref() != Some(missed))
}

/// The name of the definition that a problem is in.
fn name(problem: &Diagnostic) -> Option<String> {
    problem.subject.as_ref().map(|subject| subject.name.clone())
}

#[cfg(test)]
mod tests {
    use super::without_consequences;
    use crate::diagnostic::{Code, Diagnostic, Location};

    fn left(problems: &[(&str, Option<&str>)], declared: &[&str]) -> Vec<usize> {
        left_of(problems, &[], declared)
    }

    fn left_of(problems: &[(&str, Option<&str>)], wrong: &[&str], declared: &[&str]) -> Vec<usize> {
        let made = problems.iter().enumerate().map(|(at, (pointer, unknown))| {
            let problem = Diagnostic::error(Code::UNKNOWN_NAME, at.to_string());
            let problem = problem.at(Location::key(*pointer));
            match unknown {
                Some(name) => problem.unknown(*name),
                None => problem,
            }
        });
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let left = without_consequences(made.collect(), names(wrong), &names(declared), true);
        left.iter().map(|it| it.message.parse().unwrap()).collect()
    }

    #[test]
    fn what_a_definition_misses_under_its_own_name_is_reported() {
        let of_lookup = [
            ("/dimensions/name", Some("name")),
            ("/breakdowns/by_name", Some("name")),
        ];
        assert_eq!(left_of(&of_lookup, &["name"], &["name", "by_name"]), [0]);
    }

    #[test]
    fn a_mistake_is_never_excused_by_one_that_it_excuses() {
        let crossed = [("/dimensions/a", Some("b")), ("/dimensions/b", Some("a"))];
        assert_eq!(left_of(&crossed, &["a", "b"], &["a", "b"]), [0, 1]);
    }

    #[test]
    fn what_refers_to_a_wrong_definition_is_left_out_through_any_number_of_steps() {
        let chain = [
            ("/lookups/tasks", None),
            ("/dimensions/task", Some("tasks")),
            ("/breakdowns/by_task", Some("task")),
            ("/charts/tasks_chart", Some("nothing")),
        ];
        assert_eq!(left(&chain, &["tasks", "task", "by_task"]), [0, 3]);
    }

    #[test]
    fn names_that_are_unknown_in_a_circle_are_all_reported() {
        let circle = [("/metrics/x", Some("y")), ("/metrics/y", Some("x"))];
        assert_eq!(left(&circle, &["x", "y"]), [0, 1]);
    }

    #[test]
    fn colors_of_a_name_that_nothing_declares_are_reported() {
        assert_eq!(left(&[("/colors/acount", Some("acount"))], &[]), [0]);
    }

    #[test]
    fn a_definition_of_the_name_that_it_misses_is_reported() {
        assert_eq!(left(&[("/metrics/all", Some("all"))], &["all"]), [0]);
    }
}
