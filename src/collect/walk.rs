//! When a walk over the hub may stop. It goes from the models with most downloads of the last 30 days to those with
//! fewest, so that no model that is still to come has more than the last one had.

use std::collections::BTreeMap;

/// The accounts that were seen, with the downloads and the number of their models so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    accounts: BTreeMap<String, (u64, u64)>,
    models: u64,
    last: Option<u64>,
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
    /// Adds a model.
    pub(super) fn add(&mut self, account: &str, recent: u64) {
        let (downloads, models) = self.accounts.entry(account.to_owned()).or_default();
        *downloads += recent;
        *models += 1;
        self.models += 1;
        self.last = Some(recent);
    }

    /// The first n accounts if no other one can get among them: an account that was not seen whole has at most
    /// `most_models` models, and no further one has more downloads than the last. `is_listed` says which accounts are
    /// collected anyway.
    pub(super) fn stop(
        &self,
        n: usize,
        most_models: u64,
        is_listed: impl Fn(&str) -> bool,
    ) -> Option<Stop> {
        let last = self.last?;
        let mut order: Vec<(&String, &(u64, u64))> = self.accounts.iter().collect();
        order.sort_by(|one, other| other.1.0.cmp(&one.1.0).then_with(|| one.0.cmp(other.0)));
        let (_, (threshold, _)) = order.get(n.checked_sub(1)?)?;
        let first = || {
            order[..n]
                .iter()
                .map(|(account, _)| (*account).clone())
                .collect()
        };
        if last == 0 {
            let reason = format!(
                "after {} models, the others have no downloads in the last 30 days",
                self.models
            );
            return Some(Stop {
                first: first(),
                reason,
            });
        }
        let reach = |downloads: u64, models: u64| {
            downloads.saturating_add(last.saturating_mul(most_models.saturating_sub(models)))
        };
        let others = order[n..].iter().filter(|(account, _)| !is_listed(account));
        let seen = others
            .map(|(account, (downloads, models))| (reach(*downloads, *models), account.as_str()));
        let (best, name) = seen.max().unwrap_or_default();
        let best = best.max(reach(0, 0));
        if best >= *threshold {
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
        let mut order: Vec<(&String, u64)> = self
            .accounts
            .iter()
            .map(|(account, (downloads, _))| (account, *downloads))
            .collect();
        order.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
        Stop {
            first: order
                .into_iter()
                .take(n)
                .map(|(account, _)| account.clone())
                .collect(),
            reason: format!("with all {} models of the hub", self.models),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Walk;

    /// Three accounts with 100, 60 and 30; then models of one download each.
    fn walk(of_last: u64, models: u64) -> Walk {
        let mut walk = Walk::default();
        for (account, recent) in [("a", 100), ("b", 60), ("c", 30)] {
            walk.add(account, recent);
        }
        for at in 0..models {
            walk.add(&format!("small-{at}"), of_last);
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
}
