//! A slope chart described in a few sentences. In: its lines. Out: how many go up and down, and the largest moves.

use crate::chart::alternative::{counted, is_same, names};
use crate::chart::slope::model::{SlopeLine, Slopes, Way};
use crate::text::Locale;

/// The sentences about slopes.
pub(crate) fn slopes_text(slopes: &Slopes, locale: Locale) -> Vec<String> {
    let ends = slopes.ends.each_ref().map(String::as_str);
    let ends = ends.into_iter().filter(|end| !end.is_empty());
    let ends: Vec<&str> = ends.collect();
    let lines = |fr, en| {
        let nouns = match locale {
            Locale::Fr => fr,
            Locale::En => en,
        };
        counted(slopes.lines.len(), nouns, locale)
    };
    let lines = lines(("ligne", "lignes"), ("line", "lines"));
    let mut sentences = vec![match (locale, ends.as_slice()) {
        (Locale::Fr, [one, other]) => {
            format!("Graphique en pentes, {one} et {other}\u{a0}: {lines}.")
        }
        (Locale::Fr, _) => format!("Graphique en pentes\u{a0}: {lines}."),
        (Locale::En, [one, other]) => format!("Slope chart, {one} and {other}: {lines}."),
        (Locale::En, _) => format!("Slope chart: {lines}."),
    }];
    sentences.extend(not_whole(&slopes.not_whole, locale));
    let tells = |way| slopes.not_whole.is_empty() || matches!(way, Way::New | Way::Gone);
    let count = |way| {
        let lines = slopes.lines.iter();
        lines.filter(|line| line.way(slopes.falling) == way).count()
    };
    let ways = [
        (Way::Up, "en hausse", "up"),
        (Way::Down, "en baisse", "down"),
        (Way::Level, "au même niveau", "level"),
        (Way::New, "à l’arrivée seulement", "at the end only"),
        (Way::Gone, "au départ seulement", "at the start only"),
    ];
    let ways = ways.into_iter().filter(|(way, ..)| tells(*way));
    let counts = ways.filter_map(|(way, french, english)| {
        let count = count(way);
        (count > 0).then(|| match locale {
            Locale::Fr => format!("{french}\u{a0}: {count}"),
            Locale::En => format!("{english}: {count}"),
        })
    });
    let counts: Vec<String> = counts.collect();
    if !counts.is_empty() {
        let said = counts.join(match locale {
            Locale::Fr => "\u{a0}; ",
            Locale::En => "; ",
        });
        let mut letters = said.chars();
        let first = letters.next().map(char::to_uppercase);
        let first: String = first.into_iter().flatten().collect();
        sentences.push(format!("{first}{}.", letters.as_str()));
    }
    for (way, french, english) in [
        (Way::Up, "Plus forte hausse", "Largest rise"),
        (Way::Down, "Plus forte baisse", "Largest fall"),
    ] {
        let moved = slopes.lines.iter();
        let named = moved.filter(|line| tells(way) && !line.others && !line.missing);
        let moved = named.filter(|line| line.way(slopes.falling) == way);
        let Some(line) = moved.max_by(|one, other| far(one).total_cmp(&far(other))) else {
            continue;
        };
        let [Some(from), Some(to)] = &line.values else {
            continue;
        };
        let (from, to) = (&from.text, &to.text);
        let is_level = |other: &&SlopeLine| {
            let texts = other
                .values
                .each_ref()
                .map(|value| value.as_ref().map(|it| &it.text));
            is_same(far(other), far(line)) || texts == [Some(from), Some(to)]
        };
        let level = slopes
            .lines
            .iter()
            .filter(|other| other.way(slopes.falling) == way && !other.others && is_level(other));
        let level: Vec<&str> = level.map(|other| other.label.as_str()).collect();
        if level.len() > 1 {
            let name = names(&level, locale);
            sentences.push(match locale {
                Locale::Fr => format!("{french}, à égalité\u{a0}: {name}."),
                Locale::En => format!("{english}, level: {name}."),
            });
            continue;
        }
        let name = &line.label;
        sentences.push(match locale {
            Locale::Fr => format!("{french}\u{a0}: {name} (de {from} à {to})."),
            Locale::En => format!("{english}: {name} (from {from} to {to})."),
        });
    }
    sentences
}

