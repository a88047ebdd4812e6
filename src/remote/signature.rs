//! Requests to a store, signed as S3 asks for (Signature Version 4). The store checks who asks by a keyed digest of
//! the request; the key itself is not sent.

use super::secret::Secret;
use crate::checksum::{hexadecimal, sha256};
use crate::world::Method;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::time::Duration;
use url::Url;

/// The digest of no content.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The keys of a store.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    /// Who asks.
    pub(super) id: String,
    /// What only they know.
    pub(super) secret: Secret,
    /// What goes with keys that end some time.
    pub(super) session: Option<Secret>,
}

/// The headers that sign a request, at a time since 1970.
pub(super) fn signed(
    method: Method,
    url: &Url,
    keys: &Keys,
    region: &str,
    now: Duration,
) -> Vec<(&'static str, String)> {
    let moment = moment(now);
    let day = &moment[..8];
    let method = match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
    };
    let host = url.host_str().unwrap_or_default();
    let host = url
        .port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let mut headers = vec![
        ("host", host),
        ("x-amz-content-sha256", EMPTY.to_owned()),
        ("x-amz-date", moment.clone()),
    ];
    if let Some(session) = &keys.session {
        headers.push(("x-amz-security-token", session.0.clone()));
    }
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let lines: String = headers
        .iter()
        .fold(String::new(), |mut lines, (name, value)| {
            let _ = writeln!(lines, "{name}:{}", value.trim());
            lines
        });
    let mut query: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (encoded(&name, false), encoded(&value, false)))
        .collect();
    query.sort();
    let query: Vec<String> = query
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    // The path of an address is encoded once already, in the way that the store reads it.
    let request = format!(
        "{method}\n{}\n{}\n{lines}\n{names}\n{EMPTY}",
        url.path(),
        query.join("&")
    );
    let scope = format!("{day}/{region}/s3/aws4_request");
    let text = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{}", sha256(request));
    let mut key = keyed(format!("AWS4{}", keys.secret.0).as_bytes(), day.as_bytes());
    for part in [region, "s3", "aws4_request"] {
        key = keyed(&key, part.as_bytes());
    }
    let signature = hexadecimal(&keyed(&key, text.as_bytes()));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
        keys.id
    );
    // The client writes the host itself.
    headers.retain(|(name, _)| *name != "host");
    headers.push(("authorization", authorization));
    headers
}

/// A part of an address: everything but letters, digits and `-._~` as `%` and two digits; of a path not its `/`.
pub(super) fn encoded(text: &str, is_path: bool) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || (is_path && byte == b'/') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// The keyed digest of a text (HMAC with SHA-256).
fn keyed(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let with = |pad: u8, text: &[u8]| {
        let padded = block.map(|byte| byte ^ pad);
        Sha256::new()
            .chain_update(padded)
            .chain_update(text)
            .finalize()
    };
    with(0x5c, &with(0x36, text)).into()
}

/// A time since 1970 as `20130524T000000Z`.
fn moment(now: Duration) -> String {
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let moment = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    moment.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys {
            id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned()),
            session: None,
        }
    }

    /// The keyed digest of RFC 4231, test cases 2 and 6.
    #[test]
    fn the_keyed_digest_is_that_of_the_standard() {
        assert_eq!(
            hexadecimal(&keyed(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let long = keyed(
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
        );
        assert_eq!(
            hexadecimal(&long),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    /// The example of the documentation of S3, "GET Bucket Lifecycle".
    #[test]
    fn a_request_is_signed_as_the_example_of_the_documentation() {
        let url = Url::parse("https://examplebucket.s3.amazonaws.com/?lifecycle").unwrap();
        let now = Duration::from_hours(380_376);
        let headers = signed(Method::Get, &url, &keys(), "us-east-1", now);
        let (_, authorization) = headers.last().unwrap();
        assert!(
            authorization.ends_with(
                "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
            ),
            "{authorization}"
        );
    }

    #[test]
    fn a_secret_is_not_in_what_is_printed_of_it() {
        assert!(!format!("{:?}", keys()).contains("wJalr"));
    }
}
