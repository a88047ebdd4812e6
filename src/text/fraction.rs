//! Shares in words. In: a share and the thresholds of words. Out: `près d’un tiers des téléchargements vont`, `plus de neuf
//! téléchargements sur dix`; `nearly a third of downloads go`, `more than nine downloads in ten`.

use super::Locale;
use super::french::{de, ne};
use super::number;
use super::ordinal::{Gender, cardinal_word};
use super::rounding::Number;
use super::thresholds::{ONE, Words, of, parts};

/// What a share is of, and what it does: both may be left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Whole<'a> {
    /// One of it and several: `téléchargement`, `téléchargements`.
    pub(crate) noun: Option<(&'a str, &'a str)>,
    /// The verb in both numbers: `va`, `vont`.
    pub(crate) verb: Option<(&'a str, &'a str)>,
    /// Whether the noun is feminine in French.
    pub(crate) is_feminine: bool,
}

/// A simple fraction, as it is called.
struct Anchor {
    numerator: i128,
    denominator: i128,
    french: &'static str,
    english: &'static str,
}

const fn anchor(
    numerator: i128,
    denominator: i128,
    french: &'static str,
    english: &'static str,
) -> Anchor {
    Anchor {
        numerator,
        denominator,
        french,
        english,
    }
}

/// The fractions that are called by a name, rising.
static ANCHORS: [Anchor; 11] = [
    anchor(1, 10, "un dixième", "a tenth"),
    anchor(1, 5, "un cinquième", "a fifth"),
    anchor(1, 4, "un quart", "a quarter"),
    anchor(1, 3, "un tiers", "a third"),
    anchor(2, 5, "deux cinquièmes", "two fifths"),
    anchor(1, 2, "la moitié", "half"),
    anchor(3, 5, "trois cinquièmes", "three fifths"),
    anchor(2, 3, "les deux tiers", "two thirds"),
    anchor(3, 4, "les trois quarts", "three quarters"),
    anchor(4, 5, "les quatre cinquièmes", "four fifths"),
    anchor(9, 10, "les neuf dixièmes", "nine tenths"),
];

impl Anchor {
    fn parts(&self) -> i128 {
        ONE * self.numerator / self.denominator
    }

    fn is_half(&self) -> bool {
        self.denominator == 2
    }

    /// How far a share may be that is called by it.
    fn exact(&self, words: &Words) -> i128 {
        let exact = of(words.exact);
        if self.denominator == 10 {
            exact / 2
        } else {
            exact
        }
    }
}

