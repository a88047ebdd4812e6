//! Spaces and apostrophes in printed French. In: Markdown. Out: the same Markdown in which only the
//! text that people read has changed; applying it twice changes nothing more.
//!
//! - U+202F before `;`, `!`, `?` and the `%` of a number
//! - U+00A0 before `:`, after `«` and before `»`
//! - the apostrophe between letters is U+2019
//!
//! Code, HTML, entities, front matter, link targets, bare addresses, times such as `12:30`, table
//! rules and isolated names ([`super::names`]) are unchanged. The marks around a name are removed,
//! unless its direction needs them; a second pass would then change it.

use std::ops::Range;

use super::direction::{END, ISOLATE, is_directed, isolates};
use super::number::{NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE};
use super::readable::readable_bytes;

/// Applies French typography to a Markdown text.
#[must_use]
pub(crate) fn typography(markdown: &str) -> String {
    typography_around(markdown, &mut [])
}

/// The same; the ranges of `parts`, ordered and disjoint, are moved along with their words.
pub(crate) fn typography_around(markdown: &str, parts: &mut [Range<usize>]) -> String {
    let readable = readable_bytes(markdown);
    let apart = isolates(markdown);
    let mut apart = apart.iter().peekable();
    let mut writer = Writer::default();
    let mut characters = markdown.char_indices().peekable();
    // The part that begins or ends next.
    let mut part = 0;
    let mut began = None;
    while let Some((start, character)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        while apart.next_if(|name| name.end <= start).is_some() {}
        if let Some(name) = apart.peek().filter(|name| name.contains(&start)) {
            let end = name.end - END.len_utf8();
            let mark = start == name.start || start == end;
            let inside = &markdown[name.start + ISOLATE.len_utf8()..end];
            if !mark || is_directed(inside) {
                writer.verbatim(character);
            } else if start == name.start {
                writer.space_after_guillemet(character);
            }
            writer.after_name = start == end;
        } else if readable.get(start).copied().unwrap_or(false) {
            writer.text(character, next);
        } else {
            writer.verbatim(character);
        }
        let Some(place) = parts.get_mut(part) else {
            continue;
        };
        let written = writer.output.len();
        if place.start == start {
            // Characters inserted before its first one do not belong to it.
            let last = writer.output.chars().next_back();
            began = Some(written - last.map_or(0, char::len_utf8));
        }
        if start + character.len_utf8() == place.end {
            *place = began.take().unwrap_or(written)..written;
            part += 1;
        }
    }
    writer.output
}

/// The output so far.
#[derive(Default)]
struct Writer {
    output: String,
    /// Where the last word of the output begins.
    word: usize,
    /// Number of spaces at the end of the output, which a mark may replace.
    spaces: usize,
    /// The output ends in an opening guillemet whose space is still missing.
    opened: bool,
    /// The output ends in a name, whatever its last character is.
    after_name: bool,
}

impl Writer {
    fn push(&mut self, character: char) {
        self.output.push(character);
        if character.is_whitespace() {
            self.word = self.output.len();
        }
    }

    fn verbatim(&mut self, character: char) {
        self.space_after_guillemet(character);
        self.push(character);
        self.spaces = 0;
        self.after_name = false;
    }

    fn text(&mut self, character: char, next: Option<char>) {
        if is_space(character) {
            if !self.opened {
                self.push(character);
                self.spaces += 1;
            }
            return;
        }
        self.space_after_guillemet(character);
        match character {
            ';' | '!' | '?' if ends_a_phrase(next) && self.follows_a_word() => {
                self.space(NARROW_NO_BREAK_SPACE);
            }
            ':' if ends_a_phrase(next)
                && next != Some(')')
                && self.follows_a_word()
                && !self.is_shortcode() =>
            {
                self.space(NO_BREAK_SPACE);
            }
            '%' if !next.is_some_and(char::is_alphanumeric) && self.follows_a_digit() => {
                self.space(NARROW_NO_BREAK_SPACE);
            }
            '»' if self
                .before_spaces()
                .is_some_and(|before| !before.is_whitespace()) =>
            {
                self.space(NO_BREAK_SPACE);
            }
            _ => {}
        }
        let apostrophe = character == '\'' && self.joins_words(next);
        self.push(if apostrophe { '’' } else { character });
        self.spaces = 0;
        self.after_name = false;
        self.opened = character == '«';
    }

