//! Layout of the page.

use chrono::{DateTime, TimeDelta, Utc};
use cloudflare_user::{AuditLog, Token, TokenStatus};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    chart::{Costs, SIZES},
    data::{ApifyPart, CloudflarePart, Dashboard, Part},
};
use crate::apify::LimitRow;

const STYLE: &str = include_str!("style.css");

/// Forbids scripts and everything from the network: nothing that an account contains can load anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Share of a limit from which it is emphasized.
const NEAR: f64 = 0.8;

/// Time before its end from which a token is emphasized.
const SOON: TimeDelta = TimeDelta::days(30);

/// Returns the page.
pub fn page(dashboard: &Dashboard) -> String {
    let Dashboard { now, is_simulated, apify, cloudflare } = dashboard;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { "Accounts on " (now.date_naive()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Accounts" }
                p.soft { (time(*now)) " UTC" @if *is_simulated { " · simulated, all data is made up" } }
                section {
                    h2 { "Apify" }
                    (part(apify, |part| apify_part(part, *now)))
                }
                section {
                    h2 { "Cloudflare" }
                    (part(cloudflare, |part| cloudflare_part(part, *now)))
                }
                footer { "Written by account " (env!("CARGO_PKG_VERSION")) ". Times and days are UTC." }
            }
        }
    };
    page.into_string()
}

fn part<T>(part: &Part<T>, show: impl Fn(&T) -> Markup) -> Markup {
    match part {
        Part::Read(content) => show(content),
        Part::Absent(reason) => html! { p.soft { (reason) } },
        Part::Failed(reason) => html! { p.bad { "Could not be read: " (reason) } },
    }
}

fn apify_part(part: &ApifyPart, now: DateTime<Utc>) -> Markup {
    let ApifyPart { user, usage, credit, limits } = part;
    let limit = limits.limits.iter().find(|limit| limit.limit == apify_user::Limit::MonthlyUsage.to_string());
    let costs = Costs::new(usage, limit.map(|limit| limit.maximum), now);
    let plan = user.plan.as_ref().and_then(|plan| plan.id.as_deref()).unwrap_or("unknown");
    html! {
        p.soft { (user.username) " · plan " (plan) }
        div.facts {
            (fact("cost of this cycle", usd(Some(credit.used_usd))))
            (fact("at this pace in the end", usd(costs.projection)))
            (fact("limit", usd(costs.limit)))
            (fact("prepaid usage left", usd(credit.left_usd)))
        }
        p.soft { "Prepaid usage: " (credit.outlook.to_string()) @if let Some(end) = credit.runs_out_at { ", on " (end.date_naive()) } }
        h3 { "Cost by day" }
        @if costs.has_no_days() { p.soft { "Apify sent no figures of days." } }
        @for size in SIZES { (costs.by_day(size)) }
        (legend(&costs))
        h3 { "Cost since the beginning of the cycle" }
        @for size in SIZES { (costs.summed_up(size)) }
        ul.legend {
            (line_legend("limit", "Limit of the cycle", limit_text(usd(costs.limit), costs.draws_limit().1)))
            (line_legend("projection", "Projection to the end", usd(costs.projection)))
        }
        h3 { "Limits" }
        (bars(&limits.limits))
        @if !limits.unknown.is_empty() { p.warn { "Unknown: " (limits.unknown.join(", ")) } }
    }
}

fn fact(name: &str, value: String) -> Markup {
    html! { div { b { (value) } span { (name) } } }
}

fn usd(amount: Option<f64>) -> String {
    amount.map_or("unknown".to_owned(), |usd| format!("{usd:.2} USD"))
}

fn legend(costs: &Costs) -> Markup {
    let (limit, projection) = costs.daily();
    html! {
        ul.legend {
            @for (index, (name, cost)) in costs.series.iter().enumerate() {
                li {
                    svg viewBox="0 0 18 10" aria-hidden="true" { rect class=(format!("s{index}")) width="18" height="10" rx="2" {} }
                    span { (breakable(name)) } b { (usd(Some(*cost))) }
                }
            }
            (line_legend("limit", "Limit, spread over the cycle", limit_text(format!("{} a day", usd(limit)), costs.draws_limit().0)))
            (line_legend("projection", "Average so far", format!("{} a day", usd(projection))))
        }
    }
}

/// Says where a limit is that would flatten the chart.
fn limit_text(limit: String, is_drawn: bool) -> String {
    if is_drawn { limit } else { format!("{limit}, above the chart") }
}

/// Lets a long name break after an underscore.
fn breakable(name: &str) -> Markup {
    html! { @for part in name.split_inclusive('_') { (part) wbr; } }
}

