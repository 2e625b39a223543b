"""Doors of the set-up. Who prepares letters or audits may look; only the administrator changes."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.states import RuleState
from sektoral.letters.services import service_of
from sektoral.letters.words import SERVICE_WORDS
from sektoral.records.actors import local_date
from sektoral.setup.actions.agencies import add_agency
from sektoral.setup.actions.assignments import change_assignment, end_assignment
from sektoral.setup.actions.calendar import add_to_calendar
from sektoral.setup.actions.clocks import set_clocks
from sektoral.setup.actions.mergers import merge_agencies
from sektoral.setup.forms.office import (
    AgencyForm,
    ClocksForm,
    DayOffForm,
    EndOfSeatForm,
    HoursForm,
    MergerForm,
    SeatForm,
)
from sektoral.setup.queries import office as queries
from sektoral.setup.queries.rules import list_rules
from sektoral.ui.addresses import open_url
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import ListSpec, R, export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
LOOKS = (P.SET_UP, P.PREPARE_LETTERS, P.SEE_JOURNAL, P.WRITE_RULES)
GET_OR_POST = ["GET", "HEAD", "POST"]
TITLES = {"kalender": "Kalender kerja", "penugasan": "Petugas dan penugasan", "opd": "OPD", "katalog": "Katalog tabel"}


@require_GET
@needs(*LOOKS)
def index(request: Work) -> HttpResponse:
    """This will show what can be set up, with its present extent."""
    office = request.actor.office
    today = local_date(office, request.at)
    page = {
        "office": office,
        "days": sum(1 for day in queries.list_days(office) if day.date.year == today.year),
        "year": today.year,
        "service": SERVICE_WORDS[service_of(office)],
        "seats": sum(1 for seat in queries.list_seats(office, on=today) if seat.is_present),
        "agencies": sum(1 for agency in queries.list_agencies(office) if not agency.successor),
        "tables": len(queries.list_tables(office)),
        "contacts": open_url(request.actor, "setup:contacts"),
        "accounts": open_url(request.actor, "setup:accounts"),
        "api_keys": open_url(request.actor, "setup:api_keys"),
        "sop": queries.sop_in_short(office),
        "rules": sum(rule.state != RuleState.RETIRED for rule in list_rules(office, on=today)),
    }
    return render(request, "setup/index.html", page)


@require_http_methods(GET_OR_POST)
@needs(*LOOKS)
def calendar(request: Work) -> HttpResponse:
    """This will list days off and hours, and add one, and set the clocks; issued deadlines never move."""
    day_form = DayOffForm(request.POST if "day" in request.POST else None)
    hours_form = HoursForm(request.POST if "hours" in request.POST else None)
    if day_form.is_bound and day_form.is_valid():
        add_to_calendar(days=[day_form.day()], by=request.actor, at=request.at)
        messages.success(request, "Hari libur ditambahkan. Batas waktu yang sudah terbit tidak bergeser.")
        return redirect("setup:calendar")
    if hours_form.is_bound and hours_form.is_valid():
        add_to_calendar(hours=[hours_form.hours()], by=request.actor, at=request.at)
        messages.success(request, "Jam kerja ditambahkan. Batas waktu yang sudah terbit tidak bergeser.")
        return redirect("setup:calendar")
    office = request.actor.office
    clocks = {"revision_days": office.revision_days, "contradiction_days": office.contradiction_days}
    clocks_form = ClocksForm(request.POST if "clocks" in request.POST else None, initial=clocks)
    if clocks_form.is_bound and clocks_form.is_valid():
        return act_and_return(
            request,
            lambda: set_clocks(clocks_form.clocks(), by=request.actor, at=request.at),
            done="Waktunya diubah. Batas waktu yang sudah terbit tidak bergeser.",
            to=reverse("setup:calendar"),
        )
    forms = {"day_form": day_form, "hours_form": hours_form, "clocks_form": clocks_form}
    more: dict[str, object] = {**forms, "hours": queries.list_hours(office), "clocks": clocks}
    return _listed(request, "setup/calendar.html", queries.DAYS, queries.list_days(office), more)


@require_http_methods(GET_OR_POST)
@needs(*LOOKS)
@steps_up
def seats(request: Work) -> HttpResponse:
    """This will list who sits where, and seat a person."""
    office, today = request.actor.office, local_date(request.actor.office, request.at)
    form = SeatForm(request.POST or None, office=office, today=today)
    if form.is_bound and form.is_valid():
        try:
            seat = change_assignment(form.seat(), by=request.actor, at=request.at)
        except Invalid as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, f"{seat.person.name} bertugas sebagai {seat.title}.")
            return redirect(reverse("setup:seats") + "#isi")
    return _listed(request, "setup/seats.html", queries.SEATS, queries.list_seats(office, on=today), {"form": form})


@require_http_methods(GET_OR_POST)
@needs(P.SET_UP)
@steps_up
def seat(request: Work, key: UUID) -> HttpResponse:
    """This will show one seat, and end it."""
    office, today = request.actor.office, local_date(request.actor.office, request.at)
    found = queries.fetch_seat(office, key)
    row = queries.seat_row(found, on=today)
    form = EndOfSeatForm(request.POST or None, seat=row, today=today)
    if form.is_bound and form.is_valid():
        return act_and_return(
            request,
            lambda: end_assignment(found, last=form.cleaned_data["last"], by=request.actor, at=request.at),
            done=f"Hari terakhir penugasan {row.person} dicatat.",
            to=reverse("setup:seat", args=[key]),
        )
    trail = crumbs(("Penataan", reverse("setup:index")), (TITLES["penugasan"], reverse("setup:seats")), row.person)
    page = {"crumbs": trail, "row": row, "form": form}
    return render(request, "setup/seat.html", page, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@needs(*LOOKS)
@steps_up
def agencies(request: Work) -> HttpResponse:
    """This will list the agencies, add one, and note a merger."""
    office = request.actor.office
    new = AgencyForm(request.POST if "new" in request.POST else None, office=office)
    form = MergerForm(request.POST if "merge" in request.POST else None, office=office)
    if new.is_bound and new.is_valid():
        try:
            added = add_agency(new.agency(), by=request.actor, at=request.at)
        except Invalid as error:
            new.add_error(None, explained(error))
        else:
            messages.success(request, f"{added.name} ditambahkan. Tabelnya menyusul, misalnya dengan penggabungan.")
            return redirect(reverse("setup:agencies") + "#isi")
    if form.is_bound and form.is_valid():
        merger = form.merger()
        try:
            merge_agencies(merger, by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error(None, explained(error))
        else:
            told = f"{merger.agency.name} digabung ke {merger.into.name}; tabel terbukanya dialihkan."
            messages.success(request, told)
            return redirect(reverse("setup:agencies") + "#isi")
    return _listed(
        request, "setup/agencies.html", queries.AGENCIES, queries.list_agencies(office), {"form": form, "new": new}
    )


@require_GET
@needs(*LOOKS)
def tables(request: Work) -> HttpResponse:
    """This will list the tables that agencies owe."""
    return _listed(request, "setup/tables.html", queries.TABLES, queries.list_tables(request.actor.office), {})


def _listed(
    request: Work, template: str, spec: ListSpec[R], rows: Sequence[R], more: dict[str, object]
) -> HttpResponse:
    """The page of a list, or the list as a file."""
    file = export(spec, rows, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file:
        return file
    page = {
        "crumbs": crumbs(("Penataan", reverse("setup:index")), TITLES[spec.name]),
        "list": list_page(spec, rows, request.GET.dict()),
        "may_change": request.actor.may(P.SET_UP),
        **more,
    }
    faulty = any(getattr(form, "errors", None) for form in more.values())
    return render(request, template, page, status=422 if faulty else 200)
