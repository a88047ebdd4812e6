//! The bundle's files. In: a [`Bundle`](crate::document::Bundle) (documents per locale, tables of values, the
//! machine-readable rest). Out: [`OutputFile`](crate::world::OutputFile)s, names and bytes, for somebody else to put on disk.
//! Nothing here touches a file or a clock: the same bundle gives the same bytes.

mod bundle;
mod csv;
mod dark;
mod drawing;
mod error;
mod escape;
mod figures;
mod footnotes;
mod formula;
mod html;
mod jekyll;
mod json;
mod links;
mod markdown;
mod markdown_escape;
mod markdown_html;
mod markdown_section;
mod names;
mod names_apart;
mod needed_style;
mod neighbours;
mod number_links;
mod opening_html;
mod opening_markdown;
mod ordinals_html;
mod origins_html;
mod outline;
mod page_size;
mod paints;
#[cfg(feature = "pdf")]
mod pdf;
mod preview;
mod reading_html;
mod script;
mod table_cards;
mod table_html;
mod table_looks;
mod target;
mod terms;
mod unbroken;
mod words;
mod workbook;

pub use bundle::files;
pub(crate) use page_size::page_size_report;
pub(crate) use script::{EMPTY_PAGE, with_script};
pub(crate) use target::Target;
