"""Turns the answers of `sektoral init` into the facts that an office is made of."""

import json
from dataclasses import replace
from datetime import date

from sektoral.domain.calendars import WeekText, read_week
from sektoral.domain.catalogue import CatalogueEntry
from sektoral.domain.roles import Role
from sektoral.domain.wording import long_date
from sektoral.domain.workdays import Calendar
from sektoral.project.beginning.questions import ZONES, Answers, hours_of
from sektoral.setup.facts import (
    AgencyFact,
    ContactFact,
    OfficeFacts,
    PersonFact,
    Profile,
    load_office_facts,
)


def slug_of(regency: str) -> str:
    """This will name an office in addresses: `Kabupaten Contoh` is `kabupaten-contoh`."""
    words = "".join(letter if letter.isalnum() else " " for letter in regency.lower())
    return "-".join(words.encode("ascii", "ignore").decode().split())


def facts_of(answers: Answers, agencies: tuple[AgencyFact, ...], *, on: date) -> OfficeFacts:
    """This will compose the office; its SOP is the shipped one under its own number, for the office to read over.

    With the draft come regions, agencies and catalogue of the regency that is shipped; `agencies` stand in for those.
    """
    shipped = load_office_facts()
    draft = answers["draft"].lower() == "ya"
    known = {agency.code for agency in agencies or shipped.agencies}
    week: WeekText = {"mon_thu": hours_of(answers["hours_mon_thu"]), "fri": hours_of(answers["hours_fri"])}
    return replace(
        shipped,
        profile=_profile(answers, shipped.profile, on=on),
        calendar=_calendar(shipped.calendar, ZONES[answers["time_zone"].upper()], week),
        sop_text=_sop(shipped.sop_text, answers, shipped.profile),
        agencies=agencies or (shipped.agencies if draft else ()),
        catalogue=tuple(_official(entry) for entry in shipped.catalogue if draft and entry.agency_code in known),
        regions=shipped.regions if draft else (),
        people=(_administrator(answers),),
    )


def _official(entry: CatalogueEntry) -> CatalogueEntry:
    return replace(entry, table=replace(entry.table, sample=False))


def _calendar(shipped: Calendar, zone: str, week: WeekText) -> Calendar:
    return replace(shipped, zone=zone, hours=read_week(week))


def _profile(answers: Answers, shipped: Profile, *, on: date) -> Profile:
    return Profile(
        slug=slug_of(answers["regency"]),
        government=f"PEMERINTAH {answers['regency'].upper()}",
        name=answers["name"],
        regency=answers["regency"],
        region_code=answers["region_code"],
        place=answers["place"],
        address=tuple(filter(None, [answers["address"], answers["email"] and f"Pos-el: {answers['email']}"])),
        contact=ContactFact(answers["name"], answers["phone"], answers["email"]),
        number_template=shipped.number_template,
        classification=shipped.classification,
        unit_code=answers["unit_code"],
        copies=(),
        is_sample=False,
        valid_from=on,
    )


def _sop(text: str, answers: Answers, shipped: Profile) -> str:
    """The shipped steps under the office's own number, dates and names, without regulations of another regency."""
    sop = json.loads(text)
    day = long_date(date.fromisoformat(answers["sop_effective_on"]))
    sop["instansi"] = [f"PEMERINTAH {answers['regency'].upper()}", answers["name"].upper()]
    sop["kepala"] |= {"Nomor SOP": answers["sop_number"], "Tanggal Pembuatan": day, "Tanggal Efektif": day}
    sop["kepala"]["Disahkan oleh"]["jabatan"] = f"Kepala {answers['name']} {answers['regency']}"
    if answers["regency"] != shipped.regency:
        own = shipped.regency.removeprefix("Kabupaten ")
        sop["dasar_hukum"] = [line for line in sop["dasar_hukum"] if own not in line]
        sop["keterkaitan"] = [line.replace(shipped.regency, answers["regency"]) for line in sop["keterkaitan"]]
        sop["pola_tautan_pendek"] = ""
    return json.dumps(sop, ensure_ascii=False)


def _administrator(answers: Answers) -> PersonFact:
    return PersonFact(
        key="admin",
        name=answers["admin_name"],
        email=answers["admin_email"].lower(),
        role=Role.ADMIN,
        agency="",
        title="Administrator sistem",
        rank="",
        nip="",
    )
