//! Texts that expressions make: a row of a file cannot make one grow without end.

use super::{Failure, Outcome, Value};

/// Longest text that an expression can make, in characters: the limit of a workbook's cell.
pub(super) const LONGEST: usize = 32_767;

/// Parts one after the other, as the text that `what` makes.
///
/// # Errors
/// More than [`LONGEST`] characters.
pub(super) fn joined<'a>(what: &str, parts: impl IntoIterator<Item = &'a str>) -> Outcome {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
        fits(what, &text)?;
    }
    Ok(Value::text(&text))
}

/// Refuses a text that is too long.
pub(super) fn fits(what: &str, text: &str) -> Result<(), Failure> {
    // No text has more characters than bytes, so that short ones are not counted.
    if text.len() > LONGEST && text.chars().nth(LONGEST).is_some() {
        return Err(Failure::new(format!(
            "{what} makes a text of more than {LONGEST} characters"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::LONGEST;
    use crate::sql::tests::read;
    use crate::sql::{Type, Value};

    fn gives(text: &str, cell: &str) -> Result<usize, String> {
        let expression = read(text, &[("t", Type::Text)]);
        match expression.node.value(&|_| Value::text(cell)) {
            Ok(Value::Text(text)) => Ok(text.chars().count()),
            Ok(other) => panic!("{other:?}"),
            Err(failure) => Err(failure.diagnostic().message),
        }
    }

    #[test]
    fn a_text_may_be_as_long_as_a_cell_and_no_longer() {
        let cell = "é".repeat(LONGEST - 1);
        assert_eq!(gives("t || 'é'", &cell), Ok(LONGEST));
        assert!(gives("t || 'éé'", &cell).unwrap_err().contains("32767"));
    }

    #[test]
    fn what_multiplies_a_text_ends_early() {
        let twice = |inner: &str, depth: usize| {
            (0..depth).fold("t".to_owned(), |text, _| inner.replace("INNER", &text))
        };
        for inner in [
            "replace(INNER, 'a', 'aa')",
            "concat(INNER, INNER)",
            "INNER || INNER",
            "regexp_replace(INNER, 'a', 'aa')",
            "array_to_string(string_split(INNER, 'a'), 'aaa')",
        ] {
            // Sixteen times a doubling is 65,536.
            let depth = if inner.matches("INNER").count() == 1 {
                16
            } else {
                4
            };
            let cell = "a".repeat(if depth == 4 { 4096 } else { 1 });
            let message = gives(&twice(inner, depth), &cell).unwrap_err();
            assert!(
                message.contains("more than 32767 characters"),
                "{inner}: {message}"
            );
        }
    }
}
