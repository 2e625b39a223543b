"""A guard over all that messages say: no figure can get in, one link, and the link lets nobody in."""

import re
from string import Formatter

import pytest

from sektoral.domain.message_texts import FIELDS, WORDINGS, write
from sektoral.domain.outbox import MESSAGE_WORDS, MessageKind

LINK = "https://data.contoh.go.id/langkah-3/0/"
FACTS = {name: f"‹{name}›" for name in FIELDS} | {"things": ["‹things›"]}


def _templates(kind: MessageKind) -> list[str]:
    wording = WORDINGS[kind]
    return [wording.to, wording.subject, *wording.said, wording.do]


def test_every_kind_of_message_has_its_wording_and_its_name() -> None:
    assert set(WORDINGS) == set(MESSAGE_WORDS) == set(MessageKind)


@pytest.mark.parametrize("kind", MessageKind)
def test_only_names_dates_and_titles_can_be_filled_in(kind: MessageKind) -> None:
    named = {name for text in _templates(kind) for _, name, _, _ in Formatter().parse(text) if name}
    assert named <= FIELDS
    assert not re.search(r"\d", re.sub(r"{\w+}", "", "".join(_templates(kind))))


@pytest.mark.parametrize("kind", MessageKind)
def test_a_message_is_short_has_one_link_and_says_who_may_open_it(kind: MessageKind) -> None:
    text = write(kind, FACTS, link=LINK)
    assert re.findall(r"https?://\S+", text.body) == [LINK]
    assert f"{LINK}\n{WORDINGS[kind].right}" in text.body
    assert len(text.body.split()) < 80
    assert "\n" not in text.subject
    assert len(text.subject) <= 300
    assert text.said in text.body
