"""Kept mappings are as somebody approved or ended them: part of I15."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sektoral.domain.softcopies.confirming import plan_digest, read_kept
from sektoral.records.models import Event, KeptMapping, Office

Deed = tuple[datetime | None, str]  # when, and by whom


def check_kept_mappings(office: Office) -> Iterator[str]:
    """This will hold each kept mapping against the events by which it was approved, replaced or dropped."""
    kept = {event.about_id: event for event in Event.objects.filter(office_id=office.pk, kind="mapping.kept")}
    ended = _endings(office, kept)
    rows = {str(one.pk): one for one in KeptMapping.objects.filter(office=office)}
    for key in kept.keys() - rows.keys():
        yield f"Pemetaan {key} disetujui, tetapi tidak ada lagi."
    for key, row in rows.items():
        event = kept.get(key)
        if event is None:
            yield f"Pemetaan {key} tidak pernah disetujui."
        elif not _is_as_approved(row, event):
            yield f"Pemetaan {key}: isinya, waktunya, atau pelakunya bukan menurut peristiwa {event.sequence}."
        if (row.ended_at, str(row.ended_by_id or "")) != ended.get(key, (None, "")):
            yield f"Pemetaan {key}: berlaku atau berakhirnya bukan menurut peristiwanya."


def _endings(office: Office, kept: Mapping[str, Event]) -> Mapping[str, Deed]:
    """When each mapping ended and by whom: dropped, or replaced by the next of its shape and table."""
    found: dict[str, Deed] = {}
    for event in Event.objects.filter(office_id=office.pk, kind="mapping.dropped"):
        found[event.about_id] = _deed(event)
    for event in kept.values():
        if event.facts.get("replaced"):
            found[str(event.facts["replaced"])] = _deed(event)
    return found


def _deed(event: Event) -> Deed:
    return event.at, event.by


def _is_as_approved(row: KeptMapping, event: Event) -> bool:
    """Older events do not tell what was approved."""
    said = (event.facts.get("table"), event.facts.get("fingerprint"), *_deed(event))
    plan = event.facts.get("plan")
    is_same = plan is None or plan == plan_digest(read_kept(row.plan))
    return is_same and said == (row.table_code, row.fingerprint, row.confirmed_at, str(row.confirmed_by_id))
