//! Accounts, sessions, codes and tokens.

use gate::Action;
use record::{Account, AppendError, Session, StaffEntry, Token};

use crate::people::{HOME, NOW, admit, amy, ben, keeps, own};
use crate::place::{Place, both};

both! { an_account an_account_and_that_it_was_given a_code_counts_once sessions tokens calendars what_was_opened_ends leaving_ends_everything }

fn account(who: &str, sign_in: &str) -> Account {
    Account {
        person: who.into(),
        authority: HOME.into(),
        sign_in: sign_in.into(),
        password: "$argon2id$…".into(),
        totp: "JBSWY3DP".into(),
        totp_step: 0,
        failed: 0,
        locked_until: 0,
        first_until: 0,
    }
}

async fn an_account(at: Place) {
    let record = at.open().await;
    record.keep_account(admit(&keeps(), account("amy", "Amy.Amber")), NOW).await.unwrap();
    record.keep_account(admit(&keeps(), account("ben", "ben")), NOW).await.unwrap();
    let kept = Account { sign_in: "amy.amber".into(), ..account("amy", "") };
    assert_eq!(record.account("AMY.amber").await.unwrap(), Some(kept.clone()));
    assert_eq!(record.account_of("amy").await.unwrap(), Some(kept.clone()));
    assert_eq!(record.account("nobody").await.unwrap(), None);
    record.sign_in_failed("amy", NOW + 1).await.unwrap();
    record.sign_in_failed("amy", NOW + 2).await.unwrap();
    // A try that began before and ends after shortens nothing.
    record.sign_in_failed("amy", NOW + 1).await.unwrap();
    let failed = record.account_of("amy").await.unwrap().unwrap();
    assert_eq!((failed.failed, failed.locked_until), (3, NOW + 2));
    assert_eq!(record.account_of("ben").await.unwrap().unwrap().failed, 0);
    let taken = record.keep_account(admit(&keeps(), account("amy", "BEN")), NOW).await;
    assert!(matches!(taken, Err(AppendError::Refused(_))), "{taken:?}");
    let anew = Account { password: "$argon2id$other".into(), ..account("amy", "amy") };
    record.keep_account(admit(&keeps(), anew.clone()), NOW).await.unwrap();
    assert_eq!(record.account("amy").await.unwrap(), Some(anew));
    assert_eq!(record.account("amy.amber").await.unwrap(), None);
}

async fn an_account_and_that_it_was_given(at: Place) {
    let record = at.open().await;
    record.keep_account(admit(&keeps(), account("ben", "ben")), NOW).await.unwrap();
    // The name was taken a moment ago: neither is it given, nor does the log of the staff say so.
    let taken = record.let_in(admit(&keeps(), account("amy", "BEN")), 0, NOW).await;
    assert!(matches!(taken, Err(AppendError::Refused(_))), "{taken:?}");
    assert_eq!((record.account_of("amy").await.unwrap(), record.staff(HOME).await.unwrap().version), (None, 0));
    assert_eq!(record.let_in(admit(&keeps(), account("amy", "amy")), 0, NOW).await.unwrap(), 1);
    assert_eq!(record.account_of("amy").await.unwrap().map(|a| a.sign_in), Some("amy".into()));
    let said = record.staff_since(&keeps(), 0).await.unwrap();
    assert_eq!(said[0].entry, StaffEntry::LetIn { person: "amy".into(), sign_in: "amy".into() });
    // Somebody else has written of the staff meanwhile: the account stays as it was.
    let other = Account { password: "$argon2id$other".into(), ..account("amy", "amy") };
    let stale = record.let_in(admit(&keeps(), other), 0, NOW).await;
    assert!(matches!(stale, Err(AppendError::Conflict(1))), "{stale:?}");
    assert_eq!(record.account("amy").await.unwrap(), Some(account("amy", "amy")));
}

