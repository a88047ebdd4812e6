//! Types of expressions, and the table of the functions of the language.

use std::fmt;

/// Type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// A truth value.
    Boolean,
    /// A day.
    Date,
    /// A list of texts.
    List,
    /// `NULL`, or the result of an expression that is wrong elsewhere: fits everything.
    Any,
}

impl Type {
    /// Whether the two can be compared or stand for each other.
    #[must_use]
    pub fn fits(self, other: Self) -> bool {
        self == other
            || self == Self::Any
            || other == Self::Any
            || (self.is_numeric() && other.is_numeric())
    }

    /// Integer or number.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Any)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::List => "list<string>",
            Self::Any => "null",
        })
    }
}

/// What a function takes and gives.
#[derive(Clone, Copy, Debug)]
pub struct FunctionEntry {
    /// Name, lower case.
    pub name: &'static str,
    /// Types of the arguments; the last one repeats when `variadic`.
    pub arguments: &'static [Type],
    /// Fewest arguments.
    pub least: usize,
    /// Whether the last argument may be repeated.
    pub variadic: bool,
    /// Type of the result; `Any` means that of the first argument.
    pub result: Type,
    /// One line for the documentation.
    pub description: &'static str,
}

const fn function(
    name: &'static str,
    arguments: &'static [Type],
    result: Type,
    description: &'static str,
) -> FunctionEntry {
    FunctionEntry {
        name,
        arguments,
        least: arguments.len(),
        variadic: false,
        result,
        description,
    }
}

use Type::{Any, Boolean, Date, Integer, List, Number, Text};

/// The functions of a row.
pub const FUNCTIONS: &[FunctionEntry] = &[
    function("lower", &[Text], Text, "lower case"),
    function("upper", &[Text], Text, "upper case"),
    function("length", &[Text], Integer, "number of characters"),
    function("left", &[Text, Integer], Text, "the first n characters"),
    function("right", &[Text, Integer], Text, "the last n characters"),
    function(
        "replace",
        &[Text, Text, Text],
        Text,
        "every second text becomes the third",
    ),
    function(
        "split_part",
        &[Text, Text, Integer],
        Text,
        "the n-th part, from 1, of a text cut at a separator",
    ),
    function(
        "starts_with",
        &[Text, Text],
        Boolean,
        "whether the text begins so",
    ),
    function(
        "ends_with",
        &[Text, Text],
        Boolean,
        "whether the text ends so",
    ),
    function(
        "strpos",
        &[Text, Text],
        Integer,
        "position from 1 of the second text, 0 if absent",
    ),
    function(
        "regexp_like",
        &[Text, Text],
        Boolean,
        "whether a regular expression matches",
    ),
    FunctionEntry {
        variadic: true,
        ..function(
            "concat",
            &[Text, Text],
            Text,
            "the texts one after the other",
        )
    },
    FunctionEntry {
        variadic: true,
        ..function(
            "coalesce",
            &[Any, Any],
            Any,
            "the first value that is not null",
        )
    },
    function(
        "nullif",
        &[Any, Any],
        Any,
        "null if both are equal, else the first",
    ),
    FunctionEntry {
        variadic: true,
        ..function("greatest", &[Any, Any], Any, "the greatest value")
    },
    FunctionEntry {
        variadic: true,
        ..function("least", &[Any, Any], Any, "the least value")
    },
    function("abs", &[Number], Any, "without sign"),
    FunctionEntry {
        least: 1,
        ..function(
            "round",
            &[Number, Integer],
            Any,
            "rounded to n decimals, 0 by default",
        )
    },
    function("floor", &[Number], Any, "the next lower whole number"),
    function("ceil", &[Number], Any, "the next higher whole number"),
    function(
        "array_length",
        &[List],
        Integer,
        "number of values in a list",
    ),
    function(
        "array_contains",
        &[List, Text],
        Boolean,
        "whether a list holds a value",
    ),
    function(
        "array_to_string",
        &[List, Text],
        Text,
        "the values of a list one after the other, with a separator",
    ),
    function(
        "date_part",
        &[Text, Date],
        Integer,
        "`'year'`, `'month'` or `'day'` of a date",
    ),
];

/// The aggregates, for messages.
pub const AGGREGATES: [&str; 5] = ["sum", "count", "min", "max", "avg"];
