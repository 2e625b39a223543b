"""What an old checkpoint proves to be missing after a restore (bad input 111)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from sektoral.domain.backups import OfficePart
from sektoral.domain.errors import Invalid
from sektoral.domain.journal import Checkpoint, Head, checkpoint_note
from sektoral.project.keeping.missing import find_missing
from sektoral.project.management.commands.restore import checkpoints_in

OFFICE = str(UUID(int=7))
AT = datetime(2026, 11, 30, tzinfo=UTC)
PART = OfficePart(OFFICE, "labura", "Dinas", 100, "a" * 64, "", "", "")


def point(sequence: int, office: str = OFFICE) -> Checkpoint:
    return Checkpoint(office, Head(sequence, "b" * 64), AT)


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ([], []),
        ([point(99), point(100)], []),
        ([point(101)], [("labura", 101, 101, 1)]),
        ([point(130), point(103)], [("labura", 101, 130, 30)]),
        ([point(130, str(UUID(int=8)))], []),
    ],
)
def test_events_beyond_the_backup_are_missing(known: list[Checkpoint], missing: list[tuple[object, ...]]) -> None:
    found = find_missing([PART], known)
    assert [(one.slug, one.first, one.last, one.count) for one in found] == missing


def test_checkpoints_are_found_in_a_mail() -> None:
    mail = f"Yth. Inspektorat,\r\n\r\n{checkpoint_note(point(5))}\nhormat kami\n{checkpoint_note(point(9))}"
    assert checkpoints_in(mail.replace("\n", "\r\n")) == [point(5), point(9)]
    with pytest.raises(Invalid):
        checkpoints_in("tidak ada apa-apa")
