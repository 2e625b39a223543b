"""Root certificates in a folder: PEM and DER, several in one file, and files that hold none."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from sektoral.adapters.signatures.roots import Root, UnreadRoot, read_roots
from tests.elsewhere import foreign_root


def test_every_certificate_of_the_folder_is_read_whatever_its_form(tmp_path: Path) -> None:
    certificate = foreign_root().certificate
    pem, der = certificate.public_bytes(Encoding.PEM), certificate.public_bytes(Encoding.DER)
    (tmp_path / "a.pem").write_bytes(pem + pem)
    (tmp_path / "b.DER").write_bytes(der)
    (tmp_path / "c.crt").write_bytes(b"bukan sertifikat")
    (tmp_path / "catatan.txt").write_bytes(pem)
    found = read_roots(tmp_path)
    assert [one.file for one in found] == ["a.pem", "a.pem", "b.DER", "c.crt"]
    assert [one.der for one in found if isinstance(one, Root)] == [der] * 3
    assert isinstance(found[-1], UnreadRoot)


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert read_roots(tmp_path / "tidak-ada") == []
