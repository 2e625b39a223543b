"""What a submission hands over and its fingerprint, reckoned anew from the rows each time it is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from sektoral.domain.canonical import Json
from sektoral.domain.signed_values import Place, Said, print_of, print_of_all
from sektoral.domain.states import ItemState
from sektoral.records.models import Letter, Submission, SubmissionItem

TABLES, VALUES = "tables", "values_sha256"  # of a transmittal's `content`


@dataclass(frozen=True, slots=True)
class SignedValues:
    """Fingerprints in hexadecimal SHA-256: of each table by its sheet, and of all of them together."""

    tables: Mapping[str, str]
    sha256: str

    def as_content(self) -> dict[str, Json]:
        """This will give it as a transmittal letter keeps it."""
        return {VALUES: self.sha256, TABLES: dict(self.tables)}


def handed_over(submission: Submission) -> QuerySet[SubmissionItem]:
    """This will list what a submission hands over: answers that a later file replaced are not among it."""
    items = submission.items.exclude(state=ItemState.SUPERSEDED)
    return items.select_related("requested_table__table", "held_by")


def values_of(items: Iterable[SubmissionItem]) -> SignedValues:
    """This will reckon the fingerprint of items, with their table and holder selected."""
    tables = {item.requested_table.sheet: print_of(_said(item)) for item in items}
    return SignedValues(tables, print_of_all(tables))


def printed_values(letter: Letter) -> str:
    """This will give the fingerprint that a transmittal prints; empty on letters from before they printed one."""
    return str(letter.content.get(VALUES, "")) if TABLES in letter.content else ""


def is_as_printed(letter: Letter, submission: Submission) -> bool:
    """This will tell whether the submission says what its letter prints; one that prints nothing claims nothing."""
    now = values_of(handed_over(submission))
    told = (letter.content.get(VALUES), letter.content.get(TABLES), submission.values_sha256)
    return not printed_values(letter) or told == (now.sha256, now.tables, now.sha256)


def _said(item: SubmissionItem) -> Said:
    holder = item.held_by.code if item.held_by else ""
    return Said(item.answer, item.reason, item.expected_on, holder, [_place(one) for one in _cells(item)])


def _cells(item: SubmissionItem) -> Iterable[Mapping[str, str]]:
    yield from item.cells
    yield from item.earlier


def _place(cell: Mapping[str, str]) -> Place:
    return (cell["row"], cell["column"], cell["text"], cell["mark"], cell.get("period", ""))
