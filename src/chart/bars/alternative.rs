//! Bars described in a sentence or two. In: the bars of a model. Out: how many there are, the
//! largest and the smallest, and the series that is the largest in most categories.

use crate::chart::alternative::{
    Amount, counted, extremes, is_same, names, series_noun, without_data,
};
use crate::chart::bars::model::{Arrangement, Bars, Category};
use crate::chart::calendar::gaps;
use crate::chart::data::{is_missing, is_unranked};
use crate::chart::model::Mark;
use crate::text::Locale;

/// The sentences about bars.
pub(crate) fn bars_text(bars: &Bars, locale: Locale) -> Vec<String> {
    let mut series: Vec<(&str, &str, usize)> = Vec::new();
    for mark in bars.categories.iter().flat_map(|category| &category.marks) {
        if !series.iter().any(|(key, ..)| *key == mark.key) {
            series.push((&mark.key, &mark.label, 0));
        }
    }
    let several = series.len() > 1 && bars.arrangement != Arrangement::Single;
    let kind = match (bars.arrangement, locale) {
        (Arrangement::Single, Locale::Fr) => "Diagramme en barres",
        (Arrangement::Single, Locale::En) => "Bar chart",
        (Arrangement::Stacked, Locale::Fr) => "Diagramme en barres empilées",
        (Arrangement::Stacked, Locale::En) => "Stacked bar chart",
        (Arrangement::Normalized, Locale::Fr) => "Diagramme en barres empilées à 100\u{202f}%",
        (Arrangement::Normalized, Locale::En) => "Stacked bar chart scaled to 100%",
        (Arrangement::Grouped, Locale::Fr) => "Diagramme en barres groupées",
        (Arrangement::Grouped, Locale::En) => "Grouped bar chart",
    };
    let categories = bars.filled().count();
    let count = match locale {
        Locale::Fr => counted(categories, ("catégorie", "catégories"), locale),
        Locale::En => counted(categories, ("category", "categories"), locale),
    };
    let mut sentences = vec![if several {
        let series = counted(series.len(), series_noun(locale), locale);
        match locale {
            Locale::Fr => format!("{kind}\u{a0}: {count} et {series}."),
            Locale::En => format!("{kind}: {count} and {series}."),
        }
    } else {
        with_count(kind, &count, locale)
    }];
    let gaps = gaps(bars.categories.iter().map(|category| category.gap));
    sentences.extend(without_data(&gaps, |at| &bars.categories[at].label, locale));
    if bars.arrangement == Arrangement::Grouped {
        let marks = bars
            .categories
            .iter()
            .flat_map(|category| category.marks.iter().map(move |mark| (category, mark)));
        let names: Vec<_> = marks
            .map(|(category, mark)| (pair_name(category, mark), category, mark))
            .collect();
        let amounts = names.iter().map(|(name, category, mark)| Amount {
            name,
            text: &mark.text,
            value: mark.value,
            is_rest: mark.others,
            is_missing: is_missing(&category.key) || is_missing(&mark.key),
        });
        sentences.extend(extremes(amounts.collect(), locale));
    } else if bars.arrangement != Arrangement::Normalized {
        // A bar without a value is neither large nor small.
        let (drawn, undrawn): (Vec<_>, Vec<_>) =
            bars.filled().partition(|(_, it)| !it.marks.is_empty());
        let amounts = drawn.into_iter().map(|(_, category)| {
            let alone = if let [mark] = category.marks.as_slice() {
                mark.text.as_str()
            } else {
                ""
            };
            let text = if category.end_label.is_empty() || bars.arrangement == Arrangement::Single {
                alone
            } else {
                &category.end_label
            };
            Amount {
                name: &category.label,
                text,
                value: category.marks.iter().map(|mark| mark.value).sum(),
                is_rest: category.is_rest(),
                is_missing: is_missing(&category.key),
            }
        });
        sentences.extend(extremes(amounts.collect(), locale));
        let undrawn: Vec<&str> = undrawn.iter().map(|(_, it)| it.label.as_str()).collect();
        sentences.extend((!undrawn.is_empty()).then(|| match locale {
            Locale::Fr => format!("Sans valeur\u{a0}: {}.", names(&undrawn, locale)),
            Locale::En => format!("No value: {}.", names(&undrawn, locale)),
        }));
    }
    if several && bars.arrangement != Arrangement::Grouped {
        sentences.extend(dominant(bars, series, locale));
    }
    sentences
}

