//! What was odd in what the hub gave, counted, with the first names: nothing is left out silently.

use crate::diagnostic::counted;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names that are listed of a kind.
const LISTED: usize = 5;

/// Kinds of faults.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Fault {
    /// A field has another type than it should.
    Type(String),
    /// A model has no name: it is no row.
    Nameless,
    /// A model belongs to nobody.
    WithoutAccount,
    /// A model has no downloads over all time.
    WithoutDownloads,
    /// A model has no downloads of the last 30 days, by which the hub sorts.
    WithoutRecent,
    /// A model has more downloads of the last 30 days than the one before it: the list is not sorted.
    Unsorted,
    /// A list ended with a full page that names no next one.
    EndsFull,
    /// A model came twice: the pages moved while they were read.
    Twice,
    /// An account has no models any more.
    Vanished,
    /// The models of an account belong to another one now.
    Renamed,
}

/// The faults of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(Fault, Counted)>", into = "Vec<(Fault, Counted)>")]
pub(super) struct Faults(BTreeMap<Fault, Counted>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Counted {
    count: usize,
    first: Vec<String>,
}

impl From<Vec<(Fault, Counted)>> for Faults {
    fn from(faults: Vec<(Fault, Counted)>) -> Self {
        Self(faults.into_iter().collect())
    }
}

impl From<Faults> for Vec<(Fault, Counted)> {
    fn from(faults: Faults) -> Self {
        faults.0.into_iter().collect()
    }
}

impl Faults {
    /// Notes one, with a name.
    pub(super) fn add(&mut self, fault: Fault, name: &str) {
        let counted = self.0.entry(fault).or_default();
        counted.count += 1;
        if counted.first.len() < LISTED && !name.is_empty() {
            counted.first.push(name.to_owned());
        }
    }

    /// Adds those of another page.
    pub(super) fn merge(&mut self, others: Self) {
        for (fault, found) in others.0 {
            let counted = self.0.entry(fault).or_default();
            counted.count += found.count;
            let room = LISTED.saturating_sub(counted.first.len());
            counted.first.extend(found.first.into_iter().take(room));
        }
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A line for each kind.
    pub(super) fn lines(&self) -> Vec<String> {
        let lines = self.0.iter().map(|(fault, found)| {
            let models = counted(found.count, "model", "models");
            let accounts = counted(found.count, "account", "accounts");
            let what = match fault {
                Fault::Type(field) => {
                    format!("`{field}` has another type than it should in {models}")
                }
                Fault::Nameless => format!("{models} without a name: left out"),
                Fault::WithoutAccount => format!("{models} without an account"),
                Fault::WithoutDownloads => format!("{models} without downloads over all time"),
                Fault::WithoutRecent => {
                    format!("{models} without downloads of the last 30 days, by which the hub sorts")
                }
                Fault::Unsorted => format!(
                    "{models} with more downloads of the last 30 days than the one before: the list is not sorted, so that the walk goes to its end"
                ),
                Fault::EndsFull => {
                    let lists = counted(found.count, "list", "lists");
                    format!("{lists} with a full last page that names no next one: models may be missing")
                }
                Fault::Twice => {
                    format!("{models} came twice, as pages moved while they were read: taken once")
                }
                Fault::Vanished => format!("{accounts} without models on the hub"),
                Fault::Renamed => format!("{accounts} with models that belong to another name"),
            };
            let more = if found.count > found.first.len() {
                ", …"
            } else {
                ""
            };
            if found.first.is_empty() {
                what
            } else {
                format!("{what} ({}{more})", found.first.join(", "))
            }
        });
        lines.collect()
    }
}
