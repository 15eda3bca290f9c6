#!/usr/bin/env python3
"""Is the shipped list of bank holidays right?

Compares protocols/bank-holidays.yaml, year by year, with two independent sources: the Python package `holidays` (which computes
the days of England from the rules and the proclamations, 1995 to 2040) and the official list of GOV.UK as bundled in the package
`govuk-bank-holidays` (from 2012). Only weekdays are compared: a weekend is no working day in any case. Asks nothing of the network.

    python3 -m venv VENV && VENV/bin/pip install holidays==0.109 govuk-bank-holidays==0.19
    VENV/bin/python crates/calendar/tests/holidays.py [FILE]

Closes with `N passed, N failed`; exit status 1 where something differs, 2 where a package or the file is missing.
"""

import datetime
import pathlib
import re
import sys

# This file bears the name of the package that it compares with: its own folder must not be searched first.
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:] = [place for place in sys.path if pathlib.Path(place).resolve() != HERE]

SHIPPED = HERE.parents[2] / "protocols" / "bank-holidays.yaml"
YEARS = range(1995, 2041)
OFFICIAL_YEARS = range(2012, 2029)
LINE = re.compile(r'- \{day: (\d{4}-\d{2}-\d{2}), name: "[^"]+"(?:, \w+: \w+)*\}')


def shipped(path):
    """The days of the file in its order, and the lines that begin as an entry but are none."""
    days, unread = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("-"):
            found = LINE.fullmatch(line.strip())
            if found:
                days.append(datetime.date.fromisoformat(found[1]))
            else:
                unread.append(f"line {number} is not read: {line.strip()}")
    return days, unread


def computed():
    """The bank holidays of England that fall on a weekday, by the package `holidays`."""
    import holidays

    return {day for day in holidays.country_holidays("GB", subdiv="ENG", years=YEARS) if day.weekday() < 5}


def official():
    """The bank holidays of England and Wales that fall on a weekday, by the list of GOV.UK in `govuk-bank-holidays`."""
    from govuk_bank_holidays.bank_holidays import BankHolidays

    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {holiday["date"] for holiday in listed if holiday["date"].weekday() < 5}


def in_words(days):
    return ", ".join(f"{day:%a %d %b %Y}" for day in sorted(days))


def form(days, unread):
    """What must hold of the file itself: each check with what is wrong."""
    yield "every entry is read", unread
    yield "the days are in order, none twice", [f"{a} stands before {b}" for a, b in zip(days, days[1:]) if a >= b]
    yield "no day is a weekend", [in_words([day]) for day in days if day.weekday() >= 5]
    yield "no day lies outside the years checked", [in_words([day]) for day in days if day.year not in YEARS]


def compare(here, there, years, source):
    """One check for each year: the days on one side only."""
    for year in years:
        ours = {day for day in here if day.year == year}
        theirs = {day for day in there if day.year == year}
        wrong = []
        if not theirs:
            wrong.append(f"{source} has no day of this year")
        if theirs - ours:
            wrong.append(f"missing here: {in_words(theirs - ours)}")
        if ours - theirs:
            wrong.append(f"not in {source}: {in_words(ours - theirs)}")
        yield f"{year} by {source}", wrong


def main(arguments):
    path = pathlib.Path(arguments[0]) if arguments else SHIPPED
    try:
        days, unread = shipped(path)
        rules, list_of_govuk = computed(), official()
    except ImportError as missing:
        print(f"the package `{missing.name}` is missing: pip install holidays govuk-bank-holidays", file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"{path} cannot be read: {fault.strerror}", file=sys.stderr)
        return 2
    later = {day.year for day in list_of_govuk if day.year > OFFICIAL_YEARS[-1]}
    checks = [
        *form(days, unread),
        *compare(set(days), rules, YEARS, "holidays"),
        *compare(set(days), list_of_govuk, [*OFFICIAL_YEARS, *sorted(later)], "govuk-bank-holidays"),
    ]
    for name, wrong in checks:
        for cause in wrong:
            print(f"{name}: {cause}")
    failed = sum(1 for _, wrong in checks if wrong)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
