//! From which number on texts may say a word.

use schemars::JsonSchema;
use serde::Deserialize;

/// The thresholds of the words that filters choose: `fraction`, `in_ten`, `lead`, `times`, `trend`, in all languages. Shares, gaps and growths are fractions of 1.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// How far below or above a simple fraction a share may be that is told by it: "nearly a third". Default: `0.025`. Example: `near: 0.02`
    #[schemars(range(min = 0.0, max = 0.05))]
    pub near: Option<f64>,
    /// How far from a simple fraction a share may be that is called so; half of it at a tenth and at nine tenths. Default: `0.005`. Example: `exact: 0.002`
    #[schemars(range(min = 0.0, max = 0.05))]
    pub exact: Option<f64>,
    /// From which share to which one a text speaks of half. Default: `[0.45, 0.55]`. Example: `half: [0.48, 0.52]`
    pub half: Option<[f64; 2]>,
    /// From which share on it is nearly all. Default: `0.95`. Example: `nearly_all: 0.98`
    #[schemars(range(min = 0.9, max = 1.0))]
    pub nearly_all: Option<f64>,
    /// The lead below which one is just ahead of another. Default: `0.01`. Example: `just_ahead: 0.02`
    #[schemars(range(min = 0.0, max = 1.0))]
    pub just_ahead: Option<f64>,
    /// What it takes to be far ahead of another. Default: `{ratio: 2, gap: 0.1}`. Example: `far_ahead: {ratio: 3}`
    pub far_ahead: Option<FarAhead>,
    /// The words for how often a number has another one in it. Default: `{barely: 1.05, little: 1.25, exact: 0.05, near: 0.3}`. Example: `times: {barely: 1.02}`
    pub times: Option<Times>,
    /// The words for a growth. Default: `{level: 0.005, slight: 0.02, sharp: 0.05}`. Example: `growth: {sharp: 0.1}`
    pub growth: Option<GrowthWords>,
}

/// What it takes to be far ahead: both.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FarAhead {
    /// How often as much. Default: `2`. Example: `ratio: 3`
    #[schemars(range(min = 1.0))]
    pub ratio: Option<f64>,
    /// By how much of the whole. Default: `0.1`. Example: `gap: 0.2`
    #[schemars(range(min = 0.0, max = 1.0))]
    pub gap: Option<f64>,
}

/// The words for a quotient.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// The quotient below which it is barely more. Default: `1.05`. Example: `barely: 1.02`
    #[schemars(range(min = 1.0))]
    pub barely: Option<f64>,
    /// The quotient below which it is a little more. Default: `1.25`. Example: `little: 1.2`
    #[schemars(range(min = 1.0, max = 1.4))]
    pub little: Option<f64>,
    /// How far from a whole number a quotient may be that is called so: "twice". Default: `0.05`. Example: `exact: 0.02`
    #[schemars(range(min = 0.0, max = 0.1))]
    pub exact: Option<f64>,
    /// How far below a whole number a quotient may be that is told by it: "nearly five times". Default: `0.3`. Example: `near: 0.2`
    #[schemars(range(min = 0.0, max = 0.4))]
    pub near: Option<f64>,
}

/// The words for a growth.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrowthWords {
    /// Below it an amount stayed at its level. Default: `0.005`. Example: `level: 0.001`
    #[schemars(range(min = 0.0))]
    pub level: Option<f64>,
    /// Below it an amount rose or fell slightly. Default: `0.02`. Example: `slight: 0.01`
    #[schemars(range(min = 0.0))]
    pub slight: Option<f64>,
    /// From it on an amount rose or fell sharply. Default: `0.05`. Example: `sharp: 0.1`
    #[schemars(range(min = 0.0))]
    pub sharp: Option<f64>,
}
