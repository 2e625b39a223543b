"""Letters that are signed outside: their final bytes stay good for days, and what comes back is looked into."""

# mypy: allow-untyped-calls
# (pyHanko's writers are untyped)

import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from django.core.files.uploadedfile import SimpleUploadedFile
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pytest_django.fixtures import Settings

from sektoral.domain.chains import make_chain
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import SigningService
from sektoral.domain.proofs import Reason, RegisteredAs, Verdict
from sektoral.domain.roles import Role
from sektoral.intake import files
from sektoral.letters import trust
from sektoral.letters.actions.bringing_in import Brought, Upload, bring_in, final_of, make_final_anew
from sektoral.letters.actions.bringing_many import pack_finals
from sektoral.letters.actions.drafting import resubmit
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.initialling import initial
from sektoral.letters.outside import count_outside, waiting_outside
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Event, Letter, Office, StoredFile
from sektoral.setup.actions.assignments import NewSeat, change_assignment
from sektoral.setup.actions.chains import change_chains
from sektoral.verify.queries.registry import Proof, prove_file
from tests.elsewhere import foreign_root, foreign_signer, signed_by_a_program
from tests.offices import make_tiny_office
from tests.pdf_text import missing_from, pages_of
from tests.rounds import Scene, together
from tests.signed_papers import letter as strange_letter
from tests.unit.adapters.signatures.test_forgeries import _rotate, _updated
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WITH_SEKDA = make_chain((Role.SUKOR, Role.KABID, Role.KADIS), Role.SEKDA)


@pytest.fixture
def scene() -> Scene:
    """An office that signs all its letters outside."""
    scene = Scene()
    Office.objects.filter(pk=scene.office.pk).update(signing_service=SigningService.UPLOAD)
    scene.office.refresh_from_db()
    return scene


