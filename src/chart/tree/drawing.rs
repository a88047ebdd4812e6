//! Nested rectangles. In: the tree of a model. Out: the finished chart: groups with a header, tiles
//! with proportional areas, and as much text on each as fits.

use crate::chart::color::Color;
use crate::chart::color::{darker, readable_on};
use crate::chart::layout::area::Area;
use crate::chart::layout::text_measure::{Weight, shorten, width};
use crate::chart::model::Common;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::{Rectangles, Shape};
use crate::chart::svg::group::Group;
use crate::chart::svg::heading::{Heading, MARGIN, chart_height, chart_width};
use crate::chart::svg::label_batch::LabelBatch;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;
use crate::chart::tree::alternative::nothing_text;
use crate::chart::tree::model::TreeNode;
use crate::chart::tree::squarify::squarify;
use crate::chart::tree::tile_label::fit_label;
use crate::text::Locale;

/// Height of the tiles in multiples of their width if the model gives no height.
const SLENDERNESS: f64 = 0.64;
/// Space between groups of the first and of the second level.
const PADDING: [f64; 2] = [2.5, 1.5];
/// Height of the headers of the first and of the second level.
const HEADER: [f64; 2] = [18.0, 15.0];
/// How much darker a header is than its tiles.
const DARKER: [f64; 2] = [0.14, 0.07];
/// A group narrower or lower than this becomes a single tile.
const SMALLEST_GROUP: f64 = 5.0;

/// Draws the chart.
pub(crate) fn draw(common: &Common, tree: &[TreeNode], theme: &Theme) -> String {
    let heading = Heading::measure(common, common.legend.as_ref(), theme);
    let chart_width = chart_width(common);
    let width = chart_width - 2.0 * MARGIN;
    let height = chart_height(common)
        .map_or((width * SLENDERNESS).max(320.0), |height| {
            height - heading.bottom - MARGIN
        })
        .max(60.0);
    let area = Area {
        left: MARGIN,
        top: heading.bottom,
        width,
        height,
    };
    let sheet = (chart_width, area.bottom() + MARGIN);
    let canvas = Canvas::new(sheet, theme, &common.id, &common.title, &common.alternative);
    heading.draw(&canvas);
    let mut painter = Painter {
        canvas: &canvas,
        locale: common.locale,
        theme,
        labels: LabelBatch::default(),
    };
    let end = tree.iter().map(|node| node.rows.end).max().unwrap_or(0);
    let group = Group::new().class("marks").range(&(0..end));
    canvas.group(&group, |_| painter.draw_level(tree, area, 0));
    painter.labels.draw(&canvas, "labels");
    if !tree.iter().any(|node| node.value > 0.0) {
        let style = TextStyle::new(theme.label_size, theme.muted).anchored(Anchor::Middle);
        let middle = (area.left + area.width / 2.0, area.top + area.height / 2.0);
        canvas.text(middle, nothing_text(common.locale), &style);
    }
    canvas.finish()
}

struct Painter<'chart> {
    canvas: &'chart Canvas,
    locale: Locale,
    theme: &'chart Theme,
    /// Written last, on top of all the tiles.
    labels: LabelBatch,
}

