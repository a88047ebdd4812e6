//! Change inside of one source of many dates.

use schemars::JsonSchema;
use serde::Deserialize;

/// Columns of change inside of one source of many dates. Each date stands for the period of the calendar in which it lies, and is compared with the period before and with the same one of the year before, never with the row that happens to stand before it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Over {
    /// Dimension of dates of this breakdown. Example: `by: month`
    pub by: String,
    /// Period of the calendar for which a date stands: `day`, `week` (ISO 8601), `month`, `quarter` or `year`. Two dates in one period are an error; a period without rows gives nothing, and a warning. Example: `every: month`
    pub every: Every,
    /// Adds a column `m_mean`: the mean of the value over this many periods, the row's own and those before it; missing where one of them is missing. Default: no such column. Example: `mean: 3`
    #[schemars(range(min = 2, max = 1000))]
    pub mean: Option<u32>,
    /// Adds a column `m_index`: the value where that of this period is 100. `first` is the first period with rows, a date the period in which it lies. Default: no such column. Example: `index: first`
    pub index: Option<String>,
    /// Where `by` is `date_trunc(…)` of finer dates: in which of these a whole period has rows: `day`, `month` or `quarter`. Nothing is computed of a period that is not whole, and labels say it: `2022 (11 of 12 months)`. Default: of years `quarter` where no quarter has two dates, else `month`; of quarters `month`; nothing where each period has one date only. Example: `parts: day`
    pub parts: Option<Every>,
}

/// Periods of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// A day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}
