//! A spec alone reaches no server, a redirect none that is not allowed, and a secret only the server that it is for.

use super::{Answer, Clockwork, Server};
use hfreport::remote::{Hosts, Remotes};
use hfreport::world::World;
use std::sync::Arc;

const TOKEN: &str = "hf_QsecretQtokenQ";

fn tried(hosts: &[String], variables: &[(&str, &str)], address: &str) -> Result<Vec<u8>, String> {
    let folder = tempfile::tempdir().unwrap();
    let mut all = vec![("HFREPORT_CACHE", folder.path().to_str().unwrap())];
    all.extend(variables);
    let world = Clockwork::new(&all);
    let remotes = Remotes::new(Hosts::new(hosts.iter().cloned()), false);
    let files = remotes.files(&world, address).map_err(|problem| {
        let hints = problem.hints.join(" ");
        format!("{} {} {hints}", problem.code, problem.message)
    })?;
    Ok(world.read(&files[0].path).unwrap())
}

#[test]
fn a_server_that_nobody_allowed_is_not_asked() {
    let server = Server::start(|_| Answer::of(200, "a"));
    let address = format!("{}/a.csv", server.url());
    let told = tried(&[], &[], &address).unwrap_err();
    assert!(told.starts_with("HF0901 the host `127.0.0.1:"), "{told}");
    assert!(
        told.contains(&format!("`--allow-host {}`", server.host())),
        "{told}"
    );
    assert!(server.asked().is_empty());
}

#[test]
fn a_redirect_to_a_server_that_nobody_allowed_is_not_followed() {
    let other = Server::start(|_| Answer::of(200, "stolen"));
    let to = format!("{}/a.csv?signature=Qsecret", other.url());
    let server = Server::start(move |_| Answer::of(302, "").with("location", to.clone()));
    let told = tried(&[server.host()], &[], &format!("{}/a.csv", server.url())).unwrap_err();
    assert!(
        told.contains(&format!(
            "the host `{}` is not allowed, to which",
            other.host()
        )),
        "{told}"
    );
    assert!(!told.contains("Qsecret"), "{told}");
    assert!(other.asked().is_empty());
    for to in [
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "http://example.org/a",
    ] {
        let server = Server::start(move |_| Answer::of(302, "").with("location", to));
        let told = tried(
            &[
                server.host(),
                "169.254.169.254".into(),
                "example.org".into(),
            ],
            &[],
            &format!("{}/a.csv", server.url()),
        );
        assert!(told.unwrap_err().starts_with("HF0901"), "{to}");
    }
}

#[test]
fn a_name_that_stands_for_a_private_address_is_not_asked_unless_that_is_named() {
    let server = Server::start(|_| Answer::of(200, "a"));
    let port = server.host().split(':').nth(1).unwrap().to_owned();
    // This name stands for 127.0.0.1, and the machine is not asked over a name of another kind.
    let address = format!("http://localhost:{port}/a.csv");
    assert_eq!(
        tried(&[format!("localhost:{port}")], &[], &address).unwrap(),
        b"a"
    );
    // The connection that is open now is of requests that name the address.
    let world = Clockwork::new(&[]);
    let sent = world.network().send(&hfreport::world::Request {
        method: hfreport::world::Method::Get,
        url: address,
        headers: Vec::new(),
        private: Vec::new(),
    });
    let error = sent.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied);
    assert!(
        error
            .to_string()
            .contains("an address of a private network"),
        "{error}"
    );
}

#[test]
fn a_token_goes_to_the_hub_and_to_nobody_else() {
    let other = Server::start(|asked| Answer::file(asked, b"a\n1\n", "\"1\""));
    let to = format!("{}/blob", other.url());
    let hub = Server::start(move |asked| match asked.method.as_str() {
        "HEAD" => Answer::of(302, "")
            .with("x-repo-commit", "a".repeat(40))
            .with("location", to.clone()),
        _ => Answer::of(302, "").with("location", to.clone()),
    });
    let (url, hosts) = (hub.url(), [hub.host(), other.host()]);
    let variables = [("HF_ENDPOINT", url.as_str()), ("HF_TOKEN", TOKEN)];
    assert_eq!(
        tried(&hosts, &variables, "hf://datasets/a/b@main/c.csv").unwrap(),
        b"a\n1\n"
    );
    let tokens = |server: &Server| {
        let asked = server.asked();
        asked
            .iter()
            .filter(|it| format!("{it:?}").contains(TOKEN))
            .count()
    };
    assert_eq!((tokens(&hub), hub.asked().len()), (2, 2));
    assert_eq!((tokens(&other), other.asked().len()), (0, 1));
    // A file of the web at another server than the hub is asked for without it.
    tried(&hosts, &variables, &format!("{}/a.csv", other.url())).unwrap();
    assert_eq!(tokens(&other), 0);
}

