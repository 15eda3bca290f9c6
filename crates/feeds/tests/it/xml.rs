//! XML element by element, and all that is refused of it.

use std::io::{BufReader, Read, Seek, SeekFrom};

use feeds::read::xml::{Element, Xml};
use feeds::read::{Source, Unreadable, cin_xml, s903_xml};
use proptest::prelude::*;

use crate::said::{file, said};

/// Everything in a file whose outermost element is `r`, as `line name "text" [children]`, and the strays behind it.
fn read(source: Source<'_>) -> Result<String, Unreadable> {
    fn shown(element: &Element) -> String {
        let children: Vec<String> = element.children.iter().map(shown).collect();
        format!("{} {} {:?} [{}]", element.line, element.name, element.text, children.join(", "))
    }
    let mut xml = Xml::open(source, "r")?;
    let mut all = Vec::new();
    while let Some(element) = xml.next(&["in"])? {
        all.push(shown(&element));
    }
    assert!(xml.next(&["in"])?.is_none(), "behind the end there is nothing more");
    all.extend(xml.strays().iter().map(|stray| format!("{} in {}: {:?}", stray.line, stray.within, stray.text)));
    Ok(all.join("; "))
}

fn of(bytes: impl Into<Vec<u8>>) -> String {
    read(file("f.xml", bytes)).unwrap()
}

fn why(bytes: impl Into<Vec<u8>>) -> String {
    read(file("f.xml", bytes)).unwrap_err().to_string().lines().next().unwrap().to_owned()
}

