//! One colour per value of a dimension, the same in all charts of a report.

use crate::chart::color::distance;
use crate::chart::{Color, MISSING_COLOR, OTHERS_COLOR, ROUNDS, assign, shades};
use crate::report::{DimensionKind, Report, Shows};
use crate::results::{ByKey, Key, Results};
use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Colours of all dimensions that charts show.
#[derive(Clone, Debug, Default)]
pub(super) struct Palette {
    by_dimension: IndexMap<String, ByKey<Arc<str>, Color>>,
}

impl Palette {
    /// Assigns a colour to every value, the same in all charts and, whatever its rank, in all periods: that of the spec, or
    /// else one by the order of the spec's labels, or by a hash of its code.
    pub(super) fn new(report: &Report, results: &Results) -> Self {
        let mut palette = Self::default();
        let mut dimensions: Vec<&String> = report.colors.keys().collect();
        // Dimensions whose colours are shaded by others come first.
        dimensions.sort_by_key(|name| !report.colors[*name].shades_of.is_empty());
        for chart in report.charts.values() {
            for name in chart
                .encoding
                .categories
                .iter()
                .chain([&chart.encoding.color])
            {
                if !name.is_empty() && !dimensions.contains(&name) {
                    dimensions.push(name);
                }
            }
        }
        let columns = report.charts.values().flat_map(|chart| &chart.made);
        for column in columns {
            if let Shows::Strip(parts) = &column.shows
                && !dimensions.contains(&&parts.dimension)
            {
                dimensions.push(&parts.dimension);
            }
        }
        for name in dimensions {
            let codes = codes(report, results, name);
            let shades_of = report
                .colors
                .get(name)
                .map_or("", |colors| colors.shades_of.as_str());
            let colors = if shades_of.is_empty() {
                own(report, name, &codes)
            } else {
                if !palette.by_dimension.contains_key(shades_of) {
                    let base_codes = self::codes(report, results, shades_of);
                    let base = own(report, shades_of, &base_codes);
                    palette.by_dimension.insert(shades_of.to_owned(), base);
                }
                palette.shaded(report, results, name, shades_of, &codes)
            };
            palette.by_dimension.insert(name.clone(), colors);
        }
        palette
    }

    /// The colour of a key of a dimension.
    pub(super) fn color(&self, dimension: &str, key: &Key) -> Color {
        match key {
            Key::Others => OTHERS_COLOR,
            Key::Missing => MISSING_COLOR,
            Key::Code(code) => self
                .by_dimension
                .get(dimension)
                .and_then(|colors| colors.get(code))
                .copied()
                .unwrap_or(OTHERS_COLOR),
        }
    }

    /// Shades of the colour of each value's group.
    fn shaded(
        &self,
        report: &Report,
        results: &Results,
        name: &str,
        base: &str,
        codes: &[Arc<str>],
    ) -> ByKey<Arc<str>, Color> {
        let mut groups: ByKey<Key, Vec<Arc<str>>> = ByKey::default();
        for code in codes {
            let group = group_of(report, results, name, base, code);
            groups.entry(group).or_default().push(code.clone());
        }
        let given = report.colors.get(name).map(|colors| &colors.values);
        let mut colors = ByKey::default();
        for (group, members) in groups {
            let base_color = self.color(base, &group);
            // A family has at least so many shades that a newcomer does not change those of the others.
            let steps = shades(base_color, members.len().max(FAMILY).next_power_of_two());
            let taken = members.iter().filter_map(|code| given?.get(&**code));
            let taken: Vec<Color> = taken.copied().collect();
            let free = steps.into_iter().filter(|shade| !is_near(*shade, &taken));
            let free: Vec<Color> = free.collect();
            let members: Vec<Arc<str>> = members
                .into_iter()
                .filter(|code| {
                    let own = given.and_then(|given| given.get(&**code)).copied();
                    own.map(|own| colors.insert(code.clone(), own)).is_none()
                })
                .collect();
            for (code, at) in places(&members, free.len(), &BTreeSet::new(), |at, tries| {
                at + tries
            }) {
                let shade = free.get(at).copied().unwrap_or(base_color);
                colors.insert(code, shade);
            }
        }
        colors
    }
}

/// The least number of shades of a family.
const FAMILY: usize = 8;
/// Distance in `OKLab` of two shades that look alike.
const ALIKE: f64 = 0.03;

/// Whether a shade looks like one that is taken.
fn is_near(shade: Color, taken: &[Color]) -> bool {
    taken.iter().any(|color| distance(shade, *color) < ALIKE)
}

