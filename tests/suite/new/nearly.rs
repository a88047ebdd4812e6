//! `hfreport new` says which cells make a column one of texts.

use super::{of_rows, said};

#[test]
fn days_of_which_some_are_none_are_said_with_what_to_write() {
    let mut rows = "Région;Date de vente;Montant\n".to_owned();
    for day in 1..=20 {
        rows.push_str(&format!("Corse;{day:02}/10/2025;{day},50\n"));
    }
    rows.push_str("Corse;inconnue;1,00\n");
    let (project, text) = of_rows("sales.csv", &rows);
    assert!(text.contains("date_de_vente: {type: string"), "{text}");
    let said = said(&project, "sales.csv");
    let note = "note: `date_de_vente` is read as texts, since `inconnue` is no day like the others, nor 1 of 21 rows: write all of them in one way in the file, or write `";
    let (_, behind) = said.split_once(note).expect("a note");
    let (definition, _) = behind.split_once("`, which empties these").unwrap();
    let lines = text.lines().map(|line| {
        if line.trim().starts_with("date_de_vente: {type") {
            format!("      {definition}")
        } else {
            line.to_owned()
        }
    });
    project.write("begun.yaml", lines.collect::<Vec<_>>().join("\n"));
    project
        .hfreport(&["run", "begun.yaml", "--out", "bundle", "--quiet"])
        .fine();
}

#[test]
fn months_of_which_some_are_none_are_said() {
    let rows = "mois,Montant\n2025-01,1.50\n2025-02,2.50\n2025-03,2.50\n2025-04,1.00\n2025-05,1.00\nautre,1.00\n";
    let (project, _) = of_rows("sales.csv", rows);
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("note: `mois` is read as texts, since 1 of 6 rows are not a month such as `2025-10`, such as `autre`"),
        "{said}"
    );
}

#[test]
fn counts_of_which_some_are_beyond_64_bits_are_said_with_their_rows() {
    let mut rows = "model,downloads\na/x,18446744073709551615\n".to_owned();
    for at in 1..=9 {
        rows.push_str(&format!("a/m{at},{at}0\n"));
    }
    let (project, text) = of_rows("models.csv", &rows);
    assert!(text.contains("downloads: {type: string"), "{text}");
    let said = said(&project, "models.csv");
    let note = "`downloads` is beyond an integer of 64 bits in 1 of 10 rows, such as `18446744073709551615` in row 1: mend these cells in the file, or write `downloads: {type: integer, nullable: true, on_violation: clear}`, which empties them";
    assert!(said.contains(note), "{said}");
    // Ids stay ids.
    let (_, text) = of_rows(
        "ids.csv",
        "id,amount\n14446744073709551615,1\n12446744073709551615,2\n",
    );
    assert!(text.contains("id: {type: string, unique: true}"), "{text}");
}
