"""Doors to the files of metadata: the sheets for INDAH, for all that the person may see or one agency, and a paper."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from sektoral.adapters.sheets import to_book, to_zip
from sektoral.domain.errors import NotFound
from sektoral.domain.indah import Sheet
from sektoral.metadata.queries.forms_exporting import print_form, sheets_for
from sektoral.metadata.queries.forms_reach import LOOKS, fetch_agency, fetch_version
from sektoral.ui.guards import needs
from sektoral.ui.lists import XLSX_TYPE
from sektoral.ui.visit import Work


@require_GET
@needs(*LOOKS)
def book(request: Work) -> HttpResponse:
    """This will give the sheets as a workbook."""
    return _file(request, to_book, "indah.xlsx", XLSX_TYPE)


@require_GET
@needs(*LOOKS)
def bundle(request: Work) -> HttpResponse:
    """This will give the sheets as CSV files in a zip."""
    return _file(request, to_zip, "indah.zip", "application/zip")


@require_GET
@needs(*LOOKS)
def paper(request: Work, pk: UUID) -> HttpResponse:
    """This will set one version of a form on paper."""
    found = fetch_version(request.actor, pk)
    name = f"{found.kind}-{found.agency.code}-{found.key}-v{found.version}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        print_form(found, by=request.actor, at=request.at), content_type="application/pdf", headers=headers
    )


def _file(request: Work, write: Callable[[Sequence[Sheet]], bytes], name: str, kind: str) -> HttpResponse:
    asked = request.GET.get("opd", "")
    agencies = [fetch_agency(request.actor, _id(asked)).pk] if asked else None
    body = write(sheets_for(request.actor, agencies, at=request.at))
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("not_found") from error
