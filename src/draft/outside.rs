//! Rows that are no rows: totals and means, rows without any value, notes below the table. In: where the profile saw them. Out: the
//! condition that leaves them out, and what is said of them.

use super::Sighting;
use super::columns::DraftColumn;
use super::names::{in_comment, in_sql, unique};
use crate::diagnostic::{Code, Diagnostic, counted};
use crate::engine::{Differs, Kind, Total};

/// What a contract does about rows that are no rows.
#[derive(Clone, Debug, Default)]
pub(super) struct LeftOut {
    /// The condition of the source; empty if there are none.
    pub(super) condition: String,
    /// A further column that tells them from other rows, and its expression.
    pub(super) teller: Option<(String, String)>,
    /// The expression that tells rows of totals and means; empty if there are none.
    pub(super) totals: String,
}

impl LeftOut {
    /// # Errors
    /// No condition on the columns tells these rows from the others, or a note stands below the table.
    pub(super) fn of(sighting: &Sighting) -> Result<Self, Diagnostic> {
        let outside = &sighting.profile.outside;
        let columns = &sighting.columns.items;
        if let Some(note) = &outside.note {
            return Err(below(sighting, note));
        }
        if let Some((total, times)) = &outside.nested {
            return Err(nested(sighting, total, *times));
        }
        if let Some(total) = &outside.contradicted {
            return Err(contradicted(sighting, total));
        }
        if let Some(total) = &outside.unsure {
            return Err(unsure(sighting, total));
        }
        if let Some(total) = &outside.shared {
            return Err(shared(sighting, total));
        }
        if let Some(total) = &outside.misfit {
            return Err(misfit(sighting, total));
        }
        if outside.is_none() {
            return Ok(Self::default());
        }
        let mut labels: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut tellers: Vec<String> = Vec::new();
        let mut add =
            |teller: String| tellers.extend((!tellers.contains(&teller)).then_some(teller));
        for total in &outside.totals {
            let column = total.column.as_str();
            match (&total.label, &total.like) {
                (Some(label), Some(like)) => add(format!(
                    "{} ILIKE '{like}'",
                    without_blanks(&in_sql(column), label)
                )),
                (Some(label), None) => match labels.iter_mut().find(|it| it.0 == column) {
                    Some((_, texts)) => texts.push(label),
                    None => labels.push((column, vec![label])),
                },
                // One empty cell may also be that of a row of a later file.
                (None, _) if total.lacks.len() > 1 => {
                    add(all_empty(total.lacks.iter().map(String::as_str)));
                }
                (None, _) => return Err(refused(sighting, total)),
            }
        }
        let called = labels
            .into_iter()
            .map(|(name, texts)| is_called(name, texts, outside.lacking));
        let tellers: Vec<String> = called.chain(tellers).collect();
        let taken: Vec<String> = columns.iter().map(|it| it.name.clone()).collect();
        let name = unique(
            if tellers.is_empty() {
                "is_blank"
            } else {
                "is_total"
            },
            &taken,
        );
        let totals = tellers.join(" OR ");
        // Columns that come from the name of a file are never empty.
        let in_file = columns
            .iter()
            .filter(|it| it.empty + it.empty_elsewhere > 0);
        let blank = (outside.blank > 0).then(|| all_empty(in_file.map(|it| it.original.as_str())));
        let all: Vec<String> = tellers.into_iter().chain(blank).collect();
        Ok(Self {
            condition: format!("{name} IS NOT TRUE"),
            teller: Some((name, all.join(" OR "))),
            totals,
        })
    }

    /// The expression of a column, missing in rows of totals and means where these have other things than values of its type.
    pub(super) fn without_totals(&self, column: &DraftColumn) -> Option<String> {
        if !column.is_unfit || self.totals.is_empty() {
            return column.sql.clone();
        }
        let own = column.sql.clone();
        let own = own.unwrap_or_else(|| in_sql(&column.original));
        Some(format!(
            "CASE WHEN ({}) IS NOT TRUE THEN {own} END",
            self.totals
        ))
    }
}

/// The expression that tells rows by columns that have nothing in them.
fn all_empty<'a>(columns: impl Iterator<Item = &'a str>) -> String {
    let empty = columns.map(|name| format!("{} IS NULL", in_sql(name)));
    let empty: Vec<String> = empty.collect();
    match empty.as_slice() {
        [one] => one.clone(),
        several => format!("({})", several.join(" AND ")),
    }
}

