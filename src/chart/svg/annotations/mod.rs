//! The drawing of lines and words at marks. In: annotations and what is drawn already. Out: places that overlap neither labels
//! nor each other, and numbered notes below the chart for what has no room.

mod block;
mod notes;
mod sketch;

pub(crate) use block::Block;
pub(crate) use sketch::Sketch;
