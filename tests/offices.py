"""Two tiny offices for tests, in two time zones: nothing of one may ever be seen from the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sektoral.domain.workdays import Calendar
from sektoral.records.models import Office, Person
from sektoral.setup.actions import create_office
from sektoral.setup.facts import ContactFact, OfficeFacts, Profile, RegionFact, load_calendar, read_fact
from sektoral.setup.made_up import MadeUpAgency, with_agencies
from tests.people import staff

CREATED_AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # a Monday morning all over Indonesia
AGENCIES = (
    MadeUpAgency("dinkes", "Dinas Kesehatan", 2),
    MadeUpAgency("disdik", "Dinas Pendidikan", 1),
    MadeUpAgency("diskominfo", "Dinas Komunikasi dan Informatika", 1, is_office=True),
)


def tiny_facts(*, slug: str = "mungil", zone: str = "Asia/Jakarta", more: Sequence[MadeUpAgency] = ()) -> OfficeFacts:
    """This will give an office of three agencies and four tables, and `more`; people are at `<slug>.example`."""
    shipped = load_calendar("labura")
    facts = OfficeFacts(
        profile=_profile(slug),
        calendar=Calendar(zone, shipped.holidays, shipped.covered_years, shipped.hours, shipped.overrides),
        sop_text=read_fact("labura", "sop.json"),
        regions=(
            RegionFact("99.01", "Mungil", "kabupaten", "99"),
            RegionFact("99.01.01", "Mungil Hulu", "kecamatan", "99.01"),
            RegionFact("99.01.02", "Mungil Hilir", "kecamatan", "99.01"),
        ),
        codelists=(),
        agencies=(),
        catalogue=(),
        people=staff(f"{slug}.example"),
    )
    return _at_own_domain(with_agencies(facts, (*AGENCIES, *more)), slug)


def make_tiny_office(*, slug: str = "mungil", zone: str = "Asia/Jakarta", more: Sequence[MadeUpAgency] = ()) -> Office:
    """This will store a tiny office. Needs the database."""
    return create_office(facts=tiny_facts(slug=slug, zone=zone, more=more), at=CREATED_AT)


def make_two_offices() -> tuple[Office, Office]:
    """This will store two offices that know nothing of each other; the second works by WITA."""
    return make_tiny_office(), make_tiny_office(slug="seberang", zone="Asia/Makassar")


def person_of(office: Office, key: str) -> Person:
    """This will find a member of the cast: `kadis`, `jp1`, `operator.dinkes`, `kepala.disdik` …"""
    return Person.objects.get(email=f"{key}@{office.slug}.example")


def _profile(slug: str) -> Profile:
    return Profile(
        slug=slug,
        government="PEMERINTAH KABUPATEN MUNGIL",
        name="Dinas Komunikasi dan Informatika",
        regency=f"Kabupaten {slug.title()}",
        region_code="99.01",
        place="Mungil",
        address=("Jalan Contoh 1, Mungil",),
        contact=ContactFact("Bidang Statistik", "", f"statistik@{slug}.example"),
        number_template="{klasifikasi}/{urut}/{unit}/{tahun}",
        classification="500.14",
        unit_code="DISKOMINFO",
        copies=(),
        is_sample=True,
        valid_from=date(2025, 1, 1),
    )


def _at_own_domain(facts: OfficeFacts, slug: str) -> OfficeFacts:
    people = tuple(replace(one, email=one.email.replace("contoh.example", f"{slug}.example")) for one in facts.people)
    return replace(facts, people=people)
