//! The Markdown of a section, made safe to share a file with others. In: CommonMark with tables,
//! footnotes and strikethrough, as templates produce it. Out: the same, rewritten so that
//! CommonMark readers and kramdown find in it exactly what our parser found: no raw HTML, no
//! attributes, no Liquid, no link that a page would refuse, no unclosed block.

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::fmt::Write;

use super::links::without_refused_links;
use super::markdown_escape::push_text;
use crate::text::markdown_extensions;

/// The Markdown of the section at `index`; the names of its footnotes differ from those of other
/// sections.
pub(super) fn section_text(markdown: &str, index: usize) -> String {
    let events = without_refused_links(Parser::new_ext(markdown, markdown_extensions()));
    let mut writer = Writer {
        index,
        notes: BTreeMap::new(),
        open: vec![Open::new(Container::Document)],
    };
    for event in events {
        writer.event(event);
    }
    let mut document = writer.open.swap_remove(0);
    document.end_block();
    document.blocks.join("\n\n")
}

/// Containers of blocks.
enum Container {
    Document,
    Quote,
    /// The next number of an ordered list.
    List(Option<u64>),
    Item,
    Note(String),
    /// The language of a code block.
    Code(String),
    Table(Vec<Alignment>),
    /// Cells of a row.
    Row(Vec<String>),
}

/// A container that is being written.
struct Open {
    container: Container,
    /// Finished blocks: items of a list, lines of a table.
    blocks: Vec<String>,
    /// The text of the block that is being written.
    text: String,
    /// Whether an item contains paragraphs, or a list such items.
    is_loose: bool,
    /// Targets of the open links.
    targets: Vec<String>,
}

impl Open {
    fn new(container: Container) -> Self {
        Self {
            container,
            blocks: Vec::new(),
            text: String::new(),
            is_loose: false,
            targets: Vec::new(),
        }
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim_end();
        if !text.is_empty() {
            self.blocks.push(text.to_owned());
        }
    }
}

struct Writer {
    index: usize,
    /// Numbers of footnotes by their labels.
    notes: BTreeMap<String, usize>,
    open: Vec<Open>,
}

