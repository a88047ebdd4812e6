//! `hfreport index`: the bundles of a folder beside each other.

use super::bounds::computed;
use super::terminal::{fail, out, report};
use super::{Exit, Messages};
use crate::diagnostic::{Batch, SourceMap};
use crate::index::{Options, index};
use crate::pipeline::Failure;
use crate::world::SystemWorld;
use clap::Args;
use std::path::PathBuf;

/// Makes pages, feeds and a list of the bundles in a folder
///
/// Reads every folder in it that is a bundle and writes `index.html` with the periods, headline numbers and their
/// course, `feed.xml`, the same in further languages, and `periods.json`. Bundles stay as they are; a file of another origin is
/// not replaced. A spec with `outputs.index` needs no such command: its runs renew the index.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport index out/months
  hfreport index out/months --metric all_downloads --metric under_1b --address https://example.org/hub/")]
pub(super) struct IndexArguments {
    /// The folder above the bundles
    folder: PathBuf,
    /// A metric that is a headline number; may be repeated. By default those that the spec names, or the first three
    #[arg(long = "metric", value_name = "NAME")]
    metrics: Vec<String>,
    /// Address at which the folder is published, with a trailing slash, for the feed. By default what the spec says
    #[arg(long, value_name = "URL", default_value = "", value_parser = address)]
    address: String,
    #[command(flatten)]
    messages: Messages,
}

pub(super) fn run(arguments: &IndexArguments) -> Exit {
    let options = Options {
        metrics: arguments.metrics.clone(),
        address: arguments.address.clone(),
        ..Options::default()
    };
    let (folder, format) = (&arguments.folder, arguments.messages.message_format);
    let sources = SourceMap::default();
    let made = computed(folder, format, || index(&SystemWorld, folder, &options));
    let written = made.and_then(|made| {
        let batch = Batch {
            spec: folder,
            problems: &made.warnings,
            sources: &sources,
        };
        report(&[batch], format);
        made.write(&SystemWorld)
    });
    match written {
        Ok(written) => {
            for path in written {
                out(&format!("wrote {}", path.display()));
            }
            Exit::Fine
        }
        Err(problems) => {
            let failure = Failure {
                spec: folder.clone(),
                problems,
                sources,
            };
            fail(&failure, format)
        }
    }
}

fn address(text: &str) -> Result<String, String> {
    let is_address = (text.starts_with("https://") || text.starts_with("http://"))
        && text.ends_with('/')
        && !text.contains([' ', '<', '>', '"']);
    if is_address || text.is_empty() {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "expected an address that ends with `/`, found `{text}`"
        ))
    }
}