fn pair_name(category: &Category, mark: &Mark) -> String {
    if mark.label.is_empty() {
        category.label.clone()
    } else {
        format!("{}, {}", category.label, mark.label)
    }
}

/// The series that is the largest in most categories: in half of them at least.
fn dominant(bars: &Bars, mut series: Vec<(&str, &str, usize)>, locale: Locale) -> Option<String> {
    for category in &bars.categories {
        let finite = || {
            let marks = category.marks.iter();
            marks.filter(|mark| mark.value.is_finite() && mark.value > 0.0)
        };
        let largest = finite().fold(None, |best: Option<&Mark>, mark| match best {
            Some(best) if best.value >= mark.value => Some(best),
            _ => Some(mark),
        });
        // Of those that are written alike none is the largest.
        let is_level = |mark: &&Mark| {
            let alike = finite().filter(|it| it.text == mark.text || is_same(it.value, mark.value));
            alike.count() > 1
        };
        let largest = largest.filter(|mark| !is_level(mark));
        for entry in &mut series {
            entry.2 += usize::from(largest.is_some_and(|mark| mark.key == entry.0));
        }
    }
    series.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    let (key, label, count) = *series.first()?;
    let tied = series.get(1).is_some_and(|second| second.2 == count);
    let total = bars.filled().count();
    let leads = !is_unranked(key) && count > 0 && 2 * count >= total && !tied;
    (leads && total > 1 && !label.is_empty()).then(|| match locale {
        Locale::Fr => format!(
            "Série la plus grande dans {} sur {total}\u{a0}: {label}.",
            counted(count, ("catégorie", "catégories"), locale)
        ),
        Locale::En => format!(
            "Largest series in {count} of {}: {label}.",
            counted(total, ("category", "categories"), locale)
        ),
    })
}

fn with_count(kind: &str, count: &str, locale: Locale) -> String {
    match locale {
        Locale::Fr => format!("{kind}\u{a0}: {count}."),
        Locale::En => format!("{kind}: {count}."),
    }
}

#[cfg(test)]
mod tests {
    use super::bars_text;
    use crate::chart::bars::model::{Arrangement, Bars, Category, Orientation};
    use crate::chart::color::Color;
    use crate::chart::model::Mark;
    use crate::text::Locale::{self, En, Fr};

    fn category(label: &str, values: &[(&str, f64)]) -> Category {
        let mark = |(series, value): &(&str, f64)| Mark {
            key: (*series).to_owned(),
            label: (*series).to_owned(),
            slot: 0,
            value: *value,
            text: format!("{value} M"),
            note: String::new(),
            color: Color {
                red: 0,
                green: 0,
                blue: 0,
            },
            others: false,
            row: 0,
        };
        let marks = values.iter().map(mark).collect();
        Category {
            key: label.to_owned(),
            label: label.to_owned(),
            group: None,
            end_label: String::new(),
            marks,
            gap: false,
        }
    }

    fn text(arrangement: Arrangement, categories: Vec<Category>, locale: Locale) -> String {
        let bars = Bars {
            orientation: Orientation::Vertical,
            arrangement,
            categories,
            slots: 1,
        };
        bars_text(&bars, locale).join(" ")
    }

    fn singles() -> Vec<Category> {
        let values = [
            ("Google", 5.0),
            ("MIT", 1.0),
            ("Meta", 4.0),
            ("OpenAI", 2.0),
        ];
        values
            .iter()
            .map(|(name, value)| category(name, &[("", *value)]))
            .collect()
    }

