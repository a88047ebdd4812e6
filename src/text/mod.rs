//! Words and numbers as people read them. In: numbers, dates and names. Out: French or
//! English text with correct numbers, articles, agreement and spaces.

mod affix;
pub mod case;
pub mod compact;
mod continent;
mod country;
pub mod currency;
pub mod date;
mod direction;
mod elision;
pub mod french;
pub mod list;
mod locale;
mod markdown;
mod names;
mod nesting;
pub mod number;
pub mod ordinal;
mod place;
pub mod plural;
mod readable;
mod rounding;
pub(crate) mod standing;
mod typography;

pub use affix::Affix;
pub use continent::continent;
pub use country::country;
pub use date::Date;
pub(crate) use direction::{END, ISOLATE, shown};
pub use locale::Locale;
pub use markdown::escape_markdown;
pub(crate) use names::SpelledNames;
pub(crate) use nesting::{markdown_extensions, nesting};
pub use number::{Number, Ratio};
pub use place::Place;
pub use typography::typography;
pub(crate) use typography::typography_around;
