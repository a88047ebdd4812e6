//! What a column contract emptied or left out, for the readers of a page. In: what was noticed in the sources. Out: a heading and a sentence for each source at
//! the end of a document; nothing where every cell meets the contract.

use super::corrections::{counted, title_of};
use super::texts::Texts;
use crate::document::Block;
use crate::report::Report;
use crate::results::{Results, SourceStatistics};
use crate::text::list::{Conjunction, list};
use crate::text::{Locale, escape_markdown};
use std::collections::BTreeSet;

/// Name of the table of all of these cells.
pub(super) const TABLE: &str = "contract_violations";

/// The heading and the sentences.
pub(super) fn blocks(texts: &Texts<'_>, results: &Results) -> Vec<Block> {
    let sources = results.sources.iter();
    let repaired: Vec<&SourceStatistics> = sources
        .filter(|it| it.cells_cleared > 0 || it.rows_dropped > 0)
        .collect();
    if repaired.is_empty() {
        return Vec::new();
    }
    let says_source = results.sources.len() > 1;
    let said = repaired.iter();
    let mut said: Vec<String> = said
        .map(|source| of_source(texts.report, source, says_source, texts.locale))
        .collect();
    said.extend(place(texts));
    let heading = match texts.locale {
        Locale::Fr => "Données écartées",
        Locale::En => "Data left out",
    };
    vec![
        Block::Heading {
            level: 2,
            text: heading.to_owned(),
        },
        Block::Markdown(escape_markdown(&said.join(" "))),
    ]
}

/// What was emptied and left out in a source.
fn of_source(
    report: &Report,
    source: &SourceStatistics,
    says_source: bool,
    locale: Locale,
) -> String {
    let columns = |action: &str| {
        let violations = source.violations.iter().filter(|it| it.action == action);
        let mut titles: Vec<String> = Vec::new();
        for violation in violations {
            let title = title_of(report, &source.name, &violation.column, locale);
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        let word = match (locale, titles.len()) {
            (_, 0) => return String::new(),
            (Locale::Fr, 1) => "colonne",
            (Locale::Fr, _) => "colonnes",
            (Locale::En, 1) => "column",
            (Locale::En, _) => "columns",
        };
        format!(" ({word} {})", list(&titles, Conjunction::And, locale))
    };
    let (cells, rows) = (source.cells_cleared, source.rows_dropped);
    let one = cells + rows == 1;
    let violations = source.violations.iter();
    let named: BTreeSet<&String> = violations.map(|it| &it.column).collect();
    let one_column = named.len() == 1;
    let mut parts = Vec::new();
    let name = &source.name;
    match locale {
        Locale::Fr => {
            if cells > 0 {
                let verb = if cells == 1 {
                    "n’a pas été retenue"
                } else {
                    "n’ont pas été retenues"
                };
                let values = counted(cells, "valeur", "valeurs", locale);
                parts.push(format!("{values}{} {verb}", columns("clear")));
            }
            if rows > 0 {
                let verb = if rows == 1 {
                    "a été écartée"
                } else {
                    "ont été écartées"
                };
                let lines = counted(rows, "ligne", "lignes", locale);
                parts.push(format!("{lines}{} {verb}", columns("drop")));
            }
            let of = if says_source {
                format!("Dans les données de «\u{a0}{name}\u{a0}»")
            } else {
                "Dans les données".to_owned()
            };
            format!(
                "{of}, {}, car {} les règles fixées pour {}.",
                parts.join(" et "),
                if one {
                    "elle ne respecte pas"
                } else {
                    "elles ne respectent pas"
                },
                if one_column {
                    "cette colonne"
                } else {
                    "ces colonnes"
                }
            )
        }
        Locale::En => {
            if cells > 0 {
                let verb = if cells == 1 { "was" } else { "were" };
                let values = counted(cells, "value", "values", locale);
                parts.push(format!(
                    "{values}{} {verb} taken as missing",
                    columns("clear")
                ));
            }
            if rows > 0 {
                let verb = if rows == 1 { "was" } else { "were" };
                let lines = counted(rows, "row", "rows", locale);
                parts.push(format!("{lines}{} {verb} left out", columns("drop")));
            }
            let of = if says_source {
                format!("In the data of “{name}”")
            } else {
                "In the data".to_owned()
            };
            format!(
                "{of}, {}, because {} the rules set for {}.",
                parts.join(" and "),
                if one { "it breaks" } else { "they break" },
                if one_column {
                    "this column"
                } else {
                    "these columns"
                }
            )
        }
    }
}

/// Where each of them is listed, if anywhere.
fn place(texts: &Texts<'_>) -> Option<String> {
    let formats = &texts.report.outputs.formats;
    let file = match (formats.csv, formats.xlsx) {
        (true, _) => format!("tables/{TABLE}.csv"),
        (_, true) => "report.xlsx".to_owned(),
        (false, false) => return None,
    };
    Some(match texts.locale {
        Locale::Fr => format!("Le détail est dans {file}."),
        Locale::En => format!("Each of them is listed in {file}."),
    })
}
