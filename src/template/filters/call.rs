//! One use of a filter in a template. In: the value before `|` and the arguments after the filter's
//! name. Out: numbers, texts and words of the right kind, or an error that names the filter, what
//! it allows and what it was given.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, ErrorKind, Value};

use super::value::{Term, described, integer_of, number_of};
use crate::text::french::Article;
use crate::text::ordinal::Gender;
use crate::text::standing::NumberForm;
use crate::text::{Date, Locale, Number, Words, number};

/// Maximum number of decimals that a template may ask for.
const MOST_DECIMALS: u8 = 15;

/// The value, the arguments in the order of their names, and the locale.
pub(super) struct Call {
    /// Its kind, for messages: "filter" or "test".
    role: &'static str,
    pub(super) filter: &'static str,
    names: Vec<&'static str>,
    arguments: Vec<Option<Value>>,
    /// The value before `|`.
    pub(super) value: Value,
    /// The language of the template.
    pub(super) locale: Locale,
    /// From which number on a word may be said.
    pub(super) words: Words,
}

/// What all uses of filters in a template share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// The language of the template.
    pub(crate) locale: Locale,
    /// From which number on a word may be said.
    pub(crate) words: Words,
}

impl Call {
    /// Binds the arguments to their names; `signature` has one `name` or `name=default` for each.
    pub(super) fn bind(
        role: &'static str,
        filter: &'static str,
        signature: &'static [&'static str],
        setting: Setting,
        value: Value,
        given: Vec<Value>,
    ) -> Result<Self, Error> {
        let names: Vec<&str> = signature
            .iter()
            .map(|argument| argument.split_once('=').map_or(*argument, |(name, _)| name))
            .collect();
        let mut call = Self {
            role,
            filter,
            arguments: vec![None; names.len()],
            names,
            value,
            locale: setting.locale,
            words: setting.words,
        };
        for (index, value) in given.into_iter().enumerate() {
            if value.is_kwargs() {
                call.bind_named(&Kwargs::try_from(value)?)?;
            } else if let Some(slot) = call.arguments.get_mut(index) {
                *slot = Some(value);
            } else {
                return Err(call.too_many(&format!("one more, {}", described(&value))));
            }
        }
        Ok(call)
    }

    fn bind_named(&mut self, named: &Kwargs) -> Result<(), Error> {
        for name in named.args() {
            let position = self.names.iter().position(|known| *known == name);
            let free = position
                .and_then(|position| self.arguments.get_mut(position))
                .filter(|slot| slot.is_none());
            match free {
                Some(slot) => *slot = Some(named.get(name)?),
                None if position.is_some() => return Err(self.too_many(&format!("`{name}` twice"))),
                None => return Err(self.too_many(&format!("`{name}`"))),
            }
        }
        Ok(())
    }

    fn too_many(&self, given: &str) -> Error {
        let (role, filter) = (self.role, self.filter);
        let allowed = if self.names.is_empty() {
            "no argument".to_owned()
        } else {
            format!("the arguments `{}`", self.names.join("`, `"))
        };
        let message = format!("{role} `{filter}` takes {allowed}, and was given {given}");
        Error::new(ErrorKind::TooManyArguments, message)
    }

    fn wrong_value(&self, allowed: &str) -> Error {
        let (role, filter, given) = (self.role, self.filter, described(&self.value));
        let message = format!("{role} `{filter}`: the value must be {allowed}, not {given}");
        Error::new(ErrorKind::InvalidOperation, message)
    }

    pub(super) fn wrong_argument(&self, index: usize, allowed: &str) -> Error {
        let (role, filter) = (self.role, self.filter);
        let name = self.names.get(index).copied().unwrap_or_default();
        let (kind, given) = match self.argument(index) {
            Some(value) => (
                ErrorKind::InvalidOperation,
                format!("not {}", described(value)),
            ),
            None => (ErrorKind::MissingArgument, "and is missing".to_owned()),
        };
        let message =
            format!("{role} `{filter}`: the argument `{name}` must be {allowed}, {given}");
        Error::new(kind, message)
    }

    pub(super) fn argument(&self, index: usize) -> Option<&Value> {
        self.arguments.get(index).and_then(Option::as_ref)
    }

    /// The value as a number.
    pub(super) fn number(&self) -> Result<Number, Error> {
        number_of(&self.value).ok_or_else(|| self.wrong_value("a finite number"))
    }

    /// The value as a whole number.
    pub(super) fn whole_number(&self) -> Result<i128, Error> {
        integer_of(&self.value).ok_or_else(|| self.wrong_value("an integer"))
    }

    /// The value as text.
    pub(super) fn text(&self) -> Result<&str, Error> {
        self.value
            .as_str()
            .ok_or_else(|| self.wrong_value("a text"))
    }

    /// The value as a date.
    pub(super) fn date(&self) -> Result<Date, Error> {
        self.value
            .as_str()
            .and_then(Date::parse)
            .ok_or_else(|| self.wrong_value("a date such as \"2025-10-01\""))
    }

    /// The items of the value.
    pub(super) fn items(&self) -> Result<Vec<Value>, Error> {
        match self.value.kind() {
            ValueKind::Seq | ValueKind::Iterable => Ok(self.value.try_iter()?.collect()),
            _ => Err(self.wrong_value("a list")),
        }
    }

    /// Looks up the value, a code, in a table described by `allowed`.
    pub(super) fn look_up<T>(
        &self,
        table: impl Fn(&str) -> Option<T>,
        allowed: &str,
    ) -> Result<T, Error> {
        self.value
            .as_str()
            .and_then(table)
            .ok_or_else(|| self.wrong_value(allowed))
    }

    /// An argument that is a number of decimals.
    pub(super) fn decimals(&self, index: usize, default: u8) -> Result<u8, Error> {
        let Some(value) = self.argument(index) else {
            return Ok(default);
        };
        integer_of(value)
            .and_then(|decimals| u8::try_from(decimals).ok())
            .filter(|decimals| *decimals <= MOST_DECIMALS)
            .ok_or_else(|| {
                self.wrong_argument(index, &format!("an integer from 0 to {MOST_DECIMALS}"))
            })
    }

    /// An argument that is a number of items.
    pub(super) fn count(&self, index: usize) -> Result<usize, Error> {
        self.argument(index)
            .and_then(integer_of)
            .and_then(|count| usize::try_from(count).ok())
            .ok_or_else(|| self.wrong_argument(index, "an integer from 0 on"))
    }

    /// An argument that is any number.
    pub(super) fn number_argument(&self, index: usize) -> Result<Number, Error> {
        self.argument(index)
            .and_then(number_of)
            .ok_or_else(|| self.wrong_argument(index, "a finite number"))
    }

    /// How the two numbers of a comparison are formatted: by the filter that one argument names,
    /// with the digits of the next argument; by default shares in percent with one decimal, and
    /// integers in full.
    pub(super) fn written(
        &self,
        index: usize,
        one: Number,
        other: Number,
    ) -> Result<NumberForm, Error> {
        self.written_as(index, [one, other], "percent")
    }

    /// The same, with the filter by which fractions are written where none is named.
    pub(super) fn written_as(
        &self,
        index: usize,
        numbers: [Number; 2],
        usual: &str,
    ) -> Result<NumberForm, Error> {
        let digits = self.decimals(index + 1, 1)?;
        let integers = numbers.iter().all(|it| matches!(it, Number::Integer(_)));
        let filter = match self.argument(index) {
            Some(_) => self.word(index, NumberForm::ALLOWED)?,
            None if integers => "integer".to_owned(),
            None => usual.to_owned(),
        };
        NumberForm::by(&filter, digits)
            .ok_or_else(|| self.wrong_argument(index, NumberForm::ALLOWED))
    }

    /// An argument that is a text.
    pub(super) fn word(&self, index: usize, allowed: &str) -> Result<String, Error> {
        self.argument(index)
            .and_then(|value| value.as_str().map(str::to_owned))
            .ok_or_else(|| self.wrong_argument(index, allowed))
    }

    /// An argument that is a text, or none.
    pub(super) fn optional_word(
        &self,
        index: usize,
        allowed: &str,
    ) -> Result<Option<String>, Error> {
        match self.argument(index) {
            None => Ok(None),
            Some(_) => self.word(index, allowed).map(Some),
        }
    }

    /// The error for an item of the value that the filter cannot use.
    pub(super) fn wrong_item(&self, allowed: &str, item: &Value) -> Error {
        let (role, filter, given) = (self.role, self.filter, described(item));
        let message = format!("{role} `{filter}`: the value must be {allowed}, not {given}");
        Error::new(ErrorKind::InvalidOperation, message)
    }

    /// The error for rows of which none is the first, since `keep` has given the first of all no row.
    pub(super) fn no_leader(&self, breakdown: &str, column: &str) -> Error {
        let (role, filter) = (self.role, self.filter);
        let message = format!(
            "{role} `{filter}`: none of these rows is the first by `{column}`: what `keep` of breakdown `{breakdown}` folds, or does not choose, has more; keep the first ones by this measure (`top`, `by`), leave out with `where` what is not meant, or take the rows that are meant (`selectattr`)"
        );
        Error::new(ErrorKind::InvalidOperation, message)
    }

    /// An argument that is a truth value; false if it is not given.
    pub(super) fn flag(&self, index: usize) -> Result<bool, Error> {
        match self.argument(index) {
            None => Ok(false),
            Some(value) if value.kind() == ValueKind::Bool => Ok(value.is_true()),
            Some(_) => Err(self.wrong_argument(index, "true or false")),
        }
    }

    /// An argument `"m"` or `"f"`; masculine if it is not given.
    pub(super) fn gender(&self, index: usize) -> Result<Gender, Error> {
        match self.argument(index) {
            None => Ok(Gender::Masculine),
            Some(value) => value
                .as_str()
                .and_then(Gender::parse)
                .ok_or_else(|| self.wrong_argument(index, "\"m\" or \"f\"")),
        }
    }

    /// The gender in one argument, else that of the label in another one.
    pub(super) fn gender_of_noun(&self, index: usize, noun: usize) -> Result<Gender, Error> {
        let label = self.argument(noun).and_then(Term::of);
        match (self.argument(index), label.and_then(|term| term.article)) {
            (None, Some(Article::La)) => Ok(Gender::Feminine),
            _ => self.gender(index),
        }
    }

    /// The noun in the value, and its article: from the argument `"m"`, `"f"` or `"p"`, else from
    /// the gender of the label.
    pub(super) fn noun(&self, index: usize) -> Result<(String, Article), Error> {
        let said = match self.argument(index) {
            None => None,
            Some(value) => Some(
                value
                    .as_str()
                    .and_then(Article::parse)
                    .ok_or_else(|| self.wrong_argument(index, "\"m\", \"f\" or \"p\" (plural)"))?,
            ),
        };
        let (one, other, article) = match Term::of(&self.value) {
            Some(term) => (term.one, term.other, term.article),
            None => (self.text()?.to_owned(), self.text()?.to_owned(), None),
        };
        match said.or(article) {
            Some(Article::Les) => Ok((other, Article::Les)),
            Some(article) => Ok((one, article)),
            // English does not need the gender.
            None if self.locale == Locale::En => Ok((one, Article::Le)),
            None => Err(self.wrong_argument(index, "\"m\", \"f\" or \"p\" (plural)")),
        }
    }

    /// Two arguments, singular and plural; or one, a label with both forms.
    pub(super) fn forms(&self, index: usize) -> Result<(String, String), Error> {
        if let Some(term) = self.argument(index).and_then(Term::of) {
            return Ok((term.one, term.other));
        }
        let word = |index| {
            self.argument(index)
                .and_then(|value| value.as_str().map(str::to_owned))
                .ok_or_else(|| self.wrong_argument(index, "a text"))
        };
        Ok((word(index)?, word(index + 1)?))
    }

    /// The value as a label: an invariable text, or one with a singular and a plural.
    pub(super) fn term(&self) -> Result<(String, String), Error> {
        match (Term::of(&self.value), self.value.as_str()) {
            (Some(term), _) => Ok((term.one, term.other)),
            (None, Some(text)) => Ok((text.to_owned(), text.to_owned())),
            (None, None) => Err(self.wrong_value("a text or a label with `one` and `other`")),
        }
    }

    /// An item of a list as a text; integers are formatted for the locale.
    pub(super) fn item_text(&self, item: &Value) -> Result<String, Error> {
        let integer = || {
            let number = Number::Integer(integer_of(item)?);
            Some(number::integer(number, self.locale))
        };
        item.as_str()
            .map(str::to_owned)
            .or_else(integer)
            .ok_or_else(|| {
                let (role, filter, given) = (self.role, self.filter, described(item));
                let message =
                    format!("{role} `{filter}`: an item must be a text or an integer, not {given}");
                Error::new(ErrorKind::InvalidOperation, message)
            })
    }
}
