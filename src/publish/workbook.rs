//! `report.xlsx`: one sheet per table. In: [`Sheet`]s. Out: the bytes of a workbook, which are the
//! same on every run: its creation date is fixed.
//!
//! A spreadsheet keeps 15 digits of a number, so an integer or a decimal beyond these is written as text: no digit
//! is lost. Text is never a formula or a link. Shares are shown in percent, amounts with their currency; columns have their
//! titles, rows without a value and those of others their names.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::error::PublishError;
use super::names::{TakenNames, sheet_name};
use crate::document::{Sheet, SheetCell, SheetColumn};
use crate::text::Affix;

/// Excel's limit, including the line of column names.
const MOST_ROWS: usize = 1_048_576;

/// Excel's limit.
const MOST_COLUMNS: usize = 16_384;

/// Excel's limit for the text of a cell, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;

/// The largest integer of 15 digits: a spreadsheet does not show, edit or save more digits.
const LARGEST_EXACT: u128 = 999_999_999_999_999;

/// From this magnitude on, the integers of a column are grouped by thousands; smaller ones may be
/// years.
const GROUPED_FROM: u128 = 10_000;

/// How much of the time of a run goes into compressing, from 0 to 9: 3 takes twice the time of 1, for a tenth less of bytes.
const COMPRESSION: u8 = 1;

/// Maximum width of a column in pixels.
const WIDEST_COLUMN: u32 = 420;

/// The workbook's bytes. `sheets` must not be empty: a workbook has at least one sheet.
pub(super) fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, PublishError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let mut taken = TakenNames::default();
    for sheet in sheets {
        let numbers = numbers(sheet)?;
        let name = sheet_name(&sheet.id, &mut taken);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(name).map_err(refused)?;
        fill(worksheet, sheet, &numbers).map_err(refused)?;
    }
    workbook.save_to_buffer().map_err(refused)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature that `map_err` takes"
)]
fn refused(error: XlsxError) -> PublishError {
    PublishError::Workbook(error.to_string())
}

/// The numbers of a column.
#[derive(Clone, Copy, Default)]
struct Numbers {
    /// Whether its integers are grouped by thousands.
    are_grouped: bool,
    /// What the first of them is, which gives the whole column its format: it is not looked up for each cell then.
    first: Option<Kind>,
}

/// A kind of number, which has a format of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Decimal,
    Number,
}

/// The numbers of each column. Fails where the sheet is larger than a workbook can hold.
fn numbers(sheet: &Sheet) -> Result<Vec<Numbers>, PublishError> {
    let limit = |detail: String| {
        Err(PublishError::WorkbookLimit {
            sheet: sheet.id.clone(),
            detail,
        })
    };
    let rows = sheet.rows.count() + usize::from(sheet.total.is_some());
    if rows >= MOST_ROWS {
        let most = MOST_ROWS - 1;
        return limit(format!("{rows} rows, and a sheet holds {most}"));
    }
    if sheet.columns.len() > MOST_COLUMNS {
        let columns = sheet.columns.len();
        return limit(format!(
            "{columns} columns, and a sheet holds {MOST_COLUMNS}"
        ));
    }
    let mut numbers = vec![Numbers::default(); sheet.columns.len()];
    for (row, cells) in sheet.rows.iter().enumerate() {
        for ((column, cell), numbers) in sheet.columns.iter().zip(&cells).zip(&mut numbers) {
            let kind = match cell {
                SheetCell::Text(text) if text.encode_utf16().count() > LONGEST_TEXT => {
                    return limit(format!(
                        "row {} of column `{}` is longer than {LONGEST_TEXT} characters",
                        row + 1,
                        column.name
                    ));
                }
                SheetCell::Integer(value) => {
                    numbers.are_grouped |= value.unsigned_abs() >= GROUPED_FROM;
                    Kind::Integer
                }
                SheetCell::Decimal(_) => Kind::Decimal,
                SheetCell::Number(_) => Kind::Number,
                _ => continue,
            };
            numbers.first.get_or_insert(kind);
        }
    }
    Ok(numbers)
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet, numbers: &[Numbers]) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin);
    // The limits are checked: columns fit into 16 bits and rows into 32.
    let columns = sheet.columns.iter().zip(numbers);
    let formats: Vec<_> = columns
        .map(|(it, of)| ColumnFormats::new(it, *of))
        .collect();
    for (column, of) in (0_u16..).zip(&sheet.columns) {
        let formats = &formats[usize::from(column)];
        if let Some(kind) = formats.of_column {
            worksheet.set_column_format(column, formats.of(kind))?;
        }
        worksheet.write_string_with_format(0, column, xml_text(&of.title), &head)?;
    }
    for (row, cells) in (1_u32..).zip(sheet.rows.iter()) {
        for ((column, cell), formats) in (0_u16..).zip(&cells).zip(&formats) {
            write_cell(worksheet, row, column, cell, formats)?;
        }
    }
    // Below the rows that are filtered and sorted.
    let below = sheet.rows.count() as u32 + 1;
    let total = sheet.total.as_deref().unwrap_or_default();
    for ((column, cell), formats) in (0_u16..).zip(total).zip(&formats) {
        write_cell(worksheet, below, column, cell, &formats.of_total())?;
    }
    worksheet.set_freeze_panes(1, 0)?;
    if !sheet.columns.is_empty() {
        let last_row = sheet.rows.count() as u32;
        let last_column = (sheet.columns.len() - 1) as u16;
        worksheet.autofilter(0, 0, last_row, last_column)?;
    }
    worksheet.set_autofit_max_width(WIDEST_COLUMN);
    worksheet.autofit();
    Ok(())
}

