//! Numbers of a template with more digits than are computed with. In: a number as it is written. Reported: digits that are lost.

use super::{Walk, range};
use minijinja::machinery::Span;

impl Walk<'_> {
    /// A number of which digits are lost.
    pub(super) fn loses_digits(&mut self, span: Span) {
        let Some(written) = self.text.get(range(span)) else {
            return;
        };
        if let Some(kept) = kept(written) {
            let message = format!(
                "`{written}` has more digits than a template computes with, and would be {kept}"
            );
            let hint = format!(
                "write `{kept}`, or at most 15 digits in all; a number that is only shown is text, without braces"
            );
            self.error(span, message, vec![hint]);
        }
    }
}

/// The number that a decimal stands for, if it is another one than is written.
fn kept(written: &str) -> Option<String> {
    let plain = written.replace('_', "");
    let (whole, behind) = plain.split_once('.')?;
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || behind.is_empty() || !are_digits(whole) || !are_digits(behind) {
        return None;
    }
    let kept = plain.parse::<f64>().ok()?.to_string();
    let bare = |number: &str| {
        let number = number.trim_start_matches('0');
        if number.contains('.') {
            number
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_owned()
        } else {
            number.to_owned()
        }
    };
    (bare(&kept) != bare(&plain)).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn only_digits_that_are_lost_are_told() {
        for (written, number) in [
            ("0.1234567890123456789", Some("0.12345678901234568")),
            ("12345678901234567.5", Some("12345678901234568")),
            ("0.5", None),
            ("0.50", None),
            ("7.000000000000000000000", None),
            ("123456789012.345", None),
            ("0.123456789012345", None),
            ("1_000.25", None),
            ("1e5", None),
            ("12345678901234567890", None),
        ] {
            assert_eq!(kept(written).as_deref(), number, "{written}");
        }
    }
}
