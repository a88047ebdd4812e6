//! Signals of the system. In: how a command wants to handle them. Out: a write error instead of
//! being killed, and a requested end.

use std::io;

/// Turns exceeding this process's file size limit into a write error, which is reported and cleaned
/// up, instead of the end of the process.
pub(crate) fn survive_size_limit() {
    #[cfg(unix)]
    {
        // The signal itself is ignored: the write fails anyway.
        let came = std::sync::Arc::default();
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, came);
    }
}

/// Calls `end` on another thread on an interrupt or a request to terminate, even if the parent
/// process ignores interrupts.
///
/// # Errors
/// The system does not allow it.
pub(crate) fn when_asked_to_end(end: impl FnOnce() + Send + 'static) -> io::Result<()> {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
        std::thread::Builder::new().spawn(move || {
            if signals.forever().next().is_some() {
                end();
            }
        })?;
    }
    #[cfg(not(unix))]
    drop(end);
    Ok(())
}
