//! Stores that speak S3: requests are signed, and the double checks each signature by a second way to compute it.

use super::{Answer, Asked, Clockwork, Server};
use hfreport::remote::{Hosts, RemoteFile, Remotes};
use sha2::{Digest, Sha256};
use std::fmt::Write;

const KEY: &str = "QsecretQkey";

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The keyed digest, written as the standard writes it.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut key = if key.len() > 64 {
        Sha256::digest(key).to_vec()
    } else {
        key.to_vec()
    };
    key.resize(64, 0);
    let inner: Vec<u8> = key
        .iter()
        .map(|byte| byte ^ 0x36)
        .chain(text.iter().copied())
        .collect();
    let outer: Vec<u8> = key
        .iter()
        .map(|byte| byte ^ 0x5c)
        .chain(Sha256::digest(inner))
        .collect();
    Sha256::digest(outer).to_vec()
}

/// Whether a request is signed with our key, from what arrived alone.
pub(super) fn is_signed(asked: &Asked) -> bool {
    let Some(authorization) = asked.header("authorization") else {
        return false;
    };
    let part = |name: &str| {
        let (_, rest) = authorization.split_once(&format!("{name}="))?;
        Some(rest.split(',').next()?.to_owned())
    };
    let (Some(scope), Some(names), Some(signature)) =
        (part("Credential"), part("SignedHeaders"), part("Signature"))
    else {
        return false;
    };
    let Some(scope) = scope.strip_prefix("Qid/") else {
        return false;
    };
    let lines: String = names
        .split(';')
        .map(|name| format!("{name}:{}\n", asked.header(name).unwrap_or_default()))
        .collect();
    let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
    let mut pairs: Vec<&str> = query.split('&').filter(|it| !it.is_empty()).collect();
    pairs.sort_unstable();
    let content = asked.header("x-amz-content-sha256").unwrap_or_default();
    let canonical = format!(
        "{}\n{path}\n{}\n{lines}\n{names}\n{content}",
        asked.method,
        pairs.join("&")
    );
    let date = asked.header("x-amz-date").unwrap_or_default();
    let text = format!(
        "AWS4-HMAC-SHA256\n{date}\n{scope}\n{}",
        hexadecimal(&Sha256::digest(canonical))
    );
    let mut key = format!("AWS4{KEY}").into_bytes();
    for part in scope.split('/') {
        key = hmac(&key, part.as_bytes());
    }
    hexadecimal(&hmac(&key, text.as_bytes())) == signature && date.starts_with(&scope[..8])
}

