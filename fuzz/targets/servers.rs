//! Servers that answer anything, and a disk in memory that notes what is written. The bytes are an address, then answers, each
//! behind a line `---`: a status, headers, an empty line and the content.

use hfreport::collect::{Collection, collect};
use hfreport::remote::{Address, Hosts, Lock, Remotes};
use hfreport::world::{
    Headers, Held, Network, Replacement, Request, Response, Scratch, Stamp, World,
};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const TOKEN: &str = "hf_QsecretQtoken";
const KEY: &str = "QsecretQkey";
const HOSTS: [&str; 4] = [
    "hub.example",
    "store.example",
    "files.example",
    "*.cdn.example",
];

type Files = Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>;

/// A world whose servers give some answers in turn, the last one for ever.
struct Answering {
    answers: Vec<Vec<u8>>,
    sent: AtomicU64,
    clock: AtomicU64,
    files: Files,
}

impl Answering {
    fn new(answers: Vec<Vec<u8>>) -> Self {
        Self {
            answers,
            sent: AtomicU64::new(0),
            clock: AtomicU64::new(1_760_000_000_000),
            files: Files::default(),
        }
    }

    fn files(&self) -> std::sync::MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer as the bytes have it.
fn answer(bytes: &[u8]) -> Response {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|it| it.trim().parse().ok());
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_lowercase(), value.trim().to_owned()))
    });
    Response {
        status: status.unwrap_or(200),
        headers: Headers(headers.collect()),
        body: Box::new(Cursor::new(body.as_bytes().to_vec())),
    }
}

impl Network for Answering {
    fn send(&self, request: &Request) -> io::Result<Response> {
        let (scheme, rest) = request.url.split_once("://").unwrap_or_default();
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let is_allowed = HOSTS.contains(&host) || host.ends_with(".cdn.example");
        assert!(scheme == "https" && is_allowed, "{}", request.url);
        for (name, value) in &request.headers {
            assert!(
                host == "hub.example" || !value.contains(TOKEN),
                "{name} {}",
                request.url
            );
            assert!(!value.contains(KEY), "{name} {}", request.url);
            let is_signed = value.starts_with("AWS4");
            assert!(
                host == "store.example" || !is_signed,
                "{name} {}",
                request.url
            );
        }
        assert!(!request.url.contains("Qsecret"), "{}", request.url);
        let at = self.sent.fetch_add(1, Ordering::Relaxed) as usize;
        // A list that never ends is refused some time; here soon.
        if at > 400 {
            return Err(io::Error::other("enough"));
        }
        let bytes = self.answers.get(at).or(self.answers.last());
        bytes
            .map(|it| answer(it))
            .ok_or_else(|| io::Error::other("silence"))
    }

    fn now(&self) -> Duration {
        Duration::from_millis(self.clock.fetch_add(1, Ordering::Relaxed))
    }

