//! Lines and words at rows of bars in a page. In: annotations with their places, how far the bars reach. Out: the elements
//! that stand between and beside the rows.
//!
//! A line at a value goes through all rows, below its words; one between two rows is a row itself, as are words that have no
//! room beside their bar. A bracket stands beside its rows, and below the last of them in a figure that is not that wide. All of them are
//! elements of the list, so that rows make room for them at every width.

use crate::chart::annotation::{Annotation, Target};
use crate::chart::bars::html_frame::{Frame, WIDER};
use crate::chart::html::fit::bold;
use crate::chart::html::fraction;
use crate::chart::layout::text_measure::{Weight, widest, wrap};
use crate::chart::svg::markup::escaped;
use std::fmt::Write as _;
use std::ops::Range;

/// Sizes of text in the style of the page: words, and what is written large before them.
pub(crate) const WORDS: f64 = 13.0;
pub(crate) const LARGE: f64 = 22.0;
/// Width of the words at a bracket at most.
const BRACKET_WORDS: f64 = 150.0;
/// From what stands behind the bars to a bracket, and from there to its words.
const TO_BRACKET: f64 = 8.0;
const TO_WORDS: f64 = 16.0;
/// Bars beside a bracket have at least so much room.
const LEAST: f64 = 160.0;

/// How far the bars of a category and what stands behind them reach.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    /// The end of its longest bar, as a part of the plot.
    pub(crate) end: f64,
    /// The width of what stands behind it.
    pub(crate) behind: f64,
}

/// A bracket over several categories.
#[derive(Debug)]
pub(crate) struct Bracket<'data> {
    /// Its categories.
    pub(crate) over: Range<usize>,
    /// What it says.
    pub(crate) annotation: &'data Annotation,
    /// How far its bars reach; none if it has no room beside them.
    pub(crate) beside: Option<Reach>,
}

