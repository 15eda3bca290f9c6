//! Puts the made-up boroughs into a record, as their workers would have: by the same gate and the same writes as everything else.

use std::io::Cursor;

use anyhow::{Context, anyhow};
use calendar::Moment;
use exchange::imports::{self, Import, Reading};
use feeds::read::{Layout, Options, Source};
use futures_util::future::join_all;
use gate::{Action, Decision, Gate, On, Pass, Person, Request};
use record::{Account, Contact, Details, Entry, Feed, Numbers, Place, Record, StaffEntry, Warning, Write};
use serde_json::Value;
use tandem::demo::lists::lists;
use tandem::demo::{Borough, DemoChild};

/// The password of every made-up person.
pub const PASSWORD: &str = "correct-horse-battery-staple";
/// The secret of every made-up person's second factor.
const TOTP: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// Fills a record that is empty.
pub async fn fill(record: &Record, gate: &Gate, boroughs: &[Borough], now: i64) -> anyhow::Result<()> {
    let password = web::secrets::hash_password(PASSWORD)?;
    for borough in boroughs {
        let pass = pass(gate, &Person::program("demo", &borough.authority))?;
        record.keep_staff(gate.admit_other(&pass, staff(borough)).map_err(refused)?, 0, now).await?;
        for person in &borough.people {
            let account = Account {
                person: person.id.clone(),
                authority: borough.authority.clone(),
                sign_in: person.sign_in.clone(),
                password: password.clone(),
                totp: TOTP.into(),
                totp_step: 0,
                failed: 0,
                locked_until: 0,
                first_until: 0,
            };
            record.keep_account(gate.admit_other(&pass, account).map_err(refused)?, now).await?;
        }
        // Several at once share a commit.
        for some in borough.children.chunks(32) {
            let writes = some.iter().map(|child| keep(record, gate, borough, child, now));
            for kept in join_all(writes).await {
                kept?;
            }
        }
        bring(record, gate, borough, now).await?;
    }
    Ok(())
}

/// Takes in the two services' lists, as `tandem import` does.
async fn bring(record: &Record, gate: &Gate, borough: &Borough, now: i64) -> anyhow::Result<()> {
    let lists = lists(borough);
    let pass = crate::run::import::pass(gate, &borough.authority)?;
    let feeds = [("yjs", Layout::Sheet, vec![("sheet.csv", lists.yjs)]), ("csc", Layout::Ssd, lists.csc)];
    for (service, layout, files) in feeds {
        let source = |(name, text): (&str, String)| Source {
            name: name.to_owned(),
            size: text.len() as u64,
            content: Box::new(Cursor::new(text.into_bytes())),
        };
        let feed = Feed { authority: borough.authority.clone(), service: service.into(), layout: layout.word().into() };
        let sources = files.into_iter().map(source).collect();
        let reading: Reading<'_> = Box::new(move |out| feeds::read::read(Options::of(layout), sources, out));
        let import = Import { feed, reading, as_of: None, keep: true, far_fewer: false, now };
        imports::import(record, gate, &pass, import, &mut |_| {}).await?;
    }
    Ok(())
}

fn pass(gate: &Gate, person: &Person) -> anyhow::Result<Pass> {
    match gate.decide(&Request::new(person, Action::KeepInstallation, On::Installation, &Vec::new())) {
        Decision::Permit(pass) => Ok(pass),
        Decision::Refuse(refused) => Err(anyhow!("{}", refused.reason)),
    }
}

fn refused(refused: gate::Refused) -> anyhow::Error {
    anyhow!("{}", refused.reason)
}

fn staff(borough: &Borough) -> Vec<StaffEntry> {
    let teams = borough.teams.iter().map(|team| StaffEntry::Team {
        id: team.id.clone(),
        name: team.name.clone(),
        service: team.service.clone(),
        covers: team.covers.is_some(),
        telephone: team.telephone.clone(),
    });
    let people = borough.people.iter().map(|person| StaffEntry::Person {
        id: person.id.clone(),
        name: person.name.clone(),
        service: person.service.clone(),
        standing: person.standing.clone(),
        roles: person.roles.clone(),
        teams: person.teams.clone(),
        leads: person.leads.clone(),
        telephone: person.telephone.clone(),
        email: person.sign_in.clone(),
        active: true,
    });
    teams.chain(people).collect()
}

