//! The part of HTTP/1.1 that a page on this machine needs: the head of a request, limited in size
//! and time, and whether it may be answered. In: bytes of a connection. Out: a [`Request`], or the
//! [`Status`] that refuses it.

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Maximum length of a request's head in bytes; a browser's takes 1,000.
pub(super) const MAX_HEAD: usize = 8192;
/// How long a head may take to arrive.
pub(super) const MAX_TIME: Duration = Duration::from_secs(5);

/// A request that may be answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Path without its first slash, as received: nothing is decoded.
    pub(super) name: String,
    /// Whether only the head of the response is wanted.
    pub(super) head_only: bool,
}

/// The status of a response: number and reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Status(pub(super) u16, pub(super) &'static str);

/// Reads the head of a request.
pub(super) fn head(stream: &mut TcpStream) -> Result<String, Status> {
    let end = Instant::now() + MAX_TIME;
    let mut head = Vec::new();
    let mut part = [0; 2048];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let left = end.saturating_duration_since(Instant::now());
        let timed = stream.set_read_timeout(Some(left.max(Duration::from_millis(1))));
        match timed.and_then(|()| stream.read(&mut part)) {
            Ok(0) => return Err(Status(400, "Bad Request")),
            Ok(_) | Err(_) if left.is_zero() => return Err(Status(408, "Request Timeout")),
            Ok(read) => head.extend_from_slice(&part[..read]),
            Err(_) => return Err(Status(408, "Request Timeout")),
        }
        // Anything after the head is ignored.
        let end = head.windows(4).position(|four| four == b"\r\n\r\n");
        if end.map_or(head.len(), |end| end + 4) > MAX_HEAD {
            return Err(Status(431, "Request Header Fields Too Large"));
        }
    }
    String::from_utf8(head).map_err(|_| Status(400, "Bad Request"))
}

/// Parses the head of a request to the server at `port`.
pub(super) fn request(head: &str, port: u16) -> Result<Request, Status> {
    const BAD: Status = Status(400, "Bad Request");
    const FOREIGN: Status = Status(403, "Forbidden");
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(BAD);
    };
    if !version.starts_with("HTTP/1.") {
        return Err(BAD);
    }
    let mut hosts = 0;
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(BAD)?;
        let value = value.trim();
        let is_own = |prefix: &str| {
            let hosts = ["127.0.0.1", "localhost", "[::1]"];
            hosts
                .iter()
                .any(|host| value == format!("{prefix}{host}:{port}"))
        };
        let is_fine = match name.to_ascii_lowercase().as_str() {
            "host" => {
                hosts += 1;
                is_own("")
            }
            "origin" => is_own("http://"),
            // `none` is an address typed by the user.
            "sec-fetch-site" => matches!(value, "same-origin" | "none"),
            _ => true,
        };
        if !is_fine {
            return Err(FOREIGN);
        }
    }
    if hosts != 1 {
        return Err(FOREIGN);
    }
    if !matches!(method, "GET" | "HEAD") {
        return Err(Status(405, "Method Not Allowed"));
    }
    let path = target.split('?').next().unwrap_or_default();
    let name = path.strip_prefix('/').ok_or(BAD)?;
    Ok(Request {
        name: name.to_owned(),
        head_only: method == "HEAD",
    })
}

#[cfg(test)]
mod tests {
    use super::{Request, Status, request};

    fn asked(lines: &[&str]) -> Result<Request, u16> {
        let head = format!("{}\r\n\r\n", lines.join("\r\n"));
        request(&head, 4280).map_err(|Status(status, _)| status)
    }

    const HOST: &str = "Host: 127.0.0.1:4280";

    #[test]
    fn a_request_names_a_file_as_it_stands() {
        let wanted = |name: &str, head_only| {
            Ok(Request {
                name: name.to_owned(),
                head_only,
            })
        };
        assert_eq!(asked(&["GET / HTTP/1.1", HOST]), wanted("", false));
        let head = asked(&["HEAD /a%2f../b?x=/ HTTP/1.1", "host:localhost:4280 "]);
        assert_eq!(head, wanted("a%2f../b", true));
    }

    #[test]
    fn only_the_own_host_and_origin_may_ask() {
        for (line, status) in [
            ("Host: example.org:4280", 403),
            ("Host: 127.0.0.1", 403),
            ("Host: 127.0.0.1:4281", 403),
            ("X: y", 403),
        ] {
            assert_eq!(asked(&["GET / HTTP/1.1", line]), Err(status), "{line}");
        }
        for (line, is_fine) in [
            ("Origin: http://localhost:4280", true),
            ("Origin: https://localhost:4280", false),
            ("Origin: http://example.org", false),
            ("Origin: null", false),
            ("Sec-Fetch-Site: none", true),
            ("Sec-Fetch-Site: same-origin", true),
            ("Sec-Fetch-Site: same-site", false),
            ("SEC-FETCH-SITE: cross-site", false),
            (HOST, false),
        ] {
            let found = asked(&["GET / HTTP/1.1", HOST, line]);
            assert_eq!(found.is_ok(), is_fine, "{line}");
        }
    }

    #[test]
    fn what_is_no_request_is_reported() {
        for line in [
            "",
            "GET /",
            "GET / HTTP/2",
            "GET /a b HTTP/1.1",
            "GET http://127.0.0.1:4280/ HTTP/1.1",
        ] {
            assert_eq!(asked(&[line, HOST]), Err(400), "{line}");
        }
        assert_eq!(asked(&["GET / HTTP/1.1", HOST, "no colon"]), Err(400));
        assert_eq!(asked(&["POST / HTTP/1.1", HOST]), Err(405));
    }
}
