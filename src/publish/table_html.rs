//! A table as HTML. In: a [`Table`] of formatted text. Out: a `<table>` with its remark, in a frame
//! that scrolls if the table is wider than the page.

use super::escape::in_cell;
pub(super) use super::escape::{escape, escape_text};
use super::table_cards::{has_cards, head, is_in_percent, name_column};
use super::table_looks::{legend_html, push_look};
use crate::document::{Look, Table};

/// A table with this many columns or more is printed in smaller letters, so that paper does not cut
/// it off.
const WIDE_FROM: usize = 9;

/// The table under its caption, if it has one, and its remark. Optional parts of HTML are omitted,
/// since a report has thousands of cells. Equal neighbours in the leading `groups` columns are
/// merged into one cell.
pub(super) fn table_html(table: &Table, caption: &str) -> String {
    table_in(table, caption, &[], |cell, _| escape(cell))
}

/// The same for a page: on a narrow screen the rows become cards, in which every cell has the head of its column before it
/// (see [`super::table_cards::card_rules`]); what is then no table for a browser stays one by its roles. `linked` makes HTML
/// of a cell whose text has a [start](crate::document::Look::start).
pub(super) fn cards_html(
    table: &Table,
    caption: &str,
    linked: impl FnMut(&str, usize) -> String,
) -> String {
    let classes: &[&str] = if has_cards(table) { &["cards"] } else { &[] };
    table_in(table, caption, classes, linked)
}

fn table_in(
    table: &Table,
    caption: &str,
    classes: &[&str],
    mut linked: impl FnMut(&str, usize) -> String,
) -> String {
    let caption = escape(caption);
    let is_cards = classes.contains(&"cards");
    let role = |role: &'static str| if is_cards { role } else { "" };
    let trailing = trailing_numbers(table);
    let named = name_column(table);
    let class = class_attribute(table, classes, trailing);
    let mut html = legend_html(&table.looks.legend);
    html.extend(["<div class=scroll><table", &class, role(" role=table"), ">"]);
    if !caption.is_empty() {
        html.extend(["<caption>", &caption, "</caption>"]);
    }
    let to_the_right = |column: usize| {
        trailing.is_none() && table.columns.get(column).is_some_and(|it| it.numeric)
    };
    html.extend([
        "<thead",
        role(" role=rowgroup"),
        "><tr",
        role(" role=row"),
        ">",
    ]);
    let percents: Vec<bool> = (0..table.columns.len())
        .map(|column| is_in_percent(table, column))
        .collect();
    for (at, column) in table.columns.iter().enumerate() {
        html.push_str(if to_the_right(at) {
            "<th class=n"
        } else {
            "<th"
        });
        html.push_str(role(" role=columnheader"));
        if !column.order.is_empty() {
            // As they stand in the cells.
            let order = column.order.iter();
            let order: Vec<_> = order.map(|text| in_cell(text, column.numeric)).collect();
            html.extend([" data-o=\"", &escape(&order.join("\n")), "\""]);
        }
        html.push('>');
        html.push_str(&escape(&head(column, percents[at])));
    }
    html.extend(["<tbody", role(" role=rowgroup"), ">"]);
    for (at, row) in table.rows.iter().enumerate() {
        html.extend(["<tr", role(" role=row"), ">"]);
        for (column, cell) in row.iter().enumerate() {
            let Some(rows) = rows_of_cell(table, at, column) else {
                continue;
            };
            let is_head = column == named || (table.groups > 0 && column <= table.groups);
            let tag = match (is_head, to_the_right(column)) {
                (true, _) => "<th",
                (false, true) => "<td class=n",
                (false, false) => "<td",
            };
            let role = role(if is_head {
                " role=rowheader"
            } else {
                " role=cell"
            });
            html.extend([tag, role]);
            if rows > 1 {
                html.extend([" rowspan=", &rows.to_string()]);
            }
            html.push('>');
            let cell = if percents[column] {
                without_percent(cell)
            } else {
                cell
            };
            let numeric = table.columns[column].numeric;
            match table.looks.of(at, column) {
                Some(Look {
                    start: Some(start), ..
                }) => html.push_str(&linked(cell, *start)),
                Some(look) => push_look(&mut html, cell, look, numeric),
                None => html.push_str(&escape(&in_cell(cell, numeric))),
            }
        }
    }
    if let Some(total) = &table.total {
        push_total(&mut html, table, total, &percents, is_cards);
    }
    html.push_str("</table></div>");
    if !table.remark.is_empty() {
        let remark = escape(&table.remark);
        html.extend(["<p class=\"remark\">", &remark, "</p>"]);
    }
    html
}

/// The attribute with the classes of a table.
fn class_attribute(table: &Table, classes: &[&str], trailing: Option<usize>) -> String {
    let mut classes: Vec<String> = classes.iter().map(|it| (*it).to_owned()).collect();
    if table.columns.len() > WIDE_FROM {
        classes.push("wide".to_owned());
    }
    if let Some(numbers) = trailing {
        classes.push(format!("n{numbers}"));
    }
    match classes.as_slice() {
        [] => String::new(),
        [one] => format!(" class={one}"),
        _ => format!(" class=\"{}\"", classes.join(" ")),
    }
}

/// The total below the rows.
fn push_total(
    html: &mut String,
    table: &Table,
    total: &[String],
    percents: &[bool],
    is_cards: bool,
) {
    let role = |role: &'static str| if is_cards { role } else { "" };
    let (named, trailing) = (name_column(table), trailing_numbers(table));
    html.extend([
        "<tfoot",
        role(" role=rowgroup"),
        "><tr",
        role(" role=row"),
        ">",
    ]);
    for (at, cell) in total.iter().enumerate() {
        let cell = if percents[at] {
            without_percent(cell)
        } else {
            cell
        };
        let column = &table.columns[at];
        let is_head = at == named;
        let tag = match (is_head, trailing.is_none() && column.numeric) {
            (true, false) => "<th",
            (_, true) => "<td class=n",
            (false, false) => "<td",
        };
        let role = role(if is_head {
            " role=rowheader"
        } else {
            " role=cell"
        });
        html.extend([tag, role, ">", &escape(&in_cell(cell, column.numeric))]);
    }
}

