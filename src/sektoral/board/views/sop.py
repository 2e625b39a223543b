"""The SOP in its versions, to read and to take away as a PDF."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sektoral.board.queries.sop import get_sop, sop_page
from sektoral.domain.roles import Permission
from sektoral.letters.previews import draft_sop, pdf_of
from sektoral.records.sop_versions import letter_of, text_of
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.visit import Work


@needs(Permission.SEE_BOARD, Permission.SEE_OWN_REQUESTS)
@require_safe
def sop(request: Work, key: UUID | None = None) -> HttpResponse:
    """This will show the SOP's text as it stands in the database."""
    page = sop_page(request.actor, key)
    return render(request, "board/sop.html", {"page": page, "crumbs": crumbs("SOP")})


@needs(Permission.SEE_BOARD, Permission.SEE_OWN_REQUESTS)
@require_safe
def sop_pdf(request: Work, key: UUID) -> HttpResponse:
    """This will give the SOP as it was signed, else set on paper for whoever would sign it today."""
    stored = get_sop(request.actor, key)
    letter = letter_of(stored)
    is_signed = letter is not None and letter.signed_file is not None and stored.is_chart_approved
    pdf = pdf_of(letter, at=request.at) if letter and is_signed else draft_sop(stored, text_of(stored), at=request.at)
    headers = {"Content-Disposition": f'attachment; filename="SOP-versi-{stored.version}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
