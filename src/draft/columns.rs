//! The columns of a contract: those of the file under valid names, and the owner of ids.

use super::names::{self, in_comment};
use super::words;
use super::{keys, measures, scales};
use crate::engine::{
    Broken, ColumnProfile, Course, Fit, Guess, Mixed, Nearly, Notation, Odd, Profile,
};
use crate::source::DatePattern;
use crate::sql::{Decimal, MAX_SCALE, Type};

/// A column of the contract.
#[derive(Clone, Debug)]
pub(super) struct DraftColumn {
    /// Name in the contract.
    pub(super) name: String,
    /// Name in the file; for a column derived from another one, its name in the contract.
    pub(super) original: String,
    /// Type; `None` if the column is not read.
    pub(super) kind: Option<Type>,
    /// Why it is not read.
    pub(super) reason: String,
    /// Expression over the file's columns, unless it is the file's column of the same name.
    pub(super) sql: Option<String>,
    /// Number of rows.
    pub(super) rows: usize,
    /// Cells without a value.
    pub(super) empty: usize,
    /// Cells of these whose text stands for no value.
    pub(super) marked: usize,
    /// Distinct values.
    pub(super) distinct: usize,
    /// Cells below zero.
    pub(super) negative: usize,
    /// The exact sum of its numbers; none of those that no decimal holds.
    pub(super) total: Option<Decimal>,
    /// What has to be taken away from its texts.
    pub(super) notation: Notation,
    /// A form that most of its texts have.
    pub(super) broken: Option<Broken>,
    /// Cells without a value in rows that are left out, or in other periods.
    pub(super) empty_elsewhere: usize,
    /// Whether rows of totals have cells that are no values of its type.
    pub(super) is_unfit: bool,
    /// A number that is written with an exponent.
    pub(super) exponent: Option<String>,
    /// Whether its names may be those of merged cells, which belong to the rows below too.
    pub(super) is_merged: bool,
    /// Two texts that look alike, whatever is taken away from them.
    pub(super) apart: Option<(String, String)>,
    /// Names that are spelled in several ways.
    pub(super) spelled: Vec<(String, String)>,
    /// Whether some text is an address.
    pub(super) addresses: bool,
    /// Two cells of its texts that are numbers which can be read in two ways.
    pub(super) mixed: Option<Mixed>,
    /// A type that most cells have.
    pub(super) nearly: Option<Nearly>,
    /// A cell of texts that are numbers with signs or units.
    pub(super) measured: Option<String>,
    /// Its cells that are no numbers, if the others are.
    pub(super) odd: Option<Odd>,
    /// Two of its texts that are one number and two versions.
    pub(super) versions: Option<(String, String)>,
    /// A number that no type of numbers holds, if it is one of texts for that reason.
    pub(super) large: Option<String>,
    /// The date pattern, unless dates are in ISO 8601.
    pub(super) days: Option<Guess<DatePattern>>,
    /// How its days follow each other.
    pub(super) course: Option<Course>,
}

impl DraftColumn {
    /// Whether its sum is a measure.
    pub(super) fn is_sum(&self) -> bool {
        self.why_no_sum().is_none()
    }

