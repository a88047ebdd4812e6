//! Links from the numbers of a text to their origins. In: events of the Markdown parser with their
//! spans, and the numbers of the text. Out: events in which each number is a link, and the rows
//! behind all links of the page.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::escape::escape;
use crate::document::{MARK, NumberOrigin, RowOrigin};
use crate::text::markdown_extensions;

/// The `id` of a definition; no heading's id begins with a dot. The style knows claims by it.
pub(super) fn definition_id(position: usize, claim: bool) -> String {
    let claim = if claim { "c" } else { "" };
    format!(".{claim}{position}")
}

/// Turns numbers into links. A number inside a link stays text, as does one whose characters are
/// not adjacent in the displayed text.
pub(super) fn link_numbers<'a>(
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    markdown: &str,
    numbers: &[NumberOrigin],
) -> Vec<Event<'a>> {
    let mut linked = Vec::new();
    let mut numbers = numbers.iter().enumerate().peekable();
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
        while let Some((position, number)) = numbers.peek() {
            let Range { start, end } = shown(markdown, &number.range);
            if start >= place.end {
                break;
            }
            if start >= place.start + done && end <= place.end {
                let (start, end) = (start - place.start, end - place.start);
                push_text(&mut linked, &text[done..start]);
                linked.push(Event::InlineHtml(opening(number, *position).into()));
                push_text(&mut linked, &text[start..end]);
                if number.marked {
                    linked.push(Event::Text(MARK.into()));
                }
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

/// Markdown in which each number that is not in print has its mark, as in a page.
pub(super) fn with_marks<'m>(markdown: &'m str, numbers: &[NumberOrigin]) -> Cow<'m, str> {
    if !numbers.iter().any(|number| number.marked) {
        return Cow::Borrowed(markdown);
    }
    let mut marked = String::with_capacity(markdown.len() + numbers.len() * MARK.len());
    let mut done = 0;
    let mut numbers = numbers.iter().filter(|number| number.marked).peekable();
    let mut inside = 0_usize;
    for (event, place) in Parser::new_ext(markdown, markdown_extensions()).into_offset_iter() {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => inside = inside.saturating_sub(1),
            _ => {}
        }
        let Event::Text(text) = event else { continue };
        if inside > 0 || markdown.get(place.clone()) != Some(&*text) {
            continue;
        }
        while let Some(number) = numbers.next_if(|number| number.range.start < place.end) {
            let Range { start, end } = shown(markdown, &number.range);
            if start >= place.start && end <= place.end {
                marked.push_str(&markdown[done..end]);
                marked.push_str(MARK);
                done = end;
            }
        }
    }
    marked.push_str(&markdown[done..]);
    Cow::Owned(marked)
}

/// A cell as HTML, in which the numbers of its text, that begins at `start`, are links.
pub(super) fn link_cell(cell: &str, start: usize, numbers: &[NumberOrigin]) -> String {
    let mut html = String::with_capacity(cell.len());
    let mut done = 0;
    let first = numbers.partition_point(|number| number.range.start < start);
    let behind = numbers.iter().enumerate().skip(first);
    let own = behind.take_while(|(_, number)| number.range.end <= start + cell.len());
    for (position, number) in own {
        let (from, end) = (number.range.start - start, number.range.end - start);
        html.extend([
            escape(&cell[done..from]),
            opening(number, position),
            escape(&cell[from..end]),
            "</a>".to_owned(),
        ]);
        done = end;
    }
    html + &escape(&cell[done..])
}

fn push_text(events: &mut Vec<Event<'_>>, text: &str) {
    if !text.is_empty() {
        events.push(Event::Text(text.to_owned().into()));
    }
}

/// The range of the number without the escape before it.
fn shown(markdown: &str, range: &Range<usize>) -> Range<usize> {
    let text = markdown.get(range.clone()).unwrap_or_default();
    let escape = text.len() - text.trim_start_matches('\\').len();
    range.start + escape..range.end
}

/// The beginning of a link's tag, which is unique in a page, since other addresses are in quotes.
const OPENING: &str = "<a href=#.";
/// Ends an address and precedes the position of the number, until [`LinkRows`] removes it.
const POSITION: char = '@';

/// The tag of a link with the position of its number.
fn opening(number: &NumberOrigin, position: usize) -> String {
    format!(
        "<a href=#{}{POSITION}{position}>",
        definition_id(number.definition, number.claim)
    )
}

/// The rows behind the links of a page, in the order of the links.
#[derive(Debug, Default)]
pub(super) struct LinkRows {
    links: Vec<String>,
    numerator: String,
    denominator: Option<i128>,
    name: String,
}

