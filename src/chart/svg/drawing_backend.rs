//! The backend interface of plotters. In: its generic drawing calls. Out: SVG elements, written by
//! the [`SvgBackend`]. Our own elements bypass these calls; everything else that plotters can draw
//! works too.

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};

use crate::chart::color::Color;
use crate::chart::color::hexadecimal;
use crate::chart::layout::text_measure::{LINE_HEIGHT, Weight, width};
use crate::chart::svg::markup::UNITS;
use crate::chart::svg::markup::tenths;
use crate::chart::svg::shape_markup::{push_points, push_rectangles};
use crate::chart::svg::svg_backend::SvgBackend;
use crate::chart::svg::text_style::{Anchor, Baseline, TextStyle};

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn push_paint(out: &mut String, color: BackendColor, filled: bool, stroke_width: u32) {
    let (red, green, blue) = color.rgb;
    let code = hexadecimal(Color { red, green, blue });
    if filled {
        let _ = write!(out, "\" fill=\"{code}\"");
    } else {
        let _ = write!(out, "\" fill=\"none\" stroke=\"{code}\"");
        if stroke_width != 1 {
            let _ = write!(out, " stroke-width=\"{stroke_width}\"");
        }
    }
    if color.alpha < 1.0 {
        let _ = write!(out, " opacity=\"{:.2}\"", color.alpha);
    }
    out.push_str("/>");
}

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + UNITS, y + UNITS), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.out.push_str("<path d=\"");
        push_rectangles(&mut self.out, &[(upper_left, bottom_right)], true);
        push_paint(&mut self.out, style.color(), fill, style.stroke_width());
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.out.push_str("<path d=\"");
        push_points(&mut self.out, path);
        push_paint(&mut self.out, style.color(), false, style.stroke_width());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let radius = tenths(i32::try_from(radius).unwrap_or(i32::MAX));
        let _ = write!(
            self.out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}",
            tenths(x),
            tenths(y)
        );
        push_paint(&mut self.out, style.color(), fill, style.stroke_width());
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Drawn {
        self.out.push_str("<path d=\"");
        push_points(&mut self.out, vertices);
        self.out.push('z');
        push_paint(&mut self.out, style.color(), true, 0);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let (red, green, blue) = style.color().rgb;
        let anchor = style.anchor();
        let own = TextStyle {
            size: style.size() / f64::from(UNITS),
            weight: weight_of(style.style()),
            color: Color { red, green, blue },
            anchor: match anchor.h_pos {
                HPos::Left => Anchor::Start,
                HPos::Center => Anchor::Middle,
                HPos::Right => Anchor::End,
            },
            baseline: match anchor.v_pos {
                VPos::Top => Baseline::Top,
                VPos::Center => Baseline::Middle,
                VPos::Bottom => Baseline::Foot,
            },
        };
        let degrees = match style.transform() {
            FontTransform::None => 0,
            FontTransform::Rotate90 => 90,
            FontTransform::Rotate180 => 180,
            FontTransform::Rotate270 => 270,
        };
        self.write_text(text, &own, at, degrees);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let wide = width(text, style.size(), weight_of(style.style()));
        Ok((
            wide.ceil() as u32,
            (style.size() * LINE_HEIGHT).ceil() as u32,
        ))
    }
}

fn weight_of(style: FontStyle) -> Weight {
    match style {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Normal | FontStyle::Oblique | FontStyle::Italic => Weight::Regular,
    }
}

#[cfg(test)]
mod tests {
    use super::{SvgBackend, TextStyle};
    use plotters::prelude::{
        Circle, IntoDrawingArea, PathElement, Polygon, RGBColor, Rectangle, Text,
    };
    use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle};
    use std::cell::RefCell;
    use std::rc::Rc;

    #[test]
    fn what_plotters_draws_becomes_svg_in_tenths_of_a_pixel() {
        let backend = Rc::new(RefCell::new(SvgBackend::new(
            100.0,
            50.0,
            TextStyle::default(),
        )));
        let area = plotters::drawing::DrawingArea::from(&backend);
        let red = RGBColor(255, 0, 0);
        area.draw(&Rectangle::new([(10, 20), (30, 45)], red.filled()))
            .unwrap();
        area.draw(&PathElement::new([(0, 0), (5, 15)], red))
            .unwrap();
        area.draw(&Circle::new((50, 50), 30, red.filled())).unwrap();
        area.draw(&Polygon::new([(0, 0), (10, 0), (0, 10)], red))
            .unwrap();
        drop(area);
        assert_eq!(
            backend.borrow_mut().take(),
            "<path d=\"M1 2h2v2.5h-2z\" fill=\"#f00\"/>\
             <path d=\"M0 0L.5 1.5\" fill=\"none\" stroke=\"#f00\"/>\
             <circle cx=\"5\" cy=\"5\" r=\"3\" fill=\"#f00\"/>\
             <path d=\"M0 0L1 0L0 1z\" fill=\"#f00\"/>"
        );
    }

    #[test]
    fn plotters_measures_and_writes_text_with_the_embedded_font() {
        let area = SvgBackend::new(100.0, 50.0, TextStyle::default()).into_drawing_area();
        let font = FontDesc::new(FontFamily::SansSerif, 204.8, FontStyle::Normal);
        let style = plotters::style::TextStyle::from(font);
        // A digit in DejaVu Sans is 1303/2048 of the size wide.
        assert_eq!(area.estimate_text_size("00", &style).unwrap(), (261, 256));
        area.draw(&Text::new("é<", (0, 0), style)).unwrap();
    }
}
