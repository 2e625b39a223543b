"""The queue of who initials; who signs is led on to the signing page."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.letters.actions.initialling import initial_all
from sektoral.letters.queries.queue import Asked, queue_page, title_of
from sektoral.letters.queries.waiting import count_waiting, has_seat, list_waiting
from sektoral.records.models import Letter
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission


@needs(P.INITIAL_LETTERS, P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
def queue(request: Work) -> HttpResponse:
    """This will lead to the queue in which letters wait for this person."""
    initials = has_seat(request.actor, "initial")
    if initials and (list_waiting(request.actor, "initial") or not has_seat(request.actor, "sign")):
        return redirect("letters:initial")
    return redirect("letters:sign")


@needs(P.INITIAL_LETTERS)
def initial(request: Work) -> HttpResponse:
    """This will show the letters that wait for a paraf, and initial the ticked ones."""
    waiting = list_waiting(request.actor, "initial")
    if request.method == "POST":
        ticked = set(request.POST.getlist("letter"))
        return _initial(request, [one.letter for one in waiting if str(one.letter.pk) in ticked])
    asked = Asked("initial", chosen=request.GET.get("surat", ""), opened={}, ticked=None, faults={})
    page = queue_page(request.actor, waiting, asked, at=request.at)
    also = has_seat(request.actor, "sign") and bool(list_waiting(request.actor, "sign"))
    shown = {"page": page, "also_signs": also}
    return render(request, "letters/initial.html", shown)


def _initial(request: Work, letters: Sequence[Letter]) -> HttpResponse:
    if not letters:
        messages.error(request, explained(Invalid("letters_not_ticked")))
        return redirect("letters:initial")
    results = initial_all(letters, by=request.actor, at=request.at)
    done = sum(1 for result in results if result.error is None)
    if done:
        messages.success(request, f"{done} surat diparaf dan diteruskan.")
    for result in results:
        if result.error:
            messages.error(request, f"{title_of(result.letter)}: {explained(result.error)}")
    return redirect("letters:queue" if count_waiting(request.actor) else "letters:initial")
