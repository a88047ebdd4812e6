//! The page of a spec on a loopback address, made again on each save. In: a request. Out: pages for
//! browsers, and a [`Ran`] for the terminal after each run.
//!
//! `witness` notes what a run reads and waits for a change of it; `state` holds the last good bundle
//! and what the last run says; `http` reads requests and refuses the foreign ones; `answer` gives
//! files of the bundle, and the events that the script of the page, `assets/live.js`, listens to.

mod answer;
mod http;
mod state;
mod witness;

use crate::diagnostic::{Format, emit};
use crate::pipeline::{Failure, Request, Written, publish};
use crate::session::Session;
use crate::world::{Limits, limited};
use state::{Saved, State};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use witness::Witness;

/// Where a browser looks for the page when no port is asked for and this one is free.
const PORT: u16 = 4280;
/// How long browsers have to learn that the program ends.
const FAREWELL: Duration = Duration::from_millis(300);

/// A server that listens and has not run its spec yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    state: Arc<State>,
}

/// What a run did.
#[derive(Debug)]
pub struct Ran {
    /// Files whose change led to it; none the first time.
    pub changed: Vec<PathBuf>,
    /// What came out.
    pub result: Result<Written, Failure>,
    /// How long it took.
    pub time: Duration,
}

/// Work of a run that may pass its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
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
    pub fn bind(port: Option<u16>) -> io::Result<Self> {
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
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Runs the spec now and after each change of what it reads, for ever; `report_run` gets each run,
    /// `exceeded` of computing and of texts that pass their limits, upon which the program ends.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn run(
        self,
        request: Request,
        report_run: impl Fn(&Ran),
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
            let ran = Ran {
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

/// The problems as the terminal draws them.
fn excerpts(failure: &Failure) -> String {
    let drawn = emit(&[failure.batch()], Format::Human, false);
    drawn.trim_end().to_owned()
}
