"""Google Form: what makes one from the instrument, and its responses on their way into the tables."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sektoral.adapters.exports import Column, to_csv
from sektoral.domain import canonical
from sektoral.domain.errors import NotFound, SektoralError
from sektoral.domain.google_forms.choosing import answers_of, rows_of
from sektoral.domain.google_forms.questions import FormLayout, Section, sections_of
from sektoral.domain.google_forms.responses import Responses
from sektoral.domain.google_forms.script import HEADINGS, question_rows, script_of
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.states import SubmissionState
from sektoral.domain.transcripts import Transcript
from sektoral.intake.responses import read_responses
from sektoral.records.models import Submission
from sektoral.steps.step3_submit.actions.transcribing import newest_instrument, transcribe
from sektoral.steps.step3_submit.queries.awaiting import is_form_export
from sektoral.steps.step3_submit.queries.google_form import asked_tables, chosen_rows, responses_page
from sektoral.steps.step3_submit.queries.instrument import definition_of
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.queries.rights import rights_of
from sektoral.steps.step3_submit.views.papers import download
from sektoral.steps.step3_submit.views.request import MAY_SPEAK, trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.posts import act_and_return
from sektoral.ui.refusals import notice_of
from sektoral.ui.visit import Work

LAYOUTS = {one.value: one for one in FormLayout}


@require_GET
@needs(*MAY_SPEAK)
def make(request: Work, key: UUID) -> HttpResponse:
    """This will show how to ask the tables by a Google Form, and how its responses come back."""
    found = fetch_request(request.actor, key)
    tables = asked_tables(found, definition_of(found))
    context = {"found": found, "tables": tables, "crumbs": trail(found, "Google Form")}
    return render(request, "step3/google_form.html", context)


@require_GET
@needs(*MAY_SPEAK)
def script(request: Work, key: UUID) -> HttpResponse:
    """This will give the Apps Script that makes the form."""
    definition, sections = _drawn(request, key)
    text = script_of(definition, sections).encode()
    return download(text, name=f"formulir-{definition.id}.gs", media_type="text/plain; charset=utf-8")


@require_GET
@needs(*MAY_SPEAK)
def questions(request: Work, key: UUID) -> HttpResponse:
    """This will give the questions as CSV, for whoever makes the form by hand."""
    definition, sections = _drawn(request, key)
    zone = ZoneInfo(request.actor.office.time_zone)
    data = to_csv([Column(heading) for heading in HEADINGS], question_rows(sections), zone=zone)
    return download(data, name=f"pertanyaan-{definition.id}.csv", media_type="text/csv; charset=utf-8")


@never_cache
@require_http_methods(["GET", "POST"])
@needs(*MAY_SPEAK)
def responses(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will show what the responses answer, and keep it once it is confirmed."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    if not rights_of(request.actor, found).may_speak or not is_waiting_form(target):
        raise NotFound("not_found")
    instrument = newest_instrument(found)
    definition = canonical.read(InstrumentDef, instrument.definition)
    read = read_responses(target.file, instrument)
    chosen = chosen_rows(request.POST.dict() if request.method == "POST" else request.GET.dict())
    refused = None
    if request.method == "POST":
        try:
            transcript = _transcript(definition, target, read, chosen)
            return act_and_return(
                request,
                lambda: transcribe(target, transcript, by=request.actor, at=request.at),
                done="Jawaban formulir disalin ke tabel dan sedang diperiksa.",
                to=f"{reverse('step3:request', args=[key])}#unggah",
            )
        except SektoralError as error:
            refused = error
    context = {
        "page": responses_page((found.pk, target.pk), target.file.name, definition, read, chosen),
        "refused": notice_of(refused) if refused else None,
        "crumbs": trail(found, "Jawaban Google Form"),
    }
    return render(request, "step3/responses.html", context, status=422 if refused else 200)


def is_waiting_form(submission: Submission) -> bool:
    """Whether a submission is the export of a form whose answers nobody has taken over yet."""
    waits = submission.state in (SubmissionState.AWAITING_TRANSCRIPT, SubmissionState.REJECTED)
    return waits and is_form_export(submission)


def _drawn(request: Work, key: UUID) -> tuple[InstrumentDef, tuple[Section, ...]]:
    found = fetch_request(request.actor, key)
    definition = definition_of(found)
    wanted = {sheet: LAYOUTS[said] for sheet, said in request.GET.items() if said in LAYOUTS}
    if not request.GET:
        wanted = {one.sheet: one.layout for one in asked_tables(found, definition) if one.is_open}
    return definition, sections_of(definition, wanted)


def _transcript(
    definition: InstrumentDef, target: Submission, read: Responses, chosen: Mapping[tuple[str, str], int]
) -> Transcript:
    answers = answers_of(read, rows_of(read, chosen))
    return Transcript(definition.id, file=target.file.sha256, answers=answers)
