//! Tables with a column for each year, as spreadsheets have them: the last year is drawn, and a table has all of them.
//!
//! In: the columns, and what is added up. Out: which are years, their measures, the table and a sentence on the first and the last.

use super::Sighting;
use super::choose::Choice;
use super::columns::DraftColumn;
use super::names::{as_value, in_comment, in_yaml, in_yaml_quoted, slug};
use super::words::year;
use super::write::Writer;

/// What is said of columns that are years.
pub(super) fn note(sighting: &Sighting, choice: &Choice) -> Option<String> {
    let columns = &sighting.columns.items;
    let all = columns.iter().filter(|it| year(&it.original).is_some());
    let mut all: Vec<&DraftColumn> = all.collect();
    all.sort_by_key(|it| year(&it.original));
    let [first, .., last] = all.as_slice() else {
        return None;
    };
    let drawn = choice.measure.map(|at| &columns[at]);
    let drawn = drawn.filter(|it| year(&it.original).is_some());
    let drafted = match drawn {
        Some(drawn) => format!(
            "the chart shows `{}`{}",
            in_comment(&drawn.original),
            if choice.years.is_empty() {
                ""
            } else {
                " and a table all of them"
            }
        ),
        None => "each is a measure of its own".to_owned(),
    };
    Some(format!(
        "columns `{}` to `{}` are years: {drafted}; for a line over the years and growth from year to year give each year a row of its own, with one column for the year and one for the amount (Power Query: “Unpivot Columns”; R: `pivot_longer`; pandas: `melt`)",
        in_comment(&first.original),
        in_comment(&last.original)
    ))
}

impl Writer<'_> {
    /// The years of the breakdown, the first one first; empty if it is not one of years.
    pub(super) fn all_years(&self) -> Vec<usize> {
        let by = self.choice.by.as_ref().filter(|by| !by.over_time);
        let (Some(measure), Some(_)) = (self.choice.measure, by) else {
            return Vec::new();
        };
        let years = &self.choice.years;
        if years.is_empty() {
            return Vec::new();
        }
        let others = years.iter().copied().filter(|at| *at != measure);
        others.chain([measure]).collect()
    }

    /// The measures of the years before.
    pub(super) fn measures_of_years(&mut self) {
        let years = self.all_years();
        for at in years.iter().rev().skip(1).rev() {
            let column = self.column(*at);
            let shares = if column.why_no_shares().is_some() {
                ", shares: false"
            } else {
                ""
            };
            let line = format!(
                "  {}: {{sql: {}, title: {}{shares}}}",
                in_yaml(&column.name),
                in_yaml_quoted(&format!("sum({})", column.name)),
                in_yaml(column.original.trim())
            );
            self.line(&line);
        }
    }

    /// The names of the measures of all years.
    pub(super) fn names_of_years(&self) -> Vec<String> {
        let years = self.all_years().into_iter();
        years.map(|at| in_yaml(&self.column(at).name)).collect()
    }

    /// The metric of the first year, if both ends are known in all rows.
    pub(super) fn metric_of_first_year(&self) -> Option<String> {
        let [first, _] = self.ends_of_years()?;
        let name = slug(&first.name);
        Some(format!(
            "  all_{name}: {{measure: {}, format: compact}}",
            in_yaml(&first.name)
        ))
    }

    fn ends_of_years(&self) -> Option<[&DraftColumn; 2]> {
        let years = self.all_years();
        let (first, last) = (self.column(*years.first()?), self.column(*years.last()?));
        (first.empty == 0 && last.empty == 0).then_some([first, last])
    }

    /// From what to what the total went, in French and English.
    pub(super) fn went_over_years(&self) -> Option<[String; 2]> {
        let [first, last] = self.ends_of_years()?;
        let year = |column: &DraftColumn| as_value(column.original.trim());
        let total =
            |column: &DraftColumn| format!("{{{{ formatted.all_{} }}}}", slug(&column.name));
        let (from, to, before, now) = (year(first), year(last), total(first), total(last));
        Some([
            format!("De {from} à {to}, le total est passé de {before} à {now}."),
            format!("From {from} to {to}, the total went from {before} to {now}."),
        ])
    }

    /// The table of all years.
    pub(super) fn table_of_years(&mut self, breakdown: &str, dimension: &str) {
        let names = self.names_of_years();
        let years = self.all_years();
        let (Some(first), Some(last)) = (years.first(), years.last()) else {
            return;
        };
        let year = |at: usize| self.column(at).original.trim().to_owned();
        let (first, last) = (year(*first), year(*last));
        let title = self.per_locale(
            &format!("De {first} à {last}"),
            &format!("From {first} to {last}"),
        );
        self.line(&format!(
            "  {YEARS}: {{type: table, data: {breakdown}, columns: [{}, {}], title: {title}}}",
            in_yaml(dimension),
            names.join(", ")
        ));
    }
}

/// The name of the table of all years.
pub(super) const YEARS: &str = "years_table";
