//! The total of a breakdown: its measures over all of its rows, whatever of them the table shows.

use super::aggregate::aggregate_groups;
use super::breakdown::BreakdownBuilder;
use super::members::Members;
use super::wholes::Wholes;
use crate::diagnostic::Diagnostic;
use crate::report::Role;
use crate::results::Value;

impl BreakdownBuilder<'_> {
    /// One value a column: measures are computed again from the rows, and shares are of the one whole;
    /// where parts have wholes of their own, the total has no share. It has no rank.
    ///
    /// # Errors
    /// A measure has no exact value.
    pub(super) fn total(&self, wholes: &Wholes) -> Result<Vec<Value>, Diagnostic> {
        let members = Members::together(&self.rows);
        let measures = self.measures.iter();
        let own = measures
            .map(|measure| Ok(aggregate_groups(self.table, &members, measure)?.get(0)))
            .collect::<Result<Vec<Value>, Diagnostic>>()?;
        let is_one = self.definition.within.is_empty();
        let whole = wholes.of_all().filter(|_| is_one);
        let values = self.holds().map(|(measure, role)| match (role, whole) {
            (Role::Value, _) => own[measure].clone(),
            (Role::Share, Some(whole)) => {
                Value::share(own[measure].units(), whole[measure].units())
            }
            (
                Role::Share
                | Role::Rank
                | Role::Cumulative
                | Role::Previous
                | Role::Change
                | Role::Growth
                | Role::SharePrevious
                | Role::ShareChange
                | Role::RankPrevious
                | Role::RankChange
                | Role::YearPrevious
                | Role::YearGrowth
                | Role::Mean
                | Role::Running
                | Role::Index
                | Role::EnteredCount
                | Role::LeftCount,
                _,
            ) => Value::Null,
        });
        Ok(self.with_facts(values))
    }
}
