//! `hfreport completions`: shell completions of commands and options.

use super::terminal::out;
use super::{Arguments, Exit};
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

/// Prints completions for a shell
///
/// With them, the shell completes commands, options and their values.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport completions bash > ~/.local/share/bash-completion/completions/hfreport
  hfreport completions zsh > ~/.zfunc/_hfreport
  hfreport completions fish > ~/.config/fish/completions/hfreport.fish
  hfreport completions powershell >> $PROFILE")]
pub(super) struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

pub(super) fn completions(arguments: &CompletionsArguments) -> Exit {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    generate(arguments.shell, &mut command, "hfreport", &mut script);
    out(String::from_utf8_lossy(&script).trim_end());
    Exit::Fine
}
