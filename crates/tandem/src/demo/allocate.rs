//! Who works with this child?
//!
//! Comes from the child's events and the staff; goes out as allocations: a worker for each involvement, open or ended, a reviewing officer
//! for a looked-after child, a personal adviser for a care leaver. Whoever has fewest children takes the next.

use std::collections::BTreeMap;

use calendar::Day;
use duties::Status;
use serde_json::Value;

use super::Allocation;
use super::dates::day_of;
use super::staff::{Person, Staff, Team};

/// Where children are given to workers.
pub struct Desk<'s> {
    staff: &'s Staff,
    loads: BTreeMap<&'s str, u32>,
}

/// Who is sought: the role, the service, and whether from a team that serves looked-after children.
#[derive(Clone, Copy)]
struct Sought {
    role: &'static str,
    service: &'static str,
    serves: Option<&'static str>,
}

impl<'s> Desk<'s> {
    /// An empty desk.
    pub fn new(staff: &'s Staff) -> Desk<'s> {
        Desk { staff, loads: BTreeMap::new() }
    }

    /// The people who work, or worked, with a child of these events and this status.
    pub fn allocate(&mut self, events: &[Value], status: &Status, today: Day) -> Vec<Allocation> {
        let leaves_care = !matches!(status.care_leaver, "none");
        let serves = (status.looked_after || leaves_care).then_some("looked-after");
        let mut list = Vec::new();
        let services = [
            ("yjs-involvement", Sought { role: "yjs-case-manager", service: "yjs", serves: None }),
            ("csc-involvement", Sought { role: "social-worker", service: "csc", serves }),
            ("early-help-involvement", Sought { role: "early-help-worker", service: "authority", serves: None }),
        ];
        for (involvement, sought) in services {
            if let Some((from, to)) = latest(events, involvement) {
                list.extend(self.take(sought, from, to));
            }
        }
        let since = |names: &[&str]| {
            let is_one = |e: &&Value| e.get("event").and_then(Value::as_str).is_some_and(|n| names.contains(&n));
            events.iter().filter(is_one).filter_map(|e| day_of(e.get("at"))).max()
        };
        let of = |role, service| Sought { role, service, serves: None };
        if status.looked_after {
            let from = since(&["looked-after-started", "remanded-yda", "remanded-rlaa", "sentenced-community"]);
            list.extend(self.take(of("iro", "csc"), from.unwrap_or(today), None));
        }
        if leaves_care {
            let from = since(&["care-leaver-status-recorded", "looked-after-ended"]);
            list.extend(self.take(of("personal-adviser", "csc"), from.unwrap_or(today), None));
        }
        if let Some(from) = since(&["psr-requested"]).filter(|day| since(&["psr-completed"]) < Some(*day)) {
            list.extend(self.take(of("psr-writer", "yjs"), from, None));
        }
        list
    }

    /// The person of a role who has fewest children takes one more.
    fn take(&mut self, sought: Sought, from: Day, to: Option<Day>) -> Option<Allocation> {
        let staff = self.staff;
        let fits = |person: &&Person| {
            let teams: Vec<&Team> = staff.teams.iter().filter(|t| person.teams.contains(&t.id)).collect();
            let is_for_all = sought.role != "social-worker";
            let serves = is_for_all || teams.iter().any(|t| t.serves.as_deref() == sought.serves);
            let first = person.roles.iter().position(|r| r == sought.role) == Some(0);
            first && serves && person.standing != "manager" && person.standing != "head"
        };
        let least = staff.people.iter().filter(fits).min_by_key(|p| self.loads.get(p.id.as_str()).copied())?;
        if to.is_none() {
            *self.loads.entry(least.id.as_str()).or_default() += 1;
        }
        Some(Allocation {
            service: sought.service.to_owned(),
            team: least.teams.first().cloned().unwrap_or_default(),
            person: least.id.clone(),
            role: sought.role.to_owned(),
            from,
            to,
        })
    }
}

/// From when until when the latest involvement of a service ran.
fn latest(events: &[Value], involvement: &str) -> Option<(Day, Option<Day>)> {
    let (started, ended) = (format!("{involvement}-started"), format!("{involvement}-ended"));
    let mut run = None;
    for event in events {
        let Some(day) = day_of(event.get("at")) else { continue };
        match event.get("event").and_then(Value::as_str) {
            Some(name) if name == started => run = Some((day, None)),
            Some(name) if name == ended => run = run.map(|(from, _)| (from, Some(day))),
            _ => {}
        }
    }
    run
}
