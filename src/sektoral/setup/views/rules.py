"""Doors to the rules of the office. Who writes, sets up or audits may look; each act asks for its own right."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.domain.errors import Invalid, SektoralError
from sektoral.domain.roles import Permission
from sektoral.records.actors import local_date
from sektoral.records.models import Table
from sektoral.setup.actions.rules import activate_rule, change_rule, restore_rule, retire_rule, write_rule
from sektoral.setup.forms.rules import DecisionForm, MuteForm, RuleForm, TableForm, typed_rule
from sektoral.setup.queries.mutes import list_mutes
from sektoral.setup.queries.rule_language import FUNCTIONS_KNOWN, SIGNS, chips_of, explain_fault
from sektoral.setup.queries.rule_page import rule_page
from sektoral.setup.queries.rule_preview import preview_rule
from sektoral.setup.queries.rules import (
    ON_SCREEN,
    check_change,
    fetch_rule,
    list_built_in,
    list_rules,
    list_spec,
    table_of,
    versions_of,
)
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.fetch import fetch_table
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.messages import explained
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

P = Permission
LOOKS = (P.WRITE_RULES, P.SET_UP, P.SEE_JOURNAL)
GET_OR_POST = ["GET", "HEAD", "POST"]
DECIDED = {  # what is done, and what is said afterwards, by the key of the decision
    "aktifkan": (activate_rule, "Aturan {code} aktif. Instrumen berikutnya memuatnya dengan bobot penuh."),
    "hentikan": (retire_rule, "Aturan {code} dihentikan. Putaran yang sedang berjalan tidak berubah."),
    "pulihkan": (restore_rule, "Aturan {code} kembali sebagai uji coba."),
}


@require_GET
@needs(*LOOKS)
def index(request: Work) -> HttpResponse:
    """This will list all rules of the office, or export the list."""
    office = request.actor.office
    rows = list_rules(office, on=local_date(office, request.at))
    spec, query = list_spec(rows), request.GET.dict()
    file = export(spec, rows, query, ZoneInfo(office.time_zone))
    if file is not None:
        return file
    page = list_page(spec, rows, query)
    shown = {
        "crumbs": trail(),
        "list": page,
        "heads": [head for head in page.heads if head.key in ON_SCREEN],
        "has_rules": bool(rows),
        "checks": list_built_in(office),
        "may_write": request.actor.may(P.WRITE_RULES),
    }
    return render(request, "setup/rules/index.html", shown)


@require_GET
@needs(P.WRITE_RULES)
def choose(request: Work) -> HttpResponse:
    """This will ask for which table a rule is to be written, and lead there."""
    form = TableForm(request.GET if "table" in request.GET else None, actor=request.actor)
    if form.is_bound and form.is_valid():
        return redirect("setup:rule_new", pk=form.cleaned_data["table"])
    shown = {"form": form, "crumbs": trail("Tulis aturan")}
    return render(request, "setup/rules/choose.html", shown, status=422 if form.errors else 200)


@require_GET
@needs(*LOOKS)
def table(request: Work, pk: UUID) -> HttpResponse:
    """This will show the rules and mutes of one table."""
    return table_page(request, fetch_table(request.actor, pk), None)


def table_page(request: Work, found: Table, form: MuteForm | None) -> HttpResponse:
    """This will draw a table's page, with a form that was filled in wrongly or a fresh one."""
    today = local_date(request.actor.office, request.at)
    shown = {
        "table": found,
        "rules": list_rules(request.actor.office, on=today, table=found),
        "mutes": list_mutes(found, on=today),
        "form": form or MuteForm(table=found, today=today),
        "may_write": request.actor.may(P.WRITE_RULES),
        "may_decide": request.actor.may(P.DECIDE_RULES),
        "crumbs": trail(found.title),
    }
    return render(request, "setup/rules/table.html", shown, status=422 if form and form.errors else 200)


@require_GET
@needs(*LOOKS)
def rule(request: Work, pk: UUID) -> HttpResponse:
    """This will show a rule: what it says, what it would flag, its versions, and what may be done."""
    return _rule_page(request, pk, {})


@require_http_methods(GET_OR_POST)
@needs(P.WRITE_RULES)
def new(request: Work, pk: UUID) -> HttpResponse:
    """This will write a rule for a table, or try it first."""
    found = fetch_table(request.actor, pk)
    form = RuleForm(request.POST if request.method == "POST" else None)
    if _is_to_be_saved(request, form):
        try:
            version = write_rule(found, form.draft(), by=request.actor, at=request.at)
        except Invalid as error:
            form.add_error(_field_of(error), explained(error))
        else:
            messages.success(request, f"Aturan {version.rule.code} ditulis sebagai uji coba: temuannya hanya catatan.")
            return redirect("setup:rule", pk=version.rule_id)
    return _editor(request, found, form, heading=f"Tulis aturan untuk {found.code}")


