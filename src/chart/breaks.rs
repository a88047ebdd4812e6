//! Counting breaks along an axis of dates. In: the days on which what is counted changed, the positions. Out: between
//! which positions each lies.

use crate::chart::data::{Data, Position};
use crate::results::Key;
use crate::text::{Date, Locale};

/// What is counted changed between two positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakMark {
    /// The first position that is counted in the new way.
    pub at: usize,
    /// The day and what changed, a sentence.
    pub text: String,
}

/// The breaks between the positions of an axis; none of an axis without dates.
pub(crate) fn breaks(data: &Data<'_>, axis: &[Position]) -> Vec<BreakMark> {
    let day = |position: &Position| Date::parse(position.key.as_ref().and_then(Key::code)?);
    let days: Vec<Option<Date>> = axis.iter().map(day).collect();
    between(&days, data.words.breaks(), data.locale)
}

fn between(days: &[Option<Date>], all: Vec<(Date, String)>, locale: Locale) -> Vec<BreakMark> {
    let mut found: Vec<BreakMark> = Vec::new();
    for (date, what) in all {
        let Some(at) = days
            .iter()
            .position(|day| day.is_some_and(|day| day >= date))
        else {
            continue;
        };
        // Before the first position nothing is counted in the old way.
        if !days[..at].iter().any(Option::is_some) {
            continue;
        }
        let day = date.long(locale);
        let text = match locale {
            Locale::Fr => format!("Ce qui est compté a changé le {day}\u{a0}: {what}"),
            Locale::En => format!("What is counted changed on {day}: {what}"),
        };
        match found.last_mut().filter(|last| last.at == at) {
            Some(last) => last.text = format!("{} {text}", last.text),
            None => found.push(BreakMark { at, text }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{BreakMark, between};
    use crate::text::{Date, Locale};

    #[test]
    fn a_break_stands_before_the_first_day_that_is_counted_in_the_new_way() {
        let days = [
            Some("2026-06-01"),
            Some("2026-07-01"),
            None,
            Some("2026-09-01"),
        ];
        let days = days.map(|day| day.and_then(Date::parse));
        let at = |day: &str| {
            let all = vec![(Date::parse(day).unwrap(), "So.".to_owned())];
            let found = between(&days, all, Locale::En);
            found.first().map(|it| it.at)
        };
        // On the day itself it is counted in the new way; August has no rows.
        assert_eq!(at("2026-07-01"), Some(1));
        assert_eq!(at("2026-06-15"), Some(1));
        assert_eq!(at("2026-07-02"), Some(3));
        // Nothing of the chart is counted in the old way, or in the new one.
        assert_eq!(at("2026-06-01"), None);
        assert_eq!(at("2026-09-02"), None);
        let both =
            ["2026-07-05", "2026-08-06"].map(|day| (Date::parse(day).unwrap(), "So.".to_owned()));
        let [one, other] = both.clone().map(|(day, _)| day.long(Locale::Fr));
        let text = format!(
            "Ce qui est compté a changé le {one}\u{a0}: So. Ce qui est compté a changé le {other}\u{a0}: So."
        );
        let found = between(&days, both.to_vec(), Locale::Fr);
        assert_eq!(found, [BreakMark { at: 3, text }]);
    }
}
