//! Templates without end, and what they may not read.

use super::refused_template;
use std::time::Duration;

#[test]
fn loops_without_end_are_stopped() {
    refused_template(
        "{% for a in range(100000) %}{% for b in range(100000) %}{{ a }}{% endfor %}{% endfor %}",
        "it runs too long",
    );
    refused_template("{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(1) }}", "");
}

#[test]
fn memory_without_end_is_stopped() {
    refused_template("{{ 'a' * 1000000000 }}", "");
    refused_template(
        "{% set n = namespace(x='aaaaaaaaaa') %}{% for i in range(1000) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "it runs too long",
    );
    refused_template("{{ range(1000000000)|list|length }}", "");
    refused_template(
        "{{ range(10000)|join('a' * 10000) }}",
        "at most 500000 bytes",
    );
    // Lists are concatenated lazily, which bypasses the step counter.
    refused_template(
        "{% set n = namespace(x=[1]) %}{% for i in range(1000) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x|length }}",
        "the texts take",
    );
}

#[test]
fn a_text_without_end_is_refused() {
    for text in [
        "{{ 'a [b](c) ' * 100000 }}",
        "{{ 'a [b](c) ' * 9000000 }}",
        "{% for i in range(100000) %}{{ 'a [b](c) ' * 40000 }}{% endfor %}",
    ] {
        let outcome = refused_template(text, "at most 500000 bytes are printed");
        let time = outcome.usage.time;
        assert!(time < Duration::from_secs(5), "{text}: {time:?}");
    }
}

#[test]
fn deep_nesting_is_refused() {
    refused_template(
        &format!("{{{{ 1{} }}}}", "+1".repeat(20_000)),
        "longer than 2000 bytes",
    );
    refused_template(
        &format!("{{{{ {}1 }}}}", "not ".repeat(20_000)),
        "longer than 2000 bytes",
    );
    refused_template(&"{% if 1 %}".repeat(5000), "");
    let alternatives = "{% elif 3 %}".repeat(5000);
    refused_template(
        &format!("{{% if 1 %}}{alternatives}{{% endif %}}"),
        "more than 200 `elif`",
    );
}

#[test]
fn no_other_file_is_read() {
    for statement in [
        "include '/etc/passwd'",
        "extends '/etc/passwd'",
        "import '/etc/passwd' as x",
        "from '/etc/passwd' import x",
    ] {
        refused_template(
            &format!("{{% {statement} %}}"),
            "a template reads no other file",
        );
    }
}
