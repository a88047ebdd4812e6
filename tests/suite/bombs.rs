//! Small files with huge claims, and small specs that grow: each ends with a message, in bounded
//! time and memory, before its reader or a step reserves memory for it.

use crate::fixture::Project;
use std::io::Write;

const SPEC: &str = "
version: 1
title: Rows
locales: [en]
sources: {rows: {path: ROWS, columns: {model: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_model: {by: model, measures: [downloads], keep: {model: {top: 3}}}}
sections: [{table: by_model}]
";

/// Every command that reads the file refuses it, with a message that contains `part`.
#[track_caller]
fn refused_file(name: &str, bytes: &[u8], part: &str) {
    let project = Project::of(&SPEC.replace("ROWS", name)).file(name, bytes);
    for arguments in [
        &["run", "spec.yaml"][..],
        &["new", name, "--out", "new.yaml"],
    ] {
        let outcome = project.hfreport(arguments).bounded(name).ends_with(1);
        assert!(outcome.stderr.contains("HF04"), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
    }
}

/// Thrift's compact protocol, as far as Parquet needs it.
mod thrift {
    pub(super) const I32: u8 = 5;
    pub(super) const I64: u8 = 6;
    pub(super) const BINARY: u8 = 8;
    pub(super) const LIST: u8 = 9;
    pub(super) const STRUCT: u8 = 12;

    fn varint(mut value: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while value >= 0x80 {
            bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
        bytes
    }

    pub(super) fn integer(value: i64) -> Vec<u8> {
        varint(((value << 1) ^ (value >> 63)) as u64)
    }

    pub(super) fn text(text: &str) -> Vec<u8> {
        [varint(text.len() as u64), text.as_bytes().to_vec()].concat()
    }

    pub(super) fn list(kind: u8, elements: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![0xf0 | kind];
        bytes.extend(varint(elements.len() as u64));
        bytes.extend(elements.concat());
        bytes
    }

    /// Fields with ascending numbers.
    pub(super) fn structure(fields: &[(u8, u8, Vec<u8>)]) -> Vec<u8> {
        let (mut bytes, mut last) = (Vec::new(), 0);
        for (field, kind, value) in fields {
            bytes.push((field - last) << 4 | kind);
            bytes.extend(value);
            last = *field;
        }
        bytes.push(0);
        bytes
    }
}

/// A file with one row group, one column of integers, and its claims.
fn parquet(depth: usize, rows: i64, page: &[u8]) -> Vec<u8> {
    let leaf = thrift::structure(&[
        (1, thrift::I32, thrift::integer(2)),
        (3, thrift::I32, thrift::integer(0)),
        (4, thrift::BINARY, thrift::text("downloads")),
    ]);
    parquet_of(leaf, depth, rows, page)
}

fn parquet_of(leaf: Vec<u8>, depth: usize, rows: i64, page: &[u8]) -> Vec<u8> {
    use thrift::{BINARY, I32, I64, LIST, STRUCT, integer, list, structure, text};
    let element =
        |children: i64| structure(&[(4, BINARY, text("downloads")), (5, I32, integer(children))]);
    let mut schema: Vec<Vec<u8>> = (0..depth).map(|_| element(1)).collect();
    schema.push(leaf);
    let column = structure(&[
        (1, I32, integer(2)),
        (2, LIST, list(I32, &[integer(0)])),
        (3, LIST, list(BINARY, &[text("downloads")])),
        (4, I32, integer(2)),
        (5, I64, integer(rows)),
        (6, I64, integer(100)),
        (7, I64, integer(page.len().cast_signed() as i64)),
        (9, I64, integer(4)),
    ]);
    let chunk = structure(&[(2, I64, integer(4)), (3, STRUCT, column)]);
    let group = structure(&[
        (1, LIST, list(STRUCT, &[chunk])),
        (2, I64, integer(100)),
        (3, I64, integer(rows)),
    ]);
    let footer = structure(&[
        (1, I32, integer(1)),
        (2, LIST, list(STRUCT, &schema)),
        (3, I64, integer(rows)),
        (4, LIST, list(STRUCT, &[group])),
    ]);
    let mut bytes = b"PAR1".to_vec();
    bytes.extend(page);
    bytes.extend(&footer);
    bytes.extend((footer.len() as u32).to_le_bytes());
    bytes.extend(b"PAR1");
    bytes
}

#[test]
fn a_small_file_that_claims_many_rows_is_refused() {
    let bytes = parquet(1, 500_000_000, b"");
    assert!(bytes.len() < 250, "{}", bytes.len());
    refused_file("rows.parquet", &bytes, "claims 500000000 rows");
}

#[test]
fn a_page_that_unpacks_to_a_gigabyte_is_refused() {
    use thrift::{I32, STRUCT, integer, structure};
    let data = structure(&[
        (1, I32, integer(10)),
        (2, I32, integer(0)),
        (3, I32, integer(3)),
        (4, I32, integer(3)),
    ]);
    let packed = vec![0; 33_000];
    let mut page = structure(&[
        (1, I32, integer(0)),
        (2, I32, integer(1 << 30)),
        (3, I32, integer(packed.len().cast_signed() as i64)),
        (5, STRUCT, data),
    ]);
    page.extend(packed);
    refused_file("rows.parquet", &parquet(1, 10, &page), "1073741824 bytes");
}

#[test]
fn numbers_in_16_bits_are_reported_and_not_called_corrupt() {
    use thrift::{BINARY, I32, STRUCT, integer, structure, text};
    let half = structure(&[
        (1, I32, integer(7)),
        (2, I32, integer(2)),
        (3, I32, integer(0)),
        (4, BINARY, text("weight")),
        (10, STRUCT, structure(&[(15, STRUCT, structure(&[]))])),
    ]);
    refused_file(
        "rows.parquet",
        &parquet_of(half, 1, 1, b""),
        "`weight` of type Float16",
    );
}

#[test]
fn a_schema_that_is_nested_deeply_is_refused() {
    refused_file(
        "rows.parquet",
        &parquet(20_000, 1, b""),
        "nested more than 64 deep",
    );
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn millions_of_commas_or_lines_in_a_small_file_are_refused_or_read() {
    let commas = zipped(&vec![b','; 62_000_000]);
    assert!(commas.len() < 1_000_000, "{}", commas.len());
    refused_file("rows.csv.gz", &commas, "more than 32768 columns");
    let mut lines = b"model,downloads\na,1\n".to_vec();
    lines.extend(vec![b'\n'; 62_000_000]);
    let project =
        Project::of(&SPEC.replace("ROWS", "rows.csv.gz")).file("rows.csv.gz", zipped(&lines));
    let outcome = project.hfreport(&["run", "spec.yaml"]).bounded("lines");
    assert!(outcome.code < 2, "{}", outcome.stderr);
}

#[test]
fn what_a_template_nests_in_a_loop_is_let_go_of() {
    for grow in ["[ns.x]", "{'a': ns.x}", "namespace(x=ns.x)"] {
        let text = format!(
            "{{% set ns = namespace(x=0) %}}{{% for i in range(400) %}}{{% for j in range(250) %}}{{% set ns.x = {grow} %}}{{% endfor %}}{{% endfor %}}fine"
        );
        let spec = SPEC
            .replace("ROWS", "rows.csv")
            .replace("sections: [", &format!("sections: [{{text: \"{text}\"}}, "));
        let project = Project::of(&spec).file("rows.csv", "model,downloads\na,1\n");
        let outcome = project.hfreport(&["run", "spec.yaml"]).bounded(grow);
        assert!(outcome.code < 2, "{grow}: {}", outcome.stderr);
    }
}

#[test]
fn a_table_of_many_columns_is_drafted_or_refused() {
    let header = |columns: usize| {
        let names: Vec<String> = (0..columns).map(|at| format!("c{at}")).collect();
        let cells: Vec<String> = (0..columns).map(|at| at.to_string()).collect();
        format!("{}\n{}\n", names.join(","), cells.join(","))
    };
    let json = |columns: usize| {
        let cells: Vec<String> = (0..columns).map(|at| format!("\"c{at}\": {at}")).collect();
        format!("[{{{}}}]", cells.join(", "))
    };
    let project = Project::new()
        .file("wide.csv", header(3000))
        .file("wide.json", json(2000))
        .file("wider.csv", header(100_000));
    for name in ["wide.csv", "wide.json"] {
        let out = format!("{name}.yaml");
        let outcome = project.hfreport(&["new", name, "--out", &out]);
        outcome.bounded(name).fine();
    }
    let outcome = project.hfreport(&["new", "wider.csv"]);
    let outcome = outcome.bounded("wider.csv").ends_with(1);
    assert!(
        outcome.stderr.contains("more than 32768 columns"),
        "{}",
        outcome.stderr
    );
}

/// As much as a text may have, of one part after the other.
fn longest(part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0.. {
        let part = part(at);
        if text.len() + part.len() > 499_000 {
            break;
        }
        text += &part;
    }
    text
}

#[test]
fn no_text_takes_more_time_than_its_length_is_worth() {
    let again = |part: &'static str| longest(|_| part.to_owned());
    let texts = [
        ("brackets", again("[a](b ")),
        ("notes", longest(|at| format!("x[^{at}]\n\n[^{at}]: n\n\n"))),
        ("notes of one name", again("x[^a]\n\n[^a]: n\n\n")),
        ("code and brackets", again("`<")),
        ("headings", again("# a\n")),
        ("headings of their own", longest(|at| format!("# {at}\n"))),
        ("marks in one line", again("a*b*`c` ")),
        ("colons in one word", again("a:*")),
        ("guillemets", again("«a»!")),
        ("emphasis that opens", again("*a _b ")),
        ("links", again("[a](b)")),
        ("link references", longest(|at| format!("[{at}]: b\n"))),
        ("addresses", again("https://a")),
        ("names apart", again("\u{2068}a\u{2069}")),
        ("names that open", again("\u{2068}a")),
        (
            "rows of a table",
            format!("|a|b|\n|-|-|\n{}", again("|c|d|\n").split_off(30)),
        ),
        ("items", again("- a\n")),
        ("entities", again("&#49;")),
        ("numbers", again("{{ 1 }} ").replace("{{ 1 }}", "1,5 %")),
        ("dashes", again("-")),
        ("spaces", again("a  ! ")),
    ];
    for (what, text) in texts {
        let spec = SPEC
            .replace("ROWS", "rows.csv")
            .replace("[en]", "[fr]")
            .replace("sections: [", "sections: [{text: words.md}, ")
            + "outputs: {formats: [html, markdown], page_budget: 50MB}\n";
        let project = Project::of(&spec)
            .file("rows.csv", "model,downloads\na,1\n")
            .file("words.md", &text);
        let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]);
        eprintln!("{what}: {}", outcome.usage);
        outcome.bounded(what).fine();
    }
}

#[test]
fn a_text_that_nests_without_end_is_refused() {
    for (what, part) in [("quotes", "> "), ("lists", "- "), ("marks", "*_")] {
        let text = format!("{}x", longest(|_| part.to_owned()));
        let spec = SPEC
            .replace("ROWS", "rows.csv")
            .replace("sections: [", "sections: [{text: words.md}, ");
        let project = Project::of(&spec)
            .file("rows.csv", "model,downloads\na,1\n")
            .file("words.md", &text);
        let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]);
        eprintln!("{what}: {}", outcome.usage);
        let outcome = outcome.bounded(what);
        if outcome.code == 1 {
            let told = outcome.stderr;
            assert!(told.contains("nested more than 100 deep"), "{told}");
        } else {
            // Marks that are never closed are text.
            assert_eq!((outcome.code, what), (0, "marks"));
        }
    }
}

#[test]
fn formulas_without_end_take_no_time() {
    let text = longest(|at| format!("{{{{ metrics.m + {at} }}}} "));
    let spec = SPEC.replace("ROWS", "rows.csv").replace(
        "sections: [",
        "metrics: {m: {measure: downloads}}\nsections: [{text: words.md}, ",
    );
    let project = Project::of(&spec)
        .file("rows.csv", "model,downloads\na,1\n")
        .file("words.md", &text);
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]);
    eprintln!("formulas: {}", outcome.usage);
    let outcome = outcome.bounded("formulas");
    assert!(outcome.code < 2, "{}", outcome.stderr);
}

