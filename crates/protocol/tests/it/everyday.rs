//! Everyday words lead to the right event, and every event has some.

use protocol::vocabulary::{Service, Type, Value};
use protocol::{LookedAt, Protocols};

use crate::shelf::{SETTINGS, shelf};

fn shipped() -> Protocols {
    protocol::read(&protocol::shipped::files()).unwrap()
}

#[test]
fn every_event_that_a_person_records_has_a_phrase() {
    let protocols = shipped();
    let said = |id| protocols.everyday.phrases.iter().any(|p| p.event == id);
    let events = protocols.vocabulary.events().filter(|(_, kind)| kind.derived.is_none());
    let mute: Vec<&str> = events.filter(|(id, _)| !said(*id)).map(|(_, kind)| kind.name.as_str()).collect();
    assert_eq!(mute, Vec::<&str>::new());
}

#[test]
fn every_attribute_is_asked_for_in_a_question_of_its_own() {
    let protocols = shipped();
    for (_, kind) in protocols.vocabulary.events().filter(|(_, kind)| kind.derived.is_none()) {
        let worked_out: Vec<&str> = kind.workable().map(|(_, a)| a.name.as_str()).collect();
        for attribute in kind.attributes.iter().filter(|a| !worked_out.contains(&a.name.as_str())) {
            let asked = protocols.everyday.question(&kind.name, &attribute.name);
            assert!(asked.contains(' ') || asked == "Note" || asked.ends_with('?') || asked == "At meeting", "{asked}");
        }
    }
}

#[test]
fn whatever_is_yes_or_no_is_said_in_words_for_both() {
    let everyday = shipped().everyday;
    let mut truths = 0;
    for (_, kind) in shipped().vocabulary.events() {
        for attribute in kind.attributes.iter().filter(|attribute| attribute.of == Type::Bool) {
            let said =
                |truth| everyday.truth(&kind.name, &attribute.name, &Value::Bool(truth)).unwrap_or_default().to_owned();
            let (yes, no) = (said(true), said(false));
            let is_said = |words: &str| words.starts_with(|c: char| c.is_uppercase()) && !words.ends_with('.');
            assert!(is_said(&yes) && is_said(&no) && yes != no, "{}/{}: {yes}, {no}", kind.name, attribute.name);
            truths += 1;
        }
    }
    assert_eq!(truths, 77);
    assert_eq!(everyday.truth("remanded-rlaa", "secure", &Value::Bool(false)), Some("Not in secure accommodation"));
    assert_eq!(everyday.truth("pace-bed-requested", "secure", &Value::Bool(false)), Some("The bed need not be secure"));
    assert_eq!(everyday.truth("arrested", "station", &Value::Bool(true)), None);
}

#[test]
fn of_every_day_that_an_event_tells_of_it_is_said_whether_it_lies_ahead() {
    let protocols = shipped();
    let mut days = 0;
    for (_, kind) in protocols.vocabulary.events() {
        for attribute in kind.attributes.iter().filter(|attribute| attribute.of == Type::Date) {
            // A day that may lie before the event is named here.
            assert!(attribute.is_ahead, "{}/{}", kind.name, attribute.name);
            days += 1;
        }
    }
    assert_eq!(days, 16);
    let released = protocols.vocabulary.event(protocols.vocabulary.event_id("released").unwrap());
    let before: Vec<&str> =
        released.comes_after.iter().map(|id| protocols.vocabulary.event(*id).name.as_str()).collect();
    assert_eq!(before, ["remanded-yda", "sentenced-custody", "recalled", "custody-entered"]);
}

#[test]
fn words_in_any_order_and_beginnings_find_the_phrase() {
    let protocols = shipped();
    let first = |text: &str| {
        let found = protocols.everyday.find(text, &protocols.vocabulary);
        found.first().map(|p| p.say.clone()).unwrap_or_default()
    };
    for (asked, said) in [
        ("remanded today to youth detention", "Remanded to youth detention"),
        ("yoi remand", "Remanded to youth detention"),
        ("moved placement", "Moved placement"),
        ("released", "Released from custody"),
        ("arrested", "Arrested"),
        ("picked up by the police", "Arrested"),
        ("went missing", "Went missing"),
        ("he came back", "Came back from being missing"),
        ("lac review", "We held a looked-after review"),
        ("we met", "We held a meeting"),
        ("visits", "Visited the child"),
        ("rang social care", "Told social care"),
        ("section 20", "Came into care"),
    ] {
        assert_eq!(first(asked), said, "{asked}");
    }
    assert!(protocols.everyday.find("zebra", &protocols.vocabulary).is_empty());
    assert!(protocols.everyday.find("", &protocols.vocabulary).is_empty());
}

