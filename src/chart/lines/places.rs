//! The places of points. In: what an annotation is about, by codes. Out: its position, and its line if it is one.

use crate::chart::annotation::{Found, Sought, Target, along};
use crate::chart::lines::model::Lines;

impl Lines {
    /// The place of what an annotation is about.
    pub(super) fn place(&self, sought: &Sought) -> Option<Found> {
        let Sought::Mark { category, series } = sought else {
            let keys: Vec<&str> = self.positions.iter().map(|it| it.key.as_str()).collect();
            let labels = self.positions.iter().map(|it| it.label.as_str());
            return along(sought, &keys, &labels.collect::<Vec<_>>());
        };
        let code = category.first()?.as_ref()?;
        let at = self.positions.iter().position(|it| it.key == *code)?;
        let label = self.positions[at].label.clone();
        let line = match (series, self.series.as_slice()) {
            (Some(series), all) => Some(all.iter().position(|it| it.key == *series)?),
            (None, [_]) => Some(0),
            (None, _) => None,
        };
        let Some(line) = line else {
            return Some(Found {
                target: Target::Mark(at, None),
                names: vec![label],
                row: None,
            });
        };
        let point = self.series[line].points.get(at)?.as_ref()?;
        let named = series.as_ref().map(|_| self.series[line].label.clone());
        Some(Found {
            target: Target::Mark(at, Some(line)),
            names: named.into_iter().chain([label]).collect(),
            row: Some(point.row),
        })
    }
}
