//! Sources with their column contract, lookups, dimensions.

use super::{Amount, ColumnType, Coverage, Labels, NameOrNames, Scalar, Text};
use crate::records::Dialect;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// A table of rows from one file, from all files that a glob matches, from an address, or from a database: `path` or `database` says which.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// File or glob, relative to this spec, or an address (`hf://datasets/OWNER/NAME@REVISION/FILE`, `https://…`, `s3://BUCKET/KEY`) whose host the command line (`--allow-host HOST`) or `hfreport.toml` must allow; may use params. Endings: `.csv`, `.tsv`, `.json` (an array of objects), `.ndjson` or `.jsonl`, `.parquet`; the text formats may end in `.gz` as well. Example: `path: "../data/hub_{{ params.snapshot }}.parquet"`
    pub path: Option<String>,
    /// The database whose engine scans and groups the rows, so that only groups leave it; instead of `path`. Its driver is a shared library, which the command line (`--driver NAME=LIBRARY`) or `hfreport.toml` must allow. Example: `database: {driver: duckdb, uri: hub.duckdb, table: models}`
    pub database: Option<Database>,
    /// Format, where the ending does not tell. Default: from the ending. Example: `format: csv`
    pub format: Option<SourceFormat>,
    /// Encoding of a text format: `utf-8`, `latin1`, `windows-1252` or `utf-16`. Default: `utf-8`. Example: `encoding: latin1`
    #[serde(default)]
    pub encoding: Encoding,
    /// Character between the fields of CSV and TSV. Default: `,` (a tab for TSV). Example: `delimiter: ";"`
    pub delimiter: Option<String>,
    /// How quotes work in CSV and TSV: `double` encloses a field in `"` and doubles those inside it, `none` treats them as text. Default: `double`. Example: `quote: none`
    #[serde(default)]
    pub quote: Quote,
    /// Decimal separator of numbers in text. Default: `.`. Example: `decimal: ","`
    pub decimal: Option<String>,
    /// Separator between groups of three digits of numbers in text; a space also matches no-break spaces. Default: none. Example: `thousands: " "`
    pub thousands: Option<String>,
    /// Time zone in which a moment that says its offset (`2025-10-01T23:30:00Z`, a timestamp of Parquet that is adjusted to UTC) has its day, by its name in the IANA database. Default: `UTC`. Example: `zone: Europe/Paris`
    pub zone: Option<String>,
    /// Pattern of the file name whose `{names}` become text columns. Default: none. Example: `from_file: "hub_{snapshot}.parquet"`
    pub from_file: Option<String>,
    /// Condition on the columns of the contract: which rows of the files are rows of the source at all. The contract is checked for every row. Default: all. Example: `where: "private IS NOT TRUE"`
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// CSV or TSV file of cells that are changed before the contract looks at them, with the columns `KEY` (the name of the `unique` column), `column`, `was`, `is`, `reason` and `origin`; relative to this spec, may use params. Default: none. Example: `corrections: "corrections/{{ params.snapshot }}.csv"`
    pub corrections: Option<String>,
    /// The column contract: names, types and constraints of the columns that the report may use, whatever the file calls them.
    pub columns: IndexMap<String, Column>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// A table, view or query of a database that a driver of ADBC speaks to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Name of the driver, as the command line or `hfreport.toml` calls it. Example: `driver: duckdb`
    pub driver: String,
    /// Where the database is: for `duckdb` a file inside of the root (default: none, to query files), for others an address without a password; or a variable of the environment. Example: `uri: "grpc://127.0.0.1:50051"`
    pub uri: Option<Setting>,
    /// Table or view; a name with dots says what it is in, a list does so for names that have dots themselves. Exactly one of `table` and `query`. Example: `table: main.models`
    pub table: Option<super::NameOrNames>,
    /// A query in the SQL of the database, one `SELECT`, whose rows are those of the source; may use params, and `{{ root }}` for the folder of the root. Example: `query: "SELECT * FROM '{{ root }}/data/hub.parquet'"`
    pub query: Option<String>,
    /// Further settings of the driver, by its own names; those that are secret by a variable of the environment. Default: none. Example: `options: {username: reader, password: {env: HUB_PASSWORD}}`
    #[serde(default)]
    pub options: IndexMap<String, Setting>,
    /// How SQL is written for it: `duckdb`, `spark` (Sail too) or `standard`. Default: that of the driver's name, else `standard`. Example: `dialect: spark`
    pub dialect: Option<DialectName>,
    /// Seconds that a query, or opening the database, may take before the run ends with an error (HF0441). Default: 300. Example: `timeout: 3600`
    #[schemars(range(min = 1, max = 86400))]
    pub timeout: Option<u32>,
}

