//! The texts of a spec: bytes → UTF-8 with line feeds only, on which all line counting relies.

use super::refusal::unreadable_in;
use super::yaml::{self, Node};
use crate::diagnostic::{Code, Diagnostic, SourceMap};
use crate::world::World;
use std::path::Path;

/// Reads a text: a spec, a template, a list of published figures.
///
/// # Errors
/// It cannot be read or is not UTF-8.
pub fn read_text(world: &dyn World, path: &Path) -> Result<String, Diagnostic> {
    let bytes = world.read(path);
    let bytes = bytes.map_err(|error| unreadable_in(world, path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..valid];
        let line = before.split(|byte| *byte == b'\n').count();
        Diagnostic::error(
            Code::YAML,
            format!(
                "`{}` is not UTF-8: byte {} in line {line} is wrong",
                path.display(),
                valid + 1
            ),
        )
        .hint("save the file as UTF-8")
    })?;
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(text) => text.to_owned(),
        None => text,
    };
    Ok(if text.contains('\r') {
        lines_with_feeds(&text)
    } else {
        text
    })
}

/// Turns line ends that are a lone carriage return, as old editors write them, into line feeds: the
/// number of bytes stays the same, so spans remain valid.
fn lines_with_feeds(text: &str) -> String {
    let mut following = text.chars().skip(1);
    let ends = text.chars().map(|c| match (c, following.next()) {
        ('\r', Some('\n')) => '\r',
        ('\r', _) => '\n',
        (c, _) => c,
    });
    ends.collect()
}

/// Reads one YAML file and registers its text.
///
/// # Errors
/// It cannot be read, is not UTF-8 or not YAML.
pub fn read_yaml(
    world: &dyn World,
    sources: &mut SourceMap,
    path: &Path,
) -> Result<Node, Diagnostic> {
    read_document(world, sources, path).map(|document| document.root)
}

pub(super) fn read_document(
    world: &dyn World,
    sources: &mut SourceMap,
    path: &Path,
) -> Result<yaml::Document, Diagnostic> {
    let text = read_text(world, path)?;
    let file = sources.add(path.display().to_string(), text.as_str());
    yaml::parse(&text, file)
}

#[cfg(test)]
mod tests {
    use super::lines_with_feeds;

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        assert_eq!(lines_with_feeds("a\rb\r\nc\nd\r"), "a\nb\r\nc\nd\n");
    }
}
