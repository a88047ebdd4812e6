//! Who rolls a base up.

use super::{BreakdownStep, Plan, Rollup, StepRows};

/// A rollup with the definition that it is for.
pub(crate) struct Use<'a> {
    /// What it is, in words.
    pub(crate) name: String,
    /// The rollup.
    pub(crate) rollup: &'a Rollup,
    /// The breakdown that it is for, if it is one.
    pub(crate) breakdown: Option<&'a BreakdownStep>,
}

impl Plan {
    /// Everything that rolls a base up, besides the scope.
    pub(crate) fn uses(&self, base: usize) -> Vec<Use<'_>> {
        let mut uses = Vec::new();
        for step in &self.breakdowns {
            let StepRows::Base {
                rollup,
                denominators,
                counted,
            } = &step.rows
            else {
                continue;
            };
            let rollups = [Some(rollup), denominators.as_ref(), counted.as_ref()];
            uses.extend(rollups.into_iter().flatten().map(|rollup| Use {
                name: format!("breakdown {}", step.definition.name),
                rollup,
                breakdown: Some(step),
            }));
        }
        for step in &self.metrics {
            let rollups = [step.numerator.rollup(), step.denominator.rollup()];
            uses.extend(rollups.into_iter().flatten().map(|rollup| Use {
                name: format!("metric {}", step.definition.name),
                rollup,
                breakdown: None,
            }));
        }
        uses.retain(|it| it.rollup.base == base);
        uses
    }
}
