//! The commands as a user types them: what they print, what they write, how they end.

mod arguments;
mod output;
mod run;

use crate::fixture::Project;

pub(super) const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: {fr: Comptes, en: Accounts}
params:
  first: 1
  day: 2025-10-01
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string, unique: true}
      account: {type: string}
      downloads: {type: integer, min: 0}
measures: {downloads: {sql: "sum(downloads)", title: {fr: Téléchargements, en: Downloads}}}
breakdowns:
  by_account:
    by: account
    measures: [downloads]
    keep: {account: {top: "{{ params.first }}"}}
    title: {fr: Par compte, en: By account}
metrics:
  all: {measure: downloads}
published: published.yaml
charts:
  accounts: {type: bar, data: by_account, x: account, y: downloads}
sections:
  - text: {fr: "En tout {{ formatted.all }} le {{ params.day|date }}.", en: "In all {{ formatted.all }} on {{ params.day|date }}."}
  - chart: accounts
  - table: by_account
allow: [HF0703]
"#;

pub(super) const ROWS: &str = "model,account,downloads\na/x,a,1000\nb/y,b,200\nc/z,c,34\n";

pub(super) fn project() -> Project {
    Project::of(SPEC).file("rows.csv", ROWS)
}
