//! Notes below a chart, for what has no room at its marks. In: texts with their numbers. Out: wrapped lines, the height that
//! they take, their drawing.

use crate::chart::color::palette::ACCENT_TEXT;
use crate::chart::layout::text_measure::{LINE_HEIGHT, Weight, width, wrap};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::group::Group;
use crate::chart::svg::heading::MARGIN;
use crate::chart::svg::text_style::TextStyle;
use crate::chart::theme::Theme;

/// Lines of a note at most.
const MOST_LINES: usize = 4;
/// Space above the first note.
const ABOVE: f64 = 10.0;
const GAP: f64 = 6.0;

/// What stands before a note: the number that its mark has, or nothing.
#[derive(Clone, Debug)]
pub(super) struct Note {
    /// Its number.
    pub(super) number: Option<usize>,
    /// Its text.
    pub(super) text: String,
}

/// The number as it is written, at the mark and before the note.
pub(super) fn number_style(theme: &Theme) -> TextStyle {
    TextStyle::new(theme.smallest_size + 1.0, ACCENT_TEXT).bold()
}

fn wrapped(note: &Note, indent: f64, sheet: f64, theme: &Theme) -> Vec<String> {
    let room = (sheet - 2.0 * MARGIN - indent).max(60.0);
    wrap(
        &note.text,
        theme.small_size,
        Weight::Regular,
        room,
        MOST_LINES,
    )
}

/// The room that the widest number takes before the texts.
fn indent(notes: &[Note], theme: &Theme) -> f64 {
    let style = number_style(theme);
    let numbers = notes.iter().filter_map(|note| note.number);
    let widths = numbers.map(|number| width(&number.to_string(), style.size, style.weight) + GAP);
    widths.fold(0.0, f64::max)
}

/// The height of notes on a sheet of this width.
pub(super) fn height(notes: &[Note], sheet: f64, theme: &Theme) -> f64 {
    if notes.is_empty() {
        return 0.0;
    }
    let indent = indent(notes, theme);
    let lines = notes
        .iter()
        .map(|note| wrapped(note, indent, sheet, theme).len());
    lines.sum::<usize>() as f64 * theme.small_size * LINE_HEIGHT + ABOVE
}

/// Draws notes from `top` on.
pub(super) fn draw(canvas: &Canvas, notes: &[Note], top: f64, theme: &Theme) {
    if notes.is_empty() {
        return;
    }
    let style = TextStyle::new(theme.small_size, theme.ink);
    let indent = indent(notes, theme);
    let line = style.size * LINE_HEIGHT;
    let mut y = top + ABOVE / 2.0 + line / 2.0;
    // The script of a page takes them away with the values when it draws other marks.
    let group = Group::new().class("values notes").text(&style);
    canvas.group(&group, |canvas| {
        for note in notes {
            if let Some(number) = note.number {
                canvas.text((MARGIN, y), &number.to_string(), &number_style(theme));
            }
            let lines = wrapped(note, indent, canvas.width(), theme);
            canvas.shortened(&note.text, &lines, |canvas| {
                canvas.lines((MARGIN + indent, y), &lines, &style, line);
            });
            y += lines.len() as f64 * line;
        }
    });
}
