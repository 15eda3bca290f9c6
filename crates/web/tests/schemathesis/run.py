"""Asks the API everything that its document allows, and much that it does not, as people of several posts (T25).

    python3 run.py TANDEM [SECONDS]    needs the package schemathesis

Starts `tandem demo` with a token for each of them, and runs schemathesis on the document that it serves, with a fixed seed. Nothing may be
answered with 5xx or with a status, a kind or a shape that the document does not have. Half of what is sent names children and teams that are
there, with versions that hold (hooks.py): else nearly all of it would be answered with 404.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request

PEOPLE = ["enf-yj-06", "enf-sc-02", "enf-sc-21", "enf-la-04", "enf-la-07"]
CHECKS = ",".join([
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance", "unsupported_method",
])


def started(tandem):
    command = [tandem, "demo", "--today", "2026-06-10T10:00", "--port", "0"]
    command += [word for person in PEOPLE for word in ("--token-for", person)]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    address, tokens = "", {}
    for line in demo.stdout:
        words = line.split()
        if line.startswith("Tandem is at "):
            address = words[-1].rstrip("/")
        if words[:1] == ["token"]:
            tokens[words[1]] = words[2]
        if line.startswith("Ctrl-C"):
            return demo, address, tokens
    sys.exit("tandem demo did not start")


def asked(address, token, path):
    request = urllib.request.Request(address + path, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def answers(address):
    """What the program itself counted: for each address of the API, how often which status."""
    with urllib.request.urlopen(address + "/metrics") as metrics:
        lines = metrics.read().decode().splitlines()
    counted = {}
    for line in lines:
        found = re.match(r'tandem_answers_total\{path="(/api/v1/[^"]*)",status="(\d+)"\} (\d+)', line)
        if found:
            counted.setdefault(found[1], {})[found[2]] = int(found[3])
    return counted


def main():
    tandem, seconds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 240
    here = os.path.dirname(os.path.abspath(__file__))
    demo, address, tokens = started(tandem)
    failed = []
    try:
        # A worker's own children are there for the worker; the others are told that there is no such record.
        children = sorted({d["child"] for d in asked(address, tokens[PEOPLE[0]], "/api/v1/my/duties?limit=200")["duties"]})
        words = asked(address, tokens[PEOPLE[0]], "/api/v1/vocabulary")
        known = {"children": children, "teams": ["enf-yj-a"], "events": [e["name"] for e in words["events"] if not e["derived"]]}
        with tempfile.TemporaryDirectory() as folder:
            for person, token in tokens.items():
                print(f"==> as {person}", flush=True)
                environment = dict(os.environ, SCHEMATHESIS_HOOKS="hooks", PYTHONPATH=here, TOKEN=token, KNOWN=json.dumps(known))
                command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json", "--seed", "20260610"]
                command += ["--checks", CHECKS, "--header", f"Authorization: Bearer {token}", "--phases", "coverage,fuzzing"]
                command += ["--max-time", str(seconds // len(tokens)), "--warnings", "off", "--suppress-health-check", "all"]
                if subprocess.run(command, cwd=folder, env=environment).returncode != 0:
                    failed.append(person)
        # Where an address was never answered with success, what was sent said nothing of it.
        for path, of in sorted(answers(address).items()):
            print(path, " ".join(f"{status}:{n}" for status, n in sorted(of.items())))
            if not any(status.startswith("2") for status in of):
                failed.append(f"nobody: {path} never succeeded")
            if any(status.startswith("5") for status in of):
                failed.append(f"somebody: {path} answered 5xx")
        # A program that fell over would have answered nothing; one that is ill says so.
        with urllib.request.urlopen(address + "/ready") as answer:
            assert answer.status == 200
    finally:
        demo.terminate()
        demo.wait()
    if failed:
        sys.exit(f"failed as {', '.join(failed)}")


main()
