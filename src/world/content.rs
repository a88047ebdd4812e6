//! What a file is to hold. In: bytes, or something that writes them. Out: their number and digest, and the
//! bytes themselves as often as they are wanted, without all of them in memory where they are many.

use crate::checksum::hexadecimal;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

/// Writes some bytes; each time the same.
pub type Writes<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'a;

/// The same, kept and shared.
type RowWriter = dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync;

/// Content of more bytes than these is not kept but written again when it is wanted.
const MOST_KEPT: usize = 4 << 20;

/// Bytes that are collected before they are passed on.
const BUFFER: usize = 1 << 16;

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the bundle's folder, with `/` between folders; made of `A-Z a-z 0-9 . _ - /`.
    pub path: String,
    /// Content.
    pub content: Content,
}

impl OutputFile {
    /// A file of these bytes.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let (path, content) = (path.into(), Content::of(bytes.into()));
        Self { path, content }
    }
}

/// What a file holds.
#[derive(Clone)]
pub struct Content {
    length: usize,
    sha256: String,
    form: Form,
}

#[derive(Clone)]
enum Form {
    Bytes(Arc<Vec<u8>>),
    Written(Arc<RowWriter>),
}

impl Content {
    /// These bytes.
    #[must_use]
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self {
            length: bytes.len(),
            sha256: crate::checksum::sha256(&bytes),
            form: Form::Bytes(Arc::new(bytes)),
        }
    }

    /// What `writes` writes.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn written(
        writes: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (length, sha256, kept) = looked(Few(Some(Vec::new())), &writes)?;
        Ok(Self {
            length,
            sha256,
            form: match kept.0 {
                Some(bytes) => Form::Bytes(Arc::new(bytes)),
                None => Form::Written(Arc::new(writes)),
            },
        })
    }

    /// Number of bytes.
    #[must_use]
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// SHA-256 in hexadecimal digits.
    #[must_use]
    pub(crate) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Writes the bytes.
    ///
    /// # Errors
    /// They cannot be written, or are not those that were written before.
    pub(crate) fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        match &self.form {
            Form::Bytes(bytes) => to.write_all(bytes),
            Form::Written(writes) => {
                if looked(to, &**writes)?.1 == self.sha256 {
                    Ok(())
                } else {
                    Err(io::Error::other("it was written in two different ways"))
                }
            }
        }
    }

    /// The bytes, all in memory.
    ///
    /// # Errors
    /// As `Content::write`.
    pub fn bytes(&self) -> io::Result<Arc<Vec<u8>>> {
        match &self.form {
            Form::Bytes(bytes) => Ok(Arc::clone(bytes)),
            Form::Written(_) => {
                let mut bytes = Vec::with_capacity(self.length);
                self.write(&mut bytes)?;
                Ok(Arc::new(bytes))
            }
        }
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        self.length == other.length && self.sha256 == other.sha256
    }
}

impl Eq for Content {}

impl fmt::Debug for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes, SHA-256 {}", self.length, self.sha256)
    }
}

/// Bytes as long as they are few.
struct Few(Option<Vec<u8>>);

impl Write for Few {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(kept) = &mut self.0 {
            if kept.len() + bytes.len() > MOST_KEPT {
                self.0 = None;
            } else {
                kept.extend_from_slice(bytes);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts and digests what it passes on.
struct Looked<W> {
    to: W,
    length: usize,
    digest: Sha256,
}

/// Writes, and gives the number of bytes, their digest and what took them.
fn looked<W: Write>(to: W, writes: &Writes<'_>) -> io::Result<(usize, String, W)> {
    let looked = Looked {
        to,
        length: 0,
        digest: Sha256::new(),
    };
    let mut buffer = BufWriter::with_capacity(BUFFER, looked);
    writes(&mut buffer)?;
    let looked = buffer
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    let digest = hexadecimal(&looked.digest.finalize());
    Ok((looked.length, digest, looked.to))
}

impl<W: Write> Write for Looked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.length += written;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Form, MOST_KEPT};
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_is_written_is_known_as_its_bytes_are() {
        let text = "a line\n";
        let few = Content::written(|out| out.write_all(text.as_bytes())).unwrap();
        assert_eq!(few, Content::of(text.into()));
        assert!(matches!(few.form, Form::Bytes(_)));
        let lines = MOST_KEPT / text.len() + 1;
        let many = Content::written(move |out| {
            (0..lines).try_for_each(|_| out.write_all(text.as_bytes()))
        });
        let many = many.unwrap();
        assert!(matches!(many.form, Form::Written(_)));
        let whole = text.repeat(lines).into_bytes();
        assert_eq!(many, Content::of(whole.clone()));
        assert_eq!(*many.bytes().unwrap(), whole);
    }

    #[test]
    fn what_is_written_in_two_ways_is_an_error() {
        let times = AtomicUsize::new(0);
        let content = Content::written(move |out| {
            let time = times.fetch_add(1, Ordering::Relaxed) as u8;
            out.write_all(&vec![time; MOST_KEPT + 1])
        });
        assert!(content.unwrap().write(&mut Vec::new()).is_err());
    }
}
