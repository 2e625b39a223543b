"""The findings of one submission by table and kind, sieved and cut into pages; a number is the same everywhere."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from sektoral.domain.checks.titles import title_of
from sektoral.domain.findings import Severity
from sektoral.records.models import FindingRecord, Submission
from sektoral.ui.components import Found, Status, Tone
from sektoral.ui.findings import STATUSES, found_of

PER_PAGE = 40
CELLS_NAMED = 12
WORTH_SIEVING = 8  # findings; fewer are seen at one look
KINDS_AT_LEAST = 2  # for the table of totals
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
    place: str = ""  # its field in the form, where it was typed: `T01/#C8`

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"jelas-{self.key}"


@dataclass(frozen=True, slots=True)
class FoundKind:
    """The findings of one code in one table. `total` counts all of them, `lines` are those on this page."""

    sheet: str
    code: str
    title: str
    total: int
    unexplained: int
    may_explain: bool
    lines: tuple[FoundLine, ...]

    @property
    def anchor(self) -> str:
        """The id of its heading."""
        return f"jenis-{self.sheet or 'buku'}-{self.code}"

    @property
    def is_long(self) -> bool:
        """Whether the single fields are folded, because one text for all will do."""
        return self.unexplained > FEW

    @property
    def field(self) -> str:
        """The name of the field whose words go to every finding of this kind that has none."""
        return f"sejenis-{self.sheet}-{self.code}"

    @property
    def takes_one_text(self) -> bool:
        """Whether one explanation for several findings is offered."""
        return self.may_explain and self.unexplained > 1


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The findings of one table (or of the workbook as a whole, then `sheet` is empty), kind by kind."""

    sheet: str
    title: str
    kinds: tuple[FoundKind, ...]

    @property
    def anchor(self) -> str:
        """The id of its heading."""
        return f"lembar-{self.sheet or 'buku'}"


@dataclass(frozen=True, slots=True)
class KindTotal:
    """How often one kind was found in all tables together, also beyond what is stored, and where its first one is."""

    code: str
    title: str
    status: Status
    total: int
    sheets: str
    url: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Remarks of one kind on one table, told once: `cells` names where, up to a dozen."""

    sheet: str
    text: str
    count: int
    cells: str


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of the findings is asked for: a severity, a table by its sheet, a page; empty means all.

    `version` is the submission in focus, 0 for the newest; links keep it.
    """

    severity: str = ""
    sheet: str = ""
    page: int = 1
    version: int = 0

    def keeps(self, record: FindingRecord) -> bool:
        """Whether a finding is asked for."""
        return self.severity in ("", record.severity) and self.sheet in ("", record.table)

    @property
    def is_open(self) -> bool:
        """Whether everything is asked for."""
        return not self.severity and not self.sheet

    def link(self, *, page: int) -> str:
        """The address of a page of the same choice."""
        version = str(self.version) if self.version else ""
        chosen = {"kiriman": version, "tingkat": self.severity, "tabel": self.sheet, "temuan": str(page)}
        return f"?{urlencode({name: value for name, value in chosen.items() if value})}#temuan"


