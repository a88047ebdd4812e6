//! The ledger of corrections as tables: for files, and folded at the end of a document.

use super::corrections::{
    Effect, cells_in_words, corrected, counted, effect_in_words, effects, title_of,
};
use super::format::format_value;
use super::sheets::sheet_cell;
use super::tables::{in_one_line, left_out};
use super::texts::Texts;
use crate::document::{Block, Sheet, SheetCell, SheetColumn, Table, TableColumn};
use crate::report::Report;
use crate::results::{CorrectedCell, Results, Value};
use crate::spec::grammar::{Format, FormatName};
use crate::text::number::{decimal, integer};
use crate::text::{Locale, escape_markdown};

/// Name of the table of cells, and of what is done to metrics.
pub(super) const TABLES: [&str; 2] = ["corrections", "corrections_effect"];
/// Maximum number of rows that a page shows.
const SHOWN: usize = 500;

/// The ledger as tables of files; none where no cell was corrected.
pub(super) fn sheets(results: &Results) -> Vec<Sheet> {
    let text = |text: &str| SheetCell::Text(text.to_owned());
    let maybe = |it: &Option<String>| it.as_deref().map_or(SheetCell::Empty, text);
    let mut cells = Vec::new();
    for (name, rows) in corrected(results) {
        cells.extend(rows.cells.iter().map(|it| {
            vec![
                text(name),
                text(&it.file),
                SheetCell::Integer(it.row as i128),
                text(&it.key),
                text(&it.column),
                maybe(&it.was),
                maybe(&it.is),
                text(&it.reason),
                text(&it.origin),
            ]
        }));
    }
    if cells.is_empty() {
        return Vec::new();
    }
    let columns = [
        "source", "file", "row", "key", "column", "was", "is", "reason", "origin",
    ];
    let effects = effects(results).into_iter().map(|effect| {
        vec![
            text(effect.name),
            sheet_cell(effect.with),
            effect.without.map_or(SheetCell::Empty, sheet_cell),
            effect
                .without
                .map_or(SheetCell::Empty, |_| SheetCell::Boolean(effect.differs())),
        ]
    });
    let effects: Vec<_> = effects.collect();
    let columns_of_effects = [
        "metric",
        "with_corrections",
        "without_corrections",
        "differs",
    ];
    let sheet = |id: &str, columns: &[&str], rows: Vec<Vec<SheetCell>>| Sheet {
        id: id.to_owned(),
        columns: columns
            .iter()
            .map(|name| SheetColumn::plain(name))
            .collect(),
        rows: rows.into(),
        total: None,
    };
    let [id, id_of_effects] = TABLES;
    vec![
        sheet(id, &columns, cells),
        sheet(id_of_effects, &columns_of_effects, effects),
    ]
}

/// The ledger at the end of a document; nothing where no cell was corrected.
pub(super) fn blocks(texts: &Texts<'_>, results: &Results) -> Vec<Block> {
    let count: usize = corrected(results).map(|(_, rows)| rows.cells.len()).sum();
    if count == 0 {
        return Vec::new();
    }
    let locale = texts.locale;
    let heading = Block::Heading {
        level: 2,
        text: "Corrections".to_owned(),
    };
    let said = cells_in_words(texts.report, results, locale).join(" ");
    vec![
        heading,
        Block::Markdown(escape_markdown(&said)),
        Block::Folded(table_of_cells(texts, results, count)),
        Block::Folded(table_of_effects(texts, results, locale)),
    ]
}

fn table_of_cells(texts: &Texts<'_>, results: &Results, count: usize) -> Table {
    let locale = texts.locale;
    let several = corrected(results).count() > 1;
    let mut titles = match locale {
        Locale::Fr => vec![
            "Ligne",
            "Colonne",
            "Valeur d’origine",
            "Valeur corrigée",
            "Raison",
            "Provenance",
        ],
        Locale::En => vec![
            "Row",
            "Column",
            "Original value",
            "Corrected value",
            "Reason",
            "Origin",
        ],
    };
    if several {
        titles.insert(0, "Source");
    }
    let rows = corrected(results).flat_map(|(name, rows)| {
        rows.cells.iter().map(move |cell| {
            let [was, is] = values(texts.report, name, cell, locale);
            let mut row = vec![
                cell.key.clone(),
                title_of(texts.report, name, &cell.column, locale),
                was,
                is,
                cell.reason.clone(),
                cell.origin.clone(),
            ];
            if several {
                row.insert(0, name.to_owned());
            }
            row
        })
    });
    let title = match locale {
        Locale::Fr => counted(count, "valeur corrigée", "valeurs corrigées", locale),
        Locale::En => counted(count, "corrected value", "corrected values", locale),
    };
    Table {
        id: TABLES[0].to_owned(),
        title,
        columns: titles.into_iter().map(column).collect(),
        groups: 0,
        rows: rows.take(SHOWN).collect(),
        looks: crate::document::Looks::default(),
        total: None,
        remark: in_one_line(
            "",
            &[&left_out(count.saturating_sub(SHOWN), TABLES[0], texts)],
        ),
    }
}

