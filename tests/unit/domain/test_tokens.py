"""Tokens and codes: long enough, readable aloud, forgiving only where it is safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.tokens import ALPHABET, is_token, read_short_code, short_code, verification_token


@given(st.binary(min_size=16, max_size=40))
def test_every_token_keeps_all_its_bits(random: bytes) -> None:
    token = verification_token(random)
    assert is_token(token)
    number = 0
    for sign in token:
        number = number * 32 + ALPHABET.index(sign)
    spare = len(token) * 5 - len(random) * 8
    assert number >> spare == int.from_bytes(random, "big")


def test_a_token_of_128_bits_has_26_signs() -> None:
    assert verification_token(bytes(16)) == "0" * 26
    assert verification_token(b"\xff" * 20) == "Z" * 32


@pytest.mark.parametrize("size", [0, 15, 41])
def test_too_little_randomness_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="16 to 40"):
        verification_token(bytes(size))


@pytest.mark.parametrize("text", ["", "A" * 25, "A" * 65, "a" * 26, "O" + "0" * 25, "0" * 26 + "\n", "' OR 1=1 --" * 3])
def test_what_is_not_written_as_a_token_is_none(text: str) -> None:
    assert not is_token(text)


@given(st.binary(min_size=5, max_size=5))
def test_a_code_is_read_however_it_is_typed(random: bytes) -> None:
    code = short_code(random)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code[:2]} {code[2:]} ", code.replace("0", "o")):
        assert read_short_code(typed) == code
    assert read_short_code(code.replace("1", "l")) == code


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD-EFGHJ", "ABCD-EFGU", "A" * 10_000, "ABCD-EF\u0661H"])
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert read_short_code(text) is None


@pytest.mark.parametrize("size", [4, 6])
def test_a_code_is_made_of_exactly_five_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="5 random bytes"):
        short_code(bytes(size))
