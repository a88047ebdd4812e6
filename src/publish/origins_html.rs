//! The end of the page: the origins of its numbers. In: the definitions behind the numbers. Out: a
//! folded list, which is the target of the links in the text and which the page's script shows
//! beside them.

use super::number_links::definition_id;
use super::table_html::{escape, escape_text};
use crate::document::NumberDefinition;
use crate::text::Locale;
use crate::text::number::integer;
use indexmap::IndexMap;
use std::fmt::Write;

/// The words of the list and the script.
struct Words {
    heading: &'static str,
    one: &'static str,
    other: &'static str,
    from: &'static str,
    exact: &'static str,
    rows: &'static str,
    close: &'static str,
    shared: &'static str,
}

const fn words(locale: Locale) -> Words {
    match locale {
        Locale::Fr => Words {
            heading: "D’où viennent les chiffres",
            one: "définition",
            other: "définitions",
            from: "À partir de",
            exact: "Valeur exacte",
            rows: "Ligne",
            close: "Fermer",
            shared: "Sauf indication contraire",
        },
        Locale::En => Words {
            heading: "Where the numbers come from",
            one: "definition",
            other: "definitions",
            from: "From",
            exact: "Exact value",
            rows: "Row",
            close: "Close",
            shared: "Unless said otherwise",
        },
    }
}

/// The heading of the list.
pub(super) const fn heading(locale: Locale) -> &'static str {
    words(locale).heading
}

/// The list under its heading, whose `id` is `anchor`, with the rows behind the links to it;
/// optional closing tags of HTML are omitted.
pub(super) fn origins_html(
    definitions: &[NumberDefinition],
    rows: &str,
    anchor: &str,
    locale: Locale,
) -> String {
    let words = words(locale);
    let count = integer((definitions.len() as i128).into(), locale);
    let counted = match definitions.len() {
        1 => words.one,
        _ => words.other,
    };
    let shared = shared_parts(definitions);
    let unit = most_frequent(definitions.iter().map(|it| it.unit.as_str()));
    let mut html = format!(
        "<section id=. data-w=\"{}|{}|{}\" data-u=\"{}\" data-n=\"{}\"><h2 id=\"{anchor}\">{}</h2><details><summary>{count}\u{a0}{counted}</summary>",
        words.exact,
        words.rows,
        words.close,
        escape(unit),
        escape(rows),
        words.heading,
    );
    if !shared.is_empty() {
        let _ = write!(html, "<div class=shared><b>{}</b><dl>", words.shared);
        for (name, text) in &shared {
            push_part(&mut html, name, text);
        }
        html.push_str("</dl></div>");
    }
    for (position, definition) in definitions.iter().enumerate() {
        let _ = write!(
            html,
            "<div id={}",
            definition_id(position, definition.claim)
        );
        if !definition.claim && definition.unit != unit {
            let _ = write!(html, " data-u=\"{}\"", escape(&definition.unit));
        }
        if let Some(denominator) = definition.denominator {
            let _ = write!(html, " data-d=/{denominator}");
        }
        let _ = write!(html, "><b>{}</b><dl>", escape(&definition.title));
        let own = definition.parts.iter();
        for (name, text) in own.filter(|part| !shared.contains(part)) {
            push_part(&mut html, name, text);
        }
        let denied = shared.iter().map(|(name, _)| name.as_str());
        let denied: Vec<&str> = denied
            .filter(|name| !definition.parts.iter().any(|(own, _)| own == name))
            .collect();
        if !definition.claim && !denied.is_empty() {
            let _ = write!(html, "<dt class=x>{}<dd>–", escape(&denied.join(", ")));
        }
        if !definition.computed_from.is_empty() {
            let _ = write!(html, "<dt>{}", words.from);
            for part in &definition.computed_from {
                let (title, claim) = (escape(&definitions[*part].title), definitions[*part].claim);
                let id = definition_id(*part, claim);
                let _ = write!(html, "<dd><a href=#{id}>{title}</a>");
            }
        }
        html.push_str("</dl></div>");
    }
    html.push_str("</details></section>");
    html
}

fn push_part(html: &mut String, name: &str, text: &str) {
    let _ = write!(html, "<dt>{}<dd>{}", escape(name), escape_text(text));
}

/// Parts that are the same in many definitions and are therefore given once.
fn shared_parts(definitions: &[NumberDefinition]) -> Vec<&(String, String)> {
    let parts = || definitions.iter().flat_map(|it| &it.parts);
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in parts() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let shared = names.into_iter().filter_map(|name| {
        let of_name = || parts().filter(move |part| part.0 == name);
        let text = most_frequent(of_name().map(|part| part.1.as_str()));
        let mut same = of_name().filter(|part| part.1 == text).peekable();
        let part = *same.peek()?;
        (same.count() * 3 > definitions.len() && definitions.len() > 2).then_some(part)
    });
    shared.collect()
}

/// The text that most definitions have; of equally frequent ones the first.
fn most_frequent<'a>(texts: impl Iterator<Item = &'a str>) -> &'a str {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let mut best = ("", 0);
    for (text, count) in counts {
        if count > best.1 {
            best = (text, count);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::origins_html;
    use crate::document::NumberDefinition;
    use crate::text::Locale;

    fn definition(
        title: &str,
        parts: &[(&str, &str)],
        computed_from: Vec<usize>,
    ) -> NumberDefinition {
        NumberDefinition {
            title: title.to_owned(),
            claim: false,
            unit: "téléchargements".to_owned(),
            denominator: None,
            parts: parts
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
            computed_from,
        }
    }

    #[test]
    fn a_definition_is_written_with_its_parts_and_its_links() {
        let mut definitions = [
            definition("Part", &[("Condition", "a < 1")], vec![]),
            definition("Calcul", &[("Formule", "a / b")], vec![0]),
        ];
        definitions[1].unit = String::new();
        definitions[0].denominator = Some(7);
        assert_eq!(
            origins_html(&definitions, "7 <a>\n8", "nombres", Locale::Fr),
            "<section id=. data-w=\"Valeur exacte|Ligne|Fermer\" data-u=\"téléchargements\" data-n=\"7 &lt;a&gt;\n8\"><h2 id=\"nombres\">D’où viennent les chiffres</h2>\
             <details><summary>2\u{a0}définitions</summary>\
             <div id=.0 data-d=/7><b>Part</b><dl><dt>Condition<dd>a &lt; 1</dl></div>\
             <div id=.1 data-u=\"\"><b>Calcul</b><dl><dt>Formule<dd>a / b<dt>À partir de<dd><a href=#.0>Part</a></dl></div>\
             </details></section>"
        );
    }

    #[test]
    fn what_many_definitions_share_is_stated_once_and_denied_where_it_does_not_hold() {
        let definitions = [
            definition("A", &[("Source", "models"), ("Condition", "x")], vec![]),
            definition("B", &[("Source", "models")], vec![]),
            definition("C", &[("Source", "others")], vec![]),
            definition("D", &[], vec![]),
            definition("E", &[("Source", "models")], vec![]),
        ];
        let html = origins_html(&definitions, "", "n", Locale::En);
        for part in [
            "<div class=shared><b>Unless said otherwise</b><dl><dt>Source<dd>models</dl></div>",
            "<b>A</b><dl><dt>Condition<dd>x</dl>",
            "<b>B</b><dl></dl>",
            "<b>C</b><dl><dt>Source<dd>others</dl>",
            "<b>D</b><dl><dt class=x>Source<dd>–</dl>",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
    }
}
