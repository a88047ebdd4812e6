//! Guards: a period held against the one before. In: the report, its results, and what the bundle of the period
//! before says of its inputs. Out: problems that end the run before anything is published, each of which a spec
//! may waive by name.

use super::jumps::{Amount, Jump, limit_of_period, may_be_chance, written};
use super::thresholds::{limit, shown};
use super::{Results, RowSample, SourceStatistics, SourceTotal, UnmatchedReport, Value};
use crate::diagnostic::{Code, Diagnostic, Location, Subject, SubjectKind, counted};
use crate::report::{DimensionKind, Guards, Report, Source, UnmatchedKeys};
use crate::sql::Decimal;
use crate::text::Locale;
use crate::text::number::integer;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// What the bundle of the period before says of its inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InputsBefore {
    /// The period.
    pub period: String,
    /// Params, as written in paths.
    pub params: IndexMap<String, String>,
    /// Sources by name.
    pub sources: IndexMap<String, SourceBefore>,
    /// Lookups that there were.
    pub lookups: BTreeSet<String>,
    /// Lookups, each with the heaviest keys that it did not have.
    pub lacking: BTreeMap<String, BTreeSet<String>>,
}

/// A source of the period before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceBefore {
    /// Its files: digest and name.
    pub files: BTreeMap<String, String>,
    /// Rows that its report used.
    pub rows: usize,
    /// Empty cells of columns.
    pub empty: IndexMap<String, usize>,
    /// The first day of the month, or of what else a period is, in which nearly all days of a column lie.
    pub days: IndexMap<String, String>,
    /// The digest of these rows in any order.
    pub likeness: Option<String>,
    /// A sample of them.
    pub sample: Option<RowSample>,
    /// Its first measure, and the value.
    pub total: Option<(String, Value)>,
    /// Its further sums and counts.
    pub other_totals: IndexMap<String, Value>,
}

/// The value of a sum or a count, from its digits: a whole number or a decimal, unless it has more of them than these.
#[must_use]
pub(crate) fn written_total(digits: &str) -> Option<Value> {
    let exact = match digits.split_once('.') {
        None => digits.parse().ok().map(Value::Integer),
        Some((_, behind)) => {
            let scale = u8::try_from(behind.len()).ok();
            let decimal = scale.and_then(|scale| Decimal::parse(digits, scale));
            decimal.map(Value::Decimal)
        }
    };
    exact.or_else(|| digits.parse().ok().map(Value::Number))
}

/// A source now and before.
struct Pair<'a> {
    source: &'a Source,
    now: &'a SourceStatistics,
    before: &'a SourceBefore,
}

/// What to do about the rows of the period before.
const SAME: &str = "get the rows of this period; if nothing has changed indeed, say so at the source: `allow: [HF0461]`, which is of all periods of this spec and may stay";
/// What to do about rows of which nearly all are those of the period before.
const NEARLY_THE_SAME: &str = "get the rows of this period; if so few have changed indeed, or rows stay from period to period, as in a file that only grows, say so at the source: `allow: [HF0461]`, which is of all periods of this spec and may stay";

/// The codes of what guards find.
pub(crate) const CODES: [Code; 5] = [
    Code::SAME_FILE,
    Code::JUMP,
    Code::EMPTY_JUMP,
    Code::OLD_TOTAL,
    Code::NEW_UNKNOWN,
];

/// What differs too much from the period before, or too little.
#[must_use]
pub(crate) fn problems(
    report: &Report,
    results: &Results,
    before: &InputsBefore,
) -> Vec<Diagnostic> {
    let Some(guards) = &report.guards else {
        return Vec::new();
    };
    let held = Held {
        report,
        results,
        before,
        guards,
    };
    let pairs = held.pairs();
    let mut problems = Vec::new();
    for pair in &pairs {
        problems.extend(held.same_files(pair).or_else(|| held.old_rows(pair)));
        problems.extend(held.amounts(pair));
        problems.extend(held.empty(pair));
    }
    problems.extend(held.old_totals(&pairs));
    problems.extend(held.new_unknown());
    problems
}