/// A setting of a driver: a text, or the variable of the environment that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Setting {
    /// A text.
    Text(String),
    /// A variable.
    Variable(Variable),
}

/// A variable of the environment: its value is in no message and in nothing that is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Its name. Example: `env: HUB_PASSWORD`
    pub env: String,
}

/// Ways to write SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DialectName {
    /// That of DuckDB.
    Duckdb,
    /// That of Spark and Sail.
    Spark,
    /// The standard.
    Standard,
}

/// Formats of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceFormat {
    /// Comma-separated values with a header line.
    Csv,
    /// Tab-separated values with a header line.
    Tsv,
    /// One array of objects.
    Json,
    /// One object per line.
    Ndjson,
    /// Apache Parquet.
    Parquet,
}

impl SourceFormat {
    /// As written in a spec.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Parquet => "parquet",
        }
    }

    /// How its records are written unless a spec says otherwise.
    #[must_use]
    pub fn dialect(self) -> Dialect {
        match self {
            Self::Tsv => Dialect::TSV,
            Self::Csv | Self::Json | Self::Ndjson | Self::Parquet => Dialect::CSV,
        }
    }
}

/// Encodings of text formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// ISO 8859-1: each byte is the number of its character.
    #[serde(rename = "latin1")]
    Latin1,
    /// The encoding of Windows in Western Europe.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-16 in the order given by its byte order mark, little endian without one.
    #[serde(rename = "utf-16")]
    Utf16,
}

/// How quotes work in CSV and TSV.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Quote {
    /// A field may be enclosed in double quotes; those inside it are doubled.
    #[default]
    Double,
    /// Quotes are text like any other.
    None,
}

/// A column of the contract.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Type of the values. The file's values are converted; a value that cannot be converted is a violation. Example: `type: integer`
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Expression over the file's own columns that gives the value. Default: the file's column of the same name. Example: `sql: "split_part(model, '/', 1)"`
    pub sql: Option<String>,
    /// How texts write a day: `%d`, `%m`, `%Y` (or `%y`: two digits of a year from 1969 to 2068), and of a moment `%H`, `%M`, `%S`, `%z`. Default: `%Y-%m-%d`. Example: `date: "%d/%m/%Y"`
    pub date: Option<String>,
    /// Time zone in which moments of this column have their day. Default: the `zone` of the source. Example: `zone: Europe/Paris`
    pub zone: Option<String>,
    /// Whether a cell may be empty and, if there are several files, the column may be missing from some. Default: `false`. Example: `nullable: true`
    #[serde(default)]
    pub nullable: bool,
    /// Whether a value may appear only once: in the source or, where the contract has a column of `from_file`, in each file. Default: `false`. Example: `unique: true`
    #[serde(default)]
    pub unique: bool,
    /// Least value allowed, for integers, decimals and numbers. Default: none. Example: `min: 0`
    pub min: Option<Amount>,
    /// Greatest value allowed, for integers, decimals and numbers. Default: none. Example: `max: 20T`
    pub max: Option<Amount>,
    /// What happens to a cell that breaks the contract. Default: `error`. Example: `on_violation: clear`
    #[serde(default)]
    pub on_violation: OnViolation,
    /// How much of a measure the rows must carry whose cell is not empty, for a column that may be. Default: nothing is asked. Example: `coverage: {at_least: 0.95}`
    pub coverage: Option<Coverage>,
    /// Title in tables and charts. Default: the head of the column of the file that `sql` names, or else the column's name, as in `Unit price` for `unit_price`. Example: `title: {fr: Compte, en: Account}`
    pub title: Option<Text>,
    /// Where more is to be found on each value: an address of http or https with `{{ key }}` behind the server, to which tables of pages and of Markdown lead. Default: none. Example: `link: "https://huggingface.co/{{ key }}"`
    pub link: Option<String>,
}

