//! The sparklines of a table: the breakdown that has the course of its rows.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Breakdown, LocalText, Sparkline};
use crate::spec::grammar;
use crate::sql::Type;
use crate::text::Locale;

impl Context<'_> {
    /// Reads the sparklines of a table of `breakdown`. None where they are wrong, which is reported.
    pub(super) fn sparkline(
        &mut self,
        sparkline: &grammar::Sparkline,
        breakdown: &Breakdown,
        pointer: &str,
    ) -> Option<Sparkline> {
        self.use_name("breakdown", &sparkline.data);
        let Some(course) = self.report.breakdowns.get(&sparkline.data).cloned() else {
            if !self.spec.breakdowns.contains_key(&sparkline.data) {
                let names: Vec<String> = self.spec.breakdowns.keys().cloned().collect();
                let names = names.iter().map(String::as_str);
                self.unknown(
                    "breakdown",
                    &sparkline.data,
                    &format!("{pointer}/data"),
                    names,
                );
            }
            return None;
        };
        let Some(along) = course.by.iter().position(|name| *name == sparkline.x) else {
            let names = course.by.iter().map(String::as_str);
            let what = format!("dimension of breakdown `{}`", course.name);
            self.unknown(&what, &sparkline.x, &format!("{pointer}/x"), names);
            return None;
        };
        let kind = course.columns.dimensions()[along].value_type;
        if kind != Type::Date {
            let message = format!(
                "a course goes along dates, and `{}` has values of type {kind}",
                sparkline.x
            );
            self.error(Code::DEFINITION, &format!("{pointer}/x"), message);
            return None;
        }
        let mut others = course.by.clone();
        others.remove(along);
        others.sort_unstable();
        // A row of one date has the course of its other keys.
        let mut wanted = breakdown.by.clone();
        wanted.retain(|name| *name != sparkline.x);
        wanted.sort_unstable();
        if others != wanted {
            let message = format!(
                "the rows of the table are by {}, and those of breakdown `{}` by {}: a row has a course where the other one has its dimensions and `{}`, and no further one",
                breakdown.by.join(", "),
                course.name,
                course.by.join(", "),
                sparkline.x
            );
            let place = Location::value(format!("{pointer}/data"));
            self.problems
                .push(Diagnostic::error(Code::DEFINITION, message).at(place));
            return None;
        }
        let first = || course.measures[0].name.clone();
        let y = sparkline.y.clone().unwrap_or_else(first);
        let numbers = course.columns.all().iter();
        let numbers = numbers.filter(|column| column.is_numeric());
        let Some(column) = numbers.clone().find(|column| column.name == y) else {
            let of = format!("breakdown `{}`", course.name);
            self.unknown_with(
                &format!("measure of {of}"),
                &y,
                &format!("{pointer}/y"),
                numbers.map(|column| column.name.as_str()),
                course.columns.advice(&y, &of),
            );
            return None;
        };
        let title = course_of(&column.title);
        let given = sparkline.title.as_ref();
        let given = given.map(|given| self.text(given, &format!("{pointer}/title")));
        Some(Sparkline {
            data: course.name.clone(),
            x: sparkline.x.clone(),
            y,
            title: given.unwrap_or(title),
            pointer: pointer.to_owned(),
        })
    }
}

/// The title of a column of sparklines that has none of its own.
fn course_of(title: &LocalText) -> LocalText {
    LocalText::new(Locale::ALL.iter().map(|locale| {
        let word = match locale {
            Locale::Fr => "évolution",
            Locale::En => "course",
        };
        (*locale, format!("{} ({word})", title.get(*locale)))
    }))
}