/// That what lies between the two ends is neither a rise nor a fall, where one of them is not whole.
fn not_whole(ends: &[String], locale: Locale) -> Option<String> {
    let named = ends.join(", ");
    let sentence = match (locale, ends.len()) {
        (_, 0) => return None,
        (Locale::Fr, 1) => {
            format!("Période incomplète\u{a0}: {named}. Hausses et baisses ne sont pas comptées.")
        }
        (Locale::Fr, _) => {
            format!("Périodes incomplètes\u{a0}: {named}. Hausses et baisses ne sont pas comptées.")
        }
        (Locale::En, _) => format!("Not whole: {named}. Rises and falls are not counted."),
    };
    Some(sentence)
}

/// How far a line goes.
fn far(line: &SlopeLine) -> f64 {
    match &line.values {
        [Some(from), Some(to)] => (to.value - from.value).abs(),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::slopes_text;
    use crate::chart::color::Color;
    use crate::chart::slope::model::{SlopeEnd, SlopeLine, Slopes};
    use crate::text::Locale::{En, Fr};

    fn line(label: &str, from: Option<f64>, to: Option<f64>) -> SlopeLine {
        let end = |value: Option<f64>| {
            value.map(|value| SlopeEnd {
                value,
                place: value,
                text: format!("{value:.0} M"),
                row: 0,
            })
        };
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        SlopeLine {
            label: label.to_owned(),
            color,
            others: false,
            missing: false,
            values: [end(from), end(to)],
        }
    }

    #[test]
    fn rises_and_falls_are_counted_by_what_their_digits_show() {
        let slopes = Slopes {
            ends: ["octobre 2025", "novembre 2025"].map(str::to_owned),
            not_whole: Vec::new(),
            lines: vec![
                line("Google", Some(10.0), Some(14.0)),
                line("Meta", Some(9.0), Some(7.0)),
                line("Kotoba", Some(3.0), Some(3.2)),
                line("Answer", None, Some(1.0)),
                line("Alibaba", Some(1.0), Some(9.0)),
            ],
            falling: false,
        };
        assert_eq!(
            slopes_text(&slopes, Fr).join(" "),
            "Graphique en pentes, octobre 2025 et novembre 2025\u{a0}: 5\u{a0}lignes. En hausse\u{a0}: 2\u{a0}; en baisse\u{a0}: 1\u{a0}; au même niveau\u{a0}: 1\u{a0}; à l’arrivée seulement\u{a0}: 1. Plus forte hausse\u{a0}: Alibaba (de 1 M à 9 M). Plus forte baisse\u{a0}: Meta (de 9 M à 7 M)."
        );
        let ranks = Slopes {
            falling: true,
            ends: [String::new(), String::new()],
            ..slopes
        };
        assert_eq!(
            slopes_text(&ranks, En).join(" "),
            "Slope chart: 5\u{a0}lines. Up: 1; down: 2; level: 1; at the end only: 1. Largest rise: Meta (from 9 M to 7 M). Largest fall: Alibaba (from 1 M to 9 M)."
        );
    }

    #[test]
    fn nothing_rises_or_falls_to_a_period_that_is_not_whole() {
        let slopes = Slopes {
            ends: ["2023", "2025 · 10/12"].map(str::to_owned),
            not_whole: vec!["2025 · 10/12".to_owned()],
            lines: vec![
                line("Google", Some(10.0), Some(14.0)),
                line("Meta", Some(9.0), Some(7.0)),
                line("Answer", None, Some(1.0)),
            ],
            falling: false,
        };
        assert_eq!(
            slopes_text(&slopes, Fr).join(" "),
            "Graphique en pentes, 2023 et 2025 · 10/12\u{a0}: 3\u{a0}lignes. Période incomplète\u{a0}: 2025 · 10/12. Hausses et baisses ne sont pas comptées. À l’arrivée seulement\u{a0}: 1."
        );
        assert_eq!(
            slopes_text(&slopes, En).join(" "),
            "Slope chart, 2023 and 2025 · 10/12: 3\u{a0}lines. Not whole: 2025 · 10/12. Rises and falls are not counted. At the end only: 1."
        );
    }
}
