//! A server on 127.0.0.1 that notes all that it is sent, and can fail in the ways of servers.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    /// How many requests came before.
    pub(crate) before: usize,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// A value of the query, as it stands there.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.path.split_once('?')?;
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

/// What is answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The connection ends after so many bytes of the body.
    pub(crate) cut: Option<usize>,
    /// The connection ends before anything is answered.
    pub(crate) hangs_up: bool,
}

impl Answer {
    pub(crate) fn of(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            body: body.into(),
            ..Self::default()
        }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn cut(mut self, after: usize) -> Self {
        self.cut = Some(after);
        self
    }

    pub(crate) fn hang_up() -> Self {
        Self {
            hangs_up: true,
            ..Self::of(200, "")
        }
    }

    /// A file with a mark: whole, or the part that is asked for.
    pub(crate) fn file(asked: &Asked, bytes: &[u8], mark: &str) -> Self {
        if asked.header("if-none-match") == Some(mark) {
            return Self::of(304, "").with("etag", mark);
        }
        let from = asked.header("range").and_then(|range| {
            let range = range.strip_prefix("bytes=")?.strip_suffix('-')?;
            range.parse::<usize>().ok()
        });
        match from {
            Some(from) if asked.header("if-range") == Some(mark) && from < bytes.len() => {
                let range = format!("bytes {from}-{}/{}", bytes.len() - 1, bytes.len());
                Self::of(206, &bytes[from..])
                    .with("content-range", range)
                    .with("etag", mark)
            }
            _ => Self::of(200, bytes).with("etag", mark),
        }
    }
}

type Answers = dyn Fn(&Asked) -> Answer + Send + Sync;

/// The server.
pub(crate) struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Starts one, which ends with the tests.
    pub(crate) fn start(answers: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (answers, noted) = (
            Arc::<Answers>::from(Box::new(answers) as Box<Answers>),
            asked.clone(),
        );
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, noted) = (answers.clone(), noted.clone());
                std::thread::spawn(move || serve(stream, &*answers, &noted));
            }
        });
        Self { port, asked }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.host())
    }

    /// Its name and port, as they are allowed.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// All that it was asked.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, answers: &Answers, noted: &Mutex<Vec<Asked>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first).ok()? == 0 {
            return None;
        }
        let mut parts = first.split_whitespace().map(str::to_owned);
        let (method, path) = (parts.next()?, parts.next()?);
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let asked = {
            let mut noted = noted.lock().unwrap();
            let before = noted.len();
            let asked = Asked {
                method,
                path,
                headers,
                before,
            };
            noted.push(asked.clone());
            asked
        };
        let answer = answers(&asked);
        if answer.hangs_up {
            return None;
        }
        let mut head = format!("HTTP/1.1 {} OK\r\n", answer.status);
        let has_length = answer
            .headers
            .iter()
            .any(|(name, _)| name == "content-length");
        if !has_length {
            head += &format!("content-length: {}\r\n", answer.body.len());
        }
        for (name, value) in &answer.headers {
            head += &format!("{name}: {value}\r\n");
        }
        // In one piece: a second one would wait for the first to be acknowledged.
        let mut bytes = (head + "\r\n").into_bytes();
        if asked.method != "HEAD" && answer.status != 304 {
            let length = answer
                .cut
                .unwrap_or(answer.body.len())
                .min(answer.body.len());
            bytes.extend(&answer.body[..length]);
        }
        stream.write_all(&bytes).ok()?;
        if answer.cut.is_some() {
            return None;
        }
    }
}
