//! A file comes whole and once, whatever the server does.

use super::{Answer, Asked, Clockwork, Server};
use hfreport::remote::{Hosts, RemoteFile, Remotes};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Bytes of which no two parts are alike.
fn content() -> Vec<u8> {
    (0_u32..400_000)
        .flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect()
}

/// The cache of a test, and the world around it.
fn world(folder: &TempDir) -> Clockwork {
    Clockwork::new(&[("HFREPORT_CACHE", folder.path().to_str().unwrap())])
}

fn remotes(server: &Server) -> Remotes {
    Remotes::new(Hosts::new([server.host()]), false)
}

fn fetched(world: &Clockwork, server: &Server) -> Result<RemoteFile, String> {
    let address = format!("{}/data/rows.csv", server.url());
    let files = remotes(server)
        .files(world, &address)
        .map_err(|problem| problem.message)?;
    Ok(files.into_iter().next().unwrap())
}

/// The file that comes from a server.
fn file_of(
    answers: impl Fn(&Asked, &[u8]) -> Answer + Send + Sync + 'static,
) -> (Vec<u8>, Server, Clockwork) {
    let bytes = Arc::new(content());
    let server = Server::start(move |asked| answers(asked, &bytes));
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder);
    let file = fetched(&world, &server).unwrap();
    let came = std::fs::read(&file.path).unwrap();
    assert_eq!(file.bytes, came.len() as u64);
    (came, server, world)
}

type Fault = fn(&Asked, &[u8]) -> Answer;

/// First the beginning of an older version, of `old` bytes; then what is asked for of the version that there is now.
fn part_of_another(asked: &Asked, bytes: &[u8], mark: Option<&str>, old: usize) -> Answer {
    let range = asked.header("range").and_then(|range| {
        let from = range.strip_prefix("bytes=")?.strip_suffix('-')?;
        from.parse::<usize>().ok()
    });
    if asked.before == 0 {
        let old = vec![7; old];
        return Answer::of(200, old).with("etag", "\"old\"").cut(100_000);
    }
    let answer = match range {
        Some(from) => Answer::of(206, &bytes[from..]).with(
            "content-range",
            format!("bytes {from}-{}/{}", bytes.len() - 1, bytes.len()),
        ),
        None => Answer::of(200, bytes),
    };
    match mark {
        Some(mark) => answer.with("etag", mark),
        None => answer,
    }
}

#[test]
fn a_file_is_the_same_byte_for_byte_whatever_fault_a_server_has() {
    let faults: [(&str, Fault); 15] = [
        ("none", |asked, bytes| Answer::file(asked, bytes, "\"a\"")),
        ("errors", |asked, bytes| match asked.before {
            0 => Answer::of(500, "no"),
            1 => Answer::of(502, "no"),
            2 => Answer::of(504, "no"),
            _ => Answer::file(asked, bytes, "\"a\""),
        }),
        ("hangs up", |asked, bytes| match asked.before {
            0..=2 => Answer::hang_up(),
            _ => Answer::file(asked, bytes, "\"a\""),
        }),
        ("too many requests", |asked, bytes| match asked.before {
            0 => Answer::of(429, "no").with("ratelimit", "\"resolvers\";r=0;t=55"),
            1 => Answer::of(503, "no").with("retry-after", "9"),
            _ => Answer::file(asked, bytes, "\"a\""),
        }),
        ("cut short nine times", |asked, bytes| match asked.before {
            0..=8 => Answer::file(asked, bytes, "\"a\"").cut(100_000),
            _ => Answer::file(asked, bytes, "\"a\""),
        }),
        ("cut short without a mark", |asked, bytes| {
            match asked.before {
                0 => Answer::of(200, bytes).cut(100_000),
                _ => Answer::of(200, bytes),
            }
        }),
        ("weak mark", |asked, bytes| match asked.before {
            0 => Answer::of(200, bytes).with("etag", "W/\"a\"").cut(100_000),
            _ => Answer::of(200, bytes).with("etag", "W/\"a\""),
        }),
        ("another version after a cut", |asked, bytes| {
            match asked.before {
                0 => Answer::file(asked, &vec![7; bytes.len()], "\"old\"").cut(100_000),
                _ => Answer::file(asked, bytes, "\"new\""),
            }
        }),
        ("knows no parts", |asked, bytes| match asked.before {
            0 => Answer::of(200, bytes).with("etag", "\"a\"").cut(100_000),
            _ => Answer::of(200, bytes).with("etag", "\"a\""),
        }),
        ("another part than asked for", |asked, bytes| {
            match asked.before {
                0 => Answer::file(asked, bytes, "\"a\"").cut(100_000),
                1 => Answer::of(206, &bytes[5..]).with(
                    "content-range",
                    format!("bytes 5-{}/{}", bytes.len() - 1, bytes.len()),
                ),
                _ => Answer::file(asked, bytes, "\"a\""),
            }
        }),
        (
            "another version, for it looks at no If-Range",
            |asked, bytes| part_of_another(asked, bytes, Some("\"new\""), bytes.len()),
        ),
        ("another version without a mark", |asked, bytes| {
            part_of_another(asked, bytes, None, bytes.len())
        }),
        ("another length with the same mark", |asked, bytes| {
            part_of_another(asked, bytes, Some("\"old\""), bytes.len() - 4)
        }),
        ("no such part", |asked, bytes| match asked.before {
            0 => Answer::file(asked, bytes, "\"a\"").cut(100_000),
            1 => Answer::of(416, ""),
            _ => Answer::file(asked, bytes, "\"a\""),
        }),
        ("a detour", |asked, bytes| match asked.path.as_str() {
            "/data/rows.csv" => Answer::of(302, "").with("location", "/elsewhere?signature=1"),
            _ => Answer::file(asked, bytes, "\"a\""),
        }),
    ];
    for (name, fault) in faults {
        let (came, ..) = file_of(fault);
        assert!(came == content(), "{name}");
    }
}

