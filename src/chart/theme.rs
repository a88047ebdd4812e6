//! The look of charts, independent of their data: fonts, sizes and the colours of paper and ink.
//! In: nothing, or the settings of the workspace file. Out: the constants that every chart type
//! draws with.

use crate::chart::color::Color;

/// Fonts, sizes (in CSS pixels) and neutral colours of every chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// CSS font families, preferred first. Labels are measured with `DejaVu Sans`; Verdana has
    /// nearly the same widths, so the layout holds if the first family is missing.
    pub font_family: String,
    /// Size of the title.
    pub title_size: f64,
    /// Size of category labels and of the legend.
    pub label_size: f64,
    /// Size of ticks, of value labels and of everything secondary.
    pub small_size: f64,
    /// Smallest size at which a label is still printed.
    pub smallest_size: f64,
    /// Text.
    pub ink: Color,
    /// Secondary text: ticks, axis titles, totals.
    pub muted: Color,
    /// Lines behind the marks.
    pub grid: Color,
    /// Positions without data.
    pub shade: Color,
    /// Marks for missing values.
    pub faint: Color,
    /// The paper.
    pub background: Color,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            font_family: "DejaVu Sans, Verdana, sans-serif".to_owned(),
            title_size: 16.0,
            label_size: 12.0,
            small_size: 11.0,
            smallest_size: 9.0,
            ink: Color {
                red: 0x1f,
                green: 0x24,
                blue: 0x2e,
            },
            muted: Color {
                red: 0x5a,
                green: 0x62,
                blue: 0x70,
            },
            grid: Color {
                red: 0xe1,
                green: 0xe4,
                blue: 0xe9,
            },
            faint: Color {
                red: 0x9a,
                green: 0xa1,
                blue: 0xac,
            },
            shade: Color {
                red: 0xf1,
                green: 0xf3,
                blue: 0xf5,
            },
            background: Color {
                red: 0xff,
                green: 0xff,
                blue: 0xff,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;
    use crate::chart::color::contrast_ratio;

    #[test]
    fn text_is_readable_on_the_paper() {
        let theme = Theme::default();
        assert!(contrast_ratio(theme.ink, theme.background) >= 7.0);
        assert!(contrast_ratio(theme.muted, theme.background) >= 4.5);
    }
}