/// The lines and words of a list.
#[derive(Debug, Default)]
pub(crate) struct Notes<'data> {
    /// Lines at values, as parts of the plot.
    pub(crate) levels: Vec<(f64, &'data Annotation)>,
    /// Lines before a category.
    pub(crate) cuts: Vec<(usize, &'data Annotation)>,
    /// Brackets.
    pub(crate) brackets: Vec<Bracket<'data>>,
    /// Words about one category.
    pub(crate) marks: Vec<(usize, &'data Annotation)>,
    /// Whether words about a category stand behind its bar, and not in a row of their own.
    pub(crate) behind: bool,
    /// Whether the bars are columns where brackets would stand beside rows.
    pub(crate) columns: bool,
}

impl<'data> Notes<'data> {
    /// Places annotations. Gives them with the room that brackets need behind the bars.
    pub(crate) fn place(
        annotations: &'data [Annotation],
        frame: &Frame,
        reaches: &[Reach],
        behind: bool,
    ) -> (Self, f64) {
        let mut notes = Self {
            behind,
            ..Self::default()
        };
        let mut beyond = 0.0_f64;
        for annotation in annotations {
            match &annotation.target {
                Target::Level(value) => {
                    let at = frame.part(*value);
                    if (0.0..=1.0).contains(&at) {
                        notes.levels.push((at, annotation));
                    }
                }
                Target::Before(at) => notes.cuts.push((*at, annotation)),
                Target::Range(over) if over.end <= reaches.len() => {
                    let needed = bracket_room(annotation, frame, &reaches[over.clone()]);
                    let overlaps =
                        |it: &Bracket<'_>| it.over.start < over.end && over.start < it.over.end;
                    let stands = needed.filter(|_| !notes.brackets.iter().any(overlaps));
                    if let Some((_, room)) = stands {
                        beyond = beyond.max(room);
                    }
                    notes.brackets.push(Bracket {
                        over: over.clone(),
                        annotation,
                        beside: stands.map(|(reach, _)| reach),
                    });
                }
                Target::Mark(at, _) => notes.marks.push((*at, annotation)),
                // These are of cells.
                Target::Range(_) | Target::BeforeRow(_) | Target::Cell(..) => {}
            }
        }
        (notes, beyond.ceil())
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.levels.is_empty()
            && self.cuts.is_empty()
            && self.brackets.is_empty()
            && self.marks.is_empty()
    }

    /// Whether brackets stand over the same categories.
    pub(crate) fn overlap(&self) -> bool {
        let mut brackets = self.brackets.iter().enumerate();
        brackets.any(|(at, one)| {
            let mut others = self.brackets[..at].iter();
            others.any(|it| it.over.start < one.over.end && one.over.start < it.over.end)
        })
    }

    /// The first category behind all that is written about single ones.
    pub(crate) fn end(&self) -> usize {
        let cuts = self.cuts.iter().map(|it| it.0 + 1);
        let marks = self.marks.iter().map(|it| it.0 + 1);
        let brackets = self.brackets.iter().map(|it| it.over.end);
        cuts.chain(marks).chain(brackets).max().unwrap_or(0)
    }

    /// The lowest line at a value.
    pub(crate) fn lowest(&self) -> f64 {
        let levels = self.levels.iter().map(|it| it.0);
        levels.fold(f64::INFINITY, f64::min)
    }

    /// The style of words about a category beside whose bar a bracket stands: they end before it.
    pub(crate) fn limit(&self, category: usize) -> String {
        if self.marks.iter().any(|it| it.0 == category) {
            self.before_bracket(|over| over.contains(&category))
        } else {
            String::new()
        }
    }

    /// The style of a line between rows beside which a bracket stands.
    fn cut_limit(&self, at: usize) -> String {
        self.before_bracket(|over| over.start < at && at < over.end)
    }

    fn before_bracket(&self, is_beside: impl Fn(&Range<usize>) -> bool) -> String {
        let mut beside = self.brackets.iter().filter(|it| is_beside(&it.over));
        match beside.find_map(|it| it.beside.filter(|_| !self.columns)) {
            Some(Reach { end, behind }) => {
                let end = fraction(end);
                format!("max-width:calc({end}*var(--p) + {behind}px)")
            }
            None => String::new(),
        }
    }

    /// Words that stand in a row of their own behind a category.
    fn rows_behind(&self, at: usize) -> impl Iterator<Item = &'data Annotation> + '_ {
        let marks = self
            .marks
            .iter()
            .filter(move |it| it.0 == at && !self.behind);
        marks.map(|it| it.1)
    }

    /// The lines of the grid at which the rows of categories begin.
    pub(crate) fn lines(&self, categories: usize) -> Vec<usize> {
        let mut line = 1 + self.levels.len();
        let mut lines = Vec::with_capacity(categories);
        for at in 0..categories {
            line += self.cuts.iter().filter(|it| it.0 == at).count();
            lines.push(line);
            let ended = |it: &&Bracket<'_>| it.over.end == at + 1 && it.beside.is_none();
            line += 1 + self.rows_behind(at).count() + self.brackets.iter().filter(ended).count();
        }
        lines
    }

    /// The lines at values. `more` says what else stands in the style of each.
    pub(crate) fn push_levels(&self, html: &mut String, more: impl Fn(usize) -> String) {
        for (index, (at, annotation)) in self.levels.iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = write!(
                html,
                "<li class=\"an lvl\" style=\"--v:{}{}\"><u></u><em>{}</em>",
                fraction(*at),
                more(index),
                escaped(&annotation.line())
            );
        }
    }

    /// The lines before a category.
    pub(crate) fn push_before(
        &self,
        html: &mut String,
        category: usize,
        more: impl Fn(usize) -> String,
    ) {
        for (index, (at, annotation)) in self.cuts.iter().enumerate() {
            if *at == category {
                let _ = write!(
                    html,
                    "<li class=\"an cut\"{}><u></u><em>{}</em>",
                    styled(&[self.cut_limit(category), more(index)]),
                    escaped(&annotation.line())
                );
            }
        }
    }

    /// The words behind the bar of a category.
    pub(crate) fn push_behind(&self, html: &mut String, category: usize) {
        let marks = self
            .marks
            .iter()
            .filter(|it| it.0 == category && self.behind);
        for (_, annotation) in marks {
            let _ = write!(html, "<em><u></u>{}</em>", escaped(&annotation.line()));
        }
    }

    /// The words in rows behind a category, and the brackets that end there. `lines` are those of the grid.
    pub(crate) fn push_after(
        &self,
        html: &mut String,
        category: usize,
        lines: &[usize],
        more: impl Fn(usize) -> String,
    ) {
        for annotation in self.rows_behind(category) {
            let _ = write!(
                html,
                "<li class=\"an said\"><em{}>{}</em>",
                styled(&[self.limit(category)]),
                escaped(&annotation.line())
            );
        }
        for (index, bracket) in self.brackets.iter().enumerate() {
            if bracket.over.end != category + 1 {
                continue;
            }
            let Some(first) = lines.get(bracket.over.start) else {
                continue;
            };
            let _ = match bracket.beside {
                Some(Reach { end, behind }) => write!(
                    html,
                    "<li class=\"an brk\" style=\"--r:{first}/{};--v:{};--w:{behind}px{}\">",
                    lines[category] + 1,
                    fraction(end),
                    more(index)
                ),
                None => write!(
                    html,
                    "<li class=\"an brk flat\" style=\"--v:1{}\">",
                    more(index)
                ),
            };
            html.push_str("<u></u><u></u><u></u>");
            if !bracket.annotation.value.is_empty() {
                let _ = write!(html, "<b>{}</b>", escaped(&bracket.annotation.value));
            }
            if !bracket.annotation.text.is_empty() {
                let _ = write!(html, "<em>{}</em>", escaped(&bracket.annotation.text));
            }
        }
    }
}

/// The attribute of some rules of style; empty without any.
pub(crate) fn styled(rules: &[String]) -> String {
    let rules: Vec<&str> = rules
        .iter()
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    if rules.is_empty() {
        return String::new();
    }
    format!(" style=\"{}\"", rules.join(";"))
}

/// How far the bars under a bracket reach, and the room that it needs behind the bars of the list; none if the bars would have
/// too little then.
fn bracket_room(annotation: &Annotation, frame: &Frame, rows: &[Reach]) -> Option<(Reach, f64)> {
    let end = rows.iter().map(|it| it.end).fold(0.0, f64::max);
    let behind = rows.iter().map(|it| it.behind).fold(0.0, f64::max);
    // Below zero the texts stand before the bars.
    let behind = if frame.is_below() { 0.0 } else { behind.ceil() };
    let lines = wrap(&annotation.text, WORDS, Weight::Regular, BRACKET_WORDS, 9);
    let words = widest(&lines, WORDS, Weight::Regular).max(bold(&annotation.value, LARGE));
    let needed = behind + TO_BRACKET + TO_WORDS + words + 4.0;
    let ends = if frame.is_below() { 0.0 } else { frame.ends };
    // Of a plot that is narrower by this room, what is left behind the bars and the room are as wide as needed.
    let plot = frame.plot(WIDER);
    let room = ((needed - ends - (1.0 - end) * plot) / end.max(0.01)).max(0.0);
    (plot - room >= LEAST).then_some((Reach { end, behind }, room))
}

#[cfg(test)]
mod tests {
    use crate::chart::annotation::{Annotation, Target};
    use crate::chart::bars::html::draw;
    use crate::chart::bars::model::{Arrangement, Bars, Category, Orientation};
    use crate::chart::color::Color;
    use crate::chart::model::{Common, Mark, ValueFormat};
    use crate::text::{Affix, Locale};

    fn note(target: Target, value: &str, text: &str) -> Annotation {
        Annotation {
            target,
            names: Vec::new(),
            value: value.to_owned(),
            text: text.to_owned(),
        }
    }

    fn html(orientation: Orientation, values: &[f64], annotations: Vec<Annotation>) -> String {
        let category = |(at, value): (usize, &f64)| Category {
            key: at.to_string(),
            label: format!("n{at}"),
            group: None,
            end_label: String::new(),
            marks: vec![Mark {
                key: String::new(),
                label: String::new(),
                slot: 0,
                value: *value,
                text: format!("{value}"),
                note: String::new(),
                color: Color {
                    red: 0,
                    green: 0,
                    blue: 0,
                },
                others: false,
                row: at,
            }],
            gap: false,
        };
        let bars = Bars {
            orientation,
            arrangement: Arrangement::Single,
            categories: values.iter().enumerate().map(category).collect(),
            slots: 1,
        };
        let common = Common {
            id: "b".to_owned(),
            title: String::new(),
            alternative: String::new(),
            locale: Locale::En,
            value_title: String::new(),
            category_title: String::new(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: true,
            legend: None,
            annotations,
            logarithmic: false,
            width: None,
            height: None,
        };
        draw(&common, &bars).html
    }

    const LYING: Orientation = Orientation::Horizontal;
    const STANDING: Orientation = Orientation::Vertical;

    #[test]
    fn a_bracket_stands_beside_its_rows_and_the_bars_leave_it_room() {
        let bracket = note(Target::Range(0..2), "75%", "for two");
        let html = html(LYING, &[8.0, 4.0, 2.0], vec![bracket]);
        // Its rows are the first two lines of the grid, and their longest bar is the longest of all.
        assert!(
            html.contains("<li class=\"an brk\" style=\"--r:1/3;--v:1;--w:"),
            "{html}"
        );
        assert!(
            html.contains("<u></u><u></u><u></u><b>75%</b><em>for two</em><li><span>n2</span>"),
            "{html}"
        );
        assert!(
            html.contains(" marked\"") && html.contains(";--f:"),
            "{html}"
        );
    }

    #[test]
    fn a_bracket_over_short_bars_has_its_room_behind_them() {
        let bracket = note(Target::Range(1..3), "", "for two");
        let html = html(LYING, &[8.0, 2.0, 1.0], vec![bracket]);
        assert!(
            html.contains("--r:2/4;--v:.25;") && !html.contains("--f:"),
            "{html}"
        );
    }

    #[test]
    fn a_second_bracket_over_the_same_rows_stands_below_them() {
        let brackets = vec![
            note(Target::Range(0..2), "", "one"),
            note(Target::Range(1..3), "", "other"),
        ];
        let html = html(LYING, &[8.0, 4.0, 2.0], brackets);
        assert_eq!(html.matches("class=\"an brk\"").count(), 1);
        assert!(
            html.ends_with(
                "<li class=\"an brk flat\" style=\"--v:1\"><u></u><u></u><u></u><em>other</em></ol>"
            ),
            "{html}"
        );
    }

    #[test]
    fn a_line_at_a_value_lengthens_the_axis_and_stands_before_the_rows() {
        let line = note(Target::Level(8.0), "", "eight");
        let html = html(LYING, &[4.0, 1.0], vec![line]);
        assert!(
            html.contains("<li class=\"an lvl\" style=\"--v:1\"><u></u><em>eight</em><li><span>n0</span><p><i class=\u{1}000000 style=--v:.5>"),
            "{html}"
        );
    }

    #[test]
    fn words_behind_a_bar_leave_room_for_its_bracket() {
        let words = |at| note(Target::Mark(at, None), "", "new <b>");
        let plain = html(LYING, &[4.0, 1.0], vec![words(1)]);
        assert!(
            plain.contains("<b>1</b><em><u></u>new &lt;b&gt;</em></p>"),
            "{plain}"
        );
        let both = vec![words(1), note(Target::Range(0..2), "", "two")];
        let both = html(LYING, &[4.0, 1.0], both);
        assert!(
            both.contains("<p style=\"max-width:calc(1*var(--p) + "),
            "{both}"
        );
    }

    #[test]
    fn words_at_bars_below_zero_are_a_row_and_count_as_a_line_of_the_grid() {
        let notes = vec![
            note(Target::Mark(0, None), "", "new"),
            note(Target::Before(1), "", "edge"),
            note(Target::Range(1..3), "", "two"),
        ];
        let html = html(LYING, &[4.0, -1.0, -2.0], notes);
        assert!(html.contains("<li class=\"an said\"><em>new</em><li class=\"an cut\"><u></u><em>edge</em><li><span>n1"), "{html}");
        // A bar, words, a line: the second bar is in the fourth line.
        assert!(html.contains("--r:4/6;"), "{html}");
    }

    #[test]
    fn columns_have_lines_at_their_places_and_words_above_them() {
        let notes = vec![
            note(Target::Level(2.0), "", "two"),
            note(Target::Before(1), "", "edge"),
            note(Target::Range(0..2), "75%", "half"),
            note(Target::Mark(3, None), "", "new"),
        ];
        let html = html(STANDING, &[4.0, 3.0, 2.0, 1.0], notes);
        assert!(html.contains("class=\"rows va short marked\""), "{html}");
        assert!(html.contains("--v:.5\"><u></u><em>two"), "{html}");
        assert!(html.contains("--b:.25;--l:"), "{html}");
        assert!(html.contains(";--s:0;--t:.5;--x:"), "{html}");
        assert!(html.contains(";--q:") && html.contains(";--u:"), "{html}");
    }

    #[test]
    fn brackets_take_no_room_beside_columns() {
        let notes = vec![
            note(Target::Range(0..2), "75%", "half"),
            note(Target::Mark(0, None), "", "new"),
        ];
        let html = html(STANDING, &[4.0, 3.0, 2.0, 1.0], notes);
        assert!(
            !html.contains("--f:") && !html.contains("max-width"),
            "{html}"
        );
    }

    #[test]
    fn columns_whose_words_do_not_fit_are_rows() {
        let long = "a word of a great many letters: internationalisation";
        let values = [1.0; 12];
        let notes = vec![note(Target::Mark(3, None), "", long)];
        assert!(!html(STANDING, &values, notes).contains(" va"));
        assert!(html(STANDING, &values, Vec::new()).contains(" va"));
    }
}