#[test]
fn a_cut_download_goes_on_where_it_was_cut() {
    let (_, server, _) = file_of(|asked, bytes| match asked.before {
        0 => Answer::file(asked, bytes, "\"a\"").cut(1_000_000),
        _ => Answer::file(asked, bytes, "\"a\""),
    });
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[1].header("range"), Some("bytes=1000000-"));
    assert_eq!(asked[1].header("if-range"), Some("\"a\""));
}

#[test]
fn what_a_server_asks_to_wait_is_waited_else_longer_and_longer() {
    let (_, _, world) = file_of(|asked, bytes| match asked.before {
        0 | 2 => Answer::of(500, ""),
        1 => Answer::of(429, "").with("ratelimit", "\"resolvers\";r=0;t=55"),
        _ => Answer::file(asked, bytes, "\"a\""),
    });
    assert_eq!(world.waited(), [1, 55, 4].map(Duration::from_secs));
}

#[test]
fn a_download_that_is_killed_at_any_step_is_the_same_when_it_is_resumed() {
    let bytes = Arc::new(content());
    let sent = bytes.clone();
    let server = Server::start(move |asked| Answer::file(asked, &sent, "\"a\""));
    for step in 0..50 {
        let folder = tempfile::tempdir().unwrap();
        let killed = world(&folder);
        // Each life gets a little further.
        for life in 0..=step % 3 {
            killed.dies_after(step / 3 + life);
            let _ = fetched(&killed, &server);
        }
        let file = fetched(&world(&folder), &server).unwrap();
        assert!(
            std::fs::read(&file.path).unwrap() == *bytes,
            "killed at step {step}"
        );
    }
}

#[test]
fn a_file_that_is_at_hand_is_fetched_again_only_when_it_has_changed() {
    let server = Server::start(|asked| {
        let version = if asked.before < 2 { "1" } else { "2" };
        Answer::file(
            asked,
            format!("a\n{version}\n").as_bytes(),
            &format!("\"{version}\""),
        )
    });
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder);
    let read = || std::fs::read_to_string(fetched(&world, &server).unwrap().path).unwrap();
    assert_eq!(
        (read(), read(), read()),
        ("a\n1\n".into(), "a\n1\n".into(), "a\n2\n".into())
    );
    let marks: Vec<Option<String>> = server
        .asked()
        .iter()
        .map(|it| it.header("if-none-match").map(str::to_owned))
        .collect();
    assert_eq!(marks, [None, Some("\"1\"".into()), Some("\"1\"".into())]);
}

#[test]
fn a_file_of_the_cache_that_somebody_changed_is_fetched_anew() {
    let server = Server::start(|asked| Answer::file(asked, b"a\n1\n", "\"1\""));
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder);
    let file = fetched(&world, &server).unwrap();
    std::fs::write(&file.path, "a\n2\n").unwrap();
    let offline = Remotes::new(Hosts::new([server.host()]), true);
    let problem = offline
        .files(&world, &format!("{}/data/rows.csv", server.url()))
        .unwrap_err();
    assert_eq!(problem.code.to_string(), "HF0904");
    let file = fetched(&world, &server).unwrap();
    assert_eq!(std::fs::read_to_string(file.path).unwrap(), "a\n1\n");
}

#[test]
fn a_server_that_never_answers_is_given_up_and_said() {
    let server = Server::start(|_| Answer::of(500, "no"));
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder);
    let told = fetched(&world, &server).unwrap_err();
    assert!(
        told.ends_with("the server is not able to answer (500), 5 times in a row"),
        "{told}"
    );
    assert_eq!(world.waited(), [1, 2, 4, 8].map(Duration::from_secs));
}

#[test]
fn what_is_larger_than_what_fits_or_packed_is_refused_at_once() {
    let refused = |answer: fn(&Asked) -> Answer| {
        let server = Server::start(answer);
        let folder = tempfile::tempdir().unwrap();
        fetched(&world(&folder), &server).unwrap_err()
    };
    let told = refused(|_| Answer::of(200, "a").with("content-length", "99999999999999"));
    assert!(told.contains("it has more than"), "{told}");
    let told = refused(|_| Answer::of(200, "a").with("content-encoding", "gzip"));
    assert!(told.contains("compresses"), "{told}");
    let told = refused(|asked| Answer::of(302, "").with("location", asked.path.clone()));
    assert!(told.contains("redirects do not end"), "{told}");
    assert!(refused(|_| Answer::of(404, "no")).contains("no such file"));
}

#[test]
fn what_has_come_stays_where_the_server_does_not_allow_the_rest_for_now() {
    let bytes = Arc::new(content());
    let sent = bytes.clone();
    let server = Server::start(move |asked| match asked.before {
        0 => Answer::file(asked, &sent, "\"a\"").cut(1_000_000),
        1 => Answer::of(403, ""),
        _ => Answer::file(asked, &sent, "\"a\""),
    });
    let folder = tempfile::tempdir().unwrap();
    let told = fetched(&world(&folder), &server).unwrap_err();
    assert!(told.contains("does not allow"), "{told}");
    let file = fetched(&world(&folder), &server).unwrap();
    assert!(std::fs::read(file.path).unwrap() == *bytes);
    let asked = server.asked();
    assert_eq!(asked[2].header("range"), Some("bytes=1000000-"));
}