@require_http_methods(GET_OR_POST)
@needs(P.WRITE_RULES)
def change(request: Work, pk: UUID) -> HttpResponse:
    """This will change a rule by a new version, or try it first."""
    found = fetch_rule(request.actor, pk)
    home, latest = table_of(found), versions_of(found)[-1]
    check_change(request.actor, latest)
    form = RuleForm(request.POST) if request.method == "POST" else RuleForm.of(latest)
    if _is_to_be_saved(request, form):
        seen = form.cleaned_data["seen"]
        try:
            version = change_rule(found, form.draft(), seen=seen, by=request.actor, at=request.at)
        except SektoralError as error:
            form.add_error(_field_of(error), explained(error))
        else:
            messages.success(request, f"Aturan {found.code} kini versi {version.number}.")
            return redirect("setup:rule", pk=found.pk)
    return _editor(request, home, form, heading=f"Ubah aturan {found.code} {home.title}")


@require_POST
@needs(P.WRITE_RULES)
def try_out(request: Work, pk: UUID) -> HttpResponse:
    """This will tell, while a rule is typed, what it would flag in the bank, or why it cannot be read."""
    found = fetch_table(request.actor, pk)
    return render(request, "setup/rules/preview.html", _tried(found, RuleForm(request.POST)))


@require_POST
@needs(P.DECIDE_RULES)
@steps_up
def activate(request: Work, pk: UUID) -> HttpResponse:
    """This will make a rule weigh."""
    return _decide(request, pk, "aktifkan")


@require_POST
@needs(P.DECIDE_RULES)
@steps_up
def retire(request: Work, pk: UUID) -> HttpResponse:
    """This will take a rule out of use."""
    return _decide(request, pk, "hentikan")


@require_POST
@needs(P.DECIDE_RULES)
@steps_up
def restore(request: Work, pk: UUID) -> HttpResponse:
    """This will put a retired rule on trial."""
    return _decide(request, pk, "pulihkan")


def trail(*steps: str) -> "tuple[Crumb, ...]":
    """This will make the trail below the list of rules."""
    above: list[tuple[str, str] | str] = [("Penataan", reverse("setup:index"))]
    above += [("Aturan pemeriksaan", reverse("setup:rules")), *steps] if steps else ["Aturan pemeriksaan"]
    return tuple(crumbs(*above))


def _decide(request: Work, pk: UUID, act: str) -> HttpResponse:
    found, form = fetch_rule(request.actor, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _rule_page(request, pk, {act: form})
    deed, said = DECIDED[act]
    deed(found, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"], by=request.actor, at=request.at)
    messages.success(request, said.format(code=found.code))
    return redirect("setup:rule", pk=found.pk)


def _rule_page(request: Work, pk: UUID, faulty: dict[str, DecisionForm]) -> HttpResponse:
    found = fetch_rule(request.actor, pk)
    page = rule_page(request.actor, found, on=local_date(request.actor.office, request.at))
    decisions = [
        (one, faulty.get(one.key) or DecisionForm(initial={"seen": page.number}, auto_id=f"{one.key}_%s"))
        for one in page.decisions
    ]
    shown = {
        "page": page,
        "decisions": decisions,
        "crumbs": trail(f"{found.code} {page.table.title}"),
        "may_write": request.actor.may(P.WRITE_RULES),
        "may_see_bank": request.actor.may(P.SEE_BANK),
    }
    return render(request, "setup/rules/rule.html", shown, status=422 if faulty else 200)


def _editor(request: Work, found: Table, form: RuleForm, *, heading: str) -> HttpResponse:
    shown = {
        "table": found,
        "form": form,
        "heading": heading,
        "columns": chips_of(found),
        "signs": SIGNS,
        "functions": FUNCTIONS_KNOWN,
        "crumbs": trail(heading),
        **_tried(found, form),
    }
    faulty = form.is_bound and "preview" not in request.POST and not form.is_valid()
    return render(request, "setup/rules/edit.html", shown, status=422 if faulty else 200)


def _tried(found: Table, form: RuleForm) -> dict[str, object]:
    """What the formula in the form would flag, or what is wrong with it; nothing while there is none."""
    typed = {name: str(form[name].value() or "") for name in ("text", "tolerance")}
    if not typed["text"].strip():
        return {"preview": None, "fault": ""}
    rule = typed_rule(**typed)
    if fault := explain_fault(rule, found):
        return {"preview": None, "fault": fault}
    return {"preview": preview_rule(found, rule), "fault": ""}


def _is_to_be_saved(request: Work, form: RuleForm) -> bool:
    return request.method == "POST" and "preview" not in request.POST and form.is_valid()


def _field_of(error: SektoralError) -> str | None:
    return {"rule_text_unreadable": "text", "rule_says_missing": "says"}.get(error.code)
