//! Pages of the hub's list of models: asked for, read, noted, and the next one, until there is none.

use super::faults::{Fault, Faults};
use super::journal::{Journal, Page};
use super::model::{FIELDS, Model, model};
use super::state::State;
use super::walk::Stop;
use super::{CollectProgress, Collection};
use crate::diagnostic::{Code, Diagnostic};
use crate::remote::{Patience, RemoteClient, Trouble, next_page, url, whole};
use crate::world::Method;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Models of a page, which the hub does not exceed.
const LIMIT: usize = 500;
/// The longest page, in bytes.
const MOST: u64 = 64 << 20;

/// The hub, as far as it was read.
pub(super) struct Hub<'a> {
    pub(super) client: RemoteClient<'a>,
    pub(super) journal: &'a Journal<'a>,
    pub(super) languages: BTreeSet<String>,
    pub(super) state: State,
    pub(super) tell: &'a dyn Fn(&CollectProgress),
}

/// A page as it came.
struct Came {
    models: Vec<Model>,
    faults: Faults,
    next: Option<Url>,
}

/// The tags that are languages: of those that the hub lists as such, what it lists as nothing else.
///
/// # Errors
/// The hub does not say it.
pub(super) fn languages(client: &RemoteClient<'_>) -> Result<Vec<String>, Diagnostic> {
    let place = url(&client.secrets.hub, "/api/models-tags-by-type")?;
    let languages = client.read(&place, &[], MOST, |text, _| {
        let kinds = serde_json::from_slice(&text);
        let kinds = kinds.map_err(|error| format!("the list of tags cannot be read: {error}"))?;
        let languages = languages_of(&kinds);
        let why = "the hub does not list which tags are languages";
        (!languages.is_empty())
            .then_some(languages)
            .ok_or_else(|| why.to_owned())
    });
    languages.map_err(of_hub)
}

fn languages_of(kinds: &BTreeMap<String, Vec<Value>>) -> Vec<String> {
    let of = |kind: &str| {
        let tags = kinds.get(kind).into_iter().flatten();
        let ids = tags.filter_map(|tag| tag.get("id")?.as_str());
        let ids = ids.map(|id| id.strip_prefix("language:").unwrap_or(id).to_owned());
        ids.collect::<BTreeSet<String>>()
    };
    let others: BTreeSet<String> = kinds
        .keys()
        .filter(|kind| *kind != "language")
        .flat_map(|kind| of(kind))
        .collect();
    of("language").difference(&others).cloned().collect()
}

/// What cannot be fetched is what cannot be collected.
fn of_hub(mut problem: Diagnostic) -> Diagnostic {
    if problem.code == Code::FETCH {
        problem.code = Code::COLLECT;
    }
    problem
}

