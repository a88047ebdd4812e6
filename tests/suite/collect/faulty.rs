//! The file of a faulty hub is that of a healthy one, byte for byte; killed and resumed, likewise.

use super::hub::{Fault, Model, hub, model};
use super::{collected, collection, folder_with, rows};
use crate::remote::{Answer, Clockwork};
use hfreport::collect::Collection;
use std::path::Path;

/// Three accounts with pages that do not end evenly.
pub(super) fn models() -> Vec<Model> {
    let mut models = Vec::new();
    for (account, count) in [("google", 45_u64), ("meta", 31), ("kyutai", 1)] {
        for at in 0..count {
            let id = format!("{account}/model-{at:02}");
            let languages: &[&str] = if at % 3 == 0 { &["fr", "en"] } else { &[] };
            let tag = (at % 4 > 0).then_some("fill-mask");
            models.push(model(
                &id,
                1000 - at,
                5000 * (at + 1),
                tag,
                languages,
                (at % 5 > 0).then_some(1_000_000 + 7),
            ));
        }
    }
    models
}

pub(super) const ACCOUNTS: [&str; 3] = ["google", "meta", "kyutai"];
pub(super) const HEALTHY: Fault = |_, _| None;

fn bytes(folder: &Path) -> Vec<u8> {
    std::fs::read(folder.join("hub.parquet")).unwrap()
}

pub(super) fn of(fault: Fault) -> Vec<u8> {
    let server = hub(models(), &["en", "fr"], 10, fault);
    let (_held, folder) = folder_with(&ACCOUNTS);
    let world = Clockwork::new(&[]);
    let done = collected(&world, &collection(&folder, &server)).unwrap();
    assert_eq!((done.rows, done.faults.len()), (77, 0), "{:?}", done.faults);
    assert!(!folder.join("hub.parquet.journal").exists());
    bytes(&folder)
}

#[test]
fn a_snapshot_has_the_rows_of_the_accounts_in_the_order_of_the_hub() {
    let server = hub(models(), &["en", "fr"], 10, HEALTHY);
    let (_held, folder) = folder_with(&ACCOUNTS);
    collected(&Clockwork::new(&[]), &collection(&folder, &server)).unwrap();
    let rows = rows(&folder.join("hub.parquet"));
    assert_eq!(rows.len(), 77);
    assert_eq!(
        rows[0],
        ["google/model-00", "google", "5000", "", "fr en", ""]
    );
    assert_eq!(
        rows[1],
        [
            "google/model-01",
            "google",
            "10000",
            "fill-mask",
            "",
            "1000007"
        ]
    );
    assert_eq!(rows[76][0], "kyutai/model-00");
}

/// What a hub may do wrong now and then.
pub(super) const FAULTS: [(&str, Fault); 8] = [
    ("errors", |asked, _| {
        (asked.before % 3 == 1).then(|| Answer::of(500, "no"))
    }),
    ("hangs up", |asked, _| {
        (asked.before % 2 == 0).then(Answer::hang_up)
    }),
    ("too many requests", |asked, _| {
        (asked.before % 5 == 2).then(|| Answer::of(429, "no").with("ratelimit", "\"api\";r=0;t=55"))
    }),
    ("cut short", |asked, answer| {
        (asked.before % 4 == 1).then(|| answer().cut(30))
    }),
    ("cut short with the right length", |asked, answer| {
        (asked.before % 4 == 2).then(|| {
            let mut answer = answer();
            answer.body.truncate(answer.body.len() / 2);
            answer
        })
    }),
    ("a cursor that comes back", |asked, answer| {
        (asked.before % 4 == 3).then(|| {
            let mut answer = answer();
            answer.headers.clear();
            answer.with("link", format!("<{}>; rel=\"next\"", asked.path))
        })
    }),
    ("a page of the web in between", |asked, _| {
        (asked.before % 6 == 5).then(|| Answer::of(200, "<html>Sorry</html>"))
    }),
    ("another kind of content", |asked, _| {
        (asked.before % 6 == 3).then(|| Answer::of(200, "{\"error\": \"later\"}"))
    }),
];

#[test]
fn a_snapshot_is_the_same_byte_for_byte_whatever_fault_the_hub_has() {
    let healthy = of(HEALTHY);
    for (name, fault) in FAULTS {
        assert!(of(fault) == healthy, "{name}");
    }
}

