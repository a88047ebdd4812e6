//! Formats of programs, `{:.1f}` and `%.1f`, and the filters that write alike. In: a text with such a format. Out: the filter.

/// The filter of the first format in a text: `decimal(1)` of `{:.1f}`, `percent(1)` of `{:.1%}`, `integer` of `%d` and `{:,}`.
pub(super) fn filter_of_format(text: &str) -> Option<String> {
    let at = text.find([':', '%'])?;
    filter_of_type(&text[at + 1..])
}

/// What to write where a template cannot be read at `f"{x:.1f}"`, or at the format of `x:.1f`.
pub(super) fn in_braces(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let opened = before.rfind("{{")?;
    let inside = before[opened + 2..].trim();
    if let Some(format) = rest.strip_prefix(':') {
        let filter = filter_of_type(format)?;
        return Some(format!("write `{inside}|{filter}`"));
    }
    let quoted = rest.strip_prefix(['"', '\''])?;
    let is_marked = matches!(inside, "f" | "F" | "r" | "b" | "u");
    let (name, format) = match quoted.split_once('{').map(|(_, part)| part) {
        Some(part) => {
            let (part, _) = part.split_once('}')?;
            part.split_once(':').unwrap_or((part, ""))
        }
        None => ("value", ""),
    };
    let filter = filter_of_type(format).unwrap_or_else(|| "integer".to_owned());
    is_marked.then(|| {
        format!(
            "the text of a template has its values in it: write `{{{{ {}|{filter} }}}}` where it stands, without the quotes",
            name.trim()
        )
    })
}

/// The filter of a format behind its `:` or `%`: `,.1f`.
fn filter_of_type(format: &str) -> Option<String> {
    let is_flag = |sign: char| sign.is_ascii_digit() || "+-, _#<>^=".contains(sign);
    let behind = format.trim_start_matches(is_flag);
    let is_grouped = format.len() > behind.len() && format.contains([',', '_']);
    let Some(behind) = behind.strip_prefix('.') else {
        let is_whole = behind.starts_with('d') || is_grouped && !behind.starts_with('f');
        return is_whole.then(|| "integer".to_owned());
    };
    let is_digit = |sign: char| sign.is_ascii_digit();
    let kind = behind.trim_start_matches(is_digit);
    let digits: u8 = behind[..behind.len() - kind.len()].parse().ok()?;
    match (kind.chars().next()?, digits) {
        ('%', digits) => Some(format!("percent({digits})")),
        ('f' | 'F', 0) => Some("integer".to_owned()),
        ('f' | 'F' | 'g' | 'G', digits) => Some(format!("decimal({digits})")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{filter_of_format, in_braces};

    #[test]
    fn a_format_of_a_program_is_a_filter() {
        for (format, filter) in [
            ("{:.1f} km", Some("decimal(1)")),
            ("{x:,.2f}", Some("decimal(2)")),
            ("%.0f", Some("integer")),
            ("%5.1f", Some("decimal(1)")),
            ("{:.1%}", Some("percent(1)")),
            ("{:,}", Some("integer")),
            ("%d", Some("integer")),
            ("%s", None),
            ("{}", None),
            ("{:é}", None),
        ] {
            assert_eq!(filter_of_format(format).as_deref(), filter, "{format}");
        }
    }

    #[test]
    fn a_format_in_braces_is_a_filter() {
        for (marked, written) in [
            ("{{ metrics.a^:.1f }}", "write `metrics.a|decimal(1)`"),
            (
                "{{ f^\"{metrics.a:.2f} km\" }}",
                "the text of a template has its values in it: write `{{ metrics.a|decimal(2) }}` where it stands, without the quotes",
            ),
        ] {
            let at = marked.find('^').unwrap();
            let found = in_braces(&marked.replace('^', ""), at);
            assert_eq!(found.as_deref(), Some(written), "{marked}");
        }
        assert_eq!(in_braces("{{ a \"b\" }}", 5), None);
        assert_eq!(in_braces("{{ {'a': b", 7), None);
    }
}
