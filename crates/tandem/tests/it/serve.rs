//! `tandem serve` and the commands that look after the record, run as whoever runs the installation runs them.

use std::path::{Path, PathBuf};

use crate::run::{own_folder, root, tandem};
use crate::served::Served;

/// A folder with settings for a record of its own, on a port that is free.
fn set_up(test: &str) -> (PathBuf, PathBuf) {
    let folder = own_folder(test);
    let file = folder.join("tandem.toml");
    let text = format!(
        "[record]\nsqlite = \"{}\"\n\n[server]\nlisten = \"127.0.0.1:0\"\nbase = \"http://localhost\"\n",
        folder.join("tandem.db").display()
    );
    std::fs::write(&file, text).unwrap();
    (folder, file)
}

/// Runs a command on these settings: status, standard output, standard error.
fn run(settings: &Path, words: &[&str]) -> (i32, String, String) {
    let came = tandem(words.iter().copied().chain(["--settings", settings.to_str().unwrap()]));
    (came.status, came.out, came.err)
}

const ADD: [&str; 8] =
    ["person", "add", "--authority", "enfield", "--name", "Rowan Adeyemi", "--sign-in", "rowan@enfield.example.org"];

#[test]
fn it_says_that_it_is_alive_and_ready_and_stops_when_told() {
    let (_, settings) = set_up("alive");
    let served = Served::start(&settings);
    let health = served.get("/health");
    assert_eq!((health.status, health.json()["alive"].as_bool()), (200, Some(true)));
    let ready = served.get("/ready");
    assert_eq!((ready.status, ready.body.as_str()), (200, r#"{"ready":true,"reasons":[]}"#));
    let metrics = served.get("/metrics");
    assert_eq!(metrics.status, 200);
    assert!(metrics.body.contains(r#"tandem_answers_total{path="/health",status="200"} 1"#), "{}", metrics.body);
    // Asked through a proxy, they are for somebody else.
    let through =
        served.ask("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: close\r\n\r\n");
    assert_eq!(through.status, 404);
    // An address that is there and takes no such request.
    let other = served.ask("DELETE /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!((other.status, other.header("allow")), (405, Some("GET,HEAD")));
    assert!(other.body.contains("This cannot be done here"));
    assert_eq!(served.stop(), 0);
}

#[test]
fn another_day_is_for_trying_out() {
    let (_, settings) = set_up("another-day");
    let text = std::fs::read_to_string(&settings).unwrap().replace("http://localhost", "https://tandem.example.org");
    std::fs::write(&settings, text).unwrap();
    let (status, out, err) = run(&settings, &["serve", "--today", "2026-05-28"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("--today: people reach this by https"), "{err}");
    let (status, _, err) = run(&settings, &["serve", "--today", "28.5."]);
    assert!(status == 2 && err.contains("--today"), "{err}");
}

#[test]
fn settings_that_are_wrong_are_named_with_their_line() {
    let file = own_folder("wrong-settings").join("tandem.toml");
    let text = "[record]\nsqlit = \"x\"\n[server]\nlisten = \"nowhere\"\nidle-minutes = 0\n\n[mail]\nhost = \"mail.example.org\"\nfrom = 5\n";
    std::fs::write(&file, text).unwrap();
    let (status, out, err) = run(&file, &["serve"]);
    assert_eq!((status, out.as_str()), (2, ""));
    for said in [
        "tandem.toml:2: `record.sqlit` is no setting; did you mean `record.sqlite`?",
        "tandem.toml:4: `server.listen`: `nowhere` is not an address and a port",
        "tandem.toml:5: `server.idle-minutes`: `0` is not a whole number from 1 to 240",
        "`server.base`: it is the address by which people reach Tandem",
        "tandem.toml:9: `mail.from`:",
    ] {
        assert!(err.contains(said), "`{said}` is not in\n{err}");
    }
    // The environment goes before the file, and is looked at as closely; what others call by the program's name is theirs.
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tandem"));
    command.args(["serve", "--settings"]).arg(&file).env("TANDEM_PYTHON", "python3");
    let output = command.env("TANDEM_SERVER_LISTN", "x").env("TANDEM_LOG_LEVEL", "loud").output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.contains("TANDEM_SERVER_LISTN: there is no such setting; did you mean `TANDEM_SERVER_LISTEN`?"),
        "{err}"
    );
    assert!(err.contains("TANDEM_LOG_LEVEL: `log.level`: `loud` is none of"), "{err}");
    assert!(!err.contains("TANDEM_PYTHON"), "{err}");
    // What is no TOML at all.
    std::fs::write(&file, "[record]\nsqlite = \n").unwrap();
    let (status, _, err) = run(&file, &["serve"]);
    assert!(status == 2 && err.contains("tandem.toml:2: "), "{err}");
}

#[test]
fn the_way_to_the_database_is_named_with_its_line() {
    let file = own_folder("way-to-the-database").join("tandem.toml");
    let text = "[record]\npostgres = \"host=db.example.org user=t\"\nencryption = \"require\"\ntrusted = \"/nowhere/ca.pem\"\n";
    std::fs::write(&file, format!("{text}[server]\nbase = \"http://localhost\"\n")).unwrap();
    let (status, out, err) = run(&file, &["verify"]);
    assert_eq!((status, out.as_str()), (2, ""));
    for said in [
        "tandem.toml:3: `record.encryption`: `require` is none of tls, none",
        "tandem.toml:4: `record.trusted`: /nowhere/ca.pem: cannot be read: there is no file or folder",
    ] {
        assert!(err.contains(said), "`{said}` is not in\n{err}");
    }
}

#[test]
fn the_table_of_settings_is_the_program_s_own() {
    let table = tandem(["settings"]).out;
    let document = std::fs::read_to_string(root().join("docs/settings.md")).unwrap();
    assert!(document.contains(&table), "docs/settings.md lacks the table that `tandem settings` prints:\n{table}");
}

#[test]
fn a_copy_is_made_while_it_serves_and_restored_over_nothing() {
    let (folder, settings) = set_up("copied");
    let (status, out, err) = run(&settings, &ADD);
    assert!(status == 0 && out.contains("otpauth://totp/Tandem:"), "{out}{err}");
    let (status, _, err) = run(&settings, &ADD);
    assert!(status == 2 && err.contains("somebody signs in with this name already"), "{err}");
    let copy = folder.join("copy.db");
    let served = Served::start(&settings);
    assert_eq!(run(&settings, &["backup", copy.to_str().unwrap()]).0, 0);
    let (status, _, err) = run(&settings, &["backup", copy.to_str().unwrap()]);
    assert!(status == 2 && err.contains("it is there already"), "{err}");
    assert_eq!(served.stop(), 0);
    let (status, _, err) = run(&settings, &["restore", copy.to_str().unwrap()]);
    assert!(status == 2 && err.contains("never written over another"), "{err}");
    // What SQLite leaves beside a record belongs to that record: a copy that came to lie beside it would be spoilt.
    let wal = folder.join("tandem.db-wal");
    std::fs::remove_file(folder.join("tandem.db")).unwrap();
    std::fs::write(&wal, "of another").unwrap();
    let (status, _, err) = run(&settings, &["restore", copy.to_str().unwrap()]);
    assert!(status == 2 && err.contains("tandem.db-wal: it is there already"), "{err}");
    std::fs::remove_file(wal).unwrap();
    let _ = std::fs::remove_file(folder.join("tandem.db-shm"));
    let (status, out, err) = run(&settings, &["restore", copy.to_str().unwrap()]);
    assert_eq!((status, out.as_str()), (0, "1 log, 2 lines: all whole, and what stands beside them agrees\n"), "{err}");
    assert_eq!(run(&settings, &["rebuild"]).1, "0 records built again from the log\n");
}

#[test]
fn a_changed_byte_is_found() {
    let (folder, settings) = set_up("changed");
    assert_eq!(run(&settings, &ADD).0, 0);
    let file = folder.join("tandem.db");
    // A copy holds in one file what may still lie beside the record.
    let copy = folder.join("copy.db");
    assert_eq!(run(&settings, &["backup", copy.to_str().unwrap()]).0, 0);
    for beside in ["tandem.db", "tandem.db-wal", "tandem.db-shm"] {
        let _ = std::fs::remove_file(folder.join(beside));
    }
    let mut bytes = std::fs::read(&copy).unwrap();
    let at = bytes.windows(13).position(|some| some == b"Rowan Adeyemi").unwrap();
    bytes[at] = b'H';
    std::fs::write(&file, &bytes).unwrap();
    let (status, out, _) = run(&settings, &["verify", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, said["whole"].as_bool()), (1, Some(false)));
    assert_eq!(said["differences"][0]["stream"], "staff:enfield");
    assert_eq!(said["differences"][0]["line"], 1);
    let (status, out, _) = run(&settings, &["verify"]);
    assert!(status == 1 && out.contains("staff:enfield line 1: the chain breaks"), "{out}");
}

#[test]
fn whoever_is_let_in_chooses_their_own_password_first() {
    let (folder, settings) = set_up("let-in");
    let (status, out, err) = run(&settings, &ADD);
    assert!(status == 0 && out.contains("counts for 14 days, and is changed at the first sign-in"), "{out}{err}");
    let line = |name: &str| out.lines().find_map(|l| l.trim().strip_prefix(name)).unwrap().trim().to_owned();
    let (password, totp) = (line("password"), line("second factor"));
    assert_eq!((password.len(), totp.len()), (24, 32), "{out}");
    let place = record::Settings::Sqlite(folder.join("tandem.db"));
    let book = record::Book::of(protocol::read(&protocol::shipped::files()).unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let record = record::Record::open(&place, book).await.unwrap();
        let account = record.account("rowan@enfield.example.org").await.unwrap().unwrap();
        let staff = record.staff("enfield").await.unwrap();
        assert_eq!((account.totp, staff.version, staff.people[0].id.clone()), (totp, 2, account.person.clone()));
        // 1 January 2026: it runs out after now, whenever that is.
        assert!(account.first_until > 1_767_225_600_000);
        assert!(web::secrets::is_password(password, Some(account.password)).await);
    });
}
