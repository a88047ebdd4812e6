//! What rows are called that are no rows of a table: totals, subtotals, means and the like.
//!
//! In: a text. Out: what it may be the name of; the numbers of its row have to say whether it is.

/// What a row is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// A total.
    Total,
    /// A total of a part.
    Part,
    /// Another number that stands for all rows.
    Statistic(Statistic),
}

/// A number that stands for all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Statistic {
    /// Their mean.
    Mean,
    /// Their median.
    Median,
    /// The least of them.
    Least,
    /// The greatest of them.
    Greatest,
    /// How many they are.
    Count,
}

/// What totals are called, in lower case.
const TOTALS: [&str; 14] = [
    "total",
    "totals",
    "totaux",
    "totales",
    "grand total",
    "grand totals",
    "total général",
    "total general",
    "sum",
    "somme",
    "summe",
    "gesamt",
    "gesamtsumme",
    "ensemble",
];

/// What totals of a part are called, in lower case: their first letters.
const PARTS: [&str; 5] = [
    "subtotal",
    "sub-total",
    "sub total",
    "sous-total",
    "sous total",
];

/// The first word of longer names of totals and means, in lower case.
const BEGINNINGS: [&str; 7] = [
    "total",
    "totaux",
    "grand total",
    "ensemble du",
    "ensemble des",
    "moyenne",
    "average",
];

const STATISTICS: [(&str, Statistic); 22] = [
    ("moyenne", Statistic::Mean),
    ("moyennes", Statistic::Mean),
    ("moy", Statistic::Mean),
    ("moy.", Statistic::Mean),
    ("average", Statistic::Mean),
    ("averages", Statistic::Mean),
    ("avg", Statistic::Mean),
    ("avg.", Statistic::Mean),
    ("mean", Statistic::Mean),
    ("mittelwert", Statistic::Mean),
    ("durchschnitt", Statistic::Mean),
    ("médiane", Statistic::Median),
    ("mediane", Statistic::Median),
    ("median", Statistic::Median),
    ("min", Statistic::Least),
    ("min.", Statistic::Least),
    ("minimum", Statistic::Least),
    ("max", Statistic::Greatest),
    ("max.", Statistic::Greatest),
    ("maximum", Statistic::Greatest),
    ("count", Statistic::Count),
    ("nombre", Statistic::Count),
];

/// The last word of names of totals in English, in lower case: `North Total`.
const ENDING: &str = " total";

impl Called {
    /// What a text may be the name of.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if !may_be_one(text) {
            return None;
        }
        let label = plain(text);
        if is_part(&label) {
            return Some(Self::Part);
        }
        let statistic = |name: &str| {
            let mut known = STATISTICS.iter();
            known.find_map(|(known, statistic)| (*known == name).then_some(*statistic))
        };
        if TOTALS.contains(&label.as_str()) || label.ends_with(ENDING) {
            return Some(Self::Total);
        }
        if let Some(found) = statistic(&label) {
            return Some(Self::Statistic(found));
        }
        let begins = BEGINNINGS.into_iter().find(|known| {
            let rest = label.strip_prefix(known);
            rest.is_some_and(|rest| rest.starts_with([' ', ':']))
        })?;
        Some(statistic(begins).map_or(Self::Total, Self::Statistic))
    }

    /// The same of a text beside others: there the word of a total stands alone.
    pub(crate) fn beside(text: &str) -> Option<Self> {
        Self::of(text).filter(|called| match called {
            Self::Total => is_plain(text),
            Self::Part => true,
            Self::Statistic(_) => false,
        })
    }
}

/// How sure a name is to be that of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It is no name of anything else: `Sous-total 1`, `Total général`.
    Certain,
    /// It may be a name, too: `Total`, `Ensemble`. The numbers of its rows have to say.
    ByNumbers,
}

