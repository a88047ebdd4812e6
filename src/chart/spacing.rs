//! Where positions are along an axis. In: the periods of their dates. Out: their middles and edges, in bands.

use crate::chart::layout::area::Area;

/// The least distance of two positions, as a part of the axis: points that share a place cannot be told apart.
const LEAST: f64 = 0.001;

/// Positions along an axis: each in a band of its own, or at its date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spacing(Vec<f64>);

impl Spacing {
    /// Positions at the numbers of their periods, which ascend; the first and the last one stay where bands would have them.
    #[must_use]
    pub fn at(periods: &[i64]) -> Self {
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
            return Self::default();
        };
        let is_dense = || periods.windows(2).all(|pair| pair[1] - pair[0] == 1);
        if first >= last || is_dense() {
            return Self::default();
        }
        let span = (last - first) as f64;
        let nearest = LEAST.min(0.5 / periods.len() as f64);
        let mut middles: Vec<f64> = Vec::new();
        for period in periods {
            let place = (period - first) as f64 / span;
            let apart = middles.last().map_or(0.0, |before| before + nearest);
            middles.push(place.max(apart));
        }
        let end = middles.last().copied().unwrap_or(1.0);
        let bands = periods.len().saturating_sub(1) as f64;
        for middle in &mut middles {
            *middle = *middle / end * bands + 0.5;
        }
        Self(middles)
    }

    /// Whether each position has a band of one width.
    pub(crate) fn is_even(&self) -> bool {
        self.0.is_empty()
    }

    /// The middle of a position.
    pub(crate) fn middle(&self, at: usize) -> f64 {
        self.0.get(at).copied().unwrap_or(at as f64 + 0.5)
    }

    /// Where a position begins, which is where the one before ends.
    pub(crate) fn edge(&self, at: usize) -> f64 {
        match at.checked_sub(1).and_then(|before| self.0.get(before)) {
            Some(before) if at < self.0.len() => f64::midpoint(*before, self.0[at]),
            _ => at as f64,
        }
    }
}

/// The bands of an area.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bands<'a> {
    /// The area.
    pub(crate) area: Area,
    /// How many there are.
    pub(crate) count: usize,
    /// Where they are.
    pub(crate) spacing: &'a Spacing,
}

impl Bands<'_> {
    fn width(&self) -> f64 {
        self.area.width / self.count.max(1) as f64
    }

    /// The middle of a position, in pixels from the left.
    pub(crate) fn middle(&self, at: usize) -> f64 {
        self.area.left + self.spacing.middle(at) * self.width()
    }

    /// Where a position begins, in pixels from the left.
    pub(crate) fn edge(&self, at: usize) -> f64 {
        self.area.left + self.spacing.edge(at) * self.width()
    }
}

#[cfg(test)]
mod tests {
    use super::Spacing;

    #[test]
    fn positions_are_as_far_from_each_other_as_their_dates() {
        let spacing = Spacing::at(&[0, 1, 2, 10]);
        let middles = [0, 1, 2, 3].map(|at| spacing.middle(at));
        let expected = [0.5, 0.8, 1.1, 3.5];
        let near = middles
            .iter()
            .zip(expected)
            .all(|(one, other)| (one - other).abs() < 1e-9);
        assert!(near, "{middles:?}");
        assert!((spacing.edge(3) - 2.3).abs() < 1e-9);
        assert!(spacing.edge(0).abs() < 1e-9 && (spacing.edge(4) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn regular_dates_have_bands_and_near_ones_places_of_their_own() {
        for periods in [&[][..], &[7], &[7, 8, 9]] {
            let spacing = Spacing::at(periods);
            assert!(spacing.is_even());
            assert!((spacing.middle(2) - 2.5).abs() < 1e-9 && (spacing.edge(2) - 2.0).abs() < 1e-9);
        }
        let far: Vec<i64> = (0..31).chain([100_000]).collect();
        let spacing = Spacing::at(&far);
        assert!((0..31).all(|at| spacing.middle(at + 1) - spacing.middle(at) > 0.02));
        assert!((spacing.middle(31) - 31.5).abs() < 1e-9);
    }
}