/// A text in a format of numbers, as it is.
fn literal(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("\"{}\"", text.replace('"', ""))
    }
}

/// The display formats of a column's numbers.
struct ColumnFormats {
    integer: Format,
    decimal: Format,
    number: Format,
    digits: Format,
    /// The kind of number whose format the whole column has.
    of_column: Option<Kind>,
    /// Texts have the usual one, which need not be looked up for each cell, but below the rows.
    text: Option<Format>,
}

impl ColumnFormats {
    fn new(of: &SheetColumn, numbers: Numbers) -> Self {
        let has_currency = of.currency != Affix::default();
        let of_currency = |digits: &str| {
            let [before, behind] = [&of.currency.before, &of.currency.behind].map(|it| literal(it));
            format!("{before}{digits}{behind}")
        };
        let integer = if numbers.are_grouped || has_currency {
            "#,##0"
        } else {
            "0"
        };
        let integer = of_currency(integer);
        let scale = usize::from(of.scale.unwrap_or(1));
        let decimal = of_currency(&format!("#,##0.{:0<scale$}", ""));
        let number = match (of.is_share, has_currency) {
            (true, _) => "0.00%".to_owned(),
            (false, true) => of_currency("#,##0.00"),
            (false, false) => "General".to_owned(),
        };
        Self {
            integer: Format::new().set_num_format(integer),
            decimal: Format::new().set_num_format(decimal),
            number: Format::new().set_num_format(number),
            digits: Format::new().set_align(FormatAlign::Right),
            of_column: numbers.first,
            text: None,
        }
    }

    /// The format of a kind of number.
    const fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Integer => &self.integer,
            Kind::Decimal => &self.decimal,
            Kind::Number => &self.number,
        }
    }

    /// The same below the rows.
    fn of_total(&self) -> Self {
        let bold = |format: &Format| {
            let format = format.clone().set_bold();
            format.set_border_top(FormatBorder::Thin)
        };
        Self {
            integer: bold(&self.integer),
            decimal: bold(&self.decimal),
            number: bold(&self.number),
            digits: bold(&self.digits),
            of_column: None,
            text: Some(bold(&Format::new())),
        }
    }
}

fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &SheetCell,
    formats: &ColumnFormats,
) -> Result<(), XlsxError> {
    let mut number = |value: f64, kind: Kind| {
        if formats.of_column == Some(kind) {
            worksheet.write_number(row, column, value)
        } else {
            worksheet.write_number_with_format(row, column, value, formats.of(kind))
        }
        .map(drop)
    };
    match cell {
        SheetCell::Text(text) => write_text(worksheet, (row, column), text, formats)?,
        SheetCell::Unnamed(word) => write_text(worksheet, (row, column), word, formats)?,
        SheetCell::Integer(value) if value.unsigned_abs() <= LARGEST_EXACT => {
            number(*value as f64, Kind::Integer)?;
        }
        SheetCell::Integer(value) => {
            worksheet.write_string_with_format(row, column, value.to_string(), &formats.digits)?;
        }
        SheetCell::Decimal(value) if value.units.unsigned_abs() <= LARGEST_EXACT => {
            // Of decimals with 15 digits each is nearest to a float of its own.
            number(value.float(), Kind::Decimal)?;
        }
        SheetCell::Decimal(value) => {
            worksheet.write_string_with_format(row, column, value.to_string(), &formats.digits)?;
        }
        SheetCell::Number(value) if value.is_finite() => {
            number(*value, Kind::Number)?;
        }
        SheetCell::Boolean(value) => {
            worksheet.write_boolean(row, column, *value)?;
        }
        // A workbook has no cell type for values that are not numbers.
        SheetCell::Empty | SheetCell::Number(_) => {}
    }
    Ok(())
}

