//! The language as users write it: phases 1 (load) and 2 (validate), and the types of the grammar.

mod door;
mod extends;
mod files;
pub mod grammar;
mod load;
mod params;
mod provenance;
mod refusal;
mod repair;
mod root;
mod schema;
mod spans;
mod text_form;
mod validate;
mod waivers;
mod workspace;
mod yaml;

pub use door::Door;
pub use files::{read_text, read_yaml};
pub use grammar::Amount;
pub use load::{Tree, load};
pub use params::{ParamValue, unknown_param};
pub use provenance::Provenance;
pub use refusal::unreadable;
pub use root::Root;
pub use schema::{definition_words, schema, schema_of, schema_text};
pub use spans::{Spans, escape};
pub use validate::{Validated, validate, validate_value};
pub use waivers::Waivers;
pub use workspace::{Denied, Workspace};
pub use yaml::{Node, NodeKind};
