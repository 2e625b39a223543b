"""The facts of an office as they lie in `setup/data/<office>/`; no Django, no database, nothing is stored here."""

from importlib.resources import files

from sektoral.domain.calendars import read_calendar
from sektoral.domain.catalogue import CatalogueEntry, load_catalogue
from sektoral.domain.sop import Sop
from sektoral.domain.sop_text import load_sop
from sektoral.domain.workdays import Calendar

OFFICE = "labura"  # the office whose facts are shipped
DATA = files("sektoral.setup").joinpath("data")


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
