//! Files of corrections as strangers write them.

use super::{FIVE, HEADER, NAMED, ROWS, TEXT, project, report, spec};
use crate::fixture::{Project, bundle, differences};
use std::fmt::Write;

#[test]
fn byte_order_marks_line_ends_quotes_and_tabs_are_only_ways_to_write() {
    let plain = project(FIVE);
    report(&plain);
    let tables = |project: &Project| {
        let files = bundle(&project.folder().join("out")).into_iter();
        files
            .filter(|(path, _)| path != "manifest.json")
            .collect::<Vec<_>>()
    };
    let expected = tables(&plain);
    let text = format!("{HEADER}{FIVE}");
    let quoted: String = text
        .lines()
        .map(|line| {
            let fields: Vec<String> = line
                .split(',')
                .map(|field| format!("\"{field}\""))
                .collect();
            fields.join(",") + "\n"
        })
        .collect();
    // Another order of the columns.
    let turned: String = text
        .lines()
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            fields.reverse();
            fields.join(",") + "\n"
        })
        .collect();
    for written in [
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.trim_end().to_owned(),
        text.replace('\n', "\n\n"),
        quoted,
        turned,
    ] {
        plain.write("corrections.csv", &written);
        report(&plain);
        assert_eq!(differences(&expected, &tables(&plain)), "", "{written:?}");
    }
    plain.write("corrections.tsv", text.replace(',', "\t"));
    plain.write(
        "spec.yaml",
        spec("    corrections: corrections.tsv\n", "", ""),
    );
    report(&plain);
    let same = tables(&plain)
        .into_iter()
        .filter(|(path, _)| path.starts_with("tables/"));
    let wanted = expected
        .into_iter()
        .filter(|(path, _)| path.starts_with("tables/"));
    assert_eq!(
        differences(&wanted.collect::<Vec<_>>(), &same.collect::<Vec<_>>()),
        ""
    );
}

#[test]
fn what_a_spreadsheet_or_a_page_would_execute_is_text() {
    let project = project(
        "a/y,tag,,=cmd|' /C calc'!A0,\"<script>alert(1)</script>\",\"@sum(1) | a, {{ metrics.total }}\"\n",
    );
    report(&project);
    let table = project.read("out/tables/corrections.csv");
    assert!(table.contains(",'=cmd|' /C calc'!A0,"), "{table}");
    assert!(table.contains("'@sum(1)"), "{table}");
    let page = project.read("out/index.html");
    assert!(!page.contains("<script>alert"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(page.contains("{{ metrics.total }}"));
    let markdown = project.read("out/report.md");
    assert!(markdown.contains("\\<script"), "{markdown}");
}

#[test]
fn a_path_outside_of_the_root_is_refused() {
    for path in ["../corrections.csv", "/etc/corrections.csv"] {
        let project = project(FIVE);
        project.write(
            "spec.yaml",
            spec(&format!("    corrections: {path}\n"), "", ""),
        );
        let said = project
            .hfreport(&["check", "spec.yaml"])
            .ends_with(1)
            .stderr;
        assert!(
            said.contains("HF0102") && said.contains("spec.yaml:8:"),
            "{said}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_outside_of_the_root_is_refused() {
    let outside = tempfile::tempdir().expect("a folder");
    let file = outside.path().join("corrections.csv");
    std::fs::write(&file, format!("{HEADER}{FIVE}")).expect("a file");
    let project = project("");
    let link = project.folder().join("corrections.csv");
    std::fs::remove_file(&link).expect("no file");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    let said = project.hfreport(&["check", "spec.yaml"]);
    assert!(said.stderr.contains("HF0102"), "{}", said.stderr);
}

#[test]
fn a_file_in_another_encoding_is_refused_where_it_begins() {
    let project = project("");
    let mut bytes = format!("{HEADER}a/y,tag,,caf").into_bytes();
    bytes.extend([0xe9, b',', b'r', b',', b'o', b'\n']);
    project.write("corrections.csv", bytes);
    let said = project
        .hfreport(&["check", "spec.yaml"])
        .ends_with(1)
        .stderr;
    assert!(
        said.contains("is not UTF-8: byte 47 in line 2 is wrong"),
        "{said}"
    );
}

#[test]
fn two_sources_may_be_corrected_by_one_file_that_fits_both() {
    let text = spec(NAMED, "", "");
    let (head, tail) = text.split_once("measures:").expect("measures");
    let other = head.split_once("  models:\n").expect("a source").1;
    let text = format!("{head}  others:\n{other}measures:{tail}")
        .replace("{by: tag,", "{by: tag, from: models,")
        .replace("measure: downloads", "from: models, measure: downloads")
        .replace("measure: models}", "from: models, measure: models}")
        .replace("{sql: \"max(size)\"}", "{from: others, sql: \"max(size)\"}")
        .replace("small: {from: models", "small: {from: others");
    let project = Project::of(&text)
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file("corrections.csv", format!("{HEADER}{FIVE}"));
    let written = report(&project);
    for name in ["models", "others"] {
        let cells = written["corrections"]["sources"][name]["cells"]
            .as_array()
            .expect("cells");
        assert_eq!(cells.len(), 5);
    }
    assert_eq!(written["metrics"]["small"]["value"], 120);
    let english = project.read("out/report.en.md");
    assert!(
        english.contains("In the data of “models”") && english.contains("In the data of “others”"),
        "{english}"
    );
}

#[test]
fn a_hundred_thousand_corrections_are_found_and_bounded() {
    let count = 100_000;
    let (mut rows, mut lines) = ("model,downloads,tag,size\n".to_owned(), String::new());
    for at in 0..count {
        let _ = writeln!(rows, "o/m{at},1,chat,0");
        let _ = writeln!(lines, "o/m{at},size,0,{},r,o", at + 1);
    }
    rows.push_str("a/x,1,fill,1\n");
    let project = project(&lines);
    project.write("rows.csv", rows);
    let outcome = project
        .hfreport(&["run", "spec.yaml"])
        .fine()
        .bounded("many corrections");
    assert_eq!(outcome.stderr, "");
    let page = std::fs::metadata(project.folder().join("out/index.html")).expect("a page");
    assert!(page.len() < 300_000, "{} bytes", page.len());
    assert!(
        project.read("out/index.html").contains(
            "99 500 autres lignes dans tables/corrections.csv"
                .replace(' ', "\u{202f}")
                .replace(
                    "\u{202f}autres\u{202f}lignes\u{202f}dans\u{202f}",
                    " autres lignes dans "
                )
                .as_str()
        )
    );
    let table = project.read("out/tables/corrections.csv");
    assert_eq!(table.lines().count(), count + 1);
    // And as many that find nothing.
    project.write(
        "corrections.csv",
        format!("{HEADER}{}", lines.replace("o/m", "o/n")),
    );
    let outcome = project
        .hfreport(&["run", "spec.yaml"])
        .fine()
        .bounded("many corrections of nothing");
    assert_eq!(outcome.stderr.matches("warning[HF0456]").count(), 20);
    assert!(
        outcome.stderr.contains("and so in 99980 more lines"),
        "{}",
        outcome.stderr
    );
}
