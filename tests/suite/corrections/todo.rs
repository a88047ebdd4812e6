//! `hfreport corrections todo`: what is missing or suspicious, the heaviest first.

use super::{HEADER, ROWS, TEXT, spec};
use crate::fixture::{Project, home, shared};

#[test]
fn what_is_missing_or_breaks_the_contract_is_listed_heaviest_first_and_ready_to_paste() {
    let project = Project::of(&spec("", ", min: 1", ""))
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT);
    let outcome = project
        .hfreport(&["corrections", "todo", "spec.yaml"])
        .fine();
    assert_eq!(
        outcome.stdout,
        "model,column,was,is,reason,origin\n\
         a/y,tag,,,missing,\n\
         b/z,size,,,missing,\n\
         b/w,size,0,,below min 1,\n\
         c/v,tag,,,missing,\n"
    );
    // 50, 30, 20 and 10 of 210 downloads.
    for part in ["23.81%  a/y", "14.29%  b/z", "9.52%  b/w", "4.76%  c/v"] {
        assert!(outcome.stderr.contains(part), "{part}\n{}", outcome.stderr);
    }
    assert!(
        outcome
            .stderr
            .contains("4 cells of 4 rows with 52.38% of downloads"),
        "{}",
        outcome.stderr
    );
    // Of the two heaviest rows what is missing; what breaks the contract of all.
    let outcome = project
        .hfreport(&["corrections", "todo", "spec.yaml", "--top", "2"])
        .fine();
    assert_eq!(
        outcome.stdout,
        format!("{HEADER}a/y,tag,,,missing,\nb/w,size,0,,below min 1,\n")
    );
    let outcome = project
        .hfreport(&["corrections", "todo", "spec.yaml", "--column", "size"])
        .fine();
    assert_eq!(
        outcome.stdout,
        format!("{HEADER}b/z,size,,,missing,\nb/w,size,0,,below min 1,\n")
    );
}

#[test]
fn lines_without_an_origin_are_not_accepted_before_somebody_completed_them() {
    let project = Project::of(&spec("", ", min: 1", ""))
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT);
    let lines = project
        .hfreport(&["corrections", "todo", "spec.yaml"])
        .fine()
        .stdout;
    project.write("corrections.csv", &lines);
    project.write("spec.yaml", spec(super::NAMED, ", min: 1", ""));
    let said = project
        .hfreport(&["check", "spec.yaml"])
        .ends_with(1)
        .stderr;
    assert!(
        said.contains("HF0450") && said.contains("a correction has no `origin`"),
        "{said}"
    );
}

/// Eight rows whose sizes are what their names say, but for four.
const SIZES: &str = "\
model,downloads,tag,size
o/m-7b,90,t,7100000000
o/m-350m,80,t,360000000
o/m-1.5b,70,t,1400000000
o/m-8x7b,60,t,47000000000
o/m-13b,50,t,13000000000
o/m-2b,40,t,
o/m-3b,30,t,3
o/m-3b-4b,20,t,
";

#[test]
fn a_size_in_the_name_is_proposed_where_the_column_is_one_of_sizes() {
    let project = Project::of(&spec("", ", min: 1, max: 20T", ""))
        .file("rows.csv", SIZES)
        .file("text.md.j2", TEXT);
    let found = project
        .hfreport(&["corrections", "todo", "spec.yaml"])
        .fine()
        .stdout;
    assert_eq!(
        found,
        "model,column,was,is,reason,origin\n\
         o/m-2b,size,,2000000000,missing; the name says 2b,its name\n\
         o/m-3b,size,3,3000000000,\"it has 1 digits, the 5 others of `o` have 9 to 11; the name says 3b\",\n\
         o/m-3b-4b,size,,,\"missing; the name says 3b, 4b\",\n"
            .replace("it has 1 digits", "it has 1 digit")
    );
    // What somebody has corrected is not doubted again.
    project.write("spec.yaml", spec(super::NAMED, ", min: 1, max: 20T", ""));
    project.write(
        "corrections.csv",
        format!("{HEADER}o/m-3b,size,3,9000000000,measured,its card\n"),
    );
    let again = project
        .hfreport(&["corrections", "todo", "spec.yaml"])
        .fine()
        .stdout;
    let rest: String = found
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("o/m-3b,"))
        .collect();
    assert_eq!(again, rest);
    project.write("spec.yaml", spec("", ", min: 1, max: 20T", ""));
    // Where the values are something else, names say nothing about them.
    let other: String = SIZES
        .lines()
        .map(|line| {
            let (rest, _) = line.rsplit_once(',').expect("a size");
            format!(
                "{rest},{}\n",
                if line.starts_with("model") {
                    "size"
                } else {
                    "12"
                }
            )
        })
        .collect();
    project.write("rows.csv", other);
    assert_eq!(
        project
            .hfreport(&["corrections", "todo", "spec.yaml"])
            .fine()
            .stdout,
        HEADER
    );
}

