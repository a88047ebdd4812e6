//! `tables/<id>.csv`. In: a [`Sheet`]. Out: comma-separated values by RFC 4180, in UTF-8 without a
//! byte order mark, row by row.
//!
//! - Lines end in `\n` alone: with `\r\n`, line tools and version control see a carriage return as
//!   part of the last cell, whereas every CSV reader accepts `\n`.
//! - Integers and decimals have all their digits; other numbers have the shortest decimals that read back as the
//!   same value, without an exponent.
//! - A missing value is an empty cell, as is the name of others, of which the column `folded` tells; an empty text is `""`.
//! - A text that a spreadsheet would take for a formula gets an apostrophe ([`harmless`]).
//! - Names keep all their characters, including direction marks, since programs join tables by
//!   them.

use super::formula::harmless;
use crate::document::{Sheet, SheetCell};
use std::io::{self, Write};

/// Writes one table, with a line of column names first.
pub(super) fn write_csv(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let head = sheet.columns.iter().map(|column| text(&column.name));
    write_line(out, head)?;
    for row in sheet.rows.iter() {
        write_line(out, row.iter().map(cell))?;
    }
    Ok(())
}

fn write_line(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let line = cells.collect::<Vec<_>>().join(",");
    // Readers would skip an empty line.
    writeln!(out, "{}", if line.is_empty() { "\"\"" } else { &line })
}

fn cell(cell: &SheetCell) -> String {
    match cell {
        SheetCell::Empty | SheetCell::Unnamed(_) => String::new(),
        SheetCell::Text(value) => text(value),
        SheetCell::Integer(value) => value.to_string(),
        SheetCell::Decimal(value) => value.to_string(),
        SheetCell::Number(value) => number(*value),
        SheetCell::Boolean(value) => value.to_string(),
    }
}

fn text(value: &str) -> String {
    let value = harmless(value);
    // A spreadsheet that separates by semicolons or tabs sees the quotes of the first column.
    let quoted = value.is_empty()
        || value.contains([',', ';', '\t', '"', '\r', '\n'])
        || value.starts_with(char::is_whitespace)
        || value.ends_with(char::is_whitespace);
    if quoted {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.into_owned()
    }
}

/// A decimal number; empty if it is not finite. A whole one keeps `.0`, so that a column of shares
/// is not taken for integers.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    // Adding zero turns a negative zero into zero.
    let digits = (value + 0.0).to_string();
    if digits.contains('.') {
        digits
    } else {
        digits + ".0"
    }
}

#[cfg(test)]
mod tests {
    use super::write_csv;
    use crate::document::{Sheet, SheetCell, SheetColumn};

    fn written(columns: &[&str], rows: Vec<Vec<SheetCell>>) -> String {
        let columns = columns
            .iter()
            .map(|name| SheetColumn::plain(name))
            .collect();
        let sheet = Sheet {
            id: "t".to_owned(),
            columns,
            rows: rows.into(),
            total: None,
        };
        let mut bytes = Vec::new();
        write_csv(&sheet, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn text(value: &str) -> SheetCell {
        SheetCell::Text(value.to_owned())
    }

    #[test]
    fn values_keep_every_digit() {
        let rows = vec![vec![
            SheetCell::Integer(170_141_183_460_469_231_731_687_303_715_884_105_727),
            SheetCell::Integer(-3),
            SheetCell::Number(0.1 + 0.2),
            SheetCell::Number(1.0),
            SheetCell::Number(-0.0),
            SheetCell::Number(f64::NAN),
            SheetCell::Boolean(true),
            SheetCell::Empty,
        ]];
        assert_eq!(
            written(&["a", "b", "c", "d", "e", "f", "g", "h"], rows),
            "a,b,c,d,e,f,g,h\n\
             170141183460469231731687303715884105727,-3,0.30000000000000004,1.0,0.0,,true,\n"
        );
    }

    #[test]
    fn text_is_quoted_where_it_must_be() {
        let rows = vec![
            vec![
                text("a,b"),
                text("say \"hi\""),
                text("two\nlines"),
                text(""),
            ],
            vec![text("a|b"), text("été"), text(" x"), SheetCell::Empty],
        ];
        assert_eq!(
            written(&["a", "b", "c", "d"], rows),
            "a,b,c,d\n\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\"\na|b,été,\" x\",\n"
        );
    }

    #[test]
    fn text_that_looks_like_a_formula_is_made_harmless() {
        let names = ["=cmd()|x", "+1", "a;=1+1", "\r=1", "a=b"];
        let rows = names.iter().map(|&name| vec![text(name)]).collect();
        assert_eq!(
            written(&["=name"], rows),
            "'=name\n'=cmd()|x\n+1\n\"a;'=1+1\"\n\"\r'=1\"\na=b\n"
        );
    }

    #[test]
    fn a_row_of_one_missing_value_is_still_a_row() {
        assert_eq!(written(&["a"], vec![vec![SheetCell::Empty]]), "a\n\"\"\n");
    }
}
