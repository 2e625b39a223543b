"""What the head of an agency reads before signing: the letter page by page, what it hands over, its fingerprint."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from sektoral.domain.states import ItemState
from sektoral.letters.previews import MOST_PAGES
from sektoral.letters.queries.values import ValuesSummary, values_summary
from sektoral.letters.words import spaced
from sektoral.records.models import Answer, Letter, StoredFile, SubmissionItem

ANSWERS: dict[Answer, str] = {
    Answer.FILLED: "terisi",
    Answer.PARTIAL: "terisi sebagian",
    Answer.EMPTY: "belum diisi",
    Answer.NIL: "nihil",
    Answer.UNAVAILABLE: "tidak tersedia",
}


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One table that the letter hands over."""

    title: str
    answer: str
    cells: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of the letter as a picture."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class SendingPage:
    """Everything on the signing page."""

    key: UUID
    number: str
    subject: str
    signer: str
    post: str
    pictures: tuple[Picture, ...]
    pdf: str
    sha256: str
    tables: Sequence[HandedOver]
    values: ValuesSummary | None


def sending_page(letter: Letter, shown: StoredFile, *, pages: int) -> SendingPage:
    """This will read what is signed; `shown` are the final bytes, which have `pages` pages."""
    keys = [letter.request_id, letter.pk]
    return SendingPage(
        key=letter.pk,
        number=letter.number,
        subject=letter.subject,
        signer=str(letter.signed_as.get("name", "")),
        post=", ".join(letter.signed_as.get("post", [])),
        pictures=tuple(
            Picture(n, reverse("step3:picture", args=[*keys, n])) for n in range(1, min(pages, MOST_PAGES) + 1)
        ),
        pdf=reverse("step3:preview", args=keys),
        sha256=spaced(shown.sha256),
        tables=_tables(letter),
        values=values_summary(letter),
    )


def _tables(letter: Letter) -> Sequence[HandedOver]:
    items = SubmissionItem.objects.filter(submission=letter.submission_id).exclude(state=ItemState.SUPERSEDED)
    return [
        HandedOver(item.requested_table.table.title, ANSWERS[Answer(item.answer)], len(item.cells))
        for item in items.select_related("requested_table__table")
    ]