impl Painter<'_> {
    /// Divides the area among the nodes that have a value and draws each; consecutive tiles of one
    /// colour are one path.
    fn draw_level(&mut self, nodes: &[TreeNode], area: Area, level: usize) {
        let mut shown: Vec<&TreeNode> = nodes
            .iter()
            .filter(|node| node.value > 0.0 && node.value.is_finite())
            .collect();
        shown.sort_by(|one, other| other.value.total_cmp(&one.value));
        let values: Vec<f64> = shown.iter().map(|node| node.value).collect();
        let mut runs: Vec<Rectangles> = Vec::new();
        for (node, place) in shown.into_iter().zip(squarify(&values, area)) {
            if node.children.iter().any(|child| child.value > 0.0) {
                self.draw_group(node, place, level);
                continue;
            }
            let corners = corners(self.write_on_tile(node, place));
            match runs.last_mut() {
                Some(run) if run.fill == node.color => run.push(corners, Shape::Tile),
                _ => runs.push(self.tiles(node.color).with(corners, Shape::Tile)),
            }
        }
        for run in &runs {
            self.canvas.draw_on_page(run);
        }
    }

    fn draw_group(&mut self, node: &TreeNode, place: Area, level: usize) {
        let group = Group::new().range(&node.rows);
        if place.width < SMALLEST_GROUP || place.height < SMALLEST_GROUP {
            self.canvas.group(&group, |_| {
                let tile = self.write_on_tile(node, place);
                self.draw_head(tile, node.color);
            });
            return;
        }
        let depth = level.min(PADDING.len() - 1);
        let padding = PADDING[depth]
            .min(place.width / 8.0)
            .min(place.height / 8.0);
        let mut inner = place.inset(padding / 2.0);
        // Written once if all the tiles share it.
        let group = match common_color(&node.children) {
            Some(color) => group.fill(Some(color)),
            None => group,
        };
        self.canvas.group(&group, |_| {
            let header = HEADER[depth];
            if inner.height >= 2.5 * header && inner.width >= 34.0 {
                let band = Area {
                    height: header,
                    ..inner
                };
                self.draw_header(node, band, depth);
                inner = Area {
                    top: inner.top + header,
                    height: inner.height - header,
                    ..inner
                };
            }
            self.draw_level(&node.children, inner, level + 1);
        });
    }

    fn draw_header(&mut self, node: &TreeNode, band: Area, depth: usize) {
        let fill = darker(node.color, DARKER[depth]);
        let drawn = Area {
            height: band.height - 1.0,
            ..band
        };
        self.draw_head(drawn, fill);
        let size = [self.theme.label_size, self.theme.smallest_size + 1.0][depth];
        let room = band.width - 8.0;
        let share = if node.share_of_parent.is_empty() {
            &node.share_of_total
        } else {
            &node.share_of_parent
        };
        let candidates = [
            (format!("{} · {} · {share}", node.label, node.text), size),
            (format!("{} · {share}", node.label), size),
            (node.label.clone(), size),
            (node.label.clone(), size - 2.0),
        ];
        let fitting = candidates
            .into_iter()
            .find(|(text, size)| width(text, *size, Weight::Bold) <= room);
        let (text, size) = fitting.unwrap_or_else(|| {
            (
                shorten(&node.label, size - 2.0, Weight::Bold, room),
                size - 2.0,
            )
        });
        let style = TextStyle::new(size, readable_on(fill)).bold();
        let at = (band.left + 4.0, band.top + (band.height - 1.0) / 2.0);
        self.labels.push(at, &text, &style);
    }

    fn tiles(&self, fill: Color) -> Rectangles {
        Rectangles::new(fill, self.theme.background)
    }

    /// The rectangle for a whole group.
    fn draw_head(&self, area: Area, fill: Color) {
        let mut head = self.tiles(fill).with(corners(area), Shape::Tile);
        head.attributes = Group::new().class("head").attributes;
        self.canvas.draw_on_page(&head);
    }

    /// Records the text on a tile; returns its rectangle.
    fn write_on_tile(&mut self, node: &TreeNode, place: Area) -> Area {
        let tile = place.inset(0.5_f64.min(place.width / 8.0).min(place.height / 8.0));
        let Some(label) = fit_label(node, (tile.width, tile.height), self.locale, self.theme)
        else {
            return tile;
        };
        let color = readable_on(node.color);
        for line in &label {
            let style = TextStyle::new(line.size, color);
            let style = if line.bold { style.bold() } else { style };
            let at = (tile.left + line.at.0, tile.top + line.at.1);
            self.labels.push(at, &line.text, &style);
        }
        tile
    }
}

fn corners(area: Area) -> [(f64, f64); 2] {
    [(area.left, area.top), (area.right(), area.bottom())]
}

/// The colour of all nodes, if they are tiles of the same colour.
fn common_color(nodes: &[TreeNode]) -> Option<Color> {
    let first = nodes.first()?.color;
    nodes
        .iter()
        .all(|node| node.color == first && node.children.is_empty())
        .then_some(first)
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::color::Color;
    use crate::chart::model::{Common, ValueFormat};
    use crate::chart::theme::Theme;
    use crate::chart::tree::model::TreeNode;
    use crate::text::{Affix, Locale};

    fn node(key: &str, value: f64, children: Vec<TreeNode>) -> TreeNode {
        let color = Color {
            red: 0,
            green: 0x72,
            blue: 0xb2,
        };
        TreeNode {
            key: key.to_owned(),
            label: key.to_owned(),
            value,
            text: "1 M".to_owned(),
            share_of_parent: String::new(),
            share_of_total: "50 %".to_owned(),
            color,
            rows: 0..1,
            children,
        }
    }

    fn drawn(tree: &[TreeNode]) -> String {
        let common = Common {
            id: "t".to_owned(),
            title: String::new(),
            alternative: String::new(),
            locale: Locale::Fr,
            value_title: String::new(),
            category_title: String::new(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: true,
            legend: None,
            annotations: Vec::new(),
            logarithmic: false,
            width: Some(424),
            height: Some(224),
        };
        draw(&common, tree, &Theme::default())
    }

    #[test]
    fn tiles_without_a_value_are_left_out() {
        let svg = drawn(&[
            node("a", 3.0, vec![]),
            node("zero", 0.0, vec![]),
            node("nan", f64::NAN, vec![]),
        ]);
        let marks = svg.split("data-r=").nth(1).unwrap_or_default();
        let path = marks.split("<path d=\"").nth(1).unwrap_or_default();
        assert_eq!(
            path.split('"')
                .next()
                .unwrap_or_default()
                .matches('M')
                .count(),
            1
        );
        assert!(!svg.contains("zero") && !svg.contains("NaN"));
    }

    #[test]
    fn a_tile_takes_its_share_of_the_sheet() {
        // 400 by 200 inside the margins; three quarters of it less half a pixel on every side, moved
        // to whole pixels.
        let svg = drawn(&[node("a", 3.0, vec![]), node("b", 1.0, vec![])]);
        assert!(svg.contains("M13 13h299v199h-299"), "{svg}");
    }

    #[test]
    fn thousands_of_tiny_tiles_make_no_negative_sizes() {
        let leaves = (0..3000).map(|index| {
            node(
                &format!("k{index}"),
                1e-9 + f64::from(index).powi(4),
                vec![],
            )
        });
        let svg = drawn(&[
            node("g", 1e14, leaves.collect()),
            node("h", 1.0, vec![node("i", 1.0, vec![])]),
        ]);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        for path in svg.split("d=\"M").skip(1) {
            let width = path.split('h').nth(1).unwrap_or_default();
            assert!(!width.starts_with('-'), "{path:.60}");
        }
    }
}
