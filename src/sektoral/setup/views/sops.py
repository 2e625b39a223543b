"""Doors to the SOP's versions: a revision is written with its chart beside it, and goes to be signed. The SOP itself
is read on its own page.
"""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.domain.errors import Invalid, SektoralError, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.sop_text import SopText
from sektoral.letters.previews import MOST_PAGES, Page, draft_sop, draw_pdf
from sektoral.records.models import Sop
from sektoral.records.sop_versions import text_of
from sektoral.setup.actions.sops import begin_revision, drop_revision, propose_sop, write_revision
from sektoral.setup.forms.sop_edit import edit_page
from sektoral.setup.forms.sops import read_change, read_sop
from sektoral.setup.queries.sops import check_can_write, fetch_sop, sop_version_page, sops_page
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
LOOKS = (P.WRITE_SOP, P.PREPARE_LETTERS, P.SIGN_LETTERS, P.SET_UP, P.SEE_JOURNAL)
KEPT = "Revisi tersimpan."
FAULTY = "Revisi tersimpan. Masih ada {count} hal yang perlu diperbaiki sebelum dapat diajukan."


@require_GET
@needs(*LOOKS)
def index(request: Work) -> HttpResponse:
    """This will list the SOP's versions and what may be done."""
    return render(request, "setup/sops/index.html", {"page": sops_page(request.actor), "crumbs": _trail()})


@require_GET
@needs(*LOOKS)
def version(request: Work, pk: UUID) -> HttpResponse:
    """This will show a version beside the one that it follows."""
    stored = fetch_sop(request.actor, pk)
    page = sop_version_page(request.actor, stored)
    shown = {"page": page, "sheets": _sheets(request, stored), "crumbs": _trail(f"Versi {page.version}")}
    return render(request, "setup/sops/version.html", shown)


@require_POST
@needs(P.WRITE_SOP)
def begin(request: Work) -> HttpResponse:
    """This will begin a revision and lead to its page; what forbids it is said on the list."""
    try:
        stored = begin_revision(by=request.actor, at=request.at)
    except WrongState as error:
        messages.error(request, explained(error))
        return redirect("setup:sops")
    return redirect("setup:sop_edit", pk=stored.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.WRITE_SOP)
def edit(request: Work, pk: UUID) -> HttpResponse:
    """This will show a revision to be written, keep what was typed, or show it again as it would be."""
    stored = fetch_sop(request.actor, pk)
    try:
        check_can_write(stored)
    except WrongState as error:
        messages.error(request, explained(error))
        return redirect("setup:sop_version", pk=pk)
    if request.method != "POST":
        return _editor(request, stored, text_of(stored), stored.change)
    content, change, seen = _typed(request, stored)
    if "pratinjau" in request.POST:
        return _editor(request, stored, content, change, seen=seen)
    try:
        write_revision(stored, content, change=change, seen=seen, by=request.actor, at=request.at)
    except (Invalid, WrongState) as error:
        messages.error(request, explained(error))
        return _editor(request, stored, content, change, seen=seen, status=error.status)
    count = edit_page(stored, content, change).faults
    messages.success(request, FAULTY.format(count=count) if count else KEPT)
    return redirect("setup:sop_edit", pk=pk)


@require_POST
@needs(P.WRITE_SOP)
def preview(request: Work, pk: UUID) -> HttpResponse:
    """This will draw the chart as it is typed, beside the page while it is written."""
    stored = fetch_sop(request.actor, pk)
    content, change, _ = _typed(request, stored)
    return render(request, "setup/sops/preview.html", {"page": edit_page(stored, content, change)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*LOOKS)
def paper(request: Work, pk: UUID) -> HttpResponse:
    """This will set a version on paper: as it is kept, or as it is typed."""
    stored = fetch_sop(request.actor, pk)
    content = _typed(request, stored)[0] if request.method == "POST" else text_of(stored)
    pdf = draft_sop(stored, content, at=request.at)
    headers = {"Content-Disposition": f'attachment; filename="SOP-versi-{stored.version}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.WRITE_SOP)
def drop(request: Work, pk: UUID) -> HttpResponse:
    """This will ask once more, and give a revision up."""
    stored = fetch_sop(request.actor, pk)
    if request.method != "POST":
        shown = {"version": stored.version, "key": pk, "crumbs": _trail("Batalkan revisi")}
        return render(request, "setup/sops/drop.html", shown)
    done = "Revisi dibatalkan. Naskahnya tetap dapat dibaca di sini."
    act = lambda: drop_revision(stored, by=request.actor, at=request.at)  # noqa: E731
    return act_and_return(request, act, done=done, to=reverse("setup:sops"))


@require_POST
@needs(P.PREPARE_LETTERS)
def propose(request: Work, pk: UUID) -> HttpResponse:
    """This will send a version on its way to be signed."""
    stored = fetch_sop(request.actor, pk)
    done = "SOP diajukan. Naskahnya menunggu paraf, lalu tanda tangan Kadis."
    act = lambda: propose_sop(stored, by=request.actor, at=request.at)  # noqa: E731
    return act_and_return(request, act, done=done, to=reverse("setup:sop_version", args=[pk]))


def _sheets(request: Work, stored: Sop) -> Sequence[Page]:
    """A draft that no sheet can hold yet has none."""
    try:
        return draw_pdf(draft_sop(stored, text_of(stored), at=request.at), most=MOST_PAGES)
    except SektoralError:
        return ()


def _typed(request: Work, stored: Sop) -> tuple[SopText, str, str]:
    posted = request.POST.dict()
    return read_sop(posted, text_of(stored)), read_change(posted), posted.get("seen", "")


def _editor(
    request: Work, stored: Sop, content: SopText, change: str, *, seen: str = "", status: int = 200
) -> HttpResponse:
    shown = {
        "page": edit_page(stored, content, change, seen=seen),
        "stored": stored,
        "crumbs": _trail(f"Revisi versi {stored.version}"),
    }
    return render(request, "setup/sops/edit.html", shown, status=status)


def _trail(*last: str) -> Sequence[Crumb]:
    setup = ("Penataan", reverse("setup:index"))
    return crumbs(setup, ("SOP", reverse("setup:sops")), *last) if last else crumbs(setup, "SOP")
