//! The words of origins: things are called by their titles, and no word has to agree with a number that it does not know.

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
            "<dt>Dénominateur<dd>aucun, c’est une quantité et non une part",
        ],
    );
    has(
        &english,
        &[
            "<dt>By<dd>“Account”",
            "<dt>By<dd>“Account”, “Model”",
            "<dt>Divided by<dd>the total<",
            "<dt>Divided by<dd>the total for each value of “Account”",
            "<dt>Divided by<dd>nothing, it is an amount and no share",
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
