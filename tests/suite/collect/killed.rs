//! The program itself, killed at fifty moments: what is resumed is the file of a run that nobody killed.

use super::faulty::{ACCOUNTS, HEALTHY, models, of};
use super::folder_with;
use super::hub::hub;
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn a_collection_that_is_killed_at_fifty_moments_is_the_same_when_it_is_resumed() {
    let healthy = of(HEALTHY);
    let server = hub(models(), &["en", "fr"], 4, |_, answer| {
        std::thread::sleep(Duration::from_millis(4));
        Some(answer())
    });
    let (mut kills, mut seed) = (0, 17_u64);
    while kills < 50 {
        let (_held, folder) = folder_with(&ACCOUNTS);
        let mut resumes = false;
        loop {
            let mut run = Command::new(env!("CARGO_BIN_EXE_hfreport"));
            // Many collections of one hub would wait for its limit together.
            run.env("HFREPORT_CACHE", folder.join("cache"));
            run.current_dir(&folder).args([
                "collect",
                "--accounts",
                "accounts.csv",
                "--out",
                "hub.parquet",
                "--quiet",
                "--endpoint",
                &server.url(),
            ]);
            if resumes {
                run.arg("--resume");
            }
            let mut child = run
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            std::thread::sleep(Duration::from_millis(10 + (seed >> 40) % 140));
            if let Some(ended) = child.try_wait().unwrap() {
                assert!(ended.success());
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
            resumes = folder.join("hub.parquet.journal").exists();
            // Killed between the last two steps: the file is whole, and its journal is gone or goes.
            if folder.join("hub.parquet").exists() && !resumes {
                break;
            }
        }
        assert!(
            std::fs::read(folder.join("hub.parquet")).unwrap() == healthy,
            "after {kills} kills"
        );
    }
}
