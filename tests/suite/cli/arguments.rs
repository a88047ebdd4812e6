//! The arguments themselves: help, completions, the manual page, wrong usage.

use super::project;

#[test]
fn usage_that_is_wrong_ends_with_2() {
    let project = project();
    for arguments in [
        vec!["verify"],
        vec!["walk", "spec.yaml"],
        vec!["run", "spec.yaml", "--locale", "de"],
        vec!["run", "spec.yaml", "--format", "docx"],
        vec!["run", "spec.yaml", "--set", "first"],
        vec!["run", "spec.yaml", "--jobs", "0"],
        vec!["explain", "spec.yaml", "nothing"],
    ] {
        let outcome = project.hfreport(&arguments).ends_with(2);
        assert!(!outcome.stderr.is_empty());
    }
    assert!(!project.folder().join("out").exists());
}

const COMMANDS: [&str; 8] = [
    "new",
    "run",
    "check",
    "verify",
    "explain",
    "schema",
    "completions",
    "man",
];

#[test]
fn every_shell_gets_completions_of_every_command() {
    let project = project();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = project.hfreport(&["completions", shell]).fine();
        for word in COMMANDS.into_iter().chain(["allow-path", "color"]) {
            assert!(outcome.stdout.contains(word), "{shell}: {word}");
        }
        assert_eq!(outcome.stderr, "");
    }
    project.hfreport(&["completions", "tcsh"]).ends_with(2);
}

#[test]
fn bash_takes_its_completions() {
    let project = project();
    let script = project.hfreport(&["completions", "bash"]).fine().stdout;
    project.write("completions.bash", script);
    let asked = "source completions.bash; COMP_WORDS=(hfreport ver); COMP_CWORD=1; \
                 _hfreport hfreport ver hfreport; echo \"${COMPREPLY[@]}\"";
    let output = std::process::Command::new("bash")
        .args(["-c", asked])
        .current_dir(project.folder())
        .output();
    // A machine without bash does not need completions for it.
    if let Ok(output) = output {
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "verify");
    }
}

#[test]
fn the_manual_page_has_a_part_for_every_command() {
    let page = project().hfreport(&["man"]).fine().stdout;
    assert!(page.contains(".TH hfreport 1"), "{page}");
    for command in COMMANDS {
        let heading = format!(".SH {}\n", command.to_uppercase());
        assert!(page.contains(&heading), "{command}\n{page}");
        assert!(
            page.contains(&format!("hfreport {command}").replace('-', "\\-")),
            "{command}"
        );
    }
    assert!(page.contains("\\-\\-allow\\-path"), "{page}");
    assert!(
        page.is_ascii(),
        "roff is read in the encoding of the system"
    );
}

#[test]
fn the_page_of_commands_names_every_command_and_option() {
    let document = std::fs::read_to_string(crate::fixture::home().join("docs/commands.md"));
    let document = document.expect("the page of commands");
    for command in COMMANDS {
        assert!(
            document.contains(&format!("`hfreport {command}")),
            "{command}"
        );
        let help = project().hfreport(&[command, "--help"]).fine().stdout;
        for option in help
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--"))
        {
            let option = option.split([' ', '=']).next().unwrap_or_default();
            assert!(
                document.contains(&format!("`--{option}")),
                "{command}: --{option}"
            );
        }
    }
}

#[test]
fn every_command_has_a_help_with_examples() {
    let project = project();
    for command in COMMANDS {
        let outcome = project.hfreport(&[command, "--help"]).fine();
        assert!(outcome.stdout.contains("Examples:"), "{command}");
        assert!(
            outcome.stdout.contains(&format!("hfreport {command}")),
            "{command}"
        );
    }
    project.hfreport(&["--version"]).fine();
}
