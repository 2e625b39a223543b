"""Of numbers, attached lists and corrections: each stands as the journal tells it. A part of I8."""

from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from sektoral.domain.letters import REQUEST_KINDS, LetterKind
from sektoral.domain.papers import Gateway
from sektoral.domain.states import LetterState
from sektoral.letters.addressing import list_digest
from sektoral.letters.numbers import series_of
from sektoral.records.models import Event, Letter, NumberCounter, Office

DRAFTED = ("letter.drafted", "letter.correction_drafted")


def check_numbers(office: Office) -> Iterator[str]:
    """This will find numbers that are given twice, missing from a series, or changed behind the journal."""
    numbered = list(Letter.objects.filter(office=office).exclude(number="").select_related("office", "agency"))
    given = Counter((letter.agency_id, letter.number) for letter in numbered if not _is_set_free(letter))
    yield from (f"Nomor {number} dipakai {n} kali." for (_, number), n in given.items() if n > 1)
    yield from _gaps(office, numbered)
    yield from _by_hand(office, numbered)


def check_lists(office: Office) -> Iterator[str]:
    """This will find attached lists of addressees that are not what was drafted."""
    told = {e.about_id: str(e.facts.get("addressees", "")) for e in _events(office, *DRAFTED)}
    for letter in Letter.objects.filter(office=office).prefetch_related("addressees__request"):
        rows = letter.addressees.all()
        drafted = told.get(str(letter.pk), "")
        if drafted != (list_digest(one.request_id for one in rows) if rows else ""):
            yield f"Surat {letter.number or letter.pk}: daftar terlampirnya bukan menurut jurnal."
        if rows and (letter.request_id or any(one.request.round_id != letter.round_id for one in rows)):
            yield f"Surat {letter.number or letter.pk}: daftar terlampirnya milik putaran lain."
        if not rows and letter.kind in REQUEST_KINDS and letter.request_id is None:
            yield f"Surat {letter.number or letter.pk} tidak meminta apa pun dari siapa pun."


def check_corrections(office: Office) -> Iterator[str]:
    """This will find letters that replace another one otherwise than the journal tells."""
    told = {e.about_id: str(e.facts.get("supersedes", "")) for e in _events(office, *DRAFTED)}
    for letter in Letter.objects.filter(office=office).select_related("supersedes"):
        old, name = letter.supersedes, letter.number or str(letter.pk)
        if told.get(str(letter.pk), "") != (str(old.pk) if old else ""):
            yield f"Surat {name}: yang digantikannya bukan menurut jurnal."
        elif old and (old.signed_at is None or _matter(old) != _matter(letter) or old.office_id != office.pk):
            yield f"Surat {name} menggantikan surat lain yang bukan tentang hal yang sama."


def _matter(letter: Letter) -> tuple[object, ...]:
    return letter.kind, letter.round_id, letter.request_id, letter.agency_id


def _gaps(office: Office, numbered: Iterable[Letter]) -> Iterator[str]:
    everything = Counter(_series(letter) for letter in numbered)
    ours = Counter(_series(letter) for letter in numbered if not _is_by_hand(letter))
    counters = {(one.series, one.year): one.last for one in NumberCounter.objects.filter(office=office)}
    for series in counters.keys() | ours.keys():
        last = counters.get(series, 0)
        if not ours[series] <= last <= everything[series]:  # between them: those written by hand and passed over
            yield f"Seri {series[0]} {series[1]}: {last} nomor diberikan, {ours[series]} surat ada."


def _by_hand(office: Office, numbered: Iterable[Letter]) -> Iterator[str]:
    """A transmittal brings its number along from its drafting; all others have it from an act of its own."""
    told = {event.about_id: event for event in _events(office, "letter.number_entered")}
    for letter in numbered:
        event = told.pop(str(letter.pk), None)
        if event is None:
            if letter.numbered_by_id and letter.kind != LetterKind.TRANSMITTAL:
                yield f"Surat {letter.number}: nomornya dicatat tanpa peristiwa."
        elif (event.facts.get("number"), event.by, event.at) != (
            letter.number,
            str(letter.numbered_by_id),
            letter.numbered_at,
        ):
            yield f"Surat {letter.number}: nomor atau pencatatnya bukan menurut peristiwa {event.sequence}."
    yield from (
        f"Nomor {event.facts.get('number')} dalam jurnal tidak ada lagi pada suratnya." for event in told.values()
    )


def _is_by_hand(letter: Letter) -> bool:
    """An SOP's number is typed with the SOP itself."""
    return letter.numbered_by_id is not None or letter.gateway == Gateway.UPLOAD or letter.kind == LetterKind.SOP


def _is_set_free(letter: Letter) -> bool:
    """A voided SOP document leaves the SOP its number."""
    return letter.kind == LetterKind.SOP and letter.state == LetterState.VOID


def _series(letter: Letter) -> tuple[str, int]:
    zone = ZoneInfo(letter.office.time_zone)
    return series_of(letter), (letter.numbered_at or letter.drafted_at).astimezone(zone).year


def _events(office: Office, *kinds: str) -> Iterable[Event]:
    return Event.objects.filter(office_id=office.pk, kind__in=kinds).order_by("sequence")
