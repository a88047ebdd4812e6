//! What the template language itself brings: its filters, tests, functions and statements, each with what the
//! checks have to know of it. MiniJinja keeps these lists to itself; a test holds them against its environment.

/// A filter of the language.
pub(crate) struct LanguageFilter {
    /// Name behind `|`.
    pub(crate) name: &'static str,
    /// What it gives.
    pub(crate) gives: Gives,
    /// How it is reported a column.
    pub(crate) column: ColumnArgument,
}

/// What a filter gives, as far as numbers and rows of a breakdown are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    /// The number that it was given, which means what it meant.
    SameNumber,
    /// The number that it was given in another form.
    Number,
    /// Some or all of the rows that it was given.
    Rows,
    /// One of the rows.
    Row,
    /// How many there are.
    Count,
    /// A value of the column that it was reported.
    OfColumn,
    /// Something else.
    Other,
}

/// How a filter of rows is reported a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnArgument {
    /// Not at all.
    None,
    /// First.
    First,
    /// As `attribute=`.
    Named,
    /// In either way.
    Either,
}

const fn filter(name: &'static str, gives: Gives, column: ColumnArgument) -> LanguageFilter {
    LanguageFilter {
        name,
        gives,
        column,
    }
}

const fn other(name: &'static str) -> LanguageFilter {
    filter(name, Gives::Other, ColumnArgument::None)
}

/// The filters that ours do not replace.
pub(crate) static FILTERS: &[LanguageFilter] = &[
    filter("abs", Gives::SameNumber, ColumnArgument::None),
    other("attr"),
    other("batch"),
    other("bool"),
    other("chain"),
    filter("count", Gives::Count, ColumnArgument::None),
    other("d"),
    other("default"),
    other("dictsort"),
    other("e"),
    other("escape"),
    filter("first", Gives::Row, ColumnArgument::None),
    filter("float", Gives::Number, ColumnArgument::None),
    other("format"),
    filter("groupby", Gives::Other, ColumnArgument::Either),
    other("indent"),
    filter("int", Gives::Number, ColumnArgument::None),
    other("items"),
    other("join"),
    filter("last", Gives::Row, ColumnArgument::None),
    filter("length", Gives::Count, ColumnArgument::None),
    other("lines"),
    other("lower"),
    filter("map", Gives::Other, ColumnArgument::Named),
    filter("max", Gives::Row, ColumnArgument::Named),
    filter("min", Gives::Row, ColumnArgument::Named),
    other("pprint"),
    filter("reject", Gives::Rows, ColumnArgument::None),
    filter("rejectattr", Gives::Rows, ColumnArgument::First),
    other("replace"),
    filter("reverse", Gives::Rows, ColumnArgument::None),
    filter("round", Gives::SameNumber, ColumnArgument::None),
    other("safe"),
    filter("select", Gives::Rows, ColumnArgument::None),
    filter("selectattr", Gives::Rows, ColumnArgument::First),
    other("slice"),
    filter("sort", Gives::Rows, ColumnArgument::Named),
    other("split"),
    other("string"),
    filter("sum", Gives::OfColumn, ColumnArgument::Named),
    other("title"),
    other("tojson"),
    other("trim"),
    filter("unique", Gives::Rows, ColumnArgument::Named),
    other("upper"),
    other("zip"),
];

/// The tests; operators, which are tests too, stand in words only.
pub(crate) const TESTS: &[&str] = &[
    "boolean",
    "defined",
    "divisibleby",
    "endingwith",
    "eq",
    "equalto",
    "escaped",
    "even",
    "false",
    "filter",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "int",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "safe",
    "sameas",
    "sequence",
    "startingwith",
    "string",
    "test",
    "true",
    "undefined",
    "upper",
];

/// The functions, without `debug`, which prints what no report is about.
pub(crate) const FUNCTIONS: [&str; 3] = ["dict", "namespace", "range"];

/// The statements of texts: what opens a block, what may stand in it, what closes it.
pub(crate) const STATEMENTS: [&str; 10] = [
    "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "macro", "endmacro",
];

/// The filter of a name.
pub(crate) fn language_filter(name: &str) -> Option<&'static LanguageFilter> {
    FILTERS.iter().find(|filter| filter.name == name)
}

#[cfg(test)]
mod tests {
    use super::{FILTERS, FUNCTIONS, STATEMENTS, TESTS};
    use crate::template::TemplateCache;
    use crate::template::environment::parse_template;
    use crate::template::filters::{Setting, filter_names, test_names};
    use crate::text::{Locale, SpelledNames, Words};
    use std::collections::BTreeSet;

    /// The names of a kind in what the environment says of itself.
    fn of_environment(kind: &str) -> BTreeSet<String> {
        let setting = Setting {
            locale: Locale::En,
            words: Words::USUAL,
        };
        let base = TemplateCache::default().take((setting.locale, false));
        let environment =
            crate::template::environment(setting, SpelledNames::default(), None, base);
        let said = format!("{environment:?}");
        let (_, behind) = said.split_once(&format!(" {kind}: [")).unwrap();
        let (list, _) = behind.split_once(']').unwrap();
        list.split(", ")
            .map(|name| name.trim_matches('"').to_owned())
            .filter(|name| name.starts_with(char::is_alphabetic))
            .collect()
    }

    fn all<'a>(
        one: impl Iterator<Item = &'a str>,
        other: impl Iterator<Item = &'a str>,
    ) -> BTreeSet<String> {
        one.chain(other).map(str::to_owned).collect()
    }

    #[test]
    fn filters_are_those_of_the_environment_and_none_stands_in_both_tables() {
        let own = FILTERS.iter().map(|filter| filter.name);
        assert_eq!(all(own.clone(), filter_names()), of_environment("filters"));
        assert!(
            own.clone()
                .all(|name| filter_names().all(|ours| ours != name))
        );
    }

    #[test]
    fn tests_are_those_of_the_environment() {
        assert_eq!(
            all(TESTS.iter().copied(), test_names()),
            of_environment("tests")
        );
    }

    #[test]
    fn functions_are_those_of_the_environment_but_one() {
        let environment = minijinja::Environment::new();
        let known = environment.globals().map(|(name, _)| name.to_owned());
        let known: BTreeSet<String> = known.filter(|name| name != "debug").collect();
        assert_eq!(all(FUNCTIONS.into_iter(), [].into_iter()), known);
    }

    #[test]
    fn statements_are_known_to_the_language() {
        for statement in STATEMENTS {
            let block = match statement.strip_prefix("end").unwrap_or(statement) {
                "elif" => "{% if a %}{% elif b %}{% endif %}".to_owned(),
                "else" => "{% if a %}{% else %}{% endif %}".to_owned(),
                "if" => "{% if a %}{% endif %}".to_owned(),
                "for" => "{% for a in b %}{% endfor %}".to_owned(),
                "set" => "{% set a %}{% endset %}".to_owned(),
                opened => format!("{{% {opened} a() %}}{{% end{opened} %}}"),
            };
            assert!(block.contains(&format!("% {statement} ")), "{block}");
            assert!(parse_template(&block).is_ok(), "{block}");
        }
    }
}
