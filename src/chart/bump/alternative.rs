//! Ranks described in a few sentences. In: the lines. Out: how many there are, who is first at both ends, and the
//! largest moves.

use crate::chart::alternative::{counted, series_noun, without_data};
use crate::chart::bump::model::{BumpLine, Bumps};
use crate::text::Locale;

/// The sentences about ranks.
pub(crate) fn bumps_text(bumps: &Bumps, locale: Locale) -> Vec<String> {
    let filled = bumps.positions.iter().filter(|it| !it.empty).count();
    let series = counted(bumps.lines.len(), series_noun(locale), locale);
    let count = counted(filled, ("position", "positions"), locale);
    let ranks = bumps.ranks;
    let mut sentences = vec![match locale {
        Locale::Fr => format!("Rangs 1 à {ranks}\u{a0}: {series} sur {count}."),
        Locale::En => format!("Ranks 1 to {ranks}: {series} over {count}."),
    }];
    sentences.extend(without_data(
        &bumps.gaps(),
        |at| &bumps.positions[at].label,
        locale,
    ));
    sentences.extend(bumps.breaks.iter().map(|it| it.text.clone()));
    let mut known = bumps.positions.iter().enumerate().filter(|it| !it.1.empty);
    let (Some((first, _)), Some((last, _))) = (known.next(), known.next_back()) else {
        return sentences;
    };
    let leader = |at: usize| {
        let mut lines = bumps.lines.iter();
        lines.find(|line| line.points[at].is_some_and(|point| point.rank == 1))
    };
    let leaders = [first, last].into_iter().filter_map(|at| {
        let line = leader(at)?;
        Some((line, &bumps.positions[at].label))
    });
    let leaders: Vec<_> = leaders.collect();
    let leaders: Vec<String> = match leaders.as_slice() {
        // Named once if it leads at both ends.
        // Two lines may have one label.
        [(line, begin), (same, end)] if std::ptr::eq(*line, *same) => vec![match locale {
            Locale::Fr => format!("{} ({begin} et {end})", line.label),
            Locale::En => format!("{} ({begin} and {end})", line.label),
        }],
        several => several
            .iter()
            .map(|(line, position)| format!("{} ({position})", line.label))
            .collect(),
    };
    if !leaders.is_empty() {
        sentences.push(match locale {
            Locale::Fr => format!("Au premier rang\u{a0}: {}.", leaders.join(", puis ")),
            Locale::En => format!("In the first place: {}.", leaders.join(", then ")),
        });
    }
    let ends = |line: &BumpLine| {
        let (from, to) = (line.points[first]?, line.points[last]?);
        Some((from.rank, to.rank))
    };
    for (up, french, english) in [
        (true, "Plus forte montée", "Largest climb"),
        (false, "Plus forte descente", "Largest fall"),
    ] {
        let moved = bumps
            .lines
            .iter()
            .filter_map(|line| Some((line, ends(line)?)));
        let moved = moved.filter(|(_, (from, to))| from != to && (to < from) == up);
        if let Some((line, (from, to))) = moved.max_by_key(|(_, (from, to))| from.abs_diff(*to)) {
            let name = &line.label;
            sentences.push(match locale {
                Locale::Fr => format!("{french}\u{a0}: {name} (du rang {from} au rang {to})."),
                Locale::En => format!("{english}: {name} (from {from} to {to})."),
            });
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::bumps_text;
    use crate::chart::bump::model::{BumpLine, BumpPoint, Bumps};
    use crate::chart::color::Color;
    use crate::chart::lines::model::LinePosition;
    use crate::text::Locale::{En, Fr};

    #[test]
    fn the_first_ones_and_the_largest_moves_are_named() {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        let line = |label: &str, ranks: [u32; 3]| {
            let points = ranks.map(|rank| (rank > 0).then_some(BumpPoint { rank, row: 0 }));
            BumpLine {
                label: label.to_owned(),
                color,
                points: points.to_vec(),
            }
        };
        let position = |label: &str, empty| LinePosition {
            key: String::new(),
            label: label.to_owned(),
            empty,
        };
        let bumps = Bumps {
            positions: vec![
                position("oct. 2025", false),
                position("nov. 2025", true),
                position("déc. 2025", false),
            ],
            ranks: 5,
            lines: vec![
                line("Google", [1, 0, 2]),
                line("Meta", [2, 0, 4]),
                line("Alibaba", [4, 0, 1]),
                line("Answer", [0, 0, 3]),
            ],
            breaks: Vec::new(),
        };
        assert_eq!(
            bumps_text(&bumps, Fr).join(" "),
            "Rangs 1 à 5\u{a0}: 4\u{a0}séries sur 2\u{a0}positions. Sans donnée\u{a0}: nov. 2025. Au premier rang\u{a0}: Google (oct. 2025), puis Alibaba (déc. 2025). Plus forte montée\u{a0}: Alibaba (du rang 4 au rang 1). Plus forte descente\u{a0}: Meta (du rang 2 au rang 4)."
        );
        assert_eq!(
            bumps_text(&bumps, En).join(" "),
            "Ranks 1 to 5: 4\u{a0}series over 2\u{a0}positions. No data: nov. 2025. In the first place: Google (oct. 2025), then Alibaba (déc. 2025). Largest climb: Alibaba (from 4 to 1). Largest fall: Meta (from 2 to 4)."
        );
        let still = Bumps {
            lines: vec![line("Google", [1, 0, 1])],
            ..bumps
        };
        let text = bumps_text(&still, Fr).join(" ");
        let once = "Au premier rang\u{a0}: Google (oct. 2025 et déc. 2025).";
        assert!(text.ends_with(once), "{text}");
        let namesakes = Bumps {
            lines: vec![line("Google", [1, 0, 2]), line("Google", [2, 0, 1])],
            ..still
        };
        let text = bumps_text(&namesakes, En).join(" ");
        let twice = "In the first place: Google (oct. 2025), then Google (déc. 2025).";
        assert!(text.contains(twice), "{text}");
    }
}
