//! Functions of other databases, of spreadsheets and of programs: what the language has instead, with the arguments that were
//! written.

use super::Asked;
use super::spreadsheet::of_spreadsheet;
use sqlparser::ast::{Function, FunctionArg, FunctionArgExpr, FunctionArguments};

/// The equivalent in this language of a function of other databases, with the arguments that were written.
pub(in crate::sql) fn of_another_database(
    name: &str,
    arguments: &[String],
    asked: Asked,
) -> Option<String> {
    if let Some(hint) = of_spreadsheet(name, arguments, asked) {
        return Some(hint);
    }
    let instead = of_missing(name, arguments)
        .or_else(|| of_days(name, arguments))
        .or_else(|| of_one_value(name, arguments))
        .or_else(|| of_distinct(name, arguments))
        .or_else(|| usual(name).map(str::to_owned))?;
    Some(format!("write {instead}"))
}

/// The equivalent of aggregates of one value.
fn of_one_value(name: &str, arguments: &[String]) -> Option<String> {
    let without_value = |it: &&String| it.to_lowercase().starts_with("na.rm");
    let (value, rest) = arguments.split_first()?;
    if !rest.iter().all(|it| without_value(&it)) {
        return None;
    }
    let aggregate = match name {
        // A share of a total would be that of a sum by itself.
        "total" => {
            return Some(format!(
                "`sum({value})`; the share of a row in all is a column of each breakdown, `NAME_share`"
            ));
        }
        "somme" => "sum",
        "moyenne" | "average" | "mean" => "avg",
        "mediane" | "médiane" => "median",
        _ => return None,
    };
    Some(format!("`{aggregate}({})`", of_table(value)))
}

/// The name of a column that a spreadsheet writes as `[Montant]` or `[@Montant]`.
fn of_table(value: &str) -> String {
    let inside = value.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let Some(name) = inside.map(|it| it.trim().trim_start_matches('@')) else {
        return value.to_owned();
    };
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let bare = name.trim_matches(['[', ']', '"']);
    if bare.chars().all(is_name) {
        bare.to_owned()
    } else {
        format!("\"{bare}\"")
    }
}

/// The equivalent of functions of R and of spreadsheets that ask for a cell without a value, or weigh a mean.
fn of_missing(name: &str, arguments: &[String]) -> Option<String> {
    match (name, arguments) {
        ("is.na" | "is_na" | "isna" | "is.null" | "is_null" | "estvide" | "isblank", [value]) => {
            Some(format!("`{value} IS NULL`"))
        }
        ("weighted.mean" | "weighted_mean", [value, weight]) => Some(format!(
            "`sum({value} * {weight}) / sum({weight}) FILTER (WHERE {value} IS NOT NULL)`"
        )),
        _ => None,
    }
}

/// The arguments of a call as they are written.
pub(in crate::sql) fn written_arguments(call: &Function) -> Vec<String> {
    let FunctionArguments::List(list) = &call.args else {
        return Vec::new();
    };
    let arguments = list.args.iter().filter_map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)) => Some(argument.to_string()),
        _ => None,
    });
    arguments.collect()
}

