"""The manifest: read back from any number of chunks, and every change noticed."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sektoral.adapters.manifest import FIRST_CHUNK_ROW, SignatureState, decode, encode
from tests.instruments import health_instrument

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {"k1": KEY.public_key()}


def rows(**options):
    return list(encode(health_instrument(), signing_key=KEY, key_id="k1", **options))


@pytest.mark.parametrize("chunk", [32_000, 1_000, 61])
def test_a_signed_definition_comes_back_from_any_number_of_chunks(chunk):
    found = decode(rows(chunk=chunk), KEYS)
    assert found.definition == health_instrument()
    assert found.state is SignatureState.GOOD


def test_chunks_fit_a_cell_and_have_no_space_at_either_end():
    pieces = [piece for _, piece in rows(chunk=61)[FIRST_CHUNK_ROW - 1 :]]
    assert all(0 < len(piece) <= 61 and piece == piece.strip(" ") for piece in pieces)


def test_keys_may_be_raw_bytes():
    signed = encode(health_instrument(), signing_key=bytes(range(32)), key_id="k1")
    assert decode(signed, {"k1": KEY.public_key().public_bytes_raw()}).state is SignatureState.GOOD


def test_an_unknown_key_proves_nothing_but_the_definition_is_readable():
    found = decode(rows(), {})
    assert (found.state, found.key_id) == (SignatureState.UNKNOWN_KEY, "k1")
    assert found.definition == health_instrument()


def test_a_workbook_without_manifest_is_told_apart_from_a_damaged_one():
    assert decode([], KEYS).state is SignatureState.MISSING
    assert decode([("nama", "nilai")], KEYS).state is SignatureState.MISSING


def test_a_missing_signature_is_told():
    unsigned = [(a, "" if a == "ed25519" else b) for a, b in rows()]
    assert decode(unsigned, KEYS).state is SignatureState.MISSING


def change(name, value):
    return lambda found: [(a, value if a == name else b) for a, b in found]


@pytest.mark.parametrize(
    "damage",
    [
        change("sha256", "0" * 64),
        change("ed25519", "0" * 128),
        change("ed25519", "bukan"),
        change("characters", "12"),
        change("chunks", "2"),
        change("1", "{}"),
        lambda found: found[:-1],
        lambda found: [*found, found[-1]],
        lambda found: [(a, b.replace("Kualuh Hulu", "Kualuh Hilu")) for a, b in found],
        lambda found: [(a, b.replace("Kualuh Hulu", "Kualuh Hülu")) for a, b in found],
    ],
)
def test_any_change_makes_the_manifest_bad(damage):
    assert decode(damage(rows()), KEYS).state is SignatureState.BAD


def test_another_agencys_key_under_the_same_id_is_bad():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    assert decode(rows(), {"k1": other}).state is SignatureState.BAD
