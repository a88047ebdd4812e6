//! Amounts that fell or rose by more than a share since the period before. In: two values, and the share that is allowed. Out: the problem
//! of those that differ by more.

use super::Value;
use super::thresholds::{limit, shown};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Guards, Period, Report};
use crate::spec::escape;
use crate::text::Locale;
use crate::text::number::integer;

/// What to do about an amount that was 0.
const FROM_NOTHING: &str = "what was 0 has no change in percent, so that no limit allows it; if it is right, say `allow: [HF0462]` for the run of this period, and take it out again before the next one: it waives all jumps";

/// An amount of a source in two periods.
#[derive(Clone, Copy)]
pub(super) struct Amount<'a> {
    /// The source.
    pub(super) source: &'a str,
    /// What it is, in words.
    pub(super) what: &'a str,
    /// Its value now, and the one before.
    pub(super) values: (&'a Value, &'a Value),
    /// The measure that it is told at; none: it is told at its source.
    pub(super) measure: Option<&'a str>,
    /// Whether the rows are about as many as before, so that it is their cells that are others.
    pub(super) rows_stay: bool,
}

/// What amounts are held against.
pub(super) struct Jump<'a> {
    /// The report.
    pub(super) report: &'a Report,
    /// The share by which they may fall or rise.
    pub(super) limit: f64,
    /// The period before.
    pub(super) period: &'a str,
}

impl Jump<'_> {
    /// The problem of an amount that fell or rose by more.
    pub(super) fn problem(&self, amount: Amount<'_>) -> Option<Diagnostic> {
        let Amount {
            source,
            what,
            values: (now, before),
            measure,
            rows_stay,
        } = amount;
        let order = now.compare(before);
        let share = difference(now, before)?;
        let is_beyond = match share {
            // Nothing has no share.
            Value::Null => order.is_ne(),
            ref share => share.compare(&Value::Number(self.limit)).is_gt(),
        };
        if !is_beyond {
            return None;
        }
        let (by, allowed) = match share {
            Value::Null => (String::new(), String::new()),
            ref share => (
                format!(" by {}", shown(share)),
                format!("; {} is allowed", limit(self.limit)),
            ),
        };
        let message = format!(
            "source `{source}`: {what} {}{by} since the period `{}`, from {} to {}{allowed}",
            if order.is_lt() { "fell" } else { "rose" },
            self.period,
            written(before),
            written(now),
        );
        let place = match measure {
            Some(measure) => format!("/measures/{}", escape(measure)),
            None => format!("/sources/{}", escape(source)),
        };
        let breaks = self.report.breaks.told();
        let broken = (!breaks.is_empty())
            .then(|| format!("since the period before what is counted changed: {breaks}"));
        let problem = Diagnostic::error(Code::JUMP, message)
            .at(Location::key(place))
            .maybe_hint(broken)
            .hint(if rows_stay {
                "is a part of its cells missing, there twice, or in another unit?"
            } else {
                "is a part of the rows missing, or there twice?"
            })
            .hint(match share {
                Value::Null => FROM_NOTHING.to_owned(),
                _ => limit_of_period(self.report, "change", Guards::CHANGE, Code::JUMP),
            });
        let by_nature = measure.map(|measure| {
            format!(
                "what changes by as much from period to period, as with the seasons, may say so in measure `{measure}`: `allow: [{}]`",
                Code::JUMP
            )
        });
        Some(problem.maybe_hint(by_nature))
    }
}

/// By which part of the value before the other one is more or less; null where that was 0.
fn difference(now: &Value, before: &Value) -> Option<Value> {
    let is_exact = match (now, before) {
        (Value::Integer(_), Value::Integer(_)) => true,
        (Value::Decimal(now), Value::Decimal(before)) => now.scale == before.scale,
        _ => false,
    };
    if is_exact {
        let difference = now.units().checked_sub(before.units())?;
        let below = before.units().checked_abs()?;
        return Some(Value::share(difference.checked_abs()?, below));
    }
    let (now, before) = (now.float()?, before.float()?);
    let share = (now - before).abs() / before.abs();
    Some(if share.is_finite() {
        Value::Number(share)
    } else {
        Value::Null
    })
}

/// Whether two whole numbers are so small that chance alone makes them as different, as of a few cases a month: no further apart than
/// four times the root of both together, which is what numbers of single cases differ by once in ten thousand times.
pub(super) fn may_be_chance(now: &Value, before: &Value) -> bool {
    let (Value::Integer(now), Value::Integer(before)) = (now, before) else {
        return false;
    };
    let squared = now.abs_diff(*before).checked_pow(2);
    let both = now.unsigned_abs().saturating_add(before.unsigned_abs());
    squared.is_some_and(|squared| squared <= both.saturating_mul(16))
}

/// How to let a period alone be further from the one before: a waiver is of all periods of a spec.
pub(super) fn limit_of_period(report: &Report, key: &str, usual: f64, code: Code) -> String {
    let code = code.as_str();
    let is_set = |period: &Period| period.sets.iter().any(|name| name == key);
    if report.period.as_ref().is_some_and(is_set) {
        return format!(
            "if it is right, let the row of this period in the table of `periods` say more in its column `{key}`; `allow: [{code}]` waives it in all periods of this spec"
        );
    }
    format!(
        "if it is right, give this period a limit of its own: `{key}: {{type: number, default: {usual}}}` among the params, a column `{key}` in the table of `periods`, and `guards: {{{key}: \"{{{{ params.{key} }}}}\"}}`; `allow: [{code}]` waives it in all periods of this spec"
    )
}

/// An amount with all of its digits.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Integer(value) => integer((*value).into(), Locale::En),
        value => value.to_string(),
    }
}
