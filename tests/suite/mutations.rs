//! Files of every format and specs, mutated at random from a seed: the program always ends within 20 s of the
//! processor and 2 GB, with an exit code and a message. `HFREPORT_CASES=2000` runs that many of each.

use crate::fixture::{Project, examples, home};
use crate::usage::Usage;
use std::io::Write;

const SPEC: &str = "
version: 1
title: Rows
locales: [en]
sources: {rows: {path: FILE, columns: {model: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_model: {by: model, measures: [downloads], keep: {model: {top: 3}}}}
sections: [{table: by_model}]
outputs: {formats: [json], charts: [], tables: []}
";

fn cases() -> usize {
    let given = std::env::var("HFREPORT_CASES").ok();
    given.and_then(|it| it.parse().ok()).unwrap_or(200)
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    /// Some bytes are changed, repeated, removed, or moved from elsewhere in the text.
    fn changed(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut changed = bytes.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(changed.len());
            let end = (at + 1 + self.below(24)).min(changed.len());
            let part = changed[at.min(end)..end].to_vec();
            match self.below(5) {
                0 => {
                    if let Some(byte) = changed.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
                1 => drop(changed.drain(at.min(end)..end)),
                2 => drop(changed.splice(at..at, part.repeat(1 + self.below(50)))),
                3 => {
                    let to = self.below(changed.len());
                    changed.splice(to..to, part);
                }
                _ => {
                    let odd: [&[u8]; 6] =
                        [b"\0", b"\xff", b"\"", b"\r", b"-1e999", b"\xef\xbb\xbf"];
                    changed.splice(at..at, odd[self.below(odd.len())].iter().copied());
                }
            }
        }
        changed
    }
}

fn parquet() -> Vec<u8> {
    use polars::prelude::*;
    let names: Vec<String> = (0..300).map(|it| format!("model {it}")).collect();
    let downloads: Vec<i64> = (0..300).collect();
    let mut frame = df!("model" => names, "downloads" => downloads).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

#[test]
fn every_changed_file_is_read_or_reported() {
    let csv = "model,downloads\n\"a, b\",7\nc,2\n\"d\"\"e\",4\né,0\n";
    let json = r#"[{"model": "a", "downloads": 7}, {"model": "c\n", "downloads": 2}]"#;
    let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zip.write_all(csv.as_bytes()).expect("memory");
    let files: [(&str, Vec<u8>); 6] = [
        ("rows.csv", csv.into()),
        ("rows.tsv", csv.replace(',', "\t").into()),
        ("rows.json", json.into()),
        (
            "rows.ndjson",
            b"{\"model\": \"a\", \"downloads\": 7}\n{\"model\": \"b\", \"downloads\": 1}\n"
                .to_vec(),
        ),
        ("rows.csv.gz", zip.finish().expect("memory")),
        ("rows.parquet", parquet()),
    ];
    let mut most = Usage::default();
    let mut chance = Chance(20_251_128);
    for case in 0..cases() {
        let (name, bytes) = &files[case % files.len()];
        let changed = chance.changed(bytes);
        let project = Project::of(&SPEC.replace("FILE", name)).file(name, &changed);
        let what = format!("{name} of case {case}");
        let outcome = project.hfreport(&["run", "spec.yaml"]).bounded(&what);
        most = most.or(outcome.usage);
    }
    eprintln!("{} changed files took at most {most}", cases());
}

#[test]
fn every_changed_spec_is_checked_or_reported() {
    let specs: Vec<Vec<u8>> = examples()
        .iter()
        .map(|path| std::fs::read(path).expect("an example"))
        .collect();
    let project = Project::new().with_copy_of(&home().join("examples"), "examples");
    let spec = project.folder().join("examples/changed.yaml");
    let mut most = Usage::default();
    let mut chance = Chance(42);
    for case in 0..cases() {
        let changed = chance.changed(&specs[case % specs.len()]);
        std::fs::write(&spec, &changed).expect("a file");
        let what = format!("case {case}: {}", String::from_utf8_lossy(&changed));
        let outcome = project.hfreport(&["check", "examples/changed.yaml"]);
        most = most.or(outcome.bounded(&what).usage);
    }
    eprintln!("{} changed specs took at most {most}", cases());
}
