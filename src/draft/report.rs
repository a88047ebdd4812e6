//! The part of the spec about computation and output: measure, breakdown, chart, text.

use super::choose::By;
use super::columns::DraftColumn;
use super::header::{currency_of_header, unit_of_header};
use super::names::{as_value, in_template, in_yaml, in_yaml_quoted, slug};
use super::words::dimension_nouns;
use super::write::{BARS, Writer};
use super::years::YEARS;
use crate::sql::Type;
use crate::text::Locale;

impl Writer<'_> {
    pub(super) fn report(&mut self) {
        let sql = self.sql();
        let (fr, en) = self.words.title.clone();
        let (measure, title) = (self.measure.clone(), self.per_locale(&fr, &en));
        let all = format!("all_{}", slug(&measure));
        self.line("");
        if self.choice.measure.is_none() {
            for line in self.not_added() {
                self.line(&line);
            }
        }
        self.line("measures:");
        self.measures_of_years();
        if self.choice.is_mean {
            self.about_mean();
        } else if let Some(why) = self.why_no_shares() {
            self.line(&format!("  # Texts and charts show no shares: {why}."));
        }
        let currency = self.format().map(|format| format!(", format: {format}"));
        let shares = if !self.choice.is_mean && self.why_no_shares().is_some() {
            ", shares: false"
        } else {
            ""
        };
        self.line(&format!(
            "  {}: {{sql: {}, title: {title}{}{shares}}}",
            in_yaml(&measure),
            in_yaml_quoted(&sql),
            currency.unwrap_or_default()
        ));
        if self.choice.is_mean {
            self.counted_beside();
        }
        // A sum over several snapshots is meaningless, so the text describes how they developed.
        let is_over_time = self.choice.by.as_ref().is_some_and(|by| by.over_time);
        let mut metrics = Vec::new();
        metrics.extend(self.metric_of_first_year());
        if !is_over_time {
            let format = if self.is_whole() {
                ", format: compact".to_owned()
            } else if self.is_mean_of_percent() {
                format!(", format: {}", self.format_of_mean())
            } else {
                String::new()
            };
            metrics.push(format!(
                "  {all}: {{measure: {}{format}}}",
                in_yaml(&measure)
            ));
        }
        if let Some(column) = self.with_empty() {
            let (name, metric) = (column.name.clone(), without(column));
            let rows = format!("sql: \"count(*)\", where: \"{name} IS NULL\"");
            let shown = in_template(&column.original);
            let title = self.per_locale(
                &format!("Nombre de lignes sans « {shown} »"),
                &format!("Rows without “{shown}”"),
            );
            let share_title = self.per_locale(
                &format!("Part des lignes sans « {shown} »"),
                &format!("Share of rows without “{shown}”"),
            );
            metrics.push(format!("  {metric}: {{{rows}, title: {title}}}"));
            metrics.push(format!(
                "  {metric}_share: {{{rows}, of: {{}}, title: {share_title}}}"
            ));
        }
        if !metrics.is_empty() {
            self.line("");
            self.line("metrics:");
            for metric in metrics {
                self.line(&metric);
            }
        }
        match self.choice.by.clone() {
            Some(by) => self.breakdown(&by, &all),
            None if self.choice.is_mean => self.mean_of_all(&all),
            None => self.sections(
                &[format!(
                    "{}, au total : **{{{{ formatted.{all} }}}}**.",
                    self.words.title.0
                )],
                &[format!(
                    "{}, in all: **{{{{ formatted.{all} }}}}**.",
                    self.words.title.1
                )],
                None,
            ),
        }
        let out = self.place.out.clone();
        let dir = match &self.sighting.data.stamp {
            Some(stamp) if stamp.is_month() => format!("{out}/{{{{ params.month }}}}"),
            Some(_) => format!("{out}/{{{{ params.snapshot }}}}"),
            None => out,
        };
        self.line("");
        let index = if self.sighting.data.periods.is_empty() {
            ""
        } else {
            ", index: {}"
        };
        self.line(&format!("outputs: {{dir: {}{index}}}", in_yaml(&dir)));
    }

    /// The currency of the measure: that of its cells, or else that of its header.
    pub(super) fn currency(&self) -> Option<&'static str> {
        let column = self.column(self.choice.measure?);
        let of_cells = column.notation.currency();
        of_cells.or_else(|| currency_of_header(&column.original))
    }

    /// The expression of the measure.
    fn sql(&self) -> String {
        let Some(at) = self.choice.measure else {
            return "count(*)".to_owned();
        };
        let name = &self.column(at).name;
        if self.choice.is_mean {
            self.sql_of_mean(name)
        } else {
            format!("sum({name})")
        }
    }

    /// The format of the measure, unless it is that of its type.
    fn format(&self) -> Option<String> {
        if self.choice.is_mean {
            return Some(self.format_of_mean());
        }
        if let Some(unit) = self.scaled() {
            return Some(format!("{{unit: {}}}", in_yaml_quoted(&unit)));
        }
        let currency = self.currency()?;
        let column = self.column(self.choice.measure?);
        let decimals = match column.kind {
            Some(Type::Integer) => ", decimals: 0",
            _ => "",
        };
        Some(format!("{{currency: {currency}{decimals}}}"))
    }

    /// The unit of the measure by its header, such as thousands of a currency, unless it is a currency itself or percent.
    pub(super) fn scaled(&self) -> Option<String> {
        let column = self.column(self.choice.measure?);
        let is_told = column.is_in_percent() || column.notation.currency().is_some();
        let (_, unit) = unit_of_header(&column.original).filter(|_| !is_told)?;
        Some(unit)
    }

    /// Whether the measure has whole numbers.
    fn is_whole(&self) -> bool {
        if self.choice.is_mean {
            return false;
        }
        let measure = self.choice.measure.map(|at| self.column(at).kind);
        let has_unit = self.currency().is_some() || self.scaled().is_some();
        measure.is_none_or(|kind| kind == Some(Type::Integer)) && !has_unit
    }

    /// The type in which the measure is added up.
    pub(super) fn exact(&self) -> Option<Type> {
        self.column(self.choice.measure?).exact()
    }

    /// How a text writes an amount of the measure.
    pub(super) fn amount(&self) -> String {
        if self.choice.is_mean {
            return self.amount_of_mean();
        }
        match (self.currency(), self.decimals()) {
            _ if self.is_long() => "compact".to_owned(),
            (Some(code), _) if self.exact() == Some(Type::Integer) => {
                format!("currency(\"{code}\", 0)")
            }
            (Some(code), _) => format!("currency(\"{code}\")"),
            (None, Some(scale)) => format!("decimal({scale})"),
            (None, None) if self.scaled().is_some() => "integer".to_owned(),
            (None, None) => "compact".to_owned(),
        }
    }

    /// Digits behind the point with which a text writes an amount of the measure.
    pub(super) fn decimals(&self) -> Option<u8> {
        match self.exact() {
            Some(Type::Decimal(scale)) if !self.is_long() => Some(scale),
            _ => None,
        }
    }

    /// Whether amounts have more digits than a template keeps of a fraction.
    fn is_long(&self) -> bool {
        /// Fifteen digits.
        const KEPT: u128 = 1_000_000_000_000_000;
        let total = self.choice.measure.and_then(|at| self.column(at).total);
        total.is_some_and(|total| total.scale > 0 && total.units.unsigned_abs() >= KEPT)
    }

    /// The column of the measure, if some of its cells are empty.
    fn with_empty(&self) -> Option<&DraftColumn> {
        let column = self.column(self.choice.measure?);
        (column.empty > 0).then_some(column)
    }

    /// Why rows are counted although a column looks as if it could be added up.
    fn not_added(&self) -> Vec<String> {
        let reasons = self.sighting.why_counted();
        let reasons: Vec<String> = reasons.iter().map(|why| format!("# - {why}")).collect();
        match reasons.as_slice() {
            [] => reasons,
            _ => [
                vec![
                    "# Rows are counted, since no column is an amount that adds up by itself:"
                        .to_owned(),
                ],
                reasons,
            ]
            .concat(),
        }
    }

    /// The breakdown with its chart and its text.
    fn breakdown(&mut self, by: &By, all: &str) {
        let column = self.column(by.column).clone();
        let dimension = self.dimension(by);
        let (name, measure) = (in_yaml(&dimension), in_yaml(&self.measure));
        let breakdown = format!("by_{dimension}");
        let (fr, en) = self.titles(Some(by));
        let title = self.per_locale(&fr, &en);
        if by.monthly {
            self.month(&dimension, &column.name);
        }
        self.line("");
        self.line("breakdowns:");
        let bars = bars(&column);
        if !by.over_time {
            self.line(&format!(
                "  # The first {bars}; all others fold into one row, computed again from the rows."
            ));
        }
        self.line(&format!("  {breakdown}:"));
        self.line(&format!("    by: {name}"));
        let beside = self.beside();
        let beside = beside.map_or_else(String::new, |name| format!(", {}", in_yaml(&name)));
        let years = self.names_of_years();
        if years.is_empty() {
            self.line(&format!("    measures: [{measure}{beside}]"));
        } else {
            self.line(&format!("    measures: [{}]", years.join(", ")));
        }
        let day = (by.over_time && column.empty > 0).then(|| column.name.clone());
        let value = self.with_empty().filter(|_| self.leaves_out_empty);
        let value = value.map(|column| column.name.clone());
        if value.is_some() {
            self.line("    # Rows without a value stay out, so that a group of such rows has no bar; its sum would be 0.");
        }
        let known: Vec<String> = day.into_iter().chain(value).collect();
        if !known.is_empty() {
            let known: Vec<String> = known.iter().map(|it| format!("{it} IS NOT NULL")).collect();
            self.line(&format!("    where: \"{}\"", known.join(" AND ")));
        }
        if !by.over_time {
            let of = if years.is_empty() {
                String::new()
            } else {
                format!(", by: {measure}")
            };
            self.line(&format!(
                "    keep: {{{name}: {{top: {bars}{of}, other: fold}}}}"
            ));
            if !years.is_empty() {
                self.line(&format!("    sort: {{by: {measure}}}"));
            } else if column.is_day() {
                self.line("    sort: value");
            }
        }
        let chart = format!("{dimension}_chart");
        let axes = if by.over_time {
            format!("type: line, data: {breakdown}, x: {name}, y: {measure}")
        } else {
            format!("type: bar, data: {breakdown}, x: {measure}, y: {name}")
        };
        self.line("");
        self.line("charts:");
        self.line(&format!("  {chart}: {{{axes}, title: {title}}}"));
        self.table_of_years(&breakdown, &dimension);
        if by.over_time {
            self.over_time(&breakdown, &dimension, &chart);
        } else if self.choice.is_mean {
            self.means(&breakdown, &column.name, all, &chart);
        } else if self.why_no_shares().is_none() {
            self.ranking(&breakdown, &column.name, all, &chart);
        } else {
            self.amounts(&breakdown, &column.name, all, &chart);
        }
    }

    /// What is shown by what, in French and English.
    pub(super) fn titles(&self, by: Option<&By>) -> (String, String) {
        let (fr, en) = self.words.title.clone();
        let Some(by) = by else {
            return (fr, en);
        };
        if by.monthly {
            return (format!("{fr} par mois"), format!("{en} by month"));
        }
        let original = &self.column(by.column).original;
        if let Some((french, english)) = dimension_nouns(original) {
            return (format!("{fr} par {french}"), format!("{en} by {english}"));
        }
        let dimension = in_template(&original.replace('_', " "));
        (
            format!("{fr} selon « {dimension} »"),
            format!("{en} by {dimension}"),
        )
    }

    /// Why rows are no shares of the measure, if they are none.
    fn why_no_shares(&self) -> Option<&'static str> {
        if self.choice.is_mean {
            return None;
        }
        self.column(self.choice.measure?).why_no_shares()
    }

    fn over_time(&mut self, breakdown: &str, dimension: &str, chart: &str) {
        let measure = &self.measure;
        let ends =
            format!("{{% set first = {breakdown}|first %}}{{% set last = {breakdown}|last %}}");
        let by = self.choice.by.as_ref().map(|by| self.column(by.column));
        let is_month = by.is_some_and(|column| column.notation.is_month());
        let choice = self.choice.by.as_ref();
        let is_month = is_month || choice.is_some_and(|by| by.monthly);
        if choice.is_some_and(|by| self.has_parts_of_months(by)) {
            return self.highest_month(breakdown, dimension, chart);
        }
        let a_day = choice.is_some_and(|by| by.is_a_day);
        let a_day = if a_day {
            [" par jour", " a day"]
        } else {
            [""; 2]
        };
        let written = if is_month { "month" } else { "date" };
        let day = |row: &str| format!("{{{{ {row}.{dimension}|{written} }}}}");
        let amount = self.amount();
        let unit = self.unit();
        let value = |row: &str| format!("{{{{ {row}.{measure}|{amount} }}}}{unit}");
        let (fr, en) = self.words.went.clone();
        let from = if is_month {
            format!("{{{{ first.{dimension}|of_month|capitalize_first }}}} à")
        } else {
            format!("Du {} au", day("first"))
        };
        let french = format!(
            "{from} {}, {fr} de {} à {}{}.",
            day("last"),
            value("first"),
            value("last"),
            a_day[0]
        );
        let english = format!(
            "From {} to {}, {en} from {} to {}{}.",
            day("first"),
            day("last"),
            value("first"),
            value("last"),
            a_day[1]
        );
        self.sections(&[ends.clone(), french], &[ends, english], Some(chart));
    }

    /// The text with the facts that all reports state about their rows, then the chart.
    pub(super) fn sections(&mut self, french: &[String], english: &[String], chart: Option<&str>) {
        let rows = format!("sources.{}.rows", self.source);
        let models = self.sighting.columns.models && self.sighting.profile.files == 1;
        let (fr, en) = if models {
            ("\"modèle\", \"modèles\"", "\"model\", \"models\"")
        } else {
            ("\"ligne\", \"lignes\"", "\"row\", \"rows\"")
        };
        let (mut french_rows, mut english_rows) = (Vec::new(), Vec::new());
        if let Some([french, english]) = self.went_over_years() {
            french_rows.push(french);
            english_rows.push(english);
        }
        french_rows.push(format!(
            "Le rapport porte sur {{{{ {rows}|counted({fr}) }}}}."
        ));
        english_rows.push(format!("The report covers {{{{ {rows}|counted({en}) }}}}."));
        if let Some(column) = self.with_empty() {
            let (metric, name) = (without(column), as_value(&column.original));
            let when = format!("{{% if metrics.{metric} > 0 %}}");
            let (count, share) = (
                format!("metrics.{metric}"),
                format!("{{{{ formatted.{metric}_share }}}}"),
            );
            let (fr, en) = if models {
                (
                    "\"modèle n’a\", \"modèles n’ont\"",
                    "\"model has\", \"models have\"",
                )
            } else {
                (
                    "\"ligne n’a\", \"lignes n’ont\"",
                    "\"row has\", \"rows have\"",
                )
            };
            french_rows.push(format!(
                "{when}{{{{ {count}|counted({fr}) }}}} pas de valeur pour « {name} » ({share} {}).{{% endif %}}",
                if models { "des modèles" } else { "des lignes" }
            ));
            english_rows.push(format!(
                "{when}{{{{ {count}|counted({en}) }}}} no value for “{name}” ({share} of all {}).{{% endif %}}",
                if models { "models" } else { "rows" }
            ));
        }
        self.line("");
        self.line(
            "# Numbers in a text are computed: metrics, and columns of the rows of a breakdown.",
        );
        self.line("sections:");
        let is_alone = self.locales.len() == 1;
        self.line(if is_alone { "  - text: |" } else { "  - text:" });
        for locale in self.locales.clone() {
            let indent = if is_alone {
                "      "
            } else {
                self.line(&format!("      {locale}: |"));
                "        "
            };
            let (lines, last) = match locale {
                Locale::Fr => (french, &french_rows),
                Locale::En => (english, &english_rows),
            };
            for line in lines.iter().chain(last) {
                self.line(&format!("{indent}{line}"));
            }
        }
        if let Some(chart) = chart {
            self.line(&format!("  - chart: {chart}"));
            if !self.all_years().is_empty() {
                self.line(&format!("  - chart: {YEARS}"));
            }
        }
    }
}

/// How many values a chart names: a few more than usual where only these would be others.
fn bars(column: &DraftColumn) -> usize {
    /// The most that are named beyond the usual number.
    const FEW_OTHERS: usize = 3;
    if (BARS + 1..=BARS + FEW_OTHERS).contains(&column.distinct) {
        column.distinct
    } else {
        BARS
    }
}

/// The metric of rows without a value in a column.
fn without(column: &DraftColumn) -> String {
    format!("without_{}", column.name)
}
