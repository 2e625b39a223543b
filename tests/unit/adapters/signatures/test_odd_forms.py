"""Signatures in forms that readers count or read differently (security.md 92 to 95): none is genuine."""

# mypy: allow-untyped-calls
# (pyHanko's writers are untyped)

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner

from sektoral.adapters.signatures.inspection import inspect
from sektoral.adapters.signatures.local_authority import LocalAuthority
from sektoral.domain.inspections import Inspection, Problem
from sektoral.domain.proofs import Judgement, Reason, Registered, RegisteredAs, Verdict, judge
from tests.elsewhere import general_signer
from tests.hostile_pdfs import pdf
from tests.signed_papers import LATER, Registry, plain_letter, sign

CONTENTS = re.compile(rb"/Contents <([0-9a-fA-F]+)>")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def registry(authority: LocalAuthority) -> Registry:
    return Registry(sign(authority, plain_letter()), authority.root())


def _inspected(data: bytes, authority: LocalAuthority) -> Inspection:
    return inspect(data, roots=[authority.root()], at=LATER)


def _second_field(data: bytes) -> bytes:
    """Refer to the one signature from another field as well."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    form = writer.root["/AcroForm"]
    value = form["/Fields"][0].raw_get("/V")
    twin = {"/FT": generic.pdf_name("/Sig"), "/T": generic.pdf_string("Kedua"), "/V": value}
    field = generic.DictionaryObject({generic.pdf_name(name): each for name, each in twin.items()})
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form["/Fields"])
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _with_cms(data: bytes, content: cms.ContentInfo) -> bytes:
    found = CONTENTS.search(data)
    assert found is not None
    room = len(found[1])
    text: bytes = bytes(content.dump(force=True)).hex().encode()
    assert len(text) <= room
    return data[: found.start(1)] + text.ljust(room, b"0") + data[found.end(1) :]


def _cms_of(data: bytes) -> cms.ContentInfo:
    found = CONTENTS.search(data)
    assert found is not None
    return cms.ContentInfo.load(bytes.fromhex(found[1].decode()))


def _two_signers(data: bytes) -> bytes:
    content = _cms_of(data)
    infos = content["content"]["signer_infos"]
    infos.append(infos[0].copy())
    return _with_cms(data, content)


def _without_digest(data: bytes) -> bytes:
    """Take the message digest out of what is signed: old readers then take the content for signed as it is."""
    content = _cms_of(data)
    info = content["content"]["signer_infos"][0]
    kept = [each for each in info["signed_attrs"] if each["type"].native != "message_digest"]
    info["signed_attrs"] = cms.CMSAttributes(kept)
    return _with_cms(data, content)


def _enveloping(data: bytes) -> bytes:
    """Put a content of its own into the CMS, which then need not be the document's."""
    content = _cms_of(data)
    content["content"]["encap_content_info"] = {"content_type": "data", "content": b"something else"}
    return _with_cms(data, content)


def test_one_signature_that_two_fields_name_is_counted_once(authority: LocalAuthority, registry: Registry) -> None:
    forged = _second_field(registry.signed.pdf)
    assert len(_inspected(forged, authority).signatures) == 1
    assert registry.judge(forged).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize("attack", [_two_signers, _without_digest, _enveloping])
def test_a_signature_that_is_none_by_pades_is_never_good(
    attack: Callable[[bytes], bytes], authority: LocalAuthority, registry: Registry
) -> None:
    forged = attack(registry.signed.pdf)
    (found,) = _inspected(forged, authority).signatures
    assert found.problem or not (found.intact and found.valid and found.sound)
    assert registry.judge(forged).verdict is Verdict.DIFFERENT
    assert _if_registered(_inspected(forged, authority)).verdict is not Verdict.GENUINE


def test_an_old_digest_is_called_weak_even_where_everything_else_is_in_order(
    authority: LocalAuthority,
) -> None:
    signer = general_signer(authority)
    meta = PdfSignatureMetadata(field_name="Lama", md_algorithm="sha1")
    output = PdfSigner(meta, signer=signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(plain_letter())))
    (found,) = _inspected(output.getvalue(), authority).signatures
    assert not found.sound
    judgement = _if_registered(_inspected(output.getvalue(), authority))
    assert judgement.verdict is not Verdict.GENUINE
    assert {Reason.WEAK_FORM, Reason.WEAK_ALGORITHM} & set(judgement.reasons)


def test_a_table_of_contents_in_two_forms_is_left_to_a_person_and_not_called_forged(authority: LocalAuthority) -> None:
    stream = b"<< /Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Length 24 >>\nstream\n" + bytes(24) + b"\nendstream"
    place = pdf(more=[stream]).index(b"5 0 obj")
    hybrid = pdf(more=[stream], tail=b" /XRefStm %d" % place)
    found = _inspected(hybrid, authority)
    assert found.problem is Problem.HYBRID
    assert judge(found, registered=None).verdict is Verdict.TO_BE_EXAMINED


def _if_registered(found: Inspection) -> Judgement:
    """What would be said if exactly these bytes had come to be registered."""
    return judge(found, registered=Registered(RegisteredAs.ELSEWHERE))
