//! Values as people read them, in the formats of a spec.

use crate::frame::Value;
use crate::report::labels::boolean;
use crate::spec::grammar::{Format, FormatName, Scale};
use crate::text::compact::{Digits, compact};
use crate::text::number::{decimal, integer, percent, share};
use crate::text::{Locale, Number, Ratio};

/// Decimals of percentages and compact numbers unless the spec says otherwise.
const DECIMALS: u8 = 1;

/// A value in a format; empty for no value.
#[must_use]
pub fn format_value(format: &Format, value: &Value, locale: Locale) -> String {
    let Some(number) = value.number() else {
        return match value {
            Value::Boolean(value) => boolean(*value, locale).to_owned(),
            Value::Text(text) => text.to_string(),
            Value::Date(date) => date.long(locale),
            _ => String::new(),
        };
    };
    match format {
        Format::Name(FormatName::Integer | FormatName::Boolean) => match number {
            Number::Integer(_) => integer(number, locale),
            Number::Ratio(_) | Number::Float(_) => decimal(number, DECIMALS, locale),
        },
        Format::Name(FormatName::Compact) => compact(number, Digits::up_to(DECIMALS), locale),
        Format::Name(FormatName::Percent) => percent(number, DECIMALS, locale),
        Format::Parameters(parameters) => {
            if let Some(decimals) = parameters.percent {
                percent(number, decimals, locale)
            } else if let Some(decimals) = parameters.compact {
                compact(number, Digits::up_to(decimals), locale)
            } else if let Some(decimals) = parameters.decimals {
                decimal(number, decimals, locale)
            } else if let Some(scale) = parameters.scale {
                scaled(number, scale, locale)
            } else {
                integer(number, locale)
            }
        }
    }
}

/// A value in a format as a text says it: of a share `less than 0.1%`, where a table has `0.0%`.
pub(super) fn value_in_text(format: &Format, value: &Value, locale: Locale) -> String {
    let decimals = match format {
        Format::Name(FormatName::Percent) => Some(DECIMALS),
        Format::Name(_) => None,
        Format::Parameters(parameters) => parameters.percent,
    };
    match (decimals, value.number()) {
        (Some(decimals), Some(number)) => share(number, decimals, locale),
        _ => format_value(format, value, locale),
    }
}

/// `4 807 M`, `4,807M`: rounded once, to whole thousands, millions or billions.
fn scaled(number: Number, scale: Scale, locale: Locale) -> String {
    let (divisor, french, english) = match scale {
        Scale::Thousands => (1_000, "k", "K"),
        Scale::M => (1_000_000, "M", "M"),
        Scale::B => (1_000_000_000, "Md", "B"),
    };
    let quotient = match number {
        Number::Integer(value) => Number::Ratio(Ratio {
            numerator: value,
            denominator: divisor,
        }),
        Number::Ratio(ratio) => Number::Ratio(Ratio {
            numerator: ratio.numerator,
            denominator: ratio.denominator * divisor,
        }),
        Number::Float(value) => Number::Float(value / divisor as f64),
    };
    let digits = integer(quotient, locale);
    // Something is never written as nothing.
    let zero = matches!(number, Number::Integer(0))
        || matches!(number, Number::Ratio(r) if r.numerator == 0);
    let (below, digits) = if digits == "0" && !zero {
        (true, "1")
    } else {
        (false, digits.as_str())
    };
    match (locale, below) {
        (Locale::Fr, false) => format!("{digits}\u{a0}{french}"),
        (Locale::Fr, true) => format!("<\u{a0}{digits}\u{a0}{french}"),
        (Locale::En, false) => format!("{digits}{english}"),
        (Locale::En, true) => format!("<{digits}{english}"),
    }
}
