"""Contradictions of two agencies: raised by themselves, answered by both, settled by the office with a reason."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sektoral.domain import canonical
from sektoral.domain.checks.context import Place
from sektoral.domain.checks.figures import Figure
from sektoral.domain.contradictions import Differing, Reply, Ruling, differing, shared_variables
from sektoral.domain.errors import WrongState
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import plain_text
from sektoral.domain.policies import check_reason
from sektoral.domain.returns import ReturnReason
from sektoral.domain.roles import Permission
from sektoral.domain.states import ContradictionState, ItemState, SubmissionState, check_move
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import (
    Answer,
    Contradiction,
    ContradictionSide,
    RequestedTable,
    Round,
    Submission,
    SubmissionItem,
)
from sektoral.records.models.contradictions import OPEN_STATES
from sektoral.steps.step4_check.actions.deciding import return_items

ZERO_MARKS = ("–", "~0")
HANDED_OVER = (SubmissionState.COMPLETE, SubmissionState.CHECKED)
STANDING = (ItemState.PENDING, ItemState.STORED, ItemState.AWAITING_STEWARD)
PLACES_AT_MOST = 50


def look_for(submission: Submission, *, at: datetime) -> list[Contradiction]:
    """This will compare what was just handed over with what other agencies have, and raise or lift contradictions."""
    with transaction.atomic():
        round_ = (
            Round.objects.select_for_update(no_key=True, of=("self",))
            .select_related("office")
            .get(pk=submission.request.round_id)
        )
        raised: list[Contradiction] = []
        kin = _kin(round_)
        for own in _standing(round_).filter(submission=submission):
            same = [pk for pk, codes in kin.items() if codes & kin.get(own.requested_table_id, frozenset())]
            others = _standing(round_).filter(requested_table__in=same)
            for other in others.exclude(requested_table__request=submission.request_id):
                raised += _compare(round_, own, other, at=at)
    return raised


def reply(side: ContradictionSide, *, answer: Reply, words: str, by: Actor, at: datetime) -> None:
    """This will keep what an agency says of its figures; with both answers the office's turn begins."""
    by.check_here(side)
    agency = side.item.requested_table.request.agency
    if not (by.may(Permission.SUBMIT, agency) or by.may(Permission.SIGN_TRANSMITTAL, agency)):
        by.check(Permission.ENTER_FOR_AGENCY)
    check_reason(words)
    with transaction.atomic():
        found = _locked(side.contradiction)
        side.reply, side.words, side.replied_at, side.replied_by = answer.value, words.strip(), at, by.person
        side.save(update_fields=["reply", "words", "replied_at", "replied_by"])
        if found.state == ContradictionState.OPEN and not found.sides.filter(reply="").exists():
            _move(found, ContradictionState.ANSWERED)
        journal.append(
            "contradiction.answered",
            office=found.office,
            about=found,
            by=by.person,
            at=at,
            side=side.position,
            answer=answer.value,
            state=str(found.state),
            words_sha256=digest_of(side.words),
        )


def settle(contradiction: Contradiction, *, ruling: Ruling, reason: str, by: Actor, at: datetime) -> None:
    """This will settle which figures hold, with the reason; what does not hold and still waits goes back.

    Raises `WrongState` (`contradiction_not_answered`) before both have answered or their time is over.
    """
    by.check(Permission.SETTLE_CONTRADICTIONS)
    by.check_here(contradiction)
    check_reason(reason)
    with transaction.atomic():
        found = _locked(contradiction)
        if found.state == ContradictionState.OPEN and at <= found.due_at:
            raise WrongState("contradiction_not_answered")
        for side in found.sides.select_related("item__submission", "item__requested_table"):
            if side.item.state == ItemState.PENDING and _loses(side, ruling):
                code = ReturnReason.OTHER_TABLE.value
                return_items([side.item], reason=reason, code=code, by=by, at=at)
        found.ruling, found.reason, found.settled_at, found.settled_by = ruling.value, reason.strip(), at, by.person
        _move(found, ContradictionState.SETTLED)
        journal.append(
            "contradiction.settled",
            office=found.office,
            about=found,
            by=by.person,
            at=at,
            ruling=ruling.value,
            reason_sha256=digest_of(found.reason),
        )


def digest_of(words: str) -> str:
    """This will fingerprint what was said: the journal holds no sentences."""
    return hashlib.sha256(words.encode()).hexdigest()


def _locked(contradiction: Contradiction) -> Contradiction:
    found = (
        Contradiction.objects.select_for_update(no_key=True, of=("self",))
        .select_related("office")
        .get(pk=contradiction.pk)
    )
    if found.state not in OPEN_STATES:
        raise WrongState("contradiction_closed", now=found.state)
    return found


