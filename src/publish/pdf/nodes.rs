//! What the template of a PDF sets: a tree of plain data, in which every text is a value and none is code of Typst.

use serde::Serialize;
use std::collections::BTreeMap;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Inline {
    /// Text, shown as it is.
    Text(String),
    /// Anything else.
    Marked(Marked),
}

/// A piece of a line that is more than its text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Marked {
    /// Emphasis.
    Em { body: Vec<Inline> },
    /// Strong emphasis.
    Strong { body: Vec<Inline> },
    /// Struck out.
    Struck { body: Vec<Inline> },
    /// Raised letters.
    Raised { body: Vec<Inline> },
    /// Code.
    Code { text: String },
    /// A link to an address.
    Link { to: String, body: Vec<Inline> },
    /// A link to a place of the report; without one of this name only its text.
    Place { to: String, body: Vec<Inline> },
    /// A new line.
    Break,
    /// A square of the colour of a part of a picture.
    Square { color: String },
    /// A footnote, where it is mentioned first.
    Note { id: String, body: Vec<Part> },
    /// A footnote that is mentioned again.
    Again { id: String },
    /// A picture, by the name of its file.
    Picture { file: String, alternative: String },
}

/// A block.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Part {
    /// A heading.
    Heading {
        level: u8,
        anchor: String,
        body: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph { body: Vec<Inline> },
    /// A list, numbered from `start` on if there is one.
    List {
        start: Option<u64>,
        items: Vec<Vec<Part>>,
    },
    /// A quotation.
    Quote { body: Vec<Part> },
    /// Lines of code.
    Lines { text: String },
    /// A rule across.
    Rule,
    /// A table.
    Table(TablePart),
    /// A chart with its texts.
    Figure(FigurePart),
    /// Terms, each with what it means.
    Glossary { entries: Vec<Entry> },
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct TablePart {
    /// Where links to it lead; empty if none does.
    pub(super) anchor: String,
    pub(super) title: Vec<Inline>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) total: Vec<Cell>,
    pub(super) remark: Vec<Inline>,
    /// Colours of strips with their labels.
    pub(super) legend: Vec<(String, Vec<Inline>)>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Column {
    pub(super) title: Vec<Inline>,
    /// `start`, `center` or `end`.
    pub(super) align: &'static str,
    /// Characters of its longest cell.
    pub(super) widest: usize,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Cell {
    pub(super) body: Vec<Inline>,
    /// What stands in small letters behind it.
    pub(super) note: Vec<Inline>,
    /// The number of rows that it spans.
    pub(super) rows: usize,
    /// The length of a bar below it; 1 is the longest.
    pub(super) bar: Option<f64>,
    /// The file of a strip of parts above it; empty if there is none.
    pub(super) strip: String,
    /// All that the strip shows, in words.
    pub(super) said: String,
    /// The file of a small line before it; empty if there is none.
    pub(super) line: String,
}

/// A chart with its texts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct FigurePart {
    pub(super) anchor: String,
    pub(super) label: String,
    pub(super) title: Vec<Inline>,
    pub(super) subtitle: Vec<Inline>,
    pub(super) note: Vec<Inline>,
    pub(super) credit: Vec<Inline>,
    pub(super) alternative: String,
    pub(super) file: String,
    /// Width and height of the drawing in pixels.
    pub(super) size: (f64, f64),
}

/// A term of a glossary.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Entry {
    pub(super) anchor: String,
    pub(super) term: Vec<Inline>,
    pub(super) body: Vec<Part>,
}

/// A number at the head of the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct KeyPart {
    pub(super) value: Vec<Inline>,
    pub(super) label: Vec<Inline>,
    /// The file of its picture; empty if there is none.
    pub(super) picture: String,
}

/// A finding at the head of the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct FindingPart {
    pub(super) lead: Vec<Inline>,
    pub(super) text: Vec<Inline>,
    /// The place of its figure and the words of the link to it.
    pub(super) figure: Option<(String, String)>,
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Content {
    pub(super) language: &'static str,
    pub(super) title: String,
    /// The title above the headline; empty if it is the headline.
    pub(super) kick: Vec<Inline>,
    pub(super) headline: Vec<Inline>,
    pub(super) standfirst: Vec<Inline>,
    pub(super) byline: Vec<Inline>,
    pub(super) badge: &'static str,
    pub(super) logo: String,
    pub(super) accent: String,
    pub(super) keys: Vec<KeyPart>,
    pub(super) findings: Vec<FindingPart>,
    pub(super) parts: Vec<Part>,
    pub(super) citation: Vec<Part>,
    pub(super) foot: Vec<Inline>,
    pub(super) words: BTreeMap<&'static str, &'static str>,
    /// The places that links lead to, by the names that links use.
    pub(super) places: BTreeMap<String, String>,
}

impl TablePart {
    /// Notes how wide each column is; a cell over several rows stands for those below it.
    pub(super) fn measure(&mut self) {
        let count = self.columns.len();
        for (at, column) in self.columns.iter_mut().enumerate() {
            let rows = self.rows.iter().chain([&self.total]);
            // Cells that are left out stand at the beginning of their row.
            let cells = rows.filter_map(|row| row.get((at + row.len()).checked_sub(count)?));
            let lengths = cells.map(|cell| length(&cell.body) + length(&cell.note));
            column.widest = lengths.chain([length(&column.title)]).max().unwrap_or(0);
        }
    }
}

fn length(line: &[Inline]) -> usize {
    words(line).chars().count()
}

/// The words of a line, without marks.
pub(super) fn words(line: &[Inline]) -> String {
    let mut text = String::new();
    for piece in line {
        match piece {
            Inline::Text(piece) | Inline::Marked(Marked::Code { text: piece }) => {
                text.push_str(piece);
            }
            Inline::Marked(
                Marked::Em { body }
                | Marked::Strong { body }
                | Marked::Struck { body }
                | Marked::Raised { body }
                | Marked::Link { body, .. }
                | Marked::Place { body, .. },
            ) => text.push_str(&words(body)),
            Inline::Marked(Marked::Break) => text.push(' '),
            Inline::Marked(Marked::Picture { alternative, .. }) => text.push_str(alternative),
            Inline::Marked(Marked::Square { .. } | Marked::Note { .. } | Marked::Again { .. }) => {}
        }
    }
    text
}
