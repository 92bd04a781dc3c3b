//! Types that contain themselves: a field on such a circle is held in a `Box`.

use std::collections::{HashMap, HashSet};

use super::types::Types;
use crate::api::{Schema, Shape};

/// Finds the fields that lead back to the type that they are part of, as pairs of that type and theirs.
pub(super) fn find<'a>(
    types: Types<'a>,
    definitions: impl Iterator<Item = (&'a str, &'a Schema)>,
) -> HashSet<(String, String)> {
    let mut inside: HashMap<String, Vec<String>> = HashMap::new();
    for (name, schema) in definitions {
        let Shape::Object(fields) = &schema.shape else { continue };
        let fields = types.fields(fields).into_iter();
        inside.insert(name.to_owned(), fields.map(|field| field.ty).collect());
    }
    let circles = Circles::of(&inside);
    let mut boxes = HashSet::new();
    for (name, fields) in &inside {
        let on_circle = fields.iter().filter(|ty| circles.share(name, ty));
        boxes.extend(on_circle.map(|ty| (name.clone(), ty.clone())));
    }
    boxes
}

/// The strongly connected components of a graph (Kosaraju's algorithm), by the number of each node's component.
struct Circles<'g>(HashMap<&'g str, usize>);

impl<'g> Circles<'g> {
    fn of(graph: &'g HashMap<String, Vec<String>>) -> Self {
        let mut reversed: HashMap<&str, Vec<&str>> = HashMap::new();
        for (from, targets) in graph {
            for to in targets.iter().filter(|to| graph.contains_key(*to)) {
                reversed.entry(to).or_default().push(from);
            }
        }
        let mut numbers = HashMap::new();
        for (number, start) in finished(graph).into_iter().rev().enumerate() {
            let mut open = vec![start];
            while let Some(node) = open.pop() {
                if !numbers.contains_key(node) {
                    numbers.insert(node, number);
                    open.extend(reversed.get(node).into_iter().flatten());
                }
            }
        }
        Self(numbers)
    }

    fn share(&self, one: &str, other: &str) -> bool {
        self.0.get(one).is_some_and(|number| self.0.get(other) == Some(number))
    }
}

/// Returns the nodes in the order in which a depth-first search leaves them.
fn finished(graph: &HashMap<String, Vec<String>>) -> Vec<&str> {
    let mut order = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for start in graph.keys() {
        let mut open: Vec<(&str, usize)> = Vec::new();
        if seen.insert(start) {
            open.push((start, 0));
        }
        while let Some((node, next)) = open.pop() {
            match graph[node].get(next) {
                None => order.push(node),
                Some(target) => {
                    open.push((node, next + 1));
                    if let Some((target, _)) = graph.get_key_value(target)
                        && seen.insert(target)
                    {
                        open.push((target, 0));
                    }
                }
            }
        }
    }
    order
}
