"""Writing what letters say: the office's wording of a kind in a new version, or one draft's own paragraphs."""

from datetime import datetime

from django.db import transaction

from sektoral.adapters.typesetting.coverage import STAND_IN, drawable
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letter_parts import Text
from sektoral.domain.letter_texts import PARTS, check_text
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_letter_is
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState
from sektoral.letters.locking import take
from sektoral.letters.rights import check_may_draft
from sektoral.letters.texts import as_stored, as_text, latest_version, office_text, said_by, text_digest
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, LetterText, Office


def write_text(kind: LetterKind, text: Text, *, seen: int, by: Actor, at: datetime) -> LetterText:
    """This will store the office's wording of a kind as its next version; drafts follow it, submitted letters do not.

    `seen` is the version that its author changed, 0 for the default wording. Raises `Invalid` for what a letter
    cannot say, and `WrongState` (`letter_text_changed`, `letter_text_unchanged`).
    """
    by.check(Permission.WRITE_LETTER_TEXTS)
    _check(kind, text)
    with transaction.atomic():
        office = Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)  # one version after the other
        latest = latest_version(office, kind)
        number = latest.version if latest else 0
        if number != seen:
            raise WrongState("letter_text_changed")
        if office_text(office, kind) == text:
            raise WrongState("letter_text_unchanged")
        version = LetterText.objects.create(
            office=office,
            kind=kind,
            version=number + 1,
            parts=as_stored(text),
            written_at=at,
            written_by=by.person,
        )
        journal.append(
            "letter_text.written",
            office=office,
            about=version,
            by=by.person,
            at=at,
            kind=kind.value,
            version=version.version,
            text_sha256=text_digest(text),
        )
    return version


def revise(letter: Letter, text: Text, *, by: Actor, at: datetime) -> None:
    """This will give a draft its own paragraphs; a part that says what the office says goes on following the office.

    Raises `Invalid` for what a letter cannot say, and `WrongState` where its chain has it (`letter_state`) or nothing
    is new (`letter_text_unchanged`).
    """
    check_may_draft(letter, by)
    kind = LetterKind(letter.kind)
    _check(kind, text)
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.DRAFT)
        usual = office_text(letter.office, kind)
        own = {part: paragraphs for part, paragraphs in text.items() if paragraphs != usual[part]}
        if own == as_text(letter.text):
            raise WrongState("letter_text_unchanged")
        letter.text = as_stored(own)
        letter.save(update_fields=["text"])
        journal.append(
            "letter.revised",
            office=letter.office,
            about=letter,
            by=by.person,
            at=at,
            text_sha256=text_digest(said_by(letter)),
        )


def follow_office(letter: Letter, *, by: Actor, at: datetime) -> None:
    """This will take a draft's own paragraphs away, so that it says what the office says."""
    revise(letter, office_text(letter.office, LetterKind(letter.kind)), by=by, at=at)


def _check(kind: LetterKind, text: Text) -> None:
    """Beside the rules for any text, every character must be in the papers' font."""
    check_text(kind, text)
    for part in PARTS[kind]:
        for paragraph in text[part.name]:
            shown = drawable(paragraph)
            if STAND_IN in shown:
                lacking = next(char for char in paragraph if drawable(char) == STAND_IN)
                raise Invalid("letter_text_character", part=part.title, character=lacking)