/// Whether a text is what a total is called, and how sure that is; means and the like are none.
pub(crate) fn is_called_total(text: &str) -> Option<Certainty> {
    match Called::of(text)? {
        Called::Part => Some(Certainty::Certain),
        Called::Statistic(_) => None,
        Called::Total => Some(match plain(text) {
            label if TOTALS.contains(&label.as_str()) && label.contains(' ') => Certainty::Certain,
            label if TOTALS.contains(&label.as_str()) => Certainty::ByNumbers,
            _ if is_sure(text) => Certainty::Certain,
            // A company or a film may be called so.
            _ => Certainty::ByNumbers,
        }),
    }
}

/// Whether a text is what totals are called, and nothing more: `Total Recall` is a name.
pub(crate) fn is_plain(text: &str) -> bool {
    TOTALS.contains(&plain(text).as_str())
}

/// What the whole of a column is called besides, in lower case.
const WHOLES: [&str; 12] = [
    "all",
    "tous",
    "toutes",
    "alle",
    "overall",
    "world",
    "worldwide",
    "monde",
    "welt",
    "both sexes",
    "les deux sexes",
    "france entière",
];

/// Whether a text may be what the whole of a column is called: `Total`, `World`, `Tous`. The numbers of its rows have to say.
pub(crate) fn is_whole(text: &str) -> bool {
    is_plain(text) || WHOLES.contains(&plain(text).as_str())
}

/// Whether a text is the word for a total in every table; `Somme` is a department, `Ensemble` a party, `Sum` an airport.
pub(crate) fn is_total_alone(text: &str) -> bool {
    let label = plain(text);
    let begins = |known: &&str| label.split(' ').any(|word| word == *known);
    is_plain(text)
        && ["total", "totals", "totaux", "gesamt", "gesamtsumme"]
            .iter()
            .any(begins)
}

/// Whether no row that counts is called so: a subtotal, the word for a total alone, `Total général 2025`.
pub(crate) fn is_sure(text: &str) -> bool {
    const BEGINNINGS: [&str; 3] = ["total général", "total general", "grand total"];
    let label = plain(text);
    let begins = |known: &&str| {
        let rest = label.strip_prefix(*known);
        rest.is_some_and(|rest| rest.starts_with([' ', ':']))
    };
    is_part(&label) || is_total_alone(text) || BEGINNINGS.iter().any(begins)
}

fn is_part(label: &str) -> bool {
    PARTS.iter().any(|known| label.starts_with(known))
}

/// The pattern, in lower case and with `%` for any letters, of names of which there are several: `Sous-total 1`, `Total octobre`.
pub(crate) fn pattern(text: &str) -> Option<String> {
    let label = plain(text);
    if let Some(part) = PARTS.into_iter().find(|known| label.starts_with(known)) {
        return Some(format!("{part}%"));
    }
    if is_plain(text) {
        return None;
    }
    // What is written with a colon behind it does not end so.
    if label.ends_with(ENDING) {
        let like = format!("%{ENDING}");
        return has(text, &like).then_some(like);
    }
    let mut known = BEGINNINGS.into_iter().map(|known| format!("{known} "));
    let known = known.find(|known| label.starts_with(known.as_str()));
    known.map(|known| format!("{known}%"))
}

/// Whether a text has such a pattern.
pub(crate) fn has(text: &str, pattern: &str) -> bool {
    let text = text.trim().to_lowercase();
    match pattern.strip_prefix('%') {
        Some(ending) => text.ends_with(ending),
        None => text.starts_with(pattern.trim_end_matches('%')),
    }
}

/// Bytes of the longest name.
const LONGEST: usize = 100;

