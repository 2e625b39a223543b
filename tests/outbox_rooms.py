"""An office with many mails to send, in a room of its own, and what became of them.

`python -m tests.outbox_rooms FOLDER NEWS` queues NEWS mails for each of its people and prints the room's environment.
`python -m tests.outbox_rooms` tells of the mails in the database that the environment names; those that were tried and
wait for another try need wait no longer.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def main(folder: str = "", news: str = "0") -> int:
    """This will fill a room, or tell of one."""
    if folder:
        _fill(Path(folder), int(news))
    else:
        _tell()
    return 0


def _fill(folder: Path, news: int) -> None:
    from sektoral.project.rehearsal import room

    place = room.prepare(folder)
    room.open_up(place)
    from sektoral.domain.message_texts import Text
    from sektoral.domain.outbox import MessageKind
    from sektoral.outbox.actions.queueing import Announcement, announce
    from sektoral.records.models import Person
    from tests.offices import make_tiny_office

    office = make_tiny_office()
    place.clock.write_text(AT.isoformat())
    for number in range(news):
        text = Text(f"Kabar {number}", "Isi kabar.", "Kabar.")
        told = Announcement(MessageKind.REMINDER, f"kabar:{number}", text, "/", "")
        announce(told, Person.objects.filter(email__endswith="mungil.example"), office=office, at=AT)
    print(json.dumps(place.environment))


def _tell() -> None:
    import django

    django.setup()
    from sektoral.project.invariants.messages import check_messages
    from sektoral.records.models import Message, Office

    office = Office.objects.get()
    mails = Message.objects.filter(channel="email")
    mails.filter(state="retrying").update(next_try_at=None)
    states = {f"<{pk}@{office.slug}.sektoral>": state for pk, state in mails.values_list("pk", "state")}
    print(json.dumps({"states": states, "wrong": list(check_messages(office, AT))}))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
