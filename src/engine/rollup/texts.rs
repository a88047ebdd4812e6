//! Texts in one buffer.

/// Bytes that are looked at together.
const BLOCK: usize = 64;

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

    /// Those that have other characters than visible ones of ASCII, and perhaps some beside these: many bytes are
    /// looked at together.
    pub(super) fn beyond_visible_ascii(&self) -> impl Iterator<Item = &str> {
        let mut found = Vec::new();
        let mut next = 0;
        for (at, block) in self.bytes.as_bytes().chunks(BLOCK).enumerate() {
            if is_visible_ascii(block) {
                continue;
            }
            let first = at * BLOCK;
            next = next.max(self.ends.partition_point(|end| *end <= first));
            while next < self.len() && (next == 0 || self.ends[next - 1] < first + BLOCK) {
                found.push(next);
                next += 1;
            }
        }
        found.into_iter().filter_map(|at| self.get(at))
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
        Self::of_size((count, bytes), texts)
    }

    /// Texts of which is known how many there are and how many bytes they have.
    pub(super) fn of_size<'a>(
        (count, bytes): (usize, usize),
        texts: impl Iterator<Item = &'a str>,
    ) -> Self {
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

/// Whether bytes are visible characters of ASCII, `!` to `~`.
fn is_visible_ascii(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    const FIRST: u64 = ONES * b'!' as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut others = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // A byte of 0x7F gets its highest bit by one more, one below `!` by what is taken from it.
        others |= word | word.wrapping_add(ONES) | word.wrapping_sub(FIRST) & !word;
    }
    others & HIGH == 0 && rest.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::{Texts, is_visible_ascii};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_are_visible_if_each_is(
            visible in proptest::collection::vec(b'!'..=b'~', 0..40),
            other in any::<u8>(),
            at in 0..40_usize,
        ) {
            let mut bytes = visible;
            prop_assert!(is_visible_ascii(&bytes));
            if let Some(byte) = bytes.get_mut(at) {
                *byte = other;
            }
            prop_assert_eq!(is_visible_ascii(&bytes), bytes.iter().all(u8::is_ascii_graphic));
        }

        #[test]
        fn every_text_beyond_visible_ascii_is_found(texts in proptest::collection::vec("[a-~]{0,20}|[a-~]{0,90}|[a-c é\u{0}\u{7f}]{0,12}", 0..30)) {
            let all = Texts::of(texts.iter().map(String::as_str));
            let found: Vec<&str> = all.beyond_visible_ascii().collect();
            let is_beyond = |text: &&String| !text.bytes().all(|byte| byte.is_ascii_graphic());
            let mut left = found.iter();
            for text in texts.iter().filter(is_beyond) {
                prop_assert!(left.any(|found| found == text), "{:?} is not in {:?}", text, found);
            }
        }
    }
}
