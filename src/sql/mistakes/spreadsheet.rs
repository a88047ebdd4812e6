//! Functions as a spreadsheet writes them: with a condition, with arguments that are separated by semicolons where it is set to
//! French.

use super::{Asked, Mistake, outside_of_quotes};

/// `SI(a; b; c)`: a spreadsheet that is set to French separates arguments by semicolons.
pub(super) fn semicolon(text: &str, asked: Asked) -> Option<Mistake> {
    let mut depth = 0_i32;
    let (at, _) = outside_of_quotes(text).find(|(_, sign)| {
        depth += i32::from(*sign == '(') - i32::from(*sign == ')');
        *sign == ';' && depth > 0
    })?;
    let before = &text[..at];
    let open = before.rfind('(').unwrap_or_default();
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.');
    let name = &before[..open][before[..open].trim_end_matches(is_part).len()..];
    let arguments = arguments(&text[open + 1..]);
    let name_of_lookup = matches!(
        name.to_uppercase().as_str(),
        "RECHERCHEV" | "RECHERCHEX" | "VLOOKUP" | "XLOOKUP"
    );
    if name_of_lookup {
        return Some(Mistake {
            message: format!("there is no `{name}` here, and `;` separates nothing"),
            hint: "what stands in another table is a lookup: `lookups: {name: {path: table.csv, key: column}}` and a dimension `{lookup: name.attribute, key: column}`".to_owned(),
            place: at..at + 1,
        });
    }
    Some(Mistake {
        message: "`;` separates nothing here".to_owned(),
        hint: match Instead::of(name, &arguments, asked) {
            Some(Instead::Condition(condition)) => alone(&condition),
            Some(Instead::Value(value)) => {
                format!("write `{value}`; arguments are separated by commas")
            }
            None => "arguments are separated by commas: `round(a, 2)`".to_owned(),
        },
        place: at..at + 1,
    })
}

/// What to write for a call of a function of a spreadsheet.
pub(super) fn of_spreadsheet(name: &str, arguments: &[String], asked: Asked) -> Option<String> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if arguments.len() < 2 {
        return None;
    }
    Some(match Instead::of(name, &arguments, asked)? {
        Instead::Condition(condition) => alone(&condition),
        Instead::Value(value) => format!("write `{value}`"),
    })
}

fn alone(condition: &str) -> String {
    format!("a condition stands alone: write `{condition}`")
}

/// What stands in this language for a function of a spreadsheet.
enum Instead {
    /// A condition, where one is asked for.
    Condition(String),
    /// A value.
    Value(String),
}

impl Instead {
    fn of(name: &str, arguments: &[&str], asked: Asked) -> Option<Self> {
        let argument = |at: usize| arguments.get(at).copied().unwrap_or("…");
        let joined = |word: &str| Some(Self::Value(arguments.join(word)));
        match name.to_uppercase().as_str() {
            "SI" | "IF" => {
                return Some(Self::Value(format!(
                    "CASE WHEN {} THEN {} ELSE {} END",
                    argument(0),
                    argument(1),
                    argument(2)
                )));
            }
            "ET" | "AND" => return joined(" AND "),
            "OU" | "OR" => return joined(" OR "),
            _ => {}
        }
        let (value, condition) = conditional(name, arguments)?;
        Some(match asked {
            Asked::Condition => Self::Condition(condition),
            Asked::Row | Asked::Rows => Self::Value(format!("{value} FILTER (WHERE {condition})")),
        })
    }
}

/// The aggregate and the condition of `SOMME.SI` and the like.
fn conditional(name: &str, arguments: &[&str]) -> Option<(String, String)> {
    let argument = |at: usize| arguments.get(at).copied().unwrap_or("…");
    let all = |pairs: &[&str]| {
        let pairs = pairs.chunks(2);
        let pairs =
            pairs.map(|pair| met(pair.first().unwrap_or(&"…"), pair.get(1).unwrap_or(&"…")));
        pairs.collect::<Vec<String>>().join(" AND ")
    };
    let name = name.to_uppercase();
    let of = match name.as_str() {
        "NB.SI" | "COUNTIF" | "NB.SI.ENS" | "COUNTIFS" | "COUNT_IF" => {
            return Some(("count(*)".to_owned(), all(arguments)));
        }
        "SOMME.SI.ENS" | "SUMIFS" => {
            return Some((format!("sum({})", argument(0)), all(arguments.get(1..)?)));
        }
        "MOYENNE.SI.ENS" | "AVERAGEIFS" => {
            return Some((format!("avg({})", argument(0)), all(arguments.get(1..)?)));
        }
        "SOMME.SI" | "SUMIF" | "SUM_IF" => "sum",
        "MOYENNE.SI" | "AVERAGEIF" => "avg",
        _ => return None,
    };
    if let [summed, condition] = arguments
        && is_condition(condition)
    {
        return Some((format!("{of}({summed})"), (*condition).to_owned()));
    }
    if arguments.len() < 3 {
        // What meets a text is no amount.
        let is_amount = !argument(1)
            .trim_matches(['\'', '"'])
            .starts_with(char::is_alphabetic);
        let summed = if is_amount { argument(0) } else { "…" };
        return Some((format!("{of}({summed})"), met(argument(0), argument(1))));
    }
    // The sum comes last, and people write it first.
    let is_criterion = argument(1).starts_with(['\'', '"', '<', '>', '='])
        || argument(1).starts_with(|sign: char| sign.is_ascii_digit());
    let (sum, column, criterion) = if is_criterion { (2, 0, 1) } else { (0, 1, 2) };
    let condition = met(argument(column), argument(criterion));
    Some((format!("{of}({})", argument(sum)), condition))
}

/// Whether an argument is a whole condition, `public = 'adulte'`, and no criterion.
fn is_condition(argument: &str) -> bool {
    let begins = argument.starts_with(|sign: char| sign.is_alphabetic() || sign == '_');
    begins && argument.contains(['=', '<', '>'])
}

/// The comparison of a column with a criterion: `'x'`, `5`, `">5"`, `"Route*"`.
fn met(column: &str, criterion: &str) -> String {
    let inner = criterion.trim_matches(['\'', '"']).trim();
    let is_text = inner.len() < criterion.trim().len();
    let signs = ["<>", "<=", ">=", "=", "<", ">"];
    let compared = signs
        .iter()
        .find_map(|it| Some((*it, inner.strip_prefix(it)?.trim())));
    match compared {
        Some(("<>", "")) => format!("{column} IS NOT NULL"),
        Some(("=", "")) => format!("{column} IS NULL"),
        Some((sign, value)) if is_text && value.parse::<f64>().is_err() => {
            format!("{column} {sign} '{value}'")
        }
        Some((sign, value)) => format!("{column} {sign} {value}"),
        None if is_text && inner.contains(['*', '?']) => {
            let pattern = inner.replace('*', "%").replace('?', "_");
            format!("{column} LIKE '{pattern}'")
        }
        None if is_text => format!(
            "{column} = '{}'",
            inner.replace("''", "'").replace('\'', "''")
        ),
        None => format!("{column} = {criterion}"),
    }
}

/// The arguments of a call, of which the text begins behind the parenthesis.
fn arguments(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, sign) in outside_of_quotes(text) {
        match sign {
            '(' => depth += 1,
            ')' if depth == 0 => {
                found.push(text[start..at].trim());
                break;
            }
            ')' => depth -= 1,
            ';' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}
