//! The language as users write it: phases 1 (load) and 2 (validate), and the types of the grammar.

mod door;
mod drivers;
mod editor_schema;
mod extends;
mod files;
pub mod grammar;
mod inherited;
mod load;
mod params;
mod periods;
mod provenance;
mod refusal;
mod repair;
mod root;
mod schema;
mod schema_for;
mod spans;
mod text_form;
mod validate;
mod waivers;
mod workspace;
mod yaml;

pub use drivers::{Driver, Drivers};
pub use editor_schema::editor_schema_text;
pub use files::{read_text, read_yaml};
pub(crate) use grammar::Amount;
pub(crate) use load::{Tree, load};
pub(crate) use params::{ParamValue, unknown_param};
pub(crate) use periods::{Period, Periods};
pub(crate) use provenance::Provenance;
pub(crate) use refusal::{
    near_pattern, nearest_file, nearest_other_file, unreadable, unreadable_in, why,
};
pub(crate) use root::Root;
pub use schema::{definition_words, schema, schema_of};
pub(crate) use schema_for::schema_for;
pub use spans::{Spans, escape};
pub(crate) use validate::{Validated, validate, validate_value};
pub(crate) use waivers::Waivers;
pub(crate) use workspace::{Denied, Workspace};
pub use yaml::{Entry, Node, NodeKind};
