//! Actions of the filters that choose words by thresholds, or that agree with what they speak of. In: one use of a filter in a
//! template. Out: the value that replaces it.

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Value};

use super::call::Call;
use super::value::Term;
use crate::text::agreement::Agreement;
use crate::text::bounds::{Bounds, Told};
use crate::text::case::capitalize_first;
use crate::text::contrast::{self, Compared};
use crate::text::fraction::{self, Whole};
use crate::text::french::{self, Article};
use crate::text::ordinal::{Gender, cardinal_word};
use crate::text::{self, Locale, Number, Place, number};

type Outcome = Result<Value, Error>;

/// The noun and the verb of a whole, from the argument `index` on.
struct Given {
    noun: Option<(String, String)>,
    verb: Option<(String, String)>,
    gender: Gender,
}

impl Given {
    fn of(call: &Call, index: usize) -> Result<Self, Error> {
        let noun = match call.argument(index) {
            Some(_) => Some(call.forms(index)?),
            None => None,
        };
        let verb = match call.argument(index + 2) {
            Some(_) => Some(call.forms(index + 2)?),
            None => None,
        };
        Ok(Self {
            noun,
            verb,
            gender: call.gender_of_noun(index + 4, index)?,
        })
    }

    fn whole(&self) -> Whole<'_> {
        Whole {
            noun: pair(self.noun.as_ref()),
            verb: pair(self.verb.as_ref()),
            is_feminine: self.gender == Gender::Feminine,
        }
    }
}

fn pair(texts: Option<&(String, String)>) -> Option<(&str, &str)> {
    texts.map(|(one, other)| (one.as_str(), other.as_str()))
}

pub(super) fn fraction(call: &Call) -> Outcome {
    let given = Given::of(call, 0)?;
    Ok(fraction::fraction(call.number()?, &given.whole(), &call.words, call.locale).into())
}

pub(super) fn in_ten(call: &Call) -> Outcome {
    let given = Given::of(call, 0)?;
    let whole = given.whole();
    let noun = whole.noun.ok_or_else(|| call.wrong_argument(0, "a text"))?;
    Ok(fraction::in_ten(call.number()?, noun, &whole, &call.words, call.locale).into())
}

pub(super) fn lead(call: &Call) -> Outcome {
    let (one, other) = (call.number()?, call.number_argument(0)?);
    let written = call.written(1, one, other)?;
    Ok(contrast::lead(one, other, written, &call.words, call.locale).into())
}

pub(super) fn times(call: &Call) -> Outcome {
    let noun = call.optional_word(1, "a text")?;
    let than = call.optional_word(2, "a text")?;
    let compared = Compared {
        noun: noun.as_deref(),
        than: than.as_deref(),
        is_counted: call.flag(3)?,
    };
    let (one, other) = (call.number()?, call.number_argument(0)?);
    contrast::times(one, other, compared, &call.words, call.locale)
        .map(Value::from)
        .ok_or_else(|| call.wrong_argument(0, "a number above zero"))
}

pub(super) fn trend(call: &Call) -> Outcome {
    let subject = match call.argument(0) {
        None => Agreement::parse("m"),
        Some(value) => value.as_str().and_then(Agreement::parse),
    };
    let subject = subject.ok_or_else(|| call.wrong_argument(0, AGREEMENTS))?;
    Ok(contrast::trend(call.number()?, subject, &call.words, call.locale).into())
}

/// What a template writes for gender and number.
const AGREEMENTS: &str = "\"m\", \"f\", \"mp\" or \"fp\"";

/// Gender and number of the value: a code of a place, a label, `"fp"`, or a list of them; the argument `of` says of which places.
fn agreement(call: &Call, of: usize) -> Result<Agreement, Error> {
    let kind = call.optional_word(of, OF)?;
    let table = text::places(kind.as_deref().unwrap_or("country"));
    let table = table.ok_or_else(|| call.wrong_argument(of, OF))?;
    let of_one = |value: &Value| {
        if let Some(term) = Term::of(value) {
            return Some(Agreement {
                is_feminine: term.article == Some(Article::La),
                is_plural: term.article == Some(Article::Les),
            });
        }
        let text = value.as_str()?;
        Agreement::parse(text).or_else(|| table(text).map(Place::agreement))
    };
    let allowed = format!("{AGREEMENTS}, a label, the code of a place, or a list of these");
    let all = match call.value.kind() {
        ValueKind::Seq | ValueKind::Iterable => call.items()?,
        _ => vec![call.value.clone()],
    };
    let all: Option<Vec<_>> = all.iter().map(of_one).collect();
    all.and_then(|all| Agreement::of_all(&all))
        .ok_or_else(|| call.wrong_item(&allowed, &call.value))
}

const OF: &str = "\"country\", \"continent\", \"region\" or \"department\"";

pub(super) fn alone(call: &Call) -> Outcome {
    Ok(agreement(call, 0)?.alone(call.locale).into())
}

pub(super) fn each(call: &Call) -> Outcome {
    Ok(agreement(call, 0)?.each(call.locale).into())
}

pub(super) fn pronoun(call: &Call) -> Outcome {
    Ok(agreement(call, 0)?.pronoun(call.locale).into())
}

pub(super) fn agrees(call: &Call) -> Outcome {
    let agreement = agreement(call, 4)?;
    let mut forms = [const { String::new() }; 4];
    for (index, form) in forms.iter_mut().enumerate() {
        *form = call.word(index, "a text")?;
    }
    Ok(agreement.pick(forms).into())
}

/// A place with its article; with a verb that agrees, if both of its forms are given.
pub(super) fn subject(call: &Call, place: &Place) -> Outcome {
    if call.argument(0).is_none() {
        return Ok(place.with_article(call.locale).into());
    }
    let (one, other) = call.forms(0)?;
    Ok(place.with_verb((&one, &other), call.locale).into())
}

