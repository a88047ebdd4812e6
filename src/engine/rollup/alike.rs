//! What makes names one that look alike. In: pairs of them, how many rows each has, and the dimension. Out: what to write, as it
//! stands in YAML.

use super::visible::{has_no_width, visible_form};
use crate::plan::Plan;
use crate::report::{Dimension, DimensionKind};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Names that an expression brings together; of more it tells how to go on.
const MOST: usize = 12;

/// The text to write, if an expression can bring the names together.
pub(super) fn hint(
    plan: &Plan,
    dimension: &Dimension,
    pairs: &[(&str, &str)],
    rows: &BTreeMap<&str, i64>,
) -> String {
    let (read, place) = match &dimension.kind {
        DimensionKind::Column(column) => {
            let columns = &plan.sources[dimension.source];
            let place = format!(
                "beside the type of column `{column}` of source `{}`",
                columns.name
            );
            match columns.columns.get(column) {
                Some(contract) => (contract.value.to_string(), place),
                None => (column.clone(), place),
            }
        }
        DimensionKind::Sql(expression) => {
            let place = format!("in dimension `{}`", dimension.name);
            (expression.to_string(), place)
        }
        DimensionKind::Lookup { lookup, .. } => {
            return format!("write them alike in the rows of lookup `{lookup}`");
        }
        DimensionKind::Explode { .. } | DimensionKind::Bucket { .. } => {
            return "write them alike in the source, or map both to one name with a lookup"
                .to_owned();
        }
    };
    let mended = mended(pairs, rows);
    let are_ends = |(text, name): &(&str, &str)| text.trim() == *name;
    if mended.iter().all(are_ends) {
        return format!(
            "write them alike in the source, or `sql: \"trim({})\"` {place}",
            in_yaml(&read)
        );
    }
    let mut sql = format!("CASE {read}");
    for (text, name) in mended.iter().take(MOST) {
        let _ = write!(sql, " WHEN {} THEN {}", in_sql(text), in_sql(name));
    }
    let _ = write!(sql, " ELSE {read} END");
    let more = if mended.len() > MOST {
        ", and so on for the others"
    } else {
        ""
    };
    format!(
        "write them alike in the source, or `sql: \"{}\"` {place}{more}; the name that is right belongs behind THEN",
        in_yaml(&sql)
    )
}

/// The names that are to be written otherwise, each with the one that most rows have of those that look like it.
fn mended<'v>(pairs: &[(&'v str, &'v str)], rows: &BTreeMap<&str, i64>) -> Vec<(&'v str, &'v str)> {
    let mut classes: Vec<Vec<&str>> = Vec::new();
    for (one, other) in pairs {
        let is_in = |class: &&mut Vec<&str>| class.contains(one) || class.contains(other);
        match classes.iter_mut().find(is_in) {
            Some(class) => {
                for name in [one, other] {
                    if !class.contains(name) {
                        class.push(name);
                    }
                }
            }
            None => classes.push(vec![one, other]),
        }
    }
    let mut mended = Vec::new();
    for class in classes {
        let rank = |name: &&&str| {
            let is_clean = visible_form(name) == **name;
            let accents = name.chars().filter(|sign| !sign.is_ascii()).count();
            (is_clean, rows.get(*name).copied(), accents)
        };
        if let Some(best) = class.iter().max_by_key(rank) {
            let others = class.iter().filter(|name| *name != best);
            mended.extend(others.map(|name| (*name, *best)));
        }
    }
    mended
}

fn in_sql(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text as it stands in double quotes of YAML; what is not seen of it by its number.
fn in_yaml(text: &str) -> String {
    let mut written = String::new();
    for sign in text.chars() {
        let is_mark = ('\u{300}'..='\u{36f}').contains(&sign);
        let is_blank = sign.is_whitespace() && sign != ' ';
        let _ = match sign {
            '"' | '\\' => write!(written, "\\{sign}"),
            _ if is_mark || is_blank || has_no_width(sign) || sign.is_control() => {
                write!(written, "\\u{:04x}", u32::from(sign))
            }
            _ => write!(written, "{sign}"),
        };
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{in_yaml, mended};
    use std::collections::BTreeMap;

    #[test]
    fn the_name_of_most_rows_is_kept() {
        let rows = BTreeMap::from([
            ("Nimes", 2),
            ("Nîmes", 5),
            ("NIMES", 9),
            ("a ", 9),
            ("a", 1),
        ]);
        assert_eq!(
            mended(
                &[("NIMES", "Nimes"), ("Nimes", "Nîmes"), ("a", "a ")],
                &rows
            ),
            [("Nimes", "NIMES"), ("Nîmes", "NIMES"), ("a ", "a")]
        );
    }

    #[test]
    fn what_is_not_seen_is_written_by_its_number() {
        assert_eq!(
            in_yaml("'cafe\u{301}\u{a0}\u{200b}' \"\\"),
            "'cafe\\u0301\\u00a0\\u200b' \\\"\\\\"
        );
    }
}
