//! Three thousand files that nobody wrote: whatever is done to a good file, reading it and answering never stops the program.
//!
//! What fuzzing does with a nightly toolchain (`fuzz/`), in small and for every machine: the seeds are the worked journeys, the shipped
//! sections and the readers' own good files, as they stand and changed by a generator that goes through the same numbers each time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use calendar::Moment;
use duties::Engine;
use protocol::{Protocols, SourceFile};

use crate::run::{files, root};

const JOURNEYS: u64 = 2_400;
const SECTIONS: u64 = 600;

/// A row of numbers that is the same on every machine (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// Texts that lie at an edge of something.
const EDGES: [&str; 60] = [
    "1950-01-01",
    "2150-12-31",
    "2024-02-29",
    "2026-03-29T01:30",
    "2026-10-25T01:30",
    "2026-10-25T01:30+00:00",
    "2026-12-31T23:59:59",
    "0",
    "1",
    "-1",
    "10000",
    "4294967296",
    "99999999999999999999",
    "''",
    "null",
    "~",
    "true",
    "[]",
    "{}",
    "[a, b]",
    "{a: b}",
    "&a b",
    "*a",
    "!a b",
    "|",
    "---\n",
    "\t",
    "\r",
    "\u{feff}",
    "\u{85}",
    "😀",
    "\"\\ud83d\\ude00\"",
    ":",
    "- ",
    "#",
    "id: a",
    "corrects: a",
    "retracts: a",
    "follows: a",
    "erased: by order",
    "known: {yjs: 2026-03-02}",
    "known: {}",
    "event: remanded-yda",
    "event: release-date-known",
    "event: sentenced-custody",
    "event: jointly-open",
    "event: turned-18",
    "event: duty-not-needed",
    "months: 10000",
    "within 10000 months of released",
    "10000 working days before the release of release-date-known",
    "every 1 day from released until recalled",
    "within [forum-rhythm] of knowing of charged or released (to: home)",
    "trigger.day",
    "looked_after && !(age in [16, 17]) || 's20' in before.care_bases",
    "missed('enfield-8.7e')",
    "looked_after ? (in_custody ? 1 : 2) : 'three'",
    "((((((((((",
    "restarts: yes",
    "always",
];

/// A good file changed in one to five places.
fn changed(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut text = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..=numbers.below(5) {
        match numbers.below(8) {
            0 => replace_word(&mut text, numbers.pick(&EDGES).as_bytes(), numbers),
            1 => {
                let other = &seeds[numbers.below(seeds.len())];
                let word = word_at(other, numbers.below(other.len()));
                replace_word(&mut text, &other[word], numbers);
            }
            2 => {
                let at = numbers.below(text.len() + 1);
                let edge = numbers.pick(&EDGES).bytes();
                text.splice(at..at, edge);
            }
            3 => {
                let line = line_at(&text, numbers.below(text.len()));
                text.drain(line);
            }
            4 => {
                let line = line_at(&text, numbers.below(text.len()));
                let copy = text[line].to_vec();
                let to = line_at(&text, numbers.below(text.len())).start;
                text.splice(to..to, copy);
            }
            5 => {
                let other = &seeds[numbers.below(seeds.len())];
                let copy = other[line_at(other, numbers.below(other.len()))].to_vec();
                let to = line_at(&text, numbers.below(text.len())).start;
                text.splice(to..to, copy);
            }
            6 => {
                let (at, byte) = (numbers.below(text.len()), numbers.next() as u8);
                if let Some(there) = text.get_mut(at) {
                    *there = byte;
                }
            }
            _ => {
                let (from, long) = (numbers.below(text.len()), numbers.below(40));
                let to = (from + long).min(text.len());
                text.drain(from..to);
            }
        }
    }
    text
}

fn replace_word(text: &mut Vec<u8>, with: &[u8], numbers: &mut Numbers) {
    let word = word_at(text, numbers.below(text.len()));
    text.splice(word, with.iter().copied());
}

