//! What a run of the program takes of the machine. In: a command. Out: its output, its processor time and its peak
//! of memory.

use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use std::{fmt, fs};

/// Ticks a second of the clock that measures processes on Linux.
const TICKS: u64 = 100;

/// Processor time and greatest resident memory of a process. Nothing is known of them but on Linux.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    /// Time of the processors, which does not depend on other load of the machine.
    pub(crate) time: Duration,
    /// Bytes.
    pub(crate) memory: u64,
}

impl Usage {
    /// What a process has taken up to now; what is known already if it has ended.
    fn now(self, process: u32) -> Self {
        let file = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}"));
        let status = file("status").unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        // The name of the program, in parentheses, may contain spaces.
        let stat = file("stat").unwrap_or_default();
        let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.filter_map(|field| field.parse::<u64>().ok()).sum();
        self.or(Self {
            time: Duration::from_millis(ticks * 1000 / TICKS),
            memory: peak.unwrap_or(0) << 10,
        })
    }
}

impl Usage {
    /// The greater time and the greater memory of two processes.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            time: self.time.max(other.time),
            memory: self.memory.max(other.memory),
        }
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.time.as_secs_f64();
        write!(
            out,
            "{seconds:.1} s of the processor and {} MB",
            self.memory >> 20
        )
    }
}

/// Waits for a process. Both quantities only grow, and are looked at every few milliseconds, in which neither
/// grows by much.
fn watched(child: Child) -> (Output, Usage) {
    let process = child.id();
    let (done, waits) = channel::<()>();
    let watch = std::thread::spawn(move || {
        let mut usage = Usage::default().now(process);
        while waits.recv_timeout(Duration::from_millis(5)) == Err(RecvTimeoutError::Timeout) {
            usage = usage.now(process);
        }
        usage
    });
    let output = child.wait_with_output().expect("a finished program");
    drop(done);
    (output, watch.join().expect("a watch that ends"))
}

/// Runs a command without input to its end.
pub(crate) fn finished(command: &mut Command) -> (Output, Usage) {
    let command = command.stdin(Stdio::null());
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    watched(command.spawn().expect("the program"))
}
