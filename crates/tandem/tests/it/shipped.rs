//! The shipped protocols, read when the program was built: the same as what the files say.

use crate::run::{root, tandem};

/// What `build.rs` packed for the program.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/protocols.packed"));

#[test]
fn what_is_built_in_is_what_the_reader_makes_of_the_files() {
    let read = protocol::read(&protocol::shipped::files()).unwrap();
    assert_eq!(read.authorities.len(), 5);
    assert!(protocol::packed::unpack(PACKED).unwrap() == read, "the two differ");
    assert!(protocol::packed::pack(&read).unwrap() == PACKED, "the bytes differ");
}

/// Every command says the same of what is built in and of the folder that it was built from.
#[test]
fn the_folder_itself_gives_the_same_answers() {
    let journey = "protocols/enfield/journeys/8.7e-planning-meeting-over-christmas.yaml";
    for command in [
        &["duties", journey, "--format", "json"][..],
        &["duties", journey, "--why"],
        &["protocol", "show", "enfield", "8.7e"],
        &["protocol", "coverage", "--format", "json"],
    ] {
        let built_in = tandem(command.iter().copied());
        let folder = root().join("protocols");
        let from_folder =
            tandem(command.iter().map(|a| a.as_ref()).chain(["--protocols".as_ref(), folder.as_os_str()]));
        assert_eq!((built_in.status, built_in.err.as_str()), (0, ""), "{command:?}");
        assert!(!built_in.out.is_empty() && built_in == from_folder, "{command:?}");
    }
}
