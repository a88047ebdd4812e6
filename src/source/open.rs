//! The files of a source, open for reading in chunks: text formats are read whole at once, Parquet one
//! row group after another whenever its rows are asked for.
//!
//! In: a location and the columns that are wanted. Out: frames of these columns, chunk by chunk, in
//! any order and as often as needed. A chunk is a piece of what is decoded together: small enough for
//! what is made of it to stay near the processor. Bytes of Parquet files stay in memory up to a limit; files
//! beyond are read again, and must have the same bytes then.

use super::encoding::text;
use super::in_files::{TypesInFiles, untyped};
use super::lines::{Lines, lines};
use super::messages::broken;
use super::nested::type_of;
use super::parquet::ParquetFile;
use super::read::content;
use super::safety::{expanded, guarded};
use super::table::{
    FileColumn, FileColumns, FileRows, InputFile, RawTable, alike, common, in_zone,
};
use super::{Location, Zone, delimited, json};
use crate::checksum::{self, hexadecimal};
use crate::diagnostic::{Code, Diagnostic};
use crate::records::Table;
use crate::spec::grammar::SourceFormat;
use crate::world::World;
use polars::prelude::*;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How much of a source is in memory at a time.
#[derive(Clone, Copy, Debug)]
pub struct Chunking {
    /// Rows of a chunk. Row groups with fewer are decoded together, others are cut after they are decoded.
    pub rows: usize,
    /// Bytes of Parquet files that stay in memory until they are read again.
    pub held: usize,
}

impl Default for Chunking {
    fn default() -> Self {
        Self {
            rows: 1 << 17,
            held: 256 << 20,
        }
    }
}

/// The files of a source.
pub(crate) struct OpenSource<'w> {
    world: &'w dyn World,
    location: &'w Location,
    chunking: Chunking,
    /// In the order of their names.
    files: Vec<OpenFile>,
    /// The type of each wanted column that can hold its values in all files.
    kinds: Schema,
    /// The same for expressions, which do not compute with numbers as they are written.
    computed: Schema,
    /// The types of wanted columns that differ in the files.
    in_files: BTreeMap<String, TypesInFiles>,
    /// The file that was read last, of those that are not held.
    last: Mutex<Option<(usize, Arc<[u8]>)>>,
}

struct OpenFile {
    file: InputFile,
    /// The columns from the file name.
    from_name: Vec<(String, String)>,
    content: Content,
    /// The types in which expressions read columns, where they are others.
    computed: Schema,
}

enum Content {
    /// All rows, with the columns that the file has.
    Cells(DataFrame),
    /// The footer, and the bytes if they are held.
    Parquet(ParquetFile, Option<Arc<[u8]>>),
}

/// Rows of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Chunk {
    /// Position of the file.
    pub(crate) file: usize,
    /// Its first row and the one behind its last, from 0.
    pub(crate) rows: (usize, usize),
}

impl Chunk {
    fn range(&self) -> Range<usize> {
        self.rows.0..self.rows.1
    }

    /// The same rows in pieces.
    fn cut(&self, most: usize) -> impl Iterator<Item = Self> {
        let (file, (first, end)) = (self.file, self.rows);
        let starts = (first..end).step_by(most);
        starts.map(move |first| Self {
            file,
            rows: (first, (first + most).min(end)),
        })
    }
}

/// Chunks that are in memory together.
pub(crate) struct Batch {
    /// The chunks, in the order of their rows.
    pub(crate) chunks: Vec<Chunk>,
    /// What was decoded for them.
    decoded: Vec<(Chunk, DataFrame)>,
}

impl Batch {
    /// The columns of a chunk, as its file writes them.
    pub(crate) fn frame(&self, chunk: &Chunk) -> DataFrame {
        let is_in = |whole: &Chunk| {
            whole.file == chunk.file && whole.rows.0 <= chunk.rows.0 && chunk.rows.1 <= whole.rows.1
        };
        let found = self.decoded.iter().find(|(whole, _)| is_in(whole));
        found.map_or_else(DataFrame::default, |(whole, frame)| {
            let start = chunk.rows.0 - whole.rows.0;
            frame.slice(
                i64::try_from(start).unwrap_or(i64::MAX),
                chunk.range().len(),
            )
        })
    }
}

