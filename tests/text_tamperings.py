"""Ways to change what letters say in their rows only: the office's versions, and what was handed to a chain."""

from collections.abc import Callable
from uuid import uuid4

from sektoral.domain.letter_texts import standard_text
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role
from sektoral.letters.actions.texts import write_text
from sektoral.records.actors import actor_for
from sektoral.records.models import Assignment, Letter, LetterText, Office, StoredFile
from tests.tamperings import NOW, a_letter


def a_version() -> LetterText:
    seat = Assignment.objects.filter(role=Role.KABID).select_related("office", "person")[0]
    text = {**standard_text(LetterKind.MEMO), "closing": ("Sekian.",)}
    return write_text(LetterKind.MEMO, text, seen=0, by=actor_for(seat.person, seat.office, NOW), at=NOW)


def reword_a_version() -> None:
    version = a_version()
    LetterText.objects.filter(pk=version.pk).update(parts={**version.parts, "closing": ["Terserah."]})


def forge_a_version() -> None:
    version = a_version()
    version.pk, version.version = uuid4(), 2
    version.save(force_insert=True)


def lose_a_wording() -> None:
    LetterText.objects.filter(pk=a_version().pk).delete()


def reword_what_was_submitted() -> None:
    letter = a_letter()
    Letter.objects.filter(pk=letter.pk).update(submitted_text={**letter.submitted_text, "closing": ["Terserah."]})


def print_another_emblem() -> None:
    Office.objects.update(emblem=StoredFile.objects.order_by("stored_at")[0])


TEXT_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I19", reword_a_version),
    ("I19", forge_a_version),
    ("I19", lose_a_wording),
    ("I19", reword_what_was_submitted),
    ("I19", print_another_emblem),
]
