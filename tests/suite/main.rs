//! The integration tests, in one binary, since each binary links the engine again.
//!
//! `fixture` builds a project in a temporary folder and runs the program or the library on it;
//! every other module tests one subject. `browser` opens the written pages in a browser:
//! `cargo test browser -- --ignored`.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside of the World that they check"
)]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]
#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::print_stderr,
    reason = "plain code is easier to check than fast code; a skipped test says so"
)]

mod add_up;
mod advice;
mod alike;
mod annotations;
mod areas;
mod attributed;
mod bombs;
mod breakdowns;
mod browser;
mod bundle_index;
mod bundles;
mod called_totals;
mod cases;
mod changes;
mod charts;
mod chunks;
mod claims;
mod cli;
mod collect;
mod columns;
mod compared;
mod comparison;
mod computed;
mod contracts;
mod corrections;
mod counting_breaks;
mod courses;
mod coverage;
mod databases;
mod decimals;
mod determinism;
mod dimensions;
mod documentation;
mod duckdb;
mod dumbbells;
mod editor;
mod engines;
mod exact_numbers;
mod examples;
mod explain;
mod facets;
mod faults;
mod faulty;
mod fixture;
mod folding;
mod fuzz;
mod gallery;
mod generated;
mod glossary;
mod guards;
mod guides;
mod heatmaps;
mod hostile;
mod in_print;
mod jekyll;
mod large_tables;
mod leaders;
mod left_out;
mod letter_order;
mod level;
mod lists;
mod lookups;
mod messages;
mod metrics;
mod modules;
mod moments;
mod monthly;
mod monthly_change;
mod months;
mod moves;
mod mutations;
mod named_values;
mod names;
mod nasty;
mod new;
mod news;
mod number_formats;
mod october;
mod of_no_value;
mod openings;
mod oracle;
mod origin_words;
mod origins;
mod over;
mod over_whole;
mod overlaps;
mod parents;
mod pdf;
mod percentages;
mod period_index;
mod period_names;
mod periods;
mod properties;
mod prose;
mod published;
mod published_page;
mod ratios;
mod real;
mod records;
mod remote;
mod replacing;
mod report_json;
mod roots;
mod row_conditions;
mod rows_again;
mod rows_kept;
mod sail;
mod same_rows;
mod sarif;
mod schema;
mod scope;
mod serve;
mod server;
mod shares;
mod silent;
mod simulation;
mod snapshot;
mod sources;
mod spellings;
mod split_rows;
mod sql;
mod table_columns;
mod targets;
mod texts;
mod time_axes;
mod totals;
mod typed_records;
mod units;
mod usage;
mod words_of_others;
mod workbooks;
mod workflow;
mod writing;
