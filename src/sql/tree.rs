//! The tree of a checked expression: names are resolved, filters and params inlined, types checked.
//!
//! [`evaluate`](super::evaluate) defines the results of operators; [`print`](super::print) writes a
//! tree.

use super::functions::FunctionEntry;
use super::number::Operation;
use super::{FilteredAggregate, Type, Value};
use std::collections::BTreeSet;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A literal.
    Literal(Value),
    /// A column or dimension.
    Name(String),
    /// `NOT`
    Not(Box<Node>),
    /// `AND`: two parts or more.
    And(Vec<Node>),
    /// `OR`: two parts or more.
    Or(Vec<Node>),
    /// `=`, `<` and the like.
    Compare(Comparison, Box<[Node; 2]>),
    /// `IS NULL`
    IsNull(Box<Node>),
    /// `IS TRUE`, `IS FALSE`
    Is(Box<Node>, bool),
    /// `IN (…)`
    In(Box<Node>, Vec<Node>),
    /// `BETWEEN low AND high`
    Between(Box<[Node; 3]>),
    /// `LIKE`, `ILIKE`
    Like(Box<Like>),
    /// `-`
    Negate(Box<Node>),
    /// `+ - * / %`
    Compute(Operation, Box<[Node; 2]>),
    /// `||`
    Join(Box<[Node; 2]>),
    /// `->` and, as text, `->>`
    Member {
        /// A JSON text, and the key or position of a member.
        parts: Box<[Node; 2]>,
        /// Whether a text is returned without its quotes.
        plain: bool,
    },
    /// `CASE`
    Case(Box<Case>),
    /// `CAST`, `TRY_CAST`
    Cast(Box<Cast>),
    /// A function of a row.
    Call(&'static FunctionEntry, Vec<Node>),
    /// An aggregate, in an expression over rows.
    Aggregate(Box<FilteredAggregate>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    Different,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Whether it asks which is more, not whether both are the same.
    #[must_use]
    pub(crate) fn is_of_order(self) -> bool {
        !matches!(self, Self::Equal | Self::Different)
    }

    /// How it is written.
    #[must_use]
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Different => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// That which is true where this one is false.
    #[must_use]
    pub(crate) fn contrary(self) -> Self {
        match self {
            Self::Equal => Self::Different,
            Self::Different => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The same comparison with its sides exchanged.
    #[must_use]
    pub(crate) fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Different => Self::Different,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}

/// `value LIKE pattern ESCAPE '\'`
#[derive(Clone, Debug, PartialEq)]
pub struct Like {
    /// The text.
    pub value: Node,
    /// The pattern.
    pub pattern: Node,
    /// The escape character.
    pub escape: Option<char>,
    /// Whether case is ignored.
    pub any_case: bool,
}

/// `CASE operand WHEN … THEN … ELSE … END`
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The operand to compare the conditions with; `None` where they are truth values.
    pub operand: Option<Node>,
    /// Conditions and their values.
    pub branches: Vec<(Node, Node)>,
    /// The value where none holds.
    pub otherwise: Option<Node>,
}

/// `CAST(value AS type)`
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    /// What is converted.
    pub value: Node,
    /// The type.
    pub to: Type,
    /// Of a `DECIMAL`, how many digits it has in all.
    pub digits: Option<u8>,
    /// Whether a failed conversion gives a missing value (`TRY_CAST`) instead of an error.
    pub attempt: bool,
}

impl Node {
    /// The direct parts, from left to right; those inside an aggregate are not included.
    #[must_use]
    pub(crate) fn parts(&self) -> Vec<&Node> {
        match self {
            Self::Literal(_) | Self::Name(_) | Self::Aggregate(_) => Vec::new(),
            Self::Not(inner) | Self::IsNull(inner) | Self::Is(inner, _) | Self::Negate(inner) => {
                vec![inner]
            }
            Self::And(parts) | Self::Or(parts) | Self::Call(_, parts) => parts.iter().collect(),
            Self::Compare(_, parts)
            | Self::Compute(_, parts)
            | Self::Join(parts)
            | Self::Member { parts, .. } => parts.iter().collect(),
            Self::Between(parts) => parts.iter().collect(),
            Self::In(value, list) => std::iter::once(&**value).chain(list).collect(),
            Self::Like(like) => vec![&like.value, &like.pattern],
            Self::Cast(cast) => vec![&cast.value],
            Self::Case(case) => {
                let branches = case.branches.iter().flat_map(|(when, then)| [when, then]);
                let operand = case.operand.iter();
                operand.chain(branches).chain(&case.otherwise).collect()
            }
        }
    }

    /// The direct parts, mutable.
    pub(crate) fn parts_mut(&mut self) -> Vec<&mut Node> {
        match self {
            Self::Literal(_) | Self::Name(_) | Self::Aggregate(_) => Vec::new(),
            Self::Not(inner) | Self::IsNull(inner) | Self::Is(inner, _) | Self::Negate(inner) => {
                vec![inner]
            }
            Self::And(parts) | Self::Or(parts) | Self::Call(_, parts) => parts.iter_mut().collect(),
            Self::Compare(_, parts)
            | Self::Compute(_, parts)
            | Self::Join(parts)
            | Self::Member { parts, .. } => parts.iter_mut().collect(),
            Self::Between(parts) => parts.iter_mut().collect(),
            Self::In(value, list) => std::iter::once(&mut **value).chain(list).collect(),
            Self::Like(like) => vec![&mut like.value, &mut like.pattern],
            Self::Cast(cast) => vec![&mut cast.value],
            Self::Case(case) => {
                let branches = case.branches.iter_mut();
                let branches = branches.flat_map(|(when, then)| [when, then]);
                let operand = case.operand.iter_mut();
                operand.chain(branches).chain(&mut case.otherwise).collect()
            }
        }
    }

    /// Whether it is true or false by what it is, and not by the type of a name.
    #[must_use]
    pub(crate) const fn is_condition(&self) -> bool {
        matches!(
            self,
            Self::Not(_)
                | Self::And(_)
                | Self::Or(_)
                | Self::Compare(..)
                | Self::IsNull(_)
                | Self::Is(..)
                | Self::In(..)
                | Self::Between(_)
                | Self::Like(_)
        )
    }

    /// The columns and dimensions that it reads, including those of its aggregates.
    #[must_use]
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.collect_names(&mut names);
        names
    }

    fn collect_names(&self, names: &mut BTreeSet<String>) {
        match self {
            Self::Name(name) => {
                names.insert(name.clone());
            }
            Self::Aggregate(aggregate) => names.extend(aggregate.names()),
            _ => {}
        }
        for part in self.parts() {
            part.collect_names(names);
        }
    }

    /// The aggregates in it, from left to right.
    #[must_use]
    pub(crate) fn aggregates(&self) -> Vec<&FilteredAggregate> {
        if let Self::Aggregate(aggregate) = self {
            return vec![aggregate];
        }
        let parts = self.parts().into_iter();
        parts.flat_map(Self::aggregates).collect()
    }

    /// Whether it reads nothing: neither a name nor rows.
    #[must_use]
    pub(crate) fn is_given(&self) -> bool {
        self.names().is_empty() && self.aggregates().is_empty()
    }

    /// The conjunction of two conditions.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        let mut parts = Vec::new();
        for side in [self, other] {
            match side {
                Self::And(inner) => parts.extend(inner),
                one => parts.push(one),
            }
        }
        Self::And(parts)
    }

    /// The disjunction of two conditions.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        let mut parts = Vec::new();
        for side in [self, other] {
            match side {
                Self::Or(inner) => parts.extend(inner),
                one => parts.push(one),
            }
        }
        Self::Or(parts)
    }

    /// The negation of a condition if `negated`, else the condition.
    #[must_use]
    pub(crate) fn negated(self, negated: bool) -> Self {
        if negated {
            Self::Not(Box::new(self))
        } else {
            self
        }
    }

    /// The same expression with a further condition on the rows of each of its aggregates.
    #[must_use]
    pub(crate) fn filtered(&self, condition: Option<&super::Expression>) -> Self {
        let mut node = self.clone();
        if let Some(condition) = condition {
            node.filter_aggregates(condition);
        }
        node
    }

    fn filter_aggregates(&mut self, condition: &super::Expression) {
        if let Self::Aggregate(aggregate) = self {
            aggregate.filter_also(condition);
        }
        for part in self.parts_mut() {
            part.filter_aggregates(condition);
        }
    }
}
