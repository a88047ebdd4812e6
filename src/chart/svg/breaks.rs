//! Counting breaks. In: bands along an axis, before which of them what is counted changed. Out: a dotted line there, with
//! what changed as its tooltip, labelled where there is room.

use crate::chart::breaks::BreakMark;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::spacing::Bands;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::Stroke;
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;
use crate::text::Locale;

/// Space between the line and its label.
const GAP: f64 = 4.0;

/// Marks the breaks among `count` bands of an area.
pub(crate) fn draw_breaks(
    canvas: &Canvas,
    bands: Bands<'_>,
    breaks: &[BreakMark],
    locale: Locale,
    theme: &Theme,
) {
    if breaks.is_empty() {
        return;
    }
    let area = bands.area;
    let style = || TextStyle::new(theme.smallest_size + 1.0, theme.muted);
    let (behind, before) = (style(), style().anchored(Anchor::End));
    let text = match locale {
        Locale::Fr => "comptage modifié",
        Locale::En => "counting changed",
    };
    let length = width(text, behind.size, Weight::Regular) + GAP;
    canvas.group(&Group::new().class("breaks"), |canvas| {
        for mark in breaks {
            canvas.group(&Group::new(), |canvas| {
                canvas.tooltip(&mark.text);
                let x = bands.edge(mark.at);
                let line = Group::new().fill(None).stroke(theme.muted, 1.0).dotted();
                canvas.group(&line, |canvas| {
                    let points = vec![(x, area.top), (x, area.bottom())];
                    canvas.draw_on_page(&Stroke { points });
                });
                // On the side that is counted in the new way, or else on the other one.
                let y = area.top + 26.0;
                if x + length <= area.right() {
                    canvas.text((x + GAP, y), text, &behind);
                } else if x - length >= area.left {
                    canvas.text((x - GAP, y), text, &before);
                }
            });
        }
    });
}
