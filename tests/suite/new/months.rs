//! `hfreport new` brings days of more than two months together, and says of the sums of single days that they are such.

use super::{has_lines, of_rows, page, shown_amounts};

/// Days of a year, each with some rows: `(day, amount)`.
fn year(rows: &[(&str, &str)]) -> String {
    let rows = rows.iter().map(|(day, amount)| format!("{day},{amount}\n"));
    format!("Date,amount\n{}", rows.collect::<String>())
}

#[test]
fn days_of_more_than_two_months_are_brought_together() {
    let rows = year(&[
        ("2025-01-01", "10.00"),
        ("2025-01-15", "20.00"),
        ("2025-02-03", "5.00"),
        ("2025-02-03", "6.00"),
        ("2025-03-08", "40.50"),
        ("2025-03-30", "1.50"),
    ]);
    let (project, text) = of_rows("sales.csv", rows);
    has_lines(
        &text,
        &[
            "month: {sql: \"date_trunc('month', Date)\", title: {fr: Mois, en: Month}}",
            "by_month:",
            "by: month",
        ],
    );
    assert_eq!(
        shown_amounts(&project),
        "\"2025-01-01\": 30.00, \"2025-02-01\": 11.00, \"2025-03-01\": 42.00".replace('"', "")
    );
    let french = page(&project, "report.md");
    assert!(
        french.contains("De janvier 2025 à mars 2025, le montant est passé de 30,00 à 42,00."),
        "{french}"
    );
}

#[test]
fn months_that_may_not_be_whole_are_not_compared() {
    let rows = year(&[
        ("2025-01-01", "10.00"),
        ("2025-01-15", "20.00"),
        ("2025-02-03", "50.00"),
        ("2025-03-08", "4.50"),
        ("2025-03-20", "1.50"),
    ]);
    let (project, _) = of_rows("sales.csv", rows);
    let french = page(&project, "report.md");
    assert!(
        french.contains("Mois le plus élevé : **février 2025**, avec 50,00.")
            && !french.contains("est passé"),
        "{french}"
    );
    let english = page(&project, "report.en.md");
    assert!(
        english.contains("Highest month: **February 2025**, with 50.00."),
        "{english}"
    );
}

#[test]
fn sums_of_single_days_are_said_to_be_such() {
    let rows = year(&[
        ("2025-01-01", "10.00"),
        ("2025-01-15", "20.00"),
        ("2025-02-03", "50.00"),
    ]);
    let (project, _) = of_rows("sales.csv", rows);
    let french = page(&project, "report.md");
    assert!(
        french.contains("le montant est passé de 10,00 à 50,00 par jour."),
        "{french}"
    );
    let english = page(&project, "report.en.md");
    assert!(
        english.contains("the amount went from 10.00 to 50.00 a day."),
        "{english}"
    );
}

#[test]
fn dates_of_states_are_neither_brought_together_nor_days_on_which_something_happens() {
    // A state every 14 days, and one of the same two rows on other days.
    let weekly = [
        "2025-01-01",
        "2025-01-15",
        "2025-01-29",
        "2025-02-12",
        "2025-02-26",
        "2025-03-12",
    ];
    let weekly: Vec<(&str, &str)> = weekly.iter().map(|day| (*day, "7.00")).collect();
    let mut panel = Vec::new();
    for day in ["2025-01-01", "2025-01-15", "2025-02-03", "2025-03-04"] {
        panel.extend([(day, "7.00"), (day, "8.00")]);
    }
    for rows in [year(&weekly), year(&panel)] {
        let (project, text) = of_rows("sales.csv", rows);
        has_lines(&text, &["by: Date"]);
        let french = page(&project, "report.md");
        assert!(
            french.contains("le montant est passé de") && !french.contains("par jour"),
            "{french}"
        );
    }
}
