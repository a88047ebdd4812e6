//! The files of an index: a page and a feed for each language, and the list for programs.

use super::MADE_HERE;
use super::course::{Course, course, size};
use super::places::Places;
use crate::checksum::sha256;
use crate::document::periods_json::{Period, PeriodsJson, Unread};
use crate::document::report_json::Texts;
use crate::document::{feed_name, page_name};
use crate::text::{Date, Locale};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value, context};

const PAGE: &str = include_str!("../../assets/periods.html.j2");
const FEED: &str = include_str!("../../assets/feed.xml.j2");
const STYLE: &str = include_str!("../../assets/periods.css");

/// All files with their names.
pub(super) fn files(index: &PeriodsJson, places: &Places) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let locales: Vec<Locale> = index
        .locales
        .iter()
        .filter_map(|tag| Locale::parse(tag))
        .collect();
    for (place, locale) in locales.iter().enumerate() {
        let writer = Writer {
            index,
            places,
            locales: &locales,
            place,
            locale: *locale,
        };
        files.push((page_name(place, *locale), writer.page()));
        files.push((feed_name(place, *locale), writer.feed()));
    }
    let list = serde_json::to_string_pretty(index).unwrap_or_default() + "\n";
    files.push(("periods.json".to_owned(), list));
    files
}

/// Writes the files of a language.
struct Writer<'a> {
    index: &'a PeriodsJson,
    places: &'a Places,
    locales: &'a [Locale],
    /// Place of the language among all.
    place: usize,
    locale: Locale,
}

impl Writer<'_> {
    fn page(&self) -> String {
        let words = words(self.locale);
        let languages = self.locales.iter().enumerate().map(|(place, locale)| {
            context! {
                tag => locale.tag(),
                name => locale.name(),
                href => page_name(place, *locale),
                current => place == self.place,
            }
        });
        let numbers = self.index.metrics.keys().map(|name| self.number(name));
        let periods = &self.index.periods;
        let values = context! {
            lang => self.locale.tag(),
            title => self.text(&self.index.title),
            made_by => MADE_HERE,
            style => STYLE.trim_end(),
            address => &self.index.address,
            file => page_name(self.place, self.locale),
            feed => feed_name(self.place, self.locale),
            words,
            languages => languages.collect::<Vec<_>>(),
            titles => self.index.metrics.values().map(|it| self.text(it)).collect::<Vec<_>>(),
            numbers => numbers.collect::<Vec<_>>(),
            rows => self.rows(),
            first => periods.first().map(|it| &it.name),
            last => periods.last().map(|it| &it.name),
        };
        rendered("periods.html", PAGE, values)
    }

    /// The periods, the newest first, with lines for those that are missing.
    fn rows(&self) -> Vec<Value> {
        let periods = &self.index.periods;
        let mut rows = Vec::new();
        for (at, period) in periods.iter().enumerate() {
            let cells = self.index.metrics.iter().map(|(name, title)| {
                let headline = period.metrics.get(name);
                context! {
                    title => self.text(title),
                    value => headline.map(|it| self.text(&it.shown)),
                }
            });
            let title = self.text(&period.title);
            rows.push(context! {
                name => &period.name,
                label => self.text(&period.label),
                title => if title.is_empty() { self.text(&period.label) } else { title },
                status => self.text(&period.status),
                note => period.unread.map(|why| unread(why, self.locale)),
                address => self.address(period),
                before => periods.get(at + 1).map(|next| &next.name),
                after => at.checked_sub(1).map(|before| &periods[before].name),
                cells => cells.collect::<Vec<_>>(),
            });
            let missing = self
                .index
                .missing
                .iter()
                .filter(|it| it.after == period.name);
            rows.extend(missing.map(|it| context! { gap => self.text(&it.label) }));
        }
        rows.reverse();
        rows
    }

    /// A headline number: its last value, and its course.
    fn number(&self, name: &str) -> Value {
        let periods = &self.index.periods;
        let title = self.text(&self.index.metrics[name]);
        let at_places = self.places.all.iter().map(|place| {
            let headline = periods[place.period?].metrics.get(name)?;
            size(&headline.value)
        });
        let sizes: Vec<Option<f64>> = at_places.collect();
        let mut said = periods.iter().filter_map(|period| {
            let headline = period.metrics.get(name)?;
            Some((self.text(&headline.shown), self.text(&period.label)))
        });
        let Some(last) = said.next_back() else {
            return context! { title };
        };
        let first = said.next();
        let empty = self.without(name);
        let drawn = course(&sizes);
        let alternative = first.as_ref().map(|first| {
            let (from, from_label) = first;
            let (to, to_label) = &last;
            match self.locale {
                Locale::Fr => {
                    format!("{title}\u{a0}: de {from} ({from_label}) à {to} ({to_label}){empty}")
                }
                Locale::En => {
                    format!("{title}: from {from} ({from_label}) to {to} ({to_label}){empty}")
                }
            }
        });
        context! {
            title,
            value => last.0,
            label => last.1,
            since => first.map(|it| it.1),
            course => drawn.map(|Course { lines, dots, gaps }| context! { lines, dots, gaps }),
            alternative,
        }
    }

    /// The periods in which a number has no value, as the end of a sentence.
    fn without(&self, name: &str) -> String {
        let of_periods = self.index.periods.iter();
        let mut empty: Vec<String> = of_periods
            .filter(|period| !period.metrics.contains_key(name))
            .map(|period| self.text(&period.label))
            .collect();
        empty.extend(self.index.missing.iter().map(|it| self.text(&it.label)));
        if empty.is_empty() {
            return String::new();
        }
        let word = match self.locale {
            Locale::Fr => "sans",
            Locale::En => "without",
        };
        format!(", {word} {}", empty.join(", "))
    }

    /// A feed in the form of Atom: an entry for each period, the newest first. It has no time of day: a period is as
    /// old as the day that names it.
    fn feed(&self) -> String {
        let index = self.index;
        let entries = index.periods.iter().rev().map(|period| {
            let numbers = period.metrics.iter().map(|(name, it)| {
                let title = self.text(&index.metrics[name]);
                format!("{title}{}{}", colon(self.locale), self.text(&it.shown))
            });
            let status = self.text(&period.status);
            let numbers = numbers.collect::<Vec<_>>().join(semicolon(self.locale));
            let parts = [status, numbers].into_iter().filter(|it| !it.is_empty());
            let title = self.text(&period.title);
            context! {
                title => if title.is_empty() { self.text(&period.label) } else { title },
                id => self.identity(&period.folder),
                link => format!("{}{}", index.address, self.address(period)),
                updated => updated(period),
                summary => parts.collect::<Vec<_>>().join(" – "),
            }
        });
        let values = context! {
            lang => self.locale.tag(),
            made_by => MADE_HERE,
            title => self.text(&index.title),
            id => self.identity(""),
            address => &index.address,
            page => page_name(self.place, self.locale),
            own => feed_name(self.place, self.locale),
            updated => index.periods.last().map(updated),
            entries => entries.collect::<Vec<_>>(),
        };
        rendered("feed.xml", FEED, values)
    }

    /// What identifies the feed, or an entry of it, for ever: an address, or a number made of what the report is.
    fn identity(&self, folder: &str) -> String {
        let (index, tag) = (self.index, self.locale.tag());
        if !index.address.is_empty() {
            let page = match folder {
                "" => page_name(self.place, self.locale),
                folder => format!("{folder}#{tag}"),
            };
            return format!("{}{page}", index.address);
        }
        let digits = sha256(format!("{}\n{tag}\n{folder}", self.text(&index.title)));
        // A UUID of version 8, whose content is free.
        format!(
            "urn:uuid:{}-{}-8{}-8{}-{}",
            &digits[..8],
            &digits[8..12],
            &digits[12..15],
            &digits[15..18],
            &digits[18..30]
        )
    }

    /// The page of a period in this language, or else in another, or its folder.
    fn address(&self, period: &Period) -> String {
        let page = period.pages.get(self.locale.tag());
        let page = page.or_else(|| period.pages.values().next());
        percent_encoded(page.unwrap_or(&period.folder))
    }

    fn text(&self, texts: &Texts) -> String {
        let found = texts.get(self.locale.tag());
        let found = found.or_else(|| texts.values().next());
        // Control characters stand in no XML.
        let text = found.map(String::as_str).unwrap_or_default();
        text.replace(char::is_control, " ")
    }
}

