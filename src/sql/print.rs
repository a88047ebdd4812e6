//! Writes a tree as SQL that reads back as the same tree.

use super::tree::{Case, Cast, Like};
use super::{Aggregate, Expression, FilteredAggregate, Node, Quantile, Type};
use std::fmt::{self, Display, Formatter, Write};

/// How tightly a part binds; a part that binds less tightly than its position requires is put in
/// parentheses.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const TEST: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const JOIN: u8 = 7;
const MEMBER: u8 = 8;
const SIGN: u8 = 9;
const ATOM: u8 = 10;

impl Node {
    fn strength(&self) -> u8 {
        use super::number::Operation::{Add, Subtract};
        match self {
            Self::Or(_) => OR,
            Self::And(_) => AND,
            Self::Not(inner) => match &**inner {
                Self::In(..)
                | Self::Between(_)
                | Self::Like(_)
                | Self::IsNull(_)
                | Self::Is(..) => TEST,
                _ => NOT,
            },
            Self::Compare(..)
            | Self::IsNull(_)
            | Self::Is(..)
            | Self::In(..)
            | Self::Between(_)
            | Self::Like(_) => TEST,
            Self::Compute(Add | Subtract, _) => SUM,
            Self::Compute(..) => PRODUCT,
            Self::Join(_) => JOIN,
            Self::Member { .. } => MEMBER,
            Self::Negate(_) => SIGN,
            Self::Literal(super::Value::Integer(value)) if *value < 0 => SIGN,
            Self::Literal(super::Value::Ratio(value)) if value.numerator < 0 => SIGN,
            _ => ATOM,
        }
    }

    fn write(&self, at_least: u8, out: &mut Formatter<'_>) -> fmt::Result {
        if self.strength() < at_least {
            return write!(out, "({self})");
        }
        write!(out, "{self}")
    }

    fn test(&self, out: &mut Formatter<'_>, negated: bool) -> fmt::Result {
        let not = if negated { "NOT " } else { "" };
        match self {
            Self::IsNull(inner) => {
                inner.write(SUM, out)?;
                write!(out, " IS {not}NULL")
            }
            Self::Is(inner, truth) => {
                inner.write(SUM, out)?;
                write!(out, " IS {not}{}", if *truth { "TRUE" } else { "FALSE" })
            }
            Self::In(value, list) => {
                value.write(SUM, out)?;
                write!(out, " {not}IN (")?;
                listed(out, list)?;
                out.write_char(')')
            }
            Self::Between(parts) => {
                let [value, low, high] = &**parts;
                value.write(SUM, out)?;
                write!(out, " {not}BETWEEN ")?;
                low.write(SUM, out)?;
                out.write_str(" AND ")?;
                high.write(SUM, out)
            }
            Self::Like(like) => {
                let Like {
                    value,
                    pattern,
                    escape,
                    any_case,
                } = &**like;
                value.write(SUM, out)?;
                write!(out, " {not}{} ", if *any_case { "ILIKE" } else { "LIKE" })?;
                pattern.write(SUM, out)?;
                match escape {
                    Some('\'') => out.write_str(" ESCAPE ''''"),
                    Some(escape) => write!(out, " ESCAPE '{escape}'"),
                    None => Ok(()),
                }
            }
            other => {
                out.write_str(not)?;
                other.write(NOT, out)
            }
        }
    }
}

fn listed<T: Display>(out: &mut Formatter<'_>, items: &[T]) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.write_str(", ")?;
        }
        write!(out, "{item}")?;
    }
    Ok(())
}

fn chain(out: &mut Formatter<'_>, parts: &[Node], word: &str, at_least: u8) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            write!(out, " {word} ")?;
        }
        part.write(at_least, out)?;
    }
    Ok(())
}

