//! The filters of templates. In: a template environment and its locale. Out: the environment with
//! every filter of the [table](table), and that table as documentation.
//!
//! To add a filter, write its action in `actions.rs` and one entry in the table.

mod actions;
mod call;
mod filling;
#[cfg(test)]
mod phrases;
mod rows;
mod table;
mod value;
mod wording;

use super::language::{Gives, language_filter};
use actions::shares_around;
use call::Call;
pub(crate) use call::Setting;
pub(crate) use filling::Cell;
use filling::filled_around;
use minijinja::value::{Rest, ValueOrKwargs};
use minijinja::{Environment, Error, Value};
use rows::add_rows;
use table::{FILTERS, TESTS};

/// A filter as documented, tested and registered.
pub struct FilterEntry {
    /// Name after `|` in a template.
    pub name: &'static str,
    /// The value before `|`: whether it is a number that the filter formats, and of which kind.
    pub subject: Subject,
    /// Its arguments in order, by position or by name: `name` or `name=default`.
    pub arguments: &'static [&'static str],
    /// Its effect, in one line.
    pub description: &'static str,
    /// A use in a French report.
    pub french: FilterExample,
    /// The same use in an English report.
    pub english: FilterExample,
    action: fn(&Call) -> Result<Value, Error>,
}

/// The value before `|`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A number that the filter formats: the resulting text still has its origin.
    Written(NumberKind),
    /// A number with which another word agrees.
    Counted,
    /// Rows of a breakdown; the first argument names one of their columns.
    Rows(ListResult),
    /// Items.
    List(ListResult),
    /// The result of another filter, whose number is unchanged.
    Phrase,
    /// A name, a code, a date.
    Word,
}

/// What a filter makes of rows or items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListResult {
    /// A text.
    Text,
    /// Some of them.
    Some,
}

/// The kind of number that a filter formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// Any.
    Number,
    /// A count or quantity, not a share.
    Amount,
    /// A share or a growth, in percent; neither an amount nor a difference of shares.
    Share,
    /// A difference of shares, in percentage points; not a share.
    Points,
}

/// A test as documented, tested and registered.
pub struct TestEntry {
    /// Name after `is` in a template.
    pub name: &'static str,
    /// Its arguments in order, as for a filter.
    pub arguments: &'static [&'static str],
    /// What it tests, in one line.
    pub description: &'static str,
    /// A use in a French report.
    pub french: FilterExample,
    /// The same use in an English report.
    pub english: FilterExample,
    action: fn(&Call) -> Result<bool, Error>,
}

/// A template and its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilterExample {
    /// Template without variables.
    pub template: &'static str,
    /// The exact result, with its no-break spaces.
    pub result: &'static str,
}

/// Every filter, in the order of the documentation.
pub fn filter_names() -> impl Iterator<Item = &'static str> + Clone {
    FILTERS.iter().map(|entry| entry.name)
}

/// Every filter with its examples, for the documentation.
#[must_use]
pub fn filter_documentation() -> &'static [FilterEntry] {
    FILTERS
}

/// Registers every filter for one locale and its thresholds of words. A wrong value or argument is a template error that names
/// the filter, what it allows and what it was given.
pub(super) fn add_filters(environment: &mut Environment<'static>, setting: Setting) {
    for entry in FILTERS {
        let filter = move |value: Value, arguments: Rest<ValueOrKwargs>| {
            let given = arguments.into_values();
            let call = Call::bind("filter", entry.name, entry.arguments, setting, value, given)?;
            (entry.action)(&call)
        };
        environment.add_filter(entry.name, filter);
    }
    for entry in TESTS {
        let test = move |value: Value, arguments: Rest<ValueOrKwargs>| {
            let given = arguments.into_values();
            let call = Call::bind("test", entry.name, entry.arguments, setting, value, given)?;
            (entry.action)(&call)
        };
        environment.add_test(entry.name, test);
    }
    add_rows(environment);
}

/// Every test of ours with its examples, for the documentation.
#[must_use]
pub fn test_documentation() -> &'static [TestEntry] {
    TESTS
}

/// Every test of ours.
pub(crate) fn test_names() -> impl Iterator<Item = &'static str> + Clone {
    TESTS.iter().map(|entry| entry.name)
}

/// The value before one of our filters.
pub(crate) fn subject(name: &str) -> Option<Subject> {
    let mut entries = FILTERS.iter();
    entries
        .find(|entry| entry.name == name)
        .map(|entry| entry.subject)
}