@pytest.fixture
def trusting(settings: Settings, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Installs the foreign root when it is called."""

    def install() -> None:
        root = foreign_root().certificate.public_bytes(serialization.Encoding.PEM)
        (tmp_path / "akar.pem").write_bytes(root)
        settings.TRUSTED_ROOTS = tmp_path
        trust._told.cache_clear()

    yield install
    trust._told.cache_clear()


def again(letter: Letter) -> Letter:
    return Letter.objects.select_related("office", "agency", "final_file", "signed_file").get(pk=letter.pk)


def waiting(scene: Scene, *codes: str) -> list[Letter]:
    """Letters that wait to be signed outside, their final bytes made by the journal's work."""
    letters = scene.initialled(*codes)
    scene.settle()
    return [again(letter) for letter in letters]


def final_bytes(letter: Letter) -> bytes:
    assert letter.final_file is not None
    return files.read(letter.final_file)


def signed_elsewhere(letter: Letter) -> bytes:
    return signed_by_a_program(foreign_signer(), final_bytes(letter))


def brought(scene: Scene, letter: Letter, data: bytes, *, wet: bool = False, key: str = "jp1") -> Brought:
    return bring_in(letter, Upload("surat.pdf", data, wet), by=scene.by(key), at=scene.now)


def proof_of(letter: Letter, scene: Scene) -> Proof:
    kept = again(letter).signed_file
    assert kept is not None
    return prove_file(files.path_of(kept), at=scene.now)


@cache
def scan() -> bytes:
    """A page without text or signature, as a scanner makes it."""
    import pypdfium2

    document, out = pypdfium2.PdfDocument.new(), BytesIO()
    document.new_page(595, 842)
    document.save(out)
    return out.getvalue()


def test_the_final_bytes_name_no_certificate_and_stay_good_for_days(scene: Scene) -> None:
    (letter,) = waiting(scene, "dinkes")
    text = " ".join(pages_of(final_bytes(letter)))
    assert "BSrE" not in text
    assert "SERTIFIKAT UJI" not in text
    assert not missing_from(text, "Contoh Kadis", letter.number)
    scene.later(days=6)
    assert final_of(again(letter), at=scene.now) == letter.final_file


def test_a_letter_signed_elsewhere_is_registered_as_it_came_and_trusted_only_with_its_root(
    scene: Scene, trusting: Callable[[], None]
) -> None:
    (letter,) = waiting(scene, "dinkes")
    data = signed_elsewhere(letter)
    scene.later(days=2)
    assert brought(scene, letter, data) == Brought(RegisteredAs.ELSEWHERE, is_trusted=False)
    scene.settle()
    kept = again(letter)
    assert kept.signed_file is not None
    assert files.read(kept.signed_file) == data
    assert (kept.state, kept.gateway, kept.signed_by) == ("signed", "upload", scene.by("jp1").person)
    assert kept.signed_as["name"] == "Contoh Kadis"
    step = kept.steps.get(act="sign")
    assert (step.done_at, step.done_by) == (scene.now, scene.by("jp1").person)
    event = Event.objects.get(office_id=scene.office.pk, kind="letter.signed")
    assert (event.facts["gateway"], event.facts["sha256"]) == ("upload", kept.signed_sha256)
    judged = proof_of(letter, scene).judgement
    assert (judged.verdict, judged.reasons) == (Verdict.TO_BE_EXAMINED, (Reason.ISSUER_UNKNOWN,))
    trusting()
    assert proof_of(letter, scene).judgement.verdict is Verdict.GENUINE
    assert [outcome.faults for outcome in verify(at=scene.now) if not outcome.holds] == []


def test_with_the_root_installed_a_letter_is_trusted_on_arrival(scene: Scene, trusting: Callable[[], None]) -> None:
    trusting()
    (letter,) = waiting(scene, "dinkes")
    assert brought(scene, letter, signed_elsewhere(letter)) == Brought(RegisteredAs.ELSEWHERE, is_trusted=True)


def _unsigned(letter: Letter) -> bytes:
    return final_bytes(letter)


def _altered_then_signed(letter: Letter) -> bytes:
    return signed_by_a_program(foreign_signer(), _updated(final_bytes(letter), _rotate))


def _saved_again_then_signed(letter: Letter) -> bytes:
    out = BytesIO()
    copy_into_new_writer(PdfFileReader(BytesIO(final_bytes(letter)))).write(out)
    return signed_by_a_program(foreign_signer(), out.getvalue())


def _byte_appended(letter: Letter) -> bytes:
    return signed_elsewhere(letter) + b"\n"


def _changed_after(letter: Letter) -> bytes:
    return _updated(signed_elsewhere(letter), _rotate)


def _flipped(letter: Letter) -> bytes:
    """One hexadecimal digit inside the signature's own bytes."""
    data = bytearray(signed_elsewhere(letter))
    place = data.rindex(b"/Contents <") + 600
    data[place] = ord("0") if data[place] != ord("0") else ord("1")
    return bytes(data)


def _encrypted(letter: Letter) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(final_bytes(letter))))
    writer.encrypt("rahasia", "rahasia")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _appended_unsigned(letter: Letter) -> bytes:
    writer, out = IncrementalPdfFileWriter(BytesIO(final_bytes(letter))), BytesIO()
    _rotate(writer)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_unsigned, "brought_unsigned"),
        (_appended_unsigned, "brought_altered"),
        (_altered_then_signed, "brought_altered"),
        (_saved_again_then_signed, "brought_altered"),
        (_byte_appended, "brought_not_covering"),
        (_changed_after, "brought_altered"),
        (_flipped, "brought_signature"),
        (_encrypted, "brought_encrypted"),
        (lambda _: signed_by_a_program(foreign_signer(), strange_letter()), "brought_altered"),
        (lambda _: scan(), "brought_scan_not_stated"),
        (lambda _: b"PK\x03\x04 bukan surat", "brought_not_pdf"),
        (lambda _: b"%PDF-1.7\nstartxref\n9\n%%EOF", "brought_damaged"),
        (lambda _: b"", "file_empty"),
        (lambda _: b"%PDF-" + b"x" * (files.MAX_UPLOAD + 1), "file.too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "__name__", ""),
)
def test_what_is_not_this_letter_signed_is_refused_with_the_reason(
    scene: Scene, make: Callable[[Letter], bytes], code: str
) -> None:
    (letter,) = waiting(scene, "dinkes")
    with pytest.raises(Invalid, match=code):
        brought(scene, letter, make(letter))
    assert again(letter).state == "awaiting_signature"
    assert StoredFile.objects.filter(media_type=files.PDF).count() == 1


def test_another_letter_s_file_is_named(scene: Scene) -> None:
    ours, other = waiting(scene, "dinkes", "disdik")
    with pytest.raises(Invalid, match="brought_other_letter") as refused:
        brought(scene, ours, signed_elsewhere(other))
    assert refused.value.facts["number"] == other.number
    with pytest.raises(Invalid, match="brought_other_letter"):
        brought(scene, ours, _saved_again_then_signed(other))  # it still shows the other one's code


