//! Responses: files of the bundle by their exact names from memory, and the events of runs. A
//! connection has a thread and ends with its response.

use super::http::{self, Request, Status};
use super::state::State;
use crate::publish::{EMPTY_PAGE, with_script};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Maximum number of simultaneous connections; a page keeps one open.
const MAX_CONNECTIONS: usize = 64;
/// How long a client may take to read a response.
const MAX_WRITING: Duration = Duration::from_secs(10);
/// Interval at which a connection that waits for runs is checked.
const PATIENCE: Duration = Duration::from_secs(1);
/// The path on which pages listen; no file of a bundle has this name.
const EVENTS: &str = "events";
/// The file served for an empty path.
const INDEX: &str = "index.html";
const PAGE: &str = "text/html; charset=utf-8";
/// The script added to pages here.
const SCRIPT: &str = include_str!("../../assets/live.js");

/// Accepts connections forever.
pub(super) fn listen(listener: &TcpListener, port: u16, state: &Arc<State>) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Too many files are open; some will be closed soon.
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        let place = ConnectionSlot::taken(&open);
        if place.number >= MAX_CONNECTIONS {
            continue;
        }
        let state = state.clone();
        // If no thread can be started, the connection is closed.
        let _ = std::thread::Builder::new().spawn(move || {
            let _place = place;
            // A client that has gone needs no response.
            let _ = answer(stream, port, &state);
        });
    }
}

/// The place of one connection among the maximum number.
struct ConnectionSlot {
    open: Arc<AtomicUsize>,
    number: usize,
}

impl ConnectionSlot {
    fn taken(open: &Arc<AtomicUsize>) -> Self {
        Self {
            number: open.fetch_add(1, Ordering::Relaxed),
            open: open.clone(),
        }
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn answer(mut stream: TcpStream, port: u16, state: &State) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(MAX_WRITING))?;
    let asked = http::head(&mut stream).and_then(|head| http::request(&head, port));
    respond(&mut stream, asked, state)?;
    // The remaining input is read for a moment: closing at once would discard the response.
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let rest = &mut stream.take(8 * http::MAX_HEAD as u64);
    io::copy(rest, &mut io::sink()).map(|_| ())
}

fn respond(
    stream: &mut TcpStream,
    asked: Result<Request, Status>,
    state: &State,
) -> io::Result<()> {
    let found = asked.and_then(|Request { name, head_only }| {
        let name = if name.is_empty() { INDEX } else { &name };
        let bytes = match name {
            EVENTS => None,
            _ => Some(content(state, name).ok_or(Status(404, "Not Found"))?),
        };
        Ok((media_type(name), bytes, head_only))
    });
    match found {
        Ok((kind, bytes, head_only)) => {
            head(stream, Status(200, "OK"), kind, bytes.as_deref())?;
            match bytes {
                _ if head_only => Ok(()),
                Some(bytes) => stream.write_all(&bytes),
                None => events(stream, state),
            }
        }
        Err(status) => {
            let reason = status.1.as_bytes();
            head(stream, status, "text/plain", Some(reason))?;
            stream.write_all(reason)
        }
    }
}

/// The head of a response: pages of other sites may neither read nor frame it.
fn head(
    stream: &mut TcpStream,
    Status(number, reason): Status,
    kind: &str,
    bytes: Option<&[u8]>,
) -> io::Result<()> {
    let length = bytes.map_or_else(String::new, |bytes| {
        format!("Content-Length: {}\r\n", bytes.len())
    });
    let allow = match number {
        405 => "Allow: GET, HEAD\r\n",
        _ => "",
    };
    write!(
        stream,
        "HTTP/1.1 {number} {reason}\r\nContent-Type: {kind}\r\n{length}{allow}Connection: close\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\nContent-Security-Policy: frame-ancestors 'none'\r\n\r\n"
    )
}

/// The bytes of a file; a page gets the script that keeps it current.
fn content(state: &State, name: &str) -> Option<Arc<[u8]>> {
    let live = |page: &str, version: &str| Arc::from(with_script(page, SCRIPT, version).as_bytes());
    match state.file(name) {
        Some(file) if media_type(name) == PAGE => {
            let page = std::str::from_utf8(&file.bytes).ok()?;
            Some(live(page, &file.version))
        }
        Some(file) => Some(file.bytes),
        None => (name == INDEX && state.is_empty()).then(|| live(EMPTY_PAGE, "")),
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => PAGE,
        Some("json") => "application/json",
        Some("pdf") => "application/pdf",
        Some(EVENTS) => "text/event-stream",
        _ => "application/octet-stream",
    }
}

/// Sends an event for each run as long as the client listens.
fn events(stream: &mut TcpStream, state: &State) -> io::Result<()> {
    let mut known = 0;
    loop {
        match state.after(known, PATIENCE) {
            Some((run, event)) => {
                known = run;
                stream.write_all(format!("data: {event}\n\n").as_bytes())?;
            }
            None if has_gone(stream)? => return Ok(()),
            None => {}
        }
    }
}

/// Whether the client has closed the connection.
fn has_gone(stream: &mut TcpStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let read = stream.read(&mut [0; 64]);
    stream.set_nonblocking(false)?;
    match read {
        Ok(read) => Ok(read == 0),
        Err(error) => Ok(error.kind() != io::ErrorKind::WouldBlock),
    }
}
