//! What a column holds: its type, and what has to be taken away from its texts before they are of it.
//!
//! In: a column as its file has it. Out: a [`ColumnProfile`]. A column gets a type only if every cell converts to it by
//! the conversions of a run.

use super::amounts::{Amounts, amounts};
use super::candidates::{
    any_text, has_leading_zero, is_beyond_integers, may_be, sample, types_of, versions, why_unread,
};
use super::course::Course;
use super::large::{self, decimal_of};
use super::mixed::Mixed;
use super::nearly::{self, Nearly, is_few};
use super::notation::{Broken, Notation};
use super::odd::Odd;
use crate::engine::polars::contract::cell;
use crate::engine::polars::convert::convert;
use crate::engine::polars::forms::{self, Guess};
use crate::report::is_long;
use crate::source::{DatePattern, TextForms};
use crate::sql::{Decimal, Type};
use polars::prelude::*;

/// The content of a column.
#[derive(Clone, Debug)]
pub(crate) struct ColumnProfile {
    /// Name in the file.
    pub name: String,
    /// Its type, or why it has none.
    pub fit: Fit,
    /// Cells without a value.
    pub empty: usize,
    /// Cells whose text stands for no value: `n.d.`, `<5`.
    pub marked: usize,
    /// Distinct values; not counted for a list.
    pub distinct: usize,
    /// Cells below zero, of integers and numbers.
    pub negative: usize,
    /// The exact sum of numbers; none of those that no decimal holds.
    pub total: Option<Decimal>,
    /// Whether numbers have two digits behind the point, or none.
    pub is_money: bool,
    /// A number that is written with an exponent.
    pub exponent: Option<String>,
    /// Whether its names may be those of merged cells, which belong to the rows below too.
    pub is_merged: bool,
    /// A number that no type of numbers holds, if it is one of texts for that reason.
    pub large: Option<String>,
    /// Two texts that look alike, whatever is taken away from them.
    pub apart: Option<(String, String)>,
    /// Names that are spelled in several ways.
    pub spelled: Vec<(String, String)>,
    /// All of its names, if these are few.
    pub(super) names: Vec<String>,
    /// The owners, if the column holds ids such as `owner/name`.
    pub owners: Option<Owners>,
    /// Whether any text is an address.
    pub addresses: bool,
    /// What has to be taken away from its texts.
    pub notation: Notation,
    /// A form that most of its texts have.
    pub broken: Option<Broken>,
    /// Two cells of a text column whose numbers can be read in two ways.
    pub mixed: Option<Mixed>,
    /// A type that all but a few cells of a text column have.
    pub nearly: Option<Nearly>,
    /// A cell of texts that are numbers with signs or units.
    pub measured: Option<String>,
    /// Its cells that are no numbers, if the others are.
    pub odd: Option<Odd>,
    /// Two of its texts that are one number and two versions, if it is one of texts for that reason.
    pub versions: Option<(String, String)>,
    /// The date pattern, unless dates are in ISO 8601.
    pub days: Option<Guess<DatePattern>>,
    /// How its days follow each other.
    pub course: Option<Course>,
    /// Cells without a value in rows that a contract leaves out, or in other files for which it holds.
    pub empty_elsewhere: usize,
    /// Whether such rows have cells that are no values of its type.
    pub is_unfit: bool,
    /// Whether values are repeated in such rows, or in other files for which the contract holds.
    pub repeats: bool,
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

/// A column with what has to be taken away from its texts.
pub(super) struct Noted {
    notation: Notation,
    broken: Option<Broken>,
    /// The column without it.
    pub(super) plain: Column,
}

impl Noted {
    pub(super) fn of(given: &Column, is_text: bool) -> PolarsResult<Self> {
        let Ok(texts) = given.str() else {
            return Ok(Self::plain(given));
        };
        let (notation, broken) = Notation::of(texts, is_text);
        let plain = if notation.is_none() {
            given.clone()
        } else {
            notation.plain_column(given)?
        };
        Ok(Self {
            notation,
            broken,
            plain,
        })
    }

    fn plain(given: &Column) -> Self {
        Self {
            notation: Notation::default(),
            broken: None,
            plain: given.clone(),
        }
    }
}

impl ColumnProfile {
    /// A column that cannot be read, and the reason.
    pub(super) fn unread(name: &str, why: String) -> Self {
        Self {
            name: name.to_owned(),
            fit: Fit::None(why),
            empty: 0,
            marked: 0,
            distinct: 0,
            negative: 0,
            total: None,
            is_money: false,
            exponent: None,
            large: None,
            is_merged: false,
            apart: None,
            spelled: Vec::new(),
            names: Vec::new(),
            owners: None,
            addresses: false,
            notation: Notation::default(),
            broken: None,
            mixed: None,
            nearly: None,
            measured: None,
            odd: None,
            versions: None,
            days: None,
            course: None,
            empty_elsewhere: 0,
            is_unfit: false,
            repeats: false,
        }
    }

