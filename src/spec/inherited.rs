//! What a definition keeps of the one that it replaces. In: a spec and the one that it extends. Out: a warning where a breakdown or
//! a metric is written anew under the name of one of the base, and the base's conditions stay in force beside it.
//!
//! Maps merge by key, so that `where` and `keep` of the base hold until the spec says otherwise. A definition that says only some
//! keys changes the one of the base; one that says what makes it a definition looks as if it were whole.

use super::yaml::{Node, NodeKind};
use crate::diagnostic::{Code, Diagnostic, Subject};

/// A kind of definitions.
struct Kind {
    /// The key of the spec.
    plural: &'static str,
    /// One of them.
    word: &'static str,
    /// The keys that make a definition: of each group one is written in one that looks whole.
    makes: &'static [&'static [&'static str]],
    /// The keys that decide which rows are counted, and of what.
    decides: &'static [&'static str],
}

const KINDS: [Kind; 2] = [
    Kind {
        plural: "breakdowns",
        word: "breakdown",
        makes: &[&["by"], &["measures"]],
        decides: &[
            "from", "where", "rows", "keep", "within", "share_of", "periods", "over",
        ],
    },
    Kind {
        plural: "metrics",
        word: "metric",
        makes: &[&["measure", "sql"], &["from", "where", "rows", "of"]],
        decides: &["from", "where", "rows", "of", "empty"],
    },
];

/// The warnings of all definitions of a spec that look whole and are not.
pub(super) fn inherited(base: &Node, over: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for kind in &KINDS {
        let (Some(known), Some(own)) = (base.get(kind.plural), over.get(kind.plural)) else {
            continue;
        };
        let NodeKind::Map(entries) = &own.kind else {
            continue;
        };
        for entry in entries {
            let Some(of_base) = known.get(&entry.key) else {
                continue;
            };
            let says = |key: &&str| entry.value.entry(key).is_some();
            let looks_whole = kind.makes.iter().all(|group| group.iter().any(&says));
            let differs = kind.makes.iter().flat_map(|group| *group).any(|key| {
                let (ours, theirs) = (entry.value.get(key), of_base.get(key));
                says(key) && !alike(ours, theirs)
            });
            let kept = kind.decides.iter().filter(|key| !says(key));
            let kept: Vec<_> = kept.filter_map(|key| of_base.entry(key)).collect();
            let Some(first) = kept.first().filter(|_| looks_whole && differs) else {
                continue;
            };
            let names: Vec<String> = kept.iter().map(|it| format!("`{}`", it.key)).collect();
            let key = &first.key;
            let (word, name) = (kind.word, &entry.key);
            let message = format!(
                "{word} `{name}` is written anew, and keeps {} of the base",
                names.join(" and ")
            );
            let pointer = format!("/{}/{}", kind.plural, super::escape(name));
            let mut warning = Diagnostic::warning(Code::INHERITED, message)
                .at(entry.key_span)
                .about(Subject::of(&pointer));
            for it in &kept {
                let said = format!("`{}` is kept from here", it.key);
                warning = warning.related(it.key_span, said);
            }
            found.push(warning.hint(format!(
                "give the {word} another name; or write `{key}: null` for none, `{key}` once more to keep it"
            )));
        }
    }
    found
}

/// Whether two values are written with the same words.
fn alike(one: Option<&Node>, other: Option<&Node>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => match (&one.kind, &other.kind) {
            (NodeKind::List(ours), NodeKind::List(theirs)) => {
                let pairs = ours.iter().zip(theirs);
                ours.len() == theirs.len()
                    && pairs.into_iter().all(|(a, b)| alike(Some(a), Some(b)))
            }
            // One name and a list of this name are the same.
            (NodeKind::List(list), _) => list.len() == 1 && alike(list.first(), Some(other)),
            (_, NodeKind::List(list)) => list.len() == 1 && alike(Some(one), list.first()),
            _ => one.text().is_some() && one.text() == other.text(),
        },
        _ => false,
    }
}
