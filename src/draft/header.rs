//! The unit of a header. In: a header. Out: the code of the currency in which its amounts are, if it says so by itself; the noun before
//! another unit, and this one.

use super::scales::symbol;

/// The one currency that a header names by itself: `Montant (€)` is in euros, `Montant (k€)` and `Montant (milliers €)` are in
/// something else.
pub(super) fn currency_of_header(name: &str) -> Option<&'static str> {
    const SCALES: [&str; 19] = [
        "k",
        "m",
        "md",
        "mds",
        "mio",
        "mrd",
        "mn",
        "bn",
        "millier",
        "milliers",
        "thousand",
        "thousands",
        "million",
        "millions",
        "milliard",
        "milliards",
        "billion",
        "billions",
        "/",
    ];
    let is_between = |c: char| c.is_whitespace() || "()[]_,;.".contains(c);
    let name = name.to_lowercase();
    let words = || name.split(is_between);
    let is_thousand = |word: &str| {
        let digits = word.trim_start_matches(['x', '×', '\'', '’']);
        matches!(digits.trim_end_matches('s'), "000" | "1000")
    };
    let is_scale = |word: &str| SCALES.contains(&word) || is_thousand(word);
    if words().any(is_scale) {
        return None;
    }
    let mut codes = words().filter_map(|word| match word {
        "€" | "eur" | "euro" | "euros" => Some("EUR"),
        "$" | "usd" => Some("USD"),
        "£" | "gbp" => Some("GBP"),
        "chf" => Some("CHF"),
        _ => None,
    });
    let first = codes.next()?;
    codes.all(|code| code == first).then_some(first)
}

/// The noun of a header and the unit of its numbers: thousands or millions of a currency, or a measure of things. `Coût` and `k€` of
/// `Coût (k€)` and of `Coût k€`.
pub(super) fn unit_of_header(name: &str) -> Option<(&str, String)> {
    let name = name.trim();
    if let Some(inside) = name.strip_suffix([')', ']']) {
        let at = inside.rfind(['(', '['])?;
        let unit = inside[at + 1..].trim();
        let unit = unit.strip_prefix("en ").unwrap_or(unit).trim();
        let is_unit = is_scaled_currency(unit, name) || symbol(unit).is_some();
        return is_unit.then(|| (name[..at].trim_end(), written(unit)));
    }
    // The longest unit that ends the header.
    let is_between = |sign: char| sign.is_whitespace() || sign == '_';
    let starts = name
        .char_indices()
        .filter(|(at, sign)| *at > 0 && !is_between(*sign) && name[..*at].ends_with(is_between));
    let mut starts = starts.map(|(at, _)| at);
    let at = starts.find(|at| {
        let unit = name[*at..].replace('_', " ");
        is_plain_scale(&unit) || unit.len() > 1 && symbol(&unit).is_some()
    })?;
    let noun = name[..at].trim_end_matches(is_between);
    let noun = noun
        .strip_suffix("en")
        .filter(|noun| noun.ends_with(is_between))
        .map_or(noun, |noun| noun.trim_end_matches(is_between));
    (!noun.is_empty()).then(|| (noun, written(&name[at..].replace('_', " "))))
}

/// A unit as it is written behind a number.
fn written(unit: &str) -> String {
    symbol(unit).map_or_else(|| unit.replace('\'', "’"), str::to_owned)
}

/// Whether what stands in parentheses is a currency that is not in its own unit.
fn is_scaled_currency(unit: &str, name: &str) -> bool {
    let lower = unit.to_lowercase().replace('’', "'");
    let words = lower.split(|sign: char| sign.is_whitespace() || sign == '\'');
    let mut words = words.filter(|word| !word.is_empty());
    words.any(|word| CURRENCIES.contains(&word) || is_short_scale(word))
        && !unit.contains('/')
        && currency_of_header(name).is_none()
}

