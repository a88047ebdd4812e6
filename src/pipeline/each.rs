//! The runs of a report with `periods`: a request → one request for each period, oldest first.

use super::{Failure, Request};
use crate::diagnostic::{Code, Diagnostic, SourceMap, there_are};
use crate::spec::{ParamValue, Root, load};
use crate::world::World;

/// The first and the last period of a range; without one of them it is open on that side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Range {
    /// The first period.
    pub first: Option<String>,
    /// The last period.
    pub last: Option<String>,
}

/// A period and the request that runs it.
#[derive(Clone, Debug)]
pub(crate) struct OnePeriod {
    /// The value of the param that names it, as in paths.
    pub name: String,
    /// The request.
    pub request: Request,
}

/// A request for each period of a spec that lies in a range.
///
/// # Errors
/// The spec cannot be read or has no periods, or none of them lies in the range.
pub(crate) fn each(
    world: &dyn World,
    request: &Request,
    range: &Range,
) -> Result<Vec<OnePeriod>, Failure> {
    let mut sources = SourceMap::default();
    requests(world, request, range, &mut sources).map_err(|problems| Failure {
        spec: request.spec.clone(),
        problems,
        sources,
    })
}

fn requests(
    world: &dyn World,
    request: &Request,
    range: &Range,
    sources: &mut SourceMap,
) -> Result<Vec<OnePeriod>, Vec<Diagnostic>> {
    let root = Root::find(world, &request.spec, &request.allowed).map_err(|d| vec![d])?;
    let door = root.door(world);
    let tree = load(&door, &root, sources, &request.spec, &request.settings)?;
    let Some(periods) = tree.periods else {
        let message = "`--each` runs every period of a spec, this one has no `periods`";
        let problem = Diagnostic::error(Code::NO_PERIOD, message);
        return Err(vec![problem.hint(
            "add a table of them: `periods: {param: snapshot, table: periods.csv}`",
        )]);
    };
    if request
        .settings
        .iter()
        .any(|(name, _)| *name == periods.param)
    {
        let message = format!(
            "`--each` runs several periods, `--set {}` names one",
            periods.param
        );
        return Err(vec![Diagnostic::error(Code::NO_PERIOD, message)]);
    }
    let key = &periods.current().key;
    let first = bound(range.first.as_deref(), key)?;
    let last = bound(range.last.as_deref(), key)?;
    let is_inside = |value: &ParamValue| {
        !first.as_ref().is_some_and(|first| value.is_before(first))
            && !last.as_ref().is_some_and(|last| last.is_before(value))
    };
    let inside = periods.list.iter().filter(|period| is_inside(&period.key));
    let inside: Vec<OnePeriod> = inside
        .map(|period| {
            let name = period.key.plain();
            let mut request = request.clone();
            let setting = (periods.param.clone(), name.clone());
            request.settings.push(setting);
            request.options.all_periods = true;
            OnePeriod { name, request }
        })
        .collect();
    if inside.is_empty() {
        let names: Vec<String> = periods.list.iter().map(|it| it.key.plain()).collect();
        let found = there_are(names.iter().map(String::as_str));
        let message = format!("no period lies in the range of `--each`; {found}");
        return Err(vec![Diagnostic::error(Code::NO_PERIOD, message)]);
    }
    Ok(inside)
}

/// An end of a range, of the type of the periods.
fn bound(text: Option<&str>, key: &ParamValue) -> Result<Option<ParamValue>, Vec<Diagnostic>> {
    let Some(text) = text else {
        return Ok(None);
    };
    let value = key.parsed(text);
    value.map(Some).ok_or_else(|| {
        let message = format!("`--each`: a period is {}, found `{text}`", key.described());
        vec![Diagnostic::error(Code::NO_PERIOD, message)]
    })
}
