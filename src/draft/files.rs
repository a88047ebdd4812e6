//! The files that a person means by a file, a folder or a pattern, and the dates in their names.

use super::names::{in_shell, slug};
use crate::diagnostic::{Code, Diagnostic, allowed};
use crate::source::format_of;
use crate::text::Date;
use crate::world::World;
use std::path::{Component, Path, PathBuf};

/// A date in the name of a file: a day, `hub_2025-10-01.csv`, or a month, `sales_2025-10.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) before: String,
    /// As it stands in the name.
    pub(super) text: String,
    pub(super) after: String,
}

/// Bytes of a day and of a month.
const LENGTHS: [usize; 2] = [10, 7];

impl Stamp {
    /// The date in a name.
    pub(super) fn of(name: &str) -> Option<Self> {
        let mut found = LENGTHS.into_iter().flat_map(|length| {
            let starts = name.char_indices();
            starts.filter_map(move |(start, _)| Self::at(name, start, length))
        });
        found.next()
    }

    fn at(name: &str, start: usize, length: usize) -> Option<Self> {
        let text = name.get(start..start + length)?;
        let stamp = Self {
            before: name[..start].to_owned(),
            text: text.to_owned(),
            after: name[start + length..].to_owned(),
        };
        let day = Date::parse(&stamp.day())?;
        // Four digits and two more are a month only in years of our time.
        let is_ours = !stamp.is_month() || (1900..2200).contains(&day.year());
        let is_digit = |c: char| c.is_ascii_digit();
        let goes_on = stamp
            .after
            .strip_prefix('-')
            .is_some_and(|it| it.starts_with(is_digit));
        let alone = !stamp.before.ends_with(is_digit) && !stamp.after.starts_with(is_digit);
        (alone && !goes_on && is_ours).then_some(stamp)
    }

    /// Whether it is a month.
    pub(super) fn is_month(&self) -> bool {
        self.text.len() == LENGTHS[1]
    }

    /// The day in ISO form, of a month the first one.
    pub(super) fn day(&self) -> String {
        if self.is_month() {
            format!("{}-01", self.text)
        } else {
            self.text.clone()
        }
    }

    /// Whether another name differs in the date alone.
    fn is_beside(&self, other: &Self) -> bool {
        (&self.before, &self.after, self.is_month())
            == (&other.before, &other.after, other.is_month())
    }
}

/// The date in the first of several file names, if they differ in it alone.
pub(super) fn common_stamp(files: &[PathBuf]) -> Option<Stamp> {
    let mut stamps = files.iter().map(|file| Stamp::of(&name_of(file)));
    let first = stamps.next()??;
    let is_beside = |other: Option<Stamp>| other.is_some_and(|other| first.is_beside(&other));
    stamps.all(is_beside).then_some(first)
}

/// Files that are the same but for the date in their names: a period each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FilesOfPeriods {
    /// The files, that of the first period first.
    pub(super) files: Vec<String>,
    /// The dates, the first one first.
    pub(super) stamps: Vec<Stamp>,
}

/// The periods of files in one folder; none if more than the date differs, or a date stands twice.
pub(super) fn of_periods(typed: &[String]) -> Option<FilesOfPeriods> {
    let files: Vec<PathBuf> = typed.iter().map(PathBuf::from).collect();
    let is_beside = |file: &PathBuf| file.parent() == files[0].parent();
    common_stamp(&files).filter(|_| files.iter().all(is_beside))?;
    let stamp = |file: &PathBuf| Stamp::of(&name_of(file));
    let mut dated: Vec<(Stamp, &String)> = files.iter().filter_map(stamp).zip(typed).collect();
    dated.sort_by(|(a, _), (b, _)| a.text.cmp(&b.text));
    let files = dated.iter().map(|(_, name)| (*name).clone()).collect();
    let mut stamps: Vec<Stamp> = dated.into_iter().map(|(stamp, _)| stamp).collect();
    stamps.dedup();
    (stamps.len() == typed.len()).then_some(FilesOfPeriods { files, stamps })
}

/// Names of months in English and French, without accents, and their number.
const MONTHS: [[&str; 4]; 12] = [
    ["january", "janvier", "jan", "janv"],
    ["february", "fevrier", "feb", "fev"],
    ["march", "mars", "mar", "mars"],
    ["april", "avril", "apr", "avr"],
    ["may", "mai", "may", "mai"],
    ["june", "juin", "jun", "juin"],
    ["july", "juillet", "jul", "juil"],
    ["august", "aout", "aug", "aout"],
    ["september", "septembre", "sep", "sept"],
    ["october", "octobre", "oct", "oct"],
    ["november", "novembre", "nov", "nov"],
    ["december", "decembre", "dec", "dec"],
];

