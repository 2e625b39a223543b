"""The known attacks on signed PDFs, made by code on a registered letter, and what pdfsig says of each of them.

Universal forgery and wrapping (Mladenov and others, 2019), shadow attacks (Mainka and others, 2021), EU DSS's vectors.
`pdfsig` looks at one signature at a time and at no registry: where it says "valid", only our rule says no.
"""

# mypy: allow-untyped-calls
# (pyHanko's writers are untyped)

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from sektoral.adapters.signatures import certificates
from sektoral.adapters.signatures.local_authority import LocalAuthority
from sektoral.domain.proofs import Judgement, Reason, Verdict
from tests.signed_papers import CODE, Registry, plain_letter, sign

Attack = Callable[[bytes], bytes]
R = Reason
HIDDEN = b"4 0 obj\n<< /Length 49 >>\nstream\nBT /F 12 Tf 50 700 Td (Jumlah 9999 jiwa.) Tj ET    \nendstream\nendobj\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def registry(authority: LocalAuthority) -> Registry:
    return Registry(sign(authority, plain_letter()), authority.root())


def _with_table(pdf: bytes, entries: dict[int, bytes], body: bytes = b"") -> bytes:
    """Append a table of contents by hand: object number → its line of 20 bytes."""
    before = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    start = len(pdf) + len(body)
    lines = b"".join(b"%d 1\n%s \n" % entry for entry in entries.items())
    trailer = b"trailer\n<< /Size 40 /Root %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (root, before, start)
    return pdf + body + b"xref\n" + lines + trailer


def _hide(pdf: bytes) -> bytes:
    """The page's content is declared free: an overlay would vanish so."""
    return _with_table(pdf, {4: b"0000000000 00001 f"})


def _replace(pdf: bytes) -> bytes:
    """The page's content is written anew after the signature."""
    return _with_table(pdf, {4: b"%010d 00000 n" % len(pdf)}, HIDDEN)


def _hide_and_replace(pdf: bytes) -> bytes:
    """A content that lies within the signed bytes, where nobody sees it, takes the place of the visible one."""
    return _with_table(pdf, {4: b"%010d 00000 n" % pdf.index(HIDDEN)})


def _free_text(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 690, 300, 720))),
            generic.pdf_name("/Contents"): generic.pdf_string("Jumlah 9999 jiwa"),
            generic.pdf_name("/DA"): generic.pdf_string("/Helv 12 Tf"),
        }
    )
    page.get_object().setdefault("/Annots", generic.ArrayObject()).append(writer.add_object(note))
    writer.mark_update(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _range_of(pdf: bytes) -> re.Match[bytes]:
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\] *", pdf)
    assert found is not None
    return found


def _with_range(pdf: bytes, numbers: tuple[int, int, int, int]) -> bytes:
    found = _range_of(pdf)
    text = b"/ByteRange [%d %d %d %d]" % numbers
    return pdf[: found.start()] + text.ljust(len(found[0])) + pdf[found.end() :]


def _zeroed(pdf: bytes) -> bytes:
    _, size, rest, _ = map(int, _range_of(pdf).groups())
    return pdf[: size + 1] + b"0" * (rest - size - 2) + pdf[rest - 1 :]


def _without_contents(pdf: bytes) -> bytes:
    """Universal forgery: a signature without a value, which some readers call valid."""
    return pdf.replace(b"/Contents <", b"/Kontents <")


def _without_range(pdf: bytes) -> bytes:
    return pdf.replace(b"/ByteRange [", b"/ByteXange [")


def _empty_range(pdf: bytes) -> bytes:
    return _with_range(pdf, (0, 0, 0, 0))


def _wrapped(pdf: bytes) -> bytes:
    """Signature wrapping: the signed end is moved away, and between lies what nobody signed."""
    first, size, rest, length = map(int, _range_of(pdf).groups())
    injected = b"\n" + HIDDEN
    forged = _with_range(pdf, (first, size, rest + len(injected), length))
    return forged[:rest] + injected + forged[rest:]


