"""Where a released series is broken, by the editions of the definition that its figures had at their release."""

from collections.abc import Sequence

from sektoral.bank.queries.figures import list_recorded
from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.breaks import Break, breaks_of
from sektoral.records.models import Release, Table


def breaks_of_releases(table: Table, releases: Sequence[Release]) -> tuple[Break, ...]:
    """This will find the breaks between releases, which stand from the oldest period on; that tells no figure."""
    given = {release.period: _editions(table, release) for release in releases}
    return breaks_of({one.version: one for one in definitions_of(table)}, given)


def _editions(table: Table, release: Release) -> set[int]:
    known = list_recorded(table, as_of=release.as_of)
    return {one.edition for one in known if one.period == release.period and one.holds(release.as_of)}