/// The expression that tells rows by what they are called in a column. A condition that the column has a value would also
/// leave out rows of later files in which it is empty.
///
/// A file without such a row is warned of a text that stands for no row; not so where letters are compared in lower case.
fn is_called(column: &str, labels: Vec<&str>, may_be_absent: bool) -> String {
    let sql = in_sql(column);
    let sql = labels
        .iter()
        .fold(sql, |sql, label| without_blanks(&sql, label));
    let labels = labels.into_iter().map(str::trim);
    let mut labels: Vec<String> = labels
        .map(|label| {
            if may_be_absent {
                label.to_lowercase()
            } else {
                label.to_owned()
            }
        })
        .collect();
    labels.sort_unstable();
    labels.dedup();
    let texts = labels
        .iter()
        .map(|label| format!("'{}'", label.replace('\'', "''")));
    let texts: Vec<String> = texts.collect();
    let texts = texts.join(", ");
    if may_be_absent {
        format!("lower({sql}) IN ({texts})")
    } else {
        format!("{sql} IN ({texts})")
    }
}

/// The expression of a column, without blanks at the ends of its texts if one that is looked for has some.
fn without_blanks(sql: &str, label: &str) -> String {
    if label.trim() == label || sql.starts_with("trim(") {
        sql.to_owned()
    } else {
        format!("trim({sql})")
    }
}

/// What is said of rows that are left out, and of those that may have to be.
pub(super) fn notes(sighting: &Sighting) -> Vec<String> {
    let outside = &sighting.profile.outside;
    let mut notes = Vec::new();
    let of_kind = |is: &dyn Fn(&Total) -> bool| {
        let found = outside.totals.iter().filter(|it| is(it));
        found.collect::<Vec<&Total>>()
    };
    if let [total, ..] = of_kind(&|it| it.kind == Kind::Whole)[..] {
        let sums = outside.sums.iter();
        let sums = sums.map(|name| format!("`{}`", in_comment(name)));
        notes.push(format!(
            "{} has the sum of the others in {}: `where` leaves it out",
            named(sighting, total),
            sums.collect::<Vec<_>>().join(", ")
        ));
    }
    notes.extend(differences(sighting));
    if outside.blank > 0 {
        notes.push(format!(
            "{} without any value: `where` leaves {} out",
            rows(outside.blank),
            them(outside.blank)
        ));
    }
    notes.extend(of_groups(&of_kind(&|it| it.kind == Kind::Group)));
    for is_subtotal in [true, false] {
        let parts = of_kind(&|it| it.kind == Kind::Part && it.is_subtotal() == is_subtotal);
        if let Some(first) = parts.first() {
            let is_one = parts.len() == 1;
            notes.push(format!(
                "{} {} called {} and {} the sum of the rows beside, the first is row {}, {}: `where` leaves {} out",
                in_column(parts.len(), first),
                if is_one { "is" } else { "are" },
                match (is_subtotal, is_one) {
                    (true, true) => "a subtotal",
                    (true, false) => "subtotals",
                    (false, true) => "a total",
                    (false, false) => "totals",
                },
                if is_one { "has" } else { "have" },
                first.row,
                label(first),
                them(parts.len()),
            ));
        }
    }
    for total in of_kind(&|it| it.is_statistic()) {
        notes.push(format!(
            "{} has a number that stands for all others, such as their mean: `where` leaves it out",
            named(sighting, total)
        ));
    }
    if let (count, Some(first)) = &outside.apart {
        let (are, they) = if *count == 1 {
            ("is", "it counts")
        } else {
            ("are", "they count")
        };
        notes.push(format!(
            "{} {are} in no total, the first is row {}, {}: {they} like the others; if that is wrong, take {} out of the file",
            rows(*count),
            first.row,
            label(first),
            them(*count)
        ));
    }
    let (suspects, others): (Vec<&Total>, Vec<&Total>) = outside
        .called
        .iter()
        .partition(|it| it.is_last && !it.is_statistic() && !it.is_subtotal());
    let kinds = [
        (false, "a total", "totals"),
        (true, "a mean or the like", "means or the like"),
    ];
    for (are_means, one, several) in kinds {
        let called = others.iter().filter(|it| it.is_statistic() == are_means);
        let called: Vec<&&Total> = called.collect();
        if let Some(first) = called.first() {
            notes.push(format!(
                "{} {}, the first is row {}, {}: {}",
                in_column(called.len(), first),
                if called.len() == 1 { format!("is called {one}") } else { format!("are called {several}") },
                first.row,
                label(first),
                if called.len() == 1 {
                    format!("it counts like the others; if it is {one}, take it out of the file")
                } else {
                    format!("they count like the others; if they are {several}, take them out of the file")
                }
            ));
        }
    }
    if let Some(total) = suspects.first() {
        notes.push(format!(
            "{} counts like the others, since no number in it is the sum of theirs; if it is a total all the same, take it out of the file",
            named(sighting, total)
        ));
    }
    notes
}