def _loses(side: ContradictionSide, ruling: Ruling) -> bool:
    return ruling is not Ruling.BOTH and (side.position == 1) != (ruling is Ruling.FIRST)


def _standing(round_: Round) -> QuerySet[SubmissionItem]:
    """What agencies have handed over and nobody has refused."""
    items = SubmissionItem.objects.filter(
        submission__request__round=round_, submission__state__in=HANDED_OVER, state__in=STANDING
    ).filter(answer__in=[Answer.FILLED, Answer.PARTIAL])
    return items.select_related("requested_table__table", "requested_table__request__agency")


def _kin(round_: Round) -> Mapping[UUID, frozenset[str]]:
    """The variables of each requested table, without its rows: few tables share one, and only those are opened."""
    rows = RequestedTable.objects.filter(request__round=round_).values_list("pk", "table__definition__variables")
    return {pk: frozenset(str(one["code"]) for one in variables) for pk, variables in rows}


def _compare(round_: Round, own: SubmissionItem, other: SubmissionItem, *, at: datetime) -> Iterator[Contradiction]:
    """The table with the lower id is the first: a pair is the same from both sides."""
    first, second = sorted((own, other), key=lambda item: str(item.requested_table_id))
    ours, theirs = _definition(first), _definition(second)
    for variable in sorted(shared_variables(ours, theirs)):
        found = differing(ours, _amounts(first), theirs, _amounts(second), variable)
        raised = _note(round_, (first, second), variable, found, at=at)
        if raised is not None:
            yield raised


def _note(
    round_: Round,
    pair: tuple[SubmissionItem, SubmissionItem],
    variable: str,
    found: Sequence[Differing],
    *,
    at: datetime,
) -> Contradiction | None:
    name = ":".join(str(item.requested_table_id) for item in pair)
    known = Contradiction.objects.filter(round=round_, pair=name, variable=variable)
    standing = known.filter(state__in=OPEN_STATES).first()
    if standing is not None:
        if not found:
            _move(standing, ContradictionState.RESOLVED)
            journal.append("contradiction.resolved", office=round_.office, about=standing, by=None, at=at)
        else:
            _state_anew(standing, pair, found)
        return None
    is_settled = (
        known.filter(state=ContradictionState.SETTLED, sides__item=pair[0]).filter(sides__item=pair[1]).exists()
    )
    if not found or is_settled:
        return None
    raised = Contradiction.objects.create(
        office=round_.office,
        round=round_,
        pair=name,
        variable=variable,
        raised_at=at,
        due_at=calendar_of(round_.office).due_at_days(at, round_.office.contradiction_days),
    )
    for position, item in enumerate(pair, start=1):
        ContradictionSide.objects.create(office=round_.office, contradiction=raised, position=position, item=item)
    _state_anew(raised, pair, found)
    journal.append(
        "contradiction.raised",
        office=round_.office,
        about=raised,
        by=None,
        at=at,
        places=len(found),
        due_at=raised.due_at.isoformat(),
    )
    return raised


def _state_anew(standing: Contradiction, pair: Sequence[SubmissionItem], found: Sequence[Differing]) -> None:
    for side, item in zip(standing.sides.order_by("position"), pair, strict=True):
        figures = [one.first if side.position == 1 else one.second for one in found[:PLACES_AT_MOST]]
        side.item, side.places = item, [_place(item, figure) for figure in figures]
        side.save(update_fields=["item", "places"])


def _place(item: SubmissionItem, figure: Figure) -> dict[str, str]:
    cells = {(cell["row"], cell["column"]): cell["cell"] for cell in item.cells}
    rows = {row.code: row.label for row in _definition(item).rows}
    return {
        "cell": cells.get((figure.row, figure.columns[0]), "") if figure.level == 0 else "",
        "what": rows.get(figure.row, "Jumlah"),
        "amount": plain_text(figure.amount),
    }


def _amounts(item: SubmissionItem) -> Mapping[Place, Decimal]:
    return {
        (cell["row"], cell["column"]): Decimal(cell["text"] or "0")
        for cell in item.cells
        if cell["text"] or cell["mark"] in ZERO_MARKS
    }


def _definition(item: SubmissionItem) -> TableDef:
    return canonical.read(TableDef, item.requested_table.table.definition)


def _move(found: Contradiction, state: ContradictionState) -> None:
    check_move(ContradictionState(found.state), state)
    found.state = state
    found.save()
