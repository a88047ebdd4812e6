//! Capitals. In: a phrase. Out: the phrase with the capital that begins a sentence or a label.

/// Puts the first letter in upper case and leaves the rest; marks before it (`**`, `«`) are
/// skipped, and a phrase that begins with a digit is unchanged.
#[must_use]
pub(crate) fn capitalize_first(phrase: &str) -> String {
    let first = phrase
        .char_indices()
        .find(|(_, letter)| letter.is_alphanumeric());
    match first {
        Some((start, letter)) => {
            let (before, rest) = phrase.split_at(start);
            let after = &rest[letter.len_utf8()..];
            format!("{before}{}{after}", letter.to_uppercase())
        }
        None => phrase.to_owned(),
    }
}

/// A title within a sentence: its first letter in lower case, unless it belongs to an acronym or a
/// name in capitals.
#[must_use]
pub(crate) fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            let rest = &title[first.len_utf8()..];
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => title.to_owned(),
    }
}

/// The name of a definition or column as people read it, where it has no title: `total_downloads` is `Total downloads`.
#[must_use]
pub(crate) fn readable(name: &str) -> String {
    capitalize_first(name.replace('_', " ").trim())
}

#[cfg(test)]
mod tests {
    use super::{capitalize_first, lower_first, readable};

    #[test]
    fn a_name_is_read_without_its_underscores() {
        for (name, expected) in [
            ("total_downloads", "Total downloads"),
            ("région", "Région"),
            ("date", "Date"),
            ("GPU_hours", "GPU hours"),
            ("_", ""),
        ] {
            assert_eq!(readable(name), expected);
        }
    }

    #[test]
    fn only_the_first_letter_changes() {
        for (phrase, expected) in [
            ("l’Allemagne", "L’Allemagne"),
            ("états-Unis", "États-Unis"),
            ("œuvres", "Œuvres"),
            ("**les** modèles", "**Les** modèles"),
            ("50 entités", "50 entités"),
            ("", ""),
            ("…", "…"),
        ] {
            assert_eq!(capitalize_first(phrase), expected);
        }
    }

    #[test]
    fn a_title_begins_in_lower_case_within_a_sentence() {
        for (title, expected) in [
            ("Entité", "entité"),
            ("Étiquette", "étiquette"),
            ("EU member", "EU member"),
            ("X", "X"),
            ("", ""),
        ] {
            assert_eq!(lower_first(title), expected);
        }
    }
}
