//! The opening of a document as Markdown. In: a [`Document`]. Out: paragraphs, a list of numbers, a list of findings.

use super::markdown_escape::inline_text;
use super::markdown_section::section_text;
use super::number_links::with_marks;
use super::opening_html::{badge_word, see_figure};
use super::words::words;
use crate::document::Document;

/// What stands between the title and the first section, in order.
pub(super) fn opening_parts(document: &Document) -> Vec<String> {
    let opening = &document.opening;
    let mut parts = Vec::new();
    if !opening.headline.is_empty() {
        parts.push(format!("**{}**", inline_text(&opening.headline)));
    }
    // Footnotes of each text are numbered behind those of the blocks.
    let mut index = document.blocks.len();
    let mut section = |text: &str| {
        index += 1;
        section_text(text, index)
    };
    let mut numbers = opening.numbers.iter();
    let mut written = |text: &str| {
        let numbers = numbers.next().map_or(&[][..], Vec::as_slice);
        section(&with_marks(text, numbers))
    };
    parts.push(written(&opening.standfirst));
    let badge = opening
        .badge
        .map(|badge| badge_word(badge, document.locale));
    let byline = [
        written(&opening.byline),
        badge.unwrap_or_default().to_owned(),
    ];
    let byline: Vec<String> = byline.into_iter().filter(|it| !it.is_empty()).collect();
    parts.push(byline.join(" · "));
    let numbers = opening.key_numbers.iter().map(|number| {
        // Nothing of the text is a mark but these squares.
        let label = written(&number.label).replace(" ■", "").replace('■', "");
        format!("- **{}** {label}", inline_text(&number.value))
    });
    parts.push(numbers.collect::<Vec<_>>().join("\n"));
    parts.push(inline_text(opening.words_of_mark));
    if !opening.findings.is_empty() {
        parts.push(format!(
            "## {}",
            inline_text(words(document.locale).findings)
        ));
    }
    let findings = opening.findings.iter().enumerate().map(|(at, finding)| {
        let figure = finding.figure.as_ref();
        let figure =
            figure.map(|(_, number)| format!(" ({})", see_figure(*number, document.locale)));
        let (lead, text) = (written(&finding.lead), written(&finding.text));
        format!(
            "{}. **{lead}** {text}{}",
            at + 1,
            figure.unwrap_or_default()
        )
    });
    parts.push(findings.collect::<Vec<_>>().join("\n"));
    parts.retain(|part| !part.is_empty());
    parts
}
