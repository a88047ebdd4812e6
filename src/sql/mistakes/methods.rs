//! Methods and pipes of Python and R: `region.isin(['Nord'])`, `pd.notna(amount)`, `amount %>% sum()`. In: a call of such a name, or an
//! expression with a pipe. Out: what to write.

use super::{Mistake, outside_of_quotes};

/// Modules and tables before the function that is meant.
const OWNERS: [&str; 9] = [
    "pd", "np", "pandas", "numpy", "math", "dplyr", "df", "data", "self",
];

/// What to write for a method with the arguments that were written; the value stands before the last point of its name.
pub(in crate::sql) fn of_method(name: &str, arguments: &[String]) -> Option<String> {
    let (owner, method) = name.rsplit_once('.')?;
    let owner = owner.strip_prefix("df.").unwrap_or(owner);
    let owner = owner
        .strip_suffix(".str")
        .or_else(|| owner.strip_suffix(".dt"))
        .unwrap_or(owner);
    let (value, others) = if OWNERS.contains(&owner) {
        let (first, others) = arguments.split_first()?;
        (first.as_str(), others)
    } else {
        (owner, arguments)
    };
    let argument = |at: usize| others.get(at).map_or("…", String::as_str);
    let text = |at: usize| argument(at).trim_matches('\'').to_owned();
    let list = others.join(", ");
    let written = match method.to_lowercase().as_str() {
        "isin" | "is_in" => format!("{value} IN ({})", list.trim_matches(['[', ']', '(', ')'])),
        "notna" | "notnull" | "is_not_null" => format!("{value} IS NOT NULL"),
        "isna" | "isnull" | "isnan" | "is_null" => format!("{value} IS NULL"),
        "fillna" | "fill_null" => format!("coalesce({value}, {})", argument(0)),
        "sum" | "median" | "min" | "max" | "count" | "lower" | "upper" | "abs" => {
            format!("{}({value})", method.to_lowercase())
        }
        "mean" | "average" => format!("avg({value})"),
        "nunique" | "n_unique" => format!("count(DISTINCT {value})"),
        "quantile" | "percentile" => format!("quantile({value}, {})", argument(0)),
        "contains" => format!("{value} LIKE '%{}%'", text(0)),
        "startswith" | "starts_with" => format!("starts_with({value}, {})", argument(0)),
        "endswith" | "ends_with" => format!("ends_with({value}, {})", argument(0)),
        "strip" => format!("trim({value})"),
        "len" => format!("length({value})"),
        "replace" | "round" if !others.is_empty() => {
            format!("{}({value}, {list})", method.to_lowercase())
        }
        "between" => format!("{value} BETWEEN {} AND {}", argument(0), argument(1)),
        "where" => format!(
            "CASE WHEN {value} THEN {} ELSE {} END",
            argument(0),
            argument(1)
        ),
        "astype" | "cast" => {
            let kind = match text(0).to_lowercase().as_str() {
                "int" | "int64" | "integer" => "INTEGER",
                "float" | "float64" => "DOUBLE",
                _ => "TEXT",
            };
            format!("CAST({value} AS {kind})")
        }
        "value_counts" | "groupby" => {
            return Some(format!(
                "rows are grouped by a breakdown: `by: {value}`, with the measure `count(*)`"
            ));
        }
        _ => return None,
    };
    Some(format!("write `{written}`"))
}

/// `amount %>% sum()`, `amount |> sum()`.
pub(super) fn pipe(text: &str) -> Option<Mistake> {
    let is_pipe = |at: &usize| text[*at..].starts_with("%>%") || text[*at..].starts_with("|>");
    let mut signs = outside_of_quotes(text).map(|(at, _)| at);
    let at = signs.find(is_pipe)?;
    let length = if text[at..].starts_with('%') { 3 } else { 2 };
    let (value, rest) = (text[..at].trim(), text[at + length..].trim());
    let (name, arguments) = rest.split_once('(')?;
    let arguments = arguments
        .split_once(')')
        .map_or(arguments, |(inside, _)| inside);
    let arguments = match arguments.trim() {
        "" => String::new(),
        arguments => format!(", {arguments}"),
    };
    Some(Mistake {
        message: format!("there are no pipes: `{}`", &text[at..at + length]),
        hint: format!(
            "a function has its value in brackets: `{}({value}{arguments})`",
            name.trim()
        ),
        place: at..at + length,
    })
}