/// What happens to a cell that breaks the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OnViolation {
    /// The run fails.
    #[default]
    Error,
    /// The cell becomes empty; counted and reported.
    Clear,
    /// The row is left out; counted and reported.
    Drop,
}

/// A table that maps a key to attributes: a file (`path`) or rows in line (`rows`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// CSV, TSV or YAML file (a list of maps), relative to this spec, or an address as for a source. Example: `path: ../data/accounts.csv`
    pub path: Option<String>,
    /// Encoding of the file, as for a source. Default: `utf-8`. Example: `encoding: windows-1252`
    #[serde(default)]
    pub encoding: Encoding,
    /// Character between the fields of CSV and TSV. Default: `,` (a tab for TSV). Example: `delimiter: ";"`
    pub delimiter: Option<String>,
    /// How quotes work in CSV and TSV, as for a source. Default: `double`. Example: `quote: none`
    #[serde(default)]
    pub quote: Quote,
    /// The rows themselves. Example: `rows: [{account: google-bert, entity: Google}]`
    pub rows: Option<Vec<IndexMap<String, Scalar>>>,
    /// Column that holds the key; each key may appear only once. Example: `key: account`
    pub key: String,
    /// Rows that are true for a time: those that do not hold on a day are not there, so that a key may have one row for each time. Default: all hold. Example: `valid: {on: "{{ params.snapshot }}", from: valid_from, until: valid_until}`
    pub valid: Option<Valid>,
    /// Types of attributes; the others are text. Default: all are text. Example: `columns: {founded: {type: integer}}`
    #[serde(default)]
    pub columns: IndexMap<String, LookupColumn>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// The time for which rows of a lookup are true.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Valid {
    /// The day on which a row must hold. Example: `on: "{{ params.snapshot }}"`
    pub on: String,
    /// Column with the first day on which a row holds; empty: since ever. Default: none. Example: `from: valid_from`
    pub from: Option<String>,
    /// Column with the last day on which a row holds; empty: for ever. Default: none. Example: `until: valid_until`
    pub until: Option<String>,
}

/// The type of an attribute.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupColumn {
    /// Type of the values: `string`, `integer`, `decimal(2)`, `number`, `boolean` or `date`. Example: `type: integer`
    #[serde(rename = "type")]
    pub kind: ColumnType,
}

