"""The SOP in its versions, to read and to take away as a PDF."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from sektoral.board.queries.sop import get_sop, sop_page
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.letters.previews import draft_pdf
from sektoral.records.models import Letter
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.visit import Work


@needs(Permission.SEE_BOARD, Permission.SEE_OWN_REQUESTS)
def sop(request: Work, key: UUID | None = None) -> HttpResponse:
    """This will show the SOP's text as it stands in the database."""
    page = sop_page(request.actor, key)
    return render(request, "board/sop.html", {"page": page, "crumbs": crumbs("SOP")})


@needs(Permission.SEE_BOARD, Permission.SEE_OWN_REQUESTS)
def sop_pdf(request: Work, key: UUID) -> HttpResponse:
    """This will set the SOP on paper; its approver is whoever holds the seat of the Kadis today."""
    stored = get_sop(request.actor, key)
    letter = Letter(office=stored.office, kind=LetterKind.SOP, content={"sop": str(stored.pk)})
    pdf = draft_pdf(letter, at=request.at)
    headers = {"Content-Disposition": f'inline; filename="SOP-versi-{stored.version}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
