//! Filters and calls of a template. In: one use. Out: the kind of its result. Reported: filters,
//! methods and columns that do not exist, and filters that format a number as the wrong kind.

use super::arguments::enumeration;
use super::quantities::{Quantity, misfit, of_column};
use super::{Finding, Kind, LEFT, Walk, range};
use crate::diagnostic::{Code, Severity, allowed, nearest};
use crate::report::Told;
use crate::sql::Type;
use crate::template::api::Method;
use crate::template::expression::written as expression_text;
use crate::template::filters::{ListResult, NumberKind, Subject, filter_names, subject};
use crate::template::language::{ColumnArgument, FILTERS, Gives, language_filter};
use minijinja::machinery::Span;
use minijinja::machinery::ast::{Call, CallArg, Expr, Filter, Spanned};
use minijinja::value::ValueKind;

/// Decimals of `percent` and `shares` without a number.
const DECIMALS: u8 = 1;

/// What a filter makes of numbers and rows, and how it is reported a column; none for one that does not exist.
fn effect(name: &str) -> Option<(Gives, ColumnArgument)> {
    let given = |made| match made {
        ListResult::Some => Gives::Rows,
        ListResult::Text => Gives::Other,
    };
    Some(match subject(name) {
        Some(Subject::Rows(made)) => (given(made), ColumnArgument::First),
        Some(Subject::List(made)) => (given(made), ColumnArgument::None),
        Some(Subject::Written(_) | Subject::Counted | Subject::Phrase | Subject::Word) => {
            (Gives::Other, ColumnArgument::None)
        }
        None => language_filter(name).map(|filter| (filter.gives, filter.column))?,
    })
}

/// What a filter makes of the texts of a column.
fn of_texts(gives: Gives, breakdown: &str, column: &str) -> Kind {
    let (breakdown, column) = (breakdown.to_owned(), column.to_owned());
    match gives {
        Gives::Rows => Kind::Texts(breakdown, column),
        Gives::Row => Kind::Text(Some(breakdown), column),
        Gives::Count => Kind::Number(Quantity::Amount),
        Gives::OfColumn | Gives::SameNumber | Gives::Number | Gives::Other => Kind::Any,
    }
}

/// How many of the filters of numbers a message names: those that only write them.
const FIRST_OF_NUMBERS: usize = 7;

