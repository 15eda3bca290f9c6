//! The part that the options of a fixture ask for.

use web::parts::*;

use super::given::Given;

/// The HTML of the part, in the words of GOV.UK's options.
pub fn made(component: &str, o: Given<'_>) -> Html {
    match component {
        "back-link" => BackLink {
            href: o.text("href"),
            text: o.content(),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "breadcrumbs" => Breadcrumbs {
            items: o.list("items").into_iter().map(link).collect(),
            collapses: o.flag("collapseOnMobile").unwrap_or(false),
            label: o.text("labelText"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "button" => Button {
            text: o.content(),
            href: o.text("href"),
            kind: o.text("type"),
            name: o.text("name"),
            value: o.text("value"),
            id: o.text("id"),
            disabled: o.flag("disabled").unwrap_or(false),
            prevent_double_click: o.flag("preventDoubleClick"),
            is_start: o.flag("isStartButton").unwrap_or(false),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "details" => Details {
            summary: o.either("summaryHtml", "summaryText"),
            content: o.content(),
            is_open: o.flag("open").unwrap_or(false),
            id: o.text("id"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "error-message" => error(o).into(),
        "error-summary" => ErrorSummary {
            title: o.either("titleHtml", "titleText"),
            description: o.either("descriptionHtml", "descriptionText"),
            errors: o
                .list("errorList")
                .into_iter()
                .map(|e| ErrorLink { text: e.content(), href: e.text("href"), attributes: e.attributes("attributes") })
                .collect(),
            disable_auto_focus: o.flag("disableAutoFocus"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "fieldset" => Fieldset { content: o.either("html", "html"), ..fieldset(o) }.into(),
        "footer" => footer(o).into(),
        "generic-header" => GenericHeader {
            text: o.either("logoHtml", "logoText"),
            href: o.text("url"),
            container: o.text("containerClasses"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "hint" => Hint { id: o.text("id"), ..hint(o) }.into(),
        "inset-text" => InsetText {
            content: o.content(),
            id: o.text("id"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "label" => Label { names: o.text("for"), ..label(o) }.into(),
        "notification-banner" => NotificationBanner {
            content: o.content(),
            title: o.either("titleHtml", "titleText"),
            is_success: o.text("type") == "success",
            title_id: o.text("titleId"),
            heading_level: o.number("titleHeadingLevel"),
            role: o.text("role"),
            disable_auto_focus: o.flag("disableAutoFocus"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "pagination" => pagination(o).into(),
        "panel" => Panel {
            title: o.either("titleHtml", "titleText"),
            content: o.content(),
            heading_level: o.number("headingLevel"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "phase-banner" => PhaseBanner {
            tag: o.part("tag", tag).unwrap_or_default(),
            text: o.content(),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "service-navigation" => service_navigation(o).into(),
        "skip-link" => SkipLink {
            text: o.content(),
            href: o.text("href"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "summary-list" => summary_list(o).into(),
        "table" => table(o).into(),
        "tabs" => Tabs {
            items: o
                .list("items")
                .into_iter()
                .map(|t| Tab {
                    label: t.text("label"),
                    id: t.text("id"),
                    content: t.part("panel", Given::content).unwrap_or_default(),
                    attributes: t.attributes("attributes"),
                    panel_attributes: t.part("panel", |p| p.attributes("attributes")).unwrap_or_default(),
                })
                .collect(),
            title: o.text("title"),
            id_prefix: o.text("idPrefix"),
            id: o.text("id"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        "tag" => tag(o).into(),
        "warning-text" => WarningText {
            text: o.content(),
            hidden: o.text("iconFallbackText"),
            classes: o.classes("classes"),
            attributes: o.attributes("attributes"),
        }
        .into(),
        control => super::controls::made(control, o),
    }
}

fn link(o: Given<'_>) -> Link {
    Link { text: o.content(), href: o.text("href"), attributes: o.attributes("attributes") }
}

fn tag(o: Given<'_>) -> Tag {
    Tag { text: o.content(), classes: o.classes("classes"), attributes: o.attributes("attributes") }
}

pub fn hint(o: Given<'_>) -> Hint {
    Hint { text: o.content(), classes: o.classes("classes"), attributes: o.attributes("attributes"), ..Hint::default() }
}

pub fn error(o: Given<'_>) -> ErrorMessage {
    let hidden = match o.flag("visuallyHiddenText") {
        Some(false) => String::new(),
        _ => o.maybe("visuallyHiddenText").unwrap_or_else(|| "Error".to_owned()),
    };
    ErrorMessage {
        text: o.content(),
        id: o.text("id"),
        hidden,
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
    }
}

pub fn label(o: Given<'_>) -> Label {
    Label {
        text: o.content(),
        is_heading: o.flag("isPageHeading").unwrap_or(false),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
        ..Label::default()
    }
}

pub fn fieldset(o: Given<'_>) -> Fieldset {
    let legend = |l: Given<'_>| Legend {
        text: l.content(),
        is_heading: l.flag("isPageHeading").unwrap_or(false),
        classes: l.classes("classes"),
    };
    Fieldset {
        legend: o.part("legend", legend).unwrap_or_default(),
        described_by: o.text("describedBy"),
        role: o.text("role"),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
        ..Fieldset::default()
    }
}

fn footer(o: Given<'_>) -> Footer {
    // No crown, no licence and no copyright of the Crown: they are not ours to show.
    let _ = (o.get("contentLicence"), o.get("copyright"));
    let meta = o.get("meta").filter(|meta| meta.is_object());
    Footer {
        links: meta.map(|m| m.list("items").into_iter().map(link).collect()).unwrap_or_default(),
        hidden: meta.map(|m| m.text("visuallyHiddenTitle")).unwrap_or_default(),
        text: meta.map(Given::content).unwrap_or_default(),
        classes: o.classes("classes"),
        container_classes: o.classes("containerClasses"),
        attributes: o.attributes("attributes"),
    }
}

fn pagination(o: Given<'_>) -> Pagination {
    let page_link = |l: Given<'_>| PageLink {
        href: l.text("href"),
        text: l.content(),
        label: l.text("labelText"),
        attributes: l.attributes("attributes"),
    };
    let page = |p: Given<'_>| Page {
        number: p.text("number"),
        href: p.text("href"),
        is_current: p.flag("current").unwrap_or(false),
        is_ellipsis: p.flag("ellipsis").unwrap_or(false),
        hidden: p.text("visuallyHiddenText"),
        attributes: p.attributes("attributes"),
    };
    Pagination {
        previous: o.part("previous", page_link),
        next: o.part("next", page_link),
        items: o.list("items").into_iter().map(page).collect(),
        label: o.text("landmarkLabel"),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
    }
}

fn service_navigation(o: Given<'_>) -> ServiceNavigation {
    let item = |i: Given<'_>| NavigationItem {
        text: i.content(),
        href: i.text("href"),
        is_current: i.flag("current").unwrap_or(false),
        is_active: i.flag("active").unwrap_or(false),
        attributes: i.attributes("attributes"),
    };
    ServiceNavigation {
        name: o.text("serviceName"),
        href: o.text("serviceUrl"),
        items: o.list("navigation").into_iter().map(item).collect(),
        collapses: o.flag("collapseNavigationOnMobile"),
        menu_text: o.text("menuButtonText"),
        menu_label: o.text("menuButtonLabel"),
        navigation_label: o.text("navigationLabel"),
        navigation_classes: o.classes("navigationClasses"),
        navigation_id: o.text("navigationId"),
        label: o.text("ariaLabel"),
        end: o.part("slots", |slots| slots.html("end")).unwrap_or_default(),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
    }
}

fn summary_list(o: Given<'_>) -> SummaryList {
    let action = |a: Given<'_>| Action {
        text: a.content(),
        href: a.text("href"),
        hidden: a.text("visuallyHiddenText"),
        classes: a.classes("classes"),
        attributes: a.attributes("attributes"),
    };
    let actions = |r: Given<'_>| {
        r.part("actions", |a| (a.list("items").into_iter().map(action).collect(), a.classes("classes")))
            .unwrap_or_default()
    };
    let said = |r: Given<'_>, name: &str| r.part(name, |v| (v.content(), v.classes("classes"))).unwrap_or_default();
    let row = |r: Given<'_>| {
        let ((key, key_classes), (value, value_classes), (actions, actions_classes)) =
            (said(r, "key"), said(r, "value"), actions(r));
        Row { key, key_classes, value, value_classes, actions, actions_classes, classes: r.classes("classes") }
    };
    let card = |c: Given<'_>| {
        let ((title, title_classes), (actions, actions_classes)) = (said(c, "title"), actions(c));
        let heading_level = c.part("title", |t| t.number("headingLevel")).unwrap_or_default();
        Card {
            title,
            title_classes,
            heading_level,
            actions,
            actions_classes,
            classes: c.classes("classes"),
            attributes: c.attributes("attributes"),
        }
    };
    SummaryList {
        rows: o.list("rows").into_iter().map(row).collect(),
        card: o.part("card", card),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
    }
}

fn table(o: Given<'_>) -> Table {
    let cell = |c: Given<'_>| Cell {
        content: c.content(),
        format: c.text("format"),
        colspan: c.number("colspan"),
        rowspan: c.number("rowspan"),
        classes: c.classes("classes"),
        attributes: c.attributes("attributes"),
    };
    Table {
        caption: o.text("caption"),
        caption_classes: o.classes("captionClasses"),
        head: o.list("head").into_iter().map(cell).collect(),
        rows: o.list("rows").into_iter().map(|row| row.entries().into_iter().map(cell).collect()).collect(),
        first_cell_is_header: o.flag("firstCellIsHeader").unwrap_or(false),
        classes: o.classes("classes"),
        attributes: o.attributes("attributes"),
        ..Table::default()
    }
}
