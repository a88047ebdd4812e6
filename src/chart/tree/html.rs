//! A treemap in a page. In: the tree of a model. Out: boxes inside of boxes that share out their length by value.
//!
//! A squarified rectangle is a row of strips, each a column of tiles, and a rest that is divided the same way. So are
//! the elements: `<u>` is a row of boxes, `<s>` a column, `<b>` a tile or a group, and each has its part as `flex`. In a
//! narrow figure rows and columns change places: the picture is turned along its diagonal and every tile is as square as
//! before, with one markup for all widths and areas that are exact in both.

use crate::chart::color::Color;
use crate::chart::html::fit::{NARROW, bold, class_attribute, classes, plain};
use crate::chart::html::paint::{paint, painted};
use crate::chart::html::rows_attribute;
use crate::chart::layout::area::Area;
use crate::chart::model::{Common, HtmlDrawing};
use crate::chart::svg::heading::chart_width;
use crate::chart::svg::markup::escaped;
use crate::chart::tree::alternative::nothing_text;
use crate::chart::tree::model::TreeNode;
use crate::chart::tree::squarify::squarify;
use crate::chart::tree::tile_label::{share_of_parent, share_of_total};
use crate::text::Locale;
use std::fmt::Write as _;

/// Width of a treemap in its own units.
const WIDTH: f64 = 1000.0;
/// Its height, unless the spec gives one.
const HEIGHT: f64 = 590.0;
/// Sizes of text in the style of the page.
const NAME: f64 = 12.0;
const HEAD: f64 = 12.5;
/// Height that the name of a group takes from the tile below it, and that of a label, in pixels.
const HEAD_HIGH: f64 = 24.0;
const LABEL_HIGH: f64 = 19.0;
/// How much lower a treemap is on paper, where labels fit too.
const ON_PAPER: f64 = 0.85;
/// Space beside labels.
const BESIDE: f64 = 11.0;

/// The treemap of a page.
pub(crate) fn draw(common: &Common, tree: &[TreeNode]) -> HtmlDrawing {
    let high = common.height.map_or(HEIGHT, |height| {
        f64::from(height) / chart_width(common) * WIDTH
    });
    let area = Area {
        left: 0.0,
        top: 0.0,
        width: WIDTH,
        height: high.clamp(WIDTH / 4.0, WIDTH * 1.6).round(),
    };
    let mut painter = Painter {
        html: String::new(),
        rows: Vec::new(),
        whole: area,
        locale: common.locale,
    };
    painter.push_level(tree, area, &Level::default());
    if painter.rows.is_empty() {
        let _ = write!(painter.html, "<p>{}</p>", nothing_text(common.locale));
    }
    let ratio = if (area.height - HEIGHT).abs() < 0.5 {
        String::new()
    } else {
        format!(" style=\"--a:{WIDTH}/{0};--b:{0}/{WIDTH}\"", area.height)
    };
    HtmlDrawing {
        kind: "tiles",
        html: format!(
            "<div class=tree{}{ratio}>{}</div>",
            rows_attribute(&painter.rows),
            painter.html
        ),
    }
}

/// Where boxes of a level stand.
#[derive(Clone, Copy, Default)]
struct Level {
    /// 0 for the first.
    depth: usize,
    /// The colour of the group that they are in.
    color: Option<Color>,
    /// The group whose name stands in its corner, with its place and the widths of what it says in pixels.
    head: Option<(Area, [f64; 3])>,
    /// Whether the group has a name that stands where those of its tiles would.
    is_named: bool,
}

/// A node with its place.
struct Tile<'data> {
    node: &'data TreeNode,
    place: Area,
}

struct Painter {
    html: String,
    /// The rows of the tiles, in their order.
    rows: Vec<usize>,
    whole: Area,
    locale: Locale,
}

