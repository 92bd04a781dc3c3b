//! The audit log: generating, listing and exporting entries.

use std::net::IpAddr;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use serde_json::{Value, json};

use super::common::{API_EMAIL, failure, page, random_id, timestamp};
use crate::script::MockResponse;
use crate::service::Call;

/// Number of entries: enough for three pages of the largest size.
const ENTRIES: usize = 2500;
const OWNER: &str = "7c5f0b1e94d84a6f8e2b3d7a1c60f95e";
const ZONES: [&str; 3] = ["tidecharts.example", "almanac.example", "harbour.example"];

/// An entry of the audit log.
pub(super) struct Entry {
    id: String,
    when: DateTime<Utc>,
    action: &'static str,
    result: bool,
    email: &'static str,
    ip: IpAddr,
    resource: &'static str,
    resource_id: String,
    /// Zone that the entry is about; `None` if it is about the user.
    zone: Option<&'static str>,
    interface: &'static str,
    old: Value,
    new: Value,
}

/// Generates the entries of the last weeks, newest first.
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

    fn to_json(&self) -> Value {
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

pub(super) fn list(entries: &[Entry], call: &Call<'_>) -> MockResponse {
    let mut entries: Vec<&Entry> = entries.iter().filter(|entry| is_selected(entry, call)).collect();
    if call.parameter_is("direction", "asc") {
        entries.reverse();
    }
    if call.parameter_is("export", "true") {
        return export(&entries);
    }
    let items: Vec<Value> = entries.into_iter().map(Entry::to_json).collect();
    page(call, &items, 100)
}

fn is_selected(entry: &Entry, call: &Call<'_>) -> bool {
    let is = |name: &str, value: &str| call.parameter(name).is_none_or(|filter| filter == value);
    is("id", &entry.id)
        && is("action.type", entry.action)
        && is("actor.email", entry.email)
        && is("zone.name", entry.zone.unwrap_or_default())
        && call.parameter("actor.ip").is_none_or(|network| is_within(entry.ip, &network))
        && time(call, "since").is_none_or(|since| entry.when > since)
        && time(call, "before").is_none_or(|before| entry.when < before)
        && (entry.zone.is_some() || !call.parameter_is("hide_user_logs", "true"))
}

/// Returns the time in a parameter; a date stands for its first moment.
fn time(call: &Call<'_>, name: &str) -> Option<DateTime<Utc>> {
    let text = call.parameter(name)?;
    let day = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
    text.parse().ok().or_else(|| text.parse().ok().map(day))
}

/// Returns `true` if an address is the given one or inside the given CIDR block.
fn is_within(ip: IpAddr, network: &str) -> bool {
    let (network, length) = network.split_once('/').unwrap_or((network, ""));
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let Ok(network) = network.parse::<IpAddr>() else {
        return false;
    };
    let ((network, width), (address, own_width)) = (bits(network), bits(ip));
    let length: u32 = if length.is_empty() { width } else { length.parse().unwrap_or(width) };
    let mask = u128::MAX.checked_shl(128 - length.min(128)).unwrap_or(0);
    width == own_width && network & mask == address & mask
}

fn export(entries: &[&Entry]) -> MockResponse {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "id",
        "when",
        "action_type",
        "action_result",
        "actor_email",
        "actor_ip",
        "resource_type",
        "resource_id",
    ];
    let rows = entries.iter().map(|entry| {
        [
            &entry.id,
            &timestamp(entry.when),
            entry.action,
            &entry.result.to_string(),
            entry.email,
            &entry.ip.to_string(),
            entry.resource,
            &entry.resource_id,
        ]
        .map(str::to_owned)
    });
    let written = writer
        .write_record(header)
        .and_then(|()| rows.into_iter().try_for_each(|row| writer.write_record(row)));
    match (written, writer.into_inner()) {
        (Ok(()), Ok(text)) => MockResponse::text(200, "text/csv", text),
        _ => failure(500, 1000, "The export could not be written."),
    }
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn addresses_are_compared_whole_or_by_block() {
        let v4 = "203.0.113.7".parse().unwrap();
        for (network, within) in [
            ("203.0.113.7", true),
            ("203.0.113.8", false),
            ("203.0.113.0/24", true),
            ("203.0.112.0/24", false),
            ("0.0.0.0/0", true),
            ("::/0", false),
            ("host", false),
        ] {
            assert_eq!(is_within(v4, network), within, "{network}");
        }
        assert!(is_within("2001:db8:5::9".parse().unwrap(), "2001:db8:5::/48"));
    }
}
