"""What the public has as a catalogue in DCAT, for harvesters: one dataset a table and period, its newest edition."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from sektoral.adapters.exchange.dcat import Catalogue, Dataset, Distribution, Publisher
from sektoral.adapters.exchange.formats import FORMATS
from sektoral.domain import canonical
from sektoral.domain.affairs import affairs_of
from sektoral.domain.instruments import TableDef
from sektoral.domain.periods import read_period
from sektoral.portal.queries.citation import LICENCE_URL
from sektoral.portal.queries.home import Gone, list_gone
from sektoral.records.models import Office, Table


def catalogue_of(office: Office, *, base: str, at: datetime) -> Catalogue:
    """This will describe everything that the public has, the newest first; `base` begins every address."""
    home = f"{base}{reverse('portal:office', args=[office.slug])}"
    gone = list_gone(office, at=at)
    editions: dict[tuple[str, str, str], list[Gone]] = {}
    for one in gone:
        editions.setdefault((one.agency_code, one.code, one.period), []).append(one)
    rows = Table.objects.filter(office=office, is_current=True).select_related("agency")
    tables = {(one.agency.code, one.code): one for one in rows}
    return Catalogue(
        url=home,
        title=f"Data terbuka {office.regency}",
        description=f"Tabel statistik sektoral yang dirilis {office.name} {office.regency} selaku Walidata.",
        publisher=Publisher(f"{home}#walidata", f"{office.name} {office.regency}"),  # the letters' contact is a person
        modified=max((one.released_at for one in gone), default=at),
        datasets=[
            _dataset(office, tables[agency, code], sorted(found, key=lambda one: one.edition), base=base)
            for (agency, code, _), found in editions.items()
        ],
    )


def _dataset(office: Office, table: Table, editions: Sequence[Gone], *, base: str) -> Dataset:
    newest, definition = editions[-1], canonical.read(TableDef, table.definition)
    names = [office.slug, newest.agency_code, newest.code, newest.period]
    home = f"{base}{reverse('portal:office', args=[office.slug])}"
    meanings = [f"{one.name} ({one.unit}): {one.definition}" for one in definition.variables if one.definition]
    affairs, period = affairs_of(table.agency.affairs), read_period(newest.period)
    return Dataset(
        url=base + reverse("portal:period", args=names),
        identifier="/".join(names),
        title=f"{newest.title}, {newest.period}",
        description="\n\n".join(filter(None, (definition.note, *meanings))),
        publisher=Publisher(f"{home}#{newest.agency_code}", newest.agency),
        theme=affairs[0],
        keywords=tuple(dict.fromkeys((*affairs, table.level, *(one.concept for one in definition.variables)))),
        area_code=office.region_code,
        area_name=office.regency,
        first_day=period.first_day,
        last_day=period.last_day,
        periodicity=period.type,
        license_url=LICENCE_URL,
        version=str(newest.edition),
        issued=editions[0].released_at,
        modified=newest.released_at,
        distributions=[
            Distribution(
                url=base + reverse("portal:download", args=[*names, newest.edition, one.name]),
                title=one.label,
                media_type=one.media_type,
                issued=newest.released_at,
            )
            for one in FORMATS.values()
        ],
    )
