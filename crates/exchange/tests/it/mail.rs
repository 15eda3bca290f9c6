//! Messages to a real mail server that somebody else wrote: what stands in them, and that each is the same however often it is tried.

use exchange::{Encryption, Mail, MailSettings, SUBJECT, Sent};
use record::{Notice, Stage};

use crate::python::{Server, is_left_out};
use crate::reminders::remanded;
use crate::world::{HERE, World, ms, person};

/// Tuesday 2 June 2026 in the morning, after a weekend: nothing about the minute matters.
const NOW: &str = "2026-06-02T08:00";
const MINUTE: i64 = 60_000;

fn settings(port: u16) -> MailSettings {
    MailSettings {
        host: "127.0.0.1".into(),
        port,
        encryption: Encryption::None,
        sign_in: None,
        trusted: None,
        from: "tandem@example.org".into(),
        link: "https://tandem.example.org".into(),
    }
}

async fn run(world: &World, server: &Server, now: i64) -> Sent {
    let mail = Mail::new(&settings(server.port)).unwrap();
    mail.send(&world.record, &world.gate, "node-a", now).await.unwrap()
}

/// Runs until nothing more goes out.
async fn runs(world: &World, server: &Server, now: i64) -> usize {
    let mut sent = 0;
    loop {
        let run = run(world, server, now).await;
        sent += run.sent;
        if run.sent + run.not_sent == 0 {
            return sent;
        }
    }
}

/// Notices that wait: to whom, and at which stage.
async fn wait(world: &World, notices: &[(&str, Stage)]) {
    let each = notices.iter().enumerate().map(|(n, (person, stage))| Notice {
        key: format!("key-{n}-{person}"),
        person: (*person).into(),
        authority: HERE.into(),
        child: if *stage == Stage::Digest { String::new() } else { "CHILDTOKEN".into() },
        stage: *stage,
        message_id: String::new(),
        made: ms("2026-06-02T07:00"),
        tries: 0,
    });
    world.record.keep_notices(&world.program(), each.collect()).await.unwrap();
}

fn header<'m>(message: &'m str, name: &str) -> &'m str {
    let head = message.split("\r\n\r\n").next().unwrap();
    let found: Vec<&str> = head.lines().filter_map(|l| l.strip_prefix(name)?.strip_prefix(": ")).collect();
    assert_eq!(found.len(), 1, "{name} in {head}");
    found[0]
}

fn body(message: &str) -> &str {
    message.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn one_message_for_each_person_with_numbers_and_nothing_else() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-numbers").await;
    let server = Server::start(world.folder(), "none");
    wait(&world, &[("yw", Stage::DueSoon), ("yw", Stage::DueSoon), ("yw", Stage::Overdue), ("cw", Stage::Overdue)])
        .await;
    assert_eq!(runs(&world, &server, ms(NOW)).await, 2);
    let mut messages = server.messages("eml");
    messages.sort_by_key(|m| header(m, "To").to_owned());
    let [to_cw, to_yw] = messages.as_slice() else { panic!("{messages:?}") };
    assert_eq!((header(to_yw, "To"), header(to_yw, "From")), ("yw@example.org", "tandem@example.org"));
    assert_eq!(header(to_yw, "Subject"), SUBJECT);
    assert_eq!(header(to_yw, "Date"), "Tue, 02 Jun 2026 07:00:00 +0000");
    assert_eq!(header(to_yw, "Auto-Submitted"), "auto-generated");
    let expected = "2 things fall due soon, 1 is overdue.\r\n\r\nSign in to see what it is:\r\nhttps://tandem.example.org/\r\n\r\n\
                    This message says no more on purpose: anybody may come to read it.\r\n";
    assert_eq!(body(to_yw), expected);
    assert!(body(to_cw).starts_with("1 thing is overdue.\r\n"), "{to_cw}");
    assert_ne!(header(to_yw, "Message-ID"), header(to_cw, "Message-ID"));
    // Nothing waits any more.
    assert_eq!(run(&world, &server, ms(NOW) + MINUTE).await, Sent::default());
    assert_eq!(world.record.notices_standing().await.unwrap(), (0, 0));
}

