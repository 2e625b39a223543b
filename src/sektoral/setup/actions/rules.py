"""A rule of the office is written, changed, activated, retired and restored; every act adds a version that stays."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import RuleDef
from sektoral.domain.roles import Permission
from sektoral.domain.states import RuleState
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Rule, RuleVersion, Table
from sektoral.records.rules import fingerprint_of
from sektoral.setup.queries.rule_language import explain_fault
from sektoral.setup.queries.rule_past import precision_of
from sektoral.setup.queries.rules import check_change, check_decision, table_of

DECIDED_BY = {  # the event by which a rule comes into a state
    RuleState.ACTIVE: "rule.activated",
    RuleState.RETIRED: "rule.retired",
    RuleState.TRIAL: "rule.restored",
}


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What a rule is to say. `tolerance` is an exact decimal or empty; `reason` is why it is written or changed."""

    text: str
    says: str
    severity: Severity
    tolerance: str = ""
    source: str = ""
    reason: str = ""

    def rule(self, code: str) -> RuleDef:
        """This will give the rule as the check takes it, on trial."""
        return RuleDef(code, self.text, self.severity, self.says, self.tolerance, self.source, on_trial=True)

    def weighs_as(self, version: RuleVersion) -> bool:
        """This will tell whether it flags the same figures with the same weight, whatever its words."""
        said = (version.text, version.tolerance, version.severity)
        return (self.text, self.tolerance, self.severity) == said

    def is_said_by(self, version: RuleVersion) -> bool:
        """This will tell whether it says exactly what the version says."""
        return self.weighs_as(version) and (self.says, self.source) == (version.says, version.source)


def write_rule(table: Table, draft: RuleDraft, *, by: Actor, at: datetime) -> RuleVersion:
    """This will add a rule to a table, on trial: it informs until somebody else activates it.

    Raises `Refused`, `NotFound` and `Invalid` (`rule_text_unreadable`, `rule_says_missing`).
    """
    by.check(Permission.WRITE_RULES)
    by.check_here(table)
    _check(draft, table)
    with transaction.atomic():
        Table.objects.select_for_update(no_key=True).get(pk=table.pk)
        taken = Rule.objects.filter(agency_id=table.agency_id, table_code=table.code).values_list("code", flat=True)
        number = max((int(code[1:]) for code in taken if code[1:].isdecimal()), default=0) + 1
        rule = Rule.objects.create(
            office=by.office, agency_id=table.agency_id, table_code=table.code, code=f"R{number}"
        )
        version = _version(rule, draft, number=1, state=RuleState.TRIAL, by=by, at=at)
        _append("rule.written", version, by=by, at=at)
    return version


def change_rule(rule: Rule, draft: RuleDraft, *, seen: int, by: Actor, at: datetime) -> RuleVersion:
    """This will add a version of a rule; whoever saw another version than number `seen` must look again.

    What flags other figures or weighs otherwise begins on trial again; other words alone keep the state. An active rule
    is changed only by who may also retire it. Raises `Refused`, `NotFound`, `WrongState` (`rule_state`,
    `rule_changed_meanwhile`) and `Invalid` as `write_rule`, and `rule_unchanged`.
    """
    by.check(Permission.WRITE_RULES)
    by.check_here(rule)
    _check(draft, table_of(rule))
    with transaction.atomic():
        latest = _locked(rule, seen)
        check_change(by, latest)
        if draft.is_said_by(latest):
            raise Invalid("rule_unchanged")
        state = RuleState(latest.state) if draft.weighs_as(latest) else RuleState.TRIAL
        version = _version(rule, draft, number=latest.number + 1, state=state, by=by, at=at)
        _append("rule.written", version, by=by, at=at)
    return version


def activate_rule(rule: Rule, *, reason: str, seen: int, by: Actor, at: datetime) -> RuleVersion:
    """This will let a rule weigh as it says, and keep its precision on old data as it is shown at this moment.

    Who wrote the version cannot activate it. Raises `Refused` (`rule_maker_activates`), `NotFound`, `WrongState` and
    `Invalid` (`reason_missing`).
    """
    return _decide(rule, RuleState.ACTIVE, reason=reason, seen=seen, by=by, at=at)


def retire_rule(rule: Rule, *, reason: str, seen: int, by: Actor, at: datetime) -> RuleVersion:
    """This will leave a rule out of every instrument drawn up from now on. Raises as `activate_rule`."""
    return _decide(rule, RuleState.RETIRED, reason=reason, seen=seen, by=by, at=at)


def restore_rule(rule: Rule, *, reason: str, seen: int, by: Actor, at: datetime) -> RuleVersion:
    """This will put a retired rule on trial again. Raises as `activate_rule`."""
    return _decide(rule, RuleState.TRIAL, reason=reason, seen=seen, by=by, at=at)


def _decide(rule: Rule, then: RuleState, *, reason: str, seen: int, by: Actor, at: datetime) -> RuleVersion:
    by.check(Permission.DECIDE_RULES)
    by.check_here(rule)
    if not reason.strip():
        raise Invalid("reason_missing")
    with transaction.atomic():
        latest = _locked(rule, seen)
        check_decision(by, latest, then)
        version = _version(rule, _draft_of(latest, reason), number=latest.number + 1, state=then, by=by, at=at)
        _append(DECIDED_BY[then], version, by=by, at=at)
    return version


def _draft_of(version: RuleVersion, reason: str) -> RuleDraft:
    severity = Severity(version.severity)
    return RuleDraft(version.text, version.says, severity, version.tolerance, version.source, reason.strip())


def _locked(rule: Rule, seen: int) -> RuleVersion:
    Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    latest = rule.versions.order_by("-number")[0]
    if latest.number != seen:
        raise WrongState("rule_changed_meanwhile")
    return latest


def _version(rule: Rule, draft: RuleDraft, *, number: int, state: RuleState, by: Actor, at: datetime) -> RuleVersion:
    shown = precision_of(table_of(rule), draft.rule(rule.code)) if state is RuleState.ACTIVE else None
    return RuleVersion.objects.create(
        office=rule.office,
        rule=rule,
        number=number,
        text=draft.text,
        says=draft.says,
        severity=draft.severity,
        tolerance=draft.tolerance,
        source=draft.source,
        state=state,
        reason=draft.reason,
        made_at=at,
        made_by=by.person,
        confirmed=shown.confirmed if shown else None,
        judged=shown.flagged if shown else None,
    )


def _append(kind: str, version: RuleVersion, *, by: Actor, at: datetime) -> None:
    rule = version.rule
    journal.append(
        kind,
        office=by.office,
        about=rule,
        by=by.person,
        at=at,
        table=rule.table_code,
        rule=rule.code,
        version=version.number,
        state=str(version.state),
        judged=version.judged,
        confirmed=version.confirmed,
        sha256=fingerprint_of(version),
    )


def _check(draft: RuleDraft, table: Table) -> None:
    if fault := explain_fault(draft.rule("R0"), table):
        raise Invalid("rule_text_unreadable", why=fault)
    if not draft.says.strip():
        raise Invalid("rule_says_missing")
