//! Definitions that nothing uses: reported before a run.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::spec::escape;
use std::collections::BTreeSet;

impl Context<'_> {
    pub(super) fn usage(&mut self) {
        self.templates_name_what_exists();
        self.tells_of_change();
        if self.problems.has_errors() {
            // A name that is misspelt elsewhere would be reported twice.
            return;
        }
        self.dependencies();
        self.semantics();
        let kinds: [(&'static str, &str, Vec<String>); 9] = [
            (
                "source",
                "sources",
                self.spec.sources.keys().cloned().collect(),
            ),
            (
                "lookup",
                "lookups",
                self.spec.lookups.keys().cloned().collect(),
            ),
            (
                "dimension",
                "dimensions",
                self.spec.dimensions.keys().cloned().collect(),
            ),
            (
                "filter",
                "filters",
                self.spec.filters.keys().cloned().collect(),
            ),
            (
                "measure",
                "measures",
                self.spec.measures.keys().cloned().collect(),
            ),
            (
                "breakdown",
                "breakdowns",
                self.spec.breakdowns.keys().cloned().collect(),
            ),
            (
                "metric",
                "metrics",
                self.spec.metrics.keys().cloned().collect(),
            ),
            (
                "claim",
                "claims",
                self.spec.claims.keys().cloned().collect(),
            ),
            (
                "chart",
                "charts",
                self.spec.charts.keys().cloned().collect(),
            ),
        ];
        // A definition that only another month's figures need is not reported for a month without
        // figures.
        let path = self.report.published_path.as_ref();
        let awaited = path.is_some_and(|path| !self.world.exists(path))
            || self.report.figures_elsewhere.is_some();
        for (kind, plural, names) in kinds {
            if awaited
                && matches!(
                    kind,
                    "dimension" | "measure" | "breakdown" | "metric" | "filter"
                )
            {
                continue;
            }
            for name in names {
                // What only the sections of the base used is left out with these.
                let is_left_out = !self.tree.is_beside_sections(plural, &name);
                if !is_left_out && !self.used.contains(&(kind, name.clone())) {
                    let pointer = format!("/{plural}/{}", escape(&name));
                    let diagnostic = Diagnostic::warning(
                        Code::UNUSED,
                        format!("{kind} `{name}` is used by nothing"),
                    )
                    .at(Location::key(&pointer))
                    .hint(match kind {
                        "chart" => "add a section `- chart: …`, or remove it",
                        "metric" | "breakdown" => {
                            "name it in a text, a chart, a table, a check or a published figure, or remove it"
                        }
                        "claim" => "say it in a text: `{{ claims.name }}`, or remove it",
                        _ => "use it, or remove it",
                    });
                    self.problems.push(diagnostic);
                }
            }
        }
    }

    /// Definitions that a used definition builds on are used as well.
    fn dependencies(&mut self) {
        let mut used = BTreeSet::new();
        for chart in self.report.charts.values() {
            used.insert(("breakdown", chart.data.clone()));
        }
        self.used.extend(used);
    }
}
