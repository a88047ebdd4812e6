//! Checks the size of every page against the budget of the spec.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::Bundle;
use crate::publish::page_size_report;
use crate::report::Report;
use crate::world::OutputFile;

/// Rejects a page over the budget, listing its largest parts.
///
/// # Errors
/// The largest page has more bytes than the spec allows.
pub(super) fn budget(
    report: &Report,
    bundle: &Bundle,
    files: &[OutputFile],
) -> Result<(), Diagnostic> {
    let Some(budget) = report.outputs.page_budget else {
        return Ok(());
    };
    let heaviest = files
        .iter()
        .filter(|file| file.path.starts_with("index."))
        .max_by_key(|file| file.content.length());
    let Some(page) = heaviest.filter(|page| page.content.length() as u64 > budget) else {
        return Ok(());
    };
    let parts = page_size_report(bundle).unwrap_or_default();
    let listed: Vec<String> = parts
        .iter()
        .filter(|(name, _)| !name.starts_with("index"))
        .take(8)
        .map(|(name, size)| format!("{name}: {size}"))
        .collect();
    Err(Diagnostic::error(
        Code::PAGE_BUDGET,
        format!(
            "`{}` has {} bytes, the budget is {budget}",
            page.path,
            page.content.length()
        ),
    )
    .at(Location::key("/outputs/page_budget"))
    .hint(format!("heaviest parts in bytes: {}", listed.join("; "))))
}
