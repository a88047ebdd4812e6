//! Remote files: fetched to a cache, verified, and then read as files of this machine.
//!
//! In: an address that a spec names, and the hosts that the command line or `hfreport.toml` allows. Out: the files of
//! the cache that it stands for, each with its address, commit, size and digest. Nothing else of the program reaches a
//! server but through here, and here only through the `World`.

mod address;
mod cache;
mod client;
mod download;
mod hosts;
mod hub;
mod listing;
mod lock;
mod pace;
mod secret;
mod secrets;
mod signature;
mod store;
mod urls;

pub use address::{Address, is_address};
pub(crate) use cache::folder as cache_folder;
pub(crate) use client::{Client as RemoteClient, Patience, Trouble, rate_limit, wait_of, whole};
pub use hosts::Hosts;
pub use lock::{Lock, LockedFile};

use crate::diagnostic::{Code, Diagnostic};
use crate::world::World;
pub(crate) use address::shown as shown_address;
use address::shown;
use cache::{Cache, Entry};
use client::Client;
use download::{Came, Wanted, download, mark};
pub(crate) use secrets::Secrets;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;
pub(crate) use urls::{next_page, url};

/// A fetched file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteFile {
    /// Where it lies in the cache, with the name that it has there.
    pub path: PathBuf,
    /// Its address: for a file of the hub that of the commit.
    pub address: String,
    /// Its commit, for a file of the hub.
    pub commit: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// Its digest.
    pub sha256: String,
}

/// What a run may fetch, and what it has fetched.
#[derive(Clone, Debug, Default)]
pub struct Remotes {
    /// The servers that may be asked.
    pub hosts: Hosts,
    /// Whether no server is asked: what is at hand is read.
    pub is_offline: bool,
    /// Whether the lock is being written: it is not followed.
    pub is_locking: bool,
    /// Who hears how far a download is.
    pub listener: Listener,
    lock: Option<Arc<Lock>>,
    /// What addresses stand for in this run, by their keys.
    known: Arc<Mutex<BTreeMap<String, Vec<RemoteFile>>>>,
}

/// Who hears what is being fetched: its address, and how far it is.
#[derive(Clone, Default)]
pub struct Listener(Option<Arc<Heard>>);

type Heard = dyn Fn(&str, Fetching) + Send + Sync;

/// How far a file is that is being fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetching {
    /// Another run fetches it: this one waits.
    Elsewhere,
    /// The bytes that there are, and all of them if that is known.
    Here(u64, Option<u64>),
}

impl Listener {
    /// Somebody who hears it.
    #[must_use]
    pub fn new(heard: impl Fn(&str, Fetching) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(heard)))
    }

    fn tell(&self, address: &str, bytes: u64, total: Option<u64>) {
        if let Some(heard) = &self.0 {
            heard(address, Fetching::Here(bytes, total));
        }
    }

    fn waits(&self, address: &str) {
        if let Some(heard) = &self.0 {
            heard(address, Fetching::Elsewhere);
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("listener")
    }
}

/// What is asked of a server.
struct Asked<'a> {
    world: &'a dyn World,
    client: Client<'a>,
    cache: &'a Cache,
    listener: &'a Listener,
}

/// One file that is to be at hand.
struct Sought {
    address: Address,
    url: Url,
    commit: Option<String>,
    bytes: Option<u64>,
    sha256: Option<String>,
}

impl Remotes {
    /// What may be fetched from some servers, or from none at all.
    #[must_use]
    pub fn new(hosts: Hosts, is_offline: bool) -> Self {
        Self {
            hosts,
            is_offline,
            ..Self::default()
        }
    }

    /// The same with the lock of a spec.
    #[must_use]
    pub fn with_lock(mut self, lock: Option<Lock>) -> Self {
        self.lock = lock.map(Arc::new);
        self
    }

    /// The same with more hosts.
    #[must_use]
    pub(crate) fn with_hosts(mut self, hosts: &Hosts) -> Self {
        self.hosts = self.hosts.and(hosts);
        self
    }

