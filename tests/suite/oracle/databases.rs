//! The same spec over the same rows in databases: every cell, metric and message must be that of files.

use crate::duckdb;
use crate::fixture::Project;
use crate::sail::Sail;
use hfreport::pipeline::Executed;
use hfreport::results::Results;
use std::path::Path;

/// The databases that are installed.
pub(super) struct Databases {
    duckdb: Option<&'static Path>,
    sail: Option<Sail>,
}

impl Databases {
    /// Those of this machine, started.
    pub(super) fn started(folder: &Path) -> Self {
        Self {
            duckdb: duckdb::driver(),
            sail: Sail::of(folder),
        }
    }

    /// Holds the results against those of the databases over the same rows.
    pub(super) fn agree(
        &self,
        project: &Project,
        spec: &str,
        executed: &Executed,
    ) -> Result<(), String> {
        if let Some(driver) = self.duckdb {
            let spec = in_databases(spec, in_duckdb);
            same(project, &spec, ("duckdb", driver), executed)
                .map_err(|why| format!("on DuckDB: {why}"))?;
        }
        if let Some(sail) = &self.sail {
            for name in ["rows", "more"] {
                let objects = project.read(&format!("{name}.json"));
                let objects = objects.trim_matches(['[', ']', '\n']);
                let lines = objects.replace("},\n", "}\n") + "\n";
                project.write(&format!("{name}.ndjson"), lines);
            }
            let spec = in_databases(spec, |name, columns| {
                sail.database(&in_spark(project, name, columns))
            });
            same(project, &spec, ("flightsql", &sail.driver), executed)
                .map_err(|why| format!("on Sail: {why}"))?;
        }
        Ok(())
    }
}

/// The columns of the first source, with their types in DuckDB and Spark.
const MODELS: [(&str, &str, &str); 12] = [
    ("model", "VARCHAR", "STRING"),
    ("account", "VARCHAR", "STRING"),
    ("task", "VARCHAR", "STRING"),
    ("year", "BIGINT", "BIGINT"),
    ("size", "INTEGER", "INT"),
    ("day", "DATE", "DATE"),
    ("flag", "BOOLEAN", "BOOLEAN"),
    ("languages", "VARCHAR[]", "ARRAY<STRING>"),
    ("downloads", "BIGINT", "BIGINT"),
    ("balance", "BIGINT", "BIGINT"),
    ("price", "DOUBLE", "DOUBLE"),
    ("cost", "DECIMAL(18,2)", "DECIMAL(18,2)"),
];

/// The columns of the second source.
const MORE: [&str; 4] = ["model", "account", "task", "downloads"];

/// A spec with the files of its sources, by name and columns, in a database.
fn in_databases(spec: &str, database: impl Fn(&str, &[(&str, &str, &str)]) -> String) -> String {
    let more = MODELS.iter().filter(|(name, _, _)| MORE.contains(name));
    let more: Vec<(&str, &str, &str)> = more.copied().collect();
    spec.replace("path: rows.json", &database("rows", &MODELS))
        .replace("path: more.json", &database("more", &more))
}

fn in_duckdb(name: &str, columns: &[(&str, &str, &str)]) -> String {
    let columns = columns.iter();
    let columns: Vec<String> = columns
        .map(|(name, kind, _)| format!("{name}: '{kind}'"))
        .collect();
    let columns = columns.join(", ");
    format!(
        "database: {{driver: duckdb, query: \"SELECT * FROM read_json('{{{{ root }}}}/{name}.json', columns = {{{columns}}})\"}}"
    )
}

fn in_spark(project: &Project, name: &str, columns: &[(&str, &str, &str)]) -> String {
    let columns = columns.iter();
    let columns: Vec<String> = columns
        .map(|(name, _, kind)| format!("CAST({name} AS {kind}) AS {name}"))
        .collect();
    let folder = project.folder().display();
    format!(
        "SELECT {} FROM json.`{folder}/{name}.ndjson`",
        columns.join(", ")
    )
}

fn same(
    project: &Project,
    spec: &str,
    driver: (&str, &Path),
    executed: &Executed,
) -> Result<(), String> {
    let second = project.execute_on(spec, driver).map_err(|failure| {
        let problems = failure.problems.iter();
        let problems: Vec<String> = problems.map(|problem| problem.message.clone()).collect();
        format!("refused: {}", problems.join("\n"))
    })?;
    let (first, second) = (&executed.results, &second.results);
    for (name, frame) in &first.frames {
        let other = &second.frames[name];
        let same = frame.rows == other.rows && frame.total == other.total;
        if !same || frame.source_rows != other.source_rows {
            return Err(format!("{name} differs"));
        }
    }
    if first.metrics != second.metrics {
        return Err("metrics differ".to_owned());
    }
    let said = |results: &Results| {
        let problems = results.problems.iter();
        let mut said: Vec<String> = problems.map(|it| it.message.clone()).collect();
        said.sort();
        said
    };
    if said(first) != said(second) {
        return Err(format!(
            "{:?} is said instead of {:?}",
            said(second),
            said(first)
        ));
    }
    Ok(())
}
