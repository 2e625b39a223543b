"""What the doors of the API share in answering: refusals in the description, links, pages, editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from sektoral.api.queries.cursors import write_cursor
from sektoral.api.queries.links import link
from sektoral.api.queries.released import ReleaseAnswer
from sektoral.api.views.formats import ALL
from sektoral.domain.errors import Fact
from sektoral.records.models import Release


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was not answered: a stable code, a sentence for people, and the facts of the case."""

    code: str
    message: str
    facts: dict[str, Fact]


FAILURES: dict[int, object] = dict.fromkeys((400, 401, 403, 404, 405, 406, 422, 429), Refusal)


def next_page(request: HttpRequest, last: Sequence[str | int], *, listing: str) -> str | None:
    """This will give the address of what comes after `last`; nothing where nothing does."""
    if not last:
        return None
    query = {**request.GET.dict(), "cursor": write_cursor(last, listing=listing)}
    return f"{settings.BASE_URL}{request.path}?{urlencode(query)}"


def edition_answer(one: Release) -> ReleaseAnswer:
    """This will tell of a public edition and where its figures are."""
    if one.released_at is None or one.as_of is None:
        raise AssertionError("what is public was released, and shows the bank of an instant")
    url = link("release", one.office.slug, one.agency.code, one.code, one.period, one.edition)
    return ReleaseAnswer(
        period=one.period,
        edition=one.edition,
        released_at=one.released_at,
        as_of=one.as_of,
        note=one.note,
        url=url,
        formats={name: f"{url}?format={name}" for name in ALL},
    )
