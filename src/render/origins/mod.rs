//! Where the numbers of the texts come from. In: templates and the results. Out: for each number of
//! a text the metric, cell or formula behind it, and the definitions that a page shows for them.

mod definitions;
mod terms;
mod texts;

pub(super) use definitions::origins;
pub(super) use texts::{Tracer, Written};
