//! Rows of JSON → what is known about each key, and the cells of the requested keys.
//!
//! The fields of an object become columns, `safetensors.total`; those of objects in a list become
//! lists, `siblings.name`.

use super::parse::{Fault, Member, Value};
use crate::records::MAX_COLUMNS;
use crate::source::numbers::{float, whole, without_exponent};
use crate::sql::MAX_SCALE;
use indexmap::IndexMap;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Digits of a number that a float keeps, whatever they are.
const FLOAT_DIGITS: usize = 15;

/// Digits of a number that a decimal holds, with the digits behind the point that others have.
const DECIMAL_DIGITS: usize = 24;

/// The columns whose cells are kept.
#[derive(Clone, Copy)]
pub(super) enum WantedColumns<'w> {
    Nothing,
    These(&'w [String]),
}

/// The content of a file's rows.
pub(super) struct Survey<'w, 'a> {
    wanted: WantedColumns<'w>,
    /// The root first.
    nodes: Vec<Node<'a>>,
    /// Number of complete rows seen.
    pub(super) rows: usize,
    /// First byte of some rows, which are asked for by their positions.
    pub(super) begins: BTreeMap<usize, usize>,
}

/// What is known about a key.
pub(super) struct Node<'a> {
    /// Name of the column: the keys from the root, joined by dots.
    pub(super) name: String,
    children: IndexMap<Cow<'a, str>, usize>,
    /// First row, from 1, of each kind of value.
    pub(super) first: [Option<usize>; 6],
    /// The first number for which no float stands, with its row from 1.
    pub(super) large: Option<(usize, &'a str)>,
    /// Whether all numbers are integers of 64 bits, written as such.
    pub(super) plain: bool,
    /// Most digits behind the point of a number; none where one has more than a decimal.
    pub(super) scale: Option<u8>,
    /// Whether a number with a fraction has more digits than a float keeps.
    pub(super) long: bool,
    /// First row of a list of lists.
    pub(super) nested: Option<usize>,
    /// Its cells, if they are requested; those after the last one are missing.
    pub(super) cells: Option<Vec<Cell<'a>>>,
    /// The last row that had it.
    seen: usize,
}

/// Kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonKind {
    Boolean,
    Integer,
    Number,
    Text,
    List,
    Object,
}

impl JsonKind {
    pub(super) const ALL: [Self; 6] = [
        Self::Boolean,
        Self::Integer,
        Self::Number,
        Self::Text,
        Self::List,
        Self::Object,
    ];

    /// The plural in messages.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Boolean => "truth values",
            Self::Integer => "integers",
            Self::Number => "numbers",
            Self::Text => "texts",
            Self::List => "lists",
            Self::Object => "objects",
        }
    }
}

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Missing,
    Boolean(bool),
    /// As written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Option<Cow<'a, str>>>),
}

impl<'w, 'a> Survey<'w, 'a> {
    pub(super) fn new(wanted: WantedColumns<'w>) -> Self {
        let mut survey = Self {
            wanted,
            nodes: Vec::new(),
            rows: 0,
            begins: BTreeMap::new(),
        };
        survey.nodes.push(survey.node(String::new()));
        survey
    }

