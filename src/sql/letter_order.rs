//! Texts that are put in order letter by letter although they read like numbers, versions or days: as a text `'9'` is more than `'10'`.
//!
//! In: an expression, what its texts read like. Out: a warning where a text that is written down says so, the pairs that the rows
//! decide, and what to write instead.

use super::check::Reader;
use super::functions::{MEANT_KEY, MISORDERED};
use super::parse::plain;
use super::reading::Reading;
use super::{Aggregate, Expression, FilteredAggregate, Node, Type, Value};
use crate::diagnostic::{Code, Diagnostic, Location};
use sqlparser::ast::{Expr, Spanned};

/// By how much the part of a version counts more than the next one, at least.
const PART: u128 = 1000;

/// Two values that an expression puts in order as texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// What is compared.
    pub sides: [Node; 2],
    /// How it is written.
    pub written: [String; 2],
    /// Where it stands.
    pub location: Location,
}

impl Ordered {
    /// The first pair of texts, by their letters, whose letters say the contrary of what they read like.
    #[must_use]
    pub(crate) fn least_surprise(&self) -> Expression {
        let call = Node::Call(&MISORDERED, self.sides.to_vec());
        let pointer = self.location.pointer().unwrap_or_default();
        let inner = Expression {
            names: call.names(),
            node: call,
            kind: Type::Text,
            text: self.written.join(", "),
            pointer: pointer.to_owned(),
        };
        let least = FilteredAggregate {
            aggregate: Aggregate::Least(inner.clone()),
            filter: None,
        };
        Expression {
            node: Node::Aggregate(Box::new(least)),
            ..inner
        }
    }

    /// The warning, with two such texts of the rows.
    #[must_use]
    pub(crate) fn told(&self, (a, b): (&str, &str)) -> Diagnostic {
        let [left, right] = &self.written;
        let beside = |name: &str, text: &str| {
            format!("`{name}` is a text and is put in order with '{text}'")
        };
        let what = match &self.sides {
            [_, Node::Literal(Value::Text(text))] => beside(left, text),
            [Node::Literal(Value::Text(text)), _] => beside(right, text),
            _ => format!("`{left}` and `{right}` are texts and are put in order"),
        };
        let (more, less) = if a > b { (a, b) } else { (b, a) };
        let message = format!("{what} letter by letter: '{more}' is more than '{less}'");
        let literal = self.sides.iter().find_map(|side| match side {
            Node::Literal(Value::Text(text)) => Some(&**text),
            _ => None,
        });
        let text = telling(a, b);
        let reading = Reading::among_others(text);
        let columns = self
            .sides
            .iter()
            .filter(|side| !matches!(side, Node::Literal(_)));
        let hints = reading.iter().flat_map(|reading| {
            let columns = columns.clone();
            columns.map(|node| reading.with_literal(node, text, literal))
        });
        let mut hints: Vec<String> = hints.collect();
        hints.dedup();
        let mut warning = Diagnostic::warning(Code::LETTER_ORDER, message);
        warning.hints = hints;
        warning.at(self.location.clone())
    }
}

/// What an expression puts in order in a row, also inside of its aggregates; not what a warning before the run tells of.
#[must_use]
pub(crate) fn put_in_order(node: &Node) -> Vec<[&Node; 2]> {
    let mut found = match node {
        Node::Compare(comparison, parts) if comparison.is_of_order() => {
            let [a, b] = &**parts;
            vec![[a, b]]
        }
        Node::Between(parts) => {
            let [value, low, high] = &**parts;
            vec![[value, low], [value, high]]
        }
        Node::Call(entry, arguments) if matches!(entry.name, "greatest" | "least") => {
            let (first, others) = arguments.split_at(1.min(arguments.len()));
            let pairs = first
                .iter()
                .flat_map(|a| others.iter().map(move |b| [a, b]));
            pairs.collect()
        }
        _ => Vec::new(),
    };
    let is_told = |side: &Node| match side {
        Node::Literal(Value::Text(text)) => Reading::of(text).is_some(),
        side => !side.aggregates().is_empty(),
    };
    found.retain(|sides| !sides.iter().any(|side| is_told(side)));
    if let Node::Aggregate(aggregate) = node {
        let parts = aggregate.filter.iter().chain(aggregate.aggregate.value());
        found.extend(parts.flat_map(|part| put_in_order(&part.node)));
    }
    found.extend(node.parts().into_iter().flat_map(put_in_order));
    found
}