    /// Replaces the spaces at the end of the output by a single one.
    fn space(&mut self, space: char) {
        for _ in 0..self.spaces {
            self.output.pop();
        }
        self.push(space);
        self.spaces = 1;
    }

    fn space_after_guillemet(&mut self, character: char) {
        if self.opened && !matches!(character, '\n' | '\r') {
            self.push(NO_BREAK_SPACE);
            self.spaces = 1;
        }
        self.opened = false;
    }

    fn before_spaces(&self) -> Option<char> {
        self.output.chars().rev().nth(self.spaces)
    }

    fn follows_a_digit(&self) -> bool {
        self.before_spaces()
            .is_some_and(|before| before.is_ascii_digit())
    }

    fn follows_a_word(&self) -> bool {
        self.after_name
            || self.before_spaces().is_some_and(|before| {
                before.is_alphanumeric()
                    || matches!(
                        before,
                        ')' | '»' | '”' | '"' | '’' | '*' | '_' | '`' | '%' | '…' | ISOLATE
                    )
            })
    }

    /// `:smile:` is an emoji, whose second colon belongs to the word.
    fn is_shortcode(&self) -> bool {
        self.spaces == 0 && self.output[self.word..].starts_with(':')
    }

    fn joins_words(&self, next: Option<char>) -> bool {
        let after_letter = self.output.ends_with(char::is_alphabetic);
        after_letter
            && next.is_some_and(|next| {
                next.is_alphanumeric() || matches!(next, '*' | '_' | '`' | '[' | '«' | ISOLATE)
            })
    }
}

/// A space within a line.
const fn is_space(character: char) -> bool {
    matches!(character, ' ' | NO_BREAK_SPACE | NARROW_NO_BREAK_SPACE)
}

