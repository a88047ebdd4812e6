//! A part of a comparison as people read it: a heading, and lines of cells.

use indexmap::IndexMap;

/// A part.
pub(super) struct Part {
    pub(super) heading: String,
    /// The heads of the columns.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// What is said of all lines, above them.
    pub(super) of_all: Option<String>,
    /// What is said where there are no rows.
    pub(super) nothing: &'static str,
    /// Whether the heads are needed on a terminal too.
    pub(super) has_heads: bool,
    /// Lines that are left out behind the others.
    pub(super) left_out: usize,
}

impl Part {
    /// A part whose lines speak for themselves.
    pub(super) fn new(heading: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self {
            heading: heading.to_owned(),
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            rows,
            of_all: None,
            nothing: "",
            has_heads: false,
            left_out: 0,
        }
    }

    /// With what is said where there are no lines.
    pub(super) fn or(mut self, nothing: &'static str) -> Self {
        self.nothing = nothing;
        self
    }

    /// A part with a last column for what a number uses that differs: what all lines have in common is said once, above them.
    pub(super) fn because(heading: &str, columns: &[&str], lines: Vec<Line<'_>>) -> Self {
        let common: Vec<String> = match lines.as_slice() {
            [first, second, rest @ ..] => {
                let is_common = |name: &&String| {
                    let others = std::iter::once(second).chain(rest);
                    others.into_iter().all(|line| line.because.contains(name))
                };
                first.because.iter().filter(is_common).cloned().collect()
            }
            _ => Vec::new(),
        };
        let rows = lines.into_iter().map(|line| {
            let own = line.because.iter().filter(|name| !common.contains(name));
            let own = by_kind(own);
            let said = match own.as_str() {
                "" => own,
                own => format!("differs: {own}"),
            };
            line.cells.into_iter().chain([said]).collect()
        });
        let rows = rows.collect();
        let of_all = by_kind(common.iter());
        Self {
            of_all: (!of_all.is_empty())
                .then(|| format!("All of these use what differs: {of_all}.")),
            ..Self::new(heading, columns, rows)
        }
    }

    /// With the first lines alone.
    pub(super) fn at_most(mut self, most: usize) -> Self {
        self.left_out = self.rows.len().saturating_sub(most);
        self.rows.truncate(most);
        self
    }

    /// What is said below lines of which some are left out.
    pub(super) fn remark(&self) -> Option<String> {
        let left_out = self.left_out;
        (left_out > 0).then(|| format!("… and {left_out} more, `--all` lists them"))
    }

    /// With the heads of its columns above the lines.
    pub(super) fn headed(mut self) -> Self {
        self.has_heads = !self.rows.is_empty();
        self
    }
}

/// A line of a part, and what its number uses that differs, as `measure downloads`.
pub(super) struct Line<'a> {
    pub(super) cells: Vec<String>,
    pub(super) because: &'a [String],
}

/// Names of a kind that are listed before the others are counted.
const LISTED: usize = 6;

/// `filter big`, `filter small` and `measure downloads` as `filters big, small; measure downloads`.
fn by_kind<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let mut kinds: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for name in names {
        let (kind, name) = name.rsplit_once(' ').unwrap_or((name.as_str(), ""));
        kinds.entry(kind).or_default().push(name);
    }
    let said = kinds.into_iter().map(|(kind, names)| {
        let ending = if names.len() > 1 { "s" } else { "" };
        format!("{kind}{ending} {}", listed(&names, LISTED))
            .trim_end()
            .to_owned()
    });
    said.collect::<Vec<_>>().join("; ")
}

/// The first names, and how many others there are.
pub(super) fn listed(names: &[&str], most: usize) -> String {
    let shown = names
        .iter()
        .take(most)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Part};

    fn part(because: &[&[&str]]) -> Part {
        let because: Vec<Vec<String>> = because
            .iter()
            .map(|names| names.iter().map(|name| (*name).to_owned()).collect())
            .collect();
        let lines = because.iter().map(|because| Line {
            cells: vec!["n".to_owned()],
            because,
        });
        Part::because("Metrics", &["metric", "not only growth"], lines.collect())
    }

    #[test]
    fn what_all_lines_use_is_said_once_and_the_rest_by_kind() {
        let part = part(&[
            &["filter a", "filter b", "measure m"],
            &["measure m"],
            &["filter b", "measure m", "scope"],
        ]);
        let said = "All of these use what differs: measure m.";
        assert_eq!(part.of_all.as_deref(), Some(said));
        let last = part.rows.iter().map(|row| row[1].as_str());
        assert_eq!(
            last.collect::<Vec<_>>(),
            ["differs: filters a, b", "", "differs: filter b; scope"]
        );
    }

    #[test]
    fn a_single_line_says_all_of_it_itself() {
        let part = part(&[&["lookup accounts"]]);
        assert_eq!(part.of_all, None);
        assert_eq!(part.rows[0][1], "differs: lookup accounts");
    }
}
