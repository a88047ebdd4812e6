//! JSON files of the bundle. In: what a file holds. Out: its text, piece by piece, keys in the order of the fields, with a
//! final newline. What lies deeper than four levels stands on one line: a row of a breakdown, a file of
//! the manifest with its parts on lines of their own.

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io::{BufWriter, Result, Write};

/// Lists and maps below this depth are on one line.
const DEEPEST: usize = 4;
/// Bytes that are collected before they are passed on.
const BUFFER: usize = 1 << 16;

/// Writes a JSON file.
pub(super) fn write_json(value: &impl Serialize, out: &mut dyn Write) -> Result<()> {
    // A file has a million pieces of a few bytes.
    let mut out = BufWriter::with_capacity(BUFFER, out);
    let mut serializer = Serializer::with_formatter(&mut out, Lines::default());
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Indents the outer levels, and puts deeper ones on one line.
#[derive(Default)]
struct Lines {
    pretty: PrettyFormatter<'static>,
    depth: usize,
}

impl Lines {
    /// Whether the content of the open list or map is on one line.
    const fn one_line(&self) -> bool {
        self.depth > DEEPEST
    }

    fn begin<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        bracket: &[u8],
        begin: impl Fn(&mut PrettyFormatter<'static>, &mut W) -> Result<()>,
    ) -> Result<()> {
        self.depth += 1;
        if self.one_line() {
            writer.write_all(bracket)
        } else {
            begin(&mut self.pretty, writer)
        }
    }

    fn end<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        bracket: &[u8],
        end: impl Fn(&mut PrettyFormatter<'static>, &mut W) -> Result<()>,
    ) -> Result<()> {
        let one_line = self.one_line();
        self.depth -= 1;
        if one_line {
            writer.write_all(bracket)
        } else {
            end(&mut self.pretty, writer)
        }
    }

    fn next<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
        next: impl Fn(&mut PrettyFormatter<'static>, &mut W, bool) -> Result<()>,
    ) -> Result<()> {
        match (self.one_line(), first) {
            (true, true) => Ok(()),
            (true, false) => writer.write_all(b", "),
            (false, first) => next(&mut self.pretty, writer, first),
        }
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.begin(writer, b"[", Formatter::begin_array)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.end(writer, b"]", Formatter::end_array)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.next(writer, first, Formatter::begin_array_value)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.pretty.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.begin(writer, b"{", Formatter::begin_object)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.end(writer, b"}", Formatter::end_object)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.next(writer, first, Formatter::begin_object_key)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.pretty.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::write_json;
    use serde_json::{Value, json as value};

    fn written(value: &Value) -> String {
        let mut bytes = Vec::new();
        write_json(value, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn keys_keep_their_order_and_the_file_ends_in_a_newline() {
        assert_eq!(
            written(&value!({"z": 1, "a": [true, null], "b": [], "c": {}})),
            "{\n  \"z\": 1,\n  \"a\": [\n    true,\n    null\n  ],\n  \"b\": [],\n  \"c\": {}\n}\n"
        );
    }

    #[test]
    fn deeply_nested_blocks_stay_on_one_line() {
        let rows = value!({"t": {"u": {"rows": [{"codes": ["a", null], "n": {}}, {}]}}});
        let lines = [
            "{",
            "  \"t\": {",
            "    \"u\": {",
            "      \"rows\": [",
            "        {\"codes\": [\"a\", null], \"n\": {}},",
            "        {}",
            "      ]",
            "    }",
            "  }",
            "}",
            "",
        ];
        assert_eq!(written(&rows), lines.join("\n"));
    }

    #[test]
    fn integers_that_no_float_can_hold_are_exact() {
        let large: Value =
            serde_json::from_str("[18446744073709551615,-9223372036854775808]").unwrap();
        let text = written(&large);
        assert!(text.contains("18446744073709551615") && text.contains("-9223372036854775808"));
    }
}
