//! What a source was read from, in words.

use crate::results::SourceStatistics;
use crate::text::Locale;
use crate::text::number::integer;

/// The files of a source, or its name where it is in a database, and the number of its rows: `hub.parquet (72 423 lignes)`.
/// Where not all rows are kept both numbers are named: `hub.parquet (72 424 lignes lues, 72 423 retenues)`.
pub(super) fn made_from(source: &SourceStatistics, locale: Locale) -> String {
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
        (1, Locale::Fr) => " et un autre fichier".to_owned(),
        (1, Locale::En) => " and one more file".to_owned(),
        (more, Locale::Fr) => format!(" et {more} autres fichiers"),
        (more, Locale::En) => format!(" and {more} more files"),
    };
    let (read, kept) = (source.rows_read, source.rows);
    let number = |rows: usize| integer((rows as i128).into(), locale);
    let lines = match (locale, read) {
        (Locale::Fr, 0 | 1) => "ligne",
        (Locale::Fr, _) => "lignes",
        (Locale::En, 1) => "row",
        (Locale::En, _) => "rows",
    };
    let words = match locale {
        _ if read == kept => String::new(),
        Locale::Fr => {
            let are_read = if read < 2 { "lue" } else { "lues" };
            let are_kept = if kept < 2 { "retenue" } else { "retenues" };
            format!(" {are_read}, {}\u{a0}{are_kept}", number(kept))
        }
        Locale::En => format!(" read, {} kept", number(kept)),
    };
    format!(
        "{}{more} ({}\u{a0}{lines}{words})",
        files.join(", "),
        number(read)
    )
}
