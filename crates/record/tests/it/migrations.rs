//! Tables come to be once, whoever opens first; those of a later program are left alone.

use record::{Record, Server, Settings, StoreError};

use crate::people::{begin, keep, opened, see, upkeep};
use crate::place::{Place, book, both};

both! { run_once run_at_once of_a_later_version names_backwards restricted_by_a_file }

async fn run_once(at: Place) {
    let record = at.open().await;
    begin(&record, "c1").await;
    drop(record);
    let record = at.open().await;
    assert_eq!(record.child(&see("c1")).await.unwrap().version, 1);
    record.ping().await.unwrap();
}

async fn run_at_once(at: Place) {
    let open = || {
        let settings = at.settings.clone();
        tokio::spawn(async move { Record::open(&settings, book()).await.map(drop) })
    };
    for one in [open(), open(), open(), open()] {
        one.await.unwrap().unwrap();
    }
}

async fn of_a_later_version(at: Place) {
    drop(at.open().await);
    let later = if at.is_sqlite() { "PRAGMA user_version = 99" } else { "INSERT INTO tables_version VALUES (99)" };
    at.sql(later).await;
    let Err(StoreError::Unusable(why)) = Record::open(&at.settings, book()).await else { panic!("it was opened") };
    assert!(why.contains("version 99") && why.contains("use a later program"), "{why}");
}

/// The tables that later migrations made.
const LATER: [&str; 13] = [
    "child_number",
    "listed",
    "listed_next",
    "staged",
    "feed_refusal",
    "pair",
    "held",
    "known",
    "known_next",
    "known_key",
    "known_check",
    "known_turn",
    "feed_turn",
];

/// A record of before names stood backwards among the words of the search has them after it was opened, as if it were built again.
async fn names_backwards(at: Place) {
    const WORDS: &str = "SELECT word FROM child_word WHERE child = 'c1' ORDER BY word";
    let record = at.open().await;
    keep(&record, "c1", "k1", vec![opened("Bo", "Al-Łucja")]).await.unwrap();
    drop(record);
    let now = at.sql(WORDS).await;
    let backwards: Vec<&str> = now.iter().flatten().map(String::as_str).filter(|word| word.starts_with('<')).collect();
    assert_eq!(backwards, ["<ajcul", "<ajculla", "<la", "<ob"]);
    at.sql("DELETE FROM child_word WHERE word LIKE '<%'").await;
    for ends in ["=bobo", "=alal", "=alaj", "=luaj"] {
        at.sql(&format!("INSERT INTO child_word (child, word) VALUES ('c1', '{ends}')")).await;
    }
    let before =
        if at.is_sqlite() { "PRAGMA user_version = 6" } else { "DELETE FROM tables_version WHERE version > 6" };
    at.sql(before).await;
    // What came later is not there yet either.
    at.sql("DROP INDEX log_by_person").await;
    at.sql("DROP INDEX child_by_birth").await;
    for table in LATER {
        at.sql(&format!("DROP TABLE {table}")).await;
    }
    at.sql("DROP INDEX notice_of_person").await;
    let record = at.open().await;
    assert_eq!(at.sql(WORDS).await, now);
    assert_eq!(record.verify(&upkeep(), |_| {}).await.unwrap().differences, []);
}

/// Whom a file marked as restricted before there was a column for it is found by the column.
async fn restricted_by_a_file(at: Place) {
    drop(at.open().await);
    for index in ["listed_by_number", "listed_restricted", "known_check_by_blind", "notice_of_person"] {
        at.sql(&format!("DROP INDEX {index}")).await;
    }
    for table in ["listed", "listed_next"] {
        for column in ["as_of", "tells", "restricted"] {
            at.sql(&format!("ALTER TABLE {table} DROP COLUMN {column}")).await;
        }
    }
    at.sql("DROP TABLE feed_turn").await;
    let before =
        if at.is_sqlite() { "PRAGMA user_version = 9" } else { "DELETE FROM tables_version WHERE version > 9" };
    at.sql(before).await;
    let said = |number: &str, restricted: bool| {
        let listed = feeds::Listed { restricted, ..feeds::Listed::new(number) };
        let said = serde_json::to_string(&listed).unwrap();
        format!(
            "INSERT INTO listed (authority, service, layout, number, is_open, said) VALUES ('a', 'csc', 'ssd', '{number}', 1, '{said}')"
        )
    };
    at.sql(&said("C1", true)).await;
    at.sql(&said("C2", false)).await;
    drop(at.open().await);
    assert_eq!(at.sql("SELECT number FROM listed WHERE restricted = 1").await, [["C1"]]);
}

/// An index that orders a child's id otherwise than the table `child` does is not used where the two are joined.
#[test]
fn the_id_of_a_child_in_one_order() {
    crate::place::on_postgres(|at: Place| async move {
        drop(at.open().await);
        let others = "SELECT table_name FROM information_schema.columns WHERE column_name = 'child' AND collation_name IS DISTINCT FROM 'C'";
        let every =
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'child' AND table_schema = 'public'";
        let Settings::Postgres(Server { address, .. }) = &at.settings else { unreachable!() };
        assert_eq!(crate::server::run(address, others).await, Vec::<Vec<String>>::new());
        assert_eq!(crate::server::run(address, every).await.len(), 9);
    });
}

/// An account that may only read and add opens a record that is up to date, and cannot change what is kept.
#[test]
fn an_account_with_less() {
    crate::place::on_postgres(|at: Place| async move {
        begin(&at.open().await, "c1").await;
        let Settings::Postgres(Server { address, .. }) = &at.settings else { unreachable!() };
        let role = format!("less_{}", address.split("dbname=").nth(1).unwrap());
        at.sql(&format!("CREATE ROLE {role} LOGIN")).await;
        at.sql(&format!("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {role}")).await;
        at.sql(&format!("GRANT UPDATE, DELETE ON child, child_word, involvement, agenda TO {role}")).await;
        let less = Place {
            settings: Settings::Postgres(address.replace("user=tandem", &format!("user={role}")).as_str().into()),
            folder: crate::place::Folder::new(),
        };
        let record = less.open().await;
        begin(&record, "c2").await;
        assert!(less.refuses("DELETE FROM log").await);
        assert!(less.refuses("ALTER TABLE log DISABLE TRIGGER ALL").await);
        drop(record);
        at.sql(&format!("DROP OWNED BY {role}")).await;
        at.sql(&format!("DROP ROLE {role}")).await;
    });
}
