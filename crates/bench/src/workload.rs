//! Workloads, contenders, and the load under which they are measured.

use std::fmt;

use clap::ValueEnum;

/// Task that a contender repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Workload {
    /// Reading the account.
    Get,
    /// Reading the usage of 31 days and 25 services.
    MonthlyUsage,
    /// Reading the account's limits.
    Limits,
    /// Reading a page of 1,000 audit logs.
    AuditLogs,
    /// Building a client.
    Build,
}

impl Workload {
    /// Workloads that call a server.
    pub(crate) const CALLS: [Self; 4] = [Self::Get, Self::MonthlyUsage, Self::Limits, Self::AuditLogs];

    pub(crate) fn is_cloudflare(self) -> bool {
        self == Self::AuditLogs
    }
}

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "get",
            Self::MonthlyUsage => "monthly_usage",
            Self::Limits => "limits",
            Self::AuditLogs => "audit_logs",
            Self::Build => "building a client",
        })
    }
}

/// Client that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Contender {
    /// reqwest and handwritten serde structs that decode every field.
    Bare,
    /// Our low-level crate.
    Generated,
    /// Our facade.
    Facade,
    /// The vendor's own crate.
    Official,
    /// The vendor's own package for Node.
    Npm,
}

impl Contender {
    pub(crate) const ALL: [Self; 5] = [Self::Bare, Self::Generated, Self::Facade, Self::Official, Self::Npm];

    /// Returns `true` if the contender can do the workload.
    pub(crate) fn supports(self, workload: Workload) -> bool {
        match self {
            Self::Official => !workload.is_cloudflare(),
            Self::Npm => workload != Workload::Build,
            _ => true,
        }
    }
}

impl fmt::Display for Contender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bare => "bare reqwest",
            Self::Generated => "generated",
            Self::Facade => "facade",
            Self::Official => "official Rust",
            Self::Npm => "npm",
        })
    }
}

/// Features with which a program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variant {
    /// Defaults of the contender: the operating system's TLS for the official crate, rustls for all others.
    Default,
    /// The facade of Cloudflare with its defaults; everything else is of Apify's.
    Cloudflare,
    /// TLS of the operating system.
    SystemTls,
    /// As [`Self::SystemTls`], with HTTP/2.
    Http2,
    /// As [`Self::SystemTls`], with calls without async.
    Blocking,
    /// As [`Self::SystemTls`], with JSON Schemas.
    Schemars,
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "",
            Self::Cloudflare => ", cloudflare-user",
            Self::SystemTls => ", system's TLS",
            Self::Http2 => ", system's TLS and http2",
            Self::Blocking => ", system's TLS and blocking",
            Self::Schemars => ", system's TLS and schemars",
        })
    }
}

/// Tokio runtime of the calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Threads {
    /// One thread.
    Current,
    /// One thread per core.
    Multi,
}

/// A workload under one load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) workload: Workload,
    pub(crate) threads: Threads,
    pub(crate) concurrency: usize,
}

impl Cell {
    /// Returns the cell of one call at a time on one thread.
    pub(crate) fn sequential(workload: Workload) -> Self {
        Self { workload, threads: Threads::Current, concurrency: 1 }
    }

    /// Returns the cells of all calls.
    pub(crate) fn of_calls() -> impl Iterator<Item = Self> {
        let loads = [(Threads::Current, 1), (Threads::Current, 64), (Threads::Multi, 64)];
        Workload::CALLS.into_iter().flat_map(move |workload| {
            loads.map(|(threads, concurrency)| Self { workload, threads, concurrency })
        })
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { workload, threads, concurrency } = self;
        if *workload == Workload::Build {
            return write!(f, "{workload}");
        }
        let threads = match threads {
            Threads::Current => "one thread",
            Threads::Multi => "all cores",
        };
        write!(f, "{workload} ×{concurrency}, {threads}")
    }
}
