"""I9: what a report says follows from what was stored, and its figures agree with each other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sektoral.bank.queries.freshness import bank_state_then, corrected_tables
from sektoral.domain.letters import LetterKind
from sektoral.domain.report_parts import BankState, CorrectedTable, FaultCount, LastRound, Quality
from sektoral.domain.reports import Contradicted, MovedTable, Recap, Tally, coverage_of, recap
from sektoral.domain.states import LetterState
from sektoral.records.finding_outcomes import count_tables_in_time, quality_of_round
from sektoral.records.last_rounds import last_round_of
from sektoral.records.mid_round import contradictions_of, moved_tables
from sektoral.records.models import Event, Letter, Office, Round
from sektoral.records.outcomes_then import outcomes_until
from sektoral.records.report_contents import addendum_of, content_digest, report_of


def check_reports(office: Office, at: datetime) -> Iterator[str]:
    """This will count every report again, and its addenda."""
    letters = Letter.objects.filter(office=office).exclude(state=LetterState.VOID).select_related("round__office")
    for letter in letters.filter(kind=LetterKind.REPORT):
        yield from _report_faults(letter)
    for letter in letters.filter(kind=LetterKind.ADDENDUM):
        yield from _addendum_faults(letter)


def _report_faults(letter: Letter) -> Iterator[str]:
    name = f"Laporan {letter.number or letter.pk}"
    yield from _changed(letter, "report.drafted", name)
    found = recap(report_of(letter).agencies)
    yield from _disagreements(found, name)
    round_ = letter.round
    if round_ is None or round_.intake_closed_at is None:
        yield f"{name} tidak punya putaran yang penerimaannya ditutup."
    elif recap(outcomes_until(round_, round_.intake_closed_at)) != found:
        yield f"{name} tidak sama dengan hitungan ulang dari data yang tersimpan."
    yield from _mid_round_faults(letter, name)
    if round_ is not None and round_.intake_closed_at is not None:
        yield from _later_faults(letter, round_, name)


def _later_faults(letter: Letter, round_: Round, name: str) -> Iterator[str]:
    """What reports told later is held where the report has it; titles and names may have changed since."""
    body, until, drafted = report_of(letter), round_.intake_closed_at, _drafted(letter, "report.drafted")
    if until is None or drafted is None or body.coverage is None or body.quality is None:
        return
    if coverage_of(body.agencies, tables_in_time=count_tables_in_time(round_, until)) != body.coverage:
        yield f"{name}: kelengkapan dan ketepatan waktu tidak sama dengan hitungan ulang."
    again = quality_of_round(round_, until)
    if _findings(again) != _findings(body.quality):
        yield f"{name}: temuan tidak sama dengan hitungan ulang dari data yang tersimpan."
    before = last_round_of(round_, until=drafted.at)
    if _figures(before) != _figures(body.last_round):
        yield f"{name}: putaran lalu tidak sama dengan laporannya."
    corrected = corrected_tables(round_.office, since=round_.opened_at, until=drafted.at)
    if _replaced(corrected) != _replaced(body.corrected):
        yield f"{name}: angka yang diperbaiki tidak sama dengan hitungan ulang dari Bank Data."
    if body.bank is not None and not _aged(body.bank) <= _aged(bank_state_then(round_.office, at=drafted.at)):
        yield f"{name}: tabel yang jatuh tempo atau usang tidak sama dengan hitungan ulang dari Bank Data."


def _findings(quality: Quality) -> Counter[tuple[str, str, FaultCount]]:
    return Counter((kind.code, kind.severity.value, kind.count) for kind in quality.kinds) + Counter(
        ("", "", agency.count) for agency in quality.agencies
    )


def _figures(before: LastRound | None) -> LastRound | None:
    """A round's addenda may be signed later than the report that names those there were."""
    return replace(before, title="", addenda=()) if before else None


def _replaced(corrected: Iterable[CorrectedTable]) -> Counter[tuple[str, str, int]]:
    return Counter((one.code, one.period, one.values) for one in corrected)


def _aged(bank: BankState) -> Counter[tuple[str, str, str]]:
    return Counter((one.code, one.last, one.awaited) for one in bank.aged)


def _mid_round_faults(letter: Letter, name: str) -> Iterator[str]:
    """Names may change later, and one drafted before these lists existed has none: what is held is their counts."""
    drafted = _drafted(letter, "report.drafted")
    if letter.round is None or drafted is None:
        return
    body = report_of(letter)
    if "moved" in letter.content and _moves(moved_tables(letter.round, drafted.at)) != _moves(body.moved):
        yield f"{name}: tabel yang berpindah tidak sama dengan hitungan ulang dari data yang tersimpan."
    if "contradictions" in letter.content:
        again = contradictions_of(letter.round, drafted.at)
        if _verdicts(again) != _verdicts(body.contradictions):
            yield f"{name}: pertentangan tidak sama dengan hitungan ulang dari data yang tersimpan."


def _moves(moved: Iterable[MovedTable]) -> Counter[tuple[str, str]]:
    return Counter((one.way.value, one.code) for one in moved)


def _verdicts(found: Iterable[Contradicted]) -> Counter[str]:
    return Counter(one.verdict.value for one in found)


def _addendum_faults(letter: Letter) -> Iterator[str]:
    name = f"Adendum {letter.number or letter.pk}"
    yield from _changed(letter, "addendum.drafted", name)
    body = addendum_of(letter)
    yield from _disagreements(body.before, name)
    yield from _disagreements(body.after, name)
    if _counts_before(letter) != body.before:
        yield f"{name} tidak menyambung laporan yang disebutnya."


def _counts_before(addendum: Letter) -> Recap | None:
    """The counts that an addendum goes on from: of the addendum before it, else of the report."""
    letters = Letter.objects.filter(round=addendum.round).exclude(state=LetterState.VOID).order_by("-drafted_at")
    before = letters.filter(kind=LetterKind.ADDENDUM, drafted_at__lt=addendum.drafted_at).first()
    if before is not None:
        return addendum_of(before).after
    report = letters.filter(kind=LetterKind.REPORT, state=LetterState.SIGNED).first()
    return recap(report_of(report).agencies) if report else None


def _changed(letter: Letter, kind: str, name: str) -> Iterator[str]:
    event = _drafted(letter, kind)
    if event is None or event.facts.get("content_sha256") != content_digest(letter):
        yield f"{name}: isinya bukan lagi yang disusun."


def _drafted(letter: Letter, kind: str) -> Event | None:
    return Event.objects.filter(office_id=letter.office_id, kind=kind, about_id=str(letter.pk)).last()


def _disagreements(found: Recap, name: str) -> Iterator[str]:
    if found.sent + found.silent != found.agencies:
        yield f"{name}: yang mengirim dan yang tidak, tidak berjumlah {found.agencies} OPD."
    if found.on_time + found.letter_later + found.late != found.sent:
        yield f"{name}: tepat waktu, surat menyusul, dan terlambat tidak berjumlah {found.sent} OPD."
    if _decided(found.tables) != found.tables.received or found.tables.received + found.tables.missing != (
        found.tables.requested
    ):
        yield f"{name}: tabel menurut keadaannya tidak berjumlah {found.tables.requested}."


def _decided(tables: Tally) -> int:
    return (
        tables.stored + tables.nil + tables.unavailable + tables.handed_on + tables.awaiting_steward + tables.returned
    )
