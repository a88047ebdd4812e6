//! `hfreport new` adds up no prices, rates, grades or temperatures: it drafts their mean, beside the number of rows.

use super::{begun, has_lines, of_rows, page, said};
use crate::fixture::Project;

#[test]
fn what_does_not_add_up_has_its_mean_drafted() {
    for (column, rows) in [
        ("note_sur_10", "A,4\nB,5\nA,6\nB,9\n"),
        ("satisfaction", "A,4\nB,5\nA,6\nB,9\n"),
        ("taux_chomage", "A,4.0\nB,5.0\nA,6.0\nB,9.0\n"),
        ("temperature_c", "A,4.0\nB,5.5\nA,6.0\nB,8.5\n"),
        ("indice_prix", "A,4.00\nB,5.50\nA,6.00\nB,8.50\n"),
    ] {
        let project = Project::new().file("rows.csv", format!("region,{column}\n{rows}"));
        let text = begun(&project, &["rows.csv"]);
        let measure = format!("  {column}: {{sql: \"avg({column})\", title: ");
        assert!(text.contains(&measure), "{text}");
        assert!(
            text.contains(&format!("measures: [{column}, rows]")),
            "{text}"
        );
        let french = page(&project, "report.md");
        assert!(
            french.contains("La moyenne de « ")
                && french.contains(" ; chaque ligne y compte autant qu’une autre.")
                && french.contains("La plus élevée : **B**, avec 7,0"),
            "{french}"
        );
        assert!(!french.contains('%'), "{french}");
        let said = said(&project, "rows.csv");
        let note = format!("note: `{column}` does not add up by its name, and its mean is drafted");
        assert!(said.contains(&note), "{said}");
        // Where it is asked for it is a mean, too.
        let project = Project::new().file(
            "rows.csv",
            format!("region,{column},amount\n{}", rows.replace('\n', ",1\n")),
        );
        let text = begun(&project, &["rows.csv"]);
        assert!(text.contains("sum(amount)"), "{text}");
        std::fs::remove_file(project.folder().join("begun.yaml")).unwrap();
        let text = begun(&project, &["rows.csv", "--measure", column]);
        assert!(text.contains(&measure), "{text}");
    }
}

#[test]
fn a_price_for_a_piece_keeps_its_unit() {
    let rows = "country,price_eur_mwh\nFrance,77.52\nItaly,80.00\nFrance,70.50\nItaly,90.00\n";
    let (project, text) = of_rows("energy.csv", rows);
    let measure = "price_eur_mwh: {sql: \"avg(price_eur_mwh)\", title: {fr: \"Moyenne de «\u{a0}price\u{a0}» (€/MWh)\", en: \"Mean of “price” (€/MWh)\"}, format: {decimals: 2, unit: \"€/MWh\"}}";
    has_lines(&text, &[measure]);
    let french = page(&project, "report.md");
    assert!(
        french.contains("# Moyenne de « price » (€/MWh) par pays")
            && french.contains("La moyenne de « price » est de 79,51 €/MWh")
            && french.contains("La plus élevée : **Italy**, avec 85,00 €/MWh."),
        "{french}"
    );
}

#[test]
fn a_mean_beside_weights_says_how_it_is_weighted() {
    let rows = "region,note,poids\nA,4,1.5\nB,5,0.5\nA,,1.0\nB,9,1.25\nA,8,0.5\n";
    let (project, text) = of_rows("rows.csv", rows);
    let sql = "sum(note * poids) / sum(poids) FILTER (WHERE note IS NOT NULL)";
    let said = said(&project, "rows.csv");
    let note =
        format!("note: the mean of `note` is not weighted by `poids`: `sql: \"{sql}\"` weighs it");
    assert!(said.contains(&note), "{said}");
    assert!(page(&project, "report.en.md").contains("**B**, with 7.0"));
    let weighted = text.replace("sql: \"avg(note)\"", &format!("sql: \"{sql}\""));
    project.write("begun.yaml", weighted);
    project
        .hfreport(&["run", "begun.yaml", "--out", "bundle", "--quiet"])
        .fine();
    // (4 * 1.5 + 8 * 0.5) / 2.0 = 5.0; (5 * 0.5 + 9 * 1.25) / 1.75 = 7.857…
    let english = page(&project, "report.en.md");
    assert!(english.contains("**B**, with 7.9"), "{english}");
}

#[test]
fn what_adds_up_goes_before_a_mean_and_keys_have_none() {
    for (rows, measure) in [
        (
            "shop,price,units\nA,1.50,3\nB,2.00,4\nA,2.50,1\n",
            "sum(units)",
        ),
        (
            "shop,total_price\nA,1.50\nB,2.00\nA,2.50\n",
            "sum(total_price)",
        ),
        ("shop,year\nA,2024\nB,2025\nA,2025\n", "count(*)"),
        ("shop,code_tarif\nA,1\nB,2\nA,2\n", "count(*)"),
        ("shop,index\nA,0\nB,1\nA,2\nB,3\nA,4\nB,5\n", "count(*)"),
    ] {
        let (_, text) = of_rows("rows.csv", rows);
        let measures = text.split_once("\nmeasures:\n").unwrap().1;
        let first = measures
            .lines()
            .find(|line| !line.trim().starts_with('#'))
            .unwrap();
        assert!(first.contains(measure), "{text}");
    }
}

#[test]
fn means_of_days_go_by_month() {
    let mut rows = "date,station,temperature\n".to_owned();
    for month in 1..=4 {
        for day in [1, 11, 21] {
            rows.push_str(&format!(
                "2025-{month:02}-{day:02},A,{month}.0\n2025-{month:02}-{day:02},B,{month}.5\n"
            ));
        }
    }
    let project = Project::new().file("rows.csv", rows);
    begun(&project, &["rows.csv", "--by", "date"]);
    let french = page(&project, "report.md");
    assert!(
        french.contains(
            "De janvier 2025 à avril 2025, la moyenne de « température » est passée de 1,3 à 4,3."
        ),
        "{french}"
    );
}

#[test]
fn shares_in_percent_have_their_mean_drafted_where_it_is_asked_for() {
    let rows = "Lycée;Secteur;Taux de réussite\nA;public;94,8 %\nB;public;90,1 %\nC;privé;99,5 %\nD;privé;97 %\n";
    let project = Project::new().file("bac.csv", rows);
    let text = begun(&project, &["bac.csv", "--measure", "Taux de réussite"]);
    let measure = "taux_de_reussite: {sql: \"avg(taux_de_reussite) / 100\", title: ";
    assert!(text.contains(measure), "{text}");
    assert!(text.contains("format: {percent: 1}"), "{text}");
    // (94.8 + 90.1 + 99.5 + 97) / 4 = 95.35, half away from zero.
    let french = page(&project, "report.md");
    assert!(french.contains("est de 95,4 %"), "{french}");
    assert!(
        french.contains("La plus élevée : **privé**, avec 98,3 %"),
        "{french}"
    );
    std::fs::remove_file(project.folder().join("begun.yaml")).unwrap();
    let unasked = begun(&project, &["bac.csv"]);
    assert!(!unasked.contains("avg("), "{unasked}");
}
