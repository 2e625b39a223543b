"""Step 1: the Kadis opens a round; JP lays out a request, a letter and an instrument for every agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from sektoral.domain.errors import Invalid
from sektoral.domain.letters import REQUEST_KINDS, LetterKind
from sektoral.domain.periods import read_period
from sektoral.domain.policies import check_round_is
from sektoral.domain.reminders import own_or_default, store_notices
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState, RoundState
from sektoral.letters.actions.drafting import NewLetter, draft, submit
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.asking import first_bundle, requests_without_letter
from sektoral.records.models import Agency, Letter, Office, Omission, Request, RequestedTable, Round, Table
from sektoral.records.owed_tables import owed_tables
from sektoral.records.sop_versions import sop_in_force
from sektoral.records.sops import due_of_step
from sektoral.steps.step1_request.actions.written_orders import (
    WrittenOrder,
    check_may_open,
    facts_of_order,
    keep_order,
)
from sektoral.steps.step1_request.queries.opening import already_asked
from sektoral.steps.step1_request.queries.preparing import ASKING


@dataclass(frozen=True, slots=True)
class Order:
    """What the Kadis orders, here or `written` on paper.

    `omissions` gives the reason for each active agency that is left out.
    `tables` narrows what an agency is asked for, by its id; an agency that is not named there owes all its tables.
    """

    period: str
    title: str
    agencies: Sequence[Agency]
    omissions: Mapping[UUID, str] = field(default_factory=dict)
    tables: Mapping[UUID, Sequence[Table]] = field(default_factory=dict)
    written: WrittenOrder | None = None


def open_round(order: Order, *, by: Actor, at: datetime) -> Round:
    """This will open a round for a reference period; its first clock starts at once.

    A table that an open round of the same period asks for is not asked for again: its agency would have two letters
    and two deadlines. Raises `Invalid` (`agencies_missing`, `agency_not_active`, `omission_reason_missing`,
    `table_not_requested`, `agency_without_tables`, `table_already_asked`, `order_…`), `NotFound` and `Refused`.
    """
    check_may_open(order.written, by, at)
    by.check_here(*order.agencies)
    if not order.agencies:
        raise Invalid("agencies_missing")
    _check_active(order, at)
    left_out = _left_out(by.office, order, at)
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)  # two orders: the second one sees the first
        asked = _asked_of(order, owed_tables(by.office))
        _check_not_asked(asked, by.office, order.period)
        sop = sop_in_force(by.office)
        round_ = Round(
            office=by.office,
            sop=sop,
            title=order.title.strip() or f"Pengumpulan data {read_period(order.period).label.lower()}",
            period=read_period(order.period).code,
            opened_at=at,
            opened_by=by.person,
            notices=store_notices(own_or_default(by.office.notices)),
        )
        round_.step1_due_at = due_of_step(round_, 1, at)
        if order.written is not None:
            keep_order(round_, order.written, by=by, at=at)
        round_.save()
        Omission.objects.bulk_create(
            Omission(office=by.office, round=round_, agency=agency, reason=reason) for agency, reason in left_out
        )
        for agency, tables in asked.items():
            _ask(round_, agency, tables)
        facts = {
            "agencies": len(asked),
            "sop": str(sop.pk),
            "period": round_.period,
            **facts_of_order(round_),
        }
        journal.append("round.opened", office=by.office, about=round_, by=by.person, at=at, **facts)
    return round_


def prepare_letters(round_: Round, *, by: Actor, at: datetime) -> list[Letter]:
    """This will draft a letter for every request that has none, and hand them to the first paraf.

    The office itself, a producer too, gets a nota dinas; all others share one letter where the office writes it so
    (`one_request_letter`), which needs at least two of them. A letter that was voided later is drafted again, too, as
    long as the intake is open.
    """
    by.check(Permission.PREPARE_LETTERS)
    by.check_here(round_)
    letters = []
    with transaction.atomic():
        round_.refresh_from_db(
            from_queryset=Round.objects.select_for_update(no_key=True)
        )  # a second click finds nothing left
        check_round_is(round_.state, *ASKING)
        for requests in _bundles(round_, list(requests_without_letter(round_).select_related("agency"))):
            letters.append(_draft_request_letter(round_, requests, by=by, at=at))
        round_.prepared_at = round_.prepared_at or at
        round_.save(update_fields=["prepared_at"])
    return letters


def note_letter_signed(letter: Letter, *, at: datetime) -> None:
    """This will start the clock of step 2 once every request letter of the round is signed."""
    if letter.kind not in REQUEST_KINDS or letter.round is None:
        return
    with transaction.atomic():
        round_ = Round.objects.select_for_update(no_key=True).get(pk=letter.round.pk)
        letters = first_bundle(round_)
        unsigned = letters.exclude(state=LetterState.SIGNED).exists()
        last = letters.aggregate(last=Max("signed_at"))["last"]
        if round_.state != RoundState.PREPARING or unsigned or last is None or requests_without_letter(round_).exists():
            return
        round_.letters_signed_at = last
        round_.step2_due_at = due_of_step(round_, 2, last)
        round_.state = RoundState.DISTRIBUTING
        round_.save(update_fields=["letters_signed_at", "step2_due_at", "state"])
        journal.append("round.letters_signed", office=round_.office, about=round_, by=None, at=at)


def _check_active(order: Order, at: datetime) -> None:
    for agency in order.agencies:
        today = local_date(agency.office, at)
        is_over = agency.valid_to is not None and agency.valid_to < today
        if is_over or agency.successor_id is not None or agency.valid_from > today:
            raise Invalid("agency_not_active", agency=agency.name)


def _left_out(office: Office, order: Order, at: datetime) -> list[tuple[Agency, str]]:
    today = local_date(office, at)
    active = Agency.objects.filter(office=office, valid_from__lte=today, successor__isnull=True).exclude(
        valid_to__lt=today
    )
    asked = {agency.pk for agency in order.agencies}
    left_out = [(agency, order.omissions.get(agency.pk, "").strip()) for agency in active if agency.pk not in asked]
    for agency, reason in left_out:
        if not reason:
            raise Invalid("omission_reason_missing", agency=agency.name)
    return left_out


def _asked_of(order: Order, owed: Mapping[UUID, Sequence[Table]]) -> Mapping[Agency, Sequence[Table]]:
    """Each agency once, with what it is asked for."""
    return {agency: _chosen(agency, order.tables.get(agency.pk), owed.get(agency.pk, ())) for agency in order.agencies}


def _chosen(agency: Agency, chosen: Sequence[Table] | None, owed: Sequence[Table]) -> Sequence[Table]:
    tables = owed if chosen is None else chosen
    if not tables:
        raise Invalid("agency_without_tables", agency=agency.name)
    for table in tables:
        if table not in owed:
            raise Invalid("table_not_requested", table=table.code, agency=agency.name)
    return tables


def _check_not_asked(asked: Mapping[Agency, Sequence[Table]], office: Office, period: str) -> None:
    before = already_asked(office, read_period(period).code)
    for tables in asked.values():
        for table in tables:
            round_ = before.get((table.agency_id, table.code))
            if round_ is not None:
                raise Invalid("table_already_asked", table=table.code, round=round_.title)


def _ask(round_: Round, agency: Agency, tables: Sequence[Table]) -> None:
    request = Request.objects.create(office=round_.office, round=round_, agency=agency)
    RequestedTable.objects.bulk_create(
        RequestedTable(office=round_.office, request=request, table=table, sheet=f"T{number:02}")
        for number, table in enumerate(tables, start=1)
    )


def _bundles(round_: Round, requests: Sequence[Request]) -> Sequence[Sequence[Request]]:
    """The requests that share a letter: each has its own, or all agencies but the office itself have one together."""
    others = [request for request in requests if not request.agency.is_office]
    if not round_.office.one_request_letter or len(others) == 1:
        return [[request] for request in requests]
    own = [[request] for request in requests if request.agency.is_office]
    return [others, *own] if others else own


def _draft_request_letter(round_: Round, requests: Sequence[Request], *, by: Actor, at: datetime) -> Letter:
    only = requests[0] if len(requests) == 1 else None
    kind = LetterKind.MEMO if only and only.agency.is_office else LetterKind.REQUEST
    subject = f"Permintaan Data Statistik Sektoral {read_period(round_.period).label}"
    new = NewLetter(
        kind=kind,
        office=round_.office,
        subject=subject,
        round=round_,
        request=only,
        addressees=() if only else requests,
    )
    letter = draft(new, by=by, at=at)
    submit(letter, by=by, at=at)
    return letter
