//! How a report is cited. In: its title, its address, who publishes it, what its rows are. Out: a sentence and an entry for
//! programs, as Markdown.

use crate::document::Badge;
use crate::report::Publication;
use crate::report::labels::quoted;
use crate::text::list::{Conjunction, list};
use crate::text::{Locale, escape_markdown};

/// The citation of a report that writes none itself.
pub(super) fn cited(
    title: &str,
    address: &str,
    publication: Option<&Publication>,
    badge: Option<Badge>,
    locale: Locale,
) -> String {
    let quoted = quoted(&escape_markdown(title), locale);
    let mut parts = Vec::new();
    if let Some(publication) = publication {
        let authors: Vec<String> = publication
            .authors
            .iter()
            .map(|it| escape_markdown(it))
            .collect();
        let authors = list(&authors, Conjunction::And, locale);
        parts.push(format!("{authors} ({})", publication.date.year()));
    }
    parts.push(quoted);
    let made = badge.map(|badge| made(badge, locale));
    parts.extend(made.map(str::to_owned));
    if let Some(version) = publication.and_then(|it| it.version.as_ref()) {
        parts.push(format!("version\u{a0}{}", escape_markdown(version)));
    }
    if !address.is_empty() {
        parts.push(format!("<{address}>"));
    }
    let sentence = format!("{}.", parts.join(", "));
    match publication {
        Some(publication) => {
            let entry = entry(title, address, publication, made);
            format!("{sentence}\n\n```\n{entry}\n```")
        }
        None => sentence,
    }
}

/// What a report is whose rows are not measured, so that nobody cites it for another.
const fn made(badge: Badge, locale: Locale) -> &'static str {
    match (badge, locale) {
        (Badge::Reconstruction, Locale::Fr) => "d’après des lignes reconstituées",
        (Badge::Reconstruction, Locale::En) => "from reconstructed rows",
        (Badge::Projection, Locale::Fr) => "projection et non rapport publié",
        (Badge::Projection, Locale::En) => "a projection and not a published report",
    }
}

/// The entry of a bibliography in BibTeX.
fn entry(title: &str, address: &str, publication: &Publication, made: Option<&str>) -> String {
    let date = publication.date;
    let mut fields = vec![
        (
            "author",
            publication
                .authors
                .iter()
                .map(|it| format!("{{{}}}", plain(it)))
                .collect::<Vec<_>>()
                .join(" and "),
        ),
        ("title", format!("{{{}}}", plain(title))),
        ("year", date.year().to_string()),
        ("date", date.to_string()),
    ];
    if let Some(made) = made {
        fields.push(("note", plain(made)));
    }
    if let Some(version) = &publication.version {
        fields.push(("version", plain(version)));
    }
    if !address.is_empty() {
        // Percent signs of an address are read as they are.
        fields.push(("url", address.replace(['{', '}', '`'], "")));
    }
    let fields = fields
        .iter()
        .map(|(name, value)| format!("  {name} = {{{value}}}"));
    let fields: Vec<String> = fields.collect();
    format!(
        "@misc{{{}{},\n{}\n}}",
        key(publication),
        date.year(),
        fields.join(",\n")
    )
}

/// The last word of the first author in small letters of ASCII.
fn key(publication: &Publication) -> String {
    let author = publication.authors.first().map_or("", String::as_str);
    let word = author.split_whitespace().next_back().unwrap_or_default();
    let letters = word.chars().filter(char::is_ascii_alphanumeric);
    let key: String = letters.map(|it| it.to_ascii_lowercase()).collect();
    if key.is_empty() {
        "report".to_owned()
    } else {
        key
    }
}

/// A text in which no character means anything in BibTeX.
fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' | '%' | '#' | '_' | '$' => written.extend(['\\', character]),
            '{' | '}' | '\\' | '`' => {}
            '~' => written.push_str("\\textasciitilde "),
            '^' => written.push_str("\\textasciicircum "),
            '\u{a0}' | '\u{202f}' => written.push(' '),
            _ if character.is_control() => written.push(' '),
            _ => written.push(character),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::cited;
    use crate::document::Badge;
    use crate::report::Publication;
    use crate::text::{Date, Locale};

    fn publication(authors: &[&str], version: Option<&str>) -> Publication {
        Publication {
            authors: authors.iter().map(|it| (*it).to_owned()).collect(),
            date: Date::parse("2025-10-28").expect("a day"),
            version: version.map(str::to_owned),
        }
    }

    #[test]
    fn a_citation_has_authors_year_title_version_and_address() {
        let of = publication(&["Jeanne Dupont", "Ali Bén"], Some("1.1"));
        assert_eq!(
            cited(
                "Le hub",
                "https://example.org/hub/",
                Some(&of),
                None,
                Locale::Fr
            ),
            "Jeanne Dupont et Ali Bén (2025), «\u{a0}Le hub\u{a0}», version\u{a0}1.1, <https://example.org/hub/>.\n\n\
             ```\n@misc{dupont2025,\n  author = {{Jeanne Dupont} and {Ali Bén}},\n  title = {{Le hub}},\n  year = {2025},\n  \
             date = {2025-10-28},\n  version = {1.1},\n  url = {https://example.org/hub/}\n}\n```"
        );
        let of = publication(&["Ω"], None);
        assert!(
            cited("A", "", Some(&of), None, Locale::En)
                .starts_with("Ω (2025), “A”.\n\n```\n@misc{report2025,")
        );
        assert_eq!(cited("A", "", None, None, Locale::En), "“A”.");
    }

    #[test]
    fn a_citation_says_that_rows_are_not_measured() {
        let projection = Some(Badge::Projection);
        assert_eq!(
            cited(
                "Le hub",
                "https://example.org/",
                None,
                projection,
                Locale::Fr
            ),
            "«\u{a0}Le hub\u{a0}», projection et non rapport publié, <https://example.org/>."
        );
        let of = publication(&["Jeanne Dupont"], None);
        let said = cited("The hub", "", Some(&of), projection, Locale::En);
        assert!(
            said.starts_with(
                "Jeanne Dupont (2025), “The hub”, a projection and not a published report.\n"
            ),
            "{said}"
        );
        assert!(
            said.contains("  note = {a projection and not a published report}\n"),
            "{said}"
        );
        let reconstruction = Some(Badge::Reconstruction);
        assert_eq!(
            cited("A", "", None, reconstruction, Locale::En),
            "“A”, from reconstructed rows."
        );
    }

    #[test]
    fn no_character_of_a_title_is_a_command_or_ends_the_entry() {
        let of = publication(&["x}, url = {y"], None);
        let said = cited(
            "100\u{a0}% of a_b & {c}\\input{d} ```",
            "",
            Some(&of),
            None,
            Locale::En,
        );
        assert!(
            said.contains("title = {{100 \\% of a\\_b \\& cinputd }}"),
            "{said}"
        );
        assert!(said.contains("author = {{x, url = y}}"), "{said}");
    }
}
