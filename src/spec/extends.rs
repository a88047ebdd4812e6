//! `extends`: merges a spec with those that it builds on into one tree. Maps merge by key, `null`
//! removes, everything else replaces; sections are replaced, or added to with `append`.

use super::files::read_document;
use super::inherited::inherited;
use super::provenance::Provenance;
use super::refusal::unreadable_in;
use super::root::Root;
use super::yaml::{Entry, Node, NodeKind};
use crate::diagnostic::{Code, Diagnostic, FileId, Outcome, SourceMap, Span, nearest, there_are};
use crate::world::World;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A spec merged with those that it extends.
pub(super) struct Chain {
    /// The map of the whole spec.
    pub(super) root: Node,
    /// Folder of each file.
    pub(super) folders: BTreeMap<FileId, PathBuf>,
    /// Canonical paths of the spec and of those that it extends.
    pub(super) files: Vec<PathBuf>,
    /// Aliases, and the place where each base is extended.
    pub(super) provenance: Provenance,
    /// Warnings about values that replace more than they may seem to.
    pub(super) warnings: Vec<Diagnostic>,
}

/// The folder at which the paths of the spec begin: its own, and of a symbolic link that of the file which it leads to, where its root is.
fn folder_of_spec(world: &dyn World, path: &Path, real: &Path) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let in_place = world.canonicalize(here).ok();
    let in_place = in_place.and_then(|here| Some(here.join(path.file_name()?)));
    match real.parent() {
        Some(real_folder) if in_place.is_some_and(|it| it != real) => real_folder.to_owned(),
        _ => folder.to_owned(),
    }
}

/// Reads a spec and all that it extends, and merges them.
///
/// # Errors
/// A file is missing, leaves the root or is not a YAML map; `extends` forms a cycle; or `append`
/// has nothing to add to, or adds nothing.
pub(super) fn read_chain(
    world: &dyn World,
    root: &Root,
    sources: &mut SourceMap,
    spec: &Path,
) -> Outcome<Chain> {
    let mut chain: Vec<Node> = Vec::new();
    let (mut folders, mut files) = (BTreeMap::new(), Vec::new());
    let mut provenance = Provenance::default();
    let mut path = spec.to_path_buf();
    let mut from: Option<Span> = None;
    loop {
        let real = world
            .canonicalize(&path)
            .map_err(|error| vec![unreadable_in(world, &path, &error).at(from)])?;
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
        let folder = match from {
            Some(_) => path.parent().unwrap_or(Path::new("")).to_path_buf(),
            None => folder_of_spec(world, &path, &real),
        };
        files.push(real);
        let document = read_document(world, sources, &path);
        let document = document.map_err(|problem| match no_spec(&path) {
            // What is wrong with rows as a spec is that they are none.
            Some(hint) if problem.code == Code::YAML => {
                let message = format!("`{}` is no spec", path.display());
                vec![Diagnostic::error(Code::YAML, message).hint(hint).at(from)]
            }
            _ => vec![problem.at(from)],
        })?;
        let node = document.root;
        provenance.aliases.extend(document.aliases);
        if let Some(extends) = from {
            provenance.extended.push((node.span.file, extends));
        }
        folders.insert(node.span.file, folder.clone());
        if !matches!(node.kind, NodeKind::Map(_)) {
            return Err(vec![
                Diagnostic::error(
                    Code::WRONG_VALUE,
                    format!("a spec is a map of keys, found {}", node.describe()),
                )
                .at(node.span)
                .hint(no_spec(&path).unwrap_or_else(|| "begin with `version: 1`".to_owned())),
            ]);
        }
        let extends = node.get("extends").cloned();
        chain.push(node);
        match extends {
            Some(Node {
                kind: NodeKind::Text(base),
                span,
                ..
            }) => {
                path = root
                    .resolve(world, &folder, &base)
                    .map_err(|d| vec![d.at(span)])?;
                from = Some(span);
            }
            // Other types are reported by validation.
            _ => break,
        }
    }
    let mut merged = chain
        .pop()
        .unwrap_or_else(|| unreachable!("the spec itself"));
    let (mut problems, mut warnings) = (Vec::new(), Vec::new());
    while let Some(mut over) = chain.pop() {
        match sections(&merged, &mut over) {
            Ok(warning) => warnings.extend(warning),
            Err(problem) => problems.push(problem),
        }
        warnings.extend(inherited(&merged, &over));
        provenance.changes.extend(changes(&merged, &over));
        merged = merge(merged, over);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Chain {
        root: merged,
        folders,
        files,
        provenance,
        warnings,
    })
}

