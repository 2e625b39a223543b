"""Copies of a registered letter, each changed in one way: every one gets the right verdict and says why."""

# mypy: allow-untyped-calls
# (pyHanko's writers are untyped)

import random
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import PdfSignatureMetadata, PdfSigner

from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.adapters.signatures.inspection import job
from sektoral.adapters.signatures.local_authority import LocalAuthority
from sektoral.adapters.signatures.prints import LARGEST_SIGNATURE, beginnings, signature_prints
from sektoral.adapters.signatures.sandboxed import inspect_file, job_options
from sektoral.domain.canonical import read
from sektoral.domain.inspections import Coverage, Inspection, Problem, Trust
from sektoral.domain.proofs import Judgement, Reason, Verdict
from tests.elsewhere import general_signer
from tests.signed_papers import CODE, LATER, TOKEN, Registry, letter, plain_letter, sign

Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    """An authority with our names and another key."""
    return LocalAuthority(tmp_path_factory.mktemp("theirs"))


@pytest.fixture(scope="module")
def registry(authority: LocalAuthority) -> Registry:
    return Registry(sign(authority, letter()), authority.root())


@pytest.fixture(scope="module")
def plain_registry(authority: LocalAuthority) -> Registry:
    return Registry(sign(authority, plain_letter()), authority.root())


