//! The sheet on which a chart is drawn. In: pixel coordinates from the layout, data coordinates
//! from the marks. Out: one `<svg>` element. Wraps plotters' drawing areas so that drawing cannot
//! fail.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::{Cartesian2d, MeshLine};
use plotters::drawing::DrawingArea;
use plotters::element::{Drawable, PointCollection};

use crate::chart::color::hexadecimal;
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, shorten};
use crate::chart::svg::element::TextMark;
use crate::chart::svg::group::Group;
use crate::chart::svg::markup::{UNITS, escaped, identifier, tenths, units};
use crate::chart::svg::svg_backend::SvgBackend;
use crate::chart::svg::text_style::TextStyle;
use crate::chart::theme::Theme;

/// A part of the sheet with data coordinates.
pub(crate) type Plot = DrawingArea<SvgBackend, Cartesian2d<Scale, Scale>>;

/// A chart under construction.
pub(crate) struct Canvas {
    backend: Rc<RefCell<SvgBackend>>,
    root: DrawingArea<SvgBackend, Shift>,
    page: Plot,
    head: String,
}

impl Canvas {
    /// An empty sheet. `id` prefixes every id; screen readers read `title` and `description`.
    pub(crate) fn new(
        (width, height): (f64, f64),
        theme: &Theme,
        id: &str,
        title: &str,
        description: &str,
    ) -> Self {
        let (wide, high) = (tenths(units(width)), tenths(units(height)));
        let id = identifier(id);
        let style = TextStyle::new(theme.label_size, theme.ink);
        let mut head = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}-chart\" class=\"chart\" \
             viewBox=\"0 0 {wide} {high}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{}\" font-size=\"{}\" fill=\"{}\">\
             <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
            escaped(&theme.font_family),
            tenths(units(style.size)),
            hexadecimal(style.color),
            escaped(title),
            escaped(description),
        );
        let _ = write!(
            head,
            "<path d=\"M0 0h{wide}v{high}H0z\" fill=\"{}\"/>",
            hexadecimal(theme.background)
        );
        let backend = Rc::new(RefCell::new(SvgBackend::new(width, height, style)));
        let root = DrawingArea::from(&backend);
        let area = Area {
            left: 0.0,
            top: 0.0,
            width,
            height,
        };
        let page = plot_on(
            &root,
            area,
            Scale::plain(0.0, width),
            Scale::plain(0.0, height),
        );
        Self {
            backend,
            root,
            page,
            head,
        }
    }

    /// A part of the sheet on which data are drawn; y grows downwards.
    pub(crate) fn plot(&self, area: Area, x: Scale, y: Scale) -> Plot {
        plot_on(&self.root, area, x, y)
    }

    /// A part of the sheet on which data are drawn; y grows upwards.
    pub(crate) fn rising_plot(&self, area: Area, x: Scale, y: Scale) -> Plot {
        plot_on(&self.root, area, x, y.reversed())
    }

    /// Width of the sheet in pixels.
    pub(crate) fn width(&self) -> f64 {
        f64::from(self.root.dim_in_pixel().0) / f64::from(UNITS)
    }

    /// Draws an element in pixels.
    pub(crate) fn draw_on_page<'element, E>(&self, element: &'element E)
    where
        &'element E: PointCollection<'element, (f64, f64)>,
        E: Drawable<SvgBackend>,
    {
        draw_in(&self.page, element);
    }

    /// Writes one line of text at a position in pixels.
    pub(crate) fn text(&self, at: (f64, f64), text: &str, style: &TextStyle) {
        self.slanted_text(at, text, style, 0);
    }

    /// Writes one line of text, rotated clockwise by this many degrees.
    pub(crate) fn slanted_text(&self, at: (f64, f64), text: &str, style: &TextStyle, degrees: i32) {
        self.draw_on_page(&TextMark {
            at,
            text,
            style,
            degrees,
        });
    }

    /// Writes one line of text, shortened to `room` pixels, with a tooltip if that does not show all of it.
    pub(crate) fn text_within(&self, at: (f64, f64), text: &str, style: &TextStyle, room: f64) {
        let line = [shorten(text, style.size, Weight::Regular, room)];
        self.shortened(text, &line, |canvas| canvas.text(at, &line[0], style));
    }

    /// Writes lines of text below each other, the first one centred on `at`.
    pub(crate) fn lines(
        &self,
        at: (f64, f64),
        lines: &[String],
        style: &TextStyle,
        line_height: f64,
    ) {
        for (index, line) in lines.iter().enumerate() {
            self.text((at.0, at.1 + index as f64 * line_height), line, style);
        }
    }

    /// Draws `content` inside a group.
    pub(crate) fn group(&self, group: &Group, content: impl FnOnce(&Self)) {
        self.backend
            .borrow_mut()
            .open_group(&group.attributes, group.style.as_ref(), group.color);
        content(self);
        self.backend.borrow_mut().close_group();
    }

    /// The inherited style of texts in the open group.
    pub(crate) fn text_style(&self) -> TextStyle {
        self.backend.borrow().style()
    }

    /// Gives the open group a tooltip: the full text of a label shortened in it.
    pub(crate) fn tooltip(&self, text: &str) {
        self.backend
            .borrow_mut()
            .push_raw(&format!("<title>{}</title>", escaped(text)));
    }

    /// Draws lines of a label, with a tooltip if they do not show all of it.
    pub(crate) fn shortened(&self, label: &str, lines: &[String], content: impl FnOnce(&Self)) {
        if lines.iter().any(|line| line.ends_with('…')) {
            self.group(&Group::new(), |canvas| {
                canvas.tooltip(label);
                content(canvas);
            });
        } else {
            content(self);
        }
    }

    /// The finished element.
    pub(crate) fn finish(self) -> String {
        let content = self.backend.borrow_mut().take();
        format!("{}{content}</svg>", self.head)
    }
}

