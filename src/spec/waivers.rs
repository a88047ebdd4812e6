//! What a spec waives: `allow: [HF0308]` for the whole spec or on a definition.

use super::spans::escape;
use crate::diagnostic::{
    CODES, Code, Diagnostic, Location, Raised, Severity, Subject, SubjectKind,
};
use serde_json::Value;

/// Kinds of definitions that may waive warnings.
const DEFINITIONS: [SubjectKind; 11] = [
    SubjectKind::Param,
    SubjectKind::Source,
    SubjectKind::Lookup,
    SubjectKind::Dimension,
    SubjectKind::Measure,
    SubjectKind::Breakdown,
    SubjectKind::Metric,
    SubjectKind::Chart,
    SubjectKind::Claim,
    SubjectKind::Check,
    SubjectKind::Section,
];

/// All waivers of a spec.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waivers {
    all: Vec<Waiver>,
    /// Whether the spec is run for several periods: what one has, another one lacks.
    has_periods: bool,
}

#[derive(Clone, Debug)]
struct Waiver {
    /// The definition; `None` for the whole spec.
    of: Option<Subject>,
    /// The entry in `allow`.
    pointer: String,
    code: String,
    used: bool,
    /// Whether it is of checks, none of which is only a warning.
    is_of_errors: bool,
}

impl Waivers {
    /// The waivers of a validated spec.
    #[must_use]
    pub(crate) fn read(spec: &Value) -> Self {
        let mut found = Self {
            has_periods: spec.get("periods").is_some(),
            ..Self::default()
        };
        let checks = spec.get("checks").and_then(Value::as_object);
        let mut checks = checks.into_iter().flat_map(|checks| checks.values());
        found.add(spec, "", !checks.any(is_warning));
        for kind in DEFINITIONS.map(SubjectKind::key) {
            match spec.get(kind) {
                Some(Value::Object(definitions)) => {
                    for (name, definition) in definitions {
                        let is_error = kind == SubjectKind::Check.key() && !is_warning(definition);
                        found.add(definition, &format!("/{kind}/{}", escape(name)), is_error);
                    }
                }
                Some(Value::Array(definitions)) => {
                    for (at, definition) in definitions.iter().enumerate() {
                        found.add(definition, &format!("/{kind}/{at}"), false);
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn add(&mut self, definition: &Value, pointer: &str, has_errors: bool) {
        let codes = definition.get("allow").and_then(Value::as_array);
        for (at, code) in codes.into_iter().flatten().enumerate() {
            self.all.push(Waiver {
                of: Subject::of(pointer),
                pointer: format!("{pointer}/allow/{at}"),
                is_of_errors: has_errors && code == Code::CHECK_FAILED.as_str(),
                code: code.as_str().unwrap_or_default().to_owned(),
                used: false,
            });
        }
    }

    /// Problems of waivers whose codes do not exist or belong to errors.
    #[must_use]
    pub(crate) fn problems(&self) -> Vec<Diagnostic> {
        let waivable = || {
            let entries = CODES.iter();
            let entries = entries.filter(|entry| entry.raised != Raised::AsError);
            entries.map(|entry| entry.code.as_str())
        };
        let wrong = self.all.iter().filter_map(|waiver| {
            let message = match Code::parse(&waiver.code) {
                None => format!("`{}` is no code of a warning", waiver.code),
                Some(entry) if entry.raised == Raised::AsError => {
                    format!(
                        "`{}` is the code of an error that is never waived",
                        waiver.code
                    )
                }
                Some(_) => return None,
            };
            let codes: Vec<&str> = waivable().collect();
            let hint = match Code::parse(&waiver.code) {
                Some(_) => "remove it and mend the error itself".to_owned(),
                None => format!("what may be waived has the codes {}", codes.join(", ")),
            };
            let diagnostic = Diagnostic::error(Code::WRONG_VALUE, message);
            Some(diagnostic.at(Location::value(&waiver.pointer)).hint(hint))
        });
        wrong.collect()
    }

    /// Drops what is waived and remembers which waivers applied.
    pub(crate) fn keep(&mut self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let kept = problems.into_iter().filter(|problem| {
            let fitting = |waiver: &&mut Waiver| {
                waiver.code == problem.code.as_str()
                    && (waiver.of.is_none() || waiver.of == problem.subject)
            };
            let mut waived = false;
            let entry = Code::parse(problem.code.as_str());
            let is_waivable = problem.severity == Severity::Warning
                || entry.is_some_and(|entry| entry.raised == Raised::AsErrorOfRun);
            if is_waivable {
                for waiver in self.all.iter_mut().filter(fitting) {
                    waiver.used = true;
                    waived = true;
                }
            }
            !waived
        });
        kept.collect()
    }

    /// Waivers of codes that could not be raised this time count as used.
    pub(crate) fn spare(&mut self, codes: &[Code]) {
        for waiver in &mut self.all {
            waiver.used |= codes.iter().any(|code| waiver.code == code.as_str());
        }
    }

    /// A warning for each unused waiver whose code is raised in one of these ways.
    #[must_use]
    pub(crate) fn unused(&self, raised: &[Raised]) -> Vec<Diagnostic> {
        let unused = self.all.iter().filter(|waiver| {
            // Whether there are published figures, and files of other periods, depends on the month, as do two rows that are written alike, the
            // greatest of some texts, a sentence that nobody reads this time, a share and a headline; what stands beside the bundle depends on others.
            let of_a_month = [
                Code::PUBLISHED_MISSING,
                Code::OTHER_PERIOD,
                Code::UNTOLD_BREAK,
                Code::NOT_IN_INDEX,
                Code::UNSEEN_ORDER,
                Code::LETTER_ORDER,
                Code::UNSAID_BRANCH,
                Code::OVER_WHOLE,
                Code::EMPTY_HEADLINE,
                Code::SILENT_CLAIM,
                Code::COUNTED_ROWS,
                Code::PERCENT_TWICE,
                Code::SUM_OF_PARTS,
            ];
            let is_of_a_month = of_a_month.iter().any(|code| waiver.code == code.as_str());
            let entry = Code::parse(&waiver.code);
            let is_meant = if waiver.is_of_errors {
                raised.contains(&Raised::AsWarning)
            } else {
                entry.is_some_and(|entry| raised.contains(&entry.raised))
            };
            // What headers say, `check` knows, and it differs from file to file.
            let is_of_files = [Code::HEADER, Code::ABSENT];
            let is_of_rows = entry.is_some_and(|entry| {
                entry.raised != Raised::AsWarning || is_of_files.contains(&entry.code)
            });
            let is_of_other_periods = self.has_periods && is_of_rows && !waiver.is_of_errors;
            !waiver.used && is_meant && !is_of_a_month && !is_of_other_periods
        });
        unused
            .map(|waiver| {
                let (why, hint) = if waiver.is_of_errors {
                    (
                        "but a check that does not hold is an error here",
                        "remove it; with `severity: warning` the check is a warning, which may be waived",
                    )
                } else {
                    (
                        "but there is no such warning here",
                        "remove it, so that a later warning of this kind is seen",
                    )
                };
                let message = format!("`allow` lists `{}`, {why}", waiver.code);
                Diagnostic::warning(Code::UNUSED_WAIVER, message)
                    .at(Location::value(&waiver.pointer))
                    .hint(hint)
            })
            .collect()
    }
}

/// Whether a check is only a warning.
fn is_warning(check: &Value) -> bool {
    check.get("severity").and_then(Value::as_str) == Some("warning")
}