/// What to do with a file of rows where a spec is expected.
fn no_spec(path: &Path) -> Option<String> {
    let shown = path.display();
    let ending = path.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "csv" | "tsv" | "ndjson" | "jsonl" | "parquet" | "gz" => Some(format!(
            "these are rows: `hfreport new {shown}` writes a first spec of them"
        )),
        "xlsx" | "xls" | "ods" => Some(
            "this is a workbook, which is not read: save its sheet as CSV UTF-8, then `hfreport new` writes a first spec of it".to_owned(),
        ),
        _ => None,
    }
}

/// The definitions of a spec that change one of its base.
fn changes(base: &Node, over: &Node) -> Vec<(String, Span, Span)> {
    let maps = |node: &Node| match &node.kind {
        NodeKind::Map(entries) => entries.clone(),
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    for kind in maps(over) {
        let Some(known) = base.get(&kind.key) else {
            continue;
        };
        for change in maps(&kind.value) {
            if let Some(of_base) = known.entry(&change.key)
                && let (NodeKind::Map(_), NodeKind::Map(_)) =
                    (&change.value.kind, &of_base.value.kind)
            {
                let end = change.value.span.end;
                let own = Span {
                    end,
                    ..change.key_span
                };
                found.push((change.key, own, of_base.key_span));
            }
        }
    }
    found
}

/// Maps merge by key, everything else replaces, null removes.
fn merge(base: Node, over: Node) -> Node {
    match (base.kind, over.kind) {
        (NodeKind::Map(mut entries), NodeKind::Map(changes)) => {
            for change in changes {
                let position = entries.iter().position(|entry| entry.key == change.key);
                match (position, &change.value.kind) {
                    (Some(at), NodeKind::Null) => {
                        entries.remove(at);
                    }
                    (Some(at), _) => {
                        let old = entries[at].value.clone();
                        entries[at] = Entry {
                            value: merge(old, change.value),
                            ..change
                        };
                    }
                    (None, NodeKind::Null) => {}
                    (None, _) => entries.push(change),
                }
            }
            Node {
                kind: NodeKind::Map(entries),
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

/// Resolves the sections of a spec: where they `append`, they become the base's sections plus the
/// added ones. Returns a warning where they replace those of the base.
fn sections(base: &Node, over: &mut Node) -> Result<Option<Diagnostic>, Diagnostic> {
    let Some(NodeKind::List(known)) = base.get("sections").map(|node| &node.kind) else {
        return Ok(None);
    };
    let NodeKind::Map(entries) = &mut over.kind else {
        return Ok(None);
    };
    let entry = entries.iter_mut().find(|entry| entry.key == "sections");
    let Some((key_span, list)) = entry.and_then(|entry| match &mut entry.value.kind {
        NodeKind::List(list) => Some((entry.key_span, list)),
        _ => None,
    }) else {
        return Ok(None);
    };
    if known.is_empty() {
        return Ok(None);
    }
    let first = list.iter().find_map(|item| item.entry("append"));
    let Some(first) = first.map(|entry| entry.key_span) else {
        let warning = Diagnostic::warning(
            Code::SECTIONS_REPLACED,
            "these sections replace all sections of the base",
        )
        .at(key_span)
        .related(
            base.entry("sections").map(|entry| entry.key_span),
            "these are left out",
        )
        .hint("to add to them, write `- append: {after: chart:name, items: [ … ]}`");
        return Ok(Some(warning));
    };
    if let Some(other) = list.iter().find(|item| item.entry("append").is_none()) {
        return Err(Diagnostic::error(
            Code::DEFINITION,
            "sections either replace those of the base or `append` to them, here are both",
        )
        .at(other.span)
        .related(first, "this one adds")
        .hint("put the section among the `items` of an `append`"));
    }
    *list = appended(known, list)?;
    Ok(None)
}

/// The base's sections and the added ones, each after the section that `after` names, or else at
/// the end. An item that is not a well-formed `append` stays, for validation to report.
fn appended(base: &[Node], additions: &[Node]) -> Result<Vec<Node>, Diagnostic> {
    let mut sections: Vec<(usize, Node)> = base.iter().cloned().enumerate().collect();
    let end = base.len();
    for addition in additions {
        let append = addition.get("append");
        let Some(NodeKind::List(items)) = append
            .and_then(|append| append.get("items"))
            .map(|items| &items.kind)
        else {
            sections.push((end, addition.clone()));
            continue;
        };
        if items.is_empty() {
            return Err(
                Diagnostic::error(Code::DEFINITION, "this `append` adds no section")
                    .at(append
                        .and_then(|append| append.entry("items"))
                        .map(|items| items.value.span))
                    .hint("list the sections to add under `items`, or remove the `append`"),
            );
        }
        let after = append.and_then(|append| append.get("after"));
        let group = match after.and_then(|node| Some((node, node.text()?))) {
            None => end,
            Some((node, name)) => base
                .iter()
                .position(|section| names(section).iter().any(|known| known == name))
                .ok_or_else(|| no_section(base, name, node.span))?,
        };
        // After the section and anything already added after it.
        let at = sections.partition_point(|(known, _)| *known <= group);
        let items = items.iter().map(|item| (group, item.clone()));
        sections.splice(at..at, items);
    }
    Ok(sections.into_iter().map(|(_, section)| section).collect())
}

/// The names that `after` may use for a section: `chart:sizes`, `table:by_size`, `heading:Sizes` in
/// any language.
fn names(section: &Node) -> Vec<String> {
    let NodeKind::Map(entries) = &section.kind else {
        return Vec::new();
    };
    let kinds = ["chart", "table", "heading", "text"];
    let given = entries.iter().filter(|it| kinds.contains(&it.key.as_str()));
    let texts = given.flat_map(|entry| {
        let texts: Vec<&Node> = match &entry.value.kind {
            NodeKind::Map(locales) => locales.iter().map(|locale| &locale.value).collect(),
            _ => vec![&entry.value],
        };
        let texts = texts.into_iter().filter_map(Node::text);
        texts.map(|text| format!("{}:{text}", entry.key))
    });
    let own = texts.collect::<Vec<String>>();
    let variants = match section.get("variants").map(|node| &node.kind) {
        Some(NodeKind::List(variants)) => variants.as_slice(),
        _ => &[],
    };
    let charts = variants
        .iter()
        .filter_map(|variant| variant.get("chart")?.text());
    own.into_iter()
        .chain(charts.map(|chart| format!("chart:{chart}")))
        .collect()
}

fn no_section(base: &[Node], name: &str, span: Span) -> Diagnostic {
    let named = base.iter().flat_map(names);
    let short = named.filter(|name| !name.contains('\n') && !name.starts_with("text:"));
    let known: Vec<String> = short.collect();
    let known = || known.iter().map(String::as_str);
    Diagnostic::error(
        Code::UNKNOWN_NAME,
        format!("the base has no section `{name}`; {}", there_are(known())),
    )
    .at(span)
    .maybe_hint(nearest(name, known()))
}
