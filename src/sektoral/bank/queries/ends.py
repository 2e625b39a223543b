"""How figures ended without another one in their place: by which answer, of whom, taken by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from sektoral.domain.letters import LetterKind
from sektoral.domain.states import LetterState
from sektoral.records.models import Answer, Letter, SubmissionItem, Table

WORDS = {Answer.NIL: "dinyatakan nihil", Answer.UNAVAILABLE: "dinyatakan tidak tersedia"}
Key = tuple[str, datetime]  # period and instant


@dataclass(frozen=True, slots=True)
class End:
    """An answer that left figures out. `letter` is the number of the surat pengiriman that handed it over."""

    words: str
    by: str
    letter: str


def ends_of(table: Table) -> Mapping[Key, End]:
    """This will list every decided answer to a table, of whatever edition, by its period and its instant."""
    letters = Letter.objects.filter(
        submission=OuterRef("submission"), kind=LetterKind.TRANSMITTAL, state=LetterState.SIGNED
    )
    items = SubmissionItem.objects.filter(
        requested_table__table__agency_id=table.agency_id,
        requested_table__table__code=table.code,
        decided_at__isnull=False,
        return_code="",
    ).select_related("submission", "decided_by", "requested_table__request__round")
    numbered = items.defer("cells", "earlier", "submission__totals").annotate(
        letter_number=Subquery(letters.order_by("-drafted_at").values("number")[:1])
    )
    return {
        (item.requested_table.request.round.period, item.decided_at): End(
            _words(item), item.decided_by.name if item.decided_by else "", item.letter_number or ""
        )
        for item in numbered
        if item.decided_at
    }


def _words(item: SubmissionItem) -> str:
    said = WORDS.get(Answer(item.answer))
    if said is None:
        why = item.submission.correction_reason
        return f"tidak ada lagi dalam kiriman ke-{item.submission.version}{f': {why}' if why else ''}"
    return f"{said}{f': {item.reason}' if item.reason else ''}"
