//! `docs/gallery.md` and its pictures are what the examples make. `HFREPORT_UPDATE=1` rewrites them.

use crate::fixture::{Project, hfreport, home};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What the page shows: an example, one of its charts, and what it is good for.
const CHARTS: &[(&str, &str, &str)] = &[
    (
        "chart_bars",
        "lying",
        "**Bars** rank values. Names are as long as they need to be, a second line says more, colour says what kind of value it is.",
    ),
    (
        "chart_bars",
        "standing",
        "**Columns**, where the categories have an order of their own, such as sizes.",
    ),
    (
        "chart_bars",
        "groups",
        "**Bars in groups**, where a category belongs to another one.",
    ),
    (
        "chart_stacked_bars",
        "lying",
        "**Stacked bars** for amounts whose parts add up.",
    ),
    (
        "chart_normalized_bars",
        "lying",
        "**Stacked bars of 100 %** for what each whole is made of.",
    ),
    (
        "chart_grouped_bars",
        "standing",
        "**Grouped bars** compare a few series within each category.",
    ),
    (
        "chart_treemaps",
        "two",
        "**Treemaps**, where two levels of one total are the point.",
    ),
    (
        "chart_heatmaps",
        "profiles",
        "**Heat maps** for two sets of categories; a cell without rows is told apart from zero.",
    ),
    (
        "several_files",
        "models",
        "**Lines** over time; a missing month is a gap.",
    ),
    (
        "chart_areas",
        "amounts",
        "**Areas** over time, for amounts that add up.",
    ),
    (
        "chart_areas",
        "shares",
        "**Areas of 100 %** for a mixture that changes.",
    ),
    (
        "chart_dumbbell",
        "first_two",
        "**Two values a row**, and which of them is ahead.",
    ),
    (
        "chart_facets",
        "shares",
        "**Small multiples**: the same chart for each value of one more dimension, on one scale.",
    ),
    (
        "chart_annotations",
        "entities",
        "**Words and lines at the marks**, placed by the data, with computed numbers.",
    ),
    (
        "chart_slope",
        "years",
        "**Slopes** between two periods, where one overtakes another.",
    ),
    (
        "chart_bump",
        "ranks",
        "**Ranks over periods**, with what entered and left.",
    ),
];

/// The lines of the definition of a chart in a spec.
fn definition(spec: &str, chart: &str) -> String {
    let start = format!("  {chart}:");
    let charts = spec
        .split_once("\ncharts:\n")
        .expect("charts of the example")
        .1;
    let mut lines = charts.lines().skip_while(|line| !line.starts_with(&start));
    let mut found = lines.next().expect("the chart").to_owned();
    for line in lines.take_while(|line| line.starts_with("    ")) {
        write!(found, "\n{line}").expect("text");
    }
    found
}

/// The title of a picture of the bundle, which is its alternative text, too.
fn described(svg: &str) -> String {
    let title = svg
        .split_once("<title")
        .and_then(|(_, rest)| rest.split_once('>'));
    let title = title.and_then(|(_, rest)| rest.split_once("</title>"));
    title.map_or_else(String::new, |(title, _)| title.to_owned())
}

/// The page and its pictures, by path below `docs/`.
fn gallery() -> BTreeMap<PathBuf, String> {
    let mut made = BTreeMap::new();
    let mut page = String::from(
        "# Charts\n\nEach picture is what an example of the project makes, and below it stands all that the spec says of it. Pages draw the same charts as text and \
         boxes that fit any width; these are the files for elsewhere. Every key is in the [reference](reference.md), every example in [examples](../examples/README.md).\n",
    );
    let mut bundles: BTreeMap<&str, Project> = BTreeMap::new();
    for (example, chart, purpose) in CHARTS {
        let project = bundles.entry(example).or_insert_with(|| {
            let project = Project::new();
            let out = project.folder().join("out").display().to_string();
            let spec = format!("examples/{example}.yaml");
            hfreport(
                &home(),
                &["run", &spec, "--quiet", "--format", "svg", "--out", &out],
            )
            .fine();
            project
        });
        let picture = picture(project.folder(), chart);
        let file = format!("{example}_{chart}.svg");
        let spec = std::fs::read_to_string(home().join(format!("examples/{example}.yaml")))
            .expect("an example");
        write!(
            page,
            "\n{purpose}\n\n![{}](images/gallery/{file})\n\n```yaml\n# examples/{example}.yaml\n{}\n```\n",
            described(&picture),
            definition(&spec, chart)
        )
        .expect("text");
        made.insert(Path::new("images/gallery").join(file), picture);
    }
    made.insert(PathBuf::from("gallery.md"), page);
    made
}

/// The English picture of a chart, or that of the only language.
fn picture(bundle: &Path, chart: &str) -> String {
    let folder = bundle.join("out/charts");
    let names = [format!("{chart}.en.svg"), format!("{chart}.svg")];
    let mut found = names
        .iter()
        .filter_map(|name| std::fs::read_to_string(folder.join(name)).ok());
    found
        .next()
        .unwrap_or_else(|| panic!("{}: no picture of {chart}", folder.display()))
}

#[test]
fn the_gallery_shows_what_the_examples_make() {
    for (path, made) in gallery() {
        let path = home().join("docs").join(path);
        if std::env::var_os("HFREPORT_UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
            std::fs::write(&path, &made).expect("a file of the gallery");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == made,
            "{} is not what the examples make; write it with `HFREPORT_UPDATE=1 cargo test gallery`",
            path.display()
        );
    }
}

#[test]
fn the_gallery_has_every_type_of_chart() {
    let page = std::fs::read_to_string(home().join("docs/gallery.md")).expect("the gallery");
    let schema = hfreport::spec::schema();
    let types = schema["$defs"]["ChartType"].clone();
    let types: Vec<String> = strings(&types);
    assert!(types.len() > 5, "{types:?}");
    // A table is no picture.
    for kind in types.iter().filter(|kind| *kind != "table") {
        assert!(
            page.contains(&format!("type: {kind}")),
            "docs/gallery.md shows no chart of type {kind}"
        );
    }
}

/// The constants of a definition of the schema.
fn strings(definition: &serde_json::Value) -> Vec<String> {
    match definition {
        serde_json::Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| match (key.as_str(), value) {
                ("const", serde_json::Value::String(text)) => vec![text.clone()],
                ("enum", serde_json::Value::Array(items)) => items
                    .iter()
                    .filter_map(|it| it.as_str().map(str::to_owned))
                    .collect(),
                ("oneOf" | "anyOf", inner) => strings(inner),
                _ => Vec::new(),
            })
            .collect(),
        serde_json::Value::Array(items) => items.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
