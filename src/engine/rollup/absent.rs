//! Texts that expressions compare a column or dimension with and that no row has. In: the groups of all
//! bases, and what the engine says of columns that no base has in its key. Out: a warning at each.

use super::Noticed;
use super::coded::Coded;
use super::groups::GroupTable;
use crate::diagnostic::{Code, Diagnostic, meant, nearest_name, there_are};
use crate::plan::{Plan, Scan};
use crate::report::{ComparedText, Purpose};

/// Values that are looked through for the one that was meant.
pub(in crate::engine) const MOST: usize = 10_000;

/// Values that are named when none of them is near.
const FEW: usize = 24;

/// A text that no row has in a column.
#[derive(Clone, Debug)]
pub struct Absent {
    /// The column.
    pub column: String,
    /// The text.
    pub text: String,
    /// The two values that are nearest to it, as far as they are near.
    pub near: Vec<String>,
    /// The values that there are, where these are few; in order.
    pub few: Vec<String>,
}

impl Absent {
    /// A text that is not among the values of a column.
    pub(crate) fn new<'v>(
        column: &str,
        text: &str,
        values: impl IntoIterator<Item = &'v str>,
    ) -> Self {
        let values: Vec<&str> = values.into_iter().take(MOST).collect();
        let mut few: Vec<String> = match values.len() {
            1..=FEW => values.iter().map(|value| (*value).to_owned()).collect(),
            _ => Vec::new(),
        };
        few.sort_unstable();
        // What differs much in length was not meant.
        let length = text.chars().count();
        let near = values.into_iter().filter(|value| {
            let other = value.chars().count();
            length.abs_diff(other) <= 1 + length.max(other) / 4
        });
        let near: Vec<&str> = near.collect();
        let first = nearest_name(text, near.iter().copied());
        let others = near.iter().copied().filter(|value| first != Some(value));
        let second = first.and_then(|_| nearest_name(text, others));
        Self {
            column: column.to_owned(),
            text: text.to_owned(),
            near: first.into_iter().chain(second).map(str::to_owned).collect(),
            few,
        }
    }

    /// The nearest value that can be what was meant.
    fn meant(&self, compared: &ComparedText) -> Option<&str> {
        let mut near = self.near.iter().map(String::as_str);
        near.find(|near| compared.can_mean(near))
    }

    /// Whether it is no mistake.
    pub(crate) fn is_fine(&self, compared: &ComparedText) -> bool {
        compared.is_at_home_elsewhere(self.meant(compared)) || compared.needs_no_mending(&self.near)
    }

    /// What was meant, as far as it is seen.
    pub(crate) fn hint(&self, compared: &ComparedText) -> Option<String> {
        match (self.meant(compared), &compared.purpose) {
            (Some(near), _) => Some(meant(near)),
            (None, Purpose::Compared) if self.text.is_empty() => Some(format!(
                "an empty cell has no value: write `{} IS NULL`",
                self.column
            )),
            _ => (!self.few.is_empty()).then(|| there_are(self.few.iter().map(String::as_str))),
        }
    }
}

/// Whether a source has a text in a column.
enum Verdict {
    Unknown,
    Present,
    Absent(Absent),
}

/// Warns of the texts that no row has.
pub(super) fn note_absent(
    plan: &Plan,
    absent: &[Vec<Absent>],
    tables: &[Option<GroupTable>],
    noticed: &mut Noticed,
) {
    for compared in &plan.compared {
        let mut missed = None;
        let mut is_present = false;
        for (scan, absent) in plan.scans.iter().zip(absent) {
            if !compared.is_of(scan.source) {
                continue;
            }
            let of_groups = |in_scope: bool| {
                let bases = plan.bases.iter().zip(tables);
                let mut bases = bases
                    .filter(|(base, _)| base.source == scan.source && base.in_scope == in_scope);
                let column = bases.find_map(|(_, table)| table.as_ref()?.keys.get(&compared.name));
                Some(of_groups(column?, compared))
            };
            // What only groups of rows in scope know is said of these.
            let of_all = of_groups(false);
            let verdict = of_all.unwrap_or_else(|| of_engine(scan, absent, compared));
            let (verdict, rows) = match verdict {
                Verdict::Unknown => {
                    let verdict = of_groups(true).unwrap_or(Verdict::Unknown);
                    (verdict, "row in scope")
                }
                verdict => (verdict, "row"),
            };
            match verdict {
                Verdict::Unknown => {}
                Verdict::Present => is_present = true,
                Verdict::Absent(found) => missed = Some((found, rows)),
            }
        }
        if let (Some((absent, rows)), false) = (missed, is_present) {
            if absent.is_fine(compared) {
                continue;
            }
            let diagnostic = Diagnostic::warning(Code::ABSENT_TEXT, compared.is_in_no(rows))
                .at(compared.location.clone())
                .maybe_hint(absent.hint(compared));
            noticed.problems.push(diagnostic);
        }
    }
}

fn of_groups(column: &Coded, compared: &ComparedText) -> Verdict {
    let values = || (0..column.count() as u32).filter_map(|code| column.text(code));
    if values().any(|value| value == compared.text) {
        Verdict::Present
    } else {
        let shown = |value: &&str| match &compared.purpose {
            Purpose::Shown { .. } => compared.can_mean(value),
            Purpose::Compared | Purpose::Mended { .. } => true,
        };
        let others = values().filter(shown);
        Verdict::Absent(Absent::new(&compared.name, &compared.text, others))
    }
}

/// What the engine says of a column that it was asked for.
fn of_engine(scan: &Scan, absent: &[Absent], compared: &ComparedText) -> Verdict {
    let texts = scan.asked.get(&compared.name);
    if !texts.is_some_and(|texts| texts.contains(&compared.text)) {
        return Verdict::Unknown;
    }
    let found = absent
        .iter()
        .find(|it| it.column == compared.name && it.text == compared.text);
    found.cloned().map_or(Verdict::Present, Verdict::Absent)
}
