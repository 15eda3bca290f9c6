//! Who answers for what may not be told? And what does whoever leads somebody hear of how they ask?

use gate::{Gate, Person, Service, Standing};
use record::{Check, Hidden, Notice, Quota, Record, RecordError, Staff, Stage};

use crate::failure::{Failure, program_of};

/// For how long a question is new, in milliseconds: the clock looks every minute, and after a night of standing still.
const NEW: i64 = 3 * 24 * 3_600_000;

/// Whether a person answers for the children whom only a service's own system lists: its head; its managers, where it has no head.
pub fn answers_for(person: &Person, staff: &Staff, service: Option<Service>) -> bool {
    let Some(service) = service else { return false };
    let of = |standing: Standing| {
        staff.people.iter().any(|one| one.active && one.service == service && one.standing == standing)
    };
    let own = person.active && person.service == service;
    own && (person.standing == Standing::Head || (person.standing == Standing::Manager && !of(Standing::Head)))
}

/// Tells the guardians of a record that somebody asked about it, and whoever leads a person that they ask nearly as often as they may or try dates
/// of birth (safety R24, R25). Each is told once.
pub async fn watch(record: &Record, gate: &Gate, quota: Quota, now: i64) -> Result<(), Failure> {
    for authority in record.authorities().await? {
        let pass = program_of(gate, &authority)?;
        let staff = record.staff(&authority).await?;
        let mut notices = Vec::new();
        for check in record.hidden_checks(&pass, now - NEW).await? {
            notices.extend(of_check(record, &staff, &check, now).await?);
        }
        for one in record.pressing(&pass, quota, now).await? {
            let Some(person) = staff.person(&one.person) else { continue };
            let day = crate::london::moment(now).day();
            let about = format!("{}\u{1f}{day}\u{1f}{}", one.person, one.walked);
            let leads = person.teams.iter().flat_map(|team| staff.leads(team)).filter(|lead| lead.id != person.id);
            notices.extend(leads.filter(|lead| lead.active).map(|lead| notice(lead, "", Stage::Pressing, &about, now)));
            tracing::warn!(
                person = one.person,
                asked = one.asked,
                walked = one.walked,
                "asks nearly as often as one may"
            );
        }
        record.keep_notices(&pass, notices).await?;
    }
    Ok(())
}

async fn of_check(record: &Record, staff: &Staff, check: &Check, now: i64) -> Result<Vec<Notice>, Failure> {
    let mut people: Vec<&Person> = Vec::new();
    for one in &check.hidden {
        people.extend(guardians(record, staff, one, &check.person).await?);
    }
    people.sort_by(|a, b| a.id.cmp(&b.id));
    people.dedup_by(|a, b| a.id == b.id);
    Ok(people.into_iter().map(|person| notice(person, "", Stage::Asked, &check.id, now)).collect())
}

/// Who hears that somebody asked about what may not be told: of a record, those of this authority who are named in it and answer for others; where
/// none is, and of a child whom only a system lists, those who answer for the service. Never whoever asked.
///
/// # Errors
///
/// Where the record cannot be read.
pub async fn guardians<'s>(
    record: &Record,
    staff: &'s Staff,
    hidden: &Hidden,
    asked: &str,
) -> Result<Vec<&'s Person>, RecordError> {
    let ties = if hidden.source == "record" { record.ties(&hidden.subject).await? } else { None };
    let named = ties.iter().flat_map(|ties| &ties.named).filter_map(|id| staff.person(id));
    let answers = |person: &&Person| {
        person.active && person.id != asked && matches!(person.standing, Standing::Head | Standing::Manager)
    };
    let those: Vec<&Person> = named.filter(answers).collect();
    if !those.is_empty() {
        return Ok(those);
    }
    let service = Service::of(&hidden.service);
    Ok(staff.people.iter().filter(|person| person.id != asked && answers_for(person, staff, service)).collect())
}

fn notice(person: &Person, child: &str, stage: Stage, about: &str, now: i64) -> Notice {
    Notice {
        key: record::hash(&format!("{about}\u{1f}{}\u{1f}{}", stage.word(), person.id)),
        person: person.id.clone(),
        authority: person.authority.clone(),
        child: child.to_owned(),
        stage,
        message_id: String::new(),
        made: now,
        tries: 0,
    }
}
