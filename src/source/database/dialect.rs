//! How databases write SQL: names, texts and types. Everything else that is asked of them all of them write alike.

/// A way to write SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// DuckDB: names in double quotes.
    DuckDb,
    /// Spark and Sail: names in backticks, a backslash in a text hides its meaning.
    Spark,
    /// The standard, as DataFusion and PostgreSQL read it: names in double quotes.
    Standard,
}

#[cfg(feature = "adbc")]
impl Dialect {
    /// A name.
    #[must_use]
    pub(crate) fn quoted(self, name: &str) -> String {
        match self {
            Self::DuckDb | Self::Standard => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::Spark => format!("`{}`", name.replace('`', "``")),
        }
    }

    /// A text.
    #[must_use]
    pub(crate) fn text(self, text: &str) -> String {
        let text = match self {
            Self::DuckDb | Self::Standard => text.replace('\'', "''"),
            Self::Spark => text.replace('\\', "\\\\").replace('\'', "\\'"),
        };
        format!("'{text}'")
    }

    /// The type of texts.
    #[must_use]
    pub(crate) fn texts(self) -> &'static str {
        match self {
            Self::DuckDb | Self::Standard => "VARCHAR",
            Self::Spark => "STRING",
        }
    }

    /// A number as a float, from its shortest decimal.
    #[must_use]
    pub(crate) fn float(self, number: f64) -> String {
        format!("CAST({} AS DOUBLE)", self.text(&format!("{number:e}")))
    }
}

#[cfg(all(test, feature = "adbc"))]
mod tests {
    use super::Dialect;

    #[test]
    fn a_name_or_text_cannot_end_itself() {
        assert_eq!(Dialect::DuckDb.quoted("a\"b"), "\"a\"\"b\"");
        assert_eq!(Dialect::Spark.quoted("a`b"), "`a``b`");
        assert_eq!(Dialect::DuckDb.text("it's \\"), "'it''s \\'");
        assert_eq!(Dialect::Spark.text("it's \\"), "'it\\'s \\\\'");
    }
}