impl Painter {
    fn push_level(&mut self, nodes: &[TreeNode], area: Area, level: &Level) {
        let mut shown: Vec<&TreeNode> = nodes
            .iter()
            .filter(|node| node.value > 0.0 && node.value.is_finite())
            .collect();
        shown.sort_by(|one, other| other.value.total_cmp(&one.value));
        let values: Vec<f64> = shown.iter().map(|node| node.value).collect();
        let places = squarify(&values, area);
        let tiles = shown.into_iter().zip(places);
        let tiles: Vec<Tile<'_>> = tiles.map(|(node, place)| Tile { node, place }).collect();
        self.push_rest(&tiles, area, None, level);
    }

    /// Writes the tiles of an area; `part` is its part of what it is in, all of it if `None`.
    fn push_rest(&mut self, tiles: &[Tile<'_>], mut free: Area, part: Option<f64>, level: &Level) {
        if tiles.is_empty() {
            return;
        }
        let is_row = free.width >= free.height;
        let (inside, across) = if is_row { ('u', 's') } else { ('s', 'u') };
        self.open(inside, part);
        let mut rest = tiles;
        while !rest.is_empty() && (free.width >= free.height) == is_row {
            let same = |tile: &Tile<'_>| {
                let edge = if is_row {
                    tile.place.left - free.left
                } else {
                    tile.place.top - free.top
                };
                edge.abs() < 1e-9
            };
            let count = rest.iter().take_while(|tile| same(tile)).count().max(1);
            let (strip, after) = rest.split_at(count);
            let first = strip[0].place;
            let depth = if is_row { first.width } else { first.height };
            if let [only] = strip {
                self.push_node(only, depth, level);
            } else {
                self.open(across, Some(depth));
                for tile in strip {
                    let length = if is_row {
                        tile.place.height
                    } else {
                        tile.place.width
                    };
                    self.push_node(tile, length, level);
                }
                self.close(across);
            }
            if is_row {
                free.left += depth;
                free.width = (free.width - depth).max(0.0);
            } else {
                free.top += depth;
                free.height = (free.height - depth).max(0.0);
            }
            rest = after;
        }
        if !rest.is_empty() {
            let length = if is_row { free.width } else { free.height };
            self.push_rest(rest, free, Some(length), level);
        }
        self.close(inside);
    }

    fn open(&mut self, tag: char, part: Option<f64>) {
        // Writing to a string cannot fail.
        let _ = match part {
            Some(part) => write!(self.html, "<{tag} style=flex:{}>", grow(part)),
            None => write!(self.html, "<{tag}>"),
        };
    }

    fn close(&mut self, tag: char) {
        let _ = write!(self.html, "</{tag}>");
    }

    fn push_node(&mut self, tile: &Tile<'_>, part: f64, level: &Level) {
        let Tile { node, place } = tile;
        let style = format!(" style=flex:{}", grow(part));
        let is_group = node.children.iter().any(|child| child.value > 0.0);
        if !is_group {
            let color = match level.color {
                Some(color) if color == node.color => String::new(),
                _ => painted(node.color, ""),
            };
            let label = if level.is_named {
                String::new()
            } else {
                self.label(tile, level)
            };
            let _ = write!(self.html, "<b{color}{style}>{label}</b>");
            self.rows.extend(node.rows.clone().take(1));
            return;
        }
        let class = format!("{} g", paint(node.color));
        let _ = write!(self.html, "<b class=\"{class}\"{style}>");
        let mut inner = Level {
            depth: level.depth + 1,
            color: Some(node.color),
            ..*level
        };
        let mut label = String::new();
        if level.depth == 0 {
            let (head, wide) = self.head(tile);
            inner.head = (!head.is_empty()).then_some((*place, wide));
            self.html.push_str(&head);
        } else {
            label = self.label(tile, level);
            inner.is_named = true;
        }
        self.push_level(&node.children, *place, &inner);
        let _ = write!(self.html, "{label}</b>");
    }

    /// The name of a group in its upper left corner, and the widths of what it says in pixels.
    fn head(&self, tile: &Tile<'_>) -> (String, [f64; 3]) {
        let widths = self.widths(tile, bold(&tile.node.label, HEAD));
        let html = self.text("em", tile, widths, (HEAD_HIGH + 4.0, &|_| 0.0));
        (html, widths)
    }

