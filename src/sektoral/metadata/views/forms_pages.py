"""Doors to the metadata forms: how far the agencies are, one agency, one form with its versions, and its check."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.domain.errors import SektoralError
from sektoral.domain.metadata_answers import faults_of
from sektoral.domain.metadata_forms import MetadataKind, form_of
from sektoral.domain.roles import Permission
from sektoral.metadata.actions.forms_writing import check_form, check_may_check, take_anew, write_form
from sektoral.metadata.forms.forms_reading import read_posted
from sektoral.metadata.queries.forms_overview import agencies_spec, list_agencies, list_forms, status_of_form
from sektoral.metadata.queries.forms_page import Typed, form_page
from sektoral.metadata.queries.forms_reach import LOOKS, WORDS, About, fetch_about, fetch_agency, fetch_version
from sektoral.metadata.queries.sections import sections_for
from sektoral.records.actors import Actor
from sektoral.ui.components import Action, Crumb, crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
KEPT = "Metadata tersimpan sebagai versi {version}."


@require_GET
@needs(*LOOKS)
def index(request: Work) -> HttpResponse:
    """This will tell how far each agency is; an agency's people are led to their own."""
    rows = list_agencies(request.actor)
    if not request.actor.roles and len(rows) == 1:
        return redirect("metadata:agency", agency=rows[0].id)
    spec, query = agencies_spec(), request.GET.dict()
    file = export(spec, rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    owed = sum(row.standing.owed for row in rows)
    shown = {
        "list": list_page(spec, rows, query),
        "owed": owed,
        "complete": sum(row.standing.complete for row in rows),
        "sections": sections_for(request.actor),
    }
    return render(request, "metadata/index.html", shown)


@require_GET
@needs(*LOOKS)
def agency(request: Work, agency: UUID) -> HttpResponse:
    """This will list the forms that an agency owes."""
    found = fetch_agency(request.actor, agency)
    rows = list_forms(found)
    groups = [(form_of(kind), [row for row in rows if row.kind is kind]) for kind in MetadataKind]
    shown = {
        "agency": found,
        "groups": [(form, of_kind) for form, of_kind in groups if of_kind],
        "percent": sum(row.percent for row in rows) // len(rows) if rows else 0,
        "sections": sections_for(request.actor),
        "crumbs": trail(found.name),
    }
    return render(request, "metadata/agency.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*LOOKS)
def form(request: Work, agency: UUID, form: str, about: str) -> HttpResponse:
    """This will show a form, keep what was typed as its next version, or show it again with all that is wrong."""
    found = fetch_about(request.actor, agency, form, about)
    if request.method != "POST":
        return _page(request, found, None)
    answers = read_posted(form_of(found.kind), request.POST)
    if more := request.POST.get("more", ""):
        return _page(request, found, Typed(answers, more=more))
    try:
        version = write_form(found, answers, seen=_seen(request), by=request.actor, at=request.at)
    except SektoralError as error:
        if error.status < 409:
            raise
        messages.error(request, explained(error))
        typed = Typed(answers, faults_of(form_of(found.kind), answers))
        return _page(request, found, typed, status=error.status)
    messages.success(request, KEPT.format(version=version.version))
    return redirect("metadata:form", agency=agency, form=form, about=about)


@require_GET
@needs(*LOOKS)
def version(request: Work, pk: UUID) -> HttpResponse:
    """This will lead to the form that a version belongs to, at that version."""
    found = fetch_version(request.actor, pk)
    word = WORDS[MetadataKind(found.kind)]
    address = reverse("metadata:form", kwargs={"agency": found.agency_id, "form": word, "about": found.key})
    return redirect(f"{address}#versi-{found.version}")


@require_POST
@needs(P.WRITE_METADATA)
def anew(request: Work, pk: UUID) -> HttpResponse:
    """This will make an older version the newest one again."""
    older = fetch_version(request.actor, pk)
    word = WORDS[MetadataKind(older.kind)]
    about = fetch_about(request.actor, older.agency_id, word, older.key)
    act = lambda: take_anew(about, older, seen=about.version, by=request.actor, at=request.at)  # noqa: E731
    return act_and_return(request, act, done=f"Isi versi {older.version} berlaku lagi.", to=_address(about))


@require_POST
@needs(P.CHECK_METADATA)
def check(request: Work, pk: UUID) -> HttpResponse:
    """This will note that a form was found to be right."""
    found = fetch_version(request.actor, pk)
    about = fetch_about(request.actor, found.agency_id, WORDS[MetadataKind(found.kind)], found.key)
    act = lambda: check_form(found, by=request.actor, at=request.at)  # noqa: E731
    return act_and_return(request, act, done="Metadata dinyatakan sesuai.", to=_address(about))


def trail(*steps: "tuple[str, str] | str") -> "tuple[Crumb, ...]":
    """This will make the trail below the overview."""
    return tuple(crumbs(("Metadata", reverse("metadata:index")), *steps))


def _address(about: About) -> str:
    return reverse("metadata:form", kwargs={"agency": about.agency.pk, "form": WORDS[about.kind], "about": about.key})


def _seen(request: Work) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 6 else -1


def _page(request: Work, about: About, typed: Typed | None, *, status: int = 200) -> HttpResponse:
    page = form_page(request.actor, about, typed, at=request.at)
    above = (about.agency.name, reverse("metadata:agency", kwargs={"agency": about.agency.pk}))
    shown = {
        "page": page,
        "status": status_of_form(about.owed),
        "seen": request.POST.get("seen", page.version) if typed else page.version,
        "check": _check(request.actor, about),
        "crumbs": trail(above, f"{page.kind.value} {page.name}"),
    }
    return render(request, "metadata/form.html", shown, status=status)


def _check(actor: Actor, about: About) -> Action | None:
    """The button of the Walidata, with what is missing where it cannot be pressed."""
    if about.stored is None or about.stored.checked_at or not actor.may(P.CHECK_METADATA):
        return None
    label, url = "Nyatakan sesuai", reverse("metadata:check", kwargs={"pk": about.stored.pk})
    try:
        check_may_check(actor, about.stored)
    except SektoralError as error:
        return Action(label, url, refusal=explained(error))
    return Action(label, url, post=True, icon="check")
