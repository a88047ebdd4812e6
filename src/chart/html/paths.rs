//! Charts that are paths: SVG, whose text would shrink with it. In: a model. Out: a drawing for each of a few widths, of
//! which the style of the page shows the one that fits.

use crate::chart::model::ChartModel;
use crate::chart::theme::Theme;
use std::fmt::Write as _;

/// The widths of drawings, each with its class: for telephones, for paper and small windows, for the whole column.
const WIDTHS: [(u32, char); 3] = [(288, 'n'), (540, 'm'), (900, 'w')];

/// A drawing for each width.
pub(super) fn draw(model: &ChartModel) -> String {
    let mut html = String::new();
    let mut common = model.common.clone();
    common.title = String::new();
    let most = model.common.width.unwrap_or(u32::MAX);
    for (width, class) in WIDTHS {
        common.width = Some(width.min(most));
        if width < 500 {
            // What is low and wide becomes high enough for its names.
            common.height = None;
        }
        let svg = model.marks.svg(&common, &theme());
        // Writing to a string cannot fail.
        let _ = write!(html, "<div class={class}>{svg}</div>");
    }
    html
}

/// Text in a page is never smaller than eleven pixels, also where a drawing is shown a little smaller than it is.
fn theme() -> Theme {
    Theme {
        label_size: 13.0,
        small_size: 12.6,
        smallest_size: 12.6,
        ..Theme::default()
    }
}
