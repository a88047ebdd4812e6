//! The columns of a table, and of the table behind a chart.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Breakdown, Column, PartsOf, Role, Shows, TableColumn};
use crate::spec::grammar::{self, ChartType, MadeColumn, NameOrNames};

/// The keys of a made column, of which one says what it shows.
const KINDS: [&str; 5] = ["column", "bar", "strip", "top", "text"];

impl Context<'_> {
    /// The columns that a table reads of its breakdown, and how it shows them; the latter only where some are made of
    /// something. `default` is what is read where the spec says nothing.
    pub(super) fn table_columns(
        &mut self,
        chart: &grammar::Chart,
        breakdown: &Breakdown,
        default: Vec<String>,
        pointer: &str,
    ) -> Option<(Vec<String>, Vec<TableColumn>)> {
        let Some(given) = &chart.columns else {
            return Some((default, Vec::new()));
        };
        let mut names: Vec<String> = Vec::new();
        let mut list = Vec::new();
        for (at, column) in given.iter().enumerate() {
            let pointer = format!("{pointer}/columns/{at}");
            let (shows, title) = match column {
                grammar::TableColumn::Name(name) => {
                    self.column_of_table(name, breakdown, &pointer)?;
                    (Shows::Column(name.clone(), Vec::new()), None)
                }
                grammar::TableColumn::Made(made) if chart.kind == ChartType::Table => {
                    let shows = self.made(made, breakdown, &pointer)?;
                    let title = made.title.as_ref();
                    let title = title.map(|it| self.text(it, &format!("{pointer}/title")));
                    (shows, title)
                }
                grammar::TableColumn::Made(_) => {
                    let message = format!(
                        "the table behind a chart of type {} has columns as they are; in one of type table they may be made of something",
                        chart.kind.name()
                    );
                    self.error(Code::TABLE_COLUMN, &pointer, message);
                    return None;
                }
            };
            if let Shows::Column(name, notes) | Shows::Bar(name, notes) = &shows {
                names.extend([name].into_iter().chain(notes).cloned());
            }
            list.push(TableColumn {
                shows,
                title,
                pointer,
            });
        }
        let is_made =
            |column: &grammar::TableColumn| matches!(column, grammar::TableColumn::Made(_));
        if !given.iter().any(is_made) {
            list.clear();
        }
        Some((names, list))
    }

    /// A column of the breakdown, by its name.
    fn column_of_table<'b>(
        &mut self,
        name: &str,
        breakdown: &'b Breakdown,
        pointer: &str,
    ) -> Option<&'b Column> {
        let found = breakdown.columns.get(name);
        if found.is_none() {
            let of = format!("breakdown `{}`", breakdown.name);
            self.unknown_with(
                &format!("column of {of}"),
                name,
                pointer,
                breakdown.columns.names(),
                breakdown.columns.advice(name, &of),
            );
        }
        found
    }

    /// What a made column shows.
    fn made(&mut self, made: &MadeColumn, breakdown: &Breakdown, pointer: &str) -> Option<Shows> {
        let given = [
            made.column.is_some(),
            made.bar.is_some(),
            made.strip.is_some(),
            made.top.is_some(),
            made.text.is_some(),
        ];
        let given: Vec<&str> = KINDS
            .into_iter()
            .zip(given)
            .filter_map(|(kind, given)| given.then_some(kind))
            .collect();
        let [kind] = given[..] else {
            let found = match given.as_slice() {
                [] => "none".to_owned(),
                given => given.join(" and "),
            };
            let message = format!(
                "a column of a table has exactly one of {}; found {found}",
                KINDS.map(|kind| format!("`{kind}`")).join(", ")
            );
            self.error(Code::TABLE_COLUMN, pointer, message);
            return None;
        };
        for (key, given, fits) in [
            (
                "note",
                made.note.is_some(),
                matches!(kind, "column" | "bar"),
            ),
            ("skip", made.skip.is_some(), kind == "top"),
        ] {
            if given && !fits {
                let message = format!("`{key}` means nothing beside `{kind}`");
                let place = Location::key(format!("{pointer}/{key}"));
                self.problems
                    .push(Diagnostic::error(Code::TABLE_COLUMN, message).at(place));
                return None;
            }
        }
        let notes = made
            .note
            .as_ref()
            .map(NameOrNames::list)
            .unwrap_or_default();
        for note in &notes {
            self.column_of_table(note, breakdown, &format!("{pointer}/note"))?;
        }
        if let Some(name) = &made.column {
            self.column_of_table(name, breakdown, &format!("{pointer}/column"))?;
            return Some(Shows::Column(name.clone(), notes));
        }
        if let Some(name) = &made.bar {
            let at = format!("{pointer}/bar");
            let column = self.column_of_table(name, breakdown, &at)?;
            if !has_length(column) {
                let message =
                    format!("`{name}` is nothing that can be compared by the length of bars");
                self.error(Code::TABLE_COLUMN, &at, message);
                return None;
            }
            return Some(Shows::Bar(name.clone(), notes));
        }
        if let Some(text) = &made.text {
            if made.title.is_none() {
                let message = "a column of texts needs a `title`";
                let place = Location::value(pointer);
                self.problems
                    .push(Diagnostic::error(Code::MISSING_KEY, message).at(place));
                return None;
            }
            return Some(Shows::Text(self.text(text, &format!("{pointer}/text"))));
        }
        if let Some(name) = &made.strip {
            let at = format!("{pointer}/strip");
            let parts = self.parts_of(name, breakdown, &at)?;
            let of = &self.report.breakdowns[name];
            let adds_up = of.measures[0].adds_up() && !of.by_list;
            if !adds_up {
                let message = format!(
                    "the rows of breakdown `{name}` are no parts of one whole: some count in several"
                );
                self.error(Code::TABLE_COLUMN, &at, message);
                return None;
            }
            return Some(Shows::Strip(parts));
        }
        let parts = self.parts_of(made.top.as_ref()?, breakdown, &format!("{pointer}/top"))?;
        let skip = made.skip.as_ref().map(NameOrNames::list);
        Some(Shows::Top(parts, skip.unwrap_or_default()))
    }

    /// The breakdown that has the parts of the rows of another one.
    fn parts_of(&mut self, name: &str, rows: &Breakdown, pointer: &str) -> Option<PartsOf> {
        self.use_name("breakdown", name);
        let Some(parts) = self.report.breakdowns.get(name) else {
            if !self.spec.breakdowns.contains_key(name) {
                let names: Vec<String> = self.spec.breakdowns.keys().cloned().collect();
                let names = names.iter().map(String::as_str);
                self.unknown("breakdown", name, pointer, names);
            }
            return None;
        };
        let further = parts.by.iter().filter(|by| !rows.by.contains(by));
        let further: Vec<&String> = further.collect();
        let mut within = parts.within.iter().map(|at| &parts.by[*at]);
        let whole = rows.by.iter().all(|by| parts.by.contains(by));
        let fits =
            whole && parts.within.len() == rows.by.len() && within.all(|by| rows.by.contains(by));
        let shares = parts.columns.all().iter();
        let mut shares = shares.filter(|it| it.role() == Some(Role::Share));
        if let (true, [dimension], Some(share)) = (fits, &further[..], shares.next()) {
            return Some(PartsOf {
                data: name.to_owned(),
                dimension: (*dimension).clone(),
                share: share.name.clone(),
            });
        }
        let wanted = rows.by.join(", ");
        let message = format!(
            "the rows of the table are by {wanted}: their parts are a breakdown by {wanted} and one more dimension, with shares `within` {wanted}; `{name}` is by {}",
            parts.by.join(", ")
        );
        self.error(Code::TABLE_COLUMN, pointer, message);
        None
    }
}

/// Whether numbers of a column may be told by lengths from zero on.
fn has_length(column: &Column) -> bool {
    column.is_numeric()
        && column.role().is_some_and(|role| {
            matches!(
                role,
                Role::Value
                    | Role::Share
                    | Role::Cumulative
                    | Role::Previous
                    | Role::SharePrevious
                    | Role::YearPrevious
                    | Role::Mean
                    | Role::Running
                    | Role::Index
                    | Role::EnteredCount
                    | Role::LeftCount
            )
        })
}
