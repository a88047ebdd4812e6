//! What a first spec adds up, and what it calls that: codes and years are names, no word of a header that changes what is measured is
//! left out, thousands of euros are no euros, and what nobody knows is not 0.

use super::begun;
use crate::fixture::Project;

/// The first spec of a file, in French and English.
#[track_caller]
fn of(rows: &str) -> (Project, String) {
    let project = Project::new().file("rows.csv", rows);
    let text = begun(&project, &["rows.csv"]);
    (project, text)
}

#[test]
fn codes_of_departements_and_years_are_not_added_up() {
    let rows = "Département;Mois;Gravité;Tués\n22;1;grave;3\n22;1;léger;0\n29;1;grave;2\n29;1;léger;1\n35;2;grave;4\n35;2;léger;0\n";
    let (_, text) = of(rows);
    assert!(text.contains("sql: \"sum(tues)\""), "{text}");
    let rows = "Exercice;Association;Subvention\n2023;Amicale;500\n2024;Amicale;700\n2023;Bagad;300\n2024;Bagad;200\n";
    let (_, text) = of(rows);
    assert!(text.contains("sql: \"sum(Subvention)\""), "{text}");
    // Years by their numbers alone.
    let rows = "Periode;Association;Aide\n2023;Amicale;500\n2024;Amicale;700\n2023;Bagad;300\n2024;Bagad;200\n";
    let (_, text) = of(rows);
    assert!(text.contains("sql: \"sum(Aide)\""), "{text}");
    let (_, text) = of("Dép;Accidents\n22;12\n29;39\n30;35\n");
    assert!(text.contains("sql: \"sum(Accidents)\""), "{text}");
}

#[test]
fn where_only_codes_are_numbers_rows_are_counted_and_it_is_said_why() {
    let project = Project::new().file("rows.csv", "Gravité;Dép\ngrave;22\nléger;22\ngrave;29\n");
    let outcome = project
        .hfreport(&["new", "rows.csv", "--out", "begun.yaml"])
        .fine();
    let told = "rows are counted: `dep` has numbers that name something, such as codes or years: `--measure dep` adds them up";
    assert!(outcome.stdout.contains(told), "{}", outcome.stdout);
}

#[test]
fn thousands_of_euros_stay_thousands_of_euros() {
    let (project, text) = of("Ville;Montant (k€)\nBrest;3400\nQuimper;1320\n");
    assert!(text.contains("format: {unit: \"k€\"}"), "{text}");
    let page = project.read("bundle/report.md");
    let said = "En tête\u{a0}: **Brest**, avec 72,0\u{202f}% du montant (3\u{202f}400\u{a0}k€ sur 4\u{202f}720\u{a0}k€).";
    assert!(page.contains(said), "{page}");
}

#[test]
fn whole_euros_have_no_cents() {
    let (project, _) = of("Ville;Montant (€)\nBrest;3400\nQuimper;1320\n");
    let page = project.read("bundle/report.md");
    assert!(
        page.contains("(3\u{202f}400\u{a0}€ sur 4\u{202f}720\u{a0}€)"),
        "{page}"
    );
}

#[test]
fn a_group_of_which_no_number_is_known_has_no_bar_and_is_not_0() {
    let rows = "Ville;Montant\nBrest;0\nQuimper;12\nVitré;\nVitré;\n";
    let (project, text) = of(rows);
    assert!(text.contains("where: \"Montant IS NOT NULL\""), "{text}");
    assert!(!text.contains("HF0518"), "{text}");
    let table = project.read("bundle/tables/by_Ville.csv");
    assert!(
        !table.contains("Vitré") && table.contains("Brest,0,"),
        "{table}"
    );
    let page = project.read("bundle/report.md");
    assert!(
        page.contains("2\u{a0}lignes n’ont pas de valeur pour «\u{a0}Montant\u{a0}»"),
        "{page}"
    );
    // Where each group has one, no condition is written.
    let (_, text) = of("Ville;Montant\nBrest;0\nQuimper;12\nBrest;\n");
    assert!(!text.contains("IS NOT NULL\"\n    keep"), "{text}");
}

#[test]
fn a_single_value_beyond_the_first_fifteen_keeps_its_name() {
    let rows: Vec<String> = (1..=16)
        .map(|at| format!("v{at:02},{}", 100 - at))
        .collect();
    let (_, text) = of(&format!("ville,ventes\n{}\n", rows.join("\n")));
    assert!(text.contains("top: 16"), "{text}");
    let rows: Vec<String> = (1..=19)
        .map(|at| format!("v{at:02},{}", 100 - at))
        .collect();
    let (_, text) = of(&format!("ville,ventes\n{}\n", rows.join("\n")));
    assert!(text.contains("top: 15"), "{text}");
}

#[test]
fn the_number_of_a_file_has_no_owner() {
    let (_, text) = of("dossier,montant\n2024/117,500\n2024/118,200\n2024/119,300\n");
    assert!(!text.contains("split_part"), "{text}");
}

#[test]
fn texts_that_are_numbers_with_units_or_bounds_are_told() {
    for (cells, example) in [
        (["12 k€", "8 k€", "3 k€"], "12 k€"),
        (["12 euros", "8 euros", "3,5 euros"], "12 euros"),
        (["12", "<5", "<5"], "<5"),
    ] {
        let rows = format!(
            "nom;montant\na;{}\nb;{}\nc;{}\n",
            cells[0], cells[1], cells[2]
        );
        let project = Project::new().file("rows.csv", rows);
        let outcome = project
            .hfreport(&["new", "rows.csv", "--out", "begun.yaml"])
            .fine();
        let told = format!(
            "`montant` is read as texts, since its numbers have signs or units, such as `{example}`"
        );
        assert!(outcome.stdout.contains(&told), "{}", outcome.stdout);
    }
}

#[test]
fn numbers_of_patients_are_not_added_up() {
    let mut rows = "patient;hôpital;actes\n".to_owned();
    for at in 1..=12 {
        rows += &format!("{at};{};{}\n", ["A", "B", "C"][at % 3], 2 + at % 4);
    }
    let (_, text) = of(&rows);
    assert!(text.contains("sql: \"sum(actes)\""), "{text}");
    // By their numbers alone.
    let (_, text) = of(&rows.replace("patient", "rang_entree"));
    assert!(text.contains("sql: \"sum(actes)\""), "{text}");
}

#[test]
fn delays_and_rates_have_a_mean() {
    for header in [
        "délai (jours)",
        "durée séjour",
        "DMS",
        "waiting time",
        "cas pour 100000",
    ] {
        let (_, text) = of(&format!("hôpital;{header}\nA;5\nA;7\nB;3\n"));
        assert!(text.contains("sql: \"avg("), "{header}: {text}");
    }
}

#[test]
fn a_population_of_several_years_is_not_added_up() {
    let rows = "commune;annee;population\na;2023;100\na;2024;110\nb;2023;50\nb;2024;40\n";
    let (_, text) = of(rows);
    assert!(text.contains("sql: \"avg(population)\""), "{text}");
    let (_, text) = of("commune;population\na;100\nb;50\n");
    assert!(text.contains("sql: \"sum(population)\""), "{text}");
}
