//! The kinds of places by the words that templates have for them.

use super::continent::continent;
use super::country::country;
use super::division::{department, region};
use super::place::Place;

/// The places of a kind, found by their codes, those of France by their names too.
#[must_use]
pub(crate) fn places(kind: &str) -> Option<fn(&str) -> Option<&'static Place>> {
    Some(match kind {
        "country" => country,
        "continent" => continent,
        "region" => region,
        "department" => department,
        _ => return None,
    })
}
