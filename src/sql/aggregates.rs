//! The aggregates of the language, in one table: names, and what each gives over the values of rows.
//! `docs/sql.md` is made from it, and a test runs every case.

/// An aggregate over the values `x` of rows.
pub(crate) struct AggregateEntry {
    /// Names, lower case; none for what is said of all.
    pub names: &'static [&'static str],
    /// How it is written.
    pub written: &'static str,
    /// What it gives.
    pub meaning: &'static str,
    /// An expression, the values of `x` in the rows, what it gives.
    pub cases: &'static [(&'static str, &'static str, &'static str)],
}

/// All aggregates.
pub(crate) const AGGREGATES: [AggregateEntry; 7] = [
    AggregateEntry {
        names: &["count"],
        written: "`count(*)`, `count(x)`, `count(DISTINCT x, y)`",
        meaning: "how many rows; how many of them have a value; how many different values, or tuples none of which is missing, there are",
        cases: &[
            ("count(*)", "3, NULL, 3", "3"),
            ("count(x)", "3, NULL, 3", "2"),
            ("count(DISTINCT x)", "3, NULL, 3, 3.0", "1"),
            ("count(*)", "", "0"),
        ],
    },
    AggregateEntry {
        names: &["sum"],
        written: "`sum(x)`",
        meaning: "the sum, exact and the same in any order of the rows; 0 of nothing. A number with a fraction counts as the decimal that is written, or as the shortest that a column's float has (17 digits at most); a quotient that never ends counts as the decimal of the nearest float. More than 38 digits are the nearest number of 17 digits, or an error for whole numbers",
        cases: &[
            ("sum(x)", "1, NULL, 2", "3"),
            ("sum(x)", "", "0"),
            ("sum(x)", "NULL, NULL", "0"),
            ("sum(x)", "0.1, 0.2, -0.3", "0.0"),
            ("sum(x) = 0.3", "0.1, 0.1, 0.1", "true"),
            (
                "sum(x) = 9007199254740994.5",
                "9007199254740993, 1, 0.5",
                "true",
            ),
            ("sum(x)", "1e20, 1.5, -1e20", "1.5"),
            (
                "sum(x)",
                "100000000000000000000000000000000000000, 100000000000000000000000000000000000000",
                "error: `sum` is more than the 38 digits of a whole number",
            ),
        ],
    },
    AggregateEntry {
        names: &["avg"],
        written: "`avg(x)`",
        meaning: "the sum divided by the number of values, a fraction that is rounded when it is shown; missing of nothing",
        cases: &[
            ("avg(x)", "1, NULL, 2", "1.5"),
            ("avg(x) * 3", "1, 0, 0", "1"),
            ("avg(x)", "NULL", "NULL"),
        ],
    },
    AggregateEntry {
        names: &["median"],
        written: "`median(x)`",
        meaning: "the number in the middle, the mean of the two in the middle of an even number of them; whole where it is whole; missing of nothing. The same as `quantile(x, 0.5)`",
        cases: &[
            ("median(x)", "9, NULL, 1, 5", "5"),
            ("median(x)", "9, 1, 5, 2", "3.5"),
            ("median(x)", "9, 1, 4, 2", "3"),
            ("median(x) = 0.15", "0.1, 0.2", "true"),
            ("median(x)", "", "NULL"),
        ],
    },
    AggregateEntry {
        names: &["quantile"],
        written: "`quantile(x, 0.9)`",
        meaning: "the number at a place from 0 (the least) to 1 (the greatest), exact. Of n numbers in order the place is `(n - 1) * 0.9`, counted from 0; between two numbers it is the number in proportion, as `PERCENTILE_CONT` of other databases. The place is written down, or a param",
        cases: &[
            ("quantile(x, 0.9)", "0, 5, 15, 30, 50", "42"),
            ("quantile(x, 0.25)", "0, 5, 15, 30, 50", "5"),
            ("quantile(x, 0)", "3, 1, 2", "1"),
            ("quantile(x, 1)", "3, 1, 2", "3"),
            (
                "quantile(x, 1.5)",
                "1",
                "refused: the place of `quantile` is a number from 0 to 1 with at most 6 decimals, written down or a param",
            ),
        ],
    },
    AggregateEntry {
        names: &["min", "max"],
        written: "`min(x)`, `max(x)`",
        meaning: "the least and the greatest value, of numbers, texts (by their code points), days and truth values; missing of nothing",
        cases: &[
            ("min(x)", "3, NULL, -1", "-1"),
            ("max(x)", "'a', 'Z', 'é'", "'é'"),
            (
                "max(x) - min(x)",
                "DATE '2024-02-28', DATE '2024-03-01'",
                "2",
            ),
            ("max(x)", "", "NULL"),
        ],
    },
    AggregateEntry {
        names: &[],
        written: "`… FILTER (WHERE p)`",
        meaning: "any aggregate over the rows for which a condition is true",
        cases: &[
            ("sum(x) FILTER (WHERE x > 1)", "1, 2, NULL, 3", "5"),
            (
                "count(*) FILTER (WHERE x IS NULL) / count(*)",
                "1, NULL, NULL, 3",
                "0.5",
            ),
            ("sum(x) / count(x)", "NULL", "NULL"),
        ],
    },
];

/// Their names.
pub(crate) fn aggregate_names() -> impl Iterator<Item = &'static str> + Clone {
    AGGREGATES.iter().flat_map(|entry| entry.names).copied()
}
