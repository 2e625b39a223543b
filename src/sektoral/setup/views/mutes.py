"""Doors to what is muted for a table: each act leads back to the table's page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.records.actors import local_date
from sektoral.records.models import Table
from sektoral.setup.actions.mutes import mute as mute_finding
from sektoral.setup.actions.mutes import unmute as unmute_finding
from sektoral.setup.forms.rules import MuteForm
from sektoral.setup.queries.mutes import fetch_mute
from sektoral.setup.views.rules import table_page
from sektoral.ui.fetch import fetch_table
from sektoral.ui.formats import date_text
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
FIELDS = {"mute_code_unknown": "code", "mute_day_out_of_range": "last_day"}


@require_POST
@needs(P.DECIDE_RULES)
@steps_up
def mute(request: Work, pk: UUID) -> HttpResponse:
    """This will mute a rule or finding for a table until a day."""
    found = fetch_table(request.actor, pk)
    form = MuteForm(request.POST, table=found, today=local_date(request.actor.office, request.at))
    if not form.is_valid():
        return table_page(request, found, form)
    try:
        muted = mute_finding(found, by=request.actor, at=request.at, **form.cleaned_data)
    except Invalid as error:
        form.add_error(FIELDS.get(error.code), explained(error))
        return table_page(request, found, form)
    messages.success(request, f"Dibisukan sampai {date_text(muted.last_day)}. Temuannya tetap dicatat sebagai catatan.")
    return redirect("setup:rule_table", pk=found.pk)


@require_POST
@needs(P.DECIDE_RULES)
@steps_up
def unmute(request: Work, pk: UUID) -> HttpResponse:
    """This will let a muted finding speak again."""
    muted = fetch_mute(request.actor, pk)
    unmute_finding(muted, by=request.actor, at=request.at)
    messages.success(request, "Pembisuan diakhiri. Temuan kembali dihitung pada pemeriksaan berikutnya.")
    home = Table.objects.get(agency_id=muted.agency_id, code=muted.table_code, is_current=True)
    return redirect("setup:rule_table", pk=home.pk)
