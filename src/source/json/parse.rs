//! JSON text → values, strictly by RFC 8259.
//!
//! In: a text. Out: one value after another, with numbers as written, or the fault: what was found
//! and what was expected. Nothing is rounded and no key is dropped here.

use std::borrow::Cow;

/// Maximum nesting of a value, since the reader is recursive.
const MAX_DEPTH: usize = 64;
/// Maximum number of characters that a message quotes.
const SHOWN: usize = 20;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Boolean(bool),
    /// As written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Vec<Member<'a>>),
}

/// A key of an object with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member<'a> {
    /// First byte of the key in the text.
    pub(super) at: usize,
    pub(super) key: Cow<'a, str>,
    pub(super) value: Value<'a>,
}

/// A fault, and its byte in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) what: String,
}

/// Reads values from a text.
pub(super) struct Parser<'a> {
    text: &'a str,
    /// The next byte to read.
    pub(super) at: usize,
    /// The end of the text for this parser.
    end: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// A parser for a part of a text.
    pub(super) fn new(text: &'a str, at: usize, end: usize) -> Self {
        Self {
            text,
            at,
            end,
            depth: 0,
        }
    }

    /// Skips white space and returns the next character without consuming it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.byte()
    }

    /// Consumes a character if it is next.
    pub(super) fn takes(&mut self, sign: u8) -> bool {
        let is_next = self.peek() == Some(sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// The fault of finding something other than what is needed.
    pub(super) fn found(&self, needed: &str) -> Fault {
        let rest = &self.text[self.at..self.end];
        let is_part =
            |c: &char| !c.is_whitespace() && !matches!(c, ',' | ':' | '[' | ']' | '{' | '}');
        let mut word: String = rest.chars().take_while(is_part).take(SHOWN).collect();
        if word.is_empty() {
            word = rest.chars().take(1).collect();
        }
        let found = match word.as_str() {
            "" => "found the end".to_owned(),
            word if word.chars().all(char::is_control) => {
                format!("found `{}`", word.escape_debug())
            }
            word => format!("found `{word}`"),
        };
        Fault {
            at: self.at,
            what: format!("{found}, {needed}"),
        }
    }

    /// Parses a value.
    pub(super) fn value(&mut self) -> Result<Value<'a>, Fault> {
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::list),
            Some(b'"') => Ok(Value::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => Ok(Value::Number(self.number()?)),
            _ => {
                let words = [
                    ("null", Value::Null),
                    ("true", Value::Boolean(true)),
                    ("false", Value::Boolean(false)),
                ];
                let rest = &self.text[self.at..self.end];
                for (word, value) in words {
                    if rest.starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.found("expected a value"))
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes()[..self.end].get(self.at).copied()
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Value<'a>, Fault>,
    ) -> Result<Value<'a>, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault {
                at: self.at,
                what: format!("nested more than {MAX_DEPTH} deep"),
            });
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Result<Value<'a>, Fault> {
        let mut members = Vec::new();
        if self.takes(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.found("expected a key in double quotes"));
            }
            let at = self.at;
            let key = self.string()?;
            if !self.takes(b':') {
                return Err(self.found("expected `:` behind a key"));
            }
            let value = self.value()?;
            members.push(Member { at, key, value });
            if self.takes(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.takes(b',') {
                return Err(self.found("expected `,` or `}`"));
            }
        }
    }

    fn list(&mut self) -> Result<Value<'a>, Fault> {
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.takes(b']') {
                return Ok(Value::List(items));
            }
            if !self.takes(b',') {
                return Err(self.found("expected `,` or `]`"));
            }
        }
    }

    /// Parses a text, whose opening quote is next.
    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.at += 1;
        let mut owned: Option<String> = None;
        loop {
            let from = self.at;
            let rest = &self.text.as_bytes()[from..self.end];
            let is_odd = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            let Some(length) = rest.iter().position(is_odd) else {
                self.at = self.end;
                return Err(self.found("expected `\"` at the end of a text"));
            };
            self.at += length;
            let part = &self.text[from..self.at];
            match rest[length] {
                b'"' => {
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(part),
                        Some(text) => Cow::Owned(text + part),
                    });
                }
                b'\\' => {
                    let text = owned.get_or_insert_default();
                    text.push_str(part);
                    let sign = self.escape()?;
                    text.push(sign);
                }
                _ => {
                    return Err(self.found("which is written with a backslash inside of a text"));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let begun = self.at;
        self.at += 2;
        Ok(match self.text.as_bytes()[..self.end].get(begun + 1) {
            Some(sign @ (b'"' | b'\\' | b'/')) => char::from(*sign),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let mut units = vec![self.unit(begun)?];
                if (0xd800..0xdc00).contains(&units[0])
                    && self.text[self.at..self.end].starts_with("\\u")
                {
                    self.at += 2;
                    units.push(self.unit(begun)?);
                }
                let signs: Option<Vec<char>> = char::decode_utf16(units).map(Result::ok).collect();
                let Some([sign]) = signs.as_deref() else {
                    self.at = begun;
                    return Err(self.found("which is half of a character"));
                };
                *sign
            }
            _ => {
                self.at = begun;
                return Err(self.found("which is no escape of JSON"));
            }
        })
    }

    /// Parses four hexadecimal digits.
    fn unit(&mut self, begun: usize) -> Result<u16, Fault> {
        let digits = self.text.as_bytes()[..self.end].get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let unit = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u16::from_str_radix(digits, 16).ok());
        self.at += 4;
        unit.ok_or_else(|| {
            self.at = begun;
            self.found("which is no escape of JSON")
        })
    }

    fn number(&mut self) -> Result<&'a str, Fault> {
        let from = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        let first = self.byte();
        let whole = self.digits();
        let mut is_number = whole == 1 || whole > 1 && first != Some(b'0');
        if self.byte() == Some(b'.') {
            self.at += 1;
            is_number &= self.digits() > 0;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            is_number &= self.digits() > 0;
        }
        if is_number {
            return Ok(&self.text[from..self.at]);
        }
        self.at = from;
        Err(self.found("which is no number of JSON"))
    }

    fn digits(&mut self) -> usize {
        let rest = &self.text.as_bytes()[self.at..self.end];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += length;
        length
    }
}