async fn a_code_counts_once(at: Place) {
    let record = at.open().await;
    record.keep_account(admit(&keeps(), account("amy", "amy")), NOW).await.unwrap();
    record.sign_in_failed("amy", NOW).await.unwrap();
    let both = tokio::join!(record.use_code("amy", 7), record.use_code("amy", 7));
    assert!(both.0.unwrap() != both.1.unwrap());
    for (step, counts) in [(7, false), (6, false), (8, true), (8, false)] {
        assert_eq!(record.use_code("amy", step).await.unwrap(), counts, "{step}");
    }
    assert!(!record.use_code("nobody", 9).await.unwrap());
    let amy = record.account_of("amy").await.unwrap().unwrap();
    assert_eq!((amy.totp_step, amy.failed, amy.locked_until), (8, 0, 0));
}

fn session(id: &str, second_factor: i64) -> Session {
    Session {
        id: id.into(),
        person: "amy".into(),
        authority: HOME.into(),
        form_token: format!("form {id}"),
        made: NOW,
        last_seen: NOW,
        second_factor,
        first: false,
    }
}

async fn sessions(at: Place) {
    let (one, two) = (at.open().await, at.open().await);
    one.begin_session(&session("s1", 0), None).await.unwrap();
    assert_eq!(two.session("s1").await.unwrap(), Some(session("s1", 0)));
    assert_eq!(two.session("s9").await.unwrap(), None);
    // After the second factor another session begins, and the first opens nothing any more.
    one.begin_session(&session("s2", NOW), Some("s1")).await.unwrap();
    assert_eq!(two.session("s1").await.unwrap(), None);
    assert_eq!(two.session("s2").await.unwrap(), Some(session("s2", NOW)));
    assert!(one.begin_session(&session("s2", NOW), None).await.is_err());
    two.session_seen("s2", NOW + 60_000).await.unwrap();
    assert_eq!(one.session("s2").await.unwrap().unwrap().last_seen, NOW + 60_000);
    one.begin_session(&session("s3", NOW), None).await.unwrap();
    one.end_session("s2", NOW).await.unwrap();
    assert_eq!((two.session("s2").await.unwrap(), two.session("s3").await.unwrap().is_some()), (None, true));
    one.begin_session(&session("s4", NOW), None).await.unwrap();
    one.begin_session(&Session { person: "ben".into(), ..session("s5", NOW) }, None).await.unwrap();
    one.end_all("amy", NOW).await.unwrap();
    assert_eq!((two.session("s3").await.unwrap(), two.session("s4").await.unwrap()), (None, None));
    assert!(two.session("s5").await.unwrap().is_some());
}

fn token(id: &str) -> Token {
    Token {
        id: id.into(),
        person: "amy".into(),
        authority: HOME.into(),
        name: "returns".into(),
        scopes: vec!["read".into(), "write".into()],
        made: NOW,
        expires: NOW + 1_000,
        last_used: 0,
    }
}

async fn tokens(at: Place) {
    let record = at.open().await;
    let (hers, his) = (own(&amy(), Action::KeepTokens), own(&ben(), Action::KeepTokens));
    record.keep_token(&hers, token("t1")).await.unwrap();
    record.keep_token(&his, token("t2")).await.unwrap();
    assert_eq!(record.token("t1").await.unwrap(), Some(token("t1")));
    // A token is of the person whose pass it was made with, whatever it says.
    assert_eq!(record.token("t2").await.unwrap().unwrap().person, "ben");
    assert_eq!(record.tokens(&hers).await.unwrap(), [token("t1")]);
    record.token_used("t1", NOW + 5).await.unwrap();
    assert_eq!(record.token("t1").await.unwrap().unwrap().last_used, NOW + 5);
    record.end_token(&his, "t1", NOW).await.unwrap();
    assert!(record.token("t1").await.unwrap().is_some());
    record.end_token(&hers, "t1", NOW).await.unwrap();
    assert_eq!((record.token("t1").await.unwrap(), record.tokens(&hers).await.unwrap()), (None, vec![]));
    record.end_all("ben", NOW).await.unwrap();
    assert_eq!(record.token("t2").await.unwrap(), None);
}

