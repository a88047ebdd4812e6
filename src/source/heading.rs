//! Lines above the header of a delimited file, as spreadsheets export them: a title, a date, blank cells.
//!
//! In: the first bytes of the file. Out: where the header seems to be, if it is not the first line, and what to say of it.

use crate::diagnostic::{Code, Diagnostic};
use std::path::Path;

/// Lines above a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Title {
    /// The first of them that is not blank, from 1.
    pub line: usize,
    /// What stands in it.
    pub text: String,
    /// The line of the header, from 1.
    pub header_line: usize,
    /// What stands there.
    pub header: String,
    /// What stands between its names.
    pub delimiter: u8,
}

impl Title {
    /// The problem of a file that has it.
    pub(crate) fn problem(&self, path: &Path) -> Diagnostic {
        /// Characters of a line that a message shows.
        const SHOWN: usize = 100;
        let shown = |text: &str| {
            let plain = |sign: char| if sign.is_control() { ' ' } else { sign };
            text.chars().take(SHOWN).map(plain).collect::<String>()
        };
        let message = format!(
            "`{}`, line {}: `{}` stands above the header, which seems to be line {}: `{}`",
            path.display(),
            self.line,
            shown(&self.text),
            self.header_line,
            shown(&self.header)
        );
        Diagnostic::error(Code::SOURCE_FORMAT, message)
    }

    /// What to do about it.
    pub(crate) fn advice(&self) -> String {
        let lines = match self.header_line {
            2 => "line 1".to_owned(),
            line => format!("lines 1 to {}", line - 1),
        };
        format!("a file begins with its header: delete {lines}")
    }

    /// The problem of a file that is read with a delimiter, and what to do about it.
    pub(super) fn refusal(&self, path: &Path, delimiter: u8) -> Diagnostic {
        let problem = self.problem(path);
        let problem = problem.hint(format!("{}, and save it again", self.advice()));
        let other = char::from(self.delimiter).escape_default();
        let is_other = self.delimiter != delimiter;
        problem.maybe_hint(is_other.then(|| {
            format!("between its names stands another delimiter: `delimiter: \"{other}\"`")
        }))
    }
}

/// What may stand between the fields of a file, the most frequent first.
pub(super) const DELIMITERS: [u8; 4] = *b",;\t|";

/// Lines that are looked at.
const LINES: usize = 40;
/// Bytes that are looked at, in whole lines: cells take many times their room.
const BYTES: usize = 1 << 20;
/// Cells that a line above the header may have: `Period;2025`.
const FEW: usize = 2;

/// A line that is not blank.
struct Line<'t> {
    number: usize,
    text: &'t str,
    cells: Vec<&'t str>,
}

impl Line<'_> {
    /// How many of its cells are not empty.
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// The lines above the header, if the first line is none.
pub(super) fn title(bytes: &[u8]) -> Option<Title> {
    let text = first_lines(bytes);
    let found = DELIMITERS.iter().filter_map(|delimiter| {
        let lines = lines(&text, char::from(*delimiter));
        let (width, header) = header(&lines)?;
        Some((width, header_of(&lines, header, *delimiter)))
    });
    found
        .max_by_key(|(width, _)| *width)
        .map(|(_, title)| title)
}

/// The position of the header among lines, which is not the first, and the number of its cells.
fn header(lines: &[Line<'_>]) -> Option<(usize, usize)> {
    let width = lines.iter().map(|line| line.cells.len()).max()?;
    let is_name = |cell: &&str| {
        !cell.is_empty() && !cell.starts_with(|c: char| c.is_ascii_digit() || "-+".contains(c))
    };
    let is_header = |line: &Line<'_>| line.cells.len() == width && line.cells.iter().all(is_name);
    let at = lines.iter().position(is_header)?;
    let (above, rows) = (&lines[..at], &lines[at + 1..]);
    let is_title = |line: &Line<'_>| {
        line.filled() <= 1 || line.filled() <= FEW.min(width - 1) && line.cells.len() < width
    };
    let whole = rows.iter().filter(|line| line.cells.len() == width).count();
    let has_digits = |line: &Line<'_>| {
        line.cells
            .iter()
            .any(|cell| cell.contains(|c: char| c.is_ascii_digit()))
    };
    let is_table = whole > 0 && whole * 2 > rows.len() && rows.iter().any(has_digits);
    (width > 1 && !above.is_empty() && above.iter().all(is_title) && is_table)
        .then_some((width, at))
}