/// `df['region']`: a column is named as it is.
pub(in crate::sql) fn of_subscript(written: &str) -> Option<String> {
    let (_, inside) = written.split_once('[')?;
    let name = inside.strip_suffix(']')?.trim();
    let is_text = name.starts_with(['\'', '"']);
    let name = name.trim_matches(['\'', '"']);
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    (is_text && !name.is_empty()).then(|| {
        if name.chars().all(is_name) {
            format!("a column is named as it is: `{name}`")
        } else {
            format!("a column is named as it is, in double quotes: `\"{name}\"`")
        }
    })
}

/// A clause of a query behind an expression, which a spec has as a key.
pub(super) fn clause(text: &str, at: usize) -> Option<Mistake> {
    let rest = text.get(at..)?;
    let word = rest.split(|sign: char| !sign.is_alphabetic()).next()?;
    let hint = match word.to_uppercase().as_str() {
        "GROUP" => {
            "rows are grouped by a breakdown: `by: [column]`; here the expression stands alone"
        }
        "ORDER" => {
            "rows stand in the order that `sort` of a breakdown says; here the expression stands alone"
        }
        "LIMIT" => {
            "a breakdown keeps the first ones, `keep: {dimension: {top: 10}}`; here the expression stands alone"
        }
        "HAVING" => {
            "a breakdown keeps what a condition on its columns holds for, `keep: {dimension: {any: \"amount > 100\"}}`; here the expression stands alone"
        }
        "WHERE" => {
            "a condition on rows is `FILTER (WHERE …)` behind an aggregate, or the key `where`"
        }
        "FROM" => {
            "the rows are those of `from` or of the only source: here the expression stands alone"
        }
        _ => return None,
    };
    Some(Mistake {
        message: format!("unexpected `{word}` after the expression"),
        hint: hint.to_owned(),
        place: at..at + word.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::{of_method, of_subscript, pipe};

    #[test]
    fn methods_of_python_are_written_with_their_value() {
        for (name, arguments, written) in [
            (
                "region.isin",
                vec!["['Nord', 'Sud']"],
                "region IN ('Nord', 'Sud')",
            ),
            ("pd.notna", vec!["amount"], "amount IS NOT NULL"),
            ("amount.fillna", vec!["0"], "coalesce(amount, 0)"),
            ("df.amount.mean", vec![], "avg(amount)"),
            ("region.nunique", vec![], "count(DISTINCT region)"),
            ("region.str.contains", vec!["'N'"], "region LIKE '%N%'"),
            (
                "np.where",
                vec!["a > 1", "b", "0"],
                "CASE WHEN a > 1 THEN b ELSE 0 END",
            ),
            ("amount.between", vec!["1", "5"], "amount BETWEEN 1 AND 5"),
            ("amount.astype", vec!["int"], "CAST(amount AS INTEGER)"),
        ] {
            let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
            let hint = of_method(name, &arguments);
            assert_eq!(hint, Some(format!("write `{written}`")), "{name}");
        }
        assert_eq!(of_method("a.b", &[]), None);
        assert_eq!(of_method("sum", &[]), None);
    }

    #[test]
    fn pipes_and_subscripts_are_told() {
        let hint = pipe("amount %>% sum()").map(|it| it.hint);
        assert!(hint.is_some_and(|it| it.contains("`sum(amount)`")));
        let hint = pipe("amount |> round(2)").map(|it| it.hint);
        assert!(hint.is_some_and(|it| it.contains("`round(amount, 2)`")));
        assert!(pipe("a || b").is_none());
        assert_eq!(
            of_subscript("df['Type de route']").as_deref(),
            Some("a column is named as it is, in double quotes: `\"Type de route\"`")
        );
        assert_eq!(of_subscript("list[1]"), None);
    }
}