/// That one of two texts which tells more of how they are written: `1.10.0` beside `2`, `1,234` beside `987`.
#[must_use]
pub(crate) fn telling<'t>(a: &'t str, b: &'t str) -> &'t str {
    let signs = |text: &str| text.chars().filter(|sign| !sign.is_ascii_digit()).count();
    if signs(b) > signs(a) { b } else { a }
}

/// A text that begins with the order which is meant, of an expression that gives a text.
#[must_use]
pub(crate) fn meant_key_of(value: &Expression) -> Expression {
    Expression {
        node: Node::Call(&MEANT_KEY, vec![value.node.clone()]),
        ..value.clone()
    }
}

impl Reading {
    /// The value whose order is that which was meant, of an expression with texts such as `text`; none where the texts have to be
    /// read otherwise.
    pub(crate) fn value_of(&self, written: &str, text: &str) -> Option<String> {
        match self {
            Self::Number { unit, .. } => {
                let digits = text.trim().trim_end_matches(unit.as_str());
                if digits.contains([',', ' ', '\u{a0}', '\u{202f}', '\'']) {
                    return None;
                }
                let plain = match unit.as_str() {
                    "" => written.to_owned(),
                    unit => format!("replace({written}, '{unit}', '')"),
                };
                Some(format!("CAST({plain} AS {})", number_types(digits).1))
            }
            Self::Version(parts) => Some(parts_of(written, text, parts)),
            Self::Clock(parts) => {
                let length = parts.len() * 3 - 1;
                Some(format!("lpad({written}, {length}, '0')"))
            }
            Self::Day { form, .. } => month_of(form, written),
        }
    }

    /// What to write for an expression whose texts are such as `text`; the least or greatest of texts becomes that of the values.
    #[must_use]
    pub(crate) fn instead(&self, node: &Node, text: &str) -> String {
        let (inner, around) = match node {
            Node::Aggregate(aggregate) => match &aggregate.aggregate {
                Aggregate::Least(value) => (&value.node, Some("min")),
                Aggregate::Greatest(value) => (&value.node, Some("max")),
                _ => (node, None),
            },
            node => (node, None),
        };
        let is_column = matches!(inner, Node::Name(_));
        let value = self.value_of(&inner.to_string(), text);
        let value = value.map(|value| match around {
            Some(aggregate) => format!("{aggregate}({value})"),
            None => value,
        });
        match self {
            Self::Number { unit, .. } if !unit.is_empty() => match value {
                Some(value) => format!("compare the number without its unit: `{value}`"),
                None => format!("compare the number without `{}`", unit.trim()),
            },
            Self::Number { .. } => {
                let (kind, _) = number_types(text);
                let typed = match &value {
                    Some(_) => format!("give the column a type, `{{type: {kind}}}`"),
                    None => format!(
                        "give the column a type, `{{type: {kind}}}`; `decimal` and `thousands` of the source say how its numbers are written"
                    ),
                };
                match value {
                    Some(value) if is_column => format!("{typed}, or write `{value}`"),
                    Some(value) => format!("write `{value}`"),
                    None => typed,
                }
            }
            Self::Version(_) => {
                let value = value.unwrap_or_default();
                format!("compare the parts of a version as numbers: `{value}`")
            }
            Self::Clock(_) => {
                let value = value.unwrap_or_default();
                format!("fill up the hours with a zero: `{value}`")
            }
            Self::Day {
                form, is_certain, ..
            } => {
                let other = if *is_certain {
                    ""
                } else {
                    " (or `%m` first, where the month stands first)"
                };
                value.map_or_else(
                    || format!("give the column a type, `{{type: date, date: \"{form}\"}}`{other}"),
                    |value| format!("write the year first, and two digits of the month: `{value}`"),
                )
            }
        }
    }

    /// What to write, and what for the text that is written beside it.
    fn with_literal(&self, node: &Node, text: &str, literal: Option<&str>) -> String {
        let instead = self.instead(node, text);
        let written = literal.and_then(|text| {
            let own = Self::among_others(text)?;
            match (self, &own) {
                // `2` beside versions of three parts is 2.0.0.
                (Self::Version(parts), _) => own.as_version(parts),
                _ => own.literal(text),
            }
        });
        match (written, literal) {
            (Some(value), Some(text)) => format!("{instead}, and `{value}` for '{text}'"),
            _ => instead,
        }
    }

