//! When a walk over the hub may stop. It goes from the models with most downloads of the last 30 days to those with
//! fewest, so that no model that is still to come has more than the last one had.

use std::collections::BTreeMap;

/// The accounts that were seen so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    accounts: BTreeMap<String, Account>,
    models: u64,
    last: Option<u64>,
    is_unsorted: bool,
}

/// What was seen of an account.
#[derive(Clone, Copy, Debug, Default)]
struct Account {
    /// Downloads of its models, as far as the hub says them.
    downloads: u128,
    /// Its models.
    models: u64,
    /// The most downloads of its models of which the hub says none: none has more than the model before it.
    open: u128,
}

impl Account {
    /// The most downloads it can have, if it has at most `most_models` models and no further one has more than `last`.
    fn reach(self, last: u64, most_models: u64) -> u128 {
        let further = u128::from(last) * u128::from(most_models.saturating_sub(self.models));
        self.downloads
            .saturating_add(self.open)
            .saturating_add(further)
    }
}

/// Why a walk may stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    /// Accounts of the first n, the first one first.
    pub(super) first: Vec<String>,
    /// Why.
    pub(super) reason: String,
}

impl Walk {
    /// Adds a model; `false` if the list is not sorted, for it has more downloads than the one before it.
    pub(super) fn add(&mut self, account: Option<&str>, recent: Option<u64>) -> bool {
        self.models += 1;
        if let Some(account) = account {
            let account = self.accounts.entry(account.to_owned()).or_default();
            account.models += 1;
            if let Some(recent) = recent {
                account.downloads += u128::from(recent);
            } else {
                let most = self.last.map_or(u128::MAX, u128::from);
                account.open = account.open.saturating_add(most);
            }
        }
        let Some(recent) = recent else { return true };
        let is_sorted = self.last.is_none_or(|last| recent <= last);
        self.is_unsorted |= !is_sorted;
        self.last = Some(recent);
        is_sorted
    }

    /// The first n accounts if no other one can get among them: an account that was not seen whole has at most
    /// `most_models` models, and no further one has more downloads than the last, which a list that is not sorted does
    /// not say. `is_listed` says which accounts are collected anyway.
    pub(super) fn stop(
        &self,
        n: usize,
        most_models: u64,
        is_listed: impl Fn(&str) -> bool,
    ) -> Option<Stop> {
        let last = self.last.filter(|_| !self.is_unsorted)?;
        let order = self.order();
        let threshold = order.get(n.checked_sub(1)?)?.1.downloads;
        let first = || {
            order[..n]
                .iter()
                .map(|(account, _)| (*account).clone())
                .collect()
        };
        if last == 0 && order.iter().all(|(_, account)| account.open == 0) {
            let reason = format!(
                "after {} models, the others have no downloads in the last 30 days",
                self.models
            );
            return Some(Stop {
                first: first(),
                reason,
            });
        }
        let others = order[n..].iter().filter(|(account, _)| !is_listed(account));
        let seen = others.map(|(name, account)| (account.reach(last, most_models), name.as_str()));
        let (best, name) = seen.max().unwrap_or_default();
        let best = best.max(Account::default().reach(last, most_models));
        if best >= threshold {
            return None;
        }
        let nearest = if name.is_empty() {
            String::new()
        } else {
            format!(", `{name}` among them")
        };
        let reason = format!(
            "after {} models: the account at place {n} has {threshold} downloads in the last 30 days, each further model at most {last}, so that no other account{nearest} gets beyond {best} with {most_models} models",
            self.models
        );
        Some(Stop {
            first: first(),
            reason,
        })
    }

    /// The first n accounts of a walk that saw all models.
    pub(super) fn whole(&self, n: usize) -> Stop {
        Stop {
            first: self
                .order()
                .into_iter()
                .take(n)
                .map(|(account, _)| account.clone())
                .collect(),
            reason: format!("with all {} models of the hub", self.models),
        }
    }

