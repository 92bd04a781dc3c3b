//! What is inside a schema: fields, elements, and schemas below other keywords.

use super::{
    alternative::Alternative,
    document::Node,
    fact::Fact,
    judgement::{Aspect, Direction},
    ledger::{Spot, Subject, Usage},
    place::Place,
    schema::{Matched, Walk, spot},
    sides::Sides,
};

/// Keywords that hold one schema, how the value they describe is shown, and whether less in it means more around it.
const SINGLE: &[(&str, &str, bool)] = &[
    ("items", "[]", false),
    ("additionalProperties", ".*", false),
    ("unevaluatedItems", "[rest]", false),
    ("unevaluatedProperties", ".rest", false),
    ("propertyNames", "(names)", false),
    ("contains", "(contains)", true),
    ("not", "(not)", true),
    ("if", "(if)", true),
    ("then", "(then)", true),
    ("else", "(else)", true),
];

/// Keywords that hold schemas by name.
const NAMED: &[&str] = &["patternProperties", "dependentSchemas"];

impl<'v> Walk<'v> {
    /// Compares what is inside alternatives that belong together.
    pub(super) fn inside(&mut self, matched: &Matched<'_, 'v>, usage: &Usage) {
        if !matched.comparable() {
            return;
        }
        self.fields(matched, usage);
        for (key, step, inverse) in SINGLE {
            if matched.iter().flatten().any(|side| side.all(key).next().is_some()) {
                let mut usage = usage.inside(step, true);
                usage.direction = if *inverse { Direction::Unclear } else { usage.direction };
                self.push(matched.and_then(|side| Some(side.below(key))), usage);
            }
        }
        for key in NAMED {
            let schemas = matched.and_then(|side| Some(side.named(key)));
            for name in names(schemas.iter().flatten().flat_map(|named| named.keys().copied())) {
                let places = sides(&schemas, matched, |named, side| {
                    named
                        .get(name)
                        .cloned()
                        .unwrap_or_else(|| Place { nodes: Vec::new(), home: side.at(&[key]) })
                });
                self.push(places, usage.inside(&format!("({name})"), true));
            }
        }
        self.tuple(matched, usage);
    }

    fn fields(&mut self, matched: &Matched<'_, 'v>, usage: &Usage) {
        let fields = matched.and_then(|side| Some((side.named("properties"), side.required())));
        let known = |(fields, required): &(indexmap::IndexMap<&'v str, Place<'v>>, Vec<&'v str>)| {
            fields.keys().chain(required).copied().collect::<Vec<&'v str>>()
        };
        for name in names(fields.iter().flatten().flat_map(known)) {
            let places = fields.and_then(|(fields, _)| fields.get(name).cloned());
            let asked = fields.and_then(|(_, required)| Some(required.contains(&name)));
            let usage = usage.inside(&format!(".{name}"), asked.ours() == Some(&true));
            self.field(name, matched, &places, &asked, &usage);
            // Where we have a map and upstream names the field, the map's values stand for it.
            let effective =
                matched.effective.filter(|side| side.all("additionalProperties").next().is_some());
            let effective =
                places.effective.clone().or(effective.map(|side| side.below("additionalProperties")));
            self.push(Sides { effective, ..places }, usage);
        }
    }

    fn field(
        &mut self,
        name: &str,
        matched: &Matched<'_, 'v>,
        places: &Sides<Option<Place<'v>>>,
        asked: &Sides<Option<bool>>,
        usage: &Usage,
    ) {
        let everywhere = places.iter().all(Option::is_some);
        if !everywhere {
            self.presence(name, matched, places, asked, usage);
        }
        // A side without the field has been told of already; what it asks for is no news.
        let alike = |place: &Option<Place<'v>>| place.is_some() == places.upstream.is_some();
        let demand = |asked: Option<bool>, alike: bool| asked.filter(|_| alike).map(Fact::Demand);
        let facts = Sides {
            base: demand(asked.base, alike(&places.base)),
            effective: demand(asked.effective, alike(&places.effective)),
            upstream: demand(asked.upstream, true),
        };
        let label = format!("`{name}` required");
        self.ledger.settle(Subject::new(Aspect::Required, label), usage, &facts, || {
            matched.and_then(|side| Some(Spot { at: side.asked_at(name), ..spot(side, &["required"]) }))
        });
    }

