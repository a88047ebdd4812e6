//! Words and numbers as people read them. In: numbers, dates, names and templates. Out: French or
//! English text in which numbers, articles, agreement and spaces are right.

pub mod case;
pub mod compact;
mod continent;
mod country;
pub mod currency;
pub mod date;
mod direction;
mod elision;
mod filter_actions;
mod filter_call;
mod filter_table;
mod filter_value;
mod filters;
pub mod french;
pub mod list;
mod literal_number;
mod locale;
mod markdown;
mod names;
pub mod number;
pub mod ordinal;
mod origins;
mod place;
pub mod plural;
mod readable;
mod rounding;
mod row;
mod standing;
mod template;
mod typography;

pub use continent::continent;
pub use country::country;
pub use date::Date;
pub(crate) use direction::{END, ISOLATE, shown};
pub use filters::{
    FilterEntry, FilterExample, Subject, TestEntry, Wanted, add_filters, filter_documentation,
    filter_names, test_documentation,
};
pub(crate) use filters::{add_shares_filter, wanted_number};
pub use literal_number::literal_numbers;
pub use locale::Locale;
pub use markdown::escape_markdown;
pub(crate) use names::Names;
pub use number::{Number, Ratio};
pub(crate) use origins::{ORIGIN_FILTER, Signed, Signs, expression_text, trace};
pub use place::Place;
pub(crate) use row::{Row, RowValue};
pub use template::{
    TemplateNames, TextUse, parse_template, render, template_message, template_names,
};
pub(crate) use template::{environment, expand};
pub use typography::typography;
pub(crate) use typography::typography_around;
