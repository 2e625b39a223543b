"""Time stamps on our own signatures: B-LT where the authority can be proved, B-T or B-B where not, never a wait."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from sektoral.adapters.signatures.inspection import inspect
from sektoral.adapters.signatures.line import Account
from sektoral.adapters.signatures.local_authority import LocalAuthority
from sektoral.adapters.signatures.port import Signed
from sektoral.adapters.signatures.stamping import REST
from sektoral.adapters.signatures.time_stamps import NotStampedError, TimeStampService
from sektoral.adapters.signatures.validation import roots_of
from sektoral.domain.inspections import Changes, Coverage, SignatureFacts, Trust
from tests.signed_papers import LATER, SIGNED_AT, letter, sign
from tests.time_stamping import Authority, serving


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with serving(tmp_path_factory.mktemp("stempel"), at=SIGNED_AT) as found:
        yield found


@pytest.fixture
def ours(tmp_path: Path, authority: Authority) -> LocalAuthority:
    return LocalAuthority(tmp_path / "kunci", authority.service())


def _facts(signed: Signed, ours: LocalAuthority, authority: Authority) -> SignatureFacts:
    (facts,) = inspect(signed.pdf, roots=[ours.root()], at=LATER, stamp_roots=[authority.root.dump()]).signatures
    assert (facts.trust, facts.coverage, facts.docmdp, facts.changes) == (
        Trust.TRUSTED,
        Coverage.ENTIRE_FILE,
        1,
        Changes.NONE,
    )
    return facts


def test_what_proves_the_stamp_lies_within_what_the_signature_covers(
    ours: LocalAuthority, authority: Authority
) -> None:
    signed = sign(ours, letter())
    facts = _facts(signed, ours, authority)
    assert (signed.level, facts.stamp, facts.stamped_by) == ("B-LT", Trust.TRUSTED, "Stempel Waktu Contoh")
    assert facts.stamped_at == SIGNED_AT.isoformat()


def test_pyhanko_finds_it_proved_by_what_lies_in_the_file_alone(ours: LocalAuthority, authority: Authority) -> None:
    reader = PdfFileReader(BytesIO(sign(ours, letter()).pdf))
    (signature,) = reader.embedded_signatures
    store = DocumentSecurityStore.read_dss(reader)

    def only(root: bytes) -> ValidationContext:
        found: ValidationContext = store.as_validation_context(
            {
                "trust_roots": list(roots_of([root]).certificates),
                "moment": SIGNED_AT,
                "revocation_mode": "require",
                "retroactive_revinfo": True,
            }
        )
        return found

    status = validate_pdf_signature(signature, only(ours.root()), only(authority.root.dump()))
    assert status.bottom_line
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.trusted


def test_where_revocation_cannot_be_asked_the_stamp_stays_and_is_unconfirmed(
    ours: LocalAuthority, authority: Authority
) -> None:
    authority.silent = ("/ocsp", "/crls")
    try:
        signed = sign(ours, letter())
    finally:
        authority.silent = ()
    assert (signed.level, _facts(signed, ours, authority).stamp) == ("B-T", Trust.UNCONFIRMED)


@pytest.mark.parametrize("name", ["revoked", "expired"])
def test_an_authority_that_may_not_stamp_is_not_used(tmp_path: Path, authority: Authority, name: str) -> None:
    ours = LocalAuthority(tmp_path / "kunci", authority.service(name))
    signed = sign(ours, letter())
    assert (signed.level, _facts(signed, ours, authority).stamped_at) == ("B-B", "")
    code = "stamp_revoked" if name == "revoked" else "stamp_untrusted"
    with pytest.raises(NotStampedError, match=code):
        authority.service(name).evidence(at=SIGNED_AT)


def test_a_stamp_of_an_authority_that_was_revoked_is_called_so(tmp_path: Path, authority: Authority) -> None:
    authority.silent = ("/ocsp", "/crls")  # when it was signed nobody could know
    try:
        ours = LocalAuthority(tmp_path / "kunci", authority.service("revoked"))
        signed = sign(ours, letter())
    finally:
        authority.silent = ()
    assert (signed.level, _facts(signed, ours, authority).stamp) == ("B-T", Trust.UNCONFIRMED)


def test_another_root_does_not_vouch_for_the_stamp(
    ours: LocalAuthority, tmp_path_factory: pytest.TempPathFactory
) -> None:
    signed = sign(ours, letter())
    with serving(tmp_path_factory.mktemp("lain"), at=SIGNED_AT) as other:
        (facts,) = inspect(signed.pdf, roots=[ours.root()], at=LATER, stamp_roots=[other.root.dump()]).signatures
        assert facts.stamp is not Trust.TRUSTED
        with pytest.raises(NotStampedError, match="stamp_untrusted"):
            TimeStampService(Account(f"{other.url}/test/tsa/tsa"), [ours.root()]).stamp(bytes(32), at=SIGNED_AT)


def test_a_clock_far_from_ours_is_not_believed(authority: Authority) -> None:
    with pytest.raises(NotStampedError, match="stamp_clock"):
        authority.service().stamp(bytes(32), at=SIGNED_AT + timedelta(minutes=11))


@pytest.mark.parametrize("silent", [("/tsa",), ("",)], ids=["the authority", "everything"])
def test_a_silent_authority_blocks_nobody(ours: LocalAuthority, authority: Authority, silent: tuple[str, ...]) -> None:
    authority.silent = silent
    try:
        assert sign(ours, letter()).level == "B-B"
    finally:
        authority.silent = ()
    assert sign(ours, letter()).level == "B-B", "it rests for a minute, so that a batch does not wait for each letter"
    assert ours._stamps is not None
    assert ours._stamps.begin(SIGNED_AT + REST) is not None


def test_nobody_listens(tmp_path: Path) -> None:
    ours = LocalAuthority(tmp_path / "kunci", TimeStampService(Account("http://127.0.0.1:9/"), []))
    assert sign(ours, letter()).level == "B-B"


def test_an_answer_to_another_question_is_refused(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    service = authority.service()
    first = service._fetch
    kept: list[bytes] = []

    def again(url: str, **body: object) -> bytes:
        kept.append(first(url, **body))
        return kept[0]

    monkeypatch.setattr(service, "_fetch", again)
    service.stamp(bytes(32), at=SIGNED_AT)
    with pytest.raises(NotStampedError, match="stamp_nonce"):
        service.stamp(bytes(32), at=SIGNED_AT)
    for answer in (b"", b"<html>", kept[0][:-40], bytes(500)):
        kept[0] = answer
        with pytest.raises(NotStampedError):
            service.stamp(bytes(32), at=SIGNED_AT)


def test_without_an_authority_nothing_changes(tmp_path: Path) -> None:
    signed = sign(LocalAuthority(tmp_path / "kunci"), letter())
    assert signed.level == "B-B"
    assert b"/DSS" not in signed.pdf
