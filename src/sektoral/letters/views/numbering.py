"""Doors to the numbers of the office's register: one by one, many at once, or from the register's workbook."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.intake.files import MAX_UPLOAD
from sektoral.letters.actions.numbering import enter_number, enter_numbers
from sektoral.letters.forms import RegisterForm
from sektoral.letters.queries.numbering import list_awaiting, plan_numbers
from sektoral.letters.queries.queue import title_of
from sektoral.letters.register_files import read_lines
from sektoral.letters.results import Result
from sektoral.records.models import Letter
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.fetch import fetch_letter, letters_of
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
TITLE = "Nomor dari buku agenda"
FIELD = "nomor."  # of the many-at-once form, before the letter's id


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT, P.SUBMIT)
@require_POST
def enter(request: Work, pk: UUID) -> HttpResponse:
    """This will enter the number of one letter."""
    letter, number = fetch_letter(request.actor, pk), request.POST.get("number", "")
    return act_and_return(
        request,
        lambda: enter_number(letter, number, by=request.actor, at=request.at),
        done="Nomor surat dicatat.",
        to=reverse("letters:letter", args=[pk]),
    )


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: Work) -> HttpResponse:
    """This will list the letters that wait for a number, and enter those that were typed."""
    if request.method != "POST":
        return _show(request, RegisterForm())
    typed = _typed(request)
    if not typed:
        messages.error(request, explained(Invalid("numbers_not_given")))
        return redirect("letters:numbers")
    results = _enter(request, typed)
    faults = {one.letter.pk: explained(one.error) for one in results if one.error}
    _say_done(request, results)
    if not faults:
        return redirect("letters:numbers")
    return _show(request, RegisterForm(), typed=typed, faults=faults, status=422)


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_POST
def preview(request: Work) -> HttpResponse:
    """This will show what the register's workbook would do; nothing is stored before it is confirmed."""
    form = RegisterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        if file.size > MAX_UPLOAD:
            raise Invalid("file.too_large", limit=MAX_UPLOAD)
        lines = read_lines(file.read(), name=file.name)
    except Invalid as error:
        form.add_error("file", explained(error))
        return _show(request, form, status=422)
    shown = {"plan": plan_numbers(request.actor, lines), "name": file.name, "crumbs": _trail("Pratinjau")}
    return render(request, "letters/numbers_preview.html", shown)


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_POST
def apply(request: Work) -> HttpResponse:
    """This will enter the numbers of a workbook that was looked through, and tell of each letter what became of it."""
    words = request.POST.get("numbers", "").split()
    results = _enter(request, _pairs(words[::2], words[1::2]))
    if not results:
        messages.error(request, explained(Invalid("numbers_not_given")))
        return redirect("letters:numbers")
    rows = [(one.letter, title_of(one.letter), explained(one.error) if one.error else "") for one in results]
    rows.sort(key=lambda row: not row[2])
    done = sum(not why for _, _, why in rows)
    return render(request, "letters/numbers_results.html", {"rows": rows, "done": done, "crumbs": _trail("Hasil")})


def _enter(request: Work, typed: Mapping[UUID, str]) -> Sequence[Result]:
    """What is no letter of this person's is left out, as if it were not there."""
    found = letters_of(request.actor).filter(pk__in=typed).select_related("office")
    numbers: dict[Letter, str] = {letter: typed[letter.pk] for letter in found}
    return enter_numbers(numbers, by=request.actor, at=request.at)


def _typed(request: Work) -> Mapping[UUID, str]:
    given = {name.removeprefix(FIELD): text for name, text in request.POST.items() if name.startswith(FIELD)}
    filled = {key: str(text) for key, text in given.items() if str(text).strip()}
    return _pairs(list(filled), list(filled.values()))


def _pairs(ids: Sequence[str], numbers: Sequence[str]) -> dict[UUID, str]:
    pairs = {}
    for text, number in zip(ids, numbers, strict=False):
        try:
            pairs[UUID(text)] = number
        except ValueError:
            continue
    return pairs


def _say_done(request: Work, results: Sequence[Result]) -> None:
    done = sum(one.error is None for one in results)
    if done:
        messages.success(request, f"{done} nomor surat dicatat.")


def _show(
    request: Work,
    form: RegisterForm,
    *,
    typed: Mapping[UUID, str] | None = None,
    faults: Mapping[UUID, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = list_awaiting(request.actor, typed=typed, faults=faults)
    shown = {"rows": rows, "form": form, "faults": len(faults or ()), "crumbs": _trail()}
    return render(request, "letters/numbers.html", shown, status=status)


def _trail(*last: str) -> Sequence[Crumb]:
    begin = ("Surat", reverse("letters:index"))
    return crumbs(begin, (TITLE, reverse("letters:numbers")), *last) if last else crumbs(begin, TITLE)
