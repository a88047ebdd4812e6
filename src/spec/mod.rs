//! What users write: phases 1 (load) and 2 (validate), and the grammar's types.

mod door;
pub mod grammar;
mod load;
mod places;
mod provenance;
mod repair;
mod root;
mod schema;
mod validate;
mod waivers;
mod yaml;
mod yaml_mistakes;

pub use door::Door;
pub use grammar::Amount;
pub use load::{ParamValue, Tree, load, read_yaml, unknown_param};
pub use places::{Places, escape};
pub use provenance::Provenance;
pub use root::{Root, unreadable};
pub use schema::{definition_words, schema, schema_of, schema_text};
pub use validate::{Rest, Validated, validate, validate_value};
pub use waivers::Waivers;
pub use yaml::{Kind, Node};
