//! Names of categories to the left of horizontal bars, with the names of their groups. In: the
//! categories, the height of a row. Out: the width of the column and its drawing.

use crate::chart::bars::model::Category;
use crate::chart::layout::area::Area;
use crate::chart::layout::text_measure::{Weight, widest, width, wrap};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::category_row::Run;
use crate::chart::svg::element::Stroke;
use crate::chart::svg::group::Group;
use crate::chart::svg::heading::MARGIN;
use crate::chart::svg::label_batch::LabelBatch;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;

const GAP: f64 = 8.0;
/// Below this size, text is unreadable: names are thinned out instead.
const SMALLEST: f64 = 7.0;

/// The groups of categories in order; empty if no category has one.
pub(crate) fn runs(categories: &[Category]) -> Vec<Run<'_>> {
    let mut runs: Vec<(Option<&str>, Run<'_>)> = Vec::new();
    for (index, category) in categories.iter().enumerate() {
        let group = category.group.as_ref();
        let key = group.map(|(key, _)| key.as_str());
        match runs.last_mut() {
            Some((last, run)) if *last == key => run.end = index + 1,
            _ => {
                let label = group.map_or("", |(_, label)| label.as_str());
                runs.push((
                    key,
                    Run {
                        label,
                        start: index,
                        end: index + 1,
                    },
                ));
            }
        }
    }
    if runs.iter().all(|(key, _)| key.is_none()) {
        return Vec::new();
    }
    runs.into_iter().map(|(_, run)| run).collect()
}

/// The two columns of names, laid out.
pub(crate) struct CategoryColumn<'data> {
    categories: &'data [Category],
    runs: Vec<Run<'data>>,
    style: TextStyle,
    labels: Vec<Vec<String>>,
    group_width: f64,
    /// Every n-th name is printed.
    every: usize,
    /// Left edge of the plot.
    pub(crate) right: f64,
}

impl<'data> CategoryColumn<'data> {
    /// Measures the names for rows of `row` pixels in a chart `chart_width` wide.
    pub(crate) fn measure(
        categories: &'data [Category],
        row: f64,
        chart_width: f64,
        theme: &Theme,
    ) -> Self {
        let size = theme.label_size.min(row * 0.85).max(SMALLEST);
        let every = (SMALLEST * 1.15 / row.max(0.1)).ceil().max(1.0) as usize;
        let style = TextStyle::new(size, theme.ink).anchored(Anchor::End);
        let lines = ((row - 1.0) / (size * 1.1)).floor().clamp(1.0, 3.0) as usize;
        let runs = runs(categories);
        let longest = chart_width * if runs.is_empty() { 0.3 } else { 0.24 };
        let labels: Vec<_> = categories
            .iter()
            .map(|category| wrap(&category.label, size, Weight::Regular, longest, lines))
            .collect();
        let label_width = labels
            .iter()
            .map(|lines| widest(lines, size, Weight::Regular))
            .fold(0.0, f64::max);
        let group_width = runs
            .iter()
            .map(|run| width(run.label, size, Weight::Bold) + GAP)
            .fold(0.0, f64::max)
            .min(chart_width * 0.18);
        let right = MARGIN + group_width + label_width + GAP;
        Self {
            categories,
            runs,
            style,
            labels,
            group_width,
            every,
            right,
        }
    }

    /// Draws the names beside the rows of `area`, and a line between groups.
    pub(crate) fn draw(&self, canvas: &Canvas, area: Area, theme: &Theme) {
        let row = area.height / self.categories.len().max(1) as f64;
        let mut whole = LabelBatch::default();
        for (index, category) in self.categories.iter().enumerate().step_by(self.every) {
            let lines = &self.labels[index];
            let color = if category.is_rest() {
                theme.muted
            } else {
                theme.ink
            };
            let style = self.style.clone().colored(color);
            let height = self.style.size * 1.1;
            let middle = area.top + (index as f64 + 0.5) * row;
            let first = (
                area.left - GAP,
                middle - height * (lines.len().max(1) - 1) as f64 / 2.0,
            );
            if lines.iter().any(|line| line.ends_with('…')) {
                canvas.shortened(&category.label, lines, |canvas| {
                    canvas.lines(first, lines, &style, height);
                });
            } else {
                for (line, text) in lines.iter().enumerate() {
                    whole.push((first.0, first.1 + line as f64 * height), text, &style);
                }
            }
        }
        whole.draw(canvas, "categories");
        if self.runs.is_empty() {
            return;
        }
        let style = self.style.clone().anchored(Anchor::Start).bold();
        canvas.group(&Group::new().class("groups").text(&style), |canvas| {
            for run in &self.runs {
                self.draw_run(canvas, run, area, &style);
            }
        });
        let separators = Group::new().class("groups").stroke(theme.grid, 1.0);
        canvas.group(&separators, |canvas| {
            for run in self.runs.iter().skip(1) {
                let y = area.top + run.start as f64 * row;
                canvas.draw_on_page(&Stroke {
                    points: vec![(MARGIN, y), (area.right(), y)],
                });
            }
        });
    }

    fn draw_run(&self, canvas: &Canvas, run: &Run<'_>, area: Area, style: &TextStyle) {
        let row = area.height / self.categories.len().max(1) as f64;
        let height = style.size * 1.15;
        let space = (run.end - run.start) as f64 * row;
        let most = (space / height).floor().clamp(1.0, 3.0) as usize;
        let lines = wrap(
            run.label,
            style.size,
            Weight::Bold,
            self.group_width - GAP,
            most,
        );
        // Level with the first row, where readers look for the beginning of a group.
        let offset = if space < 1.5 * height * lines.len() as f64 {
            space / 2.0 - height * (lines.len().max(1) - 1) as f64 / 2.0
        } else {
            row.max(height) / 2.0
        };
        let first = (MARGIN, area.top + run.start as f64 * row + offset);
        canvas.shortened(run.label, &lines, |canvas| {
            canvas.lines(first, &lines, style, height);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::runs;
    use crate::chart::bars::model::Category;

    fn category(group: Option<&str>) -> Category {
        let group = group.map(|key| (key.to_owned(), key.to_uppercase()));
        Category {
            key: String::new(),
            label: String::new(),
            group,
            end_label: String::new(),
            marks: Vec::new(),
            gap: false,
        }
    }

    #[test]
    fn neighbours_of_one_group_stand_together() {
        let categories = [Some("a"), Some("a"), None, Some("b"), Some("a")].map(category);
        let found: Vec<_> = runs(&categories)
            .iter()
            .map(|run| (run.label, run.start, run.end))
            .collect();
        assert_eq!(found, [("A", 0, 2), ("", 2, 3), ("B", 3, 4), ("A", 4, 5)]);
        assert!(runs(&[category(None), category(None)]).is_empty());
    }
}
