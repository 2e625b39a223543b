"""The Kadis opens a round."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from sektoral.domain.errors import Invalid, Refused
from sektoral.domain.roles import Permission
from sektoral.records.models import Round
from sektoral.steps.step1_request.actions import rounds
from sektoral.steps.step1_request.forms import OrderForm, WrittenOrderForm, reasons_in
from sektoral.steps.step1_request.queries.opening import Given, OpeningPage, last_year_of, opening_page
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work


@needs(Permission.OPEN_ROUND, Permission.OPEN_ROUND_BY_ORDER)
def open_round(request: Work) -> HttpResponse:
    """This will show who takes part, and open the round as ordered."""
    office = request.actor.office
    last_year = last_year_of(office, request.at)
    kind = OrderForm if request.actor.may(Permission.OPEN_ROUND) else WrittenOrderForm
    if request.method != "POST":
        form = kind(initial={"period": last_year})
        return _show(request, form, opening_page(office, Given(), period=last_year, at=request.at))
    if "offer" in request.POST:
        return _offer(request, kind)
    form = kind(request.POST, request.FILES)
    given = Given(
        ticked=frozenset(_ids(request.POST.getlist("agency"))),
        reasons=reasons_in(request.POST.dict()),
        tables=frozenset(_ids(request.POST.getlist("table"))),
    )
    page = opening_page(office, given, period=request.POST.get("period", ""), at=request.at)
    if form.is_valid() and not any(one.fault for one in page.candidates):
        try:
            round_ = _open(request, form, page)
        except (Invalid, Refused) as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, "Putaran dibuka. JP dapat menyiapkan surat permintaan.")
            return redirect("step1:round", pk=round_.pk)
    return _show(request, form, page, status=422)


def _offer(request: Work, kind: type[OrderForm]) -> HttpResponse:
    """Lay the list out anew for another period; nothing is opened, and what was ticked is dropped."""
    given = {name: request.POST.get(name, "") for name in kind.base_fields}
    page = opening_page(request.actor.office, Given(), period=given["period"], at=request.at)
    return _show(request, kind(initial=given), page)


def _open(request: Work, form: OrderForm, page: OpeningPage) -> Round:
    order = rounds.Order(
        period=form.cleaned_data["period"],
        title=form.cleaned_data["title"],
        agencies=[one.agency for one in page.candidates if one.ticked],
        omissions={one.agency.pk: one.reason for one in page.candidates if not one.ticked},
        tables={one.agency.pk: one.chosen for one in page.candidates if one.ticked},
        written=form.written() if isinstance(form, WrittenOrderForm) else None,
    )
    return rounds.open_round(order, by=request.actor, at=request.at)


def _show(request: Work, form: OrderForm, page: OpeningPage, *, status: int = 200) -> HttpResponse:
    faults = [one for one in page.candidates if one.fault]
    by_order = isinstance(form, WrittenOrderForm)
    shown = {"form": form, "by_order": by_order, "page": page, "faults": faults, "crumbs": crumbs("Buka putaran")}
    return render(request, "step1/open.html", shown, status=status)


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
