//! Secrets: random ones for sessions and tokens, passwords and their hashes, and the codes of a second factor.
//!
//! Argon2id with the library's own measures (19 MiB, two passes: what OWASP asks at least). A password that is compared takes the same time
//! whether or not there is such an account (safety R41).

use argon2::Argon2;
use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use totp_rs::{Builder, Secret, Totp};

use crate::problem::Problem;

/// The shortest password (safety R41).
pub const SHORTEST: usize = 15;
/// How long a code holds, in seconds.
pub const STEP: u64 = 30;

/// 32 random bytes, in letters that may stand in a cookie and in an address.
pub fn fresh() -> Result<String, Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|e| Problem::fault(format!("no random bytes: {e}")))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

/// A fresh secret for a second factor, in base 32.
pub fn fresh_totp() -> Result<String, Problem> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).map_err(|e| Problem::fault(format!("no random bytes: {e}")))?;
    Ok(BASE32_NOPAD.encode(&bytes))
}

/// An id that nobody else has: 60 random bits, in small letters and figures.
pub fn fresh_id() -> Result<String, Problem> {
    Ok(fresh_totp()?.chars().take(12).collect::<String>().to_lowercase())
}

/// A first password: 100 random bits, in fours, so that it can be typed from paper.
pub fn fresh_password() -> Result<String, Problem> {
    let letters: Vec<char> = fresh_totp()?.to_lowercase().chars().take(20).collect();
    Ok(letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// For how long a first password counts, in milliseconds: 14 days.
pub const FIRST: i64 = 14 * 86_400_000;

/// A password's hash. Takes some tens of milliseconds: not to be called where others wait.
pub fn hash_password(password: &str) -> Result<String, HashError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|e| HashError(format!("no random bytes: {e}")))?;
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hash.map_err(|e| HashError(e.to_string()))?.to_string())
}

/// How many passwords are hashed or compared at once. Each takes 19 MiB: more would let whoever asks often enough take the memory of the whole
/// machine.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(4);

/// A new password's hash, in its turn among those that are compared.
pub async fn hashed(password: String) -> Result<String, Problem> {
    let _turn = AT_ONCE.acquire().await;
    let made = tokio::task::spawn_blocking(move || hash_password(&password)).await;
    Ok(made.map_err(|e| Problem::fault(e.to_string()))??)
}

/// Why no hash could be made.
#[derive(Debug)]
pub struct HashError(String);

impl fmt::Display for HashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the password cannot be hashed: {}", self.0)
    }
}

impl std::error::Error for HashError {}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Problem {
        Problem::fault(error.to_string())
    }
}

/// The hash of no password, compared with where there is no such account.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$dGFuZGVtLW5vYm9keSE$2lcLV4cmBqzMcU5lLMBmVL2mYI4hAQrLyBFkqDyDxS8";

/// Whether a password is the one of the hash; without a hash it takes as long and is not.
pub async fn is_password(password: String, hash: Option<String>) -> bool {
    let _turn = AT_ONCE.acquire().await;
    let known = hash.is_some();
    let compare = move || {
        let hash = hash.as_deref().unwrap_or(NOBODY);
        PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    tokio::task::spawn_blocking(compare).await.unwrap_or(false) && known
}

/// What is wrong with a new password; nothing where it will do.
pub fn weakness(password: &str, sign_in: &str) -> Option<String> {
    let letters = password.chars().count();
    if letters < SHORTEST {
        return Some(format!(
            "The password has {letters} characters; it needs at least {SHORTEST}. Three or four words are easy to remember."
        ));
    }
    let small = password.to_lowercase();
    let name = sign_in.split('@').next().unwrap_or_default().to_lowercase();
    if !name.is_empty() && small.contains(&name) {
        return Some("The password must not hold your own name.".into());
    }
    let mut kinds: Vec<char> = small.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() < 6 || COMMON.iter().any(|common| small.contains(common)) {
        return Some(
            "This password is easy to guess. Use three or four words that have nothing to do with each other.".into(),
        );
    }
    None
}

/// What long passwords are most often made of.
const COMMON: [&str; 12] = [
    "password", "qwerty", "123456", "abcdef", "letmein", "welcome", "iloveyou", "football", "tandem", "council",
    "passw0rd", "changeme",
];

fn totp(secret: &str, account: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let builder = Builder::new().with_secret(secret).with_skew(1).with_step_duration(STEP);
    builder.with_issuer(Some("Tandem")).with_account_name(account).build().ok()
}

/// The time step of which a code is, where it is one of now, of the last or of the next.
pub fn step_of(secret: &str, account: &str, code: &str, now: i64) -> Option<i64> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let step = totp(secret, account)?.check(&code, u64::try_from(now / 1000).ok()?)?;
    i64::try_from(step).ok()
}

/// The first code that still counts, for made-up people alone.
pub fn code_now(secret: &str, account: &str, used: i64, now: i64) -> Option<String> {
    let step = (now / 1000 / STEP as i64).max(used + 1);
    let time = u64::try_from(step).ok()? * STEP;
    Some(totp(secret, account)?.generate(time).to_string())
}

/// The address that an authenticator takes the secret from.
pub fn otpauth(secret: &str, account: &str) -> Option<String> {
    totp(secret, account)?.to_url().ok()
}