async fn calendars(at: Place) {
    let record = at.open().await;
    record.keep_account(admit(&keeps(), account("amy", "amy")), NOW).await.unwrap();
    assert_eq!(record.calendar_of("").await.unwrap(), None);
    record.keep_calendar(&own(&amy(), Action::KeepAccount), "h1").await.unwrap();
    assert_eq!(record.calendar_of("h1").await.unwrap(), Some(("amy".to_owned(), HOME.to_owned())));
    record.keep_calendar(&own(&amy(), Action::KeepAccount), "h2").await.unwrap();
    assert_eq!(record.calendar_of("h1").await.unwrap(), None);
}

async fn what_was_opened_ends(at: Place) {
    let record = at.open().await;
    let hers = own(&amy(), Action::KeepAccount);
    let opens = async || {
        record.begin_session(&session("s1", NOW), None).await.ok();
        record.keep_token(&own(&amy(), Action::KeepTokens), token("t1")).await.ok();
        record.keep_calendar(&hers, "h1").await.unwrap();
        open(&record).await
    };
    assert!(record.keep_calendar(&hers, "h1").await.is_err());
    record.keep_account(admit(&keeps(), Account { first_until: NOW + 5, ..account("amy", "amy") }), NOW).await.unwrap();
    assert_eq!(record.account("amy").await.unwrap().unwrap().first_until, NOW + 5);
    assert_eq!(opens().await, (true, true, true));
    record.change_password(&hers, "$argon2id$own", NOW).await.unwrap();
    let amy = record.account("amy").await.unwrap().unwrap();
    assert_eq!((amy.password.as_str(), amy.first_until), ("$argon2id$own", 0));
    assert_eq!(open(&record).await, (false, false, false));
    record.keep_calendar(&hers, "h1").await.unwrap();
    assert!(record.has_calendar(&hers).await.unwrap());
    record.change_second_factor(&hers, "KRSXG5A", 7, NOW).await.unwrap();
    let amy = record.account("amy").await.unwrap().unwrap();
    assert_eq!((amy.totp.as_str(), amy.totp_step), ("KRSXG5A", 7));
    assert!(!record.has_calendar(&hers).await.unwrap());
}

/// Whether a session, a token and a calendar are open.
async fn open(record: &record::Record) -> (bool, bool, bool) {
    let (session, token) = (record.session("s1").await.unwrap(), record.token("t1").await.unwrap());
    (session.is_some(), token.is_some(), record.calendar_of("h1").await.unwrap().is_some())
}

async fn leaving_ends_everything(at: Place) {
    let record = at.open().await;
    record.keep_account(admit(&keeps(), account("amy", "amy")), NOW).await.unwrap();
    record.begin_session(&session("s1", NOW), None).await.unwrap();
    record.keep_token(&own(&amy(), Action::KeepTokens), token("t1")).await.unwrap();
    record.keep_calendar(&own(&amy(), Action::KeepAccount), "h1").await.unwrap();
    let amy = |active| StaffEntry::Person {
        id: "amy".into(),
        name: "Amy".into(),
        service: "yjs".into(),
        standing: "practitioner".into(),
        roles: Vec::new(),
        teams: Vec::new(),
        leads: Vec::new(),
        telephone: String::new(),
        email: String::new(),
        active,
    };
    record.keep_staff(admit(&keeps(), vec![amy(true)]), 0, NOW).await.unwrap();
    assert_eq!(open(&record).await, (true, true, true));
    record.keep_staff(admit(&keeps(), vec![amy(false)]), 1, NOW).await.unwrap();
    assert_eq!(open(&record).await, (false, false, false));
    // Coming back opens nothing of what was open before.
    record.keep_staff(admit(&keeps(), vec![amy(true)]), 2, NOW).await.unwrap();
    assert_eq!(open(&record).await, (false, false, false));
    assert_eq!(record.account("amy").await.unwrap().unwrap().password, "");
}
