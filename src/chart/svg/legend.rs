//! The legend: the meaning of colours, in lines under the title. In: a legend and a width. Out: the
//! position of every entry, and its drawing.

use crate::chart::color::Color;
use crate::chart::layout::area::Area;
use crate::chart::layout::text_measure::{Weight, shorten, shorten_apart, width};
use crate::chart::model::Legend;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::{Rectangles, Shape};
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::TextStyle;
use crate::chart::theme::Theme;
use crate::text::Locale;
use std::collections::BTreeSet;

const SWATCH: f64 = 11.0;
const SWATCH_GAP: f64 = 5.0;
const ENTRY_GAP: f64 = 16.0;
const LINE: f64 = 19.0;

/// One entry, laid out.
#[derive(Debug)]
struct Entry {
    text: String,
    /// The full label if `text` is shortened.
    full: Option<String>,
    color: Option<Color>,
    style: TextStyle,
    at: (f64, f64),
}

/// A legend with the positions of its parts, relative to its own corner.
#[derive(Debug)]
pub(crate) struct LegendLayout {
    entries: Vec<Entry>,
    /// Height in pixels.
    pub(crate) height: f64,
}

/// The note about entries left out: `+ 12 autres`, `+ 1 more`.
pub(crate) fn rest_text(count: usize, locale: Locale) -> String {
    match (locale, count) {
        (Locale::Fr, 1) => "+\u{a0}1\u{a0}autre".to_owned(),
        (Locale::Fr, _) => format!("+\u{a0}{count}\u{a0}autres"),
        (Locale::En, _) => format!("+\u{a0}{count}\u{a0}more"),
    }
}

/// The room of a text of which two stand in a line, in pixels.
fn room(max: f64, swatch: f64) -> f64 {
    (max * 0.45 - swatch).max(40.0)
}

/// The labels as they are shown: two in a line, or one where they would not be told apart.
fn texts(labels: &[&str], max: f64, style: &TextStyle) -> Vec<String> {
    let swatch = SWATCH + SWATCH_GAP;
    let short = labels
        .iter()
        .map(|it| shorten(it, style.size, Weight::Regular, room(max, swatch)));
    let short: Vec<String> = short.collect();
    let differ = |all: &mut dyn Iterator<Item = &str>| all.collect::<BTreeSet<&str>>().len();
    if differ(&mut short.iter().map(String::as_str)) == differ(&mut labels.iter().copied()) {
        return short;
    }
    let whole = (max - swatch).max(40.0);
    shorten_apart(labels, style.size, Weight::Regular, whole)
}

impl LegendLayout {
    /// Lays out the title, the entries and the note about those left out.
    pub(crate) fn measure(legend: &Legend, max: f64, locale: Locale, theme: &Theme) -> Self {
        let plain = TextStyle::new(theme.label_size, theme.ink);
        let muted = plain.clone().colored(theme.muted);
        let mut layout = Self {
            entries: Vec::new(),
            height: 0.0,
        };
        let mut pen = (0.0, LINE / 2.0);
        if !legend.title.is_empty() {
            let text = shorten(&legend.title, muted.size, Weight::Regular, room(max, 0.0));
            layout.place(&mut pen, max, (&legend.title, text), None, &muted);
        }
        let shown = legend.entries.len().min(legend.max_entries);
        let entries = &legend.entries[..shown];
        let labels: Vec<&str> = entries.iter().map(|it| it.label.as_str()).collect();
        for (entry, text) in entries.iter().zip(texts(&labels, max, &plain)) {
            let color = Some(entry.color);
            layout.place(&mut pen, max, (&entry.label, text), color, &plain);
        }
        let hidden = legend.entries.len() - shown;
        if hidden > 0 {
            let text = rest_text(hidden, locale);
            layout.place(&mut pen, max, (&text, text.clone()), None, &muted);
        }
        if !layout.entries.is_empty() {
            layout.height = pen.1 + LINE / 2.0;
        }
        layout
    }

    fn place(
        &mut self,
        pen: &mut (f64, f64),
        max: f64,
        (label, text): (&str, String),
        color: Option<Color>,
        style: &TextStyle,
    ) {
        let swatch = if color.is_some() {
            SWATCH + SWATCH_GAP
        } else {
            0.0
        };
        let wide = swatch + width(&text, style.size, Weight::Regular);
        if pen.0 > 0.0 && pen.0 + wide > max {
            *pen = (0.0, pen.1 + LINE);
        }
        let full = (text != label).then(|| label.to_owned());
        self.entries.push(Entry {
            text,
            full,
            color,
            style: style.clone(),
            at: *pen,
        });
        pen.0 += wide + ENTRY_GAP;
    }

