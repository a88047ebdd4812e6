//! What the periods of a report share of its templates. In: the environment in which one of them was rendered. Out: that of the next
//! one, which compiles only what the other did not have.

use super::environment::without_filters;
use super::origins::{ORIGIN_FILTER, Trace};
use crate::text::Locale;
use minijinja::Environment;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Whose templates an environment has: those of a locale, or their copies with signs.
type Of = (Locale, bool);

/// The copies of templates that sign their numbers, by template; none where no number can have an origin.
pub(crate) type Copies = BTreeMap<String, Option<Arc<Trace>>>;

/// Environments that were used, and copies of templates, for the next run with the same texts.
#[derive(Debug, Default)]
pub struct TemplateCache {
    environments: Mutex<BTreeMap<Of, Environment<'static>>>,
    copies: Mutex<BTreeMap<Locale, Copies>>,
}

impl TemplateCache {
    /// One for the templates of a locale, or for their copies with signs, with all that were compiled for it before.
    pub(crate) fn take(&self, of: (Locale, bool)) -> Environment<'static> {
        let known = locked(&self.environments).remove(&of);
        known.unwrap_or_else(without_filters)
    }

    /// Keeps one, without anything of the report that it was used for.
    pub(crate) fn keep(&self, of: (Locale, bool), mut environment: Environment<'static>) {
        environment.set_formatter(minijinja::escape_formatter);
        environment.remove_filter(ORIGIN_FILTER);
        locked(&self.environments).insert(of, environment);
    }

    /// The copies of templates in a locale.
    pub(crate) fn take_copies(&self, locale: Locale) -> Copies {
        locked(&self.copies).remove(&locale).unwrap_or_default()
    }

    /// Keeps the copies of templates in a locale.
    pub(crate) fn keep_copies(&self, locale: Locale, copies: Copies) {
        locked(&self.copies).insert(locale, copies);
    }
}

/// What a thread that panicked has left is whole: each call takes or puts one thing.
fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::TemplateCache;
    use crate::template::{Setting, TextUse, environment, expand};
    use crate::text::{Locale, SpelledNames, Words};
    use minijinja::context;

    /// What a text prints in an environment for a locale.
    fn printed(cache: &TemplateCache, locale: Locale, text: &str) -> String {
        let setting = Setting {
            locale,
            words: Words::USUAL,
        };
        let of = (locale, false);
        let environment = environment(setting, SpelledNames::default(), None, cache.take(of));
        let context = context! { share => 0.5 };
        let printed = expand(&environment, text, TextUse::Plain, &context).unwrap();
        cache.keep(of, environment);
        printed
    }

    #[test]
    fn a_text_is_compiled_once_for_all_periods_and_is_written_in_its_locale() {
        let cache = TemplateCache::default();
        let text = "{{ share|percent(1) }}";
        let compiled = |locale| {
            let environment = cache.take((locale, false));
            let known = format!("{environment:?}").contains(text);
            cache.keep((locale, false), environment);
            known
        };
        assert!(!compiled(Locale::En));
        assert_eq!(printed(&cache, Locale::En, text), "50.0%");
        assert!(compiled(Locale::En) && !compiled(Locale::Fr));
        assert_eq!(printed(&cache, Locale::Fr, text), "50,0\u{202f}%");
        assert_eq!(printed(&cache, Locale::En, text), "50.0%");
    }
}