def test_a_scan_needs_the_statement_and_has_its_own_verdict(scene: Scene) -> None:
    ours, other = waiting(scene, "dinkes", "disdik")
    assert brought(scene, ours, scan(), wet=True) == Brought(RegisteredAs.SCAN, is_trusted=False)
    judged = proof_of(ours, scene).judgement
    assert (judged.verdict, judged.reasons) == (Verdict.TO_BE_EXAMINED, (Reason.REGISTERED_SCAN,))
    with visiting(scene) as client:
        page = client.get(f"/v/{ours.token}").content.decode()
    assert "Bertanda tangan basah, pindaiannya didaftarkan" in page
    with pytest.raises(Invalid, match="brought_other_letter"):  # one scan proves one letter
        brought(scene, other, scan(), wet=True)


def test_the_public_page_tells_a_signature_made_elsewhere_from_a_scan(scene: Scene) -> None:
    (letter,) = waiting(scene, "dinkes")
    brought(scene, letter, signed_elsewhere(letter))
    with visiting(scene) as client:
        page = client.get(f"/v/{letter.token}").content.decode()
    assert "Ditandatangani secara elektronik di luar sistem" in page
    assert "pindaiannya didaftarkan" not in page


def test_bytes_made_anew_take_the_place_of_those_that_went_out(scene: Scene) -> None:
    (letter,) = waiting(scene, "dinkes")
    late = signed_elsewhere(letter)
    scene.later(days=1)
    anew = make_final_anew(letter, by=scene.by("jp1"), at=scene.now)
    assert anew != letter.final_file or again(letter).final_file == anew
    with pytest.raises(Invalid, match="brought_altered"):
        brought(scene, again(letter), late)
    brought(scene, again(letter), signed_elsewhere(again(letter)))
    assert Event.objects.filter(kind="letter.final_anew", about_id=str(letter.pk)).count() == 1


def test_nobody_signs_such_a_letter_here_and_who_drafts_passes_on_what_is_to_be_mended(scene: Scene) -> None:
    (letter,) = waiting(scene, "dinkes")
    with pytest.raises(WrongState, match="signed_outside"):
        finalise(letter, by=scene.by("kadis"), at=scene.now)
    with visiting(scene, "kadis") as client:
        assert "Tidak ada surat yang menunggu tanda tangan Anda" in (
            client.get("/surat/antrean/tanda-tangan/").content.decode()
        )
    with pytest.raises(Refused):
        brought(scene, letter, signed_elsewhere(letter), key="sukor")
    with visiting(scene, "jp1") as client:
        answer = client.post(f"/surat/{letter.pk}/kembalikan/", {"reason": "Sekda meminta perihal diperjelas."})
        assert answer.status_code == 302
        assert "Sekda meminta" in client.get(f"/surat/{letter.pk}/").content.decode()
    assert (again(letter).state, again(letter).final_file) == ("draft", None)
    resubmit(again(letter), subject="Permintaan Data", by=scene.by("jp1"), at=scene.later(minutes=1))


def test_a_letter_that_the_sekda_signs_goes_outside_whatever_the_office_s_service_is() -> None:
    scene = Scene()
    sekda = NewSeat(
        Role.SEKDA, "Contoh Sekda", "", "Sekretaris Daerah", scene.now.date(), on_behalf=("a.n. BUPATI MUNGIL",)
    )
    change_assignment(sekda, by=scene.by("admin"), at=scene.now)
    change_chains({LetterKind.REQUEST: WITH_SEKDA}, by=scene.by("admin"), at=scene.now)
    scene.office.refresh_from_db()
    (letter,) = scene.drafted("dinkes")
    scene.initial(letter)
    initial(letter, by=scene.by("kadis"), at=scene.later(minutes=1))
    scene.settle()
    waits = again(letter)
    text = " ".join(pages_of(final_bytes(waits)))
    assert not missing_from(text, "a.n. BUPATI MUNGIL Sekretaris Daerah", "Contoh Sekda")
    assert count_outside(scene.by("jp1")) == 1
    assert count_outside(scene.by("kadis")) == 0
    brought(scene, waits, signed_elsewhere(waits))
    assert again(letter).signed_as["post"] == ["a.n. BUPATI MUNGIL", "Sekretaris Daerah"]
    assert [outcome.faults for outcome in verify(at=scene.now) if not outcome.holds] == []


