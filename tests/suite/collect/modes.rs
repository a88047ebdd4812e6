//! Every way to collect under every fault and killed at every step: the same files, byte for byte, as from a healthy hub.

use super::faulty::FAULTS;
use super::hub::{Fault, Model, hub, model};
use super::{collected, collection, folder_with};
use crate::remote::{Clockwork, Server};
use hfreport::collect::Collection;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const TOKEN: &str = "hf_QsecretQtokenQ";

/// Three large accounts and many small ones, in an order that pages do not end evenly.
fn models() -> Vec<Model> {
    let mut models = Vec::new();
    for (account, recent) in [("google", 5000_u64), ("newcomer", 4000), ("meta", 3000)] {
        for at in 0..9 {
            let id = format!("{account}/model-{at}");
            let recent = recent / (at + 1);
            models.push(model(
                &id,
                recent,
                recent * 10,
                Some("fill-mask"),
                &["fr"],
                None,
            ));
        }
    }
    for at in 0..40 {
        let id = format!("small-{at:02}/model");
        models.push(model(&id, 10, 20, None, &[], Some(7)));
    }
    models
}

/// The ways to collect.
fn modes(folder: &Path, server: &Server) -> [(&'static str, Collection); 3] {
    let accounts = Collection {
        most_models: 50,
        ..collection(folder, server)
    };
    let top = Collection {
        top: Some(3),
        ..accounts.clone()
    };
    let whole = Collection {
        whole_hub: true,
        periods: Some(folder.join("periods.csv")),
        ..top.clone()
    };
    [("accounts", accounts), ("top", top), ("whole hub", whole)]
}

fn prepared() -> (tempfile::TempDir, PathBuf) {
    let (held, folder) = folder_with(&["google", "meta"]);
    std::fs::write(
        folder.join("periods.csv"),
        "snapshot,hub_models,hub_downloads\n",
    )
    .unwrap();
    (held, folder)
}

/// All files of a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), std::fs::read(path).unwrap());
        }
    }
    found
}

/// The files that a mode writes, by their names.
fn of(
    mode: usize,
    fault: Fault,
    lives: impl Fn(&Clockwork, &Collection, &Path),
) -> BTreeMap<PathBuf, Vec<u8>> {
    let server = hub(models(), &["fr"], 7, fault);
    let (_held, folder) = prepared();
    let (name, wanted) = modes(&folder, &server)[mode].clone();
    let world = Clockwork::new(&[("HF_TOKEN", TOKEN)]);
    lives(&world, &wanted, &folder);
    if !folder.join("hub.parquet").exists() || folder.join("hub.parquet.journal").exists() {
        let wanted = Collection {
            resumes: folder.join("hub.parquet.journal").exists(),
            ..wanted
        };
        collected(&world, &wanted).unwrap_or_else(|problem| panic!("{name}: {}", problem.message));
    }
    let found = files(&folder).into_iter();
    let found = found.filter(|(path, _)| path.extension().is_none_or(|it| it != "lock"));
    found
        .map(|(path, bytes)| (path.strip_prefix(&folder).unwrap().to_owned(), bytes))
        .collect()
}

fn names(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    files
        .keys()
        .map(|path| path.display().to_string())
        .collect()
}

#[test]
fn every_mode_gives_the_same_files_whatever_fault_the_hub_has() {
    for mode in 0..3 {
        let healthy = of(mode, |_, _| None, |_, _, _| ());
        let lists = [
            "accounts.csv",
            "hub.missing_accounts.csv",
            "hub.parquet",
            "periods.csv",
        ];
        let lists = lists
            .into_iter()
            .filter(|name| mode > 0 || !name.contains("missing"));
        assert_eq!(names(&healthy), lists.collect::<Vec<_>>());
        for (name, fault) in FAULTS {
            assert!(of(mode, fault, |_, _, _| ()) == healthy, "{mode}: {name}");
        }
    }
}

#[test]
fn every_mode_gives_the_same_files_when_it_is_killed_at_any_step_and_resumed() {
    for mode in 0..3 {
        let healthy = of(mode, |_, _| None, |_, _, _| ());
        let mut killed = 0;
        for step in 0..80 {
            let ended = std::cell::Cell::new(false);
            let found = of(
                mode,
                |_, _| None,
                |world, wanted, folder| {
                    world.dies_after(step);
                    ended.set(collected(world, wanted).is_ok());
                    // What was killed has left no secret anywhere.
                    for (path, bytes) in files(folder) {
                        let text = String::from_utf8_lossy(&bytes);
                        assert!(!text.contains("QsecretQ"), "{}", path.display());
                    }
                    world.dies_after(usize::MAX);
                },
            );
            assert!(found == healthy, "{mode}: killed at step {step}");
            if ended.get() {
                break;
            }
            killed += 1;
        }
        assert!(killed >= 8, "{mode}: killed only {killed} times");
    }
}
