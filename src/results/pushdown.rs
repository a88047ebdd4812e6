//! What an engine left out of the rows of a source before it grouped them, and what came of each base.

/// What was pushed down to the rows of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pushdown {
    /// Columns of the contract that were read ahead of all others, to choose the values of the scope.
    pub ahead: Vec<String>,
    /// Whether bases that are asked for rows in scope are made of these rows alone.
    pub is_scope_pushed: bool,
    /// The bases of the source.
    pub bases: Vec<BaseSize>,
}

/// What a base is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseSize {
    /// Its position in the plan.
    pub base: usize,
    /// Rows of the source in its groups, or mentions of a list.
    pub rows: i64,
    /// Its groups.
    pub groups: usize,
}
