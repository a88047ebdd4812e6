//! Coverage for readers and programs: the table at the end of a document, the part of `report.json`, and the tables
//! of what lookups lack.

use super::sheets::sheet_cell;
use super::texts::Texts;
use crate::document::report_json::{self as json, Cell, RowsOf, Whole};
use crate::document::{MARK, Sheet, SheetCell, SheetColumn, Table, TableColumn};
use crate::report::{Coverage as Asked, Covered, Report};
use crate::results::{
    Coverage, InPrint, KeyWeight, Missing, Results, Shown, Standing, Value, Weight, missing,
};
use crate::template::CoverageNumber;
use crate::text::Locale;
use crate::text::number::{integer, points_short, share, signed};
use indexmap::IndexMap;

/// Keys of each list in `report.json`.
pub(super) const LISTED: usize = 100;
/// Keys that a table names.
const NAMED: usize = 3;
/// Decimals of shares.
const DECIMALS: u8 = 2;

/// The heading over the table.
pub(super) fn heading(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "Couverture",
        Locale::En => "Coverage",
    }
}

/// What a number of a coverage is.
pub(super) fn word(number: CoverageNumber, locale: Locale) -> &'static str {
    let (fr, en) = match number {
        CoverageNumber::Share => ("Part connue", "Share known"),
        CoverageNumber::SharePrevious => (
            "Part connue à la période précédente",
            "Share known in the period before",
        ),
        CoverageNumber::ShareChange => ("Évolution de la part connue", "Change in the share known"),
        CoverageNumber::RowsShare => ("Part connue des lignes", "Share of rows known"),
        CoverageNumber::BlankShare => ("Part sans valeur", "Share without a value"),
        CoverageNumber::EmptyShare => ("Part vide", "Share empty"),
        CoverageNumber::UnknownShare => ("Part inconnue", "Share unknown"),
        CoverageNumber::UnknownKeys => ("Clés inconnues", "Unknown keys"),
        CoverageNumber::BlankKeys => ("Clés sans valeur", "Keys without a value"),
        CoverageNumber::UnusedKeys => ("Clés inutilisées", "Unused keys"),
        CoverageNumber::Heaviest => ("Première clé inconnue", "Heaviest unknown key"),
    };
    match locale {
        Locale::Fr => fr,
        Locale::En => en,
    }
}

/// The title of the table; `measure` is that of all, if they have one.
fn title_of_all(measure: Option<String>, locale: Locale) -> String {
    match (measure, locale) {
        (Some(measure), Locale::Fr) => {
            format!(
                "Ce qui est connu\u{a0}: part de la mesure «\u{a0}{measure}\u{a0}» et part des lignes"
            )
        }
        (Some(measure), Locale::En) => {
            format!("How much is known: share of “{measure}” and share of rows")
        }
        (None, Locale::Fr) => {
            "Ce qui est connu\u{a0}: part de chaque mesure et part des lignes".to_owned()
        }
        (None, Locale::En) => {
            "How much is known: share of each measure and share of rows".to_owned()
        }
    }
}