/// The place of each value among `count`: by a hash of its code, so that neither its rank nor the other values decide. Only
/// where the place is that of a code before it, others are tried that no value has by its own hash; `next` says in which order.
fn places(
    codes: &[Arc<str>],
    count: usize,
    blocked: &BTreeSet<usize>,
    next: impl Fn(usize, usize) -> usize,
) -> Vec<(Arc<str>, usize)> {
    let mut sorted: Vec<&Arc<str>> = codes.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut taken = blocked.clone();
    let at = |code: &str, tries| next(hash(code), tries) % count.max(1);
    let (mut placed, mut displaced) = (Vec::new(), Vec::new());
    for code in sorted {
        let own = at(code, 0);
        if taken.insert(own) {
            placed.push((code.clone(), own));
        } else {
            displaced.push(code.clone());
        }
    }
    placed.extend(displaced.into_iter().map(|code| {
        let mut tried = (1..count).map(|tries| at(&code, tries));
        // More values than colours: then two share one.
        let is_full = taken.len() >= count;
        let free = tried.find(|at| is_full || !taken.contains(at));
        let place = free.unwrap_or_else(|| at(&code, 0));
        taken.insert(place);
        (code, place)
    }));
    placed
}

/// FNV-1a, the same on every machine.
fn hash(code: &str) -> usize {
    let hash = code.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    // The upper half is mixed best.
    (hash >> 8) as usize
}

/// Colours from the spec; then labels and buckets, which the spec lists, take those of the palette in their order; all other
/// values one by a hash of their code.
fn own(report: &Report, name: &str, codes: &[Arc<str>]) -> ByKey<Arc<str>, Color> {
    let given = report.colors.get(name).map(|colors| &colors.values);
    let taken: Vec<Color> = given
        .map(|colors| colors.values().copied().collect())
        .unwrap_or_default();
    let dimension = report.dimensions.get(name);
    let listed = dimension.map(|dimension| match &dimension.kind {
        DimensionKind::Bucket { codes, .. } => codes.clone(),
        _ => dimension.labels.keys().cloned().collect(),
    });
    let listed = listed.unwrap_or_default();
    let is_given = |code: &str| given.is_some_and(|colors| colors.contains_key(code));
    let mut colors: ByKey<Arc<str>, Color> = ByKey::default();
    for (code, color) in given.into_iter().flatten() {
        colors.insert(Arc::from(code.as_str()), *color);
    }
    let hues = report.theme.hues();
    let count = hues.len() * ROUNDS;
    let palette = assign(hues, count.max(listed.len() + taken.len()));
    let mut free = palette.iter().filter(|color| !is_near(**color, &taken));
    let mut used: Vec<Color> = taken.clone();
    for code in listed.iter().filter(|code| !is_given(code)) {
        if let Some(color) = free.next() {
            used.push(*color);
            colors.insert(Arc::from(code.as_str()), *color);
        }
    }
    let others: Vec<Arc<str>> = codes
        .iter()
        .filter(|code| !colors.contains_key(*code))
        .cloned()
        .collect();
    let next = |first, tries| tone(first, tries, hues.len());
    let blocked = (0..count).filter(|at| is_near(palette[*at], &used));
    for (code, at) in places(&others, count, &blocked.collect(), next) {
        colors.insert(code, palette[at]);
    }
    colors
}

/// The place in a palette that is tried for a hash: its hue, then the hues behind it, then the further rounds of its hue, then
/// those of the next ones.
fn tone(first: usize, tries: usize, hues: usize) -> usize {
    let further = ROUNDS - 1;
    match tries.checked_sub(hues) {
        None => (first + tries) % hues,
        Some(tries) => (first + tries / further) % hues + (1 + tries % further) * hues,
    }
}

/// All codes of a dimension: buckets in their order, else as the breakdowns list them, starting
/// with those that have no other dimension.
fn codes(report: &Report, results: &Results, name: &str) -> Vec<Arc<str>> {
    if let Some(DimensionKind::Bucket { codes, .. }) =
        report.dimensions.get(name).map(|dimension| &dimension.kind)
    {
        return codes.iter().map(|code| Arc::from(code.as_str())).collect();
    }
    let mut found: IndexSet<Arc<str>, RandomState> = IndexSet::default();
    let mut frames: Vec<_> = results.frames.values().collect();
    frames.sort_by_key(|frame| {
        (
            frame.columns.dimensions().len(),
            frame.columns.dimension(name),
        )
    });
    for frame in frames {
        let Some(slot) = frame.column(name) else {
            continue;
        };
        for row in &frame.rows {
            if let Some(Key::Code(code)) = row.key(slot) {
                found.insert(Arc::clone(code));
            }
        }
    }
    found.into_iter().collect()
}

