"""One letter: its page and its PDF, and what may be done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sektoral.domain.errors import Invalid, Unavailable, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_letter_is
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState
from sektoral.intake import files
from sektoral.letters.actions.attempts import give_up_overdue
from sektoral.letters.actions.correcting import correct
from sektoral.letters.actions.drafting import recall, resubmit, send_back, void
from sektoral.letters.actions.recovering import fetch_result, reconcile, take_result
from sektoral.letters.forms import NumberForm, ResultForm, SendBackForm, SubjectForm, UnsignedForm, VoidForm
from sektoral.letters.gateways import document_keeper
from sektoral.letters.previews import page_of, pdf_of
from sektoral.letters.queries.letter_page import letter_page
from sektoral.letters.queries.queue import title_of
from sektoral.letters.queries.waiting import ACTS, has_seat
from sektoral.letters.words import KIND_WORDS
from sektoral.records.models import Letter
from sektoral.ui.addresses import page_url
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.fetch import fetch_letter
from sektoral.ui.forms import Form
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission


@dataclass(frozen=True, slots=True)
class Door:
    """A page that asks for a reason: its title, its form, what is said when it is done, and where that leads."""

    title: str
    form: type[Form]
    done: str
    to: str


READERS = (P.SEE_LETTERS, P.SEE_OWN_REQUESTS)
SEATED = (P.INITIAL_LETTERS, P.REVIEW_TRANSMITTAL, P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
SENDERS_BACK = (*SEATED, P.PREPARE_LETTERS, P.PREPARE_REPORT)


@needs(*READERS)
@require_safe
def show(request: Work, pk: UUID) -> HttpResponse:
    """This will show a letter."""
    letter = fetch_letter(request.actor, pk)
    if give_up_overdue(at=request.at, office=request.actor.office):
        letter.refresh_from_db()
    page = letter_page(request.actor, letter, at=request.at)
    shown = {
        "page": page,
        "form": SubjectForm(initial={"subject": letter.subject}),
        "number_form": NumberForm(initial={"number": letter.number}),
        "crumbs": trail(request, letter),
    }
    return render(request, "letters/letter.html", shown)


@needs(*READERS)
@require_safe
def pdf(request: Work, pk: UUID) -> HttpResponse:
    """This will give a letter's PDF: the signed one, or how it would look."""
    letter = fetch_letter(request.actor, pk)
    data = pdf_of(letter, at=request.at)
    kept = letter.signed_file or letter.final_file
    name = kept.name if kept and letter.signed_file else f"naskah-{letter.kind}.pdf"
    way = content_disposition_header(True, name)
    headers = {"Content-Disposition": way or "attachment", "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=files.PDF, headers=headers)


@needs(*READERS)
@require_safe
def page_image(request: Work, pk: UUID, number: int) -> HttpResponse:
    """This will draw one page of a letter."""
    page = page_of(fetch_letter(request.actor, pk), number, at=request.at)
    return HttpResponse(page.png, content_type="image/png", headers={"Cache-Control": "no-store"})


@needs(*SENDERS_BACK)
@require_http_methods(["GET", "HEAD", "POST"])
def return_to_drafter(request: Work, pk: UUID) -> HttpResponse:
    """This will ask for the reason and send a letter back."""
    letter = fetch_letter(request.actor, pk)

    def act(form: Form) -> None:
        send_back(letter, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)

    to = "letters:queue" if any(has_seat(request.actor, act) for act in ACTS) else "letters:outside"
    door = Door("Kembalikan surat", SendBackForm, "Surat dikembalikan dengan catatan Anda.", to)
    return _ask(request, letter, door, act)


@needs(P.SEE_LETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Work, pk: UUID) -> HttpResponse:
    """This will ask for the reason and void a letter."""
    letter = fetch_letter(request.actor, pk)
    request.actor.check(P.SIGN_LETTERS)
    check_letter_is(letter.state, *(state for state in LetterState if state is not LetterState.VOID))

    def act(form: Form) -> None:
        void(letter, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)

    return _ask(request, letter, Door("Batalkan surat", VoidForm, "Surat dibatalkan.", "letters:index"), act)


@needs(P.PREPARE_LETTERS)
@require_POST
def replace(request: Work, pk: UUID) -> HttpResponse:
    """This will draft the letter that is to replace a signed one, and lead to it."""
    letter = fetch_letter(request.actor, pk)
    try:
        correction = correct(letter, by=request.actor, at=request.at)
    except WrongState as error:
        messages.error(request, explained(error))
        return redirect("letters:letter", pk=pk)
    messages.success(request, "Surat perbaikan disusun. Perbaiki isinya, lalu ajukan untuk paraf.")
    return redirect("letters:letter", pk=correction.pk)


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT, P.SUBMIT)
@require_POST
def submit_again(request: Work, pk: UUID) -> HttpResponse:
    """This will mend a draft's subject and hand it to its chain again."""
    letter, subject = fetch_letter(request.actor, pk), request.POST.get("subject", "")[:300]
    return act_and_return(
        request,
        lambda: resubmit(letter, subject=subject, by=request.actor, at=request.at),
        done="Surat diajukan lagi.",
        to=reverse("letters:letter", args=[pk]),
    )


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT, P.SUBMIT, P.ENTER_FOR_AGENCY)
@require_POST
def take_back(request: Work, pk: UUID) -> HttpResponse:
    """This will make a draft again of a letter that nobody has initialled, and lead to where it is mended."""
    letter = fetch_letter(request.actor, pk)
    return act_and_return(
        request,
        lambda: recall(letter, by=request.actor, at=request.at),
        done="Surat ditarik kembali dan menjadi konsep. Perbaiki, lalu ajukan lagi.",
        to=reverse("letters:letter", args=[pk]),
    )


