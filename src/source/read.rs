//! Reads files with Polars. The only place that knows how a format is parsed.

use super::Location;
use super::safety::{expanded, guarded};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::grammar::SourceFormat;
use crate::spec::unreadable;
use crate::sql::Type;
use crate::world::World;
use polars::prelude::*;
use sha2::{Digest, Sha256};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Lines of a JSON file that `check` looks at.
const SAMPLE_LINES: usize = 1000;

/// A file that was read.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Path as read.
    pub path: PathBuf,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its bytes.
    pub bytes: usize,
    /// Its rows.
    pub rows: usize,
}

/// The rows of a source as they stand in its files.
#[derive(Clone, Debug)]
pub struct RawTable {
    /// The columns that were asked for.
    pub frame: DataFrame,
    /// The files, in the order of their rows.
    pub files: Vec<InputFile>,
}

impl RawTable {
    /// File and row number (from 1, without header) of a row of the frame.
    #[must_use]
    pub fn place(&self, row: usize) -> (&Path, usize) {
        let mut first = 0;
        for file in &self.files {
            if row < first + file.rows {
                return (&file.path, row - first + 1);
            }
            first += file.rows;
        }
        (Path::new(""), row + 1)
    }
}

/// Names and types of the columns of a source's first file.
///
/// # Errors
/// The file is missing, empty, or not of its format.
pub fn columns(world: &dyn World, location: &Location) -> Result<Vec<(String, Type)>, Diagnostic> {
    let files = location.files(world)?;
    let bytes = content(world, &files[0])?;
    let bytes = expanded(location, &files[0], &bytes)?;
    let schema = guarded(&files[0], || schema_of(location, &bytes))?;
    let mut columns: Vec<(String, Type)> = schema
        .iter()
        .map(|(name, kind)| (name.to_string(), type_of(kind)))
        .collect();
    columns.extend(
        location
            .file_column_names()
            .into_iter()
            .map(|name| (name, Type::Text)),
    );
    Ok(columns)
}

/// Reads the columns `wanted` of all files of a source.
///
/// # Errors
/// A file is missing, empty, not of its format, or lacks a column.
pub fn read(
    world: &dyn World,
    location: &Location,
    wanted: &[String],
) -> Result<RawTable, Diagnostic> {
    let mut whole: Option<DataFrame> = None;
    let mut files = Vec::new();
    for path in location.files(world)? {
        let from_name = location.file_columns(&path)?;
        let bytes = content(world, &path)?;
        let inside: Vec<String> = wanted
            .iter()
            .filter(|name| !from_name.iter().any(|(given, _)| given == *name))
            .cloned()
            .collect();
        let (digest, parsed) = rayon::join(
            || Sha256::digest(&bytes),
            || {
                let bytes = expanded(location, &path, &bytes)?;
                guarded(&path, || parse(location, &path, &bytes, &inside))
            },
        );
        let mut frame = parsed?;
        days(&mut frame).map_err(|error| broken(&path, &error))?;
        let rows = frame.height();
        for (name, value) in from_name {
            let column = Column::new_scalar(
                name.as_str().into(),
                Scalar::from(PlSmallStr::from(value.as_str())),
                rows,
            );
            frame
                .with_column(column)
                .map_err(|error| broken(&path, &error))?;
        }
        let frame = frame
            .select(wanted.iter().map(String::as_str))
            .map_err(|error| broken(&path, &error))?;
        files.push(InputFile {
            path: path.clone(),
            sha256: hexadecimal(&digest),
            bytes: bytes.len(),
            rows,
        });
        match &mut whole {
            None => whole = Some(frame),
            Some(all) => {
                all.vstack_mut(&frame).map_err(|error| {
                    Diagnostic::error(
                        Code::SOURCE_FORMAT,
                        format!(
                            "the columns of `{}` differ from those of the files before it: {error}",
                            path.display()
                        ),
                    )
                })?;
            }
        }
    }
    let mut frame = whole.unwrap_or_default();
    frame.rechunk_mut();
    Ok(RawTable { frame, files })
}