fn line_legend(class: &str, name: &str, value: String) -> Markup {
    html! {
        li {
            svg viewBox="0 0 18 10" aria-hidden="true" { line class=(class) x1="0" x2="18" y1="5" y2="5" {} }
            span { (name) } b { (value) }
        }
    }
}

fn bars(limits: &[LimitRow]) -> Markup {
    let class = |share: f64| match share {
        share if share >= 1.0 => "full",
        share if share >= NEAR => "near",
        _ => "",
    };
    html! {
        ul.bars {
            @for limit in limits {
                @let share = limit.share.unwrap_or(if limit.used > 0.0 { 1.0 } else { 0.0 });
                li class=(class(share)) {
                    div {
                        span { (limit.limit) }
                        span { (figure(limit.used)) " of " (figure(limit.maximum)) " " (limit.unit) " · " (format!("{:.0} %", 100.0 * share)) }
                    }
                    i { i style=(format!("width:{:.1}%", 100.0 * share.clamp(0.0, 1.0))) {} }
                }
            }
        }
    }
}

fn figure(number: f64) -> String {
    crate::output::Value::Number((100.0 * number).round() / 100.0).display()
}

fn cloudflare_part(part: &CloudflarePart, now: DateTime<Utc>) -> Markup {
    let CloudflarePart { user, tokens, audit_log } = part;
    html! {
        p.soft { (user.email.as_deref().unwrap_or(&user.id)) }
        h3 { "Tokens by expiry" }
        ul.rows.tokens {
            li.head { span { "Token" } span { "Status" } span { "Expires" } span { "Last used" } }
            @for token in by_expiry(tokens, now) { (token_row(token, now)) }
        }
        h3 { "Latest entries of the audit log" }
        ul.rows.log {
            li.head { span { "Time" } span { "Actor" } span { "Action" } span { "Zone or resource" } }
            @for entry in audit_log { (log_row(entry)) }
        }
    }
}

/// Sorts by the end: the next one first, then those without, then those that are over.
fn by_expiry(tokens: &[Token], now: DateTime<Utc>) -> Vec<&Token> {
    let mut tokens: Vec<&Token> = tokens.iter().collect();
    let order = |end: Option<DateTime<Utc>>| match end {
        Some(end) if end > now => (0, Some(end)),
        None => (1, None),
        Some(end) => (2, Some(end)),
    };
    tokens.sort_by_key(|token| order(token.expires_on));
    tokens
}

fn token_row(token: &Token, now: DateTime<Utc>) -> Markup {
    let status = token.status.as_ref().map_or("unknown", TokenStatus::as_str);
    let is_usable = !matches!(token.status, Some(TokenStatus::Disabled | TokenStatus::Expired));
    let (class, end) = match token.expires_on {
        None => ("soft", "never".to_owned()),
        Some(end) if end <= now => ("soft", format!("{} · over", end.date_naive())),
        Some(end) => {
            let class = if is_usable && token.expires_within(SOON, now) { "warn" } else { "" };
            (class, format!("{} · in {} days", end.date_naive(), (end - now).num_days()))
        }
    };
    let used = token.last_used_on.map_or("never used".to_owned(), |used| used.date_naive().to_string());
    html! {
        li {
            span { (token.name.as_deref().unwrap_or(&token.id)) }
            span.soft { (status) }
            span class=(class) { (end) }
            span.soft { (used) }
        }
    }
}

fn log_row(entry: &AuditLog) -> Markup {
    let (actor, action, resource) = (entry.actor.as_ref(), entry.action.as_ref(), entry.resource.as_ref());
    let actor = actor.and_then(|actor| actor.email.as_deref().or(actor.id.as_deref())).unwrap_or("unknown");
    let kind = action.and_then(|action| action.kind.as_deref()).unwrap_or("unknown");
    let resource_kind = resource.and_then(|resource| resource.kind.as_deref());
    let zone = entry.metadata.as_ref().and_then(|metadata| metadata.get("zone_name")?.as_str());
    let place = zone.or(resource.and_then(|resource| resource.id.as_deref())).unwrap_or_default();
    html! {
        li {
            span.soft { (entry.when.map_or("unknown".to_owned(), time)) }
            span { (actor) }
            span {
                (kind) @if let Some(kind) = resource_kind { " · " (kind) }
                @if action.and_then(|action| action.result) == Some(false) { " " span.bad { "failed" } }
            }
            span.soft { (place) }
        }
    }
}

fn time(time: DateTime<Utc>) -> String {
    time.format("%F %R").to_string()
}
