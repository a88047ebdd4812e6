//! The part of the spec about computation and output: measure, breakdown, chart, text.

use super::choose::By;
use super::names::{in_comment, in_template, in_yaml, in_yaml_quoted, slug};
use super::words::dimension_nouns;
use super::write::{BARS, Writer};
use crate::report::Role;
use crate::report::columns::label_name;
use crate::sql::Type;
use crate::text::Locale;

impl Writer<'_> {
    pub(super) fn report(&mut self) {
        let sql = self.choice.measure.map_or_else(
            || "count(*)".to_owned(),
            |at| format!("sum({})", self.column(at).name),
        );
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
        self.line(&format!(
            "  {}: {{sql: {}, title: {title}}}",
            in_yaml(&measure),
            in_yaml_quoted(&sql)
        ));
        // A sum over several snapshots is meaningless, so the text describes how they developed.
        if !self.choice.by.as_ref().is_some_and(|by| by.over_time) {
            self.line("");
            self.line("metrics:");
            self.line(&format!(
                "  {all}: {{measure: {}, format: compact}}",
                in_yaml(&measure)
            ));
        }
        match self.choice.by.clone() {
            Some(by) => self.breakdown(&by, &all),
            None => self.sections(
                &[format!(
                    "Au total {} : **{{{{ formatted.{all} }}}}**.",
                    self.words.of.0
                )],
                &[format!(
                    "The sum {}: **{{{{ formatted.{all} }}}}**.",
                    self.words.of.1
                )],
                None,
            ),
        }
        let stem = &self.sighting.data.stem;
        let dir = match self.sighting.data.day {
            Some(_) => format!("out/{stem}/{{{{ params.snapshot }}}}"),
            None => format!("out/{stem}"),
        };
        self.line("");
        let index = if self.sighting.data.periods.is_empty() {
            ""
        } else {
            ", index: {}"
        };
        self.line(&format!("outputs: {{dir: {}{index}}}", in_yaml(&dir)));
    }

    /// Why rows are counted although a column looks as if it could be added up.
    fn not_added(&self) -> Vec<String> {
        let columns = self.sighting.columns.items.iter();
        let nearly = columns.filter_map(|column| {
            let name = in_comment(&column.name);
            match (column.kind, &column.nearly) {
                (Some(Type::Number | Type::Decimal(_)), _) => {
                    Some(format!("`{name}` has fractions"))
                }
                (_, Some(nearly)) if nearly.kind.is_numeric() => Some(format!(
                    "`{name}` is no {} in {} of {} rows, such as `{}`",
                    nearly.kind,
                    nearly.others,
                    column.rows,
                    in_comment(&nearly.example)
                )),
                _ => None,
            }
        });
        let nearly: Vec<String> = nearly.map(|why| format!("# - {why}")).collect();
        match nearly.as_slice() {
            [] => nearly,
            _ => [vec!["# Rows are counted, since no column that means an amount is whole numbers throughout:".to_owned()], nearly].concat(),
        }
    }

    /// The breakdown with its chart and its text.
    fn breakdown(&mut self, by: &By, all: &str) {
        let column = self.column(by.column).clone();
        let (name, measure) = (in_yaml(&column.name), in_yaml(&self.measure));
        let breakdown = format!("by_{}", column.name);
        let (fr, en) = self.words.title.clone();
        let title = if let Some((french, english)) = dimension_nouns(&column.original) {
            self.per_locale(&format!("{fr} par {french}"), &format!("{en} by {english}"))
        } else {
            let dimension = in_template(&column.original);
            self.per_locale(
                &format!("{fr} selon « {dimension} »"),
                &format!("{en} by {dimension}"),
            )
        };
        self.line("");
        self.line("breakdowns:");
        if !by.over_time {
            self.line(&format!(
                "  # The first {BARS}; all others fold into one row, computed again from the rows."
            ));
        }
        self.line(&format!("  {breakdown}:"));
        self.line(&format!("    by: {name}"));
        self.line(&format!("    measures: [{measure}]"));
        if by.over_time {
            if column.empty > 0 {
                self.line(&format!("    where: \"{} IS NOT NULL\"", column.name));
            }
        } else {
            self.line(&format!(
                "    keep: {{{name}: {{top: {BARS}, other: fold}}}}"
            ));
            if column.is_day() {
                self.line("    sort: value");
            }
        }
        let chart = format!("{}_chart", column.name);
        let axes = if by.over_time {
            format!("type: line, data: {breakdown}, x: {name}, y: {measure}")
        } else {
            format!("type: bar, data: {breakdown}, x: {measure}, y: {name}")
        };
        self.line("");
        self.line("charts:");
        self.line(&format!("  {chart}: {{{axes}, title: {title}}}"));
        if by.over_time {
            self.over_time(&breakdown, &column.name, &chart);
        } else {
            self.ranking(&breakdown, &column.name, all, &chart);
        }
    }

    fn ranking(&mut self, breakdown: &str, dimension: &str, all: &str, chart: &str) {
        let measure = &self.measure;
        let share_column = Role::Share.name_of(measure);
        let first = format!(
            "{{% set leaders = {breakdown}|leaders(\"{share_column}\") %}}{{% set first = leaders|first %}}"
        );
        let leader = format!("**{{{{ first.{} }}}}**", label_name(dimension));
        let share = format!("{{{{ first.{share_column}|percent }}}}");
        let of = format!("{{{{ first.{measure}|compact }}}}");
        let total = format!("{{{{ formatted.{all} }}}}");
        let (fr, en) = self.words.of.clone();
        // Those whose digits show no difference are not said to lead.
        let level = format!("{{{{ leaders|shares(\"{dimension}\", \"{share_column}\") }}}}");
        let lines = |leads: String, ties: &str| {
            [
                first.clone(),
                "{% if leaders|length == 1 %}".to_owned(),
                leads,
                "{% elif leaders|length > 1 %}".to_owned(),
                format!("{ties} {level}."),
                "{% endif %}".to_owned(),
            ]
        };
        let french = format!("{leader} arrive en tête avec {share} {fr} ({of} sur {total}).");
        let english = format!("{leader} leads with {share} {en} ({of} of {total}).");
        self.sections(
            &lines(french, "À égalité en tête :"),
            &lines(english, "Level at the top:"),
            Some(chart),
        );
    }

    fn over_time(&mut self, breakdown: &str, dimension: &str, chart: &str) {
        let measure = &self.measure;
        let ends =
            format!("{{% set first = {breakdown}|first %}}{{% set last = {breakdown}|last %}}");
        let day = |row: &str| format!("{{{{ {row}.{dimension}|date }}}}");
        let value = |row: &str| format!("{{{{ {row}.{measure}|compact }}}}");
        let (fr, en) = self.words.went.clone();
        let french = format!(
            "Du {} au {}, {fr} de {} à {}.",
            day("first"),
            day("last"),
            value("first"),
            value("last")
        );
        let english = format!(
            "From {} to {}, {en} from {} to {}.",
            day("first"),
            day("last"),
            value("first"),
            value("last")
        );
        self.sections(&[ends.clone(), french], &[ends, english], Some(chart));
    }

    /// The text with the facts that all reports state about their rows, then the chart.
    fn sections(&mut self, french: &[String], english: &[String], chart: Option<&str>) {
        let rows = format!("sources.{}.rows", self.source);
        let models = self.sighting.columns.models && self.sighting.profile.files == 1;
        let (fr, en) = if models {
            ("\"modèle\", \"modèles\"", "\"model\", \"models\"")
        } else {
            ("\"ligne\", \"lignes\"", "\"row\", \"rows\"")
        };
        let french_rows = format!("Le rapport porte sur {{{{ {rows}|counted({fr}) }}}}.");
        let english_rows = format!("The report covers {{{{ {rows}|counted({en}) }}}}.");
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
            for line in lines.iter().chain([last]) {
                self.line(&format!("{indent}{line}"));
            }
        }
        if let Some(chart) = chart {
            self.line(&format!("  - chart: {chart}"));
        }
    }
}
