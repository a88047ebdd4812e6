//! Servers, as a run sees them: one request is sent, one answer read; redirects, tries and limits are the business
//! of `remote`. The clock stands here as well, so that tests neither wait nor depend on the day.

use std::fmt;
use std::io::{self, Read};
use std::net::IpAddr;
use std::time::Duration;

/// What is asked of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The content.
    Get,
    /// Only what the headers say.
    Head,
}

/// A request.
#[derive(Clone)]
pub struct Request {
    /// What is asked for.
    pub method: Method,
    /// Whole address.
    pub url: String,
    /// Headers; some are secret.
    pub headers: Vec<(&'static str, String)>,
    /// Addresses of private networks that the host's name may stand for.
    pub private: Vec<IpAddr>,
}

impl fmt::Debug for Request {
    /// Without what stands behind `?` and without the values of headers, which may be secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        let place = self.url.split('?').next().unwrap_or_default();
        write!(formatter, "{:?} {place} {names:?}", self.method)
    }
}

/// An answer.
pub struct Response {
    /// Status.
    pub status: u16,
    /// Headers with names in lower case.
    pub headers: Headers,
    /// The content. A body that is cut short ends in an error.
    pub body: Box<dyn Read>,
}

impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {:?}", self.status, self.headers)
    }
}

/// Headers of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// The first value of a header, by its name in lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut headers = self.0.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a header, by its name in lower case.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let headers = self.0.iter().filter(move |(known, _)| known == name);
        headers.map(|(_, value)| value.as_str())
    }
}

/// The way to servers, and the clock that goes with it.
pub trait Network: Sync {
    /// Sends one request and reads the headers of the answer; follows no redirect.
    ///
    /// # Errors
    /// The server is not reached, its certificate is not trusted, or its name stands for a private address that
    /// the request does not name.
    fn send(&self, request: &Request) -> io::Result<Response>;
    /// The time since the beginning of 1970, in UTC.
    fn now(&self) -> Duration;
    /// Waits.
    fn wait(&self, time: Duration);
}

/// A world without servers.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNetwork;

impl Network for NoNetwork {
    fn send(&self, _: &Request) -> io::Result<Response> {
        Err(io::Error::other("there is no network here"))
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn wait(&self, _: Duration) {}
}

/// Whether an address is reached from everywhere: it is of no private, local or reserved network.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => {
            let [a, b, c, _] = four.octets();
            let is_special = four.is_private()
                || four.is_loopback()
                || four.is_link_local()
                || four.is_documentation()
                || four.is_multicast()
                || matches!((a, b, c), (0 | 240.., ..))
                || matches!((a, b, c), (100, 64..=127, _) | (198, 18 | 19, _))
                || matches!((a, b, c), (192, 0, 0) | (192, 88, 99));
            !is_special
        }
        IpAddr::V6(six) => {
            let parts = six.segments();
            let four = |high: u16, low: u16| {
                let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
                is_public(IpAddr::from([a, b, c, d]))
            };
            match parts {
                [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                    four(high, low)
                }
                [0x2002, high, low, ..] => four(high, low),
                [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
                // Addresses of the world are those that begin with the bits 001.
                [first, ..] => first & 0xe000 == 0x2000,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn addresses_of_private_networks_are_not_public_in_whatever_form() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "::127.0.0.1",
            "2001:db8::1",
        ];
        for text in private {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in [
            "1.1.1.1",
            "172.32.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "2001:4860::8888",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