impl Writer {
    fn here(&mut self) -> &mut Open {
        // The document itself is never closed.
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.code(&code),
            Event::Rule => self.block("---".to_owned()),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("  \n"),
            Event::FootnoteReference(label) => {
                let name = self.note(&label);
                let _ = write!(self.here().text, "[^{name}]");
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            // These are not among the enabled extensions.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let container = match tag {
            Tag::Emphasis => return self.mark("*"),
            Tag::Strong => return self.mark("**"),
            Tag::Strikethrough => return self.mark("~~"),
            Tag::Link {
                dest_url,
                link_type,
                ..
            } => return self.link("[", link_type, &dest_url),
            Tag::Image {
                dest_url,
                link_type,
                ..
            } => return self.link("![", link_type, &dest_url),
            Tag::Heading { level, .. } => {
                self.here().end_block();
                let marks = "#".repeat(level_number(level));
                return self.mark(&format!("{marks} "));
            }
            Tag::Paragraph | Tag::HtmlBlock => {
                self.here().end_block();
                return;
            }
            Tag::BlockQuote(_) => Container::Quote,
            Tag::List(first) => Container::List(first),
            Tag::Item => Container::Item,
            Tag::FootnoteDefinition(label) => Container::Note(self.note(&label)),
            Tag::CodeBlock(kind) => Container::Code(match kind {
                pulldown_cmark::CodeBlockKind::Fenced(language) => language_of(&language),
                pulldown_cmark::CodeBlockKind::Indented => String::new(),
            }),
            Tag::Table(alignments) => Container::Table(alignments),
            Tag::TableHead | Tag::TableRow => Container::Row(Vec::new()),
            // All but the first are not among the enabled extensions.
            Tag::TableCell
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript => return,
        };
        self.here().end_block();
        self.open.push(Open::new(container));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.mark("*"),
            TagEnd::Strong => self.mark("**"),
            TagEnd::Strikethrough => self.mark("~~"),
            TagEnd::Link | TagEnd::Image => {
                let target = self.here().targets.pop().unwrap_or_default();
                let _ = write!(self.here().text, "]({target})");
            }
            TagEnd::Paragraph => {
                let here = self.here();
                here.is_loose |= matches!(here.container, Container::Item);
                here.end_block();
            }
            TagEnd::Heading(_) | TagEnd::HtmlBlock => self.here().end_block(),
            TagEnd::TableCell => {
                let here = self.here();
                let text = std::mem::take(&mut here.text);
                if let Container::Row(cells) = &mut here.container {
                    cells.push(text.trim().to_owned());
                }
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow => self.close(),
            TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    /// Closes a container and appends it to the one around it.
    fn close(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let Some(mut done) = self.open.pop() else {
            return;
        };
        if !matches!(done.container, Container::Code(_)) {
            done.end_block();
        }
        let apart = if done.is_loose { "\n\n" } else { "\n" };
        let here = self.here();
        let block = match done.container {
            Container::Document => return,
            Container::Quote => indented(&done.blocks.join("\n\n"), "> ", "> "),
            Container::List(_) => done.blocks.join(apart),
            Container::Item => {
                here.is_loose |= done.is_loose;
                let marker = match &mut here.container {
                    Container::List(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                let rest = " ".repeat(marker.len());
                indented(&done.blocks.join(apart), &marker, &rest)
            }
            Container::Note(name) => {
                indented(&done.blocks.join("\n\n"), &format!("[^{name}]: "), "    ")
            }
            Container::Code(language) => code_block(&done.text, &language),
            Container::Row(cells) => {
                let row = format!("| {} |", cells.join(" | "));
                match &here.container {
                    Container::Table(alignments) if here.blocks.is_empty() => {
                        format!("{row}\n| {} |", rules(alignments).join(" | "))
                    }
                    _ => row,
                }
            }
            Container::Table(_) => done.blocks.join("\n"),
        };
        here.blocks.push(block);
    }

    fn block(&mut self, block: String) {
        let here = self.here();
        here.end_block();
        here.blocks.push(block);
    }

    fn mark(&mut self, mark: &str) {
        self.here().text.push_str(mark);
    }

    /// A line break; a space in blocks of a single line.
    fn line_break(&mut self, mark: &str) {
        let here = self.here();
        let has_one_line =
            matches!(here.container, Container::Row(_)) || here.text.starts_with('#');
        here.text.push_str(if has_one_line { " " } else { mark });
    }

    fn text(&mut self, text: &str) {
        let here = self.here();
        if matches!(here.container, Container::Code(_)) {
            here.text.push_str(text);
        } else {
            push_text(&mut here.text, text);
        }
    }

    fn link(&mut self, mark: &str, kind: LinkType, target: &str) {
        let here = self.here();
        if here.text.ends_with('!') {
            // Otherwise it would turn the link into a picture.
            here.text.pop();
            here.text.push_str("\\!");
        }
        here.text.push_str(mark);
        let scheme = if kind == LinkType::Email {
            "mailto:"
        } else {
            ""
        };
        here.targets.push(format!("{scheme}{}", address(target)));
    }

    /// Inline code; code that Liquid would run, or with a bar in a table, can only be written as
    /// text.
    fn code(&mut self, code: &str) {
        let in_table = matches!(self.here().container, Container::Row(_));
        if is_liquid(code) || in_table && code.contains('|') {
            return self.text(code);
        }
        let code: String = code.chars().map(printable).collect();
        let fence = "`".repeat(longest_run(&code, '`') + 1);
        let is_bare = !code.starts_with(['`', ' ']) && !code.ends_with(['`', ' ']);
        let space = if is_bare { "" } else { " " };
        let _ = write!(self.here().text, "{fence}{space}{code}{space}{fence}");
    }

    /// The name of a footnote: the section and its number in it.
    fn note(&mut self, label: &CowStr<'_>) -> String {
        let next = self.notes.len() + 1;
        let number = *self.notes.entry(label.to_string()).or_insert(next);
        format!("{}-{number}", self.index + 1)
    }
}

/// Whether Liquid would find a tag.
fn is_liquid(code: &str) -> bool {
    code.contains("{{") || code.contains("{%")
}

/// A code block or, if Liquid would run some of it, its lines as text.
fn code_block(code: &str, language: &str) -> String {
    if is_liquid(code) {
        let lines = code.lines().map(|line| {
            let mut text = String::new();
            push_text(&mut text, line);
            text
        });
        return lines.collect::<Vec<_>>().join("  \n");
    }
    let fence = "~".repeat(longest_run(code, '~').max(2) + 1);
    let code: String = code
        .chars()
        .map(|it| if it == '\n' { it } else { printable(it) })
        .collect();
    let newline = if code.ends_with('\n') { "" } else { "\n" };
    let gap = if language.is_empty() { "" } else { " " };
    format!("{fence}{gap}{language}\n{code}{newline}{fence}")
}

/// The language of a fence, as far as it is a name.
fn language_of(info: &str) -> String {
    let is_plain = |it: &char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '+');
    info.chars().take_while(is_plain).collect()
}

fn printable(character: char) -> char {
    if character.is_control() && character != '\t' {
        ' '
    } else {
        character
    }
}

fn longest_run(text: &str, mark: char) -> usize {
    let runs = text.split(|character| character != mark);
    runs.map(str::len).max().unwrap_or(0)
}

/// An address in which no character has a meaning for Markdown or Liquid.
fn address(target: &str) -> String {
    let has_reference = target.contains('&');
    let mut safe = String::with_capacity(target.len());
    for byte in target.bytes() {
        let is_plain = byte.is_ascii_alphanumeric()
            || b"-._~:/?#@!$&+,=%".contains(&byte)
            || byte == b';' && !has_reference;
        if is_plain {
            safe.push(char::from(byte));
        } else {
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    safe
}

fn rules(alignments: &[Alignment]) -> Vec<&'static str> {
    let rule = |alignment: &Alignment| match alignment {
        Alignment::None => "---",
        Alignment::Left => ":--",
        Alignment::Center => ":-:",
        Alignment::Right => "--:",
    };
    alignments.iter().map(rule).collect()
}

fn level_number(level: HeadingLevel) -> usize {
    level as usize
}

/// A block with a prefix on each line; empty lines stay empty, except in a quote.
fn indented(block: &str, first: &str, rest: &str) -> String {
    let lines = block.split('\n').enumerate().map(|(at, line)| {
        let mark = if at == 0 { first } else { rest };
        format!("{mark}{line}").trim_end_matches(' ').to_owned() + hard_break(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The two spaces at the end of a line that are a hard break in Markdown.
fn hard_break(line: &str) -> &'static str {
    if line.ends_with("  ") { "  " } else { "" }
}

#[cfg(test)]
mod tests {
    use super::section_text;
    use pulldown_cmark::{Event, Parser, html};

    fn page(markdown: &str) -> String {
        let mut page = String::new();
        let parser = Parser::new_ext(markdown, super::markdown_extensions());
        html::push_html(&mut page, parser);
        page
    }

    #[test]
    fn what_is_written_reads_as_what_was_given() {
        let given = "# A *b* `c`\n\nOne\ntwo  \nthree **four** ~~five~~ a_b.\n\n- x\n- y\n  1. z\n  2. t\n\n\
             > quoted\n>\n> more\n\n3. loose\n\n   two\n\n4. end\n\n\
             | a | b |\n|:-:|--:|\n| 1 | x\\|y |\n\n```sql\nSELECT 1\n\n  x\n```\n\n---\n\n\
             [link](https://example.org/a_b?c=d&e=f#g) <https://example.org> <a@example.org>\n";
        assert_eq!(page(&section_text(given, 0)), page(given));
        let once = section_text(given, 0);
        assert_eq!(section_text(&once, 0), once);
    }

    #[test]
    fn a_section_holds_no_html() {
        assert_eq!(
            section_text("a <b>c</b> `<i>`", 0),
            "a \\<b\\>c\\</b\\> `<i>`"
        );
        let hostile = "<a x=\"`\"> `<script>`\n\n<div>\n<script>x</script>\n</div>";
        let safe = section_text(hostile, 0);
        let raw = |event: Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
        assert!(!Parser::new(&safe).any(raw), "{safe}");
    }

    #[test]
    fn no_brace_of_liquid_or_kramdown_is_left_but_in_code() {
        let hostile = "{::nomarkdown}<img>{:/} `{{ a }}` `{: b}` [{% c %}]({{d}})\n{: onclick=\"e\"}\n\n\
             {:f: .g}\n\n~~~\n{% raw %}\n~~~\n\n{::options x=\"y\" /}\n\n| a |\n|---|\n| {{ h }} |";
        let safe = section_text(hostile, 0);
        assert_eq!(
            safe.replace("`{: b}`", "").matches('{').count(),
            0,
            "{safe}"
        );
        assert!(safe.contains("`{: b}`"));
    }

    #[test]
    fn targets_that_a_page_refuses_are_left_out() {
        assert_eq!(section_text("[a](javascript:alert)", 0), "a");
        assert_eq!(section_text("![a](http://example.org/x.png)", 0), "a");
        assert_eq!(section_text("[a](<x y\"z>)", 0), "[a](x%20y%22z)");
    }

    #[test]
    fn footnotes_of_two_sections_do_not_meet() {
        let given = "x[^1] y[^b c]\n\n[^1]: note\n\n[^b c]: more\n";
        assert_eq!(
            section_text(given, 0),
            "x[^1-1] y[^1-2]\n\n[^1-1]: note\n\n[^1-2]: more"
        );
        assert_eq!(
            section_text("x[^1]\n\n[^1]: note", 4),
            "x[^5-1]\n\n[^5-1]: note"
        );
    }

    #[test]
    fn an_open_code_block_does_not_swallow_the_next_section() {
        assert_eq!(
            section_text("a\n\n~~~~ sql\nSELECT", 0),
            "a\n\n~~~ sql\nSELECT\n~~~"
        );
        assert_eq!(section_text("```\nx\n```\n\nend", 0), "~~~\nx\n~~~\n\nend");
        assert_eq!(section_text("```\n~~~\n```", 0), "~~~~\n~~~\n~~~~");
    }
}