#[test]
fn what_is_corrected_already_is_not_listed_again() {
    let project = Project::of(&spec(super::NAMED, ", min: 1", ""))
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file(
            "corrections.csv",
            format!("{HEADER}a/y,tag,,fill,r,o\nb/w,size,0,3,r,o\n"),
        );
    let found = project
        .hfreport(&["corrections", "todo", "spec.yaml"])
        .fine()
        .stdout;
    assert_eq!(
        found,
        format!("{HEADER}b/z,size,,,missing,\nc/v,tag,,,missing,\n")
    );
}

#[test]
fn the_lines_are_csv_and_what_is_asked_for_must_be_there() {
    let project = Project::of(&spec("", ", min: 1", ""))
        .file(
            "rows.csv",
            "model,downloads,tag,size\n\"a,\"\"b\"\"\",5,x,0\n",
        )
        .file("text.md.j2", TEXT);
    let found = project
        .hfreport(&["corrections", "todo", "spec.yaml"])
        .fine()
        .stdout;
    assert_eq!(
        found,
        format!("{HEADER}\"a,\"\"b\"\"\",size,0,,below min 1,\n")
    );
    let said = project
        .hfreport(&["corrections", "todo", "spec.yaml", "--column", "sise"])
        .ends_with(1)
        .stderr;
    assert!(said.contains("did you mean `size`?"), "{said}");
    let said = project
        .hfreport(&["corrections", "todo", "spec.yaml", "--source", "model"])
        .ends_with(1)
        .stderr;
    assert!(said.contains("did you mean `models`?"), "{said}");
}

#[test]
fn the_eight_impossible_sizes_of_2026_are_found_with_or_without_bounds() {
    if shared("data").is_none() {
        return;
    }
    let impossible = [
        "Solenopsisbot/nullnet-mini-1.2q,parameters,1202590842880000,,",
        "edwardcapriolo/all-MiniLM-L6-v2-JQ4,parameters,0,,",
        "mondk/see_upcoming_models,parameters,0,,",
        "t-firefly/qwen3-0.6b-rknn3-rk1820,parameters,0,600000000,",
        "t-firefly/qwen3-0.6b-rknn3-rk1828,parameters,0,600000000,",
        "t-firefly/qwen3-1.7b-rknn3-rk1828,parameters,0,1700000000,",
        "t-firefly/qwen3-4b-rknn3-rk1828,parameters,0,4000000000,",
        "t-firefly/qwen3-8b-rknn3-rk1828,parameters,0,8000000000,",
    ];
    let project = Project::new();
    let text =
        std::fs::read_to_string(home().join("tests/real/hub_2026-08-19.yaml")).expect("a spec");
    let data = home().join("../shared");
    let text = text.replace("../../../shared", &data.display().to_string());
    let text = text.replace("dir: ../../out", "dir: out");
    let text: String = text
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("published:"))
        .collect();
    let without = text.replace(", min: 1, max: 20T, on_violation: clear", "");
    assert_ne!(text, without);
    let templates = home().join("tests/real/templates");
    let project = project
        .with_copy_of(&templates, "templates")
        .file("a.yaml", text)
        .file("b.yaml", without);
    for spec in ["a.yaml", "b.yaml"] {
        let folder = data.display().to_string();
        let outcome = project
            .hfreport(&[
                "corrections",
                "todo",
                spec,
                "--allow-path",
                &folder,
                "--top",
                "10",
                "--set",
                "snapshot=2026-08-19",
            ])
            .fine();
        let mut found: Vec<&str> = outcome
            .stdout
            .lines()
            .filter(|line| {
                line.contains("above max")
                    || line.contains("below min")
                    || line.contains("not above 0")
                    || line.contains("16 digits")
            })
            .collect();
        found.sort_unstable();
        assert_eq!(found.len(), 8, "{}", outcome.stdout);
        for (line, expected) in found.iter().zip(impossible) {
            assert!(line.starts_with(expected), "{line}\n{expected}");
        }
    }
}
