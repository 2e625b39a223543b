"""I31: metadata and Standar Data say what the journal tells: no version forged, changed, skipped or lost."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.domain import canonical
from sektoral.domain.instruments import TableDef
from sektoral.metadata.actions.forms_writing import answers_digest
from sektoral.records.models import Event, MetadataForm, Office, Table, Variable

IN_TABLES = ("name", "unit", "measure", "concept", "definition")


def check_metadata(office: Office, _: datetime) -> Iterator[str]:
    """This will hold forms against the events that tell of them, and tables against the registry of variables."""
    yield from _form_faults(office)
    yield from _check_faults(office)
    yield from _standard_faults(office)


def _form_faults(office: Office) -> Iterator[str]:
    events = Event.objects.filter(office_id=office.pk, kind="metadata.written")
    told = {event.about_id: event for event in events}
    last: dict[tuple[object, ...], int] = {}
    for form in MetadataForm.objects.filter(office=office).order_by("agency", "kind", "key", "version"):
        name = f"{form.kind} {form.key} versi {form.version}"
        key = (form.agency_id, form.kind, form.key)
        if form.version != last.get(key, 0) + 1:
            yield f"{name} tidak menyusul versi {last.get(key, 0)}."
        last[key] = form.version
        event = told.pop(str(form.pk), None)
        stated = (event.by, event.at, event.facts.get("answers")) if event else None
        if stated != (str(form.written_by_id), form.written_at, answers_digest(form.answers)):
            yield f"{name} tidak sama dengan yang dicatat peristiwanya."
    yield from (
        f"Metadata {event.facts.get('key')} dari peristiwa {event.sequence} tidak ada lagi." for event in told.values()
    )


def _check_faults(office: Office) -> Iterator[str]:
    events = Event.objects.filter(office_id=office.pk, kind="metadata.checked")
    told = {(event.about_id, event.by, event.at) for event in events}
    forms = MetadataForm.objects.filter(office=office, checked_at__isnull=False)
    found = {(str(form.pk), str(form.checked_by_id), form.checked_at) for form in forms}
    for form, *_rest in sorted(told ^ found, key=str):
        yield f"Metadata {form}: pemeriksaannya bukan menurut jurnal."


def _standard_faults(office: Office) -> Iterator[str]:
    """What was described in the registry stands in every table that asks for it now."""
    described = Event.objects.filter(office_id=office.pk, kind="variable.described").values_list("about_id", flat=True)
    registered = {one.code: one for one in Variable.objects.filter(office=office, pk__in=set(described))}
    if not registered:
        return
    for table in Table.objects.filter(office=office, is_current=True).order_by("pk"):
        for one in canonical.read(TableDef, table.definition).variables:
            stored = registered.get(one.code)
            if stored and any(getattr(one, field) != getattr(stored, field) for field in IN_TABLES):
                yield f"Tabel {table.code}: arti variabel {one.code} bukan menurut Standar Data."
