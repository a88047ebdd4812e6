//! Links from the numbers of a text to what is told of them. In: events of the Markdown parser with
//! their places, and the numbers of the text. Out: events in which each number is a link.

use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::model::{NumberOrigin, RowOrigin};
use super::table_html::escape;

/// The `id` of a definition: no heading gets one that begins with a dot.
pub(super) fn definition_id(position: usize) -> String {
    format!(".{position}")
}

/// Puts numbers into links. A number inside of a link stays text, and so does one whose characters
/// are not next to each other in the text that is shown.
pub(super) fn link_numbers<'a>(
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    markdown: &str,
    numbers: &[NumberOrigin],
) -> Vec<Event<'a>> {
    let mut linked = Vec::new();
    let mut numbers = numbers.iter().peekable();
    // Links and pictures around the event.
    let mut inside = 0_usize;
    for (event, place) in events {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => inside = inside.saturating_sub(1),
            _ => {}
        }
        let Event::Text(text) = event else {
            linked.push(event);
            continue;
        };
        if inside > 0 || markdown.get(place.clone()) != Some(&*text) {
            linked.push(Event::Text(text));
            continue;
        }
        let mut done = 0;
        while let Some(number) = numbers.peek() {
            let Range { start, end } = shown(markdown, &number.range);
            if start >= place.end {
                break;
            }
            if start >= place.start + done && end <= place.end {
                let (start, end) = (start - place.start, end - place.start);
                push_text(&mut linked, &text[done..start]);
                linked.push(Event::InlineHtml(opening(number).into()));
                push_text(&mut linked, &text[start..end]);
                linked.push(Event::InlineHtml("</a>".into()));
                done = end;
            }
            numbers.next();
        }
        if done == 0 {
            linked.push(Event::Text(text));
        } else {
            push_text(&mut linked, &text[done..]);
        }
    }
    linked
}

fn push_text(events: &mut Vec<Event<'_>>, text: &str) {
    if !text.is_empty() {
        events.push(Event::Text(text.to_owned().into()));
    }
}

/// The number without the escape before it.
fn shown(markdown: &str, range: &Range<usize>) -> Range<usize> {
    let text = markdown.get(range.clone()).unwrap_or_default();
    let escape = text.len() - text.trim_start_matches('\\').len();
    range.start + escape..range.end
}

/// The tag of a link. It says the rows behind its number, a line each: numerator, denominator, name.
fn opening(number: &NumberOrigin) -> String {
    let mut tag = format!("<a href=#{}", definition_id(number.definition));
    let lines: Vec<String> = number.rows.iter().map(line).collect();
    let said = escape(&lines.join("\n"));
    if said.is_empty() {
    } else if said.contains([' ', '\n', '`', '=']) {
        let _ = write!(tag, " data-n=\"{said}\"");
    } else {
        let _ = write!(tag, " data-n={said}");
    }
    tag + ">"
}

fn line(row: &RowOrigin) -> String {
    let mut line = row.numerator.clone();
    if let Some(denominator) = row.denominator {
        let _ = write!(line, "/{denominator}");
    }
    let label: Vec<&str> = row.label.split_whitespace().collect();
    if !label.is_empty() {
        line.push(' ');
        line.push_str(&label.join(" "));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::link_numbers;
    use crate::publish::{NumberOrigin, RowOrigin};
    use pulldown_cmark::{Options, Parser, html};

    fn number(markdown: &str, text: &str, row: Option<(&str, Option<i128>, &str)>) -> NumberOrigin {
        let start = markdown.find(text).unwrap();
        NumberOrigin {
            range: start..start + text.len(),
            definition: 3,
            rows: row
                .into_iter()
                .map(|(numerator, denominator, label)| RowOrigin {
                    numerator: numerator.to_owned(),
                    denominator,
                    label: label.to_owned(),
                })
                .collect(),
        }
    }

    fn rendered(markdown: &str, numbers: &[NumberOrigin]) -> String {
        let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
        let mut out = String::new();
        html::push_html(
            &mut out,
            link_numbers(parser, markdown, numbers).into_iter(),
        );
        out
    }

    #[test]
    fn a_number_is_a_link_that_says_its_row() {
        let text = "**12 %** of 7";
        let numbers = [
            number(text, "12 %", Some(("3", Some(25), "a \"b\"\n<c>"))),
            number(text, "7", Some(("7", None, ""))),
        ];
        assert_eq!(
            rendered(text, &numbers),
            "<p><strong><a href=#.3 data-n=\"3/25 a &quot;b&quot; &lt;c&gt;\">12 %</a></strong> of \
             <a href=#.3 data-n=7>7</a></p>\n"
        );
    }

    #[test]
    fn links_change_nothing_of_the_structure() {
        let text = "12. a\n\n| b |\n|--:|\n| 12,5 |\n\n\\< 1";
        let numbers = [
            number(text, "12", None),
            number(text, "12,5", None),
            number(text, "\\< 1", None),
        ];
        let html = rendered(text, &numbers);
        assert_eq!(
            html.replace("<a href=#.3>", "").replace("</a>", ""),
            rendered(text, &[])
        );
        // The number of a list is no text.
        assert!(html.contains("<ol start=\"12\">"));
        assert!(html.contains("<a href=#.3>12,5</a>"));
        assert!(html.contains("<a href=#.3>&lt; 1</a>"));
    }

    #[test]
    fn a_number_inside_of_a_link_or_of_code_stays_text() {
        let text = "[12](x) `13` 14";
        let numbers = [
            number(text, "12", None),
            number(text, "13", None),
            number(text, "14", None),
        ];
        assert_eq!(
            rendered(text, &numbers),
            "<p><a href=\"x\">12</a> <code>13</code> <a href=#.3>14</a></p>\n"
        );
    }
}
