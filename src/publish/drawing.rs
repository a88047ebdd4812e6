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

/// The third number of the `viewBox`: the width in CSS pixels beyond which a drawing only gets
/// coarser. `None` leaves it as wide as the column.
pub(super) fn drawing_width(svg: &str) -> Option<f64> {
    let root = svg.split('>').next()?;
    let view_box = root.split("viewBox=\"").nth(1)?.split('"').next()?;
    view_box
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .nth(2)?
        .parse()
        .ok()
        .filter(|width: &f64| width.is_finite() && *width > 0.0)
}

/// The ids of the elements of a drawing.
pub(super) fn drawing_ids(svg: &str) -> impl Iterator<Item = &str> {
    svg.split(" id=\"")
        .skip(1)
        .filter_map(|after| after.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::{drawing_ids, drawing_width, standalone_svg};

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
    fn the_width_of_a_drawing_is_that_of_its_view_box() {
        assert_eq!(drawing_width("<svg viewBox=\"0 0 640.5 9\">"), Some(640.5));
        assert_eq!(drawing_width("<svg><g viewBox=\"0 0 640 9\">"), None);
    }

    #[test]
    fn ids_are_those_of_elements() {
        let svg = "<svg id=\"a\"><path data-id=\"b\" id=\"c\"/></svg>";
        assert_eq!(drawing_ids(svg).collect::<Vec<_>>(), ["a", "c"]);
    }
}
