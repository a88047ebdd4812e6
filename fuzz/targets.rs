//! What is thrown at the program: each target takes any bytes and must neither panic nor write a
//! document that a reader of its format refuses. The fuzzer of `fuzz/` and the test-suite share it.

use hfreport::chart::bars::model::{Arrangement, Bars, Category, Orientation};
use hfreport::chart::lines::model::{LinePosition, LineSeries, Lines};
use hfreport::chart::model::{Common, Legend, LegendEntry, Mark, Marks, ValueFormat};
use hfreport::chart::tree::model::{Tree, TreeNode};
use hfreport::chart::{ChartModel, Color, Theme, alternative_text, draw};
use hfreport::diagnostic::{Batch, Diagnostic, Format, SourceMap, emit};
use hfreport::document::Manifest;
use hfreport::document::{Block, Bundle, Document, Origins, Post};
use hfreport::meter::Meter;
use hfreport::pipeline::{self, Executed, Failure, Request};
use hfreport::publish::files;
use hfreport::report::{Formats, Section, Template};
use hfreport::text::Locale;
use hfreport::world::{Replacement, Stamp, World};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A target: its name, which is that of its corpus, and what it does.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: [Target; 8] = [
    ("spec", spec),
    ("expression", expression),
    ("template", template),
    ("contract", contract),
    ("drawing", drawing),
    ("manifest", manifest),
    ("markdown", markdown),
    ("parquet", parquet),
];

/// Files in memory; nothing is ever written.
struct Memory(BTreeMap<PathBuf, Vec<u8>>);

impl Memory {
    fn of<const N: usize>(files: [(&str, &[u8]); N]) -> Self {
        let named = files.map(|(name, bytes)| (Path::new("/report").join(name), bytes.to_vec()));
        Self(named.into_iter().collect())
    }
}

