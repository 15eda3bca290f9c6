//! The controls of a form that the options of a fixture ask for.

use web::parts::*;

use super::given::Given;
use super::made::{error, fieldset, hint, label};

/// The HTML of the control.
pub fn made(control: &str, o: Given<'_>) -> Html {
    match control {
        "character-count" => CharacterCount {
            limit: match o.text("countType").as_str() {
                "words" => Limit::Words(o.number("maxlength")),
                _ => Limit::Characters(o.number("maxlength")),
            },
            threshold: o.maybe("threshold").and_then(|share| share.parse().ok()),
            message_classes: o.part("countMessage", |m| m.classes("classes")).unwrap_or_default(),
            textarea: textarea(o),
        }
        .into(),
        "checkboxes" => checkboxes(o).into(),
        "date-input" => date_input(o).into(),
        "input" => input(o).into(),
        "radios" => radios(o).into(),
        "select" => select(o).into(),
        "textarea" => Textarea {
            described_by: o.text("describedBy"),
            autocomplete: o.text("autocomplete"),
            disabled: o.flag("disabled").unwrap_or(false),
            ..textarea(o)
        }
        .into(),
        other => panic!("no part stands for {other}"),
    }
}

fn group(o: Given<'_>, before: &str, after: &str) -> Group {
    let make = |g: Given<'_>| Group {
        classes: g.classes("classes"),
        attributes: g.attributes("attributes"),
        before: g.part(before, Given::content).unwrap_or_default(),
        after: g.part(after, Given::content).unwrap_or_default(),
    };
    o.part("formGroup", make).unwrap_or_default()
}

fn textarea(o: Given<'_>) -> Textarea {
    Textarea {
        label: o.part("label", label).unwrap_or_default(),
        name: o.text("name"),
        id: o.text("id"),
        value: o.text("value"),
        rows: o.number("rows"),
        hint: o.part("hint", hint),
        error: o.part("errorMessage", error),
        spellcheck: o.flag("spellcheck"),
        group: group(o, "beforeInput", "afterInput"),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
        ..Textarea::default()
    }
}

fn input(o: Given<'_>) -> Input {
    let affix = |a: Given<'_>| Affix {
        text: a.content(),
        classes: a.classes("classes"),
        attributes: a.attributes("attributes"),
    };
    Input {
        label: o.part("label", label).unwrap_or_default(),
        name: o.text("name"),
        id: o.text("id"),
        value: o.text("value"),
        hint: o.part("hint", hint),
        error: o.part("errorMessage", error),
        kind: o.text("type"),
        inputmode: o.text("inputmode"),
        autocomplete: o.text("autocomplete"),
        autocapitalize: o.text("autocapitalize"),
        pattern: o.text("pattern"),
        spellcheck: o.flag("spellcheck"),
        disabled: o.flag("disabled").unwrap_or(false),
        described_by: o.text("describedBy"),
        prefix: o.part("prefix", affix).filter(|a| !a.text.is_empty()),
        suffix: o.part("suffix", affix).filter(|a| !a.text.is_empty()),
        wrapper: o
            .part("inputWrapper", |w| Group {
                classes: w.classes("classes"),
                attributes: w.attributes("attributes"),
                ..Group::default()
            })
            .unwrap_or_default(),
        group: group(o, "beforeInput", "afterInput"),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
    }
}

fn select(o: Given<'_>) -> Select {
    let choice = |c: Given<'_>| Choice {
        value: c.maybe("value"),
        text: c.text("text"),
        selected: c.flag("selected"),
        disabled: c.flag("disabled").unwrap_or(false),
        attributes: c.attributes("attributes"),
    };
    Select {
        label: o.part("label", label).unwrap_or_default(),
        name: o.text("name"),
        id: o.text("id"),
        options: o.list("items").into_iter().map(choice).collect(),
        value: o.text("value"),
        hint: o.part("hint", hint),
        error: o.part("errorMessage", error),
        disabled: o.flag("disabled").unwrap_or(false),
        described_by: o.text("describedBy"),
        group: group(o, "beforeInput", "afterInput"),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
    }
}

