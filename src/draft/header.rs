//! The currency of a header. In: a header. Out: the code of the currency in which its amounts are, if it says so by itself.

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

/// The unit of a header in parentheses whose amounts are thousands or millions of a currency: `k€` of `Montant (k€)`.
pub(super) fn scaled_currency(name: &str) -> Option<&str> {
    const CURRENCIES: [&str; 9] = ["€", "eur", "euro", "$", "usd", "dollar", "£", "gbp", "chf"];
    let unit = name.trim().strip_suffix([')', ']'])?;
    let unit = &unit[unit.rfind(['(', '['])? + 1..];
    let unit = unit.trim().trim_start_matches("en ").trim();
    let lower = unit.to_lowercase();
    let is_currency = CURRENCIES.iter().any(|it| lower.contains(it));
    (is_currency && !unit.contains('/') && currency_of_header(name).is_none()).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::{currency_of_header, scaled_currency};

    #[test]
    fn thousands_of_a_currency_are_a_unit() {
        for (header, expected) in [
            ("Montant (k€)", Some("k€")),
            ("Budget [M€]", Some("M€")),
            ("Montant (en milliers d'euros)", Some("milliers d'euros")),
            ("Montant (€)", None),
            ("Prix (€/m²)", None),
            ("Production (GWh)", None),
            ("Montant", None),
        ] {
            assert_eq!(scaled_currency(header), expected, "{header}");
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