/// A better name for a file whose name has a month in words: `YYYY-05.csv` for `may.csv`.
pub(super) fn with_month(typed: &str) -> Option<String> {
    let path = Path::new(typed);
    let name = name_of(path);
    let (stem, ending) = name.split_once('.')?;
    let words = slug(stem).to_lowercase();
    let words: Vec<&str> = words.split('_').collect();
    let number = |word: &str| MONTHS.iter().position(|names| names.contains(&word));
    let (at, month) = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| Some((at, number(word)? + 1)))?;
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year = words
        .iter()
        .copied()
        .find(|word| is_year(word))
        .unwrap_or("YYYY");
    let others = words.iter().enumerate();
    let others = others.filter(|(other, word)| *other != at && !is_year(word));
    let mut parts: Vec<String> = others.map(|(_, word)| (*word).to_owned()).collect();
    parts.push(format!("{year}-{month:02}"));
    let better = path.with_file_name(format!("{}.{ending}", parts.join("_")));
    Some(better.to_string_lossy().into_owned())
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
            let around = common_stamp(rows);
            let of_days = around.map(|it| literal(&it.before) + "*" + &literal(&it.after));
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

    fn text(name: &str) -> Option<String> {
        Stamp::of(name).map(|stamp| stamp.text)
    }

    #[test]
    fn a_date_in_a_name_stands_alone() {
        for (name, date) in [
            ("hub_2025-10-01.csv", "2025-10-01"),
            ("é2025-10-01", "2025-10-01"),
            ("sales_2025-10.csv", "2025-10"),
            ("2025-10", "2025-10"),
            ("2025-12_2025-10-01", "2025-10-01"),
        ] {
            assert_eq!(text(name).as_deref(), Some(date), "{name}");
        }
        for name in [
            "hub_2025-13-01.csv",
            "12025-10-01",
            "2025-10-011",
            "sales_2025-13.csv",
            "sales_2025-100.csv",
            "",
        ] {
            assert_eq!(text(name), None, "{name}");
        }
    }

    #[test]
    fn files_that_differ_in_their_date_alone_are_periods() {
        let found =
            |names: &[&str]| of_periods(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        let days = |names: &[&str]| {
            let found = found(names)?;
            let days = found.stamps.iter().map(Stamp::day).collect::<Vec<_>>();
            Some((found.files.last().cloned()?, days.join(" ")))
        };
        assert_eq!(
            days(&["a/hub_2025-11-01.csv", "a/hub_2025-10-01.csv"]),
            Some((
                "a/hub_2025-11-01.csv".into(),
                "2025-10-01 2025-11-01".into()
            ))
        );
        assert_eq!(
            days(&["sales_2025-10.csv", "sales_2025-11.csv"]),
            Some(("sales_2025-11.csv".into(), "2025-10-01 2025-11-01".into()))
        );
        for names in [
            ["a/hub_2025-10-01.csv", "b/hub_2025-11-01.csv"],
            ["hub_2025-10-01.csv", "hub_2025-10-01.csv"],
            ["hub_2025-10-01.csv", "top_2025-11-01.csv"],
            ["hub_2025-10-01.csv", "hub_2025-11.csv"],
            ["one.csv", "two.csv"],
        ] {
            assert_eq!(found(&names), None, "{names:?}");
        }
    }

    #[test]
    fn a_month_in_words_has_a_better_name() {
        for (name, better) in [
            ("may.csv", Some("YYYY-05.csv")),
            ("data/sales_June.csv", Some("data/sales_YYYY-06.csv")),
            ("ventes-août-2025.csv", Some("ventes_2025-08.csv")),
            ("one.csv", None),
        ] {
            assert_eq!(with_month(name).as_deref(), better, "{name}");
        }
    }

    #[test]
    fn files_share_what_stands_around_their_dates() {
        let shared = |names: [&str; 2]| {
            let found = common_stamp(&names.map(PathBuf::from))?;
            Some((found.before, found.after))
        };
        assert_eq!(
            shared(["a/hub_2025-10-01.csv", "a/hub_2025-11-01.csv"]),
            Some(("hub_".into(), ".csv".into()))
        );
        assert_eq!(shared(["2025-10-01_a.csv", "2025-10-01_b.csv"]), None);
        assert_eq!(shared(["2025-10-01.csv", "notes.csv"]), None);
    }
}
