"""The signing page: what is shown is exactly what will be signed, in a batch, with a result for each letter.

A script posts the ticked letters in small portions and tells how far it has come; without one they go in one post.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from sektoral.adapters.signatures.bsre_v2 import MOST_AT_ONCE
from sektoral.adapters.signatures.port import Means, Secret
from sektoral.domain.errors import Invalid, Refused, SektoralError, Unavailable, WrongState
from sektoral.domain.roles import Permission
from sektoral.letters.actions.attempts import give_up_overdue
from sektoral.letters.actions.finalising import finalise_all
from sektoral.letters.actions.signing import sign_all
from sektoral.letters.forms import SigningForm
from sektoral.letters.gateways import code_sender, gateway_of
from sektoral.letters.identities import credentials_of
from sektoral.letters.passwords import CODES
from sektoral.letters.queries.queue import Asked, Preview, queue_page, title_of
from sektoral.letters.queries.service import service_box
from sektoral.letters.queries.signed import Signed, results_page
from sektoral.letters.queries.waiting import has_seat, list_unknown, list_waiting
from sektoral.letters.results import Result
from sektoral.letters.services import portion_of, service_of
from sektoral.letters.step_up import check_step_up, has_authenticator, tell_of
from sektoral.records.models import Letter
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import error_body, explained
from sektoral.ui.step_up import asks_itself
from sektoral.ui.visit import Work

P = Permission
OPENED = "opened_letters"  # in the session: a letter's id and the SHA-256 that was on the page
RESULTS = "signed_letters"  # in the session: what became of the last batch
MOST_RESULTS = 500


@sensitive_post_parameters()
@needs(P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
@asks_itself
def sign(request: Work) -> HttpResponse:
    """This will show the letters that wait for a signature, their final bytes made, and sign the ticked ones."""
    if request.method == "POST":
        return _sign(request)
    return _show(request, _form(request))


@needs(P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
@require_safe
def results(request: Work) -> HttpResponse:
    """This will say what became of each letter of the last batch."""
    rows = [Signed(UUID(pk), message) for pk, message in _results(request)["rows"].items()]
    page = results_page(request.actor, rows)
    trail = crumbs(("Menunggu tanda tangan Anda", reverse("letters:sign")), "Hasil")
    return render(request, "letters/results.html", {"page": page, "crumbs": trail})


@sensitive_post_parameters()
@require_POST
@needs(P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
def send_code(request: Work) -> HttpResponse:
    """This will have the gateway send the signer a one-time code for as many letters as are ticked."""
    form, shown = _form(request), _ticked(request)
    try:
        _ask_for_code(request, len(shown))
    except SektoralError as error:
        form.add_error(None, explained(error))
        return _show(request, form, ticked=frozenset(shown), status=error.status)
    messages.success(request, f"Kode untuk {len(shown)} surat dikirim oleh layanan BSrE. Tulis kodenya di bawah.")
    return _show(request, form, ticked=frozenset(shown))


def _show(
    request: Work, form: SigningForm, *, ticked: frozenset[UUID] | None = None, status: int = 200
) -> HttpResponse:
    office = request.actor.office
    give_up_overdue(at=request.at, office=office)
    waiting = list_waiting(request.actor, "sign")
    made = finalise_all([one.letter for one in waiting], by=request.actor, at=request.at)
    faults = {result.letter.pk: result.error for result in made if result.error}
    chosen = request.GET.get("surat", "")
    asked = Asked("sign", chosen=chosen, opened=_opened(request), ticked=ticked, faults=faults)
    page = queue_page(request.actor, waiting, asked, at=request.at)
    if page.preview:
        _note_opened(request, page.preview, frozenset(str(one.letter.pk) for one in waiting))
    shown = {
        "page": page,
        "form": form,
        "batch": uuid4().hex,
        "portion": portion_of(office),
        "service": service_box(office, request.actor.person),
        "unknown": [(letter.pk, title_of(letter)) for letter in list_unknown(request.actor)],
        "also_initials": has_seat(request.actor, "initial") and bool(list_waiting(request.actor, "initial")),
    }
    return render(request, "letters/sign.html", shown, status=status)


def _form(request: Work) -> SigningForm:
    data = request.POST if request.method == "POST" else None
    has_app = has_authenticator(request.actor.person)
    return SigningForm(data, service=service_of(request.actor.office), has_authenticator=has_app)


def _sign(request: Work) -> HttpResponse:
    form, shown = _form(request), _ticked(request)
    try:
        _check_ready(request, form, shown)
        done = _signed(request, form, shown)
    except (Invalid, Refused, WrongState, Unavailable) as error:
        if _wants_json(request):
            return JsonResponse(error_body(error) | {"message": explained(error)}, status=error.status)
        form.add_error(None, explained(error))
        return _show(request, form, ticked=frozenset(shown), status=error.status)
    _remember(request, done)
    if _wants_json(request):
        stopped = any(result.ends_batch for result in done)
        return JsonResponse({"results": [_as_json(result) for result in done], "stopped": stopped})
    return redirect("letters:results")


def _signed(request: Work, form: SigningForm, shown: Mapping[UUID, str]) -> Sequence[Result]:
    """One portion is signed; what is over it, as a page without script may post it, is left for the next one."""
    by, most = request.actor, portion_of(request.actor.office)
    gateway = gateway_of(by.office)
    credentials = form.credentials(by.person)
    first = dict(list(shown.items())[: most if credentials else None])
    try:
        done = sign_all(first, by=by, at=request.at, gateway=gateway, credentials=credentials)
        tell_of(request, done)
    finally:
        if credentials:
            credentials.forget()
    over = Letter.objects.filter(office=by.office, pk__in=shown.keys() - first.keys())
    return [*done, *(Result(letter, Unavailable("letters_left_over", most=most)) for letter in over)]


def _ask_for_code(request: Work, count: int) -> None:
    if not count:
        raise Invalid("letters_not_ticked")
    if count > MOST_AT_ONCE:
        raise Invalid("letters_too_many_for_code", most=MOST_AT_ONCE)
    by = request.actor
    gateway = code_sender(by.office)
    CODES.take(str(by.person.pk), request.at)
    failed = gateway.send_code(credentials_of(by.person, gateway.service, Secret(""), Means.CODE), count)
    if failed:
        raise Unavailable(failed.code, said=failed.said)


def _check_ready(request: Work, form: SigningForm, shown: Mapping[UUID, str]) -> None:
    """Ticked, opened or said to be signed unopened, and the password right: in this order."""
    if not shown:
        raise Invalid("letters_not_ticked")
    unopened = [pk for pk, sha256 in shown.items() if _opened(request).get(str(pk)) != sha256]
    form.is_valid()
    if unopened and not form.cleaned_data.get("unopened"):
        raise Invalid("letters_not_opened", which=_named(request, unopened))
    check_step_up(
        request,
        password=form.cleaned_data.get("password", ""),
        otp=form.cleaned_data.pop("otp", ""),
        batch=request.POST.get("batch", "")[:40],
    )


def _named(request: Work, letters: Sequence[UUID]) -> str:
    wanted = set(letters)
    return ", ".join(title_of(one.letter) for one in list_waiting(request.actor, "sign") if one.letter.pk in wanted)


def _ticked(request: Work) -> dict[UUID, str]:
    """The ticked letters with the SHA-256 that was on the page; what is no id is left out."""
    shown = {}
    for text in request.POST.getlist("letter"):
        try:
            shown[UUID(text)] = request.POST.get(f"sha.{text}", "")
        except ValueError:
            continue
    return shown


def _opened(request: Work) -> Mapping[str, str]:
    found: Mapping[str, str] = request.session.get(OPENED, {})
    return found


def _note_opened(request: Work, preview: Preview, waiting: frozenset[str]) -> None:
    """What no longer waits is forgotten."""
    kept = {pk: sha256 for pk, sha256 in _opened(request).items() if pk in waiting}
    request.session[OPENED] = {**kept, str(preview.id): preview.sha256}


def _results(request: Work) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = request.session.get(RESULTS, {"batch": {}, "rows": {}})
    return found


def _remember(request: Work, done: Sequence[Result]) -> None:
    """Portions of one batch are kept together; a new batch begins afresh."""
    batch = {"id": request.POST.get("batch", "")[:40]}
    before = _results(request)
    rows = before["rows"] if before["batch"] == batch else {}
    new = {str(result.letter.pk): explained(result.error) if result.error else "" for result in done}
    request.session[RESULTS] = {"batch": batch, "rows": dict(list((rows | new).items())[-MOST_RESULTS:])}


def _as_json(result: Result) -> dict[str, object]:
    message = explained(result.error) if isinstance(result.error, SektoralError) else ""
    return {"id": str(result.letter.pk), "done": result.error is None, "message": message}


def _wants_json(request: Work) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
