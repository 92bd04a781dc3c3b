//! Listing and exporting the audit log.

use std::net::IpAddr;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::Value;

use super::audit_log::Entry;
use super::envelope;
use super::state::{State, timestamp};
use crate::described::Call;
use crate::script::MockResponse;

pub(super) fn list(state: &State, call: &Call<'_>) -> MockResponse {
    let mut entries: Vec<&Entry> = state.audit_logs.iter().filter(|entry| fits(entry, call)).collect();
    if call.parameter("direction").as_deref() == Some("asc") {
        entries.reverse();
    }
    if is_true(call, "export") {
        return export(&entries);
    }
    let items: Vec<Value> = entries.into_iter().map(Entry::to_json).collect();
    envelope::page(call, &items, 100)
}

fn fits(entry: &Entry, call: &Call<'_>) -> bool {
    let is = |name: &str, value: &str| call.parameter(name).is_none_or(|wanted| wanted == value);
    is("id", &entry.id)
        && is("action.type", entry.action)
        && is("actor.email", entry.email)
        && is("zone.name", entry.zone.unwrap_or_default())
        && call.parameter("actor.ip").is_none_or(|wanted| is_within(entry.ip, &wanted))
        && moment(call, "since").is_none_or(|since| entry.when > since)
        && moment(call, "before").is_none_or(|before| entry.when < before)
        && !(is_true(call, "hide_user_logs") && entry.zone.is_none())
}

fn is_true(call: &Call<'_>, name: &str) -> bool {
    call.parameter(name).as_deref() == Some("true")
}

/// A day, which is its first moment, or a moment.
fn moment(call: &Call<'_>, name: &str) -> Option<DateTime<Utc>> {
    let text = call.parameter(name)?;
    let day = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
    text.parse().ok().or_else(|| text.parse().ok().map(day))
}

/// Whether an address is the wanted one, or inside the wanted CIDR block.
fn is_within(ip: IpAddr, wanted: &str) -> bool {
    let (network, length) = wanted.split_once('/').unwrap_or((wanted, ""));
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
        let (when, result, ip) = (timestamp(entry.when), entry.result.to_string(), entry.ip.to_string());
        let (email, action) = (entry.email.to_owned(), entry.action.to_owned());
        [
            entry.id.clone(),
            when,
            action,
            result,
            email,
            ip,
            entry.resource.to_owned(),
            entry.resource_id.clone(),
        ]
    });
    let written = writer
        .write_record(header)
        .and_then(|()| rows.into_iter().try_for_each(|row| writer.write_record(row)));
    match (written, writer.into_inner()) {
        (Ok(()), Ok(text)) => MockResponse::text(200, "text/csv", text),
        _ => envelope::failure(500, 1000, "The export could not be written."),
    }
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn addresses_are_compared_whole_or_by_block() {
        let v4 = "203.0.113.7".parse().unwrap();
        for (wanted, within) in [
            ("203.0.113.7", true),
            ("203.0.113.8", false),
            ("203.0.113.0/24", true),
            ("203.0.112.0/24", false),
            ("0.0.0.0/0", true),
            ("::/0", false),
            ("host", false),
        ] {
            assert_eq!(is_within(v4, wanted), within, "{wanted}");
        }
        assert!(is_within("2001:db8:5::9".parse().unwrap(), "2001:db8:5::/48"));
    }
}