    /// Whether its values are exact as they are read.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.kind, Some(Type::Integer | Type::Decimal(_)))
    }

    /// Why it cannot be added up, and what to do about it.
    pub(super) fn why_no_sum(&self) -> Option<String> {
        let name = in_comment(&self.name);
        let nearly = |others: usize, what: &str, example: &str| {
            format!(
                "`{name}` is not {what} in {others} of {} rows, such as `{}`: mend these cells in the file, or write `{name}: {{type: number, nullable: true, on_violation: clear}}` in a draft that counts rows, which empties them",
                self.rows,
                in_comment(example)
            )
        };
        if self.kind.is_some() && self.distinct == 0 && self.kind != Some(Type::List) {
            return Some(format!("`{name}` is empty in all rows"));
        }
        match (self.kind, self.total) {
            (None, _) => Some(format!(
                "`{name}` is not read: {}",
                names::on_one_line(&self.reason)
            )),
            (Some(_), _) if self.notation.is_percent() => Some(format!(
                "`{name}` holds shares in percent, and shares do not add up; a mean of them can be written as `sql: \"avg({name})\"` in a draft that counts rows"
            )),
            (Some(Type::Integer | Type::Decimal(_) | Type::Number), Some(_)) => None,
            (Some(Type::Integer | Type::Decimal(_)), None) => Some(format!(
                "the sum of `{name}` has more than 38 digits, with which nothing computes"
            )),
            (Some(Type::Number), None) => Some(match &self.exponent {
                Some(number) => format!(
                    "`{name}` has numbers with an exponent, such as `{}`, in which a spreadsheet leaves digits out: give the column a format with all of them, and save the file again; where none is lacking, a further measure, `{{sql: \"sum({name})\"}}`, adds them up without shares",
                    in_comment(number)
                ),
                None => format!(
                    "`{name}` has numbers with more digits than a decimal keeps ({MAX_SCALE} behind the point), so that its sum has no exact shares: round them in the file"
                ),
            }),
            (Some(_), _) if self.mixed.is_some() => self.why_mixed(),
            (Some(kind), _) => Some(match (&self.broken, self.why_odd()) {
                (Some(broken), _) => nearly(broken.others, &broken.form.words(), &broken.example),
                (None, Some(odd)) => odd,
                (None, None) if self.large.is_none() && self.is_nearly_number() => {
                    let nearly_number = self.nearly.as_ref();
                    let (others, example) =
                        nearly_number.map_or((0, ""), |it| (it.others, it.example.as_str()));
                    nearly(others, "a number", example)
                }
                _ => self
                    .why_versions()
                    .or_else(|| self.why_large())
                    .unwrap_or_else(|| format!("`{name}` is of type {kind}, which is no number")),
            }),
        }
    }

    /// The type in which its values are added up exactly.
    pub(super) fn exact(&self) -> Option<Type> {
        match (self.kind?, self.total) {
            (Type::Number, Some(total)) => Some(Type::Decimal(total.scale.max(1))),
            (kind, _) => Some(kind),
        }
    }

    /// Whether its numbers have a mean and no sum, by its name or since they are shares in percent.
    pub(super) fn is_mean(&self) -> bool {
        let is_number = self.kind.is_some_and(Type::is_number);
        is_number
            && self.distinct > 0
            && (self.notation.is_percent() || scales::has_no_sum(&self.original))
    }

    /// Whether its numbers are in percent, 5.5 for 5.5 %: by their sign, or by that of its name.
    pub(super) fn is_in_percent(&self) -> bool {
        self.notation.is_percent() || words::is_percent(&self.original)
    }

    /// Digits behind the point with which its mean is written.
    pub(super) fn digits_of_mean(&self) -> u8 {
        let scale = match self.kind {
            Some(Type::Decimal(scale)) => Some(scale),
            Some(Type::Integer) => Some(0),
            _ => self.total.map(|total| total.scale),
        };
        scale.unwrap_or(CENTS).clamp(1, 3)
    }

    /// Why rows are no shares of its sum, if they are none.
    pub(super) fn why_no_shares(&self) -> Option<&'static str> {
        if self.negative > 0 {
            Some("where some amounts are below zero, a part may be more than the whole")
        } else if self.total.is_some_and(|total| total.units == 0) {
            Some("all amounts are zero")
        } else {
            None
        }
    }

    /// Whether most of its texts are numbers, so that it is no name of anything.
    pub(super) fn is_nearly_number(&self) -> bool {
        let (nearly, broken) = (self.nearly.as_ref(), self.broken.as_ref());
        broken.is_some_and(|it| it.form.is_number()) || nearly.is_some_and(|it| it.kind.is_number())
    }

    /// Whether it would be amounts by its name or by its digits, but for some cells.
    pub(super) fn is_broken_amount(&self) -> bool {
        let has_digits = |odd: &Odd| odd.kind != Type::Integer;
        self.is_amount_of_versions()
            || self.is_large_amount()
            || self.is_nearly_number()
                && (measures::measure_rank(&self.original).is_some()
                    || self.broken.is_some()
                    || self.odd.as_ref().is_some_and(has_digits))
    }

    /// Whether its whole numbers are years, or number the rows.
    pub(super) fn has_names(&self) -> bool {
        let total = self.total.filter(|_| self.kind == Some(Type::Integer));
        let count = self.rows.saturating_sub(self.empty);
        total.is_some_and(|it| {
            keys::are_years(it.units, count, self.distinct)
                || keys::are_numbers_of_rows(it.units, count, self.distinct)
        })
    }

    /// Whether its numbers would add up, but name something.
    pub(super) fn is_numbered(&self) -> bool {
        let is_key = keys::is_key(&self.original) || self.has_names();
        is_key && self.kind == Some(Type::Integer) && self.distinct > 0
    }

    /// Whether rows can be grouped by it.
    pub(super) fn is_group(&self) -> bool {
        let kinds = [Type::Text, Type::Date, Type::Integer, Type::Boolean];
        self.distinct > 0
            && self.mixed.is_none()
            && self.apart.is_none()
            && self.kind.is_some_and(|kind| kinds.contains(&kind))
    }

    /// Whether it holds dates.
    pub(super) fn is_day(&self) -> bool {
        self.kind == Some(Type::Date)
    }
}

/// The columns of a contract.
#[derive(Clone, Debug)]
pub(super) struct DraftColumns {
    /// In the order of the file, followed by the owner of ids.
    pub(super) items: Vec<DraftColumn>,
    /// The column of unique texts that identifies rows.
    pub(super) id: Option<usize>,
    /// The column of owners.
    pub(super) owner: Option<usize>,
    /// Whether ids look like those of models, `owner/name`, and a column says that they are.
    pub(super) models: bool,
}

