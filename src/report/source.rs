//! Sources with their column contracts, and lookups with their rows.

use super::{ByName, ComparedText, Corrections, LeftOut, LocalText, MeasureUse};
use crate::diagnostic::{Code, Diagnostic};
use crate::remote::RemoteFile;
use crate::source::{Database, Location, Place};
use crate::spec::grammar::OnViolation;
use crate::sql::{Aggregate, Expression, Node, Type, Value};
use indexmap::IndexMap;
use std::cmp::Ordering;
use std::path::{Path, PathBuf};

/// Longest text of a cell in characters: the limit of a workbook's cell.
pub(crate) const MAX_TEXT: usize = 32_767;

/// What to do about cells below the `min` of their column; advice that loses data comes last.
pub(crate) const BELOW_MIN: &str = "where such values are right, such as a refund, take `min` away or lower it; else mend the data; `on_violation: clear` empties such cells and `drop` leaves their rows out";
/// What to do about cells above the `max` of their column.
pub(crate) const ABOVE_MAX: &str = "where such values are right, take `max` away or raise it; else mend the data; `on_violation: clear` empties such cells and `drop` leaves their rows out";

/// A source with its contract.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name.
    pub name: String,
    /// Whether its path names the period, so that each period has files of its own.
    pub is_of_period: bool,
    /// What its rows are read from.
    pub reads: Reads,
    /// Condition on the columns of the contract that its rows pass.
    pub filter: Option<Expression>,
    /// The contract, in order.
    pub columns: IndexMap<String, ContractColumn>,
    /// Texts that the contract compares columns of the files with.
    pub compared: Vec<ComparedText>,
    /// Rows that its condition leaves out since they have no value.
    pub left_out: Vec<LeftOut>,
    /// Changes of its cells, made before the contract looks at them.
    pub corrections: Option<Corrections>,
    /// What its rows weigh: the first measure that is an exact sum over its columns.
    pub weight: Option<MeasureUse>,
}

/// What a source reads.
#[derive(Clone, Debug)]
pub enum Reads {
    /// Files: rows are scanned by the program itself.
    Files(Location),
    /// A table or a query of a database, whose engine scans its rows.
    Database(Database),
}

impl Source {
    /// Its files, unless its rows are in a database.
    #[must_use]
    pub fn files(&self) -> Option<&Location> {
        match &self.reads {
            Reads::Files(location) => Some(location),
            Reads::Database(_) => None,
        }
    }

    /// Its files, where only files will do.
    ///
    /// # Errors
    /// Its rows are in a database.
    pub(crate) fn files_here(&self) -> Result<&Location, Diagnostic> {
        self.files().ok_or_else(|| {
            let message = format!("the rows of source `{}` are in a database", self.name);
            Diagnostic::error(Code::DATABASE, message)
        })
    }

    /// The database that its rows are in, unless they are in files.
    #[must_use]
    pub(crate) fn database(&self) -> Option<&Database> {
        match &self.reads {
            Reads::Files(_) => None,
            Reads::Database(database) => Some(database),
        }
    }

    /// The database that its rows are in, and its table.
    #[must_use]
    pub(crate) fn table(&self) -> Option<String> {
        self.database().map(Database::shown)
    }

    /// What one of its files was fetched as.
    #[must_use]
    pub(crate) fn remote(&self, path: &Path) -> Option<&RemoteFile> {
        self.files().and_then(|location| location.remote(path))
    }

