//! The head of a document: what the page and Markdown say before the first section, and what is left out of it.

use crate::fixture::Project;

/// Of 100 downloads 30 + 20 go to a, 40 to b, 10 to c.
const ROWS: &str = "account,kind,downloads\na,x,30\na,y,20\nb,x,40\nc,y,10\n";

const SPEC: &str = r##"
version: 1
locales: [en]
title: The downloads
headline: "{{ by_account[0].account }} leads"
standfirst: "It has {{ metrics.a_share|percent }}."
byline: "Data of **today**"
badge: "{% if params.invented %}reconstruction{% endif %}"
credit: "the *hub*."
params: {invented: true}
key_numbers:
  - {value: "{{ metrics.a_share|percent }}", label: "go to a ■", picture: {type: split, of: a_share}}
  - {value: "{{ metrics.b_share|percent }}", label: "go to b ■, {{ metrics.c_share|percent }} to c ■", picture: {type: waffle, of: [b_share, c_share]}}
  - {value: "{% if metrics.c_share > metrics.b_share %}{{ metrics.c_share|percent }}{% endif %}", label: never}
  - {value: "{{ by_account|length }}", label: accounts ■, picture: {type: strip, data: by_account, values: [b]}}
findings:
  - {lead: First., text: "a has {{ metrics.a_share|percent }}.", figure: bars}
  - {lead: Never., text: "{% if metrics.c_share > metrics.b_share %}c is ahead.{% endif %}"}
sources:
  models:
    path: rows.csv
    columns: {account: {type: string}, kind: {type: string}, downloads: {type: integer}}
measures: {downloads: {sql: "sum(downloads)"}}
metrics:
  a_share: {measure: downloads, where: "account = 'a'", of: {}}
  b_share: {measure: downloads, where: "account = 'b'", of: {}}
  c_share: {measure: downloads, where: "account = 'c'", of: {}}
breakdowns:
  by_account: {by: account, measures: [downloads]}
  parts: {by: [account, kind], measures: [downloads], within: account}
colors: {account: {b: "#2766b0"}}
charts:
  bars: {type: bar, data: by_account, x: downloads, y: account, title: Accounts, subtitle: "Downloads, of all", caption: "By account."}
  stacks: {type: stacked_bar, data: parts, x: downloads, y: account, color: kind, title: Kinds}
sections:
  - variants: [{chart: bars}, {chart: stacks, label: Kinds of them}]
outputs: {formats: [html, markdown], charts: [svg]}
"##;

fn run(spec: &str) -> Project {
    let project = Project::of(spec).file("rows.csv", ROWS);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project
}

