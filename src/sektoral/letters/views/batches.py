"""What became of the last batch of parafs or of files brought in: kept in the session, shown letter by letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.letters.queries.signed import Signed, results_page
from sektoral.ui.components import Status, Tone, crumbs
from sektoral.ui.guards import needs
from sektoral.ui.visit import Work

P = Permission
RESULTS = "batch_results"  # in the session, by act: a letter's id and why it was not done, empty when it was
MOST_RESULTS = 500


@dataclass(frozen=True, slots=True)
class Words:
    """How a batch is spoken of, and the queue that it came from."""

    title: str
    done: str
    waiting: str
    queue: str
    back: str


ACTS = {
    "initial": Words("Hasil paraf", "Diparaf", "Belum diparaf", "letters:initial", "Menunggu paraf Anda"),
    "bring_in": Words(
        "Hasil unggahan", "Terdaftar", "Belum terdaftar", "letters:outside", "Tanda tangan di luar sistem"
    ),
}


@needs(P.INITIAL_LETTERS, P.REVIEW_TRANSMITTAL, P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_safe
def batch(request: Work, act: str) -> HttpResponse:
    """This will say what became of each letter of the last batch, failed ones first."""
    words = ACTS.get(act)
    if words is None:
        raise NotFound("not_found")
    kept: Mapping[str, str] = request.session.get(RESULTS, {}).get(act, {})
    rows = [Signed(UUID(pk), message) for pk, message in kept.items()]
    chips = (Status(Tone.DONE, words.done), Status(Tone.BAD, words.waiting))
    shown = {
        "page": results_page(request.actor, rows, done=chips[0], waiting=chips[1]),
        "words": words,
        "crumbs": crumbs((words.back, reverse(words.queue)), "Hasil"),
    }
    return render(request, "letters/batch.html", shown)


def remember(request: Work, act: str, rows: Mapping[str, str]) -> None:
    """This will keep what became of a batch until the next one of its kind."""
    kept = request.session.get(RESULTS, {})
    request.session[RESULTS] = {**kept, act: dict(list(rows.items())[:MOST_RESULTS])}
