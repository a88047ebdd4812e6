//! A row of a breakdown as filters see it: they ask the row what a name means instead of guessing
//! from its spelling. In: an implementation of [`Row`]. Out: a template value.

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

/// A row of a breakdown.
pub trait Row: Any + Debug + Send + Sync {
    /// The value of a name in a template.
    fn get(&self, name: &str) -> Option<Value>;
    /// The exact value of a name whose number is printed otherwise, as a share that adds up is.
    fn exact(&self, _name: &str) -> Option<Value> {
        None
    }
    /// Whether it stands for a value of each dimension: neither others nor rows without a value.
    fn is_value(&self) -> bool {
        true
    }
    /// Whether something that has no row has more in a column than it and all rows beside it, if it is one of so many rows of a breakdown, or of
    /// a part of it: the breakdown.
    fn outdone(&self, _column: &str, _rows: usize) -> Option<String> {
        None
    }
    /// Whether a column is the value of a measure, which is no share of anything.
    fn is_measure(&self, _column: &str) -> bool {
        false
    }
    /// The names of its columns.
    fn names(&self) -> Vec<Value>;
    /// The name of its first share.
    fn share(&self) -> Option<&str>;
    /// The label for the code of a dimension or attribute.
    fn label(&self, name: &str) -> Option<String>;
}

/// A row as a template value.
#[derive(Debug)]
pub struct RowValue(Box<dyn Row>);

impl RowValue {
    /// A row for templates.
    pub(crate) fn value(row: impl Row) -> Value {
        Value::from_object(Self(Box::new(row)))
    }

    /// The row behind a value.
    pub(crate) fn of(value: &Value) -> Option<&dyn Row> {
        value.downcast_object_ref::<Self>().map(|row| &*row.0)
    }
}

impl Object for RowValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.names())
    }
}
