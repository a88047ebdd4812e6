//! The drawing of a chart, in a page and as a file. In: an `<svg>` element as text. Out: a
//! self-contained file, or the form and the facts that a page needs.

/// A drawing as a file of its own: with the prologue and the namespace that a page omits.
pub(super) fn standalone_svg(svg: &str) -> String {
    let prologue = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let root = svg.split('>').next().unwrap_or_default();
    match svg.strip_prefix("<svg") {
        Some(rest) if !root.contains("xmlns=") => {
            format!("{prologue}<svg xmlns=\"http://www.w3.org/2000/svg\"{rest}\n")
        }
        _ => format!("{prologue}{svg}\n"),
    }
}

/// The last two numbers of the `viewBox`: width and height in CSS pixels, beyond which a drawing
/// only gets coarser. `None`: it becomes as wide as the column.
pub(super) fn drawing_size(svg: &str) -> Option<(f64, f64)> {
    let root = svg.split('>').next()?;
    let view_box = root.split("viewBox=\"").nth(1)?.split('"').next()?;
    let numbers: Vec<f64> = view_box
        .split([' ', ','])
        .filter_map(|part| part.parse().ok())
        .collect();
    match numbers[..] {
        [_, _, width, height] if width.is_finite() && width > 0.0 => Some((width, height)),
        _ => None,
    }
}

/// The font and the ink of every drawing, which the style of the page says once.
const STYLE: &str =
    " font-family=\"DejaVu Sans, Verdana, sans-serif\" font-size=\"12\" fill=\"#1f242e\"";

/// The end of every drawing's background, which is as white as the page's card.
const SHEET: &str = "H0z\" fill=\"#fff\"";

/// A drawing inside a page, which needs no namespace, and quotes only where a value would be
/// misread without them.
pub(super) fn inline_svg(svg: &str) -> String {
    let mut svg = svg.to_owned();
    for said_by_the_page in [" xmlns=\"http://www.w3.org/2000/svg\"", STYLE] {
        svg = svg.replacen(said_by_the_page, "", 1);
    }
    svg = without_own_name(&titled_once(&svg));
    if let Some((head, rest)) = svg.split_once("</desc><path")
        && let Some((sheet, content)) = rest.split_once("/>")
        && sheet.ends_with(SHEET)
    {
        svg = format!("{head}</desc>{content}");
    }
    let mut short = String::with_capacity(svg.len());
    let mut rest = svg.as_str();
    while let Some((text, tag)) = rest.split_once('<') {
        let Some((tag, after)) = split_tag(tag) else {
            break;
        };
        short.push_str(text);
        short.push('<');
        push_tag(&mut short, tag);
        short.push('>');
        rest = after;
    }
    short.push_str(rest);
    short
}

/// The chart of a page: what is drawn as SVG in it has neither names nor a sheet of its own, since the element around it
/// has its words and the page is its paper.
pub(super) fn page_drawing(html: &str) -> String {
    let mut short = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, drawing)) = rest.split_once("<svg") {
        let (drawing, after) = drawing.split_once("</svg>").unwrap_or((drawing, ""));
        short.push_str(before);
        short.push_str(&bare_svg(&format!("<svg{drawing}</svg>")));
        rest = after;
    }
    short + rest
}

/// A drawing without name, description and sheet.
fn bare_svg(svg: &str) -> String {
    let view_box = svg.split("viewBox=\"").nth(1);
    let view_box = view_box.and_then(|it| it.split('"').next());
    let content = svg.split_once("</desc>").map(|(_, content)| content);
    let (Some(view_box), Some(mut content)) = (view_box, content) else {
        return inline_svg(svg);
    };
    if let Some((sheet, marks)) = content.split_once("/>")
        && sheet.ends_with(SHEET)
    {
        content = marks;
    }
    inline_svg(&format!(
        "<svg viewBox=\"{view_box}\" aria-hidden=\"true\">{content}"
    ))
}

/// A drawing whose heading is its title: the name of the drawing refers to the heading. One of several
/// lines has its title apart.
fn titled_once(svg: &str) -> String {
    let once = || {
        let (head, rest) = svg.split_once("<title id=\"")?;
        let (id, rest) = rest.split_once("\">")?;
        let (title, rest) = rest.split_once("</title>")?;
        let heading = rest.find(&format!(">{title}</text>"))?;
        let tag = rest[..heading].rfind("<text")? + "<text".len();
        let (before, after) = rest.split_at(tag);
        Some(format!("{head}{before} id=\"{id}\"{after}"))
    };
    once().unwrap_or_else(|| svg.to_owned())
}

/// A drawing without the id and class by which a file of its own is known.
fn without_own_name(svg: &str) -> String {
    let apart = svg.split_once(" id=\"");
    let apart = apart.filter(|(head, _)| *head == "<svg");
    let rest = apart.and_then(|(_, rest)| rest.split_once("\" class=\"chart\""));
    rest.map_or_else(|| svg.to_owned(), |(_, rest)| format!("<svg{rest}"))
}

/// Splits a tag, without its brackets, from the following text; a bracket inside quotes does not
/// end it.
fn split_tag(tag: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let end = tag.find(|character| {
        quoted ^= character == '"';
        character == '>' && !quoted
    })?;
    Some((&tag[..end], &tag[end + 1..]))
}

