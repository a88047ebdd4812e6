//! Sentences shared by the alternative texts of all chart types. In: names and amounts. Out:
//! counted nouns, the largest and the smallest.
//!
//! Names come from the data, with unknown gender and number: the sentences are built so that no
//! article or agreement depends on them.

use crate::chart::model::Panel;
use crate::text::Locale;
use crate::text::case::capitalize_first;
use crate::text::french::from_to;
use std::cmp::Ordering;
use std::ops::Range;

/// How many of the largest are named.
pub(crate) const NAMED: usize = 3;

/// A number with its noun: singular below two in French, and for one in English.
pub(crate) fn counted(count: usize, (one, other): (&str, &str), locale: Locale) -> String {
    let singular = match locale {
        Locale::Fr => count < 2,
        Locale::En => count == 1,
    };
    format!("{count}\u{a0}{}", if singular { one } else { other })
}

/// Names whose amounts are written alike, with these.
struct Level<'a> {
    names: Vec<&'a str>,
    text: &'a str,
    /// Whether the amounts are equal, and not only written so.
    is_equal: bool,
    /// The first of the amounts.
    value: f64,
}

impl Level<'_> {
    fn words(&self, locale: Locale) -> String {
        let name = names(&self.names, locale);
        let level = match (self.names.len(), self.is_equal, locale) {
            (1, ..) => "",
            (_, true, Locale::Fr) => "à égalité",
            (_, false, Locale::Fr) => "presque à égalité",
            (_, true, Locale::En) => "level",
            (_, false, Locale::En) => "almost level",
        };
        match (level, self.text) {
            ("", "") => name,
            ("", text) => format!("{name} ({text})"),
            (level, "") => format!("{name} ({level})"),
            (level, text) => format!("{name} ({level}, {text})"),
        }
    }
}

/// Names that are level, the first ones of many.
pub(crate) fn names(all: &[&str], locale: Locale) -> String {
    // Names of two parts have commas in them.
    let comma = match locale {
        Locale::Fr if all.iter().any(|name| name.contains(", ")) => "\u{a0}; ",
        Locale::En if all.iter().any(|name| name.contains(", ")) => "; ",
        _ => ", ",
    };
    let others = match (all.len(), locale) {
        (0..=NAMED, _) => None,
        (count, Locale::Fr) if count == NAMED + 1 => Some("un autre".to_owned()),
        (count, Locale::Fr) => Some(format!("{} autres", count - NAMED)),
        (count, Locale::En) if count == NAMED + 1 => Some("one other".to_owned()),
        (count, Locale::En) => Some(format!("{} others", count - NAMED)),
    };
    let named = all.iter().take(NAMED).map(|name| (*name).to_owned());
    let mut named: Vec<String> = named.chain(others).collect();
    let last = named.pop().unwrap_or_default();
    match (named.len(), locale) {
        (0, _) => last,
        (_, Locale::Fr) => format!("{} et {last}", named.join(comma)),
        (1, Locale::En) => format!("{} and {last}", named[0]),
        (_, Locale::En) => format!("{}{comma}and {last}", named.join(comma)),
    }
}

/// Whether two sizes are equal.
pub(crate) fn is_same(one: f64, other: f64) -> bool {
    one.partial_cmp(&other).is_some_and(Ordering::is_eq)
}

/// Ranked amounts in groups of those that are written alike.
fn levels<'a>(ranked: &[(&'a str, &'a str, f64)]) -> Vec<Level<'a>> {
    let is_alike = |one: &(&str, &str, f64), other: &(&str, &str, f64)| {
        one.1 == other.1 && (!one.1.is_empty() || is_same(one.2, other.2))
    };
    let groups = ranked.chunk_by(is_alike).map(|group| Level {
        names: group.iter().map(|(name, ..)| *name).collect(),
        text: group[0].1,
        is_equal: group.iter().all(|it| is_same(it.2, group[0].2)),
        value: group[0].2,
    });
    groups.collect()
}

/// Names with their amounts: `Google (4 807 M), puis Meta (3 100 M)`.
fn list<'a>(levels: impl Iterator<Item = &'a Level<'a>>, locale: Locale) -> String {
    let written: Vec<String> = levels.map(|it| it.words(locale)).collect();
    written.join(match locale {
        Locale::Fr => ", puis ",
        Locale::En => ", then ",
    })
}

