"""DUTY-1 in plain Python and as one SQL statement, for DuckDB and SQLite: the same rows as every other engine.

Usage: duty_1.py ENGINE FOLDER EVENTS   (ENGINE is python, duckdb or sqlite; FOLDER holds days.json, EVENTS is a file in it)
Prints one line: engine, events, rows, hash, seconds, what it does itself; between tabs. Reading and printing are outside the clock.
"""

import bisect
import csv
import hashlib
import json
import sys
import time
from itertools import groupby

# trigger, csc, lac (-1: any), youngest, oldest, length, whether working days, evidence, repetition in days
RULES = [
    (0, 1, -1, 0, 99, 10, 1, 6, 0),
    (2, 1, -1, 0, 99, 1, 1, 6, 0),
    (3, -1, -1, 0, 17, 1, 1, 6, 0),
    (4, -1, -1, 0, 99, 5, 1, 9, 0),
    (5, -1, 1, 0, 99, 10, 1, 9, 0),
    (5, -1, -1, 0, 99, 10, 1, 8, 0),
    (5, 1, -1, 0, 99, 20, 1, 7, 0),
    (0, 1, -1, 10, 99, 84, 0, 10, 84),
    (1, -1, -1, 0, 99, 10, 1, 8, 0),
    (3, -1, 1, 0, 15, 2, 1, 6, 0),
]
CLOSED = 11

engine, folder, name = sys.argv[1:4]
with open(f"{folder}/days.json", encoding="utf-8") as file:
    DAYS = json.load(file)
FIRST, NOW, WORKED = DAYS["first"], DAYS["now"], DAYS["worked"]
UPTO, count = [], 0
for day in range(FIRST, DAYS["last"] + 1):
    if count < len(WORKED) and WORKED[count] == day:
        count += 1
    UPTO.append(count)
with open(f"{folder}/{name}", encoding="utf-8", newline="") as file:
    rows = csv.reader(file)
    next(rows)
    EVENTS = [tuple(map(int, row)) for row in rows]


def by_hand():
    """Plain Python: child by child, the places of each kind of event, and a search in them."""
    by_trigger = {}
    for number, rule in enumerate(RULES):
        by_trigger.setdefault(rule[0], []).append((number, rule))
    out = []
    for child, events in groupby(EVENTS, key=lambda e: e[0]):
        events = list(events)
        places = {}
        for place, event in enumerate(events):
            places.setdefault(event[3], []).append(place)

        def first(kind, place, after=-1):
            found = places.get(kind, ())
            for later in found[bisect.bisect_right(found, place):]:
                if events[later][2] > after:
                    return events[later][2]
            return None

        for place, (_, seq, day, kind, csc, lac, age) in enumerate(events):
            for number, (_, wants_csc, wants_lac, youngest, oldest, length, worked, done, every) in by_trigger.get(kind, ()):
                if wants_csc not in (-1, csc) or wants_lac not in (-1, lac) or not youngest <= age <= oldest:
                    continue
                if every:
                    closed, due = first(CLOSED, place), day + every
                    while due <= NOW and (closed is None or due <= closed):
                        out.append(row(child, number, seq, due, first(done, place, due - every)))
                        due += every
                else:
                    due = WORKED[UPTO[day - FIRST] - 1 + length] if worked else day + length
                    out.append(row(child, number, seq, due, first(done, place)))
    return out


def row(child, rule, seq, due, done):
    if done is not None:
        return child, rule, seq, due, 1 if done <= due else 2, done, 0
    if NOW <= due:
        return child, rule, seq, due, 0, -1, 0
    late = UPTO[NOW - FIRST] - UPTO[due - FIRST]
    return child, rule, seq, due, 4, -1, (late >= 2) + (late >= 5) + (late >= 10)


STATEMENT = """
with triggered as (
  select e.child, e.seq, e.day, r.id, r.length, r.worked, r.done, r.every,
    case when r.every > 0 then (select min(c.day) from event c where c.child = e.child and c.kind = 11 and c.seq > e.seq) end closed
  from event e join rule r on e.kind = r.kind and (r.csc < 0 or e.csc = r.csc) and (r.lac < 0 or e.lac = r.lac)
    and e.age between r.youngest and r.oldest),
owed as (
  select t.child, t.id, t.seq, t.done, case when t.worked = 1 then w.day else t.day + t.length end due, -1 after
  from triggered t left join upto u on u.day = t.day left join worked w on w.n = u.n - 1 + t.length where t.every = 0
  union all
  select child, id, seq, done, day + every * k, day + every * (k - 1) from triggered, turn
  where every > 0 and day + every * k <= :now and (closed is null or day + every * k <= closed)),
shown as (
  select o.*, (select min(d.seq) from event d where d.child = o.child and d.kind = o.done and d.seq > o.seq and d.day > o.after) place
  from owed o)
select s.child, s.id, s.seq, s.due,
  case when d.day is not null then case when d.day <= s.due then 1 else 2 end when :now <= s.due then 0 else 4 end,
  coalesce(d.day, -1),
  case when d.day is null and :now > s.due
    then (case when n.n - u.n >= 2 then 1 else 0 end) + (case when n.n - u.n >= 5 then 1 else 0 end)
      + (case when n.n - u.n >= 10 then 1 else 0 end)
    else 0 end
from shown s left join event d on d.child = s.child and d.seq = s.place join upto u on u.day = s.due join upto n on n.day = :now
""".replace(":now", str(NOW))

TABLES = {
    "event": ("child int, seq int, day int, kind int, csc int, lac int, age int", EVENTS),
    "rule": (
        "id int, kind int, csc int, lac int, youngest int, oldest int, length int, worked int, done int, every int",
        [(number, *rule) for number, rule in enumerate(RULES)],
    ),
    "upto": ("day int, n int", [(FIRST + n, upto) for n, upto in enumerate(UPTO)]),
    "worked": ("n int, day int", list(enumerate(WORKED))),
    "turn": ("k int", [(k,) for k in range(1, 40)]),
}


def in_sqlite():
    import sqlite3

    base = sqlite3.connect(":memory:")
    for table, (columns, rows) in TABLES.items():
        base.execute(f"create table {table} ({columns})")
        base.executemany(f"insert into {table} values ({','.join('?' * len(rows[0]))})", rows)
    base.execute("create index by_kind on event (child, kind, seq, day)")
    base.execute("create index by_seq on event (child, seq, day)")
    base.execute("create index by_day on upto (day)")
    base.execute("create index by_n on worked (n)")
    return lambda: base.execute(STATEMENT).fetchall()


def in_duckdb():
    import duckdb
    import pandas

    base = duckdb.connect()
    base.execute("set threads = 1")
    for table, (columns, rows) in TABLES.items():
        frame = pandas.DataFrame(rows, columns=[column.split()[0] for column in columns.split(", ")])
        base.register("frame", frame)
        base.execute(f"create table {table} as select * from frame")
        base.unregister("frame")
    return lambda: base.execute(STATEMENT).fetchall()


work = {"python": lambda: by_hand, "sqlite": in_sqlite, "duckdb": in_duckdb}[engine]()
started = time.perf_counter()
rows = work()
taken = time.perf_counter() - started
rows = sorted(tuple(map(int, row)) for row in rows)
digest = hashlib.sha256("\n".join(",".join(map(str, row)) for row in rows).encode()).hexdigest()[:16]
says = {"python": "plain Python", "sqlite": "SQLite, one statement, indexed", "duckdb": "DuckDB, one statement, 1 thread"}[engine]
print(says, len(EVENTS), len(rows), digest, taken, "all of it", sep="\t")
