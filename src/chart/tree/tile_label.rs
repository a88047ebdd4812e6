//! The text on a tile. In: a node of the tree and the size of its tile. Out: the lines that fit,
//! from name, amount and both shares down to a shortened name or nothing.

use crate::chart::layout::text_measure::{LINE_HEIGHT, Weight, shorten, width, wrap};
use crate::chart::theme::Theme;
use crate::chart::tree::model::TreeNode;
use crate::text::Locale;

/// A line of text on a tile.
pub(crate) struct TileLine {
    /// The text.
    pub(crate) text: String,
    /// Size in pixels.
    pub(crate) size: f64,
    /// Whether it is the name.
    pub(crate) bold: bool,
    /// Left end and vertical middle, relative to the tile's upper left corner.
    pub(crate) at: (f64, f64),
}

const PADDING: f64 = 4.0;
/// Minimum number of characters of a shortened name.
const FEWEST: usize = 6;

/// `64,0 % du groupe`; empty on the first level.
pub(crate) fn share_of_parent(node: &TreeNode, locale: Locale) -> String {
    match locale {
        _ if node.share_of_parent.is_empty() => String::new(),
        Locale::Fr => format!("{} du groupe", node.share_of_parent),
        Locale::En => format!("{} of group", node.share_of_parent),
    }
}

/// `13,2 % du total`.
pub(crate) fn share_of_total(node: &TreeNode, locale: Locale) -> String {
    match locale {
        _ if node.share_of_total.is_empty() => String::new(),
        Locale::Fr => format!("{} du total", node.share_of_total),
        Locale::En => format!("{} of total", node.share_of_total),
    }
}

/// The most detailed label that fits on a tile of this width and height, in the largest size.
/// Numbers are never smaller than small text; names may be.
pub(crate) fn fit_label(
    node: &TreeNode,
    tile: (f64, f64),
    locale: Locale,
    theme: &Theme,
) -> Option<Vec<TileLine>> {
    let (parent, total) = (share_of_parent(node, locale), share_of_total(node, locale));
    let one_line = if parent.is_empty() {
        String::new()
    } else {
        format!("{parent} · {total}")
    };
    let text = node.text.as_str();
    let small = theme.smallest_size;
    let (large, middle) = (theme.label_size + 3.0, theme.label_size + 1.0);
    let [normal, fine] = [theme.small_size, small + 0.5];
    let short = if parent.is_empty() { &total } else { &parent };
    // On the first level one share is complete; on others, two shares are alternatives.
    let first_level: &[f64] = if parent.is_empty() {
        &[large, middle, normal]
    } else {
        &[normal]
    };
    let plans: [(&[&str], &[f64], usize); 7] = [
        (&[text, &one_line], &[large], 2),
        (&[text, &parent, &total], &[large, middle], 2),
        (&[text, &one_line], &[middle, normal], 2),
        (&[text, &parent, &total], &[normal], 2),
        (&[text, short], first_level, 2),
        (&[text], &[normal], 2),
        (&[], &[normal, fine, small], 3),
    ];
    plans
        .iter()
        .filter(|(details, ..)| details.iter().all(|detail| !detail.is_empty()))
        .find_map(|(details, sizes, lines)| {
            sizes
                .iter()
                .find_map(|size| place(&node.label, details, *size, *lines, tile))
        })
        .or_else(|| place_shortened(&node.label, small, tile))
}

/// The name in at most `lines` lines and a line for each detail, if all of it fits unshortened.
fn place(
    name: &str,
    details: &[&str],
    size: f64,
    lines: usize,
    tile: (f64, f64),
) -> Option<Vec<TileLine>> {
    let padding = PADDING.min(tile.0 / 10.0).max(1.5);
    let room = tile.0 - 2.0 * padding;
    let name_lines = wrap(name, size, Weight::Bold, room, lines);
    let shortened = name_lines.iter().any(|line| line.ends_with('…'));
    if name_lines.is_empty()
        || shortened
        || details
            .iter()
            .any(|line| width(line, size - 1.0, Weight::Regular) > room)
    {
        return None;
    }
    let texts = name_lines.into_iter().map(|line| (line, size, true));
    let details = details
        .iter()
        .map(|line| ((*line).to_owned(), size - 1.0, false));
    let mut top = padding;
    let mut placed = Vec::new();
    for (text, size, bold) in texts.chain(details) {
        let height = size * LINE_HEIGHT;
        placed.push(TileLine {
            text,
            size,
            bold,
            at: (padding, top + height / 2.0),
        });
        top += height;
    }
    (top <= tile.1).then_some(placed)
}

/// The beginning of the name on one line, if enough of it fits to be recognisable.
fn place_shortened(name: &str, size: f64, tile: (f64, f64)) -> Option<Vec<TileLine>> {
    let height = size * LINE_HEIGHT;
    let text = shorten(name, size, Weight::Bold, tile.0 - 4.0);
    let kept = text.chars().count() > FEWEST;
    let line = TileLine {
        text,
        size,
        bold: true,
        at: (2.0, 2.0 + height / 2.0),
    };
    (kept && height + 3.0 <= tile.1).then(|| vec![line])
}

#[cfg(test)]
mod tests {
    use super::fit_label;
    use crate::chart::color::Color;
    use crate::chart::layout::text_measure::{Weight, width};
    use crate::chart::theme::Theme;
    use crate::chart::tree::model::TreeNode;
    use crate::text::Locale;

    fn node(name: &str) -> TreeNode {
        TreeNode {
            key: name.to_owned(),
            label: name.to_owned(),
            value: 1.0,
            text: "4\u{a0}807 M".to_owned(),
            share_of_parent: "64,0 %".to_owned(),
            share_of_total: "13,2 %".to_owned(),
            color: Color {
                red: 0,
                green: 0,
                blue: 0,
            },
            rows: 0..1,
            children: Vec::new(),
        }
    }

    fn texts(tile: (f64, f64)) -> Vec<String> {
        texts_of("Google", tile)
    }

    fn texts_of(name: &str, tile: (f64, f64)) -> Vec<String> {
        let lines = fit_label(&node(name), tile, Locale::Fr, &Theme::default()).unwrap_or_default();
        for line in &lines {
            let weight = if line.bold {
                Weight::Bold
            } else {
                Weight::Regular
            };
            assert!(line.at.0 + width(&line.text, line.size, weight) <= tile.0);
            assert!(line.at.1 + line.size / 2.0 <= tile.1);
        }
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_label_loses_detail_as_the_tile_shrinks() {
        assert_eq!(
            texts((400.0, 200.0)),
            [
                "Google",
                "4\u{a0}807 M",
                "64,0 % du groupe · 13,2 % du total"
            ]
        );
        assert_eq!(
            texts((140.0, 90.0)),
            [
                "Google",
                "4\u{a0}807 M",
                "64,0 % du groupe",
                "13,2 % du total"
            ]
        );
        assert_eq!(texts((70.0, 40.0)), ["Google", "4\u{a0}807 M"]);
        assert_eq!(texts((60.0, 16.0)), ["Google"]);
        let shortened = texts_of("Helsinki-NLP", (60.0, 18.0));
        assert!(
            shortened.len() == 1 && shortened[0].starts_with("Hels") && shortened[0].ends_with('…')
        );
        assert!(texts((12.0, 12.0)).is_empty());
    }
}
