//! Words of words. In: what a spec says under `words`. Out: the table that filters take words from; an error where two
//! thresholds stand the wrong way round.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::text::Words;

impl Context<'_> {
    /// Fills in what the spec does not say, and holds what it says against each other.
    pub(super) fn words(&mut self) {
        let asked = self.spec.words.clone();
        let usual = Words::USUAL;
        let far = asked.far_ahead.unwrap_or_default();
        let times = asked.times.unwrap_or_default();
        let growth = asked.growth.unwrap_or_default();
        let words = Words {
            near: asked.near.unwrap_or(usual.near),
            exact: asked.exact.unwrap_or(usual.exact),
            half: asked.half.unwrap_or(usual.half),
            nearly_all: asked.nearly_all.unwrap_or(usual.nearly_all),
            just_ahead: asked.just_ahead.unwrap_or(usual.just_ahead),
            far_ratio: far.ratio.unwrap_or(usual.far_ratio),
            far_gap: far.gap.unwrap_or(usual.far_gap),
            barely: times.barely.unwrap_or(usual.barely),
            little: times.little.unwrap_or(usual.little),
            ratio_exact: times.exact.unwrap_or(usual.ratio_exact),
            ratio_near: times.near.unwrap_or(usual.ratio_near),
            level: growth.level.unwrap_or(usual.level),
            slight: growth.slight.unwrap_or(usual.slight),
            sharp: growth.sharp.unwrap_or(usual.sharp),
        };
        let [from, to] = words.half;
        for (is_right, key, says) in [
            (
                words.exact <= words.near,
                "/words/exact",
                format!("`exact` ({}) is above `near` ({})", words.exact, words.near),
            ),
            (
                (0.4..=0.5).contains(&from) && (0.5..=0.6).contains(&to),
                "/words/half",
                format!(
                    "`half` goes from {from} to {to}, and must lie around 0.5, between 0.4 and 0.6"
                ),
            ),
            (
                words.just_ahead <= words.far_gap,
                "/words/just_ahead",
                format!(
                    "`just_ahead` ({}) is above the `gap` of `far_ahead` ({})",
                    words.just_ahead, words.far_gap
                ),
            ),
            (
                words.barely <= words.little,
                "/words/times",
                format!(
                    "`barely` ({}) is above `little` ({})",
                    words.barely, words.little
                ),
            ),
            (
                words.ratio_exact <= words.ratio_near,
                "/words/times",
                format!(
                    "`exact` ({}) is above `near` ({})",
                    words.ratio_exact, words.ratio_near
                ),
            ),
            (
                words.level <= words.slight && words.slight <= words.sharp,
                "/words/growth",
                format!(
                    "`level` ({}), `slight` ({}) and `sharp` ({}) must rise",
                    words.level, words.slight, words.sharp
                ),
            ),
        ] {
            if !is_right {
                let hint = "what is not said keeps its default; docs/reference.md has them";
                let problem = Diagnostic::error(Code::THRESHOLDS, says);
                self.problems
                    .push(problem.at(Location::value(key)).hint(hint));
            }
        }
        self.report.words = words;
    }
}
