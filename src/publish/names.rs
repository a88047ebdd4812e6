//! Safe and unique names: file names, sheet names, anchors. In: names from a spec or a heading,
//! with any characters. Out: names that are valid on every file system, in Excel or in a URL.

use std::collections::{BTreeMap, BTreeSet};

/// Longest file name without its extension, in bytes; leaves room for a locale and an extension.
const LONGEST_STEM: usize = 100;

/// Excel's limit for the name of a sheet, in UTF-16 units.
const LONGEST_SHEET_NAME: usize = 31;

/// Names that Windows reserves for devices, whatever the extension.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Names already in use. Two names that differ only in case count as the same, as they do for some
/// file systems and Excel.
#[derive(Clone, Debug, Default)]
pub(super) struct TakenNames {
    taken: BTreeSet<String>,
    /// The last number that a name was given.
    numbers: BTreeMap<String, usize>,
}

impl TakenNames {
    /// Marks a name as taken.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_lowercase());
    }

    /// The name itself if it is free, otherwise the first free one of `name-2`, `name-3`, ….
    pub(super) fn claim(&mut self, name: &str) -> String {
        self.claim_with(|number| match number {
            1 => name.to_owned(),
            _ => format!("{name}-{number}"),
        })
    }

    fn claim_with(&mut self, candidate: impl Fn(usize) -> String) -> String {
        // The numbers before the last one are taken: thousands of equal headings cost no more than others.
        let number = self.numbers.entry(candidate(1).to_lowercase()).or_default();
        loop {
            *number += 1;
            let name = candidate(*number);
            if self.taken.insert(name.to_lowercase()) {
                return name;
            }
        }
    }
}

/// A safe, unique file name (without extension) for each id, in the order given. The same id gets
/// the same name.
pub(super) fn file_names<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, String> {
    let mut taken = TakenNames::default();
    let mut names = BTreeMap::new();
    for id in ids {
        names
            .entry(id)
            .or_insert_with(|| taken.claim(&file_stem(id)));
    }
    names
}

/// A file name made of `A-Z a-z 0-9 . _ -`, never empty, hidden or a device of Windows.
fn file_stem(id: &str) -> String {
    let mut stem = String::new();
    for character in id.chars() {
        match character {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '_' | '-' => stem.push(character),
            '.' if stem.is_empty() || stem.ends_with('.') => {}
            '.' => stem.push('.'),
            _ => match without_accent(character) {
                Some(letters) => stem.push_str(letters),
                None => stem.push('-'),
            },
        }
        if stem.len() >= LONGEST_STEM {
            break;
        }
    }
    let stem = stem.trim_end_matches('.');
    let device = stem.split('.').next().unwrap_or_default().to_lowercase();
    if stem.is_empty() || DEVICES.contains(&device.as_str()) {
        return format!("_{stem}");
    }
    stem.to_owned()
}

/// An anchor for a heading: lower case, accents of Latin letters removed, words joined by hyphens.
/// Letters of other scripts stay. Never empty.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        if let Some(letters) = without_accent(character) {
            slug.push_str(letters);
        } else if character.is_alphanumeric() || character == '_' {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section" } else { slug }.to_owned()
}

/// A valid sheet name for Excel: at most 31 characters, none of `[]:*?/\`, no apostrophe at its
/// ends, not `History`, and different from any other regardless of case.
pub(super) fn sheet_name(id: &str, taken: &mut TakenNames) -> String {
    let cleaned: String = id
        .chars()
        .map(|character| match character {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '-',
            _ if character.is_control() => ' ',
            _ => character,
        })
        .collect();
    let cleaned = cleaned.trim().trim_matches('\'');
    let cleaned = match cleaned {
        "" => "table",
        _ if cleaned.eq_ignore_ascii_case("history") => "history-",
        _ => cleaned,
    };
    taken.claim_with(|number| {
        let ending = match number {
            1 => String::new(),
            _ => format!("-{number}"),
        };
        shortened(cleaned, LONGEST_SHEET_NAME - ending.len()) + &ending
    })
}

/// The longest beginning of at most `limit` UTF-16 units that does not end in an apostrophe.
fn shortened(text: &str, limit: usize) -> String {
    let mut units = 0;
    let beginning: String = text
        .chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= limit
        })
        .collect();
    beginning.trim_end_matches('\'').to_owned()
}

/// The plain letters of an accented Latin letter; `None` for everything else.
fn without_accent(character: char) -> Option<&'static str> {
    Some(match character {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => "A",
        'ç' => "c",
        'Ç' => "C",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'È' | 'É' | 'Ê' | 'Ë' => "E",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'Ì' | 'Í' | 'Î' | 'Ï' => "I",
        'ñ' => "n",
        'Ñ' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => "O",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'Ù' | 'Ú' | 'Û' | 'Ü' => "U",
        'ý' | 'ÿ' => "y",
        'Ý' | 'Ÿ' => "Y",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{TakenNames, file_names, file_stem, sheet_name, slug};

    #[test]
    fn a_slug_is_lower_case_without_accents_or_punctuation() {
        assert_eq!(slug("Répartition par modalité"), "repartition-par-modalite");
        assert_eq!(slug("L’Œuvre : « été »\u{202f}!"), "l-oeuvre-ete");
        assert_eq!(slug("日本 2025"), "日本-2025");
        assert_eq!(slug("?!"), "section");
    }

    #[test]
    fn a_taken_name_gets_a_number_whatever_its_case() {
        let mut taken = TakenNames::default();
        taken.reserve("contents");
        assert_eq!(taken.claim("Contents"), "Contents-2");
        assert_eq!(taken.claim("size"), "size");
        assert_eq!(taken.claim("size"), "size-2");
        assert_eq!(taken.claim("Size"), "Size-3");
    }

    #[test]
    fn a_file_name_cannot_leave_its_folder_or_hide() {
        assert_eq!(file_stem("../../etc/passwd"), "-.-etc-passwd");
        assert_eq!(file_stem(".hidden"), "hidden");
        assert_eq!(file_stem(""), "_");
        assert_eq!(file_stem("aux"), "_aux");
        assert_eq!(file_stem("Con.txt"), "_Con.txt");
        assert_eq!(file_stem("évolution"), "evolution");
        assert_eq!(file_stem(&"x".repeat(300)).len(), 100);
    }

    #[test]
    fn ids_that_clean_to_the_same_name_stay_apart() {
        let names = file_names(["a/b", "a|b", "A-B", "a/b"].into_iter());
        assert_eq!(names["a/b"], "a-b");
        assert_eq!(names["a|b"], "a-b-2");
        assert_eq!(names["A-B"], "A-B-3");
    }

    #[test]
    fn a_sheet_name_is_what_excel_takes() {
        let mut taken = TakenNames::default();
        let long = "entities_by_country_and_modality_of_models";
        assert_eq!(
            sheet_name(long, &mut taken),
            "entities_by_country_and_modalit"
        );
        assert_eq!(
            sheet_name(long, &mut taken),
            "entities_by_country_and_modal-2"
        );
        assert_eq!(sheet_name("a/b:[c]*?\\", &mut taken), "a-b--c----");
        assert_eq!(sheet_name("'quoted'", &mut taken), "quoted");
        assert_eq!(sheet_name("History", &mut taken), "history-");
        assert_eq!(sheet_name("", &mut taken), "table");
    }
}
