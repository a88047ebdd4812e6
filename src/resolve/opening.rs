//! The opening of the document: which pictures fit, whether findings lead to figures.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Finding, KeyNumber, LocalText, Opening, Picture};
use crate::spec::grammar::{self, NameOrNames, PictureType};

/// Rows of a ranking that stand out unless the spec says how many.
const FIRST: u32 = 1;

impl Context<'_> {
    pub(super) fn opening(&mut self) {
        let spec = self.spec;
        let mut text = |text: &Option<grammar::Text>, pointer: &str| {
            text.as_ref().map(|text| self.text(text, pointer))
        };
        let headline = text(&spec.headline, "/headline");
        let standfirst = text(&spec.standfirst, "/standfirst");
        let byline = text(&spec.byline, "/byline");
        let badge = text(&spec.badge, "/badge");
        let mut key_numbers = Vec::new();
        for (at, number) in spec.key_numbers.iter().enumerate() {
            let pointer = format!("/key_numbers/{at}");
            let picture = number.picture.as_ref();
            let picture = picture.and_then(|it| self.picture(it, &format!("{pointer}/picture")));
            key_numbers.push(KeyNumber {
                value: self.text(&number.value, &format!("{pointer}/value")),
                label: self.text(&number.label, &format!("{pointer}/label")),
                picture,
            });
        }
        let mut findings = Vec::new();
        for (at, finding) in spec.findings.iter().enumerate() {
            let pointer = format!("/findings/{at}");
            if let Some(figure) = &finding.figure {
                self.leads_to_a_figure(figure, &format!("{pointer}/figure"));
            }
            findings.push(Finding {
                lead: self.text(&finding.lead, &format!("{pointer}/lead")),
                text: self.text(&finding.text, &format!("{pointer}/text")),
                figure: finding.figure.clone(),
            });
        }
        self.report.opening = Opening {
            headline,
            standfirst,
            byline,
            badge,
            key_numbers,
            findings,
        };
    }

    /// The texts of the opening with their pointers.
    pub(super) fn texts_of_opening(&self) -> Vec<(&LocalText, String)> {
        let opening = &self.report.opening;
        let single = [
            (&opening.headline, "/headline"),
            (&opening.standfirst, "/standfirst"),
            (&opening.byline, "/byline"),
            (&opening.badge, "/badge"),
        ];
        let single = single.into_iter();
        let single = single.filter_map(|(text, key)| Some((text.as_ref()?, key.to_owned())));
        let numbers = opening.key_numbers.iter().enumerate();
        let numbers = numbers.flat_map(|(at, number)| {
            [(&number.value, "value"), (&number.label, "label")]
                .map(|(text, key)| (text, format!("/key_numbers/{at}/{key}")))
        });
        let findings = opening.findings.iter().enumerate();
        let findings = findings.flat_map(|(at, finding)| {
            [(&finding.lead, "lead"), (&finding.text, "text")]
                .map(|(text, key)| (text, format!("/findings/{at}/{key}")))
        });
        single.chain(numbers).chain(findings).collect()
    }

    /// Reports a finding whose chart is not drawn in the document.
    fn leads_to_a_figure(&mut self, name: &str, pointer: &str) {
        if !self.is_chart(name, pointer) {
            return;
        }
        let Some(chart) = self.report.charts.get(name) else {
            return;
        };
        let mut sections = self.report.sections.iter();
        let stands = sections.any(|section| section.content.charts().any(|it| it == name));
        let message = if chart.kind.descriptor().is_none() {
            format!("a finding leads to a figure, and chart `{name}` is a table")
        } else if stands {
            return;
        } else {
            format!("a finding leads to chart `{name}`, which stands in no section")
        };
        let problem = Diagnostic::error(Code::FINDING, message).at(Location::value(pointer));
        let hint =
            format!("add `- chart: {name}` to `sections`, or name a chart that stands there");
        let replaced = self.tree.replaced_sections();
        let problem = match replaced {
            Some(sections) => problem.related(
                sections,
                "these sections replace those of the base, with its charts",
            ),
            None => problem,
        };
        let append = replaced.map(|_| {
            "to add to the sections of the base, write `- append: {after: chart:name, items: [ … ]}`".to_owned()
        });
        self.problems.push(problem.maybe_hint(append).hint(hint));
    }

    /// A picture with the keys of its type.
    fn picture(&mut self, picture: &grammar::Picture, pointer: &str) -> Option<Picture> {
        use PictureType::{Ranking, Split, Strip, Waffle};
        let kind = picture.kind;
        let (type_name, wanted, fits): (_, _, &[&str]) = match kind {
            Split => ("split", "of", &["of"]),
            Waffle => ("waffle", "of", &["of"]),
            Ranking => ("ranking", "data", &["data", "first"]),
            Strip => ("strip", "data", &["data", "values"]),
        };
        let given = [
            ("of", picture.of.is_some()),
            ("data", picture.data.is_some()),
            ("first", picture.first.is_some()),
            ("values", picture.values.is_some()),
        ];
        for (key, _) in given.iter().filter(|(key, is)| *is && !fits.contains(key)) {
            let message = format!("`{key}` means nothing for a picture of type {type_name}");
            let problem = Diagnostic::error(Code::DEFINITION, message);
            let place = Location::key(format!("{pointer}/{key}"));
            self.problems.push(problem.at(place));
        }
        if !given.iter().any(|(key, is)| *is && *key == wanted) {
            let what = match wanted {
                "of" => "the metrics that are drawn, shares of one whole",
                _ => "a breakdown by one dimension",
            };
            let message = format!("a picture of type {type_name} needs `{wanted}`: {what}");
            let problem = Diagnostic::error(Code::MISSING_KEY, message);
            self.problems.push(problem.at(Location::key(pointer)));
            return None;
        }
        let metrics = self.metrics_of_picture(picture, pointer)?;
        if kind == Split && metrics.len() != 1 {
            let message = "a picture of type split shows one metric and the rest of its whole";
            let problem = Diagnostic::error(Code::PICTURE, message);
            let place = Location::value(format!("{pointer}/of"));
            let hint = "name one metric, or draw a `waffle` of several";
            self.problems.push(problem.at(place).hint(hint));
            return None;
        }
        let data = picture.data.clone().unwrap_or_default();
        if !data.is_empty() {
            self.breakdown_of_picture(&data, &format!("{pointer}/data"))?;
            self.values_of_picture(picture, &data, pointer);
        }
        Some(Picture {
            kind,
            metrics,
            data,
            first: picture.first.unwrap_or(FIRST) as usize,
            values: picture.values.clone().unwrap_or_default(),
            pointer: pointer.to_owned(),
        })
    }

    /// Notes the values that stand first, to be held against those that there are.
    fn values_of_picture(&mut self, picture: &grammar::Picture, data: &str, pointer: &str) {
        let breakdown = self.report.breakdowns.get(data);
        let column = breakdown.and_then(|it| it.columns.dimensions().first()?.texts_of().cloned());
        let Some(dimension) = column else { return };
        let values = picture.values.iter().flatten().enumerate();
        let values = values.map(|(at, value)| {
            let place = Location::value(format!("{pointer}/values/{at}"));
            (value.clone(), place)
        });
        self.named_values(&dimension, "a small picture names", values.collect());
    }

    fn metrics_of_picture(
        &mut self,
        picture: &grammar::Picture,
        pointer: &str,
    ) -> Option<Vec<String>> {
        let metrics = match &picture.of {
            None => Vec::new(),
            Some(NameOrNames::One(name)) => vec![name.clone()],
            Some(NameOrNames::Many(names)) => names.clone(),
        };
        for (at, name) in metrics.iter().enumerate() {
            self.use_name("metric", name);
            if !self.spec.metrics.contains_key(name) {
                let names: Vec<String> = self.spec.metrics.keys().cloned().collect();
                let many = matches!(picture.of, Some(NameOrNames::Many(_)));
                let place = if many {
                    format!("{pointer}/of/{at}")
                } else {
                    format!("{pointer}/of")
                };
                self.unknown("metric", name, &place, names.iter().map(String::as_str));
                return None;
            }
        }
        Some(metrics)
    }

    fn breakdown_of_picture(&mut self, name: &str, pointer: &str) -> Option<()> {
        self.use_name("breakdown", name);
        if !self.spec.breakdowns.contains_key(name) {
            let names: Vec<String> = self.spec.breakdowns.keys().cloned().collect();
            self.unknown("breakdown", name, pointer, names.iter().map(String::as_str));
            return None;
        }
        let breakdown = self.report.breakdowns.get(name)?;
        if breakdown.by.len() != 1 {
            let message = format!(
                "a small picture shows one dimension, breakdown `{name}` is by {}",
                breakdown.by.len()
            );
            let problem = Diagnostic::error(Code::PICTURE, message);
            let hint = "name a breakdown by one of them";
            self.problems
                .push(problem.at(Location::value(pointer)).hint(hint));
            return None;
        }
        Some(())
    }
}