#[cfg(test)]
mod tests {
    use super::{Parser, Value};

    fn read(text: &str) -> Result<Value<'_>, (usize, String)> {
        let mut parser = Parser::new(text, 0, text.len());
        parser.value().map_err(|fault| (fault.at, fault.what))
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        for text in [
            "0",
            "-0.0",
            "9007199254740993",
            "1.0",
            "1e400",
            "18446744073709551616",
        ] {
            assert_eq!(read(text), Ok(Value::Number(text)));
        }
        for text in ["01", "1.", "-", "1e", "+1", ".5"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn texts_are_read_with_their_escapes() {
        let text = |it: &str| Ok(Value::Text(it.to_owned().into()));
        assert_eq!(
            read(r#""a\"\\\/\n\u00e9\ud83d\ude00é""#),
            text("a\"\\/\n\u{e9}😀é")
        );
        assert_eq!(
            read(r#""\ud83d""#).unwrap_err().1,
            "found `\\ud83d\"`, which is half of a character"
        );
        assert!(read("\"a\nb\"").is_err());
        assert!(read(r#""\x""#).is_err());
        assert!(read(r#""\u12""#).is_err());
    }

    #[test]
    fn what_was_found_and_needed_is_stated_at_its_place() {
        for (text, at, what) in [
            ("garbage", 0, "found `garbage`, expected a value"),
            ("[1, NaN]", 4, "found `NaN`, expected a value"),
            ("{\"a\" 1}", 5, "found `1`, expected `:` behind a key"),
            ("{a: 1}", 1, "found `a`, expected a key in double quotes"),
            ("[1 2]", 3, "found `2`, expected `,` or `]`"),
            (
                "{\"a\": 1,}",
                8,
                "found `}`, expected a key in double quotes",
            ),
            ("{\"a\": ", 6, "found the end, expected a value"),
            (
                "\"abc",
                4,
                "found the end, expected `\"` at the end of a text",
            ),
        ] {
            assert_eq!(read(text), Err((at, what.to_owned())), "{text}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        assert!(read(&format!("{}1{}", "[".repeat(64), "]".repeat(64))).is_ok());
        let deep = read(&"[".repeat(100)).unwrap_err().1;
        assert_eq!(deep, "nested more than 64 deep");
    }
}
