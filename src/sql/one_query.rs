//! Whether a text is one query and nothing else: what a database is asked inside of other queries.

use sqlparser::ast::{Statement, visit_statements};
use sqlparser::dialect::{DatabricksDialect, Dialect, DuckDbDialect};
use sqlparser::parser::Parser;
use std::ops::ControlFlow;

/// Whether a text is one query that changes nothing; `backticks` says whether these enclose names, as in Spark.
///
/// # Errors
/// What it is instead.
pub(crate) fn one_query(text: &str, backticks: bool) -> Result<(), String> {
    let dialect: &dyn Dialect = if backticks {
        &DatabricksDialect
    } else {
        &DuckDbDialect
    };
    let parsed = Parser::parse_sql(dialect, text);
    let parsed = parsed.map_err(|error| error.to_string())?;
    let [Statement::Query(_)] = parsed.as_slice() else {
        return Err(match parsed.len() {
            0 => "this is empty".to_owned(),
            1 => "this is another statement".to_owned(),
            several => format!("these are {several} statements"),
        });
    };
    let mut statements = 0;
    let _ = visit_statements(&parsed, |_| {
        statements += 1;
        ControlFlow::<()>::Continue(())
    });
    match statements {
        1 => Ok(()),
        _ => Err("it changes a table inside".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::one_query;

    #[test]
    fn one_query_is_admitted_and_nothing_else() {
        for fine in [
            "SELECT * FROM 'data/hub.parquet'",
            "SELECT a, sum(b) FROM read_parquet('x.parquet', hive_partitioning = true) WHERE c > 1 GROUP BY a -- all",
            "WITH m AS (SELECT 1 AS a) SELECT * FROM m",
        ] {
            assert_eq!(one_query(fine, false), Ok(()), "{fine}");
        }
        assert_eq!(
            one_query("SELECT * FROM parquet.`/data/hub.parquet`", true),
            Ok(())
        );
        for wrong in [
            "",
            "DROP TABLE t",
            "SELECT 1; SELECT 2",
            "SELECT 1) AS a; COPY t TO 'x'; SELECT * FROM (SELECT 1",
            "WITH m AS (INSERT INTO t VALUES (1) RETURNING a) SELECT * FROM m",
            "COPY t TO 'x.parquet'",
            "ATTACH 'x.duckdb'",
        ] {
            assert!(one_query(wrong, false).is_err(), "{wrong}");
            assert!(one_query(wrong, true).is_err(), "{wrong}");
        }
    }
}