/// The equivalent of other functions, with words in the place of arguments.
fn usual(name: &str) -> Option<&'static str> {
    Some(match name {
        "somme" | "total" => "`sum(value)`",
        "moyenne" | "average" | "mean" => "`avg(value)`",
        "mediane" | "médiane" => "`median(value)`",
        "nb" | "nbval" | "nombre" | "counta" => "`count(*)`, or `count(value)`",
        "somme.si" | "sumif" | "sum_if" => "`sum(value) FILTER (WHERE condition)`",
        "nb.si" | "countif" | "count_if" => "`count(*) FILTER (WHERE condition)`",
        "arrondi" => "`round(value, digits)`",
        "len" | "char_length" | "character_length" => "`length(text)`",
        "ifnull" | "nvl" | "isnull" => "`coalesce(value, other)`",
        "n" | "nrow" => "`count(*)`",
        "str_detect" | "grepl" => "`text LIKE '%part%'`, or `regexp_like(text, pattern)`",
        "paste" | "paste0" => "`a || b`",
        "si" | "if" | "iif" | "ifelse" | "if_else" | "case_when" | "decode" => {
            "`CASE WHEN condition THEN value ELSE other END`"
        }
        "datediff" | "date_diff" | "date_sub" | "timestampdiff" | "age" => {
            "`later - earlier`, which is a number of days"
        }
        "date_add" | "dateadd" | "adddate" => "`day + 7`, which is a day a week later",
        "trunc" | "truncate" => "`floor(value)`, or `date_trunc('month', day)`",
        "to_date" | "date" | "makedate" | "str_to_date" => "`CAST(text AS DATE)`",
        "ceiling" => "`ceil(value)`",
        "pow" | "power" | "sqrt" | "exp" | "ln" | "log" | "log10" => {
            "only what is exact: a scale of a chart may be logarithmic"
        }
        "mod" => "`a % b`",
        "div" => "`floor(a / b)`",
        "lcase" | "tolower" | "minuscule" => "`lower(text)`",
        "ucase" | "toupper" | "majuscule" => "`upper(text)`",
        "substr" | "mid" => "`substring(text, from, length)`",
        "btrim" | "strip" | "supprespace" | "nompropre" | "proper" | "initcap" => "`trim(text)`",
        "contains" => "`strpos(text, part) > 0`, or `text LIKE '%part%'`",
        "position" | "instr" | "charindex" | "locate" => "`strpos(text, part)`",
        "regexp" | "regexp_matches" | "regexp_contains" | "rlike" => "`regexp_like(text, pattern)`",
        "regexp_substr" => "`regexp_extract(text, pattern)`",
        "split" | "str_split" | "string_to_array" => "`string_split(text, separator)`",
        "concat_ws" => "`array_to_string(list, separator)`, or `a || ', ' || b`",
        "now" | "today" | "getdate" | "current_date" | "curdate" => {
            "a param: a report must be the same tomorrow, `params.snapshot` is a day that the spec says"
        }
        "percentile" | "percentile_cont" | "quantile_cont" | "approx_quantile"
        | "approx_percentile" => "`quantile(value, 0.9)`",
        "percentile_disc" | "quantile_disc" => {
            "`quantile(value, 0.9)`, which gives the number in proportion between two"
        }
        "stddev" | "stddev_pop" | "stddev_samp" | "variance" | "var_pop" | "var_samp" | "std"
        | "sd" | "stdev" | "ecartype" | "ecart_type" | "ecart.type" => {
            "`quantile(value, 0.25)` and `quantile(value, 0.75)`: a root is not exact"
        }
        "lag" | "lead" | "shift" | "diff" | "pct_change" => {
            "it without a function: changes are columns of a breakdown, `NAME_previous`, `NAME_change`, `NAME_growth`, with `periods` or along dates, `over: {by: month, every: month}`"
        }
        "cumsum" | "cumulative_sum" | "running_sum" | "cumul" => {
            "it without a function: a breakdown by dates has `NAME_running` with `over: {by: month, every: month}`, and cumulative shares with `cumulative: true`"
        }
        "value_counts" | "tabyl" | "table" => {
            "a breakdown: `by: column`, with the measure `count(*)`"
        }
        "mode" => "a breakdown with `keep: {… top: 1}`",
        "any_value" | "first" | "last" | "arbitrary" => "`min(value)` or `max(value)`",
        "string_agg" | "group_concat" | "listagg" => "a breakdown: a text lists its rows",
        "recherchev" | "recherchex" | "vlookup" | "xlookup" => {
            "a lookup: `lookups: {name: {path: table.csv, key: column}}` and a dimension `{lookup: name.attribute, key: column}`"
        }
        "row_number" | "rank" | "dense_rank" | "ntile" => "`NAME_rank` of a breakdown",
        "list_extract" | "list_element" | "element_at" | "list_value" => {
            "`array_extract(list, position)`"
        }
        "list_contains" | "array_has" | "has" => "`array_contains(list, value)`",
        "len_list" | "array_size" | "cardinality" | "list_length" => "`array_length(list)`",
        "json_extract" | "json_value" | "json_extract_string" | "json_extract_scalar" => {
            "`text ->> 'key'`"
        }
        _ => return None,
    })
}

