//! Writes the text of the spec as a careful colleague would: short, and with comments.

use super::choose::Choice;
use super::columns::DraftColumn;
use super::data::DataPlace;
use super::files::Stamp;
use super::measures::{MeasureWords, count_words, mean_words, sum_words};
use super::names::{in_comment, in_shell, in_template, in_yaml, slug, unique};
use super::outside::LeftOut;
use super::periods::{Limit, guards};
use super::scales::per_unit;
use super::{Sighting, Wishes};
use crate::sql::Type;
use crate::text::Locale;
use std::fmt::Write;

/// Number of bars in the first chart.
pub(super) const BARS: usize = 15;

/// The spec so far, and the input that it is written from.
pub(super) struct Writer<'a> {
    pub(super) sighting: &'a Sighting,
    pub(super) choice: &'a Choice,
    pub(super) wishes: &'a Wishes,
    pub(super) place: &'a DataPlace,
    pub(super) left_out: &'a LeftOut,
    pub(super) locales: Vec<Locale>,
    pub(super) words: MeasureWords,
    /// Name of the source.
    pub(super) source: &'static str,
    /// Name of the measure.
    pub(super) measure: String,
    /// Whether rows without a value of the measure stay out of the breakdown.
    pub(super) leaves_out_empty: bool,
    text: String,
}

/// The name of what is explained first, and the text of the spec.
pub(super) fn text(
    sighting: &Sighting,
    choice: &Choice,
    wishes: &Wishes,
    (place, left_out): (&DataPlace, &LeftOut),
    leaves_out_empty: bool,
) -> (String, String) {
    let models = sighting.columns.models;
    let columns = &sighting.columns.items;
    let by = choice.by.as_ref().map(|by| columns[by.column].name.clone());
    let taken: Vec<String> = by.into_iter().collect();
    let source = if models { "models" } else { "rows" };
    let mut writer = Writer {
        sighting,
        choice,
        wishes,
        place,
        left_out,
        locales: if wishes.locales.is_empty() {
            vec![Locale::Fr, Locale::En]
        } else {
            wishes.locales.clone()
        },
        words: match choice.measure.map(|at| columns[at].original.as_str()) {
            None => count_words(models),
            Some(name) if choice.is_mean => mean_words(name, per_unit(name).as_ref()),
            Some(name) => sum_words(name),
        },
        source,
        measure: choice
            .measure
            .map_or_else(|| unique(source, &taken), |at| columns[at].name.clone()),
        leaves_out_empty,
        text: String::new(),
    };
    writer.head();
    writer.source();
    writer.report();
    writer.next_steps();
    (writer.explained(), writer.text)
}

