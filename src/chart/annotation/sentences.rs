//! Annotations in words. In: annotations with the names of what they are about. Out: a sentence each, and the notes below a
//! chart.

use super::model::{Annotation, Target};
use crate::text::Locale;
use crate::text::case::{capitalize_first, lower_first};
use crate::text::french::{between, from_to};

/// What an annotation is about: the names of marks, of the ends of a bracket, of neighbours.
fn about(annotation: &Annotation, locale: Locale) -> String {
    let names = annotation.names.as_slice();
    match (&annotation.target, names, locale) {
        (Target::Level(_), [value], Locale::Fr) => format!("Repère à {value}"),
        (Target::Level(_), [value], Locale::En) => format!("Line at {value}"),
        (Target::Level(_), _, Locale::Fr) => "Repère".to_owned(),
        (Target::Level(_), _, Locale::En) => "Line".to_owned(),
        (Target::Before(_) | Target::BeforeRow(_), [one, other], Locale::Fr) => {
            capitalize_first(&between(one, other))
        }
        (Target::Before(_) | Target::BeforeRow(_), [one, other], Locale::En) => {
            format!("Between {one} and {other}")
        }
        (Target::Range(_), [one, other], Locale::Fr) => capitalize_first(&from_to(one, other)),
        (Target::Range(_), [one, other], Locale::En) => format!("{one} to {other}"),
        (
            Target::Before(_)
            | Target::BeforeRow(_)
            | Target::Range(_)
            | Target::Mark(..)
            | Target::Cell(..),
            names,
            _,
        ) => names.join(", "),
    }
}

/// A French text behind a colon, where an article has no capital.
fn behind_colon(line: &str) -> String {
    let articles = ["Le ", "La ", "Les ", "L’", "Un ", "Une ", "Des "];
    if articles.iter().any(|article| line.starts_with(article)) {
        lower_first(line)
    } else {
        line.to_owned()
    }
}

/// What an annotation is about and what it says of it.
pub(crate) fn said(annotation: &Annotation, locale: Locale) -> String {
    let about = about(annotation, locale);
    let line = annotation.line();
    match locale {
        _ if line.is_empty() => about,
        _ if about.is_empty() => capitalize_first(&line),
        Locale::Fr => format!("{about}\u{a0}: {}", behind_colon(&line)),
        Locale::En => format!("{about}: {line}"),
    }
}

/// A sentence for each annotation.
pub(crate) fn sentences(annotations: &[Annotation], locale: Locale) -> Vec<String> {
    let said = annotations.iter().map(|it| {
        let said = said(it, locale);
        let ends = said.ends_with(['.', '!', '?', '…']);
        if ends { said } else { format!("{said}.") }
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::sentences;
    use crate::chart::annotation::{Annotation, Target};
    use crate::text::Locale::{En, Fr};

    #[test]
    fn each_kind_says_what_it_is_about() {
        let annotation = |target: Target, names: &[&str], text: &str| Annotation {
            target,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            value: String::new(),
            text: text.to_owned(),
        };
        let all = [
            annotation(Target::Level(5.0), &[], "le milliard"),
            annotation(Target::Level(5.0), &["5 M"], "le seuil"),
            annotation(Target::Before(1), &["A", "B"], "la limite"),
            annotation(Target::Range(0..2), &["A", "B"], "la moitié."),
            annotation(Target::Mark(0, None), &["A"], "un modèle"),
            annotation(Target::Cell(0, 1), &["A", "x"], ""),
            annotation(Target::Range(0..2), &["anglais", "grec"], "La moitié"),
            annotation(Target::Range(0..9), &[], "tous."),
            annotation(
                Target::Range(0..2),
                &["1er\u{a0}mai\u{a0}2025", "3\u{a0}mai\u{a0}2025"],
                "x",
            ),
            annotation(
                Target::Before(1),
                &["1er\u{a0}mai\u{a0}2025", "3\u{a0}mai\u{a0}2025"],
                "x",
            ),
        ];
        assert_eq!(
            sentences(&all, Fr),
            [
                "Repère\u{a0}: le milliard.",
                "Repère à 5 M\u{a0}: le seuil.",
                "Entre A et B\u{a0}: la limite.",
                "D’A à B\u{a0}: la moitié.",
                "A\u{a0}: un modèle.",
                "A, x.",
                "D’anglais à grec\u{a0}: la moitié.",
                "Tous.",
                "Du 1er\u{a0}mai\u{a0}2025 au 3\u{a0}mai\u{a0}2025\u{a0}: x.",
                "Entre le 1er\u{a0}mai\u{a0}2025 et le 3\u{a0}mai\u{a0}2025\u{a0}: x."
            ]
        );
        assert_eq!(sentences(&all, En)[1], "Line at 5 M: le seuil.");
        assert_eq!(sentences(&all, En)[2], "Between A and B: la limite.");
    }
}
