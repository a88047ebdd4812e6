//! Functions as a spreadsheet writes them, whose arguments are separated by semicolons where it is set to French.

use super::{Mistake, outside_of_quotes};

/// `SI(a; b; c)`: a spreadsheet that is set to French separates arguments by semicolons.
pub(super) fn semicolon(text: &str) -> Option<Mistake> {
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
    let argument = |at: usize| arguments.get(at).copied().unwrap_or("…");
    let compared = |column: usize, criterion: usize| {
        let criterion = argument(criterion);
        let is_comparison = criterion.starts_with(['<', '>', '=']);
        let sign = if is_comparison { " " } else { " = " };
        format!("{}{sign}{criterion}", argument(column))
    };
    let instead = match name.to_uppercase().as_str() {
        "SOMME.SI" | "SUMIF" if arguments.len() == 3 => {
            // The sum comes last, and people write it first.
            let (sum, column, criterion) = if argument(1).starts_with(['\'', '"', '<', '>', '=']) {
                (2, 0, 1)
            } else {
                (0, 1, 2)
            };
            let condition = compared(column, criterion);
            Some(format!("sum({}) FILTER (WHERE {condition})", argument(sum)))
        }
        "SOMME.SI" | "SUMIF" | "SOMME.SI.ENS" | "SUMIFS" => Some("sum(…) FILTER (WHERE …)".into()),
        "NB.SI" | "COUNTIF" => Some(format!("count(*) FILTER (WHERE {})", compared(0, 1))),
        "MOYENNE.SI" | "AVERAGEIF" => Some("avg(…) FILTER (WHERE …)".to_owned()),
        "SI" | "IF" => Some(format!(
            "CASE WHEN {} THEN {} ELSE {} END",
            argument(0),
            argument(1),
            argument(2)
        )),
        "RECHERCHEV" | "RECHERCHEX" | "VLOOKUP" | "XLOOKUP" => {
            return Some(Mistake {
                message: format!("there is no `{name}` here, and `;` separates nothing"),
                hint: "what stands in another table is a lookup: `lookups: {name: {path: table.csv, key: column}}` and a dimension `{lookup: name.attribute, key: column}`".to_owned(),
                place: at..at + 1,
            });
        }
        _ => None,
    };
    Some(Mistake {
        message: "`;` separates nothing here".to_owned(),
        hint: match instead {
            Some(instead) => format!("write `{instead}`; arguments are separated by commas"),
            None => "arguments are separated by commas: `round(a, 2)`".to_owned(),
        },
        place: at..at + 1,
    })
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
