//! Everything that is traced or logged, kept to be searched.

use std::{
    collections::BTreeMap,
    fmt::Debug,
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};

/// A span, what was recorded in one later, or an event.
#[derive(Debug, Clone)]
pub struct Entry {
    pub target: String,
    pub name: String,
    pub fields: BTreeMap<String, String>,
}

/// A layer that keeps all of them.
#[derive(Debug, Clone, Default)]
pub struct Capture(Arc<Mutex<Vec<Entry>>>);

impl Capture {
    pub fn entries(&self) -> Vec<Entry> {
        self.0.lock().unwrap().clone()
    }

    fn keep(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Fields)) {
        let mut fields = Fields(BTreeMap::new());
        record(&mut fields);
        let (target, name) = (metadata.target().to_owned(), metadata.name().to_owned());
        self.0.lock().unwrap().push(Entry { target, name, fields: fields.0 });
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Capture {
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.keep(span.metadata(), |fields| span.record(fields));
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            self.keep(span.metadata(), |fields| record.record(fields));
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.keep(event.metadata(), |fields| event.record(fields));
    }
}

struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}
