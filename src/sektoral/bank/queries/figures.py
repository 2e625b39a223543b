"""One figure as the pages show it: exact digits in Indonesian writing, its mark in words, and where it leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from sektoral.domain.numbers import EXACT, FLAGS, plain_text
from sektoral.records.models import Observation, Table
from sektoral.ui.formats import number_text

NONE, LACKING = "–", "…"
MARK_WORDS = {
    NONE: "tidak ada",
    LACKING: "belum atau tidak tersedia",
    "NA": "tidak dapat ditampilkan",
    "~0": "di bawah satuan terkecil",
    "*": "angka sementara",
    "**": "angka sangat sementara",
    "***": "angka sangat-sangat sementara",
    "r": "angka diperbaiki",
    "e": "angka perkiraan",
}
_FIELDS = (
    "id",
    "series",
    "period",
    "row",
    "column",
    "text",
    "mark",
    "version",
    "recorded_at",
    "superseded_at",
    "submission_id",
    "submission__version",
    "letter__number",
    "sheet",
    "cell",
    "table__version",
    "reason",
    "item__decided_by__name",
    "imported__decided_by__name",
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One version of one figure: `text` is canonical decimal text, empty where only a mark was given."""

    id: int
    series: str
    period: str
    row: str
    column: str
    text: str
    mark: str
    version: int
    recorded_at: datetime
    superseded_at: datetime | None
    submission: UUID
    sending: int
    letter: str | None
    sheet: str
    cell: str
    edition: int  # of the table, by which it was given
    reason: str = ""
    accepted_by: str | None = None
    import_taken_by: str | None = None

    @property
    def let_in_by(self) -> str:
        """Who let it into the bank."""
        return self.accepted_by or self.import_taken_by or ""

    def holds(self, as_of: datetime | None) -> bool:
        """Whether this version is the one that counts, now or at the instant."""
        return self.superseded_at is None or (as_of is not None and self.superseded_at > as_of)

    @property
    def flag(self) -> str:
        """The mark beside the figure: the agency's own, else `r` for a figure that was corrected."""
        return self.mark or ("r" if self.version > 1 and self.text else "")


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell. `text` is the figure, or the mark alone; empty where the bank has nothing. `id` leads to its page.

    `amount` is the exact number for sums and drawings; none where it cannot be added.
    """

    text: str = ""
    sup: str = ""
    words: str = ""
    id: int = 0
    withdrawn: bool = False
    amount: Decimal | None = None


def list_recorded(table: Table, *, as_of: datetime | None) -> Sequence[Recorded]:
    """This will list every version of a table's figures known by then, of all the table's own versions, in order."""
    rows = Observation.objects.filter(
        Q(recorded_at__lte=as_of) if as_of else Q(),
        office_id=table.office_id,
        table__in=Table.objects.filter(agency_id=table.agency_id, code=table.code),
    )
    return [Recorded(*row) for row in rows.order_by("recorded_at", "id").values_list(*_FIELDS)]


def figure_text(text: str, decimals: int) -> str:
    """This will write a canonical decimal text in Indonesian, with at least `decimals` places, never rounded."""
    whole, _, fraction = text.partition(".")
    padded = fraction.ljust(decimals, "0")
    return number_text(f"{whole}.{padded}" if padded else whole)


def shown(one: Recorded, *, decimals: int, holds: bool = True) -> Shown:
    """This will draw a version; one that no longer holds is drawn as withdrawn."""
    if not holds:
        return Shown("ditarik", id=one.id, withdrawn=True)
    if one.text:
        flag = one.flag
        amount = Decimal(one.text)
        return Shown(figure_text(one.text, decimals), flag, MARK_WORDS.get(flag, ""), one.id, amount=amount)
    amount_of_none = Decimal(0) if one.mark == NONE else None
    return Shown(one.mark, "", MARK_WORDS.get(one.mark, ""), one.id, amount=amount_of_none)


def total_of(parts: Iterable[Shown], *, decimals: int) -> Shown:
    """This will add cells exactly; a missing part leaves the total open, and the weakest flag speaks for all."""
    parts, total = list(parts), Decimal(0)
    for part in parts:
        if part.amount is None:
            return Shown(LACKING, words="tidak dihitung karena ada yang belum tersedia")
        total = EXACT.add(total, part.amount)
    weak = [flag for flag in ("***", "**", "*", "e") if any(part.sup == flag for part in parts)]
    flag = weak[0] if weak else ""
    return Shown(figure_text(plain_text(total), decimals), flag, MARK_WORDS.get(flag, ""), amount=total)


def legend_of(cells: Iterable[Shown]) -> str:
    """This will explain the marks that a table shows: `* angka sementara · … belum atau tidak tersedia`."""
    seen: set[str] = set()
    for cell in cells:
        seen |= {cell.sup, cell.text} & MARK_WORDS.keys()
    order = [*FLAGS, *MARK_WORDS]
    return " · ".join(f"{mark} {MARK_WORDS[mark]}" for mark in dict.fromkeys(order) if mark in seen)
