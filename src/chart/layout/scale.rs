//! From data to length. In: the smallest and largest value, the wanted number of ticks. Out: an
//! axis that plotters can draw with, its ticks on round numbers and their text.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};

use crate::chart::model::ValueFormat;
use crate::text::Locale;
use crate::text::compact::{Digits, compact_short, compact_up_to};
use crate::text::number::{percent, points_short};

/// An axis with its ticks, linear or logarithmic.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scale {
    /// Value at the start of the axis.
    pub(crate) low: f64,
    /// Value at its end; greater than `low` unless the axis is reversed.
    pub(crate) high: f64,
    /// Distance between ticks; 0 if there are none.
    step: f64,
    /// Values with a grid line and a label.
    pub(crate) ticks: Vec<f64>,
    /// Whether equal distances are equal ratios.
    logarithmic: bool,
}

impl Scale {
    /// An axis over values that includes zero, with about `count` ticks at 1, 2, 2.5 or 5 times a
    /// power of ten. `round_up` makes the axis end on a tick.
    pub(crate) fn of_values(values: impl Iterator<Item = f64>, count: f64, round_up: bool) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in values.filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if high - low <= 0.0 {
            high = 1.0;
        }
        // Half the range, because the full range of two huge values is infinite.
        let half = high / 2.0 - low / 2.0;
        let step = round_step(half / count.max(1.0) * 2.0);
        if round_up {
            // Near the largest float there is no next tick: the axis then ends without one.
            let rounded = [
                (low / step + 1e-9).floor() * step,
                (high / step - 1e-9).ceil() * step,
            ];
            if rounded.iter().all(|end| end.is_finite()) {
                [low, high] = rounded;
            }
        }
        let first = (low / step - 1e-9).ceil() as i64;
        let last = (high / step + 1e-9).floor() as i64;
        let ticks = (first..=last).map(|index| index as f64 * step).collect();
        Self {
            low,
            high,
            step,
            ticks,
            logarithmic: false,
        }
    }

    /// A logarithmic axis over values above zero; others have no place on it. It begins at a power of ten below the smallest,
    /// so that its mark has a length, and has ticks at powers of ten, and between few of them at twice and five times these.
    pub(crate) fn of_logarithms(values: impl Iterator<Item = f64>, count: f64) -> Self {
        let ends = values.filter(|it| it.is_finite() && *it > 0.0);
        let (low, high) = ends.fold((f64::INFINITY, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let (low, high) = if high > 0.0 { (low, high) } else { (1.0, 10.0) };
        let first = (low.log10() - 1e-9).floor().max(f64::from(f64::MIN_10_EXP)) as i32;
        let last = (high.log10() + 1e-9).floor() as i32;
        let decades = f64::from(last - first + 1);
        let factors: &[f64] = if decades * 3.0 <= count.max(3.0) {
            &[1.0, 2.0, 5.0]
        } else {
            &[1.0]
        };
        let every = (decades / count.max(1.0)).ceil().max(1.0) as usize;
        let low = 10_f64.powi(first);
        let ticks = (first..=last).step_by(every);
        let ticks = ticks.flat_map(|power| factors.iter().map(move |it| it * 10_f64.powi(power)));
        let ticks = ticks
            .filter(|tick| *tick >= low && *tick <= high * 1.000_001)
            .collect();
        Self {
            low,
            high: if high > low { high } else { low * 10.0 },
            step: 0.0,
            ticks,
            logarithmic: true,
        }
    }

    /// An axis from 0 to 100 %.
    pub(crate) fn of_shares() -> Self {
        Self {
            low: 0.0,
            high: 1.0,
            step: 0.25,
            ticks: vec![0.0, 0.25, 0.5, 0.75, 1.0],
            logarithmic: false,
        }
    }

    /// An axis without ticks, for positions.
    pub(crate) fn plain(low: f64, high: f64) -> Self {
        Self {
            low,
            high: if high > low { high } else { low + 1.0 },
            step: 0.0,
            ticks: Vec::new(),
            logarithmic: false,
        }
    }

    /// The same axis, reversed.
    pub(crate) fn reversed(mut self) -> Self {
        std::mem::swap(&mut self.low, &mut self.high);
        self
    }

    /// Whether equal distances are equal ratios.
    pub(crate) fn is_logarithmic(&self) -> bool {
        self.logarithmic
    }

    /// The position of a value on an axis of `length` pixels.
    pub(crate) fn position(&self, value: f64, length: f64) -> f64 {
        if self.logarithmic {
            // A reversed axis begins at its larger end, below which nothing has a place either.
            let value = value.max(self.low.min(self.high));
            return (value.ln() - self.low.ln()) / (self.high.ln() - self.low.ln()) * length;
        }
        (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0) * length
    }

    /// The text of a tick.
    pub(crate) fn tick_label(&self, value: f64, format: ValueFormat, locale: Locale) -> String {
        match format {
            // Equal distances of a logarithmic axis are powers of ten, each with its unit.
            ValueFormat::Compact if self.logarithmic => {
                compact_short(value.into(), Digits::up_to(2), locale)
            }
            ValueFormat::Compact => {
                let most = self
                    .ticks
                    .iter()
                    .fold(0.0_f64, |most, tick| most.max(tick.abs()));
                compact_up_to(value, most, locale)
            }
            ValueFormat::Percent => percent(value.into(), self.decimals_of_hundredths(), locale),
            ValueFormat::Points => {
                points_short(value.into(), self.decimals_of_hundredths(), locale)
            }
        }
    }

    /// How many decimals the ticks need when they are multiplied by a hundred.
    fn decimals_of_hundredths(&self) -> u8 {
        let needed = (0..3_u8).find(|decimals| {
            let scaled = self.step * 10_f64.powi(2 + i32::from(*decimals));
            (scaled - scaled.round()).abs() < 1e-6
        });
        needed.unwrap_or(3)
    }

    /// Every tick with its text.
    pub(crate) fn tick_labels(&self, format: ValueFormat, locale: Locale) -> Vec<(f64, String)> {
        self.ticks
            .iter()
            .map(|tick| (*tick, self.tick_label(*tick, format, locale)))
            .collect()
    }
}

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `wanted`.
fn round_step(wanted: f64) -> f64 {
    let magnitude = 10_f64.powf(wanted.log10().floor()).max(f64::MIN_POSITIVE);
    let factor = [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .find(|factor| factor * magnitude >= wanted * 0.999_999);
    let step = factor.unwrap_or(10.0) * magnitude;
    if step.is_finite() { step } else { magnitude }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        let length = f64::from(end - start);
        // A float too large for an integer becomes the largest integer; the plot clips it to its
        // edge.
        start.saturating_add(self.position(*value, length).round() as i32)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        self.ticks
            .iter()
            .copied()
            .take(hint.max_num_points())
            .collect()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;
    use crate::chart::model::ValueFormat::{Compact, Percent};
    use crate::text::Locale::{En, Fr};
    use plotters::coord::ranged1d::Ranged;

    #[test]
    fn ticks_stand_on_round_numbers_and_include_zero() {
        let scale = Scale::of_values([4.8e9, 1.2e8].into_iter(), 6.0, true);
        assert_eq!(scale.ticks, [0.0, 1e9, 2e9, 3e9, 4e9, 5e9]);
        assert!((scale.high - 5e9).abs() < 1.0);
        let open = Scale::of_values([4.8e9].into_iter(), 6.0, false);
        assert_eq!(open.ticks, [0.0, 1e9, 2e9, 3e9, 4e9]);
        assert!((open.high - 4.8e9).abs() < 1.0);
    }

    #[test]
    fn negative_values_extend_the_axis_below_zero() {
        let scale = Scale::of_values([-3.0, 7.0].into_iter(), 5.0, true);
        assert_eq!(scale.ticks, [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]);
    }

    #[test]
    fn values_that_are_all_zero_or_not_finite_still_make_an_axis() {
        for values in [vec![], vec![0.0], vec![f64::NAN, f64::INFINITY]] {
            let scale = Scale::of_values(values.into_iter(), 4.0, true);
            assert_eq!((scale.low, scale.high), (0.0, 1.0));
        }
        let huge = Scale::of_values([f64::MAX, f64::MIN].into_iter(), 4.0, false);
        assert!(huge.position(f64::MAX, 100.0).is_finite());
    }

    #[test]
    fn equal_ratios_are_equal_distances_on_a_logarithmic_axis() {
        let scale = Scale::of_logarithms([30.0, 4000.0].into_iter(), 4.0);
        assert_eq!(scale.ticks, [10.0, 100.0, 1000.0]);
        let [one, two, three] = [10.0, 100.0, 1000.0].map(|it| scale.position(it, 260.0));
        assert!(one.abs() < 1e-9 && (three - two - (two - one)).abs() < 1e-9);
        // What has no place stands at the beginning.
        assert!(scale.position(0.0, 260.0).abs() < 1e-9);
        assert!(scale.position(-5.0, 260.0).abs() < 1e-9);
        // The smallest value is not at the beginning, even if it is a power of ten.
        let from_ten = Scale::of_logarithms([10.0, 90.0].into_iter(), 8.0);
        assert!((from_ten.low - 1.0).abs() < 1e-9);
        assert_eq!(from_ten.ticks, [1.0, 2.0, 5.0, 10.0, 20.0, 50.0]);
        let empty = Scale::of_logarithms([0.0, f64::NAN].into_iter(), 4.0);
        assert!(empty.position(5.0, 100.0).is_finite());
    }

    #[test]
    fn tick_texts_follow_the_locale() {
        let scale = Scale::of_values([1.2e9].into_iter(), 5.0, true);
        let texts = |locale| {
            scale
                .tick_labels(Compact, locale)
                .into_iter()
                .map(|(_, text)| text)
        };
        assert_eq!(
            texts(En).collect::<Vec<_>>(),
            ["0", "0.25B", "0.5B", "0.75B", "1B", "1.25B"]
        );
        assert_eq!(texts(Fr).nth(5).unwrap(), "1,25\u{a0}Md");
        assert_eq!(
            Scale::of_shares().tick_label(0.25, Percent, Fr),
            "25\u{202f}%"
        );
        let small = Scale::of_values([0.1].into_iter(), 4.0, true);
        assert_eq!(small.tick_label(0.025, Percent, En), "2.5%");
    }

    #[test]
    fn plotters_maps_a_value_to_its_place() {
        let scale = Scale::plain(0.0, 10.0);
        assert_eq!(scale.map(&2.5, (100, 200)), 125);
        assert_eq!(scale.map(&2.5, (200, 100)), 175);
    }
}