/// The part of a day that a function of another name gives.
fn part_of_day(name: &str) -> Option<&'static str> {
    Some(match name {
        "year" | "annee" | "année" | "toyear" => "year",
        "quarter" | "trimestre" | "toquarter" => "quarter",
        "month" | "mois" | "tomonth" | "monthnum" => "month",
        "week" | "semaine" | "weekofyear" | "weeknum" | "isoweek" | "toisoweek" => "week",
        "day" | "jour" | "dayofmonth" | "todayofmonth" => "day",
        "dayofweek" | "weekday" | "isodow" | "joursem" | "todayofweek" => "weekday",
        "dayofyear" | "todayofyear" => "yearday",
        "isoyear" | "yearofweek" | "toisoyear" => "weekyear",
        _ => return None,
    })
}

/// The equivalent of functions of days.
fn of_days(name: &str, arguments: &[String]) -> Option<String> {
    let is_text = |argument: &&String| argument.starts_with('\'');
    let day = arguments.iter().rev().find(|it| !is_text(it));
    let day = day.map_or("day", String::as_str);
    if let Some(part) = part_of_day(name) {
        let day = arguments.first().map_or("day", String::as_str);
        return Some(format!("`date_part('{part}', {day})`"));
    }
    Some(match name {
        "strftime" | "to_char" | "date_format" | "format_date" | "formatdatetime" => {
            let format = arguments.iter().find(is_text);
            let format = format.map_or("", |format| format.trim_matches('\''));
            // The day stands first in some databases and last in others.
            let mut others = arguments.iter().filter(|argument| !is_text(argument));
            formatted(format, others.next().map_or("day", String::as_str))
        }
        "datepart" | "date_extract" | "datename" => {
            let part = arguments.first().map_or("year", String::as_str);
            format!(
                "`date_part('{}', {day})`",
                part.trim_matches('\'').to_lowercase()
            )
        }
        "monthname" | "month_name" => {
            format!("`date_trunc('month', {day})`: pages write the month in words")
        }
        "dayname" | "day_name" => format!("`date_part('weekday', {day})`, which is 1 on Mondays"),
        "startofmonth" | "month_start" | "tostartofmonth" | "debut.mois" => {
            format!("`date_trunc('month', {day})`")
        }
        "last_day" | "eomonth" | "fin.mois" | "endofmonth" => {
            format!("`date_trunc('month', date_trunc('month', {day}) + 31) - 1`")
        }
        _ => return None,
    })
}

/// The equivalent of a day that is written in a format of another language: the part that the format shows.
fn formatted(format: &str, day: &str) -> String {
    let part = match format {
        "%Y" | "YYYY" | "yyyy" => "year",
        "%m" | "%-m" | "MM" => "month",
        "%d" | "%-d" | "DD" | "dd" => "day",
        "%q" | "Q" => "quarter",
        "%V" | "%W" | "%U" | "IW" | "WW" => "week",
        "%u" | "%w" | "ID" => "weekday",
        "%j" | "DDD" => "yearday",
        "%G" | "IYYY" => "weekyear",
        "%Y-%m" | "%Y%m" | "YYYY-MM" | "yyyy-MM" | "YYYYMM" => {
            return format!(
                "`date_trunc('month', {day})`, which pages write as a month, or `left(CAST({day} AS TEXT), 7)` for a text"
            );
        }
        "%Y-%m-%d" | "%F" | "YYYY-MM-DD" | "yyyy-MM-dd" => {
            return format!("`CAST({day} AS TEXT)`");
        }
        _ => {
            return format!(
                "`date_trunc('month', {day})` or `date_part('year', {day})`: a text formats a day where it is shown"
            );
        }
    };
    format!("`date_part('{part}', {day})`")
}

/// The equivalent of functions that count different values.
fn of_distinct(name: &str, arguments: &[String]) -> Option<String> {
    let counts = matches!(
        name,
        "uniq"
            | "uniqexact"
            | "nunique"
            | "n_unique"
            | "n_distinct"
            | "count_distinct"
            | "countdistinct"
            | "distinct_count"
            | "distinctcount"
            | "count_unique"
            | "countunique"
            | "approx_count_distinct"
            | "approx_distinct"
            | "unique"
            | "distinct"
    );
    let values = match arguments {
        [] => "value".to_owned(),
        arguments => arguments.join(", "),
    };
    counts.then(|| format!("`count(DISTINCT {values})`"))
}

