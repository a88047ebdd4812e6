//! The shared state of resolving: the spec, its spans, the problems and the report so far.

use super::filled::filled;
use crate::diagnostic::{
    Code, Collector, Diagnostic, Location, SourceMap, Span, Subject, nearest, there_are,
};
use crate::remote::{Address, Remotes, is_address};
use crate::report::{
    Breaks, ByName, Formats, LocalText, Opening, Outputs, Period, Purpose, Report, Tells, unit_of,
};
use crate::source::Place;
use crate::spec::grammar::Spec;
use crate::spec::{Amount, Entry, Node, NodeKind, Root, Spans, Tree, Validated};
use crate::sql::{Compared, Environment, Expression, NameSpace, Reader};
use crate::text::Words;
use crate::world::World;
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Settings of the command line for resolving.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Locales instead of those of the spec; empty to keep the spec's.
    pub locales: Vec<crate::text::Locale>,
    /// Target folder instead of that of the spec.
    pub out: Option<PathBuf>,
    /// Folder of the bundle of the period before, instead of where the spec puts it.
    pub previous: Option<PathBuf>,
    /// Formats instead of those of the spec; empty to keep the spec's.
    pub formats: Vec<String>,
    /// Locales of `hfreport.toml`, for a spec that names none.
    pub default_locales: Vec<crate::text::Locale>,
    /// The look of pages that `hfreport.toml` wants, for what a spec does not say.
    pub theme: Option<crate::spec::grammar::Theme>,
    /// Drivers of databases that may be loaded.
    pub drivers: crate::spec::Drivers,
    /// Which servers may be asked for remote files.
    pub remotes: Remotes,
    /// Whether to replace the bundle of another spec or period.
    pub replaces_others: bool,
    /// Whether the spec is still being written: pages may exceed its budget, and no warning is
    /// denied.
    pub while_writing: bool,
    /// Whether the other periods are run too, so that each of them says itself what it lacks.
    pub all_periods: bool,
}

