//! The opening of a document. In: its texts, what its pictures show. Out: written texts, pictures as parts.

use super::colors::Palette;
use super::origins::is_marked;
use super::texts::Texts;
use super::trace::TracedText;
use crate::chart::color::hexadecimal;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::{
    Badge, Block, Finding, KeyNumber, MARK, NumberOrigin, Opening, Paint, Part, Picture,
};
use crate::report::{LocalText, Picture as Wanted};
use crate::results::{InPrint, Key, Results, Value};
use crate::spec::grammar::PictureType;
use crate::text::Locale;

/// Rounding of sums of shares.
const TOLERANCE: f64 = 1e-9;

/// The opening of a document with these blocks, and its texts with the origins of their numbers: the headline, then those in
/// the order of [`Opening::numbers`].
///
/// # Errors
/// All texts that fail and pictures that cannot be drawn.
pub(super) fn opening(
    texts: &Texts<'_>,
    (results, palette, in_print): (&Results, &Palette, Option<&InPrint>),
    blocks: &[Block],
) -> Result<(Opening, Vec<TracedText>), Vec<Diagnostic>> {
    let wanted = &texts.report.opening;
    let mut problems = Vec::new();
    let written = |text: &LocalText, pointer: &str, problems: &mut Vec<_>| {
        kept(texts.caption(text, pointer), problems).unwrap_or_default()
    };
    let mut traced = Vec::new();
    let headline = wanted.headline.as_ref();
    let headline = headline.map(|text| texts.plain(text, "/headline"));
    let headline = kept(headline.transpose(), &mut problems).flatten();
    // What fails has been reported.
    let linked = wanted.headline.as_ref().filter(|_| headline.is_some());
    let linked = linked.and_then(|text| texts.caption(text, "/headline").ok());
    traced.push(linked.unwrap_or_default());
    for (text, pointer) in [
        (&wanted.standfirst, "/standfirst"),
        (&wanted.byline, "/byline"),
    ] {
        let text = text
            .as_ref()
            .map(|text| written(text, pointer, &mut problems));
        traced.push(text.unwrap_or_default());
    }
    let [headline_linked, standfirst, byline] = [0, 1, 2].map(|at| traced[at].text.clone());
    let badge = kept(badge(texts), &mut problems).flatten();
    let mut key_numbers = Vec::new();
    for (at, number) in wanted.key_numbers.iter().enumerate() {
        let pointer = format!("/key_numbers/{at}");
        let value = texts.number(&number.value, &format!("{pointer}/value"));
        let mut value = kept(value, &mut problems).unwrap_or_default();
        if let Some(in_print) = in_print {
            let given = (texts.report, results, in_print);
            value = value.with_marks(MARK, |number, text| {
                is_marked(given, number, text, texts.locale)
            });
        }
        let value = value.text;
        if value.trim().is_empty() {
            continue;
        }
        let label = written(&number.label, &format!("{pointer}/label"), &mut problems);
        let picture = number.picture.as_ref();
        let picture = picture.map(|wanted| picture_of(wanted, results, palette));
        key_numbers.push(KeyNumber {
            value,
            label: label.text.clone(),
            picture: kept(picture.transpose(), &mut problems).flatten(),
        });
        traced.push(label);
    }
    let mut findings = Vec::new();
    for (at, finding) in wanted.findings.iter().enumerate() {
        let pointer = format!("/findings/{at}");
        let number = |name: &String| {
            let mut figures = blocks.iter().filter_map(|block| match block {
                Block::Figure(figure) => Some(figure),
                _ => None,
            });
            let figure = figures.find(|figure| figure.id == *name)?;
            Some((name.clone(), figure.number))
        };
        let lead = written(&finding.lead, &format!("{pointer}/lead"), &mut problems);
        let text = written(&finding.text, &format!("{pointer}/text"), &mut problems);
        if text.text.trim().is_empty() {
            continue;
        }
        findings.push(Finding {
            lead: lead.text.clone(),
            text: text.text.clone(),
            // A section that is left out this time has no figure to lead to.
            figure: finding.figure.as_ref().and_then(number),
        });
        traced.extend([lead, text]);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let opening = Opening {
        headline: headline.unwrap_or_default(),
        headline_linked,
        headline_numbers: Vec::new(),
        standfirst,
        byline,
        badge,
        words_of_mark: words_of_mark(&key_numbers, texts.locale),
        key_numbers,
        findings,
        numbers: Vec::new(),
    };
    Ok((opening, traced))
}

/// Gives an opening the numbers of its texts, in the order of these.
pub(super) fn number_links(
    opening: &mut Opening,
    mut numbers: impl Iterator<Item = Vec<NumberOrigin>>,
) {
    opening.headline_numbers = numbers.next().unwrap_or_default();
    // A title has no marks.
    for number in &mut opening.headline_numbers {
        number.marked = false;
    }
    if opening.headline_numbers.is_empty() {
        opening.headline_linked.clear();
    }
    opening.numbers = numbers.collect();
}

fn kept<T>(result: Result<T, Diagnostic>, problems: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

/// The mark of the report, if its template gives one.
///
/// # Errors
/// Its text fails, or gives no mark.
pub(super) fn badge(texts: &Texts<'_>) -> Result<Option<Badge>, Diagnostic> {
    let Some(text) = &texts.report.opening.badge else {
        return Ok(None);
    };
    let written = texts.plain(text, "/badge")?;
    match written.trim() {
        "" => Ok(None),
        "reconstruction" => Ok(Some(Badge::Reconstruction)),
        "projection" => Ok(Some(Badge::Projection)),
        other => Err(Diagnostic::error(
            Code::BADGE,
            format!("`badge` gives `{other}`; it gives `reconstruction`, `projection` or nothing"),
        )
        .at(Location::value("/badge"))
        .hint("write `{% if params.projected %}projection{% endif %}`; the page writes the word of the language")),
    }
}

fn picture_of(
    wanted: &Wanted,
    results: &Results,
    palette: &Palette,
) -> Result<Picture, Diagnostic> {
    let missing = wanted
        .metrics
        .iter()
        .find(|name| results.metrics[*name].value == Value::Null);
    if let Some(name) = missing {
        let message = format!("a small picture shows metric `{name}`, which has no value");
        return Err(Diagnostic::error(Code::PICTURE_VALUES, message)
            .at(Location::key(&wanted.pointer))
            .hint("`empty: 0` of the metric says what it is where its denominator is zero; or leave out the picture"));
    }
    let shares = || {
        wanted.metrics.iter().map(|name| {
            let value = results.metrics[name].value.float();
            value.unwrap_or_default()
        })
    };
    let rows = || rows_of(wanted, results);
    Ok(match wanted.kind {
        PictureType::Split => {
            let share: f64 = shares().sum();
            let parts = [(share, Paint::Accent), (1.0 - share, Paint::Grey)];
            Picture::Bar(of_a_whole(wanted, parts.into_iter())?)
        }
        PictureType::Waffle => {
            let paints = [Paint::Accent, Paint::Second, Paint::Grey];
            let paint = |at: usize| paints[at.min(paints.len() - 1)].clone();
            let parts = shares().enumerate().map(|(at, share)| (share, paint(at)));
            Picture::Squares(of_a_whole(wanted, parts)?)
        }
        PictureType::Ranking => {
            let mut sizes: Vec<(bool, f64)> = rows()
                .into_iter()
                .map(|(key, size)| (key.code().is_some(), size))
                .collect();
            // Others and rows without a value come last, as in tables, and are none of the first.
            sizes.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.total_cmp(&one.1)));
            let most = sizes.iter().map(|(_, size)| *size);
            let most = most.fold(f64::MIN_POSITIVE, f64::max);
            let parts = sizes.iter().enumerate().map(|(at, (is_value, size))| Part {
                size: (size / most).max(0.0),
                paint: if *is_value && at < wanted.first {
                    Paint::Accent
                } else {
                    Paint::Grey
                },
            });
            Picture::Columns(parts.collect())
        }
        PictureType::Strip => {
            let rows = rows();
            let whole: f64 = rows.iter().map(|(_, size)| size).sum();
            let whole = whole.max(f64::MIN_POSITIVE);
            let place = |key: &Key| {
                let first = rows.first().is_some_and(|(first, _)| *first == key);
                let mut values = wanted.values.iter();
                let named = values.position(|value| key.code() == Some(value));
                named.or((wanted.values.is_empty() && first).then_some(0))
            };
            let mut parts: Vec<(Option<usize>, f64, Paint)> = Vec::new();
            for (key, size) in &rows {
                let place = place(key);
                let paint = match place {
                    Some(_) => {
                        let dimension = &results.frames[&wanted.data].columns.dimensions()[0];
                        Paint::Identity(hexadecimal(palette.color(&dimension.name, key)))
                    }
                    None => Paint::Grey,
                };
                parts.push((place, size / whole, paint));
            }
            // A stable sort: what is named first, in the order of the spec.
            parts.sort_by_key(|(place, ..)| place.unwrap_or(usize::MAX));
            let parts = parts.into_iter().map(|(_, size, paint)| (size, paint));
            Picture::Bar(of_a_whole(wanted, parts)?)
        }
    })
}

