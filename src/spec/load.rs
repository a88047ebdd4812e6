//! Phase 1, load: the spec's file and those that it extends → one tree with places, params applied.

use super::provenance::{ParamUse, Provenance};
use super::root::{Root, unreadable};
use super::yaml::{self, Entry, Kind, Node};
use crate::diagnostic::{Code, Diagnostic, Outcome, SourceMap, Span, allowed, nearest};
use crate::text::Date;
use crate::world::World;
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The merged tree of a spec.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The map of the whole spec, params applied.
    pub root: Node,
    /// Folder of each file, by file number: what relative paths are relative to.
    pub folders: BTreeMap<crate::diagnostic::FileId, PathBuf>,
    /// Params with their final values.
    pub params: IndexMap<String, ParamValue>,
    /// Params that `--set` gave another value than the spec.
    pub changed_params: Vec<String>,
    /// Source paths set on the command line, by source: trusted, relative to the working folder.
    pub source_paths: BTreeMap<String, String>,
    /// Paths of the spec and of all files that it extends, for the manifest.
    pub files: Vec<PathBuf>,
    /// Where values come from that count in another place.
    pub provenance: Provenance,
}

/// The value of a param.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A text.
    Text(String),
    /// A day.
    Date(Date),
}

impl ParamValue {
    /// The value as it stands in paths; dates in ISO form.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Boolean(value) => value.to_string(),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
        }
    }
}

/// Loads a spec.
///
/// # Errors
/// A file is missing or no YAML, `extends` turns in a circle, or `--set` does not fit.
pub fn load(
    world: &dyn World,
    root: &Root,
    sources: &mut SourceMap,
    spec: &Path,
    settings: &[(String, String)],
) -> Outcome<Tree> {
    let mut folders = BTreeMap::new();
    let mut files = Vec::new();
    let mut provenance = Provenance::default();
    let mut node = read_chain(
        world,
        root,
        sources,
        spec,
        (&mut folders, &mut files, &mut provenance),
    )?;
    remove_free_keys(&mut node);
    let (defaults, _) = params(&node, &[])?;
    let (params, source_paths) = params(&node, settings)?;
    let changed = params
        .iter()
        .filter(|(name, value)| defaults[*name] != **value);
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
        provenance.params.push(ParamUse {
            value,
            declared: entry.key_span,
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
        changed_params,
        source_paths,
        files,
        provenance,
    })
}

