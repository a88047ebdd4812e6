//! Requests to servers that may be asked: redirects, tries, waiting. In: an address of the web. Out: an answer, or
//! why there is none. Where a redirect leads is held against the allowed hosts again, and what is secret goes only to
//! the server that it is for.

use super::address::shown;
use super::hosts::Hosts;
use super::pace::Paced;
use super::secrets::Secrets;
use crate::diagnostic::{Code, Diagnostic};
use crate::world::{Headers, Method, Network, Request, Response};
use std::io::Read;
use std::time::Duration;
use url::Url;

/// Redirects that are followed.
const HOPS: usize = 8;
/// Tries without any progress.
const TRIES: u32 = 5;
/// The longest wait that a server may ask for.
const LONGEST: Duration = Duration::from_mins(15);

/// The way to allowed servers.
#[derive(Clone, Copy)]
pub(crate) struct Client<'a> {
    pub(crate) network: &'a dyn Network,
    pub(crate) hosts: &'a Hosts,
    pub(crate) secrets: &'a Secrets,
}

/// Why a try gave nothing.
pub(crate) enum Trouble {
    /// Another try gives the same.
    Final(Diagnostic),
    /// The server has no such thing.
    Missing(Diagnostic),
    /// The server has no such part of it.
    NoPart(Diagnostic),
    /// Another try may give more, after a time if the server says one.
    Again {
        why: String,
        after: Option<Duration>,
    },
}

/// How often something is tried, with longer and longer pauses.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    failed: u32,
}

impl Patience {
    /// Begins again: something has come.
    pub(crate) fn renew(&mut self) {
        self.failed = 0;
    }

    /// Waits before another try.
    ///
    /// # Errors
    /// It was tried often enough, or nothing will change.
    pub(crate) fn wait(
        &mut self,
        network: &dyn Network,
        what: &str,
        trouble: Trouble,
    ) -> Result<(), Diagnostic> {
        let (why, after) = match trouble {
            Trouble::Final(problem) | Trouble::Missing(problem) | Trouble::NoPart(problem) => {
                return Err(problem);
            }
            Trouble::Again { why, after } => (why, after),
        };
        self.failed += 1;
        if self.failed >= TRIES {
            let message = format!("cannot fetch `{what}`: {why}, {TRIES} times in a row");
            return Err(Diagnostic::error(Code::FETCH, message).environment());
        }
        let pause = Duration::from_secs(1 << (self.failed - 1));
        network.wait(after.map_or(pause, |after| after.min(LONGEST)));
        Ok(())
    }
}

