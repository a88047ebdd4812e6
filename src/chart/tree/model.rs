//! The marks of a treemap: types independent of how they are drawn.

use crate::chart::color::Color;
use std::ops::Range;

/// Nested rectangles; one to three levels below the (undrawn) root.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The first level.
    pub nodes: Vec<TreeNode>,
}

/// A rectangle of a treemap.
#[derive(Clone, Debug)]
pub struct TreeNode {
    /// Code, locale-independent.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Area in data units; for an inner node the sum of its children. Finite, not negative.
    pub value: f64,
    /// Amount as written on the tile ("4 807 M").
    pub text: String,
    /// Share of the parent, formatted ("64,0 %"); empty on the first level.
    pub share_of_parent: String,
    /// Share of the total, formatted.
    pub share_of_total: String,
    /// Fill; inner nodes use it for their header.
    pub color: Color,
    /// Rows of the data table that it shows, from 0: one for a leaf; for an inner node those of its
    /// leaves, in the order of the leaves.
    pub rows: Range<usize>,
    /// Children, largest first; empty for a leaf.
    pub children: Vec<TreeNode>,
}
