//! Words that several pages use: of people, roles and dates.

use std::borrow::Borrow;

use calendar::Moment;
use gate::{Person, Service, Standing};
pub use protocol::check::in_words::capital;

/// A service, in words.
pub const fn service(service: Service) -> &'static str {
    match service {
        Service::Yjs => "youth justice",
        Service::Csc => "social care",
        Service::Authority => "the council",
    }
}

/// What a post is called, whatever the service.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Practitioner => "worker",
        Standing::Manager => "team manager",
        Standing::Head => "senior manager",
        Standing::Duty => "duty worker",
        Standing::Reviewing => "reviewing officer",
        Standing::Chair => "panel chair",
        Standing::Support => "business support",
        Standing::Data => "data officer",
        Standing::Administrator => "administrator",
        Standing::Program => "the program",
    }
}

/// A person's post, in words.
pub fn post(person: &Person) -> String {
    let (service, post) = (service(person.service), standing(person.standing));
    match person.roles.first() {
        Some(role) if person.standing == Standing::Practitioner => duties::in_full(role),
        _ => format!("{post}, {service}"),
    }
}

/// A sentence of the protocol's words without the names that only the program needs: `(`meeting-held`)` is left out.
pub fn without_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, part) in text.split('`').enumerate() {
        match n % 2 {
            0 => out.push_str(part.strip_prefix(')').filter(|_| n > 0 && out.ends_with('\u{0}')).unwrap_or(part)),
            // A name in brackets only repeats what stands before it.
            _ if out.ends_with(" (") => {
                out.truncate(out.len() - 2);
                out.push('\u{0}');
            }
            _ => out.push_str(&part.replace('-', " ")),
        }
    }
    out.replace('\u{0}', "")
}

/// A role beside its service's label, which need not be said twice: `case manager` beside `Youth justice`.
pub fn beside(service: protocol::vocabulary::Service, role: &str) -> String {
    use protocol::vocabulary::Service as Of;
    let named = match service {
        Of::Yjs => "youth justice",
        Of::Csc => "social care",
        _ => return role.to_owned(),
    };
    role.strip_prefix(named).unwrap_or(role).trim_start().to_owned()
}

/// When something happened of late: `today at 12:40`, `yesterday`, `Sat 6 June 2026 at 09:00`.
pub fn lately(at: Moment, now: Moment) -> String {
    let said = at.in_words();
    let day = match now.day().number() - at.day().number() {
        0 => "today",
        1 => "yesterday",
        _ => return said,
    };
    said.split_once(" at ").map_or_else(|| day.to_owned(), |(_, time)| format!("{day} at {time}"))
}

/// `1 duty`, `2 duties`.
pub fn counted(number: impl Borrow<usize>, one: &str, many: &str) -> String {
    let number = *number.borrow();
    format!("{number} {}", if number == 1 { one } else { many })
}
