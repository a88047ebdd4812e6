//! The least speed of an answer: a server that sends a byte now and then would otherwise keep a run for ever. In: the body
//! of an answer and the clock. Out: the same body, which ends in an error where it is too slow.

use crate::world::Network;
use std::io::{self, Read};
use std::time::Duration;

/// The least that comes in a minute, in bytes.
pub(super) const LEAST: u64 = 1 << 16;
/// The time in which it comes.
const WINDOW: Duration = Duration::from_mins(1);

/// A body that is given up when it is too slow.
pub(super) struct Paced<'a> {
    body: Box<dyn Read>,
    network: &'a dyn Network,
    /// When the window began.
    since: Duration,
    /// What came in it.
    bytes: u64,
}

impl<'a> Paced<'a> {
    pub(super) fn new(body: Box<dyn Read>, network: &'a dyn Network) -> Self {
        Self {
            body,
            network,
            since: network.now(),
            bytes: 0,
        }
    }
}

impl Read for Paced<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.body.read(buffer)?;
        self.bytes += length as u64;
        let now = self.network.now();
        // A clock that was set back begins the window anew.
        let Some(passed) = now.checked_sub(self.since) else {
            (self.since, self.bytes) = (now, 0);
            return Ok(length);
        };
        if length > 0 && passed >= WINDOW {
            // The window is longer than a minute where nothing came for long.
            if u128::from(self.bytes) * WINDOW.as_millis() < u128::from(LEAST) * passed.as_millis()
            {
                let why = format!("the server sends less than {} kB a minute", LEAST >> 10);
                return Err(io::Error::new(io::ErrorKind::TimedOut, why));
            }
            (self.since, self.bytes) = (now, 0);
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Request, Response};
    use std::sync::atomic::{AtomicU64, Ordering};

    /// A clock that goes on by some seconds each time it is looked at.
    struct Clock(AtomicU64, u64);

    impl Network for Clock {
        fn send(&self, _: &Request) -> io::Result<Response> {
            Err(io::Error::other("nothing is sent"))
        }

        fn now(&self) -> Duration {
            Duration::from_secs(self.0.fetch_add(self.1, Ordering::Relaxed))
        }

        fn wait(&self, _: Duration) {}
    }

    /// What comes of some bytes in pieces, with a piece each so many seconds.
    fn came(bytes: usize, piece: usize, seconds: u64) -> (usize, Option<String>) {
        let clock = Clock(AtomicU64::new(0), seconds);
        let text = vec![b'a'; bytes];
        let mut body = Paced::new(Box::new(io::Cursor::new(text)), &clock);
        let (mut all, mut buffer) = (0, vec![0; piece]);
        loop {
            match body.read(&mut buffer) {
                Ok(0) => return (all, None),
                Ok(length) => all += length,
                Err(error) => return (all, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn a_body_that_comes_byte_by_byte_is_given_up() {
        // A byte in ten seconds: the sixth one ends the first minute.
        let told = "the server sends less than 64 kB a minute".to_owned();
        assert_eq!(came(1000, 1, 10), (5, Some(told.clone())));
        // 12 kB in ten seconds are 72 kB in a minute, 10 kB are 60.
        assert_eq!(came(10_000_000, 12 << 10, 10), (10_000_000, None));
        assert_eq!(came(10_000_000, 10 << 10, 10).1, Some(told));
        // The end may be as small as it is.
        assert_eq!(came(3, 1, 10), (3, None));
    }
}
