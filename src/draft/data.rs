//! The data as typed by a person: a file, a folder or a pattern; and how a spec names it.

use super::files::{Stamp, common_stamp, escaped, files_of, name_of, one_kind, split};
use super::folder_of;
use super::names::{in_shell, in_template, slug};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Fit, Profile};
use crate::records::Dialect;
use crate::source::{
    Location, Place, Sniffed, Title, columns, encoding_name, format_of, sniff, workbook,
};
use crate::spec::grammar::{Encoding, SourceFormat};
use crate::spec::{Root, unreadable};
use crate::sql::Type;
use crate::world::World;
use std::path::{Component, Path, PathBuf};

/// Existing data.
#[derive(Clone, Debug)]
pub(super) struct Data {
    /// Their location and format.
    pub(super) location: Location,
    /// Folder above the files, as typed.
    folder: PathBuf,
    /// Name of the file below the folder, or the pattern of several.
    name: String,
    is_pattern: bool,
    /// Date in the name of a single file.
    pub(super) stamp: Option<Stamp>,
    /// Dates of all files of which this one is the last, if each is a period; else none.
    pub(super) periods: Vec<Stamp>,
    /// Name for the spec and its bundle, made of letters, digits and `_`.
    pub(super) stem: String,
}

/// How a spec names its data.
#[derive(Clone, Debug)]
pub(super) struct DataPlace {
    /// Value of `path`, a template if the name of the file contains a date.
    pub(super) path: String,
    /// Folder of the bundles from the spec, which does not exist yet.
    pub(super) out: String,
    /// Path of the schema from the spec, if the root has one.
    pub(super) schema: Option<String>,
    /// Folder of the data as typed, if it lies outside the root.
    pub(super) allowed: Option<PathBuf>,
}

/// Where a project keeps its schema.
const SCHEMAS: [&str; 2] = ["schemas/report.schema.json", "report.schema.json"];

impl Data {
    pub(super) fn find(world: &dyn World, typed: &str) -> Result<Self, Diagnostic> {
        let typed_path = Path::new(typed);
        let inside = files_of(world, typed_path);
        let (folder, name, is_pattern) = if inside.is_empty() {
            let is_pattern = typed.contains(['*', '?', '[']) && !world.exists(typed_path);
            let (folder, name) = split(typed_path, is_pattern);
            (folder, name, is_pattern)
        } else {
            let (name, is_pattern) = one_kind(typed, &inside)?;
            (typed_path.to_path_buf(), name, is_pattern)
        };
        let mut location = Location {
            place: Place::Local(if is_pattern {
                Path::new(&escaped(&folder)).join(&name)
            } else {
                folder.join(&name)
            }),
            shown: folder.join(&name).display().to_string(),
            format: SourceFormat::Csv,
            gzip: false,
            encoding: Encoding::Utf8,
            dialect: Dialect::CSV,
            from_file: String::new(),
        };
        if let Some(problem) = workbook(&location.shown) {
            return Err(problem);
        }
        let files = location.files(world)?;
        let mut forms = Vec::new();
        let mut encodings: Vec<(&Path, Encoding)> = Vec::new();
        for file in &files {
            let bytes = world.read(file).map_err(|error| unreadable(file, &error))?;
            let form = sniff(&name_of(file), &bytes);
            if says_its_encoding(&form, &bytes) {
                encodings.push((file, form.encoding));
            }
            if let Some(title) = &form.title {
                return Err(above_header(file, title, &form));
            }
            forms.push(form);
        }
        if let Some(problem) = several_encodings(&encodings) {
            return Err(problem);
        }
        let written = &forms[0];
        location.format = written.format;
        location.gzip = written.gzip;
        // The encoding of one file is taken for all: Windows-1252 includes all characters of Latin
        // 1.
        let encodings = [Encoding::Windows1252, Encoding::Latin1];
        let shown = |encoding: &Encoding| forms.iter().any(|form| form.encoding == *encoding);
        location.encoding = encodings
            .into_iter()
            .find(shown)
            .unwrap_or(written.encoding);
        location.dialect = Dialect {
            delimiter: written.delimiter,
            ..written.format.dialect()
        };
        let stamp = if is_pattern {
            location.from_file = from_file(world, &location, &files)?;
            None
        } else {
            Stamp::of(&name)
        };
        let of_folder = is_pattern && !inside.is_empty();
        let stem = stem(&folder, &name, of_folder, stamp.as_ref());
        Ok(Self {
            location,
            folder,
            name,
            is_pattern,
            stamp,
            periods: Vec::new(),
            stem,
        })
    }

