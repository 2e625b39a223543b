"""BSrE's two gateways against one that takes only what is documented: what is signed, refused, and not known."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from sektoral.adapters.signatures.bsre import is_answering
from sektoral.adapters.signatures.bsre_v1 import BsreV1
from sektoral.adapters.signatures.bsre_v2 import BsreV2
from sektoral.adapters.signatures.inspection import inspect
from sektoral.adapters.signatures.line import Account, Line
from sektoral.adapters.signatures.port import Credentials, Failed, Means, Secret, Signed, ToSign, sha256_of
from sektoral.domain.inspections import Coverage, Trust
from tests import bsre, bsre_authority
from tests.bsre_server import BOMB
from tests.bsre_state import EMAIL, NIK, PASSPHRASE, PASSWORD, USER, Behaviour, Gateway
from tests.signed_papers import HEAD, LATER, letter, plain_letter

B = Behaviour
ROOTS = (bsre_authority.authority().root(),)
VERSIONS = (BsreV1, BsreV2)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with bsre.running() as running:
        yield running


def account(url: str, *, deadline: float = 20, password: str = PASSWORD, ca: Path | None = None) -> Account:
    return Account(url, USER, password, ca, deadline)


def me(passphrase: str = PASSPHRASE, nik: str = NIK) -> Credentials:
    return Credentials(Secret(passphrase), nik=Secret(nik))


def asked(pdf: bytes, name: str = "surat") -> ToSign:
    return ToSign(name, pdf, sha256_of(pdf), HEAD)


def one(
    version: type[BsreV1] | type[BsreV2], url: str, who: Credentials | None = None, **more: float
) -> Signed | Failed:
    (answer,) = version(account(url, **more), roots=ROOTS).sign([asked(letter())], who or me(), LATER)  # type: ignore[arg-type]
    return answer


@pytest.mark.parametrize("version", VERSIONS)
def test_the_signed_pdf_is_ours_with_one_signature_over_all_of_it(gateway: Gateway, version: type[BsreV1]) -> None:
    answer = one(version, gateway.url)
    assert isinstance(answer, Signed), answer
    assert answer.pdf.startswith(letter())
    found = inspect(answer.pdf, roots=ROOTS, at=LATER)
    (signature,) = found.signatures
    assert (signature.intact, signature.trust, signature.coverage) == (True, Trust.TRUSTED, Coverage.ENTIRE_FILE)
    assert (answer.sha256, (answer.signature_print,)) == (found.sha256, found.prints)
    assert answer.certificate == "Contoh Kadis"


def test_version_1_keeps_the_gateway_s_own_name_of_the_document(gateway: Gateway) -> None:
    answer = one(BsreV1, gateway.url)
    assert isinstance(answer, Signed)
    assert answer.document_id == "dokumen-1"


def test_a_version_1_that_answers_with_the_id_gives_the_pdf_out_once(gateway: Gateway) -> None:
    gateway.json_answers = True
    answer = one(BsreV1, gateway.url)
    assert isinstance(answer, Signed)
    assert (answer.document_id, gateway.kept) == ("dokumen-1", {})


def test_a_version_1_that_loses_what_it_gives_out_is_asked_for_it_again(gateway: Gateway) -> None:
    gateway.json_answers = gateway.loses_downloads = True
    answer = one(BsreV1, gateway.url)
    assert answer == Failed("surat", "document_not_fetched", unknown=True, ends_batch=True, document_id="dokumen-1")
    gateway.loses_downloads = False
    again = BsreV1(account(gateway.url), roots=ROOTS)
    found = again.fetch(asked(letter()), answer.document_id, LATER)
    assert isinstance(found, Signed), found
    assert (found.pdf, found.document_id) == (gateway.signed[0], "dokumen-1")
    gone = again.fetch(asked(letter()), answer.document_id, LATER)
    assert isinstance(gone, Failed)
    assert (gone.code, gone.unknown) == ("document_fetched", False)


@pytest.mark.parametrize("name", ["", "../user/status", "a" * 101, "dokumen 1"])
def test_an_id_that_is_no_name_is_not_put_into_an_address(gateway: Gateway, name: str) -> None:
    gateway.json_answers, gateway.document_name = True, name
    answer = one(BsreV1, gateway.url)
    assert answer == Failed("surat", "gateway_unsure", unknown=True, ends_batch=True)
    assert gateway.asked("/api/sign/download/") == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_an_answer_that_was_packed_on_its_way_is_unpacked(gateway: Gateway, version: type[BsreV1]) -> None:
    gateway.will(B.PACKED)
    answer = one(version, gateway.url)
    assert isinstance(answer, Signed), answer


def test_a_packed_answer_is_unpacked_no_further_than_its_limit(gateway: Gateway) -> None:
    gateway.will(B.PACKED_BOMB)
    one(BsreV1, gateway.url)  # has made the bomb
    tracemalloc.start()
    try:
        answer = one(BsreV1, gateway.url)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(answer, Failed)
    assert answer.code == "gateway_too_much"
    assert peak < BOMB / 4


def test_version_2_signs_many_in_one_call_each_its_own(gateway: Gateway) -> None:
    batch = [asked(letter(), "satu"), asked(plain_letter(), "dua")]
    answers = BsreV2(account(gateway.url), roots=ROOTS).sign(batch, me(), LATER)
    assert [answer.reference for answer in answers if isinstance(answer, Signed)] == ["satu", "dua"]
    assert [(call.path, call.files) for call in gateway.calls] == [("/api/v2/sign/pdf", 2)]


def test_version_2_signs_with_an_address_and_a_code_for_as_many_as_were_named(gateway: Gateway) -> None:
    service = BsreV2(account(gateway.url), roots=ROOTS)
    assert service.send_code(Credentials(Secret(""), Means.CODE, email=EMAIL), 1) is None
    (code,) = gateway.codes
    (answer,) = service.sign([asked(letter())], Credentials(Secret(code), Means.CODE, email=EMAIL), LATER)
    assert isinstance(answer, Signed), answer
    assert gateway.codes == {}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("behaviour", "code", "unknown", "ends_batch"),
    [
        (B.ERROR_500, "gateway_error", False, False),
        (B.PROXY_504, "gateway_unsure", True, True),
        (B.HTML_WITH_200, "answer_not_pdf", False, True),
        (B.HANG, "gateway_timeout", True, True),
        (B.SLOW_DRIP, "gateway_timeout", True, True),
        (B.LATE_SUCCESS, "gateway_timeout", True, True),
        (B.HALF_BODY, "gateway_broken_off", True, True),
        (B.HALF_PDF, "answer_damaged", False, False),
        (B.WRONG_PDF, "answer_other_document", False, False),
        (B.OTHER_LETTER, "answer_other_document", False, False),
        (B.UNSIGNED, "answer_unsigned", False, False),
        (B.EXPIRED, "certificate_expired", False, True),
        (B.BUSY, "gateway_busy", False, True),
        (B.UNKNOWN_CODE, "gateway_refused", False, True),
        (B.HALF_PACKED, "gateway_broken_off", True, True),
        (B.PACKED_BOMB, "gateway_too_much", True, True),
        (B.PACKED_STRANGELY, "gateway_unsure", True, True),
        (B.HUGE, "gateway_too_much", True, True),
    ],
)
def test_whatever_else_comes_is_refused_or_not_known(
    gateway: Gateway, version: type[BsreV1], behaviour: Behaviour, code: str, unknown: bool, ends_batch: bool
) -> None:
    gateway.will(behaviour)
    deadline = 1.5 if code == "gateway_timeout" else 60
    other = version(account(gateway.url, deadline=deadline), roots=ROOTS)
    (answer,) = other.sign([asked(plain_letter() if behaviour is B.OTHER_LETTER else letter())], me(), LATER)
    assert isinstance(answer, Failed), answer
    assert (answer.code, answer.unknown, answer.ends_batch) == (code, unknown, ends_batch)
    assert PASSPHRASE not in answer.said
    assert NIK not in answer.said


@pytest.mark.parametrize(
    ("version", "behaviour", "code", "unknown"),
    [
        (BsreV1, B.NO_JSON, "gateway_unsure", True),  # it names no document that could be fetched
        (BsreV1, B.OTHER_JSON, "gateway_unsure", True),
        (BsreV2, B.NO_JSON, "answer_not_pdf", False),
        (BsreV2, B.OTHER_JSON, "answer_other_count", False),
    ],
)
def test_json_of_another_shape_signs_nothing(
    gateway: Gateway, version: type[BsreV1], behaviour: Behaviour, code: str, unknown: bool
) -> None:
    gateway.will(behaviour)
    answer = one(version, gateway.url)
    assert isinstance(answer, Failed), answer
    assert (answer.code, answer.unknown) == (code, unknown)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("who", "code"),
    [
        (me("bukan"), "passphrase_wrong"),
        (me(nik="9900000000000002"), "signer_not_registered"),
    ],
)
def test_the_documented_codes_are_understood(
    gateway: Gateway, version: type[BsreV1], who: Credentials, code: str
) -> None:
    answer = one(version, gateway.url, who)
    assert isinstance(answer, Failed)
    assert (answer.code, answer.unknown, answer.ends_batch) == (code, False, True)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("SUSPEND", "certificate_suspended"),
        ("REVOKE", "certificate_revoked"),
        ("RENEW", "certificate_renewal"),
        ("NEW", "certificate_waiting"),
        ("WAITING_FOR_VERIFICATION", "certificate_waiting"),
        ("NO_CERTIFICATE", "certificate_none"),
        ("BARU_LAGI", "gateway_refused"),
    ],
)
def test_a_refusal_is_explained_by_the_certificate(
    gateway: Gateway, version: type[BsreV1], status: str, code: str
) -> None:
    gateway.status = status
    answer = one(version, gateway.url)
    assert isinstance(answer, Failed)
    assert answer.code == code
    assert "2099" in answer.said  # what the gateway said is kept, understood or not


@pytest.mark.parametrize("version", VERSIONS)
def test_where_nobody_listens_nothing_was_sent(version: type[BsreV1]) -> None:
    answer = one(version, bsre.nowhere())
    assert answer == Failed("surat", "gateway_unreachable", ends_batch=True)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_server_that_our_authority_does_not_know_is_sent_nothing(version: type[BsreV1], tmp_path: Path) -> None:
    with bsre.running(context=bsre_authority.tls(tmp_path, by="Induk Asing")) as gateway:
        assert one(version, gateway.url) == Failed("surat", "gateway_certificate", ends_batch=True)
        assert gateway.calls == []


@pytest.mark.parametrize("version", VERSIONS)
def test_with_its_authority_on_file_the_server_is_trusted(version: type[BsreV1], tmp_path: Path) -> None:
    with bsre.running(context=bsre_authority.tls(tmp_path)) as gateway:
        service = version(account(gateway.url, ca=bsre.root_file(tmp_path)), roots=ROOTS)
        (answer,) = service.sign([asked(letter())], me(), LATER)
        assert isinstance(answer, Signed), answer


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wrong_user_of_the_gateway_is_told_apart(gateway: Gateway, version: type[BsreV1]) -> None:
    service = version(account(gateway.url, password="lain"))
    (answer,) = service.sign([asked(letter())], me(), LATER)
    assert isinstance(answer, Failed)
    assert (answer.code, answer.ends_batch) == ("gateway_unauthorised", True)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_signature_that_leads_to_none_of_the_roots_is_not_taken(gateway: Gateway, version: type[BsreV1]) -> None:
    service = version(account(gateway.url), roots=[bsre_authority.authority("Induk Lain").root()])
    (answer,) = service.sign([asked(letter())], me(), LATER)
    assert isinstance(answer, Failed)
    assert answer.code == "answer_untrusted"


def test_without_roots_nothing_is_said_of_the_issuer(gateway: Gateway) -> None:
    (answer,) = BsreV1(account(gateway.url)).sign([asked(letter())], me(), LATER)
    assert isinstance(answer, Signed)


def test_version_1_asks_nothing_without_a_nik(gateway: Gateway) -> None:
    (answer,) = BsreV1(account(gateway.url)).sign([asked(letter())], Credentials(Secret("x")), LATER)
    assert (answer, gateway.calls) == (Failed("surat", "nik_missing", ends_batch=True), [])


def test_the_deadline_is_for_all_calls_of_one_sitting(gateway: Gateway) -> None:
    gateway.will(B.HANG)
    service = BsreV1(account(gateway.url, deadline=1.5), roots=ROOTS)
    answers = service.sign([asked(letter(), "satu"), asked(letter(), "dua")], me(), LATER)
    assert [(one.code, one.unknown) for one in answers if isinstance(one, Failed)] == [
        ("gateway_timeout", True),
        ("signing_not_tried", False),
    ]
    assert gateway.asked("/api/sign/pdf") == 1


def test_the_doctor_s_question_reaches_the_gateway(gateway: Gateway) -> None:
    assert is_answering(Line(account(gateway.url))) == ""
    assert is_answering(Line(account(gateway.url, password="lain"))) == "gateway_unauthorised"
    assert is_answering(Line(account(bsre.nowhere()))) == "gateway_unreachable"