def _changed_byte(pdf: bytes) -> bytes:
    return pdf.replace(b"1234 jiwa", b"9234 jiwa")


def _appended_byte(pdf: bytes) -> bytes:
    return pdf + b"\n"


# Attack, our reasons, and whether pdfsig calls the signature valid, and the whole document signed
TABLE: tuple[tuple[Attack, set[Reason], tuple[bool, bool]], ...] = (
    (_changed_byte, {R.ALTERED, R.SIGNATURE_BROKEN}, (False, True)),
    (_appended_byte, {R.APPENDED, R.NOT_ENTIRE_FILE}, (True, False)),
    (_free_text, {R.APPENDED, R.CHANGED_AFTER}, (True, False)),
    (_hide, {R.APPENDED, R.CHANGED_AFTER}, (True, False)),
    (_replace, {R.APPENDED, R.CHANGED_AFTER}, (True, False)),
    (_hide_and_replace, {R.APPENDED, R.CHANGED_AFTER}, (True, False)),
    (_zeroed, {R.CODE_BORROWED}, (False, False)),
    (_without_contents, {R.CODE_BORROWED}, (False, True)),
    (_without_range, {R.ALTERED}, (False, False)),
    (_empty_range, {R.ALTERED}, (False, False)),
    (_wrapped, {R.ALTERED}, (False, False)),
)


@pytest.mark.parametrize(("attack", "reasons", "pdfsig"), TABLE, ids=[one[0].__name__.strip("_") for one in TABLE])
def test_every_attack_is_found_out_with_its_reason(
    authority: LocalAuthority, attack: Attack, reasons: set[Reason], pdfsig: tuple[bool, bool], tmp_path: Path
) -> None:
    prepared = plain_letter().replace(b"1 0 obj", HIDDEN + b"1 0 obj", 1)  # what an insider hides before signing
    prepared = _moved(prepared, len(HIDDEN))
    known = Registry(sign(authority, prepared), authority.root())
    assert known.judge(known.signed.pdf) == Judgement(Verdict.GENUINE)
    forged = attack(known.signed.pdf)
    judgement = known.judge(forged)
    assert judgement.verdict is Verdict.DIFFERENT
    assert reasons <= set(judgement.reasons), judgement.reasons
    if shutil.which("pdfsig"):
        assert _pdfsig(forged, tmp_path) == pdfsig


def _moved(pdf: bytes, by: int) -> bytes:
    """Correct the table of contents after something was put in front of the objects."""
    table = pdf.index(b"xref\n0 7")
    head, tail = pdf[:table], pdf[table:]
    tail = re.sub(rb"(\d{10}) 00000 n", lambda found: b"%010d 00000 n" % (int(found[1]) + by), tail)
    return head + re.sub(rb"startxref\n\d+", b"startxref\n%d" % table, tail)


def _pdfsig(pdf: bytes, folder: Path) -> tuple[bool, bool]:
    path = folder / "surat.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    return "Signature is Valid" in said, "Total document signed" in said


def test_a_certificate_that_had_run_out_is_named(
    registry: Registry, authority: LocalAuthority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "lewat"
    shutil.copytree(authority._certificates._folder, folder)
    for path in folder.glob("*.pem"):
        if path.name != "root.pem":
            path.unlink()
    monkeypatch.setattr(certificates, "NOT_AFTER", datetime(2025, 1, 1, tzinfo=UTC))
    expired = sign(LocalAuthority(folder), plain_letter().replace(CODE.encode(), b"tidak ada")).pdf
    assert registry.judge(expired) == Judgement(
        Verdict.NOT_REGISTERED, (Reason.NOT_IN_REGISTRY, Reason.CERTIFICATE_OUTSIDE_VALIDITY)
    )


def test_a_genuine_code_on_a_forged_letter_is_called_borrowed(registry: Registry) -> None:
    transplanted = plain_letter().replace(b"1234 jiwa", b"8888 jiwa")
    judgement = registry.judge(transplanted)
    assert (judgement.verdict, judgement.reasons[0]) == (Verdict.DIFFERENT, Reason.CODE_BORROWED)