pub(super) fn the_counted(call: &Call) -> Outcome {
    let (one, other) = call.forms(0)?;
    let verb = match call.argument(2) {
        Some(_) => Some(call.forms(2)?),
        None => None,
    };
    let (count, gender) = (call.whole_number()?, call.gender_of_noun(4, 0)?);
    let is_feminine = gender == Gender::Feminine;
    let words = cardinal_word(count, gender, call.locale);
    let (phrase, is_singular) = match (call.locale, count) {
        (Locale::Fr, 0) if is_feminine => (format!("aucune {one}"), true),
        (Locale::Fr, 0) => (format!("aucun {one}"), true),
        (Locale::Fr, 1) if is_feminine => (format!("une seule {one}"), true),
        (Locale::Fr, 1) => (format!("un seul {one}"), true),
        (Locale::Fr, _) => (format!("les {words} {other}"), false),
        (Locale::En, 0) => (format!("no {one}"), true),
        (Locale::En, 1) => (format!("a single {one}"), true),
        (Locale::En, _) => (format!("the {words} {other}"), false),
    };
    Ok(match verb {
        None => phrase.into(),
        Some((one, _)) if count == 0 && call.locale == Locale::Fr => {
            format!("{phrase} {}", french::ne(&one)).into()
        }
        Some((one, _)) if is_singular => format!("{phrase} {one}").into(),
        Some((_, other)) => format!("{phrase} {other}").into(),
    })
}

/// Numbers above it are no word to begin a sentence with.
const LARGEST_WORD: i128 = 100;

pub(super) fn starts_sentence(call: &Call) -> Outcome {
    let number = call.whole_number()?;
    if !(0..=LARGEST_WORD).contains(&number) {
        let written = number::integer(Number::Integer(number), call.locale);
        let message = format!(
            "filter `starts_sentence`: a sentence cannot begin with {written}, which has no short word; begin it with another one"
        );
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    let word = cardinal_word(number, call.gender(0)?, call.locale);
    Ok(capitalize_first(&word).into())
}

pub(super) fn at_most(call: &Call) -> Outcome {
    let most = call.count(0)?;
    let items = call.items()?;
    let mut texts: Vec<String> = items
        .iter()
        .map(|item| call.item_text(item))
        .collect::<Result<_, _>>()?;
    // A row of others is nobody knows how many.
    let others = texts.len().saturating_sub(most);
    let others = super::rows::are_values(&call.value, most).then_some(others);
    shortened(&mut texts, most, others, call.locale);
    Ok(texts.into())
}

/// The first of many and how many others there are, if that is known; a single other one is said instead.
pub(super) fn shortened(
    texts: &mut Vec<String>,
    most: usize,
    others: Option<usize>,
    locale: Locale,
) {
    let left_out = texts.len().saturating_sub(most);
    if most == 0 || left_out < 2 || others.is_some_and(|others| others < 2) {
        return;
    }
    texts.truncate(most);
    let count = others.map(|others| {
        let count = i128::try_from(others).unwrap_or(i128::MAX);
        cardinal_word(count, Gender::Masculine, locale)
    });
    texts.push(match (locale, count) {
        (Locale::Fr, Some(count)) => format!("{count} autres"),
        (Locale::Fr, None) => "d’autres".to_owned(),
        (Locale::En, Some(count)) => format!("{count} others"),
        (Locale::En, None) => "others".to_owned(),
    });
}

pub(super) fn in_words(call: &Call) -> Outcome {
    let bounds = call.look_up(Bounds::parse, "the code of a bucket such as \"100M..200M\"")?;
    let noun = match call.argument(0) {
        Some(_) => Some(call.forms(0)?),
        None => None,
    };
    let told = Told {
        noun: pair(noun.as_ref()),
        is_after_noun: call.flag(2)?,
        is_right_closed: call.flag(3)?,
    };
    Ok(bounds.words(told, call.locale).into())
}

pub(super) fn in_the(call: &Call) -> Outcome {
    if let Some(inside) = Term::of(&call.value).and_then(|term| term.inside) {
        return Ok(inside.into());
    }
    let (noun, article) = call.noun(0)?;
    Ok(match call.locale {
        Locale::Fr => format!("dans {}", french::le(&noun, article)).into(),
        Locale::En => format!("in {noun}").into(),
    })
}

pub(super) fn possessive(call: &Call) -> Outcome {
    let name = call.text()?;
    Ok(match call.locale {
        Locale::Fr => french::de(name).into(),
        Locale::En if name.ends_with('s') => format!("{name}’").into(),
        Locale::En => format!("{name}’s").into(),
    })
}

pub(super) fn indefinite(call: &Call) -> Outcome {
    let phrase = call.text()?;
    Ok(match (call.locale, call.gender(0)?) {
        (Locale::Fr, Gender::Masculine) => format!("un {phrase}").into(),
        (Locale::Fr, Gender::Feminine) => format!("une {phrase}").into(),
        (Locale::En, _) if begins_with_vowel_sound(phrase) => format!("an {phrase}").into(),
        (Locale::En, _) => format!("a {phrase}").into(),
    })
}

/// Whether English says `an` before it: a vowel, or a number that is read with one: eight, eleven, eighteen.
fn begins_with_vowel_sound(phrase: &str) -> bool {
    let digits: String = phrase.chars().take_while(char::is_ascii_digit).collect();
    match phrase.chars().next() {
        Some('8') => true,
        Some('1') => matches!(digits.as_str(), "11" | "18"),
        Some(first) => "aeioAEIO".contains(first),
        None => false,
    }
}
