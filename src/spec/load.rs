//! Phase 1, load: the spec's file and those that it extends → one tree with spans, params applied.

use super::extends::{Chain, read_chain};
use super::params::{ParamValue, declared, set, substitute};
use super::periods::{Period, Periods, Reading, periods};
use super::provenance::{ParamUse, Provenance};
use super::root::Root;
use super::yaml::{Node, NodeKind};
use crate::diagnostic::{Code, Diagnostic, Outcome, SourceMap, Span};
use crate::world::World;
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The merged tree of a spec.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// The map of the whole spec, params applied.
    pub root: Node,
    /// Folder of each file, by file number: relative paths start from it.
    pub folders: BTreeMap<crate::diagnostic::FileId, PathBuf>,
    /// Params with their final values.
    pub params: IndexMap<String, ParamValue>,
    /// The periods of the report, if it says any.
    pub(crate) periods: Option<Periods>,
    /// Params to which `--set` gave a value other than that of the spec or of the period.
    pub changed_params: Vec<String>,
    /// Source paths set on the command line, by source: trusted, relative to the working folder.
    pub source_paths: BTreeMap<String, String>,
    /// Paths of the spec and of all files that it extends, for the manifest.
    pub files: Vec<PathBuf>,
    /// Origins of values that are written in one place and take effect in another.
    pub provenance: Provenance,
    /// Warnings about values that merging drops silently.
    pub warnings: Vec<Diagnostic>,
}

impl Tree {
    /// The sections of a spec that replace all of those of the base.
    #[must_use]
    pub(crate) fn replaced_sections(&self) -> Option<Span> {
        let mut warnings = self.warnings.iter();
        let replaced = warnings.find(|it| it.code == Code::SECTIONS_REPLACED)?;
        replaced.span()
    }

    /// Whether a definition, `breakdowns` and its name, stands in the file whose sections replace those of the base, or in one
    /// that extends it; else it is of the base, which used it in its own sections.
    #[must_use]
    pub(crate) fn is_beside_sections(&self, plural: &str, name: &str) -> bool {
        let Some(sections) = self.replaced_sections() else {
            return true;
        };
        let definition = self.root.get(plural).and_then(|it| it.entry(name));
        // Files are read from the spec on, each before the one that it extends.
        definition.is_none_or(|it| it.key_span.file <= sections.file)
    }

    /// Whether a param is the limit of a guard, and nothing else in the spec names it.
    #[must_use]
    pub(crate) fn is_limit(&self, name: &str) -> bool {
        let Some(guards) = self.root.get("guards") else {
            return false;
        };
        let limits = match &guards.kind {
            NodeKind::Map(entries) => entries.iter().map(|it| it.value.span).collect(),
            _ => Vec::new(),
        };
        let is_of_guards = |span: &Span| limits.contains(span);
        self.provenance.is_param_of(name, is_of_guards) && !self.root.names_param(name)
    }

    /// The params of another period of the report.
    #[must_use]
    pub(crate) fn params_of(&self, period: &Period) -> IndexMap<String, ParamValue> {
        let mut params = self.params.clone();
        for (name, (value, _)) in &period.params {
            if !self.changed_params.contains(name) {
                params.insert(name.clone(), value.clone());
            }
        }
        params
    }
}

/// Loads a spec.
///
/// # Errors
/// A file is missing or not YAML, `extends` forms a cycle, the table of periods is wrong, or `--set` does not fit.
pub(crate) fn load(
    world: &dyn World,
    root: &Root,
    sources: &mut SourceMap,
    spec: &Path,
    settings: &[(String, String)],
) -> Outcome<Tree> {
    let Chain {
        root: mut node,
        folders,
        files,
        mut provenance,
        warnings,
    } = read_chain(world, root, sources, spec)?;
    remove_free_keys(&mut node);
    let mut of_period = declared(&node)?;
    let reading = Reading {
        world,
        root,
        folders: &folders,
        params: &of_period,
        settings,
    };
    let periods = periods(&reading, sources, &node)?;
    for (name, (value, _)) in periods.iter().flat_map(|it| &it.current().params) {
        of_period.insert(name.clone(), value.clone());
    }
    let (params, source_paths) = set(of_period.clone(), &node, settings)?;
    let changed = params
        .iter()
        .filter(|(name, value)| of_period[*name] != **value);
    let changed_params = changed.map(|(name, _)| name.clone()).collect();
    let mut problems = Vec::new();
    let declared = node.get("params").cloned();
    let mut uses = Vec::new();
    substitute(&mut node, &params, (&mut problems, &mut uses), true);
    if !problems.is_empty() {
        return Err(problems);
    }
    for (value, name) in uses {
        let Some(entry) = declared.as_ref().and_then(|params| params.entry(&name)) else {
            continue;
        };
        let setting = settings.iter().rev().find(|(set, _)| *set == name);
        let cell = periods
            .as_ref()
            .and_then(|it| it.current().params.get(&name));
        let cell = cell.filter(|_| setting.is_none());
        provenance.params.push(ParamUse {
            value,
            name: name.clone(),
            declared: cell.map_or(entry.key_span, |(_, span)| *span),
            what: match setting {
                Some(_) => format!("`{name}` is declared here"),
                None => format!("`{name}` is {} here", params[&name].plain()),
            },
            set: setting.map(|(name, value)| format!("{name}={value}")),
        });
    }
    Ok(Tree {
        root: node,
        folders,
        params,
        periods,
        changed_params,
        source_paths,
        files,
        provenance,
        warnings,
    })
}

/// Keys that start with `x-` are the user's own.
fn remove_free_keys(node: &mut Node) {
    match &mut node.kind {
        NodeKind::Map(entries) => {
            entries.retain(|entry| !entry.key.starts_with("x-"));
            for entry in entries {
                remove_free_keys(&mut entry.value);
            }
        }
        NodeKind::List(items) => items.iter_mut().for_each(remove_free_keys),
        _ => {}
    }
}
