"""How often a built-in check was right on old data: what decides whether it leaves its trial.

A finding was right where the answer that was accepted no longer gave rise to it: the figure had become another one. It
was wrong where the table was accepted as it stood, explained or not. Until then nobody knows.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sektoral.domain.checks.sentences import SENTENCES
from sektoral.domain.checks.weighing import ON_TRIAL
from sektoral.domain.findings import Severity
from sektoral.domain.states import ItemState
from sektoral.records.models import FindingRecord, Office, SubmissionItem

ACCEPTED = (ItemState.STORED, ItemState.AWAITING_STEWARD, ItemState.NIL, ItemState.UNAVAILABLE, ItemState.HANDED_ON)
JUDGED = tuple(code for code, one in SENTENCES.items() if one.severity is Severity.WARNING)


@dataclass(frozen=True, slots=True)
class CodePrecision:
    """What came of one code's findings. The same figure found again in a later version counts once."""

    code: str
    on_trial: bool
    corrected: int
    kept: int
    undecided: int

    @property
    def decided(self) -> int:
        """How many findings' end is known."""
        return self.corrected + self.kept

    @property
    def precision(self) -> Decimal | None:
        """The share, 0 to 1, of the decided findings that led to another figure; `None` while there is none."""
        return Decimal(self.corrected) / self.decided if self.decided else None


class _Alarm(NamedTuple):
    """One figure that was found fault with, in whatever versions of the answer."""

    request: UUID
    table: str
    code: str
    cell: str
    value: str


@dataclass(frozen=True, slots=True)
class _Accepted:
    """The version of an answer in which a table was accepted."""

    version: int
    submission: UUID


def precision_by_code(office: Office) -> Sequence[CodePrecision]:
    """This will tell of every check that asks for an explanation how often it was right, in three queries."""
    accepted, silenced = _accepted(office), _silenced(office)
    ends: dict[str, list[bool | None]] = {code: [] for code in JUDGED}
    for alarm, raised in _alarms(office).items():
        last = accepted.get((alarm.request, alarm.table))
        is_known = last is not None and last.version >= min(raised.values())
        if last is None or not is_known or (last.submission, alarm.table, alarm.code) in silenced:
            ends[alarm.code].append(None)
        else:
            ends[alarm.code].append(last.submission not in raised)
    return [
        CodePrecision(code, code in ON_TRIAL, found.count(True), found.count(False), found.count(None))
        for code, found in ends.items()
    ]


def _alarms(office: Office) -> Mapping[_Alarm, Mapping[UUID, int]]:
    """Every alarm with the versions, by submission, in which it was raised."""
    rows = FindingRecord.objects.filter(office=office, code__in=JUDGED).exclude(table="").order_by()
    columns = ("submission__request_id", "table", "code", "cell", "value", "submission_id", "submission__version")
    found: dict[_Alarm, dict[UUID, int]] = defaultdict(dict)
    for request, table, code, cell, value, submission, version in rows.values_list(*columns).iterator():
        found[_Alarm(request, table, code, cell, value)][submission] = version
    return found


def _accepted(office: Office) -> Mapping[tuple[UUID, str], _Accepted]:
    """The last accepted answer to every requested table, by request and sheet."""
    rows = SubmissionItem.objects.filter(office=office, state__in=[state.value for state in ACCEPTED])
    columns = ("requested_table__request_id", "requested_table__sheet", "submission__version", "submission_id")
    return {
        (request, sheet): _Accepted(version, submission)
        for request, sheet, version, submission in rows.order_by("submission__version").values_list(*columns)
    }


def _silenced(office: Office) -> frozenset[tuple[UUID, str, str]]:
    """What a mute kept quiet, by submission, table and code: it says nothing of the figure."""
    rows = FindingRecord.objects.filter(office=office, code="muted").order_by()
    return frozenset(
        (submission, table, facts["muted"])
        for submission, table, facts in rows.values_list("submission_id", "table", "facts")
    )
