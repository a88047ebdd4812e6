//! Functions, methods and formats of other languages in a template: `round(x, 1)`, `"{:.1f}".format(x)`. In: a call, or an operation
//! with a text. Reported: what there is not, with the filter that is meant behind the value that was given.

use super::quantities::filter_of;
use super::{Kind, Walk};
use crate::diagnostic::nearest;
use crate::sql::Type;
use crate::template::api::Global;
use crate::template::expression::{operand, written as expression_text};
use crate::template::filters::filter_names;
use crate::template::format_of_program::filter_of_format;
use crate::template::language::{FILTERS, FUNCTIONS};
use minijinja::machinery::ast::{BinOp, BinOpKind, Call, CallArg, Expr, Filter, Spanned};
use minijinja::value::ValueKind;

/// Functions of other languages that write a number or round it.
const OF_NUMBERS: [&str; 22] = [
    "arrondi",
    "as_character",
    "comma",
    "fixed",
    "float",
    "format",
    "formatC",
    "format_number",
    "formatNumber",
    "int",
    "number",
    "number_format",
    "numberFormat",
    "paste",
    "paste0",
    "prettyNum",
    "round",
    "sprintf",
    "str",
    "string",
    "texte",
    "toFixed",
];

/// What to write where the kind of a value is not known.
const FILTERS_OF_NUMBERS: &str = "`|integer` of whole numbers, `|decimal(1)` of others, `|percent(1)` of shares, which are fractions of 1, `|currency(\"EUR\")` of money; `formatted.name` of a metric is written already";

/// A value that a call is given.
struct Given<'t, 'a> {
    value: &'t Expr<'a>,
    kind: Kind,
}

impl Walk<'_> {
    /// A call of a name that is no function here: reported, with the filter that is meant.
    pub(super) fn is_no_function(&mut self, call: &Call<'_>) -> bool {
        let Expr::Var(name) = &call.expr else {
            return false;
        };
        let is_known = FUNCTIONS.contains(&name.id)
            || Global::of(name.id).is_some()
            || self.known.breakdowns.contains_key(name.id)
            || self.known.wrong.contains(name.id)
            || self.scopes.iter().any(|scope| scope.contains_key(name.id));
        if is_known {
            return false;
        }
        let given = self.given(&call.args);
        let macros = self.scopes.iter().flatten();
        let macros = macros.filter(|(_, kind)| matches!(kind, Kind::Macro(_)));
        let hint = nearest(name.id, macros.map(|(name, _)| name.as_str()));
        let hint = hint.unwrap_or_else(|| instead_of(name.id, &given, first_digits(&call.args)));
        let message = format!(
            "there is no function `{}` in a template: filters stand behind a value",
            name.id
        );
        self.unknown(name.id, name.span(), message, vec![hint]);
        true
    }

    /// A method of a text or a number: reported, with the filter that is meant.
    pub(super) fn is_no_method(&mut self, of: &Kind, call: &Call<'_>) -> bool {
        let Expr::GetAttr(method) = &call.expr else {
            return false;
        };
        let text = method.expr.as_const();
        let text = text.as_ref().and_then(minijinja::Value::as_str);
        let hint = match (text, of) {
            (Some(format), _) => {
                let mut given = self.given(&call.args);
                if method.name == "format" {
                    of_format(format, given.first())
                } else {
                    let value = &method.expr;
                    let kind = Kind::Any;
                    given.insert(0, Given { value, kind });
                    instead_of(method.name, &given, None)
                }
            }
            (None, Kind::Frame(..) | Kind::Rows(_)) => {
                let Some(hint) = of_rows(&expression_text(&method.expr), method.name, &call.args)
                else {
                    return false;
                };
                self.arguments(&call.args);
                hint
            }
            (_, Kind::Number(_) | Kind::Written(_)) => {
                self.arguments(&call.args);
                written_by(&method.expr, of, first_digits(&call.args))
            }
            _ => return false,
        };
        let message = format!(
            "a value of a template has no method `{}()`: filters stand behind it",
            method.name
        );
        self.unknown(method.name, method.span(), message, vec![hint]);
        true
    }

    /// `"%.1f" % x`.
    pub(super) fn formats_like_a_program(&mut self, it: &BinOp<'_>, kind: &Kind) {
        let format = it.left.as_const();
        let format = format.as_ref().and_then(minijinja::Value::as_str);
        if let (BinOpKind::Rem, Some(format)) = (it.op, format) {
            let given = Given {
                value: &it.right,
                kind: kind.clone(),
            };
            let message = "`%` is the rest of a division, and no text is divided";
            let hint = of_format(format, Some(&given));
            self.error(it.left.span(), message, vec![hint]);
        }
    }

    /// `"%.1f"|format(x)` and `x|format`: digits as programs write them, whatever the language of the page.
    pub(super) fn formats(&mut self, it: &Spanned<Filter<'_>>, input: &Kind) {
        let format = it.expr.as_ref().and_then(Expr::as_const);
        let format = format.as_ref().and_then(minijinja::Value::as_str);
        let hint = match (format, it.expr.as_ref(), input) {
            (Some(format), ..) if filter_of_format(format).is_some() => {
                let given = self.given(&it.args);
                of_format(format, given.first())
            }
            (None, Some(value), Kind::Number(_) | Kind::Written(_)) => {
                self.arguments(&it.args);
                written_by(value, input, None)
            }
            _ => {
                for Given { value, kind } in self.given(&it.args) {
                    self.printed(&kind, value);
                }
                return;
            }
        };
        let message = "`format` writes digits as programs do, and no page has them so".to_owned();
        let place = self.word(it.name, it.span());
        self.error_at(place, message, vec![hint]);
    }

    /// The arguments without names, which are walked.
    fn given<'t, 'a>(&mut self, arguments: &'t [CallArg<'a>]) -> Vec<Given<'t, 'a>> {
        let mut given = Vec::new();
        for argument in arguments {
            match argument {
                CallArg::Pos(value) => given.push(Given {
                    value,
                    kind: self.kind(value),
                }),
                other => self.arguments(std::slice::from_ref(other)),
            }
        }
        given
    }
}