async fn keep(record: &Record, gate: &Gate, borough: &Borough, child: &DemoChild, now: i64) -> anyhow::Result<()> {
    let worker = child.allocations.iter().find(|a| a.to.is_none()).map(|a| a.person.clone());
    let person =
        Person { id: worker.unwrap_or_else(|| "program:demo".into()), ..Person::program("demo", &borough.authority) };
    let events = happened(child, now);
    let moments = moments_of(&events);
    // The record began with the first that became known, and is as it is since the last did. Whoever is charged at noon has no event in the morning.
    let [began, complete] = [moments.iter().min(), moments.iter().max()].map(|m| m.copied().unwrap_or(now).min(now));
    let mut opening = entries(borough, child, &events);
    let rest = opening.split_off(1);
    for (based_on, entries, at) in [(0, opening, began), (1, rest, complete)] {
        if entries.is_empty() {
            continue;
        }
        let write = Write { child: child.id.clone(), based_on, key: format!("demo-{}-{based_on}", child.id), entries };
        let admitted = gate.admit_other(&pass(gate, &person)?, write).map_err(refused)?;
        record.append(admitted, at).await.with_context(|| child.source.clone())?;
    }
    Ok(())
}

/// The moments at which anything of the child became known, in milliseconds since 1970.
fn moments_of(events: &[Value]) -> Vec<i64> {
    let moments = events.iter().flat_map(|event| [event.get("at"), event.get("known")]).flatten().flat_map(moments);
    moments.map(|m| (if m.has_time() { m.instant() } else { m.instant() + 17 * 3600 }) * 1000).collect()
}

/// The moments in `at` or `known`: one, or one for each service.
fn moments(value: &Value) -> Vec<Moment> {
    let one = |value: &Value| value.as_str().and_then(|text| text.parse::<Moment>().ok());
    match value {
        Value::Object(services) => services.values().filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    }
}

/// What has happened, and is known, by the hour: the boroughs are made to the end of the day.
fn happened(child: &DemoChild, now: i64) -> Vec<Value> {
    let now = Moment::at_instant(now / 1000);
    let is_ahead = |m: &Moment| m.day() > now.day() || (m.has_time() && *m > now);
    let mut told: Vec<Value> = child.events.clone();
    for known in told.iter_mut().filter_map(|event| event.get_mut("known")?.as_object_mut()) {
        // A service that hears of it only later has not been told.
        known.retain(|_, value| !moments(value).iter().any(is_ahead));
    }
    let waits = |event: &Value| {
        [event.get("at"), event.get("known")].into_iter().flatten().flat_map(moments).any(|m| is_ahead(&m))
    };
    let id = |event: &Value, key: &str| event.get(key).and_then(Value::as_str).map(str::to_owned);
    let ahead: Vec<String> = told.iter().filter(|e| waits(e)).filter_map(|e| id(e, "id")).collect();
    let speaks_of = |event: &Value| {
        ["corrects", "follows", "retracts"].iter().any(|k| id(event, k).is_some_and(|one| ahead.contains(&one)))
    };
    told.retain(|event| !waits(event) && !speaks_of(event));
    told
}

fn entries(borough: &Borough, child: &DemoChild, events: &[Value]) -> Vec<Entry> {
    let details = Details {
        authority: borough.authority.clone(),
        host: child.host.clone(),
        given: child.given.clone(),
        family: child.family.clone(),
        known_as: child.known_as.clone(),
        born: child.born.to_string(),
        sex: child.sex.clone(),
        ethnicity: child.ethnicity.clone(),
        numbers: Numbers { yjs: child.yjs_number.clone(), csc: child.csc_number.clone() },
    };
    let mut entries = vec![Entry::Opened { details }];
    entries.extend(events.iter().map(|event| Entry::Event { event: event.clone() }));
    entries.extend(child.allocations.iter().filter(|a| a.to.is_none()).map(|a| {
        Entry::Involved(Place {
            service: a.service.clone(),
            authority: borough.authority.clone(),
            team: a.team.clone(),
            person: a.person.clone(),
            role: a.role.clone(),
        })
    }));
    let contacts: Vec<Contact> = child
        .network
        .iter()
        .map(|c| Contact { relation: c.relation.clone(), name: c.name.clone(), telephone: c.phone.clone() })
        .collect();
    if !contacts.is_empty() {
        entries.push(Entry::Network { contacts });
    }
    if !child.siblings.is_empty() {
        entries.push(Entry::Siblings { children: child.siblings.clone() });
    }
    if !child.warnings.is_empty() {
        entries
            .push(Entry::Warnings { warnings: child.warnings.iter().map(|w| Warning { text: w.clone() }).collect() });
    }
    entries
}
