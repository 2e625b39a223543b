"""The list of passwords that became known is searched where it lies, whatever its line ends."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sektoral.adapters.breached import BreachedList, looks_right


def written(path: Path, passwords: list[str], end: str = "\r\n", *, last: bool = True) -> BreachedList:
    hashes = sorted({hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in passwords})
    text = end.join(f"{digest}:{number + 1}" for number, digest in enumerate(hashes))
    path.write_bytes((text + (end if last and hashes else "")).encode())
    return BreachedList(path)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_every_password_of_the_list_is_found_and_no_other(tmp_path: Path, end: str, last: bool) -> None:
    known = [f"sandi nomor {number}" for number in range(500)]
    found = written(tmp_path / "daftar", known, end, last=last)
    assert all(found.has(one) for one in known)
    assert not any(found.has(f"bukan {one}") for one in known)


@given(st.sets(st.text(max_size=12), max_size=40), st.text(max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_agrees_with_a_set(tmp_path: Path, known: set[str], asked: str) -> None:
    known = {one for one in known if one.isascii()}
    assert written(tmp_path / "daftar", sorted(known)).has(asked if asked.isascii() else "x") == (
        (asked if asked.isascii() else "x") in known
    )


def test_a_missing_list_is_an_error_not_a_no(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="tidak-ada"):
        BreachedList(tmp_path / "tidak-ada").has("apa saja")


def test_a_list_is_told_by_its_first_line(tmp_path: Path) -> None:
    written(tmp_path / "daftar", ["satu", "dua"])
    (tmp_path / "lain").write_text("password\n123456\n")
    assert looks_right(tmp_path / "daftar")
    assert not looks_right(tmp_path / "lain")
    assert not looks_right(tmp_path / "tidak-ada")
