//! Work of a driver, for which nobody waits longer than allowed: a thread of its own does it, and is left alone where
//! it does not come back.

use crate::world;
use adbc_core::CancelHandle;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long work that was cancelled may take to end, so that an engine inside of this process rests before it ends, and how
/// long a connection may take to be closed.
pub(super) const FAREWELL: Duration = Duration::from_secs(2);

/// Where work says how it is cancelled.
pub(super) type Cancels = Sender<Box<dyn CancelHandle>>;

/// The result of some work; none where it is not there in time.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce(&Cancels) -> T + Send + 'static,
) -> Option<T> {
    let _allowed = world::may_wait(limit);
    let (cancels, cancelled) = channel();
    let (done, result) = channel();
    let thread = std::thread::spawn(move || {
        let _ = done.send(work(&cancels));
    });
    match result.recv_timeout(limit) {
        Ok(found) => Some(found),
        Err(RecvTimeoutError::Timeout) => {
            // To cancel may take forever too.
            std::thread::spawn(move || {
                for handle in cancelled.try_iter() {
                    let _ = handle.try_cancel();
                }
            });
            let _ = result.recv_timeout(FAREWELL);
            None
        }
        Err(RecvTimeoutError::Disconnected) => match thread.join() {
            Ok(()) => None,
            Err(panic) => std::panic::resume_unwind(panic),
        },
    }
}
