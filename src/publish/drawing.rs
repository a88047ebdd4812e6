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

/// A drawing without what its marks say when they are pointed at; the title of the whole stays.
pub(super) fn without_tooltips(svg: &str) -> String {
    let mut pieces = svg.split("<title>");
    let mut short = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        short.push_str(piece.split_once("</title>").map_or(piece, |(_, rest)| rest));
    }
    short.replace("></path>", "/>").replace("></rect>", "/>")
}

/// The ids of the elements of a drawing.
pub(super) fn drawing_ids(svg: &str) -> impl Iterator<Item = &str> {
    svg.split(" id=\"")
        .skip(1)
        .filter_map(|after| after.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::{drawing_ids, drawing_size, standalone_svg, without_tooltips};

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
    fn tooltips_go_and_the_title_of_the_drawing_stays() {
        assert_eq!(
            without_tooltips(
                "<svg><title id=\"t\">T</title><path d=\"M0\"><title>a &lt; b</title></path><g><title>c</title>d</g></svg>"
            ),
            "<svg><title id=\"t\">T</title><path d=\"M0\"/><g>d</g></svg>"
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
