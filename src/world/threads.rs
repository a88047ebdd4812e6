//! Threads of the engine. In: how many are allowed. Out: this process with that limit in force.

use std::io;
use std::sync::{Mutex, PoisonError};

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

/// Does some work while another thread, with a stack as large, does other work. Without such a thread it is done afterwards.
pub(crate) fn beside<A: Send, W>(
    other: impl FnOnce() -> A + Send,
    work: impl FnOnce() -> W,
) -> (A, W) {
    // The other work goes to the thread only when there is one.
    let waiting = Mutex::new(Some(other));
    let take = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.take()
    };
    let run = || take().map(|other| other());
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(ROOM);
        let started = thread.spawn_scoped(scope, run);
        let work = work();
        let found = started.ok().and_then(|thread| match thread.join() {
            Ok(found) => found,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        let Some(found) = found.or_else(run) else {
            unreachable!("the other work is done once, here or there");
        };
        (found, work)
    })
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
