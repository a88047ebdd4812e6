//! Signals of the system. In: what a command wants of them. Out: an error of a write instead of an
//! end, and an end that is asked for.

use std::io;

/// Makes a file that passes the size that this process may write an error of the write, which is
/// told and cleared up, instead of the end of the process.
pub fn survive_size_limit() {
    #[cfg(unix)]
    {
        // Nobody looks whether it came: the write says so.
        let came = std::sync::Arc::default();
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, came);
    }
}

/// Calls `end` on another thread when an interrupt or an end is asked for, also where whoever started
/// the process ignores interrupts.
///
/// # Errors
/// The system does not allow it.
pub fn when_asked_to_end(end: impl FnOnce() + Send + 'static) -> io::Result<()> {
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
