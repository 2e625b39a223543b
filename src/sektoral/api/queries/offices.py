"""The offices of the installation, as programs name them."""

from dataclasses import dataclass

from sektoral.domain.errors import NotFound
from sektoral.records.models import Office


@dataclass(frozen=True, slots=True)
class OfficeAnswer:
    """A Walidata office; `office` is its name in addresses, `region_code` the code of Kemendagri."""

    office: str
    name: str
    region: str
    region_code: str


@dataclass(frozen=True, slots=True)
class OfficesAnswer:
    """All offices of this installation."""

    offices: tuple[OfficeAnswer, ...]


def list_offices() -> OfficesAnswer:
    """This will list the offices by name."""
    rows = Office.objects.order_by("name", "slug")[:1000]
    return OfficesAnswer(tuple(OfficeAnswer(one.slug, one.name, one.regency, one.region_code) for one in rows))


def fetch_office(slug: str) -> Office:
    """This will give an office by its name in addresses. Raises `NotFound`."""
    found = Office.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("not_found")
    return found
