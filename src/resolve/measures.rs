//! Measures and the scope.

use super::context::Context;
use super::lists::Named;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{LocalText, Measure, MeasureKind, MeasureUse, Rows, Scope, ScopeTop};
use crate::spec::escape;
use crate::spec::grammar::{self, Format};
use crate::sql::{
    Aggregate, Environment, Expression, FilteredAggregate, NameSpace, Node, Operation, Reader,
    Type, is_call,
};

impl Context<'_> {
    pub(super) fn measures(&mut self) {
        for (name, measure) in &self.spec.measures {
            let pointer = format!("/measures/{}", escape(name));
            let given = [
                measure.sql.is_some(),
                measure.count_distinct.is_some(),
                measure.ratio.is_some(),
            ];
            if given.iter().filter(|given| **given).count() != 1 {
                self.error(
                    Code::DEFINITION,
                    &pointer,
                    "a measure has exactly one of `sql`, `count_distinct` and `ratio`",
                );
                self.failed.insert(pointer.clone());
            }
            let ratio = measure.ratio.as_ref();
            let ratio = ratio.and_then(|parts| self.parts_of_ratio(parts, &pointer));
            let title = self.title(measure.title.as_ref(), name, &pointer);
            let unit = match &measure.unit {
                Some(unit) => self.text(unit, &format!("{pointer}/unit")),
                None if measure.title.is_some() => title.clone(),
                None => LocalText::same(&name.replace('_', " ")),
            };
            let definition = match &ratio {
                Some([above, below]) => {
                    let [above, below] = [above, below].map(|name| {
                        let part = self.defined(name);
                        if is_call(&part) {
                            part
                        } else {
                            format!("({part})")
                        }
                    });
                    format!("{above} / {below}")
                }
                None => self.defined(name),
            };
            if let Some(format) = &measure.format {
                self.format_is_one(format, &format!("{pointer}/format"));
            }
            self.report.measures.insert(
                name.clone(),
                Measure {
                    title,
                    unit,
                    format: measure.format.clone(),
                    definition,
                    ratio,
                },
            );
        }
    }

    /// What an aggregate is, as written.
    fn defined(&self, name: &str) -> String {
        let Some(measure) = self.spec.measures.get(name) else {
            return name.to_owned();
        };
        measure.sql.clone().unwrap_or_else(|| {
            let columns = measure.count_distinct.as_ref();
            let columns = columns.map(grammar::NameOrNames::list).unwrap_or_default();
            format!("count(DISTINCT {})", columns.join(", "))
        })
    }

    /// The two measures of a ratio; none, and reported, where they are no two measures of rows.
    fn parts_of_ratio(&mut self, parts: &[String], pointer: &str) -> Option<[String; 2]> {
        let at = format!("{pointer}/ratio");
        let wrong = |context: &mut Self, message: &str| {
            context.error(Code::DEFINITION, &at, message);
            context.failed.insert(pointer.to_owned());
        };
        let [above, below] = parts else {
            wrong(
                self,
                "a ratio is of two measures: `ratio: [downloads, models]`",
            );
            return None;
        };
        for (position, name) in parts.iter().enumerate() {
            let Some(measure) = self.spec.measures.get(name) else {
                let names: Vec<String> = self.spec.measures.keys().cloned().collect();
                let names = names.iter().map(String::as_str);
                self.unknown("measure", name, &format!("{at}/{position}"), names);
                self.failed.insert(pointer.to_owned());
                return None;
            };
            if measure.ratio.is_some() {
                wrong(self, "the parts of a ratio are no ratios themselves");
                return None;
            }
        }
        Some([above.clone(), below.clone()])
    }

    /// A ratio: what its parts are, divided.
    fn ratio(
        &mut self,
        parts: &[String],
        names: &NameSpace,
        source: Option<usize>,
        pointer: &str,
    ) -> Option<Expression> {
        let mut parts = parts.iter().enumerate().map(|(at, name)| {
            let part = self.measure(name, names, source, &format!("{pointer}/{at}"))?;
            let expression = part.expression;
            if !expression.kind.is_number() {
                let message = format!(
                    "a ratio is of numbers, `{name}` is of type {}",
                    expression.kind
                );
                self.error(Code::SQL_TYPE, &format!("{pointer}/{at}"), message);
                return None;
            }
            Some(expression)
        });
        let (above, below) = (parts.next()??, parts.next()??);
        Some(Expression {
            text: format!("{} / {}", above.text, below.text),
            names: &above.names | &below.names,
            node: Node::Compute(Operation::Divide, Box::new([above.node, below.node])),
            kind: Type::Number,
            pointer: pointer.to_owned(),
        })
    }

    /// A measure in the namespace of some rows.
    pub(super) fn measure(
        &mut self,
        name: &str,
        names: &NameSpace,
        source: Option<usize>,
        pointer: &str,
    ) -> Option<MeasureUse> {
        let Some(measure) = self.spec.measures.get(name) else {
            let names: Vec<String> = self.spec.measures.keys().cloned().collect();
            self.unknown("measure", name, pointer, names.iter().map(String::as_str));
            return None;
        };
        self.use_name("measure", name);
        let at = format!("/measures/{}", escape(name));
        if self.failed.contains(&at) {
            return None;
        }
        let expression = if let Some(sql) = &measure.sql {
            self.measured(names, sql, &format!("{at}/sql"))?
        } else if let Some(parts) = &measure.ratio {
            self.ratio(parts, names, source, &format!("{at}/ratio"))?
        } else {
            let columns = measure.count_distinct.as_ref()?.list();
            for (i, column) in columns.iter().enumerate() {
                let at = format!("{at}/count_distinct/{i}");
                match source {
                    Some(source) => {
                        if !self.grouping(column, source, &at) {
                            return None;
                        }
                    }
                    None if names.names.contains_key(column) => {}
                    None => {
                        self.unknown(
                            "column",
                            column,
                            &at,
                            names.names.keys().map(String::as_str),
                        );
                        return None;
                    }
                }
            }
            let aggregate = FilteredAggregate {
                aggregate: Aggregate::CountDistinct(columns),
                filter: None,
            };
            Expression {
                text: aggregate.to_string(),
                names: aggregate.names(),
                node: Node::Aggregate(Box::new(aggregate)),
                kind: Type::Integer,
                pointer: format!("{at}/count_distinct"),
            }
        };
        let aggregate = expression.aggregate().map(|filtered| &filtered.aggregate);
        if aggregate == Some(&Aggregate::Count)
            && source.is_none()
            && names.names.contains_key(name)
        {
            let message = format!(
                "`{name}` counts the rows of {} here, which has a column of that name",
                names.of
            );
            let diagnostic = Diagnostic::error(Code::DEFINITION, message)
                .at(Location::value(pointer))
                .hint(format!(
                    "to add the column up declare a measure `{{sql: \"sum({name})\"}}`"
                ))
                .hint("to count the rows give the measure another name");
            self.problems.push(diagnostic);
            return None;
        }
        if let Some(source) = source
            && !self.rows_have(&expression, source, &at)
        {
            return None;
        }
        if measure.shares.is_some() && !self.is_of_parts(&expression, &at) {
            return None;
        }
        Some(MeasureUse {
            name: name.to_owned(),
            expression,
            shares: measure.shares != Some(false),
        })
    }

    /// Whether the rows of a source have all that the aggregates of a measure read: columns whose values
    /// are counted, and of each row what is added up or compared.
    pub(super) fn rows_have(&mut self, measure: &Expression, source: usize, pointer: &str) -> bool {
        measure.node.aggregates().into_iter().all(|filtered| {
            if let Aggregate::CountDistinct(columns) = &filtered.aggregate {
                let mut columns = columns.iter();
                return columns.all(|column| self.grouping(column, source, pointer));
            }
            let value = filtered.aggregate.value();
            let mut names = value.iter().flat_map(|value| &value.names);
            let Some(name) = names.find(|name| !self.report.is_row(source, name)) else {
                return true;
            };
            let message = format!(
                "`{}` reads `{name}` of each row, which is known of groups of rows only",
                filtered.aggregate
            );
            let diagnostic = Diagnostic::error(Code::DEFINITION, message)
                .at(Location::value(pointer))
                .hint(format!(
                    "group by `{name}`, or ask for it in a condition: `count(*) FILTER (WHERE {name} IS NOT NULL)`"
                ))
                .hint(format!(
                    "a number of each group, such as its inhabitants, stands beside the sums of a breakdown, `with: {{{name}: only}}`, and is added up by a second one `from` it: docs/guides/per_inhabitant.md"
                ));
            self.problems.push(diagnostic);
            false
        })
    }

    /// Whether a measure that says something of its shares may have some; reported if not.
    fn is_of_parts(&mut self, expression: &Expression, pointer: &str) -> bool {
        let measure = MeasureUse {
            name: String::new(),
            expression: expression.clone(),
            shares: true,
        };
        let is_amount = measure.kind() == MeasureKind::Amount;
        if !is_amount {
            let message = format!(
                "`shares` is of sums and counts, and `{}` is none: it has no shares",
                expression.text
            );
            self.error(Code::DEFINITION, &format!("{pointer}/shares"), message);
        }
        is_amount
    }

    /// What the rows of each source weigh: the first measure that is an exact sum over its columns.
    pub(super) fn weights(&mut self) {
        let environment = Environment {
            params: &self.tree.params,
        };
        for (source, names) in self.report.sources.iter_mut().zip(&self.names) {
            source.weight = self.spec.measures.iter().find_map(|(name, measure)| {
                let pointer = format!("/measures/{}/sql", escape(name));
                let mut reader = Reader::new(environment, names);
                let expression = reader.measure(measure.sql.as_ref()?, &pointer).ok()?;
                let filtered = expression.aggregate()?;
                let is_exact = matches!(&filtered.aggregate, Aggregate::Sum(value) if value.kind.scale().is_some());
                let mut read = expression.names.iter();
                let is_of_columns = read.all(|name| source.columns.contains_key(name));
                (is_exact && is_of_columns).then(|| MeasureUse {
                    name: name.clone(),
                    expression,
                    shares: true,
                })
            });
        }
    }

    pub(super) fn scope(&mut self) {
        let Some(scope) = &self.spec.scope else {
            return;
        };
        if scope.top.is_none() && scope.filter.is_none() {
            self.error(
                Code::MISSING_KEY,
                "/scope",
                "a scope has `where`, `top`, or both",
            );
            return;
        }
        let Some(source) = self.source_of_scope(scope) else {
            return;
        };
        let names = self.names[source].clone();
        let Ok(filter) = self.condition(&names, scope.filter.as_ref(), "/scope/where") else {
            return;
        };
        let top = match &scope.top {
            Some(top) => match self.scope_top(top, source, &names) {
                Some(top) => Some(top),
                None => return,
            },
            None => None,
        };
        let scope = Scope {
            source,
            filter,
            top,
        };
        let mut reads = Named::default().dimensions(scope.names());
        if let Some(top) = &scope.top {
            reads = reads.measure(&top.measure);
        }
        self.one_list("a scope", reads, false, "/scope");
        self.report.scope = Some(scope);
    }

    fn source_of_scope(&mut self, scope: &grammar::Scope) -> Option<usize> {
        match (&scope.from, &scope.top) {
            (Some(_), _) | (None, None) => match self.rows(scope.from.as_ref(), "/scope")?.0 {
                Rows::Source(source) => Some(source),
                Rows::Breakdown(_) => {
                    let message = "a scope is of the rows of a source, not of a breakdown";
                    self.error(Code::DEFINITION, "/scope/from", message);
                    None
                }
            },
            (None, Some(top)) => self.source_of_dimension(&top.by, "/scope/top/by"),
        }
    }

    fn scope_top(
        &mut self,
        top: &grammar::ScopeTop,
        source: usize,
        names: &NameSpace,
    ) -> Option<ScopeTop> {
        if !self.grouping(&top.by, source, "/scope/top/by") {
            return None;
        }
        let measure = self.measure(&top.measure, names, Some(source), "/scope/top/measure")?;
        let n = self.number(&top.n, 1, "/scope/top/n")?;
        Some(ScopeTop {
            by: top.by.clone(),
            measure,
            n: n as usize,
        })
    }

    /// The source of a dimension or column.
    fn source_of_dimension(&mut self, name: &str, pointer: &str) -> Option<usize> {
        if let Some(dimension) = self.report.dimensions.get(name) {
            return Some(dimension.source);
        }
        let found = self
            .report
            .sources
            .iter()
            .position(|source| source.columns.contains_key(name));
        if found.is_none()
            && !self
                .failed
                .contains(&format!("/dimensions/{}", escape(name)))
        {
            let names = self.groupings();
            self.unknown(
                "dimension or column",
                name,
                pointer,
                names.iter().map(String::as_str),
            );
        }
        found
    }

    /// Reports a format with more or fewer than one parameter.
    pub(super) fn format_is_one(&mut self, format: &Format, pointer: &str) {
        if let Format::Parameters(p) = format {
            let takes_decimals = p.currency.is_some() || p.unit.is_some();
            let given = [
                p.percent.is_some(),
                p.points.is_some(),
                p.compact.is_some(),
                p.decimals.is_some() && !takes_decimals,
                p.scale.is_some(),
                p.currency.is_some(),
                p.unit.is_some(),
            ];
            if given.iter().filter(|given| **given).count() != 1 {
                self.error(
                    Code::DEFINITION,
                    pointer,
                    "a format has exactly one of `percent`, `points`, `compact`, `decimals`, `scale`, `currency`, `unit`; `decimals` may stand beside the last two",
                );
            }
        }
    }
}
