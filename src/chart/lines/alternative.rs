//! Lines described in a few sentences. In: the lines. Out: how many there are, and the first, last
//! and largest value of the highest ones.

use crate::chart::alternative::{NAMED, counted, series_noun, without_data};
use crate::chart::lines::model::{Form, Lines};
use crate::chart::model::Mark;
use crate::text::Locale;

/// The sentences about lines.
pub(crate) fn lines_text(lines: &Lines, locale: Locale) -> Vec<String> {
    let positions = lines.positions.len();
    let filled = lines.positions.iter().filter(|it| !it.empty).count();
    let series = counted(lines.series.len(), series_noun(locale), locale);
    let count = counted(filled, ("position", "positions"), locale);
    let kind = match (lines.form, locale) {
        (Form::Lines, Locale::Fr) => "Courbes",
        (Form::Lines, Locale::En) => "Line chart",
        (Form::Stacked, Locale::Fr) => "Aires empilées",
        (Form::Stacked, Locale::En) => "Stacked area chart",
        (Form::Normalized, Locale::Fr) => "Aires empilées à 100\u{202f}%",
        (Form::Normalized, Locale::En) => "Stacked area chart scaled to 100%",
    };
    let mut sentences = vec![match locale {
        Locale::Fr => format!("{kind}\u{a0}: {series} sur {count}."),
        Locale::En => format!("{kind}: {series} over {count}."),
    }];
    sentences.extend(without_data(
        &lines.gaps(),
        |at| &lines.positions[at].label,
        locale,
    ));
    sentences.extend(lines.breaks.iter().map(|it| it.text.clone()));
    let described = lines.series.iter().filter_map(|series| {
        let points: Vec<(usize, &Mark)> = series
            .points
            .iter()
            .enumerate()
            .take(positions)
            .filter_map(|(index, point)| Some((index, point.as_ref()?)))
            .filter(|(_, mark)| mark.value.is_finite())
            .collect();
        let (first, last) = (points.first()?, points.last()?);
        // The first of several equal peaks, so that the same data give the same text.
        let peak = points
            .iter()
            .rev()
            .max_by(|one, other| one.1.value.total_cmp(&other.1.value))?;
        Some((series, *first, *last, *peak))
    });
    let mut described: Vec<_> = described.collect();
    described.sort_by(|one, other| other.2.1.value.total_cmp(&one.2.1.value));
    for (series, first, last, peak) in described.into_iter().take(NAMED) {
        let at = |(index, mark): (usize, &Mark)| {
            format!("{} ({})", mark.text, lines.positions[index].label)
        };
        let name = if series.label.is_empty() {
            String::new()
        } else {
            match locale {
                Locale::Fr => format!("{}\u{a0}: ", series.label),
                Locale::En => format!("{}: ", series.label),
            }
        };
        sentences.push(match locale {
            Locale::Fr => format!(
                "{name}de {} à {}, maximum {}.",
                at(first),
                at(last),
                at(peak)
            ),
            Locale::En => format!(
                "{name}from {} to {}, peak {}.",
                at(first),
                at(last),
                at(peak)
            ),
        });
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::lines_text;
    use crate::chart::color::Color;
    use crate::chart::lines::model::{Form, LinePosition, LineSeries, Lines};
    use crate::chart::model::Mark;
    use crate::text::Locale::{En, Fr};

    const BLACK: Color = Color {
        red: 0,
        green: 0,
        blue: 0,
    };

    #[test]
    fn a_line_describes_its_first_last_and_highest_point() {
        let mark = |value: f64| Mark {
            key: "g".to_owned(),
            label: String::new(),
            slot: 0,
            value,
            text: format!("{value} M"),
            note: String::new(),
            color: BLACK,
            others: false,
            row: 0,
        };
        let points = vec![None, Some(mark(2.0)), Some(mark(7.0)), Some(mark(3.0))];
        let series = vec![LineSeries {
            key: "g".to_owned(),
            label: "Google".to_owned(),
            color: BLACK,
            points,
        }];
        let positions = ["mai", "juin", "juillet", "août"].map(|name| LinePosition {
            key: name.to_owned(),
            label: name.to_owned(),
            empty: name == "mai",
        });
        let lines = Lines {
            form: Form::Lines,
            positions: positions.to_vec(),
            series,
            breaks: Vec::new(),
        };
        let french = "Courbes\u{a0}: 1\u{a0}série sur 3\u{a0}positions. Sans donnée\u{a0}: mai. Google\u{a0}: de 2 M (juin) à 3 M (août), maximum 7 M (juillet).";
        assert_eq!(lines_text(&lines, Fr).join(" "), french);
        let english = "Line chart: 1\u{a0}series over 3\u{a0}positions. No data: mai. Google: from 2 M (juin) to 3 M (août), peak 7 M (juillet).";
        assert_eq!(lines_text(&lines, En).join(" "), english);
    }
}
