"""The demo's content: some years before, last year's round from end to end, and this year's in the middle."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sektoral.accounts.demo import open_demo_accounts
from sektoral.domain.workdays import Calendar
from sektoral.project.rehearsal.company import Clock, Company
from sektoral.project.rehearsal.dssd_codes import give_dssd_codes
from sektoral.project.rehearsal.forum import agree_on_list, lay_before_forum
from sektoral.project.rehearsal.metadata import write_metadata
from sektoral.project.rehearsal.midway import Midway
from sektoral.project.rehearsal.releases import release_some
from sektoral.project.rehearsal.round import Play
from sektoral.project.rehearsal.workers import OwnWorker
from sektoral.project.rehearsal.years import bring_in_years
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Agency, Office
from sektoral.setup.actions import create_office
from sektoral.setup.facts import load_office_facts

LAST_ROUND = "2026-04-06T08:00:00+07:00"  # a Monday well before any later round of the shipped calendar
LATEST = "2026-11-22T20:00:00+07:00"  # stands in for the present where the shipped calendar does not reach it
DAYS_AGO = 8  # working days since this year's round was opened


def fill_demo(now: datetime, say: Callable[[str], None], *, address: str) -> Office:
    """This will make the demo office with its accounts, old years and two rounds."""
    clock = Clock(None, datetime.fromisoformat(LAST_ROUND))
    say("Kantor contoh, katalog, kalender, dan akun …")
    office = create_office(facts=load_office_facts(), at=clock())
    office.link_base = address
    office.save(update_fields=["link_base"])
    open_demo_accounts(office)
    agencies = list(Agency.objects.filter(office=office))
    company, worker = Company(office, clock), OwnWorker(clock)
    say("Tahun 2021 sampai 2023: diimpor dari berkas …")
    bring_in_years(company, range(2021, 2024))
    say("Putaran data 2024: seluruh langkah SOP, 39 OPD …")
    Play(company, worker, "2024", agencies).run()
    say("Daftar Data: disepakati Forum …")
    agree_on_list(company)
    say("Metadata beberapa OPD …")
    write_metadata(company)
    present = _covered(calendar_of(office), now)
    clock.set(_morning(calendar_of(office), company, present))
    say("Putaran data 2025: sedang berjalan …")
    Midway(company, worker, "2025", agencies).run_until(present)
    lay_before_forum(company)
    say("Data terbuka: sebagian tabel dirilis, sebagian direncanakan …")
    release_some(company, before="2025")
    give_dssd_codes(company)
    return office


def _covered(calendar: Calendar, now: datetime) -> datetime:
    return now if now.year in calendar.covered_years else datetime.fromisoformat(LATEST)


def _morning(calendar: Calendar, company: Company, present: datetime) -> datetime:
    """Eight in the morning, so many working days ago."""
    day = present.astimezone(company.zone).replace(hour=8, minute=0, second=0, microsecond=0)
    passed = 0
    while passed < DAYS_AGO or not calendar.is_workday(day.date()):
        passed += calendar.is_workday(day.date())
        day -= timedelta(days=1)
    return day
