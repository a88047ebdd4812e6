//! The schema of one spec: as far as phase 1, so that a spec which is being written has one as well.

use super::{Failure, Request};
use crate::diagnostic::SourceMap;
use crate::spec::{Root, editor_schema_text, load, schema_for};
use crate::world::World;

/// The text of the schema of a spec, in which its own names are offered.
///
/// # Errors
/// The spec, or one that it extends, is missing or not YAML, or its periods are wrong.
pub(crate) fn schema_text_for(world: &dyn World, request: &Request) -> Result<String, Failure> {
    let mut sources = SourceMap::default();
    let loaded = Root::find(world, &request.spec, &request.allowed)
        .map_err(|problem| vec![problem])
        .and_then(|root| {
            let (spec, settings) = (&request.spec, &request.settings);
            load(&root.door(world), &root, &mut sources, spec, settings)
        });
    match loaded {
        Ok(tree) => Ok(editor_schema_text(schema_for(&tree.root))),
        Err(problems) => Err(Failure {
            spec: request.spec.clone(),
            problems,
            sources,
        }),
    }
}