struct Held<'a> {
    report: &'a Report,
    results: &'a Results,
    before: &'a InputsBefore,
    guards: &'a Guards,
}

impl<'a> Held<'a> {
    fn pairs(&self) -> Vec<Pair<'a>> {
        let sources = self.results.sources.iter();
        let pairs = sources.filter_map(|now| {
            Some(Pair {
                source: self.report.sources.iter().find(|it| it.name == now.name)?,
                now,
                before: self.before.sources.get(&now.name)?,
            })
        });
        pairs.collect()
    }

    /// All files of a source whose path names the period are files of the period before.
    fn same_files(&self, pair: &Pair<'_>) -> Option<Diagnostic> {
        let Pair {
            source,
            now,
            before,
        } = pair;
        let files: Vec<&str> = now
            .files
            .iter()
            .map(|file| before.files.get(&file.sha256).map(String::as_str))
            .collect::<Option<_>>()?;
        let first = files.first().filter(|_| source.is_of_period)?;
        let name = |file: &crate::source::InputFile| {
            let name = file.path.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        let own = now.files.first().map(name).unwrap_or_default();
        let more = match files.len() {
            1 => String::new(),
            all => format!(
                ", and so on for all {}",
                counted(all as i128, "file", "files")
            ),
        };
        let message = format!(
            "source `{}`: `{own}` has the bytes of `{first}`, from which the period `{}` was made{more}",
            source.name, self.before.period
        );
        Some(not_of_this_period(source, message, SAME))
    }

    /// All rows of a source whose path names the period, or nearly all, are rows of the period before, in other files.
    fn old_rows(&self, pair: &Pair<'_>) -> Option<Diagnostic> {
        let Pair { now, before, .. } = pair;
        now.likeness.as_ref()?;
        if now.rows == before.rows && now.likeness == before.likeness {
            self.same_rows(pair)
        } else {
            self.nearly_the_same_rows(pair)
        }
    }

    /// All rows are those of the period before.
    fn same_rows(&self, pair: &Pair<'_>) -> Option<Diagnostic> {
        let Pair {
            source,
            now,
            before,
        } = pair;
        let total = self.total_of(source).and_then(|total| {
            let (name, value) = before.total.as_ref()?;
            (*name == total.measure).then_some((total, *value == total.value))
        });
        // What lists say is not part of the digest.
        if total.is_some_and(|(_, is_same)| !is_same) {
            return None;
        }
        let total = total.map(|(total, _)| total);
        let total = total.map(|it| format!(" and `{}` {}", it.measure, written(&it.value)));
        let message = format!(
            "source `{}`: {}{} are exactly those of the period `{}`, though the bytes of the files differ",
            source.name,
            counted(now.rows as i128, "row", "rows"),
            total.unwrap_or_default(),
            self.before.period
        );
        Some(not_of_this_period(source, message, SAME))
    }

    /// Nearly all rows are rows of the period before: its file without the last row, with some rows twice or a cell changed.
    fn nearly_the_same_rows(&self, pair: &Pair<'_>) -> Option<Diagnostic> {
        let Pair {
            source,
            now,
            before,
        } = pair;
        let found = now.sample.as_ref()?.held_against(before.sample.as_ref()?);
        let weight = source.weight.as_ref();
        let weight = weight.filter(|_| !source.weighed_columns().is_empty());
        if !found.are_nearly_all(weight.is_some()) {
            return None;
        }
        let others = found.rows - found.shared;
        let number = |rows: usize| integer((rows as i128).into(), Locale::En);
        let looked_at = number(found.rows);
        let old = match others {
            0 => format!("all {looked_at}"),
            _ => format!("{} of {looked_at}", number(found.shared)),
        };
        let with = weight.map(|weight| format!(" with `{}`", weight.name));
        let message = format!(
            "source `{}`: {old} different rows{}{} are rows of the period `{}` ({} rows then, {} now)",
            source.name,
            with.unwrap_or_default(),
            if found.is_whole {
                ""
            } else {
                " that were looked at"
            },
            self.before.period,
            number(before.rows),
            number(now.rows),
        );
        Some(not_of_this_period(source, message, NEARLY_THE_SAME))
    }

    fn total_of(&self, source: &Source) -> Option<&'a SourceTotal> {
        let mut totals = self.results.totals.iter();
        totals.find(|total| total.source == source.name && total.adds_up)
    }

    fn rows(&self, pair: &Pair<'_>) -> Option<Diagnostic> {
        let whole = |rows: usize| Value::Integer(rows as i128);
        let (now, before) = (whole(pair.now.rows), whole(pair.before.rows));
        self.jump(Amount {
            source: &pair.source.name,
            what: "rows",
            values: (&now, &before),
            measure: None,
            rows_stay: false,
        })
    }

    fn total(&self, pair: &Pair<'_>, rows_stay: bool) -> Option<Diagnostic> {
        let now = self.total_of(pair.source)?;
        let (measure, before) = pair.before.total.as_ref()?;
        if *measure != now.measure {
            return None;
        }
        self.jump(Amount {
            source: &pair.source.name,
            what: &format!("`{measure}`"),
            values: (&now.value, before),
            measure: None,
            rows_stay,
        })
    }

    /// The rows and the measures of a source that jumped. Where rows are missing or there twice, so is what is added up of them, which is not
    /// told again.
    fn amounts(&self, pair: &Pair<'_>) -> Vec<Diagnostic> {
        let rows = self.rows(pair);
        let total = self.total(pair, rows.is_none());
        let first: Vec<Diagnostic> = rows.into_iter().chain(total).collect();
        if first.is_empty() {
            self.other_totals(pair)
        } else {
            first
        }
    }

    /// The further measures of a source that jumped.
    fn other_totals(&self, pair: &Pair<'_>) -> Vec<Diagnostic> {
        let totals = self.results.totals.iter();
        let totals = totals.filter(|total| total.source == pair.source.name);
        let found = totals.filter_map(|now| {
            let before = pair.before.other_totals.get(&now.measure)?;
            // What begins is not what is missing.
            let begins = before.float() == Some(0.0);
            if begins || may_be_chance(&now.value, before) {
                return None;
            }
            self.jump(Amount {
                source: &pair.source.name,
                what: &format!("`{}`", now.measure),
                values: (&now.value, before),
                measure: Some(&now.measure),
                rows_stay: true,
            })
        });
        found.collect()
    }

    /// An amount of a source that fell or rose by more than a share.
    fn jump(&self, amount: Amount<'_>) -> Option<Diagnostic> {
        Jump {
            report: self.report,
            limit: self.guards.change,
            period: &self.before.period,
        }
        .problem(amount)
    }

    /// Columns of which many more or fewer cells are empty.
    fn empty(&self, pair: &Pair<'_>) -> Vec<Diagnostic> {
        let Pair {
            source,
            now,
            before,
        } = pair;
        let columns = now.empty.iter().filter_map(|(name, cells)| {
            let cells_before = *before.empty.get(name)?;
            let (rows, rows_before) = (now.rows as i128, before.rows as i128);
            let (cells, cells_before) = (*cells as i128, cells_before as i128);
            let difference = (cells * rows_before - cells_before * rows).abs();
            let points = Value::share(difference, rows * rows_before);
            if !points.compare(&Value::Number(self.guards.empty)).is_gt() {
                return None;
            }
            let message = format!(
                "column `{name}` of source `{}`: {} of the cells are empty, {} were in the period `{}`; a difference of {} points is allowed",
                source.name,
                shown(&Value::share(cells, rows)),
                shown(&Value::share(cells_before, rows_before)),
                self.before.period,
                limit(self.guards.empty).trim_end_matches('%'),
            );
            let place = Location::key(&source.columns.get(name)?.pointer);
            Some(Diagnostic::error(Code::EMPTY_JUMP, message).at(place).hint(
                "was a field renamed, or filled with a text that means nothing?",
            ).hint(limit_of_period(self.report, "empty", Guards::EMPTY, Code::EMPTY_JUMP)))
        });
        columns.collect()
    }

    /// Numbers of the table of periods that are those of the period before, although the sources changed.
    fn old_totals(&self, pairs: &[Pair<'_>]) -> Vec<Diagnostic> {
        let has_changed = |pair: &Pair<'_>| {
            let files = pair.now.files.iter().map(|file| &file.sha256);
            let files: BTreeSet<&String> = files.collect();
            let total = self.total_of(pair.source);
            let before = pair.before.total.as_ref().map(|(_, value)| value);
            files != pair.before.files.keys().collect()
                || pair.now.rows != pair.before.rows
                || total.map(|it| &it.value) != before
        };
        if !pairs.iter().any(has_changed) {
            return Vec::new();
        }
        let old = self.guards.params.iter().filter_map(|(name, place)| {
            let now = self.report.params.get(name)?;
            (self.before.params.get(name)? == &now.plain()).then(|| {
                let message = format!(
                    "`{name}` is {} as in the period `{}`, although the sources changed",
                    now.plain(),
                    self.before.period
                );
                Diagnostic::error(Code::OLD_TOTAL, message)
                    .about(Subject::new(SubjectKind::Param, name))
                    .at(*place)
                    .hint(format!(
                        "give this period its own number; if it is the same indeed, say so: `{name}: {{default: …, allow: [HF0464]}}`"
                    ))
            })
        });
        old.collect()
    }

    /// Keys that a lookup newly does not have, and that carry much.
    fn new_unknown(&self) -> Vec<Diagnostic> {
        let lacking = &self.before.lacking;
        let mut told = BTreeSet::new();
        let mut problems = Vec::new();
        for found in &self.results.unmatched {
            let Value::Ratio(all) = &found.share else {
                continue;
            };
            // Of a lookup that is new nothing was lacking; and some lookups say of a few keys only what they are.
            if !self.before.lookups.contains(&found.lookup) || self.keeps(&found.dimension) {
                continue;
            }
            for key in &found.heaviest {
                let share = Value::share(key.weight.amount, all.denominator);
                let was_lacking = lacking
                    .get(&found.lookup)
                    .is_some_and(|keys| keys.contains(&*key.key));
                let is_heavy = share.compare(&Value::Number(self.guards.unknown)).is_gt();
                // Several dimensions may look a key up.
                if is_heavy && !was_lacking && told.insert((&found.lookup, &key.key)) {
                    problems.push(self.unknown(found, &key.key, key.weight.rows, &share));
                }
            }
        }
        problems
    }

    /// Whether a key without a row in the lookup of a dimension is meant to stand for itself.
    fn keeps(&self, dimension: &str) -> bool {
        let kind = self.report.dimensions.get(dimension).map(|it| &it.kind);
        let Some(DimensionKind::Lookup { unmatched, .. }) = kind else {
            return false;
        };
        *unmatched == UnmatchedKeys::Keep
    }

    fn unknown(&self, found: &UnmatchedReport, key: &str, rows: i128, share: &Value) -> Diagnostic {
        let dimension = &self.report.dimensions[&found.dimension];
        let column = match &dimension.kind {
            DimensionKind::Lookup { key, .. } => key.as_str(),
            DimensionKind::Explode { column, .. } => column.as_str(),
            DimensionKind::Column(_) | DimensionKind::Bucket { .. } | DimensionKind::Sql(_) => "",
        };
        let message = format!(
            "`{key}` of `{column}` is not in lookup `{}` and has {} of {} ({}); it was not lacking in the period `{}`, {} is allowed",
            found.lookup,
            shown(share),
            found.measure,
            counted(rows, "row", "rows"),
            self.before.period,
            limit(self.guards.unknown),
        );
        Diagnostic::error(Code::NEW_UNKNOWN, message)
            .at(Location::key(&dimension.pointer))
            .hint(format!("add it to lookup `{}`", found.lookup))
            .hint(limit_of_period(
                self.report,
                "unknown",
                Guards::UNKNOWN,
                Code::NEW_UNKNOWN,
            ))
    }
}

/// The problem of a source that has the rows of the period before.
fn not_of_this_period(source: &Source, message: String, hint: &str) -> Diagnostic {
    let place = format!("/sources/{}/path", crate::spec::escape(&source.name));
    let problem = Diagnostic::error(Code::SAME_FILE, message);
    problem.at(Location::key(place)).hint(hint)
}