/// `12,5` of `12,5 %`.
fn without_percent(cell: &str) -> &str {
    cell.trim_end_matches('%').trim_end()
}

/// Maximum number of columns that a class can align to the right.
const MOST_TRAILING: usize = 4;

/// The number of numeric columns at the end, if there are no others: then one class aligns them.
fn trailing_numbers(table: &Table) -> Option<usize> {
    let columns = table.columns.iter().rev();
    let trailing = columns.take_while(|column| column.numeric).count();
    let all = table.columns.iter().filter(|column| column.numeric).count();
    (trailing == all && (1..=MOST_TRAILING).contains(&all)).then_some(all)
}

/// The number of rows that a cell spans: itself and the equal ones below it in the same groups;
/// `None` if a cell above spans it.
pub(super) fn rows_of_cell(table: &Table, row: usize, column: usize) -> Option<usize> {
    if column >= table.groups {
        return Some(1);
    }
    let same =
        |one: usize, other: usize| table.rows[one][..=column] == table.rows[other][..=column];
    if row > 0 && same(row - 1, row) {
        return None;
    }
    let below = (row + 1..table.rows.len()).take_while(|next| same(row, *next));
    Some(1 + below.count())
}

#[cfg(test)]
mod tests {
    use super::{escape, table_html};
    use crate::document::{CellMark, Look, Looks, Table, TableColumn};

    #[test]
    fn no_character_of_a_name_is_markup() {
        assert_eq!(
            escape("<script>alert('a&b')</script>\""),
            "&lt;script&gt;alert(&#39;a&amp;b&#39;)&lt;/script&gt;&quot;"
        );
    }

    #[test]
    fn numbers_stand_to_the_right_and_names_head_their_row() {
        let column = |title: &str, numeric| TableColumn {
            title: title.to_owned(),
            numeric,
            order: Vec::new(),
        };
        let table = Table {
            id: "t".to_owned(),
            title: "Tailles".to_owned(),
            columns: vec![column("Nom", false), column("Part", true)],
            groups: 0,
            rows: vec![vec!["<b>".to_owned(), "12,5\u{202f}%".to_owned()]],
            looks: crate::document::Looks::default(),
            total: None,
            remark: "3 autres".to_owned(),
        };
        assert_eq!(
            table_html(&table, &table.title),
            "<div class=scroll><table class=n1>\
             <caption>Tailles</caption><thead><tr><th>Nom<th>Part (%)\
             <tbody><tr><th>&lt;b&gt;<td>12,5</table></div>\
             <p class=\"remark\">3 autres</p>"
        );
        let turned = Table {
            columns: table.columns.iter().rev().cloned().collect(),
            ..table
        };
        assert!(table_html(&turned, "").contains("<th class=n>Part<th>Nom"));
        let mut said = turned;
        said.columns[0].title = "Part (%)".to_owned();
        said.rows = vec![vec!["12,5 %".to_owned(), "a".to_owned()]];
        assert!(
            table_html(&said, "")
                .contains("<th class=n>Part (%)<th>Nom<tbody><tr><td class=n>12,5<th>a")
        );
    }

    #[test]
    fn a_sparkline_stands_before_the_ends_of_its_course() {
        let line = Look {
            mark: CellMark::Line("M3 21L117 3h0".to_owned()),
            ..Look::default()
        };
        let column = |title: &str, numeric| TableColumn {
            title: title.to_owned(),
            numeric,
            order: Vec::new(),
        };
        let table = Table {
            id: "t".to_owned(),
            title: String::new(),
            columns: vec![
                column("Nom", false),
                column("Total", true),
                column("Cours", false),
            ],
            groups: 0,
            rows: vec![["a", "3", "1 → 2"].map(str::to_owned).to_vec()],
            looks: Looks {
                cells: [((0, 2), line)].into(),
                legend: Vec::new(),
            },
            total: None,
            remark: String::new(),
        };
        assert!(
            table_html(&table, "").ends_with(
                "<td class=n>3<td><svg class=spark viewBox=\"0 0 120 24\" aria-hidden=true>\
                 <path d=\"M3 21L117 3h0\"/></svg> 1 → 2</table></div>"
            ),
            "{}",
            table_html(&table, "")
        );
    }

    #[test]
    fn a_group_is_named_once_and_never_across_groups() {
        let column = |title: &str| TableColumn {
            title: title.to_owned(),
            numeric: false,
            order: Vec::new(),
        };
        let rows = ["ax1", "ax2", "bx3", "by4"];
        let table = Table {
            id: "t".to_owned(),
            title: String::new(),
            columns: ["1", "2", "3"].map(column).to_vec(),
            groups: 2,
            rows: rows
                .map(|row| row.chars().map(String::from).collect())
                .to_vec(),
            looks: crate::document::Looks::default(),
            total: Some(vec!["Total".to_owned(), String::new(), "9".to_owned()]),
            remark: String::new(),
        };
        let html = table_html(&table, "");
        assert!(html.contains(
            "<tr><th rowspan=2>a<th rowspan=2>x<th>1<tr><th>2\
             <tr><th rowspan=2>b<th>x<th>3<tr><th>y<th>4<tfoot><tr><th>Total<td><td>9</table>"
        ));
    }
}
