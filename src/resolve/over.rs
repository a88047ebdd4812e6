//! `over` of a breakdown: change along its dates.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{
    Column, ColumnContent, Columns, Fact, IndexBase, OfPeriods, Over, Parts, Role, Rows,
};
use crate::spec::escape;
use crate::spec::grammar::{self, Every};
use crate::sql::Type;
use crate::text::{CalendarUnit, Date};

impl Context<'_> {
    /// Reads `over` of a breakdown by some dimensions; an error where it is wrong, which is reported.
    pub(super) fn over(
        &mut self,
        breakdown: &grammar::Breakdown,
        (rows, periods): (&Rows, Option<&OfPeriods>),
        by: &[String],
        pointer: &str,
    ) -> Result<Option<Over>, ()> {
        let Some(over) = &breakdown.over else {
            return Ok(None);
        };
        let pointer = format!("{pointer}/over");
        let Some(level) = by.iter().position(|name| *name == over.by) else {
            self.unknown(
                "dimension of this breakdown",
                &over.by,
                &format!("{pointer}/by"),
                by.iter().map(String::as_str),
            );
            return Err(());
        };
        let kind = self.type_of(&over.by, rows, periods);
        if kind != Type::Date {
            let message = format!(
                "`over` goes along dates, and `{}` has values of type {kind}",
                over.by
            );
            let diagnostic = Diagnostic::error(Code::DEFINITION, message)
                .at(Location::value(format!("{pointer}/by")))
                .hint(format!(
                    "group by a dimension of dates: `month: {{sql: \"date_trunc('month', day)\"}}`, `every: {}`",
                    unit(over.every).key()
                ));
            self.problems.push(diagnostic);
            return Err(());
        }
        let index = match &over.index {
            None => None,
            Some(text) => Some(self.index_base(text, &format!("{pointer}/index"))?),
        };
        Ok(Some(Over {
            level,
            every: unit(over.every),
            mean: over.mean,
            index,
            parts: self.parts(over, rows, &pointer)?,
        }))
    }

    /// The type of the values by which rows are grouped.
    fn type_of(&self, name: &str, rows: &Rows, periods: Option<&OfPeriods>) -> Type {
        let of_dimension = self.report.dimensions.get(name).map(|it| it.value_type);
        let of_column = match (rows, periods) {
            (_, Some(periods)) => periods.columns.get(name),
            (Rows::Source(_), None) => None,
            (Rows::Breakdown(from), None) => self.report.breakdowns[from].columns.get(name),
        };
        let of_column = of_column.map(|column| column.value_type);
        of_column.or(of_dimension).unwrap_or(Type::Any)
    }

    /// Reports a definition with the name of a column that `over` makes.
    pub(super) fn dates_differ(
        &mut self,
        name: &str,
        columns: &Columns,
        pointer: &str,
    ) -> Option<()> {
        let spec = self.spec;
        let is_of_dates = |column: &&Column| match column.holds {
            ColumnContent::Measure { role, .. } => role.is_of_dates(),
            ColumnContent::Fact(_) => true,
            ColumnContent::Codes(_) => false,
        };
        for column in columns.all().iter().filter(is_of_dates) {
            let taken = [
                ("measures", spec.measures.contains_key(&column.name)),
                ("dimensions", spec.dimensions.contains_key(&column.name)),
                ("filters", spec.filters.contains_key(&column.name)),
            ];
            if let Some((kind, _)) = taken.iter().find(|(_, taken)| *taken) {
                let message = format!(
                    "`{}` is a column that `over` makes in breakdown `{name}`, and the name of a definition",
                    column.name
                );
                let diagnostic = Diagnostic::error(Code::DUPLICATE_NAME, message)
                    .at(Location::key(format!("{pointer}/over")))
                    .related(
                        Location::key(format!("/{kind}/{}", escape(&column.name))),
                        "the definition",
                    )
                    .hint("give the definition another name");
                self.problems.push(diagnostic);
                return None;
            }
        }
        Some(())
    }

    fn index_base(&mut self, text: &str, pointer: &str) -> Result<IndexBase, ()> {
        if text == "first" {
            return Ok(IndexBase::First);
        }
        let date = Date::parse(text);
        if date.is_none() {
            let message = format!(
                "`index` is `first`, or a day of the period whose value is 100, found `{text}`"
            );
            self.error(Code::DEFINITION, pointer, message);
        }
        date.map(IndexBase::Of).ok_or(())
    }

    /// The finer dates of which periods are made; none where they are not known.
    fn parts(
        &mut self,
        over: &grammar::Over,
        rows: &Rows,
        pointer: &str,
    ) -> Result<Option<Parts>, ()> {
        let dates = self.truncated_from(&over.by);
        let dates = dates.filter(|_| rows.is_source());
        let every = unit(over.every);
        let Some(part) = over.parts.map(unit) else {
            let dates = dates.filter(|_| every != CalendarUnit::Day);
            return Ok(dates.map(|dates| Parts { dates, unit: None }));
        };
        let at = format!("{pointer}/parts");
        if !every.is_made_of(part) {
            let message = format!("a {} is not made of whole {}s", every.key(), part.key());
            self.error(Code::DEFINITION, &at, message);
            return Err(());
        }
        let Some(dates) = dates else {
            let message = format!(
                "the parts of a {} are told from finer dates, and `{}` is no `date_trunc('{0}', …)` of such",
                every.key(),
                over.by
            );
            self.error(Code::DEFINITION, &at, message);
            return Err(());
        };
        Ok(Some(Parts {
            dates,
            unit: Some(part),
        }))
    }

    /// The column or dimension of dates of which a dimension is the first day of a period.
    fn truncated_from(&self, name: &str) -> Option<String> {
        let dimension = self.report.dimensions.get(name)?;
        dimension.truncated_from().cloned()
    }
}

/// The period of the calendar that a spec names.
fn unit(every: Every) -> CalendarUnit {
    match every {
        Every::Day => CalendarUnit::Day,
        Every::Week => CalendarUnit::Week,
        Every::Month => CalendarUnit::Month,
        Every::Quarter => CalendarUnit::Quarter,
        Every::Year => CalendarUnit::Year,
    }
}

/// The columns that `over` adds.
pub(super) struct AddedColumns {
    /// Of each measure.
    pub(super) roles: Vec<Role>,
    /// Of each row.
    pub(super) facts: Vec<Fact>,
}

/// The columns that `over` adds, where a measure has what they are made from; `within` are the levels that shares
/// and ranks are within: only those of one date can be compared with those of another.
pub(super) fn added_columns(over: &Over, within: &[usize], levels: usize) -> AddedColumns {
    let mut roles = vec![
        Role::Previous,
        Role::Change,
        Role::Growth,
        Role::Running,
        Role::EnteredCount,
        Role::LeftCount,
    ];
    if within.contains(&over.level) {
        roles.extend([
            Role::SharePrevious,
            Role::ShareChange,
            Role::RankPrevious,
            Role::RankChange,
        ]);
    }
    // The year before is the period before.
    if over.every != CalendarUnit::Year {
        roles.extend([Role::YearPrevious, Role::YearGrowth]);
    }
    roles.extend(over.mean.map(|_| Role::Mean));
    roles.extend(over.index.map(|_| Role::Index));
    let mut facts = Vec::new();
    if levels > 1 {
        facts.extend([Fact::Entered, Fact::Leaves]);
    }
    facts.extend(over.tells_whole().then_some(Fact::Whole));
    AddedColumns { roles, facts }
}