    /// The accounts, those with most downloads first.
    fn order(&self) -> Vec<(&String, &Account)> {
        let mut order: Vec<(&String, &Account)> = self.accounts.iter().collect();
        let downloads = |it: &(&String, &Account)| it.1.downloads;
        order.sort_by(|one, other| {
            downloads(other)
                .cmp(&downloads(one))
                .then_with(|| one.0.cmp(other.0))
        });
        order
    }
}

#[cfg(test)]
mod tests {
    use super::Walk;

    /// Three accounts with 100, 60 and 30; then models of one download each.
    fn walk(of_last: u64, models: u64) -> Walk {
        let mut walk = Walk::default();
        for (account, recent) in [("a", 100), ("b", 60), ("c", 30)] {
            walk.add(Some(account), Some(recent));
        }
        for at in 0..models {
            walk.add(Some(&format!("small-{at}")), Some(of_last));
        }
        walk
    }

    #[test]
    fn a_walk_goes_on_while_an_account_can_still_get_among_the_first() {
        // With models of 10 downloads, an account of 6 models gets to 60: as far as the second.
        assert_eq!(walk(10, 1).stop(2, 6, |_| false), None);
        // With 5 models it gets to 50, but `c` has 30 and can get to 30 + 4 × 10 = 70.
        assert_eq!(walk(10, 1).stop(2, 5, |_| false), None);
        // If `c` is collected anyway, only 50 is left, below 60.
        let stop = walk(10, 1).stop(2, 5, |account| account == "c").unwrap();
        assert_eq!(stop.first, ["a", "b"]);
        assert!(
            stop.reason.contains("at place 2 has 60 downloads")
                && stop.reason.contains("beyond 50 with 5 models"),
            "{}",
            stop.reason
        );
        assert_eq!(walk(10, 0).stop(4, 1, |_| false), None);
    }

    #[test]
    fn a_walk_ends_where_models_have_no_downloads() {
        let stop = walk(0, 1).stop(3, 1_000_000, |_| false).unwrap();
        assert_eq!(stop.first, ["a", "b", "c"]);
        assert!(stop.reason.contains("no downloads"), "{}", stop.reason);
    }
    #[test]
    fn a_model_whose_downloads_nobody_knows_ends_no_walk() {
        let mut walk = walk(10, 1);
        assert!(walk.add(Some("unknown"), None));
        // It may have as many as the last one, 10: `unknown` gets to 10 + 4 × 10, as far as an account of 5 models.
        assert!(walk.stop(2, 5, |account| account == "c").is_some());
        // Five more of them, and it gets to 60, as far as the second.
        for _ in 0..5 {
            walk.add(Some("unknown"), None);
        }
        assert_eq!(walk.stop(2, 5, |account| account == "c"), None);
        // Where nothing came before, it may have any number.
        let mut first = Walk::default();
        first.add(Some("unknown"), None);
        first.add(Some("a"), Some(100));
        first.add(Some("b"), Some(0));
        assert_eq!(first.stop(1, 1, |_| false), None);
    }

    #[test]
    fn a_list_that_is_not_sorted_ends_no_walk() {
        let mut walk = walk(0, 1);
        assert!(walk.stop(2, 5, |_| false).is_some());
        assert!(!walk.add(Some("late"), Some(1)));
        walk.add(Some("small"), Some(0));
        assert_eq!(walk.stop(2, 5, |_| false), None);
    }

    #[test]
    fn downloads_beyond_all_numbers_are_summed() {
        let mut walk = Walk::default();
        for _ in 0..3 {
            walk.add(Some("a"), Some(i64::MAX as u64));
        }
        walk.add(Some("b"), Some(1));
        let stop = walk.stop(1, 5, |_| false).unwrap();
        assert!(
            stop.reason.contains("27670116110564327421 downloads"),
            "{}",
            stop.reason
        );
    }
}
