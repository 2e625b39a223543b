"""I9: what a report says follows from what was stored, and its figures agree with each other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from sektoral.domain.letters import LetterKind
from sektoral.domain.reports import Contradicted, MovedTable, Recap, Tally, recap
from sektoral.domain.states import LetterState
from sektoral.records.mid_round import contradictions_of, moved_tables
from sektoral.records.models import Event, Letter, Office
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
