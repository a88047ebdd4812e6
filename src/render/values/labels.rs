//! `labels.dimension.code` in a template: what people read for any code.

use super::Shared;
use crate::report::labels::label;
use minijinja::Value;
use minijinja::value::Object;
use std::sync::Arc;

/// `labels.type.company`: the label of any code.
#[derive(Debug)]
pub(super) struct LabelsView(pub(super) Arc<Shared>);

impl Object for LabelsView {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let dimension = key.as_str()?;
        self.0.report.dimensions.get(dimension)?;
        Some(Value::from_object(DimensionLabels(
            self.0.clone(),
            dimension.to_owned(),
        )))
    }
}

#[derive(Debug)]
struct DimensionLabels(Arc<Shared>, String);

impl Object for DimensionLabels {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let code = key.as_str()?;
        Some(Value::from(label(
            &self.0.report,
            &self.1,
            code,
            self.0.locale,
        )))
    }
}