/// A path as it stands in addresses.
fn percent_encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let bytes = path.bytes().map(|byte| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    bytes.collect()
}

/// The words of a page.
fn words(locale: Locale) -> Value {
    match locale {
        Locale::Fr => context! {
            languages => "Langues",
            numbers => "Chiffres clés",
            periods => "Périodes",
            period => "Période",
            report => "Rapport",
            feed => "Flux Atom",
            list => "Liste pour les programmes",
            none => "pas de rapport",
            newest => "Il n’y a pas encore de rapport plus récent.",
            oldest => "Il n’y a pas de rapport plus ancien.",
            since => "courbe depuis",
        },
        Locale::En => context! {
            languages => "Languages",
            numbers => "Key numbers",
            periods => "Periods",
            period => "Period",
            report => "Report",
            feed => "Atom feed",
            list => "List for programs",
            none => "no report",
            newest => "There is no newer report yet.",
            oldest => "There is no older report.",
            since => "line since",
        },
    }
}

/// Why a period has no numbers.
fn unread(why: Unread, locale: Locale) -> &'static str {
    match (why, locale) {
        (Unread::Version, Locale::Fr) => "Écrit par une autre version : chiffres illisibles ici",
        (Unread::Version, Locale::En) => {
            "Written by another version: its numbers cannot be read here"
        }
        (Unread::Absent, Locale::Fr) => "Sans chiffres pour les programmes",
        (Unread::Absent, Locale::En) => "Without numbers for programs",
        (Unread::Damaged, Locale::Fr) => "Chiffres illisibles",
        (Unread::Damaged, Locale::En) => "Its numbers cannot be read",
    }
}

/// The moment that a feed says of a period: the day that names it.
fn updated(period: &Period) -> String {
    let named = [&period.name].into_iter().chain(period.period.values());
    let day = named.clone().find_map(|value| Date::parse(value));
    let year = || {
        let digits =
            |value: &&String| value.len() == 4 && value.bytes().all(|it| it.is_ascii_digit());
        let year = named.clone().find(digits);
        year.map_or_else(|| "1970-01-01".to_owned(), |year| format!("{year}-01-01"))
    };
    format!("{}T00:00:00Z", day.map_or_else(year, Date::iso))
}

/// What stands between a title and its number.
fn colon(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "\u{a0}: ",
        Locale::En => ": ",
    }
}

/// What stands between two of them.
fn semicolon(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "\u{202f}; ",
        Locale::En => "; ",
    }
}

/// A template of the program, in which texts are escaped.
fn rendered(name: &str, template: &str, values: Value) -> String {
    let rendered = || {
        let mut environment = Environment::new();
        let mut lines = SyntaxConfig::builder();
        lines.trim_blocks(true).lstrip_blocks(true);
        environment.set_syntax(lines.build()?);
        environment.render_named_str(name, template, values)
    };
    match rendered() {
        Ok(text) => text,
        Err(error) => unreachable!("the templates of the index are valid: {error}"),
    }
}
