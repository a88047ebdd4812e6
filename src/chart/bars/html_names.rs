//! Names of rows in a page. In: categories. Out: the width of their names and of the groups above them, the beginning of each
//! row.

use crate::chart::bars::model::Category;
use crate::chart::html::fit::{bold, plain};
use crate::chart::svg::markup::escaped;
use std::fmt::Write as _;

/// Size of names in the style of the page.
pub(crate) const NAME: f64 = 13.5;
/// Widest column of names; longer names have several lines.
const WIDEST_NAME: f64 = 210.0;
/// Widest names that stand beside their bars on a telephone too.
const SHORT_NAME: f64 = 100.0;

/// Widths of the names, and of the groups above them.
pub(crate) fn widths<'a>(categories: impl Iterator<Item = &'a Category> + Clone) -> (f64, f64) {
    let names = categories.clone().map(|it| plain(&it.label, NAME) + 14.0);
    let names = names.fold(0.0, f64::max).min(WIDEST_NAME).ceil();
    let groups = categories.filter_map(|it| it.group.as_ref());
    let groups = groups.map(|(_, label)| bold(label, NAME) + 14.0);
    (names, groups.fold(0.0, f64::max).min(150.0).ceil())
}

/// Whether names of this width, with groups of that one, stand beside their bars on a telephone too.
pub(crate) fn are_short((names, groups): (f64, f64)) -> bool {
    names <= SHORT_NAME && groups <= 0.0
}

/// Begins the row of a category with its name, and with that of its group where this begins.
pub(crate) fn push_name(html: &mut String, categories: &[Category], at: usize) {
    let category = &categories[at];
    let before = at.checked_sub(1).map(|before| &categories[before]);
    html.push_str(match (category.gap, category.is_rest()) {
        (true, _) => "<li class=gap>",
        (_, true) => "<li class=rest>",
        _ => "<li>",
    });
    let group = category.group.as_ref();
    let is_first =
        before.is_none_or(|it| it.group.as_ref().map(|it| &it.0) != group.map(|it| &it.0));
    if let Some((_, label)) = group.filter(|_| is_first) {
        // Writing to a string cannot fail.
        let _ = write!(html, "<b class=g>{}</b>", escaped(label));
    }
    let _ = write!(html, "<span>{}</span>", escaped(&category.label));
}