    /// How a text is written beside the value that is compared instead.
    fn literal(&self, text: &str) -> Option<String> {
        match self {
            Self::Number { unit, .. } => {
                let digits = text.trim().trim_end_matches(unit.as_str());
                let signs = digits.chars().filter(|sign| !sign.is_whitespace());
                Some(signs.collect::<String>().replace(',', "."))
            }
            Self::Version(parts) => number_of(parts, base_of(parts)),
            Self::Clock(parts) => Some(format!("'{text:0>0$}'", parts.len() * 3 - 1)),
            Self::Day {
                day,
                is_certain,
                form,
            } => {
                let day = day.to_string();
                match (form.matches('%').count(), day.get(..7)) {
                    (2, Some(month)) => Some(format!("'{month}'")),
                    _ => is_certain.then(|| format!("DATE '{day}'")),
                }
            }
        }
    }

    /// The number of a version beside others with more parts.
    fn as_version(&self, like: &[u128]) -> Option<String> {
        let own = match self {
            Self::Version(parts) => parts.clone(),
            Self::Number { parts, .. } => parts.as_ref()?.iter().map(|it| it.value).collect(),
            _ => return None,
        };
        let missing = like.len().checked_sub(own.len())?;
        let parts = [own, vec![0; missing]].concat();
        number_of(&parts, base_of(like))
    }
}

impl Reader<'_> {
    /// Notes two values that are put in order as texts, and warns where one of them is written down and reads like a number, a version
    /// or a day, whichever stands first.
    pub(super) fn puts_in_order(
        &mut self,
        (left, a, kind): (&Expr, &Node, Type),
        (right, b, kind_of_b): (&Expr, &Node, Type),
    ) {
        if kind != Type::Text || kind_of_b != Type::Text {
            return;
        }
        let (value, node, tree, text) = match (a, b) {
            (Node::Literal(_), Node::Literal(_)) => return,
            (_, Node::Literal(Value::Text(text))) => (left, a, right, Some(text)),
            (Node::Literal(Value::Text(text)), _) => (right, b, left, Some(text)),
            _ => (left, a, right, None),
        };
        let span = tree.span();
        let location = match text {
            Some(_) => self.span(span.start, span.end),
            None => self.span(left.span().start, right.span().end),
        };
        self.ordered.push(Ordered {
            sides: [a.clone(), b.clone()],
            written: [plain(left), plain(right)],
            location: location.clone(),
        });
        let Some(text) = text else {
            return;
        };
        let Some(reading) = Reading::of(text) else {
            return;
        };
        if has_length(node, text.chars().count()) {
            return;
        }
        let name = plain(value);
        let message = format!(
            "`{name}` is a text and is put in order with '{text}' letter by letter: {}",
            reading.example()
        );
        let hint = reading.with_literal(node, text, Some(text.as_ref()));
        let problem = Diagnostic::warning(Code::LETTER_ORDER, message).at(location);
        self.warnings
            .push(problem.hint(hint).maybe_hint(reading.may_be_version(node)));
    }
}

impl Reading {
    /// What to write where the texts beside a plain number are versions, which the number alone does not say.
    fn may_be_version(&self, node: &Node) -> Option<String> {
        if !matches!(node, Node::Name(_)) {
            return None;
        }
        let Self::Number {
            parts: Some(parts), ..
        } = self
        else {
            return None;
        };
        let values: Vec<u128> = parts.iter().map(|part| part.value).collect();
        let three = [values, vec![0; 3 - parts.len()]].concat();
        let value = parts_of(&node.to_string(), "0.0.0", &three);
        let number = number_of(&three, base_of(&three))?;
        Some(format!(
            "if its texts are versions, such as '1.10.0', compare their parts: `{value}`, and `{number}`"
        ))
    }
}

/// Whether the texts of an expression are cut or filled up to as many characters as a text has, so that digits stand in order.
fn has_length(node: &Node, length: usize) -> bool {
    let Node::Call(entry, arguments) = node else {
        return false;
    };
    let wanted = match entry.name {
        "left" | "right" | "lpad" => arguments.get(1),
        "substring" => arguments.get(2),
        _ => None,
    };
    matches!(wanted, Some(Node::Literal(Value::Integer(number))) if usize::try_from(*number) == Ok(length))
}

