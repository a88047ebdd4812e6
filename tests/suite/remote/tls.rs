//! A server that speaks TLS, with a certificate of an authority that only the test trusts.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

fn certificates(name: &str) -> PathBuf {
    crate::fixture::home()
        .join("tests/suite/remote/certificates")
        .join(name)
}

/// The certificate of the authority.
pub(super) fn authority() -> PathBuf {
    certificates("ca.pem")
}

/// Starts a server that gives one file at every path; returns its port.
pub(super) fn tls_server(bytes: Vec<u8>) -> u16 {
    let chain = CertificateDer::pem_file_iter(certificates("server.pem")).unwrap();
    let chain = chain.collect::<Result<Vec<_>, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_file(certificates("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = Arc::new(
        config
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap(),
    );
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).unwrap();
            let bytes = bytes.clone();
            std::thread::spawn(move || {
                let mut stream = BufReader::new(StreamOwned::new(connection, stream));
                let mut line = String::new();
                // The head of one request; then the file, and the end.
                while stream.read_line(&mut line).is_ok_and(|length| length > 2) {
                    line.clear();
                }
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\netag: \"t\"\r\nconnection: close\r\n\r\n",
                    bytes.len()
                );
                let stream = stream.get_mut();
                let _ = stream
                    .write_all(head.as_bytes())
                    .and_then(|()| stream.write_all(&bytes));
                stream.conn.send_close_notify();
                let _ = stream.flush();
            });
        }
    });
    port
}
