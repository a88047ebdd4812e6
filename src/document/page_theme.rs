//! The look of a page, as far as the spec changes it.

/// The look of a page, as far as the spec changes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageTheme {
    /// Rules of style behind those of every page; empty if there are none.
    pub style: String,
    /// A picture at the head, as an address that holds it; empty if there is none.
    pub logo: String,
    /// Whether the style has fonts.
    pub has_fonts: bool,
    /// The colour of what stands out, `#rrggbb`; empty: that of the program.
    pub accent: String,
}
