//! Limits of time and memory. In: work and its limits. Out: its result, or the end of the process
//! with a message.

use super::disk::bytes_read;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// The limits of some work. The languages of a spec count their own steps, but values that they
/// build lazily, and what a reader makes of a file, escape that count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Processor time, which does not depend on other load of the machine.
    pub time: Duration,
    /// Growth of the memory in use, in bytes.
    pub memory: u64,
}

impl Limits {
    /// The limits for rendering texts and the files made from `cells` table cells: far more than
    /// any report needs. October 2025 takes 0.1 s and 60 MB.
    #[must_use]
    pub(crate) fn rendering(cells: usize) -> Self {
        let cells = cells as u64;
        Self {
            time: Duration::from_mins(1) + Duration::from_micros(cells * 50),
            memory: (512 << 20) + cells * 2048,
        }
    }

    /// The same while as much is done beside it: both are measured together.
    #[must_use]
    pub(crate) fn of_two(self) -> Self {
        Self {
            time: self.time * 2,
            memory: self.memory * 2,
        }
    }

    /// The limits for reading and computing; they grow with the bytes read so far.
    #[must_use]
    pub(crate) fn computing() -> Self {
        let read = bytes_read();
        Self {
            time: Duration::from_secs(40 + read / 500_000),
            memory: (2 << 30) + read * 20,
        }
    }
}

/// Does some work. If it exceeds its limits, which may grow meanwhile, `exceeded` receives the
/// limit, and the process ends with exit code 1. The work cannot be stopped in any other way; its
/// output takes its place in one step, so nothing is left half done.
pub(crate) fn limited<T>(
    limits: impl Fn() -> Limits + Send + 'static,
    exceeded: impl FnOnce(&str) + Send + 'static,
    work: impl FnOnce() -> T,
) -> T {
    let (done, watched) = std::sync::mpsc::channel::<()>();
    let begun = Instant::now();
    let (before, spent) = (memory_in_use(), processor_time());
    let waited_before = may_be_waited();
    let processors = std::thread::available_parallelism().map_or(1, |number| number.get() as u32);
    std::thread::spawn(move || {
        while watched.recv_timeout(Duration::from_millis(25)) == Err(RecvTimeoutError::Timeout) {
            let limits = limits();
            let grown = memory_in_use().saturating_sub(before);
            // Work that waits forever takes no processor time.
            let time = processor_time().map(|now| now.saturating_sub(spent.unwrap_or_default()));
            let waited = begun.elapsed();
            let others = may_be_waited().saturating_sub(waited_before);
            let is_long = match time {
                Some(time) => {
                    time > limits.time + others * processors
                        || waited > limits.time * WAITS + others
                }
                None => waited > limits.time + others,
            };
            let what = if is_long {
                format!("longer than {} seconds", limits.time.as_secs())
            } else if grown > limits.memory {
                format!("more than {} MB of memory", limits.memory >> 20)
            } else {
                continue;
            };
            exceeded(&what);
            #[allow(clippy::exit, reason = "nothing else stops the work")]
            std::process::exit(1);
        }
    });
    let result = work();
    drop(done);
    result
}

/// Milliseconds for which this process has waited for others that have limits of their own, or may still do so.
static WAITED: AtomicU64 = AtomicU64::new(0);

fn may_be_waited() -> Duration {
    Duration::from_millis(WAITED.load(Ordering::Relaxed))
}

/// Allows this process to wait for others, whose limit that is; when it is let go of, for as long as it has waited.
#[cfg(feature = "adbc")]
pub(crate) fn may_wait(limit: Duration) -> Waiting {
    let allowed = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
    WAITED.fetch_add(allowed, Ordering::Relaxed);
    let begun = Instant::now();
    Waiting { begun, allowed }
}

/// A time for which this process waits.
#[cfg(feature = "adbc")]
pub(crate) struct Waiting {
    begun: Instant,
    allowed: u64,
}

#[cfg(feature = "adbc")]
impl Drop for Waiting {
    fn drop(&mut self) {
        let waited = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let left = self.allowed.saturating_sub(waited);
        WAITED.fetch_sub(left, Ordering::Relaxed);
    }
}

/// Work may take this many times its time limit if it waits for others.
const WAITS: u32 = 20;

/// Ticks per second of the clock that measures process time on Linux.
const TICKS: u64 = 100;

/// Processor time spent on this process, if the system reports it.
#[allow(clippy::disallowed_methods, reason = "this is the World")]
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The program name, in parentheses, may contain spaces; the 12th and 13th fields after it are
    // needed.
    let (_, rest) = text.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks()? + ticks()?) * 1000 / TICKS))
}

/// Resident memory of this process in bytes, if the system reports it.
#[allow(clippy::disallowed_methods, reason = "this is the World")]
fn memory_in_use() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let resident = pages.and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok());
    resident.unwrap_or(0) * 4096
}
