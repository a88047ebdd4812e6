//! Exact arithmetic with answers worked out by hand.

use super::*;

fn ratio(numerator: i128, denominator: i128) -> Value {
    Value::Ratio(Ratio {
        numerator,
        denominator,
    })
}

#[test]
fn a_float_is_its_shortest_decimal() {
    assert_eq!(shortest(1.005), (1005, -3));
    assert_eq!(shortest(-0.1), (-1, -1));
    assert_eq!(shortest(1e22), (1, 22));
    assert_eq!(shortest(f64::MIN_POSITIVE), (22_250_738_585_072_014, -324));
    assert_eq!(shortest(5e-324), (5, -324));
    let product = compute(
        Operation::Multiply,
        &Value::Number(1.005),
        &Value::Integer(1000),
    );
    assert_eq!(
        product.unwrap().compare(&Value::Integer(1005)),
        Ordering::Equal
    );
    let sum = compute(Operation::Add, &Value::Number(0.1), &Value::Number(0.2)).unwrap();
    assert_eq!(sum.compare(&Value::Number(0.3)), Ordering::Equal);
}

#[test]
fn fractions_are_compared_beyond_128_bits() {
    let large = 10_i128.pow(37);
    assert_eq!(
        compare(&ratio(large + 1, large), &ratio(large + 2, large + 1)),
        Ordering::Greater
    );
    assert_eq!(
        compare(&ratio(-large - 1, large), &ratio(-large - 2, large + 1)),
        Ordering::Less
    );
    assert_eq!(
        compare(&ratio(1, 3), &ratio(large, 3 * large)),
        Ordering::Equal
    );
    assert_eq!(
        compare(&Value::Integer(2), &Value::Number(2.5)),
        Ordering::Less
    );
}

#[test]
fn whole_numbers_never_wrap() {
    let greatest = Value::Integer(i128::MAX);
    for operation in [Operation::Add, Operation::Multiply] {
        assert!(compute(operation, &greatest, &Value::Integer(2)).is_err());
    }
    assert!(
        compute(
            Operation::Subtract,
            &Value::Integer(i128::MIN),
            &Value::Integer(1)
        )
        .is_err()
    );
    assert!(negate(&Value::Integer(i128::MIN)).is_err());
    assert_eq!(
        compute(Operation::Divide, &greatest, &Value::Integer(0)).unwrap(),
        Value::Null
    );
    assert_eq!(
        compute(
            Operation::Remainder,
            &Value::Integer(i128::MIN),
            &Value::Integer(-1)
        )
        .unwrap(),
        Value::Integer(0)
    );
}

#[test]
fn rounding_is_half_away_from_zero() {
    let round = |value: Value, decimals| crate::sql::rounding::round(&value, decimals).unwrap();
    assert_eq!(round(Value::Number(2.5), 0), Value::Integer(3));
    assert_eq!(round(Value::Number(-2.5), 0), Value::Integer(-3));
    assert_eq!(round(ratio(5, 2), 0), Value::Integer(3));
    assert_eq!(round(Value::Number(1.005), 2), ratio(101, 100));
    assert_eq!(round(Value::Integer(1250), -2), Value::Integer(1300));
    assert_eq!(round(Value::Integer(5), -60), Value::Integer(0));
    assert_eq!(round(Value::Number(1e-60), 0), Value::Integer(0));
    assert!(crate::sql::rounding::round(&Value::Number(1e60), 0).is_err());
}

#[test]
fn the_nearest_float_of_a_fraction_is_rounded_once() {
    let nearest = |numerator, denominator| {
        super::nearest(Ratio {
            numerator,
            denominator,
        })
    };
    let cases: [(f64, f64); 4] = [
        (nearest(1, 3), 1.0 / 3.0),
        (nearest(10_i128.pow(30), 10_i128.pow(31)), 0.1),
        (nearest(-10_i128.pow(30) - 1, 10_i128.pow(31)), -0.1),
        (nearest(10_i128.pow(30) + 1, 1), 1e30),
    ];
    for (found, expected) in cases {
        assert_eq!(found.to_bits(), expected.to_bits());
    }
}

#[test]
fn a_quotient_by_bits_is_the_one_by_digits() {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u128::from(state >> 11) * u128::from(state >> 33)
    };
    let mut by_bits = 0;
    for _ in 0..20_000 {
        let (numerator, denominator) = (next() + 1, (next() >> 12) + 1);
        if let Some(found) = super::by_bits(numerator, denominator) {
            by_bits += 1;
            let expected = super::by_digits(numerator, denominator);
            assert_eq!(
                found.to_bits(),
                expected.to_bits(),
                "{numerator} / {denominator}"
            );
        }
    }
    assert!(by_bits > 15_000, "{by_bits}");
    // Half way between two floats, and just above it: to the even one, and up.
    let half = (1_u128 << 54) + 2;
    for (numerator, expected) in [(half << 30, 1_u64 << 54), ((half << 30) + 1, (1 << 54) + 4)] {
        let found = super::by_bits(numerator, 1 << 30).unwrap();
        assert_eq!(found.to_bits(), (expected as f64).to_bits());
    }
}

#[test]
fn numbers_are_read_whole_or_not_at_all() {
    assert_eq!(parse("1e9"), Some(Value::Integer(1_000_000_000)));
    assert_eq!(parse("-0.40"), Some(ratio(-40, 100)));
    for text in ["", "-", ".", "1 000", "NaN", "inf", "0x1", "1e", "1,5"] {
        assert_eq!(parse(text), None, "{text}");
    }
}
