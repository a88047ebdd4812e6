//! Corrections: which cells were changed, what their rows weigh and what that does to every metric. In: results. Out: the
//! part of `report.json`, and a sentence for texts.

use super::format::value_in_text;
use crate::document::report_json as json;
use crate::report::{Corrections, LocalText, Report};
use crate::results::{CorrectedRows, Results, Value, WithoutCorrections};
use crate::spec::grammar::{Format, FormatName};
use crate::text::Locale;
use crate::text::list::{Conjunction, list};
use crate::text::number::integer;
use indexmap::IndexMap;

/// Sources in which a cell was corrected.
pub(super) fn corrected(results: &Results) -> impl Iterator<Item = (&str, &CorrectedRows)> {
    let sources = results.sources.iter();
    sources.filter_map(|source| {
        let rows = source.corrected.as_ref()?;
        (!rows.cells.is_empty()).then_some((source.name.as_str(), rows))
    })
}

/// A metric with corrections and without.
pub(super) struct Effect<'a> {
    pub(super) name: &'a str,
    pub(super) with: &'a Value,
    /// None: it cannot be computed.
    pub(super) without: Option<&'a Value>,
}

impl Effect<'_> {
    /// Whether it would be another number.
    pub(super) fn differs(&self) -> bool {
        self.without
            .is_some_and(|without| self.with.compare(without).is_ne())
    }
}

/// Every metric with corrections and without.
pub(super) fn effects(results: &Results) -> Vec<Effect<'_>> {
    let without = match &results.without_corrections {
        Some(WithoutCorrections::Metrics(metrics)) => Some(metrics),
        Some(WithoutCorrections::NotComputable(_)) | None => None,
    };
    let metrics = results.metrics.iter();
    let effects = metrics.map(|(name, metric)| Effect {
        name,
        with: &metric.value,
        without: without.and_then(|without| Some(&without.get(name)?.value)),
    });
    effects.collect()
}

/// The ledger for programs; none where no cell was corrected.
pub(super) fn in_json(report: &Report, results: &Results) -> Option<json::Corrections> {
    let sources = corrected(results).map(|(name, rows)| {
        let source = report.sources.iter().find(|source| source.name == name);
        let file = source.and_then(|source| source.corrections.as_ref());
        let cells = rows.cells.iter().map(|it| json::CorrectedCell {
            file: it.file.clone(),
            row: it.row,
            key: it.key.clone(),
            column: it.column.clone(),
            was: it.was.clone(),
            is: it.is.clone(),
            reason: it.reason.clone(),
            origin: it.origin.clone(),
        });
        let entry = json::CorrectedSource {
            file: file.map_or_else(String::new, Corrections::file_name),
            rows: rows.rows,
            measure: source.and_then(|source| Some(source.weight.as_ref()?.name.clone())),
            share: json::Cell::from(&rows.share),
            cells: cells.collect(),
        };
        (name.to_owned(), entry)
    });
    let sources: IndexMap<String, json::CorrectedSource> = sources.collect();
    if sources.is_empty() {
        return None;
    }
    let without = effects(results).into_iter().map(|effect| {
        let entry = json::MetricWithout {
            value: json::Cell::from(effect.without.unwrap_or(&Value::Null)),
            differs: effect.differs(),
        };
        (effect.name.to_owned(), entry)
    });
    Some(match &results.without_corrections {
        Some(WithoutCorrections::NotComputable(why)) => json::Corrections {
            sources,
            without: None,
            not_computable: Some(why.clone()),
        },
        Some(WithoutCorrections::Metrics(_)) | None => json::Corrections {
            sources,
            without: Some(without.collect()),
            not_computable: None,
        },
    })
}

/// What was corrected and what that does, in sentences for the methods of a report; empty where nothing was.
pub(super) fn sentence(report: &Report, results: &Results, locale: Locale) -> String {
    let mut said = cells_in_words(report, results, locale);
    if said.is_empty() {
        return String::new();
    }
    if !results.metrics.is_empty() {
        said.push(format!("{}.", effect_in_words(results, locale)));
    }
    said.join(" ")
}

/// What was corrected, in a sentence for each source.
pub(super) fn cells_in_words(report: &Report, results: &Results, locale: Locale) -> Vec<String> {
    let several = corrected(results).count() > 1;
    let sources =
        corrected(results).map(|(name, rows)| of_source(report, (name, rows), several, locale));
    sources.collect()
}

