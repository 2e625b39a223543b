"""Doors to the mapping of an agency's own spreadsheet: the page with its preview, and the approval of what it shows."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.states import SubmissionState
from sektoral.records.models import Request, Submission
from sektoral.steps.step3_submit.actions.mapping import Approved, approve_mapping, drop_mapping
from sektoral.steps.step3_submit.queries.choices import Choices, read_choices
from sektoral.steps.step3_submit.queries.kept_mappings import (
    MAPPINGS,
    fetch_mapping,
    list_mappings,
    mapping_in_full,
)
from sektoral.steps.step3_submit.queries.mapping import hurdle_of, mapping_page
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.queries.rights import rights_of
from sektoral.steps.step3_submit.queries.understanding import Understood, understand
from sektoral.steps.step3_submit.views.request import MAY_SEE, MAY_SPEAK, address_of, trail
from sektoral.ui.components import crumbs
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work


@never_cache
@require_http_methods(["GET", "POST"])
@needs(*MAY_SPEAK)
def mapping(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will show how a file is understood; a form sent back shows it anew by its choices, or approves it."""
    found = fetch_request(request.actor, key)
    target = _reached(request, found, submission)
    choices = read_choices(dict(request.POST.lists())) if request.method == "POST" else Choices()
    understood = understand(target, choices)
    if request.POST.get("aksi") == "setujui":
        return _approved(request, found, understood)
    return _page(request, found, understood)


def _reached(request: Work, found: Request, key: UUID) -> Submission:
    """The submission, if this person may speak for it and it waits for a transcript, or for a better one."""
    target = get_submission(found, key)
    if not rights_of(request.actor, found).may_speak:
        raise NotFound("not_found")
    is_anew = target.state == SubmissionState.REJECTED and target.transcript_id is not None
    if target.state != SubmissionState.AWAITING_TRANSCRIPT and not is_anew:
        raise WrongState("softcopy_not_waiting")
    return target


def _approved(request: Work, found: Request, understood: Understood) -> HttpResponse:
    """What was shown is what is kept: where choices, file or tables differ from that, the page is shown again."""
    hurdle = hurdle_of(understood)
    if hurdle or request.POST.get("segel") != understood.seal:
        messages.error(request, hurdle or explained(Invalid("mapping_changed")))
        return _page(request, found, understood, status=409)
    approved = Approved(understood.transcript, understood.kept)
    approve_mapping(understood.submission, approved, by=request.actor, at=request.at)
    messages.success(request, "Pemetaan disetujui dan disimpan. Angkanya sedang diperiksa seperti isian lainnya.")
    return redirect(address_of(understood.submission, "unggah"))


def _page(request: Work, found: Request, understood: Understood, *, status: int = 200) -> HttpResponse:
    page = mapping_page(understood, request.actor, at=request.at)
    context = {"page": page, "found": found, "crumbs": trail(found, "Pasangkan dengan tabel")}
    return render(request, "step3/mapping.html", context, status=status)


@require_GET
@needs(*MAY_SEE)
def kept(request: Work) -> HttpResponse:
    """This will list the mappings that are applied to the next file of the same shape."""
    rows = list_mappings(request.actor)
    file = export(MAPPINGS, rows, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file:
        return file
    trail_here = crumbs(("Permintaan", reverse("step3:requests")), "Pemetaan tersimpan")
    context = {"list": list_page(MAPPINGS, rows, request.GET.dict()), "rows": rows, "crumbs": trail_here}
    return render(request, "step3/mappings.html", context)


@require_GET
@needs(*MAY_SEE)
def kept_one(request: Work, mapping: UUID) -> HttpResponse:
    """This will show one kept mapping, pair by pair."""
    page = mapping_in_full(fetch_mapping(request.actor, mapping), request.actor)
    trail_here = crumbs(
        ("Permintaan", reverse("step3:requests")), ("Pemetaan tersimpan", reverse("step3:mappings")), page.row.title
    )
    return render(request, "step3/mapping_kept.html", {"page": page, "crumbs": trail_here})


@require_POST
@needs(*MAY_SPEAK)
def drop(request: Work, mapping: UUID) -> HttpResponse:
    """This will end a kept mapping."""
    found = fetch_mapping(request.actor, mapping)
    return act_and_return(
        request,
        lambda: drop_mapping(found, by=request.actor, at=request.at),
        done="Pemetaan dihapus. Berkas berikutnya dengan bentuk itu diusulkan dari awal.",
        to=reverse("step3:mappings"),
    )
