//! Claims → `report.json`. In: the report, its results, the sentences of each locale. Out: truth, margin, what would
//! turn each, and what it says.

use super::defined::claim_definition;
use super::margins::margin_text;
use super::texts::Texts as TextsOf;
use crate::document::report_json::{Cell, Claim, Margin, MarginUnit, Step, Texts};
use crate::report::{self, Report};
use crate::results::{self, ClaimResult, Results, Unit};
use crate::text::{Locale, typography};
use indexmap::IndexMap;

/// All claims by name.
pub(super) fn claims(
    report: &Report,
    results: &Results,
    texts: &[TextsOf<'_>],
) -> IndexMap<String, Claim> {
    let claims = results.claims.iter();
    claims
        .map(|(name, result)| {
            (
                name.clone(),
                claim(report, &report.claims[name], result, texts),
            )
        })
        .collect()
}

fn claim(
    report: &Report,
    definition: &report::Claim,
    result: &ClaimResult,
    texts: &[TextsOf<'_>],
) -> Claim {
    let margin = |margin: &results::Margin| margin_of(report, margin, texts);
    let step = |step: &results::Step| Step {
        change: step.text.clone(),
        margin: margin(&step.margin),
    };
    Claim {
        definition: claim_definition(definition),
        holds: result.holds,
        turned: result.turned,
        margin: result.margin.as_ref().ok().map(margin),
        no_margin: result.margin.as_ref().err().map(ToString::to_string),
        turned_by: result
            .ways
            .iter()
            .map(|way| way.iter().map(step).collect())
            .collect(),
        says: each(texts, |texts| {
            let sentence = texts.sentences().of.get(&definition.name);
            let plain = sentence.map_or("", |sentence| &sentence.plain);
            match texts.locale {
                Locale::Fr => typography(plain),
                Locale::En => plain.to_owned(),
            }
        }),
    }
}

fn margin_of(report: &Report, margin: &results::Margin, texts: &[TextsOf<'_>]) -> Margin {
    let (unit, measure) = match &margin.unit {
        Unit::Points => (MarginUnit::Points, None),
        Unit::Measure(name) => (MarginUnit::Measure, Some(name.clone())),
        Unit::Rows => (MarginUnit::Rows, None),
        Unit::Number => (MarginUnit::Number, None),
    };
    Margin {
        difference: Cell::from(&margin.difference),
        unit,
        measure,
        share: margin.share.as_ref().map(Cell::from),
        shown: each(texts, |texts| margin_text(report, margin, texts.locale)),
    }
}

fn each(texts: &[TextsOf<'_>], text: impl Fn(&TextsOf<'_>) -> String) -> Texts {
    let texts = texts.iter();
    texts
        .map(|texts| (texts.locale.tag().to_owned(), text(texts)))
        .collect()
}
