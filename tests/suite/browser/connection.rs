//! The browser of this test binary: started once, controlled over a pipe, and ended with this
//! process.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Possible names of the browser's program.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

const OPTIONS: [&str; 16] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--no-default-browser-check",
    "--no-first-run",
    "--mute-audio",
    "--remote-debugging-pipe",
];

/// `DevTools` communicates over the file descriptors 3 and 4. The browser ends when its pipe
/// closes, however this process ends, and the shell that waits for it removes its profile.
const START: &str =
    r#"trap "" INT TERM; "$@" 3<&0 4>&1 </dev/null >/dev/null 2>"$0.log"; rm -rf "$0" "$0.log""#;

/// How long an answer may take on a machine under other load.
const PATIENCE: Duration = Duration::from_mins(1);

/// The browser.
pub(super) struct Browser {
    requests: Mutex<ChildStdin>,
    last: AtomicU64,
    inbox: Mutex<Inbox>,
    arrived: Condvar,
}

/// Messages that have arrived but were not requested yet.
#[derive(Default)]
struct Inbox {
    answers: BTreeMap<u64, Value>,
    /// By the session of their tab.
    events: BTreeMap<String, Vec<Value>>,
    has_ended: bool,
}

impl Browser {
    /// The browser, started by the first test.
    pub(super) fn shared() -> &'static Self {
        static BROWSER: OnceLock<&'static Browser> = OnceLock::new();
        BROWSER.get_or_init(Self::start)
    }

    fn start() -> &'static Self {
        let program = program().unwrap_or_else(|| {
            panic!(
                "there is no browser on the path; looked for {}",
                NAMES.join(", ")
            )
        });
        let profile =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{}", std::process::id()));
        let _ = fs::remove_dir_all(&profile);
        fs::create_dir_all(&profile).expect("a folder for the profile");
        let mut child = Command::new("sh")
            .args(["-c", START])
            .arg(&profile)
            .arg(program)
            .args(OPTIONS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let requests = child.stdin.take().expect("a pipe to the browser");
        let answers = child.stdout.take().expect("a pipe from the browser");
        let browser: &'static Self = Box::leak(Box::new(Self {
            requests: Mutex::new(requests),
            last: AtomicU64::new(0),
            inbox: Mutex::new(Inbox::default()),
            arrived: Condvar::new(),
        }));
        std::thread::spawn(move || {
            browser.receive(answers);
            let _ = child.wait();
        });
        browser
    }

    /// Sorts incoming messages until the browser ends.
    fn receive(&self, answers: ChildStdout) {
        let mut answers = BufReader::new(answers);
        let mut message = Vec::new();
        while answers
            .read_until(0, &mut message)
            .is_ok_and(|read| read > 0)
        {
            let value: Option<Value> = serde_json::from_slice(&message[..message.len() - 1]).ok();
            message.clear();
            let Some(value) = value else { continue };
            let mut inbox = self.inbox();
            if let Some(id) = value["id"].as_u64() {
                inbox.answers.insert(id, value);
            } else {
                let session = value["sessionId"].as_str().unwrap_or_default().to_owned();
                inbox.events.entry(session).or_default().push(value);
            }
            drop(inbox);
            self.arrived.notify_all();
        }
        self.inbox().has_ended = true;
        self.arrived.notify_all();
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a command to a tab, or to the browser itself, and waits for its answer.
    ///
    /// # Errors
    /// The browser's error.
    pub(super) fn command(
        &self,
        session: &str,
        method: &str,
        parameters: &Value,
    ) -> Result<Value, String> {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let mut message = json!({"id": id, "method": method, "params": parameters});
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write_all(&bytes)
            .map_err(|error| format!("{method}: the browser has ended: {error}"))?;
        let answer = self.wait(method, |inbox| inbox.answers.remove(&id))?;
        match answer["error"]["message"].as_str() {
            Some(problem) => Err(format!("{method}: {problem}")),
            None => Ok(answer["result"].clone()),
        }
    }

    /// Waits for an event of a tab, and takes it and all earlier ones.
    ///
    /// # Errors
    /// It does not arrive.
    pub(super) fn events_until(&self, session: &str, method: &str) -> Result<Vec<Value>, String> {
        self.wait(method, |inbox| {
            let events = inbox.events.get_mut(session)?;
            let at = events.iter().position(|event| event["method"] == method)?;
            Some(events.drain(..=at).collect())
        })
    }

    /// Takes the events of a tab that have arrived.
    pub(super) fn events(&self, session: &str) -> Vec<Value> {
        self.inbox().events.remove(session).unwrap_or_default()
    }

    fn wait<T>(&self, what: &str, find: impl Fn(&mut Inbox) -> Option<T>) -> Result<T, String> {
        let end = Instant::now() + PATIENCE;
        let mut inbox = self.inbox();
        loop {
            if let Some(found) = find(&mut inbox) {
                return Ok(found);
            }
            if inbox.has_ended {
                return Err(format!("{what}: the browser has ended"));
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(format!(
                    "{what}: nothing came for {} seconds",
                    PATIENCE.as_secs()
                ));
            }
            let waited = self.arrived.wait_timeout(inbox, left);
            inbox = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// The browser's program on the path.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut candidates = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.find(|candidate| candidate.is_file())
}