#[test]
fn filters_and_dimensions_that_double_are_refused_at_once() {
    let filters: String = (1..41)
        .map(|at| format!("  f{at}: f{0} AND f{0}\n", at - 1))
        .collect();
    let dimensions: String = (1..27)
        .map(|at| format!("  d{at}: {{sql: \"concat(d{0}, d{0})\"}}\n", at - 1))
        .collect();
    let filtered = format!(
        "filters:\n  f0: downloads > 1\n{filters}metrics: {{m: {{measure: downloads, where: f40}}}}\n"
    );
    let doubled = format!("dimensions:\n  d0: {{sql: model}}\n{dimensions}");
    for (more, part) in [
        (filtered, "filter `f9` stands for more than 1000 others"),
        (doubled, "dimension `d9` stands for more than 1000 others"),
    ] {
        let spec = format!("{}{more}", SPEC.replace("ROWS", "rows.csv"));
        let project = Project::of(&spec).file("rows.csv", "model,downloads\na,1\n");
        let outcome = project.hfreport(&["check", "spec.yaml"]);
        let outcome = outcome.bounded(part).ends_with(1);
        assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
    }
}

#[test]
fn twenty_thousand_definitions_are_checked_in_time() {
    let definitions: Vec<String> = (0..20_000)
        .map(|at| format!("b{at}: {{by: model, measures: [downloads]}}"))
        .collect();
    let spec = SPEC
        .replace("ROWS", "rows.csv")
        .replace("breakdowns: {by_model:", "x-rest: {rest:")
        .replace("{table: by_model}", "{table: b0}");
    for (what, breakdowns) in [
        ("one a line", format!("\n  {}\n", definitions.join("\n  "))),
        (
            "all in one line",
            format!(" {{{}}}\n", definitions.join(", ")),
        ),
    ] {
        let project = Project::of(&format!("{spec}breakdowns:{breakdowns}"))
            .file("rows.csv", "model,downloads\na,1\n");
        let outcome = project.hfreport(&["check", "spec.yaml"]);
        eprintln!("definitions, {what}: {}", outcome.usage);
        let told = outcome.bounded(what).fine().stderr;
        // A hundred are drawn, each of the others takes a line.
        let unused = "is used by nothing";
        assert_eq!(told.matches(unused).count(), 19_999, "{what}");
        assert_eq!(told.matches("  |\n").count(), 200, "{what}");
    }
}