def _updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _rotate(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    page.get_object()["/Rotate"] = generic.NumberObject(90)
    writer.mark_update(page)


def _open_action(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {
            generic.NameObject("/S"): generic.NameObject("/JavaScript"),
            generic.NameObject("/JS"): generic.pdf_string("x"),
        }
    )
    writer.update_root()


def _without_signature_field(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    del writer.root["/Perms"]
    writer.update_root()


def _saved_again(pdf: bytes) -> bytes:
    output = BytesIO()
    copy_into_new_writer(PdfFileReader(BytesIO(pdf))).write(output)
    return output.getvalue()


def test_the_registered_bytes_are_genuine(registry: Registry) -> None:
    assert registry.judge(registry.signed.pdf) == Judgement(Verdict.GENUINE)


def test_a_changed_digit_is_different(plain_registry: Registry) -> None:
    forged = plain_registry.signed.pdf.replace(b"1234 jiwa", b"9234 jiwa")
    assert plain_registry.judge(forged) == Judgement(
        Verdict.DIFFERENT, (Reason.ALTERED, Reason.CODE_BORROWED, Reason.SIGNATURE_BROKEN)
    )


def test_a_changed_digit_is_invalid_even_where_nobody_knows_the_letter(authority: LocalAuthority) -> None:
    nameless = plain_letter().replace(CODE.encode(), b"tidak ada")
    foreign = Registry(sign(authority, letter()), authority.root())
    forged = sign(authority, nameless).pdf.replace(b"1234 jiwa", b"9234 jiwa")
    assert foreign.judge(forged) == Judgement(Verdict.INVALID, (Reason.NOT_IN_REGISTRY, Reason.SIGNATURE_BROKEN))


@pytest.mark.parametrize(
    "tail", [b"\n", b" ", b"x", b"%%EOF\n", b"\0" * 5000], ids=["newline", "space", "x", "eof", "nul"]
)
def test_appended_bytes_are_named(registry: Registry, tail: bytes) -> None:
    judgement = registry.judge(registry.signed.pdf + tail)
    assert judgement.verdict is Verdict.DIFFERENT
    assert judgement.reasons[0] is Reason.APPENDED


@pytest.mark.parametrize("change", [_rotate, _open_action, _without_signature_field])
def test_an_incremental_update_is_named(registry: Registry, change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    judgement = registry.judge(_updated(registry.signed.pdf, change))
    assert judgement.verdict is Verdict.DIFFERENT
    assert judgement.reasons[0] is Reason.APPENDED
    assert {Reason.CHANGED_AFTER, Reason.STRAY_SIGNATURE}.intersection(judgement.reasons)


def test_a_second_foreign_signature_is_named(
    registry: Registry, stranger: LocalAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PdfSigner, "_enforce_certification_constraints", lambda *_: None)
    signer = PdfSigner(PdfSignatureMetadata(field_name="Kedua", md_algorithm="sha256"), general_signer(stranger))
    forged = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(registry.signed.pdf))).getvalue()
    found = registry.inspect(forged)
    assert [signature.trust for signature in found.signatures] == [Trust.TRUSTED, Trust.IMITATED_ISSUER]
    assert [signature.coverage for signature in found.signatures] == [Coverage.BEGINNING, Coverage.ENTIRE_FILE]
    judgement = registry.judge(forged)
    assert judgement.verdict is Verdict.DIFFERENT
    assert judgement.reasons[0] is Reason.APPENDED
    assert {Reason.ISSUER_IMITATED, Reason.CHANGED_AFTER} <= set(judgement.reasons)


def test_a_certificate_with_the_same_names_is_found_out(registry: Registry, stranger: LocalAuthority) -> None:
    forged = sign(stranger, letter()).pdf
    assert registry.judge(forged) == Judgement(Verdict.DIFFERENT, (Reason.CODE_BORROWED, Reason.ISSUER_IMITATED))
    without_code = sign(stranger, plain_letter().replace(CODE.encode(), b"tidak ada")).pdf
    assert registry.judge(without_code) == Judgement(Verdict.INVALID, (Reason.NOT_IN_REGISTRY, Reason.ISSUER_IMITATED))


def test_an_unsigned_new_save_is_recognised_by_its_code(registry: Registry) -> None:
    assert registry.judge(_saved_again(letter())) == Judgement(
        Verdict.DIFFERENT, (Reason.CODE_BORROWED, Reason.NO_SIGNATURE)
    )


def test_a_new_save_that_keeps_the_signature_is_recognised_by_it(registry: Registry) -> None:
    judgement = registry.judge(_saved_again(registry.signed.pdf))
    assert judgement.verdict is Verdict.DIFFERENT
    assert judgement.reasons[0] is Reason.ALTERED


def test_a_truncated_copy_is_recognised_by_its_signature(registry: Registry) -> None:
    judgement = registry.judge(registry.signed.pdf[:-40])
    assert judgement.verdict is Verdict.DIFFERENT
    assert judgement.reasons[0] is Reason.ALTERED
    assert Reason.DAMAGED in judgement.reasons


def test_a_copy_of_which_half_is_left_is_never_genuine(registry: Registry) -> None:
    judgement = registry.judge(registry.signed.pdf[: len(letter()) // 2])
    assert judgement.verdict in {Verdict.DIFFERENT, Verdict.TO_BE_EXAMINED}
    assert Reason.DAMAGED in judgement.reasons


def test_without_the_root_nothing_is_called_trusted(registry: Registry, stranger: LocalAuthority) -> None:
    blind = Registry(registry.signed, root=stranger.root())
    judgement = blind.judge(registry.signed.pdf)
    assert judgement.verdict is not Verdict.GENUINE
    assert judgement.reasons == (Reason.ISSUER_IMITATED,)


def test_a_letter_without_any_trace_of_ours_is_not_registered(registry: Registry, authority: LocalAuthority) -> None:
    other = plain_letter().replace(CODE.encode(), b"tidak ada")
    assert registry.judge(other) == Judgement(Verdict.NOT_REGISTERED, (Reason.NOT_IN_REGISTRY, Reason.NO_SIGNATURE))
    assert registry.judge(sign(authority, other).pdf) == Judgement(
        Verdict.NOT_REGISTERED, (Reason.NOT_IN_REGISTRY, Reason.SIGNED_BY_KNOWN_ISSUER)
    )


@pytest.mark.parametrize("data", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"<html>", bytes(range(256)) * 40])
def test_any_bytes_get_a_verdict_with_reasons(registry: Registry, data: bytes) -> None:
    judgement = registry.judge(data)
    assert judgement.verdict in {Verdict.NOT_REGISTERED, Verdict.TO_BE_EXAMINED}
    assert judgement.reasons


def test_damaged_copies_never_raise_and_are_never_genuine(registry: Registry) -> None:
    chance = random.Random(7)
    for _ in range(40):
        damaged = bytearray(registry.signed.pdf)
        for _ in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        judgement = registry.judge(bytes(damaged[: chance.randrange(len(damaged) // 2, len(damaged) + 1)]))
        assert judgement.verdict is not Verdict.GENUINE
        assert judgement.reasons


def test_codes_and_tokens_are_read_from_the_page(registry: Registry) -> None:
    found = registry.inspect(registry.signed.pdf)
    assert (found.codes, found.tokens) == ((CODE,), (TOKEN,))


def test_an_encrypted_copy_is_left_to_a_person(registry: Registry) -> None:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(letter())))
    writer.encrypt(owner_pass="rahasia", user_pass="rahasia")
    output = BytesIO()
    writer.write(output)
    found = registry.inspect(output.getvalue())
    assert found.problem is Problem.ENCRYPTED
    assert registry.judge(output.getvalue()).verdict is Verdict.TO_BE_EXAMINED


def test_beginnings_are_whole_files_and_few(registry: Registry) -> None:
    assert beginnings(registry.signed.pdf + b"x")[-1] == registry.signed.sha256
    assert beginnings(b"%%EOF" * 10_000)
    assert len(beginnings(b"%%EOF\n" * 10_000)) <= 130


def test_prints_are_of_signatures_only() -> None:
    note = b"/Contents <FEFF" + b"0041" * 200 + b">"
    short = b"/Contents <3082" + b"00" * 20 + b">"
    endless = b"/Contents <3082" + b"0" * (LARGEST_SIGNATURE + 200)
    assert signature_prints(note + short + endless) == ()
    real = b"/Contents<3082" + b"aB" * 200 + b">"
    assert len(signature_prints(real * 3 + note)) == 1


def test_a_file_is_inspected_the_same_by_the_job_and_in_the_sandbox(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "surat.pdf"
    path.write_bytes(registry.signed.pdf)
    here = registry.inspect(registry.signed.pdf)
    assert read(Inspection, job(path, job_options(roots=[registry.root], at=LATER))) == here
    assert inspect_file(path, roots=[registry.root], at=LATER) == here


def test_a_file_that_brings_the_sandbox_down_still_gets_a_verdict(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "surat.pdf"
    path.write_bytes(registry.signed.pdf + b"x")
    found = inspect_file(path, roots=[registry.root], at=LATER, caps=replace(AGENCY, answer_bytes=10))
    assert (found.problem, found.signatures) == (Problem.DAMAGED, ())
    assert found.beginnings[-1] == registry.signed.sha256
