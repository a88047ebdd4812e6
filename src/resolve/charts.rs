//! Charts: their columns, and whether they fit their breakdown.

use super::annotations::Annotated;
use super::context::Context;
use crate::chart::descriptor::ChartKey;
use crate::chart::encoding::{Columns, KeyProblem, Number, Order};
use crate::chart::{ChartKind, Encoding};
use crate::diagnostic::{Code, Diagnostic, Location, allowed};
use crate::report::{Breakdown, Chart, Column, MeasureUse, Order as Sorting, crowded_hint};
use crate::spec::escape;
use crate::spec::grammar::{self, Format, ShareOf, Text};
use crate::sql::Type;

/// Maximum number of legend entries unless the spec sets another.
const LEGEND_ENTRIES: u32 = 20;

impl Context<'_> {
    pub(super) fn charts(&mut self) {
        for (name, chart) in &self.spec.charts {
            let pointer = format!("/charts/{}", escape(name));
            self.use_name("breakdown", &chart.data);
            let Some(breakdown) = self.report.breakdowns.get(&chart.data).cloned() else {
                if !self.spec.breakdowns.contains_key(&chart.data) {
                    let names: Vec<String> = self.spec.breakdowns.keys().cloned().collect();
                    self.unknown(
                        "breakdown",
                        &chart.data,
                        &format!("{pointer}/data"),
                        names.iter().map(String::as_str),
                    );
                }
                continue;
            };
            if let Some(chart) = self.chart(name, chart, &breakdown, &pointer) {
                self.report.charts.insert(name.clone(), chart);
            }
        }
    }

    fn chart(
        &mut self,
        name: &str,
        chart: &grammar::Chart,
        breakdown: &Breakdown,
        pointer: &str,
    ) -> Option<Chart> {
        self.keys_fit(chart, pointer);
        let (kind, encoding) = match ChartKind::read(chart, &drawable(breakdown)) {
            Ok(read) => read,
            Err(problem) => {
                self.key_problem(problem, breakdown, pointer);
                return None;
            }
        };
        if !encoding.color.is_empty() {
            self.use_name("dimension", &encoding.color);
        }
        self.highlighted_values(name, &encoding, breakdown, pointer);
        let own = breakdown.columns.own().iter();
        let all = breakdown.columns.names().map(str::to_owned);
        let columns = match kind.descriptor() {
            None => own.map(|column| column.name.clone()).collect(),
            Some(_) => all
                .filter(|name| behind(name, breakdown, &encoding))
                .collect(),
        };
        let (columns, made) = self.table_columns(chart, breakdown, columns, pointer)?;
        let sparkline = match &chart.sparkline {
            Some(given) => {
                let pointer = format!("{pointer}/sparkline");
                Some(self.sparkline(given, breakdown, &pointer)?)
            }
            None => None,
        };
        let adds_up = Self::parts_add_up(breakdown, &encoding);
        let marks = self.most_marks(chart, breakdown, (&kind, &encoding), adds_up, pointer);
        let title = match &chart.title {
            Some(title) => self.text(title, &format!("{pointer}/title")),
            None => breakdown.title.clone(),
        };
        let mut optional = |text: &Option<grammar::Text>, key: &str| {
            text.as_ref()
                .map(|text| self.text(text, &format!("{pointer}/{key}")))
        };
        let label = optional(&chart.label, "label");
        let subtitle = optional(&chart.subtitle, "subtitle");
        let caption = optional(&chart.caption, "caption");
        let alternative = optional(&chart.alternative, "alternative");
        let legend_title = chart
            .legend
            .as_ref()
            .and_then(|legend| optional(&legend.title, "legend/title"));
        let annotations = self.annotations(&Annotated {
            chart,
            kind: &kind,
            encoding: &encoding,
            pointer,
        });
        Some(Chart {
            name: name.to_owned(),
            kind,
            data: chart.data.clone(),
            encoding,
            columns,
            made,
            sparkline,
            marks,
            adds_up,
            label,
            title,
            subtitle,
            caption,
            alternative,
            annotations,
            legend_entries: chart
                .legend
                .as_ref()
                .and_then(|legend| legend.max)
                .unwrap_or(LEGEND_ENTRIES) as usize,
            legend_title,
            values: chart.values.unwrap_or(true),
            width: chart.width,
            height: chart.height,
            pointer: pointer.to_owned(),
        })
    }

    /// Notes the values that stand out, to be held against those that there are.
    fn highlighted_values(
        &mut self,
        name: &str,
        encoding: &Encoding,
        breakdown: &Breakdown,
        pointer: &str,
    ) {
        let (Some(highlight), Some(along)) = (&encoding.highlight, encoding.categories.last())
        else {
            return;
        };
        // Rows of earlier periods have values that those of this one may lack.
        let column = match breakdown.periods {
            None => breakdown.columns.get(along),
            Some(_) => None,
        };
        let Some(dimension) = column.and_then(|column| column.texts_of()) else {
            return;
        };
        let values = highlight.values.iter().enumerate().map(|(at, value)| {
            let place = Location::value(format!("{pointer}/highlight/values/{at}"));
            (value.clone(), place)
        });
        self.named_values(
            dimension,
            &format!("chart `{name}` highlights"),
            values.collect(),
        );
    }

    /// Reports keys that do not apply to this type of chart.
    fn keys_fit(&mut self, chart: &grammar::Chart, pointer: &str) {
        let fitting = ChartKind::keys(chart.kind);
        for key in ChartKey::ALL {
            let (name, given) = key.of(chart);
            if given && !fitting.contains(&key) {
                let message = format!(
                    "`{name}` means nothing for a chart of type {}",
                    chart.kind.name()
                );
                let place = Location::key(format!("{pointer}/{name}"));
                let own = fitting.iter().map(|key| key.of(chart).0);
                let hint = format!("remove it: such a chart has {}", allowed(own));
                let problem = Diagnostic::error(Code::DEFINITION, message).at(place);
                self.problems.push(problem.hint(hint));
            }
        }
    }

    /// Reports a key that does not fit, at its location.
    fn key_problem(&mut self, problem: KeyProblem, breakdown: &Breakdown, pointer: &str) {
        match problem {
            KeyProblem::Unknown {
                kind,
                name,
                key,
                item,
                known,
            } => {
                let at = format!("{pointer}/{key}");
                let at = item.map_or_else(|| at.clone(), |(item, of)| self.item(&at, of, item));
                let of = format!("breakdown `{}`", breakdown.name);
                let advice = breakdown.columns.advice(&name, &of);
                let advice = advice.or_else(|| self.column_elsewhere(&name, breakdown));
                let advice = advice.or_else(|| {
                    let is_color = key == "color";
                    is_color.then(|| "`color` names what is told apart by colours; which colours these are is said by `colors` of the spec".to_owned())
                });
                let known = known.iter().map(String::as_str);
                self.unknown_with(&kind, &name, &at, known, advice);
            }
            KeyProblem::Value(key, message) => {
                self.error(Code::DEFINITION, &format!("{pointer}/{key}"), message);
            }
            KeyProblem::Chart(message) => {
                let place = Location::key(pointer);
                self.problems
                    .push(Diagnostic::error(Code::DEFINITION, message).at(place));
            }
            KeyProblem::Missing(message) => {
                let place = Location::key(pointer);
                self.problems
                    .push(Diagnostic::error(Code::MISSING_KEY, message).at(place));
            }
        }
    }

    /// What gives a breakdown a column that others have, or that a measure or dimension would be.
    fn column_elsewhere(&self, name: &str, breakdown: &Breakdown) -> Option<String> {
        let own = &breakdown.name;
        if self.spec.measures.contains_key(name) {
            return Some(format!("add `{name}` to `measures` of `{own}`"));
        }
        let others = self.report.breakdowns.values();
        let mut having = others.filter(|other| other.columns.get(name).is_some());
        let having = having
            .next()
            .map(|other| format!("`{}` has it", other.name));
        let groups = self
            .names
            .iter()
            .any(|names| names.names.contains_key(name))
            && breakdown.rows.is_source();
        let by = groups.then(|| {
            let by = breakdown.by.join(", ");
            format!("`by: [{by}, {name}]` of `{own}` would group by it too")
        });
        let parts: Vec<String> = having.into_iter().chain(by).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// The pointer to one name of a list; a single name may be written without a list.
    fn item(&self, pointer: &str, length: usize, at: usize) -> String {
        let one = format!("{pointer}/{at}");
        if length == 1 && self.spans.value(&one) == self.spans.value(pointer) {
            pointer.to_owned()
        } else {
            one
        }
    }

    /// Whether the values of the parts sum to that of the whole, so each row counts in one part
    /// only.
    fn parts_add_up(breakdown: &Breakdown, encoding: &Encoding) -> bool {
        let measure = breakdown
            .measures
            .iter()
            .find(|it| it.name == encoding.amount);
        let mentions = breakdown.share_of == ShareOf::Mentions;
        let sums = [&encoding.amount, &encoding.share].contains(&&encoding.value);
        sums && measure.is_some_and(MeasureUse::adds_up) && (mentions || !breakdown.by_list)
    }

    /// The maximum number of marks; `None` where the values are not additive, so nothing can be
    /// folded.
    fn most_marks(
        &mut self,
        chart: &grammar::Chart,
        breakdown: &Breakdown,
        (kind, encoding): (&ChartKind, &Encoding),
        adds_up: bool,
        pointer: &str,
    ) -> Option<usize> {
        // A type that folds nothing leaves out what is beyond.
        let default = kind.descriptor()?.folding(encoding)?.most;
        if chart.marks.is_some() && !adds_up {
            let diagnostic = Diagnostic::error(
                Code::DEFINITION,
                "`marks` folds the smallest into one, but the values of this chart do not add up",
            )
            .at(Location::key(format!("{pointer}/marks")))
            .hint(crowded_hint(&breakdown.name, &breakdown.by[0]));
            self.problems.push(diagnostic);
        }
        adds_up.then(|| chart.marks.map_or(default, |most| most as usize))
    }
}

