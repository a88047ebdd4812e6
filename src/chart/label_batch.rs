//! Many labels at once. In: labels in any order. Out: their drawing in groups of one look, so that a
//! label costs little more than its letters. For labels that do not overlap, whose order is free.

use super::canvas::Canvas;
use super::group::Group;
use super::svg_backend::units;
use super::text_style::TextStyle;

/// A place in pixels and what is written there.
type Label = ((f64, f64), String);

/// Labels by look, in the order in which the looks first came.
#[derive(Default)]
pub(super) struct LabelBatch {
    looks: Vec<(TextStyle, Vec<Label>)>,
}

impl LabelBatch {
    /// Adds a label.
    pub(super) fn push(&mut self, at: (f64, f64), text: &str, style: &TextStyle) {
        let label = (at, text.to_owned());
        if let Some((_, labels)) = self.looks.iter_mut().find(|(look, _)| look == style) {
            labels.push(label);
        } else {
            self.looks.push((style.clone(), vec![label]));
        }
    }

    /// Draws the labels, those of every look in a group.
    pub(super) fn draw(&self, canvas: &Canvas, class: &str) {
        if !self.looks.is_empty() {
            canvas.group(&Group::new().class(class), |canvas| self.draw_looks(canvas));
        }
    }

    fn draw_looks(&self, canvas: &Canvas) {
        for (style, labels) in &self.looks {
            // Labels of a column have their x in common: it stands once, on the group.
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
    }
}

#[cfg(test)]
mod tests {
    use super::LabelBatch;
    use crate::chart::canvas::Canvas;
    use crate::chart::model::Color;
    use crate::chart::text_style::TextStyle;
    use crate::chart::theme::Theme;

    #[test]
    fn labels_of_one_look_share_a_group_and_a_column() {
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
        let column = "<g class=\"values\"><g transform=\"translate(50)\" \
                      font-size=\"10\" fill=\"#f00\"><text y=\"24\">a</text><text y=\"44\">b</text></g>";
        assert!(svg.contains(column), "{svg}");
        assert!(svg.contains("<text x=\"70\" y=\"34\">c</text>"), "{svg}");
    }
}
