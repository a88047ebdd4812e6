//! `hfreport new` keeps the noun and the unit of a header, in parentheses or not.

use super::{of_rows, page, said};

#[test]
fn a_unit_without_parentheses_stands_behind_amounts() {
    for (header, name, title, amount) in [
        (
            "Coût k€",
            "cout_keur",
            "# Coûts par région",
            "(30 k€ sur 40 k€)",
        ),
        (
            "CA HT (k€)",
            "ca_ht_keur",
            "# Chiffre d’affaires HT par région",
            "(30 k€ sur 40 k€)",
        ),
        (
            "Montant en milliers d'euros",
            "montant_en_milliers_d_euros",
            "# Montant par région",
            "(30 milliers d’euros sur 40 milliers d’euros)",
        ),
        (
            "Revenue $m",
            "revenue_usdm",
            "# Chiffre d’affaires par région",
            "(30 \\$m sur 40 \\$m)",
        ),
        (
            "Poids kg",
            "poids_kg",
            "# Poids kg par région",
            "(30 kg sur 40 kg)",
        ),
        (
            "Dotation k€",
            "dotation_keur",
            "# Dotation k€ par région",
            "(30 k€ sur 40 k€)",
        ),
    ] {
        let rows = format!("Région;{header}\nNord;10\nSud;20\nNord;0\nSud;10\n");
        let (project, text) = of_rows("rows.csv", rows);
        assert!(
            text.contains(&format!("  {name}: {{sql: \"sum({name})\"")),
            "{text}"
        );
        let french = page(&project, "report.md");
        assert!(french.contains(title), "{header}: {french}");
        assert!(french.contains(amount), "{header}: {french}");
    }
}

#[test]
fn a_mean_in_percent_by_its_header_is_written_in_percent() {
    let rows = "Région;Taux (%)\nNord;12,5\nSud;20,5\nNord;11,5\nSud;21,5\n";
    let (project, text) = of_rows("rows.csv", rows);
    assert!(
        text.contains("taux: {sql: \"avg(taux) / 100\"") && text.contains("format: {percent: 1}"),
        "{text}"
    );
    let french = page(&project, "report.md");
    assert!(
        french.contains("est de 16,5 %") && french.contains("**Sud**, avec 21,0 %."),
        "{french}"
    );
    let english = page(&project, "report.en.md");
    assert!(english.contains("**Sud**, with 21.0%."), "{english}");
    let said = said(&project, "rows.csv");
    assert!(
        said.contains("`taux` is in percent by its name, 12.5 for 12.5 %, which"),
        "{said}"
    );
}

#[test]
fn fractions_under_a_header_in_percent_are_told() {
    let rows = "Région;Taux (%)\nNord;0,125\nSud;0,205\nNord;0,115\nSud;0,215\n";
    let (project, _) = of_rows("rows.csv", rows);
    let said = said(&project, "rows.csv");
    assert!(
        said.contains(
            "0.5 is read as 0.5 %: where it stands for 50 %, take `/ 100` out of its `sql`"
        ),
        "{said}"
    );
}