    fn presence(
        &mut self,
        name: &str,
        matched: &Matched<'_, 'v>,
        places: &Sides<Option<Place<'v>>>,
        asked: &Sides<Option<bool>>,
        usage: &Usage,
    ) {
        let sent = |place: &Place<'v>| usage.direction == Direction::Response || !place.says("readOnly");
        let presence = |side: Option<&Alternative<'v>>, place: &Option<Place<'v>>, asked: Option<bool>| {
            let asked = asked == Some(true) && place.as_ref().is_none_or(sent);
            side.map(|_| Fact::part(place.as_ref().map(outline), asked))
        };
        let facts = Sides {
            base: presence(matched.base, &places.base, asked.base),
            effective: presence(matched.effective, &places.effective, asked.effective),
            upstream: presence(matched.upstream, &places.upstream, asked.upstream),
        };
        self.ledger.settle(Subject::new(Aspect::Field, format!("field `{name}`")), usage, &facts, || {
            field_spots(matched, places, name)
        });
    }

    fn tuple(&mut self, matched: &Matched<'_, 'v>, usage: &Usage) {
        let tuples =
            matched.and_then(|side| Some(side.all("prefixItems").next().map(|list| list.elements())));
        let longest = tuples.iter().flatten().flatten().map(Vec::len).max().unwrap_or_default();
        for index in 0..longest {
            let places = sides(&tuples, matched, |list: &Option<Vec<Node<'v>>>, side| {
                let element = list.as_ref().and_then(|list| list.get(index)).cloned();
                element.map_or_else(|| side.below("items"), Place::of)
            });
            self.push(places, usage.inside(&format!("[{index}]"), true));
        }
    }
}

fn sides<'v, T, U>(
    parts: &Sides<Option<T>>,
    matched: &Matched<'_, 'v>,
    read: impl Fn(&T, &Alternative<'v>) -> U,
) -> Sides<Option<U>> {
    let both = |part: &Option<T>, side: Option<&Alternative<'v>>| {
        part.as_ref().zip(side).map(|(part, side)| read(part, side))
    };
    Sides {
        base: both(&parts.base, matched.base),
        effective: both(&parts.effective, matched.effective),
        upstream: both(&parts.upstream, matched.upstream),
    }
}

/// The field's place, or else the schema's that lacks it.
fn field_spots<'v>(
    matched: &Matched<'_, 'v>,
    places: &Sides<Option<Place<'v>>>,
    name: &str,
) -> Sides<Option<Spot>> {
    let of = |side: Option<&Alternative<'v>>, place: &Option<Place<'v>>| {
        side.map(|side| {
            let mut spot = spot(side, &["properties"]);
            spot.sources = spot.sources.iter().map(|at| at.child(name)).collect();
            spot.at = place.as_ref().map_or(spot.at, |place| place.home.clone());
            spot
        })
    };
    Sides {
        base: of(matched.base, &places.base),
        effective: of(matched.effective, &places.effective),
        upstream: of(matched.upstream, &places.upstream),
    }
}

fn names<'v>(all: impl Iterator<Item = &'v str>) -> Vec<&'v str> {
    let mut names: Vec<&'v str> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    names.extend(all.filter(|name| seen.insert(*name)));
    names
}

fn outline(place: &Place<'_>) -> String {
    let alternatives = place.view().alternatives;
    let types: Vec<String> = alternatives.iter().map(|alternative| alternative.types().to_string()).collect();
    types.join(" or ")
}
