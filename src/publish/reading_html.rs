//! What the page's script needs to know about a figure. In: a [`Reading`]. Out: attributes.

use super::table_html::escape;
use crate::document::Reading;
use std::fmt::Write as _;

/// The attributes of a figure, each after a space: `data-c` columns of the categories, `data-s` of the
/// series, `data-v` of the value, `data-h` of its share, `data-a` the arrangement, `data-b` and `data-u` what stands before and behind values, `data-d` their
/// decimals, `data-e` the power of ten of values on marks, `data-x` where values add up, `data-p` where they are shares.
pub(super) fn reading_html(reading: &Reading) -> String {
    let categories: Vec<String> = reading.categories.iter().map(usize::to_string).collect();
    let mut html = format!(
        " data-c=\"{}\" data-v={} data-a={}",
        categories.join(" "),
        reading.value,
        reading.arrangement
    );
    // Writing to a string cannot fail.
    if let Some(series) = reading.series {
        let _ = write!(html, " data-s={series}");
    }
    if let Some(share) = reading.share {
        let _ = write!(html, " data-h={share}");
    }
    for (name, text) in [("b", &reading.affix.before), ("u", &reading.affix.behind)] {
        if !text.is_empty() {
            let _ = write!(html, " data-{name}=\"{}\"", escape(text));
        }
    }
    if let Some(decimals) = reading.decimals {
        let _ = write!(html, " data-d={decimals}");
    }
    if let Some(power) = reading.scale {
        let _ = write!(html, " data-e={power}");
    }
    if reading.adds_up {
        html.push_str(" data-x=1");
    }
    if reading.percent {
        html.push_str(" data-p=1");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::reading_html;
    use crate::document::Reading;
    use crate::text::Affix;

    #[test]
    fn what_is_not_there_is_not_written() {
        let mut reading = Reading {
            categories: vec![0, 1],
            series: None,
            value: 3,
            share: None,
            arrangement: "tree",
            adds_up: false,
            percent: false,
            affix: Affix::default(),
            decimals: None,
            scale: None,
        };
        assert_eq!(
            reading_html(&reading),
            " data-c=\"0 1\" data-v=3 data-a=tree"
        );
        reading.series = Some(2);
        reading.share = Some(4);
        reading.affix.before = "\"$".to_owned();
        reading.affix.behind = "\u{a0}GB".to_owned();
        reading.decimals = Some(2);
        reading.scale = Some(6);
        reading.adds_up = true;
        reading.percent = true;
        assert_eq!(
            reading_html(&reading),
            " data-c=\"0 1\" data-v=3 data-a=tree data-s=2 data-h=4 data-b=\"&quot;$\" data-u=\"\u{a0}GB\" data-d=2 data-e=6 data-x=1 data-p=1"
        );
    }
}
