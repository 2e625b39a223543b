"""The rules of the office as pages list them, and one rule with all that it ever said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sektoral.domain.errors import NotFound, Refused, WrongState
from sektoral.domain.findings import Severity
from sektoral.domain.roles import Permission
from sektoral.domain.states import RuleState, check_move
from sektoral.records.actors import Actor
from sektoral.records.models import Mute, Office, Rule, RuleVersion, Table
from sektoral.records.precision import precision_by_code
from sektoral.records.rules import latest_of
from sektoral.setup.queries.mutes import FINDING_NAMES
from sektoral.ui.components import Status
from sektoral.ui.findings import STATUSES
from sektoral.ui.formats import number_text
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.states import status_of

FIELD_NAMES = (  # what a version says, as its history names it
    ("says", "Kalimat"),
    ("text", "Rumus"),
    ("severity", "Bobot"),
    ("tolerance", "Toleransi"),
    ("source", "Sumber"),
    ("state", "Keadaan"),
)
CATALOGUE = "katalog awal"
OPEN = "belum diketahui"  # there are alarms, and none of them is decided


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it is now."""

    id: UUID
    code: str
    says: str
    text: str
    table: UUID
    table_code: str
    title: str
    agency: str
    severity: Severity
    state: RuleState
    number: int
    precision: str
    muted_until: date | None

    @property
    def status(self) -> Status:
        """The chip of its state."""
        return status_of(self.state)

    @property
    def weight(self) -> Status:
        """The chip of its severity."""
        return STATUSES[self.severity]


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A check that runs on every table, and how often it was right."""

    name: str
    status: Status
    precision: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a version changed; without `before` it is new."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A version in a rule's history, with what it changed against the one before."""

    number: int
    status: Status
    made_at: datetime
    made_by: str
    reason: str
    precision: str
    changes: Sequence[Change]


def list_rules(office: Office, *, on: date, table: Table | None = None) -> Sequence[RuleRow]:
    """This will list the rules of an office, or of one table, by agency and table. `on` is the day for mutes."""
    versions = RuleVersion.objects.filter(office=office)
    mutes = Mute.objects.filter(office=office, ended_at__isnull=True, last_day__gte=on)
    if table is not None:
        versions = versions.filter(rule__agency_id=table.agency_id, rule__table_code=table.code)
    muted = {(one.agency_id, one.table_code, one.code): one.last_day for one in mutes}
    tables = Table.objects.filter(office=office, is_current=True).select_related("agency").defer("definition")
    known = {(one.agency_id, one.code): one for one in tables}
    rows = [
        _row(version, home, muted.get((home.agency_id, home.code, version.rule.code)))
        for version in latest_of(versions)
        if (home := known.get((version.rule.agency_id, version.rule.table_code)))
    ]
    order = {home.agency.short_name: home.agency.position for home in known.values()}
    return sorted(rows, key=lambda row: (order[row.agency], row.agency))


def _row(version: RuleVersion, home: Table, muted_until: date | None) -> RuleRow:
    return RuleRow(
        id=version.rule_id,
        code=version.rule.code,
        says=version.says,
        text=version.text,
        table=home.pk,
        table_code=home.code,
        title=home.title,
        agency=home.agency.short_name,
        severity=Severity(version.severity),
        state=RuleState(version.state),
        number=version.number,
        precision=shown_precision(version),
        muted_until=muted_until,
    )


def list_built_in(office: Office) -> Sequence[BuiltIn]:
    """This will list the built-in checks that ask for an explanation, with their precision on old submissions."""
    return [
        BuiltIn(
            name=FINDING_NAMES[one.code],
            status=status_of(RuleState.TRIAL if one.on_trial else RuleState.ACTIVE),
            precision=OPEN if one.undecided and not one.decided else precision_text(one.corrected, one.decided),
        )
        for one in precision_by_code(office)
        if one.code in FINDING_NAMES and one.code != "rule_broken"
    ]


def shown_precision(version: RuleVersion) -> str:
    """This will say the precision that was shown when the rule was made active; empty where none was."""
    if version.judged is None:
        return ""
    return precision_text(version.confirmed or 0, version.judged)


def precision_text(confirmed: int, flagged: int) -> str:
    """This will say how many of the old alarms proved right, as `5 dari 14 (36%)`."""
    if not flagged:
        return "belum pernah menandai"
    return f"{number_text(confirmed)} dari {number_text(flagged)} ({round(100 * confirmed / flagged)}%)"


