//! The claims of a Parquet file about itself, read before its reader trusts them. In: the bytes of
//! a file. Out: the nesting depth of its schema, and how many columns, rows and bytes it claims.
//!
//! The footer and the page headers are written in Thrift's compact protocol
//! (<https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>); their
//! fields are those of
//! <https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>.

/// The claims of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    /// Maximum nesting of the schema; 1 for plain columns.
    pub(super) depth: usize,
    /// Columns, including each one inside nested columns.
    pub(super) columns: usize,
    /// Rows of all row groups, or of the file if that is more.
    pub(super) rows: u64,
    /// Values of all columns.
    pub(super) values: u64,
    /// Decompressed bytes of all pages.
    pub(super) bytes: u64,
    /// The first column of 16-bit floats, which the reader does not support.
    pub(super) half: Option<String>,
}

/// Minimum memory of a value, in bytes.
const VALUE: u64 = 8;

impl Declared {
    /// The memory that its rows take at least.
    pub(super) fn claimed(&self) -> u64 {
        let values = self.rows.max(self.values);
        values.saturating_mul(VALUE).max(self.bytes)
    }
}

/// Maximum nesting of skipped values; the format needs six.
const MAX_SKIPPED: usize = 32;
/// The magic bytes at both ends of a file.
const MARK: &[u8] = b"PAR1";

/// Whether a file begins and ends as the format requires.
pub(super) fn is_parquet(bytes: &[u8]) -> bool {
    bytes.len() >= 12 && bytes.starts_with(MARK) && bytes.ends_with(MARK)
}

/// The claims of a file; `None` if its footer cannot be read.
pub(super) fn declared(bytes: &[u8]) -> Option<Declared> {
    let (rest, length) = bytes.strip_suffix(MARK)?.split_last_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let footer = &rest[rest.len().checked_sub(length)?..];
    let mut declared = Declared::default();
    let mut rows_of_groups = 0_u64;
    let mut chunks = Vec::new();
    Compact::new(footer).fields(|file, field, kind| match (field, kind) {
        (2, LIST) => schema(file, &mut declared),
        (3, I64) => {
            declared.rows = file.amount()?;
            Some(true)
        }
        (4, LIST) => {
            let (groups, STRUCT) = file.list()? else {
                return None;
            };
            for _ in 0..groups {
                rows_of_groups = rows_of_groups.saturating_add(group(file, &mut chunks)?);
            }
            Some(true)
        }
        _ => Some(false),
    })?;
    declared.rows = declared.rows.max(rows_of_groups);
    for chunk in chunks {
        declared.values = declared.values.saturating_add(chunk.values);
        let pages = pages(bytes, &chunk)?;
        declared.bytes = declared.bytes.saturating_add(pages.max(chunk.expanded));
    }
    Some(declared)
}

/// The depth of a schema, which is a tree stored flat: each element gives the number of its
/// children.
fn schema(file: &mut Compact<'_>, declared: &mut Declared) -> Option<bool> {
    let (elements, STRUCT) = file.list()? else {
        return None;
    };
    // The number of children still expected at each level; the first element is the schema itself.
    let mut missing: Vec<u64> = Vec::new();
    for _ in 0..elements {
        let mut children = 0;
        let (mut name, mut is_half) = (String::new(), false);
        file.fields(|element, field, kind| match (field, kind) {
            (4, BINARY) => {
                name = element.text()?;
                Some(true)
            }
            // The logical type: a structure with one field, whose number identifies it.
            (10, STRUCT) => {
                element.fields(|_, field, _| {
                    is_half |= field == FLOAT16;
                    Some(false)
                })?;
                Some(true)
            }
            (5, I32) => {
                children = element.amount()?;
                Some(true)
            }
            _ => Some(false),
        })?;
        if is_half && declared.half.is_none() {
            declared.half = Some(name);
        }
        if children == 0 {
            declared.columns += 1;
        } else {
            missing.push(children);
            declared.depth = declared.depth.max(missing.len());
            continue;
        }
        while let Some(last) = missing.last_mut() {
            *last -= 1;
            if *last > 0 {
                break;
            }
            missing.pop();
        }
    }
    Some(true)
}

/// A column of a row group.
#[derive(Default)]
struct Chunk {
    values: u64,
    expanded: u64,
    compressed: u64,
    data: u64,
    dictionary: u64,
}

/// The rows of a row group; its columns are added to `chunks`.
fn group(file: &mut Compact<'_>, chunks: &mut Vec<Chunk>) -> Option<u64> {
    let mut rows = 0;
    file.fields(|group, field, kind| match (field, kind) {
        (1, LIST) => {
            let (columns, STRUCT) = group.list()? else {
                return None;
            };
            for _ in 0..columns {
                chunks.push(chunk(group)?);
            }
            Some(true)
        }
        (3, I64) => {
            rows = group.amount()?;
            Some(true)
        }
        _ => Some(false),
    })?;
    Some(rows)
}

fn chunk(file: &mut Compact<'_>) -> Option<Chunk> {
    let mut chunk = Chunk::default();
    file.fields(|column, field, kind| {
        if (field, kind) != (3, STRUCT) {
            return Some(false);
        }
        column.fields(|about, field, kind| {
            let place = match (field, kind) {
                (5, I64) => &mut chunk.values,
                (6, I64) => &mut chunk.expanded,
                (7, I64) => &mut chunk.compressed,
                (9, I64) => &mut chunk.data,
                (11, I64) => &mut chunk.dictionary,
                _ => return Some(false),
            };
            *place = about.amount()?;
            Some(true)
        })?;
        Some(true)
    })?;
    Some(chunk)
}