/// The value of `base` to which a value of `name` belongs: by their common lookup, else by a
/// breakdown that has both.
fn group_of(report: &Report, results: &Results, name: &str, base: &str, code: &str) -> Key {
    let kinds = (
        report.dimensions.get(name).map(|d| &d.kind),
        report.dimensions.get(base).map(|d| &d.kind),
    );
    if let (
        Some(DimensionKind::Lookup {
            lookup, attribute, ..
        }),
        Some(DimensionKind::Lookup {
            lookup: base_lookup,
            attribute: base_attribute,
            ..
        }),
    ) = kinds
        && lookup == base_lookup
    {
        let row = report.lookups[lookup]
            .rows
            .values()
            .find(|row| row[*attribute].as_deref() == Some(code));
        if let Some(text) = row.and_then(|row| row[*base_attribute].as_deref()) {
            return Key::Code(Arc::from(text));
        }
    }
    for frame in results.frames.values() {
        let (Some(own), Some(group)) = (frame.column(name), frame.column(base)) else {
            continue;
        };
        for row in &frame.rows {
            if row.key(own).and_then(Key::code) == Some(code)
                && let Some(key @ Key::Code(_)) = row.key(group)
            {
                return key.clone();
            }
        }
    }
    Key::Missing
}

#[cfg(test)]
mod tests {
    use super::{hash, places, tone};
    use crate::chart::ROUNDS;
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    fn placed(codes: &[&str], count: usize) -> BTreeMap<String, usize> {
        let codes: Vec<Arc<str>> = codes.iter().map(|code| Arc::from(*code)).collect();
        let next = |first: usize, tries: usize| first + tries;
        let found = places(&codes, count, &BTreeSet::new(), next);
        found
            .into_iter()
            .map(|(code, at)| (code.to_string(), at))
            .collect()
    }

    #[test]
    fn a_place_depends_on_the_code_and_not_on_rank_or_company() {
        let many = placed(&["Google", "Meta", "OpenAI", "BAAI"], 1000);
        let turned = placed(&["BAAI", "OpenAI", "Meta", "Google"], 1000);
        assert_eq!(many, turned);
        let few = placed(&["OpenAI", "Meta"], 1000);
        assert_eq!(few["OpenAI"], many["OpenAI"]);
        assert_eq!(few["Meta"], many["Meta"]);
        assert_eq!(few["Meta"], hash("Meta") % 1000);
    }

    #[test]
    fn no_two_values_have_one_place_while_there_are_enough() {
        let codes: Vec<String> = (0..8).map(|at| format!("v{at}")).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let places: BTreeSet<usize> = placed(&codes, 8).into_values().collect();
        assert_eq!(places.len(), 8);
        // More values than places: every value has one all the same.
        assert_eq!(placed(&codes, 3).len(), 8);
        assert_eq!(placed(&codes, 0).len(), 8);
    }

    #[test]
    fn twelve_values_have_twelve_hues_and_tones_begin_with_the_thirteenth() {
        let codes = |count: usize| -> Vec<Arc<str>> {
            let codes = (0..count).map(|at| Arc::from(format!("value {at}")));
            codes.collect()
        };
        let next = |first, tries| tone(first, tries, 12);
        let hues = |count| {
            let placed = places(&codes(count), 12 * ROUNDS, &BTreeSet::new(), next);
            let taken: BTreeSet<usize> = placed.into_iter().map(|(_, at)| at).collect();
            assert_eq!(taken.len(), count);
            taken.into_iter().filter(|at| *at < 12).count()
        };
        assert_eq!(hues(12), 12);
        assert_eq!(hues(13), 12);
        assert_eq!(hues(12 * ROUNDS), 12);
    }

    #[test]
    fn a_newcomer_takes_no_value_its_own_place() {
        let next = |first, tries| tone(first, tries, 12);
        let of = |names: &[&str]| -> BTreeMap<String, usize> {
            let codes: Vec<Arc<str>> = names.iter().map(|code| Arc::from(*code)).collect();
            let placed = places(&codes, 12 * ROUNDS, &BTreeSet::new(), next);
            placed
                .into_iter()
                .map(|(code, at)| (code.to_string(), at))
                .collect()
        };
        let all = ["b", "c", "d", "e", "f", "g"];
        let before = of(&all);
        let after = of(&[&all[..], &["h"]].concat());
        for code in all {
            if before[code] == hash(code) % 12 {
                assert_eq!(before[code], after[code], "{code}");
            }
        }
    }
}
