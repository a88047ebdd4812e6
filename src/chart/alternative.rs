//! What a chart shows, for those who do not see it. In: a model. Out: one or two sentences in its
//! locale: the kind of chart, how much it holds, what is largest and smallest.
//!
//! Names come from the data, with unknown gender and number: the sentences are built so that no
//! article or agreement depends on them.

use super::alternative_bars::bars_text;
use super::model::{ChartBody, ChartModel, Lines, Mark, TreeNode};
use crate::text::Locale;

/// How many of the largest are named.
const NAMED: usize = 3;

/// Describes the chart in the locale of the model.
#[must_use]
pub fn alternative_text(model: &ChartModel) -> String {
    let sentences = match &model.body {
        ChartBody::Bars(bars) => bars_text(bars, model.locale),
        ChartBody::Treemap(tree) => tree_text(tree, model.locale),
        ChartBody::Lines(lines) => lines_text(lines, model.locale),
    };
    sentences.join(" ")
}

/// A number with its noun, singular below two in French and for one in English.
pub(super) fn counted(count: usize, (one, other): (&str, &str), locale: Locale) -> String {
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

/// The sentences on the largest and the smallest of some named amounts.
pub(super) fn extremes(mut ranked: Vec<(&str, &str, f64)>, locale: Locale) -> Vec<String> {
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

/// The noun for a number of series.
pub(super) fn series_noun(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::Fr => ("série", "séries"),
        Locale::En => ("series", "series"),
    }
}

fn leaves(node: &TreeNode) -> usize {
    if node.children.is_empty() {
        usize::from(node.value > 0.0)
    } else {
        node.children.iter().map(leaves).sum()
    }
}

fn tree_text(tree: &[TreeNode], locale: Locale) -> Vec<String> {
    let shown = || tree.iter().filter(|node| node.value > 0.0);
    let tiles: usize = shown().map(leaves).sum();
    let groups = shown().count();
    let nested = shown().any(|node| !node.children.is_empty());
    let tiles = match locale {
        Locale::Fr => counted(tiles, ("rectangle", "rectangles"), locale),
        Locale::En => counted(tiles, ("tile", "tiles"), locale),
    };
    let mut sentences = vec![match locale {
        Locale::Fr if nested => {
            format!(
                "Carte proportionnelle\u{a0}: {tiles} dans {}.",
                counted(groups, ("groupe", "groupes"), locale)
            )
        }
        Locale::Fr => format!("Carte proportionnelle\u{a0}: {tiles}."),
        Locale::En if nested => {
            format!(
                "Treemap: {tiles} in {}.",
                counted(groups, ("group", "groups"), locale)
            )
        }
        Locale::En => format!("Treemap: {tiles}."),
    }];
    let amounts: Vec<_> = shown()
        .map(|node| {
            let parts = [node.text.as_str(), node.share_of_total.as_str()];
            let text = parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            (node.label.as_str(), text, node.value)
        })
        .collect();
    let ranked = amounts
        .iter()
        .map(|(name, text, value)| (*name, text.as_str(), *value));
    sentences.extend(extremes(ranked.collect(), locale));
    sentences
}

fn lines_text(lines: &Lines, locale: Locale) -> Vec<String> {
    let positions = lines.positions.len();
    let series = counted(lines.series.len(), series_noun(locale), locale);
    let count = counted(positions, ("position", "positions"), locale);
    let mut sentences = vec![match locale {
        Locale::Fr => format!("Courbes\u{a0}: {series} sur {count}."),
        Locale::En => format!("Line chart: {series} over {count}."),
    }];
    let described = lines.series.iter().filter_map(|series| {
        let points: Vec<(usize, &Mark)> = series
            .points
            .iter()
            .enumerate()
            .take(positions)
            .filter_map(|(index, point)| Some((index, point.as_ref()?)))
            .filter(|(_, mark)| mark.value.is_finite())
            .collect();
        let (first, last) = (points.first()?, points.last()?);
        // The first of equal peaks, so that the same data say the same.
        let peak = points
            .iter()
            .rev()
            .max_by(|one, other| one.1.value.total_cmp(&other.1.value))?;
        Some((series, *first, *last, *peak))
    });
    let mut described: Vec<_> = described.collect();
    described.sort_by(|one, other| other.2.1.value.total_cmp(&one.2.1.value));
    for (series, first, last, peak) in described.into_iter().take(NAMED) {
        let at =
            |(index, mark): (usize, &Mark)| format!("{} ({})", mark.text, lines.positions[index].1);
        let name = if series.label.is_empty() {
            String::new()
        } else {
            match locale {
                Locale::Fr => format!("{}\u{a0}: ", series.label),
                Locale::En => format!("{}: ", series.label),
            }
        };
        sentences.push(match locale {
            Locale::Fr => format!(
                "{name}de {} à {}, maximum {}.",
                at(first),
                at(last),
                at(peak)
            ),
            Locale::En => format!(
                "{name}from {} to {}, peak {}.",
                at(first),
                at(last),
                at(peak)
            ),
        });
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::{lines_text, tree_text};
    use crate::chart::model::{Color, LineSeries, Lines, Mark, TreeNode};
    use crate::text::Locale::{En, Fr};

    const BLACK: Color = Color {
        red: 0,
        green: 0,
        blue: 0,
    };

    fn node(label: &str, value: f64, children: Vec<TreeNode>) -> TreeNode {
        TreeNode {
            key: label.to_owned(),
            label: label.to_owned(),
            value,
            text: format!("{value} M"),
            share_of_parent: String::new(),
            share_of_total: "50 %".to_owned(),
            color: BLACK,
            rows: 0..1,
            children,
        }
    }

    #[test]
    fn a_treemap_counts_the_tiles_that_are_drawn() {
        let tree = [
            node(
                "France",
                2.0,
                vec![node("a", 2.0, vec![]), node("b", 0.0, vec![])],
            ),
            node("Chine", 0.0, vec![]),
        ];
        let french = "Carte proportionnelle\u{a0}: 1\u{a0}rectangle dans 1\u{a0}groupe. En tête\u{a0}: France (2 M, 50 %).";
        assert_eq!(tree_text(&tree, Fr).join(" "), french);
        assert_eq!(
            tree_text(&tree[1..], En).join(" "),
            "Treemap: 0\u{a0}tiles."
        );
    }

    #[test]
    fn a_line_tells_its_first_last_and_highest_point() {
        let mark = |value: f64| Mark {
            key: "g".to_owned(),
            label: String::new(),
            slot: 0,
            value,
            text: format!("{value} M"),
            note: String::new(),
            color: BLACK,
            others: false,
            row: 0,
        };
        let points = vec![None, Some(mark(2.0)), Some(mark(7.0)), Some(mark(3.0))];
        let series = vec![LineSeries {
            key: "g".to_owned(),
            label: "Google".to_owned(),
            color: BLACK,
            points,
        }];
        let positions =
            ["mai", "juin", "juillet", "août"].map(|name| (name.to_owned(), name.to_owned()));
        let lines = Lines {
            positions: positions.to_vec(),
            series,
        };
        let french = "Courbes\u{a0}: 1\u{a0}série sur 4\u{a0}positions. Google\u{a0}: de 2 M (juin) à 3 M (août), maximum 7 M (juillet).";
        assert_eq!(lines_text(&lines, Fr).join(" "), french);
        let english = "Line chart: 1\u{a0}series over 4\u{a0}positions. Google: from 2 M (juin) to 3 M (août), peak 7 M (juillet).";
        assert_eq!(lines_text(&lines, En).join(" "), english);
    }
}
