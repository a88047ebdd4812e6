//! Lines of a lookup for keys that it lacks, written as the lookup itself is.

use crate::report::{Lookup, LookupForm};

/// A line with the key, whose other fields are empty.
pub(super) fn line(lookup: &Lookup, key: &str) -> String {
    let fields = lookup.columns.iter();
    let value = |column: &String| (*column == lookup.key).then_some(key);
    match lookup.form {
        LookupForm::Delimited { delimiter, quotes } => {
            let fields = fields.map(|column| {
                let text = value(column).unwrap_or_default();
                if quotes && needs_quotes(text, delimiter) {
                    format!("\"{}\"", text.replace('"', "\"\""))
                } else {
                    text.to_owned()
                }
            });
            let delimiter = delimiter.to_string();
            fields.collect::<Vec<_>>().join(&delimiter)
        }
        // A field without a value is none in a file, and a mistake of the spec where rows stand in it.
        LookupForm::Yaml | LookupForm::InLine => {
            let fields = fields.map(|column| match value(column) {
                Some(key) => format!("{column}: {}", quoted(key)),
                None => format!("{column}: "),
            });
            format!("- {{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

fn needs_quotes(text: &str, delimiter: char) -> bool {
    let is_apart = |sign: char| sign == delimiter || matches!(sign, '"' | '\n' | '\r');
    text.contains(is_apart)
}

/// A text of YAML, in quotes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::report::{ByName, Lookup, LookupForm};

    fn lookup(form: LookupForm) -> Lookup {
        Lookup {
            columns: ["entity", "account", "type"].map(str::to_owned).to_vec(),
            key: "account".to_owned(),
            form,
            types: Vec::new(),
            rows: ByName::default(),
            path: None,
            remote: None,
            is_of_period: false,
            pointer: String::new(),
        }
    }

    #[test]
    fn a_line_is_written_as_those_of_its_lookup() {
        let delimited = |delimiter, quotes| lookup(LookupForm::Delimited { delimiter, quotes });
        assert_eq!(line(&delimited(',', true), "a\"b,c"), ",\"a\"\"b,c\",");
        assert_eq!(line(&delimited(';', true), "a,b"), ";a,b;");
        assert_eq!(line(&delimited('\t', false), "a\"b"), "\ta\"b\t");
        for form in [LookupForm::Yaml, LookupForm::InLine] {
            let written = line(&lookup(form), "no");
            assert_eq!(written, "- {entity: , account: \"no\", type: }");
        }
    }
}
