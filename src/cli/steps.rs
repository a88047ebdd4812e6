//! The steps of a run within their limits, and what a terminal sees of them.

use super::bounds::{computed, exceeded};
use crate::diagnostic::Format;
use crate::pipeline::{
    Begun, Failure, HandedOver, PublishedBundle, RenderedRun, Request, TemplateCache, begin,
    check_before_bundle, publish, rendered as render, run as execute,
};
use crate::remote::{Fetching, Listener};
use crate::serve::Work;
use crate::world::{Limits, World, limited};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// A phase that takes longer shows a progress bar on a terminal.
const PATIENCE: Duration = Duration::from_secs(1);

/// Checks, computes and publishes a report; `progress` says which of it is at work.
pub(super) fn steps(
    world: &dyn World,
    request: &Request,
    progress: &Progress,
    format: Format,
) -> Result<PublishedBundle, Failure> {
    let executed = computed(&request.spec, format, || {
        progress.say("checking");
        let checked = check_before_bundle(world, request)?;
        progress.say("computing");
        execute(world, checked)
    })?;
    rendering(request, Limits::rendering(executed.cells()), format, || {
        progress.say("rendering");
        publish(world, executed)
    })
}

/// The first two steps of a run in several: checks a report, and reads the rows where they are few.
pub(super) fn begun(
    world: &dyn World,
    request: &Request,
    format: Format,
) -> Result<Begun, Failure> {
    computed(&request.spec, format, || {
        Ok(begin(world, check_before_bundle(world, request)?))
    })
}

/// The third one: computes a report, after a bundle that was handed over, and renders it, with the templates that earlier
/// periods have compiled.
pub(super) fn rendered(
    world: &dyn World,
    (request, begun): (&Request, Begun),
    (handed_over, cache): (Option<&HandedOver>, &TemplateCache),
    progress: &Progress,
    format: Format,
) -> Result<RenderedRun, Failure> {
    progress.say("computing");
    let executed = computed(&request.spec, format, || begun.run(world, handed_over))?;
    progress.say("rendering");
    let limits = Limits::rendering(executed.cells()).of_two();
    rendering(request, limits, format, || render(world, executed, cache))
}

/// The last one: makes the files of a bundle and puts them into their folder.
pub(super) fn put(
    world: &dyn World,
    request: &Request,
    rendered: RenderedRun,
    format: Format,
) -> Result<PublishedBundle, Failure> {
    let limits = Limits::rendering(rendered.cells()).of_two();
    rendering(request, limits, format, || rendered.files()?.put(world))
}

/// Renders a report, or makes its files, within limits.
fn rendering<T>(request: &Request, limits: Limits, format: Format, work: impl FnOnce() -> T) -> T {
    let spec = request.spec.clone();
    let exceeded = move |what: &str| exceeded(Work::Rendering, &spec, what, format);
    limited(move || limits, exceeded, work)
}

/// A spinner that appears only when a run takes longer than a second.
pub(super) struct Progress {
    bar: ProgressBar,
    /// What stands before each step.
    of: String,
}

impl Progress {
    /// Begins one, if it is to be seen at all.
    pub(super) fn start(visible: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        if visible {
            let shown = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                if !shown.is_finished() {
                    shown.set_draw_target(ProgressDrawTarget::stderr());
                    shown.enable_steady_tick(Duration::from_millis(100));
                }
            });
        }
        Self {
            bar,
            of: String::new(),
        }
    }

    /// Says what is at work.
    pub(super) fn say(&self, what: &str) {
        self.bar.set_message(format!("{}{what}", self.of));
    }

    /// Says how far a download is.
    pub(super) fn listener(&self) -> Listener {
        let bar = self.bar.clone();
        Listener::new(move |address, fetching| {
            let Fetching::Here(bytes, total) = fetching else {
                return bar.set_message(format!("waiting for another run that fetches {address}"));
            };
            let megabytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1e6);
            let of = total.map_or_else(String::new, |total| format!(" of {}", megabytes(total)));
            bar.set_message(format!("fetching {address}: {}{of} MB", megabytes(bytes)));
        })
    }

    /// Says before each step which of several runs it belongs to.
    pub(super) fn of(&mut self, run: &str) {
        self.of = format!("{run}: ");
    }

    /// Takes it off the terminal.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
