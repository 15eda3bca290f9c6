//! A shelf with one made-up authority on it, for the features that look at whole protocols.

use protocol::{Protocols, SourceFile};

/// The shipped words, the given clauses as the protocol of `anyshire`, and more files in the place of shipped ones.
pub fn shelf(head: &str, clauses: &str, more: &[(&str, &str)]) -> Protocols {
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let mut files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    let head = format!(
        "authority: anyshire\ntitle: Made-up protocol\nedition: first\nservices: {{}}\nsystems: {{}}\nclosures: []\n{head}"
    );
    files.push(file("anyshire/protocol.yaml", &head));
    files.push(file("anyshire/01-all.yaml", &format!("section: \"1\"\nheading: All\nclauses:\n{clauses}")));
    files.extend(more.iter().map(|(path, text)| file(path, text)));
    protocol::read(&files).unwrap_or_else(|refusals| panic!("{refusals}"))
}

/// A setting that every protocol has.
pub const SETTINGS: &str = "settings:\n  as-soon-as-possible: {is: 1 working day, assumed: true, why: no figure}\n";
