//! The end of the page: where its numbers come from. In: the definitions behind the numbers. Out: a
//! folded list, which links in the text lead to and which the script of the page shows beside them.

use super::model::NumberDefinition;
use super::number_links::definition_id;
use super::table_html::escape;
use crate::text::Locale;
use crate::text::number::integer;
use std::fmt::Write;

/// The style of these links, of the list and of what the script shows.
pub(super) const STYLE: &str = include_str!("../../assets/origins.css");

/// What the list and the script say of themselves.
struct Words {
    heading: &'static str,
    one: &'static str,
    other: &'static str,
    from: &'static str,
    exact: &'static str,
    rows: &'static str,
    close: &'static str,
}

const fn words(locale: Locale) -> Words {
    match locale {
        Locale::Fr => Words {
            heading: "D’où viennent les nombres",
            one: "définition",
            other: "définitions",
            from: "À partir de",
            exact: "Valeur exacte",
            rows: "Ligne",
            close: "Fermer",
        },
        Locale::En => Words {
            heading: "Where the numbers come from",
            one: "definition",
            other: "definitions",
            from: "From",
            exact: "Exact value",
            rows: "Row",
            close: "Close",
        },
    }
}

/// The heading of the list.
pub(super) const fn heading(locale: Locale) -> &'static str {
    words(locale).heading
}

/// The list under its heading, whose `id` is `anchor`; what closing tags HTML lets one leave out are
/// left out.
pub(super) fn origins_html(
    definitions: &[NumberDefinition],
    anchor: &str,
    locale: Locale,
) -> String {
    let words = words(locale);
    let count = integer((definitions.len() as i128).into(), locale);
    let counted = match definitions.len() {
        1 => words.one,
        _ => words.other,
    };
    let mut html = format!(
        "<section id=. data-w=\"{}|{}|{}\"><h2 id=\"{anchor}\">{}</h2><details><summary>{count}\u{a0}{counted}</summary>",
        words.exact, words.rows, words.close, words.heading,
    );
    for (position, definition) in definitions.iter().enumerate() {
        let _ = write!(html, "<div id={}", definition_id(position));
        if !definition.unit.is_empty() {
            let _ = write!(html, " data-u=\"{}\"", escape(&definition.unit));
        }
        let _ = write!(html, "><b>{}</b><dl>", escape(&definition.title));
        for (name, text) in &definition.parts {
            let _ = write!(html, "<dt>{}<dd>{}", escape(name), escape(text));
        }
        if !definition.computed_from.is_empty() {
            let _ = write!(html, "<dt>{}", words.from);
            for part in &definition.computed_from {
                let title = escape(&definitions[*part].title);
                let _ = write!(html, "<dd><a href=#{}>{title}</a>", definition_id(*part));
            }
        }
        html.push_str("</dl></div>");
    }
    html.push_str("</details></section>");
    html
}

#[cfg(test)]
mod tests {
    use super::origins_html;
    use crate::publish::NumberDefinition;
    use crate::text::Locale;

    #[test]
    fn a_definition_is_told_with_its_parts_and_its_links() {
        let definition = |title: &str, computed_from| NumberDefinition {
            title: title.to_owned(),
            unit: String::new(),
            parts: vec![("Condition".to_owned(), "a < 1".to_owned())],
            computed_from,
        };
        let mut definitions = [definition("Part", vec![]), definition("Calcul", vec![0])];
        definitions[0].unit = "téléchargements".to_owned();
        assert_eq!(
            origins_html(&definitions, "nombres", Locale::Fr),
            "<section id=. data-w=\"Valeur exacte|Ligne|Fermer\"><h2 id=\"nombres\">D’où viennent les nombres</h2>\
             <details><summary>2\u{a0}définitions</summary>\
             <div id=.0 data-u=\"téléchargements\"><b>Part</b><dl><dt>Condition<dd>a &lt; 1</dl></div>\
             <div id=.1><b>Calcul</b><dl><dt>Condition<dd>a &lt; 1<dt>À partir de<dd><a href=#.0>Part</a></dl></div>\
             </details></section>"
        );
    }
}