/// Decompressed bytes of a column's pages, according to the pages themselves; `None` if they claim
/// more values than the column has.
fn pages(bytes: &[u8], chunk: &Chunk) -> Option<u64> {
    let first = match chunk.dictionary {
        0 => chunk.data,
        dictionary => dictionary.min(chunk.data),
    };
    let first = usize::try_from(first).ok()?;
    let end = first.checked_add(usize::try_from(chunk.compressed).ok()?)?;
    let mut rest = bytes.get(first..end.min(bytes.len()))?;
    let (mut expanded, mut values) = (0_u64, 0_u64);
    while !rest.is_empty() {
        let (mut here, mut inside, mut compressed) = (0, 0, 0);
        let mut page = Compact::new(rest);
        page.fields(|page, field, kind| match (field, kind) {
            (2, I32) => {
                here = page.amount()?;
                Some(true)
            }
            (3, I32) => {
                compressed = page.amount()?;
                Some(true)
            }
            // The header of a data page, in both versions of the format.
            (5 | 8, STRUCT) => {
                page.fields(|data, field, kind| match (field, kind) {
                    (1, I32) => {
                        inside = data.amount()?;
                        Some(true)
                    }
                    _ => Some(false),
                })?;
                Some(true)
            }
            _ => Some(false),
        })?;
        expanded = expanded.saturating_add(here);
        values = values.saturating_add(inside);
        let length = page.at.checked_add(usize::try_from(compressed).ok()?)?;
        rest = rest.get(length..).unwrap_or_default();
    }
    (values <= chunk.values).then_some(expanded)
}

/// Kinds of fields.
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// The logical type of 16-bit floats.
const FLOAT16: i64 = 15;

/// A reader of the compact protocol; `None` means that the bytes do not follow it.
struct Compact<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Compact<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at)?;
        self.at += 1;
        Some(*byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn integer(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// An integer that is a count.
    fn amount(&mut self) -> Option<u64> {
        u64::try_from(self.integer()?).ok()
    }

    /// Length and kind of a list; each element takes at least a byte.
    fn list(&mut self) -> Option<(usize, u8)> {
        let head = self.byte()?;
        let length = match head >> 4 {
            15 => usize::try_from(self.varint()?).ok()?,
            short => usize::from(short),
        };
        (length <= self.bytes.len() - self.at).then_some((length, head & 15))
    }

    /// The fields of a structure: `read` handles those it knows, the rest is skipped.
    fn fields(&mut self, read: impl FnMut(&mut Self, i64, u8) -> Option<bool>) -> Option<()> {
        self.fields_at(0, read)
    }

    fn fields_at(
        &mut self,
        depth: usize,
        mut read: impl FnMut(&mut Self, i64, u8) -> Option<bool>,
    ) -> Option<()> {
        let mut field = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            field = match head >> 4 {
                0 => self.integer()?,
                more => i64::from(more) + field,
            };
            if !read(self, field, head & 15)? {
                self.skip(head & 15, depth)?;
            }
        }
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > MAX_SKIPPED {
            return None;
        }
        match kind {
            // The kind of a boolean field is its value.
            1 | 2 => {}
            3 => drop(self.byte()?),
            4..=I64 => drop(self.varint()?),
            7 => self.forward(8)?,
            BINARY => drop(self.text()?),
            LIST | 10 => {
                let (length, kind) = self.list()?;
                for _ in 0..length {
                    self.element(kind, depth)?;
                }
            }
            11 => {
                let length = self.varint()?;
                let kinds = if length > 0 { self.byte()? } else { 0 };
                for _ in 0..length {
                    self.element(kinds >> 4, depth)?;
                    self.element(kinds & 15, depth)?;
                }
            }
            STRUCT => self.fields_at(depth + 1, |_, _, _| Some(false))?,
            _ => return None,
        }
        Some(())
    }

    /// An element of a list or a map, where a boolean takes a byte.
    fn element(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            1 | 2 => self.byte().map(drop),
            kind => self.skip(kind, depth + 1),
        }
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.varint()?).ok()?;
        let start = self.at;
        self.forward(length)?;
        Some(String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned())
    }

    fn forward(&mut self, by: usize) -> Option<()> {
        self.at = self.at.checked_add(by)?;
        (self.at <= self.bytes.len()).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Declared, declared};
    use polars::prelude::*;

    fn parquet(rows: u32) -> Vec<u8> {
        let mut frame = df!(
            "name" => (0..rows).map(|row| format!("n{}", row % 7)).collect::<Vec<_>>(),
            "amount" => (0..rows).collect::<Vec<u32>>(),
        )
        .unwrap();
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes)
            .with_row_group_size(Some(1000))
            .finish(&mut frame)
            .unwrap();
        bytes
    }

    #[test]
    fn a_file_says_its_rows_columns_and_bytes() {
        let found = declared(&parquet(2500)).unwrap();
        assert_eq!((found.rows, found.columns, found.depth), (2500, 2, 1));
        assert_eq!(found.values, 5000);
        // Amounts take 4 bytes each.
        assert!((10_000..40_000).contains(&found.bytes), "{found:?}");
    }

    #[test]
    fn no_change_or_end_of_the_bytes_is_a_panic() {
        let bytes = parquet(20);
        for end in 0..bytes.len() {
            let _ = declared(&bytes[..end]);
        }
        for at in 0..bytes.len() {
            for value in [0, 0x19, 0x7f, 0xff] {
                let mut changed = bytes.clone();
                changed[at] = value;
                let _ = declared(&changed);
            }
        }
        assert_eq!(declared(b"PAR1\0\0\0\0PAR1"), None);
        assert_eq!(declared(b""), None);
        assert_ne!(declared(&bytes), Some(Declared::default()));
    }
}
