//! Lines and words at vertical bars. In: annotations with their places, the bars, the texts above them. Out: the room that they
//! ask for, and their sketch.

use crate::chart::annotation::{Annotation, Target};
use crate::chart::bars::model::Bars;
use crate::chart::bars::segments::{Segment, slot_extent};
use crate::chart::bars::vertical_endings::Ending;
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::svg::annotations::{Block, Sketch};
use crate::chart::svg::text_style::Anchor;
use crate::chart::theme::Theme;
use crate::text::Locale;
use std::ops::Range;

/// From the texts above the bars to a bracket, its depth, and from it to its text.
const TO_BRACKET: f64 = 4.0;
const DEPTH: f64 = 6.0;
const TO_TEXT: f64 = 4.0;
/// The rule below the text at a bar.
const RULE: f64 = 8.0;
/// Width of a text at most.
const TEXT: f64 = 180.0;
/// Width of a text above one bar at most.
const NARROW: f64 = 120.0;

/// The height that annotations ask for above the bars of each category.
pub(super) fn extra(annotations: &[Annotation], categories: usize, theme: &Theme) -> Vec<f64> {
    let mut extra = vec![0.0_f64; categories];
    for annotation in annotations {
        match &annotation.target {
            Target::Range(range) => {
                let text = Block::stacked(annotation, TEXT, theme).height;
                for height in &mut extra[range.clone()] {
                    *height = height.max(TO_BRACKET + DEPTH + TO_TEXT + text);
                }
            }
            Target::Mark(at, _) => {
                let text = Block::running(annotation, NARROW, theme).height;
                extra[*at] = extra[*at].max(TO_BRACKET + RULE + 2.0 + text);
            }
            Target::Level(_) | Target::Before(_) | Target::BeforeRow(_) | Target::Cell(..) => {}
        }
    }
    extra
}

/// Bars with what is written above them.
pub(super) struct Bands<'data> {
    /// The bars.
    pub(super) bars: &'data Bars,
    /// Their marks.
    pub(super) segments: &'data [Segment<'data>],
    /// The value axis.
    pub(super) scale: &'data Scale,
    /// The texts above them.
    pub(super) endings: &'data [Ending],
    /// The area of the bars.
    pub(super) area: Area,
    /// The upper edge of what they share with the texts above them.
    pub(super) top: f64,
}