impl<'w> OpenSource<'w> {
    /// Opens the files of a source for the columns `wanted`; one that is not `needed` is empty in
    /// files that lack it.
    ///
    /// # Errors
    /// A file is missing, empty, not of its format, or lacks a column.
    pub(crate) fn open(
        world: &'w dyn World,
        location: &'w Location,
        wanted: &[String],
        needed: &[String],
        chunking: Chunking,
    ) -> Result<Self, Diagnostic> {
        let paths = location.files(world)?;
        let held = AtomicUsize::new(0);
        let files: Vec<_> = paths
            .par_iter()
            .map(|path| {
                let is_held = |bytes| held.fetch_add(bytes, Ordering::Relaxed) < chunking.held;
                open(world, location, path, (wanted, needed), &is_held)
            })
            .collect();
        let mut opened = Self {
            world,
            location,
            chunking,
            files: files.into_iter().collect::<Result<_, _>>()?,
            kinds: Schema::default(),
            computed: Schema::default(),
            in_files: BTreeMap::new(),
            last: Mutex::default(),
        };
        opened.look_at_types(wanted)?;
        Ok(opened)
    }

    /// Notes the types of wanted columns, and those that can hold the values of all files: as they are, and for expressions.
    fn look_at_types(&mut self, wanted: &[String]) -> Result<(), Diagnostic> {
        let (mut kinds, mut computed) = (Schema::default(), Schema::default());
        let mut in_files: BTreeMap<String, TypesInFiles> = BTreeMap::new();
        let add = |kinds: &mut Schema, name: &PlSmallStr, kind: &DataType| {
            let known = kinds.get(name).map(|known| common(known, kind));
            kinds.with_column(name.clone(), known.unwrap_or_else(|| kind.clone()));
        };
        for (file, open) in self.files.iter().enumerate() {
            let none = Chunk { file, rows: (0, 0) };
            let path = &open.file.path;
            let frame = self.decoded(&none, wanted)?;
            // Moments become days, whatever the zone.
            let frame = in_zone(&frame, Zone::default()).map_err(|error| broken(path, &error))?;
            for (name, kind) in frame.schema().iter() {
                add(&mut kinds, name, kind);
                let read = open.computed.get(name).unwrap_or(kind);
                add(&mut computed, name, read);
                let types = in_files.entry(name.to_string()).or_default();
                types.add(type_of(read), path);
            }
        }
        (self.kinds, self.computed) = (kinds, computed);
        in_files.retain(|_, types| types.differ());
        self.in_files = in_files;
        Ok(())
    }

    /// The types of a wanted column in the files, if they differ.
    pub(crate) fn types_of(&self, name: &str) -> Option<&TypesInFiles> {
        self.in_files.get(name)
    }

    /// A column of a chunk whose texts do not depend on the type of numbers that its file has.
    ///
    /// # Errors
    /// The engine refuses it.
    pub(crate) fn as_texts(&self, column: &Column) -> PolarsResult<Column> {
        match self.types_of(column.name()) {
            Some(_) => untyped(column),
            None => Ok(column.clone()),
        }
    }

    /// Rows of all files.
    pub(crate) fn height(&self) -> usize {
        self.files.iter().map(|open| open.file.rows).sum()
    }

    /// The files, in the order of their names.
    pub(crate) fn files(&self) -> impl ExactSizeIterator<Item = &InputFile> {
        self.files.iter().map(|open| &open.file)
    }

    /// The lines on which some rows of a file begin, where it has lines.
    pub(crate) fn lines(&self, file: usize, rows: &BTreeSet<usize>) -> Lines {
        let open = self.files.get(file);
        let found = open.map(|open| lines(self.world, self.location, &open.file, rows));
        found.unwrap_or_default()
    }

    /// For each file the position of the first whose name gives the same columns.
    pub(crate) fn alike_in_name(&self) -> Vec<usize> {
        let first = |open: &OpenFile| {
            let mut files = self.files.iter();
            files.position(|other| other.from_name == open.from_name)
        };
        let files = self.files.iter();
        files.map(|open| first(open).unwrap_or_default()).collect()
    }

