//! Bytes of a file → text, in the encoding given by the spec.
//!
//! A byte that is invalid in the encoding is an error at its line; nothing is replaced.

use crate::diagnostic::{Code, Diagnostic};
use crate::records::line_ends;
use crate::spec::grammar::Encoding;
use std::borrow::Cow;
use std::path::Path;

/// The text of a file, without a byte order mark. A character NUL, which no text has, is an error at its line.
pub(super) fn text<'a>(
    path: &Path,
    bytes: &'a [u8],
    encoding: Encoding,
) -> Result<Cow<'a, str>, Diagnostic> {
    let text = decoded(path, bytes, encoding)?;
    if !text.as_bytes().contains(&0) {
        return Ok(text);
    }
    let before = text.split('\0').next().unwrap_or_default();
    let line = line_ends(before) + 1;
    let message = format!(
        "`{}`, line {line}: the byte 0x00, which no text has",
        path.display()
    );
    let hint = match encoding {
        Encoding::Utf16 => "the file is damaged, or no text",
        _ => "the file is damaged, or no text; where it is UTF-16, say `encoding: utf-16`",
    };
    Err(Diagnostic::error(Code::SOURCE_FORMAT, message).hint(hint))
}

fn decoded<'a>(
    path: &Path,
    bytes: &'a [u8],
    encoding: Encoding,
) -> Result<Cow<'a, str>, Diagnostic> {
    if let Some(problem) = taken_for_another(path, bytes, encoding) {
        return Err(problem);
    }
    let decoded = match encoding {
        Encoding::Utf8 => return utf8(path, bytes).map(Cow::Borrowed),
        Encoding::Latin1 => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Encoding::Windows1252 => windows(bytes),
        Encoding::Utf16 => utf16(bytes),
    };
    decoded.map(Cow::Owned).map_err(|(before, byte)| {
        let line = line_ends(&before) + 1;
        let message = format!(
            "`{}`, line {line}: the byte 0x{byte:02X} is not {}",
            path.display(),
            encoding_name(encoding)
        );
        Diagnostic::error(Code::SOURCE_FORMAT, message)
    })
}

/// The byte order mark.
const MARK: char = '\u{feff}';

/// The problem of a file in UTF-8 that is to be read byte by byte. Letters beyond ASCII that are valid UTF-8 by chance do not occur:
/// each would be an `Ã`, `Â` or `â` with a sign behind it.
fn taken_for_another(path: &Path, bytes: &[u8], encoding: Encoding) -> Option<Diagnostic> {
    let is_by_byte = matches!(encoding, Encoding::Latin1 | Encoding::Windows1252);
    if !is_by_byte || bytes.is_ascii() {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let mut beyond = text.char_indices().filter(|(_, sign)| !sign.is_ascii());
    let (at, sign) = beyond.find(|(_, sign)| *sign != MARK).unwrap_or((0, MARK));
    let of_sign = &bytes[at..at + sign.len_utf8()];
    let (read, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(of_sign);
    let shown = match sign {
        MARK => "the mark at its beginning".to_owned(),
        sign => format!("`{sign}`"),
    };
    let message = format!(
        "`{}`, line {}: the file is UTF-8, and as {} {shown} would be read as `{read}`",
        path.display(),
        line_ends(&text[..at]) + 1,
        encoding_name(encoding)
    );
    let hint = "say `encoding: utf-8`; files of one source have one encoding";
    Some(Diagnostic::error(Code::SOURCE_FORMAT, message).hint(hint))
}

/// Byte order marks of UTF-16.
const MARKS: [[u8; 2]; 2] = [[0xff, 0xfe], [0xfe, 0xff]];

fn utf8<'a>(path: &Path, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    if MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        let message = format!("`{}` is UTF-16", path.display());
        return Err(Diagnostic::error(Code::SOURCE_FORMAT, message).hint("say `encoding: utf-16`"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let (before, rest) = bytes.split_at(error.valid_up_to());
        let line = line_ends(&String::from_utf8_lossy(before)) + 1;
        let message = format!(
            "`{}`, line {line}: the byte 0x{:02X} is not UTF-8",
            path.display(),
            rest.first().copied().unwrap_or_default()
        );
        let likely = encoding_name(likely_encoding(bytes));
        Diagnostic::error(Code::SOURCE_FORMAT, message)
            .hint(format!("it looks like `encoding: {likely}`"))
    })
}

/// The likely encoding of some bytes: UTF-8 if they are valid UTF-8.
#[must_use]
pub(crate) fn likely_encoding(bytes: &[u8]) -> Encoding {
    if MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        Encoding::Utf16
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else if bytes.iter().any(|byte| (0x80..0xa0).contains(byte)) {
        Encoding::Windows1252
    } else {
        Encoding::Latin1
    }
}

/// The name of an encoding in specs.
#[must_use]
pub(crate) fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Latin1 => "latin1",
        Encoding::Windows1252 => "windows-1252",
        Encoding::Utf16 => "utf-16",
    }
}

