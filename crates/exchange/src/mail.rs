//! Sends what waits to be told, by e-mail: numbers and a link to sign in, and nothing of a child (safety R53).
//!
//! What comes in are the notices that wait; what goes out is one message for each person and run. The notices of a message are gathered in
//! the record before it is first sent and never change after that, so that every try carries the same notices under the same
//! Message-ID. Sending is at least once: where a server took a message and its answer was lost, a second copy follows, and any mailbox
//! knows it by its Message-ID. What cannot be delivered is told to the person's manager (safety R59).

mod text;

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use gate::{Gate, Pass, Person};
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use record::{Notice, Record};

use crate::digest::{Counts, counts};
use crate::failure::{Failure, program};
use crate::london::MINUTE;
use crate::owners::managers;
use crate::reminders::undelivered;

pub use text::SUBJECT;

/// The name of the job.
const JOB: &str = "mail";
/// For how long a run holds the job.
const HELD: i64 = 2 * MINUTE;
/// For how long what a pass of the scheduler made waits for the pass to come through.
const LATE: i64 = 15 * MINUTE;
/// How many messages a run sends. The caller runs it once a second: no server sees a storm (safety T18).
const A_RUN: usize = 2;
/// How long a message waits after each failed try, in minutes.
const BACKOFF: [i64; 4] = [1, 5, 30, 120];
/// For how long a message is tried whose failure may pass: what a server says it cannot take now (a 4xx answer), and no answer at all.
const PATIENCE: i64 = 3 * 24 * 60 * MINUTE;
/// How long a server may take to answer.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How the connection to the server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all: for a server on the same machine.
    None,
    /// It begins open and must change to TLS.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Where messages go out, and as what.
#[derive(Clone)]
pub struct MailSettings {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept secret.
    pub encryption: Encryption,
    /// The name and password to sign in with, where the server asks for them.
    pub sign_in: Option<(String, String)>,
    /// A certificate (PEM) to trust besides those of the machine, for a server with one of the council's own.
    pub trusted: Option<Vec<u8>>,
    /// The sender's address.
    pub from: String,
    /// Where Tandem is found: `https://tandem.example.org`.
    pub link: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The password stands in no log.
        write!(f, "mail as {} through {}:{} ({:?})", self.from, self.host, self.port, self.encryption)
    }
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many messages the server took.
    pub sent: usize,
    /// How many it did not, or could not be addressed.
    pub not_sent: usize,
    /// Why the server could not be reached. Nothing was counted as a try; the caller waits a minute before it runs this again.
    pub unreachable: Option<String>,
}

/// The way out.
#[derive(Debug)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
    link: String,
}

