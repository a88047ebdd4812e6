//! Sentences shared by the alternative texts of all chart types. In: names and amounts. Out:
//! counted nouns, the largest and the smallest.
//!
//! Names come from the data, with unknown gender and number: the sentences are built so that no
//! article or agreement depends on them.

use crate::chart::model::Panel;
use crate::text::Locale;
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

/// Names with their amounts: `Google (4 807 M), puis Meta (3 100 M)`.
fn list(named: &[(&str, &str)], locale: Locale) -> String {
    let written = named.iter().map(|(name, text)| {
        if text.is_empty() {
            (*name).to_owned()
        } else {
            format!("{name} ({text})")
        }
    });
    written.collect::<Vec<_>>().join(match locale {
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
        (_, Locale::Fr) => format!("de {} à {}", label(gap.start), label(gap.end - 1)),
        (_, Locale::En) => format!("{} to {}", label(gap.start), label(gap.end - 1)),
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| match locale {
        Locale::Fr => format!("Sans donnée\u{a0}: {}.", named.join(", ")),
        Locale::En => format!("No data: {}.", named.join(", ")),
    })
}

/// The sentences about the largest and the smallest of some named amounts.
pub(crate) fn extremes(mut ranked: Vec<(&str, &str, f64)>, locale: Locale) -> Vec<String> {
    ranked.retain(|(.., value)| value.is_finite());
    ranked.sort_by(|one, other| other.2.total_cmp(&one.2));
    let first: Vec<_> = ranked
        .iter()
        .take(NAMED)
        .map(|(name, text, _)| (*name, *text))
        .collect();
    if first.is_empty() {
        return Vec::new();
    }
    let mut sentences = vec![match locale {
        Locale::Fr => format!("En tête\u{a0}: {}.", list(&first, locale)),
        Locale::En => format!("Largest: {}.", list(&first, locale)),
    }];
    if let Some((name, text, _)) = ranked.get(NAMED..).and_then(<[_]>::last) {
        let last = list(&[(name, text)], locale);
        sentences.push(match locale {
            Locale::Fr => format!("En dernier\u{a0}: {last}."),
            Locale::En => format!("Smallest: {last}."),
        });
    }
    sentences
}

/// The sentences of panels: how many there are, and what each has of its kind.
pub(crate) fn panels_text<'a, Content: 'a>(
    panels: impl Iterator<Item = (&'a Panel<Content>, Vec<String>)>,
    locale: Locale,
) -> Vec<String> {
    let said: Vec<String> = panels
        .map(|(panel, sentences)| {
            let total = if panel.total.is_empty() {
                String::new()
            } else {
                format!(" ({})", panel.total)
            };
            let sentences = sentences.join(" ");
            match locale {
                Locale::Fr => format!("{}{total}\u{a0}: {sentences}", panel.label),
                Locale::En => format!("{}{total}: {sentences}", panel.label),
            }
        })
        .collect();
    let count = said.len();
    let count = match locale {
        Locale::Fr => counted(count, ("panneau", "panneaux"), locale),
        Locale::En => counted(count, ("panel", "panels"), locale),
    };
    let one_scale = match locale {
        Locale::Fr => format!("{count} à la même échelle."),
        Locale::En => format!("{count} on one scale."),
    };
    std::iter::once(one_scale).chain(said).collect()
}

/// The noun for a number of series.
pub(crate) fn series_noun(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::Fr => ("série", "séries"),
        Locale::En => ("series", "series"),
    }
}
