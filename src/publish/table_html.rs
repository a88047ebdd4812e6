//! A table as HTML. In: a [`Table`] of formatted text. Out: a `<table>` with its remark, in a frame
//! that scrolls when the table is wider than the page.

use super::model::Table;

/// A table of more columns is printed in smaller letters, so that paper does not cut it.
const WIDE_FROM: usize = 9;

/// Text made safe for HTML, between tags and in quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The table and its remark. The tags that HTML lets one leave out are left out: a report has
/// thousands of cells.
pub(super) fn table_html(table: &Table) -> String {
    let title = escape(&table.title);
    let class = if table.columns.len() > WIDE_FROM {
        " class=wide"
    } else {
        ""
    };
    let mut html = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><table{class}>"
    );
    if !title.is_empty() {
        html.extend(["<caption>", &title, "</caption>"]);
    }
    html.push_str("<thead><tr>");
    for column in &table.columns {
        html.push_str(if column.numeric {
            "<th class=n scope=col>"
        } else {
            "<th scope=col>"
        });
        html.push_str(&escape(&column.title));
    }
    html.push_str("<tbody>");
    for row in &table.rows {
        html.push_str("<tr>");
        for (index, cell) in row.iter().enumerate() {
            let numeric = table
                .columns
                .get(index)
                .is_some_and(|column| column.numeric);
            html.push_str(match (numeric, index) {
                (true, _) => "<td class=n>",
                (false, 0) => "<th scope=row>",
                (false, _) => "<td>",
            });
            html.push_str(&escape(cell));
        }
        html.push('\n');
    }
    html.push_str("</table></div>");
    if !table.remark.is_empty() {
        let remark = escape(&table.remark);
        html.extend(["<p class=\"remark\">", &remark, "</p>"]);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::{escape, table_html};
    use crate::publish::{Table, TableColumn};

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
        };
        let table = Table {
            id: "t".to_owned(),
            title: "Tailles".to_owned(),
            columns: vec![column("Nom", false), column("Part", true)],
            rows: vec![vec!["<b>".to_owned(), "12,5 %".to_owned()]],
            remark: "3 autres".to_owned(),
        };
        assert_eq!(
            table_html(&table),
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Tailles\"><table>\
             <caption>Tailles</caption><thead><tr><th scope=col>Nom<th class=n scope=col>Part\
             <tbody><tr><th scope=row>&lt;b&gt;<td class=n>12,5 %\n</table></div>\
             <p class=\"remark\">3 autres</p>"
        );
    }
}
