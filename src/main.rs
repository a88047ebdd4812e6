//! Parses the arguments, runs the command, maps the outcome to an exit code.

use std::process::ExitCode;

/// Frames are allocated and freed by the megabyte: an allocator that keeps pages saves a fifth of a
/// run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    hfreport::cli::main()
}
