"""I20: every version of the SOP says what the journal fingerprinted; what is in force after the first was signed."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import LONGEST
from sektoral.domain.states import LetterState
from sektoral.records.models import Event, Letter, Office, Sop
from sektoral.records.sop_versions import digest_of, text_of


def check_sops(office: Office, _: datetime) -> Iterator[str]:
    """This will hold every version against its events and the document by which it was approved."""
    events = list(Event.objects.filter(office_id=office.pk, about_type="sop").order_by("sequence"))
    told = {event.about_id: event for event in events}
    approved = {event.about_id: event for event in events if event.kind == "sop.approved"}
    first = Event.objects.filter(office_id=office.pk, kind="office.created").first()
    for number, version in enumerate(Sop.objects.filter(office=office), start=1):
        name, key = f"SOP versi {version.version}", str(version.pk)
        if version.version != number:
            yield f"{name} tidak menyusul versi {number - 1}."
        event = told.pop(key, None)
        expected = event.facts["sha256"] if event else first and first.facts.get("sop_sha256")
        if event is None and version.version != 1:
            yield f"{name} ada tanpa peristiwa."
        elif expected and expected != digest_of(version.content):
            yield f"{name} tidak sama dengan yang dicatat peristiwanya."
        yield from (f"{name} {fault}" for fault in _faults(version, event, approved.get(key)))
    yield from (f"Ada peristiwa tentang SOP {key}, tetapi versinya tidak ada." for key in told)


def _faults(version: Sop, last: Event | None, approval: Event | None) -> Iterator[str]:
    text = text_of(version)
    if version.is_chart_approved != text["bagan_alur"]["usulan_simbol"]["disahkan"]:
        yield "tercatat disahkan atau belum, lain daripada isinya."
    if version.number != text["kepala"]["Nomor SOP"][:LONGEST]:
        yield "bernomor lain daripada isinya."
    if (version.dropped_at is not None) != (last is not None and last.kind == "sop.dropped"):
        yield "dibatalkan atau tidak, lain daripada peristiwanya."
    if version.version == 1:
        return
    if (version.in_force_at is None) != (approval is None):
        yield "berlaku atau tidak, lain daripada peristiwanya."
    elif approval and not _is_signed(version, approval.facts):
        yield "berlaku tanpa naskah yang ditandatangani."
    elif approval and version.in_force_at != approval.at:
        yield f"berlaku sejak waktu lain daripada peristiwa {approval.sequence}."


def _is_signed(version: Sop, facts: Mapping[str, object]) -> bool:
    letters = Letter.objects.filter(office=version.office_id, kind=LetterKind.SOP, state=LetterState.SIGNED)
    document = letters.filter(pk=str(facts["letter"]), content__sop=str(version.pk))
    return document.filter(final_on=version.effective_on).exists()
