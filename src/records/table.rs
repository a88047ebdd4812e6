//! A file of records with a header: every record has as many fields as the header has names.

use super::{Dialect, Fault, Faulty, Field, MAX_COLUMNS, Records};
use crate::diagnostic::{Code, Diagnostic};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Delimiters to suggest instead of the dialect's, the likely ones first.
const OTHER_DELIMITERS: [char; 4] = [';', '\t', '|', ','];

/// Characters of a field that a message shows.
const SHOWN: usize = 60;

/// A file of records with its header.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    /// The file.
    pub path: &'a Path,
    records: Records<'a>,
    fields: Vec<Field<'a>>,
    /// Records read after the header.
    row: usize,
    /// Names in the header.
    pub names: Vec<String>,
    /// The bytes of these names.
    pub ranges: Vec<Range<usize>>,
}

impl<'a> Table<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// A quote in it is out of place.
    pub(crate) fn open(
        path: &'a Path,
        text: &'a str,
        dialect: Dialect,
    ) -> Result<Self, Diagnostic> {
        let mut table = Self {
            path,
            records: Records::new(text, dialect),
            fields: Vec::new(),
            row: 0,
            names: Vec::new(),
            ranges: Vec::new(),
        };
        let header = table.records.next(&mut table.fields);
        header.map_err(|faulty| table.faulty(faulty))?;
        let names = table.fields.iter().map(|field| field.value().into_owned());
        table.names = names.collect();
        table.ranges = table.fields.iter().map(|field| field.range()).collect();
        Ok(table)
    }

    /// The fields of the next row, as many as the header has; `None` after the last row.
    ///
    /// # Errors
    /// A quote is out of place, or the record has too few or too many fields.
    #[allow(
        clippy::should_implement_trait,
        reason = "the fields are lent until the next row"
    )]
    pub(crate) fn next(&mut self) -> Result<Option<&[Field<'a>]>, Diagnostic> {
        self.row += 1;
        match self.records.next(&mut self.fields) {
            Err(faulty) => Err(self.faulty(faulty)),
            Ok(false) => Ok(None),
            Ok(true) if self.fields.len() != self.names.len() => Err(self.ragged()),
            Ok(true) if self.is_header() => Err(self.header_again()),
            Ok(true) => Ok(Some(&self.fields)),
        }
    }

    /// The bytes of the last record that was read, or of its part before a fault.
    #[must_use]
    pub(crate) fn record(&self) -> Range<usize> {
        self.records.first..self.records.at
    }

    /// The line on which the last record that was read begins.
    #[must_use]
    pub(crate) fn line_of_record(&self) -> usize {
        self.records.begun
    }

    /// Names that appear more than once in the header.
    #[must_use]
    pub(crate) fn repeated(&self) -> Vec<&str> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut names = self.header();
        names.retain(|name| {
            let times = seen.entry(*name).or_default();
            *times += 1;
            *times == 2
        });
        names
    }

    fn error(&self, line: usize, what: &str) -> Diagnostic {
        let row = match self.row {
            0 => "the header".to_owned(),
            row => format!("row {row}"),
        };
        let message = format!("`{}`, line {line} ({row}): {what}", self.path.display());
        Diagnostic::error(Code::SOURCE_FORMAT, message)
    }

    fn faulty(&self, (line, fault): Faulty) -> Diagnostic {
        match fault {
            Fault::QuoteInside { behind_blanks } => {
                let reported = self.error(
                    line,
                    "a quote stands inside of a field that does not begin with one",
                );
                if behind_blanks {
                    reported.hint("take away the blanks between the delimiter and the quote")
                } else {
                    reported.hint("where quotes are text, say `quote: none`; else put quotes around the field and double those inside")
                }
            }
            Fault::TextAfterQuote { escaped } => {
                let reported = self.error(line, "text stands behind a closing quote");
                reported.hint(if escaped {
                    "a quote inside of a quoted field is written twice, not with a backslash"
                } else {
                    "a quote inside of a quoted field is written twice; where quotes are text, say `quote: none`"
                })
            }
            Fault::TooWide => too_wide(self.path),
            Fault::Unclosed => self
                .error(line, "a quote is not closed before the end of the file")
                .hint("close it; where quotes are text, say `quote: none`"),
        }
    }

    fn ragged(&self) -> Diagnostic {
        let (found, wanted) = (self.fields.len(), self.names.len());
        let noun = if found == 1 { "field" } else { "fields" };
        let mut what = format!("{found} {noun}, the header has {wanted}");
        if let [only] = self.fields.as_slice() {
            let shown: String = only.value().chars().take(SHOWN).collect();
            what = format!("{what}: `{shown}`");
        }
        let reported = self.error(self.records.begun, &what);
        if let Some(other) = other_delimiter(&self.header()) {
            return reported.hint(delimiter_hint(other));
        }
        reported.hint(if found > wanted {
            "a text that contains the delimiter needs double quotes around it"
        } else if found == 1 {
            "a text that contains a line end needs double quotes around it; a note below the table is taken out of the file"
        } else {
            "a text that contains a line end needs double quotes around it; a field without a value is empty, but there"
        })
    }

    /// Whether the record says the names of the header once more: in one column a value may be its name.
    fn is_header(&self) -> bool {
        let mut both = self.fields.iter().zip(&self.names);
        self.names.len() > 1 && both.all(|(field, name)| *field.value() == **name)
    }

    fn header_again(&self) -> Diagnostic {
        self.error(self.records.begun, "the header stands here once more")
            .hint("take the line out of the file; were several files put together?")
    }

    /// Names in the header.
    #[must_use]
    pub(crate) fn header(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }
}

/// A delimiter that would split a header of a single column.
#[must_use]
pub(crate) fn other_delimiter(names: &[&str]) -> Option<char> {
    let [only] = names else {
        return None;
    };
    OTHER_DELIMITERS.into_iter().find(|it| only.contains(*it))
}

/// The hint for it.
#[must_use]
pub(crate) fn delimiter_hint(other: char) -> String {
    format!(
        "the header is a single column, is the delimiter another one? `delimiter: \"{}\"`",
        other.escape_default()
    )
}

/// The problem of a file with more columns than a file may have.
#[must_use]
pub(crate) fn too_wide(path: &Path) -> Diagnostic {
    let message = format!("`{}` has more than {MAX_COLUMNS} columns", path.display());
    Diagnostic::error(Code::SOURCE_FORMAT, message)
}
