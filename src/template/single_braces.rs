//! Names in single braces, which a text would print as they stand. In: a template. Out: where they are.

use std::ops::Range;

/// The parts of a text in single braces that begin with a name that `is_known` has, and go on as an expression does.
pub(super) fn single_braces(text: &str, is_known: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        let inside = start + 1;
        let closing = match text.as_bytes().get(inside) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                let length = text[inside..].find(['{', '}', '\n']);
                let end = length.map(|length| inside + length);
                if let Some(end) = end.filter(|end| text[*end..].starts_with('}'))
                    && is_expression(text[inside..end].trim(), &is_known)
                {
                    found.push(start..end + 1);
                }
                at = inside;
                continue;
            }
        };
        let length = text[start..].find(closing);
        at = length.map_or(text.len(), |length| start + length + closing.len());
    }
    found
}

/// Whether it is a known name with something behind it: `metrics.a`, `by_type[0].n`.
fn is_expression(inside: &str, is_known: &impl Fn(&str) -> bool) -> bool {
    let end = inside.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
    end.is_some_and(|end| {
        let (name, rest) = inside.split_at(end);
        is_known(name) && rest.starts_with(['.', '[']) && !rest[1..].starts_with([' ', '.'])
    })
}

#[cfg(test)]
mod tests {
    use super::single_braces;

    #[test]
    fn what_is_no_expression_of_a_known_name_stays() {
        let known = |name: &str| ["formatted", "by_type"].contains(&name);
        for (text, found) in [
            (
                "{ formatted.a } and {{ formatted.a }}",
                vec!["{ formatted.a }"],
            ),
            (
                "{formatted.a}{by_type[0].n|integer}",
                vec!["{formatted.a}", "{by_type[0].n|integer}"],
            ),
            (
                "{{ {'a': formatted.a}['a'] }} {% if {'a': by_type[0].n} %}{% endif %}",
                vec![],
            ),
            (
                "{formatted} {a.b} {by_type …} {formatted. a} {formatted.a\n}",
                vec![],
            ),
            ("{ { formatted.a }", vec!["{ formatted.a }"]),
            ("{# { formatted.a } #} { and {{ {", vec![]),
        ] {
            let ranges = single_braces(text, known);
            let parts: Vec<&str> = ranges.into_iter().map(|range| &text[range]).collect();
            assert_eq!(parts, found, "{text}");
        }
    }
}
