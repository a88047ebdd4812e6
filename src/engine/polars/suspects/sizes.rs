//! Sizes that keys say: `llama-2-7b` → 7,000,000,000. Whether a column holds what they say is found out from the rows.

/// How far a value may be from a size that its key says: half of it to twice as much.
const NEAR: f64 = 2.0;
/// Rows that must have both, a size in the key and a value, before anything follows of it.
const FEWEST: u64 = 5;

/// A size in a key.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Size {
    /// As it is written: `7b`.
    pub(super) text: String,
    /// As a number.
    pub(super) value: i64,
}

/// The sizes that the name in a key says, behind its last `/`: a number and `M`, `B` or `T` between signs that are
/// neither letters nor digits, maybe several times as much (`8x7B`).
pub(super) fn sizes(key: &str) -> Vec<Size> {
    let name = key.rsplit('/').next().unwrap_or(key);
    let words = name.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '.');
    let mut found: Vec<Size> = Vec::new();
    for word in words {
        if let Some(value) = size(word)
            && !found.iter().any(|known| known.value == value)
        {
            let text = word.to_owned();
            found.push(Size { text, value });
        }
    }
    found
}

fn size(word: &str) -> Option<i64> {
    let unit: i128 = match word.chars().last()? {
        'm' | 'M' => 1_000_000,
        'b' | 'B' => 1_000_000_000,
        't' | 'T' => 1_000_000_000_000,
        _ => return None,
    };
    let number = &word[..word.len() - 1];
    let (times, number) = match number.split_once(['x', 'X']) {
        Some((times, number)) => (times.parse::<u16>().ok()?, number),
        None => (1, number),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || number.ends_with('.') {
        return None;
    }
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    let value: i128 = format!("{whole}{fraction}").parse().ok()?;
    let value = value * unit * i128::from(times) / scale;
    i64::try_from(value).ok().filter(|value| *value > 0)
}

/// Whether a value is about one of the sizes.
pub(super) fn agrees(value: i64, sizes: &[Size]) -> bool {
    let value = value as f64;
    sizes.iter().any(|size| {
        let size = size.value as f64;
        value <= size * NEAR && size <= value * NEAR
    })
}

/// How often the values of a column are what keys say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Agreement {
    pub(super) both: u64,
    pub(super) agreeing: u64,
}

impl Agreement {
    pub(super) fn add(&mut self, other: Self) {
        self.both += other.both;
        self.agreeing += other.agreeing;
    }

    /// Whether the column holds sizes as keys say them: in at least half of the rows that have both.
    pub(super) fn holds(self) -> bool {
        self.both >= FEWEST && self.agreeing * 2 >= self.both
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, agrees, sizes};

    fn values(key: &str) -> Vec<i64> {
        sizes(key).into_iter().map(|size| size.value).collect()
    }

    #[test]
    fn a_size_is_a_number_with_its_unit_between_other_signs() {
        for (key, expected) in [
            ("meta/Llama-2-7b-chat-hf", vec![7_000_000_000]),
            ("org/opt-350m", vec![350_000_000]),
            ("qwen3-1.7B", vec![1_700_000_000]),
            ("a/Mixtral-8x7B-v0.1", vec![56_000_000_000]),
            ("a/Qwen3.6-35B-A3B", vec![35_000_000_000]),
            ("a/moe_30b_3b", vec![30_000_000_000, 3_000_000_000]),
            ("a/x-1t", vec![1_000_000_000_000]),
            ("7b/none", vec![]),
            ("a/x-4bit-128k", vec![]),
            ("a/llama7b", vec![]),
            ("a/0b", vec![]),
            ("a/.5b", vec![]),
            ("a/5.b", vec![]),
            ("a/9999999b", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(values(key), expected, "{key}");
        }
    }

    #[test]
    fn a_value_agrees_from_half_of_a_size_to_twice_as_much() {
        let sizes = sizes("a/x-7b");
        assert!(agrees(6_738_415_616, &sizes));
        assert!(agrees(3_500_000_000, &sizes) && agrees(14_000_000_000, &sizes));
        assert!(!agrees(3_499_999_999, &sizes) && !agrees(14_000_000_001, &sizes));
        assert!(!agrees(0, &sizes));
    }

    #[test]
    fn a_column_holds_sizes_if_half_of_enough_rows_say_so() {
        let of = |both, agreeing| Agreement { both, agreeing }.holds();
        assert!(of(6, 3) && !of(7, 3) && !of(4, 4));
    }
}
