//! The fuzz targets under libFuzzer; `HFREPORT_FUZZ_TARGET` names the one that runs.
#![no_main]

mod targets;

use std::sync::OnceLock;

static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();

/// Chooses the target. The program catches the panics of the readers that it uses and reports them; so only what
/// leaves the target is a finding, for which the hook of libFuzzer, which ends the process at once, gives way.
fn choose() {
    let name = std::env::var("HFREPORT_FUZZ_TARGET").unwrap_or_default();
    let found = targets::TARGETS.iter().find(|(known, _)| *known == name);
    let (_, target) = found.unwrap_or_else(|| panic!("there is no target `{name}`"));
    let _ = TARGET.set(*target);
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

libfuzzer_sys::fuzz_target!(init: choose(), |bytes: &[u8]| {
    if let Some(target) = TARGET.get() {
        target(bytes);
    }
});