@needs(P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_result(request: Work, pk: UUID) -> HttpResponse:
    """This will take the PDF that a gateway has signed where its answer was lost."""
    letter = fetch_letter(request.actor, pk)

    def act(form: Form) -> None:
        file = form.cleaned_data["file"]
        if file.size > files.MAX_UPLOAD:
            raise Invalid("file.too_large", limit=files.MAX_UPLOAD)
        take_result(letter, file.read(), by=request.actor, at=request.at)

    door = Door("Unggah hasil tanda tangan", ResultForm, "Surat ditandatangani dan terdaftar.", "letters:sign")
    return _ask(request, letter, door, act)


@needs(P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
@require_POST
def fetch(request: Work, pk: UUID) -> HttpResponse:
    """This will fetch what the gateway has signed and keeps."""
    letter = fetch_letter(request.actor, pk)
    try:
        fetch_result(letter, gateway=document_keeper(), by=request.actor, at=request.at)
    except (WrongState, Invalid, Unavailable) as error:
        messages.error(request, explained(error))
    else:
        messages.success(request, "Surat ditandatangani dan terdaftar.")
    return redirect("letters:letter", pk=pk)


@needs(P.SIGN_LETTERS, P.SIGN_TRANSMITTAL)
@steps_up
@require_http_methods(["GET", "HEAD", "POST"])
def settle_unknown(request: Work, pk: UUID) -> HttpResponse:
    """This will ask who has found a letter unsigned, and put it back to waiting."""
    letter = fetch_letter(request.actor, pk)

    def act(form: Form) -> None:
        reconcile(letter, according_to=form.cleaned_data["according_to"], by=request.actor, at=request.at)

    door = Door("Pastikan belum ditandatangani", UnsignedForm, "Surat menunggu tanda tangan lagi.", "letters:sign")
    return _ask(request, letter, door, act)


def _ask(request: Work, letter: Letter, door: Door, act: Callable[[Form], None]) -> HttpResponse:
    form = door.form(request.POST, request.FILES) if request.method == "POST" else door.form()
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except (WrongState, Invalid) as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, door.done)
            return redirect(door.to)
    shown = {
        "form": form,
        "letter": letter,
        "about": title_of(letter),
        "title": door.title,
        "crumbs": trail(request, letter, door.title),
    }
    return render(request, "letters/reason.html", shown, status=422 if form.errors else 200)


def trail(request: Work, letter: Letter, last: str = "") -> Sequence[Crumb]:
    """This will make the trail to a letter: by the register for who sees all, else by what it is about."""
    if request.actor.may(P.SEE_LETTERS):
        begin = [("Surat", reverse("letters:index"))]
    else:
        begin = [("Permintaan", page_url("step3:request", letter.request_id))] if letter.request_id else []
    name = f"{KIND_WORDS[LetterKind(letter.kind)]} {letter.number}".strip()
    if last:
        return crumbs(*begin, (name, reverse("letters:letter", args=[letter.pk])), last)
    return crumbs(*begin, name)
