//! The integration tests, in one binary, since each binary links the engine once more.
//!
//! `fixture` builds a project in a temporary folder and runs the program or the library on it;
//! every other module tests one subject.

mod breakdowns;
mod cases;
mod cli;
mod contracts;
mod determinism;
mod dimensions;
mod documentation;
mod examples;
mod fixture;
mod lookups;
mod metrics;
mod properties;
mod real;
mod schema;
mod sources;