    /// The name of a tile in its lower left corner.
    fn label(&self, tile: &Tile<'_>, level: &Level) -> String {
        let above = |view: &View| {
            let Some((group, widths)) = level.head else {
                return 0.0;
            };
            let (group, tile) = (view.of(group), view.of(tile.place));
            let shown = widths.into_iter().filter(|it| *it <= group.width);
            let wide = shown.fold(0.0, f64::max);
            let covered = tile.left - group.left < wide && tile.top - group.top < HEAD_HIGH;
            if covered {
                HEAD_HIGH - (tile.top - group.top)
            } else {
                0.0
            }
        };
        let widths = self.widths(tile, plain(&tile.node.label, NAME));
        self.text("i", tile, widths, (LABEL_HIGH, &above))
    }

    /// Widths of a name alone, with its share, and with the words that say of what it is one.
    fn widths(&self, tile: &Tile<'_>, name: f64) -> [f64; 3] {
        let (share, of) = share(tile.node, self.locale);
        let name = name + BESIDE;
        let with_share = name + plain(share, NAME) + 5.0;
        [name, with_share, with_share + plain(&of, NAME)]
    }

    /// A name, its share and of what it is one, each shown where it fits into a tile; `high` is what it takes, and what
    /// something else takes of the tile.
    fn text(
        &self,
        tag: &str,
        tile: &Tile<'_>,
        widths: [f64; 3],
        (high, above): (f64, &dyn Fn(&View) -> f64),
    ) -> String {
        let fits = |view: &View, wanted: f64| {
            let place = view.of(tile.place);
            let lowered = if view.turned { 1.0 } else { ON_PAPER };
            place.width >= wanted && place.height * lowered - above(view) >= high
        };
        let where_fits = |wanted: f64| {
            classes(fits(&View::narrow(self.whole), wanted), |width| {
                fits(&View::wide(self.whole, width), wanted)
            })
        };
        let [shown, with_share, with_words] = widths.map(where_fits);
        if shown.is_empty() {
            return String::new();
        }
        let (share, of) = share(tile.node, self.locale);
        // What is shown wherever it stands needs no widths.
        let inside = |own: &str, around: &str, text: &str| {
            if own.is_empty() || text.is_empty() {
                return String::new();
            }
            let class = if own == around { "o" } else { own };
            format!("<small{}>{text}</small>", class_attribute(class))
        };
        let words = inside(&with_words, &with_share, &of);
        let share = inside(&with_share, &shown, &(escaped(share) + &words));
        let name = escaped(&tile.node.label);
        let class = class_attribute(&shown);
        let space = if share.is_empty() { "" } else { " " };
        format!("<{tag}{class}>{name}{space}{share}</{tag}>")
    }
}

/// How a treemap is shown: as it was laid out, or turned along its diagonal.
struct View {
    scale: f64,
    turned: bool,
}

impl View {
    fn wide(whole: Area, width: f64) -> Self {
        Self {
            scale: width / whole.width,
            turned: false,
        }
    }

    fn narrow(whole: Area) -> Self {
        Self {
            scale: NARROW / whole.height,
            turned: true,
        }
    }

    /// A place in pixels.
    fn of(&self, place: Area) -> Area {
        let [left, top, width, height] =
            [place.left, place.top, place.width, place.height].map(|it| it * self.scale);
        if self.turned {
            Area {
                left: top,
                top: left,
                width: height,
                height: width,
            }
        } else {
            Area {
                left,
                top,
                width,
                height,
            }
        }
    }
}

/// The number behind a name: the share of its group, of the total on the first level, or the amount where rows are not
/// the whole; and of what it is a share. The same as in the files of charts, and in that order what subtitles say.
fn share(node: &TreeNode, locale: Locale) -> (&str, String) {
    let shares = [
        (&node.share_of_parent, share_of_parent(node, locale)),
        (&node.share_of_total, share_of_total(node, locale)),
    ];
    let found = shares.into_iter().find(|(share, _)| !share.is_empty());
    found.map_or((&node.text, String::new()), |(share, written)| {
        let of = written.strip_prefix(share.as_str()).unwrap_or_default();
        (share, of.to_owned())
    })
}

