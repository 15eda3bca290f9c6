//! The table of access has every address of the router, and says of each who gets in.

use web::routes;

use crate::world::{book, gate};

#[test]
fn the_table_of_access_has_every_address() {
    let kept = include_str!("../../../../access/who-may-see-what.txt");
    let now = gate::table(gate(), &book().protocols.vocabulary, &routes::addresses());
    let differing = kept.lines().zip(now.lines()).find(|(a, b)| a != b);
    assert!(kept == now, "{differing:?} differ; write it anew with `cargo run -p xtask -- access`, and read it");
    for route in routes::ALL {
        let row = format!("  {:5} {} ", route.method, route.path);
        assert_eq!(kept.lines().filter(|line| line.starts_with(&row)).count(), 1, "{row}");
    }
}
