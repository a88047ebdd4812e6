//! The drawing of a chart, in a page and as a file. In: an `<svg>` element as text. Out: a file with
//! all that it needs, or what a page has to know of it.

/// A drawing as a file of its own: with the prologue and the namespace that a page does without.
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
/// only gets coarser. `None` leaves it as wide as the column.
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

/// The font of every drawing, which the style of the page says once.
const FONT: &str = " font-family=\"DejaVu Sans, Verdana, sans-serif\"";

/// Ends what is behind every drawing: the card of the page is as white.
const SHEET: &str = "H0z\" fill=\"#fff\"";

/// A drawing inside of a page, which knows the namespace and needs quotes only where a value could be
/// misread without them.
pub(super) fn inline_svg(svg: &str) -> String {
    let mut svg = svg.to_owned();
    for said_by_the_page in [" xmlns=\"http://www.w3.org/2000/svg\"", FONT] {
        svg = svg.replacen(said_by_the_page, "", 1);
    }
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

/// A tag without its brackets, and what follows it; a bracket inside of quotes ends nothing.
fn split_tag(tag: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let end = tag.find(|character| {
        quoted ^= character == '"';
        character == '>' && !quoted
    })?;
    Some((&tag[..end], &tag[end + 1..]))
}

/// Appends a tag; values between single quotes are not ours and stay as they are.
fn push_tag(out: &mut String, tag: &str) {
    let mut pieces = tag.split('"');
    out.push_str(pieces.next().unwrap_or_default());
    while let (Some(value), Some(next)) = (pieces.next(), pieces.next()) {
        let plain = !value.is_empty()
            && value
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, '#' | '.' | '-' | '_'));
        if plain {
            out.push_str(value);
            // `<path d=M0/>` would take the slash for a part of the value.
            if next.starts_with('/') {
                out.push(' ');
            }
        } else {
            out.extend(["\"", value, "\""]);
        }
        out.push_str(next);
    }
}

/// The ids of the elements of a drawing.
pub(super) fn drawing_ids(svg: &str) -> impl Iterator<Item = &str> {
    svg.split(" id=\"")
        .skip(1)
        .filter_map(|after| after.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::{drawing_ids, drawing_size, inline_svg, standalone_svg};

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
        let mark = "<path d=\"M0 0h9v9H0z\" fill=#fff />";
        assert_eq!(
            inline_svg(&drawing("#fff")),
            format!("<svg><desc>d</desc>{mark}</svg>")
        );
        assert_eq!(
            inline_svg(&drawing("#eee")),
            format!("<svg><desc>d</desc><path d=\"M0 0h9v9H0z\" fill=#eee />{mark}</svg>")
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
    fn ids_are_those_of_elements() {
        let svg = "<svg id=\"a\"><path data-id=\"b\" id=\"c\"/></svg>";
        assert_eq!(drawing_ids(svg).collect::<Vec<_>>(), ["a", "c"]);
    }
}
