//! The results of literals, operators, casts and aggregates, line by line: `docs/sql.md` is
//! generated from this table and from that of the [functions](super::functions), and a test runs
//! every case.

/// A line of the documentation.
pub(crate) struct Line {
    /// How it is written.
    pub written: &'static str,
    /// Its result.
    pub meaning: &'static str,
    /// Expressions and their results.
    pub cases: &'static [(&'static str, &'static str)],
}

const fn line(
    written: &'static str,
    meaning: &'static str,
    cases: &'static [(&'static str, &'static str)],
) -> Line {
    Line {
        written,
        meaning,
        cases,
    }
}

/// What holds for every expression.
pub(crate) const PRINCIPLES: &[Line] = &[
    line(
        "Missing.",
        "`NULL` is a missing value. Where nothing else is said, an expression with a missing part is missing.",
        &[("upper(NULL)", "NULL"), ("1 + NULL", "NULL")],
    ),
    line(
        "Exact or an error.",
        "Whole numbers have 38 digits and never wrap; a column or dimension holds 64 bits of them. Decimals (`decimal(2)`) are added, subtracted and multiplied to the digit, with 38 of them. Numbers with a fraction are decimals. What cannot be exact is an error that shows the first such row, except that a number of more than 38 digits becomes the nearest one of 17.",
        &[
            ("0.1 + 0.2 = 0.3", "true"),
            ("9223372036854775807 + 1", "9223372036854775808"),
            (
                "CAST('12.81' AS DECIMAL(4, 2)) * CAST('0.5' AS DECIMAL(2, 1))",
                "6.405",
            ),
            (
                "CAST('170141183460469231731687303715884105727' AS INTEGER) + 1",
                "error: `170141183460469231731687303715884105727 + 1` is more than the 38 digits of a whole number",
            ),
        ],
    ),
    line(
        "No NaN, no infinity.",
        "A division by zero is missing, a cell that is not finite breaks the contract.",
        &[
            ("1 / 0", "NULL"),
            ("0 / 0 > 0.4", "NULL"),
            (
                "CAST('inf' AS DOUBLE)",
                "error: `CAST('inf' AS DOUBLE)` has no value",
            ),
        ],
    ),
    line(
        "Rounding",
        "is half away from zero, everywhere.",
        &[
            ("round(2.5)", "3"),
            ("round(-0.5)", "-1"),
            ("round(0.125, 2)", "0.13"),
        ],
    ),
    line(
        "Text",
        "is counted in characters, never in bytes, and compared as it is written, with its case and accents.",
        &[
            ("length('éa')", "2"),
            ("'Été' = 'été'", "false"),
            ("'ete' = 'été'", "false"),
        ],
    ),
    line(
        "Order of computing.",
        "`AND` stops at the first part that is false, `OR` at the first that is true, `CASE` and `coalesce` at the first that is taken; an error in what is not computed is none. Over the rows of a source a condition may be cut into parts that are computed apart: guard a cast with `TRY_CAST` or `CASE`, not with `AND`.",
        &[
            ("1 > 2 AND CAST('x' AS INTEGER) = 1", "false"),
            ("1 < 2 OR CAST('x' AS INTEGER) = 1", "true"),
            ("coalesce('a', CAST(CAST('x' AS INTEGER) AS TEXT))", "'a'"),
        ],
    ),
];

/// Everything except functions, by topic.
pub(crate) const OPERATORS: [(&str, &[Line]); 7] = [
    ("Values", VALUES),
    ("Arithmetic", ARITHMETIC),
    ("Comparisons", COMPARISONS),
    ("Conditions", CONDITIONS),
    ("Texts and JSON", TEXTS),
    ("Days", DAYS),
    ("Casts", CASTS),
];

