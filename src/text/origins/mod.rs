//! Where the numbers of a text come from. In: a template. Out: its text, and for each number in it
//! that is taken from a metric, from a row of a breakdown, or computed from these, what it names.
//!
//! Values in templates are plain numbers, so that they can be computed with; what they were taken
//! from is known from the template alone. [`trace`] says it in the tags of a copy of the template,
//! which is rendered beside the template itself; [`Signs`] stand around the numbers of that copy and
//! are taken out again. The text is always that of the template itself: a copy that gives another
//! one gives no origins, and no sign is ever in what is published.

mod expression;
mod names;
mod signs;
mod trace;

pub(crate) use expression::written as expression_text;
pub(crate) use signs::{Signed, Signs};
pub(crate) use trace::{ORIGIN_FILTER, trace};
