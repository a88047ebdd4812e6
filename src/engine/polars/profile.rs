//! Profiles the columns of a source over all of its rows, as the basis of a first contract.
//!
//! In: a location. Out: a [`Profile`]. A column gets a type only if every cell converts to it by
//! the conversions of a run, so a contract written from the profile holds.

use super::convert::convert;
use super::forms::{self, Guess};
use crate::diagnostic::{Code, Diagnostic};
use crate::report::is_long;
use crate::source::{
    DatePattern, Location, Refusal, TextForms, absence, columns, decimal, is_kept, read, texts_of,
};
use crate::spec::grammar::SourceFormat;
use crate::sql::{MAX_SCALE, Type};
use crate::world::World;
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A source with the profiles of its columns.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Number of rows.
    pub rows: usize,
    /// Number of files.
    pub files: usize,
    /// The columns in the order of the file.
    pub columns: Vec<ColumnProfile>,
    /// How texts write numbers.
    pub numbers: Guess<TextForms>,
    /// Warnings that a run will give.
    pub warnings: Vec<Diagnostic>,
}

/// The content of a column.
#[derive(Clone, Debug)]
pub(crate) struct ColumnProfile {
    /// Name in the file.
    pub name: String,
    /// Its type, or why it has none.
    pub fit: Fit,
    /// Cells without a value.
    pub empty: usize,
    /// Distinct values; not counted for a list.
    pub distinct: usize,
    /// Cells below zero, of integers and numbers.
    pub negative: usize,
    /// Sum of an integer column, if a run can add it up in 64 bits.
    pub total: Option<i64>,
    /// The owners, if the column holds ids such as `owner/name`.
    pub owners: Option<Owners>,
    /// Whether any text is an address.
    pub addresses: bool,
    /// A type that all but a few cells of a text column have.
    pub nearly: Option<Nearly>,
    /// The date pattern, unless dates are in ISO 8601.
    pub days: Option<Guess<DatePattern>>,
}

/// The type of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Every cell is of this type.
    As(Type),
    /// No type of the language holds all cells.
    None(String),
}

/// The owners before the slash of an id.
#[derive(Clone, Debug)]
pub(crate) struct Owners {
    /// Number of distinct owners.
    pub distinct: usize,
    /// A column that already holds them.
    pub stand_in: Option<String>,
}

/// A type that all but a few cells have.
#[derive(Clone, Debug)]
pub(crate) struct Nearly {
    /// The type.
    pub kind: Type,
    /// Number of cells that are not of this type.
    pub others: usize,
    /// One of them.
    pub example: String,
}

/// One cell in this many may be of another type for a type to count as the intended one.
const FEW: usize = 5;
/// In a short column so many cells may be of another type, if most are of the intended one.
const FEW_CELLS: usize = 3;
/// One id in this many may lack an owner.
const FEW_IDS: usize = 10;

/// Profiles every cell of a source.
///
/// # Errors
/// A file is missing, empty, or not of its format.
pub(crate) fn profile(world: &dyn World, location: &Location) -> Result<Profile, Diagnostic> {
    let found = columns(world, location)?;
    let is_one = |name: &String| !matches!(found.refused.get(name), Some((Refusal::Always, _)));
    let names = found.columns.iter().map(|(name, _)| name.clone());
    let names: Vec<String> = names.filter(is_one).collect();
    let raw = read(world, location, &names, &[])?;
    if raw.height() == 0 {
        return Err(Diagnostic::error(
            Code::EMPTY_SOURCE,
            format!("`{}` has no rows", location.shown),
        )
        .hint("what a column holds is seen in its rows: a header alone does not say it"));
    }
    let frame = raw.joined();
    let frame = frame.map_err(|error| crate::engine::refused("joining the files", &error))?;
    let is_text = matches!(location.format, SourceFormat::Csv | SourceFormat::Tsv);
    let numbers = if is_text {
        forms::numbers(&frame, location.dialect.delimiter)
    } else {
        Guess::of(TextForms::default())
    };
    let looked_at: PolarsResult<Vec<ColumnProfile>> = names
        .par_iter()
        .map(|name| column_profile(frame.column(name)?, is_text, &numbers.form))
        .collect();
    let mut columns =
        looked_at.map_err(|error| crate::engine::refused("looking at the rows", &error))?;
    for at in 0..columns.len() {
        columns[at].owners = owners(&frame, &columns, at);
    }
    for (name, (when, why)) in &found.refused {
        if *when == Refusal::Always {
            // The message without the name of the file.
            let why = why.message.splitn(3, '`').last().unwrap_or_default();
            let why = why.trim_start_matches([',', ' ']);
            columns.push(ColumnProfile::unread(name, why.to_owned()));
        }
    }
    let absences = found
        .absent
        .iter()
        .map(|(name, files)| absence(name, files));
    Ok(Profile {
        numbers,
        warnings: found.warnings().into_iter().chain(absences).collect(),
        rows: raw.height(),
        files: raw.parts.len(),
        columns,
    })
}