/// The state of resolving.
pub(super) struct Context<'a> {
    pub(super) world: &'a dyn World,
    pub(super) root: &'a Root,
    pub(super) source_map: &'a mut SourceMap,
    pub(super) tree: &'a Tree,
    pub(super) spec: &'a Spec,
    pub(super) spans: &'a Spans,
    /// Names of definitions that were left out because they do not fit the grammar.
    broken: &'a BTreeSet<String>,
    /// Whether the spec is as written; of one that was repaired, what a number is may be another thing.
    pub(super) is_whole: bool,
    pub(super) options: &'a Options,
    pub(super) problems: Collector,
    pub(super) report: Report,
    /// Namespace of each source.
    pub(super) names: Vec<NameSpace>,
    /// Names that something refers to, by kind ("breakdown", "metric", …).
    pub(super) used: BTreeSet<(&'static str, String)>,
    /// Dimensions being resolved, to detect cycles.
    pub(super) path: Vec<String>,
    /// Breakdowns with a wrong definition: references to them are not reported again.
    pub(super) failed: BTreeSet<String>,
    /// Columns of files that the contract misspells: references by their correct name are right.
    pub(super) misspelt: BTreeSet<String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        world: &'a dyn World,
        root: &'a Root,
        source_map: &'a mut SourceMap,
        tree: &'a Tree,
        validated: &'a Validated,
        options: &'a Options,
    ) -> Self {
        Self {
            world,
            root,
            source_map,
            tree,
            spec: &validated.spec,
            spans: &validated.spans,
            broken: &validated.broken,
            is_whole: validated.is_whole,
            options,
            problems: Collector::default(),
            report: Report {
                locales: Vec::new(),
                title: LocalText::default(),
                foot: None,
                citation: None,
                publication: None,
                params: tree.params.clone(),
                sources: Vec::new(),
                lookups: ByName::default(),
                dimensions: ByName::default(),
                measures: ByName::default(),
                filters: validated.spec.filters.clone(),
                scope: None,
                breakdowns: IndexMap::new(),
                metrics: IndexMap::new(),
                claims: IndexMap::new(),
                checks: Vec::new(),
                coverage: IndexMap::new(),
                guards: None,
                breaks: Breaks::default(),
                totals: Vec::new(),
                compared: Vec::new(),
                ordered: Vec::new(),
                left_out: Vec::new(),
                sorted: Vec::new(),
                tells: Tells::default(),
                empty_in_ratios: Vec::new(),
                charts: IndexMap::new(),
                colors: IndexMap::new(),
                words: Words::USUAL,
                sections: Vec::new(),
                opening: Opening::default(),
                credit: None,
                theme: crate::report::Theme::default(),
                published: Vec::new(),
                published_path: None,
                figures_elsewhere: None,
                period: tree.periods.as_ref().map(|periods| Period {
                    param: periods.param.clone(),
                    name: periods.current().key.plain(),
                    unit: unit_of(
                        &periods
                            .list
                            .iter()
                            .map(|it| it.key.plain())
                            .collect::<Vec<_>>(),
                    ),
                    sets: periods.current().params.keys().cloned().collect(),
                    before: None,
                    inputs_before: crate::report::PeriodInputs::default(),
                    earlier: Vec::new(),
                }),
                outputs: Outputs {
                    folder: PathBuf::new(),
                    typed: options.out.is_some(),
                    replaces_others: options.replaces_others,
                    formats: Formats::DEFAULT,
                    page_budget: None,
                    address: String::new(),
                    index: None,
                    jekyll: None,
                },
            },
            names: Vec::new(),
            used: BTreeSet::new(),
            path: Vec::new(),
            failed: BTreeSet::new(),
            misspelt: BTreeSet::new(),
        }
    }

    /// Checks an expression with a [`Reader`] and collects its problems.
    fn read<T>(
        &mut self,
        names: &NameSpace,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, Vec<Diagnostic>>,
    ) -> Option<T> {
        let environment = Environment {
            params: &self.tree.params,
        };
        let mut reader = Reader::new(environment, names);
        let result = read(&mut reader);
        let filters = std::mem::take(&mut reader.used_filters);
        let compared = std::mem::take(&mut reader.compared);
        let warnings = std::mem::take(&mut reader.warnings);
        for Compared {
            name,
            text,
            mended,
            location,
        } in compared
        {
            if let Some(origin) = names.origins.get(&name) {
                let purpose = match mended {
                    Some(with) => Purpose::Mended {
                        with: with.to_string(),
                    },
                    None => Purpose::Compared,
                };
                self.compare_text(origin.clone(), (&text, purpose), location);
            }
        }
        let ordered = std::mem::take(&mut reader.ordered);
        self.texts_in_order(names, ordered);
        self.used
            .extend(filters.into_iter().map(|name| ("filter", name)));
        match result {
            Ok(value) => {
                for warning in warnings {
                    self.problems.push(warning);
                }
                Some(value)
            }
            Err(problems) => {
                for problem in problems {
                    self.problems.push(problem);
                }
                None
            }
        }
    }

    pub(super) fn row(
        &mut self,
        names: &NameSpace,
        text: &str,
        pointer: &str,
    ) -> Option<Expression> {
        let expression = self.read(names, |reader| reader.row(text, pointer))?;
        self.mark(&expression);
        self.compares_alike(names, &expression);
        Some(expression)
    }

    /// `Ok(None)` if there is no condition, `Err` if it is wrong.
    pub(super) fn condition(
        &mut self,
        names: &NameSpace,
        text: Option<&String>,
        pointer: &str,
    ) -> Result<Option<Expression>, ()> {
        let Some(text) = text else {
            return Ok(None);
        };
        let expression = self
            .read(names, |reader| reader.condition(text, pointer))
            .ok_or(())?;
        self.mark(&expression);
        self.compares_alike(names, &expression);
        Ok(Some(expression))
    }

    /// Reports shares, changes of shares, growth and amounts that an expression compares with what they are not.
    fn compares_alike(&mut self, names: &NameSpace, expression: &Expression) {
        for problem in names.differing(expression) {
            self.problems.push(problem);
        }
    }

    pub(super) fn over_rows(
        &mut self,
        names: &NameSpace,
        text: &str,
        pointer: &str,
    ) -> Option<Expression> {
        let expression = self.read(names, |reader| reader.over_rows(text, pointer))?;
        self.mark(&expression);
        self.compares_alike(names, &expression);
        Some(expression)
    }

    /// What is measured over rows, by one aggregate or several.
    pub(super) fn measured(
        &mut self,
        names: &NameSpace,
        text: &str,
        pointer: &str,
    ) -> Option<Expression> {
        let expression = self.read(names, |reader| reader.measure(text, pointer))?;
        self.mark(&expression);
        self.compares_alike(names, &expression);
        Some(expression)
    }

    /// Names whose definitions are known to be wrong, and the names that they hide: a column that
    /// the contract misspells is used under its correct name elsewhere.
    pub(super) fn wrong(&self) -> BTreeSet<String> {
        let failed = self.failed.iter();
        let failed = failed.filter_map(|pointer| Some(Subject::of(pointer)?.name));
        let misspelt = self.misspelt.iter().chain(self.broken).cloned();
        failed.chain(misspelt).collect()
    }

    fn mark(&mut self, expression: &Expression) {
        for name in &expression.names {
            self.use_name("dimension", name);
        }
    }

    pub(super) fn use_name(&mut self, kind: &'static str, name: &str) {
        self.used.insert((kind, name.to_owned()));
    }

    /// Reports an error at a value of the spec.
    pub(super) fn error(&mut self, code: Code, pointer: &str, message: impl Into<String>) {
        let diagnostic = Diagnostic::error(code, message).at(Location::value(pointer));
        self.problems.push(diagnostic);
    }

    /// Reports a name that refers to nothing.
    pub(super) fn unknown<'n>(
        &mut self,
        kind: &str,
        name: &str,
        pointer: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) {
        self.unknown_with(kind, name, pointer, names, None);
    }

    /// Reports a name that refers to nothing, with advice that is better than the nearest name.
    pub(super) fn unknown_with<'n>(
        &mut self,
        kind: &str,
        name: &str,
        pointer: &str,
        names: impl Iterator<Item = &'n str> + Clone,
        advice: Option<String>,
    ) {
        let diagnostic = Diagnostic::error(
            Code::UNKNOWN_NAME,
            match kind.split_once(" of ") {
                Some((kind, of)) => {
                    format!(
                        "there is no {kind} `{name}` of {of}; {}",
                        there_are(names.clone())
                    )
                }
                None => format!("there is no {kind} `{name}`; {}", there_are(names.clone())),
            },
        )
        .unknown(name)
        .at(Location::value(pointer))
        .maybe_hint(
            advice
                .or_else(|| self.titled(name, names.clone()))
                .or_else(|| nearest(name, names)),
        );
        self.problems.push(diagnostic);
    }

    /// The hint for what is no name and the title of something that has one of these names, or what a file calls its column.
    fn titled<'n>(&self, text: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
        let names: BTreeSet<&str> = names.collect();
        let mut originals = self.names.iter().flat_map(|it| &it.hints);
        let root = &self.tree.root;
        let definitions = ["measures", "dimensions", "metrics", "breakdowns", "charts"];
        let definitions = definitions.into_iter().filter_map(|kind| root.get(kind));
        let sources = root.get("sources").into_iter().flat_map(entries_of);
        let columns = sources.filter_map(|source| source.value.get("columns"));
        let mut all = definitions.chain(columns).flat_map(entries_of);
        let is_it = |node: &Node| {
            node.text()
                .is_some_and(|it| it.to_lowercase() == text.to_lowercase())
        };
        let found = all.find(|entry| {
            let title = entry.value.get("title");
            names.contains(entry.key.as_str())
                && title.is_some_and(|it| is_it(it) || entries_of(it).any(|it| is_it(&it.value)))
        });
        let title = found.map(|entry| format!("that is the title of `{}`", entry.key));
        title.or_else(|| {
            let original = originals
                .find(|(original, hint)| *original == text && hint.starts_with("the column "));
            original.map(|(_, hint)| hint.clone())
        })
    }

    /// A whole number that must be at least `least`.
    pub(super) fn number(&mut self, amount: &Amount, least: i64, pointer: &str) -> Option<i64> {
        if amount.value >= least {
            return Some(amount.value);
        }
        self.error(
            Code::WRONG_VALUE,
            pointer,
            format!(
                "`{}` must be at least {least}, found {}",
                pointer.rsplit('/').next().unwrap_or_default(),
                amount.text
            ),
        );
        None
    }

    /// Folder of the file that contains a value; that of the spec itself for a default.
    pub(super) fn folder(&self, span: Option<Span>) -> PathBuf {
        span.or(self.spans.value(""))
            .and_then(|span| self.tree.folders.get(&span.file))
            .cloned()
            .unwrap_or_default()
    }

    /// The files that a path or an address of the spec names, and how messages show it.
    pub(super) fn place(&mut self, text: &str, pointer: &str) -> Option<(Place, String)> {
        let filled = self.with_params(text, pointer)?;
        if is_address(&filled) {
            return self.fetched(&filled, pointer);
        }
        let (path, shown) = self.path(text, pointer)?;
        Some((Place::Local(path), shown))
    }

    /// The files that an address stands for, fetched.
    pub(super) fn fetched(&mut self, address: &str, pointer: &str) -> Option<(Place, String)> {
        let files = self.options.remotes.files(self.world, address);
        let files = files.map_err(|problem| problem.at(Location::value(pointer)));
        let files = self.problems.keep(files)?;
        self.root.admit(files.iter().map(|file| file.path.clone()));
        // Without what may be secret in it.
        let shown = Address::parse(address).map_or_else(|_| String::new(), |it| it.to_string());
        Some((Place::Remote(files), shown))
    }

    /// A path of the spec with its params filled in; it must lie inside the root.
    pub(super) fn path(&mut self, text: &str, pointer: &str) -> Option<(PathBuf, String)> {
        let filled = self.with_params(text, pointer)?;
        if is_address(&filled) {
            let message = "only the `path` of a source or of a lookup may be an address";
            self.error(Code::ADDRESS, pointer, message);
            return None;
        }
        let span = self.spans.value(pointer);
        let folder = self.folder(span);
        let resolved = self
            .root
            .resolve(self.world, &folder, &filled)
            .map_err(|mut d| {
                if pointer == "/outputs/dir" {
                    d.hints =
                        vec!["name a folder inside of it; `--out DIR` writes anywhere".to_owned()];
                }
                d.at(Location::value(pointer))
            });
        Some((self.problems.keep(resolved)?, filled))
    }

    /// Resolves a definition behind those that it asks for; none where that fails, which is tried once. One that
    /// comes back to itself is an error: what it does is said, and where.
    pub(super) fn in_turn<T>(
        &mut self,
        name: &str,
        pointer: &str,
        (does, place): (&str, Location),
        resolve: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.failed.contains(pointer) {
            return None;
        }
        let resolved = if self.path.iter().any(|known| known == name) {
            let circle = format!("{} → {name}", self.path.join(" → "));
            let diagnostic = Diagnostic::error(Code::CYCLE, format!("the {does} itself: {circle}"));
            self.problems.push(diagnostic.at(place));
            None
        } else {
            self.path.push(name.to_owned());
            let resolved = resolve(self);
            self.path.pop();
            resolved
        };
        if resolved.is_none() {
            self.failed.insert(pointer.to_owned());
        }
        resolved
    }

    /// A text needed before the data is read: only params are defined in it, with dates in ISO
    /// form.
    pub(super) fn with_params(&mut self, text: &str, pointer: &str) -> Option<String> {
        let filled = filled(text, &self.tree.params).map_err(|(problem, part)| {
            problem.at(match part {
                Some(part) => Location::part(pointer, text, part.start, part.end),
                None => Location::value(pointer),
            })
        });
        self.problems.keep(filled)
    }
}

/// The entries of a map.
fn entries_of(node: &Node) -> impl Iterator<Item = &Entry> {
    let entries = match &node.kind {
        NodeKind::Map(entries) => entries.as_slice(),
        _ => &[],
    };
    entries.iter()
}
