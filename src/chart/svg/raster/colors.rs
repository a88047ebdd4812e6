//! The colours of a picture. In: opaque pixels. Out: a table of at most 256 colours, and the number of each pixel in
//! it. The edges of letters on coloured marks can have more colours than that; then a few of their pixels take the
//! nearest colour that there is, and a picture for which that would be seen has no table.

use std::cmp::Reverse;

use crate::chart::color::Color;

/// Colours of the largest table.
const MOST_COLORS: usize = 256;
/// Colours that are counted.
const MOST_COUNTED: usize = 4096;
/// Places for colours; a power of two, of which at most half are taken.
const SLOTS: usize = 8192;
/// How much each of red, green and blue of a pixel may be off, the first that suffices; a step between paper and ink at
/// the edge of a black letter is 16.
const LIMITS: [u8; 6] = [0, 2, 4, 6, 9, 12];
/// Pixels that are compared at once.
const AT_ONCE: usize = 16;

/// A colour of a picture.
#[derive(Clone, Copy, Default)]
struct Counted {
    pixel: u32,
    /// Its number in the table.
    number: u8,
    /// Pixels that have it; 0 in an empty slot.
    count: u64,
}

/// The colours of a picture.
#[derive(Default)]
pub(super) struct Colors {
    /// At the place to which its hash leads, or at the next free one.
    slots: Vec<Counted>,
    taken: usize,
    /// Neighbours of one colour: its slot and how many they are.
    runs: Vec<(u16, u16)>,
    /// Where the runs of each row end. A row without runs is like the one above.
    rows: Vec<usize>,
}

impl Colors {
    /// The table of the colours, three bytes each, if 256 are enough; each of `inks` is in it. What was counted before is
    /// forgotten.
    pub(super) fn table(&mut self, pixels: &[u8], width: usize, inks: &[Color]) -> Option<Vec<u8>> {
        self.count(pixels, width)?;
        let taken = self.slots.iter().filter(|it| it.count > 0);
        let mut found: Vec<u32> = taken.clone().map(|it| it.pixel).collect();
        let inks: Vec<u32> = inks.iter().map(|ink| pixel(*ink)).collect();
        let rank = |it: u32| {
            let count = self.slots[self.slot(it)].count;
            (!inks.contains(&it), Reverse(count), it)
        };
        found.sort_by_cached_key(|it| rank(*it));
        let inks = found.iter().take_while(|it| inks.contains(it)).count();
        let mut limits = LIMITS.into_iter();
        let (kept, numbers) = limits.find_map(|limit| merged(&found, inks, limit))?;
        for (color, number) in found.iter().zip(numbers) {
            let slot = self.slot(*color);
            self.slots[slot].number = number;
        }
        let channels = kept.iter().flat_map(|it| {
            let [red, green, blue, _] = it.to_le_bytes();
            [red, green, blue]
        });
        Some(channels.collect())
    }

    /// Appends the number of each pixel of the picture whose table was made.
    pub(super) fn push_numbers(&self, width: usize, numbers: &mut Vec<u8>) {
        let mut start = 0;
        for end in &self.rows {
            if *end == start {
                numbers.extend_from_within(numbers.len() - width..);
            }
            for (slot, length) in &self.runs[start..*end] {
                let number = self.slots[usize::from(*slot)].number;
                numbers.resize(numbers.len() + usize::from(*length), number);
            }
            start = *end;
        }
    }

    /// Counts the pixels of each colour; nothing if there are too many, or if hardly any pixel is like its neighbour.
    fn count(&mut self, pixels: &[u8], width: usize) -> Option<()> {
        self.slots.clear();
        self.slots.resize(SLOTS, Counted::default());
        self.taken = 0;
        self.runs.clear();
        self.rows.clear();
        let most_runs = pixels.len() / 8;
        let (mut above, mut above_start): (&[u8], usize) = (&[], 0);
        for row in pixels.chunks_exact(4 * width) {
            if row == above {
                for at in above_start..self.runs.len() {
                    let (slot, length) = self.runs[at];
                    self.slots[usize::from(slot)].count += u64::from(length);
                }
            } else {
                (above, above_start) = (row, self.runs.len());
                self.add(row)?;
            }
            if self.runs.len() > most_runs.max(width) {
                return None;
            }
            self.rows.push(self.runs.len());
        }
        Some(())
    }

    /// Counts the pixels of a row.
    fn add(&mut self, row: &[u8]) -> Option<()> {
        let (mut row, _) = row.as_chunks::<4>();
        while let Some(first) = row.first() {
            let pixel = u32::from_le_bytes(*first);
            let slot = self.slot(pixel);
            let length = alike(row, pixel).min(usize::from(u16::MAX));
            row = &row[length..];
            let counted = &mut self.slots[slot];
            if counted.count == 0 {
                counted.pixel = pixel;
                self.taken += 1;
                if self.taken > MOST_COUNTED {
                    return None;
                }
            }
            counted.count += length as u64;
            self.runs.push((slot as u16, length as u16));
        }
        Some(())
    }