def test_the_page_hands_out_the_bytes_and_takes_them_back_signed(scene: Scene) -> None:
    (letter,) = waiting(scene, "dinkes")
    page = f"/surat/{letter.pk}/di-luar/"
    with visiting(scene, "jp1") as client:
        assert "Unduh naskah final" in client.get(page).content.decode()
        taken = client.get(f"{page}naskah-final.pdf")
        assert taken.content == final_bytes(letter)
        assert "attachment" in taken.headers["Content-Disposition"]
        refused = client.post(page, {"file": SimpleUploadedFile("surat.pdf", taken.content)})
        assert refused.status_code == 422
        assert "belum ada tanda tangan di dalamnya" in refused.content.decode()
        signed = SimpleUploadedFile("surat.pdf", signed_by_a_program(foreign_signer(), taken.content))
        shown = client.post(page, {"file": signed}, follow=True).content.decode()
        assert "rantai kepercayaannya belum diperiksa" in shown
        assert "di luar sistem, diunggah Contoh Pelaksana Satu" in shown


def test_many_files_find_their_letters_by_themselves(scene: Scene) -> None:
    letters = waiting(scene, "dinkes", "disdik", "diskominfo")
    with visiting(scene, "jp1") as client:
        listed = client.get("/surat/di-luar/").content.decode()
        assert "3 surat</strong> menunggu ditandatangani di luar" in listed
        packed = zipfile.ZipFile(BytesIO(client.get("/surat/di-luar/naskah.zip").content))
        finals = [packed.read(name) for name in packed.namelist()]
        assert sorted(finals) == sorted(final_bytes(one) for one in letters)
        uploads = [signed_by_a_program(foreign_signer(), one) for one in finals[:2]] + [finals[2], scan()]
        given = [SimpleUploadedFile(f"{n}.pdf", data) for n, data in enumerate(uploads)]
        shown = client.post("/surat/di-luar/", {"files": given}, follow=True).content.decode()
    assert "2 dari 3 surat</strong> terdaftar" in shown
    assert "belum ada tanda tangan di dalamnya" in shown
    assert "3.pdf: Berkas ini tidak berawal dari naskah final" in shown
    assert sorted(again(one).state for one in letters) == ["awaiting_signature", "signed", "signed"]


def test_two_numbers_that_give_one_file_name_are_both_packed(scene: Scene) -> None:
    for letter, number in zip(scene.initialled("dinkes", "disdik"), ("B/1/2026", "B-1/2026"), strict=True):
        Letter.objects.filter(pk=letter.pk).update(number=number)
    packed = zipfile.ZipFile(BytesIO(pack_finals(waiting_outside(scene.by("jp1")), at=scene.now)))
    assert sorted(packed.namelist()) == ["B-1-2026 (2).pdf", "B-1-2026.pdf"]
    finals = {final_bytes(one) for one in waiting_outside(scene.by("jp1")).select_related("final_file")}
    assert {packed.read(name) for name in packed.namelist()} == finals


def test_strangers_find_no_such_letter(scene: Scene) -> None:
    (letter,) = waiting(scene, "dinkes")
    elsewhere = Scene(office=make_tiny_office(slug="seberang"))
    with pytest.raises(NotFound):
        bring_in(letter, Upload("x", b"x"), by=elsewhere.by("jp1"), at=scene.now)
    addresses = ("", "naskah-final.pdf", "buat-ulang/")
    for address in addresses:
        with visiting(elsewhere, "jp1") as client:
            ask = client.post if address == "buat-ulang/" else client.get
            assert ask(f"/surat/{letter.pk}/di-luar/{address}").status_code == 404
        with visiting(scene, "sukor") as client:
            ask = client.post if address == "buat-ulang/" else client.get
            assert ask(f"/surat/{letter.pk}/di-luar/{address}").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_same_file_for_two_letters_at_once_is_registered_for_one(many_connections: None) -> None:
    scene = Scene()
    Office.objects.filter(pk=scene.office.pk).update(signing_service=SigningService.UPLOAD)
    scene.office.refresh_from_db()
    ours, other = waiting(scene, "dinkes", "disdik")
    data = scan()
    raised = together(
        lambda: brought(scene, ours, data, wet=True), lambda: brought(scene, other, data, wet=True, key="jp2")
    )
    assert [error.code for error in raised if isinstance(error, Invalid)] == ["brought_other_letter"]
    assert sorted((again(ours).state, again(other).state)) == ["awaiting_signature", "signed"]
