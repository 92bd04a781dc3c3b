//! Reading the accounts again and again.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use apify_user::{ApifyClient, Credit, MonthlyUsage};
use chrono::{DateTime, Utc};
use cloudflare_user::{CloudflareClient, Token};
use futures_util::TryStreamExt;

use crate::{
    apify::{LimitsReport, read_account},
    poll::Schedule,
    session::Connection,
};

/// Figures of an Apify account.
#[derive(Debug)]
pub struct ApifyFigures {
    /// Usage of the billing cycle.
    pub usage: MonthlyUsage,
    /// Cost of the whole cycle at the pace so far (USD).
    pub projected_usd: Option<f64>,
    /// Prepaid usage.
    pub credit: Credit,
    /// Limits and the usage of each.
    pub limits: LimitsReport,
}

/// State of both accounts; `None` without credentials.
#[derive(Debug)]
pub struct State {
    /// Apify.
    pub apify: Polled<ApifyFigures>,
    /// Cloudflare.
    pub cloudflare: Polled<Vec<Token>>,
}

impl State {
    /// Creates a state in which nothing has been read.
    pub fn new(has_apify: bool, has_cloudflare: bool) -> Self {
        Self { apify: Polled::new("apify", has_apify), cloudflare: Polled::new("cloudflare", has_cloudflare) }
    }
}

/// Figures of one vendor, and the progress of reading them.
#[derive(Debug)]
pub struct Polled<T> {
    /// Name of the vendor.
    pub vendor: &'static str,
    /// `true` if there are credentials.
    pub is_polled: bool,
    progress: Mutex<Progress<T>>,
}

/// Progress of reading.
#[derive(Debug)]
pub struct Progress<T> {
    /// Number of reads.
    pub reads: u64,
    /// Number of reads that failed.
    pub failures: u64,
    /// `true` if the last read succeeded.
    pub is_up: bool,
    /// Figures of the last read that succeeded, and its time.
    pub last: Option<(T, DateTime<Utc>)>,
}

impl<T> Polled<T> {
    fn new(vendor: &'static str, is_polled: bool) -> Self {
        let progress = Progress { reads: 0, failures: 0, is_up: false, last: None };
        Self { vendor, is_polled, progress: Mutex::new(progress) }
    }

    /// Returns the progress.
    pub fn progress(&self) -> MutexGuard<'_, Progress<T>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records the outcome of a read; figures from before stay after a failure.
    pub fn record(&self, outcome: Result<T, Failure>) -> Result<(), Failure> {
        let mut progress = self.progress();
        progress.reads += 1;
        progress.is_up = outcome.is_ok();
        match outcome {
            Ok(figures) => {
                progress.last = Some((figures, Utc::now()));
                Ok(())
            }
            Err(failure) => {
                progress.failures += 1;
                Err(failure)
            }
        }
    }

    /// Returns `true` if a read has failed.
    pub fn has_failed(&self) -> bool {
        self.progress().failures > 0
    }
}

