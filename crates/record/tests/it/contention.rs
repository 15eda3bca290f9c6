//! Many at once: nothing lost, nothing doubled, one order, and no reader sees half of a write.

use std::collections::BTreeSet;
use std::sync::Arc;

use record::{AppendError, Entry};
use tokio::sync::Semaphore;

use crate::people::{NOW, admitted, begin, place, plain, see, upkeep, write};
use crate::place::{Place, both};

both! { fifty_at_one_child many_children no_half_writes }

/// How often each of so many writes.
const CLIENTS: usize = 50;
const EDITS: usize = 20;

async fn fifty_at_one_child(at: Place) {
    let nodes = [Arc::new(at.open().await), Arc::new(at.open().await)];
    begin(&nodes[0], "c1").await;
    // A node lets so many of them in at once.
    let doors = [Arc::new(Semaphore::new(8)), Arc::new(Semaphore::new(8))];
    let edit = |client: usize| {
        let (node, door) = (Arc::clone(&nodes[client % 2]), Arc::clone(&doors[client % 2]));
        tokio::spawn(async move {
            let mut led_to = Vec::new();
            for n in 0..EDITS {
                let warning = Entry::Warnings { warnings: vec![record::Warning { text: format!("{client}-{n}") }] };
                led_to.push(loop {
                    let _in = door.acquire().await.unwrap();
                    let seen = node.child(&see("c1")).await.unwrap().version;
                    let one = write("c1", seen, &format!("{client}-{n}"), vec![warning.clone()]);
                    match node.append(admitted(one), NOW).await {
                        Ok(kept) => break (kept.version, format!("{client}-{n}")),
                        Err(AppendError::Conflict(_)) => tokio::task::yield_now().await,
                        Err(error) => panic!("{error}"),
                    }
                });
            }
            led_to
        })
    };
    let clients: Vec<_> = (0..CLIENTS).map(edit).collect();
    let mut acknowledged = Vec::new();
    for client in clients {
        let led_to = client.await.unwrap();
        assert!(led_to.is_sorted(), "a client's own writes keep their order");
        acknowledged.extend(led_to);
    }
    acknowledged.sort();
    let versions: Vec<u64> = acknowledged.iter().map(|(version, _)| *version).collect();
    assert_eq!(versions, (2..2 + (CLIENTS * EDITS) as u64).collect::<Vec<_>>());
    let lines = at.sql("SELECT version, payload FROM log WHERE stream = 'c1' ORDER BY version").await;
    assert_eq!(lines.len(), 1 + CLIENTS * EDITS);
    for ((version, said), line) in acknowledged.iter().zip(&lines[1..]) {
        assert_eq!(line[0], version.to_string());
        assert!(line[1].contains(&format!("\"{said}\"")), "{line:?} is not {said}");
    }
    assert_eq!(nodes[0].verify(&upkeep(), |_| {}).await.unwrap().differences, []);
}

async fn many_children(at: Place) {
    let record = Arc::new(at.open().await);
    let clients: Vec<_> = (0..30)
        .map(|n| {
            let record = Arc::clone(&record);
            tokio::spawn(async move {
                let child = format!("c{n}");
                begin(&record, &child).await;
                for k in 0..5 {
                    let one = write(
                        &child,
                        k + 1,
                        &format!("{child}-{k}"),
                        vec![plain(&format!("e{k}"), "2026-03-02", "arrested")],
                    );
                    assert_eq!(record.append(admitted(one), NOW).await.unwrap().version, k + 2);
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    let found = record.verify(&upkeep(), |_| {}).await.unwrap();
    assert_eq!((found.streams, found.lines, found.differences), (30, 180, vec![]));
}

/// Each write of two events also moves the child to a team of its version: whoever reads sees all of it.
async fn no_half_writes(at: Place) {
    let record = Arc::new(at.open().await);
    begin(&record, "c1").await;
    let writing = Arc::clone(&record);
    let writer = tokio::spawn(async move {
        for n in 0..40_u64 {
            let mut entries = vec![
                plain(&format!("a{n}"), "2026-03-02", "arrested"),
                plain(&format!("b{n}"), "2026-03-02", "arrested"),
            ];
            if n > 0 {
                entries.push(Entry::Uninvolved(place("yjs", &format!("t{}", n - 1), "", "")));
            }
            entries.push(Entry::Involved(place("yjs", &format!("t{n}"), "", "")));
            let seen = writing.child(&see("c1")).await.unwrap().version;
            writing.append(admitted(write("c1", seen, &format!("k{n}"), entries)), NOW).await.unwrap();
        }
    });
    let other = at.open().await;
    let mut seen = BTreeSet::new();
    while !writer.is_finished() || seen.is_empty() {
        for node in [&*record, &other] {
            let child = node.child(&see("c1")).await.unwrap();
            assert_eq!(child.kept.len() % 2, 0);
            assert_eq!(child.involved.len(), usize::from(!child.kept.is_empty()));
            seen.insert(child.kept.len());
            let ties = node.ties("c1").await.unwrap().unwrap();
            assert!(ties.involved.len() <= 1);
        }
        assert_eq!(other.verify(&upkeep(), |_| {}).await.unwrap().differences, []);
    }
    writer.await.unwrap();
}