/// How a share is told.
enum Rung {
    None,
    Trace,
    Digits,
    Exact(&'static Anchor),
    Near(&'static Anchor),
    LittleMore(&'static Anchor),
    More(&'static Anchor),
    NearlyAll,
    All,
}

fn rung(share: i128, words: &Words) -> Rung {
    let (near, exact) = (of(words.near), of(words.exact));
    let [from, to] = words.half.map(of);
    match share {
        0 => return Rung::None,
        ONE => return Rung::All,
        _ if !(0..=ONE).contains(&share) => return Rung::Digits,
        _ if share < exact => return Rung::Trace,
        _ if share < ONE / 10 - near => return Rung::Digits,
        _ if share >= of(words.nearly_all) => return Rung::NearlyAll,
        _ => {}
    }
    let told = if (from..to).contains(&share) {
        ANCHORS.iter().find(|anchor| anchor.is_half())
    } else {
        let others = ANCHORS.iter().filter(|anchor| !anchor.is_half());
        others.min_by_key(|anchor| (anchor.parts() - share).abs())
    };
    let Some(told) = told else {
        return Rung::Digits;
    };
    let distance = share - told.parts();
    if distance.abs() <= told.exact(words) {
        return Rung::Exact(told);
    }
    if told.is_half() || distance.abs() <= near {
        return if distance < 0 {
            Rung::Near(told)
        } else {
            Rung::LittleMore(told)
        };
    }
    let mut below = ANCHORS.iter().rev();
    below
        .find(|anchor| anchor.parts() < share)
        .map_or(Rung::Digits, Rung::More)
}

/// A share by a simple fraction: `près d’un tiers`, `un peu plus de la moitié`; with what it is of and what it does:
/// `la moitié des téléchargements va`. Shares below the first fraction stay in percent.
#[must_use]
pub(crate) fn fraction(share: Number, whole: &Whole<'_>, words: &Words, locale: Locale) -> String {
    let rung = parts(share).map_or(Rung::Digits, |share| rung(share, words));
    let written = number::share(share, 1, locale);
    match locale {
        Locale::Fr => french(&rung, whole, &written),
        Locale::En => english(&rung, whole, &written),
    }
}

fn french(rung: &Rung, whole: &Whole<'_>, written: &str) -> String {
    let none = if whole.is_feminine { "aucune" } else { "aucun" };
    let (phrase, is_singular) = match (rung, whole.noun) {
        (Rung::None, None) => (none.to_owned(), true),
        (Rung::None, Some((one, _))) => (format!("{none} {one}"), true),
        (Rung::Trace, None) => ("presque rien".to_owned(), true),
        (Rung::Trace, Some((one, _))) => (format!("presque {none} {one}"), true),
        (Rung::Digits, _) => (written.to_owned(), false),
        (Rung::Exact(anchor), _) => (anchor.french.to_owned(), anchor.is_half()),
        (Rung::Near(anchor), _) => (format!("près {}", of_fraction(anchor)), anchor.is_half()),
        (Rung::LittleMore(anchor), _) => (
            format!("un peu plus {}", of_fraction(anchor)),
            anchor.is_half(),
        ),
        (Rung::More(anchor), _) => (format!("plus {}", of_fraction(anchor)), anchor.is_half()),
        (Rung::NearlyAll, _) => ("la quasi-totalité".to_owned(), true),
        (Rung::All, _) => ("la totalité".to_owned(), true),
    };
    let is_negative = matches!(rung, Rung::None | Rung::Trace);
    let mut text = phrase;
    if let Some((_, other)) = whole.noun.filter(|_| !is_negative) {
        text = format!("{text} des {other}");
    }
    match whole.verb {
        Some((one, _)) if is_negative => format!("{text} {}", ne(one)),
        Some((one, _)) if is_singular => format!("{text} {one}"),
        Some((_, other)) => format!("{text} {other}"),
        None => text,
    }
}

/// `d’un tiers`, `des deux tiers`, `de la moitié`.
fn of_fraction(anchor: &Anchor) -> String {
    match anchor.french.strip_prefix("les ") {
        Some(plural) => format!("des {plural}"),
        None => de(anchor.french),
    }
}

fn english(rung: &Rung, whole: &Whole<'_>, written: &str) -> String {
    let (phrase, is_of) = match (rung, whole.noun) {
        (Rung::None, None) => ("none".to_owned(), false),
        (Rung::None, Some(_)) => ("no".to_owned(), false),
        (Rung::Trace, None) => ("almost none".to_owned(), false),
        (Rung::Trace, Some(_)) => ("almost no".to_owned(), false),
        (Rung::Digits, _) => (written.to_owned(), true),
        (Rung::Exact(anchor), _) => (anchor.english.to_owned(), true),
        (Rung::Near(anchor), _) => (format!("nearly {}", anchor.english), true),
        (Rung::LittleMore(anchor), _) => (format!("a little more than {}", anchor.english), true),
        (Rung::More(anchor), _) => (format!("more than {}", anchor.english), true),
        (Rung::NearlyAll, _) => ("nearly all".to_owned(), false),
        (Rung::All, _) => ("all".to_owned(), false),
    };
    let mut text = phrase;
    if let Some((_, other)) = whole.noun {
        let of = if is_of { "of " } else { "" };
        text = format!("{text} {of}{other}");
    }
    match whole.verb {
        Some((_, other)) => format!("{text} {other}"),
        None => text,
    }
}

/// How a share is counted in tenths.
enum Tenths {
    Exact(i128),
    Near(i128),
    More(i128),
}

fn tenths(share: i128, words: &Words) -> Tenths {
    let (near, exact) = (of(words.near), of(words.exact));
    let tolerance = |count: i128| {
        if matches!(count, 1 | 9) {
            exact / 2
        } else {
            exact
        }
    };
    let below = share * 10 / ONE;
    let distance = |count: i128| share - ONE * count / 10;
    if below >= 1 && distance(below) <= tolerance(below) {
        Tenths::Exact(below)
    } else if below < 9 && -distance(below + 1) <= tolerance(below + 1) {
        Tenths::Exact(below + 1)
    } else if below == 0 || below < 9 && -distance(below + 1) <= near {
        Tenths::Near(below + 1)
    } else {
        Tenths::More(below)
    }
}

/// A share counted in tenths, for headlines: `plus de neuf téléchargements sur dix`, `more than nine downloads in ten`;
/// with the verb if the whole has one.
#[must_use]
pub(crate) fn in_ten(
    share: Number,
    (one, other): (&str, &str),
    whole: &Whole<'_>,
    words: &Words,
    locale: Locale,
) -> String {
    let is_french = locale == Locale::Fr;
    let all = match (is_french, whole.is_feminine) {
        (true, true) => "toutes les",
        (true, false) => "tous les",
        (false, _) => "all",
    };
    let (singular, plural) = whole.verb.unwrap_or(("", ""));
    let with = |phrase: String, verb: &str| {
        if verb.is_empty() {
            phrase
        } else {
            format!("{phrase} {verb}")
        }
    };
    let share_parts = parts(share);
    match share_parts {
        Some(0) if is_french => {
            let none = if whole.is_feminine { "aucune" } else { "aucun" };
            let verb = if singular.is_empty() {
                String::new()
            } else {
                ne(singular)
            };
            with(format!("{none} {one}"), &verb)
        }
        Some(0) => with(format!("no {other}"), plural),
        Some(ONE) => with(format!("{all} {other}"), plural),
        Some(share) if share >= ONE - of(words.near) && share < ONE => {
            let nearly = if is_french { "presque" } else { "nearly" };
            with(format!("{nearly} {all} {other}"), plural)
        }
        Some(share) if (ONE / 10 - of(words.near)..ONE).contains(&share) => {
            let (count, word) = match tenths(share, words) {
                Tenths::Exact(count) => (count, None),
                Tenths::Near(count) => (count, Some(("près", "nearly"))),
                Tenths::More(count) => (count, Some(("plus", "more than"))),
            };
            let gender = if whole.is_feminine {
                Gender::Feminine
            } else {
                Gender::Masculine
            };
            let noun = if count == 1 { one } else { other };
            let number = cardinal_word(count, gender, locale);
            let phrase = match (is_french, word) {
                (true, None) => format!("{number} {noun} sur dix"),
                (true, Some((word, _))) => {
                    format!("{word} {}", de(&format!("{number} {noun} sur dix")))
                }
                (false, None) => format!("{number} {noun} in ten"),
                (false, Some((_, word))) => format!("{word} {number} {noun} in ten"),
            };
            with(phrase, if count == 1 { singular } else { plural })
        }
        Some(_) | None => {
            let written = number::share(share, 1, locale);
            let of_all = if is_french { "des" } else { "of" };
            with(format!("{written} {of_all} {other}"), plural)
        }
    }
}