impl ColumnProfile {
    /// A column that cannot be read, and the reason.
    fn unread(name: &str, why: String) -> Self {
        Self {
            name: name.to_owned(),
            fit: Fit::None(why),
            empty: 0,
            distinct: 0,
            negative: 0,
            total: None,
            owners: None,
            addresses: false,
            nearly: None,
            days: None,
        }
    }
}

fn column_profile(
    given: &Column,
    is_text: bool,
    written: &TextForms,
) -> PolarsResult<ColumnProfile> {
    let mut found = ColumnProfile {
        empty: given.null_count(),
        ..ColumnProfile::unread(given.name(), why_unread(given.dtype()))
    };
    for kind in candidates(given, is_text) {
        let typed = convert(given, kind, written)?;
        let lost = typed.null_count() - given.null_count();
        if lost == 0 {
            found.fit = Fit::As(kind);
            values(&mut found, &typed, kind)?;
            break;
        }
        let values = given.len() - given.null_count();
        let is_few = lost * FEW <= values || lost <= FEW_CELLS && lost * 2 < values;
        if kind != Type::Boolean && is_few && found.nearly.is_none() {
            found.nearly = Some(Nearly {
                kind,
                others: lost,
                example: example(given, &typed),
            });
        }
    }
    if given.dtype().is_float() && matches!(found.fit, Fit::None(_)) {
        found.fit = Fit::None("numbers that are not finite".to_owned());
    }
    if found.fit == Fit::As(Type::Text) {
        found.addresses = any_text(given, |text| text.contains("://"));
    }
    if found.fit == Fit::As(Type::Text)
        && let Ok(texts) = given.str()
        && let Some(days) = forms::days(texts)
    {
        found.fit = Fit::As(Type::Date);
        found.days = Some(days);
    }
    // A narrower type than the one found is reported; the date inside a timestamp is not.
    if found.fit == Fit::As(Type::Date) {
        found.nearly = None;
    }
    if any_text(given, is_long) {
        found.fit = Fit::None("texts that are too long for a cell".to_owned());
    }
    Ok(found)
}

/// Why the language cannot read a column of the engine.
fn why_unread(kind: &DataType) -> String {
    match kind {
        DataType::Binary | DataType::BinaryOffset => "bytes, which are no text".to_owned(),
        DataType::Time => "times of day".to_owned(),
        DataType::Duration(_) => "spans of time".to_owned(),
        DataType::List(_) | DataType::Struct(_) => "nested values".to_owned(),
        kind => format!("values of type {kind}"),
    }
}

/// The types that may hold a column of a file, narrowest first.
fn candidates(given: &Column, is_text: bool) -> Vec<Type> {
    match given.dtype() {
        DataType::String if given.null_count() == given.len() => vec![Type::Text],
        DataType::String if is_text && any_text(given, is_code) => {
            vec![Type::Boolean, Type::Date, Type::Text]
        }
        DataType::String if is_text => vec![
            Type::Boolean,
            Type::Integer,
            Type::Number,
            Type::Date,
            Type::Text,
        ],
        DataType::String => vec![Type::Date, Type::Text],
        DataType::Categorical(..) | DataType::Enum(..) | DataType::Null => vec![Type::Text],
        DataType::Boolean => vec![Type::Boolean],
        DataType::Date => vec![Type::Date],
        DataType::List(inner) if matches!(**inner, DataType::String | DataType::Null) => {
            vec![Type::List]
        }
        kind if kind.is_integer() => vec![Type::Integer, Type::Text],
        DataType::Binary => number_types(given),
        DataType::Decimal(_, scale) => {
            let exact = u8::try_from(*scale).map_or(Type::Number, Type::of_scale);
            vec![Type::Integer, exact]
        }
        kind if kind.is_float() => vec![Type::Integer, Type::Number],
        _ => Vec::new(),
    }
}

