//! One colour per value of a dimension, the same in all charts of a report.

use crate::chart::{Color, MISSING_COLOR, OTHERS_COLOR, assign, shades};
use crate::report::{DimensionKind, Report};
use crate::results::{Key, Results};
use indexmap::IndexMap;
use std::sync::Arc;

/// Colours of all dimensions that charts show.
#[derive(Clone, Debug, Default)]
pub(super) struct Palette {
    by_dimension: IndexMap<String, IndexMap<Arc<str>, Color>>,
}

impl Palette {
    /// Assigns a colour to every value: those of the spec, then those of the palette, in the order
    /// in which the breakdowns list the values.
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
    ) -> IndexMap<Arc<str>, Color> {
        let mut groups: IndexMap<Key, Vec<Arc<str>>> = IndexMap::new();
        for code in codes {
            let group = group_of(report, results, name, base, code);
            groups.entry(group).or_default().push(code.clone());
        }
        let given = report.colors.get(name).map(|colors| &colors.values);
        let mut colors = IndexMap::new();
        for (group, members) in groups {
            let base_color = self.color(base, &group);
            let steps = shades(base_color, members.len());
            for (code, step) in members.into_iter().zip(steps) {
                let color = given
                    .and_then(|colors| colors.get(&*code).copied())
                    .unwrap_or(step);
                colors.insert(code, color);
            }
        }
        colors
    }
}

/// Colours from the spec, then from the palette.
fn own(report: &Report, name: &str, codes: &[Arc<str>]) -> IndexMap<Arc<str>, Color> {
    let given = report.colors.get(name).map(|colors| &colors.values);
    let taken: Vec<Color> = given
        .map(|colors| colors.values().copied().collect())
        .unwrap_or_default();
    let mut free = assign(codes.len() + taken.len())
        .into_iter()
        .filter(|color| !taken.contains(color));
    codes
        .iter()
        .map(|code| {
            let color = given
                .and_then(|colors| colors.get(&**code).copied())
                .or_else(|| free.next())
                .unwrap_or(OTHERS_COLOR);
            (code.clone(), color)
        })
        .collect()
}

/// All codes of a dimension: buckets in their order, else as the breakdowns list them, starting
/// with those that have no other dimension.
fn codes(report: &Report, results: &Results, name: &str) -> Vec<Arc<str>> {
    if let Some(DimensionKind::Bucket { codes, .. }) =
        report.dimensions.get(name).map(|dimension| &dimension.kind)
    {
        return codes.iter().map(|code| Arc::from(code.as_str())).collect();
    }
    let mut found: IndexMap<Arc<str>, ()> = IndexMap::new();
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
                found.insert(code.clone(), ());
            }
        }
    }
    found.into_keys().collect()
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
