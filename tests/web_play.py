"""A whole round driven through the real web server: every deed of the rehearsed round is a form that somebody posts.

`python -m tests.web_play prepare FOLDER` lays out a room with the office in it and everybody signed in, and prints its
environment. `python -m tests.web_play play PORT AGENCIES` plays in the room that the environment names. Whoever gets no
answer posts the very same form again, without a look at what has become of the first one; that is done by the deeds.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from unittest.mock import patch
from urllib.parse import urlencode

from tests.doors import Door, WebServer, multipart, multipart_headers, sha256

if TYPE_CHECKING:
    from sektoral.project.rehearsal.room import Room
    from sektoral.project.rehearsal.workers import Worker
    from sektoral.records.actors import Actor

PASSWORD = "gladi lewat peramban"
PATIENCE = 300  # seconds for one deed, and for one settling
SESSIONS = "sessions.json"
FORM = "application/x-www-form-urlencoded"
DONE = (200, 302, 303)


def main(deed: str, *arguments: str) -> int:
    """This will prepare a room, or play in it."""
    if deed == "prepare":
        return _prepare(*arguments)
    return _play(*arguments)


def _prepare(folder: str) -> int:
    print(json.dumps(lay_out(Path(folder)).environment))
    return 0


def lay_out(folder: Path) -> "Room":
    """This will lay out a room, enter it, and sign everybody in."""
    from sektoral.project.rehearsal import room

    place = room.prepare(folder)
    room.open_up(place)
    from django.conf import settings
    from django.test import Client

    from sektoral.project.rehearsal.company import Clock
    from sektoral.project.rehearsal.performance import START
    from sektoral.records.models import Person
    from sektoral.setup.actions import create_office
    from sektoral.setup.facts import load_office_facts

    clock = Clock(place.clock, datetime.fromisoformat(START))
    create_office(facts=load_office_facts(), at=clock())
    sessions, secret = {}, ""
    for person in Person.objects.all():
        person.password = secret = secret or _hashed()
        person.save(update_fields=["password"])
        client = Client()
        client.force_login(person)
        sessions[str(person.pk)] = client.cookies[settings.SESSION_COOKIE_NAME].value
    (place.folder / SESSIONS).write_text(json.dumps(sessions))
    return place


def _hashed() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def _play(port: str, agencies: str) -> int:
    import django

    django.setup()
    hands = Hands(WebServer({}, int(port)))
    play(hands, Elsewhere(), agencies=int(agencies))
    print(json.dumps({"posts": hands.posts, "unanswered": hands.unanswered}))
    return 0


def play(hands: "Hands", worker: "Worker", *, agencies: int) -> None:
    """This will play the round in the room that this process has entered."""
    from django.conf import settings

    from sektoral.project.rehearsal.company import Clock, Company
    from sektoral.project.rehearsal.performance import PERIOD, START, chosen
    from sektoral.project.rehearsal.round import Play
    from sektoral.records.models import Office

    clock = Clock(settings.REHEARSAL_CLOCK, datetime.fromisoformat(START))
    office = Office.objects.get()
    hands.sessions = json.loads(Path(settings.VAR, SESSIONS).read_text())
    deeds: Any = hands.deeds()
    with patch.multiple("sektoral.project.rehearsal.round", **deeds):
        Play(Company(office, clock), worker, PERIOD, chosen(office, agencies)).run()


class Server(Protocol):
    """Answers what somebody sends, as `WebServer` does on its port and `OwnWeb` within the process."""

    def send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], timeout: float
    ) -> tuple[int, str]: ...


class Elsewhere:
    """The worker is a process of its own; here one only waits for it."""

    def settle(self) -> None:
        """This will wait until nothing is left to do."""
        from sektoral.project.rehearsal.workers import unsettled

        give_up = time.monotonic() + PATIENCE
        while left := unsettled():
            assert time.monotonic() < give_up, left[:5]
            time.sleep(0.05)


class Hands:
    """Everybody's hands at the forms: each deed has the face of the action behind its page."""

    def __init__(self, server: "Server") -> None:
        self.server = server
        self.sessions: Mapping[str, str] = {}
        self.posts = self.unanswered = 0

    def deeds(self) -> Mapping[str, Callable[..., Any]]:
        """This will list the deeds by the names that the rehearsed round calls."""
        names = (
            "open_round prepare_letters initial_all finalise sign_all send_requests note_opened note_downloaded "
            "receive explain draft_transmittal accept return_items pass_priority draft_follow_ups close_intake "
            "draft_report"
        )
        return {name: getattr(self, name) for name in names.split()}

    def open_round(self, order: Any, *, by: "Actor", at: datetime) -> Any:
        """The Kadis ticks who takes part and says why the others do not."""
        from sektoral.records.models import Round
        from sektoral.records.owed_tables import owed_tables

        owed = owed_tables(by.office)
        fields = [("period", order.period), ("title", order.title)]
        fields += [("agency", str(agency.pk)) for agency in order.agencies]
        fields += [("table", str(table.pk)) for agency in order.agencies for table in owed[agency.pk]]
        fields += [(f"alasan.{pk}", reason) for pk, reason in order.omissions.items()]
        self._post(by, "/langkah-1/buka/", fields, expected=Round.objects.exists)
        return Round.objects.get()

    def prepare_letters(self, round_: Any, *, by: "Actor", at: datetime) -> Any:
        """One click for all letters."""
        self._post(by, f"/langkah-1/{round_.pk}/siapkan/", [], expected=round_.letters.exists)
        return list(round_.letters.all())

    def initial_all(self, letters: Any, *, by: "Actor", at: datetime) -> Sequence[Any]:
        """All of the queue in one go."""
        waiting = lambda: self._steps(letters, by).filter(done_at=None)  # noqa: E731
        fields = [("letter", str(letter.pk)) for letter in letters] + [("unopened", "on")]
        self._post(by, "/surat/antrean/paraf/", fields, expected=lambda: not waiting().exists())
        return []

    def finalise(self, letter: Any, *, by: "Actor", at: datetime) -> Any:
        """The signing page makes the final bytes of all that wait; then they are on it."""
        from sektoral.records.models import Letter

        self._get(by, "/surat/antrean/tanda-tangan/")
        return Letter.objects.select_related("final_file").get(pk=letter.pk).final_file

    def sign_all(self, shown: Any, *, by: "Actor", at: datetime, gateway: object) -> Sequence[Any]:
        """All that was shown, in one go."""
        from sektoral.records.models import Letter

        fields = [("letter", str(pk)) for pk in shown] + [(f"sha.{pk}", sha256) for pk, sha256 in shown.items()]
        fields += [("password", PASSWORD), ("unopened", "on")]
        unsigned = lambda: Letter.objects.filter(pk__in=shown).exclude(state="signed")  # noqa: E731
        self._post(by, "/surat/antrean/tanda-tangan/", fields, expected=lambda: not unsigned().exists())
        return []

    def send_requests(self, requests: Any, *, by: "Actor", at: datetime) -> Sequence[Any]:
        """One click for all that are ready."""
        unsent = lambda: requests.filter(sent_at=None)  # noqa: E731
        address = f"/langkah-2/{requests[0].round_id}/kirim/"
        self._post(by, address, [], expected=lambda: not unsent().exists())
        return []

    def note_opened(self, request: Any, *, by: "Actor", at: datetime) -> None:
        """The operator opens the page."""
        self._get(by, f"/langkah-3/{request.pk}/")

    def note_downloaded(self, request: Any, *, by: "Actor", at: datetime) -> None:
        """The operator takes the workbook."""
        instrument = request.instruments.order_by("-version")[0]
        self._get(by, f"/langkah-3/{request.pk}/berkas/{instrument.file_id}/")

    def receive(self, upload: Any, *, by: "Actor", at: datetime) -> Any:
        """The operator uploads the workbook; its bytes are the key by which a repetition is known."""
        data = b"".join(upload.chunks)
        rows = upload.request.submissions.filter(file__sha256=sha256(data))
        body, headers = multipart(upload.name, data), multipart_headers(self._door(by))
        address = f"/langkah-3/{upload.request.pk}/unggah/"
        self._send("POST", address, body, headers, expected=rows.exists)
        return rows.get()

    def explain(self, finding: Any, *, text: str, by: "Actor", at: datetime) -> None:
        """The operator writes beside a finding."""
        submission = finding.submission
        address = f"/langkah-3/{submission.request_id}/kiriman/{submission.pk}/penjelasan/"
        rows = type(finding).objects.filter(pk=finding.pk, explanation=text)
        self._post(by, address, [(f"jelas-{finding.pk}", text)], expected=rows.exists)

    def draft_transmittal(self, submission: Any, *, by: "Actor", at: datetime) -> Any:
        """The operator has the letter drafted."""
        letters = submission.letters.filter(kind="transmittal")
        address = f"/langkah-3/{submission.request_id}/kiriman/{submission.pk}/surat/"
        self._post(by, address, [("style", "letter")], expected=letters.exists)
        return letters.get()

    def accept(self, items: Any, *, by: "Actor", at: datetime) -> None:
        """The checker ticks what is accepted."""
        self._decide("terima", items, [], by)

    def return_items(self, items: Any, *, reason: str, code: str, by: "Actor", at: datetime) -> None:
        """The checker ticks what goes back, and says why."""
        self._decide("kembali", items, [("reason", reason), ("code", code)], by)

    def pass_priority(self, item: Any, *, by: "Actor", at: datetime) -> None:
        """The Pembina lets a table pass."""
        rows = type(item).objects.filter(pk=item.pk).exclude(state="awaiting_steward")
        self._post(by, f"/langkah-4/pembina/{item.pk}/lulus/", [], expected=rows.exists)

    def draft_follow_ups(self, requests: Any, *, by: "Actor", at: datetime) -> Sequence[Any]:
        """JP ticks everybody; only the late ones get a letter."""
        from sektoral.records.models import Letter

        fields = [("request", str(request.pk)) for request in requests]
        self._post(by, "/langkah-3/susulan/", fields, expected=lambda: True)
        return list(Letter.objects.filter(kind="follow_up"))

    def close_intake(self, round_: Any, *, by: "Actor", at: datetime) -> None:
        """The Kabid closes, once the list was read."""
        rows = type(round_).objects.filter(pk=round_.pk, state="reporting")
        self._post(by, f"/langkah-5/{round_.pk}/tutup/", [("sure", "on")], expected=rows.exists)

    def draft_report(self, round_: Any, *, by: "Actor", at: datetime) -> Any:
        """JP has the report drafted."""
        letters = round_.letters.filter(kind="report")
        self._post(by, f"/langkah-5/{round_.pk}/susun/", [("advice", "")], expected=letters.exists)
        return letters.get()

    def _decide(self, word: str, items: Any, more: list[tuple[str, str]], by: "Actor") -> None:
        fields = [("item", str(item.pk)) for item in items] + more
        waiting = type(items[0]).objects.filter(pk__in=[item.pk for item in items], state="pending")
        address = f"/langkah-4/{items[0].submission_id}/{word}/"
        self._post(by, address, fields, expected=lambda: not waiting.all().exists())

    def _steps(self, letters: Any, by: "Actor") -> Any:
        from sektoral.records.models import LetterStep

        roles = [role.value for role in by.roles]
        return LetterStep.objects.filter(letter__in=letters, act="initial", role__in=roles)

    def _post(self, by: "Actor", path: str, fields: list[tuple[str, str]], *, expected: Callable[[], bool]) -> None:
        headers = {**multipart_headers(self._door(by)), "Content-Type": FORM}
        self._send("POST", path, urlencode(fields).encode(), headers, expected=expected)

    def _get(self, by: "Actor", path: str) -> None:
        self._send("GET", path, b"", multipart_headers(self._door(by)), expected=lambda: True)

    def _send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, expected: Callable[[], bool]
    ) -> None:
        """Send until there is an answer: what was sent before and not answered may have been done, or not."""
        give_up, before = time.monotonic() + PATIENCE, self.unanswered
        while True:
            self.posts += 1
            try:
                status, page = self.server.send(method, path, body, headers, 60)
            except OSError:
                self.unanswered += 1
                assert time.monotonic() < give_up, f"{path} is never answered"
                time.sleep(0.1)
                continue
            is_repeated = self.unanswered > before
            assert status in DONE or (is_repeated and status < 500), (path, status, page[:3000])
            assert expected(), (path, status, page[:3000])
            return

    def _door(self, by: "Actor") -> Door:
        return Door("", "", self.sessions[str(by.person.pk)])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
