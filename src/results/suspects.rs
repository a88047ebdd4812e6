//! Cells that may have to be corrected, with what their rows weigh.

/// A cell that is missing, or that may be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suspect {
    /// The columns from the file name that name its row too, where a key is unique within a file only.
    pub(crate) within: Vec<String>,
    /// The value of the unique column of its row.
    pub(crate) key: String,
    /// The column of the contract.
    pub(crate) column: String,
    /// As it stands in the file; none: it is empty.
    pub(crate) was: Option<String>,
    /// The value that the key says, if it says one.
    pub(crate) is: Option<String>,
    /// Why it is listed.
    pub(crate) reasons: Vec<String>,
    /// Whether the key alone is enough to correct it: the cell has no value that would contradict.
    pub(crate) is_sure: bool,
    /// What its row weighs, in units of the last digit of the measure.
    pub(crate) weight: i128,
}

/// The cells of a source that may have to be corrected.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suspects {
    /// The unique column, by which corrections name a row.
    pub(crate) key: String,
    /// The columns from the file name that name a row too.
    pub(crate) within: Vec<String>,
    /// The heaviest first.
    pub(crate) cells: Vec<Suspect>,
    /// How many of the heaviest rows were looked at for all that is missing or doubtful.
    pub(crate) looked_at: usize,
    /// What these weigh.
    pub(crate) weight_looked_at: i128,
    /// What all rows of the source weigh.
    pub(crate) weight: i128,
}
