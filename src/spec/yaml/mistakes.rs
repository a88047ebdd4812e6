//! Frequent YAML mistakes: what was meant by a text that is not YAML, in the terms of the spec
//! rather than of the parser.

use super::line::{Line, behind_quote, line_end, quoted, short};
use super::meant::{comment, first_dash, missing_comma, open_quote, unspaced_key};
use super::unseen::{Mistake, byte_order_mark, unspaced_colon};

/// Characters with a meaning of their own in YAML at the beginning of a text.
const SIGNS: [char; 9] = ['%', '@', '`', '&', '*', '!', '|', '>', '"'];

/// The mistake behind a parser error at a byte.
pub(super) fn mistake(text: &str, at: usize, parser: &str) -> Option<Mistake> {
    let line = Line::at(text, at);
    no_anchor(&line, at, parser)
        .or_else(|| byte_order_mark(line.text, line.start))
        .or_else(|| comma_alone(&line))
        .or_else(|| tab(&line))
        .or_else(|| line.before(text).and_then(|before| tab(&before)))
        .or_else(|| line.after(text).and_then(|after| tab(&after)))
        .or_else(|| tab_behind_a_colon(&line, parser))
        .or_else(|| first_dash(text, &line))
        .or_else(|| unspaced_key(text, &line, parser))
        .or_else(|| open_quote(text, &line))
        .or_else(|| quote(&line))
        .or_else(|| sign(&line))
        .or_else(|| second_colon(&line, at))
        .or_else(|| bracket(text, at))
        .or_else(|| behind_the_value(&line, at))
        .or_else(|| unspaced_colon(line.text, line.start))
        .or_else(|| {
            let before = line.before(text)?;
            unspaced_colon(before.text, before.start)
        })
        .or_else(|| no_colon(text, &line, parser))
        .or_else(|| indentation(text, &line))
}

/// `decimal: ,`, a sign that begins nothing without quotes.
fn comma_alone(line: &Line<'_>) -> Option<Mistake> {
    let mut keys = ["decimal", "thousands", "delimiter"].into_iter();
    let (key, at) = keys.find_map(|key| {
        let start = line.text.find(&format!("{key}: "))?;
        let behind = &line.text[start + key.len() + 1..];
        let at = line.text.len() - behind.trim_start().len();
        let rest = line.text[at..].strip_prefix(',')?;
        (rest.trim().is_empty() || rest.trim_start().starts_with([',', '}', '#']))
            .then_some((key, at))
    })?;
    Some(Mistake {
        message: "a comma without quotes is no value".to_owned(),
        place: line.range(at, at + 1),
        related: None,
        hint: format!("put it in quotes: `{key}: \",\"`"),
    })
}

fn tab(line: &Line<'_>) -> Option<Mistake> {
    let blank = line.text.len() - line.text.trim_start().len();
    let at = line.text[..blank].find('\t')?;
    Some(Mistake {
        message: "a tab indents this line".to_owned(),
        place: line.range(at, at + 1),
        related: None,
        hint: "YAML is indented with spaces, not with tabs".to_owned(),
    })
}

fn tab_behind_a_colon(line: &Line<'_>, parser: &str) -> Option<Mistake> {
    let at = line.text.find(":\t")? + 1;
    let rest = line.text[at..].trim();
    parser.contains("whitespace").then(|| Mistake {
        message: "a tab stands behind this colon".to_owned(),
        place: line.range(at, at + 1),
        related: None,
        hint: format!("put a space there: {}: {}", line.key(), short(rest)),
    })
}

