//! Forms of days as spreadsheets and programs write them: `dd/mm/yyyy`, `jj/mm/aaaa`, `%d/%m/%Y`. In: such a form. Out: that of the
//! language.

/// Parts of a day, each with the ways in which others write it, the longest first.
const PARTS: [(&str, &[&str]); 7] = [
    ("%Y", &["yyyy", "aaaa"]),
    ("%y", &["yy", "aa"]),
    ("%m", &["mm", "m"]),
    ("%d", &["dd", "jj", "d", "j"]),
    ("%H", &["hh"]),
    ("%M", &["mi", "nn"]),
    ("%S", &["ss"]),
];

/// The form of the language, if a text is one of a day.
pub(super) fn form_of_day(text: &str) -> Option<String> {
    let text = text.trim();
    let is_day = |form: &str| form.contains("%d") && form.contains("%m");
    if text.contains('%') {
        let is_part = |sign: char| sign.is_ascii_alphabetic() || "%/-. :".contains(sign);
        return (is_day(text) && text.chars().all(is_part)).then(|| text.to_owned());
    }
    let lower = text.to_lowercase();
    let mut form = String::new();
    let mut rest = lower.as_str();
    while let Some(sign) = rest.chars().next() {
        let found = PARTS.iter().find_map(|(part, words)| {
            let word = words.iter().find(|word| rest.starts_with(**word))?;
            Some((*part, word.len()))
        });
        match found {
            // Behind hours these are minutes.
            Some(("%m", length)) if form.contains("%H") => {
                form.push_str("%M");
                rest = &rest[length..];
            }
            Some((part, length)) if !form.contains(part) => {
                form.push_str(part);
                rest = &rest[length..];
            }
            None if "/-. :".contains(sign) => {
                form.push(sign);
                rest = &rest[sign.len_utf8()..];
            }
            _ => return None,
        }
    }
    (is_day(&form) && (form.contains("%Y") || form.contains("%y"))).then_some(form)
}

#[cfg(test)]
mod tests {
    use super::form_of_day;

    #[test]
    fn days_of_spreadsheets_and_programs_have_the_form_of_the_language() {
        for (text, form) in [
            ("dd/mm/yyyy", Some("%d/%m/%Y")),
            ("DD/MM/YYYY", Some("%d/%m/%Y")),
            ("jj/mm/aaaa", Some("%d/%m/%Y")),
            ("yyyy-MM-dd", Some("%Y-%m-%d")),
            ("d.m.yy", Some("%d.%m.%y")),
            ("dd/MM/yyyy HH:mm:ss", Some("%d/%m/%Y %H:%M:%S")),
            ("%d/%m/%Y", Some("%d/%m/%Y")),
            ("0.00", None),
            ("%", None),
            ("mm/yyyy", None),
            ("jour", None),
            ("day", None),
        ] {
            assert_eq!(form_of_day(text).as_deref(), form, "{text}");
        }
    }
}
