//! What is measured, and under which load.

use std::fmt;

use clap::ValueEnum;

/// What a contender does over and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Work {
    /// Reading the account.
    Get,
    /// Reading 31 days of 25 services.
    MonthlyUsage,
    /// Reading the account's limits.
    Limits,
    /// Reading a page of 1,000 audit logs.
    AuditLogs,
    /// Building a client.
    Build,
}

impl Work {
    /// The work that calls a server.
    pub(crate) const CALLS: [Self; 4] = [Self::Get, Self::MonthlyUsage, Self::Limits, Self::AuditLogs];

    pub(crate) fn is_cloudflare(self) -> bool {
        self == Self::AuditLogs
    }
}

impl fmt::Display for Work {
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

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Contender {
    /// reqwest and handwritten serde structs that decode every field.
    Bare,
    /// Our generated crate.
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

    /// Whether there is such a contender for the work.
    pub(crate) fn does(self, work: Work) -> bool {
        match self {
            Self::Official => !work.is_cloudflare(),
            Self::Npm => work != Work::Build,
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

/// What a program is built with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tls {
    /// What the contender builds without being asked: rustls, but for the official crate.
    Default,
    /// The operating system's own, as the official crate has it.
    System,
}

impl fmt::Display for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "",
            Self::System => ": with the system's TLS",
        })
    }
}

/// Which tokio runtime the calls run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Threads {
    /// One thread.
    Current,
    /// One thread per core.
    Multi,
}

/// One cell of the table: the work, and the load under which it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) work: Work,
    pub(crate) threads: Threads,
    pub(crate) concurrency: usize,
}

impl Cell {
    /// The work alone: one call after the other on one thread.
    pub(crate) fn alone(work: Work) -> Self {
        Self { work, threads: Threads::Current, concurrency: 1 }
    }

    /// The cells of all calls.
    pub(crate) fn of_calls() -> impl Iterator<Item = Self> {
        let loads = [Threads::Current, Threads::Multi]
            .into_iter()
            .flat_map(|threads| [1, 64].map(|concurrency| (threads, concurrency)));
        Work::CALLS.into_iter().flat_map(move |work| {
            loads.clone().map(move |(threads, concurrency)| Self { work, threads, concurrency })
        })
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { work, threads, concurrency } = self;
        if *work == Work::Build {
            return write!(f, "{work}");
        }
        let threads = match threads {
            Threads::Current => "one thread",
            Threads::Multi => "all cores",
        };
        write!(f, "{work} ×{concurrency}, {threads}")
    }
}
