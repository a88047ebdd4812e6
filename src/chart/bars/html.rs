//! Bars in a page. In: the bars of a model. Out: a list with an entry for each category: its name, its marks, its value.
//!
//! The same elements are rows at every width, or columns where these fit: the style decides. Lengths are parts of the
//! longest bar (`--v`), so that the plot may have any size. Every value stands beside its mark, which is why there is
//! no axis; where values are not written, or lengths are logarithms, there is one.

use crate::chart::bars::html_axis::{ending_width, push_axis};
use crate::chart::bars::html_columns::{Columns, HEIGHT};
use crate::chart::bars::html_frame::{Frame, endings};
use crate::chart::bars::html_names::push_name;
use crate::chart::bars::html_notes::{Notes, Reach, styled};
use crate::chart::bars::html_tail::{Bar, MANY, Tail, Widths, beyond_style, tail};
use crate::chart::bars::model::{Arrangement, Bars};
use crate::chart::bars::segments::{Segment, segments};
use crate::chart::html::fit::{classes, plain};
use crate::chart::html::paint::painted;
use crate::chart::html::{fraction, rows_attribute};
use crate::chart::model::{Common, HtmlDrawing};
use crate::chart::svg::markup::escaped;
use std::fmt::Write as _;

/// Size of labels on segments in the style of the page.
const ON_MARK: f64 = 11.5;

/// The bars of a page.
pub(crate) fn draw(common: &Common, bars: &Bars) -> HtmlDrawing {
    let list = List::new(common, bars, Frame::measure(common, &[bars]));
    let rows = rows_attribute(&list.rows());
    HtmlDrawing {
        // The script of the page lays out lengths that add up.
        kind: if common.logarithmic { "fixed" } else { "bars" },
        html: list.html(&rows, true),
    }
}

/// The entries with what they share.
pub(crate) struct List<'data> {
    common: &'data Common,
    bars: &'data Bars,
    /// The segments of each category.
    marks: Vec<Vec<Segment<'data>>>,
    frame: Frame,
    notes: Notes<'data>,
    columns: Option<Columns>,
}

impl<'data> List<'data> {
    pub(crate) fn new(common: &'data Common, bars: &'data Bars, mut frame: Frame) -> Self {
        let mut marks: Vec<Vec<Segment<'_>>> = vec![Vec::new(); bars.categories.len()];
        for segment in segments(bars) {
            marks[segment.category].push(segment);
        }
        let texts = bars.categories.iter().zip(&marks);
        let texts = texts.map(|(it, marks)| endings(common, bars.arrangement, it, marks));
        let texts: Vec<Vec<(&str, &str)>> = texts.collect();
        let reaches = marks.iter().zip(&texts).map(|(marks, texts)| {
            let ends = marks.iter().map(|it| frame.part(it.end.max(it.start)));
            let widths = texts.iter().map(|it| ending_width(it.0, it.1));
            Reach {
                end: ends.fold(0.0, f64::max),
                behind: widths.fold(0.0, f64::max),
            }
        });
        let reaches: Vec<Reach> = reaches.collect();
        let behind = !frame.is_below() && bars.arrangement != Arrangement::Grouped;
        let (mut notes, beyond) = Notes::place(&common.annotations, &frame, &reaches, behind);
        let columns = Columns::fit(common, bars, &frame, &notes, &texts);
        notes.columns = columns.is_some();
        if columns.is_none() {
            frame.beyond = beyond;
        }
        Self {
            common,
            bars,
            marks,
            frame,
            notes,
            columns,
        }
    }

    /// The rows of the table that the marks show, in their order.
    pub(crate) fn rows(&self) -> Vec<usize> {
        self.marks.iter().flatten().map(|it| it.mark.row).collect()
    }

    fn endings(&self, at: usize) -> Vec<(&'data str, &'data str)> {
        let category = &self.bars.categories[at];
        endings(
            self.common,
            self.bars.arrangement,
            category,
            &self.marks[at],
        )
    }

