//! Lines and words on charts.

use super::LocalText;
use crate::chart::annotation::Sought;

/// A line or words on a chart.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// What it is about.
    pub place: Sought,
    /// What is written large.
    pub value: Option<LocalText>,
    /// What is written.
    pub text: Option<LocalText>,
    /// Pointer to each of the two.
    pub pointers: [String; 2],
    /// Pointer to where its place is said.
    pub pointer: String,
}

impl Annotation {
    /// Its texts with their pointers.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&LocalText, &str)> {
        let texts = [self.value.as_ref(), self.text.as_ref()].into_iter();
        let texts = texts.zip(&self.pointers);
        texts.filter_map(|(text, pointer)| Some((text?, pointer.as_str())))
    }
}
