//! Printed figures: what their digits, decimals and unit mean.

use crate::spec::grammar::Printed;
use crate::sql::Value;
use crate::text::round_scaled;

/// The power of ten of percentages.
const PERCENT: i16 = 2;

/// A printed figure, parsed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PrintedNumber {
    /// A truth value.
    Truth(bool),
    /// A number.
    Number {
        /// Digits without separators, with a decimal point: `92.48`.
        digits: String,
        /// Number of decimals printed.
        decimals: u8,
        /// Power of ten by which the value is multiplied before printing: 2 for percent, −9 for
        /// billions.
        power: i16,
    },
}

impl PrintedNumber {
    /// Parses `92.48 %`, `92,48 %`, `20.6B`, `4,8 milliards`, `1,234`, `36450707797`, `true`. A
    /// comma before exactly three digits groups thousands; any other comma is a decimal comma.
    #[must_use]
    pub(crate) fn parse(printed: &Printed) -> Option<Self> {
        let text = match printed {
            Printed::Boolean(value) => return Some(Self::Truth(*value)),
            Printed::Integer(value) => value.to_string(),
            Printed::Text(text) => text.clone(),
        };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        match text.as_str() {
            "true" => return Some(Self::Truth(true)),
            "false" => return Some(Self::Truth(false)),
            _ => {}
        }
        let units = [
            ("%", PERCENT),
            ("billions", -9),
            ("billion", -9),
            ("milliards", -9),
            ("milliard", -9),
            ("millions", -6),
            ("million", -6),
            ("trillion", -12),
            ("k", -3),
            ("M", -6),
            ("B", -9),
            ("Md", -9),
            ("T", -12),
        ];
        let (digits, power) = units
            .iter()
            .find_map(|(unit, power)| Some((text.strip_suffix(unit)?, *power)))
            .unwrap_or((&text, 0));
        let digits = digits.replace('\u{2212}', "-");
        let digits = match digits.rsplit_once(',') {
            Some((_, tail)) if digits.contains('.') || tail.len() == 3 => digits.replace(',', ""),
            Some(_) => digits.replace(',', "."),
            None => digits,
        };
        let unsigned = digits.strip_prefix('-').unwrap_or(&digits);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        Some(Self::Number {
            decimals: u8::try_from(fraction.len()).ok()?,
            digits,
            power,
        })
    }

    /// A value written with as many digits as this figure.
    #[must_use]
    pub(crate) fn written_like(&self, value: &Value) -> Option<String> {
        match (self, value) {
            (Self::Truth(_), Value::Boolean(value)) => Some(value.to_string()),
            (
                Self::Number {
                    decimals, power, ..
                },
                value,
            ) => {
                let number = match value {
                    Value::Rounded(share) if *power == PERCENT => {
                        share.with_decimals(*decimals).into()
                    }
                    value => value.clone().exact().number()?,
                };
                round_scaled(number, *power, *decimals).map(|digits| digits.to_string())
            }
            (Self::Truth(_), _) => None,
        }
    }

    pub(crate) fn digits(&self) -> String {
        match self {
            Self::Truth(value) => value.to_string(),
            Self::Number { digits, .. } => digits.clone(),
        }
    }

    pub(crate) fn is_printed_as(&self, written: &str) -> bool {
        match (self, written.parse::<f64>()) {
            // `5.0` and `5` are never compared: both sides have the decimals of the printed figure.
            // Leading zeros and the sign of zero do not matter.
            (Self::Number { digits, .. }, Ok(_)) => normal(digits) == normal(written),
            _ => self.digits() == written,
        }
    }
}

fn normal(digits: &str) -> String {
    let (sign, rest) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    let trimmed = rest.trim_start_matches('0');
    let rest = if trimmed.is_empty() || trimmed.starts_with('.') {
        format!("0{trimmed}")
    } else {
        trimmed.to_owned()
    };
    if rest.bytes().all(|b| matches!(b, b'0' | b'.')) {
        rest
    } else {
        format!("{sign}{rest}")
    }
}

/// A printed figure as written in the file.
pub(crate) fn shown(printed: &Printed) -> String {
    match printed {
        Printed::Integer(value) => value.to_string(),
        Printed::Boolean(value) => value.to_string(),
        Printed::Text(text) => text.clone(),
    }
}
