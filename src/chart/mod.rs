//! Charts. Each type is a folder with a `descriptor`: its keys, the marks that it makes from rows,
//! what can be folded, its alternative text, its drawing. `kind` names the types, once.
//!
//! In: the keys of a chart and the columns of its breakdown, then its rows with words and colours.
//! Out: a [`ChartModel`], in which every label is written and every colour chosen, independent of
//! how it is shown; from it one `<svg>` element that needs no script, no network and no font, a PNG
//! of it, and a sentence that describes it. Scale, axes, legend and text measurement are shared.
//! Plotters maps data to the sheet and calls our backend, which writes SVG.

mod alternative;
pub(crate) mod annotation;
pub(crate) mod axis;
pub mod bars;
pub mod breaks;
pub(crate) mod bump;
mod calendar;
pub(crate) mod color;
pub(crate) mod data;
pub(crate) mod descriptor;
pub(crate) mod dumbbell;
pub(crate) mod encoding;
pub(crate) mod fold;
pub(crate) mod heat;
pub(crate) mod html;
pub(crate) mod kind;
mod layout;
pub mod lines;
pub mod model;
pub(crate) mod slope;
pub mod spacing;
pub(crate) mod spark;
mod sum;
mod svg;
mod table;
pub(crate) mod theme;
pub mod tree;

pub(crate) use calendar::{Calendar, gaps};
pub use color::Color;
pub(crate) use color::palette::{
    COLOR_NAMES, HUES, MISSING as MISSING_COLOR, OTHERS as OTHERS_COLOR, ROUNDS, assign,
    parse_color, shades,
};
pub(crate) use encoding::Encoding;
pub use html::draw_for_page;
pub(crate) use kind::ChartKind;
pub(crate) use layout::text_measure;
pub use model::ChartModel;
pub(crate) use svg::glyphs::undrawable;
pub(crate) use svg::heading::DEFAULT_WIDTH;
pub(crate) use svg::raster::rasterize;
pub use theme::Theme;

use crate::text::Locale;
use model::{Common, Marks};

/// Draws a chart as one `<svg>` element. The same model gives the same bytes.
///
/// The element has the id `<chart>-chart`; its `<title>` and `<desc>` have `<chart>-title` and
/// `<chart>-desc`. The marks of a series are in one path. `data-r` lists the rows of the data table
/// that the parts of a path show, one each; a single row stands for the whole series. On a group of
/// tiles it gives the range of rows, the last one excluded.
#[must_use]
pub fn draw(model: &ChartModel, theme: &Theme) -> String {
    model.marks.svg(&model.common, theme)
}

/// Width of a drawing on paper: that of the text of an A4 page, if a pixel is three quarters of a point.
const PRINTED_WIDTH: u32 = 680;

/// Heights of drawings on paper, in the same pixels: two of the first stand on a page, one of the second.
const PRINTED_HEIGHTS: [f64; 2] = [360.0, 840.0];

/// Draws a chart for paper, as one `<svg>` element without its title: lower than on a screen, where pages have no end.
#[must_use]
pub(crate) fn draw_for_print(model: &ChartModel) -> String {
    let mut common = model.common.clone();
    common.title = String::new();
    common.width = Some(common.width.unwrap_or(PRINTED_WIDTH).min(PRINTED_WIDTH));
    let theme = Theme::default();
    let drawing = model.marks.svg(&common, &theme);
    let [low, high] = PRINTED_HEIGHTS;
    match (common.height, height(&drawing)) {
        (None, Some(natural)) if natural > low => {
            common.height = Some((natural * 0.7).clamp(low, high) as u32);
            model.marks.svg(&common, &theme)
        }
        _ => drawing,
    }
}

/// The height in the `viewBox` of a drawing.
fn height(drawing: &str) -> Option<f64> {
    let size = drawing.split("viewBox=\"0 0 ").nth(1)?;
    size.split('"').next()?.split(' ').nth(1)?.parse().ok()
}

/// Describes marks, and the lines and words at them, in the words of their locale.
#[must_use]
pub fn alternative_text(marks: &dyn Marks, common: &Common) -> String {
    let mut sentences = marks.sentences(common.locale);
    if common.logarithmic {
        sentences.push(match common.locale {
            Locale::Fr => "Échelle logarithmique.".to_owned(),
            Locale::En => "Logarithmic scale.".to_owned(),
        });
    }
    sentences.extend(annotation::sentences(&common.annotations, common.locale));
    sentences.join(" ")
}

#[cfg(test)]
#[path = "../../fuzz/targets/tags.rs"]
mod tags;

