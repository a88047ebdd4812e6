//! Delimited text → records, by RFC 4180 without leniency.
//!
//! In: a whole text and its dialect. Out: one record after another with all of its fields, or the
//! fault and its line. A reader that guesses the meaning of a stray quote loses or joins rows; this
//! one reports it. `table` adds the header and the messages.

mod table;

pub(crate) use table::{Table, delimiter_hint, other_delimiter, too_wide};

use std::borrow::Cow;
use std::ops::Range;

/// Maximum number of columns of a file.
pub(crate) const MAX_COLUMNS: usize = 32_768;

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between the fields.
    pub delimiter: u8,
    /// Whether a field may be enclosed in double quotes; otherwise they are text.
    pub quotes: bool,
}

impl Dialect {
    /// Comma-separated values.
    pub const CSV: Self = Self {
        delimiter: b',',
        quotes: true,
    };
    /// Tab-separated values.
    pub const TSV: Self = Self {
        delimiter: b'\t',
        quotes: true,
    };
}

/// The records of a text; blank lines are skipped.
#[derive(Debug)]
struct Records<'a> {
    text: &'a str,
    dialect: Dialect,
    at: usize,
    line: usize,
    /// Line of the last record read, from 1.
    begun: usize,
    /// First byte of the last record read.
    first: usize,
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    /// Its text, without the quotes around it.
    text: &'a str,
    /// First byte of that text in the file.
    first: usize,
    /// Whether quotes inside it are doubled.
    doubled: bool,
}

impl<'a> Field<'a> {
    /// Its bytes in the file, without the quotes around it.
    #[must_use]
    pub(crate) fn range(self) -> Range<usize> {
        self.first..self.first + self.text.len()
    }

    /// Its value.
    #[must_use]
    pub(crate) fn value(self) -> Cow<'a, str> {
        if self.doubled {
            Cow::Owned(self.text.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(self.text)
        }
    }
}

/// A fault in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// A quote inside a field that does not begin with one.
    QuoteInside {
        /// Whether only spaces come before it.
        behind_blanks: bool,
    },
    /// Text between a closing quote and the next delimiter.
    TextAfterQuote {
        /// Whether a backslash comes before the quote.
        escaped: bool,
    },
    /// A quote that is open at the end of the file.
    Unclosed,
    /// More fields than a file may have columns; further ones are not read.
    TooWide,
}

/// A fault and its line, from 1.
type Faulty = (usize, Fault);

impl<'a> Records<'a> {
    fn new(text: &'a str, dialect: Dialect) -> Self {
        Self {
            text,
            dialect,
            at: 0,
            line: 1,
            begun: 0,
            first: 0,
        }
    }

