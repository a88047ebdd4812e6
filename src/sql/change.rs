//! Change from one value to another of its kind. In: the value now and the one before. Out: the
//! difference and the growth, exact wherever both are.

use super::number::{Operation, compare, compute, quotient_of};
use super::{Type, Value};
use std::cmp::Ordering;

/// The value now minus the one before: of integers and decimals of their kind, of two shares an exact
/// fraction, of days a number of them. Missing where one of the two is, and of what has no difference.
#[must_use]
pub fn difference_of(now: &Value, before: &Value) -> Value {
    if let (Value::Date(now), Value::Date(before)) = (now, before) {
        return Value::Integer(i128::from(now.number()) - i128::from(before.number()));
    }
    if now.number().is_none() || before.number().is_none() {
        return Value::Null;
    }
    compute(Operation::Subtract, now, before).unwrap_or(Value::Null)
}

/// The difference as a fraction of the value before, of integers with these two as they are. Missing where
/// the value before is not above zero: nothing grows from there.
#[must_use]
pub fn growth_of(now: &Value, before: &Value) -> Value {
    let is_above_zero =
        before.number().is_some() && compare(before, &Value::Integer(0)) == Ordering::Greater;
    let difference = difference_of(now, before);
    match (&difference, before) {
        _ if !is_above_zero => Value::Null,
        (Value::Integer(_), Value::Integer(_)) => Value::share(difference.units(), before.units()),
        (Value::Decimal(above), Value::Decimal(below)) if above.scale == below.scale => {
            Value::share(above.units, below.units)
        }
        _ => quotient_of(&difference, before).unwrap_or(Value::Null),
    }
}

/// The type of a difference of two values of a type; `None` if there is none.
#[must_use]
pub(crate) fn difference_type(of: Type) -> Option<Type> {
    match of {
        Type::Integer | Type::Number | Type::Decimal(_) => Some(of),
        Type::Date => Some(Type::Integer),
        Type::Text | Type::Boolean | Type::List | Type::Any => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{difference_of, growth_of};
    use crate::sql::{Decimal, Value};
    use crate::text::Ratio;

    fn fraction(numerator: i128, denominator: i128) -> Value {
        Value::Ratio(Ratio {
            numerator,
            denominator,
        })
    }

    #[test]
    fn integers_change_by_integers_and_grow_by_the_two_as_they_are() {
        let (now, before) = (Value::Integer(110), Value::Integer(100));
        assert_eq!(difference_of(&now, &before), Value::Integer(10));
        assert_eq!(growth_of(&now, &before), fraction(10, 100));
        assert_eq!(growth_of(&before, &now), fraction(-10, 110));
    }

    #[test]
    fn the_difference_of_two_shares_is_an_exact_fraction() {
        // 3/7 - 1/3 = 9/21 - 7/21
        let found = difference_of(&fraction(3, 7), &fraction(1, 3));
        assert_eq!(found, fraction(2, 21));
        let found = difference_of(&fraction(1, 3), &fraction(3, 7));
        assert_eq!(found, fraction(-2, 21));
    }

    #[test]
    fn decimals_change_by_decimals() {
        let money = |units| Value::Decimal(Decimal { units, scale: 2 });
        assert_eq!(difference_of(&money(1281), &money(1250)), money(31));
        assert_eq!(growth_of(&money(1281), &money(1250)), fraction(31, 1250));
    }

    #[test]
    fn nothing_grows_from_nothing_or_from_below_zero() {
        for before in [Value::Integer(0), Value::Integer(-5), Value::Null] {
            assert_eq!(growth_of(&Value::Integer(7), &before), Value::Null);
        }
        assert_eq!(difference_of(&Value::Integer(7), &Value::Null), Value::Null);
        assert_eq!(
            difference_of(&Value::Integer(7), &Value::Integer(0)),
            Value::Integer(7)
        );
        assert_eq!(
            difference_of(&Value::text("b"), &Value::text("a")),
            Value::Null
        );
    }

    #[test]
    fn means_of_other_denominators_grow_exactly() {
        // From 5/2 to 10/3: a third more.
        let found = growth_of(&fraction(10, 3), &fraction(5, 2));
        assert_eq!(found, fraction(10, 30));
    }
}
