"""The question to ClamAV's daemon, against a stand-in that speaks its protocol; whatever it does, we come back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sektoral.adapters.clamd import CHUNK, Clamd, ScannerSilent
from sektoral.project.doctor import EICAR
from tests.clamd_server import ClamdServer, Manner, clamd_at


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ClamdServer]:
    with clamd_at(tmp_path / "clamd.ctl") as server:
        yield server


def _clamd(server: ClamdServer, seconds: float = 10) -> Clamd:
    return Clamd(server.address, seconds)


def test_a_clean_file_has_no_threat_and_a_test_file_has_one(server: ClamdServer) -> None:
    assert _clamd(server).scan([b"a;b\n1;2\n"]) == ""
    assert _clamd(server).scan([b"before" * CHUNK, EICAR, b"after"]) == "Win.Test.EICAR_HDB-1"


def test_it_is_reached_by_loopback_as_well() -> None:
    with clamd_at(("127.0.0.1", 0)) as server:
        assert _clamd(server).scan([EICAR]) == "Win.Test.EICAR_HDB-1"


def test_an_empty_file_is_asked_about_too(server: ClamdServer) -> None:
    assert _clamd(server).scan([]) == ""
    assert server.asked == 1


def test_its_knowledge_has_a_date(server: ClamdServer) -> None:
    assert _clamd(server).definitions_of() == datetime(2026, 11, 22, 8, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        (Manner.HANGING, "slow"),
        (Manner.DROPPING, "no_answer"),
        (Manner.GARBLED, "no_answer"),
        (Manner.ENDLESS, "no_answer"),
        (Manner.SHORT, "too_long"),
    ],
)
def test_whatever_is_no_verdict_is_silence_and_never_clean(server: ClamdServer, manner: Manner, why: str) -> None:
    server.manner = manner
    with pytest.raises(ScannerSilent) as silence:
        _clamd(server, seconds=1).scan([b"x" * CHUNK] * 4)
    assert silence.value.why == why


def test_nobody_listens(server: ClamdServer, tmp_path: Path) -> None:
    nowhere = replace(_clamd(server), address=str(tmp_path / "nobody.ctl"))
    for question in (lambda: nowhere.scan([b"x"]), nowhere.definitions_of):
        with pytest.raises(ScannerSilent) as silence:
            question()
        assert silence.value.why == "unreachable"