/// What lookups and columns know, for the end of a document; none where the spec asks for nothing.
pub(super) fn table(
    texts: &Texts<'_>,
    results: &Results,
    in_print: Option<&InPrint>,
) -> Option<Table> {
    let report = texts.report;
    let all = report.coverage.iter().zip(&results.coverage);
    let all: Vec<(&String, &Asked, &Coverage)> = all
        .map(|((name, asked), coverage)| (name, asked, coverage))
        .collect();
    let (_, first, _) = all.first()?;
    let one_measure = all
        .iter()
        .all(|(_, asked, _)| measure(asked) == measure(first));
    let has = |standing| all.iter().any(|(_, _, it)| it.of(standing).rows > 0);
    let has_previous = all
        .iter()
        .any(|(name, ..)| results.coverage_before(name).is_some());
    let (has_blank, has_unknown) = (has(Standing::Blank), has(Standing::Unknown));
    let locale = texts.locale;
    let words = |fr: &'static str, en: &'static str| match locale {
        Locale::Fr => fr,
        Locale::En => en,
    };
    let mut columns = vec![(words("Dimension ou colonne", "Dimension or column"), false)];
    if !one_measure {
        columns.push((words("Mesure", "Measure"), false));
    }
    columns.push((words("Connue", "Known"), true));
    if has_previous {
        columns.push((words("Évolution", "Change"), true));
    }
    columns.push((words("Lignes connues", "Rows known"), true));
    columns.push((words("Non renseignée", "Not filled in"), true));
    if has_blank {
        columns.push((words("Déclarée absente", "Stated as none"), true));
    }
    if has_unknown {
        columns.push((words("Inconnue", "Unknown"), true));
        columns.push((words("Clés inconnues", "Unknown keys"), false));
    }
    let rows = all.iter().map(|(name, asked, coverage)| {
        let written = |value: &Value| {
            let number = value.number();
            let written = number.map_or_else(String::new, |it| share(it, DECIMALS, locale));
            let shown = Shown::new(&written, locale);
            let is_marked =
                |in_print: &InPrint| shown.has_figures() && !in_print.has_value(value, shown);
            if in_print.is_some_and(is_marked) {
                written + MARK
            } else {
                written
            }
        };
        let of = |standing| written(&coverage.share(coverage.of(standing)));
        let mut cells = vec![title(texts, asked)];
        if !one_measure {
            cells.push(measure_title(texts, asked));
        }
        cells.push(of(Standing::Known));
        if has_previous {
            let before = results.coverage_before(name);
            let change = before.and_then(|before| before.change(coverage).number());
            let mark = if in_print.is_some() { MARK } else { "" };
            let written = |it| signed(&points_short(it, DECIMALS, locale)) + mark;
            cells.push(change.map_or_else(String::new, written));
        }
        cells.push(written(&coverage.rows_share(coverage.of(Standing::Known))));
        cells.push(of(Standing::Empty));
        if has_blank {
            cells.push(of(Standing::Blank));
        }
        if has_unknown {
            cells.push(of(Standing::Unknown));
            cells.push(unknown_keys(coverage, locale));
        }
        cells
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    let mut columns: Vec<TableColumn> = columns
        .into_iter()
        .map(|(title, numeric)| TableColumn {
            title: title.to_owned(),
            numeric,
            order: Vec::new(),
        })
        .collect();
    marks_of_heads(&mut columns, &mut rows);
    let title = title_of_all(one_measure.then(|| measure_title(texts, first)), locale);
    Some(Table {
        id: "coverage".to_owned(),
        title,
        columns,
        groups: 0,
        rows,
        looks: crate::document::Looks::default(),
        total: None,
        remark: String::new(),
    })
}

/// Puts the mark of a column in which every cell has one into its head.
fn marks_of_heads(columns: &mut [TableColumn], rows: &mut [Vec<String>]) {
    for (at, column) in columns.iter_mut().enumerate() {
        if column.numeric && rows.iter().all(|cells| cells[at].ends_with(MARK)) {
            column.title.push_str(MARK);
            for cells in &mut *rows {
                let bare = cells[at].len() - MARK.len();
                cells[at].truncate(bare);
            }
        }
    }
}

fn measure(asked: &Asked) -> Option<&str> {
    asked.measure.as_ref().map(|it| it.name.as_str())
}

/// The title of the measure whose shares are meant.
fn measure_title(texts: &Texts<'_>, asked: &Asked) -> String {
    let found = measure(asked).and_then(|name| texts.report.measures.get(name));
    match (found, texts.locale) {
        (Some(measure), locale) => texts.plain_or_raw(measure.title.get(locale)),
        (None, Locale::Fr) => "Lignes".to_owned(),
        (None, Locale::En) => "Rows".to_owned(),
    }
}

/// The title of the dimension or column.
pub(super) fn title(texts: &Texts<'_>, asked: &Asked) -> String {
    let report = texts.report;
    let title = match &asked.of {
        Covered::Lookup { .. } => &report.dimensions[&asked.name].title,
        Covered::Column(_) => &report.sources[asked.source].columns[&asked.name].title,
    };
    texts.plain_or_raw(title.get(texts.locale))
}

/// The heaviest unknown keys by name, and how many more there are.
fn unknown_keys(coverage: &Coverage, locale: Locale) -> String {
    let keys = coverage.unknown.iter().take(NAMED);
    let named: Vec<&str> = keys.map(|key| &*key.key).collect();
    let more = coverage.unknown.len() - named.len();
    let count = integer((more as i128).into(), locale);
    let named = named.join(", ");
    match (more, locale) {
        (0, _) => named,
        (1, Locale::Fr) => format!("{named} et 1 autre"),
        (_, Locale::Fr) => format!("{named} et {count} autres"),
        (_, Locale::En) => format!("{named} and {count} more"),
    }
}

/// What lookups and columns know, for programs, with at most `listed` keys a list.
pub(crate) fn coverage_json(
    report: &Report,
    results: &Results,
    listed: usize,
) -> IndexMap<String, json::Coverage> {
    let both = report.coverage.iter().zip(&results.coverage);
    let both = both.map(|((name, asked), coverage)| {
        let mut found = one_json(report, asked, coverage, listed);
        let before = results.coverage_before(name);
        found.previous = before.map(|before| {
            let unknown = coverage.unknown.iter().filter(|key| before.is_new(key));
            let unknown = unknown.take(listed).map(|it| it.key.to_string());
            json::PreviousCoverage {
                share: Cell::from(&before.share),
                rows_share: Cell::from(&before.rows_share),
                new_unknown: unknown.collect(),
            }
        });
        (name.clone(), found)
    });
    both.collect()
}

fn one_json(report: &Report, asked: &Asked, coverage: &Coverage, listed: usize) -> json::Coverage {
    let amount = |weight: &Weight| coverage.amount(*weight);
    let part = |standing| {
        let weight = coverage.of(standing);
        json::WeightShare {
            rows: Whole(weight.rows),
            rows_share: Cell::from(&coverage.rows_share(weight)),
            amount: Cell::from(&amount(&weight)),
            share: Cell::from(&coverage.share(weight)),
        }
    };
    let heaviest = |found: &[KeyWeight]| json::HeaviestKeys {
        count: found.len(),
        heaviest: keys(&found[..found.len().min(listed)], amount),
    };
    let all = coverage.all();
    json::Coverage {
        definition: coverage_definition(report, asked),
        all: json::Weight {
            rows: Whole(all.rows),
            amount: Cell::from(&amount(&all)),
        },
        known: part(Standing::Known),
        blank: part(Standing::Blank),
        empty: part(Standing::Empty),
        unknown: part(Standing::Unknown),
        unknown_keys: heaviest(&coverage.unknown),
        blank_keys: heaviest(&coverage.blank),
        unused_keys: json::UnusedKeys {
            count: coverage.unused.len(),
            first: coverage.unused.iter().take(listed).cloned().collect(),
        },
        previous: None,
    }
}

/// What is asked of a coverage, for programs.
pub(crate) fn coverage_definition(report: &Report, asked: &Asked) -> json::CoverageDefinition {
    json::CoverageDefinition {
        source: report.sources[asked.source].name.clone(),
        lookup: match &asked.of {
            Covered::Lookup {
                lookup,
                attribute,
                key,
            } => Some(json::CoveredLookup {
                name: lookup.clone(),
                attribute: report.lookups[lookup].columns[*attribute].clone(),
                key: key.clone(),
            }),
            Covered::Column(_) => None,
        },
        measure: measure(asked).map(str::to_owned),
        rows: RowsOf::new(asked.in_scope),
        at_least: asked.thresholds.at_least,
        rows_at_least: asked.thresholds.rows_at_least,
        unknown_at_most: asked.thresholds.unknown_at_most,
        blank: asked.blank.clone(),
    }
}

/// Keys with what they carry, for programs.
pub(super) fn keys(found: &[KeyWeight], amount: impl Fn(&Weight) -> Value) -> Vec<json::Key> {
    let found = found.iter().map(|key| json::Key {
        key: key.key.to_string(),
        rows: Whole(key.weight.rows),
        amount: Cell::from(&amount(&key.weight)),
    });
    found.collect()
}

/// A table for each lookup that lacks keys: its own columns, filled with the keys, then rank, rows and measure.
pub(super) fn sheets(report: &Report, results: &Results) -> Vec<Sheet> {
    let lists = missing(report, results).into_iter();
    lists.map(|list| missing_sheet(report, &list)).collect()
}

fn missing_sheet(report: &Report, list: &Missing) -> Sheet {
    let lookup = &report.lookups[&list.lookup];
    let own = &lookup.columns;
    let is_key = |column: &String| *column == lookup.key;
    let further = ["rank", "rows"].into_iter().chain(list.measure.as_deref());
    // A lookup may have a column of that name itself.
    let further = further.map(|name| {
        if own.iter().any(|column| column == name) {
            format!("{name} of rows")
        } else {
            name.to_owned()
        }
    });
    let names = own.iter().cloned().chain(further);
    let ranked = list.keys.iter().zip(list.ranks());
    let rows = ranked.map(|(missing, rank)| {
        let own = own.iter().map(|column| {
            if is_key(column) {
                SheetCell::Text(missing.key.to_string())
            } else {
                SheetCell::Empty
            }
        });
        let weights = [
            SheetCell::Integer(rank as i128),
            SheetCell::Integer(missing.rows),
        ];
        let measure = list.measure.iter().map(|_| sheet_cell(&missing.amount));
        own.chain(weights).chain(measure).collect()
    });
    let rows: Vec<Vec<SheetCell>> = rows.collect();
    Sheet {
        id: format!("missing_{}", list.lookup),
        columns: names.map(|name| SheetColumn::plain(&name)).collect(),
        rows: rows.into(),
        total: None,
    }
}
