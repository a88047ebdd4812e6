//! A network that keeps to the limit of the hub: so many requests in five minutes, and what its answers say of it.
//! Every request is noted before it is sent, so that a program that was killed and begins again counts it too.

use crate::remote::{rate_limit, wait_of};
use crate::world::{Network, Request, Response};
use std::collections::VecDeque;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The time that limits are for.
pub(super) const WINDOW: Duration = Duration::from_mins(5);

/// Notes that a request is sent, at a time since 1970.
pub(super) type Note<'a> = dyn Fn(Duration) -> io::Result<()> + Sync + 'a;

/// A network with a limit.
pub(super) struct Limited<'a> {
    network: &'a dyn Network,
    most: usize,
    note: &'a Note<'a>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When requests were sent, the oldest first.
    sent: VecDeque<Duration>,
    /// Until when the server has asked to wait.
    until: Duration,
    /// All that was waited.
    waited: Duration,
    requests: u64,
}

impl<'a> Limited<'a> {
    /// A limit of `most` requests, of which some were sent already.
    pub(super) fn new(
        network: &'a dyn Network,
        most: usize,
        sent: impl IntoIterator<Item = Duration>,
        note: &'a Note<'a>,
    ) -> Self {
        let state = State {
            sent: sent.into_iter().collect(),
            ..State::default()
        };
        Self {
            network,
            most,
            note,
            state: Mutex::new(state),
        }
    }

    /// Requests that were sent, and what was waited for the limit.
    pub(super) fn counts(&self) -> (u64, Duration) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.requests, state.waited)
    }

    /// Waits until another request is allowed.
    fn turn(&self, state: &mut State) {
        loop {
            let now = self.network.now();
            // A clock that was set back gives no reason to wait for longer than a window.
            state
                .sent
                .retain(|sent| now < *sent + WINDOW && *sent <= now + WINDOW);
            let full = state.sent.len() >= self.most;
            let free = state
                .sent
                .front()
                .filter(|_| full)
                .map(|oldest| *oldest + WINDOW);
            let until = free.unwrap_or_default().max(state.until);
            let pause = until.saturating_sub(now);
            if pause.is_zero() {
                return;
            }
            state.waited += pause;
            self.network.wait(pause);
        }
    }
}

impl Network for Limited<'_> {
    fn send(&self, request: &Request) -> io::Result<Response> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.turn(&mut state);
        let now = self.network.now();
        (self.note)(now)?;
        state.sent.push_back(now);
        state.requests += 1;
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
            state.until = self.network.now() + pause.min(2 * WINDOW);
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
