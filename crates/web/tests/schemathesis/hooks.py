"""Makes half of what schemathesis sends mean something: children and teams that are there, versions that hold, events with names."""

import json
import os
import random
import urllib.request

import schemathesis

KNOWN = json.loads(os.environ["KNOWN"])
CHANCE = random.Random(20260610)


def version(case, child):
    request = urllib.request.Request(
        f"{case.operation.base_url.rstrip('/')}/api/v1/children/{child}",
        headers={"Authorization": f"Bearer {os.environ['TOKEN']}"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.headers["ETag"]
    except urllib.error.HTTPError:
        return None


def meaningful(case):
    names = case.path_parameters or {}
    if "child" in names and KNOWN["children"]:
        names["child"] = CHANCE.choice(KNOWN["children"])
    if "team" in names:
        names["team"] = CHANCE.choice(KNOWN["teams"])
    if "authority" in names:
        names["authority"] = CHANCE.choice(["enfield", "camden", "statute"])
    if "clause" in names:
        names["clause"] = CHANCE.choice(["8.7e", "enfield-2.1c", "b10"])
    query = case.query or {}
    query.pop("cursor", None)
    for name in ("as_at", "as_known_at"):
        if name in query:
            query[name] = f"2026-06-0{CHANCE.randint(1, 9)}"
    body = case.body
    for event in body.get("events", []) if isinstance(body, dict) and isinstance(body.get("events"), list) else []:
        if isinstance(event, dict):
            event["event"] = CHANCE.choice(KNOWN["events"])
            event["at"] = f"2026-0{CHANCE.randint(1, 6)}-0{CHANCE.randint(1, 9)}"
    # One that is whole: what is drawn has hardly ever all that its event needs.
    if isinstance(body, dict) and "events" in body and case.operation.path.endswith("/events") and CHANCE.random() < 0.5:
        visit = {"event": "visit-made", "with": {"by": ["yjs-case-manager"]}}
        body["events"] = [{"at": f"2026-05-{CHANCE.randint(10, 28)}", **visit}]
    if case.operation.path == "/api/v1/duties" and isinstance(body, dict):
        body.update({"protocol": "enfield", "child": {"born": "2010-01-05"}, "as_at": "2026-06-10"})
        body["events"] = [
            {"at": f"2026-0{CHANCE.randint(1, 5)}-0{CHANCE.randint(1, 9)}", "event": CHANCE.choice(KNOWN["events"])}
            for _ in range(CHANCE.randint(0, 6))
        ]
    if isinstance(body, dict) and "clause" in body and "at" in body:
        body["clause"], body["at"] = CHANCE.choice(["enfield-8.7e", "enfield-2.1c"]), "2026-06-09"
    headers = case.headers
    if headers is not None and "If-Match" in headers:
        found = version(case, names.get("child", ""))
        if found:
            headers["If-Match"] = found


@schemathesis.hook
def before_call(context, case, kwargs):
    if CHANCE.random() < 0.5:
        meaningful(case)