impl World for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = self.0.get(path).cloned();
        bytes.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let mut plain = PathBuf::from("/report");
        for part in path.components() {
            match part {
                std::path::Component::ParentDir => {
                    plain.pop();
                }
                std::path::Component::CurDir => {}
                part => plain.push(part),
            }
        }
        if self.exists(&plain) || self.0.keys().any(|file| file.starts_with(&plain)) {
            Ok(plain)
        } else {
            Err(io::Error::from(io::ErrorKind::NotFound))
        }
    }

    fn stamp(&self, _: &Path) -> Option<Stamp> {
        None
    }

    fn home(&self) -> Option<PathBuf> {
        None
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        let start = pattern.split('*').next().unwrap_or_default();
        let files = self.0.keys().filter(|file| file.starts_with(start));
        Ok(files.cloned().collect())
    }

    fn replace_folder(&self, _: &Path, _: &Replacement<'_>) -> io::Result<Vec<PathBuf>> {
        Ok(Vec::new())
    }

    fn replace_file(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn create_file(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

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

/// SQL expressions: the text stands where a condition, a value and an aggregate are expected.
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
    report.sections = vec![Section::Text(templates.into_iter().collect())];
    if let Ok(rendered) = hfreport::render::render(
        &Arc::new(report.clone()),
        &executed.results,
        Manifest::default(),
        &Meter::default(),
    ) {
        let formats = hfreport::report::Formats {
            xlsx: false,
            ..report.outputs.formats
        };
        let _ = hfreport::publish::files(&rendered.bundle, &formats);
    }
}

/// Column contracts: the first bytes choose the contract, the others are the table.
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

/// What is read as a manifest is written as it was read, and lists what it lists.
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

/// Texts in Markdown and posts: neither holds a tag of Liquid, an extension of kramdown outside of code,
/// or a control character.
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
        address: String::new(),
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
        let text = String::from_utf8_lossy(&file.bytes);
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

/// Files of Parquet: the bytes are the file.
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

/// Charts: names and numbers are taken from the bytes; every drawing is XML that says the names.
#[allow(clippy::too_many_lines, reason = "one model, field by field")]
pub(crate) fn drawing(bytes: &[u8]) {
    let (choices, rest) = bytes.split_at(bytes.len().min(4));
    let choice = |at: usize| choices.get(at).copied().unwrap_or_default();
    let text = String::from_utf8_lossy(rest);
    let mut names = text.split('\n').map(str::to_owned).cycle();
    let mut name = || names.next().unwrap_or_default();
    let mut numbers = rest.chunks(8).map(|chunk| {
        let mut whole = [0; 8];
        whole[..chunk.len()].copy_from_slice(chunk);
        let value = f64::from_le_bytes(whole);
        if choice(2) & 1 == 0 {
            value.abs().log2().abs()
        } else {
            value
        }
    });
    let color = Color {
        red: choice(1),
        green: choice(2),
        blue: choice(3),
    };
    let count = usize::from(choice(1) % 12);
    let mark = |slot: usize, value: f64, name: &mut dyn FnMut() -> String| Mark {
        key: name(),
        label: name(),
        slot,
        value,
        text: name(),
        note: name(),
        color,
        others: value > 2.0,
        row: slot,
    };
    let mut number = || numbers.next().unwrap_or(1.0);
    let marks: Box<dyn Marks> = match choice(0) % 4 {
        0 | 1 => Box::new(Bars {
            orientation: [Orientation::Vertical, Orientation::Horizontal]
                [usize::from(choice(0) % 4)],
            arrangement: [
                Arrangement::Single,
                Arrangement::Stacked,
                Arrangement::Normalized,
                Arrangement::Grouped,
            ][usize::from(choice(0) / 4 % 4)],
            categories: (0..count)
                .map(|at| Category {
                    key: name(),
                    label: name(),
                    group: (at % 3 == 0).then(|| (name(), name())),
                    end_label: name(),
                    marks: (0..2).map(|slot| mark(slot, number(), &mut name)).collect(),
                })
                .collect(),
            slots: 2,
        }),
        2 => {
            let mut node = |children: Vec<TreeNode>| TreeNode {
                key: name(),
                label: name(),
                value: number(),
                text: name(),
                share_of_parent: name(),
                share_of_total: name(),
                color,
                rows: 0..1,
                children,
            };
            let leaves: Vec<TreeNode> = (0..count).map(|_| node(Vec::new())).collect();
            Box::new(Tree {
                nodes: vec![node(leaves.clone()), node(leaves)],
            })
        }
        _ => Box::new(Lines {
            positions: (0..count)
                .map(|at| LinePosition {
                    key: name(),
                    label: name(),
                    empty: at % 4 == 3,
                })
                .collect(),
            series: (0..2)
                .map(|_| LineSeries {
                    key: name(),
                    label: name(),
                    color,
                    points: (0..count)
                        .map(|at| (at % 4 != 3).then(|| mark(0, number(), &mut name)))
                        .collect(),
                })
                .collect(),
        }),
    };
    let title = name();
    let common = Common {
        id: name(),
        title: title.clone(),
        alternative: name(),
        locale: Locale::ALL[usize::from(choice(3) % 2)],
        value_title: name(),
        category_title: name(),
        value_format: [ValueFormat::Compact, ValueFormat::Percent][usize::from(choice(3) / 2 % 2)],
        value_labels: choice(3) & 4 != 0,
        legend: (choice(3) & 8 != 0).then(|| Legend {
            title: name(),
            entries: (0..count)
                .map(|_| LegendEntry {
                    key: name(),
                    label: name(),
                    color,
                })
                .collect(),
            max_entries: 5,
        }),
        width: (choice(3) & 16 != 0).then(|| u32::from(choice(1)) * 8),
        height: (choice(3) & 32 != 0).then(|| u32::from(choice(2)) * 8),
    };
    let _ = alternative_text(&*marks, common.locale);
    let model = ChartModel { common, marks };
    let svg = draw(&model, &Theme::default());
    let document = roxmltree::Document::parse(&svg)
        .unwrap_or_else(|error| panic!("the drawing is no XML: {error}\n{svg}"));
    for node in document.descendants() {
        assert!(!matches!(
            node.tag_name().name(),
            "script" | "foreignObject" | "a" | "image"
        ));
        assert!(
            node.attributes()
                .all(|attribute| !attribute.name().starts_with("on"))
        );
    }
    let geometry = [
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "width",
        "height",
        "d",
        "points",
        "transform",
        "viewBox",
    ];
    for attribute in document.descendants().flat_map(|node| node.attributes()) {
        let finite = !attribute.value().contains("NaN") && !attribute.value().contains("inf");
        assert!(
            finite || !geometry.contains(&attribute.name()),
            "{attribute:?}"
        );
    }
}