    /// Reads the next record into `fields`; false at the end of the text.
    fn next(&mut self, fields: &mut Vec<Field<'a>>) -> Result<bool, Faulty> {
        fields.clear();
        while self.line_end() {}
        if self.at == self.text.len() {
            return Ok(false);
        }
        (self.begun, self.first) = (self.line, self.at);
        loop {
            if fields.len() == MAX_COLUMNS {
                return Err((self.line, Fault::TooWide));
            }
            let is_quoted = self.dialect.quotes && self.byte() == Some(b'"');
            fields.push(if is_quoted {
                self.quoted()?
            } else {
                self.plain()?
            });
            if self.byte() == Some(self.dialect.delimiter) {
                self.at += 1;
            } else if self.at == self.text.len() || self.line_end() {
                return Ok(true);
            } else {
                let escaped = self.text[..self.at].ends_with("\\\"");
                return Err((self.line, Fault::TextAfterQuote { escaped }));
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips one line end: LF, CR LF or CR.
    fn line_end(&mut self) -> bool {
        match self.byte() {
            Some(b'\n') => self.at += 1,
            Some(b'\r') => {
                self.at += 1;
                if self.byte() == Some(b'\n') {
                    self.at += 1;
                }
            }
            _ => return false,
        }
        self.line += 1;
        true
    }

    fn plain(&mut self) -> Result<Field<'a>, Faulty> {
        let Dialect { delimiter, quotes } = self.dialect;
        let rest = &self.text.as_bytes()[self.at..];
        let is_end = |byte: &u8| {
            matches!(byte, b'\n' | b'\r') || *byte == delimiter || quotes && *byte == b'"'
        };
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        let first = self.at;
        let text = &self.text[first..first + length];
        self.at += length;
        if quotes && self.byte() == Some(b'"') {
            let behind_blanks = text.trim().is_empty();
            return Err((self.line, Fault::QuoteInside { behind_blanks }));
        }
        Ok(Field {
            text,
            first,
            doubled: false,
        })
    }

    fn quoted(&mut self) -> Result<Field<'a>, Faulty> {
        let first = self.at + 1;
        let mut doubled = false;
        let mut end = first;
        loop {
            let Some(length) = self.text[end..].find('"') else {
                return Err((self.line, Fault::Unclosed));
            };
            end += length;
            if self.text.as_bytes().get(end + 1) != Some(&b'"') {
                break;
            }
            doubled = true;
            end += 2;
        }
        let text = &self.text[first..end];
        self.line += line_ends(text);
        self.at = end + 1;
        Ok(Field {
            text,
            first,
            doubled,
        })
    }
}

/// The number of line ends in a text: LF, CR LF or CR.
#[must_use]
pub(crate) fn line_ends(text: &str) -> usize {
    let (mut count, mut behind_cr) = (0, false);
    for byte in text.bytes() {
        count += usize::from(byte == b'\r' || byte == b'\n' && !behind_cr);
        behind_cr = byte == b'\r';
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Fault, Faulty, MAX_COLUMNS, Records};

    fn all(text: &str, dialect: Dialect) -> Result<Vec<(usize, Vec<String>)>, Faulty> {
        let mut records = Records::new(text, dialect);
        let (mut fields, mut found) = (Vec::new(), Vec::new());
        while records.next(&mut fields)? {
            let values = fields.iter().map(|field| field.value().into_owned());
            found.push((records.begun, values.collect()));
        }
        Ok(found)
    }

    fn fields(text: &str) -> Vec<Vec<String>> {
        let found = all(text, Dialect::CSV).unwrap();
        found.into_iter().map(|(_, fields)| fields).collect()
    }

    #[test]
    fn records_end_with_lf_cr_lf_or_cr_or_the_text() {
        for text in ["a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2"] {
            assert_eq!(fields(text), [["a", "b"], ["1", "2"]], "{text:?}");
        }
    }

    #[test]
    fn blank_lines_are_no_records_and_count_as_lines() {
        let found = all("\n\na\n\r\n\rb\n\n", Dialect::CSV).unwrap();
        assert_eq!(found, [(3, vec!["a".into()]), (6, vec!["b".into()])]);
    }

    #[test]
    fn empty_fields_stand_everywhere() {
        assert_eq!(fields(",\n\"\",x,\n"), [vec!["", ""], vec!["", "x", ""]]);
    }

    #[test]
    fn quoted_fields_hold_delimiters_line_ends_and_doubled_quotes() {
        assert_eq!(
            fields("\"a,b\",\"c\r\nd\",\"e\"\"f\"\"\"\n"),
            [["a,b", "c\r\nd", "e\"f\""]]
        );
        let found = all("\"a\n\nb\"\nc\n", Dialect::CSV).unwrap();
        assert_eq!(found[1], (4, vec!["c".to_owned()]));
    }

    #[test]
    fn quotes_out_of_place_are_faults_at_their_line() {
        let inside = |behind_blanks| Fault::QuoteInside { behind_blanks };
        let after = |escaped| Fault::TextAfterQuote { escaped };
        for (text, fault) in [
            ("a\na 5\" disk\n", (2, inside(false))),
            ("a\n \"b\"\n", (2, inside(true))),
            ("\"a\" ,b\n", (1, after(false))),
            ("x\n\"say \\\"hi\\\"\"\n", (2, after(true))),
            ("x\n\n\"a\nb\nc", (3, Fault::Unclosed)),
        ] {
            assert_eq!(all(text, Dialect::CSV), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn a_record_of_too_many_fields_is_not_read_to_its_end() {
        let most = ",".repeat(MAX_COLUMNS - 1);
        assert_eq!(fields(&most)[0].len(), MAX_COLUMNS);
        let found = all(&format!("a\n{most},"), Dialect::CSV);
        assert_eq!(found, Err((2, Fault::TooWide)));
    }

    #[test]
    fn without_quoting_quotes_are_text() {
        let dialect = Dialect {
            quotes: false,
            ..Dialect::CSV
        };
        let found = all("a 5\" disk,\"b\n", dialect).unwrap();
        assert_eq!(found[0].1, ["a 5\" disk", "\"b"]);
    }
}