/// Appends a tag; values between single quotes are not ours and stay as they are. Of an element without
/// content what needs quotes stands last, since `<path d=M0/>` would take the slash for a part of the value.
fn push_tag(out: &mut String, tag: &str) {
    let mut pieces: Vec<&str> = tag.split('"').collect();
    let end = pieces.pop().unwrap_or_default();
    if pieces.is_empty() {
        out.push_str(end);
        return;
    }
    let is_plain = |value: &str| {
        let mut characters = value.chars();
        let unquoted = |it: char| it.is_ascii_alphanumeric() || matches!(it, '#' | '.' | '-' | '_');
        !value.is_empty() && characters.all(unquoted)
    };
    let mut attributes: Vec<[&str; 2]> = pieces.chunks_exact(2).map(|it| [it[0], it[1]]).collect();
    // The first piece holds the name of the element too.
    let first = attributes[0][0].split_at(attributes[0][0].find(' ').unwrap_or_default());
    out.push_str(first.0);
    attributes[0][0] = first.1;
    if end.starts_with('/') {
        attributes.sort_by_key(|[_, value]| !is_plain(value));
    }
    for (at, [name, value]) in attributes.iter().enumerate() {
        out.push_str(name);
        if !is_plain(value) {
            out.extend(["\"", value, "\""]);
            continue;
        }
        out.push_str(value);
        if end.starts_with('/') && at + 1 == attributes.len() {
            out.push(' ');
        }
    }
    out.push_str(end);
}

#[cfg(test)]
mod tests {
    use super::{drawing_size, inline_svg, page_drawing, standalone_svg};

    #[test]
    fn a_drawing_gets_its_namespace_once() {
        assert_eq!(
            standalone_svg("<svg viewBox=\"0 0 1 1\"/>"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>\n"
        );
        assert_eq!(
            standalone_svg("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"
        );
    }

    #[test]
    fn a_page_knows_the_namespace() {
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"a\"><path/></svg>";
        assert_eq!(inline_svg(drawing), "<svg id=a><path/></svg>");
    }

    #[test]
    fn a_page_has_a_white_card_of_its_own() {
        let drawing = |fill| {
            format!(
                "<svg><desc>d</desc><path d=\"M0 0h9v9H0z\" fill=\"{fill}\"/><path d=\"M0 0h9v9H0z\" fill=\"#fff\"/></svg>"
            )
        };
        let mark = "<path fill=#fff d=\"M0 0h9v9H0z\"/>";
        assert_eq!(
            inline_svg(&drawing("#fff")),
            format!("<svg><desc>d</desc>{mark}</svg>")
        );
        assert_eq!(
            inline_svg(&drawing("#eee")),
            format!("<svg><desc>d</desc><path fill=#eee d=\"M0 0h9v9H0z\"/>{mark}</svg>")
        );
    }

    #[test]
    fn values_keep_the_quotes_that_they_need() {
        let drawing =
            "<g k=\"a b\" x=\"1.5\" t=\"a>b\" e=\"\"><path d=\"M0\" y=\"2\"/>\"text\" < 3</g>";
        assert_eq!(
            inline_svg(drawing),
            "<g k=\"a b\" x=1.5 t=\"a>b\" e=\"\"><path d=M0 y=2 />\"text\" < 3</g>"
        );
        let mark = "<path d=\"M0 0h9\" class=\"head\" fill=\"#fff\"/>";
        assert_eq!(
            inline_svg(mark),
            "<path class=head fill=#fff d=\"M0 0h9\"/>"
        );
    }

    #[test]
    fn a_heading_of_one_line_is_the_title() {
        let drawing = |heading: &str| {
            format!(
                "<svg id=\"a-chart\" class=\"chart\" aria-labelledby=\"a-title a-desc\"><title id=\"a-title\">A &amp; B</title><text x=\"1\">{heading}</text></svg>"
            )
        };
        assert_eq!(
            inline_svg(&drawing("A &amp; B")),
            "<svg aria-labelledby=\"a-title a-desc\"><text id=a-title x=1>A &amp; B</text></svg>"
        );
        let apart = inline_svg(&drawing("A"));
        assert!(apart.contains("<title id=a-title>A &amp; B</title><text x=1>A</text>"));
    }

    #[test]
    fn the_size_of_a_drawing_is_that_of_its_view_box() {
        assert_eq!(
            drawing_size("<svg viewBox=\"0 0 640.5 9\">"),
            Some((640.5, 9.0))
        );
        assert_eq!(drawing_size("<svg><g viewBox=\"0 0 640 9\">"), None);
    }

    #[test]
    fn drawings_of_a_chart_have_no_words_and_no_sheet_of_their_own() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"a-chart\" class=\"chart\" viewBox=\"0 0 9 9\" role=\"img\">\
                   <title id=\"a-title\">A</title><desc id=\"a-desc\">B</desc><path d=\"M0 0h9v9H0z\" fill=\"#fff\"/><path d=\"M1\"/></svg>";
        let chart = format!("<div class=n>{svg}</div><div class=w>{svg}</div>");
        let bare = "<svg viewBox=\"0 0 9 9\" aria-hidden=true><path d=M1 /></svg>";
        assert_eq!(
            page_drawing(&chart),
            format!("<div class=n>{bare}</div><div class=w>{bare}</div>")
        );
        assert_eq!(page_drawing("<ol><li>A</ol>"), "<ol><li>A</ol>");
    }
}
