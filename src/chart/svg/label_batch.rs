//! Batches of labels. In: labels in any order. Out: their drawing, grouped by style within groups
//! of one colour and weight, so that a label takes little more than its letters. For labels that do
//! not overlap, so that their order does not matter.

use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::group::Group;
use crate::chart::svg::markup::units;
use crate::chart::svg::text_style::TextStyle;

/// A position in pixels, and the text there.
type Label = ((f64, f64), String);

/// Labels with the same style.
type LabelStyle = (TextStyle, Vec<Label>);

/// The properties that styles may share.
const COMMON: [fn(&mut TextStyle, &TextStyle); 2] = [
    |style, look| style.color = look.color,
    |style, look| style.weight = look.weight,
];

/// Labels by style, in the order in which the styles first occur.
#[derive(Default)]
pub(crate) struct LabelBatch {
    looks: Vec<LabelStyle>,
}

impl LabelBatch {
    /// Adds a label.
    pub(crate) fn push(&mut self, at: (f64, f64), text: &str, style: &TextStyle) {
        let label = (at, text.to_owned());
        if let Some((_, labels)) = self.looks.iter_mut().find(|(look, _)| look == style) {
            labels.push(label);
        } else {
            self.looks.push((style.clone(), vec![label]));
        }
    }

    /// Draws the labels, grouped by style.
    pub(crate) fn draw(&self, canvas: &Canvas, class: &str) {
        if !self.looks.is_empty() {
            let looks: Vec<&LabelStyle> = self.looks.iter().collect();
            canvas.group(&Group::new().class(class), |canvas| {
                draw_looks(canvas, &looks, &COMMON);
            });
        }
    }
}

/// Draws styles, grouped by the next property in `common`.
fn draw_looks(canvas: &Canvas, looks: &[&LabelStyle], common: &[fn(&mut TextStyle, &TextStyle)]) {
    let Some((next, rest)) = common.split_first() else {
        for look in looks {
            draw_look(canvas, look);
        }
        return;
    };
    let inherited = canvas.text_style();
    let mut alike: Vec<(TextStyle, Vec<&LabelStyle>)> = Vec::new();
    for look in looks {
        let mut style = inherited.clone();
        next(&mut style, &look.0);
        match alike.iter_mut().find(|(known, _)| *known == style) {
            Some((_, looks)) => looks.push(look),
            None => alike.push((style, vec![look])),
        }
    }
    for (style, looks) in alike {
        if looks.len() > 1 && style != inherited {
            let group = Group::new().text(&style);
            canvas.group(&group, |canvas| draw_looks(canvas, &looks, rest));
        } else {
            draw_looks(canvas, &looks, rest);
        }
    }
}

fn draw_look(canvas: &Canvas, (style, labels): &LabelStyle) {
    // Labels of a column share their x, which is written once, on the group.
    let column = labels.first().map_or(0.0, |((x, _), _)| *x);
    let aligned = labels.iter().all(|((x, _), _)| units(*x) == units(column));
    let shift = if aligned && labels.len() > 1 {
        column
    } else {
        0.0
    };
    let group = Group::new().shifted(shift).text(style);
    canvas.group(&group, |canvas| {
        for ((x, y), text) in labels {
            canvas.text((x - shift, *y), text, style);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::LabelBatch;
    use crate::chart::color::Color;
    use crate::chart::svg::canvas::Canvas;
    use crate::chart::svg::text_style::TextStyle;
    use crate::chart::theme::Theme;

    #[test]
    fn labels_of_one_look_share_a_group_and_a_column_within_those_of_one_colour() {
        let plain = TextStyle::new(
            10.0,
            Color {
                red: 255,
                green: 0,
                blue: 0,
            },
        );
        let mut batch = LabelBatch::default();
        batch.push((50.0, 20.0), "a", &plain);
        batch.push((70.0, 30.0), "c", &plain.clone().bold());
        batch.push((50.0, 40.0), "b", &plain);
        let canvas = Canvas::new((100.0, 100.0), &Theme::default(), "x", "", "");
        batch.draw(&canvas, "values");
        let svg = canvas.finish();
        let labels = "<g class=\"values\"><g fill=\"#f00\"><g transform=\"translate(50)\" \
                      font-size=\"10\"><text y=\"24\">a</text><text y=\"44\">b</text></g>\
                      <g font-size=\"10\" font-weight=\"bold\"><text x=\"70\" y=\"34\">c</text></g></g></g>";
        assert!(svg.contains(labels), "{svg}");
    }
}