    /// What is decoded together, in the order of the rows.
    pub(crate) fn pieces(&self) -> Vec<Chunk> {
        let files = self.files.iter().enumerate();
        let pieces = files.flat_map(|(file, open)| {
            let ranges = open.ranges(self.chunking.rows).into_iter();
            ranges.map(move |rows| Chunk { file, rows })
        });
        pieces.collect()
    }

    /// All pieces, if their rows are at most a chunk for each thread.
    pub(crate) fn few_pieces(&self) -> Option<Vec<Chunk>> {
        let most = self.chunking.rows * rayon::current_num_threads();
        (self.height() <= most).then(|| self.pieces())
    }

    /// Decodes the columns `wanted` of some pieces.
    ///
    /// # Errors
    /// A file is broken, can no longer be read, or has other bytes than before.
    pub(crate) fn load(&self, pieces: &[Chunk], wanted: &[String]) -> Result<Batch, Diagnostic> {
        let decoded: Vec<Result<_, Diagnostic>> = pieces
            .par_iter()
            .map(|piece| Ok((piece.clone(), self.decoded(piece, wanted)?)))
            .collect();
        let chunks = pieces.iter().flat_map(|it| it.cut(self.chunking.rows));
        Ok(Batch {
            chunks: chunks.collect(),
            decoded: decoded.into_iter().collect::<Result<_, _>>()?,
        })
    }

    /// The bytes of a file that is not held.
    fn read_again(&self, file: usize) -> Result<Arc<[u8]>, Diagnostic> {
        // Whoever panicked here left a whole file or none behind.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, bytes)) = &*last
            && *known == file
        {
            return Ok(bytes.clone());
        }
        *last = None;
        let InputFile { path, sha256, .. } = &self.files[file].file;
        let bytes = content(self.world, path)?;
        if checksum::sha256(&bytes) != *sha256 {
            let message = format!("`{}` changed while it was read", path.display());
            return Err(Diagnostic::error(Code::SOURCE_FORMAT, message)
                .hint("run again when it is complete"));
        }
        let bytes: Arc<[u8]> = expanded(self.location, path, &bytes)?.into_owned().into();
        *last = Some((file, bytes.clone()));
        Ok(bytes)
    }

    /// The columns `wanted` of a piece, as its file writes them.
    fn decoded(&self, piece: &Chunk, wanted: &[String]) -> Result<DataFrame, Diagnostic> {
        let open = &self.files[piece.file];
        let path = &open.file.path;
        let range = piece.range();
        let (rows, found) = match &open.content {
            Content::Cells(frame) => {
                let start = i64::try_from(range.start).unwrap_or(i64::MAX);
                let frame = frame.slice(start, range.len());
                (range.len(), frame.columns().to_vec())
            }
            Content::Parquet(file, held) => {
                let bytes = match held {
                    Some(bytes) => bytes.clone(),
                    None if range.is_empty() => Arc::default(),
                    None => self.read_again(piece.file)?,
                };
                guarded(path, || file.cells(path, &bytes, wanted, range.clone()))?
            }
        };
        let column = |name: &String| {
            if let Some((_, value)) = open.from_name.iter().find(|(given, _)| given == name) {
                let value = Scalar::from(PlSmallStr::from(value.as_str()));
                return Column::new_scalar(name.as_str().into(), value, rows);
            }
            let found = found.iter().find(|column| column.name() == name.as_str());
            let absent = || Column::full_null(name.as_str().into(), rows, &DataType::Null);
            found.cloned().unwrap_or_else(absent)
        };
        DataFrame::new(rows, wanted.iter().map(column).collect())
            .map_err(|error| broken(path, &error))
    }

    /// A frame of a chunk, its moments as days in a zone, in types that can hold the values of all files and that expressions read.
    ///
    /// # Errors
    /// A value does not fit into the common type.
    pub(crate) fn alike(&self, frame: &DataFrame) -> PolarsResult<DataFrame> {
        alike(frame, &self.computed)
    }

