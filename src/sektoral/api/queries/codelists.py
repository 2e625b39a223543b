"""Kode referensi: the code lists of an office, open to everybody as Satu Data wants them."""

from dataclasses import dataclass
from datetime import date

from sektoral.domain.errors import NotFound
from sektoral.records.models import Codelist, Office


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """A code. The codes of Kemendagri and BPS stand side by side; `valid_to` is null while it holds."""

    code: str
    label: str
    parent: str
    kind: str
    bps_code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class CodelistListed:
    """A code list by name."""

    codelist: str
    name: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class CodelistsAnswer:
    """The code lists of an office."""

    codelists: tuple[CodelistListed, ...]


@dataclass(frozen=True, slots=True)
class CodelistAnswer:
    """A code list with a page of its codes."""

    codelist: str
    name: str
    source: str
    codes: tuple[CodeAnswer, ...]
    next: str | None = None


def fetch_codelist(office: Office, code: str) -> Codelist:
    """This will give a code list of an office. Raises `NotFound`."""
    found = Codelist.objects.filter(office=office, code=code).first()
    if found is None:
        raise NotFound("not_found")
    return found


def codes_of(codelist: Codelist, *, first: int, limit: int) -> tuple[CodeAnswer, ...]:
    """This will read some of its codes in the order of printing."""
    rows = codelist.codes.order_by("position", "code", "valid_from")[first : first + limit]
    return tuple(
        CodeAnswer(one.code, one.label, one.parent, one.kind, one.bps_code, one.valid_from, one.valid_to)
        for one in rows
    )
