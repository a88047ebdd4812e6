//! `periods` of a breakdown: the rows of another one in this period and in those before. In: the breakdown that it starts
//! from. Out: the columns of its rows, of which one is the period, and the names that expressions may use.

use super::breakdowns::add_columns;
use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::columns::FOLDED;
use crate::report::{LocalText, OfPeriods, Rows};
use crate::spec::ParamValue;
use crate::spec::grammar::{self, PeriodsOf};
use crate::sql::{Name, NameSpace, Type};
use crate::text::Locale;
use std::sync::Arc;

impl Context<'_> {
    /// Reads `periods` of a breakdown, and makes the period one of its names. An error where it is wrong, which is
    /// reported.
    pub(super) fn of_periods(
        &mut self,
        breakdown: &grammar::Breakdown,
        rows: &Rows,
        names: &mut NameSpace,
        pointer: &str,
    ) -> Result<Option<OfPeriods>, ()> {
        let Some(periods) = breakdown.periods else {
            return Ok(None);
        };
        let Rows::Breakdown(from) = rows else {
            let message = "rows of a source are those of one period: `periods` needs `from`, a breakdown, whose rows are read in the bundles of the periods before";
            return self.wrong_periods(message, pointer);
        };
        let (Some(period), Some(table)) = (&self.report.period, &self.tree.periods) else {
            return self.wrong_periods("the spec has no `periods`", pointer);
        };
        let from = &self.report.breakdowns[from];
        if from.periods.is_some() {
            let message = format!(
                "breakdown `{}` has rows of several periods itself",
                from.name
            );
            return self.wrong_periods(&message, pointer);
        }
        let param = period.param.clone();
        let is_taken = from.columns.get(&param).is_some();
        if is_taken {
            let message = format!(
                "the param that names periods is a column of these rows, and breakdown `{}` has a column `{param}` already",
                from.name
            );
            return self.wrong_periods(&message, pointer);
        }
        let kind = match &table.current().key {
            ParamValue::Date(_) => Type::Date,
            ParamValue::Integer(_) => Type::Integer,
            ParamValue::Number(_) | ParamValue::Text(_) | ParamValue::Boolean(_) => Type::Text,
        };
        let columns = from.columns.beside(&param, kind, title());
        let of = format!("breakdown `{}` and the period", from.name);
        let now = period.name.clone();
        *names = NameSpace {
            of: of.clone(),
            ..NameSpace::default()
        };
        add_columns(names, &columns, &of);
        names
            .names
            .insert(FOLDED.to_owned(), Name::Column(Type::Boolean));
        self.add_filters(names);
        Ok(Some(OfPeriods {
            most: match periods {
                PeriodsOf::All(_) => None,
                PeriodsOf::Last(most) => Some(usize::from(most)),
            },
            columns: Arc::new(columns),
            now,
        }))
    }

    fn wrong_periods(&mut self, message: &str, pointer: &str) -> Result<Option<OfPeriods>, ()> {
        let problem = Diagnostic::error(Code::DEFINITION, message)
            .at(Location::value(format!("{pointer}/periods")))
            .hint("for example `ranks: {from: by_entity, periods: all, by: [snapshot, entity], within: snapshot}`");
        self.problems.push(problem);
        Err(())
    }
}

/// The title of the column of periods.
fn title() -> LocalText {
    LocalText::new(Locale::ALL.iter().map(|locale| {
        let word = match locale {
            Locale::Fr => "Période",
            Locale::En => "Period",
        };
        (*locale, word.to_owned())
    }))
}
