//! A treemap described in a sentence or two. In: its tree. Out: how many tiles there are, the
//! largest and the smallest.

use crate::chart::alternative::{Amount, counted, extremes};
use crate::chart::data::{code_of, is_missing};
use crate::chart::tree::model::TreeNode;
use crate::results::Key;
use crate::text::Locale;

/// The sentence if no tile has an area.
pub(crate) fn nothing_text(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "Toutes les valeurs sont nulles.",
        Locale::En => "All values are zero.",
    }
}

fn leaves(node: &TreeNode) -> usize {
    if node.children.is_empty() {
        usize::from(node.value > 0.0)
    } else {
        node.children.iter().map(leaves).sum()
    }
}

/// The sentences about a treemap.
pub(crate) fn tree_text(tree: &[TreeNode], locale: Locale) -> Vec<String> {
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
    if groups == 0 {
        sentences.push(nothing_text(locale).to_owned());
    }
    let amounts: Vec<_> = shown()
        .map(|node| {
            let parts = [node.text.as_str(), node.share_of_total.as_str()];
            let text = parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            (node, text)
        })
        .collect();
    let others = code_of(&Key::Others);
    let amounts = amounts.iter().map(|(node, text)| Amount {
        name: &node.label,
        text,
        value: node.value,
        is_rest: node.key == others,
        is_missing: is_missing(&node.key),
    });
    sentences.extend(extremes(amounts.collect(), locale));
    sentences
}

#[cfg(test)]
mod tests {
    use super::tree_text;
    use crate::chart::color::Color;
    use crate::chart::tree::model::TreeNode;
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
    fn others_and_rows_without_a_value_are_said_behind_the_largest() {
        let keyed = |key: &str, label: &str, value| TreeNode {
            key: key.to_owned(),
            ..node(label, value, vec![])
        };
        let tree = [
            keyed("(others)", "Autres", 9.0),
            keyed("(missing)", "non renseigné", 8.0),
            node("France", 2.0, vec![]),
        ];
        assert_eq!(
            tree_text(&tree, Fr).join(" "),
            "Carte proportionnelle\u{a0}: 3\u{a0}rectangles. En tête\u{a0}: France (2 M, 50 %). \
             Autres\u{a0}: 9 M, 50 %. Non renseigné\u{a0}: 8 M, 50 %."
        );
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
        let french = "Carte proportionnelle\u{a0}: 1\u{a0}rectangle dans 1\u{a0}groupe. France\u{a0}: 2 M, 50 %.";
        assert_eq!(tree_text(&tree, Fr).join(" "), french);
        assert_eq!(
            tree_text(&tree[1..], En).join(" "),
            "Treemap: 0\u{a0}tiles. All values are zero."
        );
    }

    #[test]
    fn the_folded_rest_is_none_of_the_largest_tiles() {
        let rest = TreeNode {
            key: "(others)".to_owned(),
            ..node("Autres", 9.0, vec![])
        };
        let tree = [node("France", 2.0, vec![]), rest];
        let french = "Carte proportionnelle\u{a0}: 2\u{a0}rectangles. En tête\u{a0}: France (2 M, 50 %). Autres\u{a0}: 9 M, 50 %.";
        assert_eq!(tree_text(&tree, Fr).join(" "), french);
    }
}
