//! The JSON Schema of everything that goes in and comes out, from the types that read and write it.
//!
//! What goes in is described as it is read, what comes out as it is written: an answer has no field that its type
//! does not name, and never a null in the place of a field that is left out.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use wangge::record::SchemeRecord;

use crate::answer::{
    AccessScopeView, AccessView, AllView, BoardView, CampaignsView, CaseView, ChangesView, CountsView, CoverageView,
    DescriptionView, DutiesView, ErrorView, ExplanationView, FindingsView, HouseholdsView, ImpactView, LocateView,
    LogView, MatchesView, MattersView, NoticesView, OneFileView, PairsView, PathView, PlanCheckView, PlanView,
    ReceiptsView, ReportingView, ResponsibilityView, RowsView, ScopesView, SitesView, SummaryView, TreeView,
    VisitsView, WorkReportView,
};
use crate::document::Sections;
use crate::plan::PlanRecord;
use crate::question::{AssignRecord, MatterRecord, ReportRecord};
use crate::transaction::TransactionFile;
use crate::work::EntryRecord;

/// Every type by its name, under `$defs`.
#[must_use]
pub fn types() -> Value {
    let mut read = SchemaSettings::draft2020_12().into_generator();
    add::<Sections>(&mut read);
    add::<MatterRecord>(&mut read);
    add::<AssignRecord>(&mut read);
    add::<ReportRecord>(&mut read);
    add::<PlanRecord>(&mut read);
    add::<TransactionFile>(&mut read);
    add::<EntryRecord>(&mut read);
    let mut types = read.take_definitions(true);
    let mut written = SchemaSettings::draft2020_12().for_serialize().into_generator();
    add::<SchemeRecord>(&mut written);
    add::<CountsView>(&mut written);
    add::<ErrorView>(&mut written);
    add::<ResponsibilityView<'_>>(&mut written);
    add::<AllView<'_>>(&mut written);
    add::<PathView<'_>>(&mut written);
    add::<DutiesView<'_>>(&mut written);
    add::<AccessView<'_>>(&mut written);
    add::<AccessScopeView<'_>>(&mut written);
    add::<FindingsView<'_>>(&mut written);
    add::<TreeView<'_>>(&mut written);
    add::<LocateView<'_>>(&mut written);
    add::<HouseholdsView<'_>>(&mut written);
    add::<RowsView<'_>>(&mut written);
    add::<MatchesView<'_>>(&mut written);
    add::<DescriptionView<'_>>(&mut written);
    add::<ScopesView<'_>>(&mut written);
    add::<SitesView<'_>>(&mut written);
    add::<SummaryView<'_>>(&mut written);
    add::<PlanView<'_>>(&mut written);
    add::<PairsView<'_>>(&mut written);
    add::<ChangesView<'_>>(&mut written);
    add::<ExplanationView<'_>>(&mut written);
    add::<PlanCheckView<'_>>(&mut written);
    add::<ReceiptsView<'_>>(&mut written);
    add::<ImpactView<'_>>(&mut written);
    add::<CaseView<'_>>(&mut written);
    add::<BoardView<'_>>(&mut written);
    add::<NoticesView<'_>>(&mut written);
    add::<LogView>(&mut written);
    add::<WorkReportView<'_>>(&mut written);
    add::<MattersView<'_>>(&mut written);
    add::<ReportingView<'_>>(&mut written);
    add::<CampaignsView<'_>>(&mut written);
    add::<CoverageView<'_>>(&mut written);
    add::<VisitsView<'_>>(&mut written);
    add::<OneFileView<'_>>(&mut written);
    for (name, mut schema) in written.take_definitions(true) {
        if !types.contains_key(&name) {
            close(&mut schema);
            types.insert(name, schema);
        }
    }
    types.values_mut().for_each(without_widths);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://github.com/wangge/wangge/schema/wangge-types-1.schema.json",
        "title": "What goes into wangge and comes out",
        "$defs": types,
    })
}

fn add<T: JsonSchema>(generator: &mut SchemaGenerator) {
    generator.subschema_for::<T>();
}

/// What is written: nothing but what is named, and a field that may be left out is never null.
fn close(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    let named = |object: &Map<String, Value>| object.contains_key("properties") || object.contains_key("oneOf");
    if named(object) && !object.contains_key("additionalProperties") {
        object.insert("unevaluatedProperties".into(), false.into());
    }
    never_null(object);
    let branches = object.get_mut("oneOf").and_then(Value::as_array_mut);
    for branch in branches.into_iter().flatten().filter_map(Value::as_object_mut) {
        never_null(branch);
    }
}

fn never_null(object: &mut Map<String, Value>) {
    let required = object.get("required").cloned().unwrap_or_default();
    let is_required = |name: &str| required.as_array().is_some_and(|all| all.iter().any(|own| own == name));
    let Some(fields) = object.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for field in fields.iter_mut().filter(|(name, _)| !is_required(name)).filter_map(|(_, field)| field.as_object_mut())
    {
        if let Some(Value::Array(types)) = field.get_mut("type") {
            types.retain(|own| own != "null");
            if let [only] = &types[..] {
                let only = only.clone();
                field.insert("type".into(), only);
            }
        }
        if let Some(Value::Array(any)) = field.get_mut("anyOf") {
            any.retain(|own| own.get("type").is_none_or(|own| own != "null"));
            if let [Value::Object(only)] = &any[..] {
                let only = only.clone();
                field.remove("anyOf");
                field.extend(only);
            }
        }
    }
}

/// The width of a number in memory is nobody's business outside; its least value is.
fn without_widths(schema: &mut Value) {
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                if object.get("type").is_some_and(Value::is_string) {
                    object.remove("format");
                }
                open.extend(object.values_mut());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}