/// `'L'essentiel'`, `"a "b" c"`, and a quote that does not end in its line.
fn quote(line: &Line<'_>) -> Option<Mistake> {
    let (value, text) = line.value()?;
    // The value of a key inside `{ }` counts as well.
    let (at, inner) = [(value, text)]
        .into_iter()
        .chain(line.text.match_indices(": ").map(|(colon, _)| {
            let rest = &line.text[colon + 2..];
            let at = colon + 2 + rest.len() - rest.trim_start().len();
            (at, line.text[at..].trim_end())
        }))
        .find(|(_, text)| {
            text.starts_with(['"', '\'']) && {
                let rest = behind_quote(text);
                let next = rest.map(str::trim_start);
                next.is_none_or(|next| {
                    !(next.is_empty() || next.starts_with([',', '}', ']', '#', ':']))
                })
            }
        })?;
    let mark = inner.chars().next()?;
    let Some(rest) = behind_quote(inner) else {
        return Some(Mistake {
            message: format!("the text begins with {mark} and does not end with it"),
            place: line.range(at, at + 1),
            related: None,
            hint: format!("put {mark} at the end of the text too"),
        });
    };
    let end = at + inner.len() - rest.len();
    let hint = if mark == '\'' {
        "write an apostrophe twice ('L''essentiel'), or put the text in double quotes".to_owned()
    } else {
        "write double quotes around the whole text and single ones inside: \"task = 'x'\""
            .to_owned()
    };
    Some(Mistake {
        message: format!("the text ends at this {mark}, but there is more after it"),
        place: line.range(end - 1, end),
        related: None,
        hint,
    })
}

/// `*name` without any `&name`.
fn no_anchor(line: &Line<'_>, at: usize, parser: &str) -> Option<Mistake> {
    let from = at.checked_sub(line.start)?;
    let rest = line.text.get(from..)?.strip_prefix('*')?;
    let name = rest.split([',', ']', '}', ' ']).next()?;
    let whole = rest.strip_prefix(name)?.trim();
    let alone = whole.is_empty() || whole.starts_with([',', ']', '}', '#']);
    (parser.contains("unknown anchor") && alone && !name.is_empty()).then(|| Mistake {
        message: format!("`*{name}` repeats a value that no `&{name}` marks"),
        place: line.range(from, from + 1 + name.len()),
        related: None,
        hint: format!("mark the value first: `key: &{name} value`, or put the text in quotes"),
    })
}

/// `title: % of downloads`, `title: @hub`, `title: *Models*`.
fn sign(line: &Line<'_>) -> Option<Mistake> {
    let (at, text) = line.value()?;
    let first = text.chars().next().filter(|c| SIGNS.contains(c))?;
    // `|`, `>` and anchors are intended where they are alone or name a value.
    let name = text[1..].split_whitespace().next().unwrap_or("");
    let is_name = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let on_purpose = match first {
        '&' => is_name && !name.is_empty(),
        '*' => is_name && text[1..].trim() == name,
        '|' | '>' => text.len() <= 2,
        '"' => true,
        _ => false,
    };
    if on_purpose {
        return None;
    }
    Some(Mistake {
        message: match first {
            '`' => "a text cannot begin with a backtick without quotes".to_owned(),
            _ => format!("a text cannot begin with `{first}` without quotes"),
        },
        place: line.range(at, at + first.len_utf8()),
        related: None,
        hint: format!("write {}: {}", line.key(), quoted(text)),
    })
}

/// `caption: Taille : petite`.
fn second_colon(line: &Line<'_>, at: usize) -> Option<Mistake> {
    let upto = at.saturating_sub(line.start).min(line.text.len());
    let colon = if line.text[upto..].starts_with(':') {
        upto
    } else {
        let (value, text) = line.value()?;
        if text.starts_with(['{', '[', '"', '\'']) {
            return None;
        }
        value + text.find(": ").or_else(|| text.find(" :"))?
    };
    // The part between the last `,` or `{` and this colon already has a key.
    let part = line.text[..colon]
        .rfind(['{', ','])
        .map_or(line.content(), |cut| cut + 1);
    if part > line.content()
        && let Some(found) = missing_comma(line, part..colon)
    {
        return Some(found);
    }
    let (key, value) = line.text[part..colon].split_once(": ")?;
    let end = line.text[colon..]
        .find(['}', ','])
        .filter(|_| part > line.content());
    let whole = line.text[..end.map_or(line.text.len(), |end| colon + end)]
        .get(part + key.len() + 2..)
        .unwrap_or(value);
    // A section is named by its kind and its name in one word.
    let place = whole.trim().split_once(": ");
    let place = place.filter(|_| key.trim() == "after");
    let hint = match place {
        Some((kind, name)) => format!("write it without a space: after: {kind}:{}", name.trim()),
        None => format!(
            "put the text in quotes: {}: {}",
            key.trim(),
            quoted(whole.trim())
        ),
    };
    Some(Mistake {
        message: format!(
            "the value of `{}` has a colon, which begins another value",
            key.trim()
        ),
        place: line.range(colon, colon + 1),
        related: None,
        hint,
    })
}

