//! Detects how a file is written if its ending does not tell or is wrong: format, encoding,
//! delimiter.

use super::heading::{DELIMITERS, Title, title};
use super::{format_of, likely_encoding};
use crate::spec::grammar::{Encoding, SourceFormat};
use flate2::read::MultiGzDecoder;
use std::io::Read;

/// Maximum number of bytes of a compressed file to look at, after decompression.
const MOST: u64 = 64 << 20;

/// How a file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sniffed {
    /// Its format.
    pub format: SourceFormat,
    /// Whether its name indicates compression.
    pub gzip: bool,
    /// Encoding of a text format.
    pub encoding: Encoding,
    /// Field separator of CSV and TSV.
    pub delimiter: u8,
    /// Lines above the header of CSV and TSV.
    pub title: Option<Title>,
}

/// Detects how a file is written from its name and its first bytes.
#[must_use]
pub(crate) fn sniff(name: &str, bytes: &[u8]) -> Sniffed {
    let (ending, gzip) = format_of(name);
    let mut expanded = Vec::new();
    let bytes = if gzip {
        let mut decoder = MultiGzDecoder::new(bytes).take(MOST);
        // A file that cannot be decompressed is reported by the reader.
        let _ = decoder.read_to_end(&mut expanded);
        &expanded
    } else {
        bytes
    };
    let is_text = ending != Some(SourceFormat::Parquet) && !bytes.starts_with(b"PAR1");
    let encoding = if is_text {
        likely_encoding(bytes)
    } else {
        Encoding::Utf8
    };
    let narrow: Vec<u8>;
    let plain = match encoding {
        // In UTF-16, every other byte of these characters is zero.
        Encoding::Utf16 => {
            narrow = bytes
                .iter()
                .skip(2)
                .copied()
                .filter(|byte| *byte != 0)
                .collect();
            &narrow
        }
        _ => bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
    };
    let first = plain.iter().find(|byte| !byte.is_ascii_whitespace());
    let format = match (ending, first) {
        (Some(SourceFormat::Json), Some(b'{')) => SourceFormat::Ndjson,
        (Some(SourceFormat::Ndjson), Some(b'[')) => SourceFormat::Json,
        (Some(format), _) => format,
        (None, _) if bytes.starts_with(b"PAR1") => SourceFormat::Parquet,
        (None, Some(b'{')) => SourceFormat::Ndjson,
        (None, Some(b'[')) => SourceFormat::Json,
        (None, _) => SourceFormat::Csv,
    };
    Sniffed {
        format,
        gzip,
        encoding,
        delimiter: delimiter(format, plain),
        title: matches!(format, SourceFormat::Csv | SourceFormat::Tsv)
            .then(|| title(plain))
            .flatten(),
    }
}

/// The bytes of the header outside quotes, in which a name may have several lines; those of its first line where a quote does not close.
fn header(bytes: &[u8]) -> Vec<u8> {
    let is_end = |byte: u8| matches!(byte, b'\n' | b'\r');
    let mut quoted = false;
    let (mut header, mut first_line) = (Vec::new(), None);
    for byte in bytes.iter().copied().skip_while(|byte| is_end(*byte)) {
        quoted ^= byte == b'"';
        if is_end(byte) {
            first_line = first_line.or(Some(header.len()));
            if !quoted {
                return header;
            }
        }
        if !quoted {
            header.push(byte);
        }
    }
    if quoted {
        header.truncate(first_line.unwrap_or(header.len()));
    }
    header
}

/// The most frequent separator in the header, outside quotes.
fn delimiter(format: SourceFormat, bytes: &[u8]) -> u8 {
    let usual = if format == SourceFormat::Tsv {
        b'\t'
    } else {
        b','
    };
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in header(bytes) {
        if let Some(at) = DELIMITERS.iter().position(|known| *known == byte) {
            counts[at] += 1;
        }
    }
    let most = counts.into_iter().max().unwrap_or_default();
    let often = |delimiter: &u8| {
        let at = DELIMITERS.iter().position(|known| known == delimiter);
        most > 0 && at.is_some_and(|at| counts[at] == most)
    };
    if often(&usual) {
        return usual;
    }
    let mut found = DELIMITERS.into_iter().filter(often);
    found.next().unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::{Sniffed, sniff};
    use crate::spec::grammar::SourceFormat;

    fn as_written(name: &str, bytes: &[u8]) -> (SourceFormat, u8) {
        let Sniffed {
            format, delimiter, ..
        } = sniff(name, bytes);
        (format, delimiter)
    }

    #[test]
    fn the_content_says_the_format_where_the_name_does_not() {
        let formats = [
            ("rows", b"PAR1....".as_slice(), SourceFormat::Parquet),
            ("rows.txt", b"{\"a\": 1}", SourceFormat::Ndjson),
            ("rows.txt", b"\xef\xbb\xbf [1]", SourceFormat::Json),
            ("rows.json", b"{\"a\": 1}\n{\"a\": 2}", SourceFormat::Ndjson),
            ("rows.ndjson", b"[{\"a\": 1}]", SourceFormat::Json),
            ("rows.csv", b"[a],b", SourceFormat::Csv),
        ];
        for (name, bytes, format) in formats {
            assert_eq!(as_written(name, bytes).0, format, "{name}");
        }
    }

    #[test]
    fn the_header_says_the_delimiter() {
        for (name, bytes, delimiter) in [
            ("a.csv", b"model;downloads\n1,5;2,5;".as_slice(), b';'),
            ("a.csv", b"\"a;b;c\",d", b','),
            ("a.csv", b"model", b','),
            ("a.csv", b"\"a\n,,b\";c;d\n1,2,3", b';'),
            ("a.csv", b"a;\"b;c\n1,2,3,4", b';'),
            ("a.txt", b"model\tdownloads", b'\t'),
            ("a.tsv", b"model\tdownloads", b'\t'),
            ("a.tsv", b"model,downloads", b','),
            ("a.csv", b"a|b", b'|'),
        ] {
            assert_eq!(as_written(name, bytes).1, delimiter, "{name}");
        }
    }
}
