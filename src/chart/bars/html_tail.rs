//! The end of a long list of bars in a page, which is set in several columns. In: length, value and note of each bar,
//! the widths of the list. Out: where the end begins, and its style; nothing where names would have no room.

use crate::chart::bars::html_frame::WIDER;
use crate::chart::html::fit::{WIDE, plain};
use crate::chart::html::fraction;

/// From this number of bars on, those behind the first may be set in columns.
pub(crate) const MANY: usize = 30;
/// At least so many bars are rows, and so many are set in columns.
const ROWS: usize = 15;
const COLUMNS: usize = 9;
/// The longest bar of the end, as a part of the plot.
const LONGEST: f64 = 0.3;
/// Room for a name, in pixels.
const NAME: f64 = 90.0;
/// Widths of figures, each with its number of columns, as the style has them.
const WIDTHS: [(f64, f64); 4] = [(WIDE, 2.0), (WIDER - 1.0, 2.0), (WIDER, 3.0), (1200.0, 3.0)];
const BETWEEN: f64 = 28.0;
const GAP: f64 = 8.0;
/// Sizes of values and notes in the style of the page.
const VALUE: f64 = 12.5;
const NOTE: f64 = 12.0;

/// A bar of a list: its part of the plot, and the texts behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bar<'text> {
    pub(crate) length: f64,
    pub(crate) value: &'text str,
    pub(crate) note: &'text str,
}

/// The end of a list.
#[derive(Debug, PartialEq)]
pub(crate) struct Tail {
    /// Its first bar.
    pub(crate) first: usize,
    /// The attributes of its element.
    pub(crate) attributes: String,
}

/// The widths of a list: its names, what stands behind its bars, brackets behind that.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Widths {
    pub(crate) names: f64,
    pub(crate) ends: f64,
    pub(crate) beyond: f64,
}

/// The end of a list of these widths. It has no bar before the place `from`, and none that reaches the part `line` of the plot.
pub(crate) fn tail(bars: &[Bar<'_>], widths: Widths, (from, line): (usize, f64)) -> Option<Tail> {
    let Widths {
        names,
        ends,
        beyond,
    } = widths;
    if bars.len() <= MANY {
        return None;
    }
    let long = bars
        .iter()
        .rposition(|bar| bar.length > LONGEST || bar.length >= line);
    let first = long.map_or(0, |at| at + 1).max(ROWS).max(from);
    let last = bars.len().checked_sub(COLUMNS)?;
    (first..=last).find_map(|first| {
        let bars = &bars[first..];
        let widest = |width: &dyn Fn(&Bar<'_>) -> f64| bars.iter().map(width).fold(0.0, f64::max);
        let longest = widest(&|bar| bar.length);
        // A word for a missing value stands where values do.
        let value = widest(&|bar| match bar.value {
            "" => plain(bar.note, NOTE),
            value => plain(value, VALUE),
        })
        .ceil();
        let note = widest(&|bar| match bar.value {
            "" => 0.0,
            _ => plain(bar.note, NOTE),
        })
        .ceil();
        let beside = if note > 0.0 {
            value + note + 3.0 * GAP
        } else {
            value + 2.0 * GAP
        };
        let has_room = |(width, columns): (f64, f64)| {
            let column = (width - BETWEEN * (columns - 1.0)) / columns;
            let beyond = if width < WIDER { 0.0 } else { beyond };
            column - beside - longest * (width - names - ends - beyond) >= NAME
        };
        WIDTHS.into_iter().all(has_room).then(|| {
            let (class, notes) = if note > 0.0 {
                ("\"tail notes\"", format!(";--s:{note}px"))
            } else {
                ("tail", String::new())
            };
            let longest = fraction(longest);
            let beyond = beyond_style(beyond);
            Tail {
                first,
                attributes: format!(
                    " class={class} style=\"--n:{names}px;--e:{ends}px{beyond};--m:{longest};--w:{value}px{notes}\""
                ),
            }
        })
    })
}

/// The style of a list with brackets behind its bars.
pub(crate) fn beyond_style(beyond: f64) -> String {
    if beyond > 0.0 {
        format!(";--f:{beyond}px")
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{Bar, Widths};

    const ANYWHERE: (usize, f64) = (0, f64::INFINITY);

    fn tail(bars: &[Bar<'_>], names: f64, ends: f64) -> Option<super::Tail> {
        let widths = Widths {
            names,
            ends,
            beyond: 0.0,
        };
        super::tail(bars, widths, ANYWHERE)
    }

    fn bars(lengths: impl Iterator<Item = f64>, note: &'static str) -> Vec<Bar<'static>> {
        let bar = |length| Bar {
            length,
            value: "1 M",
            note,
        };
        lengths.map(bar).collect()
    }

    #[test]
    fn the_end_begins_behind_the_last_long_bar() {
        let few = |many: i32| (0..many).map(|at| if at < 20 { 0.4 } else { 0.1 });
        let found = tail(&bars(few(40), ""), 100.0, 50.0).unwrap();
        assert_eq!(found.first, 20);
        assert!(
            found
                .attributes
                .starts_with(" class=tail style=\"--n:100px;--e:50px;--m:.1;--w:"),
            "{}",
            found.attributes
        );
        assert_eq!(tail(&bars(few(30), ""), 100.0, 50.0), None);
    }

    #[test]
    fn bars_of_similar_lengths_and_those_that_leave_no_room_for_names_are_rows() {
        let alike = (0..40).map(|at| 1.0 - f64::from(at) / 100.0);
        assert_eq!(tail(&bars(alike, ""), 100.0, 50.0), None);
        let short = || (0..40).map(|_| 0.1);
        assert!(tail(&bars(short(), ""), 100.0, 50.0).is_some());
        let long = "a note that leaves no room for any name";
        assert_eq!(tail(&bars(short(), long), 100.0, 50.0), None);
    }

    #[test]
    fn notes_have_a_column_and_the_word_for_a_missing_value_that_of_values() {
        let mut list = bars((0..40).map(|_| 0.1), "5 %");
        let found = tail(&list, 100.0, 50.0).unwrap();
        assert!(
            found.attributes.contains("class=\"tail notes\"") && found.attributes.contains(";--s:")
        );
        let value = |text: &str| {
            let (_, rest) = text.split_once("--w:").unwrap();
            let (digits, _) = rest.split_once("px").unwrap();
            digits.parse::<f64>().unwrap()
        };
        list[39] = Bar {
            length: 0.0,
            value: "",
            note: "absent",
        };
        let missing = tail(&list, 100.0, 50.0).unwrap();
        assert!(value(&missing.attributes) > value(&found.attributes));
    }

    #[test]
    fn the_end_begins_behind_what_annotations_are_about_and_below_their_lines() {
        let list = bars((0..40).map(|at| if at < 18 { 0.15 } else { 0.1 }), "");
        let widths = Widths {
            names: 100.0,
            ends: 50.0,
            beyond: 30.0,
        };
        let found = |from, line| super::tail(&list, widths, (from, line)).unwrap();
        assert_eq!(found(0, f64::INFINITY).first, 15);
        assert!(
            found(0, f64::INFINITY)
                .attributes
                .contains("--e:50px;--f:30px;")
        );
        assert_eq!(found(20, f64::INFINITY).first, 20);
        assert_eq!(found(0, 0.15).first, 18);
        // A line through the shortest bars, too.
        assert!(super::tail(&list, widths, (0, 0.1)).is_none());
    }
}