/// A bracket that is not closed, or is closed by one of another kind.
fn bracket(text: &str, at: usize) -> Option<Mistake> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let (mut line_start, mut comments) = (0, Vec::new());
    let stop = (at + 1).min(text.len());
    for line in text[..line_end(text, stop)].split_inclusive('\n') {
        let mut characters = line.char_indices().peekable();
        let mut before = ' ';
        while let Some((index, c)) = characters.next() {
            let place = line_start + index;
            match c {
                '#' if before.is_whitespace() => {
                    comments.push(place);
                    break;
                }
                '"' | '\'' if matches!(before, ' ' | '[' | '{' | ',') => {
                    let length = behind_quote(&line[index..])
                        .map_or(line.len() - index, |rest| line.len() - index - rest.len());
                    while characters
                        .peek()
                        .is_some_and(|(next, _)| *next < index + length)
                    {
                        characters.next();
                    }
                }
                '{' | '[' if !open.is_empty() || matches!(before, ' ' | '\n') => {
                    open.push((c, place));
                }
                '}' | ']' if !open.is_empty() => {
                    let (bracket, begin) = open.pop()?;
                    let fitting = if bracket == '{' { '}' } else { ']' };
                    if c != fitting {
                        return Some(Mistake {
                            message: format!("`{c}` stands where `{fitting}` is needed"),
                            place: place..place + 1,
                            related: Some((begin..begin + 1, "opened here".to_owned())),
                            hint: format!("close the list or map with `{fitting}` first"),
                        });
                    }
                }
                _ => {}
            }
            before = c;
        }
        line_start += line.len();
    }
    // A block of lines that begins at the left margin cannot be inside a bracket.
    let (bracket, begin) = open.last().copied()?;
    let fitting = if bracket == '{' { '}' } else { ']' };
    let hidden = comments.iter().filter(|at| **at > begin);
    let mut hidden = hidden.filter_map(|at| comment(text, *at, begin, fitting));
    if let Some(found) = hidden.next_back() {
        return Some(found);
    }
    let line = Line::at(text, begin);
    Some(Mistake {
        message: format!("this `{bracket}` is not closed"),
        place: begin..begin + 1,
        related: None,
        hint: format!(
            "put `{fitting}` at the end: {}",
            short(&format!("{}{fitting}", line.text.trim()))
        ),
    })
}

/// `locales: [en],`
fn behind_the_value(line: &Line<'_>, at: usize) -> Option<Mistake> {
    let from = at.checked_sub(line.start)?;
    let rest = line.text.get(from..)?.trim_end();
    let before = line.text.get(..from)?.trim_end();
    (!rest.is_empty() && before.ends_with([']', '}', '"', '\''])).then(|| Mistake {
        message: format!("`{}` comes after the end of the value", short(rest)),
        place: line.range(from, from + rest.len()),
        related: None,
        hint: format!("remove it: {}", short(before.trim_start())),
    })
}

