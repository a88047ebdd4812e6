//! What numbers of a period are called: totals of a year, a month or a week by its name, periods that are not whole, sums of which
//! nothing is known, units of both sides of a ratio, totals of means, bases of an index.

use crate::fixture::Project;
use serde_json::Value;

/// Two years of two kinds of days of trips, the second until 12 October.
fn trips() -> String {
    let mut rows = "day,mode,trips\n".to_owned();
    for year in 2021..=2024 {
        for month in 1..=12 {
            for day in 1..=28 {
                if year < 2024 || (month, day) <= (10, 12) {
                    rows += &format!("{year}-{month:02}-{day:02},tram,{}\n", year - 2000);
                    rows += &format!("{year}-{month:02}-{day:02},bus,10\n");
                }
            }
        }
    }
    rows
}

fn spec(breakdowns: &str, charts: &str, sections: &str) -> Project {
    let spec = format!(
        r#"
version: 1
locales: [fr, en]
title: {{fr: Voyages, en: Trips}}
sources:
  rows:
    path: rows.csv
    columns:
      day: {{type: date, title: {{fr: Jour, en: Day}}}}
      mode: {{type: string, title: Mode}}
      trips: {{type: integer, nullable: true, title: {{fr: Voyages, en: Trips}}}}
dimensions:
  week: {{sql: "date_trunc('week', day)", title: {{fr: Semaine, en: Week}}}}
  month: {{sql: "date_trunc('month', day)", title: {{fr: Mois, en: Month}}}}
  quarter: {{sql: "date_trunc('quarter', day)", title: {{fr: Trimestre, en: Quarter}}}}
  year: {{sql: "date_trunc('year', day)", title: {{fr: Année, en: Year}}}}
measures:
  trips: {{sql: "sum(trips)", title: {{fr: Voyages, en: Trips}}, unit: {{fr: voyages, en: trips}}}}
  days: {{count_distinct: day, title: {{fr: Jours, en: Days}}, unit: {{fr: jours, en: days}}}}
  mean: {{sql: "avg(trips)", title: {{fr: Moyenne, en: Mean}}, format: {{decimals: 1}}}}
breakdowns:
{breakdowns}
charts:
{charts}
sections:
{sections}
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.csv", trips())
}

/// What a run says on its way to `out`.
fn told(project: &Project) -> String {
    project
        .hfreport(&["run", "spec.yaml", "--out", "out"])
        .fine()
        .stderr
}

/// The alternative texts of a chart in French and English.
fn alternatives(project: &Project, chart: &str) -> [String; 2] {
    let report: Value = serde_json::from_str(&project.read("out/report.json")).expect("JSON");
    ["fr", "en"].map(|locale| {
        let text = &report["charts"][chart]["locales"][locale]["alternative"];
        text.as_str().expect("a text").replace('\u{a0}', " ")
    })
}

#[test]
fn a_total_of_a_period_is_called_by_the_name_of_the_period_wherever_its_label_stands() {
    let project = spec(
        "  by_year: {by: year, measures: [trips]}\n  \
           by_month: {by: month, measures: [trips], where: \"day >= DATE '2024-09-01'\"}\n  \
           by_quarter: {by: quarter, measures: [trips], where: \"day >= DATE '2024-07-01'\"}\n  \
           by_week: {by: week, measures: [trips], where: \"day >= DATE '2024-09-30'\"}\n  \
           by_day: {by: day, measures: [trips], where: \"day BETWEEN DATE '2024-09-01' AND DATE '2024-09-02'\"}\n  \
           mode_year: {by: [mode, year], measures: [trips], within: mode}",
        "  stacked: {type: grouped_bar, data: mode_year, x: trips, y: mode, color: year}\n  \
           tree: {type: treemap, data: mode_year, levels: [mode, year], value: trips}",
        "  - text: \"{{ (by_year|last).year_label }}; {{ (by_month|last).month_label }}; {{ (by_quarter|last).quarter_label }}; {{ (by_week|last).week_label }}; {{ (by_day|last).day_label }};\"\n  \
           - {chart: stacked}\n  - {chart: tree}\n  - {table: by_year}\n  - {table: by_week}",
    );
    let project = project;
    told(&project);
    let french = project.read("out/report.md");
    let french = french.replace(['\u{a0}', '\u{202f}'], " ");
    let english = project.read("out/report.en.md").replace('\u{a0}', " ");
    for part in [
        "2024 ; octobre 2024 ; 4e trimestre 2024 ; semaine 41 de 2024 ; 2 septembre 2024 ;",
        "| 2024 |",
        "| semaine 41 de 2024 |",
    ] {
        assert!(french.contains(part), "{part}\n{french}");
    }
    let dates = "2024; October 2024; Q4 2024; week 41 of 2024; September 2, 2024;";
    assert!(english.contains(dates), "{english}");
    for text in [&french, &english] {
        let prose = text.replace("2024-09-", "");
        assert!(!prose.contains("-01-01"), "{prose}");
    }
    let [stacked, _] = alternatives(&project, "stacked");
    assert!(stacked.contains("2024"), "{stacked}");
    assert!(!stacked.contains("-01-01"), "{stacked}");
    // Files for programs keep the codes.
    assert!(
        project
            .read("out/tables/by_year.csv")
            .contains("2024-01-01")
    );
}

#[test]
fn bars_of_dates_stand_in_the_order_of_time_and_not_of_size() {
    let project = spec(
        "  mode_year: {by: [mode, year], measures: [trips], within: mode}",
        "  grouped: {type: grouped_bar, data: mode_year, x: mode, y: trips, color: year}",
        "  - {chart: grouped}",
    );
    told(&project);
    let svg = project.read("out/charts/grouped.en.svg");
    let legend: Vec<usize> = (2021..=2024)
        .map(|year| svg.find(&format!(">{year}<")).expect("a year"))
        .collect();
    // The last year is the smallest of the bus; the others grow.
    assert!(legend.is_sorted(), "{legend:?}");
    let bars: Vec<usize> = (2021..=2024)
        .filter_map(|year| svg.find(&format!("data-key=\"{year}-01-01\"")))
        .collect();
    assert!(bars.is_sorted(), "{bars:?}");
}

#[test]
fn the_axis_of_weeks_is_called_as_their_labels_are() {
    let project = spec(
        "  by_week: {by: week, measures: [trips], where: \"day BETWEEN DATE '2023-12-18' AND DATE '2024-01-10'\", over: {by: week, every: week}}\n  \
           plain: {by: week, measures: [trips], where: \"day BETWEEN DATE '2023-12-18' AND DATE '2024-01-10'\"}",
        "  over: {type: line, data: by_week, x: week, y: trips}\n  plain: {type: line, data: plain, x: week, y: trips}",
        "  - {chart: over}\n  - {chart: plain}",
    );
    told(&project);
    for chart in ["over", "plain"] {
        let [french, english] = alternatives(&project, chart);
        assert!(french.contains("(semaine 51 de 2023)"), "{french}");
        assert!(english.contains("(week 51 of 2023)"), "{english}");
    }
}

const BY_YEAR: &str = "  plain: {by: year, measures: [trips]}\n  \
    year_mode: {by: [year, mode], measures: [trips], within: year, over: {by: year, every: year}}";

#[test]
fn nothing_rises_or_falls_to_a_year_that_is_not_whole() {
    let project = spec(
        BY_YEAR,
        "  slope: {type: slope, data: year_mode, x: year, y: trips, color: mode}\n  \
           last: {type: slope, data: year_mode, y: trips, color: mode}",
        "  - {chart: slope}\n  - {chart: last}\n  - {table: plain}",
    );
    told(&project);
    let [french, english] = alternatives(&project, "slope");
    assert_eq!(
        french,
        "Graphique en pentes, 2021 et 2024 · 10/12 : 2 lignes. Période incomplète : 2024 · 10/12. Hausses et baisses ne sont pas comptées."
    );
    assert!(!english.contains("fall:"), "{english}");
    let [_, last] = alternatives(&project, "last");
    assert_eq!(
        last,
        "Slope chart, 2023 and 2024 · 10/12: 2 lines. Not whole: 2024 · 10/12. Rises and falls are not counted."
    );
}

#[test]
fn a_last_period_that_ends_sooner_is_told_where_it_is_drawn_along_time_without_over() {
    let line = "  it: {type: line, data: plain, x: year, y: trips}";
    let project = spec(BY_YEAR, line, "  - {chart: it}");
    let said = told(&project);
    assert!(
        said.contains("warning[HF0445]: a year of breakdown `plain` may not be whole: 2024 has 10 of 12 months; chart `it` draws it like the others"),
        "{said}"
    );
    let waived = BY_YEAR.replace("trips]}", "trips], allow: [HF0445]}");
    assert!(!told(&spec(&waived, line, "  - {chart: it}")).contains("HF0445"));
    // A table compares nothing, and whole years end alike.
    let table = "  it: {type: table, data: plain}";
    assert!(!told(&spec(BY_YEAR, table, "  - {chart: it}")).contains("HF0445"));
    let whole = BY_YEAR.replace(
        "by: year, measures: [trips]}",
        "by: year, measures: [trips], where: \"day < DATE '2024-01-01'\"}",
    );
    assert!(!told(&spec(&whole, line, "  - {chart: it}")).contains("HF0445"));
}

#[test]
fn a_sum_of_empty_cells_alone_is_a_warning_and_a_measure_without_a_value_there_is_none() {
    let rows = "day,mode,trips\n2023-01-01,Nord,100\n2023-01-01,Mayotte,\n2024-01-01,Nord,0\n2024-01-01,Mayotte,20\n";
    let by = "  it: {by: [year, mode], measures: [trips], within: year}";
    let table = "  - {table: it}\n  - {text: \"{{ formatted.m }}\"}";
    let with = |measure: &str, breakdown: &str, metric: &str| {
        let project = spec(
            breakdown,
            "  c: {type: heatmap, data: it, x: year, y: mode, value: trips}",
            table,
        );
        let spec = project
            .read("spec.yaml")
            .replace("sql: \"sum(trips)\"", &format!("sql: \"{measure}\""))
            .replace("charts:\n", &format!("metrics:\n  m: {metric}\ncharts:\n"));
        told(&project.file("spec.yaml", spec).file("rows.csv", rows))
    };
    let all = "{measure: trips}";
    let said = with("sum(trips)", by, all);
    assert!(
        said.contains("warning[HF0518]: `sum(trips)` is 0 in 1 row of breakdown `it` in which every cell of `trips` is empty: 2023-01-01 / Mayotte; that 0 is not known"),
        "{said}"
    );
    let of_one = "{measure: trips, where: \"mode = 'Mayotte' AND day < DATE '2024-01-01'\"}";
    let said = with(
        "sum(trips)",
        "  it: {by: [year, mode], measures: [trips], where: \"trips IS NOT NULL\"}",
        of_one,
    );
    assert!(
        said.contains("warning[HF0518]: `sum(trips)` of metric `m` is 0, since every cell of `trips` is empty in its 1 row"),
        "{said}"
    );
    // What the hints say.
    for (measure, breakdown) in [
        (
            "CASE WHEN count(trips) > 0 THEN sum(trips) END",
            by.to_owned(),
        ),
        ("sum(coalesce(trips, 0))", by.to_owned()),
        (
            "sum(trips)",
            by.replace("within", "where: \"trips IS NOT NULL\", within"),
        ),
        (
            "sum(trips)",
            by.replace("within", "allow: [HF0518], within"),
        ),
    ] {
        let said = with(measure, &breakdown, all);
        assert!(!said.contains("HF0518"), "{measure}\n{said}");
    }
}

#[test]
fn both_sides_of_a_ratio_have_their_own_unit() {
    let project = spec(
        "  by_year: {by: year, measures: [trips]}",
        "  c: {type: bar, data: by_year, x: year, y: trips}",
        "  - text: \"{{ formatted.ratio }} {{ formatted.share }} {{ formatted.mean }}\"",
    );
    let spec = project.read("spec.yaml").replace(
        "charts:\n",
        "metrics:\n  ratio: {measure: trips, of: {measure: days}, format: {decimals: 1}}\n  share: {measure: trips, where: \"mode = 'bus'\", of: {}}\n  mean: {measure: mean}\ncharts:\n",
    );
    let project = project.file("spec.yaml", spec);
    told(&project);
    let page = project
        .read("out/index.html")
        .replace(['\u{a0}', '\u{202f}'], " ");
    let at = |page: &str, from: &str| {
        let found = page
            .find(from)
            .map(|at| page[at..].chars().take(300).collect::<String>());
        found.unwrap_or_default()
    };
    // 28 days in each of 45 months, and 12 days.
    let french = at(&page, "<section id=.");
    assert!(
        page.contains("Valeur exacte (voyages / jours)<dd>41 232 / 1 272<"),
        "{french}"
    );
    let english = project.read("out/index.en.html").replace('\u{a0}', " ");
    assert!(
        english.contains("Exact value (trips / days)<dd>41,232 / 1,272<"),
        "{}",
        at(&english, "<section id=.")
    );
    // A share of the same has its unit once, and the two sides of a mean are of none.
    assert!(
        page.contains("Valeur exacte (voyages)<dd>12 720 / 41 232<"),
        "{french}"
    );
    assert!(
        page.contains("Valeur exacte<dd>41 232 / 2 544<"),
        "{french}"
    );
}

#[test]
fn the_row_below_means_alone_is_called_overall_and_below_sums_total() {
    let project = spec(
        "  means: {by: mode, measures: [mean], total: true}\n  \
           sums: {by: mode, measures: [trips, mean], total: true}",
        "  c: {type: bar, data: sums, x: trips, y: mode}",
        "  - {table: means}\n  - {table: sums}\n  - {text: \"{{ means.total().mode_label }}, {{ sums.total().mode_label }}\"}",
    );
    told(&project);
    let french = project.read("out/report.md");
    let english = project.read("out/report.en.md");
    assert!(
        french.contains("Ensemble") && french.contains("Total"),
        "{french}"
    );
    assert!(english.contains("Overall, Total"), "{english}");
}

#[test]
fn an_index_says_its_base_and_a_mean_over_how_many_periods_it_goes() {
    let project = spec(
        "  first: {by: month, measures: [trips], over: {by: month, every: month, parts: month, mean: 3, index: first}}\n  \
           of: {by: year, measures: [trips], where: \"day < DATE '2024-01-01'\", over: {by: year, every: year, index: 2022-05-01}}",
        "  c: {type: line, data: first, x: month, y: trips_index, reference: [{value: 95, label: {fr: seuil, en: threshold}}]}",
        "  - {chart: c}\n  - {table: first}\n  - {table: of}",
    );
    let spec = project.read("spec.yaml").replace(", parts: month", "");
    let project = project.file("spec.yaml", spec);
    told(&project);
    let french = project.read("out/report.md").replace('\u{a0}', " ");
    let english = project.read("out/report.en.md").replace('\u{a0}', " ");
    for part in [
        "indice, base 100 au premier mois",
        "oyenne sur 3 mois",
        "base 100 en 2022",
    ] {
        assert!(french.contains(part), "{part}\n{french}");
    }
    for part in [
        "ndex, first month = 100",
        "3-month average",
        "ndex, 2022 = 100",
    ] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    let [french, english] = alternatives(&project, "c");
    assert!(french.contains("Repère à 95,0 : seuil."), "{french}");
    assert!(english.contains("Line at 95.0: threshold."), "{english}");
}

#[test]
fn the_head_of_a_column_of_months_has_them_in_the_order_of_time() {
    let project = spec(
        "  by_month: {by: month, measures: [trips]}\n  by_mode: {by: mode, measures: [trips]}",
        "  months: {type: bar, data: by_month, x: trips, y: month}",
        "  - {table: by_month}\n  - {table: by_mode}\n  - {chart: months}",
    );
    told(&project);
    for (page, first) in [
        ("index.html", "janvier 2021\nfévrier 2021\nmars 2021\n"),
        ("index.en.html", "January 2021\nFebruary 2021\nMarch 2021\n"),
    ] {
        let page = project.read(&format!("out/{page}"));
        let page = page.replace('\u{a0}', " ");
        assert!(page.contains(&format!(" data-o=\"{first}")), "{page}");
        // The table and the one behind the chart; names of modes are sorted by their letters.
        assert_eq!(page.matches(" data-o=\"").count(), 2);
    }
}
