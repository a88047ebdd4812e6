//! Fuzz targets: each takes any bytes and must neither panic nor write a document that a reader of
//! its format refuses. Shared by the fuzzer in `fuzz/` and the test suite.

mod drawing;
mod memory;
mod servers;
mod tags;

pub(crate) use drawing::drawing;
use hfreport::diagnostic::{Batch, Diagnostic, Format, SourceMap, emit};
use hfreport::document::{Block, Bundle, Document, Manifest, Opening, Origins, Post, ReportJson};
use hfreport::meter::Meter;
use hfreport::pipeline::{self, Executed, Failure, Request};
use hfreport::publish::files;
use hfreport::records::Dialect;
use hfreport::render::TemplateCache;
use hfreport::report::{Formats, Section, SectionContent, Template};
use hfreport::source::{Location, Place, RawTable, columns, read};
use hfreport::spec::grammar::{Encoding, SourceFormat};
use hfreport::text::Locale;
use memory::Memory;
pub(crate) use servers::{collected, remote};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A target: its name, which is also that of its corpus, and its function.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: [Target; 13] = [
    ("spec", spec),
    ("expression", expression),
    ("template", template),
    ("contract", contract),
    ("corrections", corrections),
    ("drawing", drawing),
    ("records", records),
    ("manifest", manifest),
    ("report_json", report_json),
    ("markdown", markdown),
    ("parquet", parquet),
    ("remote", remote),
    ("collect", collected),
];

/// Every problem can be told in every form, and a place lies inside its file.
fn tell(problems: &[Diagnostic], sources: &SourceMap) {
    let batch = Batch {
        spec: Path::new("spec.yaml"),
        problems,
        sources,
    };
    for format in Format::ALL {
        let _ = emit(&[batch], format, false);
    }
    for span in problems.iter().filter_map(Diagnostic::span) {
        assert!(span.start <= span.end);
        assert!(span.end <= sources.file(span.file).text.len());
    }
}

fn request() -> Request {
    Request {
        spec: PathBuf::from("/report/spec.yaml"),
        ..Request::default()
    }
}

/// Checks and runs a report whose files are in memory.
fn executed(world: &Memory) -> Option<Executed> {
    let told = |failure: Failure| tell(&failure.problems, &failure.sources);
    let checked = pipeline::check(world, &request()).map_err(told).ok()?;
    tell(&checked.warnings, &checked.sources);
    pipeline::run(world, checked).map_err(told).ok()
}

const ROWS: &[u8] = b"model,account,downloads,parameters,day,gated\na/x,a,7,1000,2025-10-01,true\nb/y,b,2,,2025-09-01,false\nc/z,,4,5000000000,,\n";
const NAMES: &[u8] = b"account,name,country\na,Alpha,FR\nb,Beta,US\n";
const BASE: &[u8] =
    b"version: 1\nlocales: [fr, en]\nmeasures: {downloads: {sql: sum(downloads)}}\n";
const PROSE: &[u8] = b"{{ formatted.share }}\n";

const COLUMNS: &str = "
version: 1
title: Rows
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string}
      account: {type: string, nullable: true}
      downloads: {type: integer}
      parameters: {type: integer, nullable: true}
      day: {type: date, nullable: true}
      gated: {type: boolean, nullable: true}
measures: {downloads: {sql: sum(downloads)}}
";

/// Load, validate, resolve: the bytes are the spec.
pub(crate) fn spec(bytes: &[u8]) {
    let world = Memory::of([
        ("spec.yaml", bytes),
        ("base.yaml", BASE),
        ("rows.csv", ROWS),
        ("names.csv", NAMES),
        ("text.fr.md.j2", PROSE),
        ("text.en.md.j2", PROSE),
        ("hfreport.toml", b""),
    ]);
    match pipeline::check(&world, &request()) {
        Ok(checked) => tell(&checked.warnings, &checked.sources),
        Err(failure) => tell(&failure.problems, &failure.sources),
    }
}