    /// What addresses stand for, by their keys, as far as they were asked for.
    #[must_use]
    pub fn known(&self) -> BTreeMap<String, Vec<RemoteFile>> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The files that an address stands for, at hand and verified.
    ///
    /// # Errors
    /// It is no address, its host is not allowed, it cannot be fetched, or it is not what the lock says.
    pub fn files(&self, world: &dyn World, text: &str) -> Result<Vec<RemoteFile>, Diagnostic> {
        let address = Address::parse(text).map_err(|why| {
            let scheme = text.split("://").next().unwrap_or_default();
            Diagnostic::error(
                Code::ADDRESS,
                format!("an address that begins with `{scheme}://` is not read: {why}"),
            )
        })?;
        let key = address.key();
        if let Some(known) = self.known().get(&key) {
            return Ok(known.clone());
        }
        let secrets = Secrets::of(world, None)?;
        let url = place(&secrets, &address)?;
        self.hosts.admit(&url, "")?;
        let cache = Cache::of(world)?;
        let asked = Asked {
            world,
            client: Client {
                network: world.network(),
                hosts: &self.hosts,
                secrets: &secrets,
            },
            cache: &cache,
            listener: &self.listener,
        };
        let found = match &self.lock {
            Some(lock) => self.locked(&asked, lock, &address, &key)?,
            None if self.is_offline => asked.at_hand(&address)?,
            None => asked.found(&address, url)?,
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(key, found.clone());
        Ok(found)
    }

    /// The files that a lock names.
    fn locked(
        &self,
        asked: &Asked<'_>,
        lock: &Lock,
        wanted: &Address,
        key: &str,
    ) -> Result<Vec<RemoteFile>, Diagnostic> {
        let files = lock.files(key).ok_or_else(|| {
            let message = format!("`{key}` is not in the lock of the spec");
            Diagnostic::error(Code::LOCK, message).hint("`hfreport lock SPEC` adds it")
        })?;
        let files =
            files.iter().map(|locked| {
                // What comes behind `?` in an address of the web is not in the lock.
                let address = match wanted {
                    Address::Web(_) => wanted.clone(),
                    _ => Address::parse(&locked.address).map_err(|why| {
                        let message = format!("the lock names `{}`: {why}", locked.address);
                        Diagnostic::error(Code::LOCK, message)
                    })?,
                };
                let name = address.file_name().to_owned();
                if let Some(path) = asked.cache.file(asked.world, &locked.sha256, &name) {
                    return Ok(remote(path, locked));
                }
                if self.is_offline {
                    return Err(missing(&locked.address));
                }
                let sought = Sought {
                    url: place(asked.client.secrets, &address)?,
                    address,
                    commit: locked.commit.clone(),
                    bytes: Some(locked.bytes),
                    sha256: Some(locked.sha256.clone()),
                };
                asked
                    .fetched(&sought)
                    .map_err(|problem| match problem.code {
                        Code::CORRUPT => {
                            let message =
                                format!("`{}` differs from the lock of the spec", locked.address);
                            Diagnostic::error(Code::LOCK, message)
                        .hint(problem.message)
                        .hint("`hfreport lock SPEC` locks what is there now: numbers may change")
                        }
                        _ => problem,
                    })
            });
        files.collect()
    }
}

impl Asked<'_> {
    /// What an address stood for when it was asked for last.
    fn at_hand(&self, address: &Address) -> Result<Vec<RemoteFile>, Diagnostic> {
        let key = self.key(address);
        let lacks = || missing(&address.to_string());
        let keys = if address.is_pattern() {
            self.cache.list(self.world, &key).ok_or_else(lacks)?
        } else {
            vec![key]
        };
        let files = keys.iter().map(|key| self.kept(key).ok_or_else(lacks));
        files.collect()
    }

    /// What tells an address from others in the cache: an address of the hub or of a store stands for files of the
    /// server that is asked, which the environment says.
    fn key(&self, address: &Address) -> String {
        let key = address.key();
        let server = match address {
            Address::Hub(_) => &self.client.secrets.hub,
            Address::Store(_) => &self.client.secrets.store,
            Address::Web(_) => return key,
        };
        format!("{key} of {}", shown(server))
    }

    /// The file of an address that is in the cache.
    fn kept(&self, key: &str) -> Option<RemoteFile> {
        let entry = self.cache.entry(self.world, key)?;
        let path = self.cache.file(self.world, &entry.sha256, &entry.name)?;
        Some(RemoteFile {
            path,
            address: entry.address,
            commit: entry.commit,
            bytes: entry.bytes,
            sha256: entry.sha256,
        })
    }

