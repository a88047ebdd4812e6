//! Which collection goes on, and what its files are called: by the day, whatever signs the name has.

use super::hub::{Model, hub, model};
use super::{collected, collection, folder_with};
use crate::remote::{Clockwork, Server};
use hfreport::collect::Collection;

fn models() -> Vec<Model> {
    let of = |(account, at): (&str, u64)| {
        model(&format!("{account}/{at}"), 100 - at, at, None, &[], None)
    };
    let all = (0..12).flat_map(|at| [("google", at), ("meta, inc \"x\"", at)]);
    all.map(of).collect()
}

fn server() -> Server {
    hub(models(), &["en"], 5, |_, _| None)
}

/// A collection that was killed in its middle.
fn killed(world: &Clockwork, wanted: &Collection) {
    world.dies_after(6);
    collected(world, wanted).unwrap_err();
    world.dies_after(usize::MAX);
}

#[test]
fn a_collection_of_another_name_that_begins_alike_is_not_gone_on_with() {
    let (server, world) = (server(), Clockwork::new(&[]));
    let (_held, folder) = folder_with(&["google"]);
    let named = |name: &str, resumes| Collection {
        out: folder.join(name).display().to_string(),
        resumes,
        ..collection(&folder, &server)
    };
    killed(&world, &named("hub_few_{date}.parquet", false));
    // That journal is not one of `hub_{date}`, neither to go on with nor in its way.
    let told = collected(&world, &named("hub_{date}.parquet", true)).unwrap_err();
    assert!(
        told.message.contains("no collection to go on with"),
        "{}",
        told.message
    );
    let done = collected(&world, &named("hub_{date}.parquet", false)).unwrap();
    assert!(done.out.ends_with("hub_2025-10-09.parquet"));
    let done = collected(&world, &named("hub_few_{date}.parquet", true)).unwrap();
    assert!(done.out.ends_with("hub_few_2025-10-09.parquet"));
}

#[test]
fn a_name_with_signs_of_patterns_is_a_name() {
    let (server, world) = (server(), Clockwork::new(&[]));
    for name in ["hub[1]_{date}.parquet", "what?.parquet", "all*.parquet"] {
        let (_held, folder) = folder_with(&["google"]);
        let mut wanted = Collection {
            out: folder.join(name).display().to_string(),
            ..collection(&folder, &server)
        };
        killed(&world, &wanted);
        let told = collected(&world, &wanted).unwrap_err();
        assert!(
            told.message.contains("a collection is not finished"),
            "{}",
            told.message
        );
        wanted.resumes = true;
        let done = collected(&world, &wanted).unwrap();
        assert_eq!(
            done.out.display().to_string(),
            wanted.out.replace("{date}", "2025-10-09")
        );
    }
}

#[test]
fn a_collection_goes_on_with_the_hub_that_it_began_with() {
    let (server, other) = (server(), self::server());
    let (_held, folder) = folder_with(&["google"]);
    let mut wanted = collection(&folder, &server);
    wanted.endpoint = None;
    killed(&Clockwork::new(&[("HF_ENDPOINT", &server.url())]), &wanted);
    wanted.resumes = true;
    let told = collected(&Clockwork::new(&[("HF_ENDPOINT", &other.url())]), &wanted).unwrap_err();
    assert!(
        told.message.contains("began with other options: 1 account")
            && told.message.contains(&server.host()),
        "{}",
        told.message
    );
    assert!(other.asked().is_empty());
    // It is the same hub, however it is named.
    wanted.endpoint = Some(server.url() + "/");
    assert_eq!(collected(&Clockwork::new(&[]), &wanted).unwrap().rows, 12);
}

#[test]
fn a_collection_that_another_program_is_at_is_left_alone() {
    let server = server();
    let (_held, folder) = folder_with(&["google"]);
    let mut wanted = collection(&folder, &server);
    killed(&Clockwork::new(&[]), &wanted);
    wanted.resumes = true;
    let lock = std::fs::File::create(folder.join("hub.parquet.lock")).unwrap();
    lock.lock().unwrap();
    let asked = server.asked().len();
    let told = collected(&Clockwork::new(&[]), &wanted).unwrap_err();
    assert!(
        told.message.contains("another program is collecting it"),
        "{}",
        told.message
    );
    assert_eq!(server.asked().len(), asked);
    drop(lock);
    assert_eq!(collected(&Clockwork::new(&[]), &wanted).unwrap().rows, 12);
}

#[test]
fn lines_for_the_lookup_are_of_its_form_whatever_the_names() {
    let server = server();
    for (name, head, line) in [
        (
            "accounts.csv",
            "account,\"entity, of\",type",
            "\"meta, inc \"\"x\"\"\",,",
        ),
        (
            "accounts.tsv",
            "entity\taccount",
            "\t\"meta, inc \"\"x\"\"\"",
        ),
    ] {
        let (_held, folder) = folder_with(&[]);
        let known = if name.ends_with("tsv") {
            "Google\tgoogle"
        } else {
            "google,Google,company"
        };
        std::fs::write(folder.join(name), format!("{head}\n{known}\n")).unwrap();
        let wanted = Collection {
            accounts: Some(folder.join(name)),
            top: Some(2),
            ..collection(&folder, &server)
        };
        let (path, count) = collected(&Clockwork::new(&[]), &wanted)
            .unwrap()
            .missing
            .unwrap();
        assert_eq!(count, 1);
        assert_eq!(path.extension(), std::path::Path::new(name).extension());
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            format!("{head}\n{line}\n")
        );
    }
}

#[test]
fn names_of_the_hub_give_a_terminal_no_orders() {
    let mut models = models();
    models.push(model("evil/\u{1b}[2J\u{7}x", 1, 1, None, &[], None));
    models.last_mut().unwrap().value["downloadsAllTime"] = "many".into();
    let server = hub(models, &["en"], 50, |_, _| None);
    let (_held, folder) = folder_with(&[]);
    let outcome = crate::fixture::hfreport(
        &folder,
        &[
            "collect",
            "--whole-hub",
            "--out",
            "hub.parquet",
            "--endpoint",
            &server.url(),
        ],
    )
    .fine();
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    assert!(
        said.contains("[2J x)") && !said.contains(['\u{1b}', '\u{7}']),
        "{said:?}"
    );
}

#[test]
fn the_column_of_the_periods_is_the_one_that_is_named() {
    let server = server();
    let (_held, folder) = folder_with(&[]);
    let periods = folder.join("periods.csv");
    std::fs::write(&periods, "day,hub_models,hub_downloads\n2025-09-01,1,2\n").unwrap();
    let mut wanted = Collection {
        whole_hub: true,
        periods: Some(periods.clone()),
        ..collection(&folder, &server)
    };
    let told = collected(&Clockwork::new(&[]), &wanted).unwrap_err();
    assert!(
        told.message.contains("has no column `snapshot`"),
        "{}",
        told.message
    );
    assert!(
        told.hints[0].contains("--period-column"),
        "{:?}",
        told.hints
    );
    wanted.period_column = Some("day".to_owned());
    collected(&Clockwork::new(&[]), &wanted).unwrap();
    // 2 × (0 + 1 + … + 11).
    assert_eq!(
        std::fs::read_to_string(periods).unwrap(),
        "day,hub_models,hub_downloads\n2025-09-01,1,2\n2025-10-09,24,132\n"
    );
}
