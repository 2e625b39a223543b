"""Encryption to public keys: nothing but the private one opens it, and no changed byte goes through."""

import io

import pytest

from sektoral.adapters.age import Identities, Recipients, new_identity
from sektoral.domain.errors import Invalid

SECRET, PUBLIC = new_identity()
TEXT = bytes(range(256)) * 2_000


def sealed(*public: str) -> bytes:
    out = io.BytesIO()
    Recipients(public or [PUBLIC]).encrypt([TEXT[:7], TEXT[7:300_000], b"", TEXT[300_000:]], out)
    return out.getvalue()


def opened(data: bytes, secret: str = SECRET) -> bytes:
    with Identities(f"# dibuat untuk uji\n{secret}\n").opened(io.BytesIO(data)) as stream:
        return stream.read()


def test_what_was_sealed_opens_with_the_private_key_of_each_recipient() -> None:
    other, other_public = new_identity()
    both = sealed(PUBLIC, other_public)
    assert opened(both) == opened(both, other) == TEXT
    assert TEXT[:64] not in both


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Invalid) as refused:
        opened(sealed(), new_identity()[0])
    assert refused.value.code == "backup_other_key"


@pytest.mark.parametrize("at", [30, 250, 70_000, -1])
def test_a_changed_byte_is_refused(at: int) -> None:
    data = bytearray(sealed())
    data[at] ^= 1
    with pytest.raises(Invalid):
        opened(bytes(data))


@pytest.mark.parametrize("kept", [10, 400, 100_000, -1])
def test_what_breaks_off_is_refused(kept: int) -> None:
    with pytest.raises(Invalid):
        opened(sealed()[:kept])


def test_a_reader_that_has_enough_may_stop() -> None:
    with Identities(SECRET).opened(io.BytesIO(sealed())) as stream:
        assert stream.read(3) == TEXT[:3]


def test_what_fails_while_it_is_made_is_raised_as_it_is() -> None:
    def pieces():
        yield TEXT
        raise OSError(28, "no space")

    with pytest.raises(OSError, match="no space") as failed:
        Recipients([PUBLIC]).encrypt(pieces(), io.BytesIO())
    assert failed.value.errno == 28


@pytest.mark.parametrize("text", ["age1salah", SECRET, ""], ids=["misspelt", "secret", "empty"])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        Recipients([text])
    assert refused.value.code == "backup_recipient"


def test_nobody_is_no_recipient_and_no_key_is_no_identity() -> None:
    with pytest.raises(Invalid) as refused:
        Recipients([])
    assert refused.value.code == "backup_without_recipient"
    for text in ("", PUBLIC, "# nothing"):
        with pytest.raises(Invalid) as refused:
            Identities(text)
        assert refused.value.code == "backup_identity"
