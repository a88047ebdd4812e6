//! The journal of a collection: what came, page by page, so that a program that is killed goes on behind the last page
//! that is whole. A page is appended in one piece and ends with a line of its own; what stands behind the last such
//! line is cut off. Requests are noted before they are sent.

use super::faults::Faults;
use super::limiter::Noted;
use super::model::Model;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SnapshotRow;
use crate::world::{Held, World};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Line {
    /// What is collected; the first line.
    Begun(Begun),
    /// A request was sent, in milliseconds since 1970.
    Sent(u64),
    /// The hub has asked to wait until then, in milliseconds since 1970.
    Until(u64),
    /// A model of the page that ends next, with its downloads of the last 30 days if the hub says them.
    Row(SnapshotRow, Option<u64>),
    /// A page is whole.
    Page(Page),
}

/// What a journal has.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Event {
    /// What is collected.
    Begun(Begun),
    /// A request was sent, or a wait asked for.
    Noted(Noted),
    /// A whole page.
    Page(Page, Vec<Model>),
}

/// What is collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    /// The day on which the collection began.
    pub(super) date: String,
    /// What was asked for: a collection goes on as it began.
    pub(super) what: String,
    /// The tags that are languages, as the hub lists them.
    pub(super) languages: Vec<String>,
}

/// The end of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Page {
    /// Which list it is of: the walk over the hub (empty), or an account.
    pub(super) of: String,
    /// Its address.
    pub(super) url: String,
    /// The address of the next page; none behind the last one.
    pub(super) next: Option<String>,
    /// Rows on it.
    pub(super) rows: usize,
    /// What was odd.
    pub(super) faults: Faults,
}

/// A journal that is open.
pub(super) struct Journal<'a> {
    world: &'a dyn World,
    path: PathBuf,
    /// Bytes up to which it is whole.
    length: Mutex<u64>,
    /// Nobody else writes to it.
    _held: Held,
}

impl<'a> Journal<'a> {
    /// The journal of a file that is collected.
    pub(super) fn path(out: &Path) -> PathBuf {
        let mut name = out.file_name().unwrap_or_default().to_owned();
        name.push(".journal");
        out.with_file_name(name)
    }

    /// A journal from which `read` takes all that is whole, and the times of requests behind it too.
    ///
    /// # Errors
    /// It cannot be read, or a line of it is none.
    pub(super) fn open(
        world: &'a dyn World,
        path: PathBuf,
        mut read: impl FnMut(Event),
    ) -> Result<Self, Diagnostic> {
        let (mut length, mut at) = (0, 0);
        let mut rows = Vec::new();
        let problem = |why: String| {
            let message = format!("cannot go on with `{}`: {why}", path.display());
            let hint = "remove it to begin again";
            Diagnostic::error(Code::CHECKPOINT, message)
                .hint(hint)
                .environment()
        };
        let lock = path.with_extension("lock");
        let held = world.scratch().lock(&lock, false);
        let held = held.map_err(|error| unwritable(&lock, &error))?;
        let held = held.ok_or_else(|| problem("another program is collecting it".to_owned()))?;
        if world.exists(&path) {
            let file = world
                .scratch()
                .open(&path)
                .map_err(|error| problem(error.to_string()))?;
            let mut file = BufReader::new(file);
            let mut text = Vec::new();
            loop {
                text.clear();
                let came = file
                    .read_until(b'\n', &mut text)
                    .map_err(|error| problem(error.to_string()))?;
                if came == 0 || !text.ends_with(b"\n") {
                    break;
                }
                at += came as u64;
                let line =
                    serde_json::from_slice(&text).map_err(|error| problem(error.to_string()))?;
                match line {
                    Line::Row(row, recent) => {
                        rows.push(Model { row, recent });
                        continue;
                    }
                    Line::Sent(at) => read(Event::Noted(Noted::Sent(at))),
                    Line::Until(at) => read(Event::Noted(Noted::Until(at))),
                    Line::Begun(begun) => read(Event::Begun(begun)),
                    Line::Page(page) => read(Event::Page(page, std::mem::take(&mut rows))),
                }
                length = at;
            }
        }
        Ok(Self {
            world,
            path,
            length: Mutex::new(length),
            _held: held,
        })
    }

    /// Appends lines in one piece.
    ///
    /// # Errors
    /// The disk refuses them.
    pub(super) fn append(&self, lines: &[Line]) -> io::Result<()> {
        let mut text = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut text, line)?;
            text.push(b'\n');
        }
        let mut length = self.length.lock().unwrap_or_else(PoisonError::into_inner);
        self.world.scratch().append(&self.path, *length, &text)?;
        *length += text.len() as u64;
        Ok(())
    }

    /// Notes a request, or a wait that the hub asks for.
    ///
    /// # Errors
    /// The disk refuses it.
    pub(super) fn note(&self, noted: Noted) -> io::Result<()> {
        self.append(&[match noted {
            Noted::Sent(at) => Line::Sent(at),
            Noted::Until(at) => Line::Until(at),
        }])
    }

    /// Appends a page.
    ///
    /// # Errors
    /// The disk refuses it.
    pub(super) fn page(&self, models: &[Model], page: Page) -> Result<(), Diagnostic> {
        let mut lines: Vec<Line> = models
            .iter()
            .map(|it| Line::Row(it.row.clone(), it.recent))
            .collect();
        lines.push(Line::Page(page));
        self.append(&lines)
            .map_err(|error| unwritable(&self.path, &error))
    }

    /// The rows of those lists that `is_wanted` names, one after another.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn rows(
        &self,
        is_wanted: impl Fn(&str) -> bool,
    ) -> io::Result<impl Iterator<Item = io::Result<SnapshotRow>>> {
        let length = *self.length.lock().unwrap_or_else(PoisonError::into_inner);
        let file = self.world.scratch().open(&self.path)?.take(length);
        let mut page = Vec::new();
        let pages = BufReader::new(file).lines().filter_map(move |line| {
            let line = line.and_then(|line| serde_json::from_str(&line).map_err(io::Error::other));
            match line {
                Ok(Line::Row(row, _)) => page.push(Ok(row)),
                Ok(Line::Page(end)) => {
                    let rows = std::mem::take(&mut page);
                    return Some(if is_wanted(&end.of) { rows } else { Vec::new() });
                }
                Ok(_) => {}
                Err(error) => return Some(vec![Err(error)]),
            }
            None
        });
        Ok(pages.flatten())
    }

    /// Removes it: the file that it was for is whole.
    pub(super) fn remove(self) {
        let scratch = self.world.scratch();
        let _ = scratch.remove(&self.path);
        let _ = scratch.remove(&self.path.with_extension("lock"));
    }
}

/// A file that cannot be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot write `{}`: {error}", path.display());
    Diagnostic::error(Code::FILE, message).environment()
}