/// What was corrected in a source.
fn of_source(
    report: &Report,
    (name, rows): (&str, &CorrectedRows),
    says_source: bool,
    locale: Locale,
) -> String {
    let mut columns: Vec<String> = Vec::new();
    for cell in &rows.cells {
        let title = title_of(report, name, &cell.column, locale);
        if !columns.contains(&title) {
            columns.push(title);
        }
    }
    let word = match (locale, columns.len()) {
        (Locale::Fr, 1) => "colonne",
        (Locale::Fr, _) => "colonnes",
        (Locale::En, 1) => "column",
        (Locale::En, _) => "columns",
    };
    let columns = format!("{word} {}", list(&columns, Conjunction::And, locale));
    let source = report.sources.iter().find(|source| source.name == name);
    let weight = source.and_then(|source| source.weight.as_ref());
    let weighed_by = weight.and_then(|weight| {
        let title = &report.measures.get(&weight.name)?.title;
        Some(raw(title, locale, &weight.name))
    });
    let percent = Format::Name(FormatName::Percent);
    let share = (rows.share != Value::Null).then(|| value_in_text(&percent, &rows.share, locale));
    let carried = share.zip(weighed_by);
    let (cells, one_row) = (rows.cells.len(), rows.rows == 1);
    match locale {
        Locale::Fr => {
            let data = if says_source {
                format!("Dans les données de «\u{a0}{name}\u{a0}»")
            } else {
                "Dans les données".to_owned()
            };
            let of_rows = if one_row {
                "d’une ligne".to_owned()
            } else {
                format!("de {}", counted(rows.rows, "ligne", "lignes", locale))
            };
            let values = counted(cells, "valeur", "valeurs", locale);
            let were = if cells == 1 {
                "a été corrigée"
            } else {
                "ont été corrigées"
            };
            let weigh = if one_row {
                "Cette ligne compte"
            } else {
                "Ces lignes comptent"
            };
            let carried = carried.map_or_else(String::new, |(share, measure)| {
                format!(" {weigh} pour {share} du total de «\u{a0}{measure}\u{a0}».")
            });
            format!("{data}, {values} {of_rows} ({columns}) {were} avant tout calcul.{carried}")
        }
        Locale::En => {
            let data = if says_source {
                format!("In the data of “{name}”")
            } else {
                "In the data".to_owned()
            };
            let of_rows = counted(rows.rows, "row", "rows", locale);
            let values = counted(cells, "value", "values", locale);
            let were = if cells == 1 { "was" } else { "were" };
            let weigh = if one_row {
                "This row makes up"
            } else {
                "These rows make up"
            };
            let carried = carried.map_or_else(String::new, |(share, measure)| {
                format!(" {weigh} {share} of the total of “{measure}”.")
            });
            format!(
                "{data}, {values} of {of_rows} ({columns}) {were} corrected before anything was computed.{carried}"
            )
        }
    }
}

/// How many metrics would be different, without a full stop.
pub(super) fn effect_in_words(results: &Results, locale: Locale) -> String {
    if let Some(WithoutCorrections::NotComputable(_)) = &results.without_corrections {
        return match locale {
            Locale::Fr => {
                "Sans ces corrections, les indicateurs ne pourraient pas être calculés".to_owned()
            }
            Locale::En => "Without these corrections, the metrics could not be computed".to_owned(),
        };
    }
    let effects = effects(results);
    let differing = effects.iter().filter(|effect| effect.differs()).count();
    let whole = |count: usize| integer((count as i128).into(), locale);
    let (some, all) = (whole(differing), whole(effects.len()));
    match (locale, differing) {
        (Locale::Fr, 0) => "Sans ces corrections, aucun indicateur ne serait différent".to_owned(),
        (Locale::Fr, 1) => format!("Sans ces corrections, 1 indicateur sur {all} serait différent"),
        (Locale::Fr, _) => {
            format!("Sans ces corrections, {some} indicateurs sur {all} seraient différents")
        }
        (Locale::En, 0) => "Without these corrections, no metric would be different".to_owned(),
        (Locale::En, _) => format!(
            "Without these corrections, {some} of {} would be different",
            counted(effects.len(), "metric", "metrics", locale)
        ),
    }
}

/// The title of a column of a contract.
pub(super) fn title_of(report: &Report, source: &str, column: &str, locale: Locale) -> String {
    let source = report.sources.iter().find(|it| it.name == source);
    let found = source.and_then(|source| source.columns.get(column));
    found.map_or_else(|| column.to_owned(), |it| raw(&it.title, locale, column))
}

/// A title as it is written, or a name in its place where it is a template.
fn raw(title: &LocalText, locale: Locale, name: &str) -> String {
    match title.get(locale) {
        text if text.contains("{{") || text.contains("{%") => name.to_owned(),
        text => text.to_owned(),
    }
}

/// A number with its noun.
pub(super) fn counted(count: usize, one: &str, other: &str, locale: Locale) -> String {
    let noun = match (count, locale) {
        (1, _) | (0, Locale::Fr) => one,
        _ => other,
    };
    format!("{}\u{a0}{noun}", integer((count as i128).into(), locale))
}
