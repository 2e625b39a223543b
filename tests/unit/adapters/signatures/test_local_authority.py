"""Signing: the bytes shown are the ones signed, nothing but the signature is added, and other programs agree."""

import json
import os
import pickle
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.x509.oid import NameOID

from sektoral.adapters.signatures.local_authority import LocalAuthority, system_signatory
from sektoral.adapters.signatures.port import Failed, Secret, Signatory, Signed, ToSign, sha256_of
from sektoral.adapters.signatures.prints import signature_prints
from sektoral.domain.errors import Refused
from sektoral.domain.inspections import Coverage, Trust
from sektoral.domain.papers import SigningService
from tests.signed_papers import HEAD, SIGNED_AT, Registry, letter, plain_letter, sign


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authority") / "ca"


@pytest.fixture(scope="module")
def authority(folder: Path) -> LocalAuthority:
    return LocalAuthority(folder)


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing")
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize("pdf", [letter(), plain_letter()], ids=["typst", "by hand"])
def test_the_signature_is_trusted_covers_everything_and_locks_the_document(
    authority: LocalAuthority, pdf: bytes
) -> None:
    signed = sign(authority, pdf)
    (found,) = Registry(signed, authority.root()).inspect(signed.pdf).signatures
    assert (found.trust, found.coverage, found.docmdp) == (Trust.TRUSTED, Coverage.ENTIRE_FILE, 1)
    assert (found.signer, found.reason) == (HEAD.name, "Surat permintaan")
    assert datetime.fromisoformat(found.signed_at) == SIGNED_AT
    assert "SERTIFIKAT UJI" in found.subject


def test_nothing_is_changed_but_the_signature(authority: LocalAuthority) -> None:
    signed = sign(authority, letter())
    assert signed.pdf.startswith(letter())
    added = signed.pdf[len(letter()) :]
    assert not [name for name in (b"/Metadata <<", b"/ModDate", b"/Version", b"/Extensions", b"/AP") if name in added]
    assert b"/Rect [ 0 0 0 0 ]" in added
    before, after = (
        [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)] for pdf in (letter(), signed.pdf)
    )
    assert before == after


def test_the_result_names_its_bytes_and_its_signature(authority: LocalAuthority) -> None:
    signed = sign(authority, letter())
    assert signed.sha256 == sha256_of(signed.pdf)
    assert signature_prints(signed.pdf) == (signed.signature_print,)


def test_poppler_says_valid(authority: LocalAuthority, tmp_path: Path) -> None:
    tool = _tool("pdfsig")
    (tmp_path / "surat.pdf").write_bytes(sign(authority, letter()).pdf)
    run = subprocess.run([tool, "-nocert", "surat.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Signature is Valid" in run.stdout
    assert "Total document signed" in run.stdout
    assert "ETSI.CAdES.detached" in run.stdout


def test_qpdf_finds_nothing_wrong(authority: LocalAuthority, tmp_path: Path) -> None:
    tool = _tool("qpdf")
    (tmp_path / "surat.pdf").write_bytes(sign(authority, letter()).pdf)
    run = subprocess.run([tool, "--check", "surat.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_of_a_batch_gets_its_own_answer(authority: LocalAuthority) -> None:
    good = ToSign("1", letter(), sha256_of(letter()), HEAD)
    swapped = ToSign("2", plain_letter(), sha256_of(letter()), HEAD)
    broken = ToSign("3", b"bukan pdf", sha256_of(b"bukan pdf"), HEAD)
    done = sign(authority, letter())
    again = ToSign("4", done.pdf, done.sha256, HEAD)
    answers = authority.sign([good, swapped, broken, again], None, SIGNED_AT)
    assert isinstance(answers[0], Signed)
    assert answers[1:] == [
        Failed("2", "signing.changed"),
        Failed("3", "signing.unreadable"),
        Failed("4", "signing.already_signed"),
    ]


def test_the_time_is_the_one_given_in_any_zone_and_year(authority: LocalAuthority) -> None:
    at = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
    (result,) = authority.sign([ToSign("1", letter(), sha256_of(letter()), HEAD)], None, at)
    assert isinstance(result, Signed)
    assert b"20310506070809Z" in result.pdf.replace(b"\\072", b":")


def test_a_signatory_keeps_the_certificate_and_a_new_title_gets_another(folder: Path) -> None:
    authority = LocalAuthority(folder)
    sign(authority, letter())
    files = set(folder.iterdir())
    sign(LocalAuthority(folder), letter())
    assert set(folder.iterdir()) == files
    acting = Signatory(HEAD.key, HEAD.name, "Plt. Kepala Dinas", HEAD.organisation)
    authority.sign([ToSign("1", letter(), sha256_of(letter()), acting)], None, SIGNED_AT)
    assert len(set(folder.iterdir()) - files) == 1


def test_keys_are_readable_by_their_owner_only(folder: Path) -> None:
    sign(LocalAuthority(folder), letter())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    (folder / "root.pem").chmod(0o644)
    try:
        with pytest.raises(Refused, match=r"key\.exposed"):
            LocalAuthority(folder).root()
    finally:
        (folder / "root.pem").chmod(0o600)


def test_names_of_any_length_and_script_fit_on_a_certificate(authority: LocalAuthority) -> None:
    long = Signatory("x", "é" * 200, "ব" * 200, "\ud800" + "d" * 200)
    (result,) = authority.sign([ToSign("1", letter(), sha256_of(letter()), long, "r" * 500)], None, SIGNED_AT)
    assert isinstance(result, Signed)
    (found,) = Registry(result, authority.root()).inspect(result.pdf).signatures
    assert found.signer == "é" * 32


def test_the_root_says_what_it_is_and_signs_nothing_else(authority: LocalAuthority) -> None:
    root = x509.load_der_x509_certificate(authority.root())
    (unit,) = root.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    assert unit.value == "SERTIFIKAT UJI, BUKAN BSrE"
    assert asn1_x509.Certificate.load(authority.root()).ca
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_the_system_signs_receipts_in_its_own_name(authority: LocalAuthority) -> None:
    signed = authority.sign_as_system(letter(), organisation="Dinas Contoh", at=SIGNED_AT)
    assert isinstance(signed, Signed)
    (found,) = Registry(signed, authority.root()).inspect(signed.pdf).signatures
    assert found.signer == system_signatory("Dinas Contoh").name
    assert found.trust is Trust.TRUSTED
    assert authority.service is SigningService.TEST


def test_a_secret_leaves_no_trace() -> None:
    secret = Secret("canary-frasa")
    assert secret.reveal() == "canary-frasa"
    assert "canary" not in f"{secret!r} {secret!s} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)
    secret.forget()
    assert secret.reveal() == ""
