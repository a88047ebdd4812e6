//! The parts of the spec about means, and about the months of days.

use super::Sighting;
use super::choose::{By, Choice};
use super::columns::DraftColumn;
use super::measures::count_words;
use super::names::{as_value, in_comment, in_yaml, in_yaml_quoted, unique};
use super::scales::{is_weight, per_unit};
use super::write::Writer;

/// What is said of a mean on the terminal.
pub(super) fn notes(sighting: &Sighting, choice: &Choice) -> Vec<String> {
    let Some(at) = choice.measure else {
        return Vec::new();
    };
    let measure = &sighting.columns.items[at];
    let name = in_comment(&measure.name);
    let mean = if measure.is_in_percent() && !measure.notation.is_percent() {
        format!(
            "`{name}` is in percent by its name, 12.5 for 12.5 %, which does not add up, and its mean is drafted, in which every row counts alike, beside the number of rows{}",
            if is_below_one(measure) {
                "; 0.5 is read as 0.5 %: where it stands for 50 %, take `/ 100` out of its `sql`"
            } else {
                ""
            }
        )
    } else if measure.notation.is_percent() {
        format!(
            "`{name}` holds shares in percent, which do not add up, and its mean is drafted, in which every row counts alike, beside the number of rows"
        )
    } else {
        format!(
            "`{name}` does not add up by its name, and its mean is drafted, in which every row counts alike, beside the number of rows; where it adds up all the same, write `sql: \"sum({name})\"`"
        )
    };
    let weighted = weighted(sighting, at).map(|(weight, sql)| {
        format!("the mean of `{name}` is not weighted by `{weight}`: `sql: \"{sql}\"` weighs it")
    });
    std::iter::once(mean).chain(weighted).collect()
}

/// A column that weighs the numbers of another one, and the expression of the weighted mean.
fn weighted(sighting: &Sighting, at: usize) -> Option<(String, String)> {
    let columns = &sighting.columns.items;
    let measure = &columns[at];
    let is_one = |it: &&DraftColumn| {
        it.kind.is_some_and(crate::sql::Type::is_number)
            && it.distinct > 0
            && it.name != measure.name
            && is_weight(&it.original)
    };
    let weight = columns.iter().find(is_one)?;
    let (name, weight) = (&measure.name, &weight.name);
    let only = if measure.empty + measure.empty_elsewhere > 0 {
        format!(" FILTER (WHERE {name} IS NOT NULL)")
    } else {
        String::new()
    };
    let of_percent = of_percent(measure);
    let sql = format!("sum({name} * {weight}) / sum({weight}){only}{of_percent}");
    Some((in_comment(weight), sql))
}

/// Whether the mean of a column is below 1, as fractions of 1 are.
fn is_below_one(column: &DraftColumn) -> bool {
    let count = column.rows.saturating_sub(column.empty).max(1);
    let total = column.total.map_or(0.0, |total| total.float().abs());
    total < count as f64
}

/// What makes a share of 5.5 that is in percent the fraction that a format in percent takes.
fn of_percent(column: &DraftColumn) -> &'static str {
    if column.is_in_percent() { " / 100" } else { "" }
}

