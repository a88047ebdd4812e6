//! Lines and words on charts, at the marks that they are about. In: what each is about, by codes, and its text. Out: their
//! places among the marks, and sentences; `svg/annotations` draws them.

mod along;
mod model;
mod sentences;

pub(crate) use along::along;
pub(crate) use model::levels;
pub(crate) use model::{Annotation, Found, Sought, Target};
pub(crate) use sentences::{said, sentences};