/// What to write instead of a value in the format of a program.
fn of_format(format: &str, given: Option<&Given<'_, '_>>) -> String {
    let filter = filter_of_format(format);
    match (filter, given) {
        (_, None) => format!("a filter writes a number: {FILTERS_OF_NUMBERS}"),
        // A format says how many digits there are, and the value whether it is a share.
        (Some(filter), Some(given)) if given.kind == Kind::Any => {
            format!("write `{}|{filter}`", operand(given.value))
        }
        (Some(filter), Some(given)) => written_by(given.value, &given.kind, digits_of(&filter)),
        (None, Some(given)) => written_by(given.value, &given.kind, None),
    }
}

/// What to write instead of a function of a name.
fn instead_of(name: &str, given: &[Given<'_, '_>], digits: Option<u8>) -> String {
    if matches!(name, "if" | "ifelse" | "if_else" | "iif" | "si") {
        return "write `{{ one if condition else other }}`".to_owned();
    }
    if matches!(name, "today" | "now" | "date" | "datetime" | "aujourdhui") && given.is_empty() {
        return "a report has no clock, so that it is the same tomorrow: a param has the day, `params.snapshot|date`".to_owned();
    }
    let is_value = |it: &&Given<'_, '_>| it.value.as_const().is_none();
    let Some(first) = given.iter().find(is_value).or(given.first()) else {
        return "`value|filter`; docs/reference.md lists the filters".to_owned();
    };
    let value = operand(first.value);
    if OF_NUMBERS.contains(&name) {
        let format = given.iter().find_map(|it| it.value.as_const());
        let format = format.as_ref().and_then(minijinja::Value::as_str);
        return match format {
            Some(format) => of_format(format, Some(first)),
            None if name == "int" => written_by(first.value, &first.kind, Some(0)),
            None => written_by(first.value, &first.kind, digits),
        };
    }
    if let Some(hint) = of_column(name, first.value) {
        return hint;
    }
    let filter = match name {
        "len" | "nrow" => "length",
        "sorted" => "sort",
        "toupper" | "majuscule" => "upper",
        "tolower" | "minuscule" => "lower",
        name => name,
    };
    let mut filters = filter_names().chain(FILTERS.iter().map(|filter| filter.name));
    if !filters.any(|known| known == filter) {
        return format!("`{value}|filter`; docs/reference.md lists the filters");
    }
    let others = given.iter().filter(|it| !std::ptr::eq(*it, first));
    let others: Vec<String> = others.map(|it| expression_text(it.value)).collect();
    match others.as_slice() {
        [] => format!("write `{value}|{filter}`"),
        others => format!("write `{value}|{filter}({})`", others.join(", ")),
    }
}

