//! `hfreport serve` on a project: started, queried over TCP, ended with its handle.

use crate::fixture::Project;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long something may take on a machine that is busy with everything else: tests wait for what is to
/// happen, and only what never happens takes this long.
pub(crate) const PATIENCE: Duration = Duration::from_mins(5);

/// A running server.
pub(crate) struct Server {
    /// The process.
    pub(crate) child: Child,
    /// The port on which it listens.
    pub(crate) port: u16,
    output: Receiver<String>,
    errors: Receiver<String>,
}

impl Server {
    /// Serves the spec of a project.
    pub(crate) fn of(project: &Project) -> Self {
        Self::start(project.folder(), &["spec.yaml"])
    }

    /// Serves a spec; the first run is done.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let program = Command::new(assert_cmd::cargo::cargo_bin("hfreport"));
        Self::started_by(program, folder, arguments)
    }

    /// Serves the spec of a project as the child of a process that ignores signals.
    #[cfg(unix)]
    pub(crate) fn ignoring(project: &Project, signals: &str) -> Self {
        if signals.is_empty() {
            return Self::of(project);
        }
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(format!("trap '' {signals}; exec \"$0\" \"$@\""))
            .arg(assert_cmd::cargo::cargo_bin("hfreport"));
        Self::started_by(shell, project.folder(), &["spec.yaml"])
    }

    /// Serves the only spec of a project and opens its page, with the programs of a folder before all others.
    #[cfg(unix)]
    pub(crate) fn opened_by(project: &Project, programs: &Path) -> Self {
        let mut program = Command::new(assert_cmd::cargo::cargo_bin("hfreport"));
        let path = std::env::var("PATH").unwrap_or_default();
        program.env("PATH", format!("{}:{path}", programs.display()));
        Self::started_by(program, project.folder(), &["--open"])
    }

    fn started_by(mut program: Command, folder: &Path, arguments: &[&str]) -> Self {
        let mut child = program
            .current_dir(folder)
            .env_remove("CLICOLOR_FORCE")
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let output = lines(child.stdout.take().expect("its output"));
        let errors = lines(child.stderr.take().expect("its messages"));
        let told = output.recv_timeout(PATIENCE).expect("an address");
        let address = told.rsplit("127.0.0.1:").next().expect("a port");
        let port = address.trim_end_matches('/').parse().expect("a port");
        let server = Self {
            child,
            port,
            output,
            errors,
        };
        server.ran();
        server
    }

    /// Waits for the next run and returns the terminal's message about it.
    #[track_caller]
    pub(crate) fn ran(&self) -> String {
        self.output.recv_timeout(PATIENCE).expect("a run")
    }

    /// Waits until the messages in the terminal contain a text, and returns them.
    #[track_caller]
    pub(crate) fn told(&self, part: &str) -> String {
        let mut text = String::new();
        while !text.contains(part) {
            let line = self.errors.recv_timeout(PATIENCE);
            text += &line.unwrap_or_else(|_| panic!("`{part}` is not told:\n{text}"));
            text.push('\n');
        }
        text
    }

    /// The address of a file.
    pub(crate) fn address(&self, name: &str) -> String {
        format!("http://127.0.0.1:{}/{name}", self.port)
    }

    /// The response to some bytes: status and full text.
    pub(crate) fn answer(&self, request: &str) -> (u16, String) {
        let mut stream = self.connect();
        // A response may arrive before everything was sent.
        let _ = stream.write_all(request.as_bytes());
        let mut text = Vec::new();
        let _ = stream.read_to_end(&mut text);
        let text = String::from_utf8(text).expect("UTF-8");
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
        (status.unwrap_or_default(), text)
    }

    /// A connection.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap_or_else(|error| {
            let messages: Vec<String> = self.errors.try_iter().collect();
            panic!("no connection: {error}\n{}", messages.join("\n"))
        });
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// The response to a request for a path, with additional header lines.
    pub(crate) fn get(&self, path: &str, more: &str) -> (u16, String) {
        self.answer(&self.head(path, more))
    }

    /// The head of such a request.
    pub(crate) fn head(&self, path: &str, more: &str) -> String {
        let host = format!("Host: 127.0.0.1:{}", self.port);
        format!("GET {path} HTTP/1.1\r\n{host}\r\n{more}\r\n")
    }

    /// The content of a file.
    pub(crate) fn content(&self, name: &str) -> String {
        let (status, text) = self.get(&format!("/{name}"), "");
        assert_eq!(status, 200, "{name}: {text}");
        text.split_once("\r\n\r\n").expect("a head").1.to_owned()
    }

    /// The page as in the bundle, without the additions that keep it current.
    pub(crate) fn page(&self, name: &str) -> String {
        let page = self.content(name);
        let policy = "connect-src 'self'; script-src ";
        let (head, rest) = page.split_once(policy).expect("a policy");
        let (_, rest) = rest.split_once(' ').expect("the hash of its script");
        let (before, rest) = rest.split_once("<script data-version").expect("a script");
        let (_, after) = rest.split_once("</script>\n").expect("its end");
        format!("{head}script-src {before}{after}")
    }

    /// The events from now on.
    pub(crate) fn events(&self) -> Events {
        let mut stream = self.connect();
        let host = format!("Host: 127.0.0.1:{}", self.port);
        write!(stream, "GET /events HTTP/1.1\r\n{host}\r\n\r\n").expect("a request");
        let mut lines = BufReader::new(stream).lines();
        // The head of the answer says that the server knows of this connection.
        let head = lines.next().expect("an answer").expect("a line");
        assert!(head.contains(" 200 "), "{head}");
        Events(lines)
    }

    /// Waits for an event that meets a condition.
    #[track_caller]
    pub(crate) fn event(&self, is_meant: impl Fn(&Value) -> bool) -> Value {
        self.events().wait(is_meant)
    }
}

/// The events of a connection.
pub(crate) struct Events(std::io::Lines<BufReader<TcpStream>>);

impl Events {
    /// Waits for an event that meets a condition.
    #[track_caller]
    pub(crate) fn wait(self, is_meant: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        for line in self.0 {
            let line = line.expect("an event in time");
            let Some(event) = line.strip_prefix("data: ") else {
                continue;
            };
            let event: Value = serde_json::from_str(event).expect("JSON");
            if is_meant(&event) {
                return event;
            }
            assert!(Instant::now() < end, "{event}");
        }
        panic!("the events have ended");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    receiver
}