    /// Asks what an address stands for, and fetches what is not at hand.
    fn found(&self, address: &Address, url: Url) -> Result<Vec<RemoteFile>, Diagnostic> {
        let key = self.key(address);
        let is_pattern = address.is_pattern();
        let is_pinned = address.is_pinned();
        let of_hub = |file: hub::HubFile| {
            Ok(Sought {
                url: hub::place(&self.client.secrets.hub, &file.address)?,
                commit: Some(file.address.revision.clone()),
                address: Address::Hub(file.address),
                bytes: file.bytes,
                sha256: file.sha256,
            })
        };
        let sought: Result<Vec<Sought>, Diagnostic> = match address {
            Address::Hub(hub) if is_pattern => {
                let files = hub::matching(&self.client, &self.client.secrets.hub, hub)?;
                files.into_iter().map(of_hub).collect()
            }
            Address::Hub(hub) if is_pinned => {
                let file = hub::HubFile {
                    address: hub.clone(),
                    bytes: None,
                    sha256: None,
                };
                Ok(vec![of_hub(file)?])
            }
            Address::Hub(hub) => Ok(vec![of_hub(hub::at_commit(
                &self.client,
                &self.client.secrets.hub,
                hub,
            )?)?]),
            Address::Store(store) if is_pattern => {
                let server = &self.client.secrets.store;
                let files = store::matching(&self.client, server, store)?;
                let files = files.into_iter().map(|(address, bytes)| {
                    Ok(Sought {
                        url: store::place(server, &address)?,
                        address: Address::Store(address),
                        commit: None,
                        bytes,
                        sha256: None,
                    })
                });
                files.collect()
            }
            Address::Store(_) | Address::Web(_) => Ok(vec![Sought {
                address: address.clone(),
                url,
                commit: None,
                bytes: None,
                sha256: None,
            }]),
        };
        let sought = sought?;
        if sought.is_empty() {
            let message = format!("no file matches `{address}`");
            return Err(Diagnostic::error(Code::FILE, message).environment());
        }
        let files: Vec<RemoteFile> = sought
            .iter()
            .map(|it| self.fetched(it))
            .collect::<Result<_, _>>()?;
        let keys: Vec<String> = sought.iter().map(|it| self.key(&it.address)).collect();
        if is_pattern {
            self.cache.note_list(self.world, &key, &keys)?;
        } else if keys[0] != key
            && let Some(entry) = self.cache.entry(self.world, &keys[0])
        {
            self.cache.note_entry(self.world, &key, &entry)?;
        }
        Ok(files)
    }

    /// One file at hand: from the cache if it is the version that the server has.
    fn fetched(&self, sought: &Sought) -> Result<RemoteFile, Diagnostic> {
        let key = self.key(&sought.address);
        let kept = |key: &str| {
            self.kept(key).filter(|kept| {
                let is_same = |known: &String| *known == kept.sha256;
                sought.sha256.as_ref().is_none_or(is_same)
            })
        };
        // What never changes is read from a cache that cannot be written to, too.
        let pinned = |key: &str| kept(key).filter(|_| sought.address.is_pinned());
        if let Some(kept) = pinned(&key) {
            return Ok(kept);
        }
        // Whoever fetches the same at this moment may be done with it then.
        let waits = || self.listener.waits(&sought.address.to_string());
        let _held = self.cache.held(self.world, &key, &waits)?;
        if let Some(kept) = pinned(&key) {
            return Ok(kept);
        }
        let kept = kept(&key);
        let entry = self.cache.entry(self.world, &key);
        let known = kept.as_ref().and_then(|_| entry.as_ref()?.mark.as_deref());
        let address = sought.address.to_string();
        let wanted = Wanted {
            url: &sought.url,
            address: &address,
            bytes: sought.bytes,
            sha256: sought.sha256.as_deref(),
            known,
        };
        let partial = self.cache.partial(&key);
        let tell = |bytes, total| self.listener.tell(&address, bytes, total);
        match (
            download(&self.client, self.world, &wanted, &partial, &tell)?,
            kept,
        ) {
            (Came::Unchanged, Some(kept)) => Ok(kept),
            (Came::Unchanged, None) => {
                let message = format!(
                    "cannot fetch `{address}`: the server says that it is known, and it is not"
                );
                Err(Diagnostic::error(Code::FETCH, message).environment())
            }
            (
                Came::File {
                    bytes,
                    sha256,
                    headers,
                },
                _,
            ) => {
                let entry = Entry {
                    address,
                    commit: sought.commit.clone(),
                    mark: mark(&headers),
                    bytes,
                    sha256,
                    name: sought.address.file_name().to_owned(),
                };
                let path = self.cache.keep(self.world, &key, &entry)?;
                Ok(RemoteFile {
                    path,
                    address: entry.address,
                    commit: entry.commit,
                    bytes,
                    sha256: entry.sha256,
                })
            }
        }
    }
}

/// Where an address of one file is on the web; of a pattern, its server.
fn place(secrets: &Secrets, address: &Address) -> Result<Url, Diagnostic> {
    match address {
        Address::Hub(hub) => hub::place(&secrets.hub, hub),
        Address::Store(store) => store::place(&secrets.store, store),
        Address::Web(url) => Ok(url.clone()),
    }
}

fn remote(path: PathBuf, locked: &LockedFile) -> RemoteFile {
    RemoteFile {
        path,
        address: locked.address.clone(),
        commit: locked.commit.clone(),
        bytes: locked.bytes,
        sha256: locked.sha256.clone(),
    }
}

/// What is not at hand where no server is asked.
fn missing(address: &str) -> Diagnostic {
    let message = format!("`{address}` is not at hand, and `--offline` asks no server");
    Diagnostic::error(Code::OFFLINE, message)
        .hint("run once without `--offline`, which keeps it in the cache")
        .environment()
}