/// The word around a place: what stands between spaces, brackets, commas and line ends.
fn word_at(text: &[u8], at: usize) -> std::ops::Range<usize> {
    let ends = |b: &u8| b" \n,{}[]".contains(b);
    let from = text[..at].iter().rposition(ends).map_or(0, |n| n + 1);
    let to = text[at..].iter().position(ends).map_or(text.len(), |n| at + n);
    from..to
}

fn line_at(text: &[u8], at: usize) -> std::ops::Range<usize> {
    let from = text[..at].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    let to = text[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |n| at + n + 1);
    from..to
}

/// Runs every seed as it stands and then so many changed ones, on two threads; the texts that stopped the program are shown.
fn none_stops(cases: u64, seeds: &[Vec<u8>], run: impl Fn(&[u8]) -> bool + Sync) {
    let texts = seeds.len() as u64 + cases;
    let text = |n: u64| match seeds.get(n as usize) {
        Some(seed) => seed.clone(),
        None => changed(seeds, &mut Numbers(n)),
    };
    let half = |thread: u64| {
        let mut stopped = Vec::new();
        let mut answered = 0;
        for n in (0..texts).filter(|n| n % 2 == thread) {
            let text = text(n);
            match catch_unwind(AssertUnwindSafe(|| run(&text))) {
                Ok(read) => answered += u64::from(read),
                Err(_) => stopped.push(format!("text {n}:\n{}", String::from_utf8_lossy(&text))),
            }
        }
        (stopped, answered)
    };
    let halves: Vec<(Vec<String>, u64)> = std::thread::scope(|scope| {
        let half = &half;
        let threads = [0, 1].map(|thread| scope.spawn(move || half(thread)));
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let stopped: Vec<&String> = halves.iter().flat_map(|(stopped, _)| stopped).collect();
    assert!(stopped.is_empty(), "{} texts stopped the program; the first is {}", stopped.len(), stopped[0]);
    // Were every change refused, nothing beyond the reader would have been tried.
    let answered: u64 = halves.iter().map(|(_, answered)| answered).sum();
    assert!(answered > texts / 20, "only {answered} of {texts} were answered");
}

fn read_all(files: impl IntoIterator<Item = PathBuf>) -> Vec<Vec<u8>> {
    files.into_iter().map(|file| std::fs::read(file).unwrap()).filter(|text| !text.is_empty()).collect()
}

/// Reads a journey and answers it as the command does; says whether it came so far.
fn answer(engine: &Engine<'_>, protocols: &Protocols, text: &[u8]) -> bool {
    let Ok(journey) = journey::read("changed.yaml", text, &protocols.vocabulary) else { return false };
    let at = journey.as_at.unwrap_or_else(|| Moment::end_of("2026-06-01".parse().unwrap()));
    let (known, under) = (journey.as_known_at, &journey.under);
    if duties::check_authorities(under, protocols).is_err() || duties::check(&journey, at, protocols).is_err() {
        return false;
    }
    let timeline = journey.timeline(at, known);
    let json = duties::output::json(&engine.answer(under, &timeline, known));
    if let Some(expect) = &journey.expect {
        duties::expect::unmet(expect, &json);
    }
    json.to_string().len() > 2
}

#[test]
fn journeys_that_nobody_wrote() {
    let protocols = protocol::read(&protocol::shipped::files()).unwrap();
    let engine = Engine::new(&protocols);
    let worked = std::fs::read_dir(root().join("protocols")).unwrap().map(|e| e.unwrap().path().join("journeys"));
    let mut folders: Vec<PathBuf> = worked.filter(|p| p.is_dir()).collect();
    folders.push(root().join("crates/journey/tests/good"));
    folders.sort();
    let seeds = read_all(folders.iter().flat_map(|f| files(f, &["yaml", "json"])));
    none_stops(JOURNEYS, &seeds, |text| answer(&engine, &protocols, text));
}

/// A child to whom much happens, so that what a changed section says is carried out.
const EVENTFUL: &str = "\
protocol: changed
child: {born: 2010-05-04, siblings: 1}
as_at: 2027-06-01
events:
- {at: 2026-01-05, event: yjs-involvement-started}
- {at: 2026-01-06, event: csc-involvement-started, with: {plan: child-in-need}}
- {at: 2026-02-01T22:30, event: arrested, known: {yjs: 2026-02-02T09:00}}
- {at: 2026-02-02, event: charged}
- {at: 2026-02-03, event: court-listed, with: {hearing: 2026-02-20}}
- {at: 2026-02-20, event: remanded-yda, id: remand}
- {at: 2026-02-21, event: meeting-called, with: {meeting: strategy-meeting, day: 2026-03-02}}
- {at: 2026-03-02, event: meeting-held, with: {meeting: strategy-meeting}}
- {at: 2026-04-10, event: sentenced-custody, with: {sentence: dto, months: 12}}
- {at: 2026-06-01, event: release-date-known, with: {release: 2026-10-09, kind: standard}}
- {at: 2026-07-01, event: missing}
- {at: 2026-10-09, event: released}
- {at: 2026-11-01, event: dispute-raised, with: {level: workers}}
- {at: 2026-12-01, event: placement-started}
- {at: 2027-01-01, event: referral-made, with: {to: csc}}
- {at: 2027-05-01, event: yjs-involvement-ended}
";

/// The good sections of the reader's own tests, as sections of `changed`.
fn good_sections() -> Vec<Vec<u8>> {
    let good = files(&root().join("crates/protocol/tests/good"), &["yaml"]);
    // Of the others each begins with what it is: `head-`, `facts-`, `vocabulary-`.
    let others = ["head-", "facts-", "vocabulary-"];
    let is_section = |p: &PathBuf| !others.iter().any(|o| p.file_name().unwrap().to_str().unwrap().starts_with(o));
    let sections = good.into_iter().filter(is_section);
    read_all(sections).iter().map(|t| String::from_utf8_lossy(t).replace("example-", "changed-").into_bytes()).collect()
}

/// The sections of one authority as sections of `changed`, each without the names of clauses that stand in others.
fn sections_of(authority: &str, shipped: &[SourceFile]) -> Vec<Vec<u8>> {
    let own = format!("{authority}/");
    let sections = shipped.iter().filter(|f| f.path.starts_with(&own) && !f.path.ends_with("/protocol.yaml"));
    let alone = |text: &str| -> String {
        let lines = text.lines().filter(|l| !l.starts_with("  see-also:") && !l.starts_with("  same-as:"));
        lines.map(|l| format!("{l}\n")).collect::<String>().replace(&format!("{authority}-"), "changed-")
    };
    sections.map(|f| alone(std::str::from_utf8(&f.bytes).unwrap()).into_bytes()).collect()
}

#[test]
fn sections_that_nobody_wrote() {
    let shipped = protocol::shipped::files();
    let words: Vec<SourceFile> = shipped.iter().filter(|f| !f.path.contains('/')).cloned().collect();
    let all = protocol::read(&shipped).unwrap();
    let eventful =
        journey::read("eventful.yaml", EVENTFUL.as_bytes(), &all.vocabulary).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(eventful.written.len(), 16);
    let heads = shipped.iter().filter(|f| f.path.ends_with("/protocol.yaml") && !f.path.starts_with("statute/"));
    let mut shelves: Vec<(String, Vec<Vec<u8>>)> = heads
        .map(|head| {
            let authority = head.path.split('/').next().unwrap();
            let own = format!("authority: {authority}\n");
            let head = std::str::from_utf8(&head.bytes).unwrap().replace(&own, "authority: changed\n");
            (head, sections_of(authority, &shipped))
        })
        .collect();
    let settings = "settings:\n  as-soon-as-possible: {is: 1 working day}\n  forum-rhythm: {is: 3 months}\n";
    shelves.push((format!("authority: changed\ntitle: Changed\nedition: none\n{settings}"), good_sections()));
    for (head, seeds) in &shelves {
        none_stops(SECTIONS / shelves.len() as u64, seeds, |text| {
            let mut files = words.clone();
            files.push(SourceFile { path: "changed/protocol.yaml".into(), bytes: head.clone().into() });
            files.push(SourceFile { path: "changed/01.yaml".into(), bytes: text.to_vec() });
            let Ok(protocols) = protocol::read(&files) else { return false };
            assert!(answer(&Engine::new(&protocols), &protocols, EVENTFUL.as_bytes()));
            true
        });
    }
}
