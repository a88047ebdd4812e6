//! The legend of a chart in a page. In: a legend. Out: a list.

use super::paint::painted;
use crate::chart::model::Legend;
use crate::chart::svg::legend::rest_text;
use crate::chart::svg::markup::escaped;
use crate::text::Locale;
use std::fmt::Write as _;

/// The title and a list of entries, each with its colour; empty without entries.
pub(crate) fn legend(legend: &Legend, locale: Locale) -> String {
    let shown = legend.entries.len().min(legend.max_entries);
    if shown == 0 {
        return String::new();
    }
    let mut html = "<ul class=legend>".to_owned();
    if !legend.title.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(html, "<li>{}", escaped(&legend.title));
    }
    for entry in &legend.entries[..shown] {
        let _ = write!(
            html,
            "<li{}>{}",
            painted(entry.color, ""),
            escaped(&entry.label)
        );
    }
    let more = legend.entries.len() - shown;
    if more > 0 {
        let _ = write!(html, "<li>{}", rest_text(more, locale));
    }
    html + "</ul>"
}
