//! The definition of a number in words of the page, with the files behind it.

use super::compared::divided_by;
use super::{Collector, Subject};
use crate::document::NumberDefinition;
use crate::render::coverage;
use crate::render::made_from::made_from;
use crate::render::margins::margin_text;
use crate::render::values::covered;
use crate::report::definition::{
    DefinitionPart, DefinitionText, Wording, breakdown_definition, claim_definition,
    column_definition, metric_definition, same_but_condition,
};
use crate::report::labels::quoted;
use crate::report::{Breakdown, Column, Covered, Denominator, Metric, MetricRole, Numerator, Rows};
use crate::results::Value;
use crate::spec::ParamValue;
use crate::spec::grammar::Format;
use crate::sql::Type;
use crate::template::{CoverageNumber, SourceNumber};
use crate::text::Locale;
use crate::text::case::lower_first;
use crate::text::currency::Currency;
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
                let mut said = self.worded(|it| breakdown_definition(report, breakdown, it));
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
                plain(
                    format!("{kind} {}", name.replace('_', " ")),
                    vec![(part.to_owned(), value)],
                )
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
                plain(format!("{kind} {}", name.replace('_', " ")), parts)
            }
            Subject::Source { source, number } => {
                let name = &self.results.sources[*source].name;
                let word = source_word(*number, locale);
                let title = match self.results.sources.len() {
                    1 => word.to_owned(),
                    _ => format!("{word} ({name})"),
                };
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
        let named = coverage::title(self.texts, asked);
        let title = format!("{}, {named}", coverage::heading(locale));
        let mut parts = vec![(
            coverage::word(number, locale).to_owned(),
            quoted(&named, locale),
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
        let mut said = self.worded(|it| metric_definition(report, metric, it));
        let of = said.iter_mut().find(|said| said.part == DefinitionPart::Of);
        let of_change = divided_by(metric, role, locale).map(str::to_owned);
        let short = of_change.or_else(|| same_but_condition(report, metric, locale));
        if let (Some(of), Some(short)) = (of, short) {
            of.text = short;
        }
        let (rows, measure) = match &metric.numerator {
            Numerator::Aggregate {
                source, measure, ..
            } => (Rows::Source(*source), Some(&measure.name)),
            Numerator::Second { from, .. } => (Rows::Breakdown(from.clone()), None),
        };
        let mut parts = self.parts(said, &rows);
        let mut unit = measure.map_or_else(String::new, |name| self.unit(name, &result.numerator));
        let below = self.unit_below(metric, &result.denominator);
        let (exact, counted) = match locale {
            Locale::Fr => ("Valeur exacte", "Lignes comptées"),
            Locale::En => ("Exact value", "Rows counted"),
        };
        let sides = match (&result.numerator, &result.denominator) {
            (numerator, Value::Null) if !matches!(numerator, Value::Ratio(_)) => {
                self.exact(numerator)
            }
            (Value::Integer(_) | Value::Decimal(_), Value::Integer(_) | Value::Decimal(_)) => {
                let sides = [&result.numerator, &result.denominator].map(|it| self.exact(it));
                if let Some(below) = below.filter(|below| *below != unit) {
                    let are_known = [&unit, &below].iter().all(|it| !it.is_empty());
                    unit = if are_known {
                        format!("{unit} / {below}")
                    } else {
                        String::new()
                    };
                }
                sides.join(" / ")
            }
            _ => {
                // What is divided is in no unit of one side.
                unit = String::new();
                self.exact(&result.value)
            }
        };
        // In brackets the unit need not agree with the number.
        let exact = match unit.as_str() {
            "" => exact.to_owned(),
            unit => format!("{exact} ({unit})"),
        };
        parts.push((exact, sides));
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
            parts.extend(self.followed(metric, role, result));
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

    /// The unit of what a metric is divided by; empty where it is not known, none where nothing is divided.
    fn unit_below(&self, metric: &Metric, value: &Value) -> Option<String> {
        let name = match &metric.denominator {
            Denominator::None => return None,
            Denominator::Aggregate { measure, .. } => Some(&measure.name),
            Denominator::Param(..) => None,
            Denominator::Metric(other) => {
                let other = self.texts.report.metrics.get(other);
                match other.map(|it| (&it.numerator, &it.denominator)) {
                    Some((Numerator::Aggregate { measure, .. }, Denominator::None)) => {
                        Some(&measure.name)
                    }
                    _ => None,
                }
            }
        };
        Some(name.map_or_else(String::new, |name| self.unit(name, value)))
    }

    /// What a claim stands on, and how far it is from turning.
    fn claim(&self, at: usize) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let claim = &report.claims[at];
        let mut said = self.worded(|it| claim_definition(report, claim, it));
        // The metrics stand in the condition itself.
        said.retain(|it| it.part != DefinitionPart::From || claim.condition.from.is_some());
        let said = said.into_iter();
        let said = said.map(|it| (it.part.title(locale).to_owned(), it.text));
        let mut parts: Vec<(String, String)> = said.collect();
        let result = self.results.claims.get(&claim.name);
        if result.is_some_and(|result| !result.holds) {
            let (title, text) = match locale {
                Locale::Fr => ("Résultat", "la condition n’est pas remplie"),
                Locale::En => ("Result", "the condition does not hold"),
            };
            parts.push((title.to_owned(), text.to_owned()));
        }
        if let Some(Ok(margin)) = result.map(|result| &result.margin) {
            let title = match locale {
                Locale::Fr => "Marge",
                Locale::En => "Margin",
            };
            parts.push((title.to_owned(), margin_text(report, margin, locale)));
        }
        let title = match locale {
            Locale::Fr => "Condition de la phrase",
            Locale::En => "What the sentence stands on",
        };
        NumberDefinition {
            title: title.to_owned(),
            claim: true,
            unit: String::new(),
            denominator: None,
            parts,
            computed_from: Vec::new(),
        }
    }

    fn column(&self, breakdown: &Breakdown, column: &Column) -> NumberDefinition {
        let (report, locale) = (self.texts.report, self.texts.locale);
        let said = self.worded(|it| column_definition(report, breakdown, column, it));
        let mut parts = self.parts(said, &breakdown.rows);
        let measure = column.measure().map(|at| &breakdown.measures[at]);
        let unit = column.unit.as_ref().map(|of_column| match measure {
            // The integers behind decimals are of their last digit, those behind means of nothing.
            Some(of) if of.expression.kind != Type::Integer => String::new(),
            Some(of) if report.measures.contains_key(&of.name) => {
                self.unit(&of.name, &Value::Integer(0))
            }
            _ => lower_first(&self.texts.plain_or_raw(of_column.get(locale))),
        });
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
            unit: unit.unwrap_or_default(),
            denominator: None,
            parts,
            computed_from: Vec::new(),
        }
    }

    /// A definition in the words of the page.
    fn worded(&self, said: impl Fn(Wording<'_>) -> Vec<DefinitionText>) -> Vec<DefinitionText> {
        let written = |title: &str| self.texts.plain_or_raw(title);
        said(Wording::Page(self.texts.locale, &written))
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
        let said = self.worded(|it| breakdown_definition(report, breakdown, it));
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
        (part.to_owned(), made_from(source, locale))
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

    /// What stands behind a value of a measure: its currency, or what it counts. The title of a decimal counts
    /// nothing, and the integers of a mean are not in its currency.
    fn unit(&self, measure: &str, value: &Value) -> String {
        let locale = self.texts.locale;
        let Some(found) = self.texts.report.measures.get(measure) else {
            return String::new();
        };
        if let Some(Format::Parameters(format)) = &found.format
            && let Some(code) = &format.currency
        {
            let symbol = Currency::parse(code).map(|it| it.affix(Locale::Fr).behind);
            return match locale {
                _ if !matches!(value, Value::Integer(_) | Value::Decimal(_)) => String::new(),
                Locale::Fr => symbol.unwrap_or_default().trim().to_owned(),
                // English would have its symbol before the number.
                Locale::En => code.clone(),
            };
        }
        let unit = found.unit.get(locale);
        if matches!(value, Value::Decimal(_)) && unit == found.title.get(locale) {
            return String::new();
        }
        lower_first(&self.texts.plain_or_raw(unit))
    }

    fn frame_name(&self, frame: usize) -> &str {
        &self.results.frames[frame].name
    }

    /// A value with all its digits.
    pub(super) fn exact(&self, value: &Value) -> String {
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

/// What a number of a source counts.
const fn source_word(number: SourceNumber, locale: Locale) -> &'static str {
    let (french, english) = match number {
        SourceNumber::Rows => ("Lignes retenues", "Rows kept"),
        SourceNumber::RowsRead => ("Lignes lues", "Rows read"),
        SourceNumber::RowsDropped => ("Lignes écartées", "Rows dropped"),
        SourceNumber::RowsOutside => ("Lignes hors de la source", "Rows outside of the source"),
        SourceNumber::CellsCleared => ("Cellules vidées", "Cells cleared"),
        SourceNumber::CellsCorrected => ("Cellules corrigées", "Cells corrected"),
        SourceNumber::Files => ("Fichiers", "Files"),
    };
    match locale {
        Locale::Fr => french,
        Locale::En => english,
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
