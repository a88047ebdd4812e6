//! Margins of claims in words: `2.3 percentage points`, `1,234 downloads (2.3 percentage points)`, `1 row`.

use super::format::format_value;
use crate::report::Report;
use crate::results::{Margin, Unit, Value};
use crate::text::case::lower_first;
use crate::text::number::{NO_BREAK_SPACE, decimal, decimals_of, integer, points};
use crate::text::plural::{PluralCategory, plural_category};
use crate::text::{Locale, Number};

/// Most decimals with which a difference of shares is told.
const MOST_DECIMALS: u8 = 9;

/// A margin in words of a locale.
#[must_use]
pub(crate) fn margin_text(report: &Report, margin: &Margin, locale: Locale) -> String {
    let amount = match &margin.unit {
        Unit::Points => return in_points(&margin.difference, locale),
        Unit::Rows => in_rows(&margin.difference, locale),
        Unit::Number => exact(&margin.difference, locale),
        Unit::Measure(name) => of_measure(report, name, &margin.difference, locale),
    };
    match &margin.share {
        Some(share) => format!("{amount} ({})", in_points(share, locale)),
        None => amount,
    }
}

/// A difference of amounts of a measure: with its currency or unit, or with the noun that it counts.
fn of_measure(report: &Report, name: &str, value: &Value, locale: Locale) -> String {
    let measure = report.measures.get(name);
    let format = measure.and_then(|measure| measure.format.as_ref());
    if let Some(format) = format.filter(|format| format.names_a_unit()) {
        return format_value(&format.of_difference(), value, locale);
    }
    let unit = measure.map_or("", |measure| measure.unit.get(locale));
    // A unit that is a template is told by the name of its measure.
    let unit = if unit.is_empty() || unit.contains('{') {
        name
    } else {
        unit
    };
    in_unit(value, &lower_first(unit), locale)
}

/// A number of rows.
fn in_rows(value: &Value, locale: Locale) -> String {
    let rows = match (locale, is_singular(value, locale)) {
        (Locale::Fr, true) => "ligne",
        (Locale::Fr, false) => "lignes",
        (Locale::En, true) => "row",
        (Locale::En, false) => "rows",
    };
    format!("{}{NO_BREAK_SPACE}{rows}", exact(value, locale))
}

/// A number with what it counts, a noun in the plural, which stands in brackets where it would not agree.
fn in_unit(value: &Value, unit: &str, locale: Locale) -> String {
    let amount = exact(value, locale);
    if is_singular(value, locale) {
        format!("{amount} ({unit})")
    } else {
        format!("{amount}{NO_BREAK_SPACE}{unit}")
    }
}

/// Whether a noun behind a number stands in the singular: behind 1, in French behind all below 2.
fn is_singular(value: &Value, locale: Locale) -> bool {
    let number = value.number();
    number.is_some_and(|it| plural_category(it, locale) == PluralCategory::One)
}

/// A number with all digits if it is whole.
fn exact(value: &Value, locale: Locale) -> String {
    match value.number() {
        Some(number @ Number::Integer(_)) => integer(number, locale),
        Some(number) => decimal(number, decimals_of(number), locale),
        None => String::new(),
    }
}

/// A difference of shares, with a decimal, or as many as show a digit.
fn in_points(value: &Value, locale: Locale) -> String {
    let Some(number) = value.number() else {
        return String::new();
    };
    let shows = |text: &String| text.contains(|digit| matches!(digit, '1'..='9'));
    let mut texts = (1..=MOST_DECIMALS).map(|decimals| points(number, decimals, locale));
    let first = points(number, 1, locale);
    texts.find(shows).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::{in_rows, in_unit};
    use crate::results::Value;
    use crate::text::Locale::{En, Fr};

    #[test]
    fn rows_and_units_agree_with_the_number_or_stand_in_brackets() {
        for (number, french, english) in [
            (0, ["0 ligne", "0 (modèles)"], ["0 rows", "0 modèles"]),
            (1, ["1 ligne", "1 (modèles)"], ["1 row", "1 (modèles)"]),
            (2, ["2 lignes", "2 modèles"], ["2 rows", "2 modèles"]),
        ] {
            for (locale, expected) in [(Fr, french), (En, english)] {
                let value = Value::Integer(number);
                let said = [in_rows(&value, locale), in_unit(&value, "modèles", locale)];
                assert_eq!(said.map(|text| text.replace('\u{a0}', " ")), expected);
            }
        }
        let half = in_unit(&Value::Number(1.5), "modèles", Fr);
        assert_eq!(half, "1,5 (modèles)");
    }
}