fn header_of(lines: &[Line<'_>], header: usize, delimiter: u8) -> Title {
    let filled = |line: &&Line<'_>| line.filled() > 0;
    let above = lines[..header].iter().find(filled).unwrap_or(&lines[0]);
    let cells = above.cells.iter().filter(|cell| !cell.is_empty());
    Title {
        line: above.number,
        text: cells.copied().collect::<Vec<_>>().join(" "),
        header_line: lines[header].number,
        header: lines[header].text.to_owned(),
        delimiter,
    }
}

/// The first lines of a file as text, whatever its encoding.
fn first_lines(bytes: &[u8]) -> String {
    let looked_at = &bytes[..bytes.len().min(BYTES)];
    let is_end = |byte: &u8| *byte == b'\n';
    let ends = looked_at
        .iter()
        .enumerate()
        .filter(|(_, byte)| is_end(byte));
    let end = match ends.map(|(at, _)| at).nth(LINES) {
        Some(end) => end,
        None if looked_at.len() == bytes.len() => bytes.len(),
        None => looked_at.iter().rposition(is_end).unwrap_or(0),
    };
    let latin = || bytes[..end].iter().map(|byte| char::from(*byte)).collect();
    std::str::from_utf8(&bytes[..end]).map_or_else(|_| latin(), str::to_owned)
}

/// The lines of a text cut into cells; none where a quote is open at the end of a line.
fn lines(text: &str, delimiter: char) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for (at, text) in text.lines().enumerate() {
        let mut quoted = false;
        let cells: Vec<&str> = text
            .split(|c: char| {
                quoted ^= c == '"';
                c == delimiter && !quoted
            })
            .map(|cell| cell.trim().trim_matches('"'))
            .collect();
        if quoted {
            return Vec::new();
        }
        if !text.trim().is_empty() {
            lines.push(Line {
                number: at + 1,
                text,
                cells,
            });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::title;

    fn found(text: &str) -> Option<(usize, String, usize)> {
        let found = title(text.as_bytes())?;
        Some((found.line, found.text, found.header_line))
    }

    #[test]
    fn lines_above_a_header_are_seen() {
        for (text, line, shown, header) in [
            (
                "Sales 2025\n\ndate;client;amount\n1;a;2\n",
                1,
                "Sales 2025",
                3,
            ),
            (
                "Sales 2025;;\r\ndate;client;amount\r\n1;a;2\r\n",
                1,
                "Sales 2025",
                2,
            ),
            (";;\nSales;;\ndate;client;amount\n1;a;2\n", 2, "Sales", 3),
            (
                "Sales\nPeriod,2025\ndate,client,amount\n1,a,2\n",
                1,
                "Sales",
                3,
            ),
        ] {
            assert_eq!(
                found(text),
                Some((line, shown.to_owned(), header)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_file_that_begins_with_its_header_has_none() {
        for text in [
            "date;client\n1;a\n",
            "name\nx\n",
            ",model,downloads\n0,a,3\n1,b,4\n",
            "a,b\nc,d\ne,f\n",
            "a,b\nx,y\np,4\n",
            "a\nhello, world\n",
            "\"a\nb\",c\nx,1\n",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_longer_than_what_is_looked_at_is_not_cut() {
        let long = "x,".repeat(super::BYTES);
        assert_eq!(super::first_lines(long.as_bytes()), "");
        let behind = format!("Sales\na,b\n{long}\n");
        assert_eq!(super::first_lines(behind.as_bytes()), "Sales\na,b");
    }
}