    /// Draws the legend with its upper left corner at `corner`.
    pub(crate) fn draw(&self, canvas: &Canvas, corner: (f64, f64), paper: Color) {
        canvas.group(&Group::new().class("legend"), |canvas| {
            for entry in &self.entries {
                entry.draw(canvas, corner, paper);
            }
        });
    }
}

impl Entry {
    fn draw(&self, canvas: &Canvas, corner: (f64, f64), paper: Color) {
        let (x, y) = ((corner.0 + self.at.0).round(), corner.1 + self.at.1);
        let Some(color) = self.color else {
            canvas.text((x, y), &self.text, &self.style);
            return;
        };
        let swatch = Area {
            left: x,
            top: y - SWATCH / 2.0,
            width: SWATCH,
            height: SWATCH,
        };
        canvas.group(&Group::new(), |canvas| {
            if let Some(full) = &self.full {
                canvas.tooltip(full);
            }
            let corners = [(swatch.left, swatch.top), (swatch.right(), swatch.bottom())];
            let swatch = Rectangles::new(color, paper).with(corners, Shape::Tile);
            canvas.draw_on_page(&swatch);
            canvas.text((x + SWATCH + SWATCH_GAP, y), &self.text, &self.style);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{LINE, LegendLayout};
    use crate::chart::color::Color;
    use crate::chart::model::{Legend, LegendEntry};
    use crate::chart::theme::Theme;
    use crate::text::Locale::{En, Fr};

    fn legend(entries: usize, max_entries: usize) -> Legend {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        let entry = |index| LegendEntry {
            key: format!("k{index}"),
            label: format!("série {index}"),
            color,
        };
        Legend {
            title: "Modalité".to_owned(),
            entries: (0..entries).map(entry).collect(),
            max_entries,
        }
    }

    #[test]
    fn entries_wrap_and_stay_within_the_width() {
        let layout = LegendLayout::measure(&legend(20, 30), 300.0, Fr, &Theme::default());
        assert_eq!(layout.entries.len(), 21);
        assert!(layout.height > 3.0 * LINE);
        assert!(layout.entries.iter().all(|entry| entry.at.0 < 300.0));
    }

    #[test]
    fn labels_of_one_beginning_have_a_line_each_on_a_narrow_screen() {
        let mut names = legend(2, 8);
        for (entry, name) in names
            .entries
            .iter_mut()
            .zip(["Assia-Djebar", "Jacques-Ellul"])
        {
            entry.label = format!("Médiathèque {name}");
        }
        let layout = LegendLayout::measure(&names, 220.0, Fr, &Theme::default());
        let shown: Vec<&str> = layout.entries.iter().map(|it| it.text.as_str()).collect();
        let wanted = [
            "Modalité",
            "Médiathèque Assia-Djebar",
            "Médiathèque Jacques-Ellul",
        ];
        assert_eq!(shown, wanted);
        let lines: Vec<f64> = layout.entries.iter().map(|it| it.at.1).collect();
        assert!(
            lines.is_sorted_by(|a, b| a <= b) && lines[1] < lines[2],
            "{lines:?}"
        );
    }

    #[test]
    fn the_entries_left_out_are_counted() {
        let last = |entries, locale| {
            let layout =
                LegendLayout::measure(&legend(entries, 8), 900.0, locale, &Theme::default());
            layout
                .entries
                .last()
                .map(|entry| entry.text.clone())
                .unwrap()
        };
        assert_eq!(last(20, Fr), "+\u{a0}12\u{a0}autres");
        assert_eq!(last(9, Fr), "+\u{a0}1\u{a0}autre");
        assert_eq!(last(20, En), "+\u{a0}12\u{a0}more");
        assert_eq!(last(8, En), "série 7");
    }

    #[test]
    fn an_empty_legend_takes_no_room() {
        let empty = Legend {
            title: String::new(),
            entries: Vec::new(),
            max_entries: 5,
        };
        assert!(
            LegendLayout::measure(&empty, 300.0, Fr, &Theme::default())
                .height
                .abs()
                < 1e-9
        );
    }
}
