//! Templates: what they may name, what is known of them before a run, and how they are rendered.
//!
//! In: a template, the report that it speaks of, and values that `render` puts behind the names. Out: its
//! text, and for each number of it what it is taken from. Nothing here knows results: what a name stands for
//! in a run is in `render/values`.

mod api;
mod cache;
mod claim;
mod environment;
mod expression;
mod filters;
mod format_of_program;
pub(crate) mod kinds;
mod language;
mod literal_number;
mod mistake;
mod no_value;
mod origins;
mod row;
mod signs;
mod single_braces;

pub(crate) use api::{CoverageNumber, Global, Method, SourceNumber};
pub(crate) use cache::Copies;
pub use cache::TemplateCache;
pub(crate) use claim::{ClaimValue, Sentence};
pub(crate) use environment::{TextUse, template_message, template_names};
pub(crate) use environment::{environment, expand};
pub use filters::{FilterExample, filter_documentation, filter_names, test_documentation};
pub(crate) use filters::{Setting, add_row_filters};
pub(crate) use literal_number::literal_numbers;
pub(crate) use mistake::mistake;
pub(crate) use no_value::{NONE, NoValue};
pub(crate) use origins::{ORIGIN_FILTER, Trace, trace};
pub use row::{Row, RowValue};
pub(crate) use signs::{Signed, Signs};