/// Which places along an axis have no rows.
pub(crate) fn without_data<'a>(
    gaps: &[Range<usize>],
    label: impl Fn(usize) -> &'a str,
    locale: Locale,
) -> Option<String> {
    let named = gaps.iter().map(|gap| match (gap.len(), locale) {
        (1, _) => label(gap.start).to_owned(),
        (_, Locale::Fr) => from_to(label(gap.start), label(gap.end - 1)),
        (_, Locale::En) => format!("{} to {}", label(gap.start), label(gap.end - 1)),
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| match locale {
        Locale::Fr => format!("Sans donnée\u{a0}: {}.", named.join(", ")),
        Locale::En => format!("No data: {}.", named.join(", ")),
    })
}

/// A named amount of a drawing.
pub(crate) struct Amount<'a> {
    /// What it is of.
    pub name: &'a str,
    /// As it is written; empty if it is not.
    pub text: &'a str,
    /// Its size.
    pub value: f64,
    /// Whether it is that of the folded rest.
    pub is_rest: bool,
    /// Whether it is that of rows without a value.
    pub is_missing: bool,
}

/// The sentences about the largest of some amounts, and about the smallest unless smaller ones are folded into a rest. The rest
/// is none of those that are compared, and neither are rows without a value; each is said by itself, if it is one amount.
pub(crate) fn extremes(amounts: Vec<Amount<'_>>, locale: Locale) -> Vec<String> {
    let amounts = amounts.into_iter().filter(|it| it.value.is_finite());
    let (rest, named): (Vec<_>, Vec<_>) = amounts.partition(|it| it.is_rest);
    let (missing, ranked): (Vec<_>, Vec<_>) = named.into_iter().partition(|it| it.is_missing);
    let mut ranked: Vec<_> = ranked
        .iter()
        .map(|it| (it.name, it.text, it.value))
        .collect();
    ranked.sort_by(|one, other| other.2.total_cmp(&one.2));
    let levels = levels(&ranked);
    let (top, bottom) = (levels.first(), levels.last());
    // Among those that are all written alike none is the largest.
    let all_level = top.filter(|top| levels.len() == 1 && top.names.len() > 1);
    let mut sentences: Vec<String> = all_level
        .map(|it| all_level_text(it, locale))
        .into_iter()
        .collect();
    // What fell is not among those that are ahead, unless all fell; the lowest is told of then.
    let has_both_signs =
        |level: &Level<'_>| level.value < 0.0 && top.is_some_and(|top| top.value >= 0.0);
    let [highest, lowest] = places(bottom.is_some_and(|it| it.value < 0.0), locale);
    let mut named = 0;
    let first = levels.iter().take_while(|level| {
        let before = named;
        named += level.names.len();
        before < NAMED && !has_both_signs(level)
    });
    let first: Vec<&Level<'_>> = first.collect();
    let has_last = first.len() < levels.len();
    if let [only] = levels.as_slice()
        && let ([name], text) = (only.names.as_slice(), only.text)
        && !text.is_empty()
        && rest.is_empty()
        && missing.is_empty()
    {
        // One amount is neither large nor small.
        sentences.push(alone_text(name, text, locale));
    } else if all_level.is_none() && !first.is_empty() {
        let first = list(first.into_iter(), locale);
        sentences.push(match locale {
            Locale::Fr => format!("{highest}\u{a0}: {first}."),
            Locale::En => format!("{highest}: {first}."),
        });
    }
    if let Some(bottom) = bottom.filter(|_| has_last && rest.is_empty()) {
        let last = bottom.words(locale);
        sentences.push(match locale {
            Locale::Fr => format!("{lowest}\u{a0}: {last}."),
            Locale::En => format!("{lowest}: {last}."),
        });
    }
    for alone in [rest, missing] {
        if let [Amount { name, text, .. }] = alone.as_slice()
            && !text.is_empty()
        {
            sentences.push(alone_text(name, text, locale));
        }
    }
    sentences
}

/// The sentence about one amount.
fn alone_text(name: &str, text: &str, locale: Locale) -> String {
    let name = capitalize_first(name);
    match locale {
        Locale::Fr => format!("{name}\u{a0}: {text}."),
        Locale::En => format!("{name}: {text}."),
    }
}

/// What the first and the last of some amounts are called: those that may be below zero have a height, and no size.
const fn places(any_below_zero: bool, locale: Locale) -> [&'static str; 2] {
    match (any_below_zero, locale) {
        (false, Locale::Fr) => ["En tête", "En dernier"],
        (false, Locale::En) => ["Largest", "Smallest"],
        (true, Locale::Fr) => ["Au plus haut", "Au plus bas"],
        (true, Locale::En) => ["Highest", "Lowest"],
    }
}

