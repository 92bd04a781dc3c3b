//! The validation of values agrees with that of another implementation of JSON Schema.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use api_simulator::Spec;
use fastrand::Rng;
use serde_json::{Value, json};

/// Returns whether the simulator and the crate `jsonschema` accept each value.
fn opinions(schema: &Value, values: &[Value]) -> Vec<(bool, bool)> {
    let media = json!({ "application/json": { "schema": schema } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "One", "version": "1" },
        "paths": { "/one": { "get": { "operationId": "one", "responses": { "200": { "content": media } } } } },
    });
    let spec = Spec::parse(&document.to_string()).unwrap();
    let operation = spec.operation("one").unwrap();
    let other = jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap();
    let ours = |value: &Value| {
        operation.response_violations(200, Some("application/json"), value.to_string().as_bytes()).is_empty()
    };
    values.iter().map(|value| (ours(value), other.is_valid(value))).collect()
}

fn pick(random: &mut Rng, values: &[Value]) -> Value {
    values[random.usize(..values.len())].clone()
}

fn scalars() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(1.0),
        json!(-2),
        json!(2.5),
        json!(0.3),
        json!(9007199254740993_u64),
        json!(""),
        json!("a"),
        json!("ab"),
        json!("äöü"),
        json!("2026-02-28"),
        json!("b1"),
    ]
}

fn value(random: &mut Rng, depth: usize) -> Value {
    match random.usize(..if depth == 0 { 4 } else { 8 }) {
        0..4 => pick(random, &scalars()),
        4 | 5 => (0..random.usize(..4)).map(|_| value(random, depth - 1)).collect(),
        _ => (0..random.usize(..4)).map(|_| (name(random), value(random, depth - 1))).collect(),
    }
}

fn name(random: &mut Rng) -> String {
    ["a", "b", "ab", "b1"][random.usize(..4)].to_owned()
}

/// Returns a schema of one to three keywords.
fn schema(random: &mut Rng, depth: usize) -> Value {
    let mut schema = json!({});
    for _ in 0..=random.usize(..3) {
        let (keyword, value) = if depth == 0 { assertion(random) } else { keyword(random, depth - 1) };
        schema[keyword] = value;
    }
    schema
}

fn assertion(random: &mut Rng) -> (&'static str, Value) {
    let types = ["null", "boolean", "integer", "number", "string", "array", "object"];
    let count = json!(random.usize(..3));
    match random.usize(..17) {
        0 => ("type", json!(types[random.usize(..types.len())])),
        1 => ("type", json!([types[random.usize(..3)], types[random.usize(3..7)]])),
        2 => ("enum", (0..3).map(|_| value(random, 1)).collect()),
        3 => ("const", value(random, 1)),
        4 => ("minimum", pick(random, &[json!(0), json!(1.0), json!(9007199254740992_u64)])),
        5 => ("maximum", pick(random, &[json!(1), json!(2.5), json!(9007199254740992_u64)])),
        6 => ("exclusiveMinimum", pick(random, &[json!(0), json!(-2.0)])),
        7 => ("exclusiveMaximum", pick(random, &[json!(1), json!(2.5)])),
        8 => ("multipleOf", pick(random, &[json!(1), json!(0.1), json!(2), json!(0.5)])),
        9 => (["minLength", "minItems", "minProperties"][random.usize(..3)], count),
        10 => (["maxLength", "maxItems", "maxProperties"][random.usize(..3)], count),
        11 => ("pattern", pick(random, &[json!("^a"), json!("\\d"), json!("[\\-a-z]{2}$"), json!("^.$")])),
        12 => ("format", pick(random, &[json!("date"), json!("none")])),
        13 => ("required", json!([name(random)])),
        14 => ("uniqueItems", json!(random.bool())),
        15 => ("dependentRequired", json!({ name(random): [name(random)] })),
        _ => (["minContains", "maxContains"][random.usize(..2)], count),
    }
}

