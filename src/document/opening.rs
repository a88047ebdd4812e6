//! What stands before the first section: headline, key numbers with pictures, findings.

use super::NumberOrigin;

/// The opening of a document; everything may be empty.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The headline, plain text; empty: the title.
    pub headline: String,
    /// The same as inline Markdown, whose numbers and claims are links in a page; empty where it has none.
    pub headline_linked: String,
    /// The numbers and claims of that.
    pub headline_numbers: Vec<NumberOrigin>,
    /// A few lines under it, inline Markdown.
    pub standfirst: String,
    /// Date, author, method, inline Markdown.
    pub byline: String,
    /// What the rows are if they are not measured.
    pub badge: Option<Badge>,
    /// Key numbers.
    pub key_numbers: Vec<KeyNumber>,
    /// What the mark at one of them means, plain text; empty where none has one.
    pub words_of_mark: &'static str,
    /// Findings.
    pub findings: Vec<Finding>,
    /// The numbers of its texts in the order in which they are printed: standfirst, byline, labels, then the two texts
    /// of each finding.
    pub numbers: Vec<Vec<NumberOrigin>>,
}

impl Opening {
    /// Whether nothing stands before the first section.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.headline.is_empty()
            && self.standfirst.is_empty()
            && self.byline.is_empty()
            && self.badge.is_none()
            && self.key_numbers.is_empty()
            && self.findings.is_empty()
    }
}

/// What rows are that are not measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// Made again from what is known of them.
    Reconstruction,
    /// Made from those of another period.
    Projection,
}

/// A number at the head of a document.
#[derive(Clone, Debug)]
pub struct KeyNumber {
    /// The number, plain text.
    pub value: String,
    /// What it is the number of, inline Markdown.
    pub label: String,
    /// A picture of it.
    pub picture: Option<Picture>,
}

/// A small picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Parts of a whole beside each other.
    Bar(Vec<Part>),
    /// Of a hundred squares, how many each part has.
    Squares(Vec<Part>),
    /// Columns, as parts of the largest.
    Columns(Vec<Part>),
}

/// A part of a small picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its size, as a fraction of 1.
    pub size: f64,
    /// How it is painted.
    pub paint: Paint,
}

/// How a part of a small picture is painted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paint {
    /// It stands out.
    Accent,
    /// It is told too.
    Second,
    /// It is there.
    Grey,
    /// The colour of its value in all charts, `#rrggbb`.
    Identity(String),
}

/// A finding at the head of a document.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its first words, inline Markdown.
    pub lead: String,
    /// The finding, inline Markdown.
    pub text: String,
    /// The chart that shows it with the number of its figure.
    pub figure: Option<(String, usize)>,
}
