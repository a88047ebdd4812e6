//! Writes an expression of a template as text. In: its tree. Out: an expression with the same
//! meaning; the spans in the tree do not cover whole expressions, so it cannot be cut out of the
//! source.

use minijinja::machinery::ast::{BinOpKind, CallArg, CompareOpKind, Expr, UnaryOpKind};
use minijinja::value::ValueKind;
use std::fmt::Write;

/// The expression as text.
pub(crate) fn written(expression: &Expr<'_>) -> String {
    match expression {
        Expr::Var(it) => it.id.to_owned(),
        Expr::Const(it) => constant(&it.value),
        Expr::Slice(it) => {
            let part = |part: &Option<Expr<'_>>| part.as_ref().map_or_else(String::new, written);
            let every = match &it.step {
                Some(step) => format!(":{}", written(step)),
                None => String::new(),
            };
            let (from, to) = (part(&it.start), part(&it.stop));
            format!("{}[{from}:{to}{every}]", operand(&it.expr))
        }
        Expr::UnaryOp(it) => match it.op {
            UnaryOpKind::Not => format!("not {}", operand(&it.expr)),
            UnaryOpKind::Neg => format!("-{}", operand(&it.expr)),
        },
        Expr::BinOp(it) => {
            let (left, right) = (operand(&it.left), operand(&it.right));
            format!("{left} {} {right}", operator(it.op))
        }
        Expr::Compare(it) => {
            let mut text = operand(&it.expr);
            for part in &it.ops {
                let _ = write!(text, " {} {}", comparison(part.op), operand(&part.expr));
            }
            text
        }
        Expr::IfExpr(it) => {
            let (yes, test) = (operand(&it.true_expr), operand(&it.test_expr));
            match &it.false_expr {
                Some(no) => format!("{yes} if {test} else {}", operand(no)),
                None => format!("{yes} if {test}"),
            }
        }
        Expr::Filter(it) => {
            let value = it.expr.as_ref().map_or_else(String::new, operand);
            format!("{value}|{}{}", it.name, in_brackets(&it.args))
        }
        Expr::Test(it) => {
            format!(
                "{} is {}{}",
                operand(&it.expr),
                it.name,
                in_brackets(&it.args)
            )
        }
        Expr::GetAttr(it) => format!("{}.{}", operand(&it.expr), it.name),
        Expr::GetItem(it) => {
            format!("{}[{}]", operand(&it.expr), written(&it.subscript_expr))
        }
        Expr::Call(it) => format!("{}({})", operand(&it.expr), arguments(&it.args)),
        Expr::List(it) => format!("[{}]", all(&it.items)),
        Expr::Tuple(it) => match it.items.as_slice() {
            [only] => format!("({},)", written(only)),
            items => format!("({})", all(items)),
        },
        Expr::Map(it) => {
            let pairs = it.keys.iter().zip(&it.values);
            let pairs = pairs.map(|(key, value)| format!("{}: {}", written(key), written(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The expression as an operand: in parentheses unless it is atomic.
pub(crate) fn operand(expression: &Expr<'_>) -> String {
    match expression {
        Expr::Var(_)
        | Expr::Const(_)
        | Expr::Slice(_)
        | Expr::GetAttr(_)
        | Expr::GetItem(_)
        | Expr::Call(_)
        | Expr::List(_)
        | Expr::Tuple(_)
        | Expr::Map(_) => written(expression),
        Expr::UnaryOp(_)
        | Expr::BinOp(_)
        | Expr::Compare(_)
        | Expr::IfExpr(_)
        | Expr::Filter(_)
        | Expr::Test(_) => format!("({})", written(expression)),
    }
}

fn all(list: &[Expr<'_>]) -> String {
    list.iter().map(written).collect::<Vec<_>>().join(", ")
}

fn arguments(list: &[CallArg<'_>]) -> String {
    let list = list.iter().map(|argument| match argument {
        CallArg::Pos(value) => written(value),
        CallArg::Kwarg(name, value) => format!("{name}={}", written(value)),
        CallArg::PosSplat(value) => format!("*{}", operand(value)),
        CallArg::KwargSplat(value) => format!("**{}", operand(value)),
    });
    list.collect::<Vec<_>>().join(", ")
}

fn in_brackets(list: &[CallArg<'_>]) -> String {
    match list {
        [] => String::new(),
        list => format!("({})", arguments(list)),
    }
}

fn constant(value: &minijinja::Value) -> String {
    match value.kind() {
        // JSON's escapes are those of the template language.
        ValueKind::String => {
            serde_json::Value::from(value.as_str().unwrap_or_default()).to_string()
        }
        ValueKind::None => "none".to_owned(),
        ValueKind::Bool => value.is_true().to_string(),
        _ => value.to_string(),
    }
}

const fn operator(kind: BinOpKind) -> &'static str {
    match kind {
        BinOpKind::Eq => "==",
        BinOpKind::Ne => "!=",
        BinOpKind::Lt => "<",
        BinOpKind::Lte => "<=",
        BinOpKind::Gt => ">",
        BinOpKind::Gte => ">=",
        BinOpKind::ScAnd => "and",
        BinOpKind::ScOr => "or",
        BinOpKind::Add => "+",
        BinOpKind::Sub => "-",
        BinOpKind::Mul => "*",
        BinOpKind::Div => "/",
        BinOpKind::FloorDiv => "//",
        BinOpKind::Rem => "%",
        BinOpKind::Pow => "**",
        BinOpKind::Concat => "~",
        BinOpKind::In => "in",
    }
}

const fn comparison(kind: CompareOpKind) -> &'static str {
    match kind {
        CompareOpKind::Eq => "==",
        CompareOpKind::Ne => "!=",
        CompareOpKind::Lt => "<",
        CompareOpKind::Lte => "<=",
        CompareOpKind::Gt => ">",
        CompareOpKind::Gte => ">=",
        CompareOpKind::In => "in",
        CompareOpKind::NotIn => "not in",
    }
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::template::environment::parse_template;
    use minijinja::machinery::ast::Stmt;

    fn again(expression: &str) -> String {
        let text = format!("{{{{ {expression} }}}}");
        let Stmt::Template(template) = parse_template(&text).unwrap() else {
            panic!("a template");
        };
        match &template.children[0] {
            Stmt::EmitExpr(it) => written(&it.expr),
            _ => panic!("an expression"),
        }
    }

    #[test]
    fn an_expression_is_written_as_it_stands() {
        for expression in [
            "metrics.under_1b",
            "by_account[\"Google\"][0].downloads",
            "known[1:4]",
            "known[:-1:2]",
            "(a - b) / c",
            "a - (b - c)",
            "-a.b",
            "not (a is defined)",
            "(a|sort(attribute=\"b\", reverse=true))[0].c",
            "x if (a < b) else (c ~ \"d\\\"\\n\")",
            "a.others().b",
            "f(*a, **b)",
            "{\"a\": [1, 2.5, none, true], \"b\": (1,)}",
            "a in (1, 2)",
        ] {
            assert_eq!(again(expression), expression);
            assert_eq!(again(&again(expression)), again(expression));
        }
    }

    #[test]
    fn brackets_that_the_tree_does_not_keep_are_put_where_they_are_needed() {
        assert_eq!(again("((a)) - (b) - c"), "(a - b) - c");
        assert_eq!(again("-x|abs"), "(-x)|abs");
        assert_eq!(again("a.b|f|g"), "(a.b|f)|g");
        assert_eq!(again("1 < a <= 2"), "1 < a <= 2");
    }
}
