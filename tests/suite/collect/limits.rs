//! The limits of the hub are kept before it says so, also after a restart; memory does not grow with models.

use super::hub::{Model, hub, model};
use super::{collected, collection, folder_with};
use crate::remote::{Answer, Clockwork};
use hfreport::collect::Collection;
use std::time::{Duration, Instant};

fn models(count: u64) -> Vec<Model> {
    (0..count)
        .map(|at| {
            model(
                &format!("account-{}/model-{at}", at % 100),
                count - at,
                at,
                None,
                &[],
                None,
            )
        })
        .collect()
}

/// The most requests in any five minutes.
fn most(sent: &[Duration]) -> usize {
    let within = |first: &Duration| {
        sent.iter()
            .filter(|it| *it >= first && **it < *first + Duration::from_mins(5))
            .count()
    };
    sent.iter().map(within).max().unwrap_or_default()
}

fn whole_hub(folder: &std::path::Path, server: &crate::remote::Server) -> Collection {
    Collection {
        whole_hub: true,
        ..collection(folder, server)
    }
}

#[test]
fn no_more_than_500_requests_are_sent_in_five_minutes_and_1000_with_a_token() {
    let server = hub(models(2600), &["en"], 2, |_, _| None);
    for (token, limit) in [(None, 500), (Some(("HF_TOKEN", "hf_x")), 1000)] {
        let (_held, folder) = folder_with(&[]);
        let world = Clockwork::new(token.as_slice());
        let done = collected(&world, &whole_hub(&folder, &server)).unwrap();
        assert_eq!((done.rows, done.requests), (2600, 1301));
        assert_eq!(most(&world.sent()), limit);
        assert!(done.waited > Duration::from_secs(200), "{:?}", done.waited);
    }
}

#[test]
fn requests_of_a_killed_run_count_after_a_restart() {
    let server = hub(models(2000), &["en"], 2, |_, _| None);
    let (_held, folder) = folder_with(&[]);
    let world = Clockwork::new(&[]);
    let mut wanted = whole_hub(&folder, &server);
    let mut lives = 1;
    world.dies_after(333);
    while collected(&world, &wanted).is_err() {
        wanted.resumes = true;
        lives += 1;
        world.dies_after(if lives > 12 {
            usize::MAX
        } else {
            100 + lives * 7
        });
    }
    assert!(lives > 8);
    assert!(most(&world.sent()) <= 500, "{}", most(&world.sent()));
}

#[test]
fn what_the_hub_says_of_its_limit_is_kept_before_it_refuses() {
    // Of a window of ten requests none is left at the tenth.
    let server = hub(models(100), &["en"], 2, |asked, answer| {
        let left = 9 - asked.before % 10;
        Some(answer().with("ratelimit", format!("\"api\";r={left};t=77")))
    });
    let (_held, folder) = folder_with(&[]);
    let world = Clockwork::new(&[]);
    collected(&world, &whole_hub(&folder, &server)).unwrap();
    assert_eq!(server.asked().len(), 51);
    assert_eq!(world.waited(), [Duration::from_secs(77); 5]);
}

#[test]
fn after_too_many_requests_the_time_that_the_hub_names_is_waited() {
    let server = hub(models(10), &["en"], 2, |asked, _| {
        (asked.before == 2).then(|| Answer::of(429, "").with("ratelimit", "\"api\";r=0;t=55"))
    });
    let (_held, folder) = folder_with(&[]);
    let world = Clockwork::new(&[]);
    collected(&world, &whole_hub(&folder, &server)).unwrap();
    let waited: Duration = world.waited().iter().sum();
    assert_eq!(waited, Duration::from_secs(55));
}

#[test]
fn requests_of_another_collection_count_too() {
    let server = hub(models(700), &["en"], 2, |_, _| None);
    let cache = tempfile::tempdir().unwrap();
    let world = Clockwork::new(&[("HFREPORT_CACHE", cache.path().to_str().unwrap())]);
    for _ in 0..4 {
        let (_held, folder) = folder_with(&[]);
        let done = collected(&world, &whole_hub(&folder, &server)).unwrap();
        assert_eq!((done.rows, done.requests), (700, 351));
    }
    // 1,404 requests of four collections, each of which alone is below the limit.
    assert_eq!(world.sent().len(), 1404);
    assert_eq!(most(&world.sent()), 500);
    // Another hub has a limit of its own.
    let other = hub(models(4), &["en"], 2, |_, _| None);
    let (_held, folder) = folder_with(&[]);
    let done = collected(&world, &whole_hub(&folder, &other)).unwrap();
    assert_eq!(done.waited, Duration::ZERO);
}

#[test]
fn what_the_hub_asked_to_wait_is_waited_after_a_restart() {
    let server = hub(models(10), &["en"], 2, |asked, _| {
        (asked.before == 2).then(|| Answer::of(429, "").with("ratelimit", "\"api\";r=0;t=200"))
    });
    let (_held, folder) = folder_with(&[]);
    let world = Clockwork::new(&[]);
    let mut wanted = whole_hub(&folder, &server);
    // Written are: a request for the languages, the beginning, a request, a page, a request, the wait.
    world.dies_after(6);
    collected(&world, &wanted).unwrap_err();
    assert_eq!(server.asked().len(), 3);
    let journal = std::fs::read_to_string(folder.join("hub.parquet.journal")).unwrap();
    assert!(journal.contains("Until"), "{journal}");
    // The clock of the next run begins where that of the first one did.
    wanted.resumes = true;
    let next = Clockwork::new(&[]);
    assert_eq!(collected(&next, &wanted).unwrap().rows, 10);
    let pause: Duration = next.waited().iter().sum();
    assert!(pause >= Duration::from_secs(200), "{pause:?}");
}

#[test]
fn a_hub_of_a_hundred_thousand_models_is_collected_in_little_memory_and_its_time_is_waiting() {
    const PAGE: Duration = Duration::from_millis(50);
    let server = hub(models(100_000), &["en"], 500, |_, answer| {
        std::thread::sleep(PAGE);
        Some(answer())
    });
    let (_held, folder) = folder_with(&[]);
    let out = folder.join("hub.parquet");
    let arguments = [
        "collect",
        "--whole-hub",
        "--out",
        out.to_str().unwrap(),
        "--endpoint",
        &server.url(),
    ];
    let begun = Instant::now();
    let outcome = crate::fixture::hfreport(&folder, &arguments).fine();
    let whole = begun.elapsed();
    assert!(
        outcome.stdout.contains("wrote 100000 models"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains("201 requests, 0 s waited"),
        "{}",
        outcome.stdout
    );
    let megabytes = outcome.usage.memory / 1_000_000;
    assert!(megabytes < 200, "{megabytes} MB");
    // In a build without optimisation.
    let processor = outcome.usage.time;
    eprintln!(
        "{whole:.1?} for 201 pages of 50 ms, {processor:.1?} of the processor, {megabytes} MB"
    );
    assert!(
        whole >= 201 * PAGE && processor < whole / 2,
        "{processor:?} of {whole:?}"
    );
}