const VALUES: &[Line] = &[
    line(
        "`'text'`",
        "a text; a quote inside is written twice",
        &[("'it''s'", "'it''s'")],
    ),
    line(
        "`12`, `0.5`, `1e9`",
        "a number, exact: at most 38 digits. A whole number has no point",
        &[
            ("1e9", "1000000000"),
            ("0.1 + 0.2 = 0.3", "true"),
            (
                "170141183460469231731687303715884105728",
                "refused: `170141183460469231731687303715884105728` has more digits than a number keeps, which is 38",
            ),
        ],
    ),
    line(
        "`DATE '2025-10-01'`",
        "a day",
        &[
            ("DATE '2025-10-01'", "DATE '2025-10-01'"),
            (
                "DATE '2025-02-29'",
                "refused: `2025-02-29` is not a day in ISO form such as 2025-10-01",
            ),
        ],
    ),
    line("`TRUE`, `FALSE`", "a truth value", &[("TRUE", "true")]),
    line("`NULL`", "no value", &[("NULL", "NULL")]),
    line(
        "`['en', 'fr']`",
        "a list of texts",
        &[("['en', 'fr']", "['en', 'fr']")],
    ),
];

const ARITHMETIC: &[Line] = &[
    line(
        "`a + b`, `a - b`, `a * b`",
        "exact. Whole numbers stay whole and have 38 digits; more is an error, never a wrapped number. A number with a fraction is the decimal that is written (a column's as its shortest decimal); beyond 38 digits the nearest number of 17 digits",
        &[
            ("300000000 * 70000000000", "21000000000000000000"),
            ("1.005 * 1000", "1005"),
            ("5 + NULL", "NULL"),
            (
                "100000000000000000000 * 10000000000000000000",
                "error: `100000000000000000000 * 10000000000000000000` is more than the 38 digits of a whole number",
            ),
            (
                "'a' + 1",
                "refused: `'a'` is of type string, number is needed here",
            ),
        ],
    ),
    line(
        "`a / b`",
        "the quotient, a number with a fraction also of whole numbers; missing for a division by zero",
        &[
            ("7 / 2", "3.5"),
            ("1 / 3 * 3 = 1", "true"),
            ("7 / 0", "NULL"),
            ("0 / 0", "NULL"),
        ],
    ),
    line(
        "`a % b`",
        "the rest of the division, with the sign of the first number; missing for a division by zero",
        &[
            ("7 % 3", "1"),
            ("-7 % 3", "-1"),
            ("7.5 % 2", "1.5"),
            ("7 % 0", "NULL"),
        ],
    ),
    line("`-a`", "with the other sign", &[("-(2 - 5)", "3")]),
];

const COMPARISONS: &[Line] = &[
    line(
        "`=`, `<>`, `<`, `<=`, `>`, `>=`",
        "by exact value; texts by their code points, so that upper case stands before lower case, both before accents, and '10' before '9'; unknown (NULL) if a side is missing",
        &[
            ("1 / 2 = 0.5", "true"),
            ("9007199254740993 > 9007199254740992.0", "true"),
            ("'Z' < 'a'", "true"),
            ("DATE '2025-10-01' > DATE '2024-12-31'", "true"),
            ("nullif(1, 1) = 1", "NULL"),
            (
                "'1' = 1",
                "refused: cannot compare `'1'` (string) with `1` (integer)",
            ),
            ("1 = NULL", "refused: a comparison with NULL is never true"),
        ],
    ),
    line(
        "`a IN (b, c)`, `NOT IN`",
        "equal to one; unknown if `a` is missing, or if it equals none and one is missing",
        &[
            ("'b' IN ('a', 'b')", "true"),
            ("'c' NOT IN ('a', 'b')", "true"),
            ("nullif(1, 1) IN (1)", "NULL"),
            ("2 IN (1, nullif(1, 1))", "NULL"),
        ],
    ),
    line(
        "`a BETWEEN b AND c`",
        "both ends included",
        &[
            ("5 BETWEEN 1 AND 5", "true"),
            ("0 NOT BETWEEN 1 AND 5", "true"),
        ],
    ),
    line(
        "`a IS NULL`, `IS NOT NULL`",
        "whether there is a value; never unknown",
        &[("NULL IS NULL", "true"), ("'' IS NULL", "false")],
    ),
    line(
        "`text LIKE pattern`, `ILIKE`",
        "`%` is any text, `_` one character; `ESCAPE '!'` makes the sign behind `!` stand for itself; `ILIKE` takes upper and lower case as the same",
        &[
            ("'été' LIKE '_t_'", "true"),
            ("'llama-GGUF' LIKE '%gguf'", "false"),
            ("'llama-GGUF' ILIKE '%gguf'", "true"),
            ("'100%' LIKE '100!%' ESCAPE '!'", "true"),
            ("'100 %' LIKE '100!%' ESCAPE '!'", "false"),
            (
                "'a' LIKE 'a!' ESCAPE '!'",
                "refused: the pattern ends with `!`, which makes the next character stand for itself",
            ),
            (
                "'a' LIKE 'a' ESCAPE 'xy'",
                "refused: ESCAPE takes one character, found 'xy'",
            ),
        ],
    ),
];