impl Mail {
    /// Makes the way out ready; nothing is connected yet. The error says which setting to mend.
    pub fn new(settings: &MailSettings) -> Result<Mail, String> {
        let from: Address = settings.from.parse().map_err(|e| format!("`from` is no e-mail address: {e}"))?;
        let link = settings.link.trim_end_matches('/').to_owned();
        if !(link.starts_with("https://") || link.starts_with("http://"))
            || link.chars().any(|c| c.is_whitespace() || c.is_control())
        {
            return Err("the address of Tandem begins with `https://` and has no blank in it".into());
        }
        let tls = match settings.encryption {
            Encryption::None => Tls::None,
            Encryption::StartTls => Tls::Required(tls(settings)?),
            Encryption::Tls => Tls::Wrapper(tls(settings)?),
        };
        // `dangerous` is only that it would begin without TLS: what it is to do stands in the next line.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str());
        let mut builder = builder.port(settings.port).tls(tls).timeout(Some(TIMEOUT));
        if let Some((name, password)) = &settings.sign_in {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        let domain = from.domain().to_owned();
        Ok(Mail { transport: builder.build(), from: Mailbox::new(None, from), domain, link })
    }

    /// Sends what waits, at most two messages. `holder` names this node; the caller runs it once a second.
    pub async fn send(&self, record: &Record, gate: &Gate, holder: &str, now: i64) -> Result<Sent, Failure> {
        let pass = program(gate)?;
        let mut done = Sent::default();
        // What a pass of the scheduler makes is gathered when the pass is through, so that each person gets one message of it; where a
        // pass never comes through, what it made goes out all the same.
        let made_by = record.evaluated_to(crate::reminders::JOB).await?.max(now - LATE);
        let is_idle = record.not_gathered(&pass, made_by, 1).await?.is_empty()
            && record.waiting_notices(&pass, now, 1).await?.is_empty();
        if is_idle || !record.claim(JOB, holder, now, now + HELD).await? {
            return Ok(done);
        }
        self.gather(record, &pass, made_by).await?;
        for message in self.next(record, &pass, now).await? {
            let notices = record.in_message(&pass, &message).await?;
            let Some(first) = notices.first() else { continue };
            let staff = record.staff(&first.authority).await?;
            let person = staff.person(&first.person);
            let trouble = match self.one(record, gate, person, &notices, now).await? {
                Ok(()) => {
                    record.sent(&pass, &message).await?;
                    done.sent += 1;
                    continue;
                }
                Err(trouble) => trouble,
            };
            if trouble.may_pass && self.transport.test_connection().await.is_err() {
                done.unreachable = Some(trouble.why);
                break;
            }
            done.not_sent += 1;
            let tries = first.tries + 1;
            // The manager first: broken off between the two, the try is made again and the manager is told once.
            if tries > BACKOFF.len() as i64 || !trouble.may_be_tried {
                let managers = person.map(|p| managers(&staff, p)).unwrap_or_default();
                let notices = managers.into_iter().filter(|_| !is_of_trouble(&notices));
                record.keep_notices(&pass, notices.map(|m| undelivered(m, &message, now)).collect()).await?;
            }
            record.not_sent(&pass, &message, &trouble.why, again(&trouble, tries, first.made, now)).await?;
        }
        Ok(done)
    }

    /// Gathers what waits for one person into one message, in the record: whatever happens from here on, it stays in it.
    async fn gather(&self, record: &Record, pass: &Pass, made_by: i64) -> Result<(), Failure> {
        let mut of: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for notice in record.not_gathered(pass, made_by, 2_000).await? {
            of.entry((notice.authority, notice.person)).or_default().push(notice.key);
        }
        let into = of.into_values().flat_map(|mut keys| {
            keys.sort();
            let message = format!("<{}@{}>", record::hash(&keys.join(" ")).get(..40).unwrap_or_default(), self.domain);
            keys.into_iter().map(move |key| (key, message.clone()))
        });
        Ok(record.gather(pass, into.collect()).await?)
    }

    /// The next messages of a run.
    async fn next(&self, record: &Record, pass: &Pass, now: i64) -> Result<Vec<String>, Failure> {
        let mut messages: Vec<String> = Vec::new();
        for notice in record.waiting_notices(pass, now, 2_000).await? {
            if !messages.contains(&notice.message_id) && messages.len() < A_RUN {
                messages.push(notice.message_id);
            }
        }
        Ok(messages)
    }

    /// Sends one message.
    async fn one(
        &self,
        record: &Record,
        gate: &Gate,
        person: Option<&Person>,
        notices: &[Notice],
        now: i64,
    ) -> Result<Result<(), Trouble>, Failure> {
        let Some(person) = person.filter(|p| p.active) else {
            return Ok(Err(Trouble::for_good("the person does not work here any more")));
        };
        let Ok(to) = person.email.parse::<Address>() else {
            return Ok(Err(Trouble::for_good("the person has no e-mail address that can be used")));
        };
        let of_week = if notices.iter().any(|n| n.stage == record::Stage::Digest) {
            Some(counts(record, gate, person, now).await?)
        } else {
            None
        };
        let message = match self.message(to, notices, of_week, now) {
            Ok(message) => message,
            Err(error) => return Ok(Err(Trouble::for_good(&error.to_string()))),
        };
        Ok(self.transport.send(message).await.map(drop).map_err(|error| Trouble::of(&error)))
    }

    /// The message: no name stands in it, not even that of the person it goes to.
    fn message(
        &self,
        to: Address,
        notices: &[Notice],
        of_week: Option<Counts>,
        now: i64,
    ) -> Result<Message, lettre::error::Error> {
        // What an out-of-office programme looks for before it answers (RFC 3834).
        let machine = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(SUBJECT)
            .message_id(notices.first().map(|n| n.message_id.clone()))
            .date(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or(0)))
            .raw_header(machine)
            .header(ContentType::TEXT_PLAIN)
            .body(text::body(notices, of_week, &self.link))
    }
}

fn tls(settings: &MailSettings) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.trusted {
        let certificate =
            Certificate::from_pem(pem).map_err(|e| format!("the trusted certificate cannot be read: {e}"))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|e| format!("TLS cannot be used with the server's name `{}`: {e}", settings.host))
}

/// Whether all that a message says is that another could not be delivered: that is told no further up, but stays on the list.
fn is_of_trouble(notices: &[Notice]) -> bool {
    notices.iter().all(|n| n.stage == record::Stage::Undelivered)
}

/// When a message is tried again after so many failed tries; nothing where it is given up.
fn again(trouble: &Trouble, tries: i64, made: i64, now: i64) -> Option<i64> {
    if !trouble.may_be_tried {
        return None;
    }
    let wait = usize::try_from(tries - 1).ok().and_then(|n| BACKOFF.get(n));
    match wait {
        Some(minutes) => Some(now + minutes * MINUTE),
        None => (trouble.may_pass && now - made < PATIENCE).then_some(now + 120 * MINUTE),
    }
}

/// Why a message was not taken.
struct Trouble {
    why: String,
    /// Whether another try can do any good.
    may_be_tried: bool,
    /// Whether it is likely to pass by itself: no answer, or one that says so.
    may_pass: bool,
}

impl Trouble {
    fn for_good(why: &str) -> Trouble {
        Trouble { why: why.to_owned(), may_be_tried: false, may_pass: false }
    }

    fn of(error: &Error) -> Trouble {
        // A server may quote the address that it refuses: only its number is kept (safety R39).
        let why = match error.status() {
            Some(code) => format!("the server answered {code}"),
            None if error.is_tls() => "no secret connection could be made".into(),
            None if error.is_timeout() => "the server did not answer in time".into(),
            None => "the connection to the server broke off".into(),
        };
        Trouble { why, may_be_tried: true, may_pass: !error.is_permanent() }
    }
}
