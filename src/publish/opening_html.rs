//! The opening of a page: small pictures and labels that refer to their parts. In: key numbers. Out: HTML.

use super::markdown_html::PageMarkdown;
use super::table_html::escape;
use crate::document::{Badge, Document, Opening, Paint, Part, Picture};
use crate::text::Locale;
use minijinja::context;
use minijinja::value::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Width and height of a picture, in its own units.
pub(super) const WIDE: f64 = 180.0;
pub(super) const HIGH: f64 = 40.0;
/// Columns and rows of a hundred squares.
const SQUARES: [usize; 2] = [20, 5];
/// Height of a bar, and space between its parts.
const BAR: f64 = 16.0;
const GAP: f64 = 1.5;

/// A mark of a part in a label.
pub(super) const MARK: char = '■';

/// The opening of a page, whose texts are written before those of the blocks, as they are printed.
pub(super) struct OpeningHtml {
    /// The headline with its links; none where it has none.
    pub(super) headline: Option<String>,
    standfirst: String,
    byline: String,
    badge: Option<&'static str>,
    key_numbers: Vec<Value>,
    words_of_mark: &'static str,
    findings: Vec<FindingHtml>,
}

/// The lead and the text of a finding, and the chart with the number of its figure.
type FindingHtml = (String, String, Option<(String, usize)>);

impl OpeningHtml {
    /// Writes the texts and the pictures of an opening.
    pub(super) fn new(opening: &Opening, markdown: &mut PageMarkdown, locale: Locale) -> Self {
        // The links of a page are written in their order.
        let headline = (!opening.headline_linked.is_empty())
            .then(|| markdown.inline(&opening.headline_linked, &opening.headline_numbers));
        let mut numbers = opening.numbers.iter();
        let mut written = |text: &str| {
            let numbers = numbers.next().map_or(&[][..], Vec::as_slice);
            markdown.inline(text, numbers)
        };
        let standfirst = written(&opening.standfirst);
        let byline = written(&opening.byline);
        let key_numbers = opening.key_numbers.iter().map(|number| {
            let label = label_html(&written(&number.label), number.picture.as_ref());
            let picture = number.picture.as_ref().map(picture_svg).unwrap_or_default();
            context! {
                value => &number.value,
                label => Value::from_safe_string(label),
                picture => Value::from_safe_string(picture),
            }
        });
        let key_numbers = key_numbers.collect();
        let findings = opening.findings.iter().map(|finding| {
            (
                written(&finding.lead),
                written(&finding.text),
                finding.figure.clone(),
            )
        });
        Self {
            headline,
            standfirst,
            byline,
            badge: opening.badge.map(|badge| badge_word(badge, locale)),
            key_numbers,
            words_of_mark: opening.words_of_mark,
            findings: findings.collect(),
        }
    }

    /// The input of the template; `anchors` are those of the charts.
    pub(super) fn value(&self, anchors: &BTreeMap<String, String>, locale: Locale) -> Value {
        let findings = self.findings.iter().map(|(lead, text, figure)| {
            let figure = figure.as_ref();
            let figure = figure.and_then(|(id, number)| Some((anchors.get(id)?, number)));
            context! {
                lead => Value::from_safe_string(lead.clone()),
                text => Value::from_safe_string(text.clone()),
                anchor => figure.map(|(anchor, _)| anchor),
                link => figure.map(|(_, number)| see_figure(*number, locale)),
            }
        });
        context! {
            standfirst => Value::from_safe_string(self.standfirst.clone()),
            byline => Value::from_safe_string(self.byline.clone()),
            badge => self.badge,
            key_numbers => &self.key_numbers,
            words_of_mark => self.words_of_mark,
            findings => findings.collect::<Vec<_>>(),
        }
    }
}

/// The pictures of an opening, for their colours.
pub(super) fn opening_pictures(document: &Document) -> String {
    let numbers = document.opening.key_numbers.iter();
    let pictures = numbers.filter_map(|number| number.picture.as_ref());
    pictures.map(picture_svg).collect()
}

/// The word of a badge.
pub(super) const fn badge_word(badge: Badge, locale: Locale) -> &'static str {
    match (badge, locale) {
        (Badge::Reconstruction, Locale::Fr) => "Reconstitution",
        (Badge::Reconstruction, Locale::En) => "Reconstruction",
        (Badge::Projection, _) => "Projection",
    }
}

/// "See figure 3".
pub(super) fn see_figure(number: usize, locale: Locale) -> String {
    match locale {
        Locale::Fr => format!("Voir la figure\u{a0}{number}"),
        Locale::En => format!("See figure\u{a0}{number}"),
    }
}

/// A picture as an `<svg>` that screen readers pass over, since the label says what it shows.
pub(super) fn picture_svg(picture: &Picture) -> String {
    let mut svg = format!("<svg viewBox=\"0 0 {WIDE} {HIGH}\" aria-hidden=true>");
    for (path, paint) in picture_paths(picture) {
        let painted = paint.map_or_else(|| "class=r".to_owned(), painted);
        // Writing to a string cannot fail.
        let _ = write!(svg, "<path {painted} d=\"{path}\"/>");
    }
    svg + "</svg>"
}

