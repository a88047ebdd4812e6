//! The room of brackets above a plot. In: annotations. Out: the height that they ask for.

use crate::chart::annotation::{Annotation, Target};
use crate::chart::svg::annotations::Block;
use crate::chart::theme::Theme;

/// Depth of a bracket.
pub(super) const DEPTH: f64 = 6.0;
/// Space below and above it.
pub(super) const GAP: f64 = 4.0;
/// Width of a text at most.
pub(super) const TEXT: f64 = 180.0;

/// The height that brackets ask for above the plot.
pub(super) fn brackets_height(annotations: &[Annotation], theme: &Theme) -> f64 {
    let brackets = annotations.iter();
    let brackets = brackets.filter(|it| matches!(it.target, Target::Range(_)));
    let heights = brackets.map(|it| Block::stacked(it, TEXT, theme).height);
    heights.fold(0.0, |most, height| most.max(height + DEPTH + 2.0 * GAP))
}
