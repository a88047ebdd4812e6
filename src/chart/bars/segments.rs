//! Code shared by bars of every arrangement: where each mark begins and ends on the value axis, and
//! the text beside it. In: the bars of a model. Out: segments, extents and the drawing of the
//! marks; axes and labels are left to the two orientations.

use indexmap::IndexMap;

use crate::chart::bars::model::{Arrangement, Bars, Category};
use crate::chart::color::{Color, readable_on};
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::model::Mark;
use crate::chart::svg::canvas::{Canvas, Plot, draw_in};
use crate::chart::svg::element::{Rectangles, Shape};
use crate::chart::svg::group::Group;
use crate::chart::svg::label_batch::LabelBatch;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;

/// A mark with its position on the value axis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment<'data> {
    /// Index of its category.
    pub(crate) category: usize,
    /// The mark.
    pub(crate) mark: &'data Mark,
    /// Its beginning, in data units.
    pub(crate) start: f64,
    /// Its end, in data units.
    pub(crate) end: f64,
    /// Whether its value is written beside it instead of on it.
    pub(crate) outside: bool,
}

/// Every mark with its position. Marks of a stack follow each other; values that a stack cannot
/// show (below zero) or that no axis can show (not a number) are omitted.
pub(crate) fn segments(bars: &Bars) -> Vec<Segment<'_>> {
    let mut found = Vec::new();
    for (index, category) in bars.categories.iter().enumerate() {
        let alone = category.marks.len() == 1;
        let stacked = match bars.arrangement {
            Arrangement::Stacked | Arrangement::Normalized => true,
            Arrangement::Single => !alone,
            Arrangement::Grouped => false,
        };
        let whole = whole_of(bars.arrangement, category);
        let mut reached = 0.0;
        for mark in category.marks.iter().filter(|mark| mark.value.is_finite()) {
            let value = mark.value / whole;
            if !stacked {
                found.push(Segment {
                    category: index,
                    mark,
                    start: 0.0,
                    end: value,
                    outside: true,
                });
            } else if value > 0.0 && (reached + value).is_finite() {
                let end = reached + value;
                found.push(Segment {
                    category: index,
                    mark,
                    start: reached,
                    end,
                    outside: false,
                });
                reached = end;
            }
        }
    }
    found
}

/// The divisor of a category's values.
fn whole_of(arrangement: Arrangement, category: &Category) -> f64 {
    let positive = category
        .marks
        .iter()
        .map(|mark| mark.value)
        .filter(|value| *value > 0.0);
    match arrangement {
        Arrangement::Normalized => Some(positive.sum())
            .filter(|sum: &f64| sum.is_normal())
            .unwrap_or(1.0),
        Arrangement::Single | Arrangement::Stacked | Arrangement::Grouped => 1.0,
    }
}