    /// Drops a column with one date per file if it repeats the dates in the file names.
    pub(super) fn leave_out_known_days(&mut self, profile: &mut Profile) {
        let names = self.location.file_column_names();
        let is_known = profile.columns.iter().any(|column| {
            column.fit == Fit::As(Type::Date)
                && column.empty == 0
                && column.distinct == profile.files
                && !names.contains(&column.name)
        });
        if is_known {
            self.location.from_file = String::new();
            profile
                .columns
                .retain(|column| !names.contains(&column.name));
        }
    }

    /// The location of another file that is written alike.
    pub(super) fn beside(&self, typed: &str) -> Location {
        Location {
            place: Place::Local(PathBuf::from(typed)),
            shown: typed.to_owned(),
            ..self.location.clone()
        }
    }

    /// Whether the files are CSV or TSV.
    pub(super) fn is_delimited(&self) -> bool {
        matches!(self.location.format, SourceFormat::Csv | SourceFormat::Tsv)
    }

    /// The delimiter, if it is not the format's default.
    pub(super) fn odd_delimiter(&self) -> Option<char> {
        let usual = self.location.format.dialect().delimiter;
        let found = self.location.dialect.delimiter;
        (self.is_delimited() && found != usual).then(|| char::from(found))
    }

    /// The format, if the ending does not tell it.
    pub(super) fn odd_format(&self) -> Option<&'static str> {
        let (ending, _) = format_of(&self.location.shown);
        let format = self.location.format;
        (ending != Some(format)).then(|| format.name())
    }

    /// How a spec at a path names the data.
    pub(super) fn seen_from(
        &self,
        world: &dyn World,
        spec: &Path,
    ) -> Result<DataPlace, Diagnostic> {
        let there = match &self.folder {
            folder if folder.as_os_str().is_empty() => Path::new("."),
            folder => folder,
        };
        let real = |folder: &Path| {
            let found = world.canonicalize(folder);
            found.map_err(|error| unreadable(folder, &error).environment())
        };
        let (spec_folder, data_folder) = (real(folder_of(spec))?, real(there)?);
        let root = Root::above(world, &spec_folder);
        let is_beside = real(Path::new("."))? == spec_folder;
        let mut parts = there.components();
        let goes_down = parts.all(|it| matches!(it, Component::Normal(_) | Component::CurDir));
        // The typed path is kept if it means the same, so that a link to the newest file stays one.
        let folder = if is_beside && goes_down {
            let parts = there.components();
            parts.filter(|part| *part != Component::CurDir).collect()
        } else if there.is_absolute() && !data_folder.starts_with(root) {
            there.to_path_buf()
        } else {
            between(&spec_folder, &data_folder)
        };
        let name = match &self.stamp {
            Some(stamp) => format!(
                "{}{{{{ params.{} }}}}{}",
                in_template(&stamp.before),
                if stamp.is_month() {
                    "month"
                } else {
                    "snapshot"
                },
                in_template(&stamp.after)
            ),
            None => in_template(&self.name),
        };
        let folder = if self.is_pattern {
            escaped(&folder)
        } else {
            folder.to_string_lossy().into_owned()
        };
        let lies_inside = |path: &Path| {
            let real = world.canonicalize(path);
            real.is_ok_and(|path| path.starts_with(root))
        };
        let files = self.location.files(world)?;
        let allowed = (!files.iter().all(|file| lies_inside(file))).then(|| there.to_path_buf());
        let schema = SCHEMAS.iter().find(|path| world.exists(&root.join(path)));
        Ok(DataPlace {
            path: if folder.is_empty() {
                name
            } else {
                format!("{}/{name}", in_template(folder.trim_end_matches('/')))
            },
            out: self.out(world, spec),
            schema: schema.map(|path| {
                let path = between(&spec_folder, root).join(path);
                path.to_string_lossy().into_owned()
            }),
            allowed,
        })
    }

    /// A folder for the bundles of a spec that no other one has.
    fn out(&self, world: &dyn World, spec: &Path) -> String {
        let stem = slug(&name_of(&spec.with_extension("")));
        let stem = if stem.is_empty() {
            self.stem.clone()
        } else {
            stem
        };
        let numbered = (2..).map(|number| format!("out/{stem}_{number}"));
        let mut names = std::iter::once(format!("out/{stem}")).chain(numbered);
        let is_free = |name: &String| !world.exists(&folder_of(spec).join(name));
        names.find(is_free).unwrap_or_default()
    }
}

