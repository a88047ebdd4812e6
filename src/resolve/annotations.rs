//! Lines and words on charts: each has one place, which a chart of its type can have.

use super::context::Context;
use crate::chart::annotation::Sought;
use crate::chart::{ChartKind, Encoding};
use crate::diagnostic::{Code, Diagnostic, Location, nearest};
use crate::report::{Annotation, DimensionKind};
use crate::spec::grammar::{self, MarkPlace, Scalar};

/// A chart whose annotations are read.
pub(super) struct Annotated<'a> {
    pub(super) chart: &'a grammar::Chart,
    pub(super) kind: &'a ChartKind,
    pub(super) encoding: &'a Encoding,
    pub(super) pointer: &'a str,
}

impl Context<'_> {
    /// The lines and words of a chart; without those that are wrong, which is reported.
    pub(super) fn annotations(&mut self, of: &Annotated<'_>) -> Vec<Annotation> {
        let mut found = Vec::new();
        let lines = of.chart.reference.iter().flatten().enumerate();
        for (at, line) in lines {
            let pointer = format!("{}/reference/{at}", of.pointer);
            if let Some(place) = self.place_of_line(of, line, &pointer) {
                let label = format!("{pointer}/label");
                found.push(Annotation {
                    place,
                    value: None,
                    text: Some(self.text(&line.label, &label)),
                    pointers: [String::new(), label],
                    pointer,
                });
            }
        }
        let words = of.chart.annotations.iter().flatten().enumerate();
        for (at, words) in words {
            let pointer = format!("{}/annotations/{at}", of.pointer);
            let Some(place) = self.place_of_words(of, words, &pointer) else {
                continue;
            };
            let says_nothing = words.text.is_none() && words.value.is_none();
            if says_nothing && words.cell.is_none() {
                let message = "an annotation needs `text`: what is written at its place";
                let problem = Diagnostic::error(Code::MISSING_KEY, message);
                self.problems.push(problem.at(Location::key(&pointer)));
            }
            let pointers = ["value", "text"].map(|key| format!("{pointer}/{key}"));
            let texts = [&words.value, &words.text].into_iter().zip(&pointers);
            let texts = texts.map(|(text, at)| text.as_ref().map(|text| self.text(text, at)));
            let mut texts = texts.collect::<Vec<_>>().into_iter();
            found.push(Annotation {
                place,
                value: texts.next().flatten(),
                text: texts.next().flatten(),
                pointers,
                pointer,
            });
        }
        found
    }

    fn place_of_line(
        &mut self,
        of: &Annotated<'_>,
        line: &grammar::Reference,
        pointer: &str,
    ) -> Option<Sought> {
        match (&line.value, &line.between) {
            (Some(value), None) if of.encoding.logarithmic && value.value() <= 0.0 => {
                let place = Location::value(format!("{pointer}/value"));
                let message = "zero and less have no place on a logarithmic scale";
                self.no_place(place, message.to_owned());
                None
            }
            (Some(value), None) => {
                let sought = Sought::Level(value.value());
                self.fits(of, sought, &format!("{pointer}/value"), "value")
            }
            (None, Some(between)) => {
                let pointer = format!("{pointer}/between");
                let codes = between.each_ref().map(Scalar::code);
                let sought = Sought::Between(codes.clone());
                let sought = self.fits(of, sought, &pointer, "between")?;
                self.are_neighbours(of, &codes, &pointer)?;
                Some(sought)
            }
            (Some(_), Some(_)) | (None, None) => {
                let message = "a line stands at a `value` or `between` two neighbours of the axis: one of these keys is given";
                self.no_place(Location::key(pointer), message.to_owned());
                None
            }
        }
    }

    fn place_of_words(
        &mut self,
        of: &Annotated<'_>,
        words: &grammar::Annotation,
        pointer: &str,
    ) -> Option<Sought> {
        let (sought, key) = match (&words.bracket, &words.at, &words.cell) {
            (Some(bracket), None, None) => {
                let pointer = format!("{pointer}/bracket");
                (self.bracket(of, bracket, &pointer)?, "bracket")
            }
            (None, Some(place), None) => {
                let pointer = format!("{pointer}/at");
                (self.one_mark(of, place, &pointer)?, "at")
            }
            (None, None, Some(cell)) => {
                let [row, column] = [&cell.row, &cell.column].map(Scalar::code);
                (Sought::Cell { row, column }, "cell")
            }
            _ => {
                let message =
                    "an annotation has one place: one of `bracket`, `at` and `cell` is given";
                self.no_place(Location::key(pointer), message.to_owned());
                return None;
            }
        };
        let at = format!("{pointer}/{key}");
        let sought = self.fits(of, sought, &at, key)?;
        if let Sought::Cell { row, column } = &sought
            && let [down, across] = of.encoding.categories.as_slice()
        {
            self.has_code(down, row, &format!("{at}/row"))?;
            self.has_code(across, column, &format!("{at}/column"))?;
        }
        Some(sought)
    }

    fn bracket(
        &mut self,
        of: &Annotated<'_>,
        bracket: &grammar::Bracket,
        pointer: &str,
    ) -> Option<Sought> {
        let ends = [&bracket.from, &bracket.to].map(|end| end.as_ref().map(Scalar::code));
        let has_ends = ends.iter().any(Option::is_some);
        match (bracket.first, has_ends) {
            (Some(first), false) => Some(Sought::First(first as usize)),
            (None, true) => {
                let along = of.encoding.categories.last().cloned().unwrap_or_default();
                for (code, key) in ends.iter().zip(["from", "to"]) {
                    if let Some(code) = code {
                        self.has_code(&along, code, &format!("{pointer}/{key}"))?;
                    }
                }
                Some(Sought::Range(ends))
            }
            (Some(_), true) | (None, false) => {
                let message = "a bracket is over the `first` ones, or goes `from` one `to` another";
                self.no_place(Location::value(pointer), message.to_owned());
                None
            }
        }
    }

    fn one_mark(&mut self, of: &Annotated<'_>, place: &MarkPlace, pointer: &str) -> Option<Sought> {
        let Encoding {
            categories, color, ..
        } = of.encoding;
        let mut category = vec![None; categories.len()];
        let mut series = None;
        match place {
            MarkPlace::Code(code) => {
                let code = code.code();
                self.has_code(categories.last()?, &code, pointer)?;
                *category.last_mut()? = Some(code);
            }
            MarkPlace::Codes(codes) => {
                for (name, code) in codes {
                    let (code, at) = (code.code(), format!("{pointer}/{name}"));
                    if let Some(level) = categories.iter().position(|it| it == name) {
                        self.has_code(name, &code, &at)?;
                        category[level] = Some(code);
                    } else if name == color {
                        self.has_code(name, &code, &at)?;
                        series = Some(code);
                    } else {
                        let known = categories.iter().chain([color]);
                        let known: Vec<&str> = known
                            .map(String::as_str)
                            .filter(|it| !it.is_empty())
                            .collect();
                        self.unknown("dimension of the chart", name, &at, known.into_iter());
                        return None;
                    }
                }
            }
        }
        Some(Sought::Mark { category, series })
    }

    /// What is sought, if a chart of this type can have it.
    fn fits(
        &mut self,
        of: &Annotated<'_>,
        sought: Sought,
        pointer: &str,
        key: &str,
    ) -> Option<Sought> {
        if !of.encoding.facet.is_empty() {
            let message = format!("`{key}` is no place in a chart of several panels");
            self.no_place(Location::key(pointer), message);
            return None;
        }
        // A table has been refused already.
        if of.kind.descriptor()?.has_place_for(&sought) {
            return Some(sought);
        }
        let message = format!("`{key}` is no place in a chart of type {}", of.kind.name());
        self.no_place(Location::key(pointer), message);
        None
    }

    /// The codes of a dimension of buckets, which are known before a run.
    fn buckets(&self, dimension: &str) -> Option<&Vec<String>> {
        match &self.report.dimensions.get(dimension)?.kind {
            DimensionKind::Bucket { codes, .. } => Some(codes),
            _ => None,
        }
    }

    /// Reports a code that no bucket has.
    fn has_code(&mut self, dimension: &str, code: &str, pointer: &str) -> Option<()> {
        let Some(codes) = self.buckets(dimension).cloned() else {
            return Some(());
        };
        if codes.iter().any(|known| known == code) {
            return Some(());
        }
        let message = format!(
            "`{dimension}` has no bucket `{code}`: its buckets are {}",
            codes.join(", ")
        );
        let hint = nearest(code, codes.iter().map(String::as_str));
        let problem = Diagnostic::error(Code::NO_PLACE, message).at(Location::value(pointer));
        self.problems.push(problem.maybe_hint(hint));
        None
    }

    /// Reports codes that cannot stand side by side along any axis of the chart.
    fn are_neighbours(
        &mut self,
        of: &Annotated<'_>,
        [one, other]: &[String; 2],
        pointer: &str,
    ) -> Option<()> {
        let names = of.encoding.categories.iter();
        let buckets: Option<Vec<&Vec<String>>> = names.map(|name| self.buckets(name)).collect();
        // Of other dimensions only the data say what stands beside what.
        let Some(axes) = buckets else {
            return Some(());
        };
        let apart = |codes: &&Vec<String>| {
            let at = |code: &String| codes.iter().position(|known| known == code);
            Some(at(one)?.abs_diff(at(other)?))
        };
        if axes.iter().any(|codes| apart(codes) == Some(1)) {
            return Some(());
        }
        let known: Vec<&str> = axes
            .iter()
            .flat_map(|codes| codes.iter().map(String::as_str))
            .collect();
        let message = format!(
            "`{one}` and `{other}` are no neighbours along the axis: {}",
            known.join(", ")
        );
        self.no_place(Location::value(pointer), message);
        None
    }

    fn no_place(&mut self, place: Location, message: String) {
        let problem = Diagnostic::error(Code::NO_PLACE, message);
        self.problems.push(problem.at(place));
    }
}
