//! The definition of a number in words of the page, with the files behind it.

use super::{Collector, Subject};
use crate::document::NumberDefinition;
use crate::render::coverage;
use crate::render::made_from::made_from;
use crate::render::margins::margin_text;
use crate::render::values::covered;
use crate::report::definition::{
    DefinitionPart, DefinitionText, breakdown_definition, claim_definition, column_definition,
    metric_definition, same_but_condition,
};
use crate::report::{Breakdown, Column, Covered, MetricRole, Numerator, Rows};
use crate::results::Value;
use crate::spec::ParamValue;
use crate::template::CoverageNumber;
use crate::text::Locale;
use crate::text::case::lower_first;
use crate::text::number::{decimal, integer};

impl Collector<'_> {
    pub(super) fn defined(&self, subject: &Subject) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let plain = |title: String, parts: Vec<(String, String)>| NumberDefinition {
            title,
            claim: false,
            unit: String::new(),
            denominator: None,
            parts,
            computed_from: Vec::new(),
        };
        match subject {
            Subject::Metric(at, role) => self.metric(*at, *role),
            Subject::Column { frame, column } => {
                let breakdown = &report.breakdowns[self.frame_name(*frame)];
                self.column(breakdown, &breakdown.columns.cells()[*column])
            }
            Subject::Rows(frame) => {
                let breakdown = &report.breakdowns[self.frame_name(*frame)];
                let title = self.title(breakdown);
                let (title, unit) = match locale {
                    Locale::Fr => (format!("Nombre de lignes, {title}"), "lignes"),
                    Locale::En => (format!("Number of rows, {title}"), "rows"),
                };
                let mut said = breakdown_definition(report, breakdown, locale);
                said.retain(|said| {
                    !matches!(said.part, DefinitionPart::Measure | DefinitionPart::Within)
                });
                NumberDefinition {
                    unit: unit.to_owned(),
                    ..plain(title, self.parts(said, &breakdown.rows))
                }
            }
            Subject::Param(at) => {
                let (name, value) = report.params.get_index(*at).map_or_else(
                    || (String::new(), String::new()),
                    |(name, value)| (name.clone(), param_text(value, locale)),
                );
                let (kind, part) = match locale {
                    Locale::Fr => ("Paramètre", "Valeur"),
                    Locale::En => ("Param", "Value"),
                };
                plain(format!("{kind} {name}"), vec![(part.to_owned(), value)])
            }
            Subject::Previous(at) => {
                let name = report.params.get_index(*at).map(|(name, _)| name);
                let name = name.map_or("", String::as_str);
                let kind = match locale {
                    Locale::Fr => "Paramètre",
                    Locale::En => "Param",
                };
                let previous = self.results.previous.as_ref();
                let value = previous.and_then(|previous| previous.params.get(name));
                let value = value.map_or_else(String::new, |value| param_text(value, locale));
                let parts = self.previous(&value).into_iter().collect();
                plain(format!("{kind} {name}"), parts)
            }
            Subject::Source { source, number } => {
                let name = &self.results.sources[*source].name;
                let title = format!("{name}.{}", number.name());
                plain(title, vec![self.file(*source)])
            }
            Subject::Coverage { coverage, number } => self.coverage(*coverage, *number),
            Subject::Claim(at) => self.claim(*at),
            Subject::Formula(formula, computed_from) => {
                let title = match locale {
                    Locale::Fr => "Calcul",
                    Locale::En => "Calculation",
                };
                let part = match locale {
                    Locale::Fr => "Formule",
                    Locale::En => "Formula",
                };
                NumberDefinition {
                    computed_from: computed_from.clone(),
                    ..plain(title.to_owned(), vec![(part.to_owned(), formula.clone())])
                }
            }
        }
    }

    /// A number of a coverage: what is asked of the lookup or column, and the exact value.
    fn coverage(&self, at: usize, number: CoverageNumber) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let asked = &report.coverage[at];
        let title = format!(
            "{}, {}",
            coverage::heading(locale),
            coverage::title(self.texts, asked)
        );
        let mut parts = vec![(
            coverage::word(number, locale).to_owned(),
            asked.name.clone(),
        )];
        if let Covered::Lookup {
            lookup,
            attribute,
            key,
        } = &asked.of
        {
            let attribute = &report.lookups[lookup].columns[*attribute];
            let by = match locale {
                Locale::Fr => "par",
                Locale::En => "by",
            };
            let word = match locale {
                Locale::Fr => "Table de correspondance",
                Locale::En => "Lookup",
            };
            parts.push((word.to_owned(), format!("{lookup}.{attribute} {by} {key}")));
        }
        let exact = match locale {
            Locale::Fr => "Valeur exacte",
            Locale::En => "Exact value",
        };
        let value = covered(report, self.results, at, number);
        parts.push((exact.to_owned(), self.exact(&value)));
        let source = &report.sources[asked.source].name;
        let mut sources = self.results.sources.iter();
        if let Some(source) = sources.position(|it| it.name == *source) {
            parts.push(self.file(source));
        }
        NumberDefinition {
            claim: false,
            title,
            unit: String::new(),
            denominator: None,
            parts,
            computed_from: Vec::new(),
        }
    }

    fn metric(&self, at: usize, role: MetricRole) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let metric = &report.metrics[at];
        let result = &self.results.metrics[&metric.name];
        let mut said = metric_definition(report, metric, locale);
        let of = said.iter_mut().find(|said| said.part == DefinitionPart::Of);
        if let (Some(of), Some(short)) = (of, same_but_condition(report, metric, locale)) {
            of.text = short;
        }
        let (rows, measure) = match &metric.numerator {
            Numerator::Aggregate {
                source, measure, ..
            } => (Rows::Source(*source), Some(&measure.name)),
            Numerator::Second { from, .. } => (Rows::Breakdown(from.clone()), None),
        };
        let mut parts = self.parts(said, &rows);
        let unit = measure.map_or_else(String::new, |name| self.unit(name));
        let (exact, counted) = match locale {
            Locale::Fr => ("Valeur exacte", "Lignes comptées"),
            Locale::En => ("Exact value", "Rows counted"),
        };
        let sides = match (&result.numerator, &result.denominator) {
            (numerator, Value::Null) => self.exact(numerator),
            (Value::Integer(_) | Value::Decimal(_), Value::Integer(_) | Value::Decimal(_)) => {
                let numerator = self.exact(&result.numerator);
                format!("{numerator} / {}", self.exact(&result.denominator))
            }
            _ => self.exact(&result.value),
        };
        let with_unit = [sides.as_str(), unit.as_str()].join("\u{a0}");
        parts.push((exact.to_owned(), with_unit.trim_end().to_owned()));
        let mut rows = integer(result.numerator_rows.into(), locale);
        if result.denominator_rows > 0 {
            rows = format!(
                "{rows} / {}",
                integer(result.denominator_rows.into(), locale)
            );
        }
        parts.push((counted.to_owned(), rows));
        let mut title = self.texts.plain_or_raw(metric.title.get(locale));
        if role != MetricRole::Value {
            title = format!("{title} ({})", role.word(locale));
            let before = self.exact(result.in_role(MetricRole::Previous));
            parts.extend(self.previous(&before));
        }
        NumberDefinition {
            title,
            claim: false,
            unit,
            denominator: None,
            parts,
            computed_from: Vec::new(),
        }
    }

    /// What a claim stands on, and how far it is from turning.
    fn claim(&self, at: usize) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let claim = &report.claims[at];
        let mut said = claim_definition(report, claim, locale);
        // The metrics stand in the condition itself.
        said.retain(|it| it.part != DefinitionPart::From || claim.condition.from.is_some());
        let said = said.into_iter();
        let said = said.map(|it| (it.part.title(locale).to_owned(), it.text));
        let mut parts: Vec<(String, String)> = said.collect();
        let result = self.results.claims.get(&claim.name);
        if let Some(Ok(margin)) = result.map(|result| &result.margin) {
            let title = match locale {
                Locale::Fr => "Marge",
                Locale::En => "Margin",
            };
            parts.push((title.to_owned(), margin_text(report, margin, locale)));
        }
        NumberDefinition {
            title: claim.name.clone(),
            claim: true,
            unit: String::new(),
            denominator: None,
            parts,
            computed_from: Vec::new(),
        }
    }

    fn column(&self, breakdown: &Breakdown, column: &Column) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let said = column_definition(report, breakdown, column, locale);
        let mut parts = self.parts(said, &breakdown.rows);
        let changes = breakdown.columns.changes();
        if changes.iter().any(|known| known.name == column.name) {
            parts.extend(self.previous(""));
        }
        NumberDefinition {
            title: format!(
                "{}, {}",
                self.texts.column_title(column),
                self.title(breakdown)
            ),
            claim: false,
            unit: column.unit.as_ref().map_or_else(String::new, |unit| {
                self.texts.plain_or_raw(unit.get(locale))
            }),
            denominator: None,
            parts,
            computed_from: Vec::new(),
        }
    }

    /// The period before, with what was there.
    fn previous(&self, before: &str) -> Option<(String, String)> {
        let previous = self.results.previous.as_ref()?;
        let part = match self.texts.locale {
            Locale::Fr => "Période précédente",
            Locale::En => "Previous period",
        };
        let text = if before.is_empty() {
            previous.period.clone()
        } else {
            format!("{} = {before}", previous.period)
        };
        Some((part.to_owned(), text))
    }

    /// The parts of a definition in the page's words, and the files behind it.
    fn parts(&self, said: Vec<DefinitionText>, rows: &Rows) -> Vec<(String, String)> {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let said = said.into_iter().map(|DefinitionText { part, mut text }| {
            if let (DefinitionPart::From, Rows::Breakdown(name)) = (part, rows) {
                text = format!("{text} ({})", self.in_one_line(name));
            }
            (part.title(locale).to_owned(), text)
        });
        let mut parts: Vec<_> = said.collect();
        let mut rows = rows;
        while let Rows::Breakdown(name) = rows {
            rows = &report.breakdowns[name].rows;
        }
        if let Rows::Source(source) = rows {
            parts.push(self.file(*source));
        }
        parts
    }

    /// A breakdown from which another definition starts.
    fn in_one_line(&self, name: &str) -> String {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let breakdown = &report.breakdowns[name];
        let said = breakdown_definition(report, breakdown, locale);
        let parts = said.into_iter().map(|DefinitionText { part, text }| {
            let text = match (part, &breakdown.rows) {
                (DefinitionPart::From, Rows::Breakdown(from)) => {
                    format!("{text} ({})", self.in_one_line(from))
                }
                _ => text,
            };
            format!("{} {text}", part.title(locale).to_lowercase())
        });
        let parts: Vec<String> = parts.collect();
        match locale {
            Locale::Fr => parts.join("\u{202f}; "),
            Locale::En => parts.join("; "),
        }
    }

    fn file(&self, source: usize) -> (String, String) {
        let locale = self.texts.locale;
        let part = match locale {
            Locale::Fr => "Fichier",
            Locale::En => "File",
        };
        let source = &self.results.sources[source];
        (part.to_owned(), made_from(source, source.rows_read, locale))
    }

    /// The title of a breakdown, or its dimensions if it has none.
    fn title(&self, breakdown: &Breakdown) -> String {
        let locale = self.texts.locale;
        let title = self.texts.plain_or_raw(breakdown.title.get(locale));
        if title != breakdown.name {
            return title;
        }
        let by = breakdown.columns.dimensions().iter();
        let by = by.map(|column| lower_first(&self.texts.column_title(column)));
        let by = by.collect::<Vec<_>>().join(", ");
        match locale {
            Locale::Fr => format!("par {by}"),
            Locale::En => format!("by {by}"),
        }
    }

    fn unit(&self, measure: &str) -> String {
        let found = self.texts.report.measures.get(measure);
        let unit = found.map(|measure| measure.unit.get(self.texts.locale));
        unit.map_or_else(String::new, |unit| self.texts.plain_or_raw(unit))
    }

    fn frame_name(&self, frame: usize) -> &str {
        &self.results.frames[frame].name
    }

    /// A value with all its digits.
    fn exact(&self, value: &Value) -> String {
        let locale = self.texts.locale;
        match value {
            Value::Rounded(share) => self.exact(&Value::Ratio(share.exact)),
            Value::Ratio(ratio) => format!(
                "{} / {}",
                integer(ratio.numerator.into(), locale),
                integer(ratio.denominator.into(), locale)
            ),
            Value::Integer(value) => integer((*value).into(), locale),
            Value::Decimal(value) => decimal(value.ratio().into(), value.scale, locale),
            value => {
                let digits = value.float().map_or_else(String::new, |it| it.to_string());
                match locale {
                    Locale::Fr => digits.replace('.', ","),
                    Locale::En => digits,
                }
            }
        }
    }
}

fn param_text(value: &ParamValue, locale: Locale) -> String {
    match value {
        ParamValue::Integer(value) => integer(i128::from(*value).into(), locale),
        ParamValue::Number(value) => value.to_string(),
        ParamValue::Boolean(value) => value.to_string(),
        ParamValue::Text(text) => text.clone(),
        ParamValue::Date(date) => date.long(locale),
    }
}
