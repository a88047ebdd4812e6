//! Chart types as others call them. In: a word. Out: what to write.

use super::french::without_accents;

/// What there is instead of a chart that the language does not have.
const OTHERS: &[(&[&str], &str)] = &[
    (
        &[
            "anneau",
            "camembert",
            "cercle",
            "circulaire",
            "donut",
            "doughnut",
            "pie",
            "secteur",
            "secteurs",
        ],
        "there are no pies: parts of a whole are a `treemap` or a `normalized_bar`; one share, or few, stand beside a finding as `split` or `waffle`",
    ),
    (
        &["hist", "histogram", "histogramme"],
        "a histogram is a `bar` over buckets: `dimensions: {size: {bucket: column, edges: [10, 100]}}` and a breakdown `by: size`",
    ),
    (
        &[
            "bubble",
            "bulles",
            "dispersion",
            "nuage",
            "nuage_de_points",
            "point",
            "points",
            "scatter",
            "scatterplot",
        ],
        "there are no scatter plots: two numbers of each row are a `dumbbell` where they have one unit, else two columns of a table",
    ),
    (
        &["box", "boxplot", "boite_a_moustaches", "violin", "violon"],
        "there are no box plots: `quantile(column, 0.5)` and the like are measures, which a `dumbbell` or a table shows",
    ),
    (
        &["carte", "choropleth", "choroplethe", "geo", "map"],
        "there are no maps: the places are rows of a `bar` or a table",
    ),
];

/// Chart types of the language, each with words for it.
const WORDS: &[(&str, &[&str])] = &[
    (
        "bar",
        &[
            "barre",
            "barres",
            "bars",
            "barh",
            "barplot",
            "baton",
            "batons",
            "colonne",
            "colonnes",
            "column",
            "columns",
            "horizontal_bar",
        ],
    ),
    (
        "line",
        &[
            "courbe",
            "courbes",
            "ligne",
            "lignes",
            "lineplot",
            "lines",
            "linear",
            "spline",
            "timeseries",
        ],
    ),
    (
        "area",
        &["aire", "aires", "areas", "stacked_area", "surface"],
    ),
    (
        "stacked_bar",
        &[
            "bar_stacked",
            "barres_empilees",
            "colonnes_empilees",
            "empile",
            "empilees",
            "stack",
            "stacked",
            "stacked_bars",
            "stacked_column",
        ],
    ),
    (
        "normalized_bar",
        &["barres_100", "barres_100%", "percent_bar", "stacked_100"],
    ),
    (
        "heatmap",
        &["carte_de_chaleur", "carte_thermique", "chaleur", "heat_map"],
    ),
    (
        "grouped_bar",
        &[
            "barres_groupees",
            "clustered_bar",
            "clustered_column",
            "colonnes_groupees",
            "dodge",
            "grouped",
        ],
    ),
    ("table", &["tableau"]),
    (
        "treemap",
        &["arborescence", "compartimentage", "tree", "tree_map"],
    ),
    ("slope", &["pente", "pentes", "slopegraph"]),
    ("dumbbell", &["haltere", "halteres", "lollipop"]),
    ("bump", &["classement", "rangs", "ranks"]),
];

/// What to write for a chart that another language or program calls so. `names` are the chart types.
pub(super) fn chart(wanted: &str, names: &[&str]) -> Option<String> {
    // Not all that can be named is a chart.
    if !names.contains(&"treemap") {
        return None;
    }
    let word = without_accents(wanted.trim()).replace("_chart", "");
    let word = word.trim_start_matches("geom_");
    let word = word.strip_prefix("graphique_").unwrap_or(word);
    let word = word.strip_prefix("en_").unwrap_or(word);
    if names.contains(&word) {
        return Some(format!("did you mean `{word}`?"));
    }
    if let Some((_, instead)) = OTHERS.iter().find(|(words, _)| words.contains(&word)) {
        return Some((*instead).to_owned());
    }
    let (name, _) = WORDS.iter().find(|(_, words)| words.contains(&word))?;
    names
        .contains(name)
        .then(|| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::{OTHERS, WORDS, chart};
    use crate::spec::grammar::ChartType;

    #[test]
    fn every_word_for_a_chart_leads_to_one_of_the_language() {
        let names = [
            ChartType::Table,
            ChartType::Bar,
            ChartType::StackedBar,
            ChartType::NormalizedBar,
            ChartType::GroupedBar,
            ChartType::Treemap,
            ChartType::Line,
            ChartType::Area,
            ChartType::NormalizedArea,
            ChartType::Heatmap,
            ChartType::Slope,
            ChartType::Bump,
            ChartType::Dumbbell,
        ];
        let names = names.map(ChartType::name);
        for (name, words) in WORDS {
            assert!(names.contains(name), "{name}");
            for word in *words {
                let hint = chart(word, &names);
                assert_eq!(hint, Some(format!("did you mean `{name}`?")), "{word}");
            }
        }
        for word in OTHERS.iter().flat_map(|(words, _)| *words) {
            assert!(chart(word, &names).is_some(), "{word}");
        }
        for word in [
            "Barres empilées",
            "geom_line",
            "Graphique en barres",
            "pie chart",
        ] {
            assert!(chart(word, &names).is_some(), "{word}");
        }
        assert_eq!(chart("xyz", &names), None);
    }
}
