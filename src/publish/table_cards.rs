//! Tables on a narrow screen: every row becomes a card. In: a [`Table`]. Out: the rules of style that name its cells there.

use crate::document::{MARK, Table, TableColumn};
use std::fmt::Write as _;

/// So many columns stand beside each other on a narrow screen.
const MOST_ON_A_NARROW_SCREEN: usize = 3;

/// Whether the rows of a table become cards: it has more columns than a narrow screen, and no cells over several rows.
pub(super) fn has_cards(table: &Table) -> bool {
    table.groups == 0 && table.columns.len() > MOST_ON_A_NARROW_SCREEN
}

/// The rules of style that write the head of its column before every cell of a card, for the table in an element with an id;
/// empty if its rows become none.
pub(super) fn card_rules(table: &Table, id: &str) -> String {
    if !has_cards(table) {
        return String::new();
    }
    let named = name_column(table);
    let columns = table.columns.iter().enumerate();
    let columns = columns.filter(|(at, column)| *at != named && !column.title.is_empty());
    let rules = columns.map(|(at, column)| {
        format!(
            "#{} tr>:nth-child({})::before{{content:{}}}",
            css_identifier(id),
            at + 1,
            css_string(&head(column, is_in_percent(table, at)))
        )
    });
    rules.collect()
}

/// Whether all numbers of a column are in percent: then only its head shows the sign.
pub(super) fn is_in_percent(table: &Table, column: usize) -> bool {
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    let mut said = cells.filter(|cell| !cell.is_empty()).peekable();
    table.columns[column].numeric && said.peek().is_some() && said.all(|cell| cell.ends_with('%'))
}

/// The head of a column, with the sign that its cells leave out.
pub(super) fn head(column: &TableColumn, in_percent: bool) -> String {
    let (title, mark) = match column.title.strip_suffix(MARK) {
        Some(title) => (title, MARK),
        None => (column.title.as_str(), ""),
    };
    match title.strip_suffix(')') {
        _ if !in_percent || title.contains('%') => column.title.clone(),
        Some(open) => format!("{open}, %){mark}"),
        None => format!("{title} (%){mark}"),
    }
}

/// The column that names a row: the first one that has no numbers.
pub(super) fn name_column(table: &Table) -> usize {
    let mut columns = table.columns.iter();
    columns.position(|column| !column.numeric).unwrap_or(0)
}

/// A name in a selector: what is no letter or digit is written as its number.
fn css_identifier(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    for (at, character) in name.chars().enumerate() {
        let plain = character.is_ascii_alphabetic()
            || at > 0 && (character.is_ascii_digit() || matches!(character, '-' | '_'));
        if plain {
            written.push(character);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(written, "\\{:x} ", u32::from(character));
        }
    }
    written
}

/// A text in a rule of style, in quotes: signs of CSS and of HTML are written as their numbers.
fn css_string(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' | '<' | '>' | '&' => {
                let _ = write!(written, "\\{:x} ", u32::from(character));
            }
            _ if character.is_control() => written.push(' '),
            _ => written.push(character),
        }
    }
    written + "\""
}

#[cfg(test)]
mod tests {
    use super::card_rules;
    use crate::document::{Looks, Table, TableColumn};

    fn table(titles: &[&str], groups: usize) -> Table {
        let column = |title: &&str| TableColumn {
            title: (*title).to_owned(),
            numeric: *title == "1",
            order: Vec::new(),
        };
        Table {
            id: "t".to_owned(),
            title: String::new(),
            columns: titles.iter().map(column).collect(),
            groups,
            rows: Vec::new(),
            looks: Looks::default(),
            total: None,
            remark: String::new(),
        }
    }

    #[test]
    fn cells_of_cards_have_the_head_of_their_column_but_for_the_name() {
        let four = table(&["1", "Nom", "", "a\"}</style><b>"], 0);
        assert_eq!(
            card_rules(&four, "table-t"),
            "#table-t tr>:nth-child(1)::before{content:\"1\"}\
             #table-t tr>:nth-child(4)::before{content:\"a\\22 }\\3c /style\\3e \\3c b\\3e \"}"
        );
        assert!(card_rules(&four, "2é").starts_with("#\\32 \\e9  tr"));
    }

    #[test]
    fn cells_of_cards_that_leave_out_a_sign_have_it_before_them() {
        let mut shares = table(&["Nom", "1", "1", "a"], 0);
        shares.columns[1].title = "Ventes (part)".to_owned();
        shares.columns[2].title = "Taux".to_owned();
        shares.rows = vec![
            ["x", "45,8\u{202f}%", "3,1\u{202f}%", "4\u{202f}%"]
                .map(str::to_owned)
                .to_vec(),
        ];
        let rules = card_rules(&shares, "t");
        for head in ["\"Ventes (part, %)\"", "\"Taux (%)\"", "\"a\""] {
            assert!(rules.contains(&format!("content:{head}")), "{rules}");
        }
    }

    #[test]
    fn few_columns_and_cells_over_several_rows_stay_a_table() {
        assert_eq!(card_rules(&table(&["a", "b", "c"], 0), "t"), "");
        assert_eq!(card_rules(&table(&["a", "b", "c", "d"], 1), "t"), "");
    }
}
