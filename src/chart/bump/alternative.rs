//! Ranks described in a few sentences. In: the lines. Out: how many there are, who is first and when, and the
//! largest moves.

use crate::chart::alternative::{NAMED, counted, without_data};
use crate::chart::bump::model::{BumpLine, Bumps};
use crate::text::Locale;
use crate::text::list::{Conjunction, list};

/// The sentences about ranks.
pub(crate) fn bumps_text(bumps: &Bumps, locale: Locale) -> Vec<String> {
    let filled = bumps.positions.iter().filter(|it| !it.empty).count();
    let series = counted(bumps.lines.len(), words(locale), locale);
    let count = counted(filled, ("point", "points"), locale);
    let ranks = bumps.ranks;
    let mut sentences = vec![match locale {
        Locale::Fr => format!("Rangs de 1 à {ranks}\u{a0}: {series} sur {count}."),
        Locale::En => format!("Ranks from 1 to {ranks}: {series} over {count}."),
    }];
    sentences.extend(without_data(
        &bumps.gaps(),
        |at| &bumps.positions[at].label,
        locale,
    ));
    sentences.extend(bumps.breaks.iter().map(|it| it.text.clone()));
    let known = bumps.positions.iter().enumerate();
    let known: Vec<usize> = known.filter(|it| !it.1.empty).map(|(at, _)| at).collect();
    let [first, .., last] = known[..] else {
        return sentences;
    };
    sentences.extend(leaders(bumps, &known, locale));
    let ends = |line: &BumpLine| {
        let (from, to) = (line.points[first]?, line.points[last]?);
        Some((from.rank, to.rank))
    };
    // Where there are ranks between the two ends, it is said that these are compared.
    let [from, to] = [first, last].map(|at| &bumps.positions[at].label);
    let between = match locale {
        _ if known.len() == 2 => String::new(),
        Locale::Fr => format!(" entre {from} et {to}"),
        Locale::En => format!(" between {from} and {to}"),
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
                Locale::Fr => {
                    format!("{french}{between}\u{a0}: {name} (du rang {from} au rang {to}).")
                }
                Locale::En => {
                    format!("{english}{between}: {name} (from rank {from} to rank {to}).")
                }
            });
        }
    }
    sentences
}

/// Changes of the first place of which each is told.
const TOLD: usize = 4;

/// Who is first and when, several where they are equal; none where nobody is at any of the known positions.
fn leaders(bumps: &Bumps, known: &[usize], locale: Locale) -> Option<String> {
    let first_at = |at: usize| -> Vec<usize> {
        let lines = bumps.lines.iter().enumerate();
        let leads = |line: &BumpLine| line.points[at].filter(|point| point.rank == 1);
        let mut leading: Vec<(u32, usize)> = lines
            .filter_map(|(number, line)| Some((leads(line)?.place, number)))
            .collect();
        leading.sort_unstable();
        leading.into_iter().map(|(_, number)| number).collect()
    };
    let named = |lines: &[usize]| match lines.len() {
        0..=NAMED => {
            let labels = lines.iter().map(|line| bumps.lines[*line].label.clone());
            list(&labels.collect::<Vec<_>>(), Conjunction::And, locale)
        }
        count => counted(count, words(locale), locale),
    };
    let found: Vec<(Vec<usize>, usize)> = known.iter().map(|at| (first_at(*at), *at)).collect();
    let spans = found.chunk_by(|one, other| one.0 == other.0);
    let spans: Vec<String> = spans
        .filter(|span| !span[0].0.is_empty())
        .map(|span| {
            let [begin, end] =
                [span[0].1, span[span.len() - 1].1].map(|at| bumps.positions[at].label.as_str());
            let when = match (span.len(), locale) {
                (1, _) => begin.to_owned(),
                (2, Locale::Fr) => format!("{begin} et {end}"),
                (2, Locale::En) => format!("{begin} and {end}"),
                (_, Locale::Fr) => format!("{begin} à {end}"),
                (_, Locale::En) => format!("{begin} to {end}"),
            };
            format!("{} ({when})", named(&span[0].0))
        })
        .collect();
    let told = match (spans.as_slice(), locale) {
        ([], _) => return None,
        ([first, .., last], Locale::Fr) if spans.len() > TOLD => {
            format!("{first}, puis d’autres, à la fin {last}")
        }
        ([first, .., last], Locale::En) if spans.len() > TOLD => {
            format!("{first}, then others, in the end {last}")
        }
        (_, Locale::Fr) => spans.join(", puis "),
        (_, Locale::En) => spans.join(", then "),
    };
    Some(match locale {
        Locale::Fr => format!("Au premier rang\u{a0}: {told}."),
        Locale::En => format!("Ranked first: {told}."),
    })
}

/// What a key of the chart is called.
fn words(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::Fr => ("courbe", "courbes"),
        Locale::En => ("line", "lines"),
    }
}

#[cfg(test)]
mod tests {
    use super::bumps_text;
    use crate::chart::bump::model::{BumpLine, BumpPoint, Bumps};
    use crate::chart::color::Color;
    use crate::chart::lines::model::LinePosition;
    use crate::chart::spacing::Spacing;
    use crate::text::Locale::{En, Fr};

    #[test]
    fn the_first_ones_and_the_largest_moves_are_named() {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        let line = |label: &str, ranks: [u32; 3]| {
            let points = ranks.map(|rank| {
                (rank > 0).then_some(BumpPoint {
                    rank,
                    place: rank,
                    row: 0,
                })
            });
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
            spacing: Spacing::default(),
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
            "Rangs de 1 à 5\u{a0}: 4\u{a0}courbes sur 2\u{a0}points. Sans donnée\u{a0}: nov. 2025. Au premier rang\u{a0}: Google (oct. 2025), puis Alibaba (déc. 2025). Plus forte montée\u{a0}: Alibaba (du rang 4 au rang 1). Plus forte descente\u{a0}: Meta (du rang 2 au rang 4)."
        );
        assert_eq!(
            bumps_text(&bumps, En).join(" "),
            "Ranks from 1 to 5: 4\u{a0}lines over 2\u{a0}points. No data: nov. 2025. Ranked first: Google (oct. 2025), then Alibaba (déc. 2025). Largest climb: Alibaba (from rank 4 to rank 1). Largest fall: Meta (from rank 2 to rank 4)."
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
        let twice = "Ranked first: Google (oct. 2025), then Google (déc. 2025).";
        assert!(text.contains(twice), "{text}");
    }
}
