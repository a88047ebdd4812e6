//! Threads of the engine. In: how many are allowed. Out: this process with that limit in force.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Scope, ScopedJoinHandle};

/// The environment variables that limit the threads of the engine and of rendering; they are read
/// when the first thread starts.
const THREADS: [&str; 2] = ["POLARS_MAX_THREADS", "RAYON_NUM_THREADS"];

/// Limits the threads of the engine. The engine reads its limit from the environment, so the
/// process starts itself again with it; returns the exit code of that run, or `None` if the limit
/// is already in force.
///
/// # Errors
/// The program cannot be started again.
#[allow(clippy::disallowed_methods, reason = "this is the World")]
pub(crate) fn with_threads(jobs: u16) -> io::Result<Option<i32>> {
    let bound = jobs.to_string();
    let in_force = |name| std::env::var_os(name).is_some_and(|value| *value == *bound);
    if THREADS.into_iter().all(in_force) {
        return Ok(None);
    }
    let status = std::process::Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .envs(THREADS.map(|name| (name, bound.as_str())))
        .status()?;
    Ok(Some(status.code().unwrap_or(2)))
}

/// Stack size of each thread: recursion over trees reaches the limits of the language long before
/// it, and values nested by a template in a loop can be dropped. Only what is used is allocated.
const ROOM: usize = 512 << 20;

/// Work on a thread of its own, with a large stack; where no thread can be had, it was done at once.
#[derive(Debug)]
pub(crate) enum Alongside<'scope, T> {
    /// It may still be at work.
    Thread(ScopedJoinHandle<'scope, Option<T>>),
    /// It is done.
    Done(T),
}

impl<'scope, T: Send + 'scope> Alongside<'scope, T> {
    /// Begins some work.
    pub(crate) fn begin<'env>(
        scope: &'scope Scope<'scope, 'env>,
        work: impl FnOnce() -> T + Send + 'scope,
    ) -> Self {
        // The work goes to the thread only when there is one.
        let waiting = Arc::new(Mutex::new(Some(work)));
        let of_thread = Arc::clone(&waiting);
        let thread = std::thread::Builder::new().stack_size(ROOM);
        match thread.spawn_scoped(scope, move || taken(&of_thread)) {
            Ok(thread) => Self::Thread(thread),
            Err(_) => match taken(&waiting) {
                Some(done) => Self::Done(done),
                None => unreachable!("there is no thread that has taken the work"),
            },
        }
    }

    /// Waits until it is done.
    pub(crate) fn wait(self) -> T {
        match self {
            Self::Done(done) => done,
            Self::Thread(thread) => match thread.join() {
                Ok(Some(done)) => done,
                Ok(None) => unreachable!("only the thread takes the work"),
                Err(panic) => std::panic::resume_unwind(panic),
            },
        }
    }
}

/// Does waiting work, if nobody has taken it.
fn taken<T>(waiting: &Mutex<Option<impl FnOnce() -> T>>) -> Option<T> {
    let work = waiting
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    work.map(|work| work())
}

/// Does some work on a thread with a large stack, as does everything that it spreads over all
/// threads.
///
/// # Errors
/// No such thread can be started.
pub(crate) fn with_room<T: Send>(
    work: impl FnOnce() -> T + Send,
) -> io::Result<std::thread::Result<T>> {
    // The limit of `with_threads` is taken from the environment.
    rayon::ThreadPoolBuilder::new()
        .stack_size(ROOM)
        .build_global()
        .map_err(io::Error::other)?;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(ROOM);
        Ok(thread.spawn_scoped(scope, work)?.join())
    })
}
