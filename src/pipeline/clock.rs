//! Measures the duration of each phase.

use std::time::{Duration, Instant};

/// Measures from lap to lap.
pub(super) struct Clock<'a> {
    last: Instant,
    timings: &'a mut Vec<(&'static str, Duration)>,
}

impl<'a> Clock<'a> {
    pub(super) fn new(timings: &'a mut Vec<(&'static str, Duration)>) -> Self {
        Self {
            last: Instant::now(),
            timings,
        }
    }

    /// Records the time since the last lap under the name of a phase.
    pub(super) fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        self.timings.push((phase, now - self.last));
        self.last = now;
    }
}