    fn wait(&self, time: Duration) {
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        assert!(time <= Duration::from_mins(15), "{time:?}");
        self.clock.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

/// Nothing is written but to the cache and to the folder of a collection.
fn written(path: &Path) {
    let is_plain = path
        .components()
        .all(|part| matches!(part, Component::RootDir | Component::Normal(_)));
    let is_ours = path.starts_with("/cache") || path.starts_with("/out");
    assert!(is_plain && is_ours, "{}", path.display());
}

/// A file that is being written.
struct Growing(Files, PathBuf);

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files
            .entry(self.1.clone())
            .or_default()
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Scratch for Answering {
    fn append(&self, path: &Path, from: u64, bytes: &[u8]) -> io::Result<()> {
        written(path);
        let mut files = self.files();
        let file = files.entry(path.to_owned()).or_default();
        file.truncate(usize::try_from(from).unwrap_or(usize::MAX));
        file.extend_from_slice(bytes);
        Ok(())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let bytes = self.read(path)?;
        Ok(Box::new(Cursor::new(bytes)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        written(to);
        let mut files = self.files();
        let bytes = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.files().remove(path);
        Ok(())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send>> {
        written(path);
        self.files().insert(path.to_owned(), Vec::new());
        Ok(Box::new(Growing(self.files.clone(), path.to_owned())))
    }

    fn make_private(&self, folder: &Path) -> io::Result<()> {
        written(folder);
        Ok(())
    }

    fn lock(&self, path: &Path, _: bool) -> io::Result<Option<Held>> {
        written(path);
        Ok(Some(Held::default()))
    }
}

impl World for Answering {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = self.files().get(path).cloned();
        bytes.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn exists(&self, path: &Path) -> bool {
        self.files().contains_key(path)
    }

    fn stamp(&self, _: &Path) -> Option<Stamp> {
        None
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        let path = PathBuf::from(pattern);
        Ok(if self.exists(&path) {
            vec![path]
        } else {
            Vec::new()
        })
    }

    fn variable(&self, name: &str) -> Option<String> {
        let value = match name {
            "HFREPORT_CACHE" => "/cache",
            "HF_ENDPOINT" => "https://hub.example",
            "HF_TOKEN" => TOKEN,
            "AWS_ENDPOINT_URL" => "https://store.example",
            "AWS_ACCESS_KEY_ID" => "id",
            "AWS_SECRET_ACCESS_KEY" => KEY,
            _ => return None,
        };
        Some(value.to_owned())
    }

    fn home(&self) -> Option<PathBuf> {
        None
    }

    fn replace_folder(&self, _: &Path, _: &Replacement<'_>) -> io::Result<Vec<PathBuf>> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }

    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        written(target);
        self.files().insert(target.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        self.replace_file(target, bytes)
    }

    fn network(&self) -> &dyn Network {
        self
    }

    fn scratch(&self) -> &dyn Scratch {
        self
    }
}

fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    text.split("\n---\n")
        .map(|part| part.as_bytes().to_vec())
        .collect()
}

/// Neither files nor messages have a secret.
fn without_secrets(world: &Answering, said: &str) {
    assert!(!said.contains(TOKEN) && !said.contains(KEY), "{said}");
    for (path, bytes) in world.files().iter() {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains(TOKEN) && !text.contains(KEY),
            "{}",
            path.display()
        );
    }
}

/// Addresses, redirects, lists, downloads: who is asked, what is told to whom, where it is written.
pub(crate) fn remote(bytes: &[u8]) {
    let mut parts = parts(bytes);
    let address = String::from_utf8_lossy(&parts.remove(0)).into_owned();
    let _ = Lock::read(Path::new("spec.lock.json"), bytes);
    // What the bytes hold themselves is no secret that leaked.
    if String::from_utf8_lossy(bytes).contains("Qsecret") {
        return;
    }
    if let Ok(read) = Address::parse(&address) {
        let shown = read.to_string();
        let is_whole = !shown.ends_with("?…");
        if is_whole {
            let again = Address::parse(&shown);
            assert!(again.as_ref() == Ok(&read), "{address} {shown} {again:?}");
        }
    }
    let world = Answering::new(parts);
    let hosts = || Hosts::new(HOSTS.map(str::to_owned));
    let found = Remotes::new(hosts(), false).files(&world, &address);
    let files = match found {
        Ok(files) => files,
        Err(problem) => {
            return without_secrets(&world, &format!("{} {:?}", problem.message, problem.hints));
        }
    };
    for file in &files {
        let bytes = world
            .read(&file.path)
            .unwrap_or_else(|error| panic!("{error}: {file:?}"));
        assert_eq!(bytes.len() as u64, file.bytes);
        let place = Path::new("/cache/files").join(&file.sha256);
        assert_eq!(file.path.parent(), Some(&*place));
    }
    // Without a server it stands for the same.
    let again = Remotes::new(hosts(), true).files(&world, &address);
    assert_eq!(again.ok(), Some(files));
    without_secrets(&world, "");
}

/// Pages of a hub: the whole hub, and what walks find. Whatever they hold, the same answers give the same file.
pub(crate) fn collected(bytes: &[u8]) {
    if String::from_utf8_lossy(bytes).contains("Qsecret") {
        return;
    }
    let tags = b"200\n\n{\"language\": [{\"id\": \"en\"}, {\"id\": \"language:fr\"}], \"library\": [{\"id\": \"jax\"}]}".to_vec();
    let answers: Vec<Vec<u8>> = std::iter::once(tags).chain(parts(bytes)).collect();
    for (whole_hub, top) in [(true, None), (false, Some(2))] {
        let run = || {
            let world = Answering::new(answers.clone());
            world.files().insert(
                PathBuf::from("/out/periods.csv"),
                b"snapshot,hub_models,hub_downloads\n".to_vec(),
            );
            world.files().insert(
                PathBuf::from("/out/accounts.csv"),
                b"account,entity\na,A\n".to_vec(),
            );
            let wanted = Collection {
                accounts: Some(PathBuf::from("/out/accounts.csv")),
                out: "/out/hub.parquet".to_owned(),
                top,
                most_models: 3,
                whole_hub,
                periods: whole_hub.then(|| PathBuf::from("/out/periods.csv")),
                ..Collection::default()
            };
            let done = collect(&world, &wanted, &|_| ());
            let said = match &done {
                Ok(done) => format!("{:?} {:?} {:?}", done.faults, done.reason, done.totals),
                Err(problem) => format!("{} {:?}", problem.message, problem.hints),
            };
            without_secrets(&world, &said);
            let mut files = world.files().clone();
            files.retain(|path, _| path.starts_with("/out"));
            (done.map(|done| done.rows).ok(), said, files)
        };
        let one = run();
        assert!(one == run(), "{}", one.1);
        let (rows, _, files) = one;
        assert_eq!(
            rows.is_some(),
            !files.contains_key(Path::new("/out/hub.parquet.journal"))
                && files.contains_key(Path::new("/out/hub.parquet"))
        );
    }
}
