//! The part of the spec about who is first: the sentences on the rows of a breakdown with most of the measure.

use super::write::Writer;
use crate::report::Role;
use crate::report::columns::label_name;

impl Writer<'_> {
    /// The text on a measure without shares: who has most of it, if that is above zero.
    pub(super) fn amounts(&mut self, breakdown: &str, dimension: &str, all: &str, chart: &str) {
        let total = format!("{{{{ formatted.{all} }}}}");
        let unit = self.unit();
        let amount = format!("{{{{ first.{}|{} }}}}{unit}", self.measure, self.amount());
        let of_all = [
            format!("Le total est de {total}."),
            format!("The total is {total}."),
        ];
        let leads = |leader: &str| {
            [
                format!("En tête : {leader}, avec {amount}."),
                format!("{leader} leads with {amount}."),
            ]
        };
        self.first_of((breakdown, dimension, chart), &amount, of_all, leads);
    }

    /// The text on the rows of a breakdown that says of all what it is told, in French and in English, then who is first or
    /// who are level at the top, with their amount.
    pub(super) fn first_of(
        &mut self,
        (breakdown, dimension, chart): (&str, &str, &str),
        amount: &str,
        of_all: [String; 2],
        leads: impl Fn(&str) -> [String; 2],
    ) {
        let label = label_name(dimension);
        let first = format!(
            "{}{{% set first = leaders|first %}}",
            self.leaders(breakdown)
        );
        let leads = leads(&format!("**{{{{ first.{label} }}}}**"));
        let level = format!("{{{{ leaders|map(attribute=\"{label}\")|list }}}}");
        let texts = of_all.into_iter().zip(leads).zip(self.ties());
        let lines = texts.map(|((of_all, leads), ties)| {
            [
                first.clone(),
                of_all,
                "{% if leaders|length == 1 %}".to_owned(),
                leads,
                "{% elif leaders|length > 1 %}".to_owned(),
                format!("{ties} {level} ({amount})."),
                "{% endif %}".to_owned(),
            ]
        });
        let lines: Vec<_> = lines.collect();
        let [french, english] = lines.as_slice() else {
            return;
        };
        self.sections(french, english, Some(chart));
    }

    /// The statement of a text that takes the rows with most of the measure.
    pub(super) fn leaders(&self, breakdown: &str) -> String {
        let (written, digits) = match self.decimals() {
            _ if self.is_mean_of_percent() => ("percent", self.digits_of_mean()),
            _ if self.choice.is_mean => ("decimal", self.digits_of_mean()),
            Some(scale) => ("decimal", scale),
            None if self.scaled().is_some() => ("decimal", 0),
            None => ("compact", 1),
        };
        let measure = &self.measure;
        format!("{{% set leaders = {breakdown}|leaders(\"{measure}\", \"{written}\", {digits}) %}}")
    }

    pub(super) fn ranking(&mut self, breakdown: &str, dimension: &str, all: &str, chart: &str) {
        let measure = &self.measure;
        let share_column = Role::Share.name_of(measure);
        let first = format!(
            "{{% set leaders = {breakdown}|leaders(\"{share_column}\") %}}{{% set first = leaders|first %}}"
        );
        let leader = format!("**{{{{ first.{} }}}}**", label_name(dimension));
        let share = format!("{{{{ first.{share_column}|percent }}}}");
        let of = format!("{{{{ first.{measure}|{} }}}}{}", self.amount(), self.unit());
        let total = format!("{{{{ formatted.{all} }}}}");
        let (fr, en) = self.words.of.clone();
        // Those whose digits show no difference are not said to lead.
        let level = format!("{{{{ leaders|shares(\"{dimension}\", \"{share_column}\") }}}}");
        let lines = |leads: String, ties: String| {
            [
                first.clone(),
                "{% if leaders|length == 1 %}".to_owned(),
                leads,
                "{% elif leaders|length > 1 %}".to_owned(),
                format!("{ties} {level}."),
                "{% endif %}".to_owned(),
            ]
        };
        let french = format!("En tête : {leader}, avec {share} {fr} ({of} sur {total}).");
        let english = format!("{leader} leads with {share} {en} ({of} of {total}).");
        let [french_ties, english_ties] = self.ties();
        self.sections(
            &lines(french, french_ties),
            &lines(english, english_ties),
            Some(chart),
        );
    }

    /// How a text begins that names several leaders: equal amounts are level, those whose digits show no difference
    /// almost so.
    fn ties(&self) -> [String; 2] {
        let measure = &self.measure;
        let equal =
            format!("leaders|rejectattr(\"{measure}\", \"eq\", first.{measure})|length == 0");
        [
            format!(
                "{{% if {equal} %}}À égalité{{% else %}}Presque à égalité{{% endif %}} en tête :"
            ),
            format!("{{% if {equal} %}}Level{{% else %}}Almost level{{% endif %}} at the top:"),
        ]
    }
}
