//! `hfreport schema`: prints the JSON Schema of the language.

use super::terminal::{fail, out};
use super::{Exit, Messages};
use crate::document::{periods_json, report_json};
use crate::pipeline::{Request, schema_text_for};
use crate::resolve::published_schema;
use crate::spec::{editor_schema_text, schema};
use crate::world::SystemWorld;
use clap::Args;
use std::path::PathBuf;

/// Prints the JSON Schema of specs
///
/// Editors with a YAML language server complete and explain every key with it. The first line of a
/// spec names it: # yaml-language-server: $schema=schemas/report.schema.json
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport schema > schemas/report.schema.json
  hfreport schema --published > schemas/published.schema.json
  hfreport schema --report > schemas/report_json.schema.json
  hfreport schema --periods > schemas/periods_json.schema.json
  hfreport schema --for report.yaml > report.schema.json")]
pub(super) struct SchemaArguments {
    /// Prints the schema of a file of published figures instead
    #[arg(long)]
    published: bool,
    /// Prints the schema of report.json, the numbers of a bundle, instead
    #[arg(long, conflicts_with = "published")]
    report: bool,
    /// Prints the schema of periods.json, the index of the periods, instead
    #[arg(long, conflicts_with_all = ["published", "report"])]
    periods: bool,
    /// Prints the schema of one spec, in which editors complete the names that the spec defines
    #[arg(long = "for", value_name = "SPEC", conflicts_with_all = ["published", "report", "periods"])]
    spec: Option<PathBuf>,
    #[command(flatten)]
    messages: Messages,
}

pub(super) fn print_schema(arguments: &SchemaArguments) -> Exit {
    let text = if let Some(spec) = &arguments.spec {
        let request = Request {
            spec: spec.clone(),
            ..Request::default()
        };
        match schema_text_for(&SystemWorld, &request) {
            Ok(text) => text,
            Err(failure) => return fail(&failure, arguments.messages.message_format),
        }
    } else if arguments.published {
        editor_schema_text(published_schema())
    } else if arguments.report {
        report_json::schema_text()
    } else if arguments.periods {
        periods_json::schema_text()
    } else {
        editor_schema_text(schema())
    };
    out(text.trim_end());
    Exit::Fine
}