    /// Lets the column hold the cells of rows that are left out.
    pub(super) fn hold_too(&mut self, cells: &Column, written: &TextForms) -> PolarsResult<()> {
        let Fit::As(kind) = self.fit else {
            return Ok(());
        };
        // A list has no text that could be of another type.
        if cells.str().is_err() {
            self.empty_elsewhere = cells.null_count();
            return Ok(());
        }
        let written = TextForms {
            date: self.days.as_ref().map(|days| days.form.clone()),
            ..written.clone()
        };
        let plain = self.notation.plain_column(cells)?;
        let typed = convert(&plain, kind, &written)?;
        self.empty_elsewhere = typed.null_count();
        self.is_unfit = typed.null_count() > plain.null_count();
        if kind != Type::List {
            let values = typed.n_unique()? - usize::from(typed.null_count() > 0);
            self.repeats |= values < typed.len() - typed.null_count();
        }
        Ok(())
    }
}

/// Profiles a column of a file.
pub(super) fn column_profile(
    given: &Column,
    noted: Noted,
    is_text: bool,
    written: &TextForms,
) -> PolarsResult<ColumnProfile> {
    let mut found = ColumnProfile {
        empty: given.null_count(),
        ..ColumnProfile::unread(given.name(), why_unread(given.dtype()))
    };
    let kinds = types_of(given, is_text);
    let is_typed = try_types(&mut found, given, (&kinds, is_text), written)?;
    if given.dtype().is_float() && !is_typed {
        found.fit = Fit::None("numbers that are not finite".to_owned());
    }
    if found.fit == Fit::As(Type::Text) {
        noted_type(&mut found, (given, noted), is_text, written)?;
    }
    if found.fit == Fit::As(Type::Text) {
        found.addresses = any_text(given, |text| text.contains("://"));
        names(&mut found, given)?;
    }
    large::look(&mut found, (given, is_text), written)?;
    // A narrower type than the one found is reported; the date inside a timestamp is not.
    if found.fit == Fit::As(Type::Date) {
        found.nearly = None;
    }
    if any_text(given, is_long) {
        found.fit = Fit::None("texts that are too long for a cell".to_owned());
    }
    Ok(found)
}

/// Gives a column the first type that holds every cell; whether there is one.
fn try_types(
    found: &mut ColumnProfile,
    given: &Column,
    (kinds, is_text): (&[Type], bool),
    written: &TextForms,
) -> PolarsResult<bool> {
    let texts = given.str().ok().filter(|_| is_text);
    let some = texts.map(sample);
    for mut kind in kinds.iter().copied() {
        if let Some(some) = &some
            && kind != Type::Text
            && (!may_be(some, kind, written) || kind.is_number() && are_codes(given, kind))
        {
            continue;
        }
        if kind == Type::Number
            && let Some(two) = versions(given, written)?
        {
            found.versions = Some(two);
            continue;
        }
        let mut typed = convert(given, kind, written)?;
        let mut lost = typed.null_count() - given.null_count();
        if let Some(exact) = Some(kind)
            .filter(|kind| is_text && lost > 0 && *kind == Type::Number)
            .and_then(|_| decimal_of(given, written))
        {
            (kind, lost) = (exact, 0);
            typed = convert(given, kind, written)?;
        }
        if lost == 0 {
            found.fit = Fit::As(kind);
            let Amounts {
                distinct,
                negative,
                total,
                is_money,
                exponent,
            } = amounts(given, &typed, kind, written)?;
            (found.distinct, found.negative) = (distinct, negative);
            (found.total, found.is_money) = (total, is_money);
            found.exponent = exponent.map(|row| cell(given, row));
            return Ok(true);
        }
        let values = given.len() - given.null_count();
        let is_few = is_few(lost, values);
        let is_better = found.nearly.as_ref().is_none_or(|it| lost < it.others);
        if kind != Type::Boolean && is_few && is_better {
            found.nearly = Some(Nearly {
                kind,
                others: lost,
                example: example(given, &typed),
                notation: Notation::default(),
                pattern: None,
            });
        }
    }
    Ok(false)
}

/// Gives a column of texts the type of what stands in them, once what is around it is taken away.
fn noted_type(
    found: &mut ColumnProfile,
    (given, noted): (&Column, Noted),
    is_text: bool,
    written: &TextForms,
) -> PolarsResult<()> {
    let Noted {
        notation,
        broken,
        plain,
    } = noted;
    let as_text = found.clone();
    found.broken = broken;
    if let Ok(texts) = plain.str()
        && notation.form.is_none()
        && let Some(days) = forms::days(texts)
    {
        found.fit = Fit::As(Type::Date);
        found.days = Some(days);
        found.distinct = texts.n_unique()? - usize::from(texts.null_count() > 0);
    } else if !notation.is_none() && plain.null_count() < plain.len() {
        found.nearly = None;
        if !try_types(found, &plain, (notation.kinds(), is_text), written)? {
            let nearly = found.nearly.take().map(|nearly| Nearly {
                notation: notation.clone(),
                ..nearly
            });
            found.nearly = nearly.or(as_text.nearly);
        }
    }
    if found.fit != Fit::As(Type::Text) {
        found.empty = plain.null_count();
        found.marked = plain.null_count() - given.null_count();
        found.notation = notation;
    } else if found.nearly.is_none() && found.broken.is_none() {
        found.nearly = nearly::of_days(given);
    }
    Ok(())
}

/// Takes away from the texts of a column what makes names apart that look alike.
fn names(found: &mut ColumnProfile, given: &Column) -> PolarsResult<()> {
    let Ok(texts) = given.str() else {
        return Ok(());
    };
    let (notation, apart) = Notation::of_names(texts);
    found.apart = apart;
    if !notation.is_none() {
        let plain = notation.plain_column(given)?;
        found.empty = plain.null_count();
        found.marked = plain.null_count() - given.null_count();
        found.distinct = plain.n_unique()? - usize::from(found.empty > 0);
        found.notation = notation;
    }
    Ok(())
}

/// Whether digits are no amounts of a type: codes with zeros in front, or ids of which a number with a fraction would lose digits.
fn are_codes(given: &Column, kind: Type) -> bool {
    any_text(given, has_leading_zero)
        || kind != Type::Integer && any_text(given, is_beyond_integers)
}

/// The first cell that is lost in a conversion.
fn example(given: &Column, typed: &Column) -> String {
    let (was, is) = (given.is_null(), typed.is_null());
    let lost = (&is & &!was).iter().position(|lost| lost == Some(true));
    lost.map_or_else(String::new, |row| cell(given, row))
}

#[cfg(test)]
mod tests {
    use super::{ColumnProfile, Fit, Noted, column_profile};
    use crate::source::TextForms;
    use crate::sql::Type;
    use polars::prelude::*;