/// The sentence about amounts that are all written alike.
fn all_level_text(level: &Level<'_>, locale: Locale) -> String {
    let said = match (level.is_equal, locale) {
        (true, Locale::Fr) => "À égalité\u{a0}: ",
        (false, Locale::Fr) => "Presque à égalité\u{a0}: ",
        (true, Locale::En) => "Level: ",
        (false, Locale::En) => "Almost level: ",
    };
    let names = names(&level.names, locale);
    match level.text {
        "" => format!("{said}{names}."),
        text => format!("{said}{names} ({text})."),
    }
}

/// The sentences of panels: how many there are, and what each has of its kind.
pub(crate) fn panels_text<'a, Content: 'a>(
    panels: impl Iterator<Item = (&'a Panel<Content>, Vec<String>)>,
    locale: Locale,
) -> Vec<String> {
    let all: Vec<(&Panel<Content>, Vec<String>)> = panels.collect();
    let kind = common_kind(all.iter().map(|(_, sentences)| sentences));
    let said = all.iter().map(|(panel, sentences)| {
        let total = if panel.total.is_empty() {
            String::new()
        } else {
            format!(" ({})", panel.total)
        };
        let sentences = sentences.join(" ");
        // The kind of the chart is said once, before the panels.
        let own = match &kind {
            Some(kind) => sentences[kind.len()..].trim_start_matches([':', ' ', '\u{a0}']),
            None => &sentences,
        };
        match locale {
            Locale::Fr => format!("{}{total}\u{a0}: {own}", panel.label),
            Locale::En => format!("{}{total}: {own}", panel.label),
        }
    });
    let said: Vec<String> = said.collect();
    let count = said.len();
    let count = match locale {
        Locale::Fr => counted(count, ("panneau", "panneaux"), locale),
        Locale::En => counted(count, ("panel", "panels"), locale),
    };
    let one_scale = match locale {
        Locale::Fr => format!("{count} à la même échelle."),
        Locale::En => format!("{count} on one scale."),
    };
    let kind = kind.map(|kind| format!("{kind}."));
    std::iter::once(one_scale).chain(kind).chain(said).collect()
}

/// What the first sentence of every panel says before its colon, if that is the same.
fn common_kind<'a>(mut panels: impl Iterator<Item = &'a Vec<String>>) -> Option<String> {
    let kind = |sentences: &'a Vec<String>| {
        let (kind, _) = sentences.first()?.split_once(':')?;
        Some(kind.trim_end_matches('\u{a0}'))
    };
    let first = kind(panels.next()?)?;
    panels
        .all(|it| kind(it) == Some(first))
        .then(|| first.to_owned())
}

