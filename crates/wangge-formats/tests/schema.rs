//! The JSON Schema that is checked in is the one of the types.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use serde_json::Value;
use wangge_formats::document;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/wangge-1.schema.json");
const TYPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/wangge-types-1.schema.json");

/// `cargo xtask schema` sets `WANGGE_WRITE_SCHEMA`: then the files are written instead of compared.
#[test]
fn the_schema_files_are_the_schemas_of_the_types() {
    for (path, schema) in [(DOCUMENT, document::schema()), (TYPES, wangge_formats::schema::types())] {
        if std::env::var_os("WANGGE_WRITE_SCHEMA").is_some() {
            std::fs::write(path, format!("{schema:#}\n")).unwrap();
        }
        let file = std::fs::read_to_string(path).expect("run `cargo xtask schema`");
        let file: Value = serde_json::from_str(&file).unwrap();
        assert!(file == schema, "the types have changed: run `cargo xtask schema`");
    }
}

#[test]
fn the_schema_names_the_format_closes_every_object_and_describes_every_field() {
    let schema = document::schema();
    assert_eq!(schema["properties"]["format"]["const"], document::FORMAT);
    assert_eq!(schema["required"], serde_json::json!(["format", "scheme"]));
    let mut objects = 0;
    let mut open = vec![(String::new(), &schema)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(Value::Object(fields)) = map.get("properties") {
                    objects += 1;
                    assert_eq!(map.get("additionalProperties"), Some(&Value::Bool(false)), "{path}");
                    assert!(map.get("description").is_some(), "{path}");
                    for (name, field) in fields {
                        assert!(field["description"].is_string(), "{path}: {name} has no description");
                    }
                }
                open.extend(map.iter().map(|(name, value)| (format!("{path}/{name}"), value)));
            }
            Value::Array(items) => open.extend(items.iter().map(|value| (path.clone(), value))),
            _ => {}
        }
    }
    assert!(objects >= 20, "{objects}");
}
