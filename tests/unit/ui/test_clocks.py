"""What a clock says before, on and after its last working day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sektoral.setup.facts import load_calendar
from sektoral.ui.clocks import clock_of, clock_of_data
from sektoral.ui.components import Tone

CALENDAR = load_calendar("labura")
WIB = ZoneInfo("Asia/Jakarta")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=WIB)


BEGUN, DUE = at("12T10:00"), at("19T16:00")  # five working days

RUNNING = [
    ("12T11:00", Tone.RUN, "Sisa 5 hari kerja", 0),
    ("13T11:00", Tone.RUN, "Sisa 4 hari kerja", 1),
    ("15T11:00", Tone.RUN, "Sisa 4 hari kerja", 1),  # a Sunday
    ("18T17:00", Tone.RUN, "Sisa 1 hari kerja", 4),
    ("19T10:05", Tone.WAIT, "Sisa 5 jam 55 menit, hari ini", 4),
    ("19T16:00", Tone.WAIT, "Sisa 1 menit, hari ini", 4),
    ("19T16:31", Tone.BAD, "Lewat 31 menit", 5),
    ("23T09:00", Tone.BAD, "Lewat 2 hari kerja", 5),
]
ENDED = [
    ("12T15:00", Tone.DONE, "Selesai 5 hari kerja lebih cepat", 1),
    ("17T09:00", Tone.DONE, "Selesai 2 hari kerja lebih cepat", 3),
    ("19T15:00", Tone.DONE, "Selesai tepat waktu", 5),
    ("20T09:00", Tone.BAD, "Selesai, lewat 1 hari kerja", 5),
]


@pytest.mark.parametrize(("now", "tone", "words", "used"), RUNNING)
def test_a_running_clock_says_what_is_left(now: str, tone: Tone, words: str, used: int) -> None:
    clock = clock_of(CALENDAR, begun_at=BEGUN, due_at=DUE, at=at(now))
    assert (clock.tone, clock.words, clock.used, clock.total) == (tone, words, used, 5)
    assert clock.note == "Batas 19 November, 16.00\u00a0WIB"


@pytest.mark.parametrize(("ended", "tone", "words", "used"), ENDED)
def test_a_stopped_clock_says_how_it_ended(ended: str, tone: Tone, words: str, used: int) -> None:
    clock = clock_of(CALENDAR, begun_at=BEGUN, due_at=DUE, at=at("30T09:00"), ended_at=at(ended))
    assert (clock.tone, clock.words, clock.used) == (tone, words, used)


@pytest.mark.parametrize(
    ("data", "complete", "tone", "words"),
    [
        ("18T09:00", "19T15:00", Tone.DONE, "Selesai tepat waktu"),
        ("19T16:00", "20T09:00", Tone.DONE, "Data tepat waktu, surat lewat 1 hari kerja"),
        ("19T16:00", None, Tone.WAIT, "Data tepat waktu, surat belum: lewat 2 hari kerja"),
        ("19T16:01", "20T09:00", Tone.BAD, "Selesai, lewat 1 hari kerja"),
        (None, None, Tone.BAD, "Lewat 2 hari kerja"),
    ],
)
def test_it_says_whether_data_or_letter_were_late(
    data: str | None, complete: str | None, tone: Tone, words: str
) -> None:
    clock = clock_of_data(
        CALENDAR,
        begun_at=BEGUN,
        due_at=DUE,
        data_at=at(data) if data else None,
        complete_at=at(complete) if complete else None,
        at=at("23T09:00"),
    )
    assert (clock.tone, clock.words) == (tone, words)


def test_a_year_without_a_calendar_counts_weekdays() -> None:
    begun, due = BEGUN.replace(year=2039), DUE.replace(year=2039)  # Saturday to Saturday
    assert clock_of(CALENDAR, begun_at=begun, due_at=due, at=begun).words == "Sisa 5 hari kerja"


def test_a_clock_without_a_beginning_has_not_begun() -> None:
    assert clock_of(CALENDAR, begun_at=None, due_at=DUE, at=DUE).words == "Belum mulai"
