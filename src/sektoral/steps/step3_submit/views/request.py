"""One request: its page, the progress of the reading, explanations."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sektoral.domain.findings import Severity
from sektoral.domain.periods import read_period
from sektoral.domain.roles import Permission
from sektoral.records.contradictions import count_contradictions
from sektoral.records.metadata_standing import list_owed, standing_of
from sektoral.records.models import Request, Submission, Withdrawal
from sektoral.steps.step3_submit.actions.editions import newer_editions
from sektoral.steps.step3_submit.actions.handing_over import explain_all
from sektoral.steps.step3_submit.actions.styles import settle_style
from sektoral.steps.step3_submit.actions.visits import note_opened
from sektoral.steps.step3_submit.forms import DeclareForm, ScanForm, TransmittalForm, UploadForm, read_words
from sektoral.steps.step3_submit.queries.awaiting import awaiting_of
from sektoral.steps.step3_submit.queries.declarations import possible_holders, unavailable_of
from sektoral.steps.step3_submit.queries.followed_up import followed_up
from sektoral.steps.step3_submit.queries.found_groups import Sieve
from sektoral.steps.step3_submit.queries.progress import progress_of
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.queries.recall import recall_of
from sektoral.steps.step3_submit.queries.request_page import Focus, request_page, submission_page
from sektoral.steps.step3_submit.queries.rights import rights_of
from sektoral.steps.step3_submit.queries.todo import todo_of
from sektoral.steps.step3_submit.queries.unfinished import list_unfinished
from sektoral.steps.step3_submit.queries.wrong_workbook import wrong_workbook
from sektoral.ui.addresses import open_url
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.fetch import fetch_request
from sektoral.ui.forms import Form
from sektoral.ui.guards import needs
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
MAY_SEE = (P.SEE_OWN_REQUESTS, P.SEE_ALL_SUBMISSIONS)
MAY_SPEAK = (P.SUBMIT, P.ENTER_FOR_AGENCY)


@require_GET
@needs(*MAY_SEE)
def request(request: Work, key: UUID) -> HttpResponse:
    """This will show one request; the first time that the agency opens it is noted."""
    found = fetch_request(request.actor, key)
    found.office = request.actor.office
    note_opened(found, by=request.actor, at=request.at)
    return show(request, found)


def show(
    request: Work, found: Request, *, upload: Form | None = None, declaring: Form | None = None, status: int = 200
) -> HttpResponse:
    """This will draw the page of a request, with the forms that may hold errors."""
    found.office = request.actor.office
    rights = rights_of(request.actor, found)
    focus = Focus(_asked(request, "kiriman"), _sieve(request), rights.may_speak)
    page = request_page(found, focus, at=request.at)
    shown, latest = page.shown, page.latest
    is_under_way = latest is not None and (latest.is_being_read or latest.is_being_recorded)
    may_declare = latest is not None and latest.unavailable > 0 and rights.may_speak
    context = {
        "page": page,
        "rights": rights,
        "todo": todo_of(page, rights),
        "progress": progress_of(shown) if shown and is_under_way else None,
        "wrong": wrong_workbook(shown, request.actor, may_carry=rights.may_speak) if shown else None,
        "awaiting": awaiting_of(shown, may_speak=rights.may_speak) if shown else None,
        "revised": newer_editions(found) if request.actor.may(P.PREPARE_LETTERS) else {},
        "upload_form": upload or UploadForm(),
        "unfinished": list_unfinished(found, request.actor) if rights.may_submit else [],
        "transmittal_form": TransmittalForm(),
        "declaring": declaring or (declare_form(shown) if shown and may_declare else None),
        "contradicted": count_contradictions(found),
        "recall": recall_of(shown, request.actor) if shown else None,
        "scan_form": ScanForm(prefix="pindaian"),
        "followed": followed_up(request.actor, found),
        "metadata": standing_of(list_owed(request.actor.office, [found.agency_id]).get(found.agency_id, ())),
        "metadata_url": open_url(request.actor, "metadata:agency", found.agency_id),
        "crumbs": trail(found),
    }
    return render(request, "step3/request.html", context, status=status)


def declare_form(shown: Submission) -> DeclareForm | None:
    """This will ask for days and holders; nothing where every table is available."""
    tables = unavailable_of(shown)
    return DeclareForm(tables=tables, agencies=possible_holders(shown)) if tables else None


def trail(found: Request, *more: str | tuple[str, str]) -> Sequence[Crumb]:
    """This will make the trail of a request and of the pages below it."""
    label = f"{found.agency.short_name}, data {read_period(found.round.period).label.lower()}"
    here = (label, reverse("step3:request", args=[found.pk])) if more else label
    return crumbs(("Permintaan", reverse("step3:requests")), here, *more)


def address_of(target: Submission, anchor: str) -> str:
    """This will give the address of a request's page with this submission in focus."""
    page = reverse("step3:request", args=[target.request_id])
    is_newest = not Submission.objects.filter(request=target.request_id, version__gt=target.version).exists()
    return f"{page}{'' if is_newest else f'?kiriman={target.version}'}#{anchor}"


def _asked(request: Work, name: str) -> int:
    """A whole number of the query string, 0 for anything else."""
    number = request.GET.get(name, "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 0


def _sieve(request: Work) -> Sieve:
    """Which findings the query string asks for; what it may not ask for means all."""
    severity, sheet = request.GET.get("tingkat", ""), request.GET.get("tabel", "")
    known = severity if severity in {one.value for one in Severity} else ""
    return Sieve(known, sheet[:8], _asked(request, "temuan"), _asked(request, "kiriman"))


@require_GET
@needs(*MAY_SEE)
def progress(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will tell a waiting page how far the reading is; once it is done the page loads itself anew."""
    found = fetch_request(request.actor, key)
    shown = progress_of(get_submission(found, submission))
    if shown is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "components/progress_only.html", {"progress": shown})


@require_GET
@needs(*MAY_SEE)
def submission(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will show one submission with its findings, to read only."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    shown = submission_page(found, target, _sieve(request), at=request.at)
    crumbs_here = trail(found, f"Kiriman ke-{target.version}")
    wrong = wrong_workbook(target, request.actor, may_carry=rights_of(request.actor, found).may_speak)
    taken_back = Withdrawal.objects.filter(submission=target).select_related("withdrawn_by").first()
    context = {"page": shown, "wrong": wrong, "withdrawal": taken_back, "crumbs": crumbs_here}
    return render(request, "step3/submission.html", context)


@require_POST
@needs(*MAY_SPEAK)
def explain(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will keep the explanations of a page of findings."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    words = read_words(request.POST.dict())
    return act_and_return(
        request,
        lambda: explain_all(target, words, by=request.actor, at=request.at),
        done="Penjelasan tersimpan.",
        to=address_of(target, "temuan"),
    )


@require_POST
@needs(*MAY_SPEAK)
def settle(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will take the answer to what a dot means in this file, upon which it is checked again."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    return act_and_return(
        request,
        lambda: settle_style(target, request.POST.get("gaya", ""), by=request.actor, at=request.at),
        done="Jawaban tersimpan. Berkas yang sama diperiksa lagi dengan cara baca itu.",
        to=address_of(target, "unggah"),
    )