#[tokio::test]
async fn nothing_of_a_child_leaves() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-tokens").await;
    let server = Server::start(world.folder(), "none");
    remanded(&world, "CHILDTOKEN").await;
    for at in ["2026-05-18T09:21", "2026-05-25T07:00", "2026-06-02T00:05"] {
        exchange::evaluate(&world.record, &world.gate, "node-a", ms(at)).await.unwrap();
        runs(&world, &server, ms(at) + MINUTE).await;
    }
    let messages = server.messages("eml");
    assert!(messages.len() >= 6, "{}", messages.len());
    assert!(messages.iter().any(|m| body(m).starts_with("Your teams this week:")), "{messages:?}");
    let people = ["Name Of", "NAME OF"];
    let planted = ["TOKEN", "enfield", "remand", "youth", "social", "justice", "custody", "2010", "8.5a", "yjs", "csc"];
    for message in &messages {
        for word in planted.iter().chain(&people) {
            assert!(!message.to_lowercase().contains(&word.to_lowercase()), "`{word}` in {message}");
        }
        assert_eq!(header(message, "Subject"), SUBJECT);
    }
    let mut ids: Vec<&str> = messages.iter().map(|m| header(m, "Message-ID")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), messages.len());
}

#[tokio::test]
async fn what_is_refused_now_is_tried_again_under_the_same_id() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-451").await;
    let server = Server::start(world.folder(), "none");
    wait(&world, &[("yw", Stage::DueSoon)]).await;
    server.mode("451");
    assert_eq!(run(&world, &server, ms(NOW)).await, Sent { not_sent: 1, ..Sent::default() });
    server.mode("ok");
    // More has come to wait meanwhile: it goes out in a message of its own.
    wait(&world, &[("yw", Stage::DueSoon), ("yw", Stage::Overdue)]).await;
    assert_eq!(run(&world, &server, ms(NOW) + 59_999).await.sent, 1);
    assert_eq!(run(&world, &server, ms(NOW) + MINUTE).await.sent, 1);
    let (refused, taken) = (server.messages("refused"), server.messages("eml"));
    assert_eq!((refused.len(), taken.len()), (1, 2));
    assert_eq!(header(&taken[1], "Message-ID"), header(&refused[0], "Message-ID"));
    assert_eq!(body(&taken[1]), body(&refused[0]));
    assert!(body(&taken[0]).starts_with("1 thing is overdue."), "{}", taken[0]);
}

#[tokio::test]
async fn a_lost_answer_gives_a_second_copy_with_the_same_id() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-lost").await;
    let server = Server::start(world.folder(), "none");
    wait(&world, &[("yw", Stage::DueSoon), ("yw", Stage::Overdue)]).await;
    server.mode("lost");
    assert_eq!(run(&world, &server, ms(NOW)).await.sent, 0);
    server.mode("ok");
    // The record is opened again in between, as after a crash.
    let world = world.again().await;
    assert_eq!(run(&world, &server, ms(NOW) + MINUTE).await.sent, 1);
    assert_eq!(run(&world, &server, ms(NOW) + 10 * MINUTE).await.sent, 0);
    let copies = server.messages("eml");
    assert_eq!(copies.len(), 2);
    assert_eq!(header(&copies[0], "Message-ID"), header(&copies[1], "Message-ID"));
    assert_eq!(body(&copies[0]), body(&copies[1]));
}