/// Points in time become their day: the language knows days only.
fn days(frame: &mut DataFrame) -> PolarsResult<()> {
    let times: Vec<PlSmallStr> = frame
        .columns()
        .iter()
        .filter(|column| matches!(column.dtype(), DataType::Datetime(..)))
        .map(|column| column.name().clone())
        .collect();
    for name in times {
        let day = frame.column(&name)?.cast(&DataType::Date)?;
        frame.with_column(day)?;
    }
    Ok(())
}

/// The bytes of a file, at least one.
fn content(world: &dyn World, path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let bytes = world.read(path).map_err(|error| unreadable(path, &error))?;
    if bytes.is_empty() {
        return Err(Diagnostic::error(
            Code::EMPTY_SOURCE,
            format!("`{}` is empty: it has no bytes", path.display()),
        ));
    }
    Ok(bytes)
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn schema_of(location: &Location, bytes: &[u8]) -> Result<Schema, Diagnostic> {
    let path = &location.path;
    Ok(match location.format {
        SourceFormat::Parquet => {
            let mut reader = ParquetReader::new(Cursor::new(bytes));
            let schema = reader.schema().map_err(|error| broken(path, &error))?;
            Schema::from_arrow_schema(schema.as_ref())
        }
        SourceFormat::Csv | SourceFormat::Tsv => {
            let header = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
            let frame = csv(location, header, None).map_err(|error| broken(path, &error))?;
            frame.schema().as_ref().clone()
        }
        SourceFormat::Ndjson => {
            let end = bytes
                .iter()
                .enumerate()
                .filter(|(_, byte)| **byte == b'\n')
                .nth(SAMPLE_LINES)
                .map_or(bytes.len(), |(at, _)| at);
            let frame =
                json(&bytes[..end], JsonFormat::JsonLines).map_err(|error| broken(path, &error))?;
            frame.schema().as_ref().clone()
        }
        SourceFormat::Json => {
            let frame = json(bytes, JsonFormat::Json).map_err(|error| broken(path, &error))?;
            if frame.width() == 0 {
                return Err(Diagnostic::error(
                    Code::EMPTY_SOURCE,
                    format!("`{}` has no rows: its array is empty", path.display()),
                ));
            }
            frame.schema().as_ref().clone()
        }
    })
}

fn parse(
    location: &Location,
    path: &Path,
    bytes: &[u8],
    wanted: &[String],
) -> Result<DataFrame, Diagnostic> {
    let schema = schema_of(location, bytes)?;
    let names: Vec<&str> = schema.iter_names().map(PlSmallStr::as_str).collect();
    for name in wanted {
        if !names.contains(&name.as_str()) {
            return Err(missing_column(path, name, &names));
        }
    }
    if wanted.is_empty() {
        // A report that only counts rows still needs one column to count.
        let Some(first) = names.first() else {
            return Err(Diagnostic::error(
                Code::EMPTY_SOURCE,
                format!("`{}` has no columns", path.display()),
            ));
        };
        return parse(location, path, bytes, &[(*first).to_owned()]);
    }
    let frame = match location.format {
        SourceFormat::Parquet => ParquetReader::new(Cursor::new(bytes))
            .with_columns(Some(wanted.to_vec()))
            .finish(),
        SourceFormat::Csv | SourceFormat::Tsv => csv(location, bytes, Some(wanted)),
        SourceFormat::Ndjson => json(bytes, JsonFormat::JsonLines),
        SourceFormat::Json => json(bytes, JsonFormat::Json),
    };
    frame.map_err(|error| broken(path, &error))
}

/// Beginnings by which the reader would take a table for compressed: zlib, gzip, zstd.
const COMPRESSED: [&[u8]; 3] = [b"x", &[0x1f, 0x8b], &[0x28, 0xb5, 0x2f, 0xfd]];

fn csv(location: &Location, bytes: &[u8], wanted: Option<&[String]>) -> PolarsResult<DataFrame> {
    // A header such as `x^2` is none; behind a byte order mark it is read as what it is.
    let marked = COMPRESSED
        .iter()
        .any(|magic| bytes.starts_with(magic))
        .then(|| [b"\xef\xbb\xbf", bytes].concat());
    let bytes = marked.as_deref().unwrap_or(bytes);
    let columns = wanted.map(|names| names.iter().map(|n| PlSmallStr::from(n.as_str())).collect());
    CsvReadOptions::default()
        .with_has_header(true)
        .with_infer_schema_length(Some(0))
        .with_columns(columns)
        .with_parse_options(CsvParseOptions::default().with_separator(location.delimiter))
        .into_reader_with_file_handle(Cursor::new(bytes))
        .finish()
}

fn json(bytes: &[u8], format: JsonFormat) -> PolarsResult<DataFrame> {
    JsonReader::new(Cursor::new(bytes))
        .with_json_format(format)
        .infer_schema_len(None)
        .finish()
}

fn missing_column(path: &Path, name: &str, names: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code::MISSING_COLUMN,
        format!(
            "`{}` has no column `{name}`, it has {}",
            path.display(),
            crate::diagnostic::allowed(names.iter().copied())
        ),
    );
    match names {
        [only] if only.contains([';', '\t', '|', ',']) => diagnostic.hint(format!(
            "the header is a single column, is the delimiter wrong? `delimiter: \"{}\"`",
            only.chars()
                .find(|c| matches!(c, ';' | '\t' | '|' | ','))
                .map_or(String::new(), |c| c.escape_default().to_string())
        )),
        _ => diagnostic
            .maybe_hint(crate::diagnostic::nearest(name, names.iter().copied()))
            .hint("map a column of another name with `sql: \"its_name\"`"),
    }
}

