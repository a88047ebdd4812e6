//! Charts. In: a [`ChartModel`], in which every label is written and every colour chosen, and a
//! [`Theme`]. Out: one `<svg>` element that needs no script, no network and no font; a PNG of it;
//! a sentence that says what it shows.
//!
//! Each chart type is a file of its own and is named once more, in [`draw`]. Scale, axes, legend and
//! measured text are shared. Plotters maps data to the sheet and calls our backend, which writes SVG.

pub mod alternative;
mod alternative_bars;
mod bars;
mod canvas;
mod category_column;
mod category_row;
pub mod color;
mod drawing_backend;
mod element;
mod group;
mod heading;
mod horizontal_bars;
mod horizontal_endings;
mod label_batch;
mod legend;
mod line_ends;
mod line_names;
mod lines;
mod markup;
pub mod model;
pub mod palette;
pub mod raster;
mod scale;
mod shape_markup;
mod squarify;
mod svg_backend;
mod text_measure;
mod text_style;
pub mod theme;
mod tile_label;
mod treemap;
mod value_axis;
mod vertical_bars;
mod vertical_endings;

pub use alternative::alternative_text;
pub use heading::DEFAULT_WIDTH;
pub use model::{ChartBody, ChartModel, Color};
pub use palette::{
    COLOR_NAMES, MISSING as MISSING_COLOR, OTHERS as OTHERS_COLOR, assign, parse_color, shades,
};
pub use raster::{RasterError, rasterize};
pub use theme::Theme;

/// Draws a chart as one `<svg>` element. The same model gives the same bytes.
///
/// The element has the id `<chart>-chart`; its `<title>` and `<desc>` have `<chart>-title` and
/// `<chart>-desc`. The marks of a series stand in one path. `data-r` lists the rows of the data table that the parts of a path show, one each; a
/// single row stands for all of its series. On a group of tiles it says from which row to which, the
/// last excluded. The group of all marks
/// tells their `data-layout` and the place of the plot in `data-plot`.
#[must_use]
pub fn draw(model: &ChartModel, theme: &Theme) -> String {
    match &model.body {
        ChartBody::Bars(bars) => bars::draw(model, bars, theme),
        ChartBody::Treemap(tree) => treemap::draw(model, tree, theme),
        ChartBody::Lines(lines) => lines::draw(model, lines, theme),
    }
}

#[cfg(test)]
mod tests {
    use super::model::{
        Arrangement, Bars, Category, Color, LineSeries, Lines, Mark, Orientation, TreeNode,
        ValueFormat,
    };
    use super::{ChartBody, ChartModel, Theme, draw, rasterize};
    use crate::text::Locale;

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

    fn bars(orientation: Orientation, arrangement: Arrangement, values: &[f64]) -> ChartBody {
        let category = |value: &f64| Category {
            key: HOSTILE.to_owned(),
            label: HOSTILE.to_owned(),
            group: Some((HOSTILE.to_owned(), HOSTILE.to_owned())),
            end_label: HOSTILE.to_owned(),
            marks: vec![mark(*value), mark(value / 2.0)],
        };
        let categories = values.iter().map(category).collect();
        ChartBody::Bars(Bars {
            orientation,
            arrangement,
            categories,
            slots: 2,
        })
    }

    fn bodies(values: &[f64]) -> Vec<ChartBody> {
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
        let positions = vec![(HOSTILE.to_owned(), HOSTILE.to_owned()); values.len()];
        let mut bodies = vec![
            ChartBody::Treemap(vec![root]),
            ChartBody::Treemap(leaves),
            ChartBody::Lines(Lines {
                positions,
                series: vec![series],
            }),
        ];
        for orientation in [Orientation::Horizontal, Orientation::Vertical] {
            let arrangements = [Single, Stacked, Normalized, Grouped];
            bodies.extend(arrangements.map(|arrangement| bars(orientation, arrangement, values)));
        }
        bodies
    }

    fn model(body: ChartBody, width: Option<u32>, height: Option<u32>) -> ChartModel {
        ChartModel {
            id: HOSTILE.to_owned(),
            title: HOSTILE.to_owned(),
            alternative: HOSTILE.to_owned(),
            locale: Locale::Fr,
            value_title: HOSTILE.to_owned(),
            category_title: HOSTILE.to_owned(),
            value_format: ValueFormat::Compact,
            value_labels: true,
            legend: None,
            width,
            height,
            body,
        }
    }

    #[test]
    fn labels_from_strangers_stay_text_and_every_chart_is_valid_svg() {
        for body in bodies(&[3.0, 1.0, 0.0]) {
            let svg = draw(&model(body, None, None), &Theme::default());
            assert!(!svg.contains("<script") && !svg.contains('\0') && !svg.contains('\u{202e}'));
            assert!(rasterize(&svg, 0.1).is_ok());
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
            for body in bodies(values) {
                for (width, height) in sizes {
                    let svg = draw(&model(body.clone(), width, height), &Theme::default());
                    assert!(
                        !svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("=\"inf")
                    );
                    assert!(rasterize(&svg, 0.1).is_ok());
                }
            }
        }
    }

    #[test]
    fn ids_are_unique_in_a_chart_and_begin_with_its_name() {
        let mut plain = model(bodies(&[1.0]).remove(0), None, None);
        plain.id = "tree".to_owned();
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