impl Bands<'_> {
    fn band(&self) -> f64 {
        self.area.width / self.bars.categories.len().max(1) as f64
    }

    fn height_of(&self, value: f64) -> f64 {
        self.area.bottom() - self.scale.position(value, self.area.height)
    }

    /// The areas of the bars.
    fn marks(&self) -> Vec<Area> {
        let marks = self.segments.iter().map(|segment| {
            let (low, high) = slot_extent(self.bars, segment.mark.slot);
            let ends = [segment.start, segment.end].map(|it| self.height_of(it));
            Area {
                left: self.area.left + (segment.category as f64 + low) * self.band(),
                top: ends[0].min(ends[1]),
                width: (high - low) * self.band(),
                height: (ends[0] - ends[1]).abs(),
            }
        });
        marks.collect()
    }

    /// The areas of the texts above the bars.
    fn texts(&self) -> Vec<Area> {
        let texts = self.endings.iter().map(|ending| {
            let lines = ending.lines.iter();
            let widths = lines.map(|(line, _)| width(line, ending.size, Weight::Regular));
            let wide = widths.fold(0.0, f64::max);
            let end = self.height_of(ending.value);
            Area {
                left: self.area.left + ending.band * self.band() - wide / 2.0,
                top: if ending.value < 0.0 {
                    end
                } else {
                    end - ending.height()
                },
                width: wide,
                height: ending.height(),
            }
        });
        texts.collect()
    }

    /// The areas of the values on the segments of stacks that are high and wide enough for them.
    fn values(&self, size: f64) -> Vec<Area> {
        let (low, high) = slot_extent(self.bars, 0);
        let room = (high - low) * self.band() - 4.0;
        let inside = self.segments.iter().filter(|segment| !segment.outside);
        let inside = inside.filter_map(|segment| {
            let wide = width(&segment.mark.text, size, Weight::Regular);
            let [start, end] = [segment.start, segment.end].map(|it| self.height_of(it));
            (wide <= room && start - end >= size).then(|| Area {
                left: self.area.left + (segment.category as f64 + 0.5) * self.band() - wide / 2.0,
                top: f64::midpoint(start, end) - size / 2.0,
                width: wide,
                height: size,
            })
        });
        inside.collect()
    }

    /// Finds places for annotations.
    pub(super) fn sketch<'theme>(
        &self,
        annotations: &[Annotation],
        locale: Locale,
        theme: &'theme Theme,
    ) -> Sketch<'theme> {
        let texts = self.texts();
        let mut labels = self.values(theme.smallest_size + 1.0);
        labels.extend(&texts);
        let mut taken = self.marks();
        taken.extend(&texts);
        let room = Area {
            top: self.top,
            height: self.area.bottom() - self.top,
            ..self.area
        };
        let mut sketch = Sketch::new(room, taken, locale, theme);
        // Lines first: texts stand clear of them.
        for annotation in annotations {
            match &annotation.target {
                Target::Level(value) => self.level(&mut sketch, annotation, *value, &labels),
                Target::Before(at) => self.boundary(&mut sketch, annotation, *at, &labels),
                _ => {}
            }
        }
        for annotation in annotations {
            if let Target::Range(range) = &annotation.target {
                self.bracket(&mut sketch, annotation, range, &texts);
            }
        }
        for annotation in annotations {
            if let Target::Mark(at, _) = &annotation.target {
                self.mark(&mut sketch, annotation, *at, &texts);
            }
        }
        sketch
    }

    fn level(&self, sketch: &mut Sketch<'_>, annotation: &Annotation, value: f64, labels: &[Area]) {
        let y = self.height_of(value);
        let (left, right) = (self.area.left, self.area.right());
        sketch.line((left, y), (right, y), labels);
        sketch.at_level(annotation, y, (left, right), TEXT * 2.0);
    }

    fn boundary(
        &self,
        sketch: &mut Sketch<'_>,
        annotation: &Annotation,
        at: usize,
        labels: &[Area],
    ) {
        let x = self.area.left + at as f64 * self.band();
        sketch.line((x, self.top), (x, self.area.bottom()), labels);
        sketch.at_upright(annotation, x, (self.top, self.area.bottom()), TEXT);
    }

    /// The upper edge of some bars and of the texts above them.
    fn edge(&self, range: &Range<usize>, texts: &[Area]) -> f64 {
        let band = self.band();
        let span = (
            self.area.left + range.start as f64 * band,
            self.area.left + range.end as f64 * band,
        );
        let marks = self.marks().into_iter();
        let inside = |area: &Area| {
            let middle = area.left + area.width / 2.0;
            span.0 <= middle && middle <= span.1
        };
        let tops = marks.chain(texts.iter().copied()).filter(inside);
        tops.map(|area| area.top).fold(self.area.bottom(), f64::min)
    }

    fn bracket(
        &self,
        sketch: &mut Sketch<'_>,
        annotation: &Annotation,
        range: &Range<usize>,
        texts: &[Area],
    ) {
        let bottom = self.edge(range, texts) - TO_BRACKET;
        let top = bottom - DEPTH;
        let inset = self.band() * 0.1;
        let left = self.area.left + range.start as f64 * self.band() + inset;
        let right = self.area.left + range.end as f64 * self.band() - inset;
        let middle = f64::midpoint(left, right);
        let stands = sketch.is_open((left, top), (right, bottom));
        if stands {
            sketch.stroke(vec![
                (left, bottom),
                (left, top),
                (right, top),
                (right, bottom),
            ]);
            sketch.take(Area {
                left,
                top,
                width: right - left,
                height: DEPTH,
            });
            for max in [TEXT * 1.5, TEXT, NARROW] {
                let block = Block::stacked(annotation, max, sketch.theme());
                let y = top - TO_TEXT - block.height;
                let corners = [
                    (middle - block.width / 2.0, y),
                    (left, y),
                    (right - block.width, y),
                    (self.area.left, y),
                    (self.area.right() - block.width, y),
                ];
                if sketch.put(&block, &corners, Anchor::Middle).is_some() {
                    return;
                }
            }
        }
        let at = if stands { top - 8.0 } else { bottom - 4.0 };
        sketch.note(annotation, &[(middle, at), (left, at), (right, at)]);
    }

    fn mark(&self, sketch: &mut Sketch<'_>, annotation: &Annotation, at: usize, texts: &[Area]) {
        let x = self.area.left + (at as f64 + 0.5) * self.band();
        let one = Range {
            start: at,
            end: at + 1,
        };
        let bottom = self.edge(&one, texts) - TO_BRACKET;
        let top = bottom - RULE;
        for max in [TEXT, NARROW, NARROW * 0.7] {
            let block = Block::running(annotation, max, sketch.theme());
            let y = top - 2.0 - block.height;
            let corners = [
                (x - block.width / 2.0, y),
                (x - 6.0, y),
                (x + 6.0 - block.width, y),
            ];
            if sketch.is_open((x, top), (x, bottom))
                && sketch.put(&block, &corners, Anchor::Middle).is_some()
            {
                sketch.stroke(vec![(x, top), (x, bottom)]);
                return;
            }
        }
        sketch.note(annotation, &[(x, bottom - 4.0)]);
    }
}