/// Whether a filter formats the number before it, or keeps it a number, so that its result is still
/// that number.
pub(crate) fn writes_number(name: &str) -> bool {
    match subject(name) {
        Some(subject) => matches!(subject, Subject::Written(_) | Subject::Phrase),
        None => language_filter(name)
            .is_some_and(|filter| matches!(filter.gives, Gives::SameNumber | Gives::Number)),
    }
}

/// Whether a filter writes behind the number what it counts: it is one that is given the noun.
pub(crate) fn writes_counted(name: &str) -> bool {
    FILTERS
        .iter()
        .any(|entry| entry.name == name && entry.arguments.first() == Some(&"one"))
}

/// The filters that format several numbers of rows.
pub(crate) const ROW_FILTERS: [&str; 2] = ["shares", "filled"];

/// Replaces [`ROW_FILTERS`]: each number passes through `around`, which receives its cells and the formatted number.
pub(crate) fn add_row_filters(
    environment: &mut Environment<'static>,
    setting: Setting,
    around: impl Fn(&[Cell], String) -> String + Clone + Send + Sync + 'static,
) {
    let signed = around.clone();
    let [shares, filled] = ROW_FILTERS;
    add(environment, setting, shares, move |call| {
        shares_around(call, |row, column, written| {
            around(&[(row.clone(), column.to_owned())], written)
        })
    });
    add(environment, setting, filled, move |call| {
        filled_around(call, &signed)
    });
}

fn add(
    environment: &mut Environment<'static>,
    setting: Setting,
    name: &str,
    action: impl Fn(&Call) -> Result<Value, Error> + Send + Sync + 'static,
) {
    let Some(entry) = FILTERS.iter().find(|entry| entry.name == name) else {
        return;
    };
    let filter = move |value: Value, arguments: Rest<ValueOrKwargs>| {
        let given = arguments.into_values();
        action(&Call::bind(
            "filter",
            entry.name,
            entry.arguments,
            setting,
            value,
            given,
        )?)
    };
    environment.add_filter(entry.name, filter);
}

#[cfg(test)]
mod tests {
    use minijinja::{Environment, ErrorKind, UndefinedBehavior, context};

    use super::{Setting, add_filters, filter_documentation, test_documentation};
    use crate::text::{Locale, Words};

