"""What a played round has come to, as text that is the same for every run that ended the same way.

`python -m tests.end_state` prints it for the database that the environment names. Ids, tokens and hashes are left
out: they differ between any two runs.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping

# What a killed worker may have sent waits for a person, and when a reminder goes is when a worker looked.
DELIVERY = ("message.queued", "message.sent", "message.unknown")
URGING = ("reminder", "overdue", "escalation", "suggestion")


def main() -> int:
    """This will print the end state as one JSON object."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sektoral.project.settings")
    import django

    django.setup()
    print(json.dumps({**end_state(), "deliveries": deliveries()}, ensure_ascii=False))
    return 0


def end_state() -> Mapping[str, object]:
    """This will gather what must be equal. Each list is sorted, because the order of equal rows means nothing."""
    return {
        "rounds": _rows("Round", "period state opened_at letters_signed_at step2_due_at distributed_at closed_at"),
        "requests": _rows("Request", "agency__code state sent_at due_at data_received_at completed_at"),
        "tables": _rows("RequestedTable", "request__agency__code sheet state values returns recorded_at"),
        "instruments": _rows("Instrument", "request__agency__code version built_at"),
        "submissions": _rows(
            "Submission", "request__agency__code version state verdict received_at read_at complete_at check_due_at"
        ),
        "items": _rows("SubmissionItem", "submission__request__agency__code requested_table__sheet state answer"),
        "findings": _rows("FindingRecord", "submission__request__agency__code code sheet cell explanation"),
        "letters": _rows("Letter", "kind request__agency__code number state signed_at gateway"),
        "steps": _rows("LetterStep", "letter__kind letter__number act role ready_at done_at"),
        "bank": _rows(
            "Observation", "series version text mark sheet cell submission__version recorded_at superseded_at"
        ),
        "messages": [row for row in _rows("Message", "kind channel to subject") if not row.startswith(URGING)],
        "files": _rows("StoredFile", "media_type"),
        "numbers": _rows("NumberCounter", "series year last"),
        "journal": _journal(),
    }


def deliveries() -> Mapping[str, int]:
    """This will count the mails by their state."""
    from sektoral.records.models import Message

    return Counter(Message.objects.filter(channel="email").values_list("state", flat=True))


def _rows(model: str, fields: str) -> list[str]:
    from django.apps import apps

    rows: Iterable[tuple[object, ...]] = apps.get_model("records", model).objects.values_list(*fields.split())
    return sorted(" | ".join(map(str, row)) for row in rows)


def _journal() -> Mapping[str, object]:
    from sektoral.records.models import Event

    events = Event.objects.exclude(kind__in=DELIVERY)
    kinds = Counter(events.values_list("kind", "at"))
    return {
        "kinds": sorted(f"{kind} {at.isoformat()} {count}" for (kind, at), count in kinds.items()),
        "length": events.count(),
        "unsettled": Event.objects.filter(settled_at__isnull=True).count(),
    }


if __name__ == "__main__":
    sys.exit(main())