#[cfg(test)]
mod tests {
    use super::bars::model::{Arrangement, Bars, Category, Orientation};
    use super::breaks::BreakMark;
    use super::bump::model::{BumpLine, BumpPoint, Bumps};
    use super::heat::model::{Cell, Heat, Name};
    use super::lines::model::{Form, LinePosition, LineSeries, Lines};
    use super::model::{ChartModel, Common, Legend, LegendEntry, Mark, Marks, ValueFormat};
    use super::slope::model::{SlopeEnd, SlopeLine, Slopes};
    use super::spacing::Spacing;
    use super::tags::page_drawing_is_sound;
    use super::tree::model::{Tree, TreeNode};
    use super::{Color, Theme, draw, draw_for_page, rasterize};
    use crate::text::{Affix, Locale};

    /// A label that would break a page that trusts it.
    const HOSTILE: &str = "</title><script>alert('\u{0}\u{202e}x\")</script> & ]]>";

    fn mark(value: f64) -> Mark {
        Mark {
            key: HOSTILE.to_owned(),
            label: HOSTILE.to_owned(),
            slot: 0,
            value,
            text: HOSTILE.to_owned(),
            note: HOSTILE.to_owned(),
            color: Color {
                red: 0,
                green: 0x72,
                blue: 0xb2,
            },
            others: false,
            row: 0,
        }
    }

    fn bars(orientation: Orientation, arrangement: Arrangement, values: &[f64]) -> Box<dyn Marks> {
        let category = |value: &f64| Category {
            key: HOSTILE.to_owned(),
            label: HOSTILE.to_owned(),
            group: Some((HOSTILE.to_owned(), HOSTILE.to_owned())),
            end_label: HOSTILE.to_owned(),
            marks: vec![mark(*value), mark(value / 2.0)],
            gap: false,
        };
        let categories = values.iter().map(category).collect();
        Box::new(Bars {
            orientation,
            arrangement,
            categories,
            slots: 2,
        })
    }

    fn bodies(values: &[f64]) -> Vec<Box<dyn Marks>> {
        use Arrangement::{Grouped, Normalized, Single, Stacked};
        let leaf = |value: &f64| TreeNode {
            key: HOSTILE.to_owned(),
            label: HOSTILE.to_owned(),
            value: *value,
            text: HOSTILE.to_owned(),
            share_of_parent: HOSTILE.to_owned(),
            share_of_total: HOSTILE.to_owned(),
            color: Color {
                red: 200,
                green: 0,
                blue: 0,
            },
            rows: 0..1,
            children: Vec::new(),
        };
        let leaves: Vec<_> = values.iter().map(leaf).collect();
        let root = TreeNode {
            children: leaves.clone(),
            ..leaf(&1.0)
        };
        let points = values.iter().map(|value| Some(mark(*value))).collect();
        let color = Color {
            red: 0,
            green: 99,
            blue: 0,
        };
        let series = LineSeries {
            key: HOSTILE.to_owned(),
            label: HOSTILE.to_owned(),
            color,
            points,
        };
        let position = LinePosition {
            key: HOSTILE.to_owned(),
            label: HOSTILE.to_owned(),
            empty: false,
        };
        let positions = vec![position; values.len()];
        let bump = BumpLine {
            label: HOSTILE.to_owned(),
            color,
            points: vec![
                Some(BumpPoint {
                    rank: 1,
                    place: 1,
                    row: 0
                });
                values.len()
            ],
        };
        let mut bodies: Vec<Box<dyn Marks>> = vec![
            Box::new(Tree { nodes: vec![root] }),
            Box::new(Tree { nodes: leaves }),
            Box::new(Lines {
                form: Form::Lines,
                positions: positions.clone(),
                spacing: Spacing::default(),
                series: vec![series.clone()],
                breaks: Vec::new(),
            }),
            Box::new(Lines {
                form: Form::Stacked,
                positions: positions.clone(),
                spacing: Spacing::default(),
                series: vec![series],
                breaks: vec![BreakMark {
                    at: 1,
                    text: HOSTILE.to_owned(),
                }],
            }),
        ];
        // Ranks, cells and slopes have rows.
        if !values.is_empty() {
            bodies.push(Box::new(Bumps {
                positions,
                spacing: Spacing::default(),
                ranks: 1,
                lines: vec![bump],
                breaks: Vec::new(),
            }));
            bodies.extend(heat_and_slopes(values));
        }
        for orientation in [Orientation::Horizontal, Orientation::Vertical] {
            let arrangements = [Single, Stacked, Normalized, Grouped];
            bodies.extend(arrangements.map(|arrangement| bars(orientation, arrangement, values)));
        }
        bodies
    }