/// The value that a cell had and the one that it has, as people read them: numbers and days in the locale, what is no value of
/// its column as it stands in the file.
fn values(report: &Report, source: &str, cell: &CorrectedCell, locale: Locale) -> [String; 2] {
    let source = report.sources.iter().find(|it| it.name == source);
    let list = source.and_then(|it| Some(&it.corrections.as_ref()?.list));
    let declared = list.into_iter().flat_map(|list| list.iter()).find(|it| {
        it.key == cell.key
            && it.column == cell.column
            && it.was.text == cell.was
            && it.is.text == cell.is
    });
    let declared = declared.map(|it| [&it.was, &it.is]);
    let as_written = [&cell.was, &cell.is].map(|text| match (text, locale) {
        (Some(text), _) => text.clone(),
        (None, Locale::Fr) => "vide".to_owned(),
        (None, Locale::En) => "empty".to_owned(),
    });
    let Some([was, is]) = declared.map(|both| both.map(|it| read(&it.value, locale))) else {
        return as_written;
    };
    let [raw_was, raw_is] = as_written.clone();
    let read = [was.unwrap_or(raw_was), is.unwrap_or(raw_is)];
    // Two texts that are one value are told apart by their signs alone.
    if read[0] == read[1] { as_written } else { read }
}

/// A value with all of its digits; none of what has no value.
fn read(value: &Value, locale: Locale) -> Option<String> {
    let number = value.number();
    let decimals = match value {
        Value::Null | Value::List(_) => return None,
        Value::Decimal(value) => value.scale,
        Value::Number(value) => {
            let digits = value.to_string();
            let behind = digits.split_once('.').map_or("", |(_, behind)| behind);
            u8::try_from(behind.len()).unwrap_or(u8::MAX)
        }
        _ => 0,
    };
    Some(match number {
        Some(number) => decimal(number, decimals, locale),
        None => format_value(&Format::Name(FormatName::Number), value, locale),
    })
}

fn table_of_effects(texts: &Texts<'_>, results: &Results, locale: Locale) -> Table {
    let titles = match locale {
        Locale::Fr => ["Indicateur", "Sans les corrections", "Avec les corrections"],
        Locale::En => ["Metric", "Without corrections", "With corrections"],
    };
    let effects = effects(results);
    let differing: Vec<&Effect<'_>> = effects.iter().filter(|effect| effect.differs()).collect();
    let rows = differing.iter().map(|effect| {
        let metric = &texts.report.metrics[effect.name];
        let without = effect.without.unwrap_or(&Value::Null);
        let [before, now] = apart(&metric.format, [without, effect.with], locale);
        vec![texts.plain_or_raw(metric.title.get(locale)), before, now]
    });
    let rows: Vec<Vec<String>> = rows.take(SHOWN).collect();
    let columns = titles
        .into_iter()
        .enumerate()
        .map(|(at, title)| TableColumn {
            title: title.to_owned(),
            numeric: at > 0,
            order: Vec::new(),
        });
    Table {
        id: TABLES[1].to_owned(),
        title: effect_in_words(results, locale),
        columns: columns.collect(),
        groups: 0,
        remark: in_one_line(
            "",
            &[&left_out(differing.len() - rows.len(), TABLES[1], texts)],
        ),
        rows,
        looks: crate::document::Looks::default(),
        total: None,
    }
}

fn column(title: &str) -> TableColumn {
    TableColumn {
        title: title.to_owned(),
        numeric: false,
        order: Vec::new(),
    }
}

/// Two values that differ, so that their difference is seen: in their format, or with all digits.
fn apart(format: &Format, values: [&Value; 2], locale: Locale) -> [String; 2] {
    let shown = values.map(|value| format_value(format, value, locale));
    if shown[0] != shown[1] {
        return shown;
    }
    values.map(|value| match value {
        Value::Ratio(ratio) => {
            let [above, below] =
                [ratio.numerator, ratio.denominator].map(|it| integer(it.into(), locale));
            format!("{above} / {below}")
        }
        Value::Integer(value) => integer((*value).into(), locale),
        value => format_value(&Format::Name(FormatName::Number), value, locale),
    })
}
