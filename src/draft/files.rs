//! The files that a person means by a file, a folder or a pattern, and the dates in their names.

use super::names::in_shell;
use crate::diagnostic::{Code, Diagnostic, allowed};
use crate::source::format_of;
use crate::text::Date;
use crate::world::World;
use std::path::{Component, Path, PathBuf};

/// Splits a name around the date in it.
pub(super) fn day_in(name: &str) -> Option<(&str, &str, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    name.char_indices().find_map(|(start, _)| {
        let day = name.get(start..start + 10)?;
        let (before, after) = (&name[..start], &name[start + 10..]);
        Date::parse(day)?;
        let alone = !before.ends_with(is_digit) && !after.starts_with(is_digit);
        alone.then_some((before, day, after))
    })
}

/// The text around the dates in file names, if it is the same in all.
pub(super) fn common_day(files: &[PathBuf]) -> Option<(String, String)> {
    let mut around = files.iter().map(|file| {
        let name = name_of(file);
        let (before, _, after) = day_in(&name)?;
        Some((before.to_owned(), after.to_owned()))
    });
    let first = around.next()??;
    around
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

/// Files that are the same but for the date in their names: a period each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FilesOfPeriods {
    /// The file of the last period.
    pub(super) last: String,
    /// The dates in ISO form, the first one first.
    pub(super) days: Vec<String>,
}

/// The periods of files in one folder; none if more than the date differs, or a date stands twice.
pub(super) fn of_periods(typed: &[String]) -> Option<FilesOfPeriods> {
    let files: Vec<PathBuf> = typed.iter().map(PathBuf::from).collect();
    let is_beside = |file: &PathBuf| file.parent() == files[0].parent();
    common_day(&files).filter(|_| files.iter().all(is_beside))?;
    let day = |file: &PathBuf| day_in(&name_of(file)).map(|(_, day, _)| day.to_owned());
    let mut of_days: Vec<(String, &String)> = files.iter().filter_map(day).zip(typed).collect();
    of_days.sort();
    let last = of_days.last()?.1.clone();
    let mut days: Vec<String> = of_days.into_iter().map(|(day, _)| day).collect();
    days.dedup();
    (days.len() == typed.len()).then_some(FilesOfPeriods { last, days })
}

/// The files of a folder; none if it is not a folder.
pub(super) fn files_of(world: &dyn World, path: &Path) -> Vec<PathBuf> {
    let found = world.glob(&format!("{}/*", escaped(path).trim_end_matches('/')));
    found.unwrap_or_default()
}

/// The pattern, or the name, of the data files in a folder; they must be of one kind.
pub(super) fn one_kind(typed: &str, files: &[PathBuf]) -> Result<(String, bool), Diagnostic> {
    let mut endings: Vec<String> = Vec::new();
    let mut rows: Vec<PathBuf> = Vec::new();
    for file in files {
        let name = name_of(file);
        if format_of(&name).0.is_none() || name.starts_with('.') {
            continue;
        }
        rows.push(file.clone());
        let stem = name.strip_suffix(".gz").unwrap_or(&name);
        let ending = stem.rfind('.').map_or("", |at| &name[at..]).to_owned();
        if !endings.contains(&ending) {
            endings.push(ending);
        }
    }
    let patterns = endings.iter().map(|ending| format!("*{ending}"));
    let patterns: Vec<String> = patterns.collect();
    let refused = |message: String| Diagnostic::error(Code::FILE, message);
    match (patterns.as_slice(), rows.as_slice()) {
        ([], _) => Err(refused(format!(
            "the folder `{typed}` holds no rows: no file ends in .csv, .tsv, .json, .ndjson, .jsonl or .parquet"
        ))),
        ([_], [one]) => Ok((name_of(one), false)),
        ([pattern], rows) => {
            let literal = glob::Pattern::escape;
            let around = common_day(rows);
            let of_days = around.map(|(before, after)| literal(&before) + "*" + &literal(&after));
            Ok((of_days.unwrap_or_else(|| pattern.clone()), true))
        }
        (several, _) => {
            let example = Path::new(typed).join(&several[0]).display().to_string();
            Err(refused(format!(
                "the folder `{typed}` holds files of several kinds: {}",
                allowed(several.iter().map(String::as_str))
            ))
            .hint(format!(
                "name one of them, for instance `hfreport new {}`",
                in_shell(&example)
            )))
        }
    }
}

/// The folder, which exists, and the name or pattern below it.
pub(super) fn split(path: &Path, is_pattern: bool) -> (PathBuf, String) {
    let is_plain = |part: &Component<'_>| {
        let text = part.as_os_str().to_string_lossy();
        !is_pattern || !text.contains(['*', '?', '['])
    };
    let parts = path.components().count().saturating_sub(1);
    let folder: PathBuf = path.components().take(parts).take_while(is_plain).collect();
    let name = path.strip_prefix(&folder).unwrap_or(path);
    let name = name.to_string_lossy().into_owned();
    (folder, name)
}

pub(super) fn escaped(folder: &Path) -> String {
    glob::Pattern::escape(&folder.to_string_lossy())
}

pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_a_name_stands_alone() {
        assert_eq!(
            day_in("hub_2025-10-01.csv"),
            Some(("hub_", "2025-10-01", ".csv"))
        );
        assert_eq!(day_in("é2025-10-01"), Some(("é", "2025-10-01", "")));
        for name in [
            "hub_2025-13-01.csv",
            "12025-10-01",
            "2025-10-011",
            "2025-10",
            "",
        ] {
            assert_eq!(day_in(name), None, "{name}");
        }
    }

    #[test]
    fn files_that_differ_in_their_date_alone_are_periods() {
        let found =
            |names: &[&str]| of_periods(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        let periods = found(&["a/hub_2025-11-01.csv", "a/hub_2025-10-01.csv"]);
        assert_eq!(
            periods,
            Some(FilesOfPeriods {
                last: "a/hub_2025-11-01.csv".into(),
                days: vec!["2025-10-01".into(), "2025-11-01".into()],
            })
        );
        for names in [
            ["a/hub_2025-10-01.csv", "b/hub_2025-11-01.csv"],
            ["hub_2025-10-01.csv", "hub_2025-10-01.csv"],
            ["hub_2025-10-01.csv", "top_2025-11-01.csv"],
            ["one.csv", "two.csv"],
        ] {
            assert_eq!(found(&names), None, "{names:?}");
        }
    }

    #[test]
    fn files_share_what_stands_around_their_days() {
        let files = |names: [&str; 2]| names.map(PathBuf::from);
        assert_eq!(
            common_day(&files(["a/hub_2025-10-01.csv", "a/hub_2025-11-01.csv"])),
            Some(("hub_".into(), ".csv".into()))
        );
        assert_eq!(
            common_day(&files(["2025-10-01_a.csv", "2025-11-01_b.csv"])),
            None
        );
        assert_eq!(common_day(&files(["2025-10-01.csv", "notes.csv"])), None);
    }
}
