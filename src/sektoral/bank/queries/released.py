"""What the public may see: one place decides it, and every public page, file and address asks here."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sektoral.bank.queries.cubes import cube_of
from sektoral.domain.cubes import Cube
from sektoral.domain.disclosure import hide_small
from sektoral.domain.errors import NotFound
from sektoral.domain.states import ReleaseState
from sektoral.records.models import Office, Release, Table

OPEN = "terbuka"


def public_releases(office: Office, *, at: datetime) -> QuerySet[Release]:
    """This will list what is released and out of its embargo, of tables that are open as they are classified now."""
    is_open = Table.objects.filter(
        agency=OuterRef("agency"), code=OuterRef("code"), is_current=True, classification=OPEN
    )
    return Release.objects.filter(
        Exists(is_open),
        Q(embargo_until__isnull=True) | Q(embargo_until__lte=at),
        office=office,
        state=ReleaseState.RELEASED,
        released_at__lte=at,
    ).select_related("agency", "office")


def released_cube(release: Release, *, at: datetime) -> Cube:
    """This will read what a release shows: the bank as of its instant, small counts hidden where the table says so.

    Raises `NotFound` for what the public may not see at `at`.
    """
    if not public_releases(release.office, at=at).filter(pk=release.pk).exists() or release.as_of is None:
        raise NotFound("not_found")
    table = Table.objects.select_related("agency", "office").get(
        agency_id=release.agency_id, code=release.code, is_current=True
    )
    cube = replace(cube_of(table, at=at, as_of=release.as_of, periods=[release.period]), release=release.edition)
    cube = replace(cube, figures=tuple(replace(one, id=0) for one in cube.figures))
    return hide_small(cube) if table.hides_small else cube


def announced_releases(office: Office, *, at: datetime) -> QuerySet[Release]:
    """This will list what the release calendar shows of open tables: the released, and the days of what is to come.

    It tells of days only: figures are read through `released_cube`.
    """
    is_open = Table.objects.filter(
        agency=OuterRef("agency"), code=OuterRef("code"), is_current=True, classification=OPEN
    )
    return (
        Release.objects.filter(Exists(is_open), office=office)
        .exclude(state=ReleaseState.WITHDRAWN)
        .annotate(title=Subquery(is_open.values("title")[:1]))
        .select_related("agency")
    )