    /// All rows, file by file.
    fn whole(&self, wanted: &[String]) -> Result<RawTable, Diagnostic> {
        let part = |(file, open): (usize, &OpenFile)| {
            let rows = (0, open.file.rows);
            Ok(FileRows {
                file: open.file.clone(),
                frame: self.decoded(&Chunk { file, rows }, wanted)?,
            })
        };
        let parts: Vec<Result<FileRows, Diagnostic>> =
            self.files.par_iter().enumerate().map(part).collect();
        let parts = parts.into_iter().collect::<Result<_, _>>()?;
        Ok(RawTable {
            parts,
            kinds: self.kinds.clone(),
        })
    }
}

impl OpenFile {
    /// First row and end of what is decoded together: row groups of `most` rows or one with more.
    fn ranges(&self, most: usize) -> Vec<(usize, usize)> {
        let ends = match &self.content {
            Content::Cells(_) => vec![self.file.rows],
            Content::Parquet(file, _) => file.ends(),
        };
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for end in ends {
            match ranges.last_mut() {
                Some(last) if end - last.0 <= most => last.1 = end,
                last => {
                    let first = last.map_or(0, |last| last.1);
                    ranges.push((first, end));
                }
            }
        }
        ranges.retain(|(first, end)| first < end);
        ranges
    }
}

fn open(
    world: &dyn World,
    location: &Location,
    path: &Path,
    (wanted, needed): (&[String], &[String]),
    is_held: &(dyn Fn(usize) -> bool + Sync),
) -> Result<OpenFile, Diagnostic> {
    let from_name = location.file_columns(path)?;
    let bytes = content(world, path)?;
    let length = bytes.len();
    let is_inside = |name: &&String| !from_name.iter().any(|(given, _)| given == *name);
    let inside: Vec<String> = wanted.iter().filter(is_inside).cloned().collect();
    let (digest, parsed) = rayon::join(
        || hexadecimal(&Sha256::digest(&bytes)),
        || {
            let bytes = expanded(location, path, &bytes)?;
            guarded(path, || {
                if location.format == SourceFormat::Parquet {
                    let file = ParquetFile::open(path, &bytes, (&inside, needed))?;
                    let bytes = is_held(bytes.len()).then(|| Arc::from(&*bytes));
                    let rows = file.rows();
                    let content = Content::Parquet(file, bytes);
                    return Ok((rows, content, Schema::default()));
                }
                let (rows, found) = cells(location, path, &bytes, &inside, needed)?;
                let (mut columns, mut computed) = (Vec::new(), Schema::default());
                for one in found {
                    if let Some(kind) = one.computed {
                        computed.with_column(one.column.name().clone(), kind);
                    }
                    columns.push(one.column);
                }
                let frame = DataFrame::new(rows, columns);
                let frame = frame.map_err(|error| broken(path, &error))?;
                Ok((rows, Content::Cells(frame), computed))
            })
        },
    );
    location.verified(path, &digest)?;
    let (rows, content, computed) = parsed?;
    Ok(OpenFile {
        file: InputFile {
            path: path.to_path_buf(),
            sha256: digest,
            bytes: length,
            rows,
        },
        from_name,
        content,
        computed,
    })
}

/// The rows of a text format.
fn cells(
    location: &Location,
    path: &Path,
    bytes: &[u8],
    wanted: &[String],
    needed: &[String],
) -> Result<FileColumns, Diagnostic> {
    let text = text(path, bytes, location.encoding)?;
    match location.format {
        SourceFormat::Json | SourceFormat::Ndjson => {
            json::cells(path, &text, location.format, wanted, needed)
        }
        _ => {
            let table = Table::open(path, &text, location.dialect)?;
            let (rows, columns) = delimited::cells(table, wanted, needed)?;
            Ok((rows, columns.into_iter().map(FileColumn::from).collect()))
        }
    }
}

/// Reads the columns `wanted` of all files of a source; one that is not `needed` is empty in files
/// that lack it.
///
/// # Errors
/// A file is missing, empty, not of its format, or lacks a column.
pub fn read(
    world: &dyn World,
    location: &Location,
    wanted: &[String],
    needed: &[String],
) -> Result<RawTable, Diagnostic> {
    OpenSource::open(world, location, wanted, needed, Chunking::default())?.whole(wanted)
}