    /// The ends of colours and values are finite in every heat map and slope.
    fn heat_and_slopes(values: &[f64]) -> Vec<Box<dyn Marks>> {
        let color = Color {
            red: 0,
            green: 99,
            blue: 99,
        };
        let name = || Name {
            key: HOSTILE.to_owned(),
            label: HOSTILE.to_owned(),
            others: false,
        };
        let finite = values.iter().filter(|value| value.abs() < 1e200);
        let finite: Vec<f64> = finite.copied().collect();
        let cell = |value: &f64| {
            Some(Cell {
                value: *value,
                text: HOSTILE.to_owned(),
                row: 0,
                color,
            })
        };
        let end = |value: f64| {
            Some(SlopeEnd {
                value,
                place: value,
                text: HOSTILE.to_owned(),
                row: 0,
            })
        };
        let line = |value: &f64| SlopeLine {
            label: HOSTILE.to_owned(),
            color,
            others: false,
            missing: false,
            values: [end(*value), end(value / 2.0)],
        };
        vec![
            Box::new(Heat {
                rows: vec![name()],
                columns: finite.iter().map(|_| name()).collect(),
                column_title: HOSTILE.to_owned(),
                cells: vec![finite.iter().map(cell).collect()],
                ends: (0.0, 3.0),
                colors: vec![color; 8],
            }),
            Box::new(Slopes {
                ends: [HOSTILE.to_owned(), HOSTILE.to_owned()],
                not_whole: Vec::new(),
                lines: finite.iter().map(line).collect(),
                falling: false,
            }),
        ]
    }

    fn model(marks: Box<dyn Marks>, width: Option<u32>, height: Option<u32>) -> ChartModel {
        let common = Common {
            id: HOSTILE.to_owned(),
            title: HOSTILE.to_owned(),
            alternative: HOSTILE.to_owned(),
            locale: Locale::Fr,
            value_title: HOSTILE.to_owned(),
            category_title: HOSTILE.to_owned(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: true,
            legend: Some(Legend {
                title: HOSTILE.to_owned(),
                entries: vec![LegendEntry {
                    key: HOSTILE.to_owned(),
                    label: HOSTILE.to_owned(),
                    color: Color {
                        red: 1,
                        green: 2,
                        blue: 3,
                    },
                }],
                max_entries: 5,
            }),
            annotations: Vec::new(),
            logarithmic: false,
            width,
            height,
        };
        ChartModel { common, marks }
    }

    #[test]
    fn labels_from_strangers_stay_text_and_every_chart_is_valid_svg() {
        for body in bodies(&[3.0, 1.0, 0.0]) {
            let svg = draw(&model(body, None, None), &Theme::default());
            assert!(!svg.contains("<script") && !svg.contains('\0') && !svg.contains('\u{202e}'));
            assert!(rasterize(&svg, 0.1).is_ok());
        }
        for body in bodies(&[3.0, 1.0, 0.0]) {
            let html = draw_for_page(&model(body, None, None));
            assert!(!html.contains('\0') && !html.contains('\u{202e}'));
            let label = page_drawing_is_sound(&html);
            assert!(
                label.starts_with("</title><script>alert('")
                    && label.ends_with("x\")</script> & ]]>"),
                "{label}"
            );
        }
    }

    #[test]
    fn no_values_and_extreme_ones_give_finite_drawings_of_any_size() {
        let sizes = [(None, None), (Some(1), Some(1)), (Some(300), Some(2000))];
        for values in [
            &[][..],
            &[0.0, 0.0],
            &[f64::MAX, f64::MIN_POSITIVE],
            &[-1e300, f64::NAN, f64::INFINITY],
        ] {
            for (width, height) in sizes {
                for body in bodies(values) {
                    let svg = draw(&model(body, width, height), &Theme::default());
                    assert!(
                        !svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("=\"inf")
                    );
                    assert!(rasterize(&svg, 0.1).is_ok());
                }
                for body in bodies(values) {
                    let html = draw_for_page(&model(body, width, height));
                    let numbers = ["NaN", ":inf", ":-inf"];
                    assert!(numbers.iter().all(|it| !html.contains(it)), "{html}");
                }
            }
        }
    }

    #[test]
    fn ids_are_unique_in_a_chart_and_begin_with_its_name() {
        let mut plain = model(bodies(&[1.0]).remove(0), None, None);
        plain.common.id = "tree".to_owned();
        let svg = draw(&plain, &Theme::default());
        let ids: Vec<_> = svg
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(ids, ["tree-chart", "tree-title", "tree-desc"]);
    }

    #[test]
    fn the_same_model_gives_the_same_bytes() {
        for body in bodies(&[5.0, 3.0, 2.0]) {
            let model = model(body, None, None);
            assert_eq!(
                draw(&model, &Theme::default()),
                draw(&model, &Theme::default())
            );
        }
    }
}
