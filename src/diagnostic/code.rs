//! Every code with its title and explanation: the one table behind messages and
//! `docs/diagnostics.md`.

use std::fmt;

/// A stable code such as `HF0201`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The code as it is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The address of its section in the documentation.
    #[must_use]
    pub(crate) fn documentation(self) -> String {
        format!("docs/diagnostics.md#{}", self.0.to_lowercase())
    }

    /// The entry of a code given as text.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<&'static CodeEntry> {
        CODES.iter().find(|entry| entry.code.0 == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// How a code is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raised {
    /// Always as an error.
    AsError,
    /// As a warning that `check` can raise.
    AsWarning,
    /// As a warning that needs the rows; the spec may turn it into an error.
    AsWarningOfRun,
    /// As an error that needs the rows; the spec may waive it all the same, or turn it into a warning.
    AsErrorOfRun,
    /// As an error that needs the rows, or, where the definition says `severity: warning`, as a warning that may be waived.
    AsErrorUnlessSaid,
}

/// What is known about a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// Whether it can be waived, and whether raising it needs the rows.
    pub raised: Raised,
    /// One line.
    pub title: &'static str,
    /// Why it is raised and what to do.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal $raised:ident, $title:literal, $explanation:literal;)*) => {
        impl Code {
            $(#[doc = $title] pub const $name: Code = Code($code);)*
        }
        /// All codes, in order.
        pub const CODES: &[CodeEntry] = &[
            $(CodeEntry { code: Code::$name, raised: Raised::$raised, title: $title, explanation: $explanation },)*
        ];
    };
}