/// The types that may hold numbers as they are written: of these, one that keeps all of their digits.
fn number_types(given: &Column) -> Vec<Type> {
    let texts: Vec<&str> = match texts_of(given) {
        Ok(texts) => texts.flatten().collect(),
        Err(_) => Vec::new(),
    };
    let is_number = |text: &&str| text.parse::<f64>().is_ok();
    if texts.len() < given.len() - given.null_count() || !texts.iter().all(is_number) {
        return Vec::new();
    }
    if texts.iter().all(|text| !text.contains(['.', 'e', 'E'])) {
        return vec![Type::Integer, Type::Text];
    }
    if texts.iter().all(|text| is_kept(text)) {
        return vec![Type::Integer, Type::Number, Type::Text];
    }
    let is_held = |scale: &u8| texts.iter().all(|text| decimal(text, *scale).is_some());
    let exact = (1..=MAX_SCALE).find(is_held).map(Type::Decimal);
    let types = [
        Some(Type::Integer),
        exact,
        Some(Type::Number),
        Some(Type::Text),
    ];
    types.into_iter().flatten().collect()
}

/// Statistics of the values of a column of type `kind`.
fn values(found: &mut ColumnProfile, typed: &Column, kind: Type) -> PolarsResult<()> {
    if kind != Type::List {
        found.distinct = typed.n_unique()? - usize::from(found.empty > 0);
    }
    if let Ok(integers) = typed.i64() {
        let (mut sum, mut magnitude) = (0_i128, 0_i128);
        for value in integers.iter().flatten() {
            found.negative += usize::from(value < 0);
            sum += i128::from(value);
            magnitude += i128::from(value).abs();
        }
        // A run refuses a sum if adding up its parts could exceed 64 bits.
        let fits = i64::try_from(magnitude).is_ok();
        found.total = i64::try_from(sum).ok().filter(|_| fits);
    }
    if let Ok(numbers) = typed.f64() {
        found.negative = numbers
            .iter()
            .flatten()
            .filter(|value| *value < 0.0)
            .count();
    }
    if let Ok(decimals) = typed.decimal() {
        let units = decimals.physical().iter().flatten();
        found.negative = units.filter(|units| *units < 0).count();
    }
    Ok(())
}

/// The first cell that is lost in a conversion.
fn example(given: &Column, typed: &Column) -> String {
    let (was, is) = (given.is_null(), typed.is_null());
    let lost = (&is & &!was).iter().position(|lost| lost == Some(true));
    lost.map_or_else(String::new, |row| super::contract::cell(given, row))
}

/// Whether any text of a column, or of its lists, passes.
fn any_text(column: &Column, is: impl Fn(&str) -> bool) -> bool {
    if let Ok(texts) = column.str() {
        return texts.iter().flatten().any(is);
    }
    let Ok(lists) = column.list() else {
        return false;
    };
    let inner = lists.get_inner();
    inner
        .str()
        .is_ok_and(|texts| texts.iter().flatten().any(is))
}

/// Digits that are not an amount: with a leading zero (`01` is another department than `1`), or
/// more than a 64-bit integer holds, which a number with a fraction would round.
fn is_code(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['+', '-']);
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits.len() > 1 && digits.starts_with('0')
            || digits.len() > 18 && digits.parse::<i64>().is_err())
}

