//! Text that no spreadsheet executes. In: text of a cell. Out: the same with an apostrophe before
//! anything that would be taken for a formula. This is the only guard for all files that
//! spreadsheets open and whose cells have no type; a workbook marks cells as text.
//!
//! A spreadsheet may split our comma-separated lines at semicolons or tabs, and then does not see
//! the quotes: the text after such a separator begins a cell too. Numbers stay unchanged.

use std::borrow::Cow;

/// Characters that begin a formula, also in their full-width forms.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Where a cell may begin.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// The text without anything that is a formula.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(SIGNS) {
        return text.into();
    }
    let cells = text.split_inclusive(SEPARATORS);
    let guarded = cells.map(|cell| {
        if is_formula(cell) {
            ["'", cell]
        } else {
            ["", cell]
        }
    });
    guarded.flatten().collect::<String>().into()
}

/// Whether a cell begins like a formula and is not a number.
fn is_formula(cell: &str) -> bool {
    let begins = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
    let rest = begins.trim_end_matches(SEPARATORS);
    let number = rest
        .strip_prefix(['+', '-'])
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    begins.starts_with(SIGNS) && !number
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
        for (text, written) in [
            ("=cmd()|x", "'=cmd()|x"),
            ("-1+cmd()", "'-1+cmd()"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("\"=1", "'\"=1"),
            ("＝1", "'＝1"),
            ("a;=1+1", "a;'=1+1"),
            ("a; \"=1+1", "a;' \"=1+1"),
            ("a\n=1;@b", "a\n'=1;'@b"),
            ("\t=1", "\t'=1"),
        ] {
            assert_eq!(harmless(text), written);
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for text in ["+1", "-3.5", "a=b", "a;b", "-", "a;-3", "", "x-y", "'=1"] {
            assert_eq!(harmless(text), text);
        }
    }
}
