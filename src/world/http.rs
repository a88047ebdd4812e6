//! The network of this machine: HTTP/1.1 and TLS by the client that the engine brings, one request at a time. No
//! proxy is used: it would look names up itself, behind our back.

use super::network::{Headers, Method, Network, Request, Response, is_public};
use reqwest::Client;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::runtime::{Builder, Handle, Runtime};

/// How long a server may take to be reached.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a server may be silent.
const SILENCE: Duration = Duration::from_mins(1);

/// The network of this machine.
#[derive(Debug, Default)]
pub(super) struct SystemNetwork {
    /// A client for each set of private addresses that requests name: its names and its open connections are of no
    /// other request.
    opened: Mutex<BTreeMap<BTreeSet<IpAddr>, Opened>>,
}

#[derive(Clone, Debug)]
struct Opened {
    runtime: Arc<Runtime>,
    client: Client,
}

/// The only one: connections stay open between requests.
pub(super) fn network() -> &'static SystemNetwork {
    static NETWORK: OnceLock<SystemNetwork> = OnceLock::new();
    NETWORK.get_or_init(SystemNetwork::default)
}

impl SystemNetwork {
    fn opened(&self, private: BTreeSet<IpAddr>) -> io::Result<Opened> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = opened.get(&private) {
            return Ok(known.clone());
        }
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let client = Client::builder()
            .user_agent(concat!("hfreport/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .dns_resolver(Arc::new(Guarded(private.clone())))
            .build()
            .map_err(|error| io::Error::other(told(&error)))?;
        let new = Opened {
            runtime: Arc::new(runtime),
            client,
        };
        opened.insert(private, new.clone());
        Ok(new)
    }
}

/// Waits for a server; on a thread of its own where this one belongs to a runtime already, which must not wait for another one.
fn waited<T: Send>(runtime: &Runtime, answer: impl Future<Output = T> + Send) -> T {
    if Handle::try_current().is_err() {
        return runtime.block_on(answer);
    }
    let waiting = || runtime.block_on(answer);
    let ended = std::thread::scope(|scope| scope.spawn(waiting).join());
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl Network for SystemNetwork {
    fn send(&self, request: &Request) -> io::Result<Response> {
        let opened = self.opened(request.private.iter().copied().collect())?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
        };
        let mut sent = opened.client.request(method, &request.url);
        for (name, value) in &request.headers {
            // What cannot be a header may be a secret with a line end: it is not shown.
            let mut value = reqwest::header::HeaderValue::from_str(value).map_err(|_| {
                io::Error::other(format!(
                    "the header `{name}` has a sign that no header may have"
                ))
            })?;
            value.set_sensitive(true);
            sent = sent.header(*name, value);
        }
        let response = waited(&opened.runtime, async { sent.send().await });
        let response = response.map_err(|error| failed(&error))?;
        let headers = response.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        Ok(Response {
            status: response.status().as_u16(),
            headers: Headers(headers.collect()),
            body: Box::new(Body {
                runtime: opened.runtime.clone(),
                response,
                rest: Vec::new(),
                at: 0,
            }),
        })
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "requests are signed with the time, and limits count it"
    )]
    fn now(&self) -> Duration {
        SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default()
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// The content of an answer, piece by piece as it comes.
struct Body {
    runtime: Arc<Runtime>,
    response: reqwest::Response,
    rest: Vec<u8>,
    at: usize,
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.rest.len() {
            let piece = waited(&self.runtime, self.response.chunk());
            match piece.map_err(|error| failed(&error))? {
                Some(piece) => {
                    self.rest.clear();
                    self.rest.extend_from_slice(&piece);
                    self.at = 0;
                }
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.rest.len() - self.at);
        buffer[..length].copy_from_slice(&self.rest[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

/// Looks names up, and gives no private address that the request does not name.
struct Guarded(BTreeSet<IpAddr>);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let looked_up =
                tokio::task::spawn_blocking(move || (host.as_str(), 0).to_socket_addrs());
            let found: Vec<SocketAddr> = looked_up.await??.collect();
            let allowed: Vec<SocketAddr> = found
                .iter()
                .filter(|it| is_public(it.ip()) || private.contains(&it.ip()))
                .copied()
                .collect();
            if allowed.is_empty()
                && let Some(refused) = found.first()
            {
                let why = format!(
                    "`{}` is {}, an address of a private network",
                    name.as_str(),
                    refused.ip()
                );
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, why).into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}

/// The error of a request, without its address: that stands in the message already, and may hold a signature.
fn failed(error: &reqwest::Error) -> io::Error {
    let reason = innermost(error);
    if let Some(refused) = reason.downcast_ref::<io::Error>()
        && refused.kind() == io::ErrorKind::PermissionDenied
    {
        return io::Error::new(io::ErrorKind::PermissionDenied, refused.to_string());
    }
    let kind = if error.is_timeout() {
        io::ErrorKind::TimedOut
    } else if error.is_connect() {
        io::ErrorKind::ConnectionRefused
    } else {
        io::ErrorKind::UnexpectedEof
    };
    io::Error::new(kind, told(error))
}

fn told(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "the server is silent".to_owned();
    }
    innermost(error).to_string()
}

/// The innermost reason, which is the one that says what happened: the outer ones repeat the address.
fn innermost(error: &reqwest::Error) -> &(dyn std::error::Error + 'static) {
    let mut reason: &(dyn std::error::Error + 'static) = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    reason
}

#[cfg(test)]
mod tests {
    use super::network;
    use crate::world::{Method, Network, Request};
    use std::io::{Read, Write};
    use std::net::TcpListener;

    #[test]
    fn a_program_with_a_runtime_of_its_own_can_fetch() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let answering = std::thread::spawn(move || {
            let (mut asked, _) = server.accept().unwrap();
            let mut request = [0; 1024];
            assert!(asked.read(&mut request).unwrap() > 0);
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nrows";
            asked.write_all(answer.as_bytes()).unwrap();
        });
        let request = Request {
            method: Method::Get,
            url: format!("http://{address}/rows.csv"),
            headers: Vec::new(),
            private: vec![address.ip()],
        };
        let own = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let body = own.block_on(async move {
            let mut response = network().send(&request).unwrap();
            let mut body = String::new();
            response.body.read_to_string(&mut body).unwrap();
            body
        });
        answering.join().unwrap();
        assert_eq!(body, "rows");
    }
}