/// Currencies, in lower case.
const CURRENCIES: [&str; 13] = [
    "€", "eur", "euro", "euros", "$", "usd", "dollar", "dollars", "£", "gbp", "pounds", "chf",
    "francs",
];

/// Short words for thousands and more, in lower case.
const SHORT: [&str; 8] = ["k", "m", "md", "mds", "mio", "mn", "bn", "mrd"];

/// Whether a word in lower case is a currency with its scale: `k€`, `$m`.
fn is_short_scale(word: &str) -> bool {
    CURRENCIES.iter().any(|currency| {
        let scale = word
            .strip_suffix(currency)
            .or_else(|| word.strip_prefix(currency));
        scale.is_some_and(|scale| SHORT.contains(&scale))
    })
}

/// Whether a text is thousands or millions of a currency and nothing else: `k€`, `$m`, `milliers d'euros`, `EUR million`.
fn is_plain_scale(text: &str) -> bool {
    const LONG: [&str; 9] = [
        "millier",
        "milliers",
        "thousand",
        "thousands",
        "million",
        "millions",
        "milliard",
        "milliards",
        "billion",
    ];
    let lower = text.to_lowercase().replace('’', "'");
    let lower = lower
        .replace("d'", " ")
        .replace(" de ", " ")
        .replace(" of ", " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_currency = |word: &str| CURRENCIES.contains(&word);
    let is_scale = |word: &str| SHORT.contains(&word) || LONG.contains(&word);
    match words.as_slice() {
        [one] => is_short_scale(one),
        [one, other] => is_scale(one) && is_currency(other) || is_currency(one) && is_scale(other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{currency_of_header, unit_of_header};

    #[test]
    fn a_header_ends_with_its_unit_in_parentheses_or_without() {
        for (header, noun, unit) in [
            ("Montant (k€)", "Montant", "k€"),
            ("Montant (k€ HT)", "Montant", "k€ HT"),
            ("Budget [M€]", "Budget", "M€"),
            (
                "Montant (en milliers d'euros)",
                "Montant",
                "milliers d’euros",
            ),
            ("Coût k€", "Coût", "k€"),
            ("CA HT (k€)", "CA HT", "k€"),
            ("CA HT en k€", "CA HT", "k€"),
            ("Montant en milliers d'euros", "Montant", "milliers d’euros"),
            ("Revenue $m", "Revenue", "$m"),
            ("Revenue EUR million", "Revenue", "EUR million"),
            ("revenue_eur_k", "revenue", "eur k"),
            ("Poids kg", "Poids", "kg"),
            ("Poids (t)", "Poids", "t"),
            ("surface_m2", "surface", "m²"),
            ("Production (GWh)", "Production", "GWh"),
        ] {
            let found = unit_of_header(header);
            assert_eq!(found, Some((noun, unit.to_owned())), "{header}");
        }
        for header in [
            "Montant (€)",
            "Montant en euros",
            "Prix (€/m²)",
            "Montant",
            "kg",
            "k€",
            "Plan m",
            "Classe t",
            "Note (sur 10)",
            "Mon budget",
        ] {
            assert_eq!(unit_of_header(header), None, "{header}");
        }
    }

    #[test]
    fn a_header_names_its_currency_by_itself() {
        for (header, expected) in [
            ("Montant (€)", Some("EUR")),
            ("amount_usd", Some("USD")),
            ("Prix en euros", Some("EUR")),
            ("Montant (k€)", None),
            ("Montant (M€)", None),
            ("Montant (milliers €)", None),
            ("Revenue (EUR million)", None),
            ("revenue_eur_k", None),
            ("Revenue (EUR '000)", None),
            ("Price (EUR / kg)", None),
            ("EUR USD", None),
            ("Ventes 2000 (€)", Some("EUR")),
            ("Montant (€, en euros)", Some("EUR")),
            ("€/kg", None),
            ("Europe", None),
        ] {
            assert_eq!(currency_of_header(header), expected, "{header}");
        }
    }
}
