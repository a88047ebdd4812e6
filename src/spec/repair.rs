//! Removes the mistakes from a spec, so that the names and expressions of the rest can be checked
//! in the same run.

use super::yaml::{Entry, Node, NodeKind};
use crate::diagnostic::unescaped;
use std::collections::BTreeSet;

/// A change that removes a mistake.
#[derive(Clone, Debug)]
pub(super) enum Repair {
    /// Renames a misspelt key to the one that was meant.
    Rename {
        /// Its pointer.
        pointer: String,
        /// The key that was meant.
        to: String,
    },
    /// Removes an unknown key.
    RemoveKey(String),
    /// Removes the definition or setting that holds a wrong value.
    Leave(String),
}

/// Applies repairs and adds the names of removed definitions to `broken`. `None` when too much is
/// wrong to continue.
pub(super) fn repair(
    mut root: Node,
    repairs: &[Repair],
    broken: &mut BTreeSet<String>,
) -> Option<Node> {
    for repair in repairs {
        match repair {
            Repair::Rename { pointer, to } => {
                let (parent, key) = parent(&mut root, pointer)?;
                let NodeKind::Map(entries) = &mut parent.kind else {
                    return None;
                };
                if entries.iter().any(|entry| entry.key == *to) {
                    entries.retain(|entry| entry.key != key);
                } else if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key) {
                    to.clone_into(&mut entry.key);
                }
            }
            Repair::RemoveKey(pointer) => {
                let (parent, key) = parent(&mut root, pointer)?;
                if let NodeKind::Map(entries) = &mut parent.kind {
                    entries.retain(|entry| entry.key != key);
                }
            }
            Repair::Leave(pointer) => leave(&mut root, pointer, broken)?,
        }
    }
    if let NodeKind::Map(entries) = &mut root.kind {
        for entry in entries {
            if let ("sections", NodeKind::List(items)) = (entry.key.as_str(), &mut entry.value.kind)
            {
                items.retain(|item| item.kind != NodeKind::Null);
            }
        }
    }
    Some(root)
}

fn leave(root: &mut Node, pointer: &str, broken: &mut BTreeSet<String>) -> Option<()> {
    let parts: Vec<String> = pointer.split('/').skip(1).map(unescaped).collect();
    let span = root.span;
    let NodeKind::Map(entries) = &mut root.kind else {
        return None;
    };
    let first = parts.first().map_or("", String::as_str);
    let at = entries.iter().position(|entry| entry.key == first);
    match (first, at, parts.get(1)) {
        // A required key that is missing or wrong.
        ("" | "title" | "version", ..) => {
            let key = |name: &str, kind: NodeKind| Entry {
                key: name.to_owned(),
                key_span: span,
                value: Node {
                    kind,
                    span,
                    style: super::yaml::Style::Plain,
                },
            };
            if !entries.iter().any(|entry| entry.key == "sources") {
                return None;
            }
            entries.retain(|entry| entry.key != "title" && entry.key != "version");
            entries.push(key("title", NodeKind::Text("?".to_owned())));
            entries.push(key("version", NodeKind::Integer(1)));
        }
        ("sections", Some(at), Some(index)) => {
            let NodeKind::List(items) = &mut entries[at].value.kind else {
                return None;
            };
            items.get_mut(index.parse::<usize>().ok()?)?.kind = NodeKind::Null;
        }
        (
            "lookups" | "dimensions" | "measures" | "filters" | "breakdowns" | "metrics" | "charts"
            | "params" | "checks" | "colors",
            Some(at),
            Some(name),
        ) => {
            let NodeKind::Map(definitions) = &mut entries[at].value.kind else {
                return None;
            };
            definitions.retain(|entry| entry.key != *name);
            broken.insert(name.clone());
        }
        (
            "outputs" | "locales" | "headline" | "standfirst" | "byline" | "badge" | "key_numbers"
            | "findings" | "credit" | "foot" | "citation" | "publication" | "theme" | "published"
            | "sections" | "allow" | "checks",
            Some(at),
            _,
        ) => {
            entries.remove(at);
        }
        // Columns, or many names of one kind, are gone.
        _ => return None,
    }
    Some(())
}

/// The map that holds the last segment of a pointer, and that segment.
fn parent<'a>(root: &'a mut Node, pointer: &str) -> Option<(&'a mut Node, String)> {
    let mut parts: Vec<String> = pointer.split('/').skip(1).map(unescaped).collect();
    let last = parts.pop()?;
    let mut node = root;
    for part in parts {
        node = match &mut node.kind {
            NodeKind::Map(entries) => {
                &mut entries.iter_mut().find(|entry| entry.key == part)?.value
            }
            NodeKind::List(items) => items.get_mut(part.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some((node, last))
}