impl LinkRows {
    /// Removes the positions from the links of some HTML and records the rows behind their
    /// `numbers`.
    pub(super) fn take(&mut self, html: &str, numbers: &[NumberOrigin]) -> String {
        let mut parts = html.split(OPENING);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (tag, rest) = part.split_once('>').unwrap_or_default();
            let (definition, position) = tag.split_once(POSITION).unwrap_or((tag, ""));
            let number = position.parse().ok().and_then(|at: usize| numbers.get(at));
            let rows = number.map_or(&[][..], |number| &number.rows);
            let rows: Vec<String> = rows.iter().map(|row| self.row(row)).collect();
            self.links.push(rows.join("\t"));
            out.extend([OPENING, definition, ">", rest]);
        }
        out
    }

    /// A line for each link, with its rows separated by tabs.
    pub(super) fn lines(&self) -> String {
        self.links.join("\n")
    }

    /// Numerator, denominator and name of a row: `3/25 a / b`. A repeated numerator is `=`, a
    /// repeated denominator is omitted, `3/ a / b`, and so is a repeated first part of the name,
    /// `3/25~b`.
    fn row(&mut self, row: &RowOrigin) -> String {
        let mut said = row.numerator.clone();
        if !said.is_empty() && said == self.numerator {
            "=".clone_into(&mut said);
        } else {
            row.numerator.clone_into(&mut self.numerator);
        }
        if let Some(denominator) = row.denominator {
            said.push('/');
            if self.denominator.replace(denominator) != Some(denominator) {
                said.push_str(&denominator.to_string());
            }
        }
        let label: Vec<&str> = row.label.split_whitespace().collect();
        let label = label.join(" ");
        let (name, rest) = label.split_once(BETWEEN).unwrap_or((&label, ""));
        if label.is_empty() {
        } else if name == self.name && (label == name || !rest.is_empty()) {
            said.extend(["~", rest]);
        } else {
            name.clone_into(&mut self.name);
            said.extend([" ", &label]);
        }
        said
    }
}

/// Separates the parts of a name.
const BETWEEN: &str = " / ";

#[cfg(test)]
mod tests {
    use super::{LinkRows, link_numbers};
    use crate::document::{NumberOrigin, RowOrigin};
    use pulldown_cmark::{Options, Parser, html};

    fn number(markdown: &str, text: &str, row: Option<(&str, Option<i128>, &str)>) -> NumberOrigin {
        let start = markdown.find(text).unwrap();
        NumberOrigin {
            claim: false,
            marked: false,
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
        linked(markdown, numbers).0
    }

    fn linked(markdown: &str, numbers: &[NumberOrigin]) -> (String, String) {
        let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
        let mut out = String::new();
        html::push_html(
            &mut out,
            link_numbers(parser, markdown, numbers).into_iter(),
        );
        let mut rows = LinkRows::default();
        let html = rows.take(&out, numbers);
        (html, rows.lines())
    }

    #[test]
    fn a_number_is_a_link_and_its_rows_are_listed_in_the_order_of_the_links() {
        let text = "**12 %** of 7";
        let mut numbers = [
            number(text, "12 %", Some(("3", Some(25), "a \"b\"\n<c>\t"))),
            number(text, "7", Some(("7", None, ""))),
        ];
        numbers[1].rows.extend(numbers[0].rows.clone());
        assert_eq!(
            linked(text, &numbers),
            (
                "<p><strong><a href=#.3>12 %</a></strong> of <a href=#.3>7</a></p>\n".to_owned(),
                "3/25 a \"b\" <c>\n7\t3/~".to_owned()
            )
        );
    }

    #[test]
    fn a_number_that_is_not_in_print_has_its_mark() {
        let text = "**12 %** of 7";
        let mut numbers = [number(text, "12 %", None), number(text, "7", None)];
        numbers[0].marked = true;
        assert_eq!(
            rendered(text, &numbers),
            "<p><strong><a href=#.3>12 %\u{202f}°</a></strong> of <a href=#.3>7</a></p>\n"
        );
    }

    #[test]
    fn what_is_as_before_is_left_out() {
        let text = "1 2 3 4 5 6 7";
        let rows = [
            ("1", Some(25), "a / b"),
            ("2", Some(25), "a / c / d"),
            ("3", None, "a"),
            ("4", Some(26), "b / "),
            ("5", Some(26), "b / "),
            ("6", Some(26), "b"),
            ("6", None, "b"),
        ];
        let mut places = text.split(' ');
        let numbers = rows.map(|row| number(text, places.next().unwrap(), Some(row)));
        assert_eq!(
            linked(text, &numbers).1,
            "1/25 a / b\n2/~c / d\n3~\n4/26 b /\n5/~\n6/ b\n=~"
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
        // The number of a list item is not text.
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
