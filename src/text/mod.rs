//! Words and numbers as people read them. In: numbers, dates and names. Out: French or
//! English text with correct numbers, articles, agreement and spaces.

mod affix;
mod calendar_unit;
pub(crate) mod case;
pub(crate) mod compact;
mod continent;
mod country;
pub(crate) mod currency;
pub(crate) mod date;
mod direction;
mod elision;
pub(crate) mod french;
pub(crate) mod list;
mod locale;
mod markdown;
mod names;
mod nesting;
pub(crate) mod number;
pub(crate) mod ordinal;
mod place;
pub(crate) mod plural;
mod readable;
mod rounding;
pub(crate) mod standing;
mod typography;

pub use affix::Affix;
pub use calendar_unit::CalendarUnit;
pub(crate) use calendar_unit::{week_of, weekday};
pub(crate) use continent::continent;
pub(crate) use country::country;
pub use date::Date;
pub(crate) use direction::{END, ISOLATE, shown};
pub use locale::Locale;
pub(crate) use markdown::{escape_markdown, makes_a_link};
pub(crate) use names::SpelledNames;
pub(crate) use nesting::{markdown_extensions, nesting};
pub(crate) use place::Place;
pub use rounding::{Number, Ratio};
pub(crate) use rounding::{round, round_scaled};
pub(crate) use typography::typography;
pub(crate) use typography::typography_around;