#[test]
fn no_message_has_a_secret() {
    let hub = Server::start(|asked| match asked.before {
        0..=4 => Answer::of(500, TOKEN).with("x-echo", TOKEN),
        5 => Answer::of(401, TOKEN),
        _ => Answer::of(302, "").with("location", format!("https://evil.example/{TOKEN}?{TOKEN}")),
    });
    let url = hub.url();
    let secrets = [
        ("HF_ENDPOINT", url.as_str()),
        ("HF_TOKEN", TOKEN),
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_ACCESS_KEY_ID", "Qid"),
        ("AWS_SECRET_ACCESS_KEY", "QsecretQkey"),
        ("AWS_SESSION_TOKEN", "QsecretQsession"),
    ];
    for address in [
        "hf://datasets/a/b@main/c.csv",
        "hf://datasets/a/b@main/c.csv",
        "s3://bucket/a.csv",
    ] {
        let told = tried(&[hub.host()], &secrets, address).unwrap_err();
        assert!(
            !told.contains("QsecretQkey") && !told.contains("QsecretQsession"),
            "{told}"
        );
        assert!(
            !told.contains(TOKEN) || told.contains("evil.example"),
            "{told}"
        );
    }
    // A token with a line end cannot be sent, and is not shown.
    let told = tried(
        &[hub.host()],
        &[("HF_ENDPOINT", &url), ("HF_TOKEN", "hf_\u{1}Qsecret")],
        "hf://datasets/a/b@main/c.csv",
    );
    assert!(!told.unwrap_err().contains("Qsecret"));
}

#[test]
fn a_redirect_borrows_no_token() {
    let hub = Server::start(|asked| Answer::file(asked, b"a\n1\n", "\"1\""));
    let to = format!("{}/private/b.csv", hub.url());
    let other = Server::start(move |_| Answer::of(302, "").with("location", to.clone()));
    let (url, hosts) = (hub.url(), [hub.host(), other.host()]);
    let variables = [
        ("HF_ENDPOINT", url.as_str()),
        ("HF_TOKEN", TOKEN),
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_ACCESS_KEY_ID", "Qid"),
        ("AWS_SECRET_ACCESS_KEY", "QsecretQkey"),
    ];
    tried(&hosts, &variables, &format!("{}/a.csv", other.url())).unwrap();
    let asked = hub.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].header("authorization"), None);
}

#[test]
fn a_token_that_was_left_behind_is_not_taken_up_again_on_the_way_back() {
    let hub = Arc::new(std::sync::OnceLock::<String>::new());
    let own = hub.clone();
    let other = Server::start(move |_| {
        let back = format!("{}/private.csv", own.get().unwrap());
        Answer::of(302, "").with("location", back)
    });
    let to = format!("{}/elsewhere", other.url());
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/private.csv" => Answer::file(asked, b"a\n1\n", "\"1\""),
        _ => Answer::of(302, "").with("location", to.clone()),
    });
    hub.set(server.url()).unwrap();
    let (url, hosts) = (server.url(), [server.host(), other.host()]);
    let variables = [("HF_ENDPOINT", url.as_str()), ("HF_TOKEN", TOKEN)];
    let address = format!("hf://datasets/a/b@{}/c.csv", "a".repeat(40));
    tried(&hosts, &variables, &address).unwrap();
    let asked = server.asked();
    let tokens: Vec<bool> = asked
        .iter()
        .map(|it| it.header("authorization").is_some())
        .collect();
    assert_eq!(tokens, [true, false]);
    assert_eq!(other.asked()[0].header("authorization"), None);
}

#[test]
fn what_stands_behind_the_question_mark_of_an_address_is_in_no_excerpt() {
    let server = Server::start(|_| Answer::of(404, ""));
    let block = "\n    path: \"ADDRESS\"\n    columns: {a: {type: integer}}";
    let flow = "{path: \"ADDRESS\", columns: {a: {type: integer}}, typo: 1}";
    for source in [block, flow] {
        for address in [
            format!("{}/rows.csv?key=Qsecret&day=QsecretQ", server.url()),
            "https://example.org/rows.csv?key=Qsecret".to_owned(),
            "https://Qsecret@example.org/rows.csv".to_owned(),
            "https://Q:Qsecret@example.org/rows.csv?Qsecret".to_owned(),
        ] {
            let source = source.replace("ADDRESS", &address);
            let project = crate::fixture::Project::of(&format!(
                "version: 1\ntitle: Report\nsources:\n  rows: {source}\nmeasures: {{n: {{sql: \"sum(b)\"}}}}\nsections: []\n"
            ));
            let cache = tempfile::tempdir().unwrap();
            for format in ["human", "short", "json", "sarif"] {
                let told = project.hfreport_with(
                    &[("HFREPORT_CACHE", cache.path().to_str().unwrap())],
                    &[
                        "check",
                        "spec.yaml",
                        "--allow-host",
                        &server.host(),
                        "--message-format",
                        format,
                    ],
                );
                let all = format!("{}{}", told.stdout, told.stderr);
                assert!(told.code != 0 && all.contains("spec.yaml"), "{all}");
                assert!(!all.contains("Qsecret"), "{format}: {all}");
            }
        }
    }
}
