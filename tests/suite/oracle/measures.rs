//! The measures of a random spec.

use super::condition::Condition;
use super::dice::Dice;
use super::random::row_names;
use super::spec::{Aggregate, Measure};

/// Measures of all kinds over the rows of the source.
pub(super) fn measures(dice: &mut Dice) -> Vec<Measure> {
    let names = row_names();
    let plain = |name: &str, kind| Measure {
        name: name.to_owned(),
        kind,
        filter: None,
    };
    let on = |column: &str| column.to_owned();
    let mut measures = vec![
        plain("downloads", Aggregate::Sum(on("downloads"))),
        plain("models", Aggregate::Count),
        plain("languages", Aggregate::Distinct(vec![on("language")])),
        plain("accounts", Aggregate::Distinct(vec![on("account")])),
        plain(
            "pairs",
            Aggregate::Distinct(vec![on("account"), on("language")]),
        ),
        plain("sized", Aggregate::CountValues(on("size"))),
        plain("balances", Aggregate::Sum(on("balance"))),
        plain("first_day", Aggregate::Least(on("day"))),
        plain("largest", Aggregate::Greatest(on("size"))),
        plain("average", Aggregate::Mean(on("downloads"))),
        plain("last_task", Aggregate::Greatest(on("task"))),
        plain(
            "kinds",
            Aggregate::Distinct(vec![on("family"), on("owner")]),
        ),
    ];
    for at in 0..3 {
        let mut some = dice.one(&measures[..2]);
        some.name = format!("some{at}");
        some.filter = Some(Condition::random(dice, &names, 1));
        measures.push(some);
    }
    let of = |at: usize| Box::new(measures[at].clone());
    let some = measures.len() - 1;
    let computed = [
        plain(
            "median",
            Aggregate::Quantile(on("downloads"), "0.5", (1, 2)),
        ),
        plain("prices", Aggregate::Sum(on("price"))),
        plain("mean_price", Aggregate::Mean(on("price"))),
        plain("least_price", Aggregate::Least(on("price"))),
        plain(
            "high_price",
            Aggregate::Quantile(on("price"), "0.9", (9, 10)),
        ),
        plain("per_model", Aggregate::Quotient(of(0), of(1))),
        plain("per_language", Aggregate::Quotient(of(some), of(2))),
        plain("rest", Aggregate::Difference(of(0), of(some))),
        plain(
            "days",
            Aggregate::Difference(
                Box::new(plain("", Aggregate::Greatest(on("day")))),
                Box::new(plain("", Aggregate::Least(on("day")))),
            ),
        ),
        plain(
            "per_price",
            Aggregate::Quotient(Box::new(plain("", Aggregate::Sum(on("price")))), of(1)),
        ),
        plain("costs", Aggregate::Sum(on("cost"))),
        plain("mean_cost", Aggregate::Mean(on("cost"))),
        plain("least_cost", Aggregate::Least(on("cost"))),
        plain("most_cost", Aggregate::Greatest(on("cost"))),
        plain("high_cost", Aggregate::Quantile(on("cost"), "0.9", (9, 10))),
        plain("each", Aggregate::Ratio(of(0), of(1))),
        plain(
            "cost_each",
            Aggregate::Ratio(Box::new(plain("costs", Aggregate::Sum(on("cost")))), of(1)),
        ),
    ];
    measures.extend(computed);
    measures
}