fn broken(path: &Path, error: &PolarsError) -> Diagnostic {
    let text = error.to_string();
    if text.contains("more fields than defined") {
        return Diagnostic::error(
            Code::SOURCE_FORMAT,
            format!(
                "`{}`: a row has more fields than the header",
                path.display()
            ),
        )
        .hint("a text that contains the delimiter needs double quotes");
    }
    let first = text.lines().next().unwrap_or_default();
    // The JSON reader names its own kinds of errors.
    if let Some((_, place)) = first.split_once(" at character ") {
        return Diagnostic::error(
            Code::SOURCE_FORMAT,
            format!("`{}` is no valid JSON at character {place}", path.display()),
        );
    }
    Diagnostic::error(
        Code::SOURCE_FORMAT,
        format!("`{}` cannot be read: {first}", path.display()),
    )
}

fn type_of(kind: &DataType) -> Type {
    match kind {
        DataType::String | DataType::Categorical(..) | DataType::Enum(..) => Type::Text,
        DataType::Boolean => Type::Boolean,
        DataType::Date | DataType::Datetime(..) => Type::Date,
        DataType::List(inner) if matches!(**inner, DataType::String | DataType::Null) => Type::List,
        kind if kind.is_integer() => Type::Integer,
        kind if kind.is_float() => Type::Number,
        _ => Type::Any,
    }
}

/// A whole CSV or TSV file as texts: column names and rows.
///
/// # Errors
/// The file is missing, empty, or not of its format.
pub fn text_table(world: &dyn World, location: &Location) -> Result<TextTable, Diagnostic> {
    let bytes = content(world, &location.path)?;
    let bytes = expanded(location, &location.path, &bytes)?;
    let frame = guarded(&location.path, || {
        csv(location, &bytes, None).map_err(|error| broken(&location.path, &error))
    })?;
    let names: Vec<String> = frame
        .get_column_names()
        .iter()
        .map(std::string::ToString::to_string)
        .collect();
    let mut rows = vec![Vec::with_capacity(names.len()); frame.height()];
    for column in frame.columns() {
        let texts = column
            .str()
            .map_err(|error| broken(&location.path, &error))?;
        for (row, text) in rows.iter_mut().zip(texts.iter()) {
            row.push(text.map(str::to_owned));
        }
    }
    Ok((names, rows))
}

/// Column names and rows of texts.
pub(super) type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);