#[test]
fn what_is_offered_fits_the_service_and_the_child() {
    let protocols = shipped();
    let offered = |service, custody, care| -> Vec<&str> {
        protocols.everyday.often(Some(service), custody, care).iter().map(|p| p.say.as_str()).collect()
    };
    let free = offered(Service::Yjs, false, false);
    assert_eq!(free[0], "Remanded to youth detention");
    assert!(!free.contains(&"Released from custody"));
    let inside = offered(Service::Csc, true, true);
    assert_eq!(inside[0], "Released from custody");
    assert!(inside.contains(&"Statutory visit made") && !inside.contains(&"Went missing"));
    assert!(!offered(Service::Csc, false, false).contains(&"Charged"));
}

#[test]
fn wrong_words_are_refused_with_their_line() {
    let text = "phrases:\n  Court:\n  - {say: Out, event: relased}\n  - {say: Met, event: meeting-held, with: {meeting: tea}, often: us}\n  \
                - {say: Met, event: meeting-held, said: x}\nask: {until: \"Until when?\", untill: \"?\"}\n";
    let mut files = protocol::shipped::files();
    files.retain(|f| f.path != "everyday.yaml");
    files.push(protocol::SourceFile { path: "everyday.yaml".into(), bytes: text.into() });
    let said = protocol::read(&files).unwrap_err().to_string();
    for part in [
        "everyday.yaml:3: `relased` is no event of the vocabulary",
        "did you mean `released`?",
        "everyday.yaml:4: `meeting`: `tea` is no word of `meeting`",
        "everyday.yaml:4: `us` means nothing under `often`",
        "everyday.yaml:5: `said` is no part of a phrase",
        "everyday.yaml:5: `Met` stands twice",
        "everyday.yaml:6: `untill` is no attribute of the vocabulary",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn every_event_is_told_once_it_has_happened() {
    let protocols = shipped();
    for (_, kind) in protocols.vocabulary.events() {
        let bare = protocols.everyday.happened(&kind.name, &|_| None).unwrap_or_default();
        assert!(!bare.is_empty() && !bare.contains(['[', '{']), "{}: {bare}", kind.name);
    }
}

#[test]
fn a_title_says_what_is_known_and_no_more() {
    let protocols = shipped();
    let told = |event: &str, says: &[(&str, &str)]| {
        let says = |name: &str| says.iter().find(|(n, _)| *n == name).map(|(_, said)| (*said).to_owned());
        protocols.everyday.happened(event, &says).unwrap()
    };
    let all = [("by", "social care"), ("to", "youth justice"), ("about", "remand")];
    assert_eq!(told("notified", &all), "Social care told youth justice: remand");
    assert_eq!(told("notified", &all[..2]), "Social care told youth justice");
    assert_eq!(told("notified", &all[1..]), "Youth justice was told: remand");
    assert_eq!(told("notified", &[]), "One service told another");
    assert_eq!(told("meeting-held", &[("meeting", "core group")]), "Core group held");
    assert_eq!(told("pace-transfer-decided", &[("transferred", "yes")]), "Moved from the cells");
    assert_eq!(told("pace-transfer-decided", &[("transferred", "no")]), "Not moved from the cells");
    assert_eq!(told("consent-recorded", &[("for", "sharing"), ("given", "no")]), "Consent to sharing refused");
    assert_eq!(told("mediation-ended", &[("succeeded", "no")]), "Family mediation did not work");
    assert_eq!(told("visit-made", &[("kind", "home"), ("child_seen", "yes")]), "Visited: home");
    assert_eq!(
        told("visit-made", &[("kind", "home"), ("child_seen", "no")]),
        "Visited: home, and the child was not seen"
    );
}

#[test]
fn a_question_has_a_hint_in_everyday_words() {
    let everyday = shipped().everyday;
    assert_eq!(everyday.hint("recorded", "record"), Some(String::new()));
    assert_eq!(
        everyday.hint("arrested", "parent_can_attend").as_deref(),
        Some("No where nobody can, will or should come")
    );
    assert_eq!(everyday.hint("arrested", "station"), None);
}

#[test]
fn no_record_is_called_by_the_initials_of_a_service() {
    let vocabulary = shipped().vocabulary;
    let initials = |words: &&str| {
        words
            .replace("'YJS/CSC planning meeting'", "")
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| ["CSC", "YJS"].contains(&w))
    };
    let called: Vec<&str> = vocabulary.records().filter_map(|name| vocabulary.record(name)).filter(initials).collect();
    assert_eq!(called, Vec::<&str>::new());
}

#[test]
fn wrong_titles_are_refused_with_their_line() {
    let text = "happened:\n  relased: Out\n  arrested: \"Arrested: {category}\"\n  charged: \"Charged[: {crime}]\"\n  bailed: \"Bailed[ by {by}\"\nrecords:\n  psr-presnted: shown\n\
                truth:\n  conditions: {yes: With}\n  secure: {yes: Secure, no: Not, perhaps: Maybe}\n  station: {yes: A, no: B}\n  sure: {yes: A, no: B}\n";
    let mut files = protocol::shipped::files();
    files.retain(|f| f.path != "everyday.yaml");
    files.push(protocol::SourceFile { path: "everyday.yaml".into(), bytes: text.into() });
    let said = protocol::read(&files).unwrap_err().to_string();
    for part in [
        "everyday.yaml:2: `relased` is no event of the vocabulary",
        "everyday.yaml:3: `arrested` has no words for where nothing more is known",
        "everyday.yaml:4: `charged` has no attribute `crime`",
        "everyday.yaml:7: `psr-presnted` is no record of the vocabulary",
        "everyday.yaml:5: `Bailed[ by {by}` has a bracket without its other half",
        "everyday.yaml:9: `conditions` has no words for both answers",
        "everyday.yaml:10: `perhaps` is no part of what is said of a yes or a no",
        "everyday.yaml:11: `station` is not yes or no",
        "everyday.yaml:12: `sure` is no attribute of the vocabulary",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_title_of_yes_or_no_has_words_for_both() {
    let text = "happened:\n  charged: \"Charged[: {own_area}]\"\n  bailed: \"Bailed[ {by|by|not by}]\"\n";
    let mut files = protocol::shipped::files();
    files.retain(|f| f.path != "everyday.yaml");
    files.push(protocol::SourceFile { path: "everyday.yaml".into(), bytes: text.into() });
    let said = protocol::read(&files).unwrap_err().to_string();
    for part in [
        "everyday.yaml:2: `own_area` is yes or no",
        "write what is said for each: `{own_area|words for yes|words for no}`",
        "everyday.yaml:3: `by` is not yes or no",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn what_a_clause_looks_at_matters_and_nothing_else_does() {
    let clauses = "  - id: anyshire-1\n    para: \"1\"\n    kind: duty\n    on: [{meeting-called: {meeting: core-group}}]\n    \
                   if: trigger.about == 'gang'\n    owner: csc\n    says: Come.\n    due: within 10 working days of meeting-called\n    \
                   shown-by: [{meeting-held: {attended: social-worker}}]\n";
    let protocols = shelf(SETTINGS, clauses, &[("facts.yaml", "facts: {}\n")]);
    let vocabulary = &protocols.vocabulary;
    let looked = LookedAt::by(protocols.latest("anyshire"), vocabulary);
    let matters = |event: &str, attribute: &str| {
        let id = vocabulary.event_id(event).unwrap();
        let place = vocabulary.event(id).attributes.iter().position(|a| a.name == attribute).unwrap();
        (looked.matters(id, place), looked.how_often(id, place, "social-worker"))
    };
    assert_eq!(matters("meeting-called", "meeting"), (true, 0));
    assert_eq!(matters("meeting-called", "about"), (true, 0));
    assert_eq!(matters("meeting-called", "invited"), (false, 0));
    assert_eq!(matters("meeting-held", "attended"), (true, 1));
    assert_eq!(matters("meeting-held", "chair"), (false, 0));
}

#[test]
fn a_heading_says_in_full_what_its_initials_mean() {
    // The police's own Act is known by its initials alone.
    let is_initials = |word: &str| word.len() > 1 && word != "PACE" && word.chars().all(|c| c.is_ascii_uppercase());
    let protocols = shipped();
    let all = protocols.authorities.values().flatten().chain(&protocols.statute);
    for heading in all.flat_map(|protocol| &protocol.sections).map(|section| &section.heading) {
        // In brackets they stand behind the words that they shorten.
        let outside = heading.split('(').map(|part| part.split_once(')').map_or(part, |(_, rest)| rest));
        let outside: String = if heading.contains('(') { outside.collect() } else { heading.clone() };
        let found = outside.split(|c: char| !c.is_alphanumeric()).find(|word| is_initials(word));
        assert_eq!(found, None, "{heading}");
    }
}
