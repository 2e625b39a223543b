"""What an agency is told when tables go back to it: which, why, which cells, until when."""

from collections.abc import Sequence
from datetime import datetime

from sektoral.domain.outbox import MessageKind
from sektoral.domain.returns import return_words
from sektoral.outbox.actions.telling import News, spoken, tell_agency
from sektoral.records.models import Contradiction, ContradictionSide, FindingRecord, SubmissionItem

MOST_CELLS = 8


def tell_of_returns(items: Sequence[SubmissionItem], *, at: datetime) -> int:
    """This will queue one message for each submission of which tables were returned just now."""
    rows = SubmissionItem.objects.filter(pk__in=[item.pk for item in items]).order_by("requested_table__sheet")
    related = ("submission__request__agency", "submission__request__office", "submission__request__round")
    rows = rows.select_related(*related, "requested_table__table").defer("cells", "requested_table__table__definition")
    by_submission: dict[object, list[SubmissionItem]] = {}
    for row in rows:
        by_submission.setdefault(row.submission_id, []).append(row)
    return sum(_tell(returned, at) for returned in by_submission.values())


def tell_of_contradiction(raised: Contradiction, *, at: datetime) -> int:
    """This will queue one message for each of the two agencies; it names the thing and holds no figures."""
    sides = raised.sides.select_related(
        "item__requested_table__table", "item__submission__request__agency", "item__submission__request__office"
    )
    return sum(_tell_side(raised, side, at) for side in sides)


def _tell_side(raised: Contradiction, side: ContradictionSide, at: datetime) -> int:
    request, row = side.item.submission.request, side.item.requested_table
    facts = {"things": [f"{row.table.title} (lembar {row.sheet})"], "due": spoken(request.office, raised.due_at)}
    key = f"contradiction:{raised.pk}:{side.position}"
    return tell_agency(News(MessageKind.CONTRADICTION, key, request, facts), at=at)


def _tell(returned: Sequence[SubmissionItem], at: datetime) -> int:
    first = min(returned, key=lambda item: item.pk)  # an item is returned once at most
    facts = {"things": [_line(item) for item in returned]}
    news = News(MessageKind.TABLES_RETURNED, f"items.returned:{first.pk}", first.submission.request, facts)
    return tell_agency(news, at=at)


def _line(item: SubmissionItem) -> str:
    requested = item.requested_table
    parts = [f"{requested.table.title} (lembar {requested.sheet}): {return_words(item.return_code).lower()}"]
    cells = _cells(item)
    if cells:
        parts.append(f"sel {', '.join(cells)}")
    if requested.revision_due_at:
        parts.append(f"perbaikan paling lambat {spoken(item.submission.request.office, requested.revision_due_at)}")
    return "; ".join(parts)


def _cells(item: SubmissionItem) -> list[str]:
    """The cells on which something was found, as far as they fit."""
    found = FindingRecord.objects.filter(submission=item.submission, table=item.requested_table.sheet).exclude(cell="")
    cells = list(dict.fromkeys(found.order_by("position").values_list("cell", flat=True)))
    return cells if len(cells) <= MOST_CELLS else [*cells[:MOST_CELLS], "dan lainnya"]
