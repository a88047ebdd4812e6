//! Lines described in a few sentences. In: the lines. Out: how many there are, and the first, last
//! and largest value of the highest ones.

use crate::chart::alternative::{NAMED, counted, series_noun, without_data};
use crate::chart::data::is_unranked;
use crate::chart::lines::model::{Form, LineSeries, Lines};
use crate::chart::model::Mark;
use crate::text::Locale;
use crate::text::case::capitalize_first;

/// The sentences about lines.
pub(crate) fn lines_text(lines: &Lines, locale: Locale) -> Vec<String> {
    let mut sentences = vec![head(lines, locale)];
    sentences.extend(without_data(
        &lines.gaps(),
        |at| &lines.positions[at].label,
        locale,
    ));
    sentences.extend(lines.breaks.iter().map(|it| it.text.clone()));
    let mut described: Vec<Described<'_>> = lines
        .series
        .iter()
        .filter_map(|series| described(lines, series))
        .collect();
    described.sort_by(|one, other| {
        let values = other.last.mark.value.total_cmp(&one.last.mark.value);
        one.is_unranked.cmp(&other.is_unranked).then(values)
    });
    if described.len() > NAMED {
        sentences.push(match locale {
            Locale::Fr => format!("Voici les {NAMED} plus élevées à la fin."),
            Locale::En => format!("These are the {NAMED} highest at the end."),
        });
    }
    let described = described.iter().take(NAMED);
    sentences.extend(described.map(|it| it.sentence(locale)));
    sentences
}

/// What the chart is, how many lines it has and over how many points.
fn head(lines: &Lines, locale: Locale) -> String {
    let count = lines.series.len();
    let filled = lines.positions.iter().filter(|it| !it.empty).count();
    let points = counted(filled, ("point", "points"), locale);
    let kind = match (lines.form, locale) {
        (Form::Lines, Locale::Fr) if count == 1 => "Courbe",
        (Form::Lines, Locale::Fr) => "Courbes",
        (Form::Lines, Locale::En) => "Line chart",
        (Form::Stacked, Locale::Fr) => "Aires empilées",
        (Form::Stacked, Locale::En) => "Stacked area chart",
        (Form::Normalized, Locale::Fr) => "Aires empilées à 100\u{202f}%",
        (Form::Normalized, Locale::En) => "Stacked area chart scaled to 100%",
    };
    let series = counted(count, series_noun(locale), locale);
    match locale {
        Locale::Fr if count == 1 => format!("{kind}\u{a0}: {points}."),
        Locale::Fr => format!("{kind}\u{a0}: {series} sur {points}."),
        Locale::En if count == 1 => format!("{kind}: {points}."),
        Locale::En => format!("{kind}: {series} over {points}."),
    }
}

/// A point with its place on the axis.
#[derive(Clone, Copy)]
struct Point<'a> {
    mark: &'a Mark,
    label: &'a str,
}

/// A line as it is told: its ends and its peak.
struct Described<'a> {
    name: &'a str,
    first: Point<'a>,
    last: Point<'a>,
    peak: Point<'a>,
    /// Whether all of its points are written alike.
    is_level: bool,
    /// Whether it is what is folded or has no value, which is told last.
    is_unranked: bool,
}

/// What is told of a line; nothing of one without points.
fn described<'a>(lines: &'a Lines, series: &'a LineSeries) -> Option<Described<'a>> {
    let points = lines.positions.iter().zip(&series.points);
    let points = points.filter_map(|(position, point)| {
        Some(Point {
            mark: point.as_ref()?,
            label: &position.label,
        })
    });
    let points: Vec<Point<'_>> = points.filter(|it| it.mark.value.is_finite()).collect();
    let (first, last) = (*points.first()?, *points.last()?);
    // The first of several equal peaks, so that the same data give the same text.
    let peak = points
        .iter()
        .rev()
        .max_by(|one, other| one.mark.value.total_cmp(&other.mark.value))?;
    Some(Described {
        name: &series.label,
        is_unranked: is_unranked(&series.key),
        first,
        last,
        peak: *peak,
        is_level: points.iter().all(|it| it.mark.text == first.mark.text),
    })
}

