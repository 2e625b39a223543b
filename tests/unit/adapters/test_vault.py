"""The vault: what it seals tells nothing, opens for its owner only, and survives a change of keys."""

from pathlib import Path

import pytest

from sektoral.adapters.vault import Vault
from sektoral.domain.errors import Refused, Unavailable

NIK = "9900000000000001"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path, "nik")


def test_what_is_sealed_opens_again_and_tells_nothing(vault: Vault) -> None:
    sealed = vault.seal(NIK, owner="a")
    assert vault.open(sealed, owner="a") == NIK
    assert NIK not in sealed
    assert sealed != vault.seal(NIK, owner="a")
    assert len(sealed) <= 200  # the column's width


def test_it_opens_for_its_owner_only(vault: Vault) -> None:
    with pytest.raises(Unavailable, match="nik_unreadable"):
        vault.open(vault.seal(NIK, owner="a"), owner="b")


def test_a_retired_key_still_opens_and_a_new_one_seals(vault: Vault, tmp_path: Path) -> None:
    sealed = vault.seal(NIK, owner="a")
    key_id = sealed.split(":")[1]
    (tmp_path / "nik.key").rename(tmp_path / f"nik.{key_id}.key")
    anew = vault.seal(NIK, owner="a")
    assert anew.split(":")[1] != key_id
    assert [vault.open(each, owner="a") for each in (sealed, anew)] == [NIK, NIK]


@pytest.mark.parametrize("sealed", ["", "1", "1:0000000000000000:", "2:x:y", "1:x:***", "kosong"])
def test_what_no_key_fits_is_unreadable(vault: Vault, sealed: str) -> None:
    vault.seal(NIK, owner="a")
    with pytest.raises(Unavailable, match="nik_unreadable"):
        vault.open(sealed, owner="a")


def test_a_changed_letter_is_unreadable(vault: Vault) -> None:
    sealed = vault.seal(NIK, owner="a")
    place = len(sealed) // 2 + 10
    other = "A" if sealed[place] != "A" else "B"
    with pytest.raises(Unavailable, match="nik_unreadable"):
        vault.open(sealed[:place] + other + sealed[place + 1 :], owner="a")


def test_a_key_that_others_may_read_is_refused(vault: Vault, tmp_path: Path) -> None:
    sealed = vault.seal(NIK, owner="a")
    (tmp_path / "nik.key").chmod(0o644)
    with pytest.raises(Refused, match=r"key\.exposed"):
        vault.open(sealed, owner="a")