fn keyword(random: &mut Rng, depth: usize) -> (&'static str, Value) {
    let one =
        |random: &mut Rng| if random.usize(..9) == 0 { json!(random.bool()) } else { schema(random, depth) };
    let list = |random: &mut Rng| (0..=random.usize(..3)).map(|_| one(random)).collect::<Value>();
    match random.usize(..21) {
        0 => ("allOf", list(random)),
        1 => ("anyOf", list(random)),
        2 => ("oneOf", list(random)),
        3 => ("not", one(random)),
        4 => ("if", one(random)),
        5 => ("then", one(random)),
        6 => ("else", one(random)),
        7 => ("properties", json!({ name(random): one(random), name(random): one(random) })),
        8 => ("patternProperties", json!({ "^b": one(random) })),
        9 => ("additionalProperties", one(random)),
        10 => ("propertyNames", one(random)),
        11 => ("items", one(random)),
        12 => ("prefixItems", list(random)),
        13 => ("contains", one(random)),
        14 => ("dependentSchemas", json!({ name(random): one(random) })),
        15 => ("unevaluatedProperties", one(random)),
        16 => ("unevaluatedItems", one(random)),
        _ => assertion(random),
    }
}

#[test]
fn random_values_are_valid_under_random_schemas_for_both_or_for_none() {
    let mut random = Rng::with_seed(2);
    let mut valid = 0;
    for number in 0..2000 {
        let schema = schema(&mut random, 2);
        let values: Vec<Value> = (0..20).map(|_| value(&mut random, 2)).collect();
        for (value, (ours, others)) in values.iter().zip(opinions(&schema, &values)) {
            assert_eq!(ours, others, "{number}: {value} under {schema}");
            valid += usize::from(ours);
        }
    }
    assert!((10_000..30_000).contains(&valid), "{valid} of 40,000 are valid");
}

#[test]
fn formats_mean_the_same_to_both() {
    let texts = [
        ("date", "2024-02-29 2023-02-29 2026-6-01 2026-13-01 02026-01-01 2026-01-01Z 2026-01-1x"),
        (
            "date-time",
            "2026-01-01T00:00:00Z 2026-01-01t00:00:00.123z 2026-01-01T00:00:00+05:30 2026-01-01T00:00:00 \
             2026-01-01T24:00:00Z 2026-01-01T00:00Z 2016-12-31T23:59:60Z 2026-01-01",
        ),
        ("time", "12:00:00Z 12:00:00.5+01:00 12:00:00 25:00:00Z 12:00Z noon"),
        (
            "email",
            "a@b.example a.b+c@b.example a@b@c .a@b.example a..b@c.example a.@b.example @b.example a@ a a@-b.c",
        ),
        ("hostname", "a a.example a-b.example -a.example a-.example a_b.example a..b"),
        ("ipv4", "1.2.3.4 256.1.1.1 1.2.3 01.2.3.4 1.2.3.4/8"),
        ("ipv6", "::1 2001:db8::7 ::ffff:1.2.3.4 1.2.3.4 12345:: :: :1 fe80::1%eth0"),
        ("uri", "https://a.example/b?c#d urn:isbn:1 /a a 1a:b a:%4x a:%41 a:b{c} a:ä"),
        ("uri-reference", "https://a.example/b?c#d /a a %4x %41 b{c} ä b\\c #"),
        (
            "uuid",
            "6f1c1a52-7a3e-4d6f-9d0b-2f4a7c5e8b19 6F1C1A52-7A3E-4D6F-9D0B-2F4A7C5E8B19 \
             6f1c1a527a3e4d6f9d0b2f4a7c5e8b19 6f1c1a52-7a3e-4d6f-9d0b-2f4a7c5e8b1g 6f1c1a52-7a3e-4d6f-9d0b",
        ),
    ];
    for (format, texts) in texts {
        let texts: Vec<Value> = texts.split(' ').map(Value::from).chain([json!("")]).collect();
        let opinions = opinions(&json!({ "format": format }), &texts);
        for (text, (ours, others)) in texts.iter().zip(&opinions) {
            assert_eq!(ours, others, "{text} as {format}");
        }
        assert!(opinions.contains(&(true, true)) && opinions.contains(&(false, false)), "{format}");
    }
}
