//! A part of the sheet. In: pixels. Out: its edges.

/// A rectangle in CSS pixels; y grows downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    /// Left edge.
    pub(crate) left: f64,
    /// Upper edge.
    pub(crate) top: f64,
    /// Width, not negative.
    pub(crate) width: f64,
    /// Height, not negative.
    pub(crate) height: f64,
}

impl Area {
    /// Right edge.
    pub(crate) fn right(self) -> f64 {
        self.left + self.width
    }

    /// The area without a border of this many pixels.
    pub(crate) fn inset(self, border: f64) -> Self {
        Self {
            left: self.left + border,
            top: self.top + border,
            width: (self.width - 2.0 * border).max(0.0),
            height: (self.height - 2.0 * border).max(0.0),
        }
    }

    /// Lower edge.
    pub(crate) fn bottom(self) -> f64 {
        self.top + self.height
    }
}