#[test]
fn elements_come_with_their_lines_and_texts() {
    let xml = "<?xml version='1.0'?>\n<!-- c --><?pi?>\n<x:r a='&lt;&#65;' xmlns:x='u'>\n<a> B &amp;\n&#x26; <![CDATA[<C>&]]> </a>\n<in><b><c/>\
               <c>1</c></b>\n</in><in/><d/></x:r>\n<!-- end -->\n";
    assert_eq!(of(xml), r#"4 a "B &\n& <C>&" []; 6 b "" [6 c "" [], 6 c "1" []]; 7 d "" []"#);
}

#[test]
fn text_that_belongs_to_no_element_is_told_apart() {
    let xml = "<r>one<a>\n<b>1</b>two\n &amp; \nthree<c/>\n</a><in>\n\n four</in>\n</r>";
    assert_eq!(of(xml), r#"1 a "" [2 b "1" [], 4 c "" []]; 1 in r: "one"; 2 in a: "two\n & \nthree"; 7 in in: "four""#);
}

#[test]
fn what_a_file_is_written_in_is_what_it_says() {
    let wide = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(order).collect()
    };
    let plain = "<r><a>Zoë 💜</a></r>";
    let declared = "<?xml version=\"1.0\" encoding = 'UTF-16' ?><r><a>Zoë 💜</a></r>";
    let read = r#"1 a "Zoë 💜" []"#;
    assert_eq!(of(plain), read);
    assert_eq!(of(format!("\u{FEFF}{plain}")), read);
    assert_eq!(of(wide(plain, u16::to_le_bytes)), read);
    assert_eq!(of(wide(declared, u16::to_be_bytes)), read);
    let single =
        |label: &str| [b"<?xml version='1.0' encoding='", label.as_bytes(), b"'?>\n<r><a>Zo\xEB</a></r>"].concat();
    assert_eq!(of(single("windows-1252")), r#"2 a "Zoë" []"#);
    assert_eq!(of(single("ISO-8859-1")), r#"2 a "Zoë" []"#);
    assert_eq!(of("<?xml version='1.0' encoding='us-ascii'?><r><a>Z</a></r>"), r#"1 a "Z" []"#);

    assert_eq!(why(single("utf-8")), "f.xml, row 2: has bytes in it that are not UTF-8");
    assert_eq!(why(single("us-ascii")), "f.xml, row 2: has bytes in it that are not ASCII");
    assert_eq!(why(b"<r>\n\xC3</r>".to_vec()), "f.xml, row 1: has bytes in it that are not UTF-8");
    assert_eq!(why(single("utf-16")), "f.xml: says that it is written in `utf-16`, and does not begin so");
    assert_eq!(why(single("iso-8859-15")), "f.xml: is written in `iso-8859-15`, which is not read here");
    assert_eq!(why(single("klingon")), "f.xml: is written in `klingon`, which is not read here");
    let marked = [b"\xEF\xBB\xBF".to_vec(), single("windows-1252")].concat();
    assert_eq!(why(marked), "f.xml: says that it is written in `windows-1252`, and begins as UTF-8");
    let unmarked = wide(plain, u16::to_le_bytes).split_off(2);
    assert_eq!(why(unmarked), "f.xml: is written in UTF-16 without the mark at its beginning that says so");
    assert_eq!(why(wide("<r>\n<a>", u16::to_le_bytes)), "f.xml, row 2: breaks off: `a` does not end");
    assert_eq!(
        why([wide(plain, u16::to_le_bytes), vec![0]].concat()),
        "f.xml, row 1: has bytes in it that are not UTF-16LE"
    );
}

#[test]
fn what_does_not_fit_together_is_refused_with_its_line() {
    let all = [
        ("", "is no XML"),
        ("CHILD,SEX\n1,2\n", "is no XML"),
        ("<q/>", "begins with `q`, where `r` is meant"),
        ("\n\n<r>\n<a>\n<b>", "breaks off: `b` does not end"),
        ("<r><a></a>\n", "breaks off: `r` does not end"),
        ("<r><a><b", "breaks off within a tag or a comment"),
        ("<r><a><!-- ", "breaks off within a tag or a comment"),
        ("<r><a></b></r>", "does not fit together: `b` ends where `a` is open"),
        ("<r/></r>", "does not fit together: `r` ends and has not begun"),
        ("<r/><r/>", "goes on behind the end of the outermost element"),
        ("<r/>more", "goes on behind the end of the outermost element"),
        ("<r>Fish & Chips</r>", "has a single `&`, which is written `&amp;`"),
        ("<r>a < b</r>", "`` is no name of an element; a single `<` is written `&lt;`"),
        ("<r><1/></r>", "`1` is no name of an element; a single `<` is written `&lt;`"),
        ("<r><a b=1/></r>", "an attribute of `a` is wrong"),
        ("<r><a b='1' b='2'/></r>", "an attribute of `a` is wrong"),
        ("<r>\u{0}</r>", "has a character in it that XML does not allow (U+0000)"),
        ("<r>&#8;</r>", "has a character in it that XML does not allow (U+0008)"),
        ("<r>&#x110000;</r>", "`&#x110000;` is none of the five entities of XML"),
        ("<r><!ELEMENT a></r>", "has a `<!` that begins nothing"),
    ];
    for (xml, expected) in all {
        let why = why(xml);
        assert!(why.contains(expected), "{xml}\n{why}");
    }
    assert_eq!(why("\n\n<r>\n<a>\n<b>"), "f.xml, row 5: breaks off: `b` does not end");
    assert_eq!(why("<r>\n<a>\n</b></r>"), "f.xml, row 3: does not fit together: `b` ends where `a` is open");
}

#[test]
fn there_are_no_definitions_and_no_entities_of_ones_own() {
    let laughs = "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<r><c>&b;</c></r>";
    assert_eq!(why(laughs), "f.xml, row 1: has a document type (DOCTYPE), which is not read");
    let outside = "\n<!doctype r SYSTEM \"file:///etc/passwd\"><r/>";
    assert_eq!(why(outside), "f.xml, row 2: has a document type (DOCTYPE), which is not read");
    assert_eq!(why("<!DOCTYPE><r/>"), "f.xml, row 1: has a document type (DOCTYPE), which is not read");
    assert_eq!(why("<r>\n<a>&nbsp;</a></r>"), "f.xml, row 2: `&nbsp;` is none of the five entities of XML");
    let attribute = "<r><a b='&c;'/></r>";
    assert_eq!(why(attribute), "f.xml, row 1: an attribute of `a` has an entity that is not one of the five of XML");
}

/// A file that has no end, and counts what is read of it.
struct Endless {
    begins: &'static [u8],
    goes_on: &'static [u8],
    at: usize,
    read: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        for byte in into.iter_mut() {
            let behind = self.at.checked_sub(self.begins.len());
            *byte = behind.map_or_else(|| self.begins[self.at], |at| self.goes_on[at % self.goes_on.len()]);
            self.at += 1;
        }
        self.read.fetch_add(into.len(), std::sync::atomic::Ordering::Relaxed);
        Ok(into.len())
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let SeekFrom::Start(to) = to else { panic!("only from the start") };
        self.at = to as usize;
        Ok(to)
    }
}

#[test]
fn nothing_is_gathered_without_end() {
    let all: [(&[u8], &[u8], &str); 11] = [
        (b"<r>", b"a", "a text or tag is longer than 1024 KB"),
        (b"<r><a>", b"a", "a text or tag is longer than 1024 KB"),
        (b"<r><", b"a", "a text or tag is longer than 1024 KB"),
        (b"<r><a b='", b"a", "a text or tag is longer than 1024 KB"),
        (b"<r><!--", b"a", "a text or tag is longer than 1024 KB"),
        (b"<r><![CDATA[", b"a", "a text or tag is longer than 1024 KB"),
        (b"<!DOCTYPE r [", b"<!ENTITY a 'b'>", "a text or tag is longer than 1024 KB"),
        (b"<r><a>", b"&amp;", "a text is longer than 32 KB"),
        (b"<r>", b"<a>", "elements lie more than 32 deep in one another"),
        (b"<r><a>", b"<b/>", "one `a` has more than 10000 elements or 1024 KB"),
        (b"<r><a>", b"<b c='dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'/>", "one `a` has more than 10000 elements or 1024 KB"),
    ];
    for (begins, goes_on, expected) in all {
        let read = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let content = BufReader::new(Endless { begins, goes_on, at: 0, read: read.clone() });
        let error = self::read(Source { name: "f.xml".into(), size: 1, content: Box::new(content) }).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(read.load(std::sync::atomic::Ordering::Relaxed) < 1_200_000, "{error}");
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let deep = format!("<r>{}{}</r>", "<in>".repeat(10_000), "</in>".repeat(10_000));
    assert_eq!(why(deep), "f.xml, row 1: elements lie more than 32 deep in one another");
    let just = format!("<r>{}{}</r>", "<a>".repeat(31), "</a>".repeat(31));
    assert!(of(just).contains(" a "));
    let text = format!("<r><a>{}</a></r>", "b".repeat(2_000_000));
    assert_eq!(why(text), "f.xml, row 1: a text or tag is longer than 1024 KB");
    let attributes: String = (0..65).map(|n| format!(" a{n}='1'")).collect();
    assert_eq!(
        why(format!("<r><b{attributes}/></r>")),
        "f.xml, row 1: `b` has more attributes, or longer ones, than are read"
    );
    let large = Source { size: 1 << 40, ..file("f.xml", "<r/>") };
    assert_eq!(read(large).unwrap_err().to_string(), "f.xml: is larger than 512 MB");
}

/// An element with elements and texts in it.
fn element() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "r",
        "in",
        "Child",
        "Children",
        "ChildIdentifiers",
        "LAchildID",
        "UPN",
        "CINdetails",
        "x:é",
    ]);
    let text = "[a-z0-9é \n\t-]{0,12}|&#65;|&lt;|<!-- -->|<\\?p\\?>|<!\\[CDATA\\[<\\]\\]>";
    text.prop_recursive(6, 60, 5, move |inner| {
        (name.clone(), prop::collection::vec(inner, 0..5))
            .prop_map(|(name, all)| format!("<{name}>{}</{name}>", all.concat()))
    })
}

/// Reads it in every way; what it says does not matter.
fn try_all(bytes: &[u8]) {
    let _ = read(file("f.xml", bytes));
    let _ = said(|out| cin_xml::read(file("f.xml", bytes), out));
    let _ = said(|out| s903_xml::read(file("f.xml", bytes), out));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), start in prop::sample::select(vec!["", "<r>", "<Message>", "\u{FEFF}<r", "<?xml encoding="])) {
        try_all(&[start.as_bytes(), &bytes].concat());
    }

    #[test]
    fn no_marks_make_it_panic(text in "[<>!?/&;#\\[\\]\"'= ar\n-]{0,80}") {
        try_all(format!("<r>{text}").as_bytes());
    }

    #[test]
    fn whatever_fits_together_is_read(all in prop::collection::vec(element(), 0..4)) {
        let all = all.concat();
        let read = read(file("f.xml", format!("<r>{all}</r>")));
        prop_assert!(read.is_ok(), "{read:?}");
        try_all(format!("<Message><Children>{all}</Children></Message>").as_bytes());
        try_all(format!("<EXPSSDA903>{all}</EXPSSDA903>").as_bytes());
    }

    /// A file of which a piece is missing is read, or refused in words.
    #[test]
    fn a_piece_that_is_missing_makes_no_panic(from in 0_usize..5000, length in 1_usize..300) {
        for whole in [include_bytes!("files/cin.xml").as_slice(), include_bytes!("files/s903.xml")] {
            let (from, until) = (from.min(whole.len()), (from + length).min(whole.len()));
            try_all(&[&whole[..from], &whole[until..]].concat());
        }
    }
}
