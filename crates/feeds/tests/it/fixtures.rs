//! Files that others have published, where a folder of them is named: run with `-- --ignored --nocapture`.

use feeds::read::Layout;

use crate::told::{folder, happened};

/// `TANDEM_FIXTURES` names a folder with one folder for each set, whose name begins with the layout's word.
#[test]
#[ignore = "needs files that are not ours"]
fn published_files_are_read() {
    let all = std::path::PathBuf::from(std::env::var("TANDEM_FIXTURES").unwrap());
    for entry in std::fs::read_dir(all).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let begins = |layout: &Layout| name.starts_with(&format!("{}-", layout.word()));
        let Some(layout) = Layout::ALL.into_iter().find(begins) else { continue };
        match folder(layout, &entry.path()) {
            Err(error) => println!("{name}: {error}"),
            Ok(whole) => {
                let events: usize = whole.children.values().map(|child| happened(child).len()).sum();
                println!("{name}: {:?}, {} children, {events} events", whole.read.rows, whole.children.len());
                whole.read.notes.iter().for_each(|note| println!("    {note}"));
                println!("    {} refused, as", whole.refused.len());
                let mut seen = std::collections::BTreeMap::<String, usize>::new();
                for line in &whole.refused {
                    let rule = line.rsplit('`').next().unwrap_or(line);
                    let column = line.split(": `").next().unwrap_or(line).rsplit(',').next().unwrap_or(line);
                    *seen.entry(format!("{column}{rule}")).or_default() += 1;
                }
                seen.iter().for_each(|(rule, n)| println!("    {n} × {rule}"));
            }
        }
    }
}
