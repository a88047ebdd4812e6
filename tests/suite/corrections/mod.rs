//! Corrections: cells that are changed before the contract looks at them, what is said about them, and what they do.

mod again;
mod any;
mod hostile;
mod ledger;
mod mistakes;
mod months;
mod todo;
mod typed;

use crate::fixture::Project;
use serde_json::Value;

/// Five rows: a tag and a size are missing, another tag, a size that is none, downloads that are counted too low.
pub(super) const ROWS: &str = "\
model,downloads,tag,size
a/x-7b,100,chat,7000
a/y,50,,300
b/z,30,fill,
b/w,20,chat,0
c/v,10,,5
";

pub(super) const HEADER: &str = "model,column,was,is,reason,origin\n";

/// Five corrections.
pub(super) const FIVE: &str = "\
a/y,tag,,fill,no tag,card
b/z,size,,900,no size,card
b/w,size,0,2000,no size is 0,card
c/v,tag,,chat,no tag,card
c/v,downloads,10,40,counted too low,mail
";

/// A spec over `rows.csv`; `corrections` is the line of the source that names them, `size` and `keys` further keys of the column of
/// sizes and of the spec.
pub(super) fn spec(corrections: &str, size: &str, keys: &str) -> String {
    format!(
        r#"
version: 1
locales: [fr, en]
title: Corrected
sources:
  models:
    path: rows.csv
{corrections}    columns:
      model: {{type: string, unique: true}}
      owner: {{type: string, sql: "split_part(model, '/', 1)"}}
      downloads: {{type: integer, min: 0, title: {{fr: Téléchargements, en: Downloads}}}}
      tag: {{type: string, nullable: true, title: {{fr: Étiquette, en: Tag}}}}
      size: {{type: integer, nullable: true{size}}}
measures:
  downloads: {{sql: "sum(downloads)", title: {{fr: Téléchargements, en: Downloads}}}}
  models: {{sql: "count(*)"}}
breakdowns:
  by_tag: {{by: tag, measures: [downloads]}}
metrics:
  total: {{measure: downloads}}
  chat: {{measure: downloads, where: "tag = 'chat'"}}
  fill: {{measure: downloads, where: "tag = 'fill'"}}
  small: {{measure: downloads, where: "size < 1000"}}
  models: {{measure: models}}
  of_a: {{measure: downloads, where: "owner = 'a'"}}
  share_of_a: {{measure: downloads, where: "owner = 'a'", of: {{}}}}
  largest: {{sql: "max(size)"}}
  most_of_a_tag: {{from: by_tag, where: "NOT folded", sql: "max(downloads)", allow: [HF0514]}}
sections:
  - text: {{fr: text.md.j2, en: text.md.j2}}
  - table: by_tag
{keys}outputs: {{dir: out, formats: [html, markdown, json], tables: [csv, xlsx]}}
"#
    )
}

/// Every metric, so that none is unused, and the sentence about corrections.
pub(super) const TEXT: &str = "\
{{ metrics.total|integer }} {{ metrics.chat|integer }} {{ metrics.fill|integer }} {{ metrics.small|integer }} {{ metrics.models|integer }} {{ metrics.of_a|integer }}
{{ formatted.share_of_a }} {{ metrics.largest|integer }} {{ metrics.most_of_a_tag|integer }}
{% if corrections %}{{ corrections }} ({{ sources.models.cells_corrected|integer }}){% endif %}
";

/// The line of a source that names its corrections.
pub(super) const NAMED: &str = "    corrections: \"corrections.csv\"\n";

/// A project of these rows with some corrections.
pub(super) fn project(corrections: &str) -> Project {
    Project::of(&spec(NAMED, "", ""))
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file("corrections.csv", format!("{HEADER}{corrections}"))
}

/// What a run writes to `report.json`.
pub(super) fn report(project: &Project) -> Value {
    let outcome = project.hfreport(&["run", "spec.yaml"]).fine();
    assert_eq!(outcome.stderr, "");
    serde_json::from_str(&project.read("out/report.json")).expect("JSON")
}
