//! Every number of each group, for what sums and counts do not tell: quantiles.
//!
//! In: numbers with the group that each is in. Out: the numbers of each group together. It is the one
//! aggregate whose memory grows with the rows: 8 bytes a whole number.

use crate::results::Value;

/// The numbers of groups.
#[derive(Clone, Debug)]
pub enum Numbers {
    /// Whole numbers.
    Integers(Runs<i64>),
    /// Any numbers.
    Values(Runs<Value>),
}

/// Items of groups, those of one group behind those of another.
#[derive(Clone, Debug)]
pub struct Runs<T> {
    /// Where the items of each group begin; at last how many there are.
    pub(super) starts: Vec<usize>,
    pub(super) items: Vec<T>,
}

impl<T: Clone> Runs<T> {
    /// Items with their groups.
    #[must_use]
    pub fn new(groups: usize, items: Vec<(u32, T)>) -> Self {
        let mut starts = vec![0; groups + 1];
        for (group, _) in &items {
            starts[*group as usize + 1] += 1;
        }
        for group in 0..groups {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut placed = match items.first() {
            Some((_, any)) => vec![any.clone(); items.len()],
            None => Vec::new(),
        };
        for (group, item) in items {
            let place = &mut next[group as usize];
            placed[*place] = item;
            *place += 1;
        }
        Self {
            starts,
            items: placed,
        }
    }

    pub(super) fn of(&self, group: usize) -> &[T] {
        &self.items[self.starts[group]..self.starts[group + 1]]
    }

    /// Appends the items of more groups.
    fn append(&mut self, more: Self) {
        let before = self.items.len();
        self.starts
            .extend(more.starts.iter().skip(1).map(|start| before + start));
        self.items.extend(more.items);
    }

    /// Number of groups.
    fn groups(&self) -> usize {
        self.starts.len() - 1
    }
}

impl Numbers {
    /// Number of groups.
    pub(super) fn groups(&self) -> usize {
        match self {
            Self::Integers(runs) => runs.groups(),
            Self::Values(runs) => runs.groups(),
        }
    }

    /// Appends the numbers of more groups.
    pub(super) fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Integers(runs), Self::Integers(more)) => runs.append(more),
            (Self::Values(runs), more) => runs.append(more.values()),
            (numbers, more) => {
                let mut runs = numbers.clone().values();
                runs.append(more.values());
                *numbers = Self::Values(runs);
            }
        }
    }

    fn values(self) -> Runs<Value> {
        match self {
            Self::Values(runs) => runs,
            Self::Integers(runs) => Runs {
                starts: runs.starts,
                items: runs
                    .items
                    .into_iter()
                    .map(|it| Value::Integer(i128::from(it)))
                    .collect(),
            },
        }
    }
}
