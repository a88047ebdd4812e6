//! Panels side by side, and below each other where they would be too narrow. In: the area of all, how many there are. Out: the
//! area of each, and the drawing of its head.

use crate::chart::layout::area::Area;
use crate::chart::layout::text_measure::{Weight, shorten, width};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::TextStyle;
use crate::chart::theme::Theme;

/// Space between panels.
const GAP: f64 = 24.0;
/// Space around a head.
const AROUND: f64 = 8.0;

/// Panels in rows and columns.
pub(crate) struct Grid {
    origin: Area,
    columns: usize,
    rows: usize,
    /// Width of a panel.
    pub(crate) width: f64,
    head: f64,
    below: f64,
}

impl Grid {
    /// Lays out `count` panels, each as high as `plot`, at least `narrowest` wide, and with `below` of room for what stands
    /// below it.
    pub(crate) fn measure(
        plot: Area,
        count: usize,
        narrowest: f64,
        below: f64,
        theme: &Theme,
    ) -> Self {
        let most = ((plot.width + GAP) / (narrowest + GAP)).floor().max(1.0) as usize;
        let rows = count.div_ceil(most).max(1);
        // As even as can be: five are three and two, not four and one.
        let columns = count.div_ceil(rows).max(1);
        Self {
            origin: plot,
            columns,
            rows,
            width: (plot.width - (columns - 1) as f64 * GAP) / columns as f64,
            head: theme.label_size + 2.0 * AROUND,
            below,
        }
    }

    fn step(&self) -> f64 {
        self.head + self.origin.height + self.below + AROUND
    }

    /// The area of a panel, below its head.
    pub(crate) fn area(&self, at: usize) -> Area {
        let (row, column) = (at / self.columns, at % self.columns);
        Area {
            left: self.origin.left + column as f64 * (self.width + GAP),
            top: self.origin.top + row as f64 * self.step() + self.head,
            width: self.width,
            height: self.origin.height,
        }
    }

    /// Whether a panel is the first one of its row.
    pub(crate) fn is_first_of_row(&self, at: usize) -> bool {
        at.is_multiple_of(self.columns)
    }

    /// Where all panels end.
    pub(crate) fn bottom(&self) -> f64 {
        self.origin.top + self.rows as f64 * self.step()
    }
}

/// Writes the name of a panel of this width above its area, and how much it has in all.
pub(crate) fn draw_head(
    canvas: &Canvas,
    area: Area,
    wide: f64,
    (label, total): (&str, &str),
    theme: &Theme,
) {
    let bold = TextStyle::new(theme.label_size, theme.ink).bold();
    let muted = TextStyle::new(theme.small_size, theme.muted);
    let y = area.top - AROUND - theme.label_size / 2.0;
    let beside = width(total, muted.size, Weight::Regular) + 8.0;
    let lines = [shorten(label, bold.size, Weight::Bold, wide - beside)];
    canvas.group(&Group::new().class("groups"), |canvas| {
        canvas.shortened(label, &lines, |canvas| {
            canvas.text((area.left, y), &lines[0], &bold);
        });
        if !total.is_empty() {
            let x = area.left + width(&lines[0], bold.size, Weight::Bold) + 8.0;
            canvas.text((x, y), total, &muted);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::Grid;
    use crate::chart::layout::area::Area;
    use crate::chart::theme::Theme;

    #[test]
    fn panels_that_would_be_too_narrow_stand_below_each_other_in_even_rows() {
        let plot = Area {
            left: 100.0,
            top: 50.0,
            width: 800.0,
            height: 60.0,
        };
        let grid = |count| Grid::measure(plot, count, 180.0, 20.0, &Theme::default());
        let five = grid(5);
        assert_eq!((five.columns, five.rows), (3, 2));
        assert!(five.is_first_of_row(3) && !five.is_first_of_row(4));
        assert!((five.area(2).left + five.width - 900.0).abs() < 1e-9);
        assert!(five.area(3).top > five.area(0).top + 60.0);
        assert!(five.bottom() > five.area(3).bottom() + 20.0);
        assert_eq!((grid(1).columns, grid(1).rows), (1, 1));
    }
}
