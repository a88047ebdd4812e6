//! What a template tells of change, and whether it asks first. In: names that tell how something was in the period
//! before, and the conditions around them. Out: warnings for those that a first period, or a row that has just
//! entered, leaves without a value.
//!
//! `{% if previous %}` asks whether there is a period before. `{% if row.downloads_change is not none %}` or the
//! bare `{% if row.downloads_change %}` asks for the value itself, and `row.entered` whether a row was there before;
//! both may be asked anywhere in the template, as `has` may for a code.

use super::{Finding, Walk};
use crate::diagnostic::{Code, Severity};
use crate::report::Told;
use crate::report::columns::tells_of_entry;
use minijinja::machinery::ast::{BinOpKind, Expr, UnaryOpKind};
use std::ops::Range;

/// What a template tells of change, as far as it was walked.
#[derive(Default)]
pub(super) struct Changes {
    /// How many conditions around ask for the period before.
    pub(super) asking: usize,
    /// Whether what is walked asks for a value instead of reading it.
    asks: bool,
    /// How often the template has asked.
    asked: usize,
    /// Breakdowns of whose rows it asks whether they were there before.
    entered: Vec<String>,
    /// Cells of rows that may be new.
    cells: Vec<(String, Finding)>,
}

impl Walk<'_> {
    /// A condition. Out: whether it asks for the period before, for what depends on it.
    pub(super) fn condition(&mut self, condition: &Expr<'_>) -> bool {
        let before = self.changes.asked;
        match condition {
            Expr::BinOp(it) if matches!(it.op, BinOpKind::ScAnd | BinOpKind::ScOr) => {
                let asks = self.condition(&it.left);
                self.when_asked(asks, |walk| walk.condition(&it.right));
            }
            Expr::UnaryOp(it) if matches!(it.op, UnaryOpKind::Not) => {
                self.condition(&it.expr);
            }
            Expr::Test(it) if matches!(it.name, "none" | "defined" | "undefined") => {
                self.asks_for(condition);
            }
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) => self.asks_for(condition),
            _ => {
                self.kind(condition);
            }
        }
        self.changes.asked > before
    }

    /// Walks an expression that asks whether there is a value.
    fn asks_for(&mut self, expression: &Expr<'_>) {
        let before = std::mem::replace(&mut self.changes.asks, true);
        self.kind(expression);
        self.changes.asks = before;
    }

    /// Walks what stands under a condition that asks, or does not.
    pub(super) fn when_asked<T>(&mut self, asks: bool, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.changes.asking += usize::from(asks);
        let walked = walk(self);
        self.changes.asking -= usize::from(asks);
        walked
    }

    /// `previous` stands here: in a condition it asks.
    pub(super) fn names_previous(&mut self, range: Range<usize>) {
        self.found.names_previous = true;
        if self.changes.asks {
            self.changes.asked += 1;
        } else {
            self.tells("previous", range);
        }
    }

    /// A column of change of a row, or whether the row is new.
    pub(super) fn cell_of_change(&mut self, breakdown: &str, column: &str, range: Range<usize>) {
        // Rows that left have nothing but what they were.
        let of_left = breakdown.strip_suffix(super::LEFT);
        let told = Told::Breakdown(of_left.unwrap_or(breakdown).to_owned());
        self.found.tells.insert(told);
        let asks_entered = tells_of_entry(column);
        if self.changes.asks || asks_entered {
            self.changes.entered.push(breakdown.to_owned());
        }
        if self.changes.asks && !asks_entered {
            self.changes.asked += 1;
            return;
        }
        self.tells(column, range.clone());
        if asks_entered || of_left.is_some() {
            return;
        }
        let hint = self.ask_for_cell(column, &range);
        let finding = Finding {
            range,
            code: Code::ROW_MAY_BE_NEW,
            severity: Severity::Warning,
            message: format!(
                "`{column}` has no value in a row of breakdown `{breakdown}` that has just entered, and the text does not ask"
            ),
            unknown: None,
            hints: vec![hint],
        };
        self.changes.cells.push((breakdown.to_owned(), finding));
    }

    /// How to ask for a cell of change: of its row as it is written, or of the rows where a filter names the column.
    fn ask_for_cell(&self, column: &str, range: &Range<usize>) -> String {
        let written = self.text.get(range.clone()).unwrap_or_default();
        if written.starts_with(['\'', '"']) {
            return format!(
                "take the rows that have it before: `|selectattr('{column}', 'ne', none)`"
            );
        }
        let before = self.text.get(..range.start).unwrap_or_default();
        let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.');
        let begins = before.trim_end_matches(is_part).len();
        let whole = self.text.get(begins..range.end).unwrap_or_default();
        let row = whole
            .strip_suffix(column)
            .and_then(|row| row.strip_suffix('.'));
        let row = row.filter(|row| !row.is_empty()).unwrap_or("row");
        format!(
            "ask for it: `{{% if {row}.{column} is not none %}}…{{% endif %}}`, or `{{% if {row}.entered %}}` what is said of a new one"
        )
    }

    /// How a metric has changed, or a number that is computed from such.
    pub(super) fn number_of_change(&mut self, name: &str, told: Told, range: Range<usize>) {
        self.found.tells.insert(told);
        if self.changes.asks {
            self.changes.asked += 1;
        } else {
            self.tells(name, range);
        }
    }

    /// A claim that tells of change: where that is not known it says nothing and does not hold, so that naming it
    /// in a condition does not ask.
    pub(super) fn claim_of_change(&mut self, name: &str, told: Told, range: Range<usize>) {
        self.found.tells.insert(told);
        self.tells(name, range);
    }

    /// What is known by the period before alone: in a condition it asks.
    pub(super) fn asks_of_before(&mut self, name: &str, range: Range<usize>) {
        self.found.names_previous = true;
        if self.changes.asks {
            self.changes.asked += 1;
        } else {
            self.tells(name, range);
        }
    }

    /// What has a value only where there is a period before.
    pub(super) fn tells(&mut self, name: &str, range: Range<usize>) {
        if self.changes.asking > 0 || self.known.asks {
            return;
        }
        self.found.findings.push(Finding {
            range,
            code: Code::NO_PREVIOUS_ASKED,
            severity: Severity::Warning,
            message: format!("the first period has no `{name}`, and the text does not ask"),
            unknown: None,
            hints: vec![
                "say it only where there is a period before: `{% if previous %}…{% endif %}` around it, or `when: previous` beside the section"
                    .to_owned(),
            ],
        });
    }

    /// A filter that takes the rows that have a value of a column: `selectattr('downloads_change')`.
    pub(super) fn selects_by(&mut self, breakdown: &str, column: &str) {
        if self.known.tells_change(breakdown, column) {
            self.changes.entered.push(breakdown.to_owned());
        }
    }

    /// Whether the template has asked for the period before anywhere.
    pub(super) fn has_asked(&self) -> bool {
        self.changes.asked > 0
    }

    /// Reports cells of rows that may be new where the template never asks, once a breakdown.
    pub(super) fn new_rows(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        let mut reported: Vec<String> = changes.entered;
        for (breakdown, finding) in changes.cells {
            if !reported.contains(&breakdown) {
                reported.push(breakdown);
                self.found.findings.push(finding);
            }
        }
    }
}