/// What to write for an aggregate that is given several columns of a row, `avg(a, b)`: the same of the values of one row and,
/// where `over_rows`, that of all rows.
pub(in crate::sql) fn of_several_columns(
    name: &str,
    arguments: &[String],
    over_rows: bool,
) -> Option<String> {
    let is_of_empty = |it: &&String| {
        let word = it.to_lowercase();
        ["na.rm", "na_rm", "skipna", "axis"]
            .iter()
            .any(|known| word.starts_with(known))
    };
    if arguments.len() > 1 && arguments.iter().skip(1).all(|it| is_of_empty(&it)) {
        return Some(format!(
            "cells without a value are left out as it is: write `{name}({})`",
            arguments[0]
        ));
    }
    if name == "count" && arguments.is_empty() {
        return Some("rows are counted with `count(*)`".to_owned());
    }
    if arguments.len() < 2 {
        return None;
    }
    let sum = arguments.join(" + ");
    let of_row = match name {
        "avg" => format!("({sum}) / {}", arguments.len()),
        "sum" => sum,
        "max" => format!("greatest({})", arguments.join(", ")),
        "min" => format!("least({})", arguments.join(", ")),
        "count" => {
            return Some(format!(
                "rows are counted with `count(*)`, different values of several columns with `count(DISTINCT {})`",
                arguments.join(", ")
            ));
        }
        _ => return None,
    };
    let written = if over_rows {
        format!("{name}({of_row})")
    } else {
        of_row
    };
    Some(format!(
        "an aggregate takes one value of each row: write `{written}`"
    ))
}

#[cfg(test)]
mod tests {
    use super::{of_another_database, of_several_columns};
    use crate::sql::mistakes::Asked;

    fn written(name: &str, arguments: &[&str]) -> Option<String> {
        let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        of_another_database(name, &arguments, Asked::Rows)
    }

    #[test]
    fn functions_of_days_are_written_with_the_day_that_was_given() {
        for (name, arguments, instead) in [
            ("strftime", vec!["d", "'%Y'"], "`date_part('year', d)`"),
            ("strftime", vec!["'%m'", "d"], "`date_part('month', d)`"),
            ("to_char", vec!["d", "'IW'"], "`date_part('week', d)`"),
            ("date_format", vec!["d", "'%Y-%m-%d'"], "`CAST(d AS TEXT)`"),
            ("year", vec!["d"], "`date_part('year', d)`"),
            ("trimestre", vec!["d"], "`date_part('quarter', d)`"),
            ("datepart", vec!["MONTH", "d"], "`date_part('month', d)`"),
            ("uniq", vec!["a", "b"], "`count(DISTINCT a, b)`"),
            ("nunique", vec![], "`count(DISTINCT value)`"),
            ("moyenne", vec!["a"], "`avg(a)`"),
            ("is.na", vec!["a"], "`a IS NULL`"),
            ("estvide", vec!["a"], "`a IS NULL`"),
            ("mean", vec!["a", "na.rm = TRUE"], "`avg(a)`"),
            (
                "ifelse",
                vec!["c", "a", "b"],
                "`CASE WHEN condition THEN value ELSE other END`",
            ),
            (
                "weighted.mean",
                vec!["a", "w"],
                "`sum(a * w) / sum(w) FILTER (WHERE a IS NOT NULL)`",
            ),
            ("moyenne", vec!["a", "b"], "`avg(value)`"),
        ] {
            let wanted = Some(format!("write {instead}"));
            assert_eq!(written(name, &arguments), wanted, "{name} {arguments:?}");
        }
        assert_eq!(written("no_function", &["a"]), None);
        let summed = written("sumif", &["road", "'x'", "killed"]);
        let filtered = "write `sum(killed) FILTER (WHERE road = 'x')`";
        assert_eq!(summed.as_deref(), Some(filtered));
    }

    #[test]
    fn an_aggregate_of_several_columns_is_written_for_one_row_and_for_all() {
        let columns = ["a".to_owned(), "b".to_owned()];
        let written = |name: &str, over_rows| {
            let found = of_several_columns(name, &columns, over_rows)?;
            Some(found.split('`').nth(1)?.to_owned())
        };
        for (name, of_row, of_all) in [
            ("avg", "(a + b) / 2", "avg((a + b) / 2)"),
            ("sum", "a + b", "sum(a + b)"),
            ("max", "greatest(a, b)", "max(greatest(a, b))"),
        ] {
            assert_eq!(written(name, false).as_deref(), Some(of_row));
            assert_eq!(written(name, true).as_deref(), Some(of_all));
        }
        assert_eq!(of_several_columns("avg", &columns[..1], true), None);
    }
}
