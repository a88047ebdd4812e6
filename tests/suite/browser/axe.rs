//! The rules of axe-core on an open page. The rules are not part of the project: `.ci/run` installs
//! them, and so does `npm install --prefix target/axe axe-core`.

use super::Tab;
use crate::fixture::home;
use std::fs;
use std::path::PathBuf;

impl Tab {
    /// The violations that axe-core finds in the page, one per line. `None` if axe-core is not
    /// installed, which the test reports, and which is a failure under `CI=true`.
    #[track_caller]
    pub(crate) fn axe(&self) -> Option<Vec<String>> {
        let rules = rules()?;
        self.eval(&format!("{rules}\n;0"));
        // Contrast takes most of the time, and the browser answers a question within a minute.
        let questions = [
            "runOnly: ['color-contrast']",
            "rules: {'color-contrast': {enabled: false}}",
        ];
        let mut lines = Vec::new();
        for question in questions {
            let found = self.eval(&format!(
                "axe.run(document, {{{question}, resultTypes: ['violations']}}).then(found => found.violations.flatMap(rule =>
                    rule.nodes.map(node => `${{rule.id}}: ${{rule.help}}: ${{node.target.join(' ')}}: ${{node.html.slice(0, 200)}}`)))",
            ));
            let found = found.as_array().expect("findings").iter();
            lines.extend(found.map(|line| line.as_str().unwrap_or_default().to_owned()));
        }
        Some(lines)
    }
}

fn rules() -> Option<String> {
    let installed = home().join("target/axe/node_modules/axe-core/axe.min.js");
    let path = std::env::var_os("HFREPORT_AXE").map_or(installed, PathBuf::from);
    let rules = fs::read_to_string(&path).ok();
    if rules.is_none() {
        let ci = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!ci, "axe-core is missing: {}", path.display());
        eprintln!("skipped: axe-core is missing: npm install --prefix target/axe axe-core");
    }
    rules
}
