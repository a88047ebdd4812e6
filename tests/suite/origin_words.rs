//! The words of origins: things are called by their titles, and no word has to agree with a number that it does not know.

use crate::fixture::Project;
use crate::origins::{ROWS, project};

fn pages(text: &str) -> [String; 2] {
    let project = project(text, ROWS);
    ["out/index.html", "out/index.en.html"].map(|page| project.read(page))
}

#[track_caller]
fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn dimensions_and_breakdowns_are_called_by_their_titles_and_not_by_their_names() {
    let [french, english] = pages(
        "{{ by_account[0].downloads_share|percent }}, {{ by_account_model['Alpha'][0].downloads_share|percent }}, {{ formatted.all }}",
    );
    has(
        &french,
        &[
            "<dt>Par<dd>«\u{a0}Account\u{a0}»",
            "<dt>Dénominateur<dd>le total<",
            "<dt>Dénominateur<dd>le total pour chaque valeur de «\u{a0}Account\u{a0}»",
            "<dt>Dénominateur<dd>aucun\u{a0}: c’est une quantité, non une part",
        ],
    );
    has(
        &english,
        &[
            "<dt>By<dd>“Account”",
            "<dt>By<dd>“Account”, “Model”",
            "<dt>Divided by<dd>the total<",
            "<dt>Divided by<dd>the total for each value of “Account”",
            "<dt>Divided by<dd>nothing: it is an amount, not a share",
        ],
    );
    for page in [&french, &english] {
        for wrong in ["Rapporté à", "<dd>account<", "à le total"] {
            assert!(!page.contains(wrong), "{wrong}\n{page}");
        }
    }
}

#[test]
fn a_unit_stands_in_brackets_and_agrees_with_every_number() {
    let rows = "model,account,downloads,parameters\nx,Alpha,1,10\n";
    let project = project("{{ metrics.all }} {{ formatted.small }}", rows);
    let french = project.read("out/index.html");
    has(
        &french,
        &[
            "<dt>Valeur exacte (téléchargements)<dd>1<",
            "<dt>Valeur exacte (téléchargements)<dd>1 / 1<",
        ],
    );
    assert!(!french.contains("1\u{a0}téléchargements"), "{french}");
}

#[test]
fn params_metrics_and_claims_are_called_in_words_and_numbers_are_grouped() {
    let spec = r#"
version: 1
locales: [fr, en]
title: Report
params: {hub_total: 120000}
sources: {models: {path: rows.csv, columns: {model: {type: string}, account: {type: string}, downloads: {type: integer}, parameters: {type: integer, nullable: true}}}}
measures: {downloads: {sql: "sum(downloads)", title: {fr: Téléchargements, en: Downloads}}}
metrics:
  all: {measure: downloads, title: {fr: Tous les téléchargements, en: All downloads}}
  of_hub: {measure: downloads, of: {param: hub_total}, title: {fr: Part du hub, en: Share of the hub}}
  alpha: {measure: downloads, where: "account = 'Alpha'", of: {metric: all}, title: Alpha}
claims:
  alpha_leads: {sql: "alpha > 0.5", say: "Alpha leads.", else: "Alpha does not lead."}
  alpha_is_all: {sql: "alpha > 2", say: "Alpha is more than all.", else: "Alpha is not all."}
sections:
  - text: "{{ formatted.of_hub }} {{ formatted.alpha }} {{ params.hub_total|integer }} {{ claims.alpha_leads }} {{ claims.alpha_is_all }}"
"#;
    let project = Project::of(spec).file("rows.csv", ROWS);
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "html",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    has(
        &project.read("out/index.html"),
        &[
            "<dt>Dénominateur<dd>paramètre hub total = 120\u{202f}000",
            "<dt>Dénominateur<dd>indicateur «\u{a0}Tous les téléchargements\u{a0}»",
            "<b>Paramètre hub total</b>",
            "<b>Condition de la phrase</b>",
            "<dt>Résultat<dd>la condition n’est pas remplie",
        ],
    );
    has(
        &project.read("out/index.en.html"),
        &[
            "<dt>Divided by<dd>param hub total = 120,000",
            "<dt>Divided by<dd>metric “All downloads”",
            "<b>Param hub total</b>",
        ],
    );
}
