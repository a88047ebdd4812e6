//! Bundles computed again from the inputs that their manifests name, to say what a comparison of the numbers alone cannot.
//!
//! In: two bundles, and the folders in which the inputs of each lie. Out: how the rows of a source make the changes
//! ([`rows`]), and what each part of the inputs makes of them ([`attribution`]). `inputs` finds the spec, the lookups and the
//! rows of a bundle and holds them against its manifest; nothing is written.

mod attribute;
mod by_key;
mod effects;
mod exchange;
mod inputs;
mod recoded;
mod rows;
mod wanted;

pub(crate) use attribute::attribution;
pub(crate) use rows::rows;

use std::path::PathBuf;

/// Where the inputs of the bundles are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// The root of the old bundle's spec; none: above the bundle, or above the working folder.
    pub(crate) old: Option<PathBuf>,
    /// The same of the new bundle.
    pub(crate) new: Option<PathBuf>,
    /// Further folders whose files the specs may name.
    pub(crate) allowed: Vec<PathBuf>,
}
