//! Serves the page of a spec on a loopback address and renews it on each save. In: a request. Out:
//! pages for browsers, and a `ServeRun` for the terminal after each run.
//!
//! `witness` records what a run reads and waits for a change of it; `state` holds the last good
//! bundle and the message of the last run; `http` reads requests and refuses foreign ones; `answer`
//! serves files of the bundle, and the events to which the page's script, `assets/live.js`,
//! listens.

mod answer;
mod http;
mod state;
mod witness;

use crate::diagnostic::{Format, emit};
use crate::pipeline::{Failure, PublishedBundle, Request, publish};
use crate::session::Session;
use crate::world::{Limits, limited};
use state::{Saved, State};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use witness::Witness;

/// The default port, if none is given and this one is free.
const PORT: u16 = 4280;
/// How long browsers have to learn that the program is ending.
const FAREWELL: Duration = Duration::from_millis(300);

/// A server that listens but has not run its spec yet.
#[derive(Debug)]
pub(crate) struct Server {
    listener: TcpListener,
    address: SocketAddr,
    state: Arc<State>,
}

/// The outcome of a run.
#[derive(Debug)]
pub(crate) struct ServeRun {
    /// Files whose change caused it; empty the first time.
    pub changed: Vec<PathBuf>,
    /// The result.
    pub result: Result<PublishedBundle, Failure>,
    /// How long it took.
    pub time: Duration,
}

/// The kinds of work in a run that may exceed their limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Reading the files and computing the results.
    Computing,
    /// Rendering the texts and writing the bundle.
    Rendering,
}

impl Server {
    /// Listens on a port of the loopback address.
    ///
    /// # Errors
    /// The port is taken.
    pub(crate) fn bind(port: Option<u16>) -> io::Result<Self> {
        let at = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => at(port)?,
            None => at(PORT).or_else(|_| at(0))?,
        };
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            state: Arc::default(),
        })
    }

    /// The address of the page.
    #[must_use]
    pub(crate) fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Runs the spec now and after each change of its inputs, forever. `report_run` is called after
    /// each run, `exceeded` if computing or rendering exceeds its limits, after which the program
    /// ends.
    ///
    /// # Errors
    /// No thread can be started.
    pub(crate) fn run(
        self,
        request: Request,
        report_run: impl Fn(&ServeRun),
        exceeded: impl Fn(Work, &str) + Clone + Send + 'static,
    ) -> io::Result<()> {
        let Self {
            listener,
            address,
            state,
        } = self;
        let shared = state.clone();
        std::thread::Builder::new()
            .spawn(move || answer::listen(&listener, address.port(), &shared))?;
        let mut session = Session::new(request);
        let mut changed = Vec::new();
        loop {
            let begun = Instant::now();
            let world = Witness::default();
            let runaway = |work: Work| {
                let (exceeded, ending) = (exceeded.clone(), state.clone());
                move |what: &str| {
                    exceeded(work, what);
                    let work = match work {
                        Work::Computing => "Reading and computing",
                        Work::Rendering => "The texts",
                    };
                    ending.end(&format!("{work} take {what}: hfreport has ended."));
                    std::thread::sleep(FAREWELL);
                }
            };
            let computing = runaway(Work::Computing);
            let executed = limited(Limits::computing, computing, || session.run(&world));
            let result = executed.and_then(|executed| {
                let cells = executed.cells();
                let limits = move || Limits::rendering(cells);
                let rendering = runaway(Work::Rendering);
                limited(limits, rendering, || publish(&world, executed))
            });
            let (seen, bundle) = world.into_parts();
            let ran = ServeRun {
                time: begun.elapsed(),
                changed,
                result,
            };
            let saved = Saved::new(&ran.changed, ran.time);
            match &ran.result {
                Ok(_) => state.show(bundle, saved),
                Err(failure) => state.fail(excerpts(failure), saved),
            }
            report_run(&ran);
            changed = seen.changed();
        }
    }
}

/// The problems as drawn in the terminal.
fn excerpts(failure: &Failure) -> String {
    let drawn = emit(&[failure.batch()], Format::Human, false);
    drawn.trim_end().to_owned()
}