#[tokio::test]
async fn broken_off_anywhere_nothing_is_missing_and_no_notice_has_two_ids() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-broken-off").await;
    let server = Server::start(world.folder(), "none");
    let to = ["yw", "yw2", "ym", "yh", "cw", "cm", "ch", "iro", "vh"];
    let notices: Vec<(&str, Stage)> = to.iter().flat_map(|p| [(*p, Stage::DueSoon), (*p, Stage::Overdue)]).collect();
    wait(&world, &notices).await;
    for n in 0..40 {
        let broken_off = async {
            for _ in 0..(n * 1_237) % 9_001 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            () = broken_off => {}
            _ = run(&world, &server, ms(NOW) + n * MINUTE) => {}
        }
    }
    runs(&world, &server, ms(NOW) + 60 * MINUTE).await;
    let messages = server.messages("eml");
    for person in to {
        let copies: Vec<&String> =
            messages.iter().filter(|m| header(m, "To") == format!("{person}@example.org")).collect();
        assert!(!copies.is_empty(), "{person}");
        for copy in &copies {
            assert_eq!(header(copy, "Message-ID"), header(copies[0], "Message-ID"), "{person}");
            assert!(body(copy).starts_with("1 thing falls due soon, 1 is overdue."), "{copy}");
        }
    }
    println!("{} messages for {} people", messages.len(), to.len());
    assert_eq!(world.record.notices_standing().await.unwrap(), (0, 0));
}

#[tokio::test]
async fn what_is_refused_for_good_is_given_up_after_five_tries_and_the_manager_is_told() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-550").await;
    let server = Server::start(world.folder(), "none");
    wait(&world, &[("yw", Stage::DueSoon)]).await;
    server.mode("550");
    let mut now = ms(NOW);
    for minutes in [1, 5, 30, 120] {
        assert_eq!(run(&world, &server, now).await.not_sent, 1);
        assert_eq!(run(&world, &server, now + minutes * MINUTE - 1).await, Sent::default());
        now += minutes * MINUTE;
    }
    assert_eq!(world.record.notices_standing().await.unwrap(), (1, 0));
    assert_eq!(run(&world, &server, now).await.not_sent, 1);
    assert_eq!(server.messages("refused").len(), 5);
    // Given up, and one more notice: to the manager of the team.
    assert_eq!(world.record.notices_standing().await.unwrap(), (1, 1));
    server.mode("ok");
    assert_eq!(runs(&world, &server, now + 20 * MINUTE).await, 1);
    let told = server.messages("eml");
    assert_eq!(header(&told[0], "To"), "ym@example.org");
    assert!(
        body(&told[0]).starts_with("1 message to somebody whose work you lead could not be delivered."),
        "{}",
        told[0]
    );
}

#[tokio::test]
async fn whoever_has_left_or_has_no_address_is_no_reason_to_drop_it() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-left").await;
    let server = Server::start(world.folder(), "none");
    let changed = vec![
        person("yw", false, "yw@example.org"),
        person("yw2", true, "yw2@example.org\r\nBcc: other@example.org"),
        person("cw", true, ""),
    ];
    world.keep_staff(changed, ms(NOW)).await;
    wait(
        &world,
        &[("yw", Stage::DueSoon), ("yw2", Stage::DueSoon), ("cw", Stage::Overdue), ("nobody", Stage::Overdue)],
    )
    .await;
    runs(&world, &server, ms(NOW)).await;
    assert_eq!(server.messages("eml"), Vec::<String>::new());
    // Four are given up at once; the managers of the three whom somebody leads wait to be told.
    assert_eq!(world.record.notices_standing().await.unwrap(), (3, 4));
    assert_eq!(runs(&world, &server, ms(NOW) + 20 * MINUTE).await, 2);
    let mut told = server.messages("eml");
    told.sort_by_key(|m| header(m, "To").to_owned());
    assert!(body(&told[0]).starts_with("1 message to somebody"), "{}", told[0]);
    assert!(body(&told[1]).starts_with("2 messages to people"), "{}", told[1]);
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_uses_up_no_tries() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-unreachable").await;
    let server = Server::start(world.folder(), "none");
    wait(&world, &[("yw", Stage::DueSoon), ("cw", Stage::DueSoon)]).await;
    // A port on which nobody listens: it was free a moment ago.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mail = Mail::new(&settings(nobody)).unwrap();
    for hour in 0..24 {
        let run = mail.send(&world.record, &world.gate, "node-a", ms(NOW) + hour * 60 * MINUTE).await.unwrap();
        assert!(run.unreachable.is_some());
        assert_eq!((run.sent, run.not_sent), (0, 0));
    }
    assert_eq!(world.record.notices_standing().await.unwrap(), (2, 0));
    assert_eq!(runs(&world, &server, ms(NOW) + 24 * 60 * MINUTE).await, 2);
    assert_eq!(server.messages("eml").len(), 2);
}

