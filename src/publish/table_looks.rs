//! Cells of tables that are more than their text. In: [`Look`]s. Out: HTML with links, small letters, bars, strips, small lines.

use super::escape::{escape, escape_text, in_cell};
use crate::chart::html::paint::PAINT;
use crate::chart::spark::{HEIGHT, WIDTH};
use crate::document::{CellMark, Look};
use std::fmt::Write as _;

/// The colours of strips with their labels.
pub(super) fn legend_html(legend: &[(String, String)]) -> String {
    if legend.is_empty() {
        return String::new();
    }
    let entries = legend
        .iter()
        .map(|(label, color)| format!("<li><b class={PAINT}{color}></b>{}", escape_text(label)));
    format!("<ul class=key>{}</ul>", entries.collect::<String>())
}

/// A cell that is more than its text.
pub(super) fn push_look(html: &mut String, cell: &str, look: &Look, numeric: bool) {
    let head = if look.head.is_empty() {
        cell
    } else {
        &look.head
    };
    let head = escape(&in_cell(head, numeric));
    match &look.mark {
        CellMark::Line(path) => html.push_str(&sparkline(path)),
        CellMark::Strip(parts) => {
            html.push_str(&strip(cell, parts));
            html.extend(["<small>", &head, "</small>"]);
            return;
        }
        CellMark::None | CellMark::Bar(_) => {}
    }
    if look.link.is_empty() {
        html.push_str(&head);
    } else {
        // A long name breaks behind its parts.
        let head = head.replace('/', "/<wbr>");
        html.extend(["<a href=\"", &escape(&look.link), "\">", &head, "</a>"]);
    }
    if !look.note.is_empty() {
        let note = escape(&in_cell(&look.note, numeric));
        html.extend([" <small>", &note, "</small>"]);
    }
    if let CellMark::Bar(length) = look.mark {
        html.extend(["<i style=--v:", &decimals(length), "></i>"]);
    }
}

/// A strip of parts; its name is the text of its cell.
fn strip(name: &str, parts: &[(f64, String)]) -> String {
    // A name breaks nowhere, whatever its spaces are.
    let name = escape(&in_cell(name, true));
    let mut html = format!("<u class=strip role=img aria-label=\"{name}\">");
    for (share, color) in parts {
        // Writing to a string cannot fail.
        let _ = write!(
            html,
            "<b class={PAINT}{color} style=width:{}%></b>",
            decimals(share * 100.0)
        );
    }
    html + "</u>"
}

/// A length with at most two decimals.
fn decimals(length: f64) -> String {
    let text = format!("{length:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// A small line, whose text is in its cell.
fn sparkline(path: &str) -> String {
    format!(
        "<svg class=spark viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=true><path d=\"{path}\"/></svg> "
    )
}

#[cfg(test)]
mod tests {
    use super::{legend_html, push_look};
    use crate::document::{CellMark, Look};

    fn html(cell: &str, look: &Look, numeric: bool) -> String {
        let mut html = String::new();
        push_look(&mut html, cell, look, numeric);
        html
    }

    #[test]
    fn a_bar_stands_below_its_number_and_the_note_behind_it() {
        let look = Look {
            head: "5\u{a0}360\u{a0}M".to_owned(),
            note: "14,7\u{202f}%".to_owned(),
            mark: CellMark::Bar(2.0 / 3.0),
            ..Look::default()
        };
        assert_eq!(
            html("5\u{a0}360\u{a0}M (14,7\u{202f}%)", &look, true),
            "5 360 M <small>14,7 %</small><i style=--v:0.67></i>"
        );
    }

    #[test]
    fn a_strip_has_its_parts_one_behind_the_other_and_says_all_of_them() {
        let look = Look {
            head: "a 75 %".to_owned(),
            mark: CellMark::Strip(vec![
                (0.75, "123456".to_owned()),
                (0.125, "ffffff".to_owned()),
            ]),
            ..Look::default()
        };
        assert_eq!(
            html("a 75 % · \"b\" 12,5 %", &look, false),
            "<u class=strip role=img aria-label=\"a 75 % · &quot;b&quot; 12,5 %\">\
             <b class=\u{1}123456 style=width:75%></b><b class=\u{1}ffffff style=width:12.5%></b></u><small>a 75 %</small>"
        );
        let legend = [("<b>".to_owned(), "123456".to_owned())];
        assert_eq!(
            legend_html(&legend),
            "<ul class=key><li><b class=\u{1}123456></b>&lt;b></ul>"
        );
        assert_eq!(legend_html(&[]), "");
    }

    #[test]
    fn nothing_of_a_hostile_cell_is_markup() {
        let look = Look {
            link: "https://example.org/%22\"><script>".to_owned(),
            note: "<i>".to_owned(),
            ..Look::default()
        };
        assert_eq!(
            html("<script>/x", &look, false),
            "<a href=\"https://example.org/%22&quot;&gt;&lt;script&gt;\">&lt;script&gt;/<wbr>x</a> \
             <small>&lt;i&gt;</small>"
        );
    }
}
