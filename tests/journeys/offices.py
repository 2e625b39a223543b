"""Makes the offices that the journeys visit: `python -m tests.journeys.offices` in the environment of a server.

The small one is the demo's office with six of its agencies and last year's round in the bank; the tiny one is another
office altogether, whose people are strangers to the first, with a round that is being collected.
"""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sektoral.setup.facts import OfficeFacts, load_office_facts

TABLES = {  # agency: what it owes; the journey tells its own story with each
    "dinkes": ("1.02.003", "1.02.005", "1.02.006"),
    "disdukcapil": ("2.12.001", "2.12.002"),
    "damkar": ("1.05.005", "1.05.006"),
    "diskominfo": ("2.20.001", "2.20.002"),
    "kec-aek-natas": ("7.01.002",),
    "inspektorat": ("6.01.001",),
}
COLLECTED_BEFORE = ("dinkes", "disdukcapil")  # whose values of last year are in the bank
LAST_ROUND = "2026-04-06T08:00:00+07:00"
NOW = "2026-11-23T08:00:00+07:00"  # a Monday; no holiday until Christmas
TINY_COLLECTS = "2026-11-20T08:00:00+07:00"


def main() -> None:
    """This will make both offices and set the time to `NOW`."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    clock = Path(os.environ["SEKTORAL_CLOCK"])
    make_small_office(clock, address=os.environ["SEKTORAL_BASE_URL"])
    make_tiny_office()
    clock.write_text(NOW)


def make_small_office(path: Path, *, address: str) -> None:
    """This will make the office and play last year's round to its signed report."""
    from sektoral.accounts.demo import open_demo_accounts
    from sektoral.project.rehearsal.company import Clock, Company
    from sektoral.project.rehearsal.round import Cast, Play
    from sektoral.project.rehearsal.workers import OwnWorker
    from sektoral.records.models import Agency
    from sektoral.setup.actions import create_office

    clock = Clock(path, datetime.fromisoformat(LAST_ROUND))
    office = create_office(facts=small_facts(), at=clock())
    office.link_base = address
    office.save(update_fields=["link_base"])
    open_demo_accounts(office)
    before = list(Agency.objects.filter(office=office, code__in=COLLECTED_BEFORE))
    play = Play(Company(office, clock), OwnWorker(clock), "2024", before)
    round_ = play.request()
    play.distribute(round_)
    play.submit(round_, Cast())
    play.check(round_, Cast())
    play.report(round_)


def make_tiny_office() -> None:
    """This will take the tests' own office to where agencies may send; all of it signs in with the demo password."""
    from django.contrib.auth.hashers import make_password

    from sektoral.accounts.demo import DEMO_PASSWORD
    from sektoral.records.models import Person
    from tests.rounds import Scene

    scene = Scene(now=datetime.fromisoformat(TINY_COLLECTS))
    scene.collecting("disdik", "dinkes")
    everybody = Person.objects.filter(assignments__office=scene.office)
    everybody.update(password=make_password(DEMO_PASSWORD))
    scene.office.is_sample = False  # the sign-in page lists the accounts of sample offices; these stay strangers
    scene.office.save(update_fields=["is_sample"])


def small_facts() -> OfficeFacts:
    """This will keep six agencies of the shipped office, their people, and a few of their tables."""
    facts = load_office_facts()
    return replace(
        facts,
        agencies=tuple(one for one in facts.agencies if one.code in TABLES),
        catalogue=tuple(one for one in facts.catalogue if one.table.code in TABLES.get(one.agency_code, ())),
        people=tuple(one for one in facts.people if not one.agency or one.agency in TABLES),
    )


if __name__ == "__main__":
    main()