/// The text decoded before an invalid byte, and that byte.
type Undecoded = (String, u8);

/// Windows-1252 as browsers read it, which make control characters of the five bytes that it leaves undefined
/// (0x81, 0x8D, 0x8F, 0x90, 0x9D; Unicode's mapping table CP1252.TXT). Here these are errors.
fn windows(bytes: &[u8]) -> Result<String, Undecoded> {
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    match text
        .char_indices()
        .find(|(_, sign)| ('\u{80}'..='\u{9f}').contains(sign))
    {
        None => Ok(text.into_owned()),
        // The control characters of Unicode have the numbers of the bytes.
        Some((at, sign)) => Err((
            text[..at].to_owned(),
            u8::try_from(sign).unwrap_or_default(),
        )),
    }
}

/// UTF-16 in the byte order of its mark; little endian without one, as Windows writes it.
fn utf16(bytes: &[u8]) -> Result<String, Undecoded> {
    let (is_big, bytes) = match bytes {
        [0xfe, 0xff, rest @ ..] => (true, rest),
        [0xff, 0xfe, rest @ ..] => (false, rest),
        bytes => (false, bytes),
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| {
        if is_big {
            u16::from_be_bytes(*pair)
        } else {
            u16::from_le_bytes(*pair)
        }
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    for sign in char::decode_utf16(units) {
        match sign {
            Ok(sign) => text.push(sign),
            Err(half) => {
                let [high, _] = half.unpaired_surrogate().to_be_bytes();
                return Err((text, high));
            }
        }
    }
    match rest {
        [] => Ok(text),
        [byte, ..] => Err((text, *byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::spec::grammar::Encoding;
    use std::borrow::Cow;
    use std::path::Path;

    fn read(bytes: &[u8], encoding: Encoding) -> Result<String, String> {
        let read = text(Path::new("x.csv"), bytes, encoding);
        read.map(Cow::into_owned)
            .map_err(|reported| format!("{} {}", reported.message, reported.hints.join(" ")))
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "é…œ€\n";
        assert_eq!(
            read("\u{feff}é…œ€\n".as_bytes(), Encoding::Utf8).as_deref(),
            Ok(text)
        );
        assert_eq!(
            read(b"\xe9\x85\x9c\x80\n", Encoding::Windows1252).as_deref(),
            Ok(text)
        );
        assert_eq!(read(b"\xe9\n", Encoding::Latin1).as_deref(), Ok("é\n"));
        for (mark, to_bytes) in [
            (true, u16::to_le_bytes as fn(u16) -> [u8; 2]),
            (true, u16::to_be_bytes),
            (false, u16::to_le_bytes),
        ] {
            let marked = format!("{}{text}", if mark { "\u{feff}" } else { "" });
            let bytes: Vec<u8> = marked.encode_utf16().flat_map(to_bytes).collect();
            assert_eq!(read(&bytes, Encoding::Utf16).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_not_of_the_encoding_has_its_line_and_the_likely_one_is_named() {
        for (bytes, encoding, words) in [
            (
                b"a\r\nb\xe9".as_slice(),
                Encoding::Utf8,
                "`x.csv`, line 2: the byte 0xE9 is not UTF-8 it looks like `encoding: latin1`",
            ),
            (
                b"\x80\xe9",
                Encoding::Utf8,
                "`x.csv`, line 1: the byte 0x80 is not UTF-8 it looks like `encoding: windows-1252`",
            ),
            (
                b"\xff\xfea\0",
                Encoding::Utf8,
                "`x.csv` is UTF-16 say `encoding: utf-16`",
            ),
            (
                b"a\n\x81",
                Encoding::Windows1252,
                "`x.csv`, line 2: the byte 0x81 is not windows-1252 ",
            ),
            (
                b"a\0\n\0\x00\xd8a\0",
                Encoding::Utf16,
                "`x.csv`, line 2: the byte 0xD8 is not utf-16 ",
            ),
            (
                "\u{feff}a".as_bytes(),
                Encoding::Latin1,
                "`x.csv`, line 1: the file is UTF-8, and as latin1 the mark at its beginning would be read as `ï»¿` say `encoding: utf-8`; files of one source have one encoding",
            ),
            (
                "a\nthé".as_bytes(),
                Encoding::Windows1252,
                "`x.csv`, line 2: the file is UTF-8, and as windows-1252 `é` would be read as `Ã©` say `encoding: utf-8`; files of one source have one encoding",
            ),
            (
                b"a\0b",
                Encoding::Utf16,
                "`x.csv`, line 1: the byte 0x62 is not utf-16 ",
            ),
        ] {
            assert_eq!(read(bytes, encoding), Err(words.to_owned()));
        }
    }
}
