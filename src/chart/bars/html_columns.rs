//! Bars of a page that are columns where these fit. In: bars, what stands above them, lines and words. Out: from which width
//! of a figure on they are columns, and where lines and words stand then; nothing where they are rows at every width.

use crate::chart::annotation::Annotation;
use crate::chart::bars::html_axis::{NOTE, VALUE};
use crate::chart::bars::html_frame::{Frame, WIDER};
use crate::chart::bars::html_notes::{Bracket, LARGE, Notes, WORDS};
use crate::chart::bars::model::{Arrangement, Bars, Orientation};
use crate::chart::html::fit::{WIDE, bold, plain, widest_word};
use crate::chart::html::fraction;
use crate::chart::layout::apart::push_apart;
use crate::chart::layout::text_measure::{Weight, widest, wrap};
use crate::chart::model::Common;

/// Height of the plot of columns, unless the spec gives one, and on paper.
pub(crate) const HEIGHT: f64 = 300.0;
const ON_PAPER: f64 = 170.0;
/// Space between columns.
const BETWEEN: f64 = 6.0;
/// Width of the words at a line at most.
const LABEL: f64 = 112.0;
/// Lines of words above a column at most.
const MOST_LINES: usize = 5;
/// Height of a line of words in the style of the page, as a part of their size.
const LEADING: f64 = 1.25;
/// From what stands above the columns to the words of a bracket.
const BRACKET: f64 = 16.0;

/// Bars that are columns.
#[derive(Debug)]
pub(crate) struct Columns {
    /// The class of the list: from which width on.
    pub(crate) class: &'static str,
    /// Width of a band at that width.
    pub(crate) band: f64,
    /// Height of the plot.
    pub(crate) height: f64,
    /// Room at the right, for words at lines, and above the plot.
    pub(crate) right: f64,
    pub(crate) above: f64,
    /// By how much the words at each line at a value stand below it.
    shifts: Vec<f64>,
    /// How far above the plot each line between two columns begins.
    tops: Vec<f64>,
    /// By how much each bracket stands above its columns.
    lifts: Vec<f64>,
}

impl Columns {
    /// Bars that are meant to stand as columns, if they can; `texts` are those above each.
    pub(crate) fn fit(
        common: &Common,
        bars: &Bars,
        frame: &Frame,
        notes: &Notes<'_>,
        texts: &[Vec<(&str, &str)>],
    ) -> Option<Self> {
        if bars.orientation != Orientation::Vertical
            || !common.value_labels
            || common.logarithmic
            || frame.is_below()
            || frame.groups > 0.0
            || bars.arrangement == Arrangement::Grouped
            || notes.overlap()
        {
            return None;
        }
        let labels: Vec<Vec<String>> = notes.levels.iter().map(|it| lines(it.1, LABEL)).collect();
        let right = labels
            .iter()
            .map(|it| widest(it, WORDS, Weight::Regular) + 8.0);
        let right = right.fold(0.0, f64::max).ceil();
        let names = bars.categories.iter().map(|it| word(&it.label, NOTE));
        let texts_wide = texts.iter().flatten();
        let texts_wide = texts_wide.map(|(value, note)| word(note, NOTE).max(bold(value, VALUE)));
        let words = notes.marks.iter().map(|it| word(&it.1.line(), WORDS));
        let wanted = names.chain(texts_wide).chain(words).fold(0.0, f64::max);
        let count = bars.categories.len().max(1) as f64;
        let widths = [(WIDE, "va"), (WIDER, "vd")].into_iter();
        let mut bands = widths.map(|(width, class)| {
            let band = (width - right + BETWEEN) / count - BETWEEN;
            (width, band, class)
        });
        let (width, band, class) = bands.find(|it| it.1 >= wanted && have_room(notes, it.1))?;
        let height = common
            .height
            .map_or(HEIGHT, |it| f64::from(it.clamp(120, 1200)) * 0.7);
        let stacks = stacks(texts, notes, band);
        let lifts = notes.brackets.iter().map(|it| {
            let over = stacks[it.over.clone()].iter();
            over.fold(0.0_f64, |most, stack| most.max(*stack)).ceil()
        });
        let lifts: Vec<f64> = lifts.collect();
        let excess = notes.brackets.iter().zip(&lifts).map(|(bracket, lift)| {
            let end = bracket.beside.map_or(1.0, |it| it.end);
            end * height + lift + BRACKET + bracket_height(bracket, band) - height
        });
        let mut above = excess.fold(0.0, f64::max).ceil();
        // The last of the lines between columns has its words at the top.
        let mut tops = Vec::new();
        for (_, annotation) in &notes.cuts {
            above = (above + lines(annotation, width).len() as f64 * WORDS * LEADING + 4.0).ceil();
            tops.push(above);
        }
        Some(Self {
            class,
            band,
            height,
            right,
            above,
            shifts: shifts(notes, &labels, height)?,
            tops,
            lifts,
        })
    }