/// A length as `flex`, in thousandths of the width: less than half of one is no pixel. Parts below one would not fill their box,
/// but such a box is none either.
fn grow(length: f64) -> String {
    if length >= 10.0 {
        return format!("{length:.0}");
    }
    let decimals = if length >= 1.0 { 1 } else { 2 };
    let text = format!("{:.decimals$}", length.max(0.01));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::color::Color;
    use crate::chart::model::{Common, ValueFormat};
    use crate::chart::tree::model::TreeNode;
    use crate::text::{Affix, Locale};

    fn node(
        label: &str,
        value: f64,
        rows: std::ops::Range<usize>,
        children: Vec<TreeNode>,
    ) -> TreeNode {
        TreeNode {
            key: label.to_owned(),
            label: label.to_owned(),
            value,
            text: "1 M".to_owned(),
            share_of_parent: String::new(),
            share_of_total: "50 %".to_owned(),
            color: Color {
                red: 0x27,
                green: 0x66,
                blue: 0xb0,
            },
            rows,
            children,
        }
    }

    fn html(tree: &[TreeNode]) -> String {
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
            width: None,
            height: None,
        };
        draw(&common, tree).html
    }

    #[test]
    fn boxes_share_out_their_length_by_value() {
        let html = html(&[node("a", 3.0, 0..1, vec![]), node("b", 1.0, 1..2, vec![])]);
        // Three quarters of 1,000 beside a rest that is higher than wide.
        let first = "<u><b class=\u{1}2766b0 style=flex:750><i class=\"n a\">a <small class=o>50 %<small class=o> du total</small></small></i></b>";
        assert!(html.contains(first), "{html}");
        let rest = "<s style=flex:250><b class=\u{1}2766b0 style=flex:590>";
        assert!(html.contains(rest), "{html}");
        assert!(
            html.starts_with("<div class=tree data-r=\"0-1\">"),
            "{html}"
        );
    }

    #[test]
    fn a_group_has_its_name_and_its_colour_and_no_tile_without_room_has_one() {
        let tiny = (0..30).map(|at| node("name", 0.01, at + 1..at + 2, vec![]));
        let mut leaves = vec![node("a", 3.0, 0..1, vec![])];
        leaves.extend(tiny);
        let html = html(&[node("g", 3.3, 0..31, leaves)]);
        assert!(html.contains("<b class=\"\u{1}2766b0 g\""), "{html}");
        assert!(html.contains(">g <small"), "{html}");
        // Its tiles have no colour of their own, and the small ones no name.
        assert_eq!(html.matches('\u{1}').count(), 1);
        assert!(!html.contains("name"), "{html}");
        assert!(html.contains("data-r=\"0-30\""));
    }

    #[test]
    fn a_tile_says_its_share_of_the_group_and_a_group_that_of_the_total() {
        let mut leaf = node("leaf", 3.0, 0..1, vec![]);
        leaf.share_of_parent = "75 %".to_owned();
        let html = html(&[node("group", 3.0, 0..1, vec![leaf])]);
        assert!(
            html.contains(">group <small class=o>50 %<small class=o> du total</small></small>"),
            "{html}"
        );
        assert!(
            html.contains(">leaf <small class=o>75 %<small class=o> du groupe</small></small>"),
            "{html}"
        );
    }

    #[test]
    fn nothing_to_show_is_said() {
        let html = html(&[node("a", 0.0, 0..1, vec![])]);
        assert!(
            html.contains("<p>Toutes les valeurs sont nulles.</p>"),
            "{html}"
        );
    }

    #[test]
    fn thousands_of_tiny_tiles_make_no_strange_sizes() {
        let leaves = (0..3000).map(|at| node("k", 1e-9 + f64::from(at).powi(4), 0..1, vec![]));
        let html = html(&leaves.collect::<Vec<_>>());
        assert!(!html.contains("NaN") && !html.contains("inf") && !html.contains("flex:-"));
        assert_eq!(html.matches("<b").count(), 3000);
    }
}
