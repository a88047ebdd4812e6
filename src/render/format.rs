//! Values as people read them, in the formats of a spec.

use crate::report::labels::boolean;
use crate::report::{Column, Metric, MetricRole, Role};
use crate::results::Value;
use crate::spec::grammar::{Format, FormatName, FormatParameters, Scale, Text};
use crate::sql::Type;
use crate::text::compact::{Digits, compact};
use crate::text::currency::Currency;
use crate::text::number::{
    NO_BREAK_SPACE, decimal, decimals_of, decimals_of_change, decimals_that_show, integer, percent,
    points, points_short, share, signed,
};
use crate::text::{Affix, Locale, Number, Ratio};
use std::cmp::Ordering;

/// Decimals of percentages and compact numbers unless the spec sets them.
const DECIMALS: u8 = 1;

/// A value in a format; empty if it is missing.
#[must_use]
pub(crate) fn format_value(format: &Format, value: &Value, locale: Locale) -> String {
    let Some(number) = value.number() else {
        return match value {
            Value::Boolean(value) => boolean(*value, locale).to_owned(),
            Value::Text(text) => text.to_string(),
            Value::Date(date) => date.long(locale),
            _ => String::new(),
        };
    };
    match format {
        Format::Name(FormatName::Integer | FormatName::Boolean) => integer(number, locale),
        Format::Name(FormatName::Number) => match number {
            Number::Integer(_) => integer(number, locale),
            Number::Ratio(_) | Number::Float(_) => decimal(number, decimals_of(number), locale),
        },
        Format::Name(FormatName::Compact) => compact(number, Digits::up_to(DECIMALS), locale),
        Format::Name(FormatName::Percent) => percent(number, DECIMALS, locale),
        Format::Name(FormatName::Points) => points_short(number, DECIMALS, locale),
        Format::Parameters(parameters) => {
            if let Some(decimals) = parameters.percent {
                percent(number, decimals, locale)
            } else if let Some(decimals) = parameters.points {
                points_short(number, decimals, locale)
            } else if let Some(decimals) = parameters.compact {
                compact(number, Digits::up_to(decimals), locale)
            } else if let Some(code) = &parameters.currency {
                money(number, code, parameters.decimals, locale)
            } else if let Some(unit) = &parameters.unit {
                let decimals = parameters.decimals.unwrap_or(match value {
                    Value::Integer(_) => 0,
                    Value::Decimal(value) => value.scale,
                    _ => decimals_of(number),
                });
                of_unit(unit, locale).around(&decimal(number, decimals, locale))
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

/// The cell of a column as tables and marks write it: a difference has its sign, a move of ranks an arrow.
#[must_use]
pub(crate) fn format_cell(column: &Column, value: &Value, locale: Locale) -> String {
    match (column.role(), value) {
        (Some(Role::RankChange), Value::Integer(moved)) => movement(*moved, locale),
        (Some(role), _) if role.is_difference() => {
            format_of_difference(&column.format, value, locale)
        }
        _ => format_value(&column.format, value, locale),
    }
}

/// A difference with its sign; one that is too small for its scale is in the next smaller one: `+412 k` among millions. One in
/// percent or points that is too small for its decimals has as many as show it: `−0.03%`.
pub(crate) fn format_of_difference(format: &Format, value: &Value, locale: Locale) -> String {
    let change = value.number();
    let finer = |decimals| change.map_or(decimals, |it| decimals_of_change(it, decimals));
    let (percent, points) = in_hundredths(format);
    let finer = FormatParameters {
        percent: percent.map(finer),
        points: points.map(finer),
        ..FormatParameters::default()
    };
    if percent.or(points).is_some() {
        return signed(&format_value(&Format::Parameters(finer), value, locale));
    }
    let text = format_value(format, value, locale);
    let hides = |it: &FormatParameters| {
        let (change, scale) = change.zip(it.scale)?;
        let is_zero = change == Number::Integer(0);
        Some(!is_zero && integer(in_scale(change, scale), locale) == "0")
    };
    match format {
        Format::Parameters(it) if hides(it) == Some(true) => {
            let scale = match it.scale {
                Some(Scale::B) => Some(Scale::M),
                Some(Scale::M) => Some(Scale::Thousands),
                Some(Scale::Thousands) | None => None,
            };
            let finer = Format::Parameters(FormatParameters {
                scale,
                ..it.clone()
            });
            format_of_difference(&finer, value, locale)
        }
        _ => signed(&text),
    }
}

/// A move of ranks: `▲ 2` where a row is two places further up, `▼ 1` one further down, `=` where it stayed.
fn movement(moved: i128, locale: Locale) -> String {
    let places = integer(Number::Integer(moved.abs()), locale);
    match moved.cmp(&0) {
        Ordering::Less => format!("▲{NO_BREAK_SPACE}{places}"),
        Ordering::Equal => "=".to_owned(),
        Ordering::Greater => format!("▼{NO_BREAK_SPACE}{places}"),
    }
}

/// The format of a metric's value, or of how that has changed: a share changes by points, and growth is in percent.
#[must_use]
pub(crate) fn format_in_role(metric: &Metric, role: MetricRole) -> Format {
    match role {
        MetricRole::Growth => Format::Name(FormatName::Percent),
        MetricRole::Change if metric.is_share() && !metric.is_written_in_percent() => {
            Format::Name(FormatName::Points)
        }
        MetricRole::Change => metric.format.of_difference(),
        MetricRole::Value | MetricRole::Previous => metric.format.clone(),
    }
}

/// A value in a format, for running text: a small share is `less than 0.1%`, where a table has
/// `0.0%`, and points are `1.8 percentage points`, where it has `1.8 pt`.
pub(super) fn value_in_text(format: &Format, value: &Value, locale: Locale) -> String {
    let Some(number) = value.number() else {
        return format_value(format, value, locale);
    };
    match in_hundredths(format) {
        (Some(decimals), _) => share(number, decimals, locale),
        (None, Some(decimals)) => points(number, decimals, locale),
        (None, None) => format_value(format, value, locale),
    }
}

/// The decimals of a format in percent, and of one in points.
fn in_hundredths(format: &Format) -> (Option<u8>, Option<u8>) {
    match format {
        Format::Name(FormatName::Percent) => (Some(DECIMALS), None),
        Format::Name(FormatName::Points) => (None, Some(DECIMALS)),
        Format::Name(_) => (None, None),
        Format::Parameters(parameters) => (parameters.percent, parameters.points),
    }
}

/// Whether a format writes large numbers with a power of ten.
pub(super) fn leaves_out_digits(format: &Format) -> bool {
    match format {
        Format::Name(name) => *name == FormatName::Compact,
        Format::Parameters(it) => it.compact.is_some() || it.scale.is_some(),
    }
}

/// What a format writes around its numbers.
pub(super) fn affix(format: &Format, locale: Locale) -> Affix {
    let Format::Parameters(parameters) = format else {
        return Affix::default();
    };
    let currency = parameters.currency.as_deref().and_then(Currency::parse);
    let unit = parameters.unit.as_ref();
    currency
        .map(|currency| currency.affix(locale))
        .or_else(|| unit.map(|unit| of_unit(unit, locale)))
        .unwrap_or_default()
}

/// How many decimals a format writes of numbers of a type, where it is always the same and no power
/// of ten is left out.
pub(super) fn decimals(format: &Format, kind: Type) -> Option<u8> {
    let parameters = match format {
        Format::Parameters(parameters) => parameters,
        Format::Name(FormatName::Integer) => return Some(0),
        Format::Name(FormatName::Number) if kind == Type::Integer => return Some(0),
        Format::Name(_) => return None,
    };
    let currency = parameters.currency.as_deref().and_then(Currency::parse);
    let of_unit = parameters.unit.is_some();
    parameters
        .decimals
        .or_else(|| currency.map(Currency::decimals))
        .or_else(|| kind.scale().filter(|_| of_unit))
}

fn of_unit(unit: &Text, locale: Locale) -> Affix {
    Affix {
        before: String::new(),
        behind: format!("{NO_BREAK_SPACE}{}", text_of(unit, locale)),
    }
}

/// `12,81 €`, `$12.81`.
fn money(number: Number, code: &str, decimals: Option<u8>, locale: Locale) -> String {
    match Currency::parse(code) {
        Some(currency) => currency.amount(
            number,
            decimals.unwrap_or_else(|| currency.decimals()),
            locale,
        ),
        // The schema rejects invalid codes.
        None => decimal(number, decimals.unwrap_or(DECIMALS), locale),
    }
}

/// A text in a locale, or in the other one if it has only that.
fn text_of(text: &Text, locale: Locale) -> &str {
    match text {
        Text::Same(text) => text,
        Text::PerLocale(texts) => {
            let (own, other) = match locale {
                Locale::Fr => (&texts.fr, &texts.en),
                Locale::En => (&texts.en, &texts.fr),
            };
            own.as_ref().or(other.as_ref()).map_or("", String::as_str)
        }
    }
}

/// A number divided by its scale.
fn in_scale(number: Number, scale: Scale) -> Number {
    let divisor = match scale {
        Scale::Thousands => 1_000,
        Scale::M => 1_000_000,
        Scale::B => 1_000_000_000,
    };
    match number {
        Number::Integer(value) => Number::Ratio(Ratio {
            numerator: value,
            denominator: divisor,
        }),
        Number::Ratio(ratio) => Number::Ratio(Ratio {
            numerator: ratio.numerator,
            denominator: ratio.denominator * divisor,
        }),
        Number::Float(value) => Number::Float(value / divisor as f64),
    }
}

/// `4 807 M`, `4,807M`: rounded once, to whole thousands, millions or billions.
fn scaled(number: Number, scale: Scale, locale: Locale) -> String {
    let (french, english) = match scale {
        Scale::Thousands => ("k", "K"),
        Scale::M => ("M", "M"),
        Scale::B => ("Md", "B"),
    };
    let quotient = in_scale(number, scale);
    let digits = integer(quotient, locale);
    // An amount above zero is never written as 0, and one below has as many decimals as show it.
    let (least, digits) = match digits.as_str() {
        "0" if quotient.is_positive() => ("<", "1".to_owned()),
        "0" => {
            let decimals = decimals_that_show(quotient, 0, 0);
            ("", decimal(quotient, decimals, locale))
        }
        _ => ("", digits),
    };
    match locale {
        Locale::Fr if least.is_empty() => format!("{digits}\u{a0}{french}"),
        Locale::Fr => format!("{least}\u{a0}{digits}\u{a0}{french}"),
        Locale::En => format!("{least}{digits}{english}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{format_of_difference, scaled};
    use crate::results::Value;
    use crate::spec::grammar::{Format, FormatParameters, Scale};
    use crate::text::{Locale, Number};

    #[test]
    fn an_amount_too_small_for_its_scale_is_neither_nothing_nor_of_the_other_sign() {
        for (value, french, english) in [
            (400_000_000, "<\u{a0}1\u{a0}Md", "<1B"),
            (-400_000_000, "\u{2212}0,4\u{a0}Md", "\u{2212}0.4B"),
            (-3_000_000, "\u{2212}0,003\u{a0}Md", "\u{2212}0.003B"),
            (-12_000_000_000, "\u{2212}12\u{a0}Md", "\u{2212}12B"),
            (0, "0\u{a0}Md", "0B"),
        ] {
            let number = Number::Integer(value);
            assert_eq!(scaled(number, Scale::B, Locale::Fr), french);
            assert_eq!(scaled(number, Scale::B, Locale::En), english);
        }
    }

    #[test]
    fn a_difference_too_small_for_its_scale_is_in_a_smaller_one() {
        let format = |scale| {
            Format::Parameters(FormatParameters {
                scale: Some(scale),
                ..FormatParameters::default()
            })
        };
        for (scale, value, french, english) in [
            (Scale::M, 5_000_000, "+5\u{a0}M", "+5M"),
            (Scale::M, 412_300, "+412\u{a0}k", "+412K"),
            (Scale::M, -412_300, "\u{2212}412\u{a0}k", "\u{2212}412K"),
            (Scale::M, 412, "+412", "+412"),
            (Scale::B, -3, "\u{2212}3", "\u{2212}3"),
            (Scale::Thousands, 0, "0\u{a0}k", "0K"),
        ] {
            let written =
                |locale| format_of_difference(&format(scale), &Value::Integer(value), locale);
            assert_eq!(
                [written(Locale::Fr), written(Locale::En)],
                [french, english]
            );
        }
    }
}