def check_decision(actor: Actor, latest: RuleVersion, then: RuleState) -> None:
    """This will raise unless this person may bring a rule, as its latest version has it, into a state.

    Raises `Refused` (`not_permitted`, `rule_maker_activates`) and `WrongState` (`move_not_allowed`).
    """
    actor.check(Permission.DECIDE_RULES)
    check_move(RuleState(latest.state), then)
    if then is RuleState.ACTIVE and latest.made_by_id == actor.person.pk:
        raise Refused("rule_maker_activates")


def check_change(actor: Actor, latest: RuleVersion) -> None:
    """This will raise unless this person may change a rule: an active one only who may also retire it.

    Raises `Refused` and `WrongState` (`rule_state`).
    """
    actor.check(Permission.WRITE_RULES)
    if latest.state == RuleState.ACTIVE:
        actor.check(Permission.DECIDE_RULES)
    if latest.state == RuleState.RETIRED:
        raise WrongState("rule_state", now=latest.state)


def table_of(rule: Rule) -> Table:
    """This will give the table that a rule judges, in its current version."""
    return Table.objects.select_related("agency").get(agency_id=rule.agency_id, code=rule.table_code, is_current=True)


def fetch_rule(actor: Actor, pk: UUID) -> Rule:
    """This will give a rule of the actor's office. Raises `NotFound`."""
    found = Rule.objects.filter(office=actor.office, pk=pk).select_related("agency", "office").first()
    if found is None:
        raise NotFound("not_found")
    return found


def versions_of(rule: Rule) -> Sequence[RuleVersion]:
    """This will list a rule's versions, the first one first."""
    return list(rule.versions.select_related("rule", "made_by").order_by("number"))


def history_of(versions: Sequence[RuleVersion]) -> Sequence[Edition]:
    """This will tell what each version changed, the latest first."""
    pairs = zip([None, *versions], versions, strict=False)
    return [_edition(before, version) for before, version in pairs][::-1]


def _edition(before: RuleVersion | None, version: RuleVersion) -> Edition:
    said = _said(version)
    earlier = _said(before) if before else dict.fromkeys(said, "")
    return Edition(
        number=version.number,
        status=status_of(RuleState(version.state)),
        made_at=version.made_at,
        made_by=version.made_by.name if version.made_by else CATALOGUE,
        reason=version.reason,
        precision=shown_precision(version),
        changes=[Change(name, earlier[name], text) for name, text in said.items() if earlier[name] != text],
    )


def _said(version: RuleVersion) -> dict[str, str]:
    words = {
        "severity": STATUSES[Severity(version.severity)].word,
        "state": status_of(RuleState(version.state)).word,
    }
    return {name: words.get(field, getattr(version, field)) for field, name in FIELD_NAMES}


def list_spec(rows: Sequence[RuleRow]) -> ListSpec[RuleRow]:
    """This will describe the list; the agencies to choose from are those that have rules."""
    agencies = dict.fromkeys(row.agency for row in rows)
    return ListSpec(
        name="aturan",
        columns=(
            Column("aturan", "Aturan", lambda row: row.says),
            Column("rumus", "Rumus", lambda row: row.text),
            Column("tabel", "Tabel", lambda row: row.title),
            Column("kode", "Kode", lambda row: f"{row.table_code} {row.code}"),
            Column("opd", "Produsen Data", lambda row: row.agency),
            Column("bobot", "Bobot", lambda row: row.weight.word),
            Column("keadaan", "Keadaan", lambda row: row.status.word),
            Column("presisi", "Presisi saat diaktifkan", lambda row: row.precision),
            Column("bisu", "Dibisukan sampai", lambda row: row.muted_until),
        ),
        filters=(
            Filter("opd", "Produsen Data", [(one, one) for one in agencies], lambda row, one: row.agency == one),
            Filter(
                "keadaan",
                "Keadaan",
                [(state.value, status_of(state).word) for state in RuleState],
                lambda row, state: row.state.value == state,
            ),
            Filter(
                "bobot",
                "Bobot",
                [(one.value, STATUSES[one].word) for one in Severity],
                lambda row, one: row.severity.value == one,
            ),
        ),
        text=lambda row: f"{row.says} {row.text} {row.title} {row.table_code} {row.code} {row.agency}",
        search_label="Cari aturan, tabel, atau OPD",
    )


ON_SCREEN = ("aturan", "tabel", "opd", "bobot", "keadaan", "presisi")
