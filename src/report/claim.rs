//! Sentences that stand on a condition, as they run.

use super::LocalText;
use crate::sql::Expression;

/// A sentence that stands on a condition.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Name.
    pub name: String,
    /// The condition.
    pub condition: Condition,
    /// What is said where it holds.
    pub say: LocalText,
    /// What is said where it does not hold; nothing if there is none.
    pub otherwise: Option<LocalText>,
    /// Pointer into the spec.
    pub pointer: String,
}

/// The condition of a claim.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The breakdown whose rows it is over; without one it reads metrics.
    pub from: Option<String>,
    /// One truth value.
    pub expression: Expression,
    /// Condition on rows.
    pub filter: Option<Expression>,
}

impl Claim {
    /// What it says in each of its cases, with the pointer to it: where it holds, and where it does not.
    pub(crate) fn branches(&self) -> impl Iterator<Item = (bool, &LocalText, String)> {
        let say = (true, &self.say, format!("{}/say", self.pointer));
        let otherwise = self.otherwise.as_ref();
        let otherwise = otherwise.map(|text| (false, text, format!("{}/else", self.pointer)));
        std::iter::once(say).chain(otherwise)
    }
}
