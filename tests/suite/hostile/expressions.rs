//! Expressions without end.

use super::{SPEC, refused_spec};
use crate::fixture::Project;

fn refused(text: &str, part: &str) {
    refused_spec(
        &format!("metrics: {{m: {{measure: downloads, where: \"{text}\"}}}}\n"),
        "HF0304",
        part,
    );
}

#[test]
fn nesting_and_chains_without_end_are_refused() {
    refused(
        &format!("{}true{}", "(".repeat(20_000), ")".repeat(20_000)),
        "nested too deeply",
    );
    refused(&format!("{}true", "NOT ".repeat(20_000)), "500 operators");
    refused(
        &format!("{}true", "downloads = 1 OR ".repeat(5_000)),
        "500 operators",
    );
    refused(&format!("1 < {}1", "1+".repeat(20_000)), "500 operators");
    refused(
        &format!("CASE {}END", "WHEN true THEN true ".repeat(20_000)),
        "500 operators",
    );
}

#[test]
fn a_long_list_of_values_is_read() {
    let list: Vec<String> = (0..20_000).map(|it| it.to_string()).collect();
    let more = format!(
        "metrics: {{m: {{measure: downloads, where: \"downloads IN ({})\", allow: [HF0308]}}}}\n",
        list.join(",")
    );
    let project = Project::of(&format!("{SPEC}{more}")).file("rows.csv", "model,downloads\na,1\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
}