/// SQL expressions: the text is used as a condition, a value and an aggregate.
pub(crate) fn expression(bytes: &[u8]) {
    let text = serde_json::Value::from(String::from_utf8_lossy(bytes)).to_string();
    for definition in [
        format!("metrics: {{m: {{measure: downloads, where: {text}}}}}"),
        format!(
            "dimensions: {{d: {{sql: {text}}}}}\nbreakdowns: {{b: {{by: d, measures: [downloads]}}}}"
        ),
        format!("metrics: {{m: {{sql: {text}}}}}"),
    ] {
        let spec = format!("{COLUMNS}\n{definition}\n");
        let world = Memory::of([
            ("spec.yaml", spec.as_bytes()),
            ("rows.csv", ROWS),
            ("hfreport.toml", b""),
        ]);
        executed(&world);
    }
}

/// Templates: the text is rendered over the results of a small report.
pub(crate) fn template(bytes: &[u8]) {
    static REPORT: OnceLock<Executed> = OnceLock::new();
    let executed = REPORT.get_or_init(|| {
        let spec = format!(
            "{COLUMNS}
params: {{top: 2, day: 2025-10-01, word: a word}}
lookups: {{names: {{path: names.csv, key: account}}}}
dimensions:
  name: {{lookup: names.name, key: account, unmatched: keep}}
  country: {{lookup: names.country, key: account, unmatched: {{code: ZZ}}}}
  size: {{bucket: parameters, edges: [1M, 1B]}}
breakdowns:
  by_name: {{by: name, measures: [downloads]}}
  by_size_country: {{by: [size, country], measures: [downloads]}}
metrics:
  share: {{measure: downloads, where: \"account = 'a'\", of: {{}}, format: {{percent: 1}}}}
locales: [fr, en]
sections: [{{text: words}}]
"
        );
        let world = Memory::of([
            ("spec.yaml", spec.as_bytes()),
            ("rows.csv", ROWS),
            ("names.csv", NAMES),
            ("hfreport.toml", b""),
        ]);
        executed(&world).unwrap_or_else(|| unreachable!("the report of the templates runs"))
    });
    let mut report = (*executed.checked.report).clone();
    let template = Template {
        name: "text".to_owned(),
        text: String::from_utf8_lossy(bytes).into_owned(),
        pointer: "/sections/0/text".to_owned(),
        file: None,
    };
    let templates = Locale::ALL.map(|locale| (locale, template.clone()));
    report.sections = vec![Section {
        content: SectionContent::Text(templates.into_iter().collect()),
        when: None,
    }];
    if let Ok(rendered) = hfreport::render::render(
        &Arc::new(report.clone()),
        &executed.results,
        &[],
        Manifest::default(),
        (&TemplateCache::default(), &Meter::default()),
    ) {
        let formats = hfreport::report::Formats {
            xlsx: false,
            ..report.outputs.formats
        };
        let _ = hfreport::publish::files(&rendered.bundle, &formats);
    }
}

/// Column contracts: the first bytes choose the contract, the rest is the table.
pub(crate) fn contract(bytes: &[u8]) {
    const TYPES: [&str; 5] = ["string", "integer", "number", "boolean", "date"];
    const CASES: [&str; 3] = ["error", "clear", "drop"];
    let Some((choices, table)) = bytes.split_at_checked(4) else {
        return;
    };
    let column = |name: &str, choice: u8| {
        let kind = TYPES[usize::from(choice % 5)];
        let case = CASES[usize::from(choice / 5 % 3)];
        let mut column = format!("      {name}: {{type: {kind}, on_violation: {case}");
        for (bit, key) in [(16, ", nullable: true"), (32, ", unique: true")] {
            if choice & bit != 0 {
                column.push_str(key);
            }
        }
        if kind == "integer" && choice & 64 != 0 {
            column.push_str(", min: 0, max: 1000000");
        }
        column.push_str("}\n");
        column
    };
    let format = ["csv", "tsv", "json", "ndjson"][usize::from(choices[3] % 4)];
    let spec = format!(
        "version: 1
title: Rows
sources:
  rows:
    path: rows.{format}
    columns:
{}{}{}measures: {{rows: {{sql: count(*)}}, most: {{sql: max(b)}}}}
breakdowns: {{by_a: {{by: a, measures: [rows]}}, by_b_c: {{by: [b, c], measures: [rows, most]}}}}
",
        column("a", choices[0]),
        column("b", choices[1]),
        column("c", choices[2]),
    );
    let rows = format!("rows.{format}");
    let world = Memory::of([
        ("spec.yaml", spec.as_bytes()),
        (&rows, table),
        ("hfreport.toml", b""),
    ]);
    executed(&world);
}

/// Files of corrections: the bytes are one, of the rows of a small report. Each of its lines changes a cell, or is told of.
pub(crate) fn corrections(bytes: &[u8]) {
    let spec = COLUMNS
        .replace("{type: string}\n", "{type: string, unique: true}\n")
        .replace(
            "    columns:",
            "    corrections: corrections.csv\n    columns:",
        );
    let spec = format!(
        "{spec}metrics: {{m: {{measure: downloads, where: \"parameters < 5000\"}}, n: {{sql: max(day)}}}}\n"
    );
    let world = Memory::of([
        ("spec.yaml", spec.as_bytes()),
        ("rows.csv", ROWS),
        ("corrections.csv", bytes),
        ("hfreport.toml", b""),
    ]);
    let Some(executed) = executed(&world) else {
        return;
    };
    let source = &executed.checked.report.sources[0];
    let lines = source
        .corrections
        .as_ref()
        .map_or(0, |corrections| corrections.list.len());
    let corrected = &executed.results.sources[0].corrected;
    let changed = corrected
        .as_ref()
        .map_or(0, |corrected| corrected.cells.len());
    let mut warnings = executed.checked.warnings.iter();
    let is_told = warnings.any(|it| it.code.to_string().starts_with("HF045"));
    assert!(changed <= lines && is_told == (changed < lines));
    assert_eq!(executed.results.without_corrections.is_some(), changed > 0);
}

/// Records of CSV and TSV: the first byte says how they are written. How many there are does not depend on the
/// columns that are read, and the same cells written with quotes are read as they were.
pub(crate) fn records(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else {
        return;
    };
    let location = |dialect| Location {
        place: Place::Local(PathBuf::from("/report/rows.csv")),
        shown: "rows.csv".to_owned(),
        format: SourceFormat::Csv,
        gzip: false,
        encoding: [Encoding::Utf8, Encoding::Latin1, Encoding::Utf16]
            [usize::from(*choice / 16 % 3)],
        dialect,
        from_file: String::new(),
    };
    let dialect = Dialect {
        delimiter: [b',', b';', b'\t', b'|'][usize::from(choice % 4)],
        quotes: choice & 4 == 0,
    };
    let world = Memory::of([("rows.csv", text)]);
    let Ok(found) = columns(&world, &location(dialect)) else {
        return;
    };
    let names = found.columns.iter().map(|(name, _)| name.clone());
    let names: Vec<String> = names
        .filter(|name| !found.refused.contains_key(name))
        .collect();
    let of = |wanted: &[String]| read(&world, &location(dialect), wanted, &[]);
    let whole = of(&names);
    let none = of(&[]);
    assert_eq!(
        whole.as_ref().map(RawTable::height).ok(),
        none.as_ref().map(RawTable::height).ok()
    );
    let Ok(whole) = whole else { return };
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |fields: Vec<String>| fields.join(",") + "\n";
    let mut again = line(names.iter().map(|name| quoted(name)).collect());
    let frame = &whole.parts[0].frame;
    for row in 0..whole.height() {
        let cells = frame.columns().iter();
        let cells = cells.map(|column| Some(column.get(row).ok()?.get_str()?.to_owned()));
        let cells: Vec<Option<String>> = cells.collect();
        // Columns that cannot be read may be what tells a row from the header.
        let texts = cells.iter().map(|cell| cell.as_deref().unwrap_or_default());
        if texts.eq(names.iter().map(String::as_str)) {
            return;
        }
        let written = cells.iter().map(|cell| cell.as_deref().map(quoted));
        again += &line(written.map(Option::unwrap_or_default).collect());
    }
    // Without columns there are no rows, and a row of one missing value is a blank line.
    if names.len() < 2 {
        return;
    }
    let world = Memory::of([("rows.csv", again.as_bytes())]);
    let location = Location {
        encoding: Encoding::Utf8,
        ..location(Dialect::CSV)
    };
    let same = read(&world, &location, &names, &[]);
    let same = same.unwrap_or_else(|problem| panic!("{}\n{again}", problem.message));
    assert!(same.parts[0].frame.equals_missing(frame), "{again}");
}

/// What is read as a `report.json` is written as it was read.
pub(crate) fn report_json(bytes: &[u8]) {
    if let Ok(report) = ReportJson::read(bytes) {
        let written = serde_json::to_vec(&report).unwrap_or_default();
        assert_eq!(ReportJson::read(&written), Ok(report));
    }
}

/// A manifest that can be read is written back unchanged, and lists the same files.
pub(crate) fn manifest(bytes: &[u8]) {
    let listed = Manifest::listed(bytes);
    let Some(manifest) = Manifest::read(bytes) else {
        assert_eq!(listed, None);
        return;
    };
    let written = serde_json::to_vec(&manifest).unwrap_or_default();
    assert_eq!(Manifest::read(&written), Some(manifest));
    assert_eq!(Manifest::listed(&written), listed);
}

/// Texts in Markdown and posts: neither contains a Liquid tag, a kramdown extension outside of
/// code, or a control character.
pub(crate) fn markdown(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let document = Document {
        locale: Locale::En,
        title: text.clone(),
        blocks: vec![
            Block::Heading {
                level: 2,
                text: text.clone(),
            },
            Block::Markdown(text.clone()),
            Block::Markdown("The next section.".to_owned()),
        ],
        citation: String::new(),
        credit: text.clone(),
        theme: hfreport::document::PageTheme::default(),
        opening: Opening::default(),
        address: String::new(),
        index: None,
        foot: text,
        origins: Origins::default(),
        front_matter: serde_json::Map::new(),
    };
    let bundle = Bundle {
        documents: vec![document],
        sheets: Vec::new(),
        post: Some(Post {
            date: "2025-10-28".to_owned(),
            slug: "post".to_owned(),
        }),
        report: None,
        manifest: Manifest::default(),
    };
    let formats = Formats::those(|name| matches!(name, "markdown" | "jekyll"));
    for file in files(&bundle, &formats).unwrap_or_default() {
        let bytes = file.content.bytes().unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let body = match text.strip_prefix("---\n") {
            Some(post) => post.split_once("\n---\n").map_or("", |(_, body)| body),
            None => &text,
        };
        if file.path.ends_with(".md") {
            assert!(!body.contains("{{") && !body.contains("{%"), "{body}");
            assert!(body.contains("The next section."), "{body}");
            let is_odd = |it: char| it.is_control() && !matches!(it, '\n' | '\t');
            assert!(!body.contains(is_odd), "{body:?}");
        }
    }
}

/// Parquet files: the bytes are the file.
pub(crate) fn parquet(bytes: &[u8]) {
    let spec = "
version: 1
title: Rows
sources: {rows: {path: rows.parquet, columns: {model: {type: string}, downloads: {type: integer}, parameters: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_model: {by: model, measures: [downloads]}}
metrics: {most: {sql: max(parameters)}}
";
    let world = Memory::of([
        ("spec.yaml", spec.as_bytes()),
        ("rows.parquet", bytes),
        ("hfreport.toml", b""),
    ]);
    executed(&world);
}
