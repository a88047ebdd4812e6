//! Time and memory. In: work and what it may use. Out: its result, or the end of the process with a
//! message.

use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// What the texts of a report may use; the template language counts its steps, but some of what it
/// builds lazily escapes that count.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time.
    pub time: Duration,
    /// Growth of the memory in use, in bytes.
    pub memory: u64,
}

impl Limits {
    /// Far more than any report needs: that of October 2025 takes 0.1 s and 60 MB.
    pub const RENDERING: Self = Self {
        time: Duration::from_mins(1),
        memory: 512 << 20,
    };
}

/// Does some work; when it passes its limits, `exceeded` is told which one, and the process ends with
/// exit code 1. The work cannot be stopped in any other way; what it writes takes its place in one
/// step, so that nothing is left half done.
pub fn limited<T>(
    limits: Limits,
    exceeded: impl FnOnce(&str) + Send + 'static,
    work: impl FnOnce() -> T,
) -> T {
    let (done, watched) = std::sync::mpsc::channel::<()>();
    let begun = Instant::now();
    let before = memory_in_use();
    std::thread::spawn(move || {
        while watched.recv_timeout(Duration::from_millis(25)) == Err(RecvTimeoutError::Timeout) {
            let grown = memory_in_use().saturating_sub(before);
            let what = if begun.elapsed() > limits.time {
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

/// Resident memory of this process in bytes, where the system tells it.
#[allow(clippy::disallowed_methods, reason = "this is the World")]
fn memory_in_use() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let resident = pages.and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok());
    resident.unwrap_or(0) * 4096
}