const CONDITIONS: &[Line] = &[
    line(
        "`p AND q`, `p OR q`, `NOT p`",
        "with unknown as the third value: it stays where the other part does not decide. A row counts where a condition is true",
        &[
            ("TRUE AND NULL", "NULL"),
            ("FALSE AND NULL", "false"),
            ("TRUE OR NULL", "true"),
            ("FALSE OR NULL", "NULL"),
            ("NOT (NULL AND TRUE)", "NULL"),
        ],
    ),
    line(
        "`p IS TRUE`, `IS FALSE`, `IS NOT TRUE`, `IS NOT FALSE`",
        "never unknown: a row without a value is not true",
        &[
            ("(nullif(1, 1) > 5) IS NOT TRUE", "true"),
            ("(nullif(1, 1) > 5) IS TRUE", "false"),
            ("(nullif(1, 1) > 5) IS NOT FALSE", "true"),
        ],
    ),
    line(
        "`CASE WHEN p THEN a ELSE b END`, `CASE x WHEN y THEN a END`",
        "the value of the first condition that is true; missing without ELSE. Values of other branches are not computed",
        &[
            ("CASE WHEN NULL THEN 'a' ELSE 'b' END", "'b'"),
            ("CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", "'b'"),
            ("CASE WHEN FALSE THEN CAST('x' AS INTEGER) END", "NULL"),
        ],
    ),
];

const TEXTS: &[Line] = &[
    line(
        "`a || b`",
        "one after the other; missing if a side is",
        &[("'a' || 'b'", "'ab'"), ("'a' || NULL", "NULL")],
    ),
    line(
        "`json ->> 'key'`, `json ->> 0`",
        "a member of a text that is JSON, as text, by its key or its position from 0; missing where there is none or it is null. Digits stay as they are written",
        &[
            (
                "'{\"total\": 9007199254740993}' ->> 'total'",
                "'9007199254740993'",
            ),
            ("'{\"a\": \"b\"}' ->> 'a'", "'b'"),
            ("'[1, [2, 3]]' ->> 1", "'[2, 3]'"),
            ("'{\"a\": null}' ->> 'a'", "NULL"),
            ("'{\"a\": 1}' ->> 'b'", "NULL"),
            (
                "'{\"a\": 1, \"a\": 2}' ->> 'a'",
                "error: `a` stands twice in `{\"a\": 1, \"a\": 2}`",
            ),
            ("'{' ->> 'a'", "error: `{` is no JSON"),
        ],
    ),
    line(
        "`json -> 'key'`",
        "a member as JSON, to ask for its own members",
        &[
            ("'{\"a\": {\"b\": 2}}' -> 'a' ->> 'b'", "'2'"),
            ("'{\"a\": \"b\"}' -> 'a'", "'\"b\"'"),
        ],
    ),
];

const DAYS: &[Line] = &[
    line(
        "`day - day`",
        "the number of days between them",
        &[("DATE '2025-03-01' - DATE '2024-02-29'", "366")],
    ),
    line(
        "`day + 7`, `day - 7`",
        "so many days later or earlier, in the years 1 to 9999",
        &[
            ("DATE '2024-02-28' + 2", "DATE '2024-03-01'"),
            ("DATE '2025-01-01' - 1", "DATE '2024-12-31'"),
        ],
    ),
];