/// The type of a column of such numbers, and the one to cast to.
fn number_types(text: &str) -> (&'static str, &'static str) {
    if text.contains(['.', ',']) {
        ("number", "DOUBLE")
    } else {
        ("integer", "INTEGER")
    }
}

/// The month of texts that write it otherwise than in ISO form, in that form; none for days, which have a type.
fn month_of(form: &str, written: &str) -> Option<String> {
    let sign = form.chars().find(|sign| matches!(sign, '/' | '-'))?;
    let (year, month) = match form.split_once(sign)? {
        ("%Y", "%m") => (1, 2),
        ("%m", "%Y") => (2, 1),
        _ => return None,
    };
    let part = |at: u8| format!("split_part({written}, '{sign}', {at})");
    Some(format!(
        "{} || '-' || lpad({}, 2, '0')",
        part(year),
        part(month)
    ))
}

/// The number that stands for the parts of a version: each counts a thousand times as much as the next one, or more where a
/// part has more digits.
fn number_of(parts: &[u128], base: u128) -> Option<String> {
    let number = parts.iter().try_fold(0_u128, |number, part| {
        number.checked_mul(base)?.checked_add(*part)
    });
    number.map(|number| number.to_string())
}

fn base_of(parts: &[u128]) -> u128 {
    let most = parts.iter().skip(1).max().copied().unwrap_or_default();
    let mut base = PART;
    while base <= most {
        base = base.saturating_mul(10);
    }
    base
}

/// The expression for that number.
fn parts_of(written: &str, text: &str, parts: &[u128]) -> String {
    let mark = text.chars().next().filter(|sign| matches!(sign, 'v' | 'V'));
    let plain = match mark {
        Some(mark) => format!("replace({written}, '{mark}', '')"),
        None => written.to_owned(),
    };
    let has_suffix = text
        .trim_start_matches(['v', 'V'])
        .contains(|sign: char| !sign.is_ascii_digit() && sign != '.');
    let base = base_of(parts);
    let terms = parts.iter().enumerate().map(|(at, _)| {
        let mut part = format!("split_part({plain}, '.', {})", at + 1);
        if has_suffix && at + 1 == parts.len() {
            part = format!("regexp_extract({part}, '^[0-9]+')");
        }
        if at > 0 {
            part = format!("coalesce({part}, '0')");
        }
        let weight = (at + 1..parts.len()).fold(1_u128, |weight, _| weight.saturating_mul(base));
        match weight {
            1 => format!("CAST({part} AS INTEGER)"),
            weight => format!("CAST({part} AS INTEGER) * {weight}"),
        }
    });
    terms.collect::<Vec<String>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use crate::sql::tests::read;
    use crate::sql::{Type, Value};

    #[test]
    fn what_is_written_for_a_version_puts_versions_in_order() {
        let versions = [
            "1.2.0", "1.9.0", "1.9.12", "1.10", "1.10.1", "2.0.0", "10.0.0",
        ];
        for (given, mark) in [("1.10.0", ""), ("v1.10.0", "v"), ("1.10.0-rc1", "")] {
            let reading = Reading::of(given).expect("a version");
            let written = reading.value_of("v", given).expect("an expression");
            let expression = read(&written, &[("v", Type::Text)]);
            let number = |version: &str| {
                let text = Value::text(&format!("{mark}{version}"));
                let value = expression.node.value(&|_| text.clone());
                match value.expect("a value") {
                    Value::Integer(number) => number,
                    other => panic!("{version} is {other}"),
                }
            };
            let numbers: Vec<i128> = versions.iter().map(|version| number(version)).collect();
            assert!(numbers.is_sorted_by(|a, b| a < b), "{written}: {numbers:?}");
            let literal: i128 = reading
                .literal(given)
                .expect("a number")
                .parse()
                .expect("it");
            assert_eq!(number("1.10.0"), literal, "{written}");
        }
        let large = Reading::of("1.2025.7").expect("a version");
        assert_eq!(large.literal("1.2025.7").as_deref(), Some("120250007"));
    }
}
