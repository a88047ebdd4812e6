//! What may be secret in a text that excerpts are taken of: in an address, a name or a password before its host, and what
//! stands behind `?`, which may be a signature. Each byte becomes `*`, so that places stay where they are.

use std::sync::Arc;

/// A text as it is shown.
pub(super) fn shown(text: &Arc<str>) -> Arc<str> {
    let mut bytes = text.as_bytes().to_vec();
    let mut from = 0;
    while let Some(at) = text[from..].find("://") {
        let begin = from + at;
        let scheme = text[..begin]
            .bytes()
            .rev()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
            .count();
        let scheme = &text[begin - scheme..begin];
        let opens = text[..begin - scheme.len()].bytes().next_back();
        let rest = begin + "://".len();
        let address = &text[rest..rest + length(&text[rest..], opens)];
        from = rest + address.len();
        // In an address of the hub, `@` comes before a revision; there and in one of a store `?` is a pattern.
        if let Some(user) = address.rfind('@').filter(|_| scheme != "hf") {
            hide(&mut bytes[rest..rest + user]);
        }
        let query = address.find('?');
        if let Some(query) = query.filter(|_| !matches!(scheme, "hf" | "s3")) {
            hide(&mut bytes[rest + query + 1..from]);
        }
    }
    String::from_utf8(bytes).map_or_else(|_| text.clone(), Arc::from)
}

/// The length of an address that begins a text: to the quote that `opens` it, in brackets to the one that closes, else to
/// a blank that stands in no template or to a quote.
fn length(text: &str, opens: Option<u8>) -> usize {
    let bytes = text.as_bytes();
    if let Some(quote @ (b'"' | b'\'')) = opens
        && let Some(end) = bytes.iter().position(|byte| *byte == quote)
    {
        return end;
    }
    let mut depth = 0_usize;
    let is_end = |(at, byte): (usize, &u8)| {
        match &bytes[at..] {
            [b'{', b'{', ..] => depth += 1,
            [b'}', b'}', ..] => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_blank = depth == 0 && byte.is_ascii_whitespace();
        is_blank || matches!(byte, b'\n' | b'"' | b'\'') || (*byte == b')' && opens == Some(b'('))
    };
    bytes
        .iter()
        .enumerate()
        .position(is_end)
        .unwrap_or(bytes.len())
}

/// Line ends stay, which say where lines begin.
fn hide(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| !b"\r\n".contains(byte)) {
        *byte = b'*';
    }
}

#[cfg(test)]
mod tests {
    use super::shown;
    use std::sync::Arc;

    #[test]
    fn what_may_be_secret_in_an_address_is_hidden_and_nothing_else() {
        for (text, expected) in [
            (
                "path: \"https://a.org/x.csv?key=ä 1\", format: csv",
                "path: \"https://a.org/x.csv?********\", format: csv",
            ),
            (
                "{path: https://a.org/x.csv?k={{ params.k }}&s=Q, b: c}",
                "{path: https://a.org/x.csv?********************* b: c}",
            ),
            ("path: 'http://u:p@a.org/x'", "path: 'http://***@a.org/x'"),
            (
                "path: https://TOKEN@a.org/x # why",
                "path: https://*****@a.org/x # why",
            ),
            (
                "path: \"https://u:p/w@a.org/x?q\"",
                "path: \"https://*****@a.org/x?*\"",
            ),
            (
                "see [x](https://a.org/?q) and {{ y }}?",
                "see [x](https://a.org/?*) and {{ y }}?",
            ),
            (
                "hf://datasets/a/b@main/x-?.csv",
                "hf://datasets/a/b@main/x-?.csv",
            ),
            (
                "s3://bucket/x-?.csv, postgres://u:p@h/d",
                "s3://bucket/x-?.csv, postgres://***@h/d",
            ),
            ("\"https://a?b\n c\" d://", "\"https://a?*\n**\" d://"),
            ("no address: a@b? {{ x }}", "no address: a@b? {{ x }}"),
        ] {
            let found = shown(&Arc::from(text));
            assert_eq!(&*found, expected);
            assert_eq!(found.len(), text.len());
        }
    }
}