fn read_chain(
    world: &dyn World,
    root: &Root,
    sources: &mut SourceMap,
    spec: &Path,
    (folders, files, provenance): (
        &mut BTreeMap<crate::diagnostic::FileId, PathBuf>,
        &mut Vec<PathBuf>,
        &mut Provenance,
    ),
) -> Outcome<Node> {
    let mut chain: Vec<Node> = Vec::new();
    let mut path = spec.to_path_buf();
    let mut from: Option<Span> = None;
    loop {
        let real = world
            .canonicalize(&path)
            .map_err(|error| vec![unreadable(&path, &error).at(from)])?;
        if files.contains(&real) {
            return Err(vec![
                Diagnostic::error(
                    Code::EXTENDS_CYCLE,
                    format!("`{}` extends itself", path.display()),
                )
                .at(from)
                .hint("remove one `extends` of the circle"),
            ]);
        }
        files.push(real);
        let document = read_document(world, sources, &path).map_err(|d| vec![d.at(from)])?;
        let node = document.root;
        provenance.aliases.extend(document.aliases);
        if let Some(extends) = from {
            provenance.extended.push((node.span.file, extends));
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        folders.insert(node.span.file, folder.clone());
        if !matches!(node.kind, Kind::Map(_)) {
            return Err(vec![
                Diagnostic::error(
                    Code::WRONG_VALUE,
                    format!("a spec is a map of keys, found {}", describe(&node)),
                )
                .at(node.span)
                .hint("begin with `version: 1`"),
            ]);
        }
        let extends = node.get("extends").cloned();
        chain.push(node);
        match extends {
            Some(Node {
                kind: Kind::Text(base),
                span,
                ..
            }) => {
                path = root
                    .resolve(world, &folder, &base)
                    .map_err(|d| vec![d.at(span)])?;
                from = Some(span);
            }
            // Other types are told by validation.
            _ => break,
        }
    }
    let mut merged = chain
        .pop()
        .unwrap_or_else(|| unreachable!("the spec itself"));
    while let Some(over) = chain.pop() {
        merged = merge(merged, over);
    }
    Ok(merged)
}

/// Reads one YAML file and registers its text.
///
/// # Errors
/// It cannot be read, is not UTF-8 or not YAML.
pub fn read_yaml(
    world: &dyn World,
    sources: &mut SourceMap,
    path: &Path,
) -> Result<Node, Diagnostic> {
    read_document(world, sources, path).map(|document| document.root)
}

fn read_document(
    world: &dyn World,
    sources: &mut SourceMap,
    path: &Path,
) -> Result<yaml::Document, Diagnostic> {
    let bytes = world.read(path).map_err(|error| unreadable(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        Diagnostic::error(
            Code::YAML,
            format!(
                "`{}` is not UTF-8: byte {} is wrong",
                path.display(),
                error.utf8_error().valid_up_to()
            ),
        )
        .hint("save the file as UTF-8")
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned();
    let file = sources.add(path.display().to_string(), text.as_str());
    yaml::parse(&text, file)
}

/// Maps merge by key, everything else replaces, null removes.
fn merge(base: Node, over: Node) -> Node {
    match (base.kind, over.kind) {
        (Kind::Map(mut entries), Kind::Map(changes)) => {
            for change in changes {
                let position = entries.iter().position(|entry| entry.key == change.key);
                match (position, &change.value.kind) {
                    (Some(at), Kind::Null) => {
                        entries.remove(at);
                    }
                    (Some(at), _) => {
                        let old = entries[at].value.clone();
                        entries[at] = Entry {
                            value: merge(old, change.value),
                            ..change
                        };
                    }
                    (None, Kind::Null) => {}
                    (None, _) => entries.push(change),
                }
            }
            Node {
                kind: Kind::Map(entries),
                span: over.span,
                style: over.style,
            }
        }
        (_, kind) => Node {
            kind,
            span: over.span,
            style: over.style,
        },
    }
}

/// Keys that start with `x-` are the user's own.
fn remove_free_keys(node: &mut Node) {
    match &mut node.kind {
        Kind::Map(entries) => {
            entries.retain(|entry| !entry.key.starts_with("x-"));
            for entry in entries {
                remove_free_keys(&mut entry.value);
            }
        }
        Kind::List(items) => items.iter_mut().for_each(remove_free_keys),
        _ => {}
    }
}

type Settings = (IndexMap<String, ParamValue>, BTreeMap<String, String>);

fn params(node: &Node, settings: &[(String, String)]) -> Outcome<Settings> {
    let mut params = IndexMap::new();
    let mut problems = Vec::new();
    let entries = match node.get("params").map(|n| &n.kind) {
        Some(Kind::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    for entry in entries {
        let default = entry.value.get("default").unwrap_or(&entry.value);
        let kind = entry.value.get("type").and_then(Node::text);
        match value_of(default, kind) {
            Ok(value) => {
                params.insert(entry.key.clone(), value);
            }
            Err(message) => problems.push(
                Diagnostic::error(Code::PARAM, format!("param `{}`: {message}", entry.key))
                    .at(default.span),
            ),
        }
    }
    let source_names: Vec<&str> = match node.get("sources").map(|n| &n.kind) {
        Some(Kind::Map(entries)) => entries.iter().map(|e| e.key.as_str()).collect(),
        _ => Vec::new(),
    };
    let mut source_paths = BTreeMap::new();
    for (name, text) in settings {
        if let Some(value) = params.get_mut(name) {
            match reparse(value, text) {
                Some(new) => *value = new,
                None => problems.push(Diagnostic::error(
                    Code::PARAM,
                    format!(
                        "--set {name}={text}: the param is {}, this value is not",
                        type_name(value)
                    ),
                )),
            }
        } else if source_names.contains(&name.as_str()) {
            source_paths.insert(name.clone(), text.clone());
        } else {
            let names = || {
                params
                    .keys()
                    .map(String::as_str)
                    .chain(source_names.iter().copied())
            };
            problems.push(
                Diagnostic::error(
                    Code::PARAM,
                    format!(
                        "--set {name}: no param or source has this name; there are {}",
                        allowed(names())
                    ),
                )
                .maybe_hint(nearest(name, names())),
            );
        }
    }
    if problems.is_empty() {
        Ok((params, source_paths))
    } else {
        Err(problems)
    }
}

fn value_of(node: &Node, kind: Option<&str>) -> Result<ParamValue, String> {
    let value = match &node.kind {
        Kind::Integer(value) => ParamValue::Integer(*value),
        Kind::Number(value) => ParamValue::Number(*value),
        Kind::Boolean(value) => ParamValue::Boolean(*value),
        Kind::Text(text) => match (Date::parse(text), kind) {
            (Some(date), None | Some("date")) => ParamValue::Date(date),
            (None, Some("date")) => {
                return Err(format!(
                    "`{text}` is not a day in ISO form such as 2025-10-01"
                ));
            }
            _ => match (kind, super::Amount::parse(text)) {
                (Some("integer"), Some(amount)) => ParamValue::Integer(amount.value),
                _ => ParamValue::Text(text.clone()),
            },
        },
        _ => {
            return Err(format!(
                "the default is one value, found {}",
                describe(node)
            ));
        }
    };
    let fits = match kind {
        None => true,
        Some("number") => matches!(value, ParamValue::Number(_) | ParamValue::Integer(_)),
        Some("string") => return Ok(ParamValue::Text(value.plain())),
        Some(kind) => type_name(&value).ends_with(kind),
    };
    if fits {
        Ok(value)
    } else {
        Err(format!(
            "the type is {}, the default is {}",
            kind.unwrap_or(""),
            type_name(&value)
        ))
    }
}

fn reparse(old: &ParamValue, text: &str) -> Option<ParamValue> {
    Some(match old {
        ParamValue::Integer(_) => ParamValue::Integer(super::Amount::parse(text)?.value),
        ParamValue::Number(_) => {
            ParamValue::Number(text.parse().ok().filter(|v: &f64| v.is_finite())?)
        }
        ParamValue::Boolean(_) => ParamValue::Boolean(text.parse().ok()?),
        ParamValue::Text(_) => ParamValue::Text(text.to_owned()),
        ParamValue::Date(_) => ParamValue::Date(Date::parse(text)?),
    })
}

fn type_name(value: &ParamValue) -> &'static str {
    match value {
        ParamValue::Integer(_) => "an integer",
        ParamValue::Number(_) => "a number",
        ParamValue::Boolean(_) => "a boolean",
        ParamValue::Text(_) => "a string",
        ParamValue::Date(_) => "a date",
    }
}

/// A scalar that is exactly `"{{ params.x }}"` takes the param's type.
fn substitute(
    node: &mut Node,
    params: &IndexMap<String, ParamValue>,
    (problems, uses): (&mut Vec<Diagnostic>, &mut Vec<(Span, String)>),
    top: bool,
) {
    match &mut node.kind {
        Kind::Text(text) => {
            let Some(name) = whole_param(text) else {
                return;
            };
            uses.push((node.span, name.to_owned()));
            match params.get(name) {
                Some(ParamValue::Integer(value)) => node.kind = Kind::Integer(*value),
                Some(ParamValue::Number(value)) => node.kind = Kind::Number(*value),
                Some(ParamValue::Boolean(value)) => node.kind = Kind::Boolean(*value),
                // Texts and dates stay templates, so that a title can print a date in its locale.
                Some(ParamValue::Text(_) | ParamValue::Date(_)) => {}
                None => problems.push(unknown_param(name, params).at(node.span)),
            }
        }
        Kind::List(items) => {
            for item in items {
                substitute(item, params, (problems, uses), false);
            }
        }
        Kind::Map(entries) => {
            for entry in entries {
                // Texts of these keys are templates in which a number must stay formattable.
                let text = matches!(entry.key.as_str(), "title" | "text" | "caption" | "heading");
                if !(text || top && entry.key == "params") {
                    substitute(&mut entry.value, params, (problems, uses), false);
                }
            }
        }
        _ => {}
    }
}

/// The name in a text that is exactly `{{ params.name }}`.
fn whole_param(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let name = inner.strip_prefix("params.")?;
    name.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_')
        .then_some(name)
}

/// A reference to a param that does not exist.
pub fn unknown_param(name: &str, params: &IndexMap<String, ParamValue>) -> Diagnostic {
    Diagnostic::error(
        Code::PARAM,
        format!(
            "there is no param `{name}`; there are {}",
            allowed(params.keys().map(String::as_str))
        ),
    )
    .maybe_hint(nearest(name, params.keys().map(String::as_str)))
}

/// What a node is, for messages.
#[must_use]
pub(super) fn describe(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "nothing".into(),
        Kind::Boolean(value) => format!("the truth value `{value}`"),
        Kind::Integer(value) => format!("the number `{value}`"),
        Kind::Number(value) => format!("the number `{value}`"),
        Kind::Text(text) => {
            let short: String = text.chars().take(40).collect();
            format!("the text `{short}`")
        }
        Kind::List(_) => "a list".into(),
        Kind::Map(_) => "a map".into(),
    }
}
