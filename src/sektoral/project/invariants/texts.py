"""I19: what letters say, and their emblem, is what the journal tells: no version, submission or picture is another."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.domain.letter_texts import PARTS
from sektoral.domain.states import LetterState
from sektoral.letters.texts import as_text, text_digest
from sektoral.records.models import Event, Letter, LetterText, Office


def check_texts(office: Office, _: datetime) -> Iterator[str]:
    """This will hold the wording of letters against the journal: no version forged, changed, skipped or lost."""
    yield from _version_faults(office)
    yield from _submitted_faults(office)
    yield from _emblem_faults(office)


def _version_faults(office: Office) -> Iterator[str]:
    events = Event.objects.filter(office_id=office.pk, kind="letter_text.written")
    told = {one.about_id: one.facts for one in events}
    seen: dict[str, int] = {}
    for version in LetterText.objects.filter(office=office).order_by("kind", "version"):
        name = f"Naskah {version.kind} versi {version.version}"
        if version.version != seen.get(version.kind, 0) + 1:
            yield f"{name} tidak menyusul versi {seen.get(version.kind, 0)}."
        seen[version.kind] = version.version
        facts = told.pop(str(version.pk), {})
        stated = (facts.get("kind"), facts.get("version"), facts.get("text_sha256"))
        if stated != (version.kind, version.version, text_digest(as_text(version.parts))):
            yield f"{name} tidak sama dengan yang dicatat peristiwanya."
    yield from (f"Versi {facts['version']} naskah {facts['kind']} tidak ada lagi." for facts in told.values())


def _submitted_faults(office: Office) -> Iterator[str]:
    """The last submission counts: a letter that went back says what it says anew. Old events tell no words."""
    events = Event.objects.filter(office_id=office.pk, kind="letter.submitted").order_by("sequence")
    told = {one.about_id: one.facts["text_sha256"] for one in events if "text_sha256" in one.facts}
    letters = Letter.objects.filter(office=office, kind__in=PARTS).exclude(state=LetterState.VOID)
    for letter in letters.exclude(state=LetterState.DRAFT):
        if str(letter.pk) in told and told[str(letter.pk)] != text_digest(as_text(letter.submitted_text)):
            yield f"Surat {letter.number or letter.pk}: naskahnya bukan yang diajukan."
    for letter in letters.filter(state=LetterState.DRAFT).exclude(submitted_text={}):
        yield f"Surat {letter.number or letter.pk} masih konsep, tetapi naskahnya sudah terkunci."


def _emblem_faults(office: Office) -> Iterator[str]:
    changed = Event.objects.filter(office_id=office.pk, kind="emblem.changed").order_by("-sequence").first()
    told = changed.facts.get("sha256") if changed else ""
    if told != (office.emblem.sha256 if office.emblem else ""):
        yield "Lambang pada kop surat bukan yang dicatat peristiwanya."
