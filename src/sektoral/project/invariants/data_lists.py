"""I30: a Daftar Data that the Forum agreed on is what the journal tells: nothing of it was changed since."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.domain.data_lists import entries_digest
from sektoral.domain.states import DataListState
from sektoral.records.data_lists import entries_of, name_of
from sektoral.records.models import DataList, Event, Office


def check_data_lists(office: Office, _: datetime) -> Iterator[str]:
    """This will hold each agreed edition, and its minutes, against the event by which it was agreed."""
    told = {event.about_id: event for event in Event.objects.filter(office_id=office.pk, kind="data_list.agreed")}
    for row in DataList.objects.filter(office=office, state=DataListState.AGREED).select_related("minutes"):
        event = told.pop(str(row.pk), None)
        if event is None:
            yield f"{name_of(row)} tercatat disepakati tanpa peristiwanya."
            continue
        if event.facts.get("sha256") != entries_digest(entries_of(row)):
            yield f"{name_of(row)}: isinya bukan yang disepakati menurut peristiwa {event.sequence}."
        if row.minutes is None or event.facts.get("minutes") != row.minutes.sha256:
            yield f"{name_of(row)}: berita acaranya bukan yang dicatat peristiwa {event.sequence}."
        if (event.at, event.by) != (row.agreed_at, str(row.agreed_by_id)):
            yield f"{name_of(row)}: waktu atau pelakunya bukan menurut peristiwa {event.sequence}."
    yield from (f"Daftar Data {key} pernah disepakati, tetapi tidak ada lagi." for key in told)