    /// The style of a line at a value.
    pub(crate) fn level(&self, index: usize) -> String {
        match self.shifts.get(index) {
            Some(shift) if shift.abs() >= 0.5 => format!(";--d:{}px", shift.round()),
            _ => String::new(),
        }
    }

    /// The style of a line before a column.
    pub(crate) fn cut(&self, index: usize, part: f64) -> String {
        let top = self.tops.get(index).copied().unwrap_or_default();
        format!("--b:{};--l:{top}px", fraction(part))
    }

    /// The style of a bracket.
    pub(crate) fn bracket(&self, index: usize, [from, to]: [f64; 2]) -> String {
        let lift = self.lifts.get(index).copied().unwrap_or_default();
        format!(";--s:{};--t:{};--x:{lift}px", fraction(from), fraction(to))
    }
}

/// The lines of what an annotation says.
fn lines(annotation: &Annotation, room: f64) -> Vec<String> {
    wrap(&annotation.line(), WORDS, Weight::Regular, room, usize::MAX)
}

/// Width of the widest word of a text.
fn word(text: &str, size: f64) -> f64 {
    widest_word(text, |word| plain(word, size))
}

/// Width of so many bands.
fn span(band: f64, many: usize) -> f64 {
    many as f64 * (band + BETWEEN) - BETWEEN
}

/// Whether words above columns have room in bands of this width.
fn have_room(notes: &Notes<'_>, band: f64) -> bool {
    let mut marks = notes.marks.iter();
    let mut brackets = notes.brackets.iter();
    marks.all(|it| lines(it.1, band).len() <= MOST_LINES)
        && brackets.all(|it| {
            let room = span(band, it.over.len());
            let text = &it.annotation.text;
            word(text, WORDS).max(bold(&it.annotation.value, LARGE)) <= room
                && wrap(text, WORDS, Weight::Regular, room, usize::MAX).len() <= MOST_LINES
        })
}

/// The height of what stands above the bar of each column.
fn stacks(texts: &[Vec<(&str, &str)>], notes: &Notes<'_>, band: f64) -> Vec<f64> {
    let note_height = |note: &str| match note {
        "" => 0.0,
        note => wrap(note, NOTE, Weight::Regular, band, usize::MAX).len() as f64 * NOTE * 1.2 + 2.0,
    };
    let value_height = |value: &str| match value {
        "" => 0.0,
        _ => VALUE * 1.3 + 2.0,
    };
    let stacks = texts.iter().enumerate().map(|(at, texts)| {
        let marks = notes.marks.iter().filter(|it| it.0 == at);
        let marks = marks.map(|it| lines(it.1, band).len() as f64 * WORDS * LEADING + 4.0);
        let written = texts.iter();
        let written = written.map(|(value, note)| value_height(value) + note_height(note));
        marks.chain(written).sum()
    });
    stacks.collect()
}

/// The height of the words of a bracket.
fn bracket_height(bracket: &Bracket<'_>, band: f64) -> f64 {
    let room = span(band, bracket.over.len());
    let text = &bracket.annotation.text;
    let text = wrap(text, WORDS, Weight::Regular, room, usize::MAX).len() as f64;
    let large = match bracket.annotation.value.as_str() {
        "" => 0.0,
        _ => LARGE * 1.2,
    };
    large + text * WORDS * LEADING
}

/// By how much the words at each line at a value stand below it; nothing if they have no room.
fn shifts(notes: &Notes<'_>, labels: &[Vec<String>], height: f64) -> Option<Vec<f64>> {
    let lowest = height.min(ON_PAPER);
    let at = notes.levels.iter().map(|it| (1.0 - it.0) * lowest);
    let at: Vec<f64> = at.collect();
    let lines = labels.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let line = lines * WORDS * LEADING;
    let apart = push_apart(&at, line + 4.0, (-line, lowest + line))?;
    let shifts = apart.iter().zip(&at).map(|(placed, at)| placed - at);
    Some(shifts.collect())
}
