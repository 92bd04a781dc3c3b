//! Secrets in the memory of this process, as Linux shows it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    sync::Mutex,
};

use api_runtime::{BaseUrl, Credential, Product, Secret, Settings, Transport, http::HeaderName};

/// Memory is that of the whole process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A text of eight letters that are repeated, so that it is found by looking at one of eight words. No copy of the letters
/// is kept, only their complement.
struct Sentinel {
    hidden: u64,
}

impl Sentinel {
    const LENGTH: usize = 256;
    const WORD: usize = 8;
    const STEP: usize = 64;

    fn new() -> Self {
        Self { hidden: !u64::from_ne_bytes([(); Self::WORD].map(|()| fastrand::alphanumeric() as u8)) }
    }

    fn text(&self) -> String {
        // Of its exact size, so that no part is left behind where it was smaller.
        let mut text = String::with_capacity(Self::LENGTH);
        for position in 0..Self::LENGTH {
            let hidden = self.hidden.to_ne_bytes()[position % Self::WORD];
            text.push(char::from(!hidden));
        }
        text
    }

    /// Returns `true` if most of the text is anywhere in memory. An allocator writes over the beginning of what is freed.
    fn is_in_memory(&self) -> bool {
        let memory = File::open("/proc/self/mem").unwrap();
        let mut piece = vec![0; 1024 * 1024];
        writable_regions().into_iter().any(|(begin, end)| {
            (begin..end).step_by(piece.len()).any(|offset| {
                let length = piece.len().min(usize::try_from(end - offset).unwrap());
                let is_read = memory.read_exact_at(&mut piece[..length], offset).is_ok();
                let found = is_read && self.is_in(&piece[..length]);
                piece.fill(0);
                found
            })
        })
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        // Two in a row are no word that was left on the stack.
        let mut hits = bytes.chunks_exact(Self::STEP).map(|step| self.is_part(&step[..Self::WORD]));
        let mut was_hit = false;
        hits.any(|is_hit| std::mem::replace(&mut was_hit, is_hit) && is_hit)
    }

    /// Returns `true` if these are the letters, beginning at any of them.
    fn is_part(&self, word: &[u8]) -> bool {
        let complement = !u64::from_ne_bytes(word.try_into().unwrap());
        (0..u64::BITS).step_by(8).any(|shift| complement.rotate_left(shift) == self.hidden)
    }
}

fn writable_regions() -> Vec<(u64, u64)> {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let regions = maps.lines().filter(|line| line.contains(" rw") && !line.contains("[vvar"));
    let bounds = regions.map(|line| line.split([' ', '-']).take(2));
    bounds
        .map(|mut bounds| {
            let mut next = || u64::from_str_radix(bounds.next().unwrap(), 16).unwrap();
            (next(), next())
        })
        .collect()
}

/// Without this, the tests below could not fail.
#[test]
fn a_text_is_found_before_and_after_it_is_freed() {
    let _alone = ONE_AT_A_TIME.lock();
    let sentinel = Sentinel::new();
    assert!(!sentinel.is_in_memory());
    let text = sentinel.text();
    assert!(sentinel.is_in_memory());
    drop(text);
    assert!(sentinel.is_in_memory());
}

#[test]
fn a_secret_is_wiped_with_its_last_clone() {
    let _alone = ONE_AT_A_TIME.lock();
    let sentinel = Sentinel::new();
    let secret = Secret::from(sentinel.text());
    let clone = secret.clone();
    drop(secret);
    assert!(sentinel.is_in_memory());
    drop(clone);
    assert!(!sentinel.is_in_memory());
}

#[test]
fn the_headers_of_a_client_are_wiped_with_it() {
    let _alone = ONE_AT_A_TIME.lock();
    let sentinel = Sentinel::new();
    let credentials = vec![
        Credential::bearer(Secret::from(sentinel.text())),
        Credential::header(HeaderName::from_static("x-key"), Secret::from(sentinel.text())),
    ];
    let base_url = BaseUrl::parse("http://127.0.0.1:1", "").unwrap();
    let product = Product::new("test", "1");
    let transport = Transport::new::<()>(base_url, credentials, product, Settings::default()).unwrap();
    assert!(sentinel.is_in_memory());
    drop(transport);
    assert!(!sentinel.is_in_memory());
}