impl Client<'_> {
    /// One try, along its redirects.
    pub(crate) fn once(
        &self,
        method: Method,
        url: &Url,
        headers: &[(&'static str, String)],
    ) -> Result<Response, Trouble> {
        self.along(method, url, headers, &|_| false)
    }

    /// One try, along its redirects as far as the first one that `is_it` holds for.
    fn along(
        &self,
        method: Method,
        url: &Url,
        headers: &[(&'static str, String)],
        is_it: &dyn Fn(&Headers) -> bool,
    ) -> Result<Response, Trouble> {
        let mut at = url.clone();
        let mut has_left = false;
        for hop in 0..=HOPS {
            let why = match hop {
                0 => String::new(),
                _ => format!(", to which `{}` leads", shown(url)),
            };
            self.hosts.admit(&at, &why).map_err(Trouble::Final)?;
            // Whoever sends us elsewhere does not speak for us there, and neither does who sends us back.
            has_left |= at.origin() != url.origin();
            let own = if has_left {
                Vec::new()
            } else {
                self.secrets.headers(method, &at, self.network.now())
            };
            let request = Request {
                method,
                url: at.to_string(),
                headers: headers.iter().cloned().chain(own).collect(),
                private: self.hosts.private(),
            };
            let sent = self.network.send(&request);
            let response = sent.map_err(|error| match error.kind() {
                std::io::ErrorKind::PermissionDenied => {
                    let message = format!("`{}` is not asked{why}: {error}", shown(&at));
                    let hint = "an address of a private network is allowed by itself, beside the name: `--allow-host ADDRESS`";
                    Trouble::Final(Diagnostic::error(Code::HOST, message).hint(hint))
                }
                _ => Trouble::Again {
                    why: error.to_string(),
                    after: None,
                },
            })?;
            let leads_on = matches!(response.status, 301 | 302 | 303 | 307 | 308);
            if !leads_on || is_it(&response.headers) {
                return checked(&at, response);
            }
            let next = response
                .headers
                .get("location")
                .and_then(|to| at.join(to).ok());
            at = next.ok_or_else(|| refused(url, "a redirect leads nowhere"))?;
        }
        Err(refused(url, "its redirects do not end"))
    }

    /// What `read` makes of a short answer; one of which it makes nothing is tried again, like one that does not come.
    ///
    /// # Errors
    /// There is none, after several tries, or it is longer than `most` bytes.
    pub(crate) fn read<T>(
        &self,
        url: &Url,
        headers: &[(&'static str, String)],
        most: u64,
        read: impl Fn(Vec<u8>, Headers) -> Result<T, String>,
    ) -> Result<T, Diagnostic> {
        let mut patience = Patience::default();
        loop {
            let found = self.once(Method::Get, url, headers);
            let found = found.and_then(|response| whole(self.network, url, response, most));
            let found = found.and_then(|(text, headers)| {
                read(text, headers).map_err(|why| Trouble::Again { why, after: None })
            });
            match found {
                Ok(found) => return Ok(found),
                Err(trouble) => patience.wait(self.network, &shown(url), trouble)?,
            }
        }
    }

    /// What the headers of a file say: those of the first redirect that `is_it` holds for, else those of the last answer.
    ///
    /// # Errors
    /// There are none, after several tries.
    pub(super) fn head(
        &self,
        url: &Url,
        is_it: impl Fn(&Headers) -> bool,
    ) -> Result<Headers, Diagnostic> {
        let mut patience = Patience::default();
        loop {
            match self.along(Method::Head, url, &[], &is_it) {
                Ok(response) => return Ok(response.headers),
                Err(trouble) => patience.wait(self.network, &shown(url), trouble)?,
            }
        }
    }
}

/// The whole content of an answer.
pub(crate) fn whole(
    network: &dyn Network,
    url: &Url,
    response: Response,
    most: u64,
) -> Result<(Vec<u8>, Headers), Trouble> {
    let announced = response
        .headers
        .get("content-length")
        .and_then(|it| it.parse::<u64>().ok());
    let mut bytes = Vec::new();
    let body = Paced::new(response.body, network);
    let read = body.take(most + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > most {
        return Err(refused(
            url,
            &format!("its answer is longer than {most} bytes"),
        ));
    }
    let again = |why: String| Trouble::Again { why, after: None };
    read.map_err(|error| again(format!("the answer is cut short: {error}")))?;
    if announced.is_some_and(|length| length != bytes.len() as u64) {
        return Err(again("the answer is cut short".to_owned()));
    }
    Ok((bytes, response.headers))
}

fn refused(url: &Url, why: &str) -> Trouble {
    let message = format!("cannot fetch `{}`: {why}", shown(url));
    Trouble::Final(Diagnostic::error(Code::FETCH, message).environment())
}

/// An answer that is one.
fn checked(url: &Url, response: Response) -> Result<Response, Trouble> {
    let status = response.status;
    let (why, hint) = match status {
        200 | 206 | 304 | 301 | 302 | 303 | 307 | 308 => return Ok(response),
        408 | 425 | 429 | 500 | 502..=504 => {
            let after = match status {
                429 | 503 => wait_of(&response.headers),
                _ => None,
            };
            let why = match status {
                429 => "the server says that there were too many requests (429)".to_owned(),
                _ => format!("the server is not able to answer ({status})"),
            };
            return Err(Trouble::Again { why, after });
        }
        401 | 403 => (
            "the server does not allow it".to_owned(),
            "what is not public needs `HF_TOKEN`, or `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, in the environment",
        ),
        404 | 410 => (
            "the server has no such file".to_owned(),
            "see whether the address is right",
        ),
        416 => ("the server has no such part of it".to_owned(), ""),
        _ => (format!("the server answers {status}"), ""),
    };
    let message = format!("cannot fetch `{}`: {why}", shown(url));
    let mut problem = Diagnostic::error(Code::FETCH, message).environment();
    if !hint.is_empty() {
        problem = problem.hint(hint);
    }
    Err(match status {
        404 | 410 => Trouble::Missing(problem),
        416 => Trouble::NoPart(problem),
        _ => Trouble::Final(problem),
    })
}

/// How long a server asks to wait: `RateLimit: "api";r=0;t=55`, or `Retry-After: 55`.
pub(crate) fn wait_of(headers: &Headers) -> Option<Duration> {
    let limit = headers
        .get("ratelimit")
        .and_then(rate_limit)
        .map(|limit| limit.seconds);
    let retry = || {
        headers
            .get("retry-after")
            .and_then(|text| text.trim().parse().ok())
    };
    limit
        .or_else(retry)
        .map(|seconds: u64| Duration::from_secs(seconds.max(1)))
}

/// What a server says of its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// Requests that are left.
    pub(crate) left: u64,
    /// Seconds until there are all again.
    pub(crate) seconds: u64,
}

/// Reads `"api";r=489;t=189`; of several limits the one with the fewest requests left.
pub(crate) fn rate_limit(text: &str) -> Option<RateLimit> {
    let limits = text.split(',').filter_map(|limit| {
        let part = |name: &str| {
            let mut parts = limit.split(';').skip(1);
            let value = parts.find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
            value?.trim().parse().ok()
        };
        Some(RateLimit {
            left: part("r")?,
            seconds: part("t")?,
        })
    });
    limits.min_by_key(|limit| limit.left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_as_the_hub_writes_it() {
        let limit = |left, seconds| Some(RateLimit { left, seconds });
        assert_eq!(rate_limit("\"api\";r=489;t=189"), limit(489, 189));
        assert_eq!(
            rate_limit("\"pages\";r=5;t=9, \"api\"; r=0; t=55"),
            limit(0, 55)
        );
        assert_eq!(rate_limit("nonsense"), None);
        let headers = Headers(vec![("retry-after".to_owned(), "7".to_owned())]);
        assert_eq!(wait_of(&headers), Some(Duration::from_secs(7)));
    }
    /// A network that gives no address of a private network away.
    struct Guarded;

    impl Network for Guarded {
        fn send(&self, _: &Request) -> std::io::Result<Response> {
            let why = "`inside.example` is 10.0.0.5, an address of a private network";
            Err(std::io::Error::new(
                std::io::ErrorKind::PermissionDenied,
                why,
            ))
        }

        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn wait(&self, _: Duration) {
            panic!("it is tried again");
        }
    }

    #[test]
    fn a_name_that_stands_for_a_private_address_is_refused_at_once_as_a_host_that_is_not_allowed() {
        let hosts = Hosts::new(["inside.example".to_owned()]);
        let secrets = Secrets::of(&crate::world::SystemWorld, Some("https://hub.example")).unwrap();
        let client = Client {
            network: &Guarded,
            hosts: &hosts,
            secrets: &secrets,
        };
        let url = Url::parse("https://inside.example/a.csv?key=Qsecret").unwrap();
        let read = client.read(&url, &[], 9, |text, _| Ok(text));
        let problem = read.unwrap_err();
        assert_eq!(problem.code, Code::HOST);
        assert_eq!(
            problem.message,
            "`https://inside.example/a.csv?…` is not asked: `inside.example` is 10.0.0.5, an address of a private network"
        );
    }
}
