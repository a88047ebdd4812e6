//! What users write: phases 1 (load) and 2 (validate), and the grammar's types.

pub mod grammar;
mod load;
mod places;
mod root;
mod schema;
mod validate;
mod waivers;
mod yaml;

pub use grammar::Amount;
pub use load::{ParamValue, Tree, load, read_yaml, unknown_param};
pub use places::{Places, escape};
pub use root::{Root, unreadable};
pub use schema::{schema, schema_of, schema_text};
pub use validate::{Validated, validate, validate_value};
pub use waivers::Waivers;
pub use yaml::{Kind, Node};
