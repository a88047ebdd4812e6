//! When requests were sent to a hub, by whatever collection of the user: the limit of the hub counts them all. In: the
//! hub. Out: a file of the cache that each request is noted in before it is sent, and that other runs read before theirs.

use crate::checksum::sha256;
use crate::remote::cache_folder;
use crate::world::{Held, World};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What was sent to a hub, in milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Requests {
    /// When requests were sent.
    pub(super) sent: BTreeSet<u64>,
    /// Until when the hub has asked to wait.
    pub(super) until: u64,
}

impl Requests {
    /// Adds what others know.
    pub(super) fn merge(&mut self, others: &Self) {
        self.sent.extend(&others.sent);
        self.until = self.until.max(others.until);
    }

    /// Notes a request; of two at the same moment each counts.
    pub(super) fn send(&mut self, now: u64) -> u64 {
        let mut at = now;
        while !self.sent.insert(at) {
            at += 1;
        }
        at
    }
}

/// The file in which the requests to a hub are noted; none where the user has no cache, or it cannot be written.
pub(super) struct Shared<'a> {
    world: &'a dyn World,
    path: Option<PathBuf>,
}

impl<'a> Shared<'a> {
    /// The one of a hub.
    pub(super) fn of(world: &'a dyn World, hub: &str) -> Self {
        let path = cache_folder(world).map(|folder| folder.join("limits").join(sha256(hub)));
        let path = path.map(|path| path.with_extension("json"));
        let is_fine = |path: &PathBuf| {
            let folder = path.parent().unwrap_or(path);
            world.scratch().make_private(folder).is_ok()
        };
        Self {
            world,
            path: path.filter(is_fine),
        }
    }

    /// Keeps other runs from looking and noting in between.
    pub(super) fn held(&self) -> Option<Held> {
        let path = self.path.as_ref()?.with_extension("lock");
        self.world.scratch().lock(&path, true).ok().flatten()
    }

    /// What all runs have noted.
    pub(super) fn read(&self) -> Requests {
        let read = |path: &Path| {
            let mut text = Vec::new();
            let mut file = self.world.scratch().open(path).ok()?;
            file.read_to_end(&mut text).ok()?;
            serde_json::from_slice(&text).ok()
        };
        self.path.as_deref().and_then(read).unwrap_or_default()
    }

    /// Notes it. A cache that cannot be written is no reason to collect nothing: the journal has the requests too.
    pub(super) fn write(&self, requests: &Requests) {
        let Some(path) = &self.path else { return };
        let text = serde_json::to_vec(requests).unwrap_or_default();
        let scratch = self.world.scratch();
        let beside = path.with_extension("new");
        let written = scratch.append(&beside, 0, &text);
        let _ = written.and_then(|()| scratch.rename(&beside, path));
    }
}
