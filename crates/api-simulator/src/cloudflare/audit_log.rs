//! Entries of the audit log, made up from a seed.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::credentials::API_EMAIL;
use super::state::{random_id, timestamp};

/// Enough for three pages of the largest size.
const ENTRIES: usize = 2500;
const OWNER: &str = "7c5f0b1e94d84a6f8e2b3d7a1c60f95e";
const ZONES: [&str; 3] = ["tidecharts.example", "almanac.example", "harbour.example"];

/// An entry of the audit log.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) when: DateTime<Utc>,
    pub(super) action: &'static str,
    pub(super) result: bool,
    pub(super) email: &'static str,
    pub(super) ip: IpAddr,
    pub(super) resource: &'static str,
    pub(super) resource_id: String,
    /// `None` where the entry concerns the user rather than a zone.
    pub(super) zone: Option<&'static str>,
    interface: &'static str,
    old: Value,
    new: Value,
}

/// The entries of the last weeks, the newest first.
pub(super) fn entries(seed: u64, now: DateTime<Utc>) -> Vec<Entry> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut when = now;
    let entry = |_| {
        when -= Duration::seconds(random.i64(30..1800));
        Entry::new(&mut random, when)
    };
    (0..ENTRIES).map(entry).collect()
}

impl Entry {
    fn new(random: &mut fastrand::Rng, when: DateTime<Utc>) -> Self {
        let zone = ZONES[random.usize(..ZONES.len())];
        let host = u16::from(random.u8(1..30));
        let (action, resource, zone, old, new) = match random.u8(..10) {
            0..4 => ("change_setting", "zone", Some(zone), json!("1.1"), json!("1.2")),
            4..6 => {
                let record =
                    json!({ "name": format!("host-{host}.{zone}"), "type": "A", "content": "198.51.100.7" });
                ("add", "dns_record", Some(zone), json!(""), record)
            }
            6 => (
                "delete",
                "dns_record",
                Some(zone),
                json!({ "name": format!("host-{host}.{zone}") }),
                json!(""),
            ),
            7 => ("purge", "zone", Some(zone), json!(""), json!("all files")),
            8 => ("login", "user", None, json!(""), json!("")),
            _ => ("token_roll", "token", None, json!(""), json!("")),
        };
        let people = [API_EMAIL, API_EMAIL, "tomas.quill@example.com", "rui.belchior@example.com"];
        let ip = match host % 3 {
            0 => IpAddr::from([0x2001, 0xdb8, 5, 0, 0, 0, 0, host]),
            _ => IpAddr::from([203, 0, 113, random.u8(1..255)]),
        };
        Self {
            id: uuid(random),
            when,
            action,
            result: random.u8(..50) > 0,
            email: people[random.usize(..people.len())],
            ip,
            resource,
            resource_id: random_id(random),
            zone,
            interface: if random.bool() { "UI" } else { "API" },
            old,
            new,
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let mut entry = json!({
            "id": self.id,
            "when": timestamp(self.when),
            "action": { "type": self.action, "result": self.result },
            "actor": { "id": OWNER, "email": self.email, "ip": self.ip, "type": "user" },
            "interface": self.interface,
            "owner": { "id": OWNER },
            "resource": { "id": self.resource_id, "type": self.resource },
            "oldValue": self.old,
            "newValue": self.new,
        });
        if let Some(zone) = self.zone {
            entry["metadata"] = json!({ "zone_name": zone });
        }
        entry
    }
}

fn uuid(random: &mut fastrand::Rng) -> String {
    let digits = random_id(random);
    format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..])
}
