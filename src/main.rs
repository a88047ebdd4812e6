//! Parses the arguments, runs the command, maps the outcome to an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    hfreport::cli::main()
}
