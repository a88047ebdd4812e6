//! What a collection has so far, built from its journal and from the pages that come: the same either way.

use super::faults::{Fault, Faults};
use super::journal::{Begun, Event, Page};
use super::limiter::Noted;
use super::model::Model;
use super::requests::Requests;
use super::walk::Walk;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// The state.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) begun: Option<Begun>,
    pub(super) requests: Requests,
    pub(super) walk: Walk,
    pub(super) lists: BTreeMap<String, List>,
    pub(super) faults: Faults,
    pub(super) models: u64,
}

/// A list of pages: the walk, or an account.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The next page; none if the list is whole.
    pub(super) next: Option<String>,
    /// The pages that were read.
    pub(super) seen: BTreeSet<String>,
    /// The models that it brought, by their marks: one that comes again is not counted again.
    models: FxHashSet<u128>,
    rows: usize,
    others: BTreeSet<String>,
}

impl List {
    /// Whether a page brings a model that the list did not bring yet.
    pub(super) fn goes_on_with(&self, models: &[Model]) -> bool {
        let mut marks = models.iter().map(|model| Model::mark(&model.row.model));
        marks.any(|mark| !self.models.contains(&mark))
    }
}

impl State {
    /// Adds what a journal has.
    pub(super) fn add(&mut self, event: Event) {
        match event {
            Event::Begun(begun) => self.begun = Some(begun),
            Event::Noted(Noted::Sent(at)) => {
                self.requests.send(at);
            }
            Event::Noted(Noted::Until(at)) => self.requests.until = at,
            Event::Page(page, models) => self.page(page, &models),
        }
    }

    /// Adds a page.
    pub(super) fn page(&mut self, page: Page, models: &[Model]) {
        self.models += models.len() as u64;
        self.faults.merge(page.faults);
        let list = self.lists.entry(page.of.clone()).or_default();
        list.rows += models.len();
        list.seen.insert(page.url);
        list.next = page.next;
        if page.of.is_empty() {
            for model in models {
                let name = &model.row.model;
                if list.models.insert(Model::mark(name))
                    && !self.walk.add(model.row.account.as_deref(), model.recent)
                {
                    self.faults.add(Fault::Unsorted, name);
                }
            }
            return;
        }
        let marks = models.iter().map(|model| Model::mark(&model.row.model));
        list.models.extend(marks);
        let others = models.iter().filter_map(|model| model.row.account.as_ref());
        let others = others.filter(|account| !account.eq_ignore_ascii_case(&page.of));
        list.others.extend(others.cloned());
        if list.next.is_none() {
            if list.rows == 0 {
                self.faults.add(Fault::Vanished, &page.of);
            }
            if !list.others.is_empty() {
                let others: Vec<&str> = list.others.iter().map(String::as_str).collect();
                self.faults.add(
                    Fault::Renamed,
                    &format!("{} → {}", page.of, others.join(", ")),
                );
            }
        }
    }
}
