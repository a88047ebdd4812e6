//! The three files of an index.

use super::course::{points, size};
use super::{Headline, Index, IndexedPeriod, MADE_HERE};
use crate::text::Date;
use minijinja::{Environment, Value, context};

const PAGE: &str = include_str!("../../assets/periods.html.j2");
const FEED: &str = include_str!("../../assets/feed.xml.j2");

/// `index.html`.
pub(super) fn page(index: &Index) -> String {
    let french = index.locale == "fr";
    let words = context! {
        periods => if french { "Toutes les périodes" } else { "All periods" },
        period => if french { "Période" } else { "Period" },
        report => if french { "Rapport" } else { "Report" },
        course => if french { "Évolution" } else { "Course" },
        feed => if french { "Flux Atom" } else { "Atom feed" },
    };
    let names: Vec<&String> = index
        .periods
        .last()
        .iter()
        .flat_map(|it| it.metrics.keys())
        .collect();
    let numbers = names.iter().map(|name| {
        let of = |period: &IndexedPeriod| period.metrics.get(*name).cloned();
        let known: Vec<Option<Headline>> = index.periods.iter().map(of).collect();
        let sizes: Vec<Option<f64>> = known.iter().map(|it| size(&it.as_ref()?.value)).collect();
        let shown = |it: Option<&Headline>| it.map(|it| text(&it.shown, &index.locale));
        let first = shown(known.iter().flatten().next()).unwrap_or_default();
        let last = shown(known.iter().flatten().next_back()).unwrap_or_default();
        let title = known
            .iter()
            .flatten()
            .last()
            .map(|it| text(&it.title, &index.locale));
        context! {
            title,
            line => points(&sizes),
            colon => colon(&index.locale),
            alternative => format!("{first} → {last}"),
        }
    });
    let rows = index.periods.iter().rev().map(|period| {
        let cells = names.iter().map(|name| {
            let headline = period.metrics.get(*name);
            headline.map_or_else(String::new, |it| text(&it.shown, &index.locale))
        });
        context! {
            name => name(period),
            title => text(&period.title, &index.locale),
            address => period.page.clone().unwrap_or_else(|| period.folder.clone()),
            cells => cells.collect::<Vec<_>>(),
        }
    });
    let (numbers, rows): (Vec<Value>, Vec<Value>) = (numbers.collect(), rows.collect());
    let values = context! {
        locale => &index.locale,
        made_by => MADE_HERE,
        words,
        numbers,
        rows,
    };
    rendered("periods.html", PAGE, values)
}

/// `feed.xml`, in the form of Atom: an entry for each period, the newest first. It has no time of day: a period is
/// as old as the day that names it.
pub(super) fn feed(index: &Index, address: &str) -> String {
    let entries = index.periods.iter().rev().map(|period| {
        let page = period.page.as_ref().unwrap_or(&period.folder);
        let (colon, semicolon) = (colon(&index.locale), semicolon(&index.locale));
        let numbers = period.metrics.values().map(|it| {
            let (title, shown) = (
                text(&it.title, &index.locale),
                text(&it.shown, &index.locale),
            );
            format!("{title}{colon}{shown}")
        });
        context! {
            title => text(&period.title, &index.locale),
            id => format!("{}{}", identity(address), period.folder),
            link => format!("{address}{page}"),
            updated => updated(period),
            summary => numbers.collect::<Vec<_>>().join(semicolon),
        }
    });
    let newest = index.periods.last();
    let values = context! {
        locale => &index.locale,
        made_by => MADE_HERE,
        title => newest.map(|it| text(&it.title, &index.locale)),
        id => identity(address),
        address,
        updated => newest.map(updated),
        entries => entries.collect::<Vec<_>>(),
    };
    rendered("feed.xml", FEED, values)
}

/// `periods.json`.
pub(super) fn list(index: &Index) -> String {
    serde_json::to_string_pretty(index).unwrap_or_default() + "\n"
}

/// What an id begins with: the address, or a name of its own where it is unknown.
fn identity(address: &str) -> &str {
    if address.is_empty() {
        "urn:hfreport:"
    } else {
        address
    }
}

/// The moment that a feed says of a period: the day that names it.
fn updated(period: &IndexedPeriod) -> String {
    let mut days = period
        .period
        .values()
        .filter_map(|value| Date::parse(value));
    let day = days.next_back().map(|day| day.to_string());
    let year = || {
        let value = period.period.values().next();
        let digits =
            value.filter(|it| it.len() == 4 && it.bytes().all(|byte| byte.is_ascii_digit()));
        digits.map_or_else(|| "1970-01-01".to_owned(), |year| format!("{year}-01-01"))
    };
    format!("{}T00:00:00Z", day.unwrap_or_else(year))
}

/// A period by the values of the params that name it.
fn name(period: &IndexedPeriod) -> String {
    let values: Vec<&str> = period.period.values().map(String::as_str).collect();
    if values.is_empty() {
        period.folder.trim_end_matches('/').to_owned()
    } else {
        values.join(", ")
    }
}

fn text(texts: &crate::document::report_json::Texts, locale: &str) -> String {
    let found = texts.get(locale).or_else(|| texts.values().next());
    found.cloned().unwrap_or_default()
}

/// What stands between a title and its number.
fn colon(locale: &str) -> &'static str {
    if locale == "fr" { "\u{a0}: " } else { ": " }
}

/// What stands between two of them.
fn semicolon(locale: &str) -> &'static str {
    if locale == "fr" { "\u{202f}; " } else { "; " }
}

/// A template of the program, in which texts are escaped.
fn rendered(name: &str, template: &str, values: Value) -> String {
    let environment = Environment::new();
    match environment.render_named_str(name, template, values) {
        Ok(text) => text,
        Err(error) => unreachable!("the templates of the index are valid: {error}"),
    }
}