/// `title Report`
fn no_colon(text: &str, line: &Line<'_>, parser: &str) -> Option<Mistake> {
    let wrong = if parser.contains("simple key") {
        line.before(text)?
    } else {
        return None;
    };
    let content = wrong.content();
    if wrong.text.trim_end().len() <= content {
        return None;
    }
    let (first, rest) = wrong.text[content..]
        .split_once(' ')
        .unwrap_or((&wrong.text[content..], ""));
    Some(Mistake {
        message: "this line has no `key: value`".to_owned(),
        place: wrong.range(content, wrong.text.trim_end().len()),
        related: None,
        hint: format!(
            "put a colon after the key: {}",
            short(&format!("{first}: {rest}"))
        ),
    })
}

/// A line indented more or less than its neighbours.
fn indentation(text: &str, line: &Line<'_>) -> Option<Mistake> {
    // Spaces behind the last line are no line that could be indented.
    if !line.says_something() {
        return None;
    }
    let here = line.indentation();
    let is_entry = line.text.trim_start().starts_with("- ");
    let mut above: Vec<usize> = Vec::new();
    let mut entries: Vec<usize> = Vec::new();
    let mut other = *line;
    let mut limit = usize::MAX;
    while let Some(before) = other.before(text) {
        // Columns where a map or a list of the surrounding lines begins.
        let columns = if before.text.trim_start().starts_with("- ") {
            if before.indentation() < limit {
                entries.push(before.indentation());
            }
            vec![before.content(), before.indentation()]
        } else {
            vec![before.indentation()]
        };
        for column in columns {
            if column < limit {
                limit = column;
                above.push(column);
            }
        }
        if limit == 0 {
            break;
        }
        other = before;
    }
    above.sort_unstable();
    if is_entry && !entries.contains(&here) && !above.is_empty() {
        let (wanted, why) = place_of_entry(text, line, &entries);
        return Some(Mistake {
            message: if above.contains(&here) {
                "this entry of a list stands among the keys of a map".to_owned()
            } else {
                nothing_begins(here)
            },
            place: line.range(here, here + 1),
            related: None,
            hint: format!("indent it by {wanted}, {why}"),
        });
    }
    if above.is_empty() || above.contains(&here) && !is_entry {
        let listed = line.before(text)?;
        let is_list = listed.text.trim_start().starts_with("- ") && listed.indentation() == here;
        return is_list.then(|| Mistake {
            message: "this key stands at the level of the list, not of its entry".to_owned(),
            place: line.range(here, here + line.key().len()),
            related: None,
            hint: format!(
                "put {} spaces before it, so that it lines up with the key after `- `",
                listed.content()
            ),
        });
    }
    let nearest = above
        .iter()
        .rev()
        .min_by_key(|column| column.abs_diff(here))?;
    let wanted: Vec<String> = above.iter().map(usize::to_string).collect();
    Some(Mistake {
        message: nothing_begins(here),
        place: line.range(here, here + line.key().len().max(1)),
        related: None,
        hint: format!(
            "indent it by {nearest}: the lines above it are indented by {}, and keys of one map stand below each other",
            wanted.join(" and ")
        ),
    })
}

fn nothing_begins(here: usize) -> String {
    format!(
        "this line is indented by {here} space{}, but no map or list begins there",
        if here == 1 { "" } else { "s" }
    )
}

/// Where an entry of a list belongs, and why: below the key that waits for its list, or with
/// the other entries of a list around it.
fn place_of_entry(text: &str, line: &Line<'_>, entries: &[usize]) -> (usize, &'static str) {
    const AS_OTHERS: &str = "as the other entries of its list";
    let here = line.indentation();
    let waiting = line
        .before(text)
        .filter(|before| before.text.trim_end().ends_with(':'));
    if let Some(key) = waiting {
        return (
            key.content() + 2,
            "deeper than the key that its list belongs to",
        );
    }
    let deeper = entries.iter().filter(|column| **column > here).min();
    match deeper.or(entries.iter().max()) {
        Some(column) => (*column, AS_OTHERS),
        None => (here + 2, "deeper than the key that its list belongs to"),
    }
}