/// What is said of rows that stand for the others of their groups: of each name one note.
fn of_groups(totals: &[&Total]) -> Vec<String> {
    let mut known: Vec<(&Total, usize)> = Vec::new();
    for total in totals {
        let is_like = |it: &&mut (&Total, usize)| {
            (&it.0.column, &it.0.label, &it.0.by) == (&total.column, &total.label, &total.by)
        };
        match known.iter_mut().find(is_like) {
            Some((_, count)) => *count += 1,
            None => known.push((total, 1)),
        }
    }
    let said = known.into_iter().map(|(first, count)| {
        let is_one = count == 1;
        format!(
            "{} {} called {} and {} the sum of the others with {} {}, the first is row {}: `where` leaves {} out",
            in_column(count, first),
            if is_one { "is" } else { "are" },
            label(first),
            if is_one { "has" } else { "have" },
            if is_one { "its" } else { "their" },
            agreeing(first),
            first.row,
            them(count),
        )
    });
    said.collect()
}

/// Of which rows one is a total, behind "the others".
fn of_group(total: &Total) -> String {
    match total.kind {
        Kind::Group => format!(" with its {}", agreeing(total)),
        _ => String::new(),
    }
}

/// The columns by which rows agree with a total.
fn agreeing(total: &Total) -> String {
    let names = total.by.iter();
    let names = names.map(|name| format!("`{}`", in_comment(name)));
    names.collect::<Vec<_>>().join(" and ")
}

/// Totals shown whose numbers are not the sums of their rows.
const SHOWN: usize = 3;

/// What is said of totals with other numbers than the sums of their rows.
fn differences(sighting: &Sighting) -> Vec<String> {
    let differ = &sighting.profile.outside.differ;
    let said = |it: &Differs| {
        format!(
            "{} has {} in `{}`, where the rows add up to {}: {}",
            match &it.file {
                Some(file) => in_file(sighting, file, &it.total),
                None => named(sighting, &it.total),
            },
            it.has,
            in_comment(&it.column),
            it.sum,
            if it.is_rounding {
                "the difference is within rounding, and the sum of the rows is what counts"
            } else {
                "the sum of the rows is what counts; look which of the two is right"
            }
        )
    };
    // What is no rounding is said first.
    let mut ordered: Vec<&Differs> = differ.iter().collect();
    ordered.sort_by_key(|it| it.is_rounding);
    let mut notes: Vec<String> = ordered.into_iter().take(SHOWN).map(said).collect();
    if let Some(more) = differ.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        notes.push(format!(
            "{more} more {} of totals {} not the sum of their rows",
            if more == 1 { "number" } else { "numbers" },
            if more == 1 { "is" } else { "are" }
        ));
    }
    notes
}

/// What a total is called, before a verb.
fn called(total: &Total) -> String {
    if total.label.is_some() {
        format!("{},", label(total))
    } else {
        format!("which has nothing in `{}`,", in_comment(&total.column))
    }
}

/// A total of one of several files, of which each is a period.
fn in_file(sighting: &Sighting, file: &str, total: &Total) -> String {
    let row = total.row;
    let file = in_comment(file);
    match (sighting.profile.files == 1, total.is_last) {
        (true, true) => format!("the last row of `{file}` (row {row}), {}", called(total)),
        (true, false) => format!("row {row} of `{file}`, {}", called(total)),
        (false, _) => named(sighting, total),
    }
}

/// A total by its file, its row and what it is called.
fn named(sighting: &Sighting, total: &Total) -> String {
    let label = called(total);
    let shown = &sighting.data.location.shown;
    let is_one = sighting.profile.files == 1 && sighting.data.periods.is_empty();
    match (is_one, total.is_last, total.row) {
        (true, true, row) => format!("the last row of `{shown}` (row {row}), {label}"),
        (true, false, row) => format!("row {row} of `{shown}`, {label}"),
        (false, true, _) => format!("the last row of files such as `{shown}`, {label}"),
        (false, false, row) => format!("row {row} of files such as `{shown}`, {label}"),
    }
}

