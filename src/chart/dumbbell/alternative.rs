//! Dumbbells described in a few sentences. In: their rows. Out: how many there are, the largest and the smallest gaps, and
//! which series is ahead in most.

use crate::chart::alternative::{counted, is_same, names};
use crate::chart::bars::model::Category;
use crate::chart::data::is_missing;
use crate::chart::dumbbell::model::Dumbbells;
use crate::text::Locale;

/// The sentences about dumbbells.
pub(super) fn dumbbells_text(dumbbells: &Dumbbells, locale: Locale) -> Vec<String> {
    let rows = dumbbells.rows.iter().filter(|row| !row.gap).count();
    let mut sentences = vec![match locale {
        Locale::Fr => {
            let rows = counted(rows, ("catégorie", "catégories"), locale);
            format!("Diagramme en haltères\u{a0}: {rows}, chacune avec deux points au plus.")
        }
        Locale::En => {
            let rows = counted(rows, ("category", "categories"), locale);
            format!("Dumbbell chart: {rows}, with up to two points each.")
        }
    }];
    let pairs = dumbbells.gaps().count();
    // The folded rest and rows without a value are none of those that are compared.
    let named = |(row, _): &(&Category, f64)| !row.is_rest() && !is_missing(&row.key);
    let gaps = dumbbells.gaps().filter(named);
    let mut gaps: Vec<(&Category, f64)> = gaps.collect();
    // Of equal ones the first, so that the same data give the same text.
    gaps.sort_by(|one, other| other.1.total_cmp(&one.1));
    let said = |(row, gap): &(&Category, f64), french: &str, english: &str| {
        let alike = gaps
            .iter()
            .filter(|(other, size)| is_same(*size, *gap) || alike(other, row));
        let alike: Vec<&str> = alike.map(|(other, _)| other.label.as_str()).collect();
        match locale {
            Locale::Fr if alike.len() > 1 => {
                format!("{french}, à égalité\u{a0}: {}.", names(&alike, locale))
            }
            Locale::En if alike.len() > 1 => {
                format!("{english}, level: {}.", names(&alike, locale))
            }
            Locale::Fr => format!("{french}\u{a0}: {}.", both(row)),
            Locale::En => format!("{english}: {}.", both(row)),
        }
    };
    let ends = gaps.first().zip(gaps.last());
    let are_level =
        ends.is_some_and(|(one, other)| is_same(one.1, other.1) || alike(one.0, other.0));
    let has_rest = dumbbells.rows.iter().any(Category::is_rest);
    if let Some((first, last)) = ends {
        if gaps.len() > 1 && are_level {
            sentences.push(said(first, "Écarts", "Gaps"));
        } else {
            sentences.push(said(first, "Plus grand écart", "Largest gap"));
        }
        if gaps.len() > 1 && !are_level && !has_rest {
            sentences.push(said(last, "Plus petit écart", "Smallest gap"));
        }
    }
    sentences.extend(ahead(dumbbells, pairs, locale));
    sentences
}

/// Whether two rows have points that are written alike.
fn alike(one: &Category, other: &Category) -> bool {
    let texts = |row: &Category| -> Vec<String> {
        row.marks.iter().map(|mark| mark.text.clone()).collect()
    };
    texts(one) == texts(other)
}

/// A row with its two points.
fn both(row: &Category) -> String {
    let points = row
        .marks
        .iter()
        .map(|mark| format!("{} {}", mark.label, mark.text));
    let points: Vec<String> = points.collect();
    format!("{} ({})", row.label, points.join(", "))
}

/// The series that is ahead of the other one in most rows with two points.
fn ahead(dumbbells: &Dumbbells, pairs: usize, locale: Locale) -> Option<String> {
    let leads = |key: &str| {
        let rows = dumbbells.rows.iter();
        let led = rows.filter(|row| match row.marks.as_slice() {
            // Those that are written alike are level.
            [one, other] if one.text == other.text => false,
            [one, other] if one.value > other.value => one.key == key,
            [one, other] if other.value > one.value => other.key == key,
            _ => false,
        });
        led.count()
    };
    let counts = dumbbells
        .series
        .iter()
        .map(|entry| (&entry.label, leads(&entry.key)));
    let mut counts: Vec<(&String, usize)> = counts.collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let (label, count) = *counts.first()?;
    let tied = counts.get(1).is_some_and(|(_, second)| *second == count);
    (count > 0 && !tied && pairs > 1).then(|| match locale {
        Locale::Fr => {
            let led = counted(count, ("paire", "paires"), locale);
            format!("En tête dans {led} sur {pairs}\u{a0}: {label}.")
        }
        Locale::En => format!("Ahead in {count} of {pairs} pairs: {label}."),
    })
}

#[cfg(test)]
mod tests {
    use super::dumbbells_text;
    use crate::chart::bars::model::Category;
    use crate::chart::color::Color;
    use crate::chart::dumbbell::model::Dumbbells;
    use crate::chart::model::{LegendEntry, Mark};
    use crate::text::Locale::{En, Fr};

    const BLACK: Color = Color {
        red: 0,
        green: 0,
        blue: 0,
    };

    fn row(label: &str, values: &[(&str, f64)]) -> Category {
        let mark = |(series, value): &(&str, f64)| Mark {
            key: (*series).to_owned(),
            label: (*series).to_owned(),
            slot: 0,
            value: *value,
            text: format!("{value}"),
            note: String::new(),
            row: 0,
            color: BLACK,
            others: false,
        };
        Category {
            key: label.to_owned(),
            label: label.to_owned(),
            group: None,
            end_label: String::new(),
            marks: values.iter().map(mark).collect(),
            gap: false,
        }
    }

    #[test]
    fn gaps_are_compared_in_pairs_only() {
        let entry = |label: &str| LegendEntry {
            key: label.to_owned(),
            label: label.to_owned(),
            color: BLACK,
        };
        let dumbbells = Dumbbells {
            rows: vec![
                row("small", &[("A", 9.0), ("B", 2.0)]),
                row("medium", &[("A", 4.0), ("B", 3.0)]),
                row("large", &[("A", 1.0), ("B", 5.0)]),
                row("huge", &[("B", 50.0)]),
            ],
            series: vec![entry("A"), entry("B")],
        };
        assert_eq!(
            dumbbells_text(&dumbbells, En),
            [
                "Dumbbell chart: 4\u{a0}categories, with up to two points each.",
                "Largest gap: small (A 9, B 2).",
                "Smallest gap: medium (A 4, B 3).",
                "Ahead in 2 of 3 pairs: A."
            ]
        );
        assert_eq!(
            dumbbells_text(&dumbbells, Fr)[0],
            "Diagramme en haltères\u{a0}: 4\u{a0}catégories, chacune avec deux points au plus."
        );
        assert_eq!(
            dumbbells_text(&dumbbells, Fr)[3],
            "En tête dans 2\u{a0}paires sur 3\u{a0}: A."
        );
        let level = row("level", &[("A", 4.0), ("B", 4.0)]);
        let one = Dumbbells {
            rows: vec![dumbbells.rows[0].clone(), level],
            ..dumbbells
        };
        let said = dumbbells_text(&one, Fr);
        assert_eq!(
            said.last().map(String::as_str),
            Some("En tête dans 1\u{a0}paire sur 2\u{a0}: A.")
        );
    }
}