/// The pattern of the dates in the file names, with a name that no column has; empty if there is
/// none.
fn from_file(
    world: &dyn World,
    location: &Location,
    files: &[PathBuf],
) -> Result<String, Diagnostic> {
    let Some(stamp) = common_stamp(files) else {
        return Ok(String::new());
    };
    let (names, before, after) = if stamp.is_month() {
        (["month", "file_month"], stamp.before, stamp.after)
    } else {
        (["snapshot", "file_day"], stamp.before, stamp.after)
    };
    let columns = columns(world, location)?.columns;
    let is_free = |name: &str| columns.iter().all(|(known, _)| known != name);
    let name = names.iter().find(|name| is_free(name));
    let is_plain = !before.contains(['{', '}']) && !after.contains(['{', '}']);
    let pattern = name
        .filter(|_| is_plain)
        .map(|name| format!("{before}{{{name}}}{after}"));
    Ok(pattern.unwrap_or_default())
}

/// The problem of lines above the header of a file.
fn above_header(file: &Path, title: &Title, form: &Sniffed) -> Diagnostic {
    let advice = title.advice();
    let hint = if form.gzip || form.encoding == Encoding::Utf16 {
        format!("{advice}, and save it again")
    } else {
        let line = title.header_line;
        let from = in_shell(&file.to_string_lossy());
        let to = in_shell(&file.with_extension("rows.csv").to_string_lossy());
        format!("{advice}, for instance with `tail -n +{line} {from} > {to}`, and name that file")
    };
    title.problem(file).hint(hint)
}

/// Whether the bytes of a file can be of one encoding only; ASCII is the same in all that have one byte for it.
fn says_its_encoding(form: &Sniffed, bytes: &[u8]) -> bool {
    form.format != SourceFormat::Parquet && !form.gzip && !bytes.is_ascii()
}

/// That files are of one encoding.
///
/// # Errors
/// Some are UTF-8, and some are not; or one cannot be read.
pub(super) fn one_encoding(world: &dyn World, files: &[String]) -> Result<(), Diagnostic> {
    let mut encodings = Vec::new();
    for file in files {
        let file = Path::new(file);
        let bytes = world.read(file).map_err(|error| unreadable(file, &error))?;
        let form = sniff(&name_of(file), &bytes);
        if says_its_encoding(&form, &bytes) {
            encodings.push((file, form.encoding));
        }
    }
    several_encodings(&encodings).map_or(Ok(()), Err)
}

/// The problem of files of which some are UTF-8 and some are not; Windows-1252 includes Latin 1.
fn several_encodings(encodings: &[(&Path, Encoding)]) -> Option<Diagnostic> {
    let by_byte = |encoding| matches!(encoding, Encoding::Windows1252 | Encoding::Latin1);
    let (first, rest) = encodings.split_first()?;
    let is_other = |(_, encoding): &&(&Path, Encoding)| {
        *encoding != first.1 && !(by_byte(*encoding) && by_byte(first.1))
    };
    let other = rest.iter().find(is_other)?;
    let named = |(file, encoding): &(&Path, Encoding)| {
        format!("`{}` is {}", file.display(), encoding_name(*encoding))
    };
    let message = format!(
        "{}, and {}: the files of a source have one encoding",
        named(first),
        named(other)
    );
    let (old, encoding) = if first.1 == Encoding::Utf8 {
        other
    } else {
        first
    };
    let from = in_shell(&old.to_string_lossy());
    let beside = in_shell(&format!("{}.utf8", old.display()));
    let hint = format!(
        "write them all as UTF-8, for instance with `iconv -f {} -t utf-8 {from} > {beside} && mv {beside} {from}`",
        encoding_name(*encoding)
    );
    Some(Diagnostic::error(Code::SOURCE_FORMAT, message).hint(hint))
}

/// The relative path from one folder to another, both canonical.
fn between(from: &Path, to: &Path) -> PathBuf {
    let (mut from, mut to) = (from.components().peekable(), to.components().peekable());
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.map(|_| Component::ParentDir);
    up.chain(to).collect()
}

/// A name for the spec, derived from the name of the data.
fn stem(folder: &Path, name: &str, of_folder: bool, stamp: Option<&Stamp>) -> String {
    let name = match stamp {
        Some(stamp) => format!("{}_{}", stamp.before, stamp.after),
        None if of_folder => name_of(folder),
        None => name.rsplit('/').next().unwrap_or_default().to_owned(),
    };
    // A dot at the beginning of a name does not begin an ending.
    let name = name.trim_start_matches('.');
    let stem = slug(name.split('.').next().unwrap_or_default());
    let of_folder = slug(&name_of(folder));
    let mut stems = [stem, of_folder, "report".to_owned()].into_iter();
    stems.find(|stem| !stem.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_between_two_folders_goes_up_and_down() {
        let between = |from, to| {
            between(Path::new(from), Path::new(to))
                .display()
                .to_string()
        };
        assert_eq!(between("/a/b", "/a/c/d"), "../c/d");
        assert_eq!(between("/a", "/a"), "");
        assert_eq!(between("/a", "/a/b"), "b");
    }
}
