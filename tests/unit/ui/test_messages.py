"""Every refusal is said in words that name what happened and who can help, whatever its facts."""

import string

import pytest

from sektoral.domain.errors import NotFound, Refused, SektoralError, WrongState
from sektoral.domain.roles import Permission, Role, check_may
from sektoral.ui.messages import MESSAGES, error_body, explained, remedy, sentence
from sektoral.ui.rights import PERMISSION_WORDS, ROLE_WORDS


def test_every_role_and_permission_has_its_words() -> None:
    assert set(ROLE_WORDS) == set(Role)
    assert set(PERMISSION_WORDS) == set(Permission)


def test_a_missing_permission_names_who_holds_it() -> None:
    with pytest.raises(Refused) as refused:
        check_may(frozenset({Role.JP}), Permission.SIGN_LETTERS)
    assert sentence(refused.value) == "Anda tidak berwenang untuk menandatangani surat."
    assert "Kepala Dinas" in remedy(refused.value)


@pytest.mark.parametrize(("code", "said"), [("letter_state", "konsep"), ("request_state", "disiapkan")])
def test_a_state_is_said_in_the_words_of_its_own_machine(code: str, said: str) -> None:
    if code in MESSAGES:
        assert f"“{said}”" in sentence(WrongState(code, now="draft")) or said in sentence(WrongState(code, now="draft"))


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_sentence_can_be_made_even_without_its_facts(code: str) -> None:
    error = SektoralError(code)
    error_text = explained(error)
    own_braces = (MESSAGES[code].text + MESSAGES[code].remedy).count("{{")  # a sentence about merge fields shows them
    assert error_text[0].isupper() or not error_text[0].isalpha()
    assert error_text.count("{") == own_braces
    assert error_text.rstrip("”").endswith((".", "?"))


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_braces_name_facts(code: str) -> None:
    message = MESSAGES[code]
    names = [
        name for text in (message.text, message.remedy) for _, name, _, _ in string.Formatter().parse(text) if name
    ]
    assert all(name.isidentifier() for name in names)


def test_facts_with_braces_are_printed_not_read() -> None:
    assert "{0.__class__}" in sentence(NotFound("sop_unreadable", reason="{0.__class__}"))


def test_an_unknown_code_still_says_what_to_do() -> None:
    body = error_body(NotFound("nobody_wrote_this", count=3))
    assert body["code"] == "nobody_wrote_this"
    assert body["facts"] == {"count": 3}
    assert remedy(NotFound("nobody_wrote_this")) != ""