/// A store with a bucket, which lists two objects a page.
fn store(asked: &Asked) -> Answer {
    if !is_signed(asked) {
        return Answer::of(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
    }
    let objects = [
        "rows/a 1.csv",
        "rows/b+2.csv",
        "rows/c.csv",
        "rows/deep/d.csv",
        "rows/e.txt",
    ];
    if let Some(key) = asked.path.strip_prefix("/my-bucket/") {
        let key = key.replace("%20", " ").replace("%2B", "+");
        return match objects.iter().position(|it| *it == key) {
            Some(at) => Answer::file(asked, format!("a\n{at}\n").as_bytes(), &format!("\"{at}\"")),
            None => Answer::of(404, ""),
        };
    }
    if asked.query("list-type") != Some("2") || asked.query("prefix") != Some("rows%2F") {
        return Answer::of(400, "");
    }
    let from: usize = asked
        .query("continuation-token")
        .map_or(0, |it| it.trim_start_matches("n%2F").parse().unwrap());
    let page: String = objects
        .iter()
        .skip(from)
        .take(2)
        .map(|key| format!("<Contents><Key>{key}</Key><Size>4</Size></Contents>"))
        .collect();
    let more = if from + 2 < objects.len() {
        format!(
            "<IsTruncated>true</IsTruncated><NextContinuationToken>n/{}</NextContinuationToken>",
            from + 2
        )
    } else {
        "<IsTruncated>false</IsTruncated>".to_owned()
    };
    Answer::of(
        200,
        format!(
            "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{page}{more}</ListBucketResult>"
        ),
    )
}

fn files(server: &Server, key: &str, address: &str) -> Result<Vec<RemoteFile>, String> {
    let (folder, url) = (tempfile::tempdir().unwrap(), server.url());
    let world = Clockwork::new(&[
        ("HFREPORT_CACHE", folder.path().to_str().unwrap()),
        ("AWS_ENDPOINT_URL", &url),
        ("AWS_ACCESS_KEY_ID", "Qid"),
        ("AWS_SECRET_ACCESS_KEY", key),
        ("AWS_REGION", "eu-west-3"),
        ("AWS_SESSION_TOKEN", "Qsession"),
    ]);
    let remotes = Remotes::new(Hosts::new([server.host()]), false);
    remotes
        .files(&world, address)
        .map_err(|problem| format!("{} {}", problem.code, problem.message))
}

#[test]
fn an_object_is_asked_for_with_a_signature_that_the_store_accepts() {
    let server = Server::start(store);
    for (address, digit) in [
        ("s3://my-bucket/rows/c.csv", 2),
        ("s3://my-bucket/rows/a 1.csv", 0),
        ("s3://my-bucket/rows/b+2.csv", 1),
    ] {
        let found = files(&server, KEY, address).unwrap();
        let expected = hexadecimal(&Sha256::digest(format!("a\n{digit}\n")));
        assert_eq!(found[0].sha256, expected, "{address}");
    }
    let told = files(&server, "another", "s3://my-bucket/rows/c.csv").unwrap_err();
    assert!(
        told.starts_with("HF0903") && told.contains("does not allow"),
        "{told}"
    );
    assert!(
        server
            .asked()
            .iter()
            .all(|it| !format!("{it:?}").contains(KEY))
    );
}

#[test]
fn a_pattern_of_a_store_is_listed_page_by_page() {
    let server = Server::start(store);
    let found = files(&server, KEY, "s3://my-bucket/rows/*.csv").unwrap();
    let names: Vec<&str> = found.iter().map(|it| it.address.as_str()).collect();
    assert_eq!(
        names,
        [
            "s3://my-bucket/rows/a 1.csv",
            "s3://my-bucket/rows/b+2.csv",
            "s3://my-bucket/rows/c.csv"
        ]
    );
    assert!(
        server
            .asked()
            .iter()
            .any(|it| it.query("continuation-token") == Some("n%2F4"))
    );
}

/// What a store is told that lists some keys in one answer.
fn listed(keys: &[&str], more: &'static str) -> Result<Vec<RemoteFile>, String> {
    let entry = |key: &&str| format!("<Contents><Key>{key}</Key><Size>4</Size></Contents>");
    let entries: String = keys.iter().map(entry).collect();
    let server = Server::start(move |asked| match asked.query("list-type") {
        Some(_) => Answer::of(
            200,
            format!("<ListBucketResult>{entries}{more}</ListBucketResult>"),
        ),
        None => Answer::file(asked, b"a\n1\n", "\"1\""),
    });
    files(&server, KEY, "s3://my-bucket/rows/*")
}

#[test]
fn a_list_of_a_store_that_is_not_whole_or_odd_is_refused() {
    let whole = "<IsTruncated>false</IsTruncated>";
    // What stands for a folder is no file.
    let found = listed(&["rows/", "rows/a.csv"], whole).unwrap();
    assert_eq!(found.len(), 1);
    for (keys, more, told) in [
        (
            &["rows/a.csv"][..],
            "<IsTruncated>true</IsTruncated>",
            "its list is not whole",
        ),
        (&["rows/a.csv", "rows/a.csv"], whole, "is twice in its list"),
        (&["rows/../b.csv"], whole, "is no path of a file"),
    ] {
        let problem = listed(keys, more).unwrap_err();
        assert!(
            problem.starts_with("HF0903") && problem.contains(told),
            "{problem}"
        );
    }
}

#[test]
fn a_list_of_a_store_whose_tokens_come_back_or_bring_nothing_is_refused() {
    for (answers, most) in [(2, 5), (usize::MAX, 110)] {
        let server = Server::start(move |asked| {
            let token = asked.before % answers;
            Answer::of(
                200,
                format!(
                    "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>n{token}</NextContinuationToken></ListBucketResult>"
                ),
            )
        });
        let told = files(&server, KEY, "s3://my-bucket/rows/*").unwrap_err();
        assert!(told.contains("its list does not end"), "{told}");
        assert!(server.asked().len() < most);
    }
}