impl DraftColumns {
    pub(super) fn of(profile: &Profile) -> Self {
        let mut items: Vec<DraftColumn> = Vec::new();
        let mut taken: Vec<String> = Vec::new();
        for (at, column) in profile.columns.iter().enumerate() {
            let name = names::column_name(&column.name, at, &taken);
            taken.push(name.clone());
            let (kind, reason) = match &column.fit {
                Fit::None(reason) => (None, reason.clone()),
                _ if !names::can_be_read(&column.name) => {
                    (None, "a name that no expression can use".to_owned())
                }
                Fit::As(kind) => (Some(of_money(*kind, column)), String::new()),
            };
            let is_decimal = matches!(kind, Some(Type::Decimal(_)));
            let given = names::in_sql(&column.name);
            let is_odd = name != column.name || !column.notation.is_none();
            let sql = is_odd.then(|| column.notation.sql(&given));
            items.push(DraftColumn {
                name,
                original: column.name.clone(),
                kind,
                reason,
                sql,
                rows: profile.rows,
                empty: column.empty,
                marked: column.marked,
                distinct: column.distinct,
                negative: column.negative,
                total: column.total,
                notation: column.notation.clone(),
                broken: column.broken.clone(),
                empty_elsewhere: column.empty_elsewhere,
                is_unfit: column.is_unfit,
                exponent: column.exponent.clone(),
                is_merged: column.is_merged,
                apart: column.apart.clone(),
                spelled: column.spelled.clone(),
                addresses: column.addresses,
                mixed: column.mixed.clone(),
                measured: column.measured.clone(),
                odd: column.odd.clone(),
                versions: column.versions.clone(),
                large: column.large.clone(),
                nearly: column.nearly.clone().filter(|_| !is_decimal),
                days: column.days.clone(),
                course: column.course.clone(),
            });
        }
        let ids = items.iter().enumerate().filter(|(at, column)| {
            column.kind == Some(Type::Text)
                && column.empty == 0
                && column.distinct == column.rows
                && column.is_group()
                && !column.is_nearly_number()
                && !profile.columns[*at].repeats
        });
        let id = ids
            .min_by_key(|(at, column)| (column.addresses, words::id_rank(&column.original), *at));
        let mut columns = Self {
            id: id.map(|(at, _)| at),
            owner: None,
            models: false,
            items,
        };
        columns.add_owner(profile, &taken);
        columns
    }

    /// The owner in ids such as `owner/name`: a column that already holds it, or one derived from
    /// them.
    fn add_owner(&mut self, profile: &Profile, taken: &[String]) {
        let has_owners =
            |at: &usize| profile.columns[*at].owners.is_some() && self.items[*at].kind.is_some();
        let all = 0..profile.columns.len();
        let Some(at) = self
            .id
            .filter(has_owners)
            .or_else(|| all.into_iter().find(has_owners))
        else {
            return;
        };
        // Repositories, packages and images have such names too.
        let mut names = self.items.iter().map(|it| it.original.to_lowercase());
        self.models = names.any(|it| it.contains("model") || it == "pipeline_tag");
        let Some(owners) = &profile.columns[at].owners else {
            return;
        };
        if let Some(known) = &owners.stand_in {
            self.owner = self.position(known);
            return;
        }
        let names = ["account", "owner", "publisher"];
        let free = names
            .into_iter()
            .find(|name| !taken.iter().any(|it| it == name));
        let name = free.map_or_else(|| names::unique("account", taken), str::to_owned);
        let ids = &self.items[at];
        let owner = DraftColumn {
            sql: Some(format!(
                "split_part({}, '/', 1)",
                names::in_sql(&ids.original)
            )),
            original: name.clone(),
            name,
            distinct: owners.distinct,
            notation: Notation::default(),
            ..ids.clone()
        };
        self.owner = Some(self.items.len());
        self.items.push(owner);
    }

    /// The column with a name, in the contract or else in the file.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let named = self.items.iter().position(|column| column.name == name);
        named.or_else(|| self.items.iter().position(|column| column.original == name))
    }
}

/// Digits behind the point of prices.
const CENTS: u8 = 2;

/// The type of a column: numbers that are money by their digits or by their name are decimals.
fn of_money(kind: Type, column: &ColumnProfile) -> Type {
    let Some(total) = column.total.filter(|_| !column.notation.is_percent()) else {
        return kind;
    };
    let is_money =
        column.is_money || words::is_money(&column.name) || column.notation.currency().is_some();
    match kind {
        Type::Number if is_money && total.scale <= 2 * CENTS => {
            Type::Decimal(total.scale.max(CENTS))
        }
        // Amounts of the next month may have cents.
        Type::Integer if column.is_money => Type::Decimal(CENTS),
        kind => kind,
    }
}