fn radios(o: Given<'_>) -> Radios {
    let item = |i: Given<'_>| Radio {
        value: i.text("value"),
        text: i.content(),
        id: i.text("id"),
        hint: i.part("hint", hint),
        checked: i.flag("checked"),
        disabled: i.flag("disabled").unwrap_or(false),
        conditional: i.part("conditional", |c| c.html("html")).unwrap_or_default(),
        divider: i.text("divider"),
        label_classes: i.part("label", |l| l.classes("classes")).unwrap_or_default(),
        label_attributes: i.part("label", |l| l.attributes("attributes")).unwrap_or_default(),
        attributes: i.attributes("attributes"),
    };
    Radios {
        name: o.text("name"),
        id_prefix: o.text("idPrefix"),
        fieldset: o.part("fieldset", fieldset),
        items: o.list("items").into_iter().map(item).collect(),
        value: o.text("value"),
        hint: o.part("hint", hint),
        error: o.part("errorMessage", error),
        group: group(o, "beforeInputs", "afterInputs"),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
    }
}

fn checkboxes(o: Given<'_>) -> Checkboxes {
    let item = |i: Given<'_>| Checkbox {
        value: i.text("value"),
        text: i.content(),
        name: i.text("name"),
        is_exclusive: i.text("behaviour") == "exclusive",
        id: i.text("id"),
        hint: i.part("hint", hint),
        checked: i.flag("checked"),
        disabled: i.flag("disabled").unwrap_or(false),
        conditional: i.part("conditional", |c| c.html("html")).unwrap_or_default(),
        divider: i.text("divider"),
        label_classes: i.part("label", |l| l.classes("classes")).unwrap_or_default(),
        label_attributes: i.part("label", |l| l.attributes("attributes")).unwrap_or_default(),
        attributes: i.attributes("attributes"),
    };
    Checkboxes {
        name: o.text("name"),
        id_prefix: o.text("idPrefix"),
        fieldset: o.part("fieldset", fieldset),
        items: o.list("items").into_iter().map(item).collect(),
        values: o.words("values"),
        described_by: o.text("describedBy"),
        hint: o.part("hint", hint),
        error: o.part("errorMessage", error),
        group: group(o, "beforeInputs", "afterInputs"),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
    }
}

fn date_input(o: Given<'_>) -> DateInput {
    let part = |p: Given<'_>| DatePart {
        name: p.text("name"),
        label: p.text("label"),
        value: p.text("value"),
        id: p.text("id"),
        is_wrong: p.flag("error").unwrap_or(false),
        autocomplete: p.text("autocomplete"),
        inputmode: p.text("inputmode"),
        pattern: p.text("pattern"),
        classes: p.classes("classes"),
        attributes: p.attributes("attributes"),
    };
    let names = ["day", "month", "year"];
    let prefix = o.text("namePrefix");
    let value = |name: &str| {
        let full = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}-{name}") };
        o.part("values", |values| values.maybe(name).unwrap_or_else(|| values.text(&full))).unwrap_or_default()
    };
    // Day, month and year may be told one by one, and `false` leaves one out.
    let one_by_one = |name: &&str| match o.get(name) {
        Some(given) if given.is_object() => {
            let told = part(given);
            let own = if told.name.is_empty() { (*name).to_owned() } else { told.name.clone() };
            let filled = if told.value.is_empty() { value(&own) } else { told.value.clone() };
            Some(DatePart { name: own, value: filled, ..told })
        }
        Some(_) => None,
        None => Some(DatePart { name: (*name).to_owned(), value: value(name), ..DatePart::default() }),
    };
    let told = names.iter().any(|name| o.get(name).is_some());
    let list: Vec<DatePart> = o.list("items").into_iter().map(part).collect();
    let items = match (list.is_empty(), told) {
        (true, true) => names.iter().filter_map(one_by_one).collect(),
        _ => list,
    };
    DateInput {
        id: o.text("id"),
        name_prefix: prefix.clone(),
        values: names.map(value),
        fieldset: o.part("fieldset", fieldset),
        hint: o.part("hint", hint),
        error: o.part("errorMessage", error),
        items,
        group: group(o, "beforeInputs", "afterInputs"),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
        ..DateInput::default()
    }
}
