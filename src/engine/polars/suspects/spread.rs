//! How large the numbers of a column are: which are far from all others.
//!
//! In: whole numbers. Out: what is odd about one among them, in words. What is counted is digits, so that a column of any
//! number of rows takes a few bytes.

use crate::diagnostic::counted;
use std::collections::BTreeMap;

/// Values that a column must have before one of them can be far from the others.
const FEWEST: u64 = 5;
/// One in so many values may be odd before that is how the column is.
const RARE: u64 = 200;

/// The values of a column by the count of their digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spread {
    /// How many there are of each count of digits, of those above zero.
    by_digits: BTreeMap<u32, u64>,
    /// How many are zero or below.
    not_above_zero: u64,
}

impl Spread {
    pub(super) fn add(&mut self, value: i64) {
        if value > 0 {
            *self.by_digits.entry(digits(value)).or_default() += 1;
        } else {
            self.not_above_zero += 1;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (digits, count) in &other.by_digits {
            *self.by_digits.entry(*digits).or_default() += count;
        }
        self.not_above_zero += other.not_above_zero;
    }

    fn above_zero(&self) -> u64 {
        self.by_digits.values().sum()
    }

    /// Why a value of the column is far from the others, if it is.
    pub(super) fn odd(&self, value: i64) -> Option<String> {
        if value <= 0 {
            let is_rare = self.not_above_zero * RARE <= self.above_zero();
            return is_rare.then(|| match self.not_above_zero {
                1 => "the only value that is not above 0".to_owned(),
                several => format!("one of only {several} values that are not above 0"),
            });
        }
        let own = digits(value);
        let near = |digits: &u32| digits.abs_diff(own) <= 1;
        let here = self.by_digits.iter().filter(|(digits, _)| near(digits));
        let here: u64 = here.map(|(_, count)| count).sum();
        let is_alone = self.by_digits.get(&own) == Some(&here);
        let others = self.above_zero() - here;
        if others < FEWEST || !is_alone || here * RARE > others {
            return None;
        }
        Some(format!(
            "it has {}, the others have {}",
            in_digits(own),
            self.others(own)
        ))
    }

    /// How many digits values have that are not near to those with some digits.
    fn others(&self, own: u32) -> String {
        let mut all = self
            .by_digits
            .keys()
            .filter(|digits| digits.abs_diff(own) > 1);
        match (all.clone().next(), all.next_back()) {
            (Some(least), Some(most)) if least < most => format!("{least} to {most}"),
            (least, _) => least.map_or_else(String::new, u32::to_string),
        }
    }

    /// Why a value is far from all others of its like, if it is.
    pub(super) fn odd_among(&self, value: i64, like: &str) -> Option<String> {
        let own = digits(value);
        let near = |digits: &u32| digits.abs_diff(own) <= 1;
        let here = self.by_digits.iter().filter(|(digits, _)| near(digits));
        let here: u64 = here.map(|(_, count)| count).sum();
        let others = self.above_zero().saturating_sub(here);
        if value <= 0 || here > 1 || others < FEWEST {
            return None;
        }
        let range = self.others(own);
        Some(format!(
            "it has {}, the {others} others of {like} have {range}",
            in_digits(own)
        ))
    }
}

fn in_digits(count: u32) -> String {
    counted(count, "digit", "digits")
}

fn digits(value: i64) -> u32 {
    value.unsigned_abs().checked_ilog10().unwrap_or_default() + 1
}

#[cfg(test)]
mod tests {
    use super::Spread;

    fn of(values: impl IntoIterator<Item = i64>) -> Spread {
        let mut spread = Spread::default();
        for value in values {
            spread.add(value);
        }
        spread
    }

    #[test]
    fn a_value_with_more_digits_than_all_others_is_odd() {
        let mut values: Vec<i64> = (0..400).map(|at| 1_000_000 * (1 + at)).collect();
        values.push(1_202_590_842_880_000);
        let spread = of(values);
        assert_eq!(
            spread.odd(1_202_590_842_880_000).as_deref(),
            Some("it has 16 digits, the others have 7 to 9")
        );
        assert_eq!(spread.odd(1_000_000), None);
    }

    #[test]
    fn a_neighbour_with_a_digit_less_makes_it_usual() {
        let mut values: Vec<i64> = (0..400).map(|at| 1_000_000 * (1 + at)).collect();
        values.extend([10_000_000_000, 1_000_000_000]);
        assert_eq!(of(values).odd(10_000_000_000), None);
    }

    #[test]
    fn zero_is_odd_where_hardly_any_value_is_zero() {
        let mut values = vec![5; 400];
        values.push(0);
        let one = of(values.clone());
        assert_eq!(
            one.odd(0).as_deref(),
            Some("the only value that is not above 0")
        );
        values.extend([0, -3]);
        assert_eq!(of(values).odd(0), None);
        assert_eq!(of([0, 5, 5]).odd(0), None);
    }

    #[test]
    fn few_alike_tell_of_one_that_differs_by_three_digits() {
        let spread = of([100, 110, 120, 130, 140, 100_000]);
        assert_eq!(
            spread.odd_among(100_000, "`x`").as_deref(),
            Some("it has 6 digits, the 5 others of `x` have 3")
        );
        assert_eq!(spread.odd_among(100, "`x`"), None);
        assert_eq!(of([100, 110, 100_000]).odd_among(100_000, "`x`"), None);
    }
}
