"""A machine with another zone and another language moves nothing (security.md F18, bad input 114)."""

import subprocess
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.faults import sized
from tests.machine import needed
from tests.rehearsals import rehearse, run_python

HERE = {"TZ": "Asia/Jakarta", "LC_ALL": "C.UTF-8"}
TURKISH = {"TZ": "Asia/Jayapura", "LC_ALL": "tr_TR.UTF-8"}  # another dot on the i, and a comma in numbers
BARE = {"TZ": "America/Anchorage", "LC_ALL": "C"}  # the date is another one there for most of our day
NOWHERE = {"TZ": "UTC", "LC_ALL": "POSIX"}
SAYS = "import locale, time; locale.setlocale(locale.LC_ALL, ''); print(time.tzname[0], locale.str(1.5))"


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_a_round_on_a_machine_elsewhere_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_turkish(tmp_path)
    monkeypatch.setenv("LOCPATH", str(tmp_path))
    assert run_python("-c", SAYS, environment=TURKISH).split() == ["WIT", "1,5"]
    states = []
    for number, machine in enumerate([HERE, *sized([TURKISH], [TURKISH, BARE, NOWHERE])]):
        for name, value in machine.items():
            monkeypatch.setenv(name, value)
        with empty_database(f"elsewhere_{number}") as url:
            states.append(rehearse(tmp_path / str(number), agencies=1, database=url).state)
    assert [state == states[0] for state in states] == [True] * len(states)


def make_turkish(folder: Path) -> None:
    """This will compile the language, which few machines have, into a folder."""
    command = [needed("localedef", "libc-bin"), "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if not (folder / "tr_TR.UTF-8").exists():
        pytest.skip(f"tr_TR cannot be made (apt-get install locales): {made.stderr}")
