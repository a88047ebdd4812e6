//! The card that other sites show for a link to a page: headline, title, date. In: a document. Out: a picture of
//! 1200 × 630 pixels.

use super::error::PublishError;
use super::figures::figures;
use super::markdown_html::plain_text;
use super::opening_html::badge_word;
use super::table_html::escape;
use crate::chart::color::palette::ACCENT_HEX;
use crate::chart::rasterize;
use crate::chart::text_measure::{Weight, shorten, width, wrap};
use crate::document::{Document, preview_name};
use std::fmt::Write as _;

const WIDE: f64 = 1200.0;
const HIGH: f64 = 630.0;
/// Around the texts.
const MARGIN: f64 = 72.0;
/// Sizes of the headline, of which the largest is taken in which it fits.
const SIZES: [f64; 5] = [84.0, 74.0, 64.0, 56.0, 48.0];
/// Height for the lines of the headline.
const ROOM: f64 = 330.0;
/// Height of a line, in its size.
const LINE: f64 = 1.16;

/// Whether a bundle has the card of a document: where its address is known, so that others can find it, or pictures are
/// wanted anyway.
pub(super) fn has_preview(document: &Document) -> bool {
    !document.address.is_empty() || figures(document).any(|figure| figure.png.is_some())
}

/// What the card of a document says, for those who do not see it.
pub(super) fn preview_text(document: &Document) -> String {
    match document.opening.headline.as_str() {
        "" => document.title.clone(),
        headline => format!("{headline} – {}", document.title),
    }
}

/// The card as PNG.
///
/// # Errors
/// It cannot be drawn.
pub(super) fn preview(document: &Document, index: usize) -> Result<Vec<u8>, PublishError> {
    rasterize(&card(document), 1.0).map_err(|error| PublishError::File {
        path: preview_name(index, document.locale),
        detail: error.to_string(),
    })
}

fn card(document: &Document) -> String {
    let opening = &document.opening;
    let (kick, headline) = match opening.headline.as_str() {
        "" => ("", document.title.as_str()),
        headline => (document.title.as_str(), headline),
    };
    let inner = WIDE - 2.0 * MARGIN;
    let accent = match document.theme.accent.as_str() {
        "" => ACCENT_HEX,
        accent => accent,
    };
    let kick_color = if accent == ACCENT_HEX {
        "#ad3a06"
    } else {
        "#474b57"
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {HIGH}\" width=\"{WIDE}\" height=\"{HIGH}\" font-family=\"DejaVu Sans\">\
         <path fill=\"#fdfcf9\" d=\"M0 0h{WIDE}v{HIGH}H0z\"/><path fill=\"{accent}\" d=\"M0 0h{WIDE}v16H0z\"/>"
    );
    let mut top = MARGIN + 16.0;
    for line in wrap(kick, 28.0, Weight::Bold, inner, 2) {
        push_line(&mut svg, &line, (top + 28.0, 28.0), kick_color, true);
        top += 28.0 * 1.3;
    }
    top += 24.0;
    let (size, lines) = fitting(headline, inner);
    for line in &lines {
        push_line(&mut svg, line, (top + size, size), "#17191f", true);
        top += size * LINE;
    }
    let period = document.index.as_ref().map(|it| it.period.clone());
    let said = match plain_text(&opening.byline).as_str() {
        "" => period.unwrap_or_default(),
        byline => byline.to_owned(),
    };
    let badge = opening.badge.map(|it| badge_word(it, document.locale));
    let below: Vec<&str> = badge
        .into_iter()
        .chain([said.as_str()])
        .filter(|it| !it.is_empty())
        .collect();
    let below = shorten(&below.join(" · "), 24.0, Weight::Regular, inner);
    let rule = HIGH - MARGIN - 40.0;
    let _ = write!(
        svg,
        "<path fill=\"#d8d5cd\" d=\"M{MARGIN} {rule}h{inner}v2H{MARGIN}z\"/>"
    );
    push_line(
        &mut svg,
        &below,
        (HIGH - MARGIN + 8.0, 24.0),
        "#474b57",
        false,
    );
    svg + "</svg>"
}

/// The lines of a headline in the largest size in which it fits; in the smallest one it may be cut.
fn fitting(text: &str, max: f64) -> (f64, Vec<String>) {
    let lines = |size: f64| (ROOM / (size * LINE)) as usize;
    let whole = |size: f64| {
        let found = wrap(text, size, Weight::Bold, max, lines(size));
        let fits = found
            .iter()
            .all(|line| width(line, size, Weight::Bold) <= max);
        let is_whole = found
            .last()
            .is_none_or(|line| !line.ends_with('…') || text.ends_with('…'));
        (fits && is_whole).then_some((size, found))
    };
    SIZES.into_iter().find_map(whole).unwrap_or_else(|| {
        let size = SIZES[SIZES.len() - 1];
        (size, wrap(text, size, Weight::Bold, max, lines(size)))
    })
}

fn push_line(svg: &mut String, text: &str, (base, size): (f64, f64), color: &str, bold: bool) {
    let weight = if bold { " font-weight=\"bold\"" } else { "" };
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        "<text x=\"{MARGIN}\" y=\"{base:.1}\" font-size=\"{size}\" fill=\"{color}\"{weight}>{}</text>",
        escape(&text.replace(|it: char| it.is_control(), " "))
    );
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn a_headline_is_as_large_as_it_fits_and_cut_only_in_the_smallest_size() {
        let (size, lines) = fitting("Small models prevail", 1056.0);
        assert_eq!((size as u32, lines.len()), (84, 1));
        let long = "word ".repeat(30);
        let (size, lines) = fitting(&long, 1056.0);
        assert!(
            size < 84.0 && lines.iter().all(|line| !line.ends_with('…')),
            "{size} {lines:?}"
        );
        let (size, lines) = fitting(&"word ".repeat(300), 1056.0);
        assert_eq!(size as u32, 48);
        assert!(lines.last().is_some_and(|line| line.ends_with('…')));
        assert!(lines.len() as f64 * 48.0 * 1.16 <= 330.0);
    }
}
