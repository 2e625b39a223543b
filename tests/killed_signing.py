"""Kills whoever signs through BSrE between any two steps, and tells what was left and how it was brought to its end.

`python -m tests.killed_signing FOLDER` needs the variables SEKTORAL_BSRE_…; it prints one object for each step. The
kills are put around the functions from here: no crash point stands in the code.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from sektoral.project.rehearsal import room

LETTERS = "sektoral.letters.actions"
POINTS: dict[str, tuple[str, str, str]] = {  # what is going on: module, function, and whether before or after it
    "before the attempt is written": (f"{LETTERS}.signing", "_take_in_hand", "before"),
    "before the attempt is committed": (f"{LETTERS}.signing", "open_attempt", "after"),
    "before the gateway is asked": ("sektoral.adapters.signatures.{version}", "Line.post", "before"),
    "after it was asked": ("sektoral.adapters.signatures.{version}", "Line.post", "after"),
    "before its answer is looked into": ("sektoral.adapters.signatures.{version}", "checked", "before"),
    "before its answer is stored": (f"{LETTERS}.signing", "_settle", "before"),
    "before the letter is stored": (f"{LETTERS}.signing", "close_attempt", "after"),
    "before both are committed": (f"{LETTERS}.signing", "store_signed", "after"),
    "after all": (f"{LETTERS}.signing", "_result", "after"),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """What a kill left, and what became of it. `meanwhile` is what a second person hears who tries at once."""

    left: str
    attempts: tuple[str, ...]
    meanwhile: str
    given_up: str
    at_last: str
    signatures: int
    number: str


def main(folder: str) -> int:
    """This will kill at every point, with one version of BSrE and the other in turn."""
    place = room.prepare(Path(folder))
    room.open_up(place)
    import_module("tests.rounds")  # once, so that each fork begins at once
    import_module("sektoral.letters.gateways")
    assert _forked(_prepare) == 0
    told = {point: _told(place, number, point) for number, point in enumerate(POINTS)}
    told["invariants"] = _said(place, _broken)
    print(json.dumps(told))
    return 0


def _told(place: room.Room, number: int, point: str) -> object:
    assert _forked(lambda: _die_at(point, number)) == -signal.SIGKILL
    return _said(place, lambda: asdict(_end(number)))


def _version(number: int) -> str:
    return "bsre_v1" if number % 2 else "bsre_v2"


def _codes() -> list[str]:
    return [f"opd{number}" for number, _ in enumerate(POINTS)]


def _scene(*, hours: int = 0) -> Any:
    from sektoral.records.models import Office
    from tests.rounds import MONDAY, Scene

    return Scene(Office.objects.get(), MONDAY + timedelta(hours=hours))


def _prepare() -> None:
    """An office with a letter for each point, all of them waiting for their signature, their bytes made."""
    from sektoral.letters.actions.finalising import finalise
    from sektoral.letters.identities import keep_nik
    from sektoral.setup.made_up import MadeUpAgency
    from tests.bsre_state import NIK
    from tests.offices import make_tiny_office, person_of
    from tests.rounds import Scene

    agencies = [MadeUpAgency(code, f"Dinas {code}", 1) for code in _codes()]
    scene = Scene(make_tiny_office(more=agencies))
    scene.office.signing_service = _version(0)
    scene.office.save()
    keep_nik(person_of(scene.office, "kadis"), NIK)
    for letter in scene.initialled(*_codes()):
        finalise(letter, by=scene.by("kadis"), at=scene.now)


def _sign(number: int, *, hours: int = 2) -> str:
    from sektoral.adapters.signatures.port import Secret
    from sektoral.domain.errors import SektoralError
    from sektoral.letters.actions.signing import sign
    from sektoral.letters.gateways import gateway_of
    from sektoral.letters.identities import credentials_of
    from sektoral.letters.services import service_of
    from tests.bsre_state import PASSPHRASE

    scene, letter = _scene(hours=hours), _letter(number)
    office, by = letter.office, scene.by("kadis")
    office.signing_service = _version(number)
    office.save()
    told = credentials_of(by.person, service_of(office), Secret(PASSPHRASE))
    sha256 = letter.final_file.sha256 if letter.final_file else ""
    try:
        sign(letter, sha256=sha256, by=by, at=scene.now, gateway=gateway_of(office), credentials=told)
    except SektoralError as error:
        return error.code
    return "signed"


def _die_at(point: str, number: int) -> None:
    module, path, when = POINTS[point]
    owner: Any = import_module(module.format(version=_version(number)))
    *owners, name = path.split(".")
    for part in owners:
        owner = getattr(owner, part)
    real = getattr(owner, name)

    def deadly(*args: object, **kwargs: object) -> object:
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    setattr(owner, name, deadly)
    _sign(number)


def _end(number: int) -> Ended:
    """Look at what is left, try at once as somebody else would, wait, and bring the letter to its signature."""
    from sektoral.letters.actions.attempts import give_up_overdue, patience
    from sektoral.letters.actions.recovering import reconcile
    from sektoral.records.models import Event

    scene, letter = _scene(hours=2), _letter(number)
    left, attempts = letter.state, tuple(letter.attempts.values_list("outcome", flat=True))
    meanwhile = _sign(number)
    at = scene.now + patience() * 2
    give_up_overdue(at=at)
    given_up = _letter(number).state
    if given_up == "signing_unknown":
        reconcile(_letter(number), according_to="pengelola layanan", by=scene.by("kadis"), at=at)
        _sign(number, hours=3)
    last = _letter(number)
    signatures = Event.objects.filter(kind="letter.signed", about_id=str(last.pk)).count()
    return Ended(left, attempts, meanwhile, given_up, last.state, signatures, last.number)


def _broken() -> Mapping[str, object]:
    from sektoral.project.invariants.listing import verify
    from sektoral.project.worker import work_off

    scene = _scene(hours=4)
    work_off(lambda: scene.now)
    return {one.invariant.code: list(one.faults) for one in verify(at=scene.now) if not one.holds}


def _letter(number: int) -> Any:
    from sektoral.records.models import Letter

    letters = Letter.objects.select_related("office", "agency", "final_file")
    return letters.get(request__agency__code=_codes()[number])


def _said(place: room.Room, deed: Callable[[], object]) -> object:
    """What a deed gives, done in a fork: who has set a page with Typst or started a sandbox cannot fork any more."""
    file = place.folder / "said.json"
    assert _forked(lambda: file.write_text(json.dumps(deed()))) == 0
    return json.loads(file.read_text())


def _forked(deed: Callable[[], object]) -> int:
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            deed()
            os._exit(0)
        except BaseException:  # noqa: BLE001  nothing of the parent may run twice
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
