"""What the public may see: one place decides it, and every public page, file and address asks here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from sektoral.bank.queries.cubes import cube_of
from sektoral.domain.cubes import Cube
from sektoral.domain.disclosure import hide_small, tells_small
from sektoral.domain.errors import NotFound
from sektoral.domain.releases import Classification
from sektoral.domain.states import ReleaseState
from sektoral.records.models import Office, Release, Table


def public_releases(office: Office, *, at: datetime) -> QuerySet[Release]:
    """This will list what is released and out of its embargo, of tables that are open as they are classified now."""
    return all_public_releases(at=at).filter(office=office)


def all_public_releases(*, at: datetime) -> QuerySet[Release]:
    """This will list the same of all offices."""
    is_open = Table.objects.filter(
        agency=OuterRef("agency"), code=OuterRef("code"), is_current=True, classification=Classification.OPEN
    )
    return Release.objects.filter(
        Exists(is_open),
        Q(embargo_until__isnull=True) | Q(embargo_until__lte=at),
        state=ReleaseState.RELEASED,
        released_at__lte=at,
    ).select_related("agency", "office")


def withdrawn_releases(office: Office, *, at: datetime) -> QuerySet[Release]:
    """This will list what the public had and has no more; a plan, or what its embargo still hid, it never had."""
    return Release.objects.filter(
        Q(embargo_until__isnull=True) | Q(embargo_until__lte=F("withdrawn_at")),
        office=office,
        state=ReleaseState.WITHDRAWN,
        released_at__isnull=False,
        withdrawn_at__lte=at,
    ).select_related("agency", "office")


def released_cube(release: Release, *, at: datetime) -> Cube:
    """This will read what a release shows: the bank as of its instant, small counts hidden where the table says so.

    Raises `NotFound` for what the public may not see at `at`.
    """
    if not public_releases(release.office, at=at).filter(pk=release.pk).exists() or release.as_of is None:
        raise NotFound("not_found")
    return shown_cube(release, at=at)


def shown_cube(release: Release, *, at: datetime) -> Cube:
    """This will read what an edition shows or would show; whether anybody may see it was asked before.

    What an edition hides depends on the editions before it: what they showed can be told no more, and what they hid
    must not be learned from the difference.
    """
    table = Table.objects.select_related("agency", "office").get(
        agency_id=release.agency_id, code=release.code, is_current=True
    )
    whole = _whole(table, release, at=at)
    if not table.hides_small:
        return whole
    before: Cube | None = None
    for earlier in _editions_before(release):
        before = hide_small(_whole(table, earlier, at=at), before=before)
    return hide_small(whole, before=before)


def telling_releases(table: Table, *, at: datetime) -> Sequence[Release]:
    """This will list what the public has of a table with counts from 1 to 4 in it; none where the table hides them."""
    if table.hides_small:
        return []
    rows = public_releases(table.office, at=at).filter(agency=table.agency_id, code=table.code)
    return [one for one in rows.order_by("period", "edition") if tells_small(shown_cube(one, at=at))]


def _whole(table: Table, release: Release, *, at: datetime) -> Cube:
    cube = cube_of(table, at=at, as_of=release.as_of or at, periods=[release.period])
    figures = tuple(replace(one, id=0) for one in cube.figures)
    return replace(cube, release=release.edition, figures=figures)


def _editions_before(release: Release) -> Sequence[Release]:
    """The earlier editions of the same figures that were ever released, the withdrawn ones too."""
    rows = Release.objects.filter(
        agency_id=release.agency_id,
        code=release.code,
        period=release.period,
        edition__lt=release.edition,
        released_at__isnull=False,
    )
    return list(rows.order_by("edition"))


def announced_releases(office: Office, *, at: datetime) -> QuerySet[Release]:
    """This will list what the release calendar shows of open tables: the released, and the days of what is to come.

    It tells of days only: figures are read through `released_cube`.
    """
    is_open = Table.objects.filter(
        agency=OuterRef("agency"), code=OuterRef("code"), is_current=True, classification=Classification.OPEN
    )
    return (
        Release.objects.filter(Exists(is_open), office=office)
        .exclude(state=ReleaseState.WITHDRAWN)
        .annotate(title=Subquery(is_open.values("title")[:1]))
        .select_related("agency")
    )