impl Walk<'_> {
    /// A filter behind a value of a kind. Out: the kind of what it makes.
    pub(super) fn filter(&mut self, it: &Spanned<Filter<'_>>, input: &Kind) -> Kind {
        let made = self.filtered(it, input);
        enumeration(it.name).unwrap_or(made)
    }

    fn filtered(&mut self, it: &Spanned<Filter<'_>>, input: &Kind) -> Kind {
        let (name, arguments, span) = (it.name, it.args.as_slice(), it.span());
        let (gives, column_argument) = effect(name).unwrap_or_else(|| {
            let known = || filter_names().chain(FILTERS.iter().map(|filter| filter.name));
            let message = format!("there is no filter `{name}`");
            let hint = nearest(name, known()).unwrap_or_else(|| {
                let is_of_numbers =
                    |name: &&str| matches!(subject(name), Some(Subject::Written(_)));
                let of_numbers = filter_names().filter(is_of_numbers).take(FIRST_OF_NUMBERS);
                match input {
                    Kind::Number(_) => format!(
                        "a number is written with {}; docs/reference.md lists all filters",
                        allowed(of_numbers)
                    ),
                    _ => "docs/reference.md lists the filters".to_owned(),
                }
            });
            self.unknown(name, span, message, vec![hint]);
            (Gives::Other, ColumnArgument::None)
        });
        if name == "format" {
            self.formats(it, input);
        } else {
            self.arguments(arguments);
        }
        self.is_of_a_currency(it);
        self.letters_of(it, input);
        if let Kind::Numbers(quantity) = input {
            return self.numbers(it, gives, *quantity);
        }
        if let Kind::Number(quantity) = input {
            let value = it.expr.as_ref().map_or_else(String::new, expression_text);
            self.added(it, (name, 0), *quantity, &value);
            if matches!(name, "lead" | "times") {
                self.held_against(input, (name, span), arguments);
            }
            return self.written(name, gives, *quantity, it.expr.as_ref(), span);
        }
        self.no_part_of_a_text(input, span);
        if let Kind::Written(metric) = input {
            self.written_again(name, metric, span);
        }
        self.sorts(name, input, span);
        if let Kind::Texts(breakdown, column) = input {
            return of_texts(gives, breakdown, column);
        }
        let (Kind::Frame(breakdown, _) | Kind::Rows(breakdown)) = input else {
            return Kind::Any;
        };
        let mut of_column = Kind::Any;
        for argument in arguments {
            let (by_position, value) = match argument {
                CallArg::Pos(value) => (true, value),
                CallArg::Kwarg("attribute", value) => (false, value),
                _ => continue,
            };
            let names_column = match column_argument {
                ColumnArgument::None => false,
                ColumnArgument::First => by_position,
                ColumnArgument::Named => !by_position,
                ColumnArgument::Either => true,
            };
            if names_column && let Some(column) = value.as_const() {
                for column in column.as_str().unwrap_or_default().split(',') {
                    let column = column.trim();
                    // Rows without a value never lead.
                    if matches!(name, "selectattr" | "rejectattr" | "leaders") {
                        self.selects_by(breakdown, column);
                    }
                    of_column = self.column(breakdown, column, value.span());
                    self.sorts(name, &of_column, span);
                    if name == "sum" {
                        self.sum_of_parts(breakdown, column, value.span());
                    }
                }
            }
            if by_position {
                // After a column come a test and its value.
                break;
            }
        }
        if matches!(name, "selectattr" | "rejectattr") {
            self.selected_in_order(&of_column, arguments);
        }
        if name == "shares" {
            self.enumerated(breakdown, it);
        }
        if name == "leaders" && arguments.is_empty() {
            self.has_a_share(breakdown, it);
        }
        match gives {
            Gives::Rows => Kind::Rows(breakdown.clone()),
            Gives::Row => Kind::Row(breakdown.clone()),
            Gives::Count => Kind::Number(Quantity::Amount),
            Gives::OfColumn => of_column,
            Gives::Other if name == "map" => match of_column {
                Kind::Text(Some(breakdown), column) => Kind::Texts(breakdown, column),
                other => other.quantity().map_or(Kind::Any, Kind::Numbers),
            },
            Gives::SameNumber | Gives::Number | Gives::Other => Kind::Any,
        }
    }

    /// A column that is added up over rows although its numbers do not add up.
    fn sum_of_parts(&mut self, breakdown: &str, column: &str, span: Span) {
        let known = self.known.breakdowns.get(breakdown);
        if !known.is_some_and(|it| it.apart.contains(column)) {
            return;
        }
        self.found.findings.push(Finding {
            range: range(span),
            code: Code::SUM_OF_PARTS,
            severity: Severity::Warning,
            message: format!(
                "`{column}` of breakdown `{breakdown}` does not add up: it is a mean or a ratio"
            ),
            unknown: None,
            hints: vec![format!(
                "take a metric with `measure: {column}`, or `{breakdown}.total().{column}` with `total: true` of the breakdown"
            )],
        });
    }

    /// A filter of a list of numbers; `map('integer')` passes each through another filter.
    fn numbers(&mut self, it: &Spanned<Filter<'_>>, gives: Gives, quantity: Quantity) -> Kind {
        match gives {
            Gives::Rows => Kind::Numbers(quantity),
            Gives::Row | Gives::OfColumn => Kind::Number(quantity),
            Gives::Count => Kind::Number(Quantity::Amount),
            Gives::Other if it.name == "map" => {
                let Some(CallArg::Pos(filter)) = it.args.first() else {
                    return Kind::Any;
                };
                let constant = filter.as_const();
                let Some(name) = constant.as_ref().and_then(minijinja::Value::as_str) else {
                    return Kind::Any;
                };
                let Some((gives, _)) = effect(name) else {
                    return Kind::Any;
                };
                let value = it.expr.as_ref().map_or_else(String::new, expression_text);
                self.added(it, (name, 1), quantity, &value);
                let of_each = self.written(name, gives, quantity, it.expr.as_ref(), filter.span());
                of_each.quantity().map_or(Kind::Any, Kind::Numbers)
            }
            Gives::SameNumber | Gives::Number | Gives::Other => Kind::Any,
        }
    }

    /// The column that `shares` formats in percent: the one that it names, or the first share.
    pub(super) fn enumerated(&mut self, breakdown: &str, it: &Spanned<Filter<'_>>) {
        let named = it
            .args
            .iter()
            .enumerate()
            .find_map(|(at, argument)| match argument {
                CallArg::Pos(value) if at == 1 => Some(value),
                CallArg::Kwarg("share", value) => Some(value),
                _ => None,
            });
        let columns = self.known.breakdowns[breakdown].columns.clone();
        let first = || columns.cells().iter().find(|column| column.is_share());
        let name = named.and_then(Expr::as_const);
        let column = match &name {
            Some(name) => columns.get(name.as_str().unwrap_or_default()),
            None => first(),
        };
        if let Some(column) = column
            && let Some(quantity) = of_column(column)
        {
            self.added(it, ("shares", 2), quantity, &column.name);
        }
        match named {
            Some(value) => {
                let Some(column) = value.as_const() else {
                    return;
                };
                let name = column.as_str().unwrap_or_default();
                let kind = self.column(breakdown, name, value.span());
                if let Some(quantity) = kind.quantity()
                    && let Some((message, hint)) =
                        misfit("shares", NumberKind::Share, quantity, name)
                {
                    self.error(value.span(), message, vec![hint.to_owned()]);
                }
            }
            None => self.has_a_share(breakdown, it),
        }
    }

    /// Rows of a breakdown before a filter that takes their first share, where no column is named.
    fn has_a_share(&mut self, breakdown: &str, it: &Spanned<Filter<'_>>) {
        let columns = self.known.breakdowns[breakdown].columns.clone();
        if columns.all().is_empty() || columns.cells().iter().any(crate::report::Column::is_share) {
            return;
        }
        let message = format!("rows of breakdown `{breakdown}` have no share");
        let of = format!("breakdown `{breakdown}`");
        let number = columns
            .values()
            .iter()
            .find(|it| it.value_type.is_numeric());
        let hint = columns.switch(&of).unwrap_or_else(|| match (it.name, number) {
            ("leaders", Some(column)) => {
                let written = match column.value_type {
                    Type::Integer => "\"integer\"",
                    _ => "\"decimal\", 1",
                };
                format!("name a column of numbers, and how it is written: `leaders(\"{}\", {written})`", column.name)
            }
            _ => "shares are of sums and counts: a mean, a least or a greatest value is no part of a whole, `|list` names rows without their numbers".to_owned(),
        });
        let place = self.word(it.name, it.span());
        self.error_at(place, message, vec![hint]);
    }

    /// A share that adds up before a filter that rounds it, whose argument at a position is the number of decimals; other
    /// decimals than those with which it is rounded already are an error.
    fn added(
        &mut self,
        it: &Spanned<Filter<'_>>,
        (filter, at): (&str, usize),
        quantity: Quantity,
        value: &str,
    ) {
        let Some(decimals) = quantity.added_decimals() else {
            return;
        };
        if !matches!(filter, "percent" | "shares") {
            return;
        }
        let mut arguments = it.args.iter().enumerate();
        let given = arguments.find_map(|(position, argument)| match argument {
            CallArg::Pos(value) if position == at => Some(value),
            CallArg::Kwarg("n", value) => Some(value),
            _ => None,
        });
        let written = match given {
            Some(given) => given.as_const().and_then(|it| u8::try_from(it).ok()),
            None => Some(DECIMALS),
        };
        if written == Some(decimals) {
            return;
        }
        let with = match written {
            Some(1) => "1 decimal".to_owned(),
            Some(written) => format!("{written} decimals"),
            None => "decimals that only the run knows".to_owned(),
        };
        let message = format!(
            "`{filter}` writes {with}, and `{value}` is rounded to {decimals}, so that the shares of its breakdown add up"
        );
        let hint = format!(
            "write {decimals}, or set `add_up` of the breakdown to the decimals that are wanted"
        );
        self.found.findings.push(Finding {
            range: self.word(it.name, it.span()),
            code: Code::ADDED_DECIMALS,
            severity: Severity::Error,
            message,
            unknown: None,
            hints: vec![hint],
        });
    }

    /// A number before a filter; a filter for the wrong kind of number is an error.
    pub(super) fn written(
        &mut self,
        filter: &str,
        gives: Gives,
        quantity: Quantity,
        value: Option<&Expr<'_>>,
        span: Span,
    ) -> Kind {
        let expression = value.map_or_else(String::new, expression_text);
        if let Some(Subject::Written(wanted)) = subject(filter)
            && let Some((message, hint)) = misfit(filter, wanted, quantity, &expression)
        {
            let place = self.word(filter, span);
            self.error_at(place, message, vec![hint.to_owned()]);
        }
        if let Quantity::Hundredfold { in_points } = quantity
            && let Some(Subject::Written(NumberKind::Share | NumberKind::Points)) = subject(filter)
        {
            let place = self.word(filter, span);
            self.multiplied_again(Some(filter), in_points, value, place);
        }
        match gives {
            Gives::SameNumber => Kind::Number(quantity),
            _ => Kind::Any,
        }
    }

    /// A filter of numbers behind the text of one. `signed` puts a sign before that.
    fn written_again(&mut self, filter: &str, metric: &str, span: Span) {
        if matches!(subject(filter), Some(Subject::Written(_))) && filter != "signed" {
            let message =
                format!("`{filter}` writes a number, and `formatted.{metric}` is already written");
            let hint = format!("`metrics.{metric}|{filter}`, or `formatted.{metric}` alone");
            let place = self.word(filter, span);
            self.error_at(place, message, vec![hint]);
        }
    }

    pub(super) fn call(&mut self, call: &Call<'_>) -> Kind {
        if self.is_no_function(call) {
            return Kind::Any;
        }
        if let Expr::GetAttr(method) = &call.expr {
            let of = self.kind(&method.expr);
            if self.is_no_method(&of, call) {
                return Kind::Any;
            }
            if let Kind::Frame(breakdown, depth) = of {
                let asked = Method::of(method.name);
                if asked.is_none() {
                    let message = format!(
                        "a breakdown has no `{}()`, there are `has(code)`, `others()`, `missing()`, `total()`, `left()`",
                        method.name
                    );
                    let hint = nearest(method.name, Method::names()).unwrap_or_else(|| {
                        "`has('code')` says whether there is a row of the code".to_owned()
                    });
                    self.unknown(method.name, method.span(), message, vec![hint]);
                }
                if let (Some(Method::Has), [CallArg::Pos(code)]) = (asked, call.args.as_slice())
                    && let Some(code) = code.as_const()
                {
                    let of = self.slice(method.expr.span());
                    let levels = &self.known.breakdowns[&breakdown].by;
                    let is_of_texts = levels.get(depth).is_some_and(|level| level.texts);
                    if is_of_texts && code.kind() == ValueKind::Number {
                        let message = format!(
                            "the codes of `{of}` are texts, and {code} is a number, which is a position in it and no code"
                        );
                        let hint = format!("write `{of}.has('{code}')`, and `{of}['{code}']`");
                        self.error(method.span(), message, vec![hint]);
                    }
                    let of = self.place(&breakdown, depth, &of);
                    let code = code
                        .as_str()
                        .map_or_else(|| code.to_string(), str::to_owned);
                    self.asked.insert((of, code));
                }
                if asked == Some(Method::Total) {
                    self.total(&breakdown, depth, method.name, method.span());
                }
                self.arguments(&call.args);
                if asked == Some(Method::Left) {
                    return self.left(&breakdown, method.name, method.span());
                }
                return match asked {
                    Some(Method::Has | Method::Left) => Kind::Any,
                    Some(Method::Others | Method::Missing | Method::Total) | None => {
                        Kind::Row(breakdown)
                    }
                };
            }
        } else if let Kind::Macro(of) = self.kind(&call.expr) {
            self.called(of, call);
            return Kind::Any;
        }
        self.arguments(&call.args);
        Kind::Any
    }

    /// `by_type.total()`: only a breakdown that asks for it has one, as a whole.
    fn total(&mut self, breakdown: &str, depth: usize, name: &str, span: Span) {
        let known = self.known.breakdowns.get(breakdown);
        let (message, hint) = match known {
            Some(known) if !known.total && !known.columns.all().is_empty() => (
                format!("breakdown `{breakdown}` has no total"),
                format!("say `total: true` in breakdown `{breakdown}`"),
            ),
            Some(_) if depth > 0 => (
                format!("the total is of breakdown `{breakdown}` as a whole"),
                format!("`{breakdown}.total()`; that of a part is a breakdown of its own"),
            ),
            _ => return,
        };
        let place = self.word(name, span);
        self.error_at(place, message, vec![hint]);
    }

    /// `by_type.left()`: rows of the period before.
    fn left(&mut self, breakdown: &str, name: &str, span: Span) -> Kind {
        let place = self.word(name, span);
        let left = format!("{breakdown}{LEFT}");
        if self.known.breakdowns.contains_key(&left) {
            let told = Told::Breakdown(breakdown.to_owned());
            self.number_of_change("left()", told, place);
            return Kind::Rows(left);
        }
        let known = self.known.breakdowns.get(breakdown);
        if known.is_some_and(|known| !known.columns.all().is_empty()) {
            let message =
                format!("no row leaves breakdown `{breakdown}`: there is no period before");
            let hint = "columns of change and rows that left come with `periods`".to_owned();
            self.error_at(place, message, vec![hint]);
        }
        Kind::Any
    }

    /// Notes that `by_type["company"] is defined` tests for the row.
    pub(super) fn asked_for(&mut self, expression: &Expr<'_>) {
        let (of, code) = match expression {
            Expr::GetItem(it) => (&it.expr, it.subscript_expr.as_const()),
            Expr::GetAttr(it) => (&it.expr, Some(minijinja::Value::from(it.name))),
            _ => return,
        };
        if let Some(code) = code.as_ref().and_then(minijinja::Value::as_str) {
            let text = self.slice(of.span());
            let place = match self.kind(of) {
                Kind::Frame(breakdown, depth) => self.place(&breakdown, depth, &text),
                _ => text,
            };
            self.asked.insert((place, code.to_owned()));
        }
    }
}
