"""I25: a signed transmittal hands over exactly the values whose fingerprint it prints; and who set how letters look."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.domain.letters import LetterKind
from sektoral.domain.signed_values import print_of_all
from sektoral.records.models import Agency, Event, Letter, Office
from sektoral.records.signed_values import TABLES, VALUES, printed_values, values_of
from sektoral.setup.actions.letterheads import letters_digest


def check_values(office: Office, at: datetime) -> Iterator[str]:
    """This will reckon again what every signed transmittal hands over; letters that print no fingerprint are silent."""
    signed = Letter.objects.filter(office=office, kind=LetterKind.TRANSMITTAL, signed_at__isnull=False)
    events = Event.objects.filter(office_id=office.pk, kind="letter.signed").values_list("about_id", "facts")
    told = {about_id: str(facts.get(VALUES, "")) for about_id, facts in events}
    for letter in signed.select_related("submission").order_by("signed_at"):
        if printed_values(letter) or told.get(str(letter.pk)):
            yield from (f"Surat {letter.number or letter.pk}: {fault}." for fault in _faults(letter, told))
    yield from _letterheads(office)


def _faults(letter: Letter, told: dict[str, str]) -> Iterator[str]:
    tables = dict(letter.content.get(TABLES, {}))
    printed, submission = printed_values(letter), letter.submission
    if printed != told.get(str(letter.pk)):
        yield "sidik nilainya bukan yang dicatat saat ditandatangani"
    if submission is None or submission.values_sha256 != printed or print_of_all(tables) != printed:
        yield "sidik nilainya bukan sidik kirimannya"
        return
    items = submission.items.filter(requested_table__sheet__in=tables).select_related("requested_table", "held_by")
    now = values_of(items).tables
    for sheet in sorted(sheet for sheet in tables if now.get(sheet) != tables[sheet]):
        yield f"nilai tabel {sheet} bukan yang ditandatangani"


def _letterheads(office: Office) -> Iterator[str]:
    """Who only changes the row changes what letters say of their sender, or whether they are reviewed."""
    events = Event.objects.filter(office_id=office.pk, kind="agency.letterhead_changed").order_by("sequence")
    told = {about_id: facts.get("letters_sha256") for about_id, facts in events.values_list("about_id", "facts")}
    untouched = letters_digest(Agency())
    for agency in Agency.objects.filter(office=office):
        if told.get(str(agency.pk), untouched) != letters_digest(agency):
            yield f"Kop surat atau telaah {agency.name} bukan menurut peristiwa terakhir tentangnya."
