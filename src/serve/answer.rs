//! Answers: files of the bundle by their exact names from memory, and the events of runs. A connection
//! has a thread and ends with its answer.

use super::http::{self, Refusal};
use super::state::State;
use crate::publish::{EMPTY_PAGE, with_script};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Most connections at once; a page keeps one open.
const MAX_CONNECTIONS: usize = 64;
/// How long a client may take to read what it is sent.
const MAX_WRITING: Duration = Duration::from_secs(10);
/// How often a connection that waits for runs is looked at.
const PATIENCE: Duration = Duration::from_secs(1);
/// Where pages listen; no file of a bundle has this name.
const EVENTS: &str = "events";
/// The script that pages get here.
const SCRIPT: &str = include_str!("../../assets/live.js");

/// Answers connections for ever.
pub(super) fn listen(listener: &TcpListener, port: u16, state: &Arc<State>) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Too many files are open; some will be closed.
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        let place = Place::taken(&open);
        if place.number >= MAX_CONNECTIONS {
            continue;
        }
        let state = state.clone();
        // A connection without a thread is closed.
        let _ = std::thread::Builder::new().spawn(move || {
            let _place = place;
            // Whoever has gone needs no answer.
            let _ = answer(stream, port, &state);
        });
    }
}

/// One of the connections at once.
struct Place {
    open: Arc<AtomicUsize>,
    number: usize,
}

impl Place {
    fn taken(open: &Arc<AtomicUsize>) -> Self {
        Self {
            number: open.fetch_add(1, Ordering::Relaxed),
            open: open.clone(),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn answer(mut stream: TcpStream, port: u16, state: &State) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(MAX_WRITING))?;
    let asked = http::head(&mut stream).and_then(|head| http::request(&head, port));
    let answered = asked.and_then(|request| {
        let name = match request.name.as_str() {
            "" => "index.html",
            name => name,
        };
        if name == EVENTS {
            return Ok((None, request.head_only));
        }
        let content = content(state, name).ok_or(Refusal(404, "Not Found"))?;
        Ok((Some((name.to_owned(), content)), request.head_only))
    });
    match answered {
        Ok((Some((name, bytes)), head_only)) => {
            let about = format!(
                "Content-Type: {}\r\nContent-Length: {}",
                media_type(&name),
                bytes.len()
            );
            head(&mut stream, 200, "OK", &about)?;
            if !head_only {
                stream.write_all(&bytes)?;
            }
        }
        Ok((None, head_only)) => {
            head(&mut stream, 200, "OK", "Content-Type: text/event-stream")?;
            if !head_only {
                events(&mut stream, state)?;
            }
        }
        Err(Refusal(status, reason)) => {
            let about = format!(
                "Content-Type: text/plain\r\nContent-Length: {}",
                reason.len()
            );
            head(&mut stream, status, reason, &about)?;
            stream.write_all(reason.as_bytes())?;
        }
    }
    // What is still being sent is read for a moment: to close at once would take the answer back.
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let rest = &mut stream.take(8 * http::MAX_HEAD as u64);
    io::copy(rest, &mut io::sink()).map(|_| ())
}

fn head(stream: &mut TcpStream, status: u16, reason: &str, about: &str) -> io::Result<()> {
    let allowed = if status == 405 {
        "Allow: GET, HEAD\r\n"
    } else {
        ""
    };
    let head = format!(
        "HTTP/1.1 {status} {reason}\r\n{about}\r\n{allowed}Connection: close\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n\
         Content-Security-Policy: frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\n\r\n"
    );
    stream.write_all(head.as_bytes())
}

/// The bytes of a file; a page has the script that keeps it current.
fn content(state: &State, name: &str) -> Option<Arc<[u8]>> {
    let Some(file) = state.file(name) else {
        let is_waiting = name == "index.html" && state.is_empty();
        return is_waiting.then(|| live(EMPTY_PAGE, ""));
    };
    let text = std::str::from_utf8(&file.bytes).ok();
    match text.filter(|_| name.ends_with(".html")) {
        Some(page) => Some(live(page, &file.version)),
        None => Some(file.bytes),
    }
}

fn live(page: &str, version: &str) -> Arc<[u8]> {
    with_script(page, SCRIPT, version).into_bytes().into()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// Tells of each run as long as somebody listens.
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

/// Whether the other side has closed the connection.
fn has_gone(stream: &mut TcpStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let read = stream.read(&mut [0; 64]);
    stream.set_nonblocking(false)?;
    match read {
        Ok(read) => Ok(read == 0),
        Err(error) => Ok(error.kind() != io::ErrorKind::WouldBlock),
    }
}