/// Draws an element in data coordinates, into the open group.
pub(crate) fn draw_in<'element, E>(plot: &Plot, element: &'element E)
where
    &'element E: PointCollection<'element, (f64, f64)>,
    E: Drawable<SvgBackend>,
{
    // The backend writes to memory and is borrowed by one call at a time, so no error can occur.
    let drawn = plot.draw(element);
    debug_assert!(drawn.is_ok());
}

/// Draws the lines of a plot's ticks, in the stroke of the open group.
pub(crate) fn draw_ticks(plot: &Plot) {
    let drawn = plot.draw_mesh(
        |backend, line| {
            let (MeshLine::XMesh(from, to, _) | MeshLine::YMesh(from, to, _)) = line;
            backend.draw_stroke([from, to]);
            Ok(())
        },
        usize::MAX,
        usize::MAX,
    );
    debug_assert!(drawn.is_ok());
}

fn plot_on(root: &DrawingArea<SvgBackend, Shift>, area: Area, x: Scale, y: Scale) -> Plot {
    let (left, top) = (units(area.left), units(area.top));
    let (width, height) = (units(area.width).max(0), units(area.height).max(0));
    let part = root.clone().shrink((left, top), (width, height));
    let pixels = (left..left + width, top..top + height);
    part.apply_coord_spec(Cartesian2d::new(x, y, pixels))
}

#[cfg(test)]
mod tests {
    use super::{Canvas, draw_in};
    use crate::chart::color::Color;
    use crate::chart::layout::area::Area;
    use crate::chart::layout::scale::Scale;
    use crate::chart::svg::element::{Rectangles, Shape};
    use crate::chart::svg::group::Group;
    use crate::chart::theme::Theme;

    fn canvas() -> Canvas {
        Canvas::new((200.0, 100.0), &Theme::default(), "a b", "T<", "D")
    }

    #[test]
    fn the_root_names_the_chart_for_screen_readers_with_ids_of_its_own() {
        let svg = canvas().finish();
        assert!(svg.starts_with("<svg xmlns="));
        assert!(svg.contains("role=\"img\" aria-labelledby=\"a-u20-b-title a-u20-b-desc\""));
        assert!(svg.contains("<title id=\"a-u20-b-title\">T&lt;</title>"));
        assert!(svg.contains("viewBox=\"0 0 200 100\""));
    }

    #[test]
    fn data_coordinates_land_where_the_plot_says() {
        let canvas = canvas();
        let area = Area {
            left: 50.0,
            top: 10.0,
            width: 100.0,
            height: 80.0,
        };
        let plot = canvas.plot(area, Scale::plain(0.0, 10.0), Scale::plain(0.0, 4.0));
        let color = Color {
            red: 255,
            green: 0,
            blue: 0,
        };
        let mark = Rectangles::new(color, Theme::default().background)
            .with([(0.0, 1.0), (2.5, 2.0)], Shape::Tile);
        canvas.group(&Group::new().class("marks"), |_| draw_in(&plot, &mark));
        let svg = canvas.finish();
        assert!(
            svg.contains(
                "<g class=\"marks\"><path d=\"M50 30h25v20h-25\" fill=\"#f00\"/></g></svg>"
            ),
            "{svg}"
        );
    }
}
