"""Keys: one for each purpose, made once, read by nobody else, and good after rotation."""

import multiprocessing
from pathlib import Path

import pytest

from sektoral.adapters.keys import KeyPurpose, KeyRing, Signature, is_signed_by, key_id, load_public, public_text
from sektoral.domain.errors import Refused


def _key_id_made_in(folder: str) -> str:
    return key_id(KeyRing(Path(folder)).public(KeyPurpose.RECEIPT))


def test_what_was_signed_verifies_and_nothing_else_does(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    signature = ring.sign(KeyPurpose.RECEIPT, b"diterima")
    assert ring.verify(KeyPurpose.RECEIPT, b"diterima", signature)
    assert not ring.verify(KeyPurpose.RECEIPT, b"diterima.", signature)
    assert not ring.verify(KeyPurpose.MANIFEST, b"diterima", signature)


@pytest.mark.parametrize("value", ["", "bukan base64!", "AAAA", "ā", "A" * 5000])
def test_bad_signature_text_is_no_signature(tmp_path: Path, value: str) -> None:
    ring = KeyRing(tmp_path)
    name = ring.sign(KeyPurpose.RECEIPT, b"x").key_id
    assert not ring.verify(KeyPurpose.RECEIPT, b"x", Signature(name, value))


def test_another_ring_on_the_folder_has_the_same_keys(tmp_path: Path) -> None:
    signature = KeyRing(tmp_path).sign(KeyPurpose.CHECKPOINT, b"x")
    assert KeyRing(tmp_path).verify(KeyPurpose.CHECKPOINT, b"x", signature)


def test_each_purpose_has_its_own_key(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    assert len({key_id(ring.public(purpose)) for purpose in KeyPurpose}) == len(KeyPurpose)


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        ids = pool.map(_key_id_made_in, [str(tmp_path / "keys")] * 8, chunksize=1)
    assert len(set(ids)) == 1
    assert not list((tmp_path / "keys").glob(".new-*"))


def test_private_keys_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    KeyRing(tmp_path / "keys").sign(KeyPurpose.MANIFEST, b"x")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "keys" / "manifest.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    KeyRing(tmp_path).sign(KeyPurpose.MANIFEST, b"x")
    (tmp_path / "manifest.key").chmod(0o640)
    with pytest.raises(Refused, match=r"key\.exposed"):
        KeyRing(tmp_path).sign(KeyPurpose.MANIFEST, b"x")


def test_a_receipt_verifies_after_the_key_was_rotated(tmp_path: Path) -> None:
    old = KeyRing(tmp_path).sign(KeyPurpose.RECEIPT, b"x")
    (tmp_path / "receipt.key").unlink()
    ring = KeyRing(tmp_path)
    assert ring.sign(KeyPurpose.RECEIPT, b"x").key_id != old.key_id
    assert ring.verify(KeyPurpose.RECEIPT, b"x", old)


def test_a_published_key_verifies_without_the_folder(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    signature = ring.sign(KeyPurpose.RECEIPT, b"x")
    assert is_signed_by(load_public(public_text(ring.public(KeyPurpose.RECEIPT))), b"x", signature)
