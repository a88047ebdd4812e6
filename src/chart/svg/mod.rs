//! Drawing as SVG. In: positions, colours and texts. Out: one `<svg>` element, and a PNG of it.
//! Parts shared by several chart types are here too: heading, legend, axes.

pub(crate) mod annotations;
pub(crate) mod breaks;
pub(crate) mod canvas;
pub(crate) mod category_row;
mod drawing_backend;
pub(crate) mod element;
pub(crate) mod gaps;
pub(crate) mod glyphs;
pub(crate) mod group;
pub(crate) mod heading;
pub(crate) mod label_batch;
pub(crate) mod legend;
pub(super) mod markup;
pub(crate) mod panels;
pub(crate) mod raster;
mod shape_markup;
mod svg_backend;
pub(crate) mod text_style;
pub(crate) mod value_axis;