/// A grouping of rows. Exactly one of `column`, `lookup`, `bucket`, `explode`, `sql` sets its kind.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// A column of the contract under another name. Example: `column: account`
    pub column: Option<String>,
    /// An attribute of a lookup, `lookup.attribute`; `key` says what is looked up. Example: `lookup: accounts.entity`
    pub lookup: Option<String>,
    /// Column or dimension whose value is the key of the lookup. Example: `key: account`
    pub key: Option<String>,
    /// What a key without a row in the lookup becomes: `keep` (the key itself), `exclude` (the row is left out), `error`, or `{code: unknown}`. Default: no value, with a warning. Example: `unmatched: {code: unknown}`
    pub unmatched: Option<Unmatched>,
    /// How much of a measure the rows must carry whose key the lookup has. Default: nothing is asked. Example: `coverage: {at_least: 0.99}`
    pub coverage: Option<Coverage>,
    /// Integer column that is cut into buckets at `edges`. Example: `bucket: parameters`
    pub bucket: Option<String>,
    /// Edges of the buckets, in ascending order. They make the codes, in their shortest form: `..100M`, `100M..1B`, `1B..`. Example: `edges: [100M, 1B, 7.5B]`
    pub edges: Option<Vec<Amount>>,
    /// Which side of a bucket belongs to it: `left` (from 100M to below 1B) or `right` (above 100M to 1B). Default: `left`. Example: `closed: right`
    pub closed: Option<Closed>,
    /// List column; each of its values counts once per row. Example: `explode: languages`
    pub explode: Option<String>,
    /// Lookup column that lists the valid values of an exploded list; others are left out, counted and reported. Default: all values. Example: `valid: languages.code`
    pub valid: Option<String>,
    /// SQL expression. Example: `sql: "pipeline_tag IN ('fill-mask', 'sentence-similarity')"`
    pub sql: Option<String>,
    /// Source of the dimension, where several would fit. Default: the only one that fits. Example: `from: models`
    pub from: Option<String>,
    /// Title in tables, axes and legends. Default: the dimension's name, as in `Unit price` for `unit_price`. Example: `title: {fr: Taille, en: Size}`
    pub title: Option<Text>,
    /// Labels shown instead of codes. Default: the code itself; for buckets, a label made from the edges. Example: `labels: {company: {fr: entreprise, en: company}}`
    pub labels: Option<Labels>,
    /// Lookup columns that hold the labels, per locale; the lookup's key is the code. Default: none. Example: `label_from: {fr: countries.name_fr, en: countries.name_en}`
    pub label_from: Option<LabelFrom>,
    /// Where more is to be found on each value: an address of http or https with `{{ key }}` behind the server, to which tables of pages and of Markdown lead. Default: none. Example: `link: "https://example.org/entities/{{ key }}"`
    pub link: Option<String>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// Which side of a bucket is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Closed {
    /// The lower edge belongs to the bucket.
    #[default]
    Left,
    /// The upper edge belongs to the bucket.
    Right,
}

/// Labels taken from a lookup, per locale.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelFrom {
    /// In French. Example: `fr: countries.name_fr`
    pub fr: Option<String>,
    /// In English. Example: `en: countries.name_en`
    pub en: Option<String>,
}

/// What a key without a row in the lookup becomes.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Unmatched {
    /// A rule.
    Rule(UnmatchedRule),
    /// A code of its own.
    Code(UnmatchedCode),
}

/// Rules for keys without a row in the lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnmatchedRule {
    /// The key itself is the value.
    Keep,
    /// The row is left out.
    Exclude,
    /// The run fails.
    Error,
}

/// A code for keys without a row in the lookup.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmatchedCode {
    /// The code. Example: `code: unknown`
    pub code: String,
}

/// What is measured of rows: `sql`, or a distinct count over several columns.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// An aggregate (`sum`, `count`, `min`, `max`, `avg`, `median`, `quantile`), with or without `FILTER (WHERE …)`, or what is computed of several. Example: `sql: "sum(downloads) / count(*)"`
    pub sql: Option<String>,
    /// Columns or dimensions whose distinct values (tuples, when there are several) are counted. Example: `count_distinct: [entity, country]`
    pub count_distinct: Option<NameOrNames>,
    /// Two measures, of which the first is divided by the second: computed from both wherever it stands, for others and totals too, never averaged. It has a rank and no share. Example: `ratio: [downloads, models]`
    pub ratio: Option<Vec<String>>,
    /// Whether breakdowns show its shares, where it is a sum or a count. `false` for amounts that are no parts of a whole, such as gains and losses. Default: `true`. Example: `shares: false`
    pub shares: Option<bool>,
    /// Title in tables and axes. Default: the measure's name, as in `Paid amount` for `paid_amount`. Example: `title: {fr: Téléchargements, en: Downloads}`
    pub title: Option<Text>,
    /// What is counted. Default: the title, or else the measure's name. Example: `unit: {fr: téléchargements, en: downloads}`
    pub unit: Option<Text>,
    /// How values are written in charts and tables: `integer`, `number`, `compact`, or rounded to millions or billions with `{scale: M}`. Default: whole numbers and decimals with all of their digits, others as `number`. Example: `format: {scale: M}`
    pub format: Option<super::Format>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}