#[test]
fn a_collection_that_is_killed_at_any_step_is_the_same_when_it_is_resumed() {
    let healthy = of(HEALTHY);
    let server = hub(models(), &["en", "fr"], 10, HEALTHY);
    let mut killed = 0;
    for step in 0..60 {
        let (_held, folder) = folder_with(&ACCOUNTS);
        let wanted = collection(&folder, &server);
        let world = Clockwork::new(&[]);
        world.dies_after(step);
        if collected(&world, &wanted).is_ok() {
            break;
        }
        killed += 1;
        // It is killed once more, a little later.
        let resumes = Collection {
            resumes: true,
            ..wanted.clone()
        };
        let again = || {
            if folder.join("hub.parquet.journal").exists() {
                &resumes
            } else {
                &wanted
            }
        };
        world.dies_after(step % 7);
        let _ = collected(&world, again());
        world.dies_after(usize::MAX);
        if !folder.join("hub.parquet").exists() {
            collected(&world, again()).unwrap();
        }
        assert!(bytes(&folder) == healthy, "killed at step {step}");
    }
    assert!(killed >= 20, "killed only {killed} times");
}

#[test]
fn a_page_that_fails_for_ever_ends_the_collection_and_is_gone_on_with_later() {
    let server = hub(models(), &["en", "fr"], 10, |asked, _| {
        (asked.path.contains("author=meta") && asked.path.contains("cursor") && asked.before < 20)
            .then(|| Answer::of(500, "no"))
    });
    let (_held, folder) = folder_with(&ACCOUNTS);
    let (wanted, world) = (collection(&folder, &server), Clockwork::new(&[]));
    let mut problems = 0;
    let mut resumes = wanted.clone();
    resumes.resumes = true;
    let mut done = collected(&world, &wanted);
    while let Err(problem) = done {
        assert!(
            problem
                .message
                .contains("of meta`: the server is not able to answer (500), 5 times"),
            "{}",
            problem.message
        );
        assert!(problem.hints.iter().any(|it| it.contains("--resume")));
        assert!(!folder.join("hub.parquet").exists());
        problems += 1;
        done = collected(&world, &resumes);
    }
    assert!(problems > 0);
    assert!(bytes(&folder) == of(HEALTHY));
}

#[test]
fn accounts_that_vanished_or_were_renamed_and_odd_fields_are_told_with_their_names() {
    let mut models = models();
    for model in &mut models {
        if model.id.starts_with("kyutai/") {
            // The hub answers for the old name with the models of the new one.
            model.id = "kyutai-labs/model-00".to_owned();
            model.value["id"] = "kyutai-labs/model-00".into();
        }
    }
    models[0].value["downloadsAllTime"] = "many".into();
    models[1].value["id"] = 7.into();
    let server = hub(models, &["en", "fr"], 10, |asked, answer| {
        let mut answer = answer();
        let text = String::from_utf8(answer.body.clone()).unwrap();
        let text = text.replace("\"author\":\"kyutai\"", "\"author\":\"kyutai-labs\"");
        answer.body = text.into_bytes();
        (asked.path.contains("author=kyutai")).then_some(answer)
    });
    let (_held, folder) = folder_with(&["google", "meta", "kyutai", "gone"]);
    let done = collected(&Clockwork::new(&[]), &collection(&folder, &server)).unwrap();
    assert_eq!(
        done.faults,
        [
            "`downloadsAllTime` has another type than it should in 1 model (google/model-00)",
            "1 model without a name: left out",
            "1 model without downloads over all time (google/model-00)",
            "1 account without models on the hub (gone)",
            "1 account with models that belong to another name (kyutai → kyutai-labs)",
        ]
    );
    assert_eq!(done.rows, 76);
    let rows = rows(&folder.join("hub.parquet"));
    assert_eq!(rows[0][..3], ["google/model-00", "google", ""]);
}

#[test]
fn a_collection_does_not_begin_where_another_one_is_not_finished() {
    let server = hub(models(), &["en", "fr"], 10, HEALTHY);
    let (_held, folder) = folder_with(&ACCOUNTS);
    let (mut wanted, world) = (collection(&folder, &server), Clockwork::new(&[]));
    wanted.resumes = true;
    assert!(
        collected(&world, &wanted)
            .unwrap_err()
            .message
            .contains("no collection to go on with")
    );
    wanted.resumes = false;
    world.dies_after(6);
    collected(&world, &wanted).unwrap_err();
    world.dies_after(usize::MAX);
    assert!(
        collected(&world, &wanted)
            .unwrap_err()
            .message
            .contains("a collection is not finished")
    );
    std::fs::write(folder.join("accounts.csv"), "account\ngoogle\n").unwrap();
    wanted.resumes = true;
    assert!(
        collected(&world, &wanted)
            .unwrap_err()
            .message
            .contains("began with other options: 3 accounts")
    );
}
