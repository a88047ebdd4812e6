//! Time and memory. In: work and what it may use. Out: its result, or the end of the process with a
//! message.

use super::disk::bytes_read;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// What some work may use; the languages of a spec count their steps, but some of what they build
/// lazily, and what a reader makes of a file, escapes that count.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time of the processor, which does not pass faster on a machine that is busy with everything else.
    pub time: Duration,
    /// Growth of the memory in use, in bytes.
    pub memory: u64,
}

impl Limits {
    /// Those of texts and of the files that are made of `cells` cells of tables: far more than any report
    /// needs. That of October 2025 takes 0.1 s and 60 MB.
    #[must_use]
    pub fn rendering(cells: usize) -> Self {
        let cells = cells as u64;
        Self {
            time: Duration::from_mins(1) + Duration::from_micros(cells * 50),
            memory: (512 << 20) + cells * 2048,
        }
    }

    /// Those of reading and computing: they grow with what has been read so far.
    #[must_use]
    pub fn computing() -> Self {
        let read = bytes_read();
        Self {
            time: Duration::from_secs(40 + read / 500_000),
            memory: (2 << 30) + read * 20,
        }
    }
}

/// Does some work; when it passes its limits, which may grow meanwhile, `exceeded` is told which one, and
/// the process ends with exit code 1. The work cannot be stopped in any other way; what it writes takes
/// its place in one step, so that nothing is left half done.
pub fn limited<T>(
    limits: impl Fn() -> Limits + Send + 'static,
    exceeded: impl FnOnce(&str) + Send + 'static,
    work: impl FnOnce() -> T,
) -> T {
    let (done, watched) = std::sync::mpsc::channel::<()>();
    let begun = Instant::now();
    let (before, spent) = (memory_in_use(), processor_time());
    std::thread::spawn(move || {
        while watched.recv_timeout(Duration::from_millis(25)) == Err(RecvTimeoutError::Timeout) {
            let limits = limits();
            let grown = memory_in_use().saturating_sub(before);
            // Work that waits for ever takes no time of a processor.
            let time = processor_time().map(|now| now.saturating_sub(spent.unwrap_or_default()));
            let waited = begun.elapsed();
            let what = if time.unwrap_or(waited) > limits.time || waited > limits.time * WAITS {
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

/// Work may take so many times its time where it waits for others.
const WAITS: u32 = 20;

/// Ticks of the clock that counts the time of a process on Linux, in a second.
const TICKS: u64 = 100;

/// Time that the processors have spent on this process, where the system tells it.
#[allow(clippy::disallowed_methods, reason = "this is the World")]
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may hold spaces; behind it the 12th and 13th are meant.
    let (_, rest) = text.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks()? + ticks()?) * 1000 / TICKS))
}

/// Resident memory of this process in bytes, where the system tells it.
#[allow(clippy::disallowed_methods, reason = "this is the World")]
fn memory_in_use() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let resident = pages.and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok());
    resident.unwrap_or(0) * 4096
}