#[test]
fn a_page_begins_with_what_is_found_and_leads_to_its_figures() {
    let page = run(SPEC).read("out/index.html");
    for part in [
        "<p class=kick>The downloads</p>",
        "<h1>a leads</h1>",
        ">50.0%</a>.</p>",
        "<b>50.0%</b><span>go to a <svg class=sq",
        "Reconstruction</a>",
        "<li><b>First.</b><span>a has <a href=#.",
        "<a href=\"#figure-bars\">See figure\u{a0}1</a>",
        // Half of 180 is of a; b has its own colour and stands first in the strip, 40 % of 180 wide.
        "<path class=a d=\"M0.0 12h88.5v16h-88.5z\"/>",
        "<path fill=#2766b0 d=\"M0.0 12h70.5v16h-70.5z\"/>",
        "<figcaption><small>Figure\u{a0}1</small><b id=bars-title>Accounts</b><p>Downloads, of all</p></figcaption>",
        "<div class=ft><p><b>How to read.</b> By account.</p><p><b>Source.</b> the <em>hub</em>.</p></div>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    // The waffle has 40 squares of b and 10 of c, and half of the hundred is empty.
    let squares = |class: &str| {
        let paths = page
            .split("<path ")
            .filter(|it| it.starts_with(class) && it.contains('v'));
        paths
            .map(|it| {
                it.split("/>")
                    .next()
                    .unwrap_or_default()
                    .matches('M')
                    .count()
            })
            .max()
    };
    assert_eq!(
        [squares("class=b"), squares("class=r")],
        [Some(10), Some(50)]
    );
    assert!(!page.contains("never") && !page.contains("Never."));
}

#[test]
fn markdown_says_the_same_and_shows_all_charts_of_a_figure() {
    let text = run(SPEC).read("out/report.md");
    let head = "# The downloads\n\n**a leads**\n\nIt has 50.0%.\n\nData of **today** · Reconstruction\n\n\
                - **50.0%** go to a\n- **40.0%** go to b, 10.0% to c\n- **3** accounts\n\n## Key takeaways\n\n\
                1. **First.** a has 50.0%. (See figure\u{a0}1)\n\n";
    assert!(text.starts_with(head), "{text}");
    for part in [
        "**Figure\u{a0}1 (Accounts): Accounts**\n\n![",
        "\n\nDownloads, of all. By account.\n\n**Figure\u{a0}1 (Kinds of them): Kinds**\n\n![",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_picture_says_what_its_rows_are_and_a_page_says_it_once() {
    let picture = |spec: &str| run(spec).read("out/charts/bars.en.svg");
    assert!(picture(SPEC).contains(">Accounts · reconstruction</text>"));
    let measured = SPEC.replace("invented: true", "invented: false");
    assert!(picture(&measured).contains(">Accounts</text>"));
    assert!(
        !run(SPEC)
            .read("out/index.html")
            .contains("· reconstruction")
    );
}

#[test]
fn without_an_opening_a_page_begins_with_its_title() {
    let (_, rest) = SPEC.split_once("\nsources:").expect("sources");
    let spec = format!("version: 1\nlocales: [en]\ntitle: The downloads\nsources:{rest}")
        .replace("[{chart: bars}", "[{chart: bars, label: \"{{ metrics.a_share|percent }} {{ metrics.b_share|percent }} {{ metrics.c_share|percent }}\"}");
    let page = run(&spec).read("out/index.html");
    assert!(page.contains("<h1>The downloads</h1>"));
    for part in [
        "class=kick",
        "class=keys",
        "class=finds",
        "class=badge",
        "class=by",
    ] {
        assert!(!page.contains(part), "{part}");
    }
}

#[test]
fn a_highlighted_bar_stands_out_and_the_others_are_grey() {
    let spec = SPEC.replace(
        "y: account, title: Accounts",
        "y: account, highlight: {values: [b]}, title: Accounts",
    );
    let svg = run(&spec).read("out/charts/bars.en.svg");
    assert!(svg.contains("#d4480b") && svg.contains("#a4a8b3"), "{svg}");
    let first = run(&spec.replace("{values: [b]}", "{first: 3}")).read("out/charts/bars.en.svg");
    assert!(
        first.contains("#d4480b") && !first.contains("#a4a8b3"),
        "{first}"
    );
}

#[test]
fn an_accent_changes_what_stands_out_and_neither_labels_nor_colours_of_the_spec() {
    let themed = SPEC.replace("params:", "theme: {accent: \"#005f73\"}\nparams:");
    let stressed = themed.replace(
        "y: account, title: Accounts",
        "y: account, highlight: {values: [b]}, title: \"Accounts #d4480b\"",
    );
    let svg = run(&stressed).read("out/charts/bars.en.svg");
    assert!(
        svg.contains("Accounts #d4480b") && svg.contains("=\"#005f73\""),
        "{svg}"
    );
    assert!(!svg.contains("=\"#d4480b\""), "{svg}");
    let given = themed
        .replace("{b: \"#2766b0\"}", "{b: \"#d4480b\"}")
        .replace(
            "y: account, title: Accounts",
            "y: account, color: account, title: Accounts",
        );
    let svg = run(&given).read("out/charts/bars.en.svg");
    assert!(
        svg.contains("=\"#d4480b\"") && !svg.contains("#005f73"),
        "{svg}"
    );
}

#[test]
fn values_take_the_palette_of_the_theme_and_the_spec_goes_before_the_repository() {
    let colored = SPEC.replace(
        "y: account, title: Accounts",
        "y: account, color: account, title: Accounts",
    );
    let palette = "palette: [\"#005f73\", \"#ca6702\", \"#9b2226\"]";
    let svg = run(&colored.replace("params:", &format!("theme: {{{palette}}}\nparams:")));
    let svg = svg.read("out/charts/bars.en.svg");
    // That of b is given; all others are of the palette.
    let fills = svg.matches("fill=\"#005f73\"").count()
        + svg.matches("fill=\"#ca6702\"").count()
        + svg.matches("fill=\"#9b2226\"").count();
    assert!(fills >= 2 && svg.contains("#2766b0"), "{svg}");
    let project = run(&colored);
    let toml = "[theme]\naccent = \"#0a6\"\npalette = [\"#005f73\", \"#005f74\", \"#9b2226\"]\nlogo = \"../logo.svg\"\n";
    project.write("hfreport.toml", toml);
    let outcome = project.hfreport(&["check", "spec.yaml", "--message-format", "short"]);
    assert_eq!(outcome.code, 1);
    for problem in [
        "hfreport.toml: `theme.accent`: `#0a6` is no colour",
        "hfreport.toml: `theme.palette.1`: #005f74 looks like #005f73",
        "`../logo.svg`",
    ] {
        assert!(
            outcome.stderr.contains(problem),
            "{problem}\n{}",
            outcome.stderr
        );
    }
    project.write(
        "brand/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    project.write(
        "hfreport.toml",
        "[theme]\naccent = \"#9b2226\"\nlogo = \"brand/logo.svg\"\n",
    );
    project.write(
        "spec.yaml",
        colored.replace("params:", "theme: {accent: \"#005f73\"}\nparams:"),
    );
    project
        .hfreport(&["run", "spec.yaml", "--quiet", "--replace"])
        .fine();
    let page = project.read("out/index.html");
    assert!(
        page.contains(":root{--accent:#005f73;") && page.contains("<img class=logo"),
        "{page}"
    );
}

/// A report whose headline is a claim about the account `a`, which has half of the downloads.
fn with_claim(condition: &str, headline: &str) -> Project {
    let claims = format!(
        "claims:\n  ahead: {{sql: \"{condition}\", say: \"a has {{{{ metrics.a_share|percent }}}} of all\"}}\nsources:"
    );
    let spec = SPEC.replacen("sources:", &claims, 1);
    let spec = spec.replace("{{ by_account[0].account }} leads", headline);
    Project::of(&spec).file("rows.csv", ROWS)
}

#[test]
fn a_claim_in_a_headline_leads_to_what_it_stands_on() {
    let project = with_claim("a_share > 0.4", "{{ claims.ahead }}");
    let outcome = project.hfreport(&["run", "spec.yaml"]).fine();
    assert!(!outcome.stderr.contains("HF0532"), "{}", outcome.stderr);
    let page = project.read("out/index.html");
    let from = page.find("<h1>").expect("a headline");
    let headline = &page[from..page[from..].find("</h1>").expect("its end") + from];
    // The words lead to the condition, the number to its origin, as in a text.
    assert_eq!(headline.matches("<a href=#.").count(), 2, "{headline}");
    assert!(headline.contains(">50.0%</a>"), "{headline}");
    // The rows behind the links stand in their order: the headline is the first.
    let title = "<title>";
    assert!(page.contains(title), "{page}");
    let markdown = project.read("out/report.md");
    assert!(markdown.contains("**a has 50.0% of all**"), "{markdown}");
}

#[test]
fn a_headline_that_says_nothing_is_told_with_the_claim_that_leaves_it_empty() {
    let project = with_claim("a_share > 0.9", "{{ claims.ahead }}");
    let outcome = project.hfreport(&["run", "spec.yaml"]).fine();
    let told = "warning[HF0532]: the headline is left out of `en`, the title stands in its place: claim `ahead` does not hold and has no `else`";
    assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
    assert!(
        project
            .read("out/index.html")
            .contains("<h1>The downloads</h1>")
    );
    for (condition, headline) in [
        ("a_share > 0.4", "{{ claims.ahead }}"),
        (
            "a_share > 0.9",
            "{% if claims.ahead %}{{ claims.ahead }}{% else %}Many share them{% endif %}",
        ),
    ] {
        let outcome = with_claim(condition, headline)
            .hfreport(&["run", "spec.yaml"])
            .fine();
        assert!(!outcome.stderr.contains("HF0532"), "{}", outcome.stderr);
    }
}