/// The owners of the ids of a column, if its ids look like `owner/name`.
fn owners(frame: &DataFrame, columns: &[ColumnProfile], at: usize) -> Option<Owners> {
    let column = &columns[at];
    if column.fit != Fit::As(Type::Text) || column.addresses || column.distinct == 0 {
        return None;
    }
    let ids = frame.column(&column.name).ok()?;
    let ids = ids.str().ok()?;
    let owner = |id: &str| {
        let (owner, name) = id.split_once('/')?;
        let whole = !owner.is_empty() && !name.is_empty() && !name.contains('/');
        whole.then(|| owner.to_owned())
    };
    let found: Vec<Option<String>> = ids.iter().map(|id| owner(id?)).collect();
    let with_owner = found.iter().flatten().count();
    if (ids.len() - column.empty - with_owner) * FEW_IDS > ids.len() {
        return None;
    }
    let holds_them = |other: &&ColumnProfile| {
        let texts = frame.column(&other.name).ok();
        let texts = texts.and_then(|texts| texts.str().ok());
        texts.is_some_and(|texts| {
            let pairs = found.iter().zip(texts.iter());
            let equal = pairs.filter(|(owner, text)| owner.is_some() && owner.as_deref() == *text);
            (with_owner - equal.count()) * FEW_IDS <= with_owner
        })
    };
    let stand_in = columns.iter().find(holds_them);
    let distinct: BTreeSet<&String> = found.iter().flatten().collect();
    Some(Owners {
        distinct: distinct.len(),
        stand_in: stand_in.map(|column| column.name.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::{Fit, column_profile};
    use crate::source::TextForms;
    use crate::sql::Type;
    use polars::prelude::*;

    fn of(cells: &[Option<&str>], is_text: bool) -> super::ColumnProfile {
        let column = Column::new("x".into(), cells);
        column_profile(&column, is_text, &TextForms::default()).unwrap()
    }

    #[test]
    fn a_type_holds_every_cell() {
        let kinds = [
            (vec!["1", "-2"], Type::Integer),
            (vec!["1", "2.5"], Type::Number),
            (vec!["true", "False"], Type::Boolean),
            (vec!["2025-10-01"], Type::Date),
            (vec!["2025-13-01"], Type::Text),
            (vec!["9223372036854775807"], Type::Integer),
            (vec!["9223372036854775808"], Type::Text),
        ];
        for (cells, kind) in kinds {
            let cells: Vec<Option<&str>> = cells.into_iter().map(Some).collect();
            assert_eq!(of(&cells, true).fit, Fit::As(kind), "{cells:?}");
        }
    }

    #[test]
    fn codes_with_leading_zeros_stay_texts() {
        assert_eq!(of(&[Some("01"), Some("75")], true).fit, Fit::As(Type::Text));
        assert_eq!(
            of(&[Some("0"), Some("0.5")], true).fit,
            Fit::As(Type::Number)
        );
    }

    #[test]
    fn texts_of_typed_formats_are_not_read_as_numbers() {
        assert_eq!(of(&[Some("1")], false).fit, Fit::As(Type::Text));
        assert_eq!(of(&[Some("2025-10-01")], false).fit, Fit::As(Type::Date));
    }

    #[test]
    fn moments_are_written_by_their_days() {
        let moments = of(&[Some("2025-10-01T12:30:00Z"), None], false);
        assert_eq!((moments.fit, moments.empty), (Fit::As(Type::Date), 1));
    }

    #[test]
    fn a_few_cells_of_another_type_are_reported() {
        let cells = [
            Some("1"),
            Some("2"),
            Some("3"),
            Some("4"),
            Some("5"),
            Some("n/a"),
        ];
        let found = of(&cells, true);
        assert_eq!(found.fit, Fit::As(Type::Text));
        let nearly = found.nearly.unwrap();
        assert_eq!((nearly.kind, nearly.others), (Type::Integer, 1));
        assert_eq!(nearly.example, "n/a");
    }

    #[test]
    fn a_sum_that_could_pass_64_bits_is_no_total() {
        let column = Column::new("x".into(), [i64::MAX, 1]);
        assert_eq!(
            column_profile(&column, false, &TextForms::default())
                .unwrap()
                .total,
            None
        );
        let column = Column::new("x".into(), [i64::MAX, 0]);
        let found = column_profile(&column, false, &TextForms::default()).unwrap();
        assert_eq!(found.total, Some(i64::MAX));
    }

    #[test]
    fn floats_that_are_whole_are_integers() {
        let column = Column::new("x".into(), [Some(3.0), None]);
        let found = column_profile(&column, false, &TextForms::default()).unwrap();
        assert_eq!((found.fit, found.total), (Fit::As(Type::Integer), Some(3)));
        let column = Column::new("x".into(), [1.5, f64::NAN]);
        let found = column_profile(&column, false, &TextForms::default()).unwrap();
        assert!(matches!(found.fit, Fit::None(_)));
    }
}
