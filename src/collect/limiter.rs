//! A network that keeps to the limit of the hub: so many requests in five minutes, and what its answers say of it.
//! Every request is noted before it is sent, in the journal and where other collections look, so that a program that was
//! killed and begins again counts it too, and so does another collection.

use super::requests::{Requests, Shared};
use crate::remote::{rate_limit, wait_of};
use crate::world::{Network, Request, Response};
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The time that limits are for, in milliseconds.
const WINDOW: u64 = 5 * 60 * 1000;

/// What is noted in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noted {
    /// A request is sent, in milliseconds since 1970.
    Sent(u64),
    /// The hub asks to wait until then.
    Until(u64),
}

/// Notes something in the journal.
pub(super) type Note<'a> = dyn Fn(Noted) -> io::Result<()> + Sync + 'a;

/// A network with a limit.
pub(super) struct Limited<'a> {
    network: &'a dyn Network,
    most: usize,
    note: &'a Note<'a>,
    shared: Shared<'a>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    known: Requests,
    /// All that was waited.
    waited: Duration,
    requests: u64,
}

impl<'a> Limited<'a> {
    /// A limit of `most` requests, of which some were sent already.
    pub(super) fn new(
        network: &'a dyn Network,
        most: usize,
        known: Requests,
        note: &'a Note<'a>,
        shared: Shared<'a>,
    ) -> Self {
        let state = State {
            known,
            ..State::default()
        };
        Self {
            network,
            most,
            note,
            shared,
            state: Mutex::new(state),
        }
    }

    /// Requests that were sent, and what was waited for the limit.
    pub(super) fn counts(&self) -> (u64, Duration) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.requests, state.waited)
    }

    /// Waits until another request is allowed, and notes it.
    fn turn(&self, state: &mut State) -> io::Result<()> {
        loop {
            let held = self.shared.held();
            let known = &mut state.known;
            known.merge(&self.shared.read());
            let now = self.now_in_milliseconds();
            // A clock that was set back gives no reason to wait for longer than a window, or than what a hub may ask for.
            known
                .sent
                .retain(|sent| now < *sent + WINDOW && *sent <= now + WINDOW);
            if known.until > now + 2 * WINDOW {
                known.until = 0;
            }
            let full = known.sent.len() >= self.most;
            let free = known.sent.first().filter(|_| full);
            let free = free.map_or(0, |oldest| oldest + WINDOW);
            let pause = free.max(known.until).saturating_sub(now);
            if pause == 0 {
                let at = known.send(now);
                (self.note)(Noted::Sent(at))?;
                self.shared.write(known);
                state.requests += 1;
                return Ok(());
            }
            drop(held);
            let pause = Duration::from_millis(pause);
            state.waited += pause;
            self.network.wait(pause);
        }
    }

    fn now_in_milliseconds(&self) -> u64 {
        u64::try_from(self.network.now().as_millis()).unwrap_or(u64::MAX / 2)
    }
}

impl Network for Limited<'_> {
    fn send(&self, request: &Request) -> io::Result<Response> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.turn(&mut state)?;
        let response = self.network.send(request)?;
        let said = response.headers.get("ratelimit").and_then(rate_limit);
        let empty = said
            .filter(|limit| limit.left == 0)
            .map(|limit| Duration::from_secs(limit.seconds));
        let refused = || {
            (response.status == 429)
                .then(|| wait_of(&response.headers))
                .flatten()
        };
        if let Some(pause) = empty.or_else(refused) {
            let pause = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            let until = self.now_in_milliseconds() + pause.min(2 * WINDOW);
            state.known.until = until;
            let _held = self.shared.held();
            let mut known = self.shared.read();
            known.merge(&state.known);
            self.shared.write(&known);
            (self.note)(Noted::Until(until))?;
        }
        Ok(response)
    }

    fn now(&self) -> Duration {
        self.network.now()
    }

    fn wait(&self, time: Duration) {
        self.network.wait(time);
    }
}
