//! `hfreport.toml` in the root: settings for all specs of a repository.

use super::drivers::{Drivers, WrittenDriver};
use super::files::read_text;
use super::grammar::Theme;
use super::root::Root;
use crate::diagnostic::{Code, Diagnostic, SourceMap, Span};
use crate::text::Locale;
use crate::world::World;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Settings of `hfreport.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Workspace {
    /// Locales of specs that name none.
    #[serde(default)]
    pub locales: Vec<Locale>,
    /// The look of pages of specs that say nothing of it, key by key; files are relative to the root.
    pub theme: Option<Theme>,
    /// What to reject in every spec.
    pub deny: Option<Denied>,
    /// Servers that may be asked for remote files: whole names, or `*.DOMAIN`.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Drivers of databases that may be loaded, by name: their shared libraries.
    #[serde(default)]
    drivers: BTreeMap<String, WrittenDriver>,
}

/// What can be denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Denied {
    /// Every warning is an error.
    Warnings,
}

impl Workspace {
    /// The settings of a root; the defaults if it has no such file.
    ///
    /// # Errors
    /// The file cannot be read or has an unknown setting.
    pub(crate) fn read(
        world: &dyn World,
        root: &Root,
        sources: &mut SourceMap,
    ) -> Result<Self, Diagnostic> {
        let path = root.folder().join("hfreport.toml");
        if !world.exists(&path) {
            return Ok(Self::default());
        }
        let text = read_text(world, &path)?;
        toml::from_str(&text).map_err(|error| {
            let file = sources.add(path.display().to_string(), text.as_str());
            let span = error.span().map(|range| Span {
                file,
                start: range.start,
                end: range.end,
            });
            Diagnostic::error(Code::WRONG_VALUE, error.message()).at(span)
        })
    }

    /// The drivers that it allows.
    ///
    /// # Errors
    /// A library is not named by its whole path, or lies inside of the root.
    pub(crate) fn drivers(
        &mut self,
        world: &dyn World,
        root: &Root,
    ) -> Result<Drivers, Diagnostic> {
        Drivers::written(world, root, std::mem::take(&mut self.drivers))
    }
}
