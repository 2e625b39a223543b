"""The facts of an office as they lie in `setup/data/<office>/`; no Django, no database, nothing is stored here."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from importlib.resources import files

from sektoral.domain import canonical
from sektoral.domain.calendars import read_calendar
from sektoral.domain.catalogue import CatalogueEntry, CodelistDef, load_catalogue, load_codelists
from sektoral.domain.instruments import TableDef
from sektoral.domain.roles import Role
from sektoral.domain.sop import Sop
from sektoral.domain.sop_text import load_sop
from sektoral.domain.workdays import Calendar

OFFICE = "labura"  # the office whose facts are shipped
DATA = files("sektoral.setup").joinpath("data")


@dataclass(frozen=True, slots=True)
class ContactFact:
    """Whom an agency may ask; printed on letters and workbooks."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the office is called, where it is, and how it numbers; fields as in `records.Office`."""

    slug: str
    government: str
    name: str
    regency: str
    region_code: str
    place: str
    address: tuple[str, ...]
    contact: ContactFact
    number_template: str
    classification: str
    unit_code: str
    copies: tuple[str, ...]
    is_sample: bool
    valid_from: date  # the first day on which agencies, codes and assignments hold


@dataclass(frozen=True, slots=True)
class RegionFact:
    """A region by its Kemendagri code; its BPS code stands beside it and is empty where unknown."""

    code: str
    name: str
    kind: str
    parent: str
    bps_code: str = ""


@dataclass(frozen=True, slots=True)
class AgencyFact:
    """An agency of the draft list; `area` is the region of a kecamatan's own office."""

    code: str
    name: str
    short_name: str
    head_title: str
    affairs: str = ""
    area: str = ""
    is_office: bool = False
    evidence: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A person and the one seat held from the start; all shipped ones are invented."""

    key: str
    name: str
    email: str
    role: Role
    agency: str
    title: str
    rank: str
    nip: str


@dataclass(frozen=True, slots=True)
class FigureFact:
    """An official figure that samples must agree with, and where it comes from."""

    subject: str
    area: str
    sex: str
    value: Decimal
    unit: str
    year: int
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """All that an office is made of. `sop_text` is the JSON that `sop_text.load_sop` reads."""

    profile: Profile
    calendar: Calendar
    sop_text: str
    regions: tuple[RegionFact, ...]
    codelists: tuple[CodelistDef, ...]
    agencies: tuple[AgencyFact, ...]
    catalogue: tuple[CatalogueEntry, ...]
    people: tuple[PersonFact, ...]


def load_office_facts(office: str = OFFICE) -> OfficeFacts:
    """This will read everything shipped for an office; its tables are marked as samples where the office is one."""
    profile = canonical.read(Profile, json.loads(read_fact(office, "office.json")))
    regions = load_regions(office)
    bps = {region.code: region.bps_code for region in regions}
    entries = load_office_catalogue(office)
    return OfficeFacts(
        profile=profile,
        calendar=load_calendar(office),
        sop_text=read_fact(office, "sop.json"),
        regions=regions,
        codelists=load_codelists(read_fact(office, "catalogue.json")),
        agencies=load_agencies(office, profile.place),
        catalogue=tuple(
            replace(entry, table=_with_bps(replace(entry.table, sample=profile.is_sample), bps)) for entry in entries
        ),
        people=load_people(office),
    )


def read_fact(office: str, name: str) -> str:
    """This will read one data file of an office, such as `("labura", "sop.json")`, as text."""
    return DATA.joinpath(office, name).read_text(encoding="utf-8")


def load_calendar(office: str) -> Calendar:
    """This will give the shipped calendar of an office."""
    return read_calendar(holidays=read_fact(office, "holidays.csv"), hours=read_fact(office, "hours.json"))


def load_office_sop(office: str) -> Sop:
    """This will give the shipped SOP of an office, without names of officials."""
    return load_sop(read_fact(office, "sop.json"))


def load_office_catalogue(office: str) -> tuple[CatalogueEntry, ...]:
    """This will give the shipped catalogue: every table and the agency that owes it."""
    return load_catalogue(read_fact(office, "catalogue.json"))


def load_regions(office: str) -> tuple[RegionFact, ...]:
    """This will give the regions by both codes, province first, each after its parent."""
    bps = {row["code"]: row["bps_2018_code"] for row in _rows(office, "regions_bps_2018.csv")}
    return tuple(
        RegionFact(row["code"], row["name"], row["kind"], row["parent"], bps.get(row["code"], ""))
        for row in _rows(office, "regions.csv")
    )


def load_agencies(office: str, place: str) -> tuple[AgencyFact, ...]:
    """This will give the agencies in their order; a kecamatan writes from its own place, all others from `place`."""
    return tuple(
        AgencyFact(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            head_title=row["head_title"],
            affairs=row["affairs"],
            area=row["area"],
            is_office=row["is_office"] == "ya",
            evidence=f"{row['draft']}: {row['evidence']}",
            place=row["name"].removeprefix("Kecamatan ") if row["area"] else place,
        )
        for row in _rows(office, "agencies.csv")
    )


def load_people(office: str) -> tuple[PersonFact, ...]:
    """This will give the invented officials."""
    return tuple(
        PersonFact(
            key=row["key"],
            name=row["name"],
            email=row["email"],
            role=Role(row["role"]),
            agency=row["agency"],
            title=row["title"],
            rank=row["rank"],
            nip=row["nip"],
        )
        for row in _rows(office, "people.csv")
    )


def load_figures(office: str) -> tuple[FigureFact, ...]:
    """This will give the official figures with their sources."""
    return tuple(
        FigureFact(
            subject=row["subject"],
            area=row["area"],
            sex=row["sex"],
            value=Decimal(row["value"]),
            unit=row["unit"],
            year=int(row["year"]),
            source=row["source"],
            note=row["note"],
        )
        for row in _rows(office, "figures.csv")
    )


def _rows(office: str, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read_fact(office, name))))


def _with_bps(table: TableDef, bps: Mapping[str, str]) -> TableDef:
    """Put the BPS codes beside the Kemendagri codes; they are kept apart in the shipped files for their licence."""
    return replace(table, rows=tuple(replace(row, area_bps=bps.get(row.area, "")) for row in table.rows))
