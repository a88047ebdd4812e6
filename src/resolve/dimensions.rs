//! Dimensions of all five kinds, filters, and the namespace that they share with columns.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location, Span, Subject};
use crate::report::{ByName, Dimension, DimensionKind, UnmatchedKeys};
use crate::spec::escape;
use crate::spec::grammar::{self, Closed, Unmatched, UnmatchedRule};
use crate::sql::{Name, Type};
use crate::text::Locale;
use std::collections::BTreeMap;

/// Separates the two edges in the code of a bucket.
const RANGE: &str = "..";

impl Context<'_> {
    pub(super) fn dimensions(&mut self) {
        for name in self.spec.dimensions.keys() {
            self.dimension(name);
        }
    }

    /// Resolves a declared dimension and those that it builds on.
    fn dimension(&mut self, name: &str) -> Option<usize> {
        if let Some(known) = self.report.dimensions.get(name) {
            return Some(known.source);
        }
        let dimension = self.spec.dimensions.get(name)?;
        let pointer = format!("/dimensions/{}", escape(name));
        let circle = ("dimension refers to", Location::key(&pointer));
        let resolved = self.in_turn(name, &pointer, circle, |context| {
            context.one_dimension(name, dimension, &pointer)
        });
        let Some((source, kind, value_type)) = resolved else {
            // Its name becomes known, so that expressions that use it are not reported again.
            for names in &mut self.names {
                names
                    .names
                    .entry(name.to_owned())
                    .or_insert(Name::Column(Type::Any));
            }
            return None;
        };
        // In any source, since a name has one meaning in the whole spec.
        let mut sources = self.report.sources.iter();
        if let Some(other) = sources.find(|source| source.columns.contains_key(name)) {
            let column = format!("/sources/{}/columns/{}", escape(&other.name), escape(name));
            let diagnostic = Diagnostic::error(
                Code::DUPLICATE_NAME,
                format!("`{name}` is a column already; columns, dimensions and filters are one namespace"),
            )
            .at(Location::key(&pointer))
            .related(Location::key(&column), "the column");
            self.problems.push(diagnostic);
            return None;
        }
        self.names[source].add_own(source, name, value_type);
        let title = self.title(dimension.title.as_ref(), name, &pointer);
        let mut labels = ByName::default();
        for (code, label) in dimension.labels.iter().flatten() {
            let term = self.term(label, &format!("{pointer}/labels/{}", escape(code)));
            labels.insert(code.clone(), term);
        }
        let label_from = self.label_from(dimension, &pointer);
        let link = self.link(dimension.link.as_ref(), &pointer);
        self.report.dimensions.insert(
            name.to_owned(),
            Dimension {
                name: name.to_owned(),
                source,
                kind,
                value_type,
                title,
                labels,
                label_from,
                link,
                pointer,
            },
        );
        Some(source)
    }

    fn one_dimension(
        &mut self,
        name: &str,
        dimension: &grammar::Dimension,
        pointer: &str,
    ) -> Option<(usize, DimensionKind, Type)> {
        let kinds = [
            ("column", dimension.column.is_some()),
            ("lookup", dimension.lookup.is_some()),
            ("bucket", dimension.bucket.is_some()),
            ("explode", dimension.explode.is_some()),
            ("sql", dimension.sql.is_some()),
        ];
        let given: Vec<&str> = kinds.iter().filter(|k| k.1).map(|k| k.0).collect();
        let [kind] = given.as_slice() else {
            let diagnostic = Diagnostic::error(
                Code::DEFINITION,
                format!(
                    "dimension `{name}` needs exactly one of `column`, `lookup`, `bucket`, `explode`, `sql`, found {}",
                    if given.is_empty() { "none".to_owned() } else { given.join(" and ") }
                ),
            )
            .at(Location::key(pointer));
            self.problems.push(diagnostic);
            return None;
        };
        self.superfluous_keys(dimension, kind, pointer);
        match *kind {
            "column" => {
                let column = dimension.column.clone()?;
                let at = format!("{pointer}/column");
                let (source, kind) = self.column_of(&column, dimension, &at)?;
                Some((source, DimensionKind::Column(column), kind))
            }
            "lookup" => self.lookup_dimension(dimension, pointer),
            "bucket" => self.bucket(dimension, pointer),
            "explode" => self.explode(dimension, pointer),
            _ => self.sql_dimension(dimension, pointer),
        }
    }

    /// Reports keys that belong to another kind of dimension.
    fn superfluous_keys(&mut self, dimension: &grammar::Dimension, kind: &str, pointer: &str) {
        let keys = [
            ("key", "lookup", dimension.key.is_some()),
            ("unmatched", "lookup", dimension.unmatched.is_some()),
            ("edges", "bucket", dimension.edges.is_some()),
            ("closed", "bucket", dimension.closed.is_some()),
            ("valid", "explode", dimension.valid.is_some()),
        ];
        for (key, belongs, given) in keys {
            if given && belongs != kind {
                let diagnostic = Diagnostic::error(
                    Code::DEFINITION,
                    format!("`{key}` belongs to `{belongs}`, this dimension is made by `{kind}`"),
                )
                .at(Location::key(format!("{pointer}/{key}")));
                self.problems.push(diagnostic);
            }
        }
    }

    /// The source of a column or dimension, and its type.
    fn column_of(
        &mut self,
        column: &str,
        dimension: &grammar::Dimension,
        pointer: &str,
    ) -> Option<(usize, Type)> {
        if self.spec.dimensions.contains_key(column) {
            let source = self.dimension(column)?;
            let kind = self.report.dimensions[column].value_type;
            return Some((source, kind));
        }
        let candidates = self.candidates(dimension, pointer)?;
        for source in &candidates {
            if let Some(found) = self.report.sources[*source].columns.get(column) {
                return Some((*source, found.kind));
            }
        }
        let names: Vec<String> = candidates
            .iter()
            .flat_map(|source| self.report.sources[*source].columns.keys().cloned())
            .collect();
        if !candidates.is_empty() {
            self.unknown("column", column, pointer, names.iter().map(String::as_str));
        }
        None
    }

    fn candidates(&mut self, dimension: &grammar::Dimension, pointer: &str) -> Option<Vec<usize>> {
        match &dimension.from {
            None => Some((0..self.report.sources.len()).collect()),
            Some(name) => {
                let found = self
                    .report
                    .sources
                    .iter()
                    .position(|source| source.name == *name);
                if found.is_none() {
                    let names: Vec<String> = self.spec.sources.keys().cloned().collect();
                    if !names.contains(name) {
                        let at = format!(
                            "{}/from",
                            pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
                        );
                        self.unknown("source", name, &at, names.iter().map(String::as_str));
                    }
                }
                found.map(|source| vec![source])
            }
        }
    }

    /// `lookup.attribute` → the lookup's name and the attribute's position.
    pub(super) fn attribute(&mut self, text: &str, pointer: &str) -> Option<(String, usize)> {
        let (lookup, attribute) = text.split_once('.').unwrap_or((text, ""));
        let Some(found) = self.report.lookups.get(lookup) else {
            if !self.spec.lookups.contains_key(lookup) {
                let names: Vec<String> = self.spec.lookups.keys().cloned().collect();
                self.unknown("lookup", lookup, pointer, names.iter().map(String::as_str));
            }
            return None;
        };
        let columns = found.columns.clone();
        self.use_name("lookup", lookup);
        let position = columns.iter().position(|column| column == attribute);
        if position.is_none() {
            self.unknown(
                &format!("attribute of lookup `{lookup}`"),
                attribute,
                pointer,
                columns.iter().map(String::as_str),
            );
        }
        Some((lookup.to_owned(), position?))
    }

    fn lookup_dimension(
        &mut self,
        dimension: &grammar::Dimension,
        pointer: &str,
    ) -> Option<(usize, DimensionKind, Type)> {
        let at = format!("{pointer}/lookup");
        let attribute = self.attribute(dimension.lookup.as_deref()?, &at);
        let Some(key) = dimension.key.clone() else {
            let diagnostic = Diagnostic::error(
                Code::MISSING_KEY,
                "the key `key` is missing: the column or dimension by which it is looked up",
            )
            .at(Location::key(pointer));
            self.problems.push(diagnostic);
            return None;
        };
        let (source, _) = self.column_of(&key, dimension, &format!("{pointer}/key"))?;
        self.use_name("dimension", &key);
        let (lookup, attribute) = attribute?;
        let value_type = self.report.lookups[&lookup].types[attribute];
        let unmatched = match &dimension.unmatched {
            None => UnmatchedKeys::Warn,
            Some(Unmatched::Rule(UnmatchedRule::Keep)) => UnmatchedKeys::Keep,
            Some(Unmatched::Rule(UnmatchedRule::Exclude)) => UnmatchedKeys::Exclude,
            Some(Unmatched::Rule(UnmatchedRule::Error)) => UnmatchedKeys::Error,
            Some(Unmatched::Code(code)) => UnmatchedKeys::Code(code.code.clone()),
        };
        let kind = DimensionKind::Lookup {
            lookup,
            attribute,
            key,
            unmatched,
        };
        Some((source, kind, value_type))
    }

    fn bucket(
        &mut self,
        dimension: &grammar::Dimension,
        pointer: &str,
    ) -> Option<(usize, DimensionKind, Type)> {
        let column = dimension.bucket.clone()?;
        let at = format!("{pointer}/bucket");
        let (source, kind) = self.column_of(&column, dimension, &at)?;
        let is_column = self.report.sources[source].columns.contains_key(&column);
        if kind != Type::Integer || !is_column {
            let message = match kind {
                Type::Integer => format!("buckets are made of a column, `{column}` is a dimension"),
                _ => format!("buckets are made of an integer column, `{column}` is of type {kind}"),
            };
            let hint = match kind {
                Type::Integer => {
                    "declare it among the `columns` of the source, with `sql:` if it is computed"
                }
                _ => "declare the column with `type: integer`",
            };
            let diagnostic = Diagnostic::error(Code::DEFINITION, message);
            self.problems
                .push(diagnostic.at(Location::value(&at)).hint(hint));
            return None;
        }
        let at = format!("{pointer}/edges");
        let edges: Vec<(i64, String)> = dimension
            .edges
            .iter()
            .flatten()
            .map(|edge| (edge.value, edge.shortest()))
            .collect();
        if edges.is_empty() {
            self.error(
                Code::MISSING_KEY,
                pointer,
                "`edges` is missing: the thresholds of the buckets, rising, such as `edges: [100M, 1B]`",
            );
            return None;
        }
        let falls = |at: &usize| edges[*at].0 >= edges[*at + 1].0;
        if let Some(first) = (0..edges.len() - 1).find(falls) {
            let pair = [&edges[first], &edges[first + 1]];
            // `[3B, 7,5B]` is a list of three items.
            let list = self.spans.value(&at);
            let written = list.and_then(|span| {
                let file = self.source_map.file(span.file);
                file.text.get(span.start..span.end)
            });
            let written = written.unwrap_or_default();
            let parts = written
                .split(", ")
                .map(|part| part.trim_matches(['[', ']', ' ']));
            // If no space follows any comma, each item is an edge.
            let comma = { parts }.find(|part| {
                written.contains(", ") && part.matches(',').count() == 1 && !part.starts_with(',')
            });
            let location = match (comma, list) {
                (Some(part), Some(list)) => {
                    let start = list.start + written.find(part).unwrap_or_default();
                    let end = start + part.len();
                    Span { start, end, ..list }.into()
                }
                _ => Location::value(format!("{at}/{}", first + 1)),
            };
            let message = match comma {
                Some(part) => format!("`{part}` is two edges, and edges must rise"),
                None if pair[0].0 == pair[1].0 => {
                    format!("the edge `{}` stands twice", pair[0].1)
                }
                None => format!(
                    "edges must rise, `{}` stands before `{}`",
                    pair[0].1, pair[1].1
                ),
            };
            let hint = match comma {
                Some(part) => format!("decimals have a point: {}", part.replace(',', ".")),
                None if pair[0].0 == pair[1].0 => "remove one of them".to_owned(),
                None => "buckets would overlap: write the edges from the least to the greatest"
                    .to_owned(),
            };
            let diagnostic = Diagnostic::error(Code::DEFINITION, message)
                .about(Subject::of(&at))
                .at(location)
                .hint(hint);
            self.problems.push(diagnostic);
            return None;
        }
        let codes = bucket_codes(&edges);
        let kind = DimensionKind::Bucket {
            column,
            edges: edges.into_iter().map(|edge| edge.0).collect(),
            right_closed: dimension.closed == Some(Closed::Right),
            codes,
        };
        Some((source, kind, Type::Text))
    }

    fn explode(
        &mut self,
        dimension: &grammar::Dimension,
        pointer: &str,
    ) -> Option<(usize, DimensionKind, Type)> {
        let column = dimension.explode.clone()?;
        let at = format!("{pointer}/explode");
        let (source, kind) = self.column_of(&column, dimension, &at)?;
        if kind != Type::List {
            self.error(
                Code::DEFINITION,
                &at,
                format!("only a column of type list<string> can be exploded, `{column}` is of type {kind}"),
            );
            return None;
        }
        let valid = match &dimension.valid {
            Some(text) => Some(self.attribute(text, &format!("{pointer}/valid"))?),
            None => None,
        };
        Some((source, DimensionKind::Explode { column, valid }, Type::Text))
    }

    fn sql_dimension(
        &mut self,
        dimension: &grammar::Dimension,
        pointer: &str,
    ) -> Option<(usize, DimensionKind, Type)> {
        let at = format!("{pointer}/sql");
        let text = dimension.sql.as_ref()?;
        let candidates = self.candidates(dimension, &at)?;
        let [source] = candidates.as_slice() else {
            if !candidates.is_empty() {
                self.error(
                    Code::DEFINITION,
                    pointer,
                    "there are several sources: say with `from:` which one this dimension is of",
                );
            }
            return None;
        };
        let source = *source;
        // The dimensions that it names must be known before its own type can be.
        let own = self.path.last().cloned();
        for other in self.spec.dimensions.keys() {
            if Some(other) != own.as_ref() && mentions(text, other) {
                self.dimension(other);
            }
        }
        let mut names = self.names[source].clone();
        self.add_filters(&mut names);
        let expression = self.row(&names, text, &at)?;
        let kind = expression.kind;
        Some((source, DimensionKind::Sql(expression), kind))
    }

    fn label_from(
        &mut self,
        dimension: &grammar::Dimension,
        pointer: &str,
    ) -> BTreeMap<Locale, (String, usize)> {
        let mut found = BTreeMap::new();
        if let Some(from) = &dimension.label_from {
            for (locale, text) in [(Locale::Fr, &from.fr), (Locale::En, &from.en)] {
                if let Some(text) = text {
                    let at = format!("{pointer}/label_from/{locale}");
                    if let Some(attribute) = self.attribute(text, &at) {
                        found.insert(locale, attribute);
                    }
                }
            }
        }
        found
    }
}

/// `..5M`, `5M..25M`, …, `7.5B..`: the edges in their shortest form, however they were written.
fn bucket_codes(edges: &[(i64, String)]) -> Vec<String> {
    let mut codes = vec![format!("{RANGE}{}", edges[0].1)];
    for pair in edges.windows(2) {
        codes.push(format!("{}{RANGE}{}", pair[0].1, pair[1].1));
    }
    codes.push(format!("{}{RANGE}", edges[edges.len() - 1].1));
    codes
}

/// Whether a word occurs in a text.
fn mentions(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next())
    })
}