impl Writer<'_> {
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn column(&self, at: usize) -> &DraftColumn {
        &self.sighting.columns.items[at]
    }

    /// A text in each language: a map, or a single text if there is one language.
    pub(super) fn per_locale(&self, french: &str, english: &str) -> String {
        let said = |locale: &Locale| match locale {
            Locale::Fr => french,
            Locale::En => english,
        };
        if let [only] = self.locales.as_slice() {
            return in_yaml(said(only));
        }
        if french == english {
            return in_yaml(french);
        }
        let parts = self
            .locales
            .iter()
            .map(|it| format!("{it}: {}", in_yaml(said(it))));
        format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
    }

    /// A command on this spec, as typed.
    pub(super) fn command(&self, command: &str, more: &str) -> String {
        let spec = in_shell(&self.wishes.spec.to_string_lossy());
        let allowed = self
            .place
            .allowed
            .as_ref()
            .map(|folder| format!(" --allow-path {}", in_shell(&folder.to_string_lossy())));
        format!(
            "hfreport {command} {spec}{more}{}",
            allowed.unwrap_or_default()
        )
    }

    fn head(&mut self) {
        let schema = self.place.schema.as_deref().unwrap_or("report.schema.json");
        let schema = schema.to_owned();
        self.line(&format!("# yaml-language-server: $schema={schema}"));
        let data = in_comment(&self.sighting.data.location.shown);
        let rows = self.sighting.profile.rows;
        self.line(&format!(
            "# A first report on {data}, {rows} row{}. It runs as it is; change it and run it again:",
            if rows == 1 { "" } else { "s" }
        ));
        let mut commands = vec![
            (self.command("run", ""), "writes the pages"),
            (
                self.command("check", ""),
                "finds what is wrong in it without reading the rows",
            ),
        ];
        if self.place.schema.is_none() {
            let command = format!("hfreport schema > {}", in_shell(&self.schema_path()));
            commands.push((command, "lets the editor complete and explain every key"));
        }
        let widest = commands.iter().map(|(it, _)| it.chars().count()).max();
        for (command, does) in commands {
            let command = in_comment_line(&command);
            let width = widest.unwrap_or_default();
            self.line(&format!("#   {command:<width$}  # {does}"));
        }
        self.line("version: 1");
        let locales: Vec<String> = self.locales.iter().map(ToString::to_string).collect();
        self.line(&format!("locales: [{}]", locales.join(", ")));
        let title = self.title();
        self.line(&format!("title: {title}"));
        if let Some(stamp) = self.sighting.data.stamp.clone() {
            self.params(&stamp);
        }
    }

    /// The params of the date in the name of a file, and the periods.
    fn params(&mut self, stamp: &Stamp) {
        let (day, is_month) = (stamp.day(), stamp.is_month());
        let mut days = self.sighting.data.periods.clone();
        let set = if is_month {
            " --set snapshot=YYYY-MM-01"
        } else {
            " --set snapshot=YYYY-MM-DD"
        };
        let set = in_comment_line(&self.command("run", set));
        self.line("");
        if is_month && days.is_empty() {
            days.push(stamp.clone());
            self.line(&format!(
                "# Another month: add its line to `rows`, and name it: {set}"
            ));
        } else if days.is_empty() {
            self.line(&format!("# Another snapshot: {set}"));
        } else {
            self.line(&format!("# Another period than the last: {set}"));
        }
        let first = self.all_years().first().copied().or(self.choice.measure);
        let added = first.filter(|_| !self.choice.is_mean);
        let measure = added.map(|at| &self.column(at).original);
        let limits = guards(&self.sighting.history, measure.map(String::as_str));
        self.line("params:");
        self.line(&format!("  snapshot: {{type: date, default: {day}}}"));
        if is_month {
            // What stands in the names of the files is no date.
            self.line(&format!(
                "  month: {{type: string, default: \"{}\"}}",
                stamp.text
            ));
        }
        for Limit { key, usual, .. } in limits.iter().filter(|it| it.odd().next().is_some()) {
            self.line(&format!("  {key}: {{type: number, default: {usual:.2}}}"));
        }
        if !days.is_empty() {
            self.periods(&days, &limits);
        }
    }

    fn periods(&mut self, days: &[Stamp], limits: &[Limit]) {
        let each = self.command("run", " --each");
        self.line("");
        self.line(&format!(
            "# A bundle for each period, and a page of all: {}",
            in_comment_line(&each)
        ));
        self.line("periods:");
        self.line("  param: snapshot");
        self.line("  rows:");
        for (at, stamp) in days.iter().enumerate() {
            let mut params = vec![format!("snapshot: {}", stamp.day())];
            if stamp.is_month() {
                params.push(format!("month: \"{}\"", stamp.text));
            }
            let of_this = limits.iter().filter_map(|limit| {
                Some(format!("{}: {:.2}", limit.key, limit.of_periods.get(at)?))
            });
            params.extend(of_this);
            self.line(&format!("    - {{{}}}", params.join(", ")));
        }
        if limits.is_empty() {
            return;
        }
        self.line("");
        self.line("# A run stops where a period differs more than this from the one before; these have, so that more is allowed than usual.");
        for limit in limits {
            let what = if limit.key == "change" {
                "rows or their sum changed"
            } else {
                "the share of empty cells changed"
            };
            for (at, allowed) in limit.odd() {
                self.line(&format!(
                    "# In {} {what} by so much that only its own row allows it (`{}: {allowed:.2}`): is its file whole, and the one before?",
                    days[at].text, limit.key
                ));
            }
        }
        let limits = limits.iter().map(|limit| match limit.odd().next() {
            Some(_) => format!("{0}: \"{{{{ params.{0} }}}}\"", limit.key),
            None => format!("{}: {:.2}", limit.key, limit.usual),
        });
        let limits: Vec<String> = limits.collect();
        self.line(&format!("guards: {{{}}}", limits.join(", ")));
    }

    /// The path for a schema beside the spec, from the working folder.
    fn schema_path(&self) -> String {
        let path = self.wishes.spec.with_file_name("report.schema.json");
        path.to_string_lossy().into_owned()
    }

    fn title(&self) -> String {
        if let Some(title) = &self.wishes.title {
            return in_yaml(&in_template(title));
        }
        let (fr, en) = self.titles(self.choice.by.as_ref());
        match &self.sighting.data.stamp {
            Some(stamp) if stamp.is_month() => {
                let month = "{{ params.snapshot|month }}";
                return self.per_locale(&format!("{fr} en {month}"), &format!("{en} in {month}"));
            }
            Some(_) => {
                let on = "{{ params.snapshot|date }}";
                return self.per_locale(&format!("{fr} au {on}"), &format!("{en} on {on}"));
            }
            None => {}
        }
        self.per_locale(&fr, &en)
    }

    /// The name of what is explained first: the breakdown, or else the metric.
    fn explained(&self) -> String {
        match &self.choice.by {
            Some(by) => format!("by_{}", self.dimension(by)),
            None => format!("all_{}", slug(&self.measure)),
        }
    }

    fn next_steps(&mut self) {
        let explained = format!(" {}", self.explained());
        let mut steps = vec![
            "Next steps; the language is explained in docs/spec.md, one feature at a time in examples/:".to_owned(),
            format!(
                "- {}  # the rows, with the names that texts use",
                in_comment_line(&self.command("explain", &explained))
            ),
        ];
        let by = self.choice.by.as_ref().map(|by| by.column);
        if let Some(owner) = self.sighting.columns.owner.filter(|at| Some(*at) != by) {
            let name = in_yaml(&self.column(owner).name);
            steps.push(format!(
                "- one more breakdown, for a chart or a `table:` section:\n#     by_{}: {{by: {name}, measures: [{}], keep: {{{name}: {{top: {BARS}}}}}}}",
                self.column(owner).name,
                in_yaml(&self.measure)
            ));
        }
        let columns = self.sighting.columns.items.iter();
        if let Some(list) = columns.clone().find(|it| it.kind == Some(Type::List)) {
            steps.push(format!(
                "- the values of a list: dimensions: {{value: {{explode: {}}}}}",
                in_yaml(&list.name)
            ));
        }
        if let Some(month) = columns
            .clone()
            .find(|it| it.notation.is_month() && it.kind.is_some())
        {
            let name = in_yaml(&month.name);
            steps.push(format!(
                "- change from month to month: by_{}: {{by: {name}, measures: [{}], over: {{by: {name}, every: month}}}}",
                month.name,
                in_yaml(&self.measure)
            ));
        }
        let sized = columns.enumerate().filter(|(at, column)| {
            Some(*at) != self.choice.measure
                && column.kind == Some(Type::Integer)
                && column.is_sum()
                && column.distinct > BARS
        });
        if let Some((_, column)) = sized.max_by_key(|(_, column)| column.distinct) {
            steps.push(format!(
                "- sizes: dimensions: {{size: {{bucket: {}, edges: [1k, 1M, 1B]}}}}",
                in_yaml(&column.name)
            ));
        }
        steps.push("- attributes from a table of yours: `lookups`; what must hold: `checks`; figures in print: `published`".to_owned());
        self.line("");
        for step in steps {
            let _ = writeln!(self.text, "# {step}");
        }
    }
}

/// A command on a line of a comment; names with line breaks would not be typed anyway.
fn in_comment_line(command: &str) -> String {
    command
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