/// Failure of a read.
#[derive(Debug)]
pub struct Failure {
    reason: String,
    retry_after: Option<Duration>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl From<apify_user::Error> for Failure {
    fn from(error: apify_user::Error) -> Self {
        Self { retry_after: error.retry_after(), reason: error.to_string() }
    }
}

impl From<cloudflare_user::Error> for Failure {
    fn from(error: cloudflare_user::Error) -> Self {
        Self { retry_after: error.retry_after(), reason: error.to_string() }
    }
}

/// Reads again and again, through every failure: a token may be renewed, and a server may come back.
pub async fn keep_reading<T, F>(polled: &Polled<T>, mut schedule: Schedule, read: impl Fn() -> F)
where
    F: Future<Output = Result<T, Failure>>,
{
    loop {
        let wait = match polled.record(read().await) {
            Ok(()) => schedule.after_success(),
            Err(failure) => {
                let wait = schedule.after_failure(failure.retry_after);
                anstream::eprintln!("account: {failure}; next read in {} s", wait.as_secs());
                wait
            }
        };
        tokio::time::sleep(wait).await;
    }
}

/// Reads an Apify account in three requests.
pub async fn read_apify(connection: &Connection<ApifyClient>) -> Result<ApifyFigures, Failure> {
    let (user, usage, limits) = read_account(&connection.client).await?;
    let (Some(user), Some(usage), Some(limits)) = (user, usage, limits) else {
        let reason = "Apify reports that the token belongs to no user".to_owned();
        return Err(Failure { reason, retry_after: None });
    };
    let now = connection.current_time();
    let projection = usage.projection(now).filter(|projection| projection.elapsed < 1.0);
    Ok(ApifyFigures {
        projected_usd: projection.map(|projection| projection.projected_usd),
        credit: usage.credit(user.plan.as_ref(), now),
        limits: LimitsReport::of_all(&limits),
        usage,
    })
}

/// Reads all tokens of a Cloudflare user, in a request for each 50.
pub async fn read_cloudflare(connection: &Connection<CloudflareClient>) -> Result<Vec<Token>, Failure> {
    let list = connection.client.user().tokens().list().include_expired(true).per_page(50);
    Ok(list.into_stream().try_collect().await?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use api_simulator::{MockResponse, Simulator};
    use apify_user::ApifyClient;
    use cloudflare_user::CloudflareClient;
    use tokio::time::timeout;

    use super::{State, keep_reading, read_apify, read_cloudflare};
    use crate::{poll::Schedule, session::Connection};

    const MINUTE: Duration = Duration::from_secs(60);
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    async fn apify() -> (Simulator, Connection<ApifyClient>) {
        let simulator = Simulator::apify().start().await.unwrap();
        let client = ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url());
        let client = client.deadline(Duration::from_secs(30)).build().unwrap();
        (simulator, Connection::real(client))
    }

    /// Apify allows 60 requests a second, so that the shortest interval, with three a minute, is far below.
    #[tokio::test(start_paused = true)]
    async fn a_read_of_apify_is_three_requests() {
        for (interval, period, reads) in [(5 * MINUTE, DAY, 288), (MINUTE, 60 * MINUTE, 60)] {
            let (simulator, connection) = apify().await;
            let state = State::new(true, false);
            let reading = keep_reading(&state.apify, Schedule::new(interval), || read_apify(&connection));
            assert!(timeout(period, reading).await.is_err());
            let (done, requests) = (state.apify.progress().reads, simulator.requests().len());
            assert!((reads - 2..=reads + 1).contains(&done), "{done}");
            assert!(requests <= 3 * (reads + 1) as usize, "{requests}");
            println!("Apify, every {interval:?} for {period:?}: {done} reads, {requests} requests");
            simulator.assert_no_violations();
        }
    }

    /// Cloudflare allows 1,200 requests in five minutes, so that the shortest interval, with one a minute for each
    /// 50 tokens, is far below.
    #[tokio::test(start_paused = true)]
    async fn a_read_of_cloudflare_is_a_request() {
        let simulator = Simulator::cloudflare().start().await.unwrap();
        let client = CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url());
        let connection = Connection::real(client.build().unwrap());
        let state = State::new(false, true);
        let reading =
            keep_reading(&state.cloudflare, Schedule::new(5 * MINUTE), || read_cloudflare(&connection));
        assert!(timeout(DAY, reading).await.is_err());
        let requests = simulator.requests().len();
        assert!((286..=289).contains(&requests), "{requests}");
        println!("Cloudflare, every 5 minutes for a day: {requests} requests");
        simulator.assert_no_violations();
    }

    /// A status after which the client itself tries again, within its deadline of 30 seconds, costs more requests.
    #[tokio::test(start_paused = true)]
    async fn an_outage_of_a_day_is_survived_with_few_requests() {
        for (response, max_requests) in [
            (MockResponse::documented(401), 3 * 30),
            (MockResponse::status(503), 9 * 3 * 30),
            (MockResponse::documented(429).header("retry-after", "60"), 3 * 30),
        ] {
            let (simulator, connection) = apify().await;
            let state = State::new(true, false);
            let reading = keep_reading(&state.apify, Schedule::new(MINUTE), || read_apify(&connection));
            tokio::pin!(reading);
            assert!(timeout(Duration::from_secs(30), &mut reading).await.is_err());
            assert!(state.apify.progress().is_up);
            let before = simulator.requests().len();

            simulator.otherwise(response);
            assert!(timeout(DAY, &mut reading).await.is_err());
            {
                let progress = state.apify.progress();
                assert!(!progress.is_up && progress.last.is_some());
                assert!((24..=30).contains(&progress.failures), "{}", progress.failures);
                let requests = simulator.requests().len() - before;
                assert!((24..=max_requests).contains(&requests), "{requests}");
                println!("Apify, a day of an outage: {} reads, {requests} requests", progress.failures);
            }

            simulator.clear_responses();
            assert!(timeout(Duration::from_secs(2 * 60 * 60), &mut reading).await.is_err());
            assert!(state.apify.progress().is_up);
        }
    }
}
