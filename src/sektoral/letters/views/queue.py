"""The queue of who initials; who signs is led on to the signing page."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sektoral.domain.errors import Invalid, NotFound
from sektoral.domain.roles import Permission
from sektoral.letters.actions.initialling import initial_all
from sektoral.letters.forms import InitialForm
from sektoral.letters.queries.queue import Asked, Preview, queue_page, title_of
from sektoral.letters.queries.waiting import Waiting, has_seat, list_waiting
from sektoral.letters.views.batches import remember
from sektoral.records.models import Letter
from sektoral.ui.fetch import letters_of
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
OPENED = "opened_for_paraf"  # in the session: a letter's id and since when it waited as it was read


@needs(P.INITIAL_LETTERS, P.REVIEW_TRANSMITTAL, P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
@require_safe
def queue(request: Work) -> HttpResponse:
    """This will lead to the queue in which letters wait for this person."""
    initials = has_seat(request.actor, "initial")
    if initials and (list_waiting(request.actor, "initial") or not has_seat(request.actor, "sign")):
        return redirect("letters:initial")
    return redirect("letters:sign")


@needs(P.INITIAL_LETTERS, P.REVIEW_TRANSMITTAL)
@steps_up
def initial(request: Work) -> HttpResponse:
    """This will show the letters that wait for a paraf, and initial the ticked ones."""
    if request.method == "POST":
        return _initial(request)
    return _show(request, InitialForm())


def _show(
    request: Work, form: InitialForm, *, ticked: frozenset[UUID] | None = None, status: int = 200
) -> HttpResponse:
    waiting = list_waiting(request.actor, "initial")
    opened = dict.fromkeys(_opened(request, waiting), "")
    asked = Asked("initial", chosen=request.GET.get("surat", ""), opened=opened, ticked=ticked, faults={})
    page = queue_page(request.actor, waiting, asked, at=request.at)
    if page.preview:
        _note_opened(request, page.preview, waiting)
    also = has_seat(request.actor, "sign") and bool(list_waiting(request.actor, "sign"))
    shown = {"page": page, "form": form, "also_signs": also}
    return render(request, "letters/initial.html", shown, status=status)


def _initial(request: Work) -> HttpResponse:
    form, letters = InitialForm(request.POST), _ticked(request)
    try:
        _check_ready(request, form, letters)
    except Invalid as error:
        form.add_error(None, explained(error))
        return _show(request, form, ticked=frozenset(one.pk for one in letters), status=error.status)
    results = initial_all(letters, by=request.actor, at=request.at)
    remember(request, "initial", {str(one.letter.pk): explained(one.error) if one.error else "" for one in results})
    return redirect("letters:batch", act="initial")


def _check_ready(request: Work, form: InitialForm, letters: Sequence[Letter]) -> None:
    """Ticked, and opened or said to be initialled unopened."""
    if not letters:
        raise Invalid("letters_not_ticked")
    waiting = list_waiting(request.actor, "initial")
    ticked, opened = {one.pk for one in letters}, _opened(request, waiting)
    unopened = [one.letter for one in waiting if one.letter.pk in ticked and str(one.letter.pk) not in opened]
    form.is_valid()
    if unopened and not form.cleaned_data.get("unopened"):
        raise Invalid("letters_not_opened_for_paraf", which=", ".join(title_of(one) for one in unopened))


def _ticked(request: Work) -> Sequence[Letter]:
    """The ticked letters in their order. Raises `NotFound` where the person may not see one."""
    try:
        ids = [UUID(text) for text in request.POST.getlist("letter")]
    except ValueError as error:
        raise NotFound("not_found") from error
    letters = letters_of(request.actor).select_related("office", "agency", "request__agency")
    found = letters.filter(pk__in=ids).in_bulk()
    if found.keys() != set(ids):
        raise NotFound("not_found")
    return [found[pk] for pk in dict.fromkeys(ids)]


def _opened(request: Work, waiting: Sequence[Waiting]) -> frozenset[str]:
    """Letters that this person has read as they are now: one that was mended since waits since another instant."""
    kept: Mapping[str, str] = request.session.get(OPENED, {})
    return frozenset(pk for one in waiting if kept.get(pk := str(one.letter.pk)) == one.since.isoformat())


def _note_opened(request: Work, preview: Preview, waiting: Sequence[Waiting]) -> None:
    """What no longer waits is forgotten."""
    opened = {*_opened(request, waiting), str(preview.id)}
    request.session[OPENED] = {
        str(one.letter.pk): one.since.isoformat() for one in waiting if str(one.letter.pk) in opened
    }
