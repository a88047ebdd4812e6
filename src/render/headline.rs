//! A headline that says nothing. In: the headlines of the documents. Out: a warning, with the claims that leave it empty.

use crate::diagnostic::{Code, Diagnostic, Location, allowed};
use crate::document::Document;
use crate::report::{Claim, LocalText, Report};
use crate::results::Results;

/// The warning of a headline that is empty in some of the documents.
pub(super) fn empty_headline(
    report: &Report,
    results: &Results,
    documents: &[Document],
) -> Option<Diagnostic> {
    let headline = report.opening.headline.as_ref()?;
    let is_empty = |document: &&Document| document.opening.headline.trim().is_empty();
    let empty: Vec<&str> = documents
        .iter()
        .filter(is_empty)
        .map(|document| document.locale.tag())
        .collect();
    if empty.is_empty() {
        return None;
    }
    let claims = report.claims.values().filter(|claim| {
        let result = results.claims.get(&claim.name);
        claim.otherwise.is_none()
            && result.is_some_and(|result| !result.holds)
            && names(report, headline, claim)
    });
    let claims: Vec<&str> = claims.map(|claim| claim.name.as_str()).collect();
    let verb = match claims.as_slice() {
        [_] => "does not hold and has",
        _ => "do not hold and have",
    };
    let (why, hint) = match claims.as_slice() {
        [] => (
            String::new(),
            "end the template with a text that is true in every period: `{% else %}…{% endif %}`"
                .to_owned(),
        ),
        [first, ..] => {
            let noun = if claims.len() == 1 { "claim" } else { "claims" };
            let listed = allowed(claims.iter().copied());
            (
                format!(": {noun} {listed} {verb} no `else`"),
                format!(
                    "say under `else` of claim `{first}` what is true where it does not hold, or ask in the headline: `{{% if claims.{first} %}}…{{% else %}}…{{% endif %}}`"
                ),
            )
        }
    };
    let message = format!(
        "the headline is left out of {}, the title stands in its place{why}",
        allowed(empty)
    );
    let problem = Diagnostic::warning(Code::EMPTY_HEADLINE, message);
    Some(problem.at(Location::value("/headline")).hint(hint))
}

/// Whether the headline prints a claim, or asks whether it holds.
fn names(report: &Report, headline: &LocalText, claim: &Claim) -> bool {
    let mut texts = report.locales.iter().map(|locale| headline.get(*locale));
    texts.any(|text| named_at(text, &claim.name).is_some())
}

/// Where a text names a claim.
pub(super) fn named_at(text: &str, claim: &str) -> Option<usize> {
    let name = format!("claims.{claim}");
    let mut found = text.match_indices(&name);
    let found = found.find(|(at, _)| {
        let behind = text[at + name.len()..].chars().next();
        !behind.is_some_and(|sign| sign.is_alphanumeric() || sign == '_')
    });
    found.map(|(at, _)| at)
}
