//! Which servers may be asked: the hosts that the command line or `hfreport.toml` allows.

use super::address::shown;
use crate::diagnostic::{Code, Diagnostic, allowed};
use std::net::IpAddr;
use url::{Host, Url};

/// The allowed hosts, as they were written: `huggingface.co`, `*.hf.co`, `127.0.0.1:9000`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// Hosts as they were written.
    #[must_use]
    pub fn new(written: impl IntoIterator<Item = String>) -> Self {
        Self(
            written
                .into_iter()
                .map(|host| host.to_lowercase())
                .collect(),
        )
    }

    /// These hosts and others.
    #[must_use]
    pub(crate) fn and(mut self, others: &Self) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }

    /// Whether a server may be asked.
    ///
    /// # Errors
    /// Its host is not allowed, or the way to it is not encrypted.
    pub(super) fn admit(&self, url: &Url, why: &str) -> Result<(), Diagnostic> {
        let Some(host) = url.host() else {
            let message = format!("`{}` has no host", shown(url));
            return Err(Diagnostic::error(Code::HOST, message));
        };
        let local = match host {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        if url.scheme() != "https" && !(url.scheme() == "http" && local) {
            let message = format!("`{}` is not asked{why}: only `https://` is", shown(url));
            let hint = "`http://` is for servers of this machine, 127.0.0.1 and localhost";
            return Err(Diagnostic::error(Code::HOST, message).hint(hint));
        }
        if self.0.iter().any(|pattern| matches(pattern, url)) {
            return Ok(());
        }
        let host = with_port(url);
        let message = format!("the host `{host}` is not allowed{why}");
        let known = self.0.iter().map(String::as_str);
        let hint = if self.0.is_empty() {
            "no host is allowed yet".to_owned()
        } else {
            format!("these are: {}", allowed(known))
        };
        Err(Diagnostic::error(Code::HOST, message)
            .hint(hint)
            .hint(format!(
                "`--allow-host {host}`, or `hosts = [\"{host}\"]` in hfreport.toml, allows it"
            )))
    }

    /// The addresses of private networks among them: a name may stand for these.
    pub(super) fn private(&self) -> Vec<IpAddr> {
        let named = self.0.iter().flat_map(|host| {
            let host = host
                .strip_prefix('[')
                .map_or(host.as_str(), |rest| rest.split(']').next().unwrap_or(rest));
            let alone = host.parse().ok();
            let with_port = || {
                host.rsplit_once(':')
                    .and_then(|(host, _)| host.parse().ok())
            };
            let named: Option<IpAddr> = alone.or_else(with_port);
            let is_local = host.split(':').next() == Some("localhost");
            let local = is_local.then(|| {
                [
                    [127, 0, 0, 1].into(),
                    IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
                ]
            });
            named.into_iter().chain(local.into_iter().flatten())
        });
        named.collect()
    }
}

/// The host of an address, with its port where that is not the usual one.
fn with_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn matches(pattern: &str, url: &Url) -> bool {
    let host = with_port(url);
    match pattern.strip_prefix("*.") {
        // `*.hf.co` is below `hf.co`, and has two parts at least.
        Some(domain) if domain.contains('.') => {
            let before = host
                .strip_suffix(domain)
                .and_then(|before| before.strip_suffix('.'));
            matches!(url.host(), Some(Host::Domain(_)))
                && before.is_some_and(|before| !before.is_empty())
        }
        Some(_) => false,
        None => pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(hosts: &[&str], url: &str) -> bool {
        let hosts = Hosts::new(hosts.iter().map(|&host| host.to_owned()));
        hosts.admit(&Url::parse(url).unwrap(), "").is_ok()
    }

    #[test]
    fn a_host_is_allowed_by_its_whole_name_and_port() {
        let hosts = ["huggingface.co", "*.hf.co", "127.0.0.1:9000"];
        assert!(admits(&hosts, "https://huggingface.co/a"));
        assert!(admits(&hosts, "https://cdn-lfs.hf.co/a"));
        assert!(admits(&hosts, "http://127.0.0.1:9000/a"));
        for url in [
            "https://huggingface.co.evil.org/a",
            "https://evilhuggingface.co/a",
            "https://hf.co/a",
            "https://evilhf.co/a",
            "https://huggingface.co:8443/a",
            "http://huggingface.co/a",
            "http://127.0.0.1/a",
            "http://127.0.0.1:9001/a",
            "http://[::1]:9000/a",
            "https://huggingface.co@evil.org/a",
        ] {
            assert!(!admits(&hosts, url), "{url}");
        }
        assert!(!admits(&["*.co"], "https://huggingface.co/a"));
        assert!(!admits(&["*"], "https://huggingface.co/a"));
    }

    #[test]
    fn a_private_address_is_one_that_is_named() {
        let named = |host: &str| Hosts::new([host.to_owned()]).private();
        assert_eq!(
            named("10.0.0.5:9000"),
            ["10.0.0.5".parse::<IpAddr>().unwrap()]
        );
        assert_eq!(named("localhost:80").len(), 2);
        assert_eq!(
            named("[fd00::1]:80"),
            ["fd00::1".parse::<IpAddr>().unwrap()]
        );
        assert!(named("example.org").is_empty());
    }
}
