//! How long it takes from a save to the pixels of the October report.

use super::Tab;
use crate::fixture::{Project, home};
use crate::server::Server;
use std::time::{Duration, SystemTime};

/// The time at which the element with a text was painted: the frame after the current one.
const PAINTED: &str = "word => window.painted = new Promise(done => {
    const look = () => {
        if (!document.body.textContent.includes(word)) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true });
})";

#[test]
#[ignore = "measures, so that it runs alone: cargo test save_to_pixels -- --ignored --nocapture"]
fn twenty_saves_of_the_october_report_are_seen_and_the_time_that_each_takes_is_reported() {
    let project = Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data");
    let server = Server::start(project.folder(), &["reports/october_2025.yaml"]);
    let tab = Tab::new();
    tab.open(&server.address(""));
    let files = [
        // A text, a text in every section, the spec, and a lookup from which everything is
        // recomputed.
        "reports/templates/introduction.fr.md.j2",
        "reports/templates/sizes.fr.md.j2",
        "reports/october_2025.yaml",
        "data/countries.csv",
    ];
    let written = files.map(|file| project.read(file));
    let mut times = Vec::new();
    for edit in 0..20 {
        let (file, text) = (files[edit % 4], &written[edit % 4]);
        let word = format!("mot{}", ["a", "b", "c", "d", "e"][edit / 4]) + &"x".repeat(edit % 4);
        let text = match edit % 4 {
            2 => format!("{text}\nfoot: {word}\n"),
            3 => text.replace("États-Unis", &word),
            _ => format!("{text}\n\n{word}\n"),
        };
        tab.eval(&format!("({PAINTED})('{word}'), 0"));
        let saved = now();
        project.write(file, text);
        let painted = tab.eval("window.painted").as_f64().unwrap();
        times.push((
            Duration::from_secs_f64(painted / 1000.0).saturating_sub(saved),
            file,
        ));
        std::thread::sleep(Duration::from_millis(400));
    }
    for file in files {
        let of_file = times.iter().filter(|(_, of)| *of == file);
        let of_file: Vec<String> = of_file
            .map(|(time, _)| time.as_millis().to_string())
            .collect();
        eprintln!("{file}: {} ms", of_file.join(", "));
    }
    times.sort();
    let (median, worst) = (times[10].0.as_millis(), times[19].0.as_millis());
    eprintln!("from save to pixels: median {median} ms, worst {worst} ms");
}

fn now() -> Duration {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.expect("a clock")
}