/// The unit of the numbers of a column, in words.
fn unit_of(column: &Column) -> String {
    if column.is_in_percent() || column.format.is_percent() {
        return "in percent".to_owned();
    }
    if column.format.is_points() {
        return "in percentage points".to_owned();
    }
    let parameters = match &column.format {
        Format::Parameters(parameters) => parameters,
        Format::Name(_) => return "a plain number".to_owned(),
    };
    let symbol = parameters.unit.as_ref().and_then(|unit| match unit {
        Text::Same(unit) => Some(unit),
        Text::PerLocale(units) => units.en.as_ref().or(units.fr.as_ref()),
    });
    match parameters.currency.as_ref().or(symbol) {
        Some(unit) => format!("in {unit}"),
        None => "a plain number".to_owned(),
    }
}

/// Whether a column belongs in the table behind a chart: the columns shown, without duplicates.
fn behind(name: &String, breakdown: &Breakdown, shown: &Encoding) -> bool {
    let columns = [
        &shown.amount,
        &shown.value,
        &shown.share,
        &shown.note,
        &shown.before,
        &shown.color,
    ];
    breakdown.by.contains(name) || columns.contains(&name)
}

/// The order of a dimension's keys along an axis.
fn axis_order(breakdown: &Breakdown, at: usize) -> Order {
    match breakdown.columns.dimensions()[at].value_type {
        Type::Date => Order::Dates,
        kind if kind.is_number() => Order::Numbers,
        _ => match breakdown.sort.get(at) {
            Some(Sorting::Key) => Order::Key,
            Some(Sorting::Label) => Order::Label,
            Some(Sorting::Value(_)) | None => Order::Value,
        },
    }
}

/// The columns of a breakdown that a chart can show: its dimensions, its attributes, the numbers of
/// its measures.
fn drawable(breakdown: &Breakdown) -> Columns {
    let columns = breakdown.columns.cells().iter();
    let numbers = columns.filter(|column| column.is_numeric());
    let numbers = numbers.filter_map(|column| {
        Some(Number {
            name: column.name.clone(),
            measure: breakdown.measures[column.measure()?].name.clone(),
            role: column.role()?,
            unit: unit_of(column),
        })
    });
    Columns {
        breakdown: breakdown.name.clone(),
        by: breakdown.by.clone(),
        orders: (0..breakdown.by.len())
            .map(|at| axis_order(breakdown, at))
            .collect(),
        within: breakdown
            .within
            .iter()
            .map(|at| breakdown.by[*at].clone())
            .collect(),
        dates: breakdown
            .over
            .as_ref()
            .map_or_else(String::new, |over| breakdown.by[over.level].clone()),
        attributes: breakdown.with.keys().cloned().collect(),
        numbers: numbers.collect(),
        first_measure: breakdown.measures[0].name.clone(),
    }
}