/// What to write for a method of tables of Python.
fn of_rows(rows: &str, method: &str, arguments: &[CallArg<'_>]) -> Option<String> {
    let count = first_digits(arguments).unwrap_or(5);
    Some(match method {
        "head" | "nlargest" => format!("the first rows are `{rows}[:{count}]`"),
        "tail" => format!("the last rows are `{rows}[-{count}:]`"),
        "iterrows" | "itertuples" => format!("the rows are `{{% for row in {rows} %}}`"),
        "sort_values" => format!("write `{rows}|sort(attribute=\"column\", reverse=true)`"),
        "sum" | "max" | "min" => format!("write `{rows}|{method}(attribute=\"column\")`"),
        "query" => format!("write `{rows}|selectattr(\"column\", \"gt\", 100)`"),
        _ => return None,
    })
}

/// `sum(by_type.downloads)`: what to write for a column of a breakdown.
fn of_column(name: &str, value: &Expr<'_>) -> Option<String> {
    if let Expr::Var(name_alone) = value
        && matches!(
            name,
            "sum" | "mean" | "avg" | "average" | "moyenne" | "median"
        )
    {
        return Some(format!(
            "numbers of all rows are metrics: `metrics: {{all: {{measure: {0}}}}}` of the measure `{0}`, and `formatted.all`",
            name_alone.id
        ));
    }
    let Expr::GetAttr(column) = value else {
        return None;
    };
    let Expr::Var(of) = &column.expr else {
        return None;
    };
    match name {
        _ if Global::of(of.id).is_some() => None,
        "sum" | "min" | "max" => Some(format!(
            "write `{}|{name}(attribute=\"{}\")`",
            of.id, column.name
        )),
        "mean" | "avg" | "average" | "moyenne" | "median" => Some(
            "means are computed of rows, by a measure: `measures: {mean: {sql: \"avg(column)\"}}`, and shown by a metric of it"
                .to_owned(),
        ),
        _ => None,
    }
}

/// What to write for a number with so many digits behind the point.
fn written_by(value: &Expr<'_>, kind: &Kind, digits: Option<u8>) -> String {
    let written = operand(value);
    match kind {
        Kind::Number(quantity) => {
            let has_fraction = digits.is_some_and(|digits| digits > 0);
            let kind = if has_fraction {
                Type::Number
            } else {
                Type::Integer
            };
            let filter = filter_of(*quantity, kind);
            let filter = match (digits, filter.split_once('(')) {
                (Some(digits), Some((name, _))) => format!("{name}({digits})"),
                _ => filter.to_owned(),
            };
            format!("write `{written}{filter}`")
        }
        Kind::Written(_) => format!("`{written}` is written already: write it alone"),
        _ => format!("write `{written}` with a filter: {FILTERS_OF_NUMBERS}"),
    }
}

/// The number of digits that a call gives.
fn first_digits(arguments: &[CallArg<'_>]) -> Option<u8> {
    let mut numbers = arguments.iter().filter_map(|argument| match argument {
        CallArg::Pos(value) | CallArg::Kwarg(_, value) => value.as_const(),
        _ => None,
    });
    let number = numbers.find(|value| value.kind() == ValueKind::Number)?;
    u8::try_from(number).ok()
}

/// The digits of a filter: 1 of `decimal(1)`.
fn digits_of(filter: &str) -> Option<u8> {
    let (_, digits) = filter.strip_suffix(')')?.split_once('(')?;
    digits.parse().ok()
}