/// What a row is called.
fn label(total: &Total) -> String {
    format!(
        "`{}`",
        in_comment(total.label.as_deref().unwrap_or_default())
    )
}

/// So many rows in the column of one of them.
fn in_column(count: usize, first: &Total) -> String {
    format!("{} in `{}`", rows(count), in_comment(&first.column))
}

fn them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// The problem of a total of rows of which some are totals of others.
fn nested(sighting: &Sighting, total: &Total, times: u8) -> Diagnostic {
    let part = if times == 2 { "half" } else { "a third" };
    let what = format!(
        "{} is {part} of what the others{} add up to: some of them are totals of others",
        named(sighting, total),
        of_group(total)
    );
    Diagnostic::error(Code::SOURCE_FORMAT, what)
        .hint("a row of the file is of one kind: delete the totals, or give their names the word `Total`, and save it again")
}

/// The problem of a total of rows of which others are called totals too, and are in none.
fn contradicted(sighting: &Sighting, total: &Total) -> Diagnostic {
    let called = &sighting.profile.outside.called;
    let other = called.first().map_or_else(String::new, |other| {
        format!(", row {}, {}, among them", other.row, label(other))
    });
    let what = format!(
        "{} has the sum of some rows, and other rows that are called totals or means count beside them{other}",
        named(sighting, total)
    );
    Diagnostic::error(Code::SOURCE_FORMAT, what)
        .hint("delete the totals and means in the file, and save it again: what is left of them would be added up with the rest")
}

/// The problem of a row that has the sum of others in one period and is not there in another.
fn unsure(sighting: &Sighting, total: &Total) -> Diagnostic {
    let what = format!(
        "{} has the sum of the others in one of the files, and is no total there in another: it may be a row like the others",
        named(sighting, total)
    );
    Diagnostic::error(Code::SOURCE_FORMAT, what).hint(format!(
        "if it is a total, write `Total` into its column `{}`, or delete the row in the file",
        in_comment(&total.column)
    ))
}

/// The problem of a row that is called a total and has other numbers than the sums of the others.
fn misfit(sighting: &Sighting, total: &Total) -> Diagnostic {
    let (called, others) = if total.is_subtotal() {
        ("a subtotal", "rows beside")
    } else {
        ("a total", "others")
    };
    let what = format!(
        "{} is called {called}, and no number in it is the sum of the {others}",
        named(sighting, total)
    );
    Diagnostic::error(Code::SOURCE_FORMAT, what).hint(format!(
        "counted like the others it would double them: mend its amounts, or delete the row in the file; if it is one of those that count, write its whole name into `{}`",
        in_comment(&total.column)
    ))
}

/// The problem of a note below the table.
fn below(sighting: &Sighting, note: &Total) -> Diagnostic {
    let shown = &sighting.data.location.shown;
    let what = format!(
        "`{shown}`, row {}: {} stands below the table, in a row that has nothing else",
        note.row,
        label(note)
    );
    Diagnostic::error(Code::SOURCE_FORMAT, what).hint(
        "a file ends with its last row: delete this one and those below it, and save it again",
    )
}

/// The problem of a total that nothing tells from other rows.
fn refused(sighting: &Sighting, total: &Total) -> Diagnostic {
    let of = of_group(total);
    let what = format!("{} is the sum of the others{of}", named(sighting, total));
    Diagnostic::error(Code::SOURCE_FORMAT, what).hint(format!(
        "write `Total` into its column `{}`, or delete the row in the file: an empty cell alone may also be that of a row that counts",
        in_comment(&total.column)
    ))
}

/// The problem of a total that is called what another row is called.
fn shared(sighting: &Sighting, total: &Total) -> Diagnostic {
    let what = format!(
        "{} is the sum of others, and a row that counts is called so, too",
        named(sighting, total)
    );
    Diagnostic::error(Code::SOURCE_FORMAT, what).hint(format!(
        "delete the row in the file, or call the other one differently: in column `{}` nothing tells them apart",
        in_comment(&total.column)
    ))
}

fn rows(count: usize) -> String {
    counted(count as i128, "row", "rows")
}
