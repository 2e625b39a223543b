"""The round before, as its own signed report tells it: what a report and the board compare a round with."""

from datetime import datetime

from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Reference
from sektoral.domain.report_parts import LastRound
from sektoral.domain.reports import recap
from sektoral.domain.states import LetterState
from sektoral.records.actors import local_date
from sektoral.records.models import Letter, Round
from sektoral.records.report_contents import report_of


def last_round_of(round_: Round, *, until: datetime) -> LastRound | None:
    """This will tell of the round opened before this one that was closed by then; nothing where there is none."""
    closed = Round.objects.filter(office=round_.office_id, closed_at__lte=until, opened_at__lt=round_.opened_at)
    before = closed.order_by("-opened_at").first()
    letters = _signed(before) if before else []
    report = next((letter for letter in letters if letter.kind == LetterKind.REPORT), None)
    if before is None or report is None:
        return None
    body = report_of(report)
    counts, found = recap(body.agencies), body.quality.asking if body.quality else None
    return LastRound(
        title=before.title,
        report=_reference(report, round_),
        addenda=tuple(_reference(letter, round_) for letter in letters if letter.kind == LetterKind.ADDENDUM),
        agencies=counts.agencies,
        in_time=counts.on_time + counts.letter_later,
        tables=counts.tables.requested,
        stored=counts.tables.stored,
        values=counts.tables.values,
        findings=found.found if found else None,
        still_open=found.still_open if found else None,
    )


def _signed(round_: Round) -> list[Letter]:
    kinds = (LetterKind.REPORT, LetterKind.ADDENDUM)
    letters = round_.letters.filter(kind__in=kinds, state=LetterState.SIGNED, signed_at__isnull=False)
    return list(letters.order_by("signed_at"))


def _reference(letter: Letter, round_: Round) -> Reference:
    return Reference(letter.number, local_date(round_.office, letter.signed_at or letter.drafted_at), letter.subject)
