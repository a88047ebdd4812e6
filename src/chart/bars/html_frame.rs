//! What lists of bars in a page share. In: the bars of one chart or of all its panels. Out: their value axis, the width of
//! names and of what stands behind bars, the room that is left for the bars at each width of a figure.

use crate::chart::annotation::levels;
use crate::chart::bars::html_axis::{ending_width, ends};
use crate::chart::bars::html_names::{NAME, are_short, widths};
use crate::chart::bars::model::{Arrangement, Bars, Category};
use crate::chart::bars::segments::{Segment, segments};
use crate::chart::html::fit::{NARROW, WIDE};
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, wrap};
use crate::chart::model::Common;

/// From this width on a figure has brackets beside its rows, and its larger number of panels side by side.
pub(crate) const WIDER: f64 = 800.0;
/// Space between panels.
pub(crate) const BETWEEN_PANELS: f64 = 28.0;
/// Bars of a panel have at least so much room, beside what stands behind them.
const NARROWEST: f64 = 120.0;
/// Most panels side by side.
const MOST_SIDE_BY_SIDE: usize = 4;
/// Ticks of a logarithmic axis.
const TICKS: f64 = 4.0;

/// What lists share.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The value axis.
    pub(crate) scale: Scale,
    /// Width of the names, of the groups above them, of what stands behind the bars.
    pub(crate) names: f64,
    pub(crate) groups: f64,
    pub(crate) ends: f64,
    /// Room for brackets and their texts behind that, in a figure that is wide enough for them.
    pub(crate) beyond: f64,
    /// How many panels stand side by side, in a figure that is wide and in one that is wider.
    pub(crate) panels: [usize; 2],
}

impl Frame {
    /// What the lists of these bars share.
    pub(crate) fn measure(common: &Common, all: &[&Bars]) -> Self {
        let levels = levels(&common.annotations);
        let each: Vec<(&Bars, Vec<Segment<'_>>)> =
            all.iter().map(|bars| (*bars, segments(bars))).collect();
        let scale = if common.logarithmic {
            let values = each
                .iter()
                .flat_map(|(_, marks)| marks.iter().map(|it| it.end));
            Scale::of_logarithms(values.chain(levels), TICKS)
        } else {
            let found = each.iter().map(|(bars, marks)| ends(bars, marks, &levels));
            let (low, high) = found
                .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
                .unwrap_or((0.0, 1.0));
            Scale::plain(low, high)
        };
        let (names, groups) = widths(all.iter().flat_map(|bars| &bars.categories));
        let mut frame = Self {
            scale,
            names,
            groups,
            ends: 8.0,
            beyond: 0.0,
            panels: [1, 1],
        };
        for (bars, marks) in &each {
            for (at, category) in bars.categories.iter().enumerate() {
                let own: Vec<Segment<'_>> = marks
                    .iter()
                    .filter(|it| it.category == at)
                    .copied()
                    .collect();
                let written = endings(common, bars.arrangement, category, &own);
                let widths = written.into_iter().map(|it| ending_width(it.0, it.1));
                frame.ends = widths.fold(frame.ends, f64::max);
            }
        }
        frame.ends = frame.ends.ceil();
        frame
    }

    /// The same for so many panels, of which as many stand side by side as have room.
    pub(crate) fn of_panels(
        mut self,
        count: usize,
        categories: &[Category],
        row_lines: usize,
    ) -> Self {
        let lines = |label: &str| {
            let room = self.names - 12.0;
            wrap(label, NAME, Weight::Regular, room, row_lines + 1).len()
        };
        // Names stand once in a row of panels, whose rows are of one height.
        if categories.iter().all(|it| lines(&it.label) <= row_lines) {
            self.panels = [WIDE, WIDER].map(|width| {
                let fits = |side: &usize| {
                    self.room(width, *side) >= NARROWEST
                        && count.div_ceil(*side) * (*side - 1) < count
                };
                let most = count.min(MOST_SIDE_BY_SIDE);
                (1..=most).rev().find(fits).unwrap_or(1)
            });
        }
        self
    }

    /// Whether some bars are below zero.
    pub(crate) fn is_below(&self) -> bool {
        self.scale.low < 0.0
    }

    /// Whether names stand beside their bars on a telephone too.
    pub(crate) fn is_short(&self) -> bool {
        are_short((self.names, self.groups))
    }

    /// Where a value is, as a part of the plot.
    pub(crate) fn part(&self, value: f64) -> f64 {
        self.scale.position(value, 1.0)
    }

    fn room(&self, width: f64, panels: usize) -> f64 {
        let count = panels as f64;
        let beside = self.groups + self.names + (count - 1.0) * BETWEEN_PANELS;
        (width - beside) / count - self.ends
    }

    /// The room of the bars in a figure of this width, where names stand beside them.
    pub(crate) fn plot(&self, width: f64) -> f64 {
        let panels = self.panels[usize::from(width >= WIDER)];
        let beyond = if width < WIDER { 0.0 } else { self.beyond };
        self.room(width, panels) - beyond
    }

    /// The least room of the bars in figures of at least this width: more panels side by side leave each less.
    pub(crate) fn least_plot(&self, width: f64) -> f64 {
        self.plot(width).min(self.plot(width.max(WIDER)))
    }

    /// The room of the bars on a telephone.
    pub(crate) fn narrow_plot(&self) -> f64 {
        let beside = if self.is_short() { self.names } else { 0.0 };
        NARROW - beside - self.ends
    }
}

/// The texts behind each bar of a category, a value and a note: one, or one for each of a group.
pub(crate) fn endings<'data>(
    common: &Common,
    arrangement: Arrangement,
    category: &'data Category,
    marks: &[Segment<'data>],
) -> Vec<(&'data str, &'data str)> {
    let end = category.end_label.as_str();
    let written = |segment: &Segment<'data>| {
        if common.value_labels {
            segment.mark.text.as_str()
        } else {
            ""
        }
    };
    match (arrangement, marks) {
        (Arrangement::Grouped, several) => several.iter().map(|it| (written(it), "")).collect(),
        (Arrangement::Single, [only]) if only.outside => vec![(written(only), end)],
        (Arrangement::Stacked, [_, ..]) => vec![(end, "")],
        _ => vec![("", end)],
    }
}