    /// The end of a list that is set in columns.
    fn tail(&self) -> Option<Tail> {
        let Frame {
            names,
            ends,
            beyond,
            ..
        } = self.frame;
        let single = self.bars.arrangement == Arrangement::Single
            && self.columns.is_none()
            && self.marks.iter().all(|it| it.len() <= 1);
        let is_plain = self.frame.groups <= 0.0
            && !self.frame.is_below()
            && self.common.value_labels
            && !self.common.logarithmic;
        if !single || !is_plain {
            return None;
        }
        let bars = (0..self.bars.categories.len()).map(|at| self.bar(at));
        let widths = Widths {
            names,
            ends,
            beyond,
        };
        let limits = (self.notes.end(), self.notes.lowest());
        tail(&bars.collect::<Vec<_>>(), widths, limits)
    }

    /// The list, with these attributes; `whole` if it has all bars of a chart.
    pub(crate) fn html(&self, attributes: &str, whole: bool) -> String {
        let mut html = String::new();
        let categories = self.bars.categories.len();
        let tail = self.tail().filter(|_| whole);
        let head = tail.as_ref().map_or(categories, |tail| tail.first);
        let style = self.style();
        // Writing to a string cannot fail.
        let _ = write!(
            html,
            "<ol class=\"{}\" style=\"{style}\"{attributes}>",
            self.classes()
        );
        let lines = self.notes.lines(categories);
        let columns = self.columns.as_ref();
        self.notes.push_levels(&mut html, |it| {
            columns.map_or_else(String::new, |c| c.level(it))
        });
        for at in 0..head {
            let part = |at: usize| at as f64 / categories as f64;
            self.notes.push_before(&mut html, at, |it| {
                columns.map_or_else(String::new, |columns| columns.cut(it, part(at)))
            });
            self.push_entry(&mut html, at);
            self.notes.push_after(&mut html, at, &lines, |it| {
                let over = &self.notes.brackets[it].over;
                let ends = [over.start, over.end].map(part);
                columns.map_or_else(String::new, |columns| columns.bracket(it, ends))
            });
        }
        if (!self.common.value_labels || self.common.logarithmic) && self.columns.is_none() {
            push_axis(&mut html, &self.frame.scale, self.common);
        }
        html.push_str("</ol>");
        if let Some(tail) = tail {
            let _ = write!(html, "<ol{}>", tail.attributes);
            for at in head..categories {
                self.push_entry(&mut html, at);
            }
            html.push_str("</ol>");
        }
        html
    }

    fn classes(&self) -> String {
        let mut classes = "rows".to_owned();
        if let Some(columns) = &self.columns {
            classes = format!("{classes} {}", columns.class);
        }
        let one_each = self.marks.iter().all(|it| it.len() <= 1);
        for (name, holds) in [
            ("short", self.frame.is_short()),
            ("below", self.frame.is_below()),
            (
                "parts",
                self.bars.arrangement != Arrangement::Single || !one_each,
            ),
            ("dense", self.bars.categories.len() > MANY),
            ("marked", !self.notes.is_empty()),
        ] {
            if holds {
                classes = format!("{classes} {name}");
            }
        }
        classes
    }

    fn style(&self) -> String {
        let frame = &self.frame;
        let mut style = format!("--n:{}px;--e:{}px", frame.names, frame.ends);
        style.push_str(&beyond_style(frame.beyond));
        if frame.groups > 0.0 {
            // Writing to a string cannot fail.
            let _ = write!(style, ";--g:{}px", frame.groups);
        }
        if let Some(columns) = &self.columns {
            for (name, size, usual) in [
                ('h', columns.height.round(), HEIGHT),
                ('q', columns.right, 0.0),
                ('u', columns.above, 0.0),
            ] {
                if (size - usual).abs() > 0.1 {
                    let _ = write!(style, ";--{name}:{size}px");
                }
            }
        }
        if frame.is_below() {
            let _ = write!(style, ";--z:{}", fraction(frame.part(0.0)));
        }
        style
    }

