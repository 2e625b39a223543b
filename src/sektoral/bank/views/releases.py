"""Doors of releasing: the list, a table of a period with its editions, and the classification of a table."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sektoral.bank.actions.releasing import classify, plan_release, publish, withdraw_release
from sektoral.bank.queries.released import telling_releases
from sektoral.bank.queries.releases import list_spec, list_waiting, release_page, releases_page
from sektoral.bank.queries.table_page import fetch_table
from sektoral.bank.release_forms import ClassifyForm, NoteForm, PlanForm, WithdrawForm
from sektoral.domain.errors import NotFound, SektoralError
from sektoral.domain.periods import read_period
from sektoral.domain.roles import Permission
from sektoral.domain.states import ReleaseState
from sektoral.records.models import Release, Table
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission


@needs(P.SEE_BANK)
@require_safe
def releases(request: Work) -> HttpResponse:
    """This will list what is planned, what the public has, and what could be planned, or export the list."""
    page, query = releases_page(request.actor.office, at=request.at), request.GET.dict()
    spec = list_spec(page.rows)
    file = export(spec, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    shown = {
        "page": page,
        "list": list_page(spec, page.rows, query),
        "plan_form": PlanForm(),
        "may_plan": request.actor.may(P.PLAN_RELEASES),
        "may_release": request.actor.may(P.RELEASE_DATA),
        "crumbs": crumbs(("Bank Data", reverse("bank:index")), "Rilis"),
    }
    return render(request, "bank/releases.html", shown)


@needs(P.PLAN_RELEASES)
@require_POST
def plan_all(request: Work) -> HttpResponse:
    """This will plan every open table that waits, for one period."""
    form, period = PlanForm(request.POST), request.POST.get("periode", "")
    if not form.is_valid():
        messages.error(request, "Rencana belum disimpan: pilih hari rilis yang dapat dibaca.")
        return redirect("bank:releases")
    tables = list_waiting(request.actor.office, period)
    done = 0
    try:
        for table in tables:
            plan_release(table, period, form.day, by=request.actor, at=request.at)
            done += 1
    except SektoralError as error:
        messages.error(request, explained(error))
    if done:
        messages.success(request, f"{done} tabel periode {period} masuk kalender rilis.")
    elif not tables:
        messages.warning(request, "Tidak ada tabel terbuka yang menunggu rencana untuk periode itu.")
    return redirect("bank:releases")


@needs(P.RELEASE_DATA)
@steps_up
@require_POST
def publish_many(request: Work) -> HttpResponse:
    """This will release the ticked plans, each on its own, and say what became of each that was refused."""
    keys = [key for key in request.POST.getlist("rilis") if _is_id(key)]
    plans = Release.objects.filter(office=request.actor.office, pk__in=keys).select_related("office", "agency")
    done = 0
    for one in plans:
        try:
            publish(one, note="", by=request.actor, at=request.at)
            done += 1
        except SektoralError as error:
            messages.error(request, f"{one.agency.name}, {one.code}, {one.period}: {explained(error)}")
    if done:
        messages.success(request, f"{done} tabel dirilis untuk umum.")
    elif not keys:
        messages.warning(request, "Pilih dahulu tabel yang akan dirilis.")
    return redirect("bank:releases")


@needs(P.SEE_BANK)
@require_safe
def release(request: Work, key: UUID, period: str) -> HttpResponse:
    """This will show a table of a period: what may be done, its editions, and what changed since the last."""
    table = _current(request, key)
    read_period(period)
    page = release_page(table, period, at=request.at)
    first = {"hari": page.planned.planned_on, "embargo": page.planned.embargo_until} if page.planned else {}
    shown = {
        "page": page,
        "plan_form": PlanForm(initial=first),
        "note_form": NoteForm(),
        "withdraw_form": WithdrawForm(),
        "may_plan": request.actor.may(P.PLAN_RELEASES),
        "may_release": request.actor.may(P.RELEASE_DATA),
        "crumbs": crumbs(
            ("Bank Data", reverse("bank:index")), ("Rilis", reverse("bank:releases")), f"{table.title}, {period}"
        ),
    }
    return render(request, "bank/release.html", shown)


@needs(P.PLAN_RELEASES)
@require_POST
def plan(request: Work, key: UUID, period: str) -> HttpResponse:
    """This will plan a table of a period, or move its day."""
    table, form = _current(request, key), PlanForm(request.POST)
    back = reverse("bank:release", args=[table.pk, period])
    if not form.is_valid():
        messages.error(request, "Rencana belum disimpan: pilih hari rilis yang dapat dibaca.")
        return redirect(back)
    act = lambda: plan_release(table, period, form.day, by=request.actor, at=request.at)  # noqa: E731
    return act_and_return(request, act, done="Rencana rilis disimpan dalam kalender.", to=back)


@needs(P.RELEASE_DATA)
@steps_up
@require_POST
def publish_one(request: Work, key: UUID) -> HttpResponse:
    """This will release what is planned."""
    one = _release(request, key)
    note = str(request.POST.get("keterangan", ""))[:2000]
    act = lambda: publish(one, note=note, by=request.actor, at=request.at)  # noqa: E731
    return act_and_return(request, act, done="Tabel dirilis untuk umum.", to=_page_of(one))


@needs(P.PLAN_RELEASES, P.RELEASE_DATA)
@steps_up
@require_POST
def withdraw(request: Work, key: UUID) -> HttpResponse:
    """This will take back a plan or an edition, with its reason."""
    one = _release(request, key)
    reason = str(request.POST.get("alasan", ""))[:2000]
    act = lambda: withdraw_release(one, reason=reason, by=request.actor, at=request.at)  # noqa: E731
    done = (
        "Rencana dibatalkan."
        if one.state == ReleaseState.PLANNED
        else "Edisi itu ditarik; tautannya menyebut alasannya."
    )
    return act_and_return(request, act, done=done, to=_page_of(one))


@needs(P.CLASSIFY_TABLES)
@steps_up
@require_http_methods(["GET", "POST"])
def classify_table(request: Work, key: UUID) -> HttpResponse:
    """This will show and set how a table is handled."""
    table = _current(request, key)
    first = {
        "klasifikasi": table.classification,
        "sembunyikan": table.hides_small,
        "jatuh_tempo": table.due_after_days,
    }
    form = ClassifyForm(request.POST) if request.method == "POST" else ClassifyForm(initial=first)
    telling = telling_releases(table, at=request.at)
    if not telling:
        del form.fields["tarik"]
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["alasan"]
        act = lambda: classify(table, form.handling, reason=reason, by=request.actor, at=request.at)  # noqa: E731
        back = reverse("bank:table", args=[table.pk])
        return act_and_return(request, act, done="Klasifikasi tabel disimpan.", to=back)
    trail = crumbs(
        ("Bank Data", reverse("bank:index")), (table.title, reverse("bank:table", args=[table.pk])), "Klasifikasi"
    )
    shown = {"table": table, "form": form, "telling": telling, "crumbs": trail}
    return render(request, "bank/classify.html", shown, status=422 if form.errors else 200)


def _current(request: Work, key: UUID) -> Table:
    """The current edition of a table, by any of its editions."""
    found = fetch_table(request.actor, key)
    return Table.objects.select_related("agency", "office").get(
        agency_id=found.agency_id, code=found.code, is_current=True
    )


def _release(request: Work, key: UUID) -> Release:
    found = Release.objects.filter(office=request.actor.office, pk=key).select_related("office", "agency").first()
    if found is None:
        raise NotFound("not_found")
    return found


def _page_of(one: Release) -> str:
    table = Table.objects.get(agency=one.agency, code=one.code, is_current=True)
    return reverse("bank:release", args=[table.pk, one.period])


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