/// Whether the characters after a mark end a phrase, rather than continue a name such as `a:b`.
fn ends_a_phrase(next: Option<char>) -> bool {
    next.is_none_or(|next| {
        next.is_whitespace()
            || matches!(
                next,
                ')' | ']' | '»' | '”' | '"' | '*' | '_' | '!' | '?' | '<'
            )
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, prop_assert_eq, proptest};
    use proptest::sample::select;

    use super::{typography, typography_around};

    #[test]
    fn parts_move_with_their_words() {
        let text = "« 12,5 % » : 3 ; l'un {4} !";
        let at = |part: &str| {
            let start = text.find(part).unwrap();
            start..start + part.len()
        };
        let mut parts = [at("12,5 %"), at("3"), at("4")];
        let written = typography_around(text, &mut parts);
        assert_eq!(written, typography(text));
        let found = parts.map(|part| written[part].to_owned());
        assert_eq!(found, ["12,5\u{202f}%", "3", "4"]);
    }

    #[test]
    fn marks_have_the_space_of_printed_french() {
        for (text, expected) in [
            ("Vraiment ?", "Vraiment\u{202f}?"),
            ("Vraiment?", "Vraiment\u{202f}?"),
            ("Oui ; non !", "Oui\u{202f}; non\u{202f}!"),
            ("Deux types : a", "Deux types\u{a0}: a"),
            ("Deux types:", "Deux types\u{a0}:"),
            ("12,5 % des", "12,5\u{202f}% des"),
            ("12,5% des", "12,5\u{202f}% des"),
            ("« mot »", "«\u{a0}mot\u{a0}»"),
            ("«mot»", "«\u{a0}mot\u{a0}»"),
            ("l'API d'OpenAI", "l’API d’OpenAI"),
            ("Quoi ?!", "Quoi\u{202f}?!"),
            ("**Note** : a", "**Note**\u{a0}: a"),
            ("**Note :** a", "**Note\u{a0}:** a"),
            ("l'*ancien*", "l’*ancien*"),
            ("Un  ;  deux", "Un\u{202f};  deux"),
            ("(12 %)", "(12\u{202f}%)"),
            ("# Titre : a", "# Titre\u{a0}: a"),
            ("- point : a", "- point\u{a0}: a"),
            ("« `code` »", "«\u{a0}`code`\u{a0}»"),
        ] {
            assert_eq!(typography(text), expected);
        }
    }

    #[test]
    fn what_is_not_prose_stays_as_it_is() {
        for text in [
            "`a ; b`",
            "```\nl'un ; l'autre !\n```",
            "    a = b ; c",
            "https://hf.co/a?b=c;d:8 fin",
            "<https://hf.co/a?b>",
            "[lien](https://hf.co/l'a?b=c!)",
            "![figure](a.svg)",
            "a &amp; b &lt; c",
            "12:30",
            "a::b, x:y",
            "| a | b |\n|:---|---:|\n| 1 | 2 |",
            "<span title=\"a ; b\">x</span>",
            "<!-- a ; b ! -->",
            "---\ntitle: l'un ; l'autre\n---\n",
            "[nom]: https://hf.co 'titre'",
            "a[^1]\n\n[^1]: b",
            "a :) et :smile: et",
            "a != b",
            "50%25",
            "tout \\! seul",
            "[l'un]\n\n[l'un]: https://hf.co",
            "> [!NOTE]\n> texte",
            "les années '90",
        ] {
            assert_eq!(typography(text), text);
        }
    }

    #[test]
    fn a_name_that_stands_apart_is_not_set() {
        for (text, expected) in [
            ("\u{2068}Yahoo!\u{2069} ; l'un", "Yahoo!\u{202f}; l’un"),
            ("chez \u{2068}Yahoo!\u{2069}: non", "chez Yahoo!\u{a0}: non"),
            ("« \u{2068}a ; b\u{2069} »", "«\u{a0}a ; b\u{a0}»"),
            ("l'\u{2068}a?\u{2069} !", "l’a?\u{202f}!"),
            ("\u{2068}שלום!\u{2069} !", "\u{2068}שלום!\u{2069}\u{202f}!"),
            ("a\u{2068} ; b", "a\u{2068}\u{202f}; b"),
        ] {
            assert_eq!(typography(text), expected);
        }
    }

    #[test]
    fn text_in_tables_links_and_quotes_is_prose() {
        assert_eq!(
            typography("| a ; b |\n|:-|\n| l'un ! |"),
            "| a\u{202f}; b |\n|:-|\n| l’un\u{202f}! |"
        );
        assert_eq!(typography("[l'un ?](a?b)"), "[l’un\u{202f}?](a?b)");
        assert_eq!(typography("> Ah !"), "> Ah\u{202f}!");
    }

    fn pieces() -> impl Strategy<Value = String> {
        let piece = select(vec![
            "mot",
            "l'un",
            "12",
            " ",
            " ",
            "  ",
            "\u{a0}",
            "\u{202f}",
            "\n",
            "\n\n",
            ";",
            "!",
            "?",
            ":",
            "%",
            "«",
            "»",
            "*",
            "**",
            "_",
            "`",
            "```",
            "[",
            "]",
            "](",
            "(",
            ")",
            "<",
            ">",
            "|",
            "|:-|",
            "---",
            "- ",
            "> ",
            "# ",
            "&amp;",
            "https://a.b/c",
            "\\",
            "'",
            "’",
            "\"",
            ",",
            ".",
        ]);
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_second_pass_changes_nothing(text in pieces()) {
            let once = typography(&text);
            prop_assert_eq!(typography(&once), once);
        }

        #[test]
        fn only_spaces_and_apostrophes_change(text in pieces()) {
            let rest = |text: &str| text.replace([' ', '\u{a0}', '\u{202f}'], "").replace('\'', "’");
            prop_assert_eq!(rest(&typography(&text)), rest(&text));
        }
    }
}
