//! Dates far from all others. In: the frames of the breakdowns. Out: a warning for each, which is most often a year that is
//! mistyped.

use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::report::{Breakdown, Report};
use crate::results::{Frame, Results};
use crate::sql::Type;
use crate::text::Date;
use std::collections::BTreeSet;

/// Of fewer dates nothing is said: they have no course that one could leave.
const LEAST: usize = 10;

/// A warning for each first or last date that is further from the others than these are from each other.
pub(super) fn far_dates(report: &Report, results: &Results) -> Vec<Diagnostic> {
    let mut told = BTreeSet::new();
    let mut warnings = Vec::new();
    for (name, breakdown) in &report.breakdowns {
        let Some(frame) = results.frames.get(name) else {
            continue;
        };
        for (at, column) in frame.columns.dimensions().iter().enumerate() {
            if column.value_type != Type::Date {
                continue;
            }
            let dates = dates(frame, at);
            let far = far(&dates).into_iter();
            // Several breakdowns by one dimension have the same dates.
            let new = far.filter(|it| told.insert((column.name.clone(), it.date)));
            let new: Vec<Far> = new.collect();
            warnings.extend(new.iter().map(|it| it.warning(breakdown, &column.name)));
        }
    }
    warnings
}

/// The dates of a dimension in ascending order.
fn dates(frame: &Frame, at: usize) -> Vec<Date> {
    let keys = frame.rows.iter().filter_map(|row| row.keys.get(at));
    let dates = keys.filter_map(|key| Date::parse(key.code()?));
    let dates: BTreeSet<Date> = dates.collect();
    dates.into_iter().collect()
}

/// A date far from the others.
struct Far {
    date: Date,
    /// Its distance in days.
    days: i64,
    /// The first and the last one of the others.
    others: (Date, Date),
}

/// The first and the last date, if they are far from the others.
fn far(dates: &[Date]) -> Vec<Far> {
    if dates.len() < LEAST {
        return Vec::new();
    }
    let beside = |date: Date, others: &[Date]| {
        let others = (*others.first()?, *others.last()?);
        let days = if date < others.0 {
            others.0.number() - date.number()
        } else {
            date.number() - others.1.number()
        };
        let length = others.1.number() - others.0.number();
        (days > length).then_some(Far { date, days, others })
    };
    let ends = [dates.split_first(), dates.split_last()].into_iter();
    let found = ends
        .flatten()
        .filter_map(|(date, others)| beside(*date, others));
    found.collect()
}

impl Far {
    fn warning(&self, breakdown: &Breakdown, dimension: &str) -> Diagnostic {
        let (first, last) = self.others;
        let days = usize::try_from(self.days).unwrap_or_default();
        let message = format!(
            "`{dimension}` of breakdown `{}` has {}, which is {} from the other dates ({} to {}): further than these are from each other",
            breakdown.name,
            self.date.iso(),
            counted(days, "day", "days"),
            first.iso(),
            last.iso()
        );
        Diagnostic::warning(Code::FAR_DATE, message)
            .at(Location::key(format!("{}/by", breakdown.pointer)))
            .hint(format!(
                "most often a year is mistyped: correct the cell, leave its rows out with `where`, or waive the warning with `allow: [{}]` in breakdown `{}`",
                Code::FAR_DATE,
                breakdown.name
            ))
    }
}

#[cfg(test)]
mod tests {
    use super::far;
    use crate::text::Date;

    fn found(others: u8, more: &[&str]) -> Vec<String> {
        let days = (1..=others).map(|day| format!("2025-10-{day:02}"));
        let days = days.chain(more.iter().map(|it| (*it).to_owned()));
        let mut dates: Vec<Date> = days.filter_map(|day| Date::parse(&day)).collect();
        dates.sort_unstable();
        far(&dates).into_iter().map(|it| it.date.iso()).collect()
    }

    #[test]
    fn a_date_further_from_the_others_than_these_are_from_each_other_is_far() {
        assert_eq!(found(31, &["2052-10-03"]), ["2052-10-03"]);
        assert_eq!(found(31, &["0205-10-03"]), ["0205-10-03"]);
        assert_eq!(found(31, &["2025-12-02"]), ["2025-12-02"]);
        // As far as the month is long, two of them, or too few others to say.
        assert_eq!(found(31, &["2025-11-30"]), [""; 0]);
        assert_eq!(found(31, &["2052-10-03", "2052-10-04"]), [""; 0]);
        assert_eq!(found(8, &["2052-10-03"]), [""; 0]);
        assert_eq!(found(9, &["2052-10-03"]), ["2052-10-03"]);
    }
}