EVERYTHING = Sieve()


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of what is to be mended or explained, and the remarks. `more` counts what was cut off."""

    groups: tuple[FoundGroup, ...]
    totals: tuple[KindTotal, ...]
    notes: tuple[Notes, ...]
    tally: Tally
    sieve: Sieve
    sheets: tuple[tuple[str, str], ...]
    pages: int
    kept: int
    more: int
    may_explain: bool

    @property
    def page(self) -> int:
        """The page that is shown."""
        return self.sieve.page

    @property
    def earlier(self) -> str:
        """The address of the page before."""
        return self.sieve.link(page=self.page - 1)

    @property
    def later(self) -> str:
        """The address of the page after."""
        return self.sieve.link(page=self.page + 1)

    @property
    def is_worth_sieving(self) -> bool:
        """Whether there is more than one look takes in."""
        return not self.sieve.is_open or self.tally.errors + self.tally.warnings > WORTH_SIEVING


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


def found_page(submission: Submission, titles: Mapping[str, str], sieve: Sieve, *, may_explain: bool) -> FoundPage:
    """This will give one page of a submission's findings. `titles` names the tables by sheet."""
    records = list(submission.findings.select_related("explained_by"))
    tally = _tally([(one.severity, one.explanation) for one in records])
    weighty = [one for one in records if one.severity != Severity.INFO]
    kept = sorted((one for one in weighty if sieve.keeps(one)), key=_by_table_and_code(weighty))
    pages = max(1, -(-len(kept) // PER_PAGE))
    shown = replace(sieve, page=min(max(sieve.page, 1), pages))
    first = (shown.page - 1) * PER_PAGE
    return FoundPage(
        groups=tuple(_groups(kept, kept[first : first + PER_PAGE], titles, may_explain=may_explain)),
        totals=_totals(submission, kept, shown) if shown.is_open else (),
        notes=_notes([one for one in records if one.severity == Severity.INFO and sieve.keeps(one)]),
        tally=tally,
        sieve=shown,
        sheets=tuple((sheet, titles.get(sheet, "Buku kerja")) for sheet in dict.fromkeys(one.table for one in records)),
        pages=pages,
        kept=len(kept),
        more=max(0, sum(int(count) for count in submission.totals.values()) - tally.total),
        may_explain=may_explain and tally.warnings > 0,
    )


def _by_table_and_code(records: Sequence[FindingRecord]) -> Callable[[FindingRecord], tuple[int, int, str, int]]:
    """Tables in the order of the workbook; within one, what is wrong before what wants words, then kind by kind."""
    order = {sheet: number for number, sheet in enumerate(dict.fromkeys(one.table for one in records))}
    weights = {severity.value: number for number, severity in enumerate(Severity)}
    return lambda one: (order[one.table], weights[one.severity], one.code, one.position)


def _groups(
    kept: Sequence[FindingRecord], shown: Sequence[FindingRecord], titles: Mapping[str, str], *, may_explain: bool
) -> Iterator[FoundGroup]:
    """What is shown, table by table and kind by kind; counts are those of all that is kept."""
    counts = Counter((one.table, one.code) for one in kept)
    silent = Counter((one.table, one.code) for one in kept if _wants_words(one) and not one.explanation)
    for sheet, of_table in groupby(shown, key=lambda one: one.table):
        kinds = []
        for code, of_kind in groupby(of_table, key=lambda one: one.code):
            lines = tuple(_line(one, may_explain) for one in of_kind)
            kinds.append(
                FoundKind(
                    sheet=sheet,
                    code=code,
                    title=title_of(code),
                    total=counts[sheet, code],
                    unexplained=silent[sheet, code],
                    may_explain=any(line.may_explain for line in lines),
                    lines=lines,
                )
            )
        yield FoundGroup(sheet, titles.get(sheet, ""), tuple(kinds))


def _totals(submission: Submission, kept: Sequence[FindingRecord], sieve: Sieve) -> tuple[KindTotal, ...]:
    """Each kind once, with how often it was found in all; nothing where there are too few kinds to need it."""
    places: dict[str, list[int]] = {}
    for at, one in enumerate(kept):
        places.setdefault(one.code, []).append(at)
    if len(places) < KINDS_AT_LEAST:
        return ()
    return tuple(_total(submission, kept, code, at, sieve) for code, at in places.items())


def _total(
    submission: Submission, kept: Sequence[FindingRecord], code: str, places: Sequence[int], sieve: Sieve
) -> KindTotal:
    first = kept[places[0]]
    page = places[0] // PER_PAGE + 1
    query = sieve.link(page=page).partition("#")[0] if page != sieve.page else ""
    return KindTotal(
        code=code,
        title=title_of(code),
        status=STATUSES[Severity(first.severity)],
        total=max(int(submission.totals.get(code, 0)), len(places)),
        sheets=", ".join(dict.fromkeys(kept[at].table or "buku" for at in places)),
        url=f"{query}#jenis-{first.table or 'buku'}-{code}",
    )


def _notes(infos: Sequence[FindingRecord]) -> tuple[Notes, ...]:
    """Remarks weigh nothing, so each kind stands once a table."""
    kinds: dict[tuple[str, str], list[FindingRecord]] = {}
    for record in infos:
        kinds.setdefault((record.table, record.code), []).append(record)
    return tuple(_note(sheet, records) for (sheet, _), records in kinds.items())


def _note(sheet: str, records: Sequence[FindingRecord]) -> Notes:
    one = found_of(records[0], 0)
    cells = [record.cell for record in records if record.cell]
    named = ", ".join(cells[:CELLS_NAMED]) + (" …" if len(cells) > CELLS_NAMED else "")
    return Notes(sheet, f"{one.what} {one.remedy}".strip(), len(records), named)


def _line(record: FindingRecord, may_explain: bool) -> FoundLine:
    """A finding under the number that it also has on the marked workbook."""
    place = f"{record.table}/#{record.cell}" if record.cell and record.sheet == record.table else ""
    return FoundLine(record.pk, found_of(record, record.position), may_explain and _wants_words(record), place)


def _wants_words(record: FindingRecord) -> bool:
    return record.severity == Severity.WARNING