/// The rows of a breakdown by one dimension with its first measure.
fn rows_of<'r>(wanted: &Wanted, results: &'r Results) -> Vec<(&'r Key, f64)> {
    let frame = &results.frames[&wanted.data];
    let mut columns = frame.columns.cells().iter();
    let measure = columns.find(|column| column.measure() == Some(0));
    let rows = frame.rows.iter().filter_map(|row| {
        let value = row.value(measure?.slot)?.float();
        Some((&row.keys[0], value.unwrap_or_default()))
    });
    rows.collect()
}

/// Parts that are not negative and together not more than 1.
fn of_a_whole(
    wanted: &Wanted,
    parts: impl Iterator<Item = (f64, Paint)>,
) -> Result<Vec<Part>, Diagnostic> {
    let parts: Vec<Part> = parts.map(|(size, paint)| Part { size, paint }).collect();
    let whole: f64 = parts.iter().map(|part| part.size).sum();
    let is_part = |size: f64| (-TOLERANCE..=1.0 + TOLERANCE).contains(&size);
    if let Some(part) = parts.iter().find(|part| !is_part(part.size)) {
        let message = format!(
            "a small picture shows parts of a whole, {} is none",
            part.size
        );
        return Err(Diagnostic::error(Code::PICTURE_VALUES, message)
            .at(Location::key(&wanted.pointer))
            .hint("name metrics that have a denominator: `of: {where: …}`, or draw a `ranking`"));
    }
    if !is_part(whole) {
        let message = format!("the parts of a small picture are {whole:.3} of their whole");
        return Err(Diagnostic::error(Code::PICTURE_VALUES, message)
            .at(Location::key(&wanted.pointer))
            .hint("name shares of one whole that do not overlap"));
    }
    Ok(parts)
}

/// What the mark of a number means, in short, where one of the key numbers has it.
fn words_of_mark(key_numbers: &[KeyNumber], locale: Locale) -> &'static str {
    if !key_numbers.iter().any(|it| it.value.contains(MARK)) {
        return "";
    }
    match locale {
        Locale::Fr => "°\u{a0}: nombre calculé sur ces lignes, qui n’a pas été publié.",
        Locale::En => "°: a number computed from these rows that has not been published.",
    }
}
