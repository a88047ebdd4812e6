//! Texts that a template puts in order letter by letter. In: comparisons, and filters that sort. Out: a warning for one that is compared
//! with what reads like a number, a version or a day, and the columns whose rows the run looks at.

use super::{Finding, Kind, SortedColumn, Walk, range};
use crate::diagnostic::{Code, Severity};
use crate::sql::Reading;
use minijinja::machinery::Span;
use minijinja::machinery::ast::{CallArg, Expr};

/// The tests of `select` that put values in order.
const TESTS_OF_ORDER: [&str; 8] = ["gt", "ge", "lt", "le", "greaterthan", "lessthan", ">", "<"];

impl Walk<'_> {
    /// Two sides of a comparison, of which one may be a text of a column and the other a text that is written down.
    pub(super) fn texts_in_order(
        &mut self,
        in_order: bool,
        (left, a): (&Expr<'_>, &Kind),
        (right, b): (&Expr<'_>, &Kind),
    ) {
        if in_order {
            self.text_beside(a, right);
            self.text_beside(b, left);
        }
    }

    /// `selectattr('version', 'gt', '1.9')`.
    pub(super) fn selected_in_order(&mut self, column: &Kind, arguments: &[CallArg<'_>]) {
        let [_, CallArg::Pos(test), CallArg::Pos(value)] = arguments else {
            return;
        };
        let test = test.as_const();
        let test = test.as_ref().and_then(minijinja::Value::as_str);
        if test.is_some_and(|test| TESTS_OF_ORDER.contains(&test)) {
            self.text_beside(column, value);
        }
    }

    fn text_beside(&mut self, kind: &Kind, other: &Expr<'_>) {
        let Kind::Text(breakdown, column) = kind else {
            return;
        };
        let name = match breakdown {
            Some(breakdown) => format!("`{column}` of breakdown `{breakdown}`"),
            None => format!("`metrics.{column}`"),
        };
        let constant = other.as_const();
        let Some(text) = constant.as_ref().and_then(minijinja::Value::as_str) else {
            return;
        };
        let Some(reading) = Reading::of(text) else {
            return;
        };
        let message = format!(
            "{name} is a text and is put in order with '{text}' letter by letter: {}",
            reading.example()
        );
        let hint = "ask it in SQL, of a number that is made of the text: a dimension, or a metric with `from` and `where`; HF0319 says how";
        self.found.findings.push(Finding {
            range: range(other.span()),
            code: Code::LETTER_ORDER,
            severity: Severity::Warning,
            message,
            unknown: None,
            hints: vec![hint.to_owned()],
        });
    }

    /// A filter that puts texts of a column in order: the rows of the run say whether it is the one that is meant.
    pub(super) fn sorts(&mut self, filter: &str, kind: &Kind, span: Span) {
        if let Kind::Text(Some(breakdown), column) | Kind::Texts(breakdown, column) = kind
            && matches!(filter, "sort" | "min" | "max")
        {
            self.found.sorted.push(SortedColumn {
                breakdown: breakdown.clone(),
                column: column.clone(),
                filter: filter.to_owned(),
                range: self.word(filter, span),
            });
        }
    }
}
