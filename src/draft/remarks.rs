//! What is said of a column whose cells need a look: days that are none, merged cells, names that look alike.

use super::columns::DraftColumn;
use super::names::{self, in_comment};
use super::words;
use crate::sql::Type;

impl DraftColumn {
    /// Which cells are no days, if the others are, and what to write.
    pub(super) fn why_no_days(&self) -> Option<String> {
        let nearly = self.nearly.as_ref().filter(|it| it.kind == Type::Date);
        let nearly = nearly.filter(|_| self.kind == Some(Type::Text))?;
        let name = names::in_yaml(&self.name);
        let sql = (self.name != self.original).then(|| {
            let sql = names::in_yaml_quoted(&names::in_sql(&self.original));
            format!(", sql: {sql}")
        });
        let pattern = nearly.pattern.as_ref();
        let date = pattern.map(|it| format!(", date: \"{}\"", it.as_str()));
        Some(format!(
            "`{}` is read as texts, since `{}` is no day like the others, nor {} of {} rows: write all of them in one way in the file, or write `{name}: {{type: date{}{}, nullable: true, on_violation: clear}}`, which empties these",
            in_comment(&self.name),
            in_comment(&nearly.example),
            nearly.others,
            self.rows,
            sql.unwrap_or_default(),
            date.unwrap_or_default(),
        ))
    }

    /// Whether its whole numbers may be days, as a spreadsheet counts them.
    pub(super) fn may_be_days(&self) -> bool {
        /// The days from 1990 to 2049.
        const DAYS: std::ops::Range<i128> = 32_874..54_789;
        let count = self.rows.saturating_sub(self.empty).max(1) as i128;
        self.kind == Some(Type::Integer)
            && words::is_day(&self.original)
            && self
                .total
                .is_some_and(|it| DAYS.contains(&(it.units / count)))
    }

    /// What is said of texts that are numbers with signs or units.
    pub(super) fn why_measured(&self) -> Option<String> {
        let told = self.odd.is_some() || self.mixed.is_some() || self.broken.is_some();
        let cell = self
            .measured
            .as_ref()
            .filter(|_| self.kind == Some(Type::Text) && !told)?;
        Some(format!(
            "`{}` is read as texts, since its numbers have signs or units, such as `{}`: write numbers alone into its cells and the unit into the header, and it is added up",
            in_comment(&self.name),
            in_comment(cell)
        ))
    }

    /// What is said of cells that may have been merged.
    pub(super) fn why_merged(&self) -> Option<String> {
        self.is_merged.then(|| {
            format!(
                "`{}` is empty in {} of {} rows and has each name once, as merged cells leave it: where rows belong to the name above them, fill the cells in the file",
                in_comment(&self.name),
                self.empty,
                self.rows
            )
        })
    }

    /// Why names in it are not told apart, if there are such.
    pub(super) fn why_apart(&self) -> Option<String> {
        let (one, other) = self.apart.as_ref()?;
        Some(format!(
            "`{}` and `{}` in `{}` look alike and are several names: write them alike in the file",
            in_comment(one),
            in_comment(other),
            in_comment(&self.name)
        ))
    }

    /// Which names are spelled in several ways, if there are such.
    pub(super) fn why_spelled(&self) -> Option<String> {
        const SHOWN: usize = 3;
        let shown = self.spelled.iter().take(SHOWN);
        let shown =
            shown.map(|(one, other)| format!("`{}` and `{}`", in_comment(one), in_comment(other)));
        let shown: Vec<String> = shown.collect();
        let more = match self.spelled.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        (!shown.is_empty() && self.is_group()).then(|| format!(
            "names in `{}` are spelled in several ways and counted apart: {}{more}: write them alike in the file",
            in_comment(&self.name),
            shown.join("; ")
        ))
    }
}

/// What has to be known about the days of a column.
pub(super) fn of_days(column: &DraftColumn) -> Vec<String> {
    let mut notes = Vec::new();
    let name = in_comment(&column.name);
    if let Some(days) = &column.days {
        if let Some(other) = &days.other {
            notes.push(format!(
                "the days of `{name}` are read as `{}`; as `{}` they would be others, and the file does not tell which one is meant",
                days.form.as_str(),
                other.as_str()
            ));
        }
        if days.form.has_short_years() {
            notes.push(format!(
                "the years of `{name}` have two digits, and are read as those from 1969 to 2068"
            ));
        }
    }
    notes.extend(column.why_no_days());
    if let Some(broken) = column.broken.as_ref().filter(|it| !it.form.is_number()) {
        notes.push(format!(
            "`{name}` is read as texts, since {} of {} rows are not {}, such as `{}`: mend these cells in the file",
            broken.others,
            column.rows,
            broken.form.words(),
            in_comment(&broken.example)
        ));
    }
    if column.may_be_days() {
        notes.push(format!(
            "`{name}` has whole numbers, which may be days as a spreadsheet counts them: give the column a format of dates, and save the file again"
        ));
    }
    notes
}