/// The noun for a number of series.
pub(crate) fn series_noun(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::Fr => ("série", "séries"),
        Locale::En => ("series", "series"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, extremes, panels_text, without_data};
    use crate::chart::model::Panel;
    use crate::text::Locale::{En, Fr};

    #[test]
    fn what_has_no_data_reaches_in_french_from_day_to_day_and_from_month_to_month() {
        for (labels, said) in [
            (
                ["1er novembre 2025", "2 novembre 2025"],
                "du 1er novembre 2025 au 2 novembre 2025",
            ),
            (["avr. 2025", "août 2025"], "d’avr. 2025 à août 2025"),
            (["mai 2025", "août 2025"], "de mai 2025 à août 2025"),
            (["2021", "2023"], "de 2021 à 2023"),
        ] {
            let text = without_data(std::slice::from_ref(&(0..2)), |at| labels[at], Fr);
            assert_eq!(text, Some(format!("Sans donnée\u{a0}: {said}.")));
        }
    }

    #[test]
    fn what_all_panels_are_is_said_once() {
        let panel = |label: &str, total: &str| Panel {
            label: label.to_owned(),
            total: total.to_owned(),
            content: (),
        };
        let panels = [panel("France", "12 M"), panel("Chine", "")];
        let said = |kind: &str, other: &str| {
            let texts = [format!("{kind}2 séries."), format!("{other}1 série.")];
            let texts = texts.map(|first| vec![first, "En tête\u{a0}: a.".to_owned()]);
            panels_text(panels.iter().zip(texts), Fr).join(" ")
        };
        assert_eq!(
            said("Courbes\u{a0}: ", "Courbes\u{a0}: "),
            "2\u{a0}panneaux à la même échelle. Courbes. France (12 M)\u{a0}: 2 séries. En tête\u{a0}: a. Chine\u{a0}: 1 série. En tête\u{a0}: a."
        );
        assert_eq!(
            said("Courbes\u{a0}: ", "Courbe\u{a0}: "),
            "2\u{a0}panneaux à la même échelle. France (12 M)\u{a0}: Courbes\u{a0}: 2 séries. En tête\u{a0}: a. Chine\u{a0}: Courbe\u{a0}: 1 série. En tête\u{a0}: a."
        );
        let texts = [vec!["Line chart: 3 points.".to_owned()]];
        let english = panels_text(panels.iter().zip(texts), En).join(" ");
        assert_eq!(
            english,
            "1\u{a0}panel on one scale. Line chart. France (12 M): 3 points."
        );
    }

    #[test]
    fn one_amount_is_neither_large_nor_small() {
        let amount = Amount {
            name: "Morbihan",
            text: "\u{2212}85,21\u{a0}pt",
            value: -0.8521,
            is_rest: false,
            is_missing: false,
        };
        assert_eq!(
            extremes(vec![amount], Fr),
            ["Morbihan\u{a0}: \u{2212}85,21\u{a0}pt."]
        );
    }

    #[test]
    fn what_fell_is_the_lowest_and_not_among_the_largest() {
        let said = |values: &[(&'static str, &'static str, f64)]| {
            let amounts = values.iter().map(|(name, text, value)| Amount {
                name,
                text,
                value: *value,
                is_rest: false,
                is_missing: false,
            });
            let amounts: Vec<_> = amounts.collect();
            extremes(amounts, Fr).join(" ")
        };
        let cities = [
            ("Lyon", "\u{2212}10", -10.0),
            ("Paris", "+20", 20.0),
            ("Lille", "0", 0.0),
        ];
        assert_eq!(
            said(&cities),
            "Au plus haut\u{a0}: Paris (+20), puis Lille (0). Au plus bas\u{a0}: Lyon (\u{2212}10)."
        );
        let fallen = [("Lyon", "\u{2212}10", -10.0), ("Nice", "\u{2212}2", -2.0)];
        assert_eq!(
            said(&fallen),
            "Au plus haut\u{a0}: Nice (\u{2212}2), puis Lyon (\u{2212}10)."
        );
    }

    #[test]
    fn nobody_is_the_largest_among_those_that_are_written_alike() {
        let said = |values: &[(&'static str, &'static str, f64)], has_rest: bool| {
            let amount = |(name, text, value): (&'static str, &'static str, f64), is_rest| Amount {
                name,
                text,
                value,
                is_rest,
                is_missing: false,
            };
            let both = [Fr, En].map(|locale| {
                let named = values.iter().map(|it| amount(*it, false));
                let rest = has_rest.then(|| amount(("rest", "", 50.0), true));
                extremes(named.chain(rest).collect(), locale).join(" ")
            });
            both.map(|text| text.replace('\u{a0}', " ")).join(" / ")
        };
        let three = [("a", "12", 12.0), ("b", "12", 12.0), ("c", "12", 12.0)];
        assert_eq!(
            said(&three, false),
            "À égalité : a, b et c (12). / Level: a, b, and c (12)."
        );
        let near = [("a", "12 M", 12.1), ("b", "12 M", 12.2)];
        assert_eq!(
            said(&near, false),
            "Presque à égalité : b et a (12 M). / Almost level: b and a (12 M)."
        );
        let ends = [
            ("a", "9", 9.0),
            ("b", "9", 9.0),
            ("c", "7", 7.0),
            ("d", "1", 1.0),
            ("e", "1", 1.0),
        ];
        assert_eq!(
            said(&ends, false),
            "En tête : a et b (à égalité, 9), puis c (7). En dernier : d et e (à égalité, 1). / Largest: a and b (level, 9), then c (7). Smallest: d and e (level, 1)."
        );
        assert_eq!(
            said(&ends, true),
            "En tête : a et b (à égalité, 9), puis c (7). / Largest: a and b (level, 9), then c (7)."
        );
        let many: Vec<_> = ["a", "b", "c", "d", "e"]
            .map(|name| (name, "", 1.0))
            .to_vec();
        assert_eq!(
            said(&many, false),
            "À égalité : a, b, c et 2 autres. / Level: a, b, c, and 2 others."
        );
    }
}