impl Hub<'_> {
    /// Walks over the models of the hub, if that is asked for; says why it ended.
    pub(super) fn walked(
        &mut self,
        wanted: &Collection,
        is_listed: impl Fn(&str) -> bool,
    ) -> Result<Option<Stop>, Diagnostic> {
        if wanted.top.is_none() && !wanted.whole_hub {
            return Ok(None);
        }
        let most = wanted.most_models;
        let top = wanted.top.filter(|_| !wanted.whole_hub);
        let stop = self.list("", None, |state| {
            top.and_then(|n| state.walk.stop(n, most, &is_listed))
        })?;
        Ok(Some(stop.unwrap_or_else(|| {
            self.state.walk.whole(wanted.top.unwrap_or_default())
        })))
    }

    /// Reads the models of each account.
    pub(super) fn accounts(&mut self, names: &[String]) -> Result<(), Diagnostic> {
        for (done, account) in names.iter().enumerate() {
            self.list(account, Some((done, names.len())), |_| None::<()>)?;
        }
        Ok(())
    }

    /// Reads a list to its end, or until `is_enough` says so.
    fn list<T>(
        &mut self,
        of: &str,
        accounts: Option<(usize, usize)>,
        is_enough: impl Fn(&State) -> Option<T>,
    ) -> Result<Option<T>, Diagnostic> {
        let mut next = match self.state.lists.get(of) {
            Some(list) => list.next.as_deref().and_then(|next| Url::parse(next).ok()),
            None => Some(self.first(of)?),
        };
        loop {
            if self.state.lists.contains_key(of)
                && let Some(enough) = is_enough(&self.state)
            {
                return Ok(Some(enough));
            }
            let Some(place) = next else { return Ok(None) };
            let came = self.came(of, &place)?;
            let page = Page {
                of: of.to_owned(),
                url: place.to_string(),
                next: came.next.as_ref().map(Url::to_string),
                rows: came.models.len(),
                faults: came.faults,
            };
            self.journal.page(&came.models, page.clone())?;
            self.state.page(page, &came.models);
            (self.tell)(&CollectProgress {
                models: self.state.models,
                accounts,
            });
            next = came.next;
        }
    }

    /// The first page of a list.
    fn first(&self, of: &str) -> Result<Url, Diagnostic> {
        let mut place = url(&self.client.secrets.hub, "/api/models")?;
        {
            let mut query = place.query_pairs_mut();
            if !of.is_empty() {
                query.append_pair("author", of);
            }
            query.append_pair("sort", "downloads");
            query.append_pair("limit", &LIMIT.to_string());
            for field in FIELDS {
                query.append_pair("expand[]", field);
            }
        }
        Ok(place)
    }

    /// A page, tried until it comes whole.
    fn came(&self, of: &str, place: &Url) -> Result<Came, Diagnostic> {
        let mut patience = Patience::default();
        let shown = format!("{}?…", place.path());
        let shown = if of.is_empty() {
            shown
        } else {
            format!("{shown} of {of}")
        };
        loop {
            let found = self.client.once(Method::Get, place, &[]);
            let found = match found {
                // An account that is not there has no models.
                Err(Trouble::Missing(_))
                    if !of.is_empty() && !self.state.lists.contains_key(of) =>
                {
                    return Ok(Came {
                        models: Vec::new(),
                        faults: Faults::default(),
                        next: None,
                    });
                }
                found => {
                    found.and_then(|response| whole(self.client.network, place, response, MOST))
                }
            };
            let came = found.and_then(|(text, headers)| {
                let next = next_page(place, &headers).map_err(|why| again(&why))?;
                let seen = self.state.lists.get(of);
                let comes_back = |next: &Url| {
                    next == place || seen.is_some_and(|list| list.seen.contains(next.as_str()))
                };
                if next.as_ref().is_some_and(comes_back) {
                    return Err(again("the list comes back to a page that was read"));
                }
                let values: Vec<Value> = serde_json::from_slice(&text)
                    .map_err(|error| again(&format!("the page cannot be read: {error}")))?;
                let mut faults = Faults::default();
                let models: Vec<Model> = values
                    .iter()
                    .filter_map(|value| model(value, &self.languages, &mut faults))
                    .collect();
                let goes_on = match seen {
                    Some(list) => list.goes_on_with(&models),
                    None => !models.is_empty(),
                };
                if next.is_some() && !goes_on {
                    return Err(again("the list goes on without a new model"));
                }
                if next.is_none() && values.len() >= LIMIT {
                    let list = if of.is_empty() { "the whole hub" } else { of };
                    faults.add(Fault::EndsFull, list);
                }
                Ok(Came {
                    models,
                    faults,
                    next,
                })
            });
            match came {
                Ok(came) => return Ok(came),
                Err(trouble) => patience
                    .wait(self.client.network, &shown, trouble)
                    .map_err(|problem| {
                        of_hub(problem).hint("what came is kept: `--resume` goes on with this page")
                    })?,
            }
        }
    }
}

fn again(why: &str) -> Trouble {
    Trouble::Again {
        why: why.to_owned(),
        after: None,
    }
}
