//! Texts in one buffer.

/// Texts, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    bytes: String,
    /// The end of each text.
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.bytes.get(start..end)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    pub(super) fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }

    /// Texts that are looked through twice, so that they take no more room than they need.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let (mut count, mut bytes) = (0, 0);
        for text in texts.clone() {
            count += 1;
            bytes += text.len();
        }
        let mut all = Self {
            bytes: String::with_capacity(bytes),
            ends: Vec::with_capacity(count),
        };
        for text in texts {
            all.push(text);
        }
        all
    }
}
