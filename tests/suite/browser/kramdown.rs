//! Posts as a site shows them: Liquid fills them in, kramdown builds them, a browser opens the
//! page. Values of the data, including three hundred injections, remain text. Needs `ruby` with
//! `kramdown`, `kramdown-parser-gfm` and `liquid`, as in Debian's packages.

use super::Tab;
use crate::fixture::Project;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

/// The effects of a name that is taken for more than a name.
const ACTIONS: [&str; 12] = [
    "<img src=x onerror=\"ran()\">",
    "<script>ran()</script>",
    "<svg onload=ran()>",
    "<a href=\"javascript:ran()\" onmouseover=\"ran()\">a</a>",
    "[a](javascript:ran())",
    "![a](http://example.org/a.png)",
    "{% include x %}",
    "{{ site.secret }}",
    "{: onclick=\"ran()\" onload=\"ran()\"}",
    "`a`{: onmouseover=\"ran()\"}",
    "*a*{:.b style=\"position:fixed\"}",
    "<style onload=ran()>* {color: red}</style>",
];

/// The prefixes that make it possible.
const OPENINGS: [(&str, &str); 25] = [
    ("", ""),
    ("{::nomarkdown}", "{:/}"),
    ("{::nomarkdown}", "{:/nomarkdown}"),
    ("{::nomarkdown type=\"html\"}", "{:/}"),
    ("{::options parse_block_html=\"true\" /}", ""),
    ("{::comment}", "{:/comment}"),
    ("{:x: onclick=\"ran()\"}\n{:x}", ""),
    ("\n---\n", "\n---\n"),
    ("`", "`"),
    ("``", ""),
    ("~~~\n", ""),
    ("\n\n    ", ""),
    ("$$", "$$"),
    ("\\", ""),
    ("\\\\", "\\"),
    ("> ", ""),
    ("1. ", ""),
    (": ", ""),
    ("| ", " |"),
    ("*[a]: ", ""),
    ("[a]: ", ""),
    ("[^1]: ", ""),
    ("^\n", ""),
    ("&lt;&#123;{", "}}"),
    ("{% raw %}", "{% endraw %}"),
];

const SPEC: &str = r#"
version: 1
locales: [en]
title: "{{ by_model[1].model }} {{ by_model[2].model }}"
sources:
  models: {path: rows.json, columns: {model: {type: string}, downloads: {type: integer}}}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns: {by_model: {by: model, measures: [downloads]}}
charts: {models: {type: bar, data: by_model, x: downloads, y: model, title: "{{ by_model[3].model }}", caption: "{{ by_model[4].model }}"}}
sections:
  - heading: "{{ by_model[5].model }}"
  - text: |
      {% for row in by_model %}
      {{ row.model }}

      ## {{ row.model }}

      - {{ row.model }}

      1. *{{ row.model }}* `{{ row.model }}` [{{ row.model }}](<#{{ row.model }}>)

      > {{ row.model }}

      | {{ row.model }} | b |
      | --- | --- |
      | a | {{ row.model }} |

      ```
      {{ row.model }}
      ```

      x[^{{ loop.index }}]

      [^{{ loop.index }}]: {{ row.model }}
      {% endfor %}
  - chart: models
  - table: by_model
outputs:
  formats: [markdown, jekyll]
  charts: [svg]
  jekyll: {date: 2025-10-28, front_matter: {description: "{{ by_model[0].model }}"}}
"#;

/// A site: front matter, Liquid, kramdown, a layout that escapes nothing.
const SITE: &str = r##"
require "date"
require "yaml"
require "liquid"
require "kramdown"
require "kramdown-parser-gfm"
module Site
  def relative_url(path) = path
end
Liquid::Template.register_filter(Site)
path, input, out = ARGV
text = File.read(path, encoding: "utf-8")
front = {}
if text =~ /\A(---\s*\n.*?\n?)^((---|\.\.\.)\s*$\n?)/m
  text = $POSTMATCH || $'
  front = YAML.safe_load($1, permitted_classes: [Date, Time])
end
template = Liquid::Template.parse(text, error_mode: :strict)
body = template.render!({"site" => {"secret" => "LIQUID"}, "page" => front})
html = Kramdown::Document.new(body, input: input, syntax_highlighter: nil).to_html
head = "<!doctype html><meta charset=utf-8><title>site</title><script>window.times = 0; function ran() { window.times += 1 }</script>"
File.write(out, "#{head}<h1>#{front["title"]}</h1><p>#{front["description"]}</p><main>#{html}</main>")
"##;

/// Every action behind every opening.
pub(super) fn injections() -> Vec<String> {
    let openings = OPENINGS.iter();
    openings
        .flat_map(|(before, after)| ACTIONS.map(|action| format!("{before}{action}{after}")))
        .collect()
}

fn project(rows: &[String]) -> Project {
    let rows: Vec<Value> = rows
        .iter()
        .enumerate()
        .map(|(at, name)| json!({"model": name, "downloads": 1000 - at}))
        .collect();
    let project = Project::of(SPEC)
        .file("rows.json", serde_json::to_vec(&rows).unwrap())
        .file("site.rb", SITE);
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]);
    outcome.bounded("injections").fine();
    project
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn three_hundred_injections_are_text_in_a_built_site() {
    let tab = Tab::new();
    let all = injections();
    assert_eq!(all.len(), 300);
    for names in all.chunks(ACTIONS.len()) {
        let before = &names[0];
        let project = project(names);
        for post in ["out/jekyll/_posts/2025-10-28-spec.md", "out/report.md"] {
            for input in ["GFM", "kramdown"] {
                let page = project.folder().join("page.html");
                let built = Command::new("ruby")
                    .current_dir(project.folder())
                    .args(["site.rb", post, input])
                    .arg(&page)
                    .output()
                    .expect(
                        "ruby with kramdown: apt-get install ruby-kramdown-parser-gfm ruby-liquid",
                    );
                let told = String::from_utf8_lossy(&built.stderr);
                assert!(built.status.success(), "{before}: {told}");
                is_harmless(&tab, &page, &format!("{before:?} {post} {input}"));
                let html = fs::read_to_string(&page).expect("a page");
                assert!(!html.contains("LIQUID"), "{before:?} {post}");
            }
        }
    }
}

/// Opens a page: no script of it runs, nothing is requested, and it contains only what Markdown
/// produces.
fn is_harmless(tab: &Tab, page: &std::path::Path, what: &str) {
    tab.open_file(page);
    // Every element with a handler is pointed at and pressed.
    let handlers = tab.eval(
        "[...document.querySelectorAll('*')].flatMap(it => [...it.attributes].filter(a => a.name.startsWith('on') || a.name == 'style' && it.localName != 'iframe' && it.localName != 'td' && it.localName != 'th' || /^\\s*javascript:/i.test(a.value)).map(a => it.outerHTML.slice(0, 200)))",
    );
    assert_eq!(handlers, json!([]), "{what}");
    let foreign = tab.eval(
        "[...document.querySelectorAll('main script, main style, main svg, main object, main embed, main img, h1 *, body > p *')].filter(it => !/^charts.[a-z.]+svg$/.test(it.getAttribute('src') || '')).map(it => it.outerHTML.slice(0, 200))",
    );
    assert_eq!(foreign, json!([]), "{what}");
    assert_eq!(tab.eval("window.times"), json!(0), "{what}");
    for request in tab.take_requests() {
        assert!(
            request.starts_with("file:") || request.starts_with("data:"),
            "{what}: {request}"
        );
    }
    // A frame or a picture beside the page does not exist.
    tab.take_errors();
}
