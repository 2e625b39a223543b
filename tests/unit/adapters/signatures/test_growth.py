"""What was appended to our final bytes before somebody elsewhere signed them: only what signing needs is let pass."""

# mypy: allow-untyped-calls
# (pyHanko's writers are untyped)

from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from sektoral.adapters.signatures.inspection import inspect
from sektoral.adapters.signatures.local_authority import LocalAuthority
from sektoral.adapters.signatures.sandboxed import inspect_file
from sektoral.domain.inspections import Coverage, Growth
from tests.elsewhere import general_signer, signed_by_a_program
from tests.signed_papers import LATER, letter, plain_letter, sign
from tests.unit.adapters.signatures.test_forgeries import (
    _open_action,
    _rotate,
    _saved_again,
    _updated,
)

Change = Callable[[IncrementalPdfFileWriter], None]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("elsewhere"))


def _paint_over(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    white = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 850 re f"))
    page.get_object()["/Contents"] = generic.ArrayObject([white])
    writer.mark_update(page)


def _rewrite_content(writer: IncrementalPdfFileWriter) -> None:
    """The page stays, the stream that it names is another one."""
    page = writer.root["/Pages"]["/Kids"][0]
    content = page.raw_get("/Contents")
    content.get_object()._data = b"BT ET"
    content.get_object()._encoded_data = None
    writer.mark_update(content)


def _add_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    name = generic.NameObject
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Contents"): generic.pdf_string("Batal"),
            name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 500, 500)]),
        }
    )
    notes = page.get_object().get("/Annots", generic.ArrayObject())
    page.get_object()["/Annots"] = generic.ArrayObject([*notes, writer.add_object(note)])
    writer.mark_update(page)


def _growth(pdf: bytes, base: bytes) -> Growth:
    return inspect(pdf, roots=[], at=LATER, base=len(base)).growth


@pytest.mark.parametrize("base", [letter(), plain_letter()], ids=["set by us", "written by hand"])
def test_signatures_of_every_usual_form_are_just_that(authority: LocalAuthority, base: bytes) -> None:
    once = signed_by_a_program(general_signer(authority), base)
    signed = [
        once,
        sign(authority, base).pdf,
        signed_by_a_program(general_signer(authority), base, box=(300, 100, 500, 160)),
        signed_by_a_program(general_signer(authority), once, name="Signature2"),
    ]
    assert [_growth(pdf, base) for pdf in signed] == [Growth.SIGNATURES] * 4


@pytest.mark.parametrize("change", [_rotate, _open_action, _paint_over, _rewrite_content, _add_note])
@pytest.mark.parametrize("base", [letter(), plain_letter()], ids=["set by us", "written by hand"])
def test_what_was_changed_before_the_signature_is_found_though_the_signature_covers_it(
    authority: LocalAuthority, base: bytes, change: Change
) -> None:
    signed = signed_by_a_program(general_signer(authority), _updated(base, change))
    found = inspect(signed, roots=[authority.root()], at=LATER, base=len(base))
    assert signed.startswith(base)
    assert (found.signatures[-1].intact, found.signatures[-1].coverage) == (True, Coverage.ENTIRE_FILE)
    assert found.growth is Growth.MORE


def test_another_document_hung_behind_ours_is_more(authority: LocalAuthority) -> None:
    ours, other = plain_letter(), _saved_again(letter())
    shift = len(ours)
    start = other.rindex(b"startxref") + len(b"startxref")
    place = int(other[start:].split()[0])
    behind = ours + other[:start] + b"\n%d\n%%%%EOF\n" % (place + shift)
    assert _growth(behind, ours) in (Growth.MORE, Growth.NOT_ASKED)


def test_without_a_known_beginning_nothing_is_compared_and_the_sandbox_answers_the_same(
    authority: LocalAuthority, tmp_path: Path
) -> None:
    signed = signed_by_a_program(general_signer(authority), letter())
    assert inspect(signed, roots=[], at=LATER).growth is Growth.NOT_ASKED
    path = tmp_path / "surat.pdf"
    path.write_bytes(signed)
    assert inspect_file(path, roots=[], at=LATER, base=len(letter())).growth is Growth.SIGNATURES