const CASTS: &[Line] = &[
    line(
        "`CAST(a AS INTEGER)`",
        "a whole number from a number or a text (spaces around it are skipped); a fraction is an error unless it is rounded before",
        &[
            ("CAST(' 12 ' AS INTEGER)", "12"),
            ("CAST(7000000000.0 AS INTEGER)", "7000000000"),
            ("CAST('1e3' AS INTEGER)", "1000"),
            (
                "CAST(2.5 AS INTEGER)",
                "error: `CAST(2.5 AS INTEGER)` would lose a fraction",
            ),
            ("CAST(round(2.5) AS INTEGER)", "3"),
            ("CAST(TRUE AS INTEGER)", "1"),
            (
                "CAST('1,5' AS INTEGER)",
                "error: `CAST('1,5' AS INTEGER)` has no value",
            ),
            (
                "CAST('' AS INTEGER)",
                "error: `CAST('' AS INTEGER)` has no value",
            ),
        ],
    ),
    line(
        "`CAST(a AS DECIMAL(18, 2))`",
        "a decimal with so many digits in all, at most 38, and so many of them behind the point, at most 12; one that would lose a digit is an error",
        &[
            ("CAST('12.81' AS DECIMAL(18, 2)) * 100", "1281.00"),
            ("CAST(CAST(7 AS DECIMAL(3, 1)) AS TEXT)", "'7.0'"),
            (
                "CAST(12.815 AS DECIMAL(18, 2))",
                "error: `CAST(12.815 AS DECIMAL(18, 2))` would lose digits",
            ),
            ("CAST(round(12.815, 2) AS DECIMAL(18, 2))", "12.82"),
            ("TRY_CAST(1 / 3 AS DECIMAL(18, 2))", "NULL"),
            (
                "CAST(1234 AS DECIMAL(4, 1))",
                "error: `CAST(1234 AS DECIMAL(4, 1))` has more than 4 digits",
            ),
            ("CAST('12' AS DECIMAL(4))", "12"),
            (
                "CAST(1 AS DECIMAL)",
                "refused: `DECIMAL` does not say how many digits there are: at most 38 in all, and of these at most 12 behind the point",
            ),
        ],
    ),
    line(
        "`CAST(a AS DOUBLE)`",
        "a number from a text, exact; NaN and infinity are no numbers",
        &[
            ("CAST('0.1' AS DOUBLE) * 3 = 0.3", "true"),
            (
                "CAST('NaN' AS DOUBLE)",
                "error: `CAST('NaN' AS DOUBLE)` has no value",
            ),
        ],
    ),
    line(
        "`CAST(a AS TEXT)`",
        "digits with a point and without an exponent, 17 at most behind a fraction; a day as 2025-10-01; `true`, `false`",
        &[
            ("CAST(0.50 AS TEXT)", "'0.5'"),
            ("CAST(1 / 3 AS TEXT)", "'0.3333333333333333'"),
            ("CAST(DATE '2025-10-01' AS TEXT)", "'2025-10-01'"),
            ("CAST(1 > 2 AS TEXT)", "'false'"),
            (
                "CAST(['a'] AS TEXT)",
                "refused: `['a']` is of type list<string>, which cannot be cast to string",
            ),
        ],
    ),
    line(
        "`CAST(a AS BOOLEAN)`",
        "`true` and `false` in any case, 0 and 1",
        &[
            ("CAST('True' AS BOOLEAN)", "true"),
            ("CAST(1 AS BOOLEAN)", "true"),
            (
                "CAST(2 AS BOOLEAN)",
                "error: `CAST(2 AS BOOLEAN)` has no value",
            ),
        ],
    ),
    line(
        "`CAST(a AS DATE)`",
        "a day from a text such as 2025-10-01",
        &[
            ("CAST('2025-10-01' AS DATE)", "DATE '2025-10-01'"),
            (
                "CAST('2025-02-29' AS DATE)",
                "error: `CAST('2025-02-29' AS DATE)` has no value",
            ),
            (
                "CAST(20251001 AS DATE)",
                "refused: `20251001` is of type integer, which cannot be cast to date",
            ),
        ],
    ),
    line(
        "`TRY_CAST(a AS type)`",
        "missing where CAST is an error",
        &[
            ("TRY_CAST('x' AS INTEGER)", "NULL"),
            ("TRY_CAST(2.5 AS INTEGER)", "NULL"),
        ],
    ),
];