fn write_text(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    formats: &ColumnFormats,
) -> Result<(), XlsxError> {
    match &formats.text {
        Some(format) => {
            worksheet.write_string_with_format(row, column, xml_text(text), format)?;
        }
        None => {
            worksheet.write_string(row, column, xml_text(text))?;
        }
    }
    Ok(())
}

/// Two code points are not allowed in XML and have no escape in a workbook.
fn xml_text(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::{ColumnFormats, Format, LONGEST_TEXT, Numbers, workbook};
    use crate::document::{Sheet, SheetCell, SheetColumn};
    use crate::publish::error::PublishError;
    use crate::text::Affix;

    fn sheet(cells: Vec<SheetCell>) -> Sheet {
        Sheet {
            id: "by_entity".to_owned(),
            columns: vec![SheetColumn::plain("entity")],
            rows: cells
                .into_iter()
                .map(|cell| vec![cell])
                .collect::<Vec<_>>()
                .into(),
            total: None,
        }
    }

    #[test]
    fn two_runs_give_the_same_bytes() {
        let sheets = [
            sheet(vec![
                SheetCell::Text("=cmd()|x".to_owned()),
                SheetCell::Integer(i128::MAX),
                SheetCell::Number(f64::NAN),
                SheetCell::Empty,
            ]),
            sheet(vec![]),
        ];
        assert_eq!(workbook(&sheets), workbook(&sheets));
        assert!(workbook(&sheets).unwrap().starts_with(b"PK"));
    }

    #[test]
    fn a_column_is_written_in_percent_because_it_holds_shares_and_not_for_its_name() {
        let number = |name: &str, is_share| {
            let column = SheetColumn {
                is_share,
                ..SheetColumn::plain(name)
            };
            ColumnFormats::new(&column, Numbers::default()).number
        };
        let percent = Format::new().set_num_format("0.00%");
        assert!(number("market_share", false) != percent);
        assert!(number("part", true) == percent);
    }

    #[test]
    fn amounts_have_their_currency_and_stay_numbers() {
        let format = |before: &str, behind: &str| {
            let column = SheetColumn {
                currency: Affix {
                    before: before.to_owned(),
                    behind: behind.to_owned(),
                },
                scale: Some(2),
                ..SheetColumn::plain("amount")
            };
            let formats = ColumnFormats::new(&column, Numbers::default());
            [formats.integer, formats.decimal, formats.number]
        };
        let expected = |formats: [&str; 3]| formats.map(|it| Format::new().set_num_format(it));
        let euros = [
            "#,##0\"\u{a0}€\"",
            "#,##0.00\"\u{a0}€\"",
            "#,##0.00\"\u{a0}€\"",
        ];
        assert!(format("", "\u{a0}€") == expected(euros));
        let dollars = ["\"$\"#,##0", "\"$\"#,##0.00", "\"$\"#,##0.00"];
        assert!(format("$", "") == expected(dollars));
    }

    #[test]
    fn text_that_a_cell_cannot_hold_is_refused_by_name() {
        let fits = sheet(vec![SheetCell::Text("x".repeat(LONGEST_TEXT))]);
        assert!(workbook(&[fits]).is_ok());
        let too_long = sheet(vec![
            SheetCell::Empty,
            SheetCell::Text("x".repeat(LONGEST_TEXT + 1)),
        ]);
        assert_eq!(
            workbook(&[too_long]),
            Err(PublishError::WorkbookLimit {
                sheet: "by_entity".to_owned(),
                detail: "row 2 of column `entity` is longer than 32767 characters".to_owned(),
            })
        );
    }

    #[test]
    fn a_table_with_too_many_rows_is_refused() {
        let rows = sheet(vec![SheetCell::Empty; 1_048_576]);
        let refused = workbook(&[rows]).unwrap_err().to_string();
        assert!(refused.contains("1048576 rows, and a sheet holds 1048575"));
    }
}
