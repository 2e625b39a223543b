"""One rule as its page shows it: what it says now, what it would flag, and what may be done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from sektoral.domain.errors import SektoralError
from sektoral.domain.findings import Severity
from sektoral.domain.roles import Permission
from sektoral.domain.rules.unreadable import RuleUnreadable
from sektoral.domain.states import RuleState
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Mute, Rule, RuleVersion, Table
from sektoral.records.rules import mutes_on, rule_of
from sektoral.setup.queries.rule_past import precision_of
from sektoral.setup.queries.rule_preview import Preview, preview_rule
from sektoral.setup.queries.rules import (
    Edition,
    check_change,
    check_decision,
    history_of,
    precision_text,
    table_of,
    versions_of,
)
from sektoral.ui.components import Action, Fact, Status
from sektoral.ui.findings import STATUSES
from sektoral.ui.formats import date_text
from sektoral.ui.messages import explained
from sektoral.ui.states import status_of


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that may be decided of the rule, with a reason; `refusal` says why not by this person or now."""

    key: str
    label: str
    url: str
    note: str
    refusal: str

    @property
    def action(self) -> Action:
        """The refused button."""
        return Action(self.label, refusal=self.refusal, key=self.key)


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule. `fault` says why it cannot be read against the table as it is now; then nothing is previewed."""

    id: UUID
    code: str
    says: str
    status: Status
    weight: Status
    number: int
    table: Table
    facts: Sequence[Fact]
    muted: Mute | None
    preview: Preview | None
    fault: str
    precision: str
    has_alarms: bool
    change: Action
    decisions: Sequence[Decision]
    history: Sequence[Edition]


def rule_page(actor: Actor, rule: Rule, *, on: date) -> RulePage:
    """This will read a rule's page; only who may see the bank is shown its figures. `on` is the day for mutes."""
    versions, table = versions_of(rule), table_of(rule)
    latest = versions[-1]
    may_see = actor.may(Permission.SEE_BANK)
    preview, fault = _preview(table, latest) if may_see else (None, "")
    precision = precision_of(table, rule_of(latest)) if may_see else None
    return RulePage(
        id=rule.pk,
        code=rule.code,
        says=latest.says,
        status=status_of(RuleState(latest.state)),
        weight=STATUSES[Severity(latest.severity)],
        number=latest.number,
        table=table,
        facts=_facts(rule, table, latest),
        muted=mutes_on(on, [table]).filter(code=rule.code).first(),
        preview=preview,
        fault=fault,
        precision=precision_text(precision.confirmed, precision.flagged) if precision else "",
        has_alarms=bool(precision and precision.flagged),
        change=_change(actor, latest),
        decisions=_decisions(actor, latest),
        history=history_of(versions),
    )


def _preview(table: Table, latest: RuleVersion) -> tuple[Preview | None, str]:
    try:
        return preview_rule(table, rule_of(latest)), ""
    except RuleUnreadable as error:
        return None, str(error)


def _facts(rule: Rule, table: Table, latest: RuleVersion) -> Sequence[Fact]:
    return [
        Fact("Rumus", latest.text, is_code=True),
        Fact("Toleransi", latest.tolerance.replace(".", ",") or "harus tepat"),
        Fact("Tabel", f"{table.code} {table.title}", reverse("setup:rule_table", args=[table.pk])),
        Fact("Produsen Data", table.agency.name),
        Fact("Sumber", latest.source or "belum ditulis"),
        Fact("Versi", str(latest.number), note=f"sejak {date_text(local_date(rule.office, latest.made_at))}"),
    ]


def _change(actor: Actor, latest: RuleVersion) -> Action:
    url = reverse("setup:rule_change", args=[latest.rule_id])
    refusal = _refusal(lambda: check_change(actor, latest))
    return Action("Ubah aturan", url, icon="pencil-square", refusal=refusal, key="ubah")


def _decisions(actor: Actor, latest: RuleVersion) -> Sequence[Decision]:
    """What the rule's state leads to; what this person may not do says who may."""
    every = {
        RuleState.ACTIVE: ("aktifkan", "Aktifkan aturan", "rule_activate", "Temuannya ditimbang menurut bobotnya."),
        RuleState.RETIRED: ("hentikan", "Hentikan aturan", "rule_retire", "Instrumen berikutnya tidak memuatnya lagi."),
        RuleState.TRIAL: ("pulihkan", "Pulihkan aturan", "rule_restore", "Aturan kembali menjadi uji coba."),
    }
    offered = {
        RuleState.TRIAL: (RuleState.ACTIVE, RuleState.RETIRED),
        RuleState.ACTIVE: (RuleState.RETIRED,),
        RuleState.RETIRED: (RuleState.TRIAL,),
    }[RuleState(latest.state)]
    return [_decision(actor, latest, then, *every[then]) for then in offered]


def _decision(
    actor: Actor, latest: RuleVersion, then: RuleState, key: str, label: str, name: str, note: str
) -> Decision:
    refusal = _refusal(lambda: check_decision(actor, latest, then))
    return Decision(key, label, reverse(f"setup:{name}", args=[latest.rule_id]), note, refusal)


def _refusal(check: Callable[[], None]) -> str:
    try:
        check()
    except SektoralError as error:
        return explained(error)
    return ""
