//! What a source was read from, in words.

use crate::results::SourceStatistics;
use crate::text::Locale;
use crate::text::number::integer;

/// The files of a source, or its name where it is in a database, and a number of its rows: `hub.parquet (72 423 lignes)`.
pub(super) fn made_from(source: &SourceStatistics, rows: usize, locale: Locale) -> String {
    let in_database = source.files.is_empty().then(|| source.name.clone());
    let files: Vec<String> = source
        .files
        .iter()
        .take(3)
        .map(|file| {
            file.path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default()
        })
        .chain(in_database)
        .collect();
    let more = source.files.len().saturating_sub(files.len());
    let more = match (more, locale) {
        (0, _) => String::new(),
        (more, Locale::Fr) => format!(" et {more} autres fichiers"),
        (more, Locale::En) => format!(" and {more} more files"),
    };
    let lines = match (locale, rows) {
        (Locale::Fr, 0 | 1) => "ligne",
        (Locale::Fr, _) => "lignes",
        (Locale::En, 1) => "row",
        (Locale::En, _) => "rows",
    };
    let rows = integer((rows as i128).into(), locale);
    format!("{}{more} ({rows}\u{a0}{lines})", files.join(", "))
}
