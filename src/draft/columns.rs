//! The columns of a contract: those of the file under valid names, and the owner of ids.

use super::{names, words};
use crate::engine::{Fit, Guess, Nearly, Profile};
use crate::source::DatePattern;
use crate::sql::Type;

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
    /// Distinct values.
    pub(super) distinct: usize,
    /// Cells below zero.
    pub(super) negative: usize,
    /// Sum, if the column can be added up.
    pub(super) total: Option<i64>,
    /// Whether some text is an address.
    pub(super) addresses: bool,
    /// A type that most cells have.
    pub(super) nearly: Option<Nearly>,
    /// The date pattern, unless dates are in ISO 8601.
    pub(super) days: Option<Guess<DatePattern>>,
}

impl DraftColumn {
    /// Whether its sum is a measure with meaningful shares.
    pub(super) fn is_sum(&self) -> bool {
        self.kind == Some(Type::Integer) && self.total.is_some_and(|total| total > 0)
    }

    /// Whether rows can be grouped by it.
    pub(super) fn is_group(&self) -> bool {
        let kinds = [Type::Text, Type::Date, Type::Integer, Type::Boolean];
        self.distinct > 0 && self.kind.is_some_and(|kind| kinds.contains(&kind))
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
    /// Whether ids look like those of models, `owner/name`.
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
                Fit::As(kind) => (Some(*kind), String::new()),
            };
            let given = names::in_sql(&column.name);
            let sql = (name != column.name).then_some(given);
            items.push(DraftColumn {
                name,
                original: column.name.clone(),
                kind,
                reason,
                sql,
                rows: profile.rows,
                empty: column.empty,
                distinct: column.distinct,
                negative: column.negative,
                total: column.total,
                addresses: column.addresses,
                nearly: column.nearly.clone(),
                days: column.days.clone(),
            });
        }
        let ids = items.iter().enumerate().filter(|(_, column)| {
            column.kind == Some(Type::Text) && column.empty == 0 && column.distinct == column.rows
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
        self.models = true;
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