    fn render(locale: Locale, template: &str) -> Result<String, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let words = Words::USUAL;
        add_filters(&mut environment, Setting { locale, words });
        let label = context! { one => "langue", other => "langues", gender => "f" };
        environment.render_str(template, context! { label, share => 0.285, nothing => () })
    }

    #[test]
    fn every_example_of_the_documentation_is_true() {
        for entry in filter_documentation() {
            for locale in Locale::ALL {
                let example = match locale {
                    Locale::Fr => entry.french,
                    Locale::En => entry.english,
                };
                assert!(
                    example.template.contains(&format!("|{}", entry.name)),
                    "{}",
                    entry.name
                );
                let result = render(locale, example.template).unwrap();
                assert_eq!(result, example.result, "{locale}: {}", example.template);
            }
        }
        for entry in test_documentation() {
            for (locale, example) in [(Locale::Fr, entry.french), (Locale::En, entry.english)] {
                let named = format!(" is {}", entry.name);
                assert!(example.template.contains(&named), "{}", entry.name);
                let result = render(locale, example.template).unwrap();
                assert_eq!(result, example.result, "{locale}: {}", example.template);
            }
        }
    }

    #[test]
    fn names_are_unique_and_described_in_one_line() {
        let entries = filter_documentation();
        for (index, entry) in entries.iter().enumerate() {
            assert!(
                entries[..index]
                    .iter()
                    .all(|other| other.name != entry.name),
                "{}",
                entry.name
            );
            assert!(entry.description.ends_with('.') && !entry.description.contains('\n'));
        }
    }

    #[test]
    fn arguments_are_given_by_position_or_by_name() {
        for template in ["{{ 0.9248|percent(2) }}", "{{ 0.9248|percent(n=2) }}"] {
            assert_eq!(render(Locale::En, template).unwrap(), "92.48%");
        }
    }

    #[test]
    fn labels_bring_their_forms_and_gender() {
        for (template, french) in [
            ("{{ 3|plural(label) }}", "langues"),
            ("{{ 1|counted(label) }}", "1\u{a0}langue"),
            ("{{ label|term(0) }}", "langue"),
            ("{{ label|article }}", "la langue"),
            ("{{ label|of_the('p') }}", "des langues"),
        ] {
            assert_eq!(render(Locale::Fr, template).unwrap(), french);
        }
        assert_eq!(
            render(Locale::En, "{{ 'model'|the }}").unwrap(),
            "the model"
        );
    }

    #[test]
    fn the_noun_agrees_with_the_number_that_is_printed() {
        let template = "{{ 1.96|counted('point', 'points') }}";
        assert_eq!(render(Locale::Fr, template).unwrap(), "2\u{a0}points");
    }

    #[test]
    fn a_message_names_the_filter_what_is_allowed_and_what_was_given() {
        for (template, message) in [
            (
                "{{ 'a'|percent }}",
                "filter `percent`: the value must be a finite number, not the text \"a\"",
            ),
            (
                "{{ nothing|integer }}",
                "filter `integer`: the value must be a finite number, not none",
            ),
            (
                "{{ true|integer }}",
                "filter `integer`: the value must be a finite number, not the truth value true",
            ),
            (
                "{{ 1.5|ordinal }}",
                "filter `ordinal`: the value must be an integer, not the number 1.5",
            ),
            (
                "{{ 0.5|percent('x') }}",
                "filter `percent`: the argument `n` must be an integer from 0 to 15, not the text \"x\"",
            ),
            (
                "{{ 0.5|percent(-1) }}",
                "filter `percent`: the argument `n` must be an integer from 0 to 15, not the number -1",
            ),
            (
                "{{ 0.5|percent(m=1) }}",
                "filter `percent` takes the arguments `n`, and was given `m`",
            ),
            (
                "{{ 0.5|percent(1, n=1) }}",
                "filter `percent` takes the arguments `n`, and was given `n` twice",
            ),
            (
                "{{ 0.5|percent(1, 2) }}",
                "filter `percent` takes the arguments `n`, and was given one more, the number 2",
            ),
            (
                "{{ 5|integer(1) }}",
                "filter `integer` takes no argument, and was given one more, the number 1",
            ),
            (
                "{{ '2025-02-30'|date }}",
                "filter `date`: the value must be a date such as \"2025-10-01\", not the text \"2025-02-30\"",
            ),
            (
                "{{ 'ZZ'|country }}",
                "filter `country`: the value must be a country code of ISO 3166-1 such as \"FR\", or \"EU\" or \"XK\", not the text \"ZZ\"",
            ),
            (
                "{{ 3|plural('a') }}",
                "filter `plural`: the argument `other` must be a text, and is missing",
            ),
            (
                "{{ 'mot'|article }}",
                "filter `article`: the argument `gender` must be \"m\", \"f\" or \"p\" (plural), and is missing",
            ),
            (
                "{{ [[1]]|list }}",
                "filter `list`: an item must be a text or an integer, not a list",
            ),
            (
                "{{ 3|list }}",
                "filter `list`: the value must be a list, not the number 3",
            ),
            (
                "{{ [1]|top(-1) }}",
                "filter `top`: the argument `n` must be an integer from 0 on, not the number -1",
            ),
            (
                "{{ 1 if 'a' is ahead_of(1) }}",
                "test `ahead_of`: the value must be a finite number, not the text \"a\"",
            ),
            (
                "{{ 1 if 2 is tied(1, 'percents') }}",
                "test `tied`: the argument `written` must be \"percent\", \"points\", \"decimal\", \"integer\", \"compact\" or \"short\", not the text \"percents\"",
            ),
            (
                "{{ 3|compact(1, 2) }}",
                "filter `compact`: the argument `zeros` must be true or false, not the number 2",
            ),
        ] {
            let error = render(Locale::Fr, template).unwrap_err();
            assert_eq!(error.detail(), Some(message), "{template}");
        }
    }

    #[test]
    fn an_undefined_value_is_an_error_of_its_own() {
        for template in ["{{ absent|integer }}", "{{ label.absent|list }}"] {
            let error = render(Locale::Fr, template).unwrap_err();
            assert!(
                error.kind() == ErrorKind::UndefinedError
                    || error
                        .detail()
                        .is_some_and(|detail| detail.ends_with("an undefined value")),
                "{error:?}"
            );
        }
    }
}
