//! Capitals. In: a phrase. Out: the phrase as it begins a sentence or a label.

/// Puts the first letter in upper case and leaves the rest; marks before it (`**`, `«`) are passed
/// over, and a phrase that begins with a digit stays as it is.
#[must_use]
pub fn capitalize_first(phrase: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::capitalize_first;

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
}
