//! Times the single steps of a run, when the user asks for it.
//!
//! A meter is handed along beside the results and is never part of them: the output is the same
//! with and without it. Switched off, it costs one comparison per step.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Kinds of steps, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Reading a source and checking its contract.
    Source,
    /// Grouping the rows of a source into a base.
    Base,
    /// Rolling up a base, or another breakdown, to a breakdown.
    Breakdown,
    /// All metrics and checks.
    Metrics,
    /// Drawing a chart in one locale.
    Chart,
}

impl Step {
    /// Its word in the list.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Base => "base",
            Self::Breakdown => "breakdown",
            Self::Metrics => "metrics",
            Self::Chart => "chart",
        }
    }
}

/// A measured step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lap {
    /// Its kind.
    pub step: Step,
    /// Its name.
    pub name: String,
    /// How long it took.
    pub time: Duration,
}

/// Measures steps if it is switched on.
#[derive(Debug, Default)]
pub struct Meter {
    laps: Option<Mutex<Vec<Lap>>>,
}

impl Meter {
    /// A meter that measures if `on`.
    #[must_use]
    pub(crate) fn new(on: bool) -> Self {
        Self {
            laps: on.then(Mutex::default),
        }
    }

    /// Does some work and notes how long it took, in all where it is done in parts; the name is only computed
    /// if the meter is on.
    pub(crate) fn time<T>(
        &self,
        step: Step,
        name: impl FnOnce() -> String,
        work: impl FnOnce() -> T,
    ) -> T {
        let Some(laps) = &self.laps else {
            return work();
        };
        let begun = Instant::now();
        let done = work();
        let time = begun.elapsed();
        let name = name();
        // A thread that panicked while holding the lock leaves only complete laps behind.
        let mut laps = laps.lock().unwrap_or_else(PoisonError::into_inner);
        match laps
            .iter_mut()
            .find(|it| it.step == step && it.name == name)
        {
            Some(known) => known.time += time,
            None => laps.push(Lap { step, name, time }),
        }
        done
    }

    /// The measured steps: by kind, longest first.
    #[must_use]
    pub(crate) fn laps(&self) -> Vec<Lap> {
        let laps = self.laps.as_ref();
        let laps = laps.map(|laps| laps.lock().unwrap_or_else(PoisonError::into_inner));
        let mut laps = laps.map(|laps| laps.clone()).unwrap_or_default();
        laps.sort_by(|one, other| {
            let key = |lap: &Lap| (lap.step, std::cmp::Reverse(lap.time));
            key(one)
                .cmp(&key(other))
                .then_with(|| one.name.cmp(&other.name))
        });
        laps
    }
}

#[cfg(test)]
mod tests {
    use super::{Meter, Step};

    #[test]
    fn a_meter_that_is_off_does_the_work_and_makes_no_name() {
        let meter = Meter::default();
        let name = || panic!("nobody wants the name");
        assert_eq!(meter.time(Step::Chart, name, || 7), 7);
        assert!(meter.laps().is_empty());
    }

    #[test]
    fn what_was_measured_is_reported_by_kind() {
        let meter = Meter::new(true);
        for (step, name) in [
            (Step::Chart, "a"),
            (Step::Base, "b"),
            (Step::Breakdown, "c"),
        ] {
            meter.time(step, || name.to_owned(), || ());
        }
        let laps = meter.laps();
        let names: Vec<&str> = laps.iter().map(|lap| lap.name.as_str()).collect();
        assert_eq!(names, ["b", "c", "a"]);
    }
}
