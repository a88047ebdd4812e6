//! Texts that read like numbers, versions or days are told where their letters put them in the wrong order (HF0319), and only there.

use crate::fixture::Project;

const ROWS: &str = "package,version,oldest,size,day,month,postcode,share,time,amount,downloads
a,1.9.0,1.10.0,9 GB,2025-1-5,9/2025,01000,9%,9:30,\"1,234\",10
b,1.10.0,1.9.0,10 GB,2025-10-1,10/2025,75001,10%,10:30,987,20
c,1.2.0,1.2.0,100 GB,2025-2-1,11/2025,75002,100%,11:00,\"12,000\",30
";

/// The warnings of a run and of a check of a spec with a definition, without places and hints.
fn told(of: &str, text: &str) -> [Vec<String>; 2] {
    let spec = format!(
        r#"
version: 1
title: Releases
sources:
  releases:
    path: rows.csv
    columns: {{package: {{type: string}}, version: {{type: string}}, oldest: {{type: string}}, size: {{type: string}}, day: {{type: string}}, month: {{type: string}}, postcode: {{type: string}}, share: {{type: string}}, time: {{type: string}}, amount: {{type: string}}, downloads: {{type: integer}}}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  newest: {{sql: "max(version)"}}
  postcode: {{sql: "max(postcode)"}}
breakdowns:
  by_version: {{by: version, measures: [downloads]}}
  by_package: {{by: package, measures: [newest, postcode]}}
{of}
sections:
  - text: "{text}"
  - table: by_version
  - table: by_package
outputs: {{dir: out, formats: [markdown]}}
"#
    );
    let project = Project::of(&spec).file("rows.csv", ROWS);
    ["run", "check"].map(|command| {
        let outcome = project.hfreport(&[command, "spec.yaml"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let lines = outcome.stderr.lines();
        let warnings = lines.filter_map(|line| line.strip_prefix("warning[HF0319]: "));
        warnings.map(str::to_owned).collect()
    })
}

fn metric(sql: &str) -> [Vec<String>; 2] {
    told(&format!("metrics:\n  m: {sql}"), "{{ metrics.m }}")
}

#[test]
fn a_run_tells_two_texts_of_the_rows_whose_letters_say_the_contrary() {
    for (condition, wanted) in [
        (
            "month > '9/2025'",
            "`month` is a text and is put in order with '9/2025' letter by letter: '9/2025' is more than '10/2025'",
        ),
        (
            "size > '9 GB'",
            "`size` is a text and is put in order with '9 GB' letter by letter: '9 GB' is more than '10 GB'",
        ),
        (
            "share > '9%'",
            "`share` is a text and is put in order with '9%' letter by letter: '9%' is more than '10%'",
        ),
        (
            "time > '9:30'",
            "`time` is a text and is put in order with '9:30' letter by letter: '9:30' is more than '10:30'",
        ),
        (
            "day < '2025-3-1'",
            "`day` is a text and is put in order with '2025-3-1' letter by letter: '2025-3-1' is more than '2025-10-1'",
        ),
        (
            "version > oldest",
            "`version` and `oldest` are texts and are put in order letter by letter: '1.9.0' is more than '1.10.0'",
        ),
        (
            "greatest(version, oldest) = '1.9.0'",
            "`version` and `oldest` are texts and are put in order letter by letter: '1.9.0' is more than '1.10.0'",
        ),
        (
            "version > '1.9'",
            "`version` is a text and is put in order with '1.9' letter by letter: '1.9' is more than '1.10.0'",
        ),
    ] {
        let [run, _] = metric(&format!("{{measure: downloads, where: \"{condition}\"}}"));
        assert_eq!(run, [wanted], "{condition}");
    }
}

#[test]
fn a_run_takes_back_what_no_row_bears_out() {
    for (condition, is_told) in [
        ("postcode > '75000'", true),
        ("postcode >= '01000'", false),
        // All versions are less than 2, by letters too.
        ("version < '2'", true),
        ("day < '2025-09-01'", false),
    ] {
        let [run, check] = metric(&format!("{{measure: downloads, where: \"{condition}\"}}"));
        assert_eq!(check.len(), usize::from(is_told), "{condition}: {check:?}");
        let at_run = usize::from(condition.starts_with("day"));
        assert_eq!(run.len(), at_run, "{condition}: {run:?}");
    }
}

#[test]
fn the_least_and_greatest_of_texts_are_told_where_another_one_is_meant() {
    let wanted = "`max(version)` is '1.9.0', found by comparing texts letter by letter: '1.9.0' is more than '1.10.0'";
    for definition in [
        "metrics:\n  m: {sql: \"max(version)\"}",
        "metrics:\n  m: {from: by_version, sql: \"max(version)\"}",
        "metrics:\n  m: {sql: \"CASE WHEN max(version) = '1.9.0' THEN 1 ELSE 0 END\"}",
        "checks:\n  k: {from: by_version, sql: \"max(version) = '1.9.0'\"}",
    ] {
        let text = if definition.contains(" m:") {
            "{{ metrics.m }}"
        } else {
            "none"
        };
        assert_eq!(told(definition, text)[0], [wanted], "{definition}");
    }
    let claim = "claims:\n  c: {from: by_version, sql: \"max(version) = '1.9.0'\", say: {fr: a, en: a}, else: {fr: b, en: b}}";
    assert_eq!(told(claim, "{{ claims.c }}")[0], [wanted]);
    // One version of each package, and codes of one length.
    assert_eq!(told("", "none")[0], Vec::<String>::new());
    assert_eq!(metric("{sql: \"max(postcode)\"}")[0], Vec::<String>::new());
    assert_eq!(metric("{sql: \"min(size)\"}")[0].len(), 1);
}

#[test]
fn a_breakdown_in_the_order_of_keys_is_told_of_amounts_and_versions_of_two_parts() {
    let by = |by: &str| {
        told(
            &format!("  b: {{by: {by}, measures: [downloads], sort: key}}"),
            "{{ b|length }}",
        )
    };
    let wanted = |name: &str, a: &str, b: &str| {
        vec![format!(
            "`sort: key` puts the texts of `{name}` in order letter by letter, '{a}' before '{b}'"
        )]
    };
    assert_eq!(by("amount")[0], wanted("amount", "12,000", "987"));
    assert_eq!(by("version")[0], wanted("version", "1.10.0", "1.2.0"));
    assert_eq!(by("time")[0], wanted("time", "11:00", "9:30"));
    assert_eq!(by("postcode")[0], Vec::<String>::new());
}

#[test]
fn a_template_that_puts_texts_in_order_is_told() {
    for (text, wanted) in [
        (
            "{% for r in by_version %}{% if r.version > '1.10.0' %}x{% endif %}{% endfor %}",
            "`version` of breakdown `by_version` is a text and is put in order with '1.10.0' letter by letter: '1.9.0' is more than '1.10.0'",
        ),
        (
            "{{ by_version|selectattr('version', 'gt', '1.10.0')|length }}",
            "`version` of breakdown `by_version` is a text and is put in order with '1.10.0' letter by letter: '1.9.0' is more than '1.10.0'",
        ),
        (
            "{{ by_version|map(attribute='version')|sort|join(' ') }}",
            "`sort` puts the texts of `version` in order letter by letter, '1.10.0' before '1.2.0'",
        ),
        (
            "{% for r in by_version|sort(attribute='version') %}{{ r.version }}{% endfor %}",
            "`sort` puts the texts of `version` in order letter by letter, '1.10.0' before '1.2.0'",
        ),
    ] {
        assert_eq!(told("", text)[0], [wanted], "{text}");
    }
    let fine = "{{ by_package|map(attribute='postcode')|sort|join(' ') }}";
    assert_eq!(told("", fine)[0], Vec::<String>::new());
}
