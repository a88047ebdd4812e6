//! Splits a condition into the part decided per row of the source and the part decided per group of
//! rows.
//!
//! A condition such as `modality = 'nlp' AND parameters < 1000000000` mixes a looked-up attribute,
//! which is the same for a whole group of rows, with a wide column. The widest sub-conditions that
//! read only the source's own columns become *atoms*: truth values that are computed once per row
//! and become part of the group's key. The rest reads atoms and group columns only.

use super::Node;
use std::collections::BTreeSet;

/// A condition after its atoms were taken out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Split {
    /// The condition over group columns and atoms.
    pub rest: Node,
    /// The atoms that it reads, as conditions over row columns, by the name that `rest` uses.
    pub atoms: Vec<(String, Node)>,
    /// Wide columns that could not be moved into atoms: they must be part of the group's key.
    pub wide: BTreeSet<String>,
}

/// Splits a condition. `is_wide` tells whether a name is a column outside the group's key, `is_row`
/// whether it is known for a single row; `name` gives an atom's name.
pub(crate) fn split(
    condition: &Node,
    is_wide: &dyn Fn(&str) -> bool,
    is_row: &dyn Fn(&str) -> bool,
    name: &mut dyn FnMut(&Node) -> String,
) -> Split {
    let mut result = Split {
        rest: condition.clone(),
        atoms: Vec::new(),
        wide: BTreeSet::new(),
    };
    let mut rest = condition.clone();
    take(&mut rest, is_wide, is_row, name, &mut result);
    result.rest = rest;
    result
}

fn take(
    node: &mut Node,
    is_wide: &dyn Fn(&str) -> bool,
    is_row: &dyn Fn(&str) -> bool,
    name: &mut dyn FnMut(&Node) -> String,
    result: &mut Split,
) {
    let names = node.names();
    let wide: Vec<&String> = names.iter().filter(|name| is_wide(name)).collect();
    if wide.is_empty() {
        return;
    }
    if names.iter().all(|name| is_row(name)) {
        let atom = name(node);
        if !result.atoms.iter().any(|(known, _)| *known == atom) {
            result.atoms.push((atom.clone(), node.clone()));
        }
        *node = Node::Name(atom);
        return;
    }
    match node {
        Node::Not(inner) | Node::Is(inner, _) => take(inner, is_wide, is_row, name, result),
        Node::And(parts) | Node::Or(parts) => {
            for part in parts {
                take(part, is_wide, is_row, name, result);
            }
        }
        _ => result.wide.extend(wide.into_iter().cloned()),
    }
}
