//! Whether a folder may become a bundle. In: the folder, its canonical path, the manifest in it and
//! that of the new bundle. Out: why not.

use crate::document::manifest::Manifest;
use crate::spec::Root;
use std::path::{Path, PathBuf};

/// The destination of a bundle, and the bundle's identity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    /// The root of the spec, which knows the files that were read.
    pub root: &'a Root,
    /// The home of the user.
    pub home: Option<&'a Path>,
    /// Whether the folder was given on the command line, so that it may lie anywhere.
    pub is_typed: bool,
    /// Whether the bundle of another spec or period may be replaced.
    pub replaces_others: bool,
    /// The manifest of the new bundle.
    pub manifest: &'a Manifest,
}

impl Target<'_> {
    /// Whether the bundle may be written to a folder, given its canonical path and the manifest in
    /// it.
    ///
    /// # Errors
    /// Why it may not.
    pub(crate) fn admits(&self, folder: &Path, manifest: Option<&[u8]>) -> Result<(), String> {
        if !self.is_typed && !self.root.holds(folder) {
            return Err("it leads outside the root".to_owned());
        }
        if folder.parent().is_none() {
            return Err("it is the root of a file system".to_owned());
        }
        if self.home.is_some_and(|home| home.starts_with(folder)) {
            return Err("it holds your home".to_owned());
        }
        if self.root.folder().starts_with(folder) {
            return Err("it holds the root of the report".to_owned());
        }
        let opened: Vec<PathBuf> = self.root.opened();
        if let Some(input) = opened.iter().find(|path| path.starts_with(folder)) {
            let input = input.strip_prefix(folder).unwrap_or(input).display();
            return Err(format!("it holds `{input}`, which the report reads"));
        }
        match manifest.and_then(Manifest::read) {
            Some(there) if !self.replaces_others => self.is_of_the_same_run(&there),
            _ => Ok(()),
        }
    }

    /// Whether another bundle is of the same spec and period.
    fn is_of_the_same_run(&self, there: &Manifest) -> Result<(), String> {
        let (this, other) = (&self.manifest.spec.path, &there.spec.path);
        if this != other {
            return Err(format!(
                "it holds the bundle of another spec, `{other}`; `--replace` replaces it"
            ));
        }
        for name in there.period.keys().chain(self.manifest.period.keys()) {
            if let (Some(before), Some(now)) =
                (there.params.get(name), self.manifest.params.get(name))
                && before != now
            {
                return Err(format!(
                    "it holds the bundle of another period, `{name}` is {before} there and {now} here; `--replace` replaces it"
                ));
            }
        }
        Ok(())
    }
}
