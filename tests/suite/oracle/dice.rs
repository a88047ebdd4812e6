//! Choices from a list of numbers: shorter lists and smaller numbers give simpler specs, so that a
//! failing one shrinks by itself.

/// Numbers that are consumed one by one; after that, all are 0.
pub(super) struct Dice {
    rolls: std::vec::IntoIter<u32>,
}

impl Dice {
    pub(super) fn new(rolls: Vec<u32>) -> Self {
        Self {
            rolls: rolls.into_iter(),
        }
    }

    /// A number below a bound.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.rolls.next().unwrap_or_default() as usize % bound
    }

    /// One of some values, the first by preference.
    pub(super) fn one<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())].clone()
    }

    /// Whether something rare happens: once in this many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// A value, or once in this many times none.
    pub(super) fn maybe<T>(
        &mut self,
        times: usize,
        value: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        (!self.once_in(times)).then(|| value(self))
    }

    /// Some of the values, at least one and at most `most`, in their order.
    pub(super) fn some<T: Clone>(&mut self, values: &[T], most: usize) -> Vec<T> {
        let count = 1 + self.below(most);
        let mut left: Vec<T> = values.to_vec();
        let mut chosen = Vec::new();
        while chosen.len() < count && !left.is_empty() {
            chosen.push(left.remove(self.below(left.len())));
        }
        chosen
    }
}
