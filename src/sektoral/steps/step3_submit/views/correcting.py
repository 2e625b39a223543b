"""The page on which single figures that stand in the bank are corrected."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sektoral.domain.errors import Invalid, SektoralError, Unavailable, WrongState
from sektoral.domain.findings import Finding
from sektoral.records.models import Channel
from sektoral.steps.step3_submit.actions.correcting import Correction, check_correction, correct
from sektoral.steps.step3_submit.actions.drafts import check_may_type
from sektoral.steps.step3_submit.forms import ClerkCorrectionForm, CorrectionForm
from sektoral.steps.step3_submit.queries.correction import correction_page
from sektoral.steps.step3_submit.queries.drafts import Desk, desk_of
from sektoral.steps.step3_submit.queries.rights import rights_of
from sektoral.steps.step3_submit.views.request import MAY_SPEAK, address_of, trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.refusals import notice_of
from sektoral.ui.visit import Work

SEND = "kirim"
DONE = "Perbaikan diterima dan dibaca. Susun surat pengirimannya; sesudah ditandatangani, petugas lain memeriksanya."


@never_cache
@require_http_methods(["GET", "POST"])
@needs(*MAY_SPEAK)
def table(request: Work, key: UUID, sheet: str) -> HttpResponse:
    """This will show what the bank holds of a table, tell what a change would do, and send it with its reason."""
    found = fetch_request(request.actor, key)
    found.office = request.actor.office
    desk = desk_of(found)
    check_may_type(desk, request.actor)
    is_own = rights_of(request.actor, found).may_submit
    wants_to_send = request.POST.get("aksi") == SEND
    said = request.POST.dict()
    kind = CorrectionForm if is_own else ClerkCorrectionForm
    form = kind(request.POST) if wants_to_send else kind(initial=said)
    if request.method != "POST":
        return _page(request, desk, sheet, form)
    correction = Correction(desk, sheet, said)
    try:
        if not wants_to_send:
            return _page(request, desk, sheet, form, check_correction(correction, by=request.actor, at=request.at))
        if not form.is_valid():
            return _page(request, desk, sheet, form, status=422)
        sent = correct(_said(correction, form), by=request.actor, at=request.at)
    except (WrongState, Invalid, Unavailable) as error:
        return _page(request, desk, sheet, form, refused=error, status=error.status)
    messages.success(request, DONE)
    return redirect(address_of(sent, "unggah"))


def _said(correction: Correction, form: CorrectionForm | ClerkCorrectionForm) -> Correction:
    said = form.cleaned_data
    if "channel" not in said:
        return replace(correction, reason=said["reason"])
    return replace(
        correction,
        reason=said["reason"],
        channel=Channel(said["channel"]),
        stated_at=said["stated_at"],
        evidence=said["evidence"],
    )


def _page(
    request: Work,
    desk: Desk,
    sheet: str,
    form: CorrectionForm | ClerkCorrectionForm,
    found: Sequence[Finding] | None = None,
    *,
    refused: SektoralError | None = None,
    status: int = 200,
) -> HttpResponse:
    page = correction_page(desk, sheet, _part(request), found or (), posted=request.POST.dict() or None)
    context = {
        "page": page,
        "found": desk.request,
        "form": form,
        "is_checked": found is not None,
        "refused": notice_of(refused) if refused else None,
        "crumbs": trail(desk.request, f"Perbaiki {sheet}"),
    }
    return render(request, "step3/correct.html", context, status=status)


def _part(request: Work) -> int:
    """Which part of a long table is shown: the first where nothing else is asked for."""
    text = request.GET.get("bagian", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