    /// The columns in the order of their first occurrence; an object is not a column, its fields
    /// are.
    pub(super) fn columns(&self) -> impl Iterator<Item = &Node<'a>> {
        self.nodes.iter().skip(1).filter(|node| !node.is_object())
    }

    /// The column with this name.
    pub(super) fn column(&self, name: &str) -> Option<&Node<'a>> {
        self.columns().find(|node| node.name == name)
    }

    /// Adds a row.
    pub(super) fn row(&mut self, members: Vec<Member<'a>>) -> Result<(), Fault> {
        self.object(0, members)
    }

    fn node(&self, name: String) -> Node<'a> {
        let is_wanted = match self.wanted {
            WantedColumns::Nothing => false,
            WantedColumns::These(names) => names.contains(&name),
        };
        Node {
            name,
            children: IndexMap::new(),
            first: [None; 6],
            large: None,
            plain: true,
            scale: Some(0),
            long: false,
            nested: None,
            cells: is_wanted.then(Vec::new),
            seen: 0,
        }
    }

    /// The node of a key below another node.
    fn child(&mut self, parent: usize, key: Cow<'a, str>) -> usize {
        if let Some(known) = self.nodes[parent].children.get(&key) {
            return *known;
        }
        let name = match self.nodes[parent].name.as_str() {
            "" => key.to_string(),
            above => format!("{above}.{key}"),
        };
        let node = self.node(name);
        let at = self.nodes.len();
        self.nodes.push(node);
        self.nodes[parent].children.insert(key, at);
        at
    }

    fn object(&mut self, parent: usize, members: Vec<Member<'a>>) -> Result<(), Fault> {
        for Member { at, key, value } in members {
            let child = self.child(parent, key);
            if self.nodes[child].seen == self.rows + 1 {
                let name = &self.nodes[child].name;
                let what = format!("the key `{name}` stands twice in one row");
                return Err(Fault { at, what });
            }
            self.nodes[child].seen = self.rows + 1;
            if self.nodes.len() > MAX_COLUMNS {
                let what = format!("the rows so far have more than {MAX_COLUMNS} columns");
                return Err(Fault { at, what });
            }
            self.value(child, value)?;
        }
        Ok(())
    }

    fn value(&mut self, at: usize, value: Value<'a>) -> Result<(), Fault> {
        let row = self.rows;
        let node = &mut self.nodes[at];
        match value {
            Value::Null => {}
            Value::Boolean(value) => node.take(row, JsonKind::Boolean, Cell::Boolean(value)),
            Value::Number(text) => {
                let kind = node.number(row, text);
                node.take(row, kind, Cell::Number(text));
            }
            Value::Text(text) => node.take(row, JsonKind::Text, Cell::Text(text)),
            Value::List(items) => self.list(at, items),
            Value::Object(members) => {
                node.take(row, JsonKind::Object, Cell::Missing);
                self.object(at, members)?;
            }
        }
        Ok(())
    }

    /// A list of single values becomes a list of texts; the fields of its objects become lists.
    fn list(&mut self, at: usize, items: Vec<Value<'a>>) {
        let row = self.rows;
        let mut texts = Vec::with_capacity(items.len());
        let mut fields: IndexMap<Cow<'a, str>, Vec<Option<Cow<'a, str>>>> = IndexMap::new();
        let mut objects = 0;
        for item in items {
            match item {
                Value::Object(members) => {
                    for member in members {
                        let values = fields.entry(member.key).or_default();
                        values.resize(objects, None);
                        values.push(text(member.value));
                    }
                    objects += 1;
                }
                Value::List(_) => self.nodes[at].nested = self.nodes[at].nested.or(Some(row + 1)),
                single => texts.push(text(single)),
            }
        }
        for (key, mut values) in fields {
            values.resize(objects, None);
            let child = self.child(at, key);
            self.nodes[child].take(row, JsonKind::List, Cell::List(values));
        }
        self.nodes[at].take(
            row,
            if objects > 0 {
                JsonKind::Object
            } else {
                JsonKind::List
            },
            Cell::List(texts),
        );
    }
}

/// A single value as text; nested ones have none.
fn text(value: Value) -> Option<Cow<str>> {
    match value {
        Value::Text(text) => Some(text),
        Value::Number(text) => Some(Cow::Borrowed(text)),
        Value::Boolean(true) => Some(Cow::Borrowed("true")),
        Value::Boolean(false) => Some(Cow::Borrowed("false")),
        Value::Null | Value::List(_) | Value::Object(_) => None,
    }
}

impl<'a> Node<'a> {
    /// Whether only its fields are columns.
    fn is_object(&self) -> bool {
        let kinds = JsonKind::ALL
            .iter()
            .filter(|kind| self.row_of(**kind).is_some());
        let has_other = kinds
            .clone()
            .any(|kind| !matches!(kind, JsonKind::Object | JsonKind::List));
        self.row_of(JsonKind::Object).is_some() && !has_other
    }

    /// First row, from 1, with a kind of value.
    pub(super) fn row_of(&self, kind: JsonKind) -> Option<usize> {
        self.first[kind as usize]
    }

    fn number(&mut self, row: usize, text: &'a str) -> JsonKind {
        let plain = without_exponent(text);
        let (above, below) = plain.as_deref().map_or(("", ""), |plain| {
            plain.split_once('.').unwrap_or((plain, ""))
        });
        let below = below.trim_end_matches('0');
        let digits = above.trim_start_matches(['-', '0']).len() + below.len();
        let is_short = plain.is_some() && below.len() <= usize::from(MAX_SCALE);
        self.scale = self
            .scale
            .filter(|_| is_short && digits <= DECIMAL_DIGITS)
            .map(|scale| scale.max(below.len() as u8));
        self.long |= !below.is_empty() && digits > FLOAT_DIGITS;
        if float(text).is_none() {
            self.large = self.large.or(Some((row + 1, text)));
        }
        self.plain &= text.parse::<i64>().is_ok() && text != "-0";
        match whole(text) {
            Some(_) => JsonKind::Integer,
            None => JsonKind::Number,
        }
    }

    fn take(&mut self, row: usize, kind: JsonKind, cell: Cell<'a>) {
        let first = &mut self.first[kind as usize];
        *first = first.or(Some(row + 1));
        if let Some(cells) = &mut self.cells {
            cells.resize(row, Cell::Missing);
            cells.push(cell);
        }
    }
}
