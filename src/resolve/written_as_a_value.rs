//! Columns of a contract that are a value which is written down, where the name of a column of the files was meant.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::sql::{Expression, NameSpace, Node, Value};

/// The problem of a column that is a text or a number that is written down, the same in all rows, where the files have a column of
/// this name: the quotes around it are single ones, or none.
pub(super) fn written_as_a_value(names: &NameSpace, value: &Expression) -> Option<Diagnostic> {
    let name = match &value.node {
        Node::Literal(Value::Text(text)) => text.to_string(),
        Node::Literal(Value::Integer(number)) => number.to_string(),
        _ => return None,
    };
    names.names.get(&name)?;
    let message = format!(
        "`{}` is the same in all rows, and no column of the file",
        value.text
    );
    let problem = Diagnostic::error(Code::DEFINITION, message);
    let hint = format!("the column `{name}` stands in double quotes: `sql: '\"{name}\"'`");
    Some(problem.at(Location::value(&value.pointer)).hint(hint))
}