    #[test]
    fn single_bars_name_the_largest_and_the_smallest() {
        let french = "Diagramme en barres\u{a0}: 4\u{a0}catégories. En tête\u{a0}: Google (5 M), \
                      puis Meta (4 M), puis OpenAI (2 M). En dernier\u{a0}: MIT (1 M).";
        assert_eq!(text(Arrangement::Single, singles(), Fr), french);
        let english = "Bar chart: 4\u{a0}categories. Largest: Google (5 M), then Meta (4 M), \
                       then OpenAI (2 M). Smallest: MIT (1 M).";
        assert_eq!(text(Arrangement::Single, singles(), En), english);
    }

    #[test]
    fn stacks_say_which_series_dominates_unless_two_tie() {
        let stacks = vec![
            category("Google", &[("NLP", 3.0), ("audio", 1.0)]),
            category("Meta", &[("NLP", 2.0), ("audio", 1.0)]),
            category("MIT", &[("audio", 1.0)]),
        ];
        let all = text(Arrangement::Normalized, stacks.clone(), Fr);
        let french = "Diagramme en barres empilées à 100\u{202f}%\u{a0}: 3\u{a0}catégories et 2\u{a0}séries. \
                      Série la plus grande dans 2\u{a0}catégories sur 3\u{a0}: NLP.";
        assert_eq!(all, french);
        let tied = text(Arrangement::Normalized, stacks[1..].to_vec(), En);
        assert_eq!(
            tied,
            "Stacked bar chart scaled to 100%: 2\u{a0}categories and 2\u{a0}series."
        );
    }

    #[test]
    fn the_folded_rest_is_said_by_itself_is_never_the_largest_and_nothing_is_the_smallest_beside_it()
     {
        let mut categories = singles();
        let mut rest = category("Autres", &[("", 40.0)]);
        rest.marks[0].others = true;
        categories.push(rest);
        let french = "Diagramme en barres\u{a0}: 5\u{a0}catégories. En tête\u{a0}: Google (5 M), \
                      puis Meta (4 M), puis OpenAI (2 M). Autres\u{a0}: 40 M.";
        assert_eq!(text(Arrangement::Single, categories, Fr), french);
        let mut groups = vec![category("Google", &[("NLP", 3.0), ("", 9.0)])];
        groups[0].marks[1].others = true;
        let english = text(Arrangement::Grouped, groups, En);
        assert!(
            english.contains("Largest: Google, NLP (3 M). Google: 9 M."),
            "{english}"
        );
    }

    #[test]
    fn rows_without_a_value_are_said_by_themselves_and_are_neither_first_nor_last() {
        for value in [40.0, 0.5] {
            let mut categories = singles();
            categories.push(Category {
                key: "(missing)".to_owned(),
                ..category("non renseigné", &[("", value)])
            });
            let french = format!(
                "Diagramme en barres\u{a0}: 5\u{a0}catégories. En tête\u{a0}: Google (5 M), puis Meta (4 M), \
                 puis OpenAI (2 M). En dernier\u{a0}: MIT (1 M). Non renseigné\u{a0}: {value} M."
            );
            assert_eq!(text(Arrangement::Single, categories.clone(), Fr), french);
            let grouped = text(Arrangement::Grouped, categories, En);
            assert!(
                grouped.contains("Smallest: MIT (1 M). Non renseigné: "),
                "{grouped}"
            );
        }
    }

    #[test]
    fn a_series_of_others_or_without_a_value_is_not_told_as_the_largest() {
        for key in ["(others)", "(missing)"] {
            let stacks = ["Google", "Meta", "MIT"].map(|name| {
                let mut category = category(name, &[("rest", 3.0), ("audio", 1.0)]);
                category.marks[0].key = key.to_owned();
                category
            });
            let said = text(Arrangement::Stacked, stacks.to_vec(), En);
            assert!(!said.contains("Largest series"), "{said}");
        }
    }

    #[test]
    fn no_bars_are_no_error() {
        assert_eq!(
            text(Arrangement::Stacked, vec![], Fr),
            "Diagramme en barres empilées\u{a0}: 0\u{a0}catégorie."
        );
    }
}