/// The value axis of bars, on which lines at some levels have a place too.
pub(crate) fn value_scale(
    bars: &Bars,
    segments: &[Segment<'_>],
    (levels, logarithmic): (&[f64], bool),
    (ticks, round_up): (f64, bool),
) -> Scale {
    match bars.arrangement {
        Arrangement::Normalized => Scale::of_shares(),
        Arrangement::Single | Arrangement::Stacked | Arrangement::Grouped => {
            let ends = segments.iter().map(|segment| segment.end);
            let values = ends.chain(levels.iter().copied());
            if logarithmic {
                Scale::of_logarithms(values, ticks)
            } else {
                Scale::of_values(values, ticks, round_up)
            }
        }
    }
}

/// Lower and upper end of each category's marks, in data units; zero if it has none.
pub(crate) fn extents(bars: &Bars, segments: &[Segment<'_>]) -> Vec<(f64, f64)> {
    let mut extents = vec![(0.0_f64, 0.0_f64); bars.categories.len()];
    for segment in segments {
        let (low, high) = extents[segment.category];
        extents[segment.category] = (low.min(segment.end), high.max(segment.end));
    }
    extents
}

/// Beginning and end of a slot in a category, in multiples of the category's width.
pub(crate) fn slot_extent(bars: &Bars, slot: usize) -> (f64, f64) {
    let slots = bars.slots.max(1);
    let used = if slots == 1 { 0.74 } else { 0.82 };
    let width = used / slots as f64;
    let start = (1.0 - used) / 2.0 + slot.min(slots - 1) as f64 * width;
    (start, start + width)
}

/// Draws the marks: one path per series, with its fill and, unless the chart has `panels`, the rows of the data table that it
/// shows. `place` gives the position of a segment in the plot, `shapes` the shapes of a separate
/// bar and of a segment.
pub(crate) fn draw_marks(
    canvas: &Canvas,
    plot: &Plot,
    (bars, paper, panels): (&Bars, Color, bool),
    segments: &[Segment<'_>],
    shapes: [Shape; 2],
    place: impl Fn(&Segment<'_>) -> [(f64, f64); 2],
) {
    let mut series: IndexMap<(&str, [u8; 3]), Vec<&Segment<'_>>> = IndexMap::new();
    for segment in segments
        .iter()
        .filter(|segment| segment.start < segment.end || segment.end < segment.start)
    {
        let Color { red, green, blue } = segment.mark.color;
        let key = (segment.mark.key.as_str(), [red, green, blue]);
        series.entry(key).or_default().push(segment);
    }
    let mut group = Group::new().class("marks");
    if bars.categories.iter().any(|category| category.gap) {
        group = group.places(&bars.filled().map(|(at, _)| at).collect::<Vec<_>>());
    }
    canvas.group(&group, |_| {
        let categories_marks = || bars.categories.iter().flat_map(|category| &category.marks);
        for ((_, [red, green, blue]), segments) in series {
            let mut marks = Rectangles::new(Color { red, green, blue }, paper);
            for segment in &segments {
                marks.push(place(segment), shapes[usize::from(!segment.outside)]);
            }
            if !panels {
                let rows: Vec<usize> = segments.iter().map(|it| it.mark.row).collect();
                let label = segments.first().map_or("", |first| &first.mark.label);
                let same = categories_marks().filter(|mark| mark.label == label);
                let same: Vec<usize> = same.map(|mark| mark.row).collect();
                marks.attributes = Group::new().rows(&rows, &same).attributes;
            }
            draw_in(plot, &marks);
        }
    });
}

/// The size of a value as it is written, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SegmentTextSize {
    /// From its first letter to its last.
    pub(crate) width: f64,
    /// Of a line.
    pub(crate) height: f64,
}

/// Writes the values of the segments of stacks, where `place` finds room for the middle of one.
pub(crate) fn draw_values(
    canvas: &Canvas,
    bars: &Bars,
    segments: &[Segment<'_>],
    theme: &Theme,
    place: impl Fn(&Segment<'_>, SegmentTextSize) -> Option<(f64, f64)>,
) {
    let base = TextStyle::new(theme.smallest_size + 1.0, theme.ink).anchored(Anchor::Middle);
    let mut labels = LabelBatch::default();
    for segment in segments.iter().filter(|segment| !segment.outside) {
        // Omitted if the end of the bar shows the same.
        if bars.categories[segment.category].end_label == segment.mark.text {
            continue;
        }
        let written = SegmentTextSize {
            width: width(&segment.mark.text, base.size, Weight::Regular),
            height: base.size,
        };
        if let Some(at) = place(segment, written) {
            let style = base.clone().colored(readable_on(segment.mark.color));
            labels.push(at, &segment.mark.text, &style);
        }
    }
    labels.draw(canvas, "values");
}

#[cfg(test)]
mod tests {
    use super::{extents, segments, slot_extent, value_scale};
    use crate::chart::bars::model::{Arrangement, Bars, Category, Orientation};
    use crate::chart::color::Color;
    use crate::chart::model::Mark;

    fn mark(value: f64) -> Mark {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        Mark {
            key: "nlp".to_owned(),
            label: "NLP".to_owned(),
            slot: 0,
            value,
            text: "4 M".to_owned(),
            note: "13 %".to_owned(),
            row: 0,
            color,
            others: false,
        }
    }

    fn bars(arrangement: Arrangement, values: &[f64]) -> Bars {
        let category = Category {
            key: "g".to_owned(),
            label: "google".to_owned(),
            group: Some(("e".to_owned(), "Google".to_owned())),
            end_label: String::new(),
            marks: values.iter().copied().map(mark).collect(),
            gap: false,
        };
        Bars {
            orientation: Orientation::Vertical,
            arrangement,
            categories: vec![category],
            slots: 1,
        }
    }

    fn places(bars: &Bars) -> Vec<(f64, f64)> {
        segments(bars)
            .iter()
            .map(|segment| (segment.start, segment.end))
            .collect()
    }

    #[test]
    fn segments_of_a_stack_follow_each_other() {
        let stacked = bars(Arrangement::Stacked, &[3.0, 1.0, 0.0, 2.0]);
        assert_eq!(places(&stacked), [(0.0, 3.0), (3.0, 4.0), (4.0, 6.0)]);
        assert_eq!(extents(&stacked, &segments(&stacked)), [(0.0, 6.0)]);
    }

    #[test]
    fn normalized_segments_fill_the_axis() {
        let normalized = bars(Arrangement::Normalized, &[3.0, 1.0]);
        assert_eq!(places(&normalized), [(0.0, 0.75), (0.75, 1.0)]);
        assert!(
            (value_scale(&normalized, &[], (&[], false), (5.0, true)).high - 1.0).abs() < 1e-12
        );
        assert_eq!(places(&bars(Arrangement::Normalized, &[0.0])), []);
    }

    #[test]
    fn single_and_grouped_bars_start_at_zero_and_may_be_negative() {
        assert_eq!(places(&bars(Arrangement::Single, &[-3.0])), [(0.0, -3.0)]);
        assert_eq!(
            places(&bars(Arrangement::Grouped, &[-3.0, 2.0])),
            [(0.0, -3.0), (0.0, 2.0)]
        );
        assert_eq!(
            places(&bars(Arrangement::Stacked, &[f64::NAN, -1.0, 2.0])),
            [(0.0, 2.0)]
        );
    }

    #[test]
    fn slots_share_the_category_without_overlap() {
        let mut grouped = bars(Arrangement::Grouped, &[1.0]);
        grouped.slots = 2;
        let (first, second) = (slot_extent(&grouped, 0), slot_extent(&grouped, 1));
        assert!((first.1 - second.0).abs() < 1e-12 && first.0 > 0.0 && second.1 < 1.0);
        assert_eq!(slot_extent(&grouped, 9), second);
    }
}