    /// Where its files lie that were fetched.
    pub(super) fn fetched(&self) -> Vec<PathBuf> {
        match self.files().map(|location| &location.place) {
            Some(Place::Remote(files)) => files.iter().map(|file| file.path.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// The names of the columns that the names of its files give.
    #[must_use]
    pub(crate) fn file_column_names(&self) -> Vec<String> {
        self.files()
            .map(Location::file_column_names)
            .unwrap_or_default()
    }

    /// The columns of numbers that its weight sums.
    #[must_use]
    pub(crate) fn weighed_columns(&self) -> Vec<&String> {
        let weight = self.weight.as_ref();
        let weight = weight.and_then(|weight| weight.expression.aggregate());
        let Some(Aggregate::Sum(value)) = weight.map(|weight| &weight.aggregate) else {
            return Vec::new();
        };
        let is_number = |name: &&String| {
            let column = self.columns.get(*name);
            column.is_some_and(|column| column.kind.is_number())
        };
        value.names.iter().filter(is_number).collect()
    }
}

impl Reads {
    /// As messages show it: the path, or the database with its table.
    #[must_use]
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Files(location) => location.shown.clone(),
            Self::Database(database) => database.shown(),
        }
    }
}

/// A column of the contract.
#[derive(Clone, Debug)]
pub struct ContractColumn {
    /// Type.
    pub kind: Type,
    /// Expression over the file's columns; a name for a plain column.
    pub value: Expression,
    /// The format of its values in texts.
    pub written: crate::source::TextForms,
    /// Whether cells may be empty.
    pub nullable: bool,
    /// Whether values are distinct.
    pub unique: bool,
    /// Whether values are distinct in each file: the contract reads a column from the file name, so
    /// rows of another file have other keys.
    pub unique_in_file: bool,
    /// Smallest value.
    pub min: Option<i64>,
    /// Largest value.
    pub max: Option<i64>,
    /// What happens to a bad cell.
    pub on_violation: OnViolation,
    /// Title.
    pub title: LocalText,
    /// Where more is to be found on each of its values.
    pub link: Option<super::Link>,
    /// Pointer into the spec.
    pub pointer: String,
}

impl ContractColumn {
    /// Whether a cell of it may be empty.
    #[must_use]
    pub(crate) fn may_be_empty(&self) -> bool {
        self.nullable || self.on_violation == OnViolation::Clear
    }

    /// Whether it is a column of the file, unchanged.
    #[must_use]
    pub(crate) fn is_plain(&self) -> bool {
        self.read().is_some()
    }

    /// The column of the file that it is, unchanged.
    #[must_use]
    pub(crate) fn read(&self) -> Option<&String> {
        match &self.value.node {
            Node::Name(name) => Some(name),
            _ => None,
        }
    }

    /// What is wrong with a value of its type.
    #[must_use]
    pub(crate) fn problem_of(&self, value: &Value) -> Option<&'static str> {
        let beyond = |bound: Option<i64>, order: Ordering| {
            bound.is_some_and(|bound| value.compare(&Value::Integer(bound.into())) == order)
        };
        match value {
            Value::Null => (!self.nullable).then_some("null"),
            Value::Text(text) => is_long(text).then_some("too long"),
            Value::List(items) => {
                let mut items = items.iter().flatten();
                items.any(|text| is_long(text)).then_some("too long")
            }
            _ if beyond(self.min, Ordering::Less) => Some("below min"),
            _ if beyond(self.max, Ordering::Greater) => Some("above max"),
            _ => None,
        }
    }
}

/// Whether a text is too long for the cell of a workbook, a label or a name.
pub(crate) fn is_long(text: &str) -> bool {
    text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT
}

/// A lookup with its rows, read as text.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Attributes, the key among them.
    pub columns: Vec<String>,
    /// The column that holds the key.
    pub key: String,
    /// How a line of it is written.
    pub form: LookupForm,
    /// Type of each attribute.
    pub types: Vec<Type>,
    /// Values by key, in the order of `columns`.
    pub rows: ByName<Vec<Option<String>>>,
    /// File, for the manifest; `None` for inline rows.
    pub path: Option<PathBuf>,
    /// What it was fetched as; `None` for a file of this machine.
    pub remote: Option<RemoteFile>,
    /// Whether the path names params of a period, so that each has its own.
    pub is_of_period: bool,
    /// Pointer into the spec.
    pub pointer: String,
}

/// How the rows of a lookup are written where they come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupForm {
    /// Records of a file.
    Delimited {
        /// Between the fields.
        delimiter: char,
        /// Whether a field may be enclosed in double quotes; otherwise they are text.
        quotes: bool,
    },
    /// A list of maps in YAML.
    Yaml,
    /// Rows in the spec.
    InLine,
}

impl Lookup {
    /// The value of an attribute for a key.
    #[must_use]
    pub(crate) fn get(&self, key: &str, column: usize) -> Option<&str> {
        self.rows.get(key)?.get(column)?.as_deref()
    }
}
