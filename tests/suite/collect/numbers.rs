//! No number is wrong without a word: lists that are odd are told, tried again or refused, and totals are those of the
//! rows that are written.

use super::hub::{Fault, Model, hub, model};
use super::{collected, collection, folder_with, rows};
use crate::remote::{Clockwork, Server};
use hfreport::collect::{Collected, Collection};
use std::path::Path;

fn models() -> Vec<Model> {
    let names = ["google/a", "google/b", "meta/a", "meta/b", "kyutai/a"];
    let names = names.into_iter().enumerate();
    let of = |(at, name)| {
        let recent = 100 - 10 * at as u64;
        model(name, recent, recent * 10, None, &["fr"], None)
    };
    names.map(of).collect()
}

fn whole_hub(folder: &Path, server: &Server) -> Collection {
    Collection {
        whole_hub: true,
        periods: Some(folder.join("periods.csv")),
        ..collection(folder, server)
    }
}

/// The table of periods of a whole hub.
fn periods(server: &Server, table: &str) -> (Result<Collected, String>, String) {
    let (_held, folder) = folder_with(&[]);
    std::fs::write(folder.join("periods.csv"), table).unwrap();
    let done = collected(&Clockwork::new(&[]), &whole_hub(&folder, server));
    let text = std::fs::read_to_string(folder.join("periods.csv")).unwrap();
    (done.map_err(|problem| problem.message), text)
}

#[test]
fn the_totals_are_those_of_the_rows_that_are_written() {
    let mut twice = models();
    twice.push(twice[1].clone());
    let server = hub(twice, &["fr"], 2, |_, _| None);
    let (done, table) = periods(&server, "snapshot,hub_models,hub_downloads\n");
    let done = done.unwrap();
    assert_eq!(done.rows, 5);
    assert_eq!(
        done.faults,
        ["1 model came twice, as pages moved while they were read: taken once (google/b)"]
    );
    // 1000 + 900 + 800 + 700 + 600, each once.
    assert_eq!(
        table,
        "snapshot,hub_models,hub_downloads\n2025-10-09,5,4000\n"
    );
    assert_eq!(done.reason, None);
}

#[test]
fn a_row_of_totals_stands_among_the_periods_by_its_day_and_changes_no_other_line() {
    let server = hub(models(), &["fr"], 50, |_, _| None);
    let head = "note,\"hub_models\",snapshot,estimated,hub_downloads\r\n";
    let before = "\"so, so\r\nand \"\"so\"\"\",1,2025-09-01,true,2\r\n\r\n";
    let after = "x,7,2025-11-01,false,8";
    let (done, table) = periods(&server, &format!("{head}{before}{after}"));
    assert!(done.unwrap().totals.unwrap().ends_with("fill in `note`"));
    assert_eq!(
        table,
        format!("{head}{before},5,2025-10-09,false,4000\r\n{after}")
    );
    // A second snapshot of the day leaves the row as it is.
    let (done, same) = periods(&server, &table);
    assert!(done.unwrap().totals.unwrap().contains("already"));
    assert_eq!(same, table);
    let (_, last) = periods(&server, "snapshot,hub_models,hub_downloads\n2025-09-01,1,2");
    assert!(
        last.ends_with("2025-09-01,1,2\n2025-10-09,5,4000\n"),
        "{last}"
    );
}

#[test]
fn a_table_of_periods_that_cannot_get_the_totals_is_told_before_anything_is_asked() {
    let server = hub(models(), &["fr"], 50, |_, _| None);
    for (table, told) in [
        ("day,hub_models,hub_downloads\n", "has no column `snapshot`"),
        (
            "snapshot,hub_models\n2025-09-01,1\n",
            "has no column `hub_downloads`",
        ),
    ] {
        let (done, same) = periods(&server, table);
        let problem = done.unwrap_err();
        assert!(problem.contains(told), "{problem}");
        assert_eq!(same, table);
    }
    assert!(server.asked().is_empty());
}

/// The rows and faults of the whole hub with odd answers.
fn of(page: usize, fault: Fault) -> Result<(usize, Vec<String>), String> {
    let server = hub(models(), &["fr"], page, fault);
    let (_held, folder) = folder_with(&[]);
    let mut wanted = whole_hub(&folder, &server);
    wanted.periods = None;
    let done = collected(&Clockwork::new(&[]), &wanted);
    done.map(|done| (done.rows, done.faults))
        .map_err(|problem| format!("{} {}", problem.code, problem.message))
}