/// Whether a text begins or ends as one of these names does; most texts do not, and need no lower case.
fn may_be_one(text: &str) -> bool {
    /// The bit that makes a letter a small one.
    const SMALL: u8 = 0x20;
    let is_bare = |end: Option<&u8>| end.is_some_and(u8::is_ascii_graphic);
    let text = match (
        is_bare(text.as_bytes().first()),
        is_bare(text.as_bytes().last()),
    ) {
        (true, true) => text.as_bytes(),
        _ => text.trim().as_bytes(),
    };
    let [first, second, ..] = text else {
        return false;
    };
    let begins = matches!(
        &[first | SMALL, second | SMALL],
        b"to"
            | b"gr"
            | b"su"
            | b"so"
            | b"ge"
            | b"en"
            | b"mo"
            | b"av"
            | b"me"
            | b"mi"
            | b"ma"
            | b"du"
            | b"co"
            | b"no"
            | b"m\xe3"
    );
    let ends = || {
        let last = text.len().checked_sub(ENDING.len()).map(|at| &text[at..]);
        last.is_some_and(|last| last.eq_ignore_ascii_case(ENDING.as_bytes()))
    };
    let may_end = || text.last().is_some_and(|last| last | SMALL == b'l') && ends();
    text.len() <= LONGEST && (begins || may_end())
}

/// A name in lower case, without a colon behind it.
fn plain(text: &str) -> String {
    let label = text.trim().trim_end_matches([':', ' ', '\u{a0}']);
    label.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Called, Certainty, Statistic, has, is_called_total, is_plain, pattern};

    #[test]
    fn a_total_a_part_and_a_mean_are_called_so() {
        for text in [
            "Total",
            "TOTAUX",
            " total : ",
            "Total général",
            "Grand Total",
            "Total 2025",
            "Somme",
            "Ensemble",
            "North Total",
        ] {
            assert_eq!(Called::of(text), Some(Called::Total), "{text}");
        }
        for text in ["Subtotal", "Sous-total 1", "sub total"] {
            assert_eq!(Called::of(text), Some(Called::Part), "{text}");
        }
        for (text, statistic) in [
            ("Moyenne", Statistic::Mean),
            ("Average per shop", Statistic::Mean),
            ("Mean:", Statistic::Mean),
            ("Médiane", Statistic::Median),
            ("MAX", Statistic::Greatest),
        ] {
            assert_eq!(
                Called::of(text),
                Some(Called::Statistic(statistic)),
                "{text}"
            );
        }
        for text in ["TotalEnergies", "Sumatra", "Mean Girls", "Max Weber", ""] {
            assert_eq!(Called::of(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_that_may_be_a_name_is_no_certain_total() {
        for (text, certainty) in [
            ("Sous-total 1ère semaine", Some(Certainty::Certain)),
            ("Total général", Some(Certainty::Certain)),
            ("GRAND TOTAL", Some(Certainty::Certain)),
            ("Total général 2025", Some(Certainty::Certain)),
            ("Total octobre", Some(Certainty::ByNumbers)),
            ("Ensemble du réseau", Some(Certainty::ByNumbers)),
            ("Total", Some(Certainty::ByNumbers)),
            ("Ensemble", Some(Certainty::ByNumbers)),
            ("Sum Total", Some(Certainty::ByNumbers)),
            ("TotalEnergies", None),
            ("Ensemble vocal", None),
            ("Moyenne", None),
        ] {
            assert_eq!(is_called_total(text), certainty, "{text}");
        }
    }

    #[test]
    fn names_of_which_there_are_several_have_a_pattern() {
        for (text, known) in [
            ("Sous-total 1", Some("sous-total%")),
            ("Total octobre 2025", Some("total %")),
            ("North Total", Some("% total")),
            ("North Total:", None),
            ("Total", None),
            ("Grand Total", None),
            ("Total général", None),
            ("Average per shop", Some("average %")),
        ] {
            assert_eq!(pattern(text).as_deref(), known, "{text}");
            assert!(known.is_none_or(|known| has(text, known)), "{text}");
        }
        assert!(!has("Total", "total %") && !has("Total", "% total"));
        assert!(is_plain("Total :") && !is_plain("Total Recall"));
    }
}
