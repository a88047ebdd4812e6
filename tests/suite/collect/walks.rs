//! Walks over the hub: when they end and why, which accounts a lookup lacks, totals for the table of periods.

use super::hub::{Model, hub, model};
use super::{collected, collection, folder_with, rows};
use crate::remote::Clockwork;
use hfreport::collect::Collection;

/// Three large accounts, and 60 small ones with two models each.
fn models() -> Vec<Model> {
    let mut models = Vec::new();
    for (account, recent) in [("google", 5000), ("newcomer", 4000), ("meta", 3000)] {
        models.push(model(
            &format!("{account}/large"),
            recent,
            recent * 10,
            None,
            &[],
            None,
        ));
        models.push(model(&format!("{account}/small"), 1, 7, None, &[], None));
    }
    for at in 0..60 {
        for name in ["a", "b"] {
            models.push(model(
                &format!("small-{at:02}/{name}"),
                10,
                20,
                None,
                &[],
                None,
            ));
        }
    }
    models
}

#[test]
fn a_walk_ends_when_no_other_account_can_get_among_the_first_and_a_newcomer_gets_a_line() {
    let server = hub(models(), &["en"], 10, |_, _| None);
    let (_held, folder) = folder_with(&["google", "meta"]);
    let wanted = Collection {
        top: Some(2),
        most_models: 100,
        ..collection(&folder, &server)
    };
    let done = collected(&Clockwork::new(&[]), &wanted).unwrap();
    // After the first page of ten: no other account gets beyond 10 + 99 × 10 = 1000, below 4000.
    let reason = done.reason.unwrap();
    assert!(reason.starts_with("after 10 models: the account at place 2 has 4000 downloads in the last 30 days, each further model at most 10"), "{reason}");
    let names: Vec<String> = rows(&done.out)
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(
        names,
        [
            "google/large",
            "google/small",
            "meta/large",
            "meta/small",
            "newcomer/large",
            "newcomer/small"
        ]
    );
    let (path, lines) = done.missing.unwrap();
    assert_eq!(lines, 1);
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        "account,entity,type,country\nnewcomer,,,\n"
    );
    // Languages, one page of the walk, three accounts.
    assert_eq!(server.asked().len(), 5);
}

#[test]
fn a_walk_goes_on_while_an_account_can_still_get_among_the_first() {
    let server = hub(models(), &["en"], 10, |_, _| None);
    let (_held, folder) = folder_with(&["google", "meta"]);
    let wanted = Collection {
        top: Some(2),
        most_models: 100_000,
        ..collection(&folder, &server)
    };
    let done = collected(&Clockwork::new(&[]), &wanted).unwrap();
    assert_eq!(
        done.reason.as_deref(),
        Some("with all 126 models of the hub")
    );
    assert_eq!(done.rows, 6);
}

#[test]
fn the_whole_hub_gives_its_totals_to_the_table_of_periods() {
    let server = hub(models(), &["en"], 50, |_, _| None);
    let (_held, folder) = folder_with(&["google", "meta"]);
    let periods = folder.join("periods.csv");
    std::fs::write(
        &periods,
        "snapshot,hub_models,hub_downloads,reconstructed,note\n2025-09-01,1,2,true,x",
    )
    .unwrap();
    let wanted = Collection {
        whole_hub: true,
        top: Some(3),
        periods: Some(periods.clone()),
        out: folder.join("hub_{date}.parquet").display().to_string(),
        ..collection(&folder, &server)
    };
    let done = collected(&Clockwork::new(&[]), &wanted).unwrap();
    assert!(
        done.out.ends_with("hub_2025-10-09.parquet"),
        "{}",
        done.out.display()
    );
    assert_eq!(done.rows, 126);
    // (5000 + 4000 + 3000) × 10 + 3 × 7 + 120 × 20.
    let table = std::fs::read_to_string(&periods).unwrap();
    assert_eq!(
        table,
        "snapshot,hub_models,hub_downloads,reconstructed,note\n2025-09-01,1,2,true,x\n2025-10-09,126,122421,false,\n"
    );
    assert!(
        done.totals
            .unwrap()
            .ends_with("126 models, 122421 downloads; fill in `note`")
    );
    assert_eq!(done.missing.unwrap().1, 1);
}

#[test]
fn a_model_that_pages_bring_twice_is_a_row_once() {
    let mut twice = models();
    twice.push(twice[0].clone());
    let server = hub(twice, &["en"], 50, |_, _| None);
    let (_held, folder) = folder_with(&["google"]);
    let done = collected(&Clockwork::new(&[]), &collection(&folder, &server)).unwrap();
    assert_eq!(done.rows, 2);
    assert_eq!(
        done.faults,
        ["1 model came twice, as pages moved while they were read: taken once (google/large)"]
    );
}