#[test]
fn a_list_ends_where_the_hub_says_so_and_not_where_its_link_is_odd() {
    let healthy = Ok((5, Vec::new()));
    let faults: [(&str, Fault); 4] = [
        ("a header before it", |_, answer| {
            let mut answer = answer();
            let first = ("link".to_owned(), "</api/models>; rel=\"first\"".to_owned());
            answer.headers.insert(0, first);
            Some(answer)
        }),
        ("written otherwise", |_, answer| {
            let mut answer = answer();
            for (_, value) in &mut answer.headers {
                *value = value.replace("rel=\"next\"", "Rel = 'last Next'");
            }
            Some(answer)
        }),
        ("cut once", |asked, answer| {
            let mut answer = answer();
            for (_, value) in &mut answer.headers {
                value.truncate(if asked.before == 1 { 20 } else { 500 });
            }
            Some(answer)
        }),
        ("without an address once", |asked, answer| {
            (asked.before == 2).then(|| {
                let mut answer = answer();
                answer.headers.clear();
                answer.with("link", "<https://>; rel=\"next\"")
            })
        }),
    ];
    for (name, fault) in faults {
        assert_eq!(of(2, fault), healthy, "{name}");
    }
    let told = of(2, |asked, answer| {
        let mut answer = answer();
        if asked.before > 1 {
            answer.headers.clear();
        }
        Some(answer.with("link", "<https://"))
    });
    let told = told.unwrap_err();
    assert!(
        told.starts_with("HF0910") && told.contains("its header `Link` cannot be read, 5 times"),
        "{told}"
    );
}

#[test]
fn a_list_that_goes_on_without_a_new_model_is_refused() {
    let told = of(2, |asked, answer| {
        let mut answer = answer();
        answer.headers.clear();
        let next = format!(
            "</api/models?sort=downloads&limit=500&expand%5B%5D=downloadsAllTime&x={}>; rel=\"next\"",
            asked.before
        );
        (asked.path.starts_with("/api/models?")).then(|| answer.with("link", next))
    });
    let told = told.unwrap_err();
    assert!(
        told.starts_with("HF0910") && told.contains("goes on without a new model"),
        "{told}"
    );
}

#[test]
fn a_full_page_that_names_no_next_one_is_told() {
    let many = |count: u64| {
        let of = |at| model(&format!("google/{at}"), 1, 1, None, &[], None);
        let server = hub((0..count).map(of).collect(), &["fr"], 500, |_, _| None);
        let (_held, folder) = folder_with(&["google"]);
        let done = collected(&Clockwork::new(&[]), &collection(&folder, &server)).unwrap();
        (done.rows, done.faults)
    };
    assert_eq!(many(501), (501, Vec::new()));
    let told =
        "1 list with a full last page that names no next one: models may be missing (google)";
    assert_eq!(many(500), (500, vec![told.to_owned()]));
}

/// The first account of a hub with its faults.
fn first(models: Vec<Model>, page: usize) -> (Vec<String>, Collected) {
    let server = hub(models, &["fr"], page, |_, _| None);
    let (_held, folder) = folder_with(&[]);
    let wanted = Collection {
        top: Some(1),
        most_models: 3,
        ..collection(&folder, &server)
    };
    let done = collected(&Clockwork::new(&[]), &wanted).unwrap();
    let names = rows(&done.out).into_iter().map(|row| row[0].clone());
    (names.collect(), done)
}

#[test]
fn a_model_whose_downloads_nobody_knows_ends_no_walk_and_is_told() {
    // `late` has 3 × 50, `early` 100; behind the first page stands a model without downloads.
    for odd in [serde_json::Value::Null, "many".into()] {
        let mut models = vec![model("early/a", 100, 1, None, &[], None)];
        let mut unknown = model("odd/a", 99, 1, None, &[], None);
        unknown.value["downloads"] = odd;
        models.push(unknown);
        for name in ["late/a", "late/b", "late/c"] {
            models.push(model(name, 50, 1, None, &[], None));
        }
        let (names, done) = first(models, 2);
        assert_eq!(names, ["late/a", "late/b", "late/c"]);
        assert_eq!(done.reason.as_deref(), Some("with all 5 models of the hub"));
        let told = "1 model without downloads of the last 30 days, by which the hub sorts (odd/a)";
        assert!(done.faults.iter().any(|it| it == told), "{:?}", done.faults);
    }
}

#[test]
fn a_list_that_is_not_sorted_ends_no_walk_and_is_told() {
    let mut models = vec![
        model("early/a", 100, 1, None, &[], None),
        model("small/a", 99, 1, None, &[], None),
        model("small/b", 98, 1, None, &[], None),
        model("late/a", 97, 1, None, &[], None),
    ];
    models[1].value["downloads"] = 0.into();
    models[2].value["downloads"] = 0.into();
    models[3].value["downloads"] = 5000.into();
    // The first page of two would end it, if the others could not be larger: they are seen by chance only.
    let (names, done) = first(models, 3);
    assert_eq!(names, ["early/a"]);
    assert_eq!(
        done.reason.as_deref(),
        Some("after 3 models, the others have no downloads in the last 30 days")
    );
    let mut models = vec![
        model("small/a", 100, 1, None, &[], None),
        model("early/a", 99, 1, None, &[], None),
        model("small/b", 98, 1, None, &[], None),
        model("late/a", 97, 1, None, &[], None),
    ];
    models[0].value["downloads"] = 1.into();
    models[2].value["downloads"] = 0.into();
    models[3].value["downloads"] = 5000.into();
    let (names, done) = first(models, 3);
    assert_eq!(names, ["late/a"]);
    let told = "2 models with more downloads of the last 30 days than the one before: the list is not sorted, so that the walk goes to its end (early/a, late/a)";
    assert_eq!(done.faults, [told]);
}
