"""Doors of the control sheets: of all agencies of a round, or of one."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sektoral.adapters.typesetting.books import render_control_sheets
from sektoral.board.queries.board import get_round
from sektoral.board.queries.control import control_sheets
from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.ui.guards import needs
from sektoral.ui.visit import Work


@needs(Permission.SEE_LETTERS)
@require_safe
def of_round(request: Work, key: UUID) -> HttpResponse:
    """This will print the sheet of every agency that a round asks."""
    return _printed(request, key)


@needs(Permission.SEE_LETTERS)
@require_safe
def of_agency(request: Work, key: UUID, asked: UUID) -> HttpResponse:
    """This will print the sheet of one agency."""
    return _printed(request, key, asked)


def _printed(request: Work, key: UUID, asked: UUID | None = None) -> HttpResponse:
    round_ = get_round(request.actor, key)
    if round_ is None:
        raise NotFound("not_found")
    sheets = control_sheets(round_, request.actor, at=request.at, only=asked)
    headers = {"Content-Disposition": 'attachment; filename="lembar-kendali.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(render_control_sheets(sheets).pdf, content_type="application/pdf", headers=headers)