impl Writer<'_> {
    /// The expression of a mean.
    pub(super) fn sql_of_mean(&self, name: &str) -> String {
        let of_percent = self.of_mean().map_or("", of_percent);
        format!("avg({name}){of_percent}")
    }

    /// Whether the mean is that of shares in percent.
    pub(super) fn is_mean_of_percent(&self) -> bool {
        self.of_mean().is_some_and(DraftColumn::is_in_percent)
    }

    /// The column whose mean is taken.
    fn of_mean(&self) -> Option<&DraftColumn> {
        let measure = self.choice.measure.filter(|_| self.choice.is_mean);
        Some(self.column(measure?))
    }

    pub(super) fn digits_of_mean(&self) -> u8 {
        self.of_mean().map_or(1, DraftColumn::digits_of_mean)
    }

    /// The unit of a price for a piece.
    fn per_unit(&self) -> Option<String> {
        let column = self.of_mean().filter(|it| !it.is_in_percent())?;
        per_unit(&column.original).map(|(_, unit)| unit)
    }

    /// The format of a mean.
    pub(super) fn format_of_mean(&self) -> String {
        let digits = self.digits_of_mean();
        if self.is_mean_of_percent() {
            return format!("{{percent: {digits}}}");
        }
        match (self.per_unit().or_else(|| self.scaled()), self.currency()) {
            (Some(unit), _) => format!("{{decimals: {digits}, unit: {}}}", in_yaml_quoted(&unit)),
            (None, Some(code)) => format!("{{currency: {code}}}"),
            (None, None) => format!("{{decimals: {digits}}}"),
        }
    }

    /// How a text writes a mean.
    pub(super) fn amount_of_mean(&self) -> String {
        if self.is_mean_of_percent() {
            return format!("percent({})", self.digits_of_mean());
        }
        match self.currency().filter(|_| self.per_unit().is_none()) {
            Some(code) => format!("currency(\"{code}\")"),
            None => format!("decimal({})", self.digits_of_mean()),
        }
    }

    /// The unit behind an amount in a text.
    pub(super) fn unit(&self) -> String {
        let unit = self.per_unit().or_else(|| self.scaled());
        unit.map_or_else(String::new, |unit| format!("\u{a0}{}", as_value(&unit)))
    }

    /// What the measure is, as comments.
    pub(super) fn about_mean(&mut self) {
        self.line("  # Prices, rates, grades and the like do not add up: this is their mean, in which every row counts alike.");
        let weighted = self
            .choice
            .measure
            .and_then(|at| weighted(self.sighting, at));
        if let Some((weight, sql)) = weighted {
            self.line(&format!(
                "  # Weighted by `{weight}` it is `sql: \"{sql}\"`."
            ));
        }
    }

    /// The name of the number of rows beside a mean.
    pub(super) fn beside(&self) -> Option<String> {
        self.of_mean()?;
        let by = self.choice.by.as_ref().map(|by| self.dimension(by));
        let taken: Vec<String> = by.into_iter().chain([self.measure.clone()]).collect();
        Some(unique(self.source, &taken))
    }

    /// The measure that counts the rows beside a mean.
    pub(super) fn counted_beside(&mut self) {
        let Some(name) = self.beside().filter(|_| self.choice.by.is_some()) else {
            return;
        };
        let (fr, en) = count_words(self.sighting.columns.models).title;
        let title = self.per_locale(&fr, &en);
        self.line(&format!(
            "  {}: {{sql: \"count(*)\", title: {title}}}",
            in_yaml(&name)
        ));
    }

    /// The text on a mean that nothing divides.
    pub(super) fn mean_of_all(&mut self, all: &str) {
        let (fr, en) = self.words.of.clone();
        let french = format!(
            "{} : **{{{{ formatted.{all} }}}}**.",
            super::words::capitalized(&fr)
        );
        let english = format!(
            "{}: **{{{{ formatted.{all} }}}}**.",
            super::words::capitalized(&en)
        );
        self.sections(&[french], &[english], None);
    }

    /// The text on means: that of all rows, and the greatest.
    pub(super) fn means(&mut self, breakdown: &str, dimension: &str, all: &str, chart: &str) {
        let amount = format!(
            "{{{{ first.{}|{} }}}}{}",
            self.measure,
            self.amount(),
            self.unit()
        );
        let total = format!("{{{{ formatted.{all} }}}}");
        let (fr, en) = self.words.of.clone();
        let of_all = [
            format!(
                "{} est de {total} ; chaque ligne y compte autant qu’une autre.",
                super::words::capitalized(&fr)
            ),
            format!(
                "{} is {total}; every row counts alike in it.",
                super::words::capitalized(&en)
            ),
        ];
        let leads = |leader: &str| {
            [
                format!("La plus élevée : {leader}, avec {amount}."),
                format!("The highest: {leader}, with {amount}."),
            ]
        };
        self.first_of((breakdown, dimension, chart), &amount, of_all, leads);
    }

    /// The name of what rows are grouped by.
    pub(super) fn dimension(&self, by: &By) -> String {
        let column = &self.column(by.column).name;
        if !by.monthly {
            return column.clone();
        }
        let columns = self.sighting.columns.items.iter();
        let taken: Vec<String> = columns.map(|it| it.name.clone()).collect();
        if taken.contains(&"month".to_owned()) {
            unique(&format!("month_of_{column}"), &taken)
        } else {
            "month".to_owned()
        }
    }

    /// The dimension of the months of days.
    pub(super) fn month(&mut self, name: &str, column: &str) {
        let title = self.per_locale("Mois", "Month");
        self.line("");
        self.line("dimensions:");
        self.line(&format!(
            "  {name}: {{sql: \"date_trunc('month', {column})\", title: {title}}}"
        ));
    }

    /// Whether sums of months are shown of which the first or the last may not be whole.
    pub(super) fn has_parts_of_months(&self, by: &By) -> bool {
        /// Days at an end of a month on which nothing may happen.
        const FEW_DAYS: u8 = 3;
        let course = self.column(by.column).course.as_ref();
        let Some(course) = course.filter(|_| by.monthly && !self.choice.is_mean) else {
            return false;
        };
        let [first, last] = course.ends;
        let days_after = (1..=FEW_DAYS).try_fold(last, |day, _| day.next());
        let is_end = days_after.is_none_or(|day| day.month_number() != last.month_number());
        first.day() > FEW_DAYS || !is_end
    }

    /// The text on sums of months: which is the highest.
    pub(super) fn highest_month(&mut self, breakdown: &str, dimension: &str, chart: &str) {
        let measure = &self.measure;
        let leaders = self.leaders(breakdown);
        let amount = format!("{{{{ top.{measure}|{} }}}}{}", self.amount(), self.unit());
        let month = format!("**{{{{ top.{dimension}|month }}}}**");
        let lines = |leads: String| {
            [
                leaders.clone(),
                "{% if leaders|length == 1 %}{% set top = leaders|first %}".to_owned(),
                leads,
                "{% endif %}".to_owned(),
            ]
        };
        let french = lines(format!("Mois le plus élevé : {month}, avec {amount}."));
        let english = lines(format!("Highest month: {month}, with {amount}."));
        self.sections(&french, &english, Some(chart));
    }
}