/// The paths of a picture, each with its paint; none: what is left of the whole.
pub(super) fn picture_paths(picture: &Picture) -> Vec<(String, Option<&Paint>)> {
    let mut paths = Vec::new();
    match picture {
        Picture::Bar(parts) => {
            let mut left = 0.0;
            for part in parts {
                let wide = part.size * WIDE;
                let shown = (wide - GAP).max(0.4);
                let top = (HIGH - BAR) / 2.0;
                let path = format!("M{left:.1} {top}h{shown:.1}v{BAR}h-{shown:.1}z");
                paths.push((path, Some(&part.paint)));
                left += wide;
            }
        }
        Picture::Squares(parts) => {
            let [columns, rows] = SQUARES;
            let (wide, high) = (WIDE / columns as f64, HIGH / rows as f64);
            let square = |at: usize| {
                let (x, y) = ((at / rows) as f64 * wide, (at % rows) as f64 * high);
                let (w, h) = (wide - 2.0, high - 2.0);
                format!("M{x} {y}h{w}v{h}h-{w}z")
            };
            let mut begin = 0;
            let mut reached = 0.0;
            for part in parts {
                reached += part.size;
                // Rounded where parts end, so that they never have more squares than their sum.
                let end = (reached * (columns * rows) as f64).round() as usize;
                paths.push(((begin..end).map(square).collect(), Some(&part.paint)));
                begin = end;
            }
            paths.push(((begin..columns * rows).map(square).collect(), None));
        }
        Picture::Columns(parts) => {
            let step = WIDE / parts.len().max(1) as f64;
            let wide = (step * 0.72).min(12.0);
            // Columns of one paint are one path.
            for run in parts.chunk_by(|one, other| one.paint == other.paint) {
                let first = parts.iter().position(|part| part.paint == run[0].paint);
                let first = first.unwrap_or_default();
                let column = |(at, part): (usize, &Part)| {
                    let high = (part.size * (HIGH - 2.0)).max(0.8);
                    let x = (first + at) as f64 * step;
                    format!("M{x:.1} {HIGH}v-{high:.1}h{wide:.1}V{HIGH}z")
                };
                let path = run.iter().enumerate().map(column).collect();
                paths.push((path, Some(&run[0].paint)));
            }
        }
    }
    paths
}

/// The attribute that paints: a class of the style, or a colour.
fn painted(paint: &Paint) -> String {
    match paint {
        Paint::Accent => "class=a".to_owned(),
        Paint::Second => "class=b".to_owned(),
        Paint::Grey => "class=g".to_owned(),
        Paint::Identity(color) => format!("fill={}", escape(color)),
    }
}

/// A label whose marks have the colours of the parts of its picture, in order.
pub(super) fn label_html(label: &str, picture: Option<&Picture>) -> String {
    let parts = match picture {
        Some(Picture::Bar(parts) | Picture::Squares(parts) | Picture::Columns(parts)) => {
            parts.as_slice()
        }
        None => &[],
    };
    let mut html = String::with_capacity(label.len());
    let mut parts = parts.iter().peekable();
    let mut characters = label.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(part) = parts.next_if(|_| character == MARK) else {
            html.push(character);
            continue;
        };
        let paint = painted(&part.paint);
        let square = format!(
            "<svg class=sq viewBox=\"0 0 1 1\" aria-hidden=true><path {paint} d=\"M0 0h1v1H0z\"/></svg>"
        );
        // A line may break behind a picture, and would begin with what stands behind it.
        match characters.next_if(|next| [',', '.', ';', ')'].contains(next)) {
            Some(next) => html.extend([
                "<span class=nb>",
                &square,
                next.encode_utf8(&mut [0; 4]),
                "</span>",
            ]),
            None => html.push_str(&square),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::{label_html, picture_svg};
    use crate::document::{Paint, Part, Picture};

    fn part(size: f64, paint: Paint) -> Part {
        Part { size, paint }
    }

    #[test]
    fn a_hundred_squares_are_shared_out_and_none_is_drawn_twice() {
        let parts = vec![part(0.095, Paint::Accent), part(0.45, Paint::Second)];
        let svg = picture_svg(&Picture::Squares(parts));
        let squares: Vec<usize> = svg
            .split("<path")
            .skip(1)
            .map(|it| it.matches('M').count())
            .collect();
        // 9.5 is rounded to 10; 54.5 to 55, of which 10 are taken.
        assert_eq!(squares, [10, 45, 45]);
    }

    #[test]
    fn columns_stand_beside_each_other_from_the_largest_on() {
        let parts = vec![
            part(1.0, Paint::Accent),
            part(0.5, Paint::Grey),
            part(0.25, Paint::Grey),
        ];
        let svg = picture_svg(&Picture::Columns(parts));
        assert!(svg.contains("<path class=a d=\"M0.0 40v-38.0"), "{svg}");
        assert!(
            svg.contains("<path class=g d=\"M60.0 40v-19.0h12.0V40zM120.0 40v-9.5"),
            "{svg}"
        );
    }

    #[test]
    fn marks_in_a_label_have_the_colours_of_the_parts_in_order() {
        let picture = Picture::Bar(vec![part(0.5, Paint::Accent), part(0.5, Paint::Grey)]);
        let html = label_html("a ■, b ■ c ■", Some(&picture));
        assert!(html.starts_with("a <span class=nb><svg "), "{html}");
        assert!(html.contains("</svg>,</span> b <svg "), "{html}");
        assert_eq!(html.matches("<path class=a ").count(), 1);
        assert_eq!(html.matches("<path class=g ").count(), 1);
        assert!(html.ends_with(" c ■"));
    }
}
