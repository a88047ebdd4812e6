//! Addresses of the values of a dimension. In: a template with the key in it. Out: an address for each key that stays
//! on the server that the template names.

/// What stands for the key in a template.
const PLACE: &str = "key";

/// The template of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// As written.
    pub text: String,
    /// What stands around the keys: one more than there are places for them.
    around: Vec<String>,
}

impl Link {
    /// Reads a template: an address of http or https in which `{{ key }}` stands behind the server.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut around = Vec::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("{{") {
            let (name, behind) = behind
                .split_once("}}")
                .ok_or("`{{` is not closed with `}}`")?;
            if name.trim() != PLACE {
                return Err(format!(
                    "`{{{{ {} }}}}` is not known here: the key of a row is `{{{{ key }}}}`",
                    name.trim()
                ));
            }
            around.push(before.to_owned());
            rest = behind;
        }
        around.push(rest.to_owned());
        if around.len() == 1 {
            return Err("an address that is the same for every row says nothing: the key of a row is `{{ key }}`".to_owned());
        }
        let first = &around[0];
        let mut schemes = ["https://", "http://"].iter();
        let server = schemes.find_map(|scheme| first.strip_prefix(scheme));
        let server = server.ok_or("it begins with `https://` or `http://`")?;
        let (host, _) = server.split_once('/').ok_or(
            "a key may not be part of the server: behind its name stands `/`, as in `https://example.org/{{ key }}`",
        )?;
        let of_host = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | ':');
        if host.is_empty() || !host.chars().all(of_host) {
            return Err(format!("`{host}` is no name of a server"));
        }
        let plain = |it: char| {
            it.is_ascii_graphic()
                && !matches!(
                    it,
                    '"' | '\'' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'
                )
        };
        let wrong = around.iter().flat_map(|part| part.chars());
        if let Some(wrong) = wrong.clone().find(|it| !plain(*it)) {
            return Err(format!(
                "the character {wrong:?} stands in no address: write it with `%`"
            ));
        }
        Ok(Self {
            text: text.to_owned(),
            around,
        })
    }

    /// The address of a key; `None` if the key would lead to another place than one of its own.
    #[must_use]
    pub(crate) fn address(&self, key: &str) -> Option<String> {
        let leaves = |part: &str| matches!(part, "." | "..");
        if key.is_empty() || key.split('/').any(leaves) {
            return None;
        }
        let key = encoded(key);
        Some(self.around.join(&key))
    }
}

/// A key in an address: letters, digits, `-._~` and `/` as they are, everything else with `%`.
fn encoded(key: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(key.len());
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let digits = [byte >> 4, byte & 15].map(|it| char::from(DIGITS[usize::from(it)]));
            encoded.push('%');
            encoded.extend(digits);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::Link;

    fn address(template: &str, key: &str) -> Option<String> {
        Link::parse(template).expect(template).address(key)
    }

    #[test]
    fn a_key_stands_in_an_address_and_changes_nothing_else_of_it() {
        let hub = "https://huggingface.co/{{ key }}";
        for (key, found) in [
            (
                "google-bert/bert-base-uncased",
                "google-bert/bert-base-uncased",
            ),
            ("a b", "a%20b"),
            ("a\"onclick=alert(1)", "a%22onclick%3Dalert%281%29"),
            ("?x=1&y#z", "%3Fx%3D1%26y%23z"),
            ("<script>", "%3Cscript%3E"),
            ("été", "%C3%A9t%C3%A9"),
            ("a\\b@evil.org", "a%5Cb%40evil.org"),
            ("javascript:alert(1)", "javascript%3Aalert%281%29"),
            ("{{ key }}", "%7B%7B%20key%20%7D%7D"),
        ] {
            assert_eq!(
                address(hub, key),
                Some(format!("https://huggingface.co/{found}")),
                "{key}"
            );
        }
        assert_eq!(
            address("http://localhost:8000/a?q={{key}}&r={{ key }}", "x/y"),
            Some("http://localhost:8000/a?q=x/y&r=x/y".to_owned())
        );
    }

    #[test]
    fn a_key_that_leaves_its_folder_has_no_address() {
        let hub = "https://huggingface.co/models/{{ key }}";
        for key in ["", ".", "..", "../settings", "a/../../b", "a/."] {
            assert_eq!(address(hub, key), None, "{key}");
        }
    }

    #[test]
    fn a_template_names_its_server_before_the_key() {
        for wrong in [
            "https://huggingface.co/models",
            "https://huggingface.co/{{ name }}",
            "https://huggingface.co/{{ key",
            "https://{{ key }}.example.org/",
            "https://huggingface.co{{ key }}/",
            "javascript:{{ key }}",
            "//example.org/{{ key }}",
            "https:///{{ key }}",
            "https://user@example.org/{{ key }}",
            "https://example.org/\"{{ key }}",
            "https://example.org/a b/{{ key }}",
            "https://example.org/été/{{ key }}",
        ] {
            assert!(Link::parse(wrong).is_err(), "{wrong}");
        }
    }
}
