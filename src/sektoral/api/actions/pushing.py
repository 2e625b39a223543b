"""A table's public editions shown on a CKAN portal. Done again it changes nothing: the dataset is known by its name."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from sektoral.adapters import ckan
from sektoral.adapters.ckan import Dataset, Portal, Resource, slug_of
from sektoral.adapters.exchange.formats import FORMATS
from sektoral.api.queries.links import link
from sektoral.api.queries.released import definition_of
from sektoral.bank.queries.released import public_releases
from sektoral.domain.states import ReleaseState
from sektoral.records import journal
from sektoral.records.models import Event, Office, PortalPush, Release, Table

PORTAL = "ckan"
ENDED = "release.embargo_ended"
SHOWN = ("csv", "xlsx", "json-stat")  # the formats whose links a dataset lists


def portal() -> Portal | None:
    """This will give the configured portal; nothing where none is."""
    if not (settings.CKAN_URL and settings.CKAN_TOKEN and settings.CKAN_ORGANISATION):
        return None
    return Portal(PORTAL, settings.CKAN_URL, settings.CKAN_TOKEN, settings.CKAN_ORGANISATION, settings.CKAN_DEADLINE)


def show_on_portal(release: Release, *, at: datetime) -> None:
    """This will bring the table's dataset on the portal up to what the public may see now; nothing without a portal.

    Where nothing of the table is public any more, the dataset is taken out of sight. Raises as `ckan.put`.
    """
    there = portal()
    if there is None:
        return
    editions = list(
        public_releases(release.office, at=at)
        .filter(agency_id=release.agency_id, code=release.code)
        .order_by("-period", "-edition")
    )
    table = Table.objects.select_related("agency", "office").get(
        agency_id=release.agency_id, code=release.code, is_current=True
    )
    name = slug_of(table.office.slug, table.agency.code, table.code)
    remote = ckan.put(there, dataset_of(table, editions, name)) if editions else ckan.hide(there, name)
    if remote and release in editions:
        _keep(release, remote, at=at)


def note_ended_embargoes(*, at: datetime) -> int:
    """This will put the end of each embargo into the journal, once, so that a portal hears of it; gives how many.

    Where no portal is configured nobody waits for it, and nothing is looked up.
    """
    if portal() is None:
        return 0
    pushed = PortalPush.objects.filter(release=OuterRef("pk"), pushed_at__gte=OuterRef("embargo_until"))
    over = Release.objects.filter(~Exists(pushed), state=ReleaseState.RELEASED, embargo_until__lte=at)
    return sum(_note(one, at) for one in list(over.select_related("office")))


def _note(release: Release, at: datetime) -> int:
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=release.office_id)
        noted = Event.objects.filter(office_id=release.office_id, about_type="release", about_id=str(release.pk))
        if noted.filter(kind=ENDED).exists():
            return 0
        journal.append(ENDED, office=release.office, about=release, by=None, at=at, edition=release.edition)
    return 1


def dataset_of(table: Table, editions: list[Release], name: str) -> Dataset:
    """This will describe a table with the links of its newest editions, one of each period."""
    newest: dict[str, Release] = {}
    for one in editions:
        newest.setdefault(one.period, one)
    definition, address = definition_of(table), (table.office.slug, table.agency.code, table.code)
    resources = [
        Resource(
            name=f"{table.title}, {period} ({FORMATS[kind].label})",
            format=FORMATS[kind].label,
            media_type=FORMATS[kind].media_type.partition(";")[0],
            url=f"{link('release', *address, period, one.edition)}?format={kind}",
        )
        for period, one in newest.items()
        for kind in SHOWN
        if kind in FORMATS
    ]
    meanings = [f"{one.name} ({one.unit}): {one.definition}" for one in definition.variables if one.definition]
    extras = {
        "produsen_data": table.agency.name,
        "kode_tabel": table.code,
        "satuan": definition.unit,
        "tingkat_penyajian": table.level,
        "kode_wilayah": table.office.region_code,
        "alamat_tetap": link("table", *address),
    }
    return Dataset(name, table.title, "\n\n".join([definition.note, *meanings]).strip(), (), extras, resources)


def _keep(release: Release, remote: str, *, at: datetime) -> None:
    with transaction.atomic():
        office = Office.objects.select_for_update(no_key=True).get(pk=release.office_id)
        push, is_new = PortalPush.objects.update_or_create(
            office=office, release=release, portal=PORTAL, defaults={"remote_id": remote[:200], "pushed_at": at}
        )
        if is_new:
            journal.append("release.pushed", office=office, about=push, by=None, at=at, portal=PORTAL)