    fn of(cells: &[Option<&str>], is_text: bool) -> ColumnProfile {
        of_column(&Column::new("x".into(), cells), is_text)
    }

    fn of_column(column: &Column, is_text: bool) -> ColumnProfile {
        let noted = Noted::of(column, is_text).unwrap();
        column_profile(column, noted, is_text, &TextForms::default()).unwrap()
    }

    fn total(column: &ColumnProfile) -> Option<String> {
        column.total.map(|total| total.to_string())
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
    fn versions_stay_texts_and_amounts_with_a_zero_behind_are_numbers() {
        let column = |cells: &[&'static str], times: usize| {
            let cells: Vec<_> = cells.iter().map(|it| Some(*it)).collect();
            of(&cells.repeat(times), true).fit
        };
        assert_eq!(column(&["1.1", "1.10", "3.0"], 4), Fit::As(Type::Text));
        assert_eq!(column(&["1.1", "1.10", "3.0"], 1), Fit::As(Type::Number));
        assert_eq!(column(&["1.5", "2.50", "3.0"], 9), Fit::As(Type::Number));
        assert_eq!(column(&["10.0", "1.0", "100.0"], 9), Fit::As(Type::Integer));
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
            Some("many"),
        ];
        let found = of(&cells, true);
        assert_eq!(found.fit, Fit::As(Type::Text));
        let nearly = found.nearly.unwrap();
        assert_eq!((nearly.kind, nearly.others), (Type::Integer, 1));
        assert_eq!(nearly.example, "many");
    }

    #[test]
    fn a_sum_is_exact_beyond_64_bits() {
        let found = of_column(&Column::new("x".into(), [i64::MAX, 1]), false);
        assert_eq!(total(&found).as_deref(), Some("9223372036854775808"));
    }

    #[test]
    fn numbers_add_up_with_all_of_their_digits() {
        let found = of(&[Some("0.10"), Some("0.20"), Some("12.5")], true);
        assert_eq!(
            (found.fit.clone(), found.is_money),
            (Fit::As(Type::Number), false)
        );
        assert_eq!(total(&found).as_deref(), Some("12.8"));
        assert!(of(&[Some("0.10"), Some("12.50"), Some("7")], true).is_money);
        let floats = Column::new("x".into(), [Some(0.1), Some(-0.25), None]);
        assert_eq!(total(&of_column(&floats, false)).as_deref(), Some("-0.15"));
        let long = Column::new("x".into(), [0.1 + 0.2]);
        assert_eq!(total(&of_column(&long, false)), None);
    }

    #[test]
    fn texts_for_no_value_are_empty_cells_of_numbers() {
        let found = of(&[Some("1"), Some("n/a"), Some("2")], true);
        assert_eq!((found.fit, found.empty), (Fit::As(Type::Integer), 1));
        assert_eq!(found.notation.missing, ["n/a"]);
        let found = of(&[Some("a"), Some("n/a"), Some("b")], true);
        assert_eq!((found.fit, found.empty), (Fit::As(Type::Text), 0));
        assert!(found.notation.is_none());
    }

    #[test]
    fn floats_that_are_whole_are_integers() {
        let column = Column::new("x".into(), [Some(3.0), None]);
        let found = of_column(&column, false);
        assert_eq!(total(&found).as_deref(), Some("3"));
        assert_eq!(found.fit, Fit::As(Type::Integer));
        let column = Column::new("x".into(), [1.5, f64::NAN]);
        let found = of_column(&column, false);
        assert!(matches!(found.fit, Fit::None(_)));
    }
}
