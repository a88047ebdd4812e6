//! Layout: lengths, widths of text, parts of the sheet, before anything is drawn.

pub(crate) mod apart;
pub(crate) mod area;
pub(crate) mod scale;
pub(crate) mod text_measure;