impl Described<'_> {
    /// Its ends, and its peak where that is neither of them by the digits that are shown.
    fn sentence(&self, locale: Locale) -> String {
        let at = |point: Point<'_>| format!("{} ({})", point.mark.text, point.label);
        let (first, last, peak) = (at(self.first), at(self.last), at(self.peak));
        let is_peak = |point: Point<'_>| point.mark.text == self.peak.mark.text;
        let text = &self.first.mark.text;
        let said = match locale {
            _ if first == last => first,
            Locale::Fr if self.is_level => format!("constamment {text}"),
            Locale::Fr if is_peak(self.last) => format!("de {first} à {last}, le maximum"),
            Locale::Fr if is_peak(self.first) => format!("de {first}, le maximum, à {last}"),
            Locale::Fr => format!("de {first} à {last}, avec un maximum de {peak}"),
            Locale::En if self.is_level => format!("{text} throughout"),
            Locale::En if is_peak(self.last) => format!("from {first} to {last}, the peak"),
            Locale::En if is_peak(self.first) => format!("from {first}, the peak, to {last}"),
            Locale::En => format!("from {first} to {last}, with a peak of {peak}"),
        };
        match locale {
            _ if self.name.is_empty() => format!("{}.", capitalize_first(&said)),
            Locale::Fr => format!("{}\u{a0}: {said}.", self.name),
            Locale::En => format!("{}: {said}.", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lines_text;
    use crate::chart::color::Color;
    use crate::chart::lines::model::{Form, LinePosition, LineSeries, Lines};
    use crate::chart::model::Mark;
    use crate::chart::spacing::Spacing;
    use crate::text::Locale::{self, En, Fr};

    const BLACK: Color = Color {
        red: 0,
        green: 0,
        blue: 0,
    };

    /// The sentences about lines with these values over four months, of which the first one is empty.
    fn said(series: &[(&str, [Option<f64>; 4])], locale: Locale) -> String {
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
        let series = series.iter().map(|(name, values)| LineSeries {
            key: (*name).to_owned(),
            label: (*name).to_owned(),
            color: BLACK,
            points: values.iter().map(|value| value.map(mark)).collect(),
        });
        let positions = ["mai", "juin", "juillet", "août"].map(|name| LinePosition {
            key: name.to_owned(),
            label: name.to_owned(),
            empty: name == "mai",
        });
        let lines = Lines {
            form: Form::Lines,
            positions: positions.to_vec(),
            spacing: Spacing::default(),
            series: series.collect(),
            breaks: Vec::new(),
        };
        lines_text(&lines, locale).join(" ")
    }

    #[test]
    fn a_line_alone_says_its_ends_and_its_peak() {
        let values = [None, Some(2.0), Some(7.0), Some(3.0)];
        assert_eq!(
            said(&[("", values)], Fr),
            "Courbe\u{a0}: 3\u{a0}points. Sans donnée\u{a0}: mai. De 2 M (juin) à 3 M (août), avec un maximum de 7 M (juillet)."
        );
        assert_eq!(
            said(&[("", values)], En),
            "Line chart: 3\u{a0}points. No data: mai. From 2 M (juin) to 3 M (août), with a peak of 7 M (juillet)."
        );
    }

    #[test]
    fn a_peak_at_an_end_is_said_once() {
        for (values, french, english) in [
            (
                [None, Some(2.0), Some(3.0), Some(7.0)],
                "de 2 M (juin) à 7 M (août), le maximum.",
                "from 2 M (juin) to 7 M (août), the peak.",
            ),
            (
                [None, Some(7.0), Some(3.0), Some(2.0)],
                "de 7 M (juin), le maximum, à 2 M (août).",
                "from 7 M (juin), the peak, to 2 M (août).",
            ),
            (
                [None, Some(4.0), Some(4.0), Some(4.0)],
                "constamment 4 M.",
                "4 M throughout.",
            ),
            (
                [None, None, Some(4.0), None],
                "4 M (juillet).",
                "4 M (juillet).",
            ),
        ] {
            let text = said(&[("Google", values)], Fr);
            assert!(text.ends_with(&format!("Google\u{a0}: {french}")), "{text}");
            let text = said(&[("Google", values)], En);
            assert!(text.ends_with(&format!("Google: {english}")), "{text}");
        }
    }

    #[test]
    fn lines_of_others_and_without_a_value_are_not_among_the_highest() {
        let line = |name, value| (name, [None, Some(1.0), None, Some(value)]);
        let lines = [
            line("(others)", 50.0),
            line("(missing)", 40.0),
            line("b", 5.0),
            line("c", 3.0),
            line("d", 4.0),
        ];
        let english = said(&lines, En);
        assert!(english.contains("at the end. b: from"), "{english}");
        assert!(
            !english.contains("(others)") && !english.contains("(missing)"),
            "{english}"
        );
    }

    #[test]
    fn of_many_lines_it_says_which_ones_are_told() {
        let line = |name, value| (name, [None, Some(1.0), None, Some(value)]);
        let lines = [
            line("a", 2.0),
            line("b", 5.0),
            line("c", 3.0),
            line("d", 4.0),
        ];
        let french = said(&lines, Fr);
        assert!(
            french.starts_with("Courbes\u{a0}: 4\u{a0}séries sur 3\u{a0}points. "),
            "{french}"
        );
        let told = "Voici les 3 plus élevées à la fin. b\u{a0}: de 1 M (juin) à 5 M (août), le maximum. d\u{a0}: ";
        assert!(french.contains(told), "{french}");
        assert!(!french.contains("a\u{a0}: "), "{french}");
        let english = said(&lines, En);
        assert!(
            english.starts_with("Line chart: 4\u{a0}series over 3\u{a0}points. "),
            "{english}"
        );
        assert!(english.contains("These are the 3 highest at the end. b: from"));
    }
}