impl Display for Node {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(value) => write!(out, "{value}"),
            Self::Name(name) => out.write_str(&written_name(name)),
            Self::Not(inner) => inner.test(out, true),
            Self::And(parts) => chain(out, parts, "AND", NOT),
            Self::Or(parts) => chain(out, parts, "OR", AND),
            Self::Compare(comparison, parts) => {
                parts[0].write(SUM, out)?;
                write!(out, " {} ", comparison.sign())?;
                parts[1].write(SUM, out)
            }
            Self::IsNull(_) | Self::Is(..) | Self::In(..) | Self::Between(_) | Self::Like(_) => {
                self.test(out, false)
            }
            Self::Negate(inner) => {
                out.write_char('-')?;
                inner.write(ATOM, out)
            }
            Self::Compute(operation, parts) => {
                let own = self.strength();
                parts[0].write(own, out)?;
                write!(out, " {} ", operation.sign())?;
                parts[1].write(own + 1, out)
            }
            Self::Join(parts) => {
                parts[0].write(JOIN, out)?;
                out.write_str(" || ")?;
                parts[1].write(MEMBER, out)
            }
            Self::Member { parts, plain } => {
                parts[0].write(MEMBER, out)?;
                write!(out, " {} ", if *plain { "->>" } else { "->" })?;
                parts[1].write(SIGN, out)
            }
            Self::Case(case) => write_case(case, out),
            Self::Cast(cast) => {
                let word = if cast.attempt { "TRY_CAST" } else { "CAST" };
                write!(out, "{word}({} AS {})", cast.value, cast.type_name())
            }
            Self::Call(entry, arguments) => {
                write!(out, "{}(", entry.name)?;
                listed(out, arguments)?;
                out.write_char(')')
            }
            Self::Aggregate(aggregate) => write!(out, "{aggregate}"),
        }
    }
}

fn write_case(case: &Case, out: &mut Formatter<'_>) -> fmt::Result {
    out.write_str("CASE")?;
    if let Some(operand) = &case.operand {
        write!(out, " {operand}")?;
    }
    for (when, then) in &case.branches {
        write!(out, " WHEN {when} THEN {then}")?;
    }
    if let Some(value) = &case.otherwise {
        write!(out, " ELSE {value}")?;
    }
    out.write_str(" END")
}

/// A name, in double quotes where it would not be read as one.
fn written_name(name: &str) -> String {
    let simple = name.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && super::parse::is_name(name);
    if simple {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

/// The name of a type in a cast.
impl Cast {
    /// The type as it is written.
    pub(super) fn type_name(&self) -> String {
        if let Some(digits) = self.digits {
            let scale = self.to.scale().unwrap_or_default();
            return format!("DECIMAL({digits}, {scale})");
        }
        let name = match self.to {
            Type::Text | Type::List | Type::Any => "TEXT",
            Type::Integer => "INTEGER",
            Type::Number | Type::Decimal(_) => "DOUBLE",
            Type::Boolean => "BOOLEAN",
            Type::Date => "DATE",
        };
        name.to_owned()
    }
}

impl Display for Expression {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.node)
    }
}

impl Display for FilteredAggregate {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.aggregate)?;
        match &self.filter {
            Some(filter) => write!(out, " FILTER (WHERE {filter})"),
            None => Ok(()),
        }
    }
}

impl Display for Aggregate {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count => out.write_str("count(*)"),
            Self::CountValues(value) => write!(out, "count({value})"),
            Self::Sum(value) => write!(out, "sum({value})"),
            Self::Least(value) => write!(out, "min({value})"),
            Self::Greatest(value) => write!(out, "max({value})"),
            Self::Mean(value) => write!(out, "avg({value})"),
            Self::Quantile(value, quantile) if *quantile == Quantile::MEDIAN => {
                write!(out, "median({value})")
            }
            Self::Quantile(value, quantile) => write!(out, "quantile({value}, {quantile})"),
            Self::CountDistinct(names) => {
                let names: Vec<String> = names.iter().map(|name| written_name(name)).collect();
                write!(out, "count(DISTINCT {})", names.join(", "))
            }
        }
    }
}