#[tokio::test]
async fn a_day_of_not_now_loses_nothing() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-day").await;
    let server = Server::start(world.folder(), "none");
    wait(&world, &[("yw", Stage::DueSoon)]).await;
    server.mode("451");
    for hour in 0..24 {
        run(&world, &server, ms(NOW) + hour * 60 * MINUTE).await;
    }
    server.mode("ok");
    runs(&world, &server, ms(NOW) + 26 * 60 * MINUTE).await;
    let mut to: Vec<String> = server.messages("eml").iter().map(|m| header(m, "To").to_owned()).collect();
    to.sort();
    // The manager was told after the fifth try, and hears of it when the server is back; the message itself goes out all the same.
    assert_eq!(to, ["ym@example.org", "yw@example.org"]);
    assert_eq!(world.record.notices_standing().await.unwrap(), (0, 0));
}

#[tokio::test]
async fn no_storm_two_messages_a_run() {
    if is_left_out() {
        return;
    }
    let world = World::new("mail-storm").await;
    let server = Server::start(world.folder(), "none");
    wait(
        &world,
        &[
            ("yw", Stage::DueSoon),
            ("yw2", Stage::DueSoon),
            ("cw", Stage::DueSoon),
            ("cm", Stage::DueSoon),
            ("ym", Stage::DueSoon),
        ],
    )
    .await;
    let each = [
        run(&world, &server, ms(NOW)).await.sent,
        run(&world, &server, ms(NOW)).await.sent,
        run(&world, &server, ms(NOW)).await.sent,
    ];
    assert_eq!(each, [2, 2, 1]);
}

#[tokio::test]
async fn by_a_secret_connection() {
    if is_left_out() {
        return;
    }
    for (word, encryption) in [("starttls", Encryption::StartTls), ("tls", Encryption::Tls)] {
        let world = World::new(&format!("mail-{word}")).await;
        let server = Server::start(world.folder(), word);
        wait(&world, &[("yw", Stage::DueSoon)]).await;
        let with = |trusted| MailSettings { host: "localhost".into(), encryption, trusted, ..settings(server.port) };
        // A certificate that nobody vouches for is not taken.
        let mail = Mail::new(&with(None)).unwrap();
        let run = mail.send(&world.record, &world.gate, "node-a", ms(NOW)).await.unwrap();
        assert!(run.unreachable.is_some(), "{word}: {run:?}");
        let mail = Mail::new(&with(Some(server.certificate()))).unwrap();
        let run = mail.send(&world.record, &world.gate, "node-a", ms(NOW)).await.unwrap();
        assert_eq!((run.sent, server.messages("eml").len()), (1, 1), "{word}: {run:?}");
    }
}

#[test]
fn settings_that_cannot_be_used_are_refused() {
    let check = |settings: MailSettings, expected: &str| {
        let why = Mail::new(&settings).map(|_| ()).unwrap_err();
        assert!(why.contains(expected), "{why}");
    };
    check(MailSettings { from: "tandem".into(), ..settings(25) }, "`from` is no e-mail address");
    check(
        MailSettings { from: "t@example.org\r\nBcc: x@example.org".into(), ..settings(25) },
        "`from` is no e-mail address",
    );
    check(MailSettings { link: "tandem.example.org".into(), ..settings(25) }, "begins with `https://`");
    check(MailSettings { link: "https://tandem.example.org/\r\nX: y".into(), ..settings(25) }, "has no blank in it");
    let with = MailSettings { sign_in: Some(("tandem".into(), "SECRETTOKEN".into())), ..settings(25) };
    assert!(!format!("{with:?}").contains("SECRETTOKEN"));
}
