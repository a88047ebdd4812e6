//! `hfreport man`: the manual page.

use super::terminal::{note, out};
use super::{Arguments, Exit};
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use std::fmt::Write;
use std::io;

/// Prints the manual page
///
/// One page in roff, with a part for each command.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport man > ~/.local/share/man/man1/hfreport.1
  hfreport man | man -l -")]
pub(super) struct ManArguments {}

pub(super) fn man(_: &ManArguments) -> Exit {
    match page() {
        Ok(page) => {
            out(page.trim_end());
            Exit::Fine
        }
        Err(error) => {
            note(&format!("the page cannot be made: {error}"));
            Exit::Environment
        }
    }
}

/// The page of the program, followed by each command with its description, options and examples.
fn page() -> io::Result<String> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let mut page = Vec::new();
    let man = Man::new(program.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for command in program.get_subcommands() {
        page.push_str(&part(command)?);
    }
    Ok(ascii(&page))
}

/// The part about a command: its sections under its own heading.
fn part(command: &Command) -> io::Result<String> {
    let man = Man::new(command.clone());
    let mut sections = Vec::new();
    man.render_synopsis_section(&mut sections)?;
    man.render_description_section(&mut sections)?;
    man.render_options_section(&mut sections)?;
    let sections = String::from_utf8_lossy(&sections).replace(".SH ", ".SS ");
    let name = command.get_name().to_uppercase();
    let after = command.get_after_help().map(ToString::to_string);
    let after = after.unwrap_or_default();
    let examples = after.strip_prefix("Examples:\n").unwrap_or(&after);
    let examples = examples
        .replace('\\', "\\e")
        .replace('-', "\\-")
        .replace('\'', "\\(aq");
    Ok(format!(
        ".SH {name}\n{sections}.SS EXAMPLES\n.nf\n{examples}\n.fi\n"
    ))
}

/// Roff is read in the system's encoding unless it is plain ASCII.
fn ascii(page: &str) -> String {
    let mut plain = String::new();
    for c in page.chars() {
        if c.is_ascii() {
            plain.push(c);
        } else {
            let _ = write!(plain, "\\[u{:04X}]", u32::from(c));
        }
    }
    plain
}