    /// What the end of a list has to know of a category with one bar at most.
    fn bar(&self, at: usize) -> Bar<'data> {
        let (value, note) = self.endings(at).first().copied().unwrap_or_default();
        let length = self.marks[at]
            .first()
            .map_or(0.0, |it| self.frame.part(it.end));
        Bar {
            length,
            value,
            note,
        }
    }

    fn push_entry(&self, html: &mut String, at: usize) {
        push_name(html, &self.bars.categories, at);
        let endings = self.endings(at);
        if self.bars.arrangement == Arrangement::Grouped {
            for (segment, (value, _)) in self.marks[at].iter().zip(endings) {
                html.push_str("<p>");
                self.push_mark(html, segment);
                let _ = write!(html, "<b>{}</b></p>", escaped(value));
            }
            if self.marks[at].is_empty() {
                html.push_str("<p></p>");
            }
            return;
        }
        let _ = write!(html, "<p{}>", styled(&[self.notes.limit(at)]));
        for segment in &self.marks[at] {
            self.push_mark(html, segment);
        }
        let (value, note) = endings.first().copied().unwrap_or_default();
        if !value.is_empty() {
            let _ = write!(html, "<b>{}</b>", escaped(value));
        }
        if !note.is_empty() {
            let _ = write!(html, "<small>{}</small>", escaped(note));
        }
        self.notes.push_behind(html, at);
        html.push_str("</p>");
    }

    fn push_mark(&self, html: &mut String, segment: &Segment<'_>) {
        let ends = [segment.start, segment.end].map(|it| self.frame.part(it));
        let size = (ends[1] - ends[0]).abs();
        let mut style = format!("--v:{}", fraction(size));
        if self.frame.is_below() {
            let _ = write!(style, ";--x:{}", fraction(ends[0].min(ends[1])));
        }
        let mut label = String::new();
        let mut shown = String::new();
        let category = &self.bars.categories[segment.category];
        if !segment.outside && self.common.value_labels && category.end_label != segment.mark.text {
            shown = self.label_classes(&segment.mark.text, size);
            if !shown.is_empty() {
                label = escaped(&segment.mark.text);
            }
        }
        let class = painted(segment.mark.color, &shown);
        let style = if style.contains(';') {
            format!("\"{style}\"")
        } else {
            style
        };
        let _ = write!(html, "<i{class} style={style}>{label}</i>");
    }

    /// Where a label of a segment fits.
    fn label_classes(&self, text: &str, size: f64) -> String {
        let wanted = plain(text, ON_MARK) + 6.0;
        let narrow = size * self.frame.narrow_plot() >= wanted;
        let mut classes = classes(narrow, |width| {
            size * self.frame.least_plot(width) >= wanted
        });
        if let Some(columns) = &self.columns
            && columns.band >= wanted
            && size * columns.height >= ON_MARK * 1.25
        {
            classes.push_str(if classes.is_empty() { "t" } else { " t" });
        }
        classes
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::bars::model::{Arrangement, Bars, Category, Orientation};
    use crate::chart::color::Color;
    use crate::chart::model::{Common, Mark, ValueFormat};
    use crate::text::{Affix, Locale};

    fn category(label: &str, values: &[f64]) -> Category {
        let mark = |(at, value): (usize, &f64)| Mark {
            key: at.to_string(),
            label: String::new(),
            slot: at,
            value: *value,
            text: format!("{value} M"),
            note: String::new(),
            color: Color {
                red: 0x27,
                green: 0x66,
                blue: 0xb0,
            },
            others: false,
            row: at,
        };
        Category {
            key: label.to_owned(),
            label: label.to_owned(),
            group: None,
            end_label: String::new(),
            marks: values.iter().enumerate().map(mark).collect(),
            gap: false,
        }
    }

    fn html(
        orientation: Orientation,
        arrangement: Arrangement,
        values: &[&[f64]],
        labels: bool,
    ) -> String {
        let categories = values.iter().enumerate();
        let bars = Bars {
            orientation,
            arrangement,
            categories: categories
                .map(|(at, values)| category(&format!("n{at}"), values))
                .collect(),
            slots: 1,
        };
        let common = Common {
            id: "b".to_owned(),
            title: String::new(),
            alternative: String::new(),
            locale: Locale::Fr,
            value_title: String::new(),
            category_title: String::new(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: labels,
            legend: None,
            annotations: Vec::new(),
            logarithmic: false,
            width: None,
            height: None,
        };
        draw(&common, &bars).html
    }

    #[test]
    fn a_bar_is_its_part_of_the_longest_and_its_value_stands_behind_it() {
        let html = html(
            Orientation::Horizontal,
            Arrangement::Single,
            &[&[4.0], &[1.0]],
            true,
        );
        assert!(
            html.contains(
                "<li><span>n1</span><p><i class=\u{1}2766b0 style=--v:.25></i><b>1 M</b></p>"
            ),
            "{html}"
        );
        assert!(
            html.contains("class=\"rows short\"") && html.contains("data-r=\"0 0\""),
            "{html}"
        );
    }

    #[test]
    fn segments_are_parts_of_the_longest_stack_and_say_their_value_where_it_fits() {
        // Of 8: 6 and 2, 1 and 1; a hundredth has room for no label.
        let stacks: [&[f64]; 2] = [&[6.0, 2.0], &[1.0, 0.01]];
        let html = html(Orientation::Horizontal, Arrangement::Stacked, &stacks, true);
        assert!(
            html.contains("style=--v:.75>6 M</i>") && html.contains("style=--v:.25>2 M</i>"),
            "{html}"
        );
        assert!(html.contains("style=--v:.001></i>"), "{html}");
    }

    #[test]
    fn shares_of_a_category_fill_its_row() {
        let html = html(
            Orientation::Horizontal,
            Arrangement::Normalized,
            &[&[1.0, 3.0]],
            true,
        );
        assert!(
            html.contains("style=--v:.25>") && html.contains("style=--v:.75>"),
            "{html}"
        );
    }

    #[test]
    fn bars_below_zero_start_where_zero_is() {
        // From −1 to 3: zero is at a quarter.
        let html = html(
            Orientation::Vertical,
            Arrangement::Single,
            &[&[3.0], &[-1.0]],
            true,
        );
        assert!(
            html.contains("--z:.25") && html.contains(" below"),
            "{html}"
        );
        assert!(
            html.contains("\"--v:.75;--x:.25\"") && html.contains("\"--v:.25;--x:0\""),
            "{html}"
        );
    }

    #[test]
    fn bars_that_stand_are_columns_from_where_their_names_fit() {
        let few: Vec<&[f64]> = vec![&[1.0]; 10];
        let many: Vec<&[f64]> = vec![&[1.0]; 40];
        assert!(
            html(Orientation::Vertical, Arrangement::Single, &few, true)
                .contains("class=\"rows va short")
        );
        assert!(!html(Orientation::Vertical, Arrangement::Single, &many, true).contains(" va"));
        assert!(!html(Orientation::Horizontal, Arrangement::Single, &few, true).contains(" va"));
    }

    #[test]
    fn many_bars_end_in_columns_of_the_same_scale() {
        let mut many = vec![vec![40.0]; 15];
        many.extend((0..25).map(|at| vec![f64::from(6 - at % 3)]));
        let many: Vec<&[f64]> = many.iter().map(Vec::as_slice).collect();
        let html = html(Orientation::Horizontal, Arrangement::Single, &many, true);
        // The longest of the end is 6 of 40.
        assert!(
            html.contains("<ol class=tail style=\"") && html.contains("--m:.15;"),
            "{html}"
        );
        assert_eq!(html.matches("<li>").count(), 40);
    }

    #[test]
    fn an_axis_stands_where_no_values_do() {
        let html = html(
            Orientation::Horizontal,
            Arrangement::Single,
            &[&[4.0], &[1.0]],
            false,
        );
        assert!(
            html.contains("<li class=axis>") && html.contains("<u style=--v:1>4</u>"),
            "{html}"
        );
        assert!(!html.contains("4 M"));
    }
}
