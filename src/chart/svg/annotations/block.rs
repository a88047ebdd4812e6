//! A block of text: its lines with their looks. In: an annotation and a width. Out: wrapped lines and the room that they take.

use crate::chart::annotation::Annotation;
use crate::chart::color::palette::ACCENT_TEXT;
use crate::chart::layout::text_measure::{LINE_HEIGHT, Weight, width, wrap};
use crate::chart::svg::text_style::TextStyle;
use crate::chart::theme::Theme;

/// Lines of a text at most.
const MOST_LINES: usize = 5;
/// Size of what is written large, in multiples of the labels.
const LARGE: f64 = 1.5;

/// Lines of text.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Each with its look.
    pub(crate) lines: Vec<(String, TextStyle)>,
    /// Width of the longest.
    pub(crate) width: f64,
    /// Height of all.
    pub(crate) height: f64,
    /// Whether nothing of the text is missing.
    pub(crate) whole: bool,
}

impl Block {
    /// The texts of an annotation below each other, in lines of at most `max` pixels.
    pub(crate) fn stacked(annotation: &Annotation, max: f64, theme: &Theme) -> Self {
        let large = TextStyle::new(theme.label_size * LARGE, ACCENT_TEXT).bold();
        let plain = TextStyle::new(theme.small_size, theme.ink);
        let texts = [(&annotation.value, large), (&annotation.text, plain)];
        Self::of(&texts, max)
    }

    /// The texts of an annotation one after the other, in lines of at most `max` pixels.
    pub(crate) fn running(annotation: &Annotation, max: f64, theme: &Theme) -> Self {
        let plain = TextStyle::new(theme.small_size, theme.ink);
        Self::of(&[(&annotation.line(), plain)], max)
    }

    fn of(texts: &[(&String, TextStyle)], max: f64) -> Self {
        let mut lines = Vec::new();
        for (text, style) in texts {
            let wrapped = wrap(text, style.size, style.weight, max, MOST_LINES);
            lines.extend(wrapped.into_iter().map(|line| (line, style.clone())));
        }
        let measured = |(line, style): &(String, TextStyle)| width(line, style.size, style.weight);
        Self {
            width: lines.iter().map(measured).fold(0.0, f64::max),
            height: lines.iter().map(|(_, style)| height_of(style)).sum(),
            whole: lines.iter().all(|(line, _)| !line.ends_with('…')),
            lines,
        }
    }
}

/// Height of a line.
pub(crate) fn height_of(style: &TextStyle) -> f64 {
    let leading = match style.weight {
        Weight::Regular => LINE_HEIGHT,
        // Few words in large letters.
        Weight::Bold => 1.15,
    };
    style.size * leading
}

#[cfg(test)]
mod tests {
    use super::Block;
    use crate::chart::annotation::{Annotation, Target};
    use crate::chart::theme::Theme;

    #[test]
    fn a_large_value_stands_above_its_text_or_runs_on_before_it() {
        let annotation = Annotation {
            target: Target::Range(0..5),
            names: Vec::new(),
            value: "53.7%".to_owned(),
            text: "for five entities".to_owned(),
        };
        let theme = Theme::default();
        let stacked = Block::stacked(&annotation, 400.0, &theme);
        let lines: Vec<&str> = stacked
            .lines
            .iter()
            .map(|(line, _)| line.as_str())
            .collect();
        assert_eq!(lines, ["53.7%", "for five entities"]);
        let running = Block::running(&annotation, 400.0, &theme);
        assert_eq!(running.lines.len(), 1);
        assert_eq!(running.lines[0].0, "53.7% for five entities");
        assert!(running.width > stacked.width && running.height < stacked.height);
        assert!(!Block::running(&annotation, 10.0, &theme).whole);
    }
}
