//! Splits a condition into what one row of the source decides and what a group of rows decides.
//!
//! A condition such as `modality = 'nlp' AND parameters < 1000000000` mixes a looked-up attribute,
//! which is the same for a whole group of rows, with a wide column. The widest sub-conditions that
//! read only the source's own columns become *atoms*: truth values that are computed once per row
//! and then are part of the group's key. What is left reads atoms and group columns only.

use sqlparser::ast::{
    BinaryOperator, Expr, Ident, UnaryOperator, visit_expressions, visit_expressions_mut,
};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// A condition after its atoms were taken out.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The condition over group columns and atoms, as SQL.
    pub rest: String,
    /// The atoms that it reads, as SQL over row columns, by the name that `rest` uses.
    pub atoms: Vec<(String, String)>,
    /// Wide columns that could not be taken out: they must be part of the group's key.
    pub wide: BTreeSet<String>,
}

/// Splits a condition. `is_wide` says whether a name is a column that is no part of the group's
/// key, `is_row` whether it is known for a single row; `name` gives an atom's name.
pub fn split(
    condition: &Expr,
    is_wide: &dyn Fn(&str) -> bool,
    is_row: &dyn Fn(&str) -> bool,
    name: &mut dyn FnMut(&str) -> String,
) -> Split {
    let mut result = Split {
        rest: String::new(),
        atoms: Vec::new(),
        wide: BTreeSet::new(),
    };
    let mut tree = condition.clone();
    take(&mut tree, is_wide, is_row, name, &mut result);
    result.rest = tree.to_string();
    result
}

fn take(
    tree: &mut Expr,
    is_wide: &dyn Fn(&str) -> bool,
    is_row: &dyn Fn(&str) -> bool,
    name: &mut dyn FnMut(&str) -> String,
    result: &mut Split,
) {
    let names = names(tree);
    let wide: Vec<&String> = names.iter().filter(|name| is_wide(name)).collect();
    if wide.is_empty() {
        return;
    }
    if names.iter().all(|name| is_row(name)) {
        let sql = tree.to_string();
        let atom = name(&sql);
        if !result.atoms.iter().any(|(known, _)| *known == atom) {
            result.atoms.push((atom.clone(), sql));
        }
        *tree = Expr::Identifier(Ident::with_quote('"', atom));
        return;
    }
    match tree {
        Expr::Nested(inner) => take(inner, is_wide, is_row, name, result),
        Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => take(expr, is_wide, is_row, name, result),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And | BinaryOperator::Or,
            right,
        } => {
            take(left, is_wide, is_row, name, result);
            take(right, is_wide, is_row, name, result);
        }
        _ => result.wide.extend(wide.into_iter().cloned()),
    }
}

fn names(tree: &Expr) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let _ = visit_expressions(tree, |expr| {
        if let Expr::Identifier(ident) = expr {
            found.insert(ident.value.clone());
        }
        ControlFlow::<()>::Continue(())
    });
    found
}

/// The expression with a condition on the rows of each of its aggregates.
#[must_use]
pub fn with_filter(tree: &Expr, condition: Option<&Expr>) -> Expr {
    let mut tree = tree.clone();
    let Some(condition) = condition else {
        return tree;
    };
    let nested = |expr: &Expr| Box::new(Expr::Nested(Box::new(expr.clone())));
    let _ = visit_expressions_mut(&mut tree, |expr| {
        if let Expr::Function(function) = expr {
            let name = function.name.to_string().to_lowercase();
            if super::AGGREGATES.contains(&name.as_str()) {
                let both = match function.filter.take() {
                    Some(own) => Expr::BinaryOp {
                        left: nested(&own),
                        op: BinaryOperator::And,
                        right: nested(condition),
                    },
                    None => condition.clone(),
                };
                function.filter = Some(Box::new(both));
            }
        }
        ControlFlow::<()>::Continue(())
    });
    tree
}
