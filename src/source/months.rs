//! Months as cells write them. In: a text, or a pattern that has no day. Out: the expression that gives the first day of the month.

use crate::text::month_names;

/// A way to write a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MonthForm {
    /// `2025-10`.
    YearFirst,
    /// `10/2025`.
    MonthFirst,
    /// `octobre 2025`, in words of one of the lists of names.
    InWords(&'static [&'static str; 12]),
}

impl MonthForm {
    /// The form that texts have, if it is the same of all.
    pub(crate) fn of<'t>(texts: &(impl Iterator<Item = &'t str> + Clone)) -> Option<Self> {
        let words = month_names().into_iter().map(Self::InWords);
        let mut forms = [Self::YearFirst, Self::MonthFirst].into_iter().chain(words);
        forms.find(|form| texts.clone().all(|text| form.is_in(text)))
    }

    /// The form that a pattern of dates without a day says, as this language writes it or a spreadsheet.
    pub(crate) fn of_pattern(pattern: &str) -> Option<Self> {
        match in_signs(pattern).as_str() {
            "%Y-%m" => Some(Self::YearFirst),
            "%m/%Y" => Some(Self::MonthFirst),
            _ => None,
        }
    }

    /// Whether a text has the form.
    pub(crate) fn is_in(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        match self {
            Self::YearFirst => {
                bytes.len() == 7 && bytes[4] == b'-' && digits(&bytes[..4]) && is_month(&bytes[5..])
            }
            Self::MonthFirst => {
                bytes.len() == 7 && bytes[2] == b'/' && digits(&bytes[3..]) && is_month(&bytes[..2])
            }
            Self::InWords(names) => text.split_once(' ').is_some_and(|(month, year)| {
                let month = month.to_lowercase();
                let is_year = year.len() == 4 && digits(year.as_bytes());
                is_year && names.iter().any(|name| name.to_lowercase() == month)
            }),
        }
    }

    /// The expression that gives the first day of a month, which is written as `read` in SQL.
    pub(crate) fn first_day(self, read: &str) -> String {
        match self {
            Self::YearFirst => format!("{read} || '-01'"),
            Self::MonthFirst => {
                format!("right({read}, 4) || '-' || left({read}, 2) || '-01'")
            }
            Self::InWords(names) => {
                let word = format!("lower(split_part({read}, ' ', 1))");
                let numbers = names.iter().zip(1..);
                let numbers = numbers.map(|(name, number)| {
                    format!("WHEN '{}' THEN '{number:02}'", name.to_lowercase())
                });
                let numbers: Vec<String> = numbers.collect();
                // What is no month stays a text that is no day, and is reported.
                format!(
                    "right({read}, 4) || '-' || CASE {word} {} ELSE {word} END || '-01'",
                    numbers.join(" ")
                )
            }
        }
    }

    /// What to write in a contract for months that are written so.
    pub(crate) fn contract(self, read: &str, has_pattern: bool) -> String {
        let sql = self
            .first_day(read)
            .replace('\\', "\\\\")
            .replace('"', "\\\"");
        let without = if has_pattern { ", and no `date`" } else { "" };
        format!("a month is read as its first day: `type: date, sql: \"{sql}\"`{without}")
    }
}

/// A pattern as spreadsheets write it, in the signs of this language.
pub(super) fn in_signs(text: &str) -> String {
    if text.contains('%') {
        return text.to_owned();
    }
    let plain = text.to_lowercase().replace("aa", "yy").replace("jj", "dd");
    let year = plain.replace("yyyy", "%Y").replace("yy", "%y");
    year.replace("dd", "%d").replace("mm", "%m")
}

/// Whether two digits are those of a month.
fn is_month(digits: &[u8]) -> bool {
    matches!(digits, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2'])
}

#[cfg(test)]
mod tests {
    use super::MonthForm;

    #[test]
    fn months_have_one_form_that_all_of_them_share() {
        let of = |texts: &[&'static str]| MonthForm::of(&texts.iter().copied());
        assert_eq!(of(&["2025-01", "2025-12"]), Some(MonthForm::YearFirst));
        assert_eq!(of(&["01/2025"]), Some(MonthForm::MonthFirst));
        assert_eq!(of(&["2025-01", "01/2025"]), None);
        assert_eq!(of(&["2025-13"]), None);
        assert!(matches!(
            of(&["Janvier 2025", "août 2025"]),
            Some(MonthForm::InWords(names)) if names[7] == "août"
        ));
        assert_eq!(of(&["hiver 2025"]), None);
    }

    #[test]
    fn a_pattern_without_a_day_is_that_of_a_month() {
        let of = MonthForm::of_pattern;
        assert_eq!(of("%Y-%m"), Some(MonthForm::YearFirst));
        assert_eq!(of("AAAA-MM"), Some(MonthForm::YearFirst));
        assert_eq!(of("%m/%Y"), Some(MonthForm::MonthFirst));
        assert_eq!(of("%d/%m/%Y"), None);
    }
}