    /// The place of a colour, or the one at which it would be.
    fn slot(&self, pixel: u32) -> usize {
        let mut slot = (pixel.wrapping_mul(0x9e37_79b1) >> 19) as usize;
        while self.slots[slot].count > 0 && self.slots[slot].pixel != pixel {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }
}

/// A table of the first colours and of those that are far from all in it, and for each colour the number of one in it
/// that is near; nothing if the table would be too large.
fn merged(found: &[u32], inks: usize, limit: u8) -> Option<(Vec<u32>, Vec<u8>)> {
    let mut kept: Vec<u32> = Vec::with_capacity(MOST_COLORS);
    let mut numbers = Vec::with_capacity(found.len());
    for (at, color) in found.iter().enumerate() {
        // All are different, so that nothing is near where nothing may be off.
        let near = (at >= inks && limit > 0)
            .then(|| kept.iter().position(|it| is_near(*color, *it, limit)));
        let place = near.flatten().unwrap_or(kept.len());
        if place == MOST_COLORS {
            return None;
        }
        if place == kept.len() {
            kept.push(*color);
        }
        numbers.push(place as u8);
    }
    Some((kept, numbers))
}

/// Whether no channel of two colours differs by more than a limit.
fn is_near(one: u32, other: u32, limit: u8) -> bool {
    let channels = one.to_le_bytes().into_iter().zip(other.to_le_bytes());
    channels
        .take(3)
        .all(|(one, other)| one.abs_diff(other) <= limit)
}

/// A pixel of a colour.
fn pixel(ink: Color) -> u32 {
    u32::from_le_bytes([ink.red, ink.green, ink.blue, u8::MAX])
}

/// How many pixels at the beginning of a row have a colour.
fn alike(row: &[[u8; 4]], pixel: u32) -> usize {
    let (blocks, _) = row.as_chunks::<AT_ONCE>();
    // Without a branch for each pixel, so that they are compared at once.
    let differs = |it: &[u8; 4]| u32::from_le_bytes(*it) ^ pixel;
    let same = |block: &[[u8; 4]; AT_ONCE]| block.iter().fold(0, |all, it| all | differs(it)) == 0;
    let start = AT_ONCE * blocks.iter().take_while(|block| same(block)).count();
    let rest = row[start..].iter().take_while(|it| differs(it) == 0);
    start + rest.count()
}

#[cfg(test)]
mod tests {
    use super::Colors;
    use crate::chart::color::Color;

    fn grey(level: u8) -> Color {
        Color {
            red: level,
            green: level,
            blue: level,
        }
    }

    /// Opaque pixels of some colours.
    fn pixels(colors: impl IntoIterator<Item = [u8; 3]>) -> Vec<u8> {
        let pixels = colors.into_iter();
        pixels.flat_map(|[r, g, b]| [r, g, b, u8::MAX]).collect()
    }

    /// The colours that are shown for pixels in one row.
    fn shown(pixels: &[u8], inks: &[Color]) -> Option<Vec<u8>> {
        let mut colors = Colors::default();
        let width = pixels.len() / 4;
        let table = colors.table(pixels, width, inks)?;
        let mut numbers = Vec::new();
        colors.push_numbers(width, &mut numbers);
        let places = numbers.iter().map(|number| 3 * usize::from(*number));
        Some(places.flat_map(|at| table[at..at + 3].to_vec()).collect())
    }

    #[test]
    fn a_table_shows_each_pixel_as_it_is() {
        let row = [[0, 0, 0], [0, 0, 0], [255, 0, 7], [0, 0, 0]];
        let mut picture = pixels(row);
        picture.extend(pixels(row));
        picture.extend(pixels([[9, 9, 9]; 4]));
        let mut colors = Colors::default();
        let table = colors.table(&picture, 4, &[]).unwrap();
        // The most frequent colours come first.
        assert_eq!(table, [0, 0, 0, 9, 9, 9, 255, 0, 7]);
        let mut numbers = Vec::new();
        colors.push_numbers(4, &mut numbers);
        assert_eq!(numbers, [0, 0, 2, 0, 0, 0, 2, 0, 1, 1, 1, 1]);
    }

    #[test]
    fn runs_of_any_length_are_counted() {
        for length in [1, 15, 16, 17, 33, 70_000] {
            let mut picture = pixels(std::iter::repeat_n([1, 2, 3], length));
            picture.extend(pixels([[4, 5, 6]; 2]));
            let all = shown(&picture, &[]).unwrap();
            assert_eq!(all[..3 * length], [1, 2, 3].repeat(length));
            assert_eq!(all[3 * length..], [4, 5, 6, 4, 5, 6]);
        }
    }

    #[test]
    fn colours_too_many_take_near_ones_unless_they_are_inks() {
        // Each grey, the lighter the more often, and some colours that are nearly black.
        let greys =
            (0..=u8::MAX).flat_map(|level| std::iter::repeat_n([level; 3], usize::from(level) + 2));
        let last = [[3, 3, 9], [9, 3, 9], [9, 3, 3]];
        let picture = pixels(greys.chain(last));
        let exact = picture.chunks_exact(4).flat_map(|it| [it[0], it[1], it[2]]);
        let exact: Vec<u8> = exact.collect();
        let ink = Color {
            red: 3,
            green: 3,
            blue: 9,
        };
        for inks in [&[][..], &[ink]] {
            let shown = shown(&picture, inks).unwrap();
            let off = shown
                .iter()
                .zip(&exact)
                .map(|(one, other)| one.abs_diff(*other));
            let most = off.max().unwrap();
            assert!((1..=6).contains(&most), "{most}");
            let is_exact = shown[shown.len() - 9..shown.len() - 6] == last[0];
            assert!(is_exact || inks.is_empty());
        }
        let inks: Vec<Color> = (0..=u8::MAX).map(grey).chain([ink]).collect();
        assert_eq!(shown(&picture, &inks), None);
    }

    #[test]
    fn what_would_be_seen_has_no_table() {
        let steps = || (0..8_u8).map(|step| step * 32);
        let reds = steps().flat_map(|red| steps().map(move |green| (red, green)));
        let all = reds.flat_map(|(red, green)| steps().map(move |blue| [red, green, blue]));
        assert_eq!(shown(&pixels(all.flat_map(|it| [it; 20])), &[]), None);
        let noise = (0..5000_u32).map(|it| [it as u8, (it >> 4) as u8, (it >> 8) as u8]);
        assert_eq!(shown(&pixels(noise), &[]), None);
    }
}
