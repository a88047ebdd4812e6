//! A row of a breakdown as filters see it: they ask it what a name means instead of guessing from its
//! letters. In: whatever implements [`Row`]. Out: a value of a template.

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

/// What a row of a breakdown tells.
pub(crate) trait Row: Any + Debug + Send + Sync {
    /// What a template reads under a name.
    fn get(&self, name: &str) -> Option<Value>;
    /// The names of its columns.
    fn names(&self) -> Vec<Value>;
    /// The name of its first share.
    fn share(&self) -> Option<&str>;
    /// What people read for the code of a dimension or attribute.
    fn label(&self, name: &str) -> Option<String>;
}

/// A row as a value.
#[derive(Debug)]
pub(crate) struct RowValue(Box<dyn Row>);

impl RowValue {
    /// A row for templates.
    pub(crate) fn value(row: impl Row) -> Value {
        Value::from_object(Self(Box::new(row)))
    }

    /// The row that a value is.
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
