//! The interface of a chart type. Each type has a folder of its own that implements [`Descriptor`];
//! no other file is specific to bars or lines.

use crate::chart::annotation::Sought;
use crate::chart::data::{Data, KeyNames};
use crate::chart::encoding::Encoding;
use crate::chart::model::Marks;
use crate::diagnostic::Diagnostic;
use crate::results::Frame;
use crate::spec::grammar;

/// A chart type that is drawn.
pub(crate) trait Descriptor {
    /// Its name in a spec.
    fn name(&self) -> &'static str;

    /// Whether marks are parts of a whole: then values are not negative, and are expected to add
    /// up.
    fn parts_of_a_whole(&self) -> bool;

    /// Maximum number of categories that can be distinguished; a larger number is reported. `None`
    /// for no maximum.
    fn most_categories(&self) -> Option<usize>;

    /// The rows that it shows of those of its breakdown, before the smallest are folded; most show all.
    fn selected(&self, frame: Frame, _: &Encoding) -> Frame {
        frame
    }

    /// What is folded if values are additive; `None` if nothing is.
    fn folding(&self, encoding: &Encoding) -> Option<Folding>;

    /// Makes the marks for the rows of a chart.
    ///
    /// # Errors
    /// A label whose template fails.
    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic>;

    /// Whether the marks show percentages, whatever the format of the value; most show the value.
    fn percent(&self) -> bool {
        false
    }

    /// Whether the colours of these columns need a legend of series; most do where there are series.
    fn legend(&self, encoding: &Encoding) -> bool {
        !encoding.color.is_empty()
    }

    /// The columns whose values have a place on the value axis.
    fn values<'e>(&self, encoding: &'e Encoding) -> Vec<&'e str> {
        vec![&encoding.value]
    }

    /// Whether an annotation can be about this; most types have marks along one axis.
    fn has_place_for(&self, sought: &Sought) -> bool {
        !matches!(sought, Sought::Cell { .. })
    }

    /// How the script of a page reads the table behind the drawing.
    fn reading(&self) -> &'static str;

    /// Whether that script can draw shares in the place of amounts; most can be drawn so.
    fn redrawn_as_shares(&self) -> bool {
        true
    }
}

/// What is folded into others if there is too much of it.
#[derive(Clone, Debug)]
pub(crate) struct Folding {
    /// How many remain unless the spec sets a number.
    pub(crate) most: usize,
    /// The unit of folding, of which the smallest are folded.
    pub(crate) folded: Folded,
}

/// The unit of folding.
#[derive(Clone, Debug)]
pub(crate) enum Folded {
    /// Rows, each folded into the others of its parent.
    Rows,
    /// Combined values of dimensions, for one list of dimensions after another.
    Values(Vec<Vec<String>>),
}

/// The marks of a chart.
pub(crate) struct ChartMarks {
    /// The marks.
    pub(crate) marks: Box<dyn Marks>,
    /// The rows, by their old positions, in the order in which the marks refer to them; `None` if
    /// unchanged.
    pub(crate) order: Option<Vec<usize>>,
    /// Names of keys on the marks, where they differ from the labels: months for dates.
    pub(crate) names: KeyNames,
    /// Sentences about what the drawing does not show.
    pub(crate) notes: Vec<String>,
}

/// A key that only some chart types take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChartKey {
    /// `x`.
    X,
    /// `y`.
    Y,
    /// `levels`.
    Levels,
    /// `value`.
    Value,
    /// `label`.
    Label,
    /// `rows`.
    Rows,
    /// `sparkline`.
    Sparkline,
    /// `marks`.
    Marks,
    /// `color`.
    Color,
    /// `highlight`.
    Highlight,
    /// `facet`.
    Facet,
    /// `scale`.
    Scale,
    /// `reference`.
    Reference,
    /// `annotations`.
    Annotations,
    /// `legend`.
    Legend,
    /// `values`.
    Values,
    /// `note`.
    Note,
    /// `width`.
    Width,
    /// `height`.
    Height,
    /// `alternative`.
    Alternative,
}

impl ChartKey {
    /// The keys of every drawing.
    const OF_DRAWINGS: [Self; 6] = [
        Self::Legend,
        Self::Values,
        Self::Note,
        Self::Width,
        Self::Height,
        Self::Alternative,
    ];

    /// The keys that a type of drawings takes: those of every drawing, and its own.
    pub(crate) fn of_drawing(own: &[Self]) -> Vec<Self> {
        [own, &Self::OF_DRAWINGS].concat()
    }

    /// All keys, in the order in which misfits are reported.
    pub(crate) const ALL: [Self; 20] = [
        Self::X,
        Self::Y,
        Self::Levels,
        Self::Value,
        Self::Label,
        Self::Rows,
        Self::Sparkline,
        Self::Marks,
        Self::Color,
        Self::Highlight,
        Self::Facet,
        Self::Scale,
        Self::Reference,
        Self::Annotations,
        Self::Legend,
        Self::Values,
        Self::Note,
        Self::Width,
        Self::Height,
        Self::Alternative,
    ];

    /// Its name, and whether a chart has it.
    pub(crate) fn of(self, chart: &grammar::Chart) -> (&'static str, bool) {
        match self {
            Self::X => ("x", chart.x.is_some()),
            Self::Y => ("y", chart.y.is_some()),
            Self::Levels => ("levels", chart.levels.is_some()),
            Self::Value => ("value", chart.value.is_some()),
            Self::Label => ("label", chart.label.is_some()),
            Self::Rows => ("rows", chart.rows.is_some()),
            Self::Sparkline => ("sparkline", chart.sparkline.is_some()),
            Self::Marks => ("marks", chart.marks.is_some()),
            Self::Color => ("color", chart.color.is_some()),
            Self::Highlight => ("highlight", chart.highlight.is_some()),
            Self::Facet => ("facet", chart.facet.is_some()),
            Self::Scale => ("scale", chart.scale.is_some()),
            Self::Reference => ("reference", chart.reference.is_some()),
            Self::Annotations => ("annotations", chart.annotations.is_some()),
            Self::Legend => ("legend", chart.legend.is_some()),
            Self::Values => ("values", chart.values.is_some()),
            Self::Note => ("note", chart.note.is_some()),
            Self::Width => ("width", chart.width.is_some()),
            Self::Height => ("height", chart.height.is_some()),
            Self::Alternative => ("alternative", chart.alternative.is_some()),
        }
    }
}
