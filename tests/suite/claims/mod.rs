//! Claims: whether they hold, by how much, what would turn them, and what they say.

mod margins;
mod sentences;
mod shipped;
mod turned;

use crate::fixture::Project;
use serde_json::Value;

/// Downloads: a 50 (x 40, y 10), b 30 (x 20, y 10), c 15 (x), d 5 (y); 100 in all, 75 of x and 25 of y.
pub(super) const ROWS: &str =
    "account,kind,downloads\na,x,40\na,y,10\nb,x,20\nb,y,10\nc,x,15\nd,y,5\n";

pub(super) fn spec(claims: &str, text: &str) -> String {
    let text = Value::from(text);
    format!(
        r#"
version: 1
locales: [fr, en]
title: Report
sources:
  rows:
    path: rows.csv
    columns:
      account: {{type: string}}
      kind: {{type: string}}
      downloads: {{type: integer}}
measures:
  downloads: {{sql: "sum(downloads)", unit: {{fr: téléchargements, en: downloads}}}}
breakdowns:
  by_account: {{by: account, measures: [downloads]}}
  by_kind_account: {{by: [kind, account], measures: [downloads], within: kind}}
  first: {{by: account, measures: [downloads], keep: {{account: {{top: 2}}}}}}
metrics:
  every: {{measure: downloads}}
  of_x: {{measure: downloads, where: "kind = 'x'", of: {{}}}}
  of_y: {{measure: downloads, where: "kind = 'y'", of: {{}}}}
  y: {{measure: downloads, where: "kind = 'y'"}}
  nothing: {{sql: "max(downloads)", where: "kind = 'z'"}}
claims:
{claims}
sections:
  - text: {text}
  - table: by_account
allow: [HF0308]
"#
    )
}

/// A spec with one claim, which its text says.
pub(super) fn project_of(claim: &str) -> Project {
    let claim =
        format!("  it: {{{claim}, say: {{fr: Oui., en: Yes.}}, else: {{fr: Non., en: No.}}}}");
    Project::of(&spec(&claim, "{{ claims.it }}")).file("rows.csv", ROWS)
}

pub(super) fn listed(project: &Project) -> Value {
    let outcome = project.hfreport(&["claims", "spec.yaml", "--format", "json"]);
    let outcome = outcome.fine();
    serde_json::from_str(&outcome.stdout).expect("one object")
}

/// The claim of a spec with one.
pub(super) fn claim(definition: &str) -> Value {
    listed(&project_of(definition))["it"].clone()
}
