//! What is asked of texts that expressions put in order, in the terms of expressions, so that every engine computes it. No spec can name
//! these: they are in no table.

use super::super::misordered::{meant_key, surprise};
use super::super::{Type, Value};
use super::FunctionEntry;
use super::texts::{made, text};

/// Both texts where their letters say the contrary of what they read like, else nothing.
pub(crate) static MISORDERED: FunctionEntry = FunctionEntry::new(
    "misordered",
    &[Type::Text, Type::Text],
    Type::Text,
    |a| {
        let found = surprise(text(&a[0]), text(&a[1]));
        Ok(found.map_or(Value::Null, |both| made(&both)))
    },
    "both texts, where their letters say the contrary of what they read like",
    &[],
);

/// A text that begins with the order which is meant; nothing for words.
pub(crate) static MEANT_KEY: FunctionEntry = FunctionEntry::new(
    "meant_key",
    &[Type::Text],
    Type::Text,
    |a| Ok(meant_key(text(&a[0])).map_or(Value::Null, |key| made(&key))),
    "a text in the order which is meant",
    &[],
);
