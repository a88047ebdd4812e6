//! The origins of the numbers in a text. In: a template. Out: its text, and for each number in it
//! that comes from a metric or a breakdown's row, or is computed from these, the definitions it
//! came from.
//!
//! Values in templates are plain numbers, so that they can be computed with; their origins are
//! known from the template alone. [`trace`] adds the origins to the tags of a copy of the template,
//! which is rendered beside the template itself; [`Signs`](super::Signs) surround the numbers of that copy and
//! are removed again. The published text always comes from the template itself: if the copy gives
//! another text, there are no origins, and no sign is ever published.

mod names;
mod trace;

pub(crate) use trace::{ORIGIN_FILTER, Trace, trace};
