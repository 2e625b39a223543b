"""The findings of one submission, grouped by table and cut into pages; a number is the same on every page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from sektoral.domain.findings import Severity
from sektoral.records.models import FindingRecord, Submission
from sektoral.ui.components import Found, Status, Tone
from sektoral.ui.findings import found_of

PER_PAGE = 40
CELLS_NAMED = 12
FEW = 3  # explained one by one; more are folded under one text for the table


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings weigh how much; `unexplained` are the *periksa* that still lack the agency's words."""

    errors: int = 0
    warnings: int = 0
    unexplained: int = 0
    infos: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.errors + self.warnings + self.infos

    @property
    def words(self) -> str:
        """`2 salah, 1 perlu penjelasan, 3 sudah dijelaskan`; empty where there is nothing."""
        explained = self.warnings - self.unexplained
        parts = (
            (self.errors, "salah"),
            (self.unexplained, "perlu penjelasan"),
            (explained, "sudah dijelaskan"),
            (self.infos, "catatan"),
        )
        return ", ".join(f"{count} {word}" for count, word in parts if count)

    @property
    def status(self) -> Status | None:
        """What stands beside a table that has findings; nothing where all is settled."""
        if self.errors:
            return Status(Tone.BAD, f"{self.errors} salah")
        if self.unexplained:
            return Status(Tone.WAIT, f"{self.unexplained} perlu penjelasan")
        return None


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A finding with the field in which the agency explains it, where it may."""

    key: UUID
    found: Found
    may_explain: bool

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"jelas-{self.key}"


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The findings of one table (or of the workbook as a whole, then `sheet` is empty)."""

    sheet: str
    title: str
    lines: tuple[FoundLine, ...]

    @property
    def anchor(self) -> str:
        """The id of its heading."""
        return f"lembar-{self.sheet or 'buku'}"

    @property
    def unexplained(self) -> int:
        """How many of these lines still need words."""
        return sum(line.may_explain and not line.found.said for line in self.lines)

    @property
    def is_long(self) -> bool:
        """Whether the single fields are folded, because one text for all will do."""
        return self.unexplained > FEW

    @property
    def field(self) -> str:
        """The name of the field whose words go to every finding of the table that has none."""
        return f"semua-{self.sheet}"


@dataclass(frozen=True, slots=True)
class Notes:
    """Remarks of one kind on one table, told once: `cells` names where, up to a dozen."""

    sheet: str
    text: str
    count: int
    cells: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of what is to be mended or explained, and the remarks. `more` counts what was cut off."""

    groups: tuple[FoundGroup, ...]
    notes: tuple[Notes, ...]
    tally: Tally
    page: int
    pages: int
    more: int
    may_explain: bool

    @property
    def earlier(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def later(self) -> int:
        """The page after."""
        return self.page + 1


def tally_of(submission: Submission) -> Tally:
    """This will count a submission's findings."""
    counts = submission.findings.aggregate(
        errors=Count("pk", filter=Q(severity=Severity.ERROR)),
        warnings=Count("pk", filter=Q(severity=Severity.WARNING)),
        unexplained=Count("pk", filter=Q(severity=Severity.WARNING, explanation="")),
        infos=Count("pk", filter=Q(severity=Severity.INFO)),
    )
    return Tally(**counts)


def tallies_by_table(submission: Submission) -> Mapping[str, Tally]:
    """This will count a submission's findings for each table, by its sheet."""
    rows = submission.findings.order_by().values_list("table", "severity", "explanation")
    sheets: dict[str, list[tuple[str, str]]] = {}
    for sheet, severity, explanation in rows:
        sheets.setdefault(sheet, []).append((severity, explanation))
    return {sheet: _tally(found) for sheet, found in sheets.items()}


def _tally(found: Sequence[tuple[str, str]]) -> Tally:
    return Tally(
        errors=sum(severity == Severity.ERROR for severity, _ in found),
        warnings=sum(severity == Severity.WARNING for severity, _ in found),
        unexplained=sum(severity == Severity.WARNING and not words for severity, words in found),
        infos=sum(severity == Severity.INFO for severity, _ in found),
    )


def found_page(submission: Submission, titles: Mapping[str, str], *, page: int, may_explain: bool) -> FoundPage:
    """This will give one page of a submission's findings. `titles` names the tables by sheet."""
    tally = tally_of(submission)
    pages = max(1, -(-(tally.errors + tally.warnings) // PER_PAGE))
    shown = min(max(page, 1), pages)
    first = (shown - 1) * PER_PAGE
    weighty = submission.findings.exclude(severity=Severity.INFO).select_related("explained_by")
    records = list(weighty[first : first + PER_PAGE])
    lines = [(record.table, _line(record, number, may_explain)) for number, record in enumerate(records, first + 1)]
    stored = sum(int(count) for count in submission.totals.values())
    return FoundPage(
        groups=tuple(_groups(lines, titles)),
        notes=_notes(submission),
        tally=tally,
        page=shown,
        pages=pages,
        more=max(0, stored - tally.total),
        may_explain=may_explain and tally.warnings > 0,
    )


def _notes(submission: Submission) -> tuple[Notes, ...]:
    """Remarks weigh nothing, so each kind stands once a table."""
    kinds: dict[tuple[str, str], list[FindingRecord]] = {}
    for record in submission.findings.filter(severity=Severity.INFO):
        kinds.setdefault((record.table, record.code), []).append(record)
    return tuple(_note(sheet, records) for (sheet, _), records in kinds.items())


def _note(sheet: str, records: Sequence[FindingRecord]) -> Notes:
    one = found_of(records[0], 0)
    cells = [record.cell for record in records if record.cell]
    named = ", ".join(cells[:CELLS_NAMED]) + (" …" if len(cells) > CELLS_NAMED else "")
    return Notes(sheet, f"{one.what} {one.remedy}".strip(), len(records), named)


def _line(record: FindingRecord, number: int, may_explain: bool) -> FoundLine:
    return FoundLine(record.pk, found_of(record, number), may_explain and record.severity == Severity.WARNING)


def _groups(lines: Sequence[tuple[str, FoundLine]], titles: Mapping[str, str]) -> Sequence[FoundGroup]:
    """Lines that stand together and belong to one table."""
    sheets = dict.fromkeys(sheet for sheet, _ in lines)
    return [
        FoundGroup(sheet, titles.get(sheet, ""), tuple(line for own, line in lines if own == sheet)) for sheet in sheets
    ]
