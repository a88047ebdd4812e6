//! A slope chart described in a few sentences. In: its lines. Out: how many go up and down, and the largest moves.

use crate::chart::alternative::counted;
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
        (Locale::Fr, [one, other]) => format!("Pentes, {one} et {other}\u{a0}: {lines}."),
        (Locale::Fr, _) => format!("Pentes\u{a0}: {lines}."),
        (Locale::En, [one, other]) => format!("Slope chart, {one} and {other}: {lines}."),
        (Locale::En, _) => format!("Slope chart: {lines}."),
    }];
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
    let counts = ways.into_iter().filter_map(|(way, french, english)| {
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
        let moved = moved.filter(|line| line.way(slopes.falling) == way && !line.others);
        let Some(line) = moved.max_by(|one, other| far(one).total_cmp(&far(other))) else {
            continue;
        };
        let [Some(from), Some(to)] = &line.values else {
            continue;
        };
        let (name, from, to) = (&line.label, &from.text, &to.text);
        sentences.push(match locale {
            Locale::Fr => format!("{french}\u{a0}: {name} (de {from} à {to})."),
            Locale::En => format!("{english}: {name} (from {from} to {to})."),
        });
    }
    sentences
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
            values: [end(from), end(to)],
        }
    }

    #[test]
    fn rises_and_falls_are_counted_by_what_their_digits_show() {
        let slopes = Slopes {
            ends: ["octobre 2025", "novembre 2025"].map(str::to_owned),
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
            "Pentes, octobre 2025 et novembre 2025\u{a0}: 5\u{a0}lignes. En hausse\u{a0}: 2\u{a0}; en baisse\u{a0}: 1\u{a0}; au même niveau\u{a0}: 1\u{a0}; à l’arrivée seulement\u{a0}: 1. Plus forte hausse\u{a0}: Alibaba (de 1 M à 9 M). Plus forte baisse\u{a0}: Meta (de 9 M à 7 M)."
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
}