codes! {
    FILE = "HF0101" AsError, "a file of the report cannot be read",
        "The spec, a file that it extends, a template, a lookup or a list of published figures is missing or cannot be read. Paths in a spec are relative to the file in which they stand.";
    OUTSIDE = "HF0102" AsError, "a path leaves the root",
        "What a spec names must lie inside the root: the folder of `hfreport.toml`, else of the repository, else of the spec. Symbolic links are followed first. `--allow-path DIR` allows one more folder.";
    YAML = "HF0103" AsError, "the file is not YAML that a spec may use",
        "The YAML cannot be read. Tabs do not indent, a text that begins with `{`, `[`, `%`, `@`, `` ` ``, `&`, `*` or `!` or that contains `: ` needs quotes, merges (`<<`) and tags are not used: `extends` shares parts between specs.";
    DUPLICATE_KEY = "HF0104" AsError, "a key stands twice in one map",
        "YAML would silently keep one of the two. Rename or remove one.";
    EXTENDS_CYCLE = "HF0105" AsError, "a spec extends itself",
        "The chain of `extends` comes back to a file that it already contains.";
    PARAM = "HF0106" AsError, "a param is unknown or has a wrong value",
        "`--set name=value` and `{{ params.name }}` refer to the names under `params` (a source's path can also be set by the source's name); the value must have the param's type.";
    PERIODS = "HF0107" AsError, "the table of periods is wrong",
        "Every row of `periods` is a period, in order of time: no two for one period, a value for every param of its header, and no column that is no param. The mark is at the cell.";
    NO_PERIOD = "HF0108" AsError, "there is no such period",
        "`--set`, `periods.default` or `--each` names a period that has no row in the table of `periods`. The message lists those that there are.";
    NOT_IN_INDEX = "HF0109" AsWarningOfRun, "a bundle is not in the index of the periods, or without its numbers",
        "The index lists the bundles of one report with their headline numbers. One that another version of the program wrote, or that has no `report.json`, is listed without numbers: run its period again. One of another spec is not listed: let the bundles of each spec stand in a folder of their own.";
    INPUTS = "HF0110" AsError, "the inputs of a bundle are not at hand",
        "`compare --rows` and `compare --attribute` compute bundles again from the spec, the lookups and the rows that their manifests name. They must lie below the root as they were; `--old-root` and `--new-root` name another one, such as a working tree of the state of then. A row is found again by a `unique` column of its source.";
    OTHER_PERIOD = "HF0111" AsWarning, "the file of another period is not there",
        "The table of `periods` has a row for a period whose file is not at hand; the one that is run does not need it. Put the file there, or remove the row until it comes: whoever runs that period gets an error. A spec whose table is ahead of its files waives it, `allow: [HF0111]`; the waiver may stay when they are there.";
    UNKNOWN_KEY = "HF0201" AsError, "a key is unknown",
        "The grammar has no such key in this place. The message lists those that it has.";
    WRONG_VALUE = "HF0202" AsError, "a value has a wrong type or is not allowed",
        "The message says what was found and what is allowed.";
    MISSING_KEY = "HF0203" AsError, "a required key is missing",
        "Add the key that the message names.";
    RESERVED = "HF0204" AsError, "a key is reserved",
        "The key belongs to a later version of the language, so that it cannot be used for anything else.";
    UNKNOWN_NAME = "HF0301" AsError, "a name refers to nothing",
        "Sources, lookups, dimensions, measures, filters, breakdowns, metrics and charts are referred to by name. The message lists the names of that kind and the nearest one.";
    DUPLICATE_NAME = "HF0302" AsError, "a name is used twice in one namespace",
        "Columns, dimensions and filters are one namespace, since all may stand in an expression; breakdowns and metrics are another, since both may stand in a text.";
    CYCLE = "HF0303" AsError, "definitions refer to each other in a circle",
        "A lookup dimension, a filter, a breakdown or a metric depends on itself. The message shows the circle.";
    SQL_SYNTAX = "HF0304" AsError, "an SQL expression cannot be read",
        "Expressions are SQL as in a SELECT list: names, 'texts' in single quotes, numbers, comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, CASE, functions.";
    SQL_TYPE = "HF0305" AsError, "the types in an SQL expression do not fit",
        "The message says both types and where each comes from.";
    SQL_FUNCTION = "HF0306" AsError, "an SQL function is unknown or used wrongly",
        "The functions of the language are listed in docs/sql.md.";
    DEFINITION = "HF0307" AsError, "a definition cannot be used as it stands",
        "Keys that exclude each other, a combination without meaning, or a chart that does not fit its breakdown. The message says which.";
    UNUSED = "HF0308" AsWarning, "a definition is used by nothing",
        "A breakdown, metric, filter, lookup or chart that nothing refers to is often a mistake. Use it, remove it, or waive the warning with `allow: [HF0308]`.";
    MISSING_LOCALE = "HF0309" AsWarning, "a text is missing in a locale",
        "Texts are either one string for all locales or a map with every locale of the report.";
    UNUSED_WAIVER = "HF0310" AsError, "a waiver waives nothing",
        "`allow` names a warning that is not raised. Remove it, so that a later warning of this kind is seen. This one is a warning too, which is not waived itself. In a spec with `periods` a waiver of what a run finds may stay in a period in which it waives nothing.";
    SAME_DEFINITION = "HF0311" AsWarning, "two metrics have one definition",
        "Measure, conditions, denominator and format are the same, so that both are the same number under two names. Often one was copied and should have been changed.";
    DENOMINATOR = "HF0312" AsWarning, "a denominator leaves out part of its numerator",
        "The condition of a denominator is not known to hold for all rows of the numerator, so that the share could pass 100 %. Give the numerator the same condition. A comparison counts as `IS NOT NULL` of what it compares.";
    CHART_FIT = "HF0313" AsWarningOfRun, "a chart does not fit its breakdown",
        "Treemaps, stacked and normalised bars show parts of a whole: the measure must be a sum or a count of rows. More than 100 bars cannot be told apart. A chart of which no row has a value shows nothing.";
    CONTRAST = "HF0314" AsWarning, "a colour has too little contrast",
        "A colour of `colors` is hardly seen on white paper (contrast below 1.5 to 1 after WCAG 2.2), or two colours of one dimension can hardly be told apart (distance below 0.05 in OKLab).";
    SECTIONS_REPLACED = "HF0315" AsWarning, "sections replace those of the base",
        "A spec that extends another one has `sections` of its own, and a list replaces the list of the base: none of its sections is in the report. To add to them write `- append: {after: chart:name, items: […]}`; to replace them waive the warning with `allow: [HF0315]`.";
    MEAN_OF_PARTS = "HF0316" AsWarning, "a mean of shares, growths, ratios or means",
        "An expression over the rows of a breakdown takes the mean of a column of which every row counts alike, however much stands behind it. The mean of the shares of a whole is 1 divided by their number, whatever the data; the mean of growths is not the growth of all, and the mean of means is not the mean. Add up shares, divide sums, or compute the measure from the rows of the source. If each row is to count alike, as in a mean over the members of a council, waive the warning with `allow: [HF0316]`.";
    DIFFERENT_ROWS = "HF0317" AsWarningOfRun, "a ratio is of different rows",
        "One sum or count is divided by another one, and a column that one of them reads may be empty (`nullable`, `on_violation: clear`): rows without it add nothing to the one and count in the other. `sum(price * tickets) / sum(tickets)` is too low where `price` is empty in some rows, since their tickets are below all the same. Let both be of the same rows, `sum(tickets) FILTER (WHERE price IS NOT NULL)`, in the denominator of a metric `of: {measure: tickets, where: \"price IS NOT NULL\"}`; `avg(price)` leaves such rows out by itself. Where both sides leave out rows that the other one counts, the result may be too low or too high, and both are to be mended. Where an empty cell stands for 0, say so: `coalesce(price, 0)`. Where the column is never empty, take `nullable` out of its contract. `check` knows no rows; `run` looks at them, and takes the warning back where all rows count on both sides, as where both columns are empty in the same ones. It also tells a ratio over the rows of a breakdown (`from`) of which some have no value on one side, `sum(loans) / sum(people)` where a lookup lacks a town, with the first of them. So it is with the largest or least value of one column that is divided by that of another one, `max(killed) / max(accidents)`: the two may be of different rows, and a ratio of all rows is that of their sums. What is meant all the same is waived: `allow: [HF0317]`.";
    INHERITED = "HF0318" AsWarning, "a definition looks whole and keeps parts of that of the base",
        "A spec that extends another one has a breakdown or a metric with a name of the base. Maps merge by key: it says `by` and `measures`, or `measure`, anew, and `where`, `keep`, `of` and the like of the base stay in force, so that it counts other rows than it seems to. Give it another name; or say of each of these keys what is meant: `where: null` for none, or the condition once more.";
    LETTER_ORDER = "HF0319" AsWarningOfRun, "texts that read like numbers, versions or days are put in order letter by letter",
        "Texts are compared by their letters: `'9'` is more than `'10'`, `'1.9.0'` more than `'1.10.0'`, `'02/01/2024'` more than `'01/12/2025'`. So `version >= '1.10.0'` leaves out the wrong rows, and `max(version)` is the wrong one. So it is of hours (`9:30`), months (`9/2025`), days without their zeros (`2025-1-5`) and numbers with a unit (`9 GB`, `9%`). `check` reports a comparison with such a text by `<`, `<=`, `>`, `>=` or BETWEEN, and `greatest` and `least`, in expressions and in templates. `run` looks at the rows: of two columns, or a column and a text, it tells two texts whose letters say the contrary of what they mean, and takes back what `check` told of a column where there are none; it reports `min` and `max` that give another text than the one that is meant, and `sort: key`, or `|sort`, `|min` and `|max` of a template, over texts whose order is another one than that of their numbers. Give the column a type (`integer`, `number`, `date` with its form), or compare `CAST(x AS INTEGER)`. Of a version compare a number that is made of its parts, `CAST(split_part(version, '.', 1) AS INTEGER) * 1000 + CAST(split_part(version, '.', 2) AS INTEGER)`; a dimension gives it a name. Days and months in ISO form (`'2025-10-01'`, `'2025-10'`), years from 1900 to 2099 and digits that begin with a zero stand in their order as texts and are not reported. Where all texts are as long, as postal codes are, the order is right: `check`, which knows no rows, tells it all the same, and `run` does not. For `check --deny warnings` waive it, `allow: [HF0319]`; the waiver may stay.";
    NO_NUMBERS = "HF0320" AsWarning, "the next period could not read the bundle",
        "The report tells of change, which each period reads from `report.json` of the one before, and `outputs.formats` has no `json`. Every period would be without a previous one.";
    MISSING_LEFT_OUT = "HF0321" AsWarningOfRun, "a condition that excludes a value leaves out rows without one",
        "`priority <> 'low'` is neither true nor false where `priority` is empty, and a condition keeps only rows of which it is true: those without a priority are left out as if they were 'low'. So it is with `NOT IN`, `NOT LIKE`, `NOT (hours > 10)` and `NOT flag`; a `CASE` goes on to its next branch. `run` counts the rows, of a source or of a breakdown, that a condition leaves out for this reason alone. If they belong to what is counted, say `(priority <> 'low' OR priority IS NULL)`; if not, `priority <> 'low' AND priority IS NOT NULL`, which tells a reader of the spec the same. `(priority <> 'low') IS TRUE`, a `CASE` of which a later branch asks for the same column and a condition that excludes 0, the empty text, 'unknown', 'n/a' and the like are meant so, and are not reported, nor is one that asks for a value (`priority = 'high'`).";
    ADD_UP = "HF0326" AsError, "the shares of a breakdown cannot add up",
        "`add_up` rounds the shares of all rows together, so that what is printed adds up to 100 %. That needs shares of sums and counts whose rows are the whole: no values that are dropped, no row that counts in several groups, none below zero.";
    ADDED_DECIMALS = "HF0327" AsError, "a share that adds up is written with other decimals",
        "The digits of shares that add up are rounded together, with the decimals that `add_up` of their breakdown says. Rounded a second time they would no longer add up. Write them with these decimals, or set `add_up` to the decimals that the text needs.";
    UNSEEN_ORDER = "HF0328" AsWarningOfRun, "a claim tells an order that no digit shows",
        "The claim says that a row is ahead of another one, or first, and both are written with the same digits, or are equal, so that both have this rank. A reader sees two equal numbers. Ask for a difference that is seen, for instance by two metrics, `first_share >= second_share + 0.001`, or say in the sentence that they are level.";
    VARIANTS = "HF0330" AsError, "a chart cannot be a variant of a figure",
        "`variants` of a section are drawn charts between which the reader of one figure switches, each once. A chart of type `table` is no drawing.";
    FINDING = "HF0331" AsError, "a finding leads to no figure",
        "`figure` of a finding names a chart that is drawn in a section, to which the page has a link and of which it says the number.";
    PICTURE = "HF0332" AsError, "a small picture does not fit what it shows",
        "`split` shows one metric, a share of a whole, and the rest; `waffle` several shares of one whole; `ranking` and `strip` the first measure of a breakdown by one dimension.";
    THRESHOLDS = "HF0340" AsError, "thresholds of words stand the wrong way round",
        "`words` says from which number on texts may say a word. What is nearer must be smaller: `exact` not above `near`, `just_ahead` not above the gap of `far_ahead`, `level`, `slight` and `sharp` rising.";
    NO_DAY = "HF0341" AsError, "a bound of the time for which a row is true is no day",
        "`valid` of a lookup names columns with the first and the last day on which a row holds, and the day that is asked for. Days are written as 2025-10-01; an empty cell sets no bound.";
    TABLE_COLUMN = "HF0350" AsError, "a column of a table cannot be made as it is asked",
        "`bar` draws amounts, shares and what is added up of them, which can be compared by length; ranks, changes and growth are none. `strip` and `top` take the parts of each row from a breakdown by the dimensions of the table and one more, whose shares are `within` the dimensions of the table; a strip shows parts that add up, so that no row counts in several of them.";
    LINK = "HF0351" AsError, "a link is no address",
        "`link` of a dimension or column is an address of http or https with `{{ key }}` for the code, which stands behind the server and a `/`: a code of the data never decides which server a reader is sent to.";
    GLOSSARY = "HF0352" AsError, "a glossary explains nothing",
        "In the text of a `glossary` every heading is a term, and what stands below it is what it means. A text that links to the anchor of a term opens that in its place.";
    THEME = "HF0353" AsError, "the look of pages cannot be as it is asked",
        "`accent` of `theme` is a colour that is seen on paper; `logo`, `sans` and `serif` are files of pictures and fonts, which become part of every page, so that they may not be large.";
    PICTURE_IN_TEXT = "HF0354" AsWarning, "a picture of a text is not shown",
        "Pages ask no server and no file beside them, and Markdown goes to places that have none: a picture in a text is printed as its alternative text, unless its address holds it (`data:image/…`). Draw it as a chart, make it the `logo` of the `theme`, or write its content in words.";
    NO_PLACE = "HF0360" AsError, "a line or words on a chart have no place",
        "A line of `reference` stands at a `value` or `between` two neighbours of the axis; words of `annotations` stand at a `bracket`, `at` one mark, or in a `cell` of a heatmap. Codes of buckets are known, so that one that does not exist is a mistake.";
    UNPLACED = "HF0361" AsWarningOfRun, "the data have no place for a line or words on a chart",
        "`reference` and `annotations` name values by their codes, and no row has this one, so that they are left out. If that is right in some periods let the text say so, `{% if by_entity.has('mit') %}…{% endif %}`, and waive the warning.";
    LOGARITHM = "HF0362" AsError, "a logarithmic scale has no place for a value",
        "On `scale: log` equal distances are equal ratios, so that zero and negative values have no place. Leave these rows out of the breakdown (`keep` or `where`), or the scale linear.";
    BREAKS = "HF0370" AsError, "a table of counting breaks is not of its form",
        "`breaks` names a CSV or TSV file with a row for each day on which what is counted changed: `date` (`2026-08-06`), what changed in each language of the report (`what_fr`, `what_en`, or `what` for all) and `source`, the address at which it is announced; `latest`, if there is such a column, is `true`, `false` or empty. A break without a source is not told. Periods that breaks are held against are days.";
    UNTOLD_BREAK = "HF0371" AsWarning, "a change goes over a counting break of which no text tells",
        "Between the period before and this one what is counted changed, and the report tells how its numbers have changed: a part of that is another way to count. Say so in a text that names `breaks`, or waive it: `allow: [HF0371]`, which may stay in periods without a break.";
    EMPTY_SOURCE = "HF0401" AsError, "a source has no rows",
        "The file is empty, has only a header, or the glob matches no file.";
    SOURCE_FORMAT = "HF0402" AsError, "a source cannot be read in its format",
        "The content does not fit the format that the ending of the path, or `format`, says. For CSV: is the delimiter right?";
    MISSING_COLUMN = "HF0403" AsError, "a source lacks a column",
        "The column contract names a column that the file does not have. Use `sql:` to map a column of another name.";
    CONTRACT = "HF0404" AsError, "cells break the column contract",
        "Cells have a wrong type, are null, out of range, or repeated in a unique column. `on_violation: clear` empties such a cell, `on_violation: drop` leaves the row out; both are counted and listed in the bundle.";
    UNMATCHED = "HF0405" AsWarningOfRun, "keys are missing in a lookup",
        "Values of the key column have no row in the lookup. Add them, or say what is meant with `unmatched: keep`, `exclude`, `error` or `{code: …}`.";
    DUPLICATE_LOOKUP_KEY = "HF0406" AsError, "a key stands twice in a lookup",
        "A lookup gives one set of attributes to each key.";
    OVERFLOW = "HF0407" AsError, "a whole number has too many digits",
        "A column or dimension holds whole numbers of 64 bits (9.2e18), sums and products those of 128 bits (38 digits). More would not be exact. Look for a wrong cell and bound the column with `max`.";
    REPAIRED = "HF0408" AsWarningOfRun, "cells were cleared or rows dropped",
        "The column contract says `on_violation: clear` or `drop`, and it happened. The table `contract_violations` in the bundle lists every case.";
    LOOKALIKES = "HF0409" AsWarningOfRun, "names look alike and are counted apart",
        "Two values of a dimension differ only in the Unicode form of their letters (`é` as one character or two), in their spaces, or in characters that nobody sees; or names without digits also in case, accents, hyphens, apostrophes or `St` for `Saint`. Each is counted for itself, so that both have too little. The message says how many rows each has, and the `sql` that makes them one. Write them alike, or waive the warning if they are different things. So it is with a number of JSON under `type: string` that is written in several ways, `7` and `7.0`: it is as many texts. Write it in one way in the file, or read the column as numbers. And so it is where a column has several types in the files of a source, and one of them writes as a text what is a number, a truth value or a day in another: `01` and `1`.";
    ABSENT_TEXT = "HF0410" AsWarningOfRun, "a text stands for a value that no row has",
        "An expression compares a column or dimension with a text that none of its values is, so that the condition is never true, or always; or `colors`, `highlight` of a chart or `values` of a small picture name a value that nothing is, so that nothing has its colour or stands out. Where the values are known beforehand (buckets, lookups, lists of valid values, texts of a CASE) `check` reports it, else `run`. `check` also reports a value in `blank` of a coverage that the lookup does not have. Correct the text; codes are compared, not labels. All rows count, also those of values that are folded or cut off. Where a spec is run for several periods, a colour or a highlight is reported only if another value is near: the rest may be values of other periods. A misspelling that a CASE mends and leaves all else as it is (`CASE WHEN region = 'Nrod' THEN 'Nord' ELSE region END`) may stay in a month whose rows have only `Nord`; it is reported where another name is near it, which may be what is meant now, and where neither of the two is there. Where it is right that this period has no such row, waive it: `allow: [HF0410]`.";
    UNLABELLED = "HF0411" AsWarningOfRun, "a code has no label",
        "A dimension gives labels to its codes, by `labels` or `label_from`, and the rows of a chart or table have a code without one in a language of the report: `company` would stand in a French page. Add the label, or waive the warning where the value is a name.";
    CALLED_TOTAL = "HF0412" AsWarningOfRun, "a row is called a total",
        "A row of a file is called a total or a subtotal in a column of texts (`Total général`, `Sous-total 1`), and is counted beside the rows whose sum it has, so that all amounts are too high: often a spreadsheet was exported with the row below it. `hfreport new` finds such rows in the files that it sees; this is about those that come later. `Total` or `Ensemble` alone, which are names too, and what begins so (`Total octobre`), are reported only where a column of numbers has the sum of the other rows. A name that the report itself compares with the column is no surprise. Leave the row out, `where: \"(name ILIKE 'sous-total%') IS NOT TRUE\"` at the source; if it is a name, waive it, `allow: [HF0412]`.";
    HEADER = "HF0420" AsWarning, "a header is odd",
        "A name stands twice in the header of a file, a column has no name, or the first row looks like a second line of the header. What has no name of its own cannot be read.";
    ABSENT = "HF0421" AsWarning, "a column is missing in some files",
        "Of the files of a source some lack a column that the contract calls `nullable`. It is empty in their rows. Was it renamed?";
    SQL_VALUE = "HF0430" AsError, "an expression has no value for a row",
        "A cast fails or would lose a fraction, a text is no JSON, a number is out of reach. The message shows the operation, the hint the first such row. `TRY_CAST` is missing where `CAST` fails, `CASE` leaves rows out.";
    DRIVER = "HF0440" AsError, "a driver of a database may not be loaded",
        "A driver is a shared library, thus code that runs with the rights of who starts the program. A spec only names it; which library that is says the command line (`--driver NAME=LIBRARY`) or the table `[drivers]` of `hfreport.toml`, there by a whole path that is not inside of the root.";
    DATABASE = "HF0441" AsError, "a database does not give what is asked",
        "The driver cannot be loaded, the database is not there, refuses a query, stops to answer, or a column has a type that no type of the contract fits. The message is the driver's, without what came from the environment. Nothing was written.";
    CHANGED_TABLE = "HF0442" AsWarningOfRun, "a table changed while it was read",
        "The number of its rows at the end differs from that at the beginning, and the database gives no snapshot to read from: numbers of one report may be of different moments. Run it again, or name a version of the table in `query`.";
    FAR_DATE = "HF0444" AsWarningOfRun, "a date is far from all others",
        "The first or the last date of a dimension is further from the others, of which there are nine or more, than these are from each other: most often a year is mistyped, 2052 for 2025. Correct the cell (`corrections`), leave its rows out with `where`, or waive the warning in the breakdown: `allow: [HF0444]`.";
    CUT = "HF0445" AsWarningOfRun, "a first or last period may not be whole",
        "The dates of the last period of a breakdown with `over` end sooner than those of all others, or the dates of the first one begin later, as where a month is not over yet: half a month would be a fall by half. So do those of a breakdown by `date_trunc('month', …)` without `over` that lines, areas, slopes, dumbbells or bars draw. Say `parts: day` where every day has rows, so that nothing is computed of what is not whole, leave its rows out with `where`, or waive the warning in the breakdown: `allow: [HF0445]`. Nothing is said where periods have few dates.";
    MISSING_PERIOD = "HF0446" AsWarningOfRun, "a period between others has no rows",
        "A breakdown with `over` goes by the calendar: the period before, the same one of the year before, a mean or a sum since the first one are missing where a period that they need has no rows. Add its rows, or waive the warning if it was never collected.";
    TWO_DATES = "HF0447" AsError, "two dates stand for one period",
        "With `over: {every: month}` each month has one date. Group by `date_trunc('month', …)` if the rows of all days of a month belong together, leave one of two snapshots out with `where`, or take shorter periods.";
    NOT_WHOLE = "HF0448" AsWarningOfRun, "a period is not whole",
        "A year without all of its months is no year to compare with: labels say how much of it there is, and no change, growth, mean or index is computed of it. Waive the warning if it is meant, or say with `parts` of what a whole period is made.";
    INDEX_BASE = "HF0449" AsError, "an index has no base",
        "The period whose value is 100 has no rows or is not whole. Name a day of another one: `index: 2024-01-01`.";
    CORRECTIONS_FORM = "HF0450" AsError, "a file of corrections is not of its form",
        "A file of corrections has the columns KEY (the name of the `unique` column of the contract), `column`, `was`, `is`, `reason` and `origin`, and a line for each cell. Only `was` and `is` may be empty: the cell is.";
    CORRECTION_COLUMN = "HF0451" AsError, "a correction is of no column of the file",
        "`column` names a column of the contract that is one of the file. What the contract computes (`sql:`) is corrected by correcting what it is computed of.";
    CORRECTION_KEY = "HF0452" AsError, "corrections cannot name a row",
        "A correction names its row by the value of the `unique` column of the contract.";
    CORRECTED_TWICE = "HF0453" AsError, "a cell is corrected twice",
        "Two lines change the same cell, so that it would depend on their order which holds. Take one out.";
    CORRECTION_WITHOUT_CHANGE = "HF0454" AsError, "a correction changes nothing",
        "`was` and `is` are the same value.";
    CORRECTION_AGAINST_CONTRACT = "HF0455" AsError, "a correction breaks the contract",
        "The value that a correction gives is not of the type of its column, empty without `nullable`, outside of `min` and `max`, or cannot stand in the file's own column.";
    CORRECTION_WITHOUT_ROW = "HF0456" AsWarningOfRun, "a correction finds no row",
        "No row has the key that the correction names. Is it misspelt, or is the row gone? Then take the line out.";
    CORRECTION_OUTDATED = "HF0457" AsError, "a corrected cell is no longer what it was",
        "The cell is neither `was` nor `is`: it has been changed where the rows come from. Look which value is right, then correct `was` or take the line out.";
    CORRECTION_DONE = "HF0458" AsWarningOfRun, "a corrected cell is already what it shall be",
        "The cell has been repaired where the rows come from. Take the line out.";
    CORRECTION_OF_SEVERAL_ROWS = "HF0459" AsError, "a correction finds several rows",
        "The key stands in several rows, so that it names none. The contract says that it is unique; where `on_violation` repairs that, the correction does not know which of the rows is meant.";
    COVERAGE = "HF0460" AsErrorOfRun, "too little is known",
        "The `coverage` of a dimension or column says how much of a measure, or of the rows, must be known: the lookup has the key of the row, with a value for it; the cell is not empty. On these rows less is. `hfreport coverage SPEC` shows what is missing, the heaviest first, `--missing LOOKUP` prints lines for it, ready to be completed. Complete the lookup or, where it is right, lower the threshold, or waive it: `allow: [HF0460]`, which may stay in a period in which it waives nothing.";
    SAME_FILE = "HF0461" AsErrorOfRun, "a source has the rows of the period before, or nearly all of them",
        "The path of the source names the period, but its files have the bytes of those from which the period before was made, or other bytes and exactly the same rows, in any order: often a download that was not repeated, a wrong name, or the old file sorted or saved again by a spreadsheet. Or nearly all of its rows are rows of the period before: its file without the last row, with some rows twice, or with a cell changed. What is looked at are the different rows in which the first sum is not zero, at least 20, of which one in 100 may be another; of more than 1,024 a sample, of which one in 200 may be; and where no column of numbers is summed all rows, at least 200, of which one in 200 may be. The rows are compared by the columns of the contract that come from the file, without lists. Get the rows of this period. If nothing, or so little, has changed indeed, or rows stay by their nature, as in a file that only grows, waive it at the source: `allow: [HF0461]`. The waiver is of all periods of the spec, and may stay in those in which it waives nothing.";
    JUMP = "HF0462" AsErrorOfRun, "rows, or a sum or count of them, jumped",
        "From the period before the rows of a source, its first measure, or another sum or count of the spec fell or rose by more than a quarter, or by more than `guards: {change: …}` says: often half of a file or of the cells of a column is missing, a unit changed, or a filter. Further measures are held against the period before where neither rows nor the first measure jumped; a whole number so small that chance alone may make it differ as much (60 and 100, not 600 and 1,000) is left alone, and so is one that was 0. What changes so by its nature, as with the seasons, says so in the measure: `allow: [HF0462]`. If it is right in one period, give it a limit of its own: a param with a column in the table of `periods`, and `guards: {change: \"{{ params.change }}\"}`. `allow: [HF0462]` waives it in all periods of a spec, and may stay in those in which it waives nothing. What was 0 in the period before has no change in percent: no limit allows it, only the waiver does, which is taken out again before the next period.";
    EMPTY_JUMP = "HF0463" AsErrorOfRun, "the share of empty cells of a column jumped",
        "From the period before the share of empty cells of a column fell or rose by more than five percentage points, or by more than `guards: {empty: …}` says: often a field was renamed, or is filled with a text that means nothing. If it is right in one period, give it a limit of its own: a param with a column in the table of `periods`, and `guards: {empty: \"{{ params.empty }}\"}`. `allow: [HF0463]` waives it in all periods of a spec.";
    OLD_TOTAL = "HF0464" AsErrorOfRun, "a total is that of the period before",
        "A number in the table of `periods` equals that of the row before, although the files of the sources changed: the total of another month would be printed as that of this one. Correct the table. A number that stays the same by its nature is no matter of the period: make it a param with a default and take its column out of the table, or waive it: `allow: [HF0464]`.";
    NEW_UNKNOWN = "HF0465" AsErrorOfRun, "a new key has much of the measure, and a lookup does not have it",
        "The key carries more than a hundredth of the measure, or more than `guards: {unknown: …}` says, no lookup has it, and it was not lacking in the period before: a new tag, or one that was renamed. Add it to the lookup. If it is right that it stays unknown, waive it in all periods, `allow: [HF0465]`, or give this one a limit of its own: a param with a column in the table of `periods`, and `guards: {unknown: \"{{ params.unknown }}\"}`.";
    ROWS_AGAIN = "HF0466" AsWarningOfRun, "a file of a source has the rows of another one",
        "Nearly all rows of one file of a source stand in another file of it too, and count twice: a file was saved under two names, or that of a month goes on from that of the month before. What is looked at are the different rows in which the first sum is not zero, at least 20, of which one in 100 may be another; of more than 1,024 a sample, of which one in 200 may be; and where no column of numbers is summed all rows, at least 200, of which one in 200 may be. The rows are compared by the columns of the contract that come from the file, without lists. Up to 100 files are held against each other. Take the rows out that are there twice. Where rows stay from file to file by their nature, waive it at the source: `allow: [HF0466]`.";
    OTHER_PERIOD_ROWS = "HF0467" AsWarningOfRun, "rows of a source are of another month than its period",
        "The path of a source names the period, and nearly all days in a column of dates, nine of ten or more, lie in one month (one quarter or year, where that is how far periods are apart), but some lie in another one: the file of November still holds rows of October. Where nearly all were of one month in the period before, more than a tenth may be of another one: the file of which half is of October is told as well. Or they lie in another month than the period has: as many months before or behind it as those of the period before were not, or, where nothing is known of that one, neither in the month of the period nor in the one before it, as in a snapshot of the first of November. Columns whose days lie in many months are left alone, and so are those that the contract's `where`, the scope or another condition names, days of a window that ends with the day of the period, and all of a source in which another column of dates has all of its days in one month. Get the file of this month, leave the rows out with `where` at the source, or, where they belong to the period, say so there: `allow: [HF0467]`.";
    EMPTY_DENOMINATOR = "HF0501" AsError, "a denominator is zero or has no value",
        "The share of nothing is undefined. Say `empty:` to give the metric a value in this case.";
    EMPTY_BREAKDOWN = "HF0502" AsError, "a chart or table has no rows",
        "No row passes the filter of the breakdown.";
    CHECK_FAILED = "HF0503" AsErrorUnlessSaid, "a check does not hold",
        "The condition under `checks` is false on these rows, or has no value. The message says what its parts are. A check is an error unless it says `severity: warning`.";
    EXECUTION = "HF0504" AsError, "the plan cannot be executed",
        "The engine refused a step. The message is the engine's.";
    NEGATIVE = "HF0505" AsError, "a chart cannot show negative values",
        "Treemaps, stacked and normalised bars show parts of a whole.";
    UNDRAWABLE = "HF0506" AsWarningOfRun, "a picture cannot show a name",
        "The font inside of the program, with which PNG and PDF are drawn so that every machine makes the same bytes, has no glyph for characters of a name (Chinese, Japanese, Korean, emoji). Give the name a label, or publish SVG, which is drawn with the fonts of the reader.";
    CLAIM_WITHOUT_VALUE = "HF0507" AsError, "the condition of a claim has no value",
        "A number that the condition compares is missing: the row or the metric that it reads has no value in this period. Neither `say` nor `else` is true then, so that the run ends. Say what a missing number means, for instance `coalesce(max(downloads_share), 0) > 0.5`, or ask for the row: `count(*) FILTER (WHERE entity = 'Meta' AND downloads_share > 0.5) = 1`.";
    UNSAID_BRANCH = "HF0508" AsWarningOfRun, "a sentence of a claim cannot be written",
        "Both sentences of a claim are written in every run, so that the one that is not said is known to be sound. This one fails: it names a row that is not there, or prints a value that is missing. If it is the one that is not said, the report stands, and would fail in the month in which the claim turns; the one that is said fails where a text prints it.";
    OVER_WHOLE = "HF0509" AsWarningOfRun, "a share is more than its whole",
        "A share is more than 100 %: its numerator is not part of its denominator. Of a metric both should be of the same rows: give the numerator the condition of the denominator, or the denominator all rows that the numerator may have. Of a breakdown, values below zero are no parts of the whole, their shares are below zero too, and they make it less than the others together: `shares: false` of the measure shows amounts alone; of a whole below zero a breakdown shows no shares, and a metric has this warning. What is meant as a ratio is written as one, `format: {decimals: 2}`, and takes no percent. Where more than 100 % is right, waive it: `allow: [HF0509]`; the waiver may stay when the share is a part again.";
    NO_PREVIOUS = "HF0510" AsWarningOfRun, "the bundle of the period before is missing",
        "A report with `periods` reads what it was in the period before from that period's bundle, which is where `outputs.dir` puts it, or in the folder of `--previous`. Without it nothing is said of change: columns of change have no values, and texts that ask for `previous` write what they write in the first period. Run that period first, or all with `--each`.";
    PREVIOUS_UNREADABLE = "HF0511" AsWarningOfRun, "the bundle of the period before cannot be read",
        "Its `manifest.json` or `report.json` is not there, is damaged, or was written by another version of hfreport. Nothing is said of change. Run that period again with this version; `report.json` needs `json` among `outputs.formats`.";
    PREVIOUS_OF_ANOTHER = "HF0512" AsWarningOfRun, "the bundle is not that of the period before",
        "The folder has the bundle of another spec or of another period than the row before in `periods`. Nothing is said of change, since it would be no change from one period to the next.";
    WITHHELD = "HF0513" AsWarningOfRun, "a change is withheld",
        "A definition, a lookup or the scope is not what it was when the period before was published, so that a difference would not only be change. What uses it has no columns of change. `hfreport run SPEC --each` computes all periods by the same definitions.";
    COUNTED_ROWS = "HF0514" AsWarningOfRun, "a count has a row that stands for no value",
        "A metric, a claim or a breakdown counts the rows of another breakdown, or takes their mean, their least or greatest number, and one of these rows is that of others, or of rows without a value: three regions and one row for what has no region would be four regions, and others may be the largest of all. Leave it out: `count(*) FILTER (WHERE region IS NOT NULL)`, or `where: \"region IS NOT NULL\"`; neither of these rows has a code. A condition that names the dimension, or `folded`, has asked for them. Sums of amounts are of all rows; `sum(1)`, `sum(CASE WHEN … THEN 1 END)` and `count(DISTINCT n)` of a number count. In a text `by_region|length` counts values by itself. What is meant all the same is waived: `allow: [HF0514]`; the waiver may stay when there is no such row.";
    PERCENT_TWICE = "HF0515" AsWarningOfRun, "percentages are written in percent",
        "A format in percent multiplies by 100, since shares and rates are fractions of 1. The mean, median, least or greatest value of a column has this format and is mostly more than 1, or what is computed of several such numbers is mostly more than 4: the column has 5.5 for 5.5 %, and 550 % would be printed. Divide, `avg(rate) / 100`, or write the number with its sign, `format: {decimals: 1, unit: \"%\"}`. Where more than 100 % is right, waive it: `allow: [HF0515]`; the waiver may stay.";
    SUM_OF_PARTS = "HF0516" AsWarningOfRun, "a sum of what does not add up",
        "A metric, a claim or a breakdown adds up rows of another breakdown that have something in common: a customer who buys in two towns is one of the distinct customers of both, a model of two languages is one of the models of both, and is counted twice. Whether it is so is seen in the shares of these rows, which are more than 100 % together. Or it adds up means or ratios, which are no parts of anything. Count in the rows of the source: a metric with the measure and without `from`; `total: true` of the breakdown is computed from all rows, too. In a text `sum(attribute=…)` of means and ratios is the same mistake. What is meant all the same is waived: `allow: [HF0516]`; the waiver may stay.";
    CHANGED_BEFORE = "HF0517" AsWarningOfRun, "the period before was made of other inputs",
        "The bundle of the period before was made of a file, or of a value in the table of `periods`, that is another one today: a snapshot was corrected, or a total was mended. What this page prints of change is change from what was published then. `hfreport run SPEC --each` computes all periods from what is there now; where the published numbers shall stay, waive it: `allow: [HF0517]`.";
    UNKNOWN_SUM = "HF0518" AsWarningOfRun, "a sum is 0 only since nothing is known",
        "A measure adds up a column of which every cell is empty in all rows of a group, or of a metric. A sum of nothing is 0, and a reader takes it for one: a department that sent no numbers has no accidents, and grows without end in the year after. Leave such rows out of the breakdown with `where: \"accidents IS NOT NULL\"`, which changes none of the other sums of that column; measures of other columns stand in a breakdown of their own, since their rows would be left out, too. `CASE WHEN count(accidents) > 0 THEN sum(accidents) END` gives the measure no value then, but such a measure has no shares, and no changes of shares. A metric takes that expression as its `sql`, and a text asks `{% if formatted.name is none %}`; `where` alone would leave it a sum of no rows, which is 0, too. `count(accidents)` says how many cells have a value. Where an empty cell stands for 0, say so: `sum(coalesce(accidents, 0))`. What is meant all the same is waived: `allow: [HF0518]`; the waiver may stay.";
    PICTURE_VALUES = "HF0530" AsError, "a small picture shows no parts of a whole",
        "The parts of a `split`, `waffle` or `strip` are shares of one whole: none is negative, and together they are not more than the whole. Name metrics that have a denominator, the same for all.";
    BADGE = "HF0531" AsError, "a badge has no such text",
        "`badge` says what the rows are if they are not measured. Its template gives `reconstruction`, `projection` or nothing, in every language; the page writes the word.";
    EMPTY_HEADLINE = "HF0532" AsWarningOfRun, "the headline says nothing",
        "The template of `headline` gives no text this time, so that the title stands in its place, and nobody reads why. Mostly it prints a claim that does not hold and has no `else`. Say what is true in the other case; where the title alone is meant, waive it: `allow: [HF0532]`; the waiver may stay when there is a headline.";
    SILENT_CLAIM = "HF0533" AsWarningOfRun, "a text says nothing, since its claim does not hold",
        "A text of a section, a heading or the title of a chart, or a paragraph of one, prints nothing but a claim that does not hold and has no `else`, so that nothing stands there, and nobody reads why. Say what is true in the other case. Where nothing is to be said then, let the text ask, `{% if claims.name %}{{ claims.name }}{% endif %}`, or write `when: claims.name` beside the section; or waive it: `allow: [HF0533]`; the waiver may stay when the claim holds.";
    TEMPLATE = "HF0601" AsError, "a template fails",
        "The text refers to a name that does not exist, uses an unknown filter, or a filter on a value of the wrong type.";
    LITERAL_NUMBER = "HF0602" AsWarning, "a number stands in a template by hand",
        "Every number of a text should come from a metric, a breakdown or a param, so that it is true for the next snapshot too.";
    ROW_MAY_BE_MISSING = "HF0603" AsWarning, "a template needs a row that the data may not contain",
        "`by_type['company']` fails when the next snapshot has no company. Ask first: `{% if by_type.has('company') %}`. Buckets are always there.";
    UNGROUPED = "HF0604" AsWarningOfRun, "a large number is printed without groups of thousands",
        "A template prints a number of five digits or more as it is, `{{ metrics.downloads }}`, so that a page says 36450707797. `{{ metrics.downloads|integer }}` groups its digits as each language does, `{{ formatted.downloads }}` writes it in the format of its measure. Params are left alone, since they may be codes.";
    NO_PREVIOUS_ASKED = "HF0610" AsWarning, "a text tells of change without asking for the period before",
        "The first period has no previous one, and neither has a period whose bundle before is missing or computed by other definitions: columns of change, `_previous`, `_change` and `_growth` of metrics, rows that left and `previous` itself have no value there. Ask: `{% if previous %}…{% endif %}`, or `when: previous` beside the section.";
    ROW_MAY_BE_NEW = "HF0611" AsWarning, "a text tells the change of a row that may be new",
        "A row that was not there in the period before has no change. Ask for the value, `{% if row.downloads_change is not none %}`, or whether the row is new, `{% if row.entered %}`; asked once in a template, it is asked for all rows of the breakdown.";
    SECTION_OF_CHANGE = "HF0612" AsWarning, "a chart or table of change stands in every period",
        "The first period has no previous one, so that a chart of change has nothing to draw and a table empty columns. Say `when: previous` beside the section: it is left out where there is nothing to compare with.";
    PUBLISHED = "HF0701" AsError, "a published figure differs from the computed one",
        "The computed value, rounded as printed, is not the printed one. Correct the figure, or waive it by name with the reason.";
    PUBLISHED_FORM = "HF0702" AsError, "a published figure cannot be held against anything",
        "An entry names exactly one of `metric`, `cell`, `input`, `not_computable`, and `printed`, `one_of`, `more_than` or `less_than` for the first three.";
    PUBLISHED_MISSING = "HF0703" AsWarning, "the file of published figures does not exist",
        "`published` names a file that is not there, as for a month that is not in print yet: nothing is held against the computed figures. `hfreport verify SPEC --accept` writes it with every metric as computed now. To publish without, waive the warning with `allow: [HF0703]`; the waiver may stay when the file is there.";
    OUTPUT = "HF0801" AsError, "the bundle cannot be written",
        "The target folder cannot be created or replaced. The previous bundle is untouched.";
    PAGE_BUDGET = "HF0802" AsError, "the page is over its budget",
        "`outputs.page_budget` bounds the size of index.html. The message lists the heaviest parts.";
    FORMAT_LEFT_OUT = "HF0803" AsError, "this program cannot write a format",
        "`pdf` is set by Typst, which brings some 150 crates, so that it stands behind a feature of the build. The wheel has it; from the sources, `cargo build --release --features pdf`.";
    HOST = "HF0901" AsError, "a server may not be asked",
        "A spec alone reaches no server: `--allow-host HOST` or `hosts = [\"HOST\"]` in `hfreport.toml` allows one, by its whole name (with its port where that is not the usual one), or `*.DOMAIN` all below a domain. Where a redirect leads is held against the same list. Only `https://` is used, and `http://` on this machine; a name that stands for an address of a private network needs that address in the list too.";
    ADDRESS = "HF0902" AsError, "an address is not one that can be read",
        "`path` of a source or of a lookup may be `hf://datasets/OWNER/NAME@REVISION/FILE`, `https://HOST/FILE` or `s3://BUCKET/KEY`; the first and the last may be patterns. No password stands in an address: tokens and keys come from the environment.";
    FETCH = "HF0903" AsError, "a remote file cannot be fetched",
        "The server is not reached, is silent, has no such file, or does not allow it; what may change was tried five times with longer and longer pauses. What had come is kept, and the next run goes on behind it. The bundle is untouched.";
    OFFLINE = "HF0904" AsError, "a remote file is not at hand",
        "With `--offline` no server is asked: what an address stood for when it was fetched last is read from the cache. It was never fetched on this machine, or somebody removed or changed it there. Run once without `--offline`.";
    LOCK = "HF0905" AsError, "a remote file is not what the lock says",
        "Beside a spec, `NAME.lock.json` says which bytes its addresses stand for, and a run reads these or fails. The server has others now, the address is new, or the file is no lock. `hfreport lock SPEC` writes it again, with what is there now.";
    CORRUPT = "HF0906" AsError, "what was fetched is not what the server announced",
        "Size or SHA-256 differ from what the server says of the file, twice. Something between here and there changes it, or the server is wrong.";
    COLLECT = "HF0910" AsError, "the hub does not give what is collected",
        "A page of its list, or the list of its languages, does not come or is not what it should be, five times in a row: it cannot be read, the list comes back to a page that was read, or brings nothing new. What came is kept in the journal beside the file: `--resume` goes on behind it.";
    CHECKPOINT = "HF0911" AsError, "a collection cannot begin or go on",
        "A collection that was not finished left a journal (`FILE.journal`): `--resume` goes on with it, with the same options; removing it begins again. A snapshot that exists is not replaced.";
}
