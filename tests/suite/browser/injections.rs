//! A hostile report under the policy of its own page: three hundred injections are names of models, in every
//! kind of chart, table and text. Everything that the script of the page does with names is done; nothing of
//! the data runs, nothing is loaded, and neither the script nor the policy has anything to tell.

use super::kramdown::injections;
use super::{Tab, opened};
use crate::fixture::Project;
use serde_json::{Value, json};

const SPEC: &str = r#"
version: 1
locales: [en]
title: "{{ by_model[1].name }} {{ by_model[2].name }}"
sources:
  models: {path: rows.json, columns: {model: {type: string}, kind: {type: string}, year: {type: integer}, downloads: {type: integer}}}
measures: {downloads: {sql: "sum(downloads)", title: "<b onclick=ran()>Downloads</b>"}}
dimensions: {name: {sql: model, title: "</script><script>ran()</script>"}}
breakdowns:
  by_model: {by: name, measures: [downloads]}
  by_kind: {by: [year, kind], measures: [downloads], within: year}
charts:
  models: {type: bar, data: by_model, x: downloads, y: name, marks: 300, title: "{{ by_model[3].name }}", caption: "{{ by_model[4].name }}"}
  tiles: {type: treemap, data: by_model}
  stacked: {type: stacked_bar, data: by_kind, x: downloads, y: year, color: kind}
  lines: {type: line, data: by_kind, x: year, y: downloads, color: kind}
  heat: {type: heatmap, data: by_kind, x: year, y: kind}
sections:
  - heading: "{{ by_model[5].name }}"
  - text: |
      {% for row in by_model %}
      {{ row.name }} has {{ row.downloads|integer }}, *{{ row.name }}* `{{ row.name }}` [{{ row.name }}](<#{{ row.name }}>)

      ## {{ row.name }}
      {% endfor %}
  - {chart: models}
  - {chart: tiles}
  - {chart: stacked}
  - {chart: lines}
  - {chart: heat}
  - {table: by_model}
outputs: {formats: [html]}
"#;

/// Does what hands do to a figure: points at marks, opens each panel, hides and isolates series, sorts and filters the
/// table.
const EVERYTHING: &str = r#"(async () => {
    const pause = () => new Promise(done => setTimeout(done));
    const press = (element, key) => element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    for (const figure of [...document.querySelectorAll('figure')].slice(FIGURE, FIGURE + 1)) {
        const drawing = figure.querySelector('.drawing');
        if (drawing) {
            drawing.focus();
            for (let at = 0; at < 40; at++) press(drawing, 'ArrowRight');
            press(drawing, 'Enter');
            press(drawing, 'Escape');
        }
        for (const entry of [...figure.querySelectorAll('.legend g')].slice(0, 3)) {
            for (let times = 0; times < 2; times++) entry.dispatchEvent(new MouseEvent('click', { bubbles: true }));
            await pause();
        }
        for (const summary of figure.querySelectorAll('summary')) { summary.click(); await pause(); }
        for (const field of figure.querySelectorAll('input[type=search], .filter input')) {
            for (const text of ['<', '"', '{{', '']) {
                field.value = text;
                field.dispatchEvent(new Event('input', { bubbles: true }));
                await pause();
            }
        }
        for (const button of figure.querySelectorAll('.panel li button:not(li:nth-child(n+6) button), thead button')) { button.click(); await pause(); }
        for (const box of [...figure.querySelectorAll('.panel input[type=checkbox]')].slice(0, 6)) { box.click(); await pause(); }
    }
    return document.querySelectorAll('figure').length;
})()"#;

/// Follows the links of numbers.
const LINKS: &str =
    "[...document.querySelectorAll('main p a')].slice(0, 20).forEach(it => it.click())";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn three_hundred_injections_are_text_in_a_page_and_in_all_that_its_script_does() {
    let names = injections();
    assert_eq!(names.len(), 300);
    let rows: Vec<Value> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let kind = &names[at % 20 * 15];
            json!({"model": name, "kind": kind, "year": 2020 + at % 3, "downloads": 1000 - at})
        })
        .collect();
    let project = Project::of(SPEC).file("rows.json", serde_json::to_vec(&rows).unwrap());
    let tab = Tab::new();
    let project = opened(project, &tab);
    for figure in 0..5 {
        let everything = EVERYTHING.replace("FIGURE", &figure.to_string());
        assert_eq!(tab.eval(&everything), json!(5));
    }
    tab.eval(LINKS);
    // What runs would have thrown, since there is no such function; what is refused is told as an error.
    assert_eq!(tab.take_errors(), Vec::<String>::new());
    let own = format!(
        "file://{}",
        project.folder().join("out/index.html").display()
    );
    for request in tab.take_requests() {
        let address = request.split('#').next().unwrap_or_default();
        assert!(address == own || address.starts_with("data:"), "{request}");
    }
    let foreign = tab.eval(
        "[...document.querySelectorAll('*')].flatMap(it => [...it.attributes].filter(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value)).map(() => it.outerHTML.slice(0, 200)))",
    );
    assert_eq!(foreign, json!([]));
    assert_eq!(
        tab.eval("[document.querySelectorAll('script').length, document.querySelectorAll('iframe, object, embed, main img').length]"),
        json!([1, 0])
    );
}
