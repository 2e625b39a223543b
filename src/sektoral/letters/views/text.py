"""The words of one draft: its paragraphs beside their preview, back to the office's, and as a Word file."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sektoral.adapters.word_drafts import DOCX, write_draft
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letter_texts import parts_on
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_letter_is
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState
from sektoral.letters.actions.texts import follow_office, revise
from sektoral.letters.numbers import UNDER_WAY
from sektoral.letters.previews import draft_paper
from sektoral.letters.queries.queue import title_of
from sektoral.letters.queries.text_preview import fields_for, preview_for_letter
from sektoral.letters.rights import check_may_draft
from sektoral.letters.text_forms import TextForm
from sektoral.letters.texts import own_parts, said_by
from sektoral.letters.views.letter import READERS, trail
from sektoral.records.models import Letter
from sektoral.ui.fetch import fetch_letter
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
DRAFTERS = (P.PREPARE_LETTERS, P.PREPARE_REPORT, P.SUBMIT, P.ENTER_FOR_AGENCY)


@needs(*DRAFTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Work, pk: UUID) -> HttpResponse:
    """This will show a draft's paragraphs to be mended, and keep them."""
    letter, form = _opened(request, pk)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            revise(letter, form.text(), by=request.actor, at=request.at)
        except Invalid as error:
            form.blame(error)
        except WrongState as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, "Naskah surat ini disimpan. Ajukan lagi bila sudah benar.")
            return redirect("letters:letter", pk=pk)
    faulty = form.is_bound and "preview" not in request.POST and bool(form.errors)
    return render(request, "letters/text.html", _shown(request, letter, form), status=422 if faulty else 200)


@needs(*DRAFTERS)
@require_POST
def try_out(request: Work, pk: UUID) -> HttpResponse:
    """This will draw the draft as the paragraphs are typed."""
    letter, form = _opened(request, pk)
    return render(request, "letters/text_preview.html", _previewed(request, letter, form))


@needs(*DRAFTERS)
@require_POST
def back_to_office(request: Work, pk: UUID) -> HttpResponse:
    """This will take a draft's own paragraphs away."""
    letter = fetch_letter(request.actor, pk)
    return act_and_return(
        request,
        lambda: follow_office(letter, by=request.actor, at=request.at),
        done="Surat ini memakai naskah kantor lagi.",
        to=reverse("letters:letter", args=[pk]),
    )


@needs(*READERS)
@require_safe
def word_file(request: Work, pk: UUID) -> HttpResponse:
    """This will give an unsigned letter's words as a file for Word."""
    letter = fetch_letter(request.actor, pk)
    check_letter_is(letter.state, *UNDER_WAY)
    data = write_draft(draft_paper(letter, at=request.at), at=request.at)
    headers = {"Content-Disposition": f'attachment; filename="naskah-{letter.kind}.docx"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=DOCX, headers=headers)


def _opened(request: Work, pk: UUID) -> tuple[Letter, TextForm]:
    """The draft with its form. Raises unless it is this person's to mend and its chain does not have it."""
    letter = fetch_letter(request.actor, pk)
    check_may_draft(letter, request.actor)
    check_letter_is(letter.state, LetterState.DRAFT)
    paper = draft_paper(letter, at=request.at)
    data = request.POST if request.method == "POST" else None
    return letter, TextForm(data, kind=LetterKind(letter.kind), parts=parts_on(paper), now=said_by(letter))


def _shown(request: Work, letter: Letter, form: TextForm) -> Mapping[str, object]:
    return {
        "letter": letter,
        "about": title_of(letter),
        "form": form,
        "fields": fields_for(LetterKind(letter.kind)),
        "own": [part.title for part in own_parts(letter)],
        "crumbs": trail(request, letter, "Naskah"),
        **_previewed(request, letter, form),
    }


def _previewed(request: Work, letter: Letter, form: TextForm) -> Mapping[str, object]:
    return {"preview": preview_for_letter(letter, form.text(), at=request.at)}
